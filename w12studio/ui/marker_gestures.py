"""Drags of markers: moved, made longer or shorter, selected with a rubber band.

A beat that is dragged is pinned where it was dropped, and the beats around it are solved anew; with Ctrl held as it is
dropped it is moved alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt

from w12studio.domain import edits
from w12studio.domain.analysis import BEATS
from w12studio.domain.events import Event
from w12studio.domain.own_events import SHORTEST_S
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import format_clock
from w12studio.ui.drags import ALT, Drag
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.markers import END, START, Grip, MarkerLane
from w12studio.ui.lanes.own import OwnLane
from w12studio.ui.marker_menu import present
from w12studio.ui.session import Selection
from w12studio.ui.summary import inside_title
from w12studio.ui.texts import plural, tr

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class MarkerDrag(Drag):
    """Moves the grabbed marker, and all that are selected with it.

    Parameters
    ----------
    timeline : Timeline
    at : QPointF
    lane : Lane or None
    kind : str
        Layer of the marker.
    grip : Grip
    adding : bool
        Whether it is selected beside those that are.
    """

    scrolls = True

    def __init__(self, timeline: Timeline, at: QPointF, lane: Lane | None, kind: str, grip: Grip, adding: bool) -> None:
        super().__init__(timeline, at, lane)
        self.kind, self.grabbed = kind, grip.event
        self.target: float | None = None  # s, where the grabbed one is now
        self._narrows = self._drops = False
        self._choose(adding)

    @property
    def kinds(self) -> frozenset[str]:
        """See `Drag.kinds`."""
        return frozenset((self.kind,))

    def _choose(self, adding: bool) -> None:
        """Select the marker that was grabbed; with ``adding`` beside those that are selected already."""
        session, grabbed = self.timeline.session, self.grabbed
        chosen = session.selection.events if session.selection.kind == self.kind else ()
        if adding:
            self._drops = grabbed in chosen  # once it turns out to be a click: it may be dragged, too
            chosen = chosen if self._drops else (*chosen, grabbed)
        elif grabbed in chosen:
            self._narrows = True  # all of them can be dragged; a mere click picks this one
            return
        else:
            chosen = (grabbed,)
        session.select(replace(session.selection, kind=self.kind if chosen else "", events=chosen))

    @property
    def marker_lane(self) -> MarkerLane:
        """The lane that shows the layer."""
        kind = BEATS if self.kind == PINS else self.kind
        lane = next(x for x in self.timeline.lane_view.lanes if x.marker_kind == kind)
        assert isinstance(lane, MarkerLane)
        return lane

    def wanted(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> tuple[float, bool]:
        """Where in s the grabbed one is to be while the pointer is at a point, and whether something holds it there."""
        view = self.timeline.viewport
        time = min(max(self.grabbed.time + view.px_to_time(at.x()) - self.time, 0.0), view.duration)
        if modifiers & ALT:
            return time, False
        snap = self.timeline.snapped(time, self.kind)
        return snap.time, snap.snapped

    def _taken_along(self, alone: bool) -> tuple[Event, ...]:
        return (self.grabbed,) if alone else self.timeline.session.selection.events or (self.grabbed,)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show the marker that was grabbed at a point of the view."""
        wanted, snapped = self.wanted(at, modifiers)
        self.target = wanted
        alone = self.kind == PINS or bool(modifiers & _CTRL)
        chosen = self._taken_along(alone)
        delta = wanted - self.grabbed.time
        self.marker_lane.hide_while_dragged(chosen)
        text = f"{format_clock(wanted)}  {delta * 1000:+.1f} ms"
        if self.kind == BEATS and len(chosen) == 1:
            text += f"  {tr('this beat only') if alone else tr('pin')}"
        self.timeline.lane_view.drag.show_at([e.time + delta for e in chosen], wanted, text, snapped)
        self.timeline.report_hover(text)
        self.timeline.markers_dragged.emit(self.kind, chosen, delta)

    def click(self, modifiers: Qt.KeyboardModifier) -> None:
        """Select only the grabbed one of several, or take it out of the selection."""
        session = self.timeline.session
        if self._narrows:
            session.select(replace(session.selection, events=(self.grabbed,)))
        elif self._drops:
            left = tuple(e for e in session.selection.events if e != self.grabbed)
            session.select(replace(session.selection, kind=self.kind if left else "", events=left))

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """Make the move an edit."""
        session, kind, grabbed, target = self.timeline.session, self.kind, self.grabbed, self.target
        analysis = session.analysis
        if analysis is None or target is None or target == grabbed.time:
            return
        alone = bool(modifiers & _CTRL)
        chosen = present(analysis.events(kind), session.selection.events)
        if kind == PINS:
            session.pinning.move(grabbed, target)
        elif alone or len(chosen) <= 1:
            if kind == BEATS and not alone:
                session.pinning.drag_beat(grabbed, target, lambda a: edits.move_event(a, kind, grabbed, target))
            else:
                session.apply(edits.move_event(analysis, kind, grabbed, target))
        else:
            name = tr("Move {n} {layer}", n=len(chosen), layer=inside_title(kind))
            session.apply(edits.move_events(analysis, name, kind, chosen, target - grabbed.time))

    def clear(self) -> None:
        """See `Drag.clear`."""
        self.timeline.lane_view.drag.clear()
        self.marker_lane.hide_while_dragged(())
        self.timeline.markers_dragged.emit("", (), 0.0)


