"""Edits of events in layers of the user's own: added as long as suits the place, labelled, commented."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from w12studio.domain.analysis import Analysis
from w12studio.domain.bar_edits import grid_of
from w12studio.domain.clips import LONG_S, MIDDLE_C
from w12studio.domain.edits import CompoundEdit, Edit, edit_events
from w12studio.domain.events import Event
from w12studio.domain.layers import COMMENTS, NOTES, POINTS, REGIONS, new_layer, shape_of

#: s; a region or note stays at least as long.
SHORTEST_S = 0.005
_NOUNS = {POINTS: "point", REGIONS: "region", NOTES: "note"}


def noun_of(analysis: Analysis, kind: str) -> str:
    """What an event of a layer of the user's own is called."""
    track = analysis.track(kind)
    return "comment" if kind == COMMENTS else _NOUNS[POINTS if track is None else shape_of(track)]


def added_event(
    analysis: Analysis,
    kind: str,
    time: float,
    pitch: float | None = None,
    end: float | None = None,
    label: str = "",
) -> Edit:
    """The edit that adds an event to a layer of the user's own.

    Parameters
    ----------
    analysis : Analysis
    kind : str
    time : float
        s.
    pitch : float, optional
        MIDI number of a note; by default that of the note before, else middle C.
    end : float, optional
        s; by default a region or note lasts a beat.
    label : str
    """
    shape = shape_of(analysis.tracks[kind])
    end = time + beat_length(analysis, time) if end is None else end
    if analysis.duration:
        end = min(end, analysis.duration)
    duration = 0.0 if shape == POINTS or kind == COMMENTS else max(end - time, 0.0)
    value = None
    if shape == NOTES:
        before = analysis.events(kind).at_or_before(time)
        known = None if before < 0 else analysis.events(kind)[before].value
        value = pitch if pitch is not None else MIDDLE_C if known is None else known
    event = Event(time, duration, value, 1.0, label)
    return edit_events(analysis, f"Add {noun_of(analysis, kind)}", kind, (), [event])


def beat_length(analysis: Analysis, time: float) -> float:
    """How long a beat is at a time, in s."""
    times = grid_of(analysis).times
    if times.size < 2:
        return LONG_S
    i = min(max(int(times.searchsorted(time, side="right")) - 1, 0), times.size - 2)
    return float(times[i + 1] - times[i])


def labelled(analysis: Analysis, kind: str, event: Event, label: str) -> Edit:
    """The edit that gives an event another label; nothing where it is gone."""
    there = event in analysis.events(kind).between(event.time, math.nextafter(event.time, math.inf))
    changed = there and label != event.label
    new = [replace(event, label=label)] if changed else []
    return edit_events(analysis, f"Label {noun_of(analysis, kind)}", kind, [event] if changed else [], new)


def lengthened(analysis: Analysis, kind: str, events: Iterable[Event], seconds: float) -> Edit:
    """The edit that makes what lasts longer by so many s (negative: shorter) at its end, none shorter than
    `SHORTEST_S` and none beyond the end of the recording."""
    latest = analysis.duration or math.inf
    old = [e for e in events if e.duration > 0]
    ends = [min(max(e.end + seconds, e.time + SHORTEST_S), max(latest, e.end)) for e in old]
    pairs = [(e, replace(e, duration=end - e.time)) for e, end in zip(old, ends, strict=True) if end != e.end]
    name = f"Make {'longer' if seconds > 0 else 'shorter'}"
    return edit_events(analysis, name, kind, [a for a, _ in pairs], [b for _, b in pairs])


def commented(analysis: Analysis, start: float, end: float, text: str, colour: str) -> CompoundEdit:
    """The edit that puts a comment at a time in s, or over a span, into the layer of comments, made where it lacks."""
    parts: list[Edit] = []
    if analysis.track(COMMENTS) is None:
        parts.append(new_layer(analysis, COMMENTS, REGIONS, colour))
        analysis = parts[0].apply(analysis)
    comment = Event(start, max(end - start, 0.0), None, None, text)
    parts.append(edit_events(analysis, "Comment", COMMENTS, (), [comment]))
    return CompoundEdit("Comment", tuple(parts))
