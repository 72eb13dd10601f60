"""Layers of regions that touch, such as sections, keys and chords: moving a border, splitting, taking one away.

Where a region ends the next one begins, or nothing is known until it does. `w12studio.domain.edits` makes edits of what
these functions give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from w12studio.domain.analysis import CHORDS, LOCAL_KEYS, SECTIONS
from w12studio.domain.events import Event, Events

#: Kinds of such layers.
TILED = (SECTIONS, LOCAL_KEYS, CHORDS)
#: s; regions that are as near to each other touch.
_TOUCH_S = 1e-3
#: s; a moved border leaves at least as much of the regions on both sides.
SHORTEST_S = 0.02
#: Label of a region of which nothing is known yet.
UNKNOWN = "?"


def border_moved(events: Events, event: Event, time: float) -> Events:
    """With a region that begins at another time in s; one that it touches ends there, and neither becomes too short."""
    before = _before(events, event)
    touching = before is not None and _touch(before, event)
    earliest = 0.0 if before is None else before.time + SHORTEST_S if touching else before.end
    time = max(min(time, event.end - SHORTEST_S), min(earliest, event.time))
    moved = replace(event, time=time, duration=event.end - time, confidence=1.0)
    if before is None or not touching:
        return events.changed([event], [moved])
    return events.changed([before, event], [replace(before, duration=time - before.time), moved])


def split(events: Events, time: float, end: float) -> Events:
    """With a region that begins at a time in s: half of the one there, or, in a gap, up to the next one or ``end``."""
    index = events.at_or_before(time)
    if index < 0 or events[index].end <= time:
        later = events.times[events.times > time]
        stop = float(later[0]) if later.size else end
        fits = stop - time >= SHORTEST_S
        return events.changed([], [Event(time, stop - time, None, 1.0, UNKNOWN)]) if fits else events
    old = events[index]
    if min(time - old.time, old.end - time) < SHORTEST_S:
        return events
    halves = [replace(old, duration=time - old.time), replace(old, time=time, duration=old.end - time, confidence=1.0)]
    return events.changed([old], halves)


def joined(events: Events, gone: Iterable[Event]) -> Events:
    """Without some regions: the one before takes their place, or where none touches, the one after."""
    unwanted = set(gone)
    out: list[Event] = []
    free: Event | None = None  # what nobody before could take
    for event in events:
        if event not in unwanted:
            if free is not None and _touch(free, event):
                event = replace(event, time=free.time, duration=event.end - free.time)
            free = None
            out.append(event)
        elif out and free is None and _touch(out[-1], event):
            out[-1] = replace(out[-1], duration=event.end - out[-1].time)
        elif free is not None and _touch(free, event):
            free = replace(free, duration=event.end - free.time)
        else:
            free = event
    return Events(out)


def _before(events: Events, event: Event) -> Event | None:
    index = int(events.times.searchsorted(event.time, side="left")) - 1
    return events[index] if index >= 0 else None


def _touch(first: Event, second: Event) -> bool:
    return abs(first.end - second.time) <= _TOUCH_S
