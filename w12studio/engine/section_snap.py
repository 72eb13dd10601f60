"""Sections that begin on downbeats: they follow from where the recording changes and from the beats, by arithmetic."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, SECTIONS, Analysis, Track
from w12studio.domain.events import Events

#: How far a boundary may be moved, in bars and in s: a bar is right more often than the instant of the change, which
#: is known to half a second or so; what is farther away begins inside of a bar.
_REACH_BARS, _REACH_S = 0.55, 2.0


def boundaries_of(track: Track) -> NDArray[np.float64]:
    """Times in s at which the sound of a SECTIONS track changes, whatever beats its events were moved to.

    They are the frames of its curve whose confidence is above 0.
    """
    curve = track.curve
    if curve is None or curve.confidence is None:
        return np.zeros(0)
    return curve.times()[np.flatnonzero(curve.confidence > 0)]


def snapped_sections(analysis: Analysis) -> Track | None:
    """The SECTIONS layer with each boundary on its nearest downbeat, where one is near.

    Labels, confidences and the number of sections stay. Of two boundaries that would meet on one downbeat the later
    stays where the sound changes. Where there are no downbeats (none found, only a quick grid, or taken away) all
    boundaries go back there.

    Returns
    -------
    Track or None
        None where there is no such layer, or where it does not come from an estimator and has no boundaries to go by.
    """
    track = analysis.track(SECTIONS)
    if track is None:
        return None
    found, events = boundaries_of(track), track.events
    if not len(events) or found.size != len(events) - 1:
        return None
    beats = analysis.track(BEATS)
    downbeats = np.zeros(0)
    if beats is not None and not beats.provisional:
        downbeats = beats.events.times[beats.events.values == 1]
    end = float(events.times[-1] + events.durations[-1])
    times = np.concatenate([[events.times[0]], _on_downbeats(found, downbeats[downbeats < end])])
    durations = np.diff(np.append(times, end))
    moved = Events.from_columns(times, durations, events.values, events.confidences, events.labels)
    return track if moved == events else replace(track, events=moved)


def _on_downbeats(times: NDArray[np.float64], downbeats: NDArray[np.float64]) -> NDArray[np.float64]:
    out = times.copy()
    if downbeats.size < 2:
        return out
    after = np.clip(np.searchsorted(downbeats, times), 1, downbeats.size - 1)
    bars = downbeats[after] - downbeats[after - 1]
    nearer = np.where(times - downbeats[after - 1] <= downbeats[after] - times, after - 1, after)
    nearest = downbeats[nearer]
    near = np.abs(nearest - times) <= np.minimum(_REACH_BARS * bars, _REACH_S)
    last = 0.0
    for i in np.flatnonzero(near):
        others = np.concatenate([out[:i], out[i + 1 :]])
        if nearest[i] > last and not np.any(others == nearest[i]):
            out[i] = nearest[i]
            last = float(nearest[i])
    return out if np.all(np.diff(out) > 0) else times
