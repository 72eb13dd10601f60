"""Edits: each applies to an Analysis, gives a new one, and knows its inverse.

``edit.inverse().apply(edit.apply(analysis)) == analysis`` for every edit that applies at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from w12studio.domain.analysis import BEATS, Analysis, Source, Track
from w12studio.domain.events import Event, Events
from w12studio.domain.timebase import BarGrid


@dataclass(frozen=True, slots=True)
class Edit:
    """Events of one layer, taken away and put in.

    Attributes
    ----------
    name : str
        For the undo menu, e.g. "Move beat".
    kind : str
        The layer; made when it is not there and the edit adds to it.
    removed, added : tuple of Event
    edited : (bool, bool)
        The layer's ``edited`` flag before and after.
    created : (bool, bool)
        Whether the edit makes the layer (first True), or, as an inverse, takes it away (second True).
    """

    name: str
    kind: str
    removed: tuple[Event, ...] = ()
    added: tuple[Event, ...] = ()
    edited: tuple[bool, bool] = (False, True)
    created: tuple[bool, bool] = (False, False)

    def apply(self, analysis: Analysis) -> Analysis:
        """The analysis with the edit done.

        Raises
        ------
        KeyError
            When the layer or an event of ``removed`` is not there.
        """
        track = analysis.track(self.kind)
        if track is None:
            if not self.created[0]:
                raise KeyError(f"no layer {self.kind!r}")
            track = Track(self.kind, source=Source("user"))
        events = track.events.changed(self.removed, self.added)
        if self.created[1]:
            return analysis.without_track(self.kind)
        return analysis.with_track(replace(track, events=events, edited=self.edited[1]))

    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return replace(
            self, removed=self.added, added=self.removed, edited=self.edited[::-1], created=self.created[::-1]
        )


def edit_events(
    analysis: Analysis, name: str, kind: str, removed: Iterable[Event] = (), added: Iterable[Event] = ()
) -> Edit:
    """An edit of a layer as it is now (remembers its ``edited`` flag; makes the layer where there is none)."""
    track = analysis.track(kind)
    return Edit(
        name, kind, tuple(removed), tuple(added),
        edited=(track is not None and track.edited, True),
        created=(track is None, False),
    )  # fmt: skip


def replace_events(analysis: Analysis, name: str, kind: str, events: Events) -> Edit:
    """An edit that changes a whole layer into ``events``, touching only what differs."""
    old, new = list(analysis.events(kind)), list(events)
    old_set, new_set = _counted(old), _counted(new)
    removed = [e for e, i in old_set if (e, i) not in new_set]
    added = [e for e, i in new_set if (e, i) not in old_set]
    return edit_events(analysis, name, kind, removed, added)


def _counted(events: list[Event]) -> dict[tuple[Event, int], None]:
    seen: dict[Event, int] = {}
    out: dict[tuple[Event, int], None] = {}
    for e in events:
        seen[e] = seen.get(e, -1) + 1
        out[(e, seen[e])] = None
    return out


def move_event(analysis: Analysis, kind: str, event: Event, time: float) -> Edit:
    """Move one event to a time in s, clipped to the recording."""
    moved = replace(event, time=float(np.clip(time, 0.0, max(analysis.duration, 0.0))))
    return edit_events(analysis, f"Move {_one(kind)}", kind, [event], [moved])


def add_event(analysis: Analysis, kind: str, time: float, label: str = "") -> Edit:
    """Add a marker at a time in s. A beat counts on from the beat before it; a user's marker has confidence 1."""
    value = None
    events = analysis.events(kind)
    if kind == BEATS:
        before = events.at_or_before(time)
        if before >= 0:
            per_bar = BarGrid(events.times, events.values).beats_per_bar() or 4
            value = float(np.nan_to_num(events.values[before]) % per_bar + 1)
        else:
            value = 1.0
    return edit_events(analysis, f"Add {_one(kind)}", kind, [], [Event(float(time), 0.0, value, 1.0, label)])


