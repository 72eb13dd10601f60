"""Edits: each applies to an Analysis, gives a new one, and knows its inverse.

``edit.inverse().apply(edit.apply(analysis)) == analysis`` for every edit that applies at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from w12studio.domain.analysis import BEATS, KINDS, Analysis, Source, Track
from w12studio.domain.events import Event, Events
from w12studio.domain.regions import TILED, border_moved, joined, split
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
        if self.created[1] and not len(events):  # what has come into the layer since stays
            return analysis.without_track(self.kind)
        return analysis.with_track(replace(track, events=events, edited=self.edited[1]))

    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return replace(
            self, removed=self.added, added=self.removed, edited=self.edited[::-1], created=self.created[::-1]
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The layers it touches."""
        return (self.kind,)

    @property
    def changes_nothing(self) -> bool:
        """Whether it takes nothing away and puts nothing in."""
        return not self.removed and not self.added


@dataclass(frozen=True, slots=True)
class TrackEdit(Edit):
    """A whole layer with its curve and origin, put in place of another; see `replace_track`.

    Attributes
    ----------
    before, after : Track or None
        None: there is no such layer.
    """

    before: Track | None = None
    after: Track | None = None

    def apply(self, analysis: Analysis) -> Analysis:
        """The analysis with ``after`` in place of what the layer holds now."""
        return analysis.without_track(self.kind) if self.after is None else analysis.with_track(self.after)

    def inverse(self) -> TrackEdit:
        """The edit that brings ``before`` back."""
        return replace(self, removed=self.added, added=self.removed, before=self.after, after=self.before)

    @property
    def changes_nothing(self) -> bool:
        """Whether both layers are one and the same."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class CompoundEdit:
    """Several edits that are done and taken back as one, e.g. a pin and the beats that follow from it.

    Attributes
    ----------
    name : str
        For the undo menu.
    edits : tuple of Edit or CompoundEdit
        Done in this order.
    """

    name: str
    edits: tuple[Edit | CompoundEdit, ...]

    def apply(self, analysis: Analysis) -> Analysis:
        """The analysis with all edits done.

        Raises
        ------
        KeyError
            When one of them does not apply.
        """
        for edit in self.edits:
            analysis = edit.apply(analysis)
        return analysis

    def inverse(self) -> CompoundEdit:
        """The edit that takes this one back, last things first."""
        return CompoundEdit(self.name, tuple(e.inverse() for e in reversed(self.edits)))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The layers it touches, each once."""
        return tuple(dict.fromkeys(kind for edit in self.edits for kind in edit.kinds))


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
    old = analysis.events(kind)
    gone, new = old.differences(events)
    return edit_events(analysis, name, kind, old.rows(gone), events.rows(new))


def replace_track(analysis: Analysis, name: str, track: Track, by_hand: bool = True) -> TrackEdit:
    """An edit that puts a whole layer in place of the one of its kind, marked as edited where a person made it."""
    before = analysis.track(track.kind)
    gone, new = analysis.events(track.kind).differences(track.events)
    return TrackEdit(
        name, track.kind, tuple(analysis.events(track.kind).rows(gone)), tuple(track.events.rows(new)),
        before=before, after=replace(track, edited=by_hand),
    )  # fmt: skip


def move_event(analysis: Analysis, kind: str, event: Event, time: float) -> Edit:
    """Move one event to a time in s, clipped to the recording; of a layer of touching regions, the border there."""
    latest = analysis.duration or np.inf  # not known while the file is read
    time = float(np.clip(time, 0.0, latest))
    if kind in TILED and event.duration > 0:
        moved_border = border_moved(analysis.events(kind), event, time)
        return replace_events(analysis, f"Move {_one(kind)}", kind, moved_border)
    moved = replace(event, time=time)
    return edit_events(analysis, f"Move {_one(kind)}", kind, [event], [moved])


