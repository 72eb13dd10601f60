"""Markers and pins under the pointer: what is selected, how a drag shows, what a drop does.

A beat that is dragged is pinned where it was dropped, and the beats around it are solved anew; with Ctrl held as it is
dropped it is moved alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from w12studio.domain import edits
from w12studio.domain.analysis import BEATS
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import format_clock
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.markers import MarkerLane
from w12studio.ui.marker_menu import present
from w12studio.ui.session import Selection

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


@dataclass(slots=True)
class Press:
    """A button that is down.

    Attributes
    ----------
    at : QPointF
        Where it went down, in pixels of the view.
    time : float
        s there.
    mode : str
        "click" until the pointer has moved far enough; then what `on_drag` says: "span", "marker", "draw" or "pan".
    on_drag : str
    lane : Lane or None
        Where it went down.
    kind : str
        Layer of the marker under it; "" where there was none.
    grabbed : Event or None
    before : Selection
        To go back to on Esc.
    anchor : float
        s, the end of the span that stays.
    seeks, narrows, drops : bool
        What a mere click does: seek; select only the grabbed one of several selected markers; take the grabbed one
        out of the selection.
    target : float or None
        s, where the grabbed marker is now.
    """

    at: QPointF
    time: float
    on_drag: str
    before: Selection
    mode: str = "click"
    lane: Lane | None = None
    kind: str = ""
    grabbed: Event | None = None
    anchor: float = 0.0
    seeks: bool = True
    narrows: bool = False
    drops: bool = False
    target: float | None = None


class MarkerHand:
    """See the module; `gestures.Gestures` hands on to it."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._view = timeline.lane_view

    def choose(self, press: Press, adding: bool) -> None:
        """Select the marker that was grabbed; with ``adding`` beside those that are selected already."""
        session, grabbed = self._timeline.session, press.grabbed
        assert grabbed is not None
        chosen = session.selection.events if session.selection.kind == press.kind else ()
        if adding:
            press.drops = grabbed in chosen  # once it turns out to be a click: it may be dragged, too
            chosen = chosen if press.drops else (*chosen, grabbed)
        elif grabbed in chosen:
            press.narrows = True  # all of them can be dragged; a mere click picks this one
            return
        else:
            chosen = (grabbed,)
        kind = press.kind if chosen else ""
        session.select(replace(session.selection, kind=kind, events=chosen))

    def drag(self, press: Press, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Show the marker that was grabbed at a point of the view."""
        timeline = self._timeline
        assert press.grabbed is not None
        view = timeline.viewport
        wanted = press.grabbed.time + view.px_to_time(at.x()) - press.time
        wanted = min(max(wanted, 0.0), view.duration)
        snapped = False
        if not modifiers & _ALT:
            snap = timeline.snapped(wanted, press.kind)
            wanted, snapped = snap.time, snap.snapped
        press.target = wanted
        alone = press.kind == PINS or bool(modifiers & _CTRL)
        chosen = (press.grabbed,) if alone else timeline.session.selection.events or (press.grabbed,)
        delta = wanted - press.grabbed.time
        self.lane_of(press.kind).hide_while_dragged(chosen)
        text = f"{format_clock(wanted)}  {delta * 1000:+.1f} ms"
        if press.kind == BEATS and len(chosen) == 1:
            text += "  this beat only" if alone else "  pin"
        self._view.drag.show_at([e.time + delta for e in chosen], wanted, text, snapped)
        timeline.report_hover(text)
        timeline.markers_dragged.emit(press.kind, chosen, delta)

    def lane_of(self, kind: str) -> MarkerLane:
        """The lane that shows a layer of markers."""
        kind = BEATS if kind == PINS else kind
        lane = next(x for x in self._view.lanes if x.marker_kind == kind)
        assert isinstance(lane, MarkerLane)
        return lane

    def drop(self, kind: str, grabbed: Event, target: float, alone: bool) -> None:
        """Make the move to ``target`` in s an edit."""
        session = self._timeline.session
        analysis = session.analysis
        if analysis is None or target == grabbed.time:
            return
        chosen = present(analysis.events(kind), session.selection.events)
        if kind == PINS:
            session.pinning.move(grabbed, target)
            return
        if alone or len(chosen) <= 1:
            if kind == BEATS and not alone:
                session.pinning.drag_beat(grabbed, target, lambda a: edits.move_event(a, kind, grabbed, target))
            else:
                session.apply(edits.move_event(analysis, kind, grabbed, target))
            return
        delta = target - grabbed.time
        session.apply(edits.move_events(analysis, f"Move {len(chosen)} {kind}", kind, chosen, delta))
