"""The meter layer: how many beats bars have, and how that is written."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from w12studio.domain import pins as p
from w12studio.domain.analysis import METER, Source, Track
from w12studio.domain.events import Events
from w12studio.domain.meters import Meter
from w12studio.domain.tempo import global_tempo

Floats = NDArray[np.float64]

#: An onset this far at most, in beats, from a place between two beats is on it.
_NEAR = 0.07
#: Beats are divided in three where so many of them at least have an onset on both thirds, and their halves have
#: onsets so much more rarely. A shuffle, which has the second third only, is none of that.
_LEAST_SHARE, _LEAST_RATIO = 0.3, 2.5
_LEAST_BEATS = 16


def meter_track(beats: Events, duration: float, transients: Events, pins: Events) -> Track:
    """Regions over which bars have equally many beats, divided alike.

    Parameters
    ----------
    beats : Events
        Value = place in the bar, 1 = downbeat; 0 or NaN where unknown.
    duration : float
        Of the recording in s.
    transients : Events
        What lies between beats tells whether they are divided in three.
    pins : Events
        Pinned meters overrule that, each up to the next one.

    Returns
    -------
    Track
        METER: value = beats a bar, label = time signature (`domain.meters.Meter.name`).
    """
    source = Source("beats-to-meter", "2")
    downbeats = np.flatnonzero(beats.values == 1)
    if downbeats.size < 2:
        return Track(METER, source=source, message="There is no meter, for there are fewer than two downbeats.")
    lengths = np.diff(downbeats)
    threes = _divided_in_three(beats.times[downbeats[:-1]], pins, is_compound(beats.times, transients.times))
    changed = (np.diff(lengths) != 0) | (np.diff(threes.astype(np.int8)) != 0)
    changes = np.concatenate([[0], np.flatnonzero(changed) + 1])
    counts = lengths[changes]
    starts = beats.times[downbeats[changes]]
    ends = np.append(starts[1:], beats.times[downbeats[-1]])
    # A shorter bar at either end is a pickup or was cut off; a longer one tells nothing.
    if downbeats[0] <= counts[0]:
        starts[0] = beats.times[0]
    if len(beats) - downbeats[-1] <= counts[-1]:
        last = beats.times[-1]
        ends[-1] = max(ends[-1], min(duration, last + (last - beats.times[-2])))
    bpm = global_tempo(beats.times)
    labels = [Meter(int(n), bool(c)).name(bpm) for n, c in zip(counts, threes[changes], strict=True)]
    return Track(METER, Events.from_columns(starts, np.maximum(ends - starts, 0.0), counts, None, labels), None, source)


def is_compound(beats: Floats, onsets: Floats) -> bool:
    """Whether beats are divided in three, as in 6/8, 9/8 and 12/8, as far as onsets between them tell.

    Parameters
    ----------
    beats, onsets : ndarray
        Times in s, ascending.
    """
    if beats.size < _LEAST_BEATS + 1 or not onsets.size:
        return False
    index = np.searchsorted(beats, onsets, side="right") - 1
    inside = (index >= 0) & (index < beats.size - 1)
    index = index[inside]
    place = (onsets[inside] - beats[index]) / np.maximum(beats[index + 1] - beats[index], 1e-3)

    def having(at: float) -> NDArray[np.bool_]:
        found = np.zeros(beats.size - 1, dtype=np.bool_)
        found[index[np.abs(place - at) <= _NEAR]] = True
        return found

    both = float((having(1 / 3) & having(2 / 3)).mean())
    return both >= _LEAST_SHARE and both >= _LEAST_RATIO * float(having(0.5).mean())


def _divided_in_three(bars: Floats, pins: Events, found: bool) -> NDArray[np.bool_]:
    """For bars that begin at times in s: what the last pinned meter says, else what was found."""
    meters = [pin for pin in pins if p.is_meter(pin)]
    if not meters:
        return np.full(bars.size, found)
    said = np.array([found, *(p.meter_of(pin).compound for pin in meters)])
    times = np.array([pin.time for pin in meters])
    return said[np.searchsorted(times, bars + p.REACH_S, side="right")]