def move_events(analysis: Analysis, name: str, kind: str, events: Iterable[Event], seconds: float) -> Edit:
    """Move several events by so many s, each kept inside the recording; of a layer of touching regions, the borders."""
    latest = analysis.duration or np.inf
    chosen = sorted(events, key=lambda e: e.time, reverse=seconds > 0)  # the foremost makes room for the next
    targets = [float(np.clip(e.time + seconds, 0.0, latest)) for e in chosen]
    if kind not in TILED:
        moved = [replace(e, time=t) for e, t in zip(chosen, targets, strict=True)]
        return edit_events(analysis, name, kind, chosen, moved)
    regions = analysis.events(kind)
    for event, target in zip(chosen, targets, strict=True):
        here = regions[regions.nearest(event.time)]  # shorter or longer now where the one after it has moved
        regions = border_moved(regions, here, target)
    return replace_events(analysis, name, kind, regions)


def add_event(analysis: Analysis, kind: str, time: float, label: str = "") -> Edit:
    """Add a marker at a time in s, with confidence 1.

    A beat counts on from the beat before it, or back from the one after it; where that one's place is unknown, so
    is its own. The first beat of all is a downbeat. Of a layer of touching regions, the one at that time is split.
    """
    if kind in TILED:
        cut = split(analysis.events(kind), float(time), analysis.duration)
        return replace_events(analysis, f"Split {_one(kind)}", kind, cut)
    value = _next_position(analysis.events(kind), time) if kind == BEATS else None
    return edit_events(analysis, f"Add {_one(kind)}", kind, [], [Event(float(time), 0.0, value, 1.0, label)])


def _next_position(events: Events, time: float) -> float | None:
    if not len(events):
        return 1.0
    per_bar = BarGrid(events.times, events.values).beats_per_bar() or 4
    before = events.at_or_before(time)
    value = events.values[max(before, 0)]
    if np.isnan(value):
        return None
    return float(value % per_bar + 1 if before >= 0 else (value - 2) % per_bar + 1)


def delete_events(analysis: Analysis, kind: str, events: Iterable[Event]) -> Edit:
    """Take events away; of a layer of touching regions, those before them take their place."""
    gone = list(events)
    name = f"Delete {_one(kind)}" if len(gone) == 1 else f"Delete {len(gone)} {_plural(kind)}"
    if kind in TILED:
        return replace_events(analysis, name, kind, joined(analysis.events(kind), gone))
    return edit_events(analysis, name, kind, gone, [])