def delete_events(analysis: Analysis, kind: str, events: Iterable[Event]) -> Edit:
    """Take events away."""
    gone = list(events)
    name = f"Delete {_one(kind)}" if len(gone) == 1 else f"Delete {len(gone)} {kind}"
    return edit_events(analysis, name, kind, gone, [])


def halve_beats(analysis: Analysis) -> Edit:
    """Keep every other beat: the downbeats and each second beat after them, renumbered; bars of an odd number of
    beats become two bars' worth (each second downbeat is kept)."""
    events = analysis.events(BEATS)
    grid = BarGrid(events.times, events.values)
    per_bar = grid.beats_per_bar() or 4
    first = int(np.argmax(grid.is_downbeat)) if grid.is_downbeat.any() else 0
    keep = np.arange(first % 2, len(events), 2)
    new_per_bar = per_bar // 2 if per_bar % 2 == 0 else per_bar
    return replace_events(analysis, "Halve beats", BEATS, _numbered(events, keep, first // 2, new_per_bar))


def double_beats(analysis: Analysis) -> Edit:
    """Put a beat midway between each two; a bar then has twice as many beats, or as many in half the time where
    that would be more than seven."""
    events = analysis.events(BEATS)
    if len(events) < 2:
        return edit_events(analysis, "Double beats", BEATS)
    grid = BarGrid(events.times, events.values)
    per_bar = grid.beats_per_bar() or 4
    first = int(np.argmax(grid.is_downbeat)) if grid.is_downbeat.any() else 0
    t, c = events.times, events.confidences
    times = np.empty(2 * len(t) - 1)
    times[::2], times[1::2] = t, (t[1:] + t[:-1]) / 2
    confidences = np.empty_like(times)
    confidences[::2], confidences[1::2] = c, np.minimum(c[1:], c[:-1])
    doubled = Events.from_columns(times, confidences=confidences)
    new_per_bar = per_bar * 2 if per_bar * 2 <= 7 else per_bar
    return replace_events(
        analysis, "Double beats", BEATS, _numbered(doubled, np.arange(times.size), 2 * first, new_per_bar)
    )


def _numbered(events: Events, keep: np.ndarray, first_downbeat: int, per_bar: int) -> Events:
    """The kept events with places in the bar counted from the downbeat (an index into ``keep``)."""
    positions = (np.arange(keep.size) - first_downbeat) % per_bar + 1
    return Events.from_columns(
        events.times[keep], events.durations[keep], positions, events.confidences[keep],
        [events.labels[i] for i in keep],
    )  # fmt: skip


def shift_downbeat(analysis: Analysis, beats: int = 1) -> Edit:
    """Move every downbeat by a number of beats (negative: earlier); the beats themselves stay."""
    events = analysis.events(BEATS)
    grid = BarGrid(events.times, events.values)
    per_bar = grid.beats_per_bar() or 4
    positions = (grid.positions - 1 - beats) % per_bar + 1
    lengths = grid.bar_lengths()
    if lengths.size and (lengths != per_bar).any():  # bars of several lengths: carry the downbeats along
        down = np.clip(np.flatnonzero(grid.is_downbeat) + beats, 0, max(len(events) - 1, 0))
        is_down = np.zeros(len(events))
        is_down[np.unique(down)] = 1
        positions = BarGrid(events.times, is_down).positions
    return replace_events(analysis, "Shift downbeat", BEATS, _renumbered(events, positions))


def set_downbeat(analysis: Analysis, index: int) -> Edit:
    """Make the beat at ``index`` a downbeat and count on from it to the next downbeat that is a bar away.

    From there the old count goes on where it agrees; otherwise the rest of the recording follows this "1".
    """
    events = analysis.events(BEATS)
    grid = BarGrid(events.times, events.values)
    per_bar = grid.beats_per_bar() or 4
    positions = (np.arange(len(events)) - index) % per_bar + 1
    positions[:index] = grid.positions[:index]
    return replace_events(analysis, "Set downbeat", BEATS, _renumbered(events, positions))


def _renumbered(events: Events, positions: np.ndarray) -> Events:
    return Events.from_columns(events.times, events.durations, positions, events.confidences, events.labels)


def _one(kind: str) -> str:
    return kind[:-1] if kind.endswith("s") else kind