class OwnDrag(MarkerDrag):
    """Moves events of a layer of the user's own; notes go up and down, too."""

    both_ways = True
    _moved: tuple[tuple[Event, Event], ...] = ()

    def _changed(self, event: Event, delta: float, steps: float) -> Event:
        """An event that is taken along."""
        latest = max(self.timeline.viewport.duration - event.duration, 0.0)
        moved = replace(event, time=min(max(event.time + delta, 0.0), latest))
        value = event.value
        return moved if steps == 0 or value is None else replace(moved, value=min(max(value + steps, 0.0), 127.0))

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.move`."""
        lane = self.marker_lane
        assert isinstance(lane, OwnLane)
        wanted, snapped = self.wanted(at, modifiers)
        steps = lane.steps_between(self.at.y() - lane.y(), at.y() - lane.y(), fine=bool(modifiers & ALT))
        if abs(at.x() - self.at.x()) < 4 and steps:  # only up or down
            wanted, snapped = self.grabbed.time, False
        delta = wanted - self.grabbed.time
        self._show(lane, [(e, self._changed(e, delta, steps)) for e in self._taken_along(False)], wanted, snapped)

    def _show(self, lane: OwnLane, moved: list[tuple[Event, Event]], place: float, snapped: bool) -> None:
        self._moved = tuple((a, b) for a, b in moved if a != b)
        lane.hide_while_dragged(tuple(a for a, _ in moved), tuple(b for _, b in moved))
        here = next((b for a, b in moved if a == self.grabbed), self.grabbed)
        text = lane.drag_text(self.grabbed, here)
        self.timeline.lane_view.drag.show_at([place], place, text, snapped)
        self.timeline.report_hover(text)

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.drop`."""
        self._apply(plural("Move event", "Move {n} events", len(self._moved)))

    def _apply(self, name: str) -> None:
        session = self.timeline.session
        if session.analysis is None:
            return
        there = set(present(session.analysis.events(self.kind), tuple(a for a, _ in self._moved)))
        pairs = [(a, b) for a, b in self._moved if a in there]
        session.apply(edits.edit_events(session.analysis, name, self.kind, *zip(*pairs, strict=True) if pairs else ()))


class EdgeDrag(OwnDrag):
    """Moves the beginning or the end of a region or note."""

    def __init__(self, timeline: Timeline, at: QPointF, lane: Lane | None, kind: str, grip: Grip, adding: bool) -> None:
        super().__init__(timeline, at, lane, kind, grip, adding)
        self._part = grip.part

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.move`."""
        lane, old = self.marker_lane, self.grabbed
        assert isinstance(lane, OwnLane)
        edge = old.time if self._part == START else old.end
        view = self.timeline.viewport
        time, snapped = min(max(edge + view.px_to_time(at.x()) - self.time, 0.0), view.duration), False
        if not modifiers & ALT:
            snap = self.timeline.snapped(time, self.kind)
            time, snapped = snap.time, snap.snapped
        if self._part == START:
            time = min(time, old.end - SHORTEST_S)
            new = replace(old, time=time, duration=old.end - time)
        else:
            time = max(time, old.time + SHORTEST_S)
            new = replace(old, duration=time - old.time)
        self._show(lane, [(old, new)], time, snapped)

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.drop`."""
        self._apply(tr("Change beginning") if self._part == START else tr("Change end"))


class RubberBand(Drag):
    """Selects the markers of a lane under a rectangle; with ``adding`` beside those that are selected.

    ``on`` is the marker that was under the pointer, which a mere click selects.
    """

    both_ways = scrolls = True

    def __init__(
        self,
        timeline: Timeline,
        at: QPointF,
        lane: MarkerLane,
        adding: bool,
        on: tuple[str, Grip] | None = None,
    ) -> None:
        super().__init__(timeline, at, lane)
        self._lane, self._adding, self._on = lane, adding, on
        self._found: list[Event] = []

    @property
    def kinds(self) -> frozenset[str]:
        """See `Drag.kinds`."""
        return frozenset((self._lane.marker_kind,))

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Draw the rectangle out to a point; what lies in it is selected once the button goes up."""
        lane, view = self._lane, self.timeline.viewport
        start, end = sorted((self.time, self.timeline.time_at(at.x())))
        top, bottom = sorted(min(max(y - lane.y(), 0.0), lane.height - 1.0) for y in (self.at.y(), at.y()))
        if not lane.has_rows:
            top, bottom = 0.0, lane.height - 1.0
        self._found = lane.inside(start, end, top, bottom)
        left, right = view.time_to_px(start), view.time_to_px(end)
        text = tr("{n} selected", n=f"{len(self._found):,}")
        rect = QRectF(left, lane.y() + top, right - left, bottom - top)
        self.timeline.lane_view.rubber.show_rect(rect, text)
        self.timeline.report_hover(text)

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.drop`."""
        self._select(self._found)

    def _select(self, found: list[Event]) -> None:
        session, kind = self.timeline.session, self._lane.marker_kind
        before: Selection = session.selection
        kept = before.events if self._adding and before.kind == kind else ()
        events = tuple(sorted({*kept, *found}, key=lambda e: (e.time, e.end)))
        session.select(replace(before, kind=kind if events else "", events=events))

    def click(self, modifiers: Qt.KeyboardModifier) -> None:
        """Select the marker there; on ground nothing with Shift or Ctrl, else see `Drag.click`."""
        if self._on is not None:
            self._select([self._on[1].event])
        elif not self._adding:
            super().click(modifiers)

    def clear(self) -> None:
        """See `Drag.clear`."""
        self.timeline.lane_view.rubber.show_rect(None)


def marker_drag(
    timeline: Timeline, at: QPointF, lane: Lane | None, found: tuple[str, Grip], modifiers: Qt.KeyboardModifier
) -> MarkerDrag:
    """The drag that begins with a press on a marker of the layer ``found[0]``."""
    kind, grip = found
    adding = bool(modifiers & (_SHIFT | _CTRL))
    if not isinstance(lane, OwnLane) or lane.marker_kind != kind:
        return MarkerDrag(timeline, at, lane, kind, grip, adding)
    which = EdgeDrag if grip.part in (START, END) and grip.event.duration > 0 else OwnDrag
    return which(timeline, at, lane, kind, grip, adding)
