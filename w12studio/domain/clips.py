"""Events that are taken along: copied from one layer and put into another, or the same, at another time.

What a layer can't hold is given up sensibly: beats become plain points, points become regions up to the next one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from w12studio.domain.analysis import BEATS, NOTES, TRANSIENTS, Analysis
from w12studio.domain.edits import Edit, edit_events, replace_events
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Event, Events
from w12studio.domain.layers import NOTES as NOTE_SHAPE
from w12studio.domain.layers import POINTS, REGIONS, is_own, shape_of
from w12studio.domain.regions import SHORTEST_S, TILED, UNKNOWN, split

#: MIDI number of a note that comes from something without a pitch: middle C.
MIDDLE_C = 60.0
#: s that a region or note lasts where nothing says how long.
LONG_S = 0.5


class ClipError(W12Error):
    """Events that a layer can't take."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Events that were copied.

    Attributes
    ----------
    kind : str
        The layer that they come from; "" for what comes from another program.
    events : tuple of Event
        In order of time.
    """

    kind: str
    events: tuple[Event, ...]


def takes(analysis: Analysis, kind: str) -> bool:
    """Whether events can be put into a layer of that kind."""
    return kind in (BEATS, TRANSIENTS, NOTES, *TILED) or (is_own(kind) and analysis.track(kind) is not None)


def pasted(analysis: Analysis, clip: Clip, kind: str, at: float | None = None) -> Edit:
    """The edit that puts copied events into a layer.

    Parameters
    ----------
    analysis : Analysis
    clip : Clip
    kind : str
        The layer.
    at : float, optional
        s, where the first of them lands; by default all stay at their own times.

    Raises
    ------
    ClipError
        When the layer takes no events.
    """
    if not takes(analysis, kind):
        raise ClipError("that layer takes no pasted events", advice="Click a lane of markers first.")
    shift = 0.0 if at is None or not clip.events else at - clip.events[0].time
    latest = analysis.duration or math.inf
    moved = [e if shift == 0 else replace(e, time=e.time + shift) for e in clip.events]
    inside = [e for e in moved if 0 <= e.time <= latest]
    name = "Paste event" if len(inside) == 1 else f"Paste {len(inside)} events"
    fitting = converted(inside, clip.kind, kind, shape_in(analysis, kind), latest)
    if kind in TILED:
        return replace_events(analysis, name, kind, _put_over(analysis.events(kind), fitting, analysis.duration))
    there = set(analysis.events(kind))
    return edit_events(analysis, name, kind, (), [e for e in fitting if e not in there])


def shape_in(analysis: Analysis, kind: str) -> str:
    """What events of a layer look like: one of `layers.SHAPES`."""
    if kind in (BEATS, TRANSIENTS):
        return POINTS
    if kind == NOTES:
        return NOTE_SHAPE
    if kind in TILED:
        return REGIONS
    track = analysis.track(kind)
    return POINTS if track is None else shape_of(track)


def converted(events: Iterable[Event], source: str, kind: str, shape: str, latest: float) -> list[Event]:
    """Events of the layer ``source`` as another layer holds them; those of the same layer stay as they are.

    Parameters
    ----------
    events : iterable of Event
        In order of time.
    source, kind : str
    shape : str
        Of the layer ``kind``.
    latest : float
        s, end of the recording.
    """
    rows = list(events)
    if source == kind:
        return rows
    if shape == POINTS:
        rows = [replace(e, duration=0.0) for e in rows]
    else:
        rows = _lasting(rows, latest)
    if kind in (BEATS, TRANSIENTS):  # neither places in the bar nor strengths are known
        return [replace(e, value=None, label="") for e in rows]
    if shape == NOTE_SHAPE:
        return [e if _is_pitch(e, source) else replace(e, value=MIDDLE_C) for e in rows]
    if kind in TILED:
        return [replace(e, value=None, label=e.label or UNKNOWN) for e in rows]
    return rows


def _is_pitch(event: Event, source: str) -> bool:
    known = event.value is not None and 0 <= event.value <= 127
    return known and source not in (BEATS, TRANSIENTS)


def _lasting(rows: list[Event], latest: float) -> list[Event]:
    """Points last until the next event; the last one as long as is usual."""
    times = np.array([e.time for e in rows])
    gaps = np.diff(times)
    usual = float(np.median(gaps[gaps > 0])) if (gaps > 0).any() else LONG_S
    out = []
    for i, event in enumerate(rows):
        later = times[i + 1 :][times[i + 1 :] > event.time]
        length = float(later[0]) - event.time if later.size else min(usual, latest - event.time)
        out.append(event if event.duration > 0 or length <= 0 else replace(event, duration=length))
    return out


def _put_over(regions: Events, new: list[Event], end: float) -> Events:
    """Touching regions, with others laid over them: each begins and ends where it says, and what was there goes."""
    for event in new:
        start, stop = _at_border(regions, event.time), _at_border(regions, min(event.end, end))
        if stop - start < SHORTEST_S:
            continue
        for time in (start, stop):
            index = regions.at_or_before(time)
            if index >= 0 and regions[index].end > time:
                regions = split(regions, time, end)
        inside = regions.rows(np.arange(*regions.span(start, stop).indices(len(regions))))
        regions = regions.changed(inside, [replace(event, time=start, duration=stop - start)])
    return regions


def _at_border(regions: Events, time: float) -> float:
    """A time in s, or the border that is so near to it that no region fits between."""
    borders = np.concatenate([regions.times, regions.times + regions.durations])
    if not borders.size:
        return time
    nearest = float(borders[np.argmin(np.abs(borders - time))])
    return nearest if abs(nearest - time) < SHORTEST_S else time