def halve_beats(analysis: Analysis) -> Edit:
    """Keep every other beat, counted from the first downbeat.

    Where every bar has an even number of beats, its downbeat stays one and the bar has half as many. Otherwise the
    kept beats are counted through in bars as long as before, e.g. two bars of 3 become one of 3. Beats whose places
    are unknown stay so.
    """
    events = analysis.events(BEATS)
    grid = BarGrid(events.times, events.values)
    first = int(np.argmax(grid.is_downbeat)) if grid.is_downbeat.any() else 0
    keep = np.arange(first % 2, len(events), 2)
    lengths = grid.bar_lengths()
    if lengths.size and (lengths % 2 == 0).all():
        positions = _counted_on(events.times[keep], grid.is_downbeat[keep])
    else:
        positions = _counted_through(keep.size, first // 2, grid)
    return replace_events(analysis, "Halve beats", BEATS, _numbered(events, keep, positions))


def double_beats(analysis: Analysis) -> Edit:
    """Put a beat midway between each two.

    A bar then has twice as many beats and keeps its downbeat; where that would be more than seven, it has as many as
    before in half the time. Beats whose places are unknown stay so.
    """
    events = analysis.events(BEATS)
    if len(events) < 2:
        return edit_events(analysis, "Double beats", BEATS)
    grid = BarGrid(events.times, events.values)
    first = int(np.argmax(grid.is_downbeat)) if grid.is_downbeat.any() else 0
    t, c = events.times, events.confidences
    index = np.arange(2 * len(t) - 1)
    times, confidences, down = np.empty(index.size), np.empty(index.size), np.zeros(index.size, dtype=bool)
    times[::2], times[1::2] = t, (t[1:] + t[:-1]) / 2
    confidences[::2], confidences[1::2] = c, np.minimum(c[1:], c[:-1])
    down[::2] = grid.is_downbeat
    labels = [""] * index.size
    labels[::2] = events.labels
    durations = np.zeros(index.size)
    durations[::2] = events.durations
    if grid.bar_lengths().size and grid.bar_lengths().max() * 2 <= 7:
        positions = _counted_on(times, down)
    else:
        positions = _counted_through(index.size, 2 * first, grid)
    doubled = Events.from_columns(times, durations, positions, confidences, labels)
    return replace_events(analysis, "Double beats", BEATS, doubled)


def _counted_on(times: np.ndarray, is_downbeat: np.ndarray) -> np.ndarray:
    """Places in the bar, counted from each downbeat to the next."""
    return BarGrid(times, is_downbeat.astype(np.float64)).positions.astype(np.float64)


def _counted_through(n: int, first_downbeat: int, grid: BarGrid) -> np.ndarray:
    """Places of n beats in bars of the usual length, from one downbeat on; NaN where the grid knows no downbeat."""
    if not grid.is_downbeat.any():
        return np.full(n, np.nan)
    return (np.arange(n) - first_downbeat) % (grid.beats_per_bar() or 4) + 1.0


def _numbered(events: Events, keep: np.ndarray, positions: np.ndarray) -> Events:
    """The kept events with new places in the bar."""
    return Events.from_columns(
        events.times[keep], events.durations[keep], positions, events.confidences[keep],
        [events.labels[i] for i in keep.tolist()],
    )  # fmt: skip


def shift_downbeat(analysis: Analysis, beats: int = 1) -> Edit:
    """Move every downbeat by a number of beats (negative: earlier); the beats themselves stay.

    Does nothing where no downbeat is known.
    """
    events = analysis.events(BEATS)
    grid = BarGrid(events.times, events.values)
    if not grid.is_downbeat.any():
        return edit_events(analysis, "Shift downbeat", BEATS)
    lengths = grid.bar_lengths()
    if lengths.size and (lengths == lengths[0]).all() and grid.positions.max() <= lengths[0]:
        positions = (grid.positions - 1 - beats) % lengths[0] + 1
    else:  # bars of several lengths: carry the downbeats along
        down = np.flatnonzero(grid.is_downbeat) + beats
        is_down = np.zeros(len(events), dtype=bool)
        is_down[down[(down >= 0) & (down < len(events))]] = True
        positions = _counted_on(events.times, is_down) if is_down.any() else grid.positions
    return replace_events(analysis, "Shift downbeat", BEATS, _renumbered(events, positions))


def set_downbeat(analysis: Analysis, index: int) -> Edit:
    """Make the beat at ``index`` a downbeat and count on from it to the end; the beats before it stay as they are.

    Raises
    ------
    IndexError
        When there is no such beat.
    """
    events = analysis.events(BEATS)
    if not 0 <= index < len(events):
        raise IndexError(f"no beat {index}; there are {len(events)}")
    per_bar = BarGrid(events.times, events.values).beats_per_bar() or 4
    positions = (np.arange(len(events)) - index) % per_bar + 1.0
    positions[:index] = events.values[:index]
    return replace_events(analysis, "Set downbeat", BEATS, _renumbered(events, positions))


def _renumbered(events: Events, positions: np.ndarray) -> Events:
    return Events.from_columns(events.times, events.durations, positions, events.confidences, events.labels)


def _plural(kind: str) -> str:
    return kind.replace("_", " ") if kind in KINDS or kind == "pins" else "events"  # of a layer of the user's own


def _one(kind: str) -> str:
    return _plural(kind).removesuffix("s")
