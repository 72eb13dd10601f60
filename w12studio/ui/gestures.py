"""What pointer, wheel and keys do over the lanes.

One press leads to one of: a click (seek), a span, markers that move, a stroke, or a pan. Nothing is changed in the
recording before the button goes up, so that Esc can take every drag back. What is done to markers is in
`marker_gestures`, to pitch in `pitch_gestures`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent

from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, PITCH, TRANSIENTS
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.markers import HIT_PX, BeatsLane, MarkerLane
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.lanes.regions import RegionLane
from w12studio.ui.marker_gestures import MarkerHand, Press
from w12studio.ui.marker_menu import marker_menu
from w12studio.ui.pitch_gestures import PitchHand
from w12studio.ui.pitch_menu import pitch_menu
from w12studio.ui.region_menu import name_new, region_at, region_menu, rename
from w12studio.ui.session import Selection
from w12studio.ui.timeline_keys import menu_place, use_key

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

DRAG_PX = 4
EDGE_PX = 4
ZOOM_A_NOTCH = 1.25
PAN_A_NOTCH_PX = 24
AUTOSCROLL_MS = 30

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier


class Gestures:
    """See the module; implements `lane_view.PointerHandler` for a Timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._view = timeline.lane_view
        self._markers = MarkerHand(timeline)
        self._pitch = PitchHand(timeline)
        self._press: Press | None = None
        self._last = QPointF()
        self._last_modifiers = Qt.KeyboardModifier.NoModifier
        self._autoscroll = QTimer(timeline, interval=AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_along)

    # -- what lies under the pointer ---------------------------------------------------------------------------

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""
        return self._press is not None and self._press.mode != "click"

    def _time_at(self, x: float) -> float:
        view = self._timeline.viewport
        return min(max(view.px_to_time(x), 0.0), view.duration)

    def marker_at(self, x: float, lane: Lane | None, anywhere: bool = False) -> tuple[str, Event] | None:
        """The marker under the pointer: in its own lane, or (``anywhere``) the nearest beat or transient of any
        visible lane."""
        if isinstance(lane, MarkerLane) and not lane.collapsed:
            candidates = [lane]
        elif anywhere:
            candidates = [x for x in self._view.shown if isinstance(x, MarkerLane)]
        else:
            return None
        view = self._timeline.viewport
        best: tuple[float, str, Event] | None = None
        for candidate in candidates:
            index = candidate.hit(x)
            if index >= 0:
                event = candidate.events[index]
                distance = abs(view.time_to_px(event.time) - x)
                if distance <= HIT_PX and (best is None or distance < best[0]):
                    best = (distance, candidate.marker_kind, event)
        return best[1:] if best else None

    def thing_at(self, at: QPointF, anywhere: bool = False) -> tuple[str, Event] | None:
        """The pin or marker under a point of the view; see `marker_at`."""
        lane = self._view.lane_at(at.y())
        if isinstance(lane, BeatsLane):
            pin = lane.pin_at(at.x(), at.y() - lane.y())
            if pin is not None:
                return PINS, pin
        return self.marker_at(at.x(), lane, anywhere)

    def _span_edge_at(self, x: float) -> float | None:
        """The other end of the selected span where x is at one of its ends."""
        selection, view = self._timeline.session.selection, self._timeline.viewport
        if not selection.has_span:
            return None
        left, right = view.time_to_px(selection.start), view.time_to_px(selection.end)
        if right - left < 3 * EDGE_PX:
            return None
        if abs(x - left) <= EDGE_PX:
            return selection.end
        return selection.start if abs(x - right) <= EDGE_PX else None

    # -- buttons -----------------------------------------------------------------------------------------------

    def press(self, event: QMouseEvent) -> None:
        """Take hold of what is there; nothing happens before the pointer moves or the button goes up."""
        session = self._timeline.session
        if session.analysis is None or self._press is not None:
            return
        at, modifiers = event.position(), event.modifiers()
        time = self._time_at(at.x())
        self._last = at
        lane = self._view.lane_at(at.y())
        if event.button() == Qt.MouseButton.MiddleButton:
            self._press = Press(at, time, "pan", session.selection, mode="pan", lane=lane)
            self._view.set_pointer(Qt.CursorShape.ClosedHandCursor)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._pitch.draws(lane, modifiers):
            self._press = Press(at, time, "draw", session.selection, lane=lane)
            return
        found = self.thing_at(at, bool(modifiers & _CTRL))
        press = Press(at, time, "span", session.selection, anchor=time, lane=lane)
        if found is not None:
            press.on_drag, press.seeks = "marker", False
            press.kind, press.grabbed = found
            self._markers.choose(press, bool(modifiers & (_SHIFT | _CTRL)))
        elif modifiers & _SHIFT:
            press.anchor = self._far_end(time)
            press.mode, press.seeks = "span", False
            self._press = press
            self._drag_span(at, modifiers)
        elif (other := self._span_edge_at(at.x())) is not None:
            press.anchor = other
        self._press = press

    def _far_end(self, time: float) -> float:
        """Where a span that is extended to ``time`` begins: its far end, or the playhead."""
        selection = self._timeline.session.selection
        if selection.has_span:
            middle = (selection.start + selection.end) / 2
            return selection.start if time >= middle else selection.end
        playhead = self._timeline.playhead
        return time if playhead is None else playhead

    def move(self, event: QMouseEvent) -> None:
        """Go on with the drag, or show what lies under the pointer."""
        at = event.position()
        self._last_modifiers = event.modifiers()
        if self._press is None:
            self._last = at
            self._hover(at, event.modifiers())
            return
        press = self._press
        moved = at - press.at
        if press.mode == "click" and abs(moved.x()) < DRAG_PX:
            return
        if press.mode == "click":
            if press.on_drag == "draw" and not self._timeline.session.pitching.may_draw():
                self._end_drag()
                return
            press.mode = press.on_drag
            self._view.hover_at(None, "")
        if press.mode == "pan":
            self._timeline.pan(self._last.x() - at.x())
            if press.lane is not None:
                press.lane.pan_values(at.y() - self._last.y())
        elif press.mode == "draw":
            self._draw(at)
        elif press.mode == "span":
            self._drag_span(at, event.modifiers())
        elif press.mode == "marker":
            self._markers.drag(press, at, event.modifiers())
        self._last = at
        outside = not 0 <= at.x() <= self._view.viewport().width()
        if press.mode in ("span", "marker") and outside != self._autoscroll.isActive():
            (self._autoscroll.start if outside else self._autoscroll.stop)()

    def _draw(self, at: QPointF) -> None:
        press = self._press
        assert press is not None and isinstance(press.lane, PitchLane)
        if not self._view.pitch.is_drawing:
            self._pitch.draw_to(press.lane, press.at)
        note = self._pitch.draw_to(press.lane, at)
        self._view.hover_at(at, note)
        self._timeline.report_hover(self._timeline.place_text(self._time_at(at.x()), press.lane.title, note))

    def _scroll_along(self) -> None:
        """A drag is held beyond the edge: the view follows."""
        press = self._press
        if press is None:
            self._autoscroll.stop()
            return
        x, width = self._last.x(), self._view.viewport().width()
        beyond = x if x < 0 else max(x - width, 0)
        self._timeline.pan(max(min(beyond * 0.4, 60), -60))
        inside = QPointF(min(max(x, 0), width), self._last.y())
        if press.mode == "span":
            self._drag_span(inside, self._last_modifiers)
        elif press.mode == "marker":
            self._markers.drag(press, inside, self._last_modifiers)

    def _drag_span(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        press = self._press
        assert press is not None
        end = self._time_at(at.x())
        anchor = press.anchor
        if not modifiers & _ALT:
            end = self._timeline.snapped(end, "").time
            anchor = self._timeline.snapped(anchor, "").time
        low, high = sorted((anchor, end))
        session = self._timeline.session
        chosen = replace(session.selection, start=low, end=high, lane=press.lane.name if press.lane else "")
        if isinstance(press.lane, PitchLane):  # the pitch is meant, and no marker that was selected before
            chosen = replace(chosen, kind="", events=())
        session.select(chosen)

    def release(self, event: QMouseEvent) -> None:
        """Finish: seek, keep the span, or make the move an edit."""
        press = self._press
        if press is None or event.button() == Qt.MouseButton.RightButton:
            return
        if press.mode == "draw":
            self._pitch.finish()
        self._end_drag()
        session = self._timeline.session
        if press.mode == "click" and press.seeks:
            if self._pitch.click(press.at):
                return
            if not self._pitch.pick(press.at) and session.selection.events:
                session.select(replace(session.selection, kind="", events=()))
            self._timeline.seek_requested.emit(press.time)
        elif press.mode == "click" and press.narrows and press.grabbed is not None:
            session.select(replace(session.selection, events=(press.grabbed,)))
        elif press.mode == "click" and press.drops:
            left = tuple(e for e in session.selection.events if e != press.grabbed)
            session.select(replace(session.selection, kind=press.kind if left else "", events=left))
        elif press.mode == "marker" and press.grabbed is not None and press.target is not None:
            self._markers.drop(press.kind, press.grabbed, press.target, alone=bool(event.modifiers() & _CTRL))
        self._hover(event.position(), event.modifiers())

    def _end_drag(self) -> None:
        press, self._press = self._press, None
        self._autoscroll.stop()
        self._view.drag.clear()
        self._pitch.clear()
        if press is not None and press.kind:
            self._markers.lane_of(press.kind).hide_while_dragged(())
        self._view.set_pointer(Qt.CursorShape.ArrowCursor)

    def layer_changed(self, kinds: set[str]) -> None:
        """Let go of a marker or a stroke whose layer was replaced meanwhile: it may not be there any more."""
        press = self._press
        if press is not None and (press.kind in kinds or (press.mode == "draw" and PITCH in kinds)):
            self._end_drag()

    def cancel(self) -> bool:
        """Take the drag back; tells whether there was one."""
        press = self._press
        if press is None:
            return False
        self._end_drag()
        self._timeline.session.select(press.before)
        return True

    def double_click(self, event: QMouseEvent) -> None:
        """Edit the marker there, or add one to the lane's layer."""
        session = self._timeline.session
        if event.button() != Qt.MouseButton.LeftButton or session.analysis is None:
            return
        self._press = None
        lane = self._view.lane_at(event.position().y())
        found = self.thing_at(event.position(), bool(event.modifiers() & _CTRL))
        note = self._pitch.note_at(event.position())
        time = self._time_at(event.position().x())
        region = region_at(session.analysis, lane.shown_kind, time) if isinstance(lane, RegionLane) else None
        if region is not None and isinstance(lane, RegionLane):
            rename(self._timeline, lane.shown_kind, region)
        elif found is not None:
            self._timeline.edit_requested.emit(*found)
        elif note is not None:
            session.pitching.select_span_of(note)
        elif lane is not None and lane.marker_kind and not lane.collapsed:
            if not event.modifiers() & _ALT:
                time = self._timeline.snapped(time, lane.marker_kind).time
            if isinstance(lane, RegionLane):
                name_new(self._timeline, lane.marker_kind, time)
                return
            session.apply(edits.add_event(session.analysis, lane.marker_kind, time))

    def context_menu(self, event: QContextMenuEvent) -> None:
        """The menu of the place."""
        if self._timeline.session.analysis is None:
            return
        place, shown_at = event.pos(), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = menu_place(self._timeline)
            shown_at = self._view.viewport().mapToGlobal(place)
        at = QPointF(place)
        lane = self._view.lane_at(at.y())
        if isinstance(lane, PitchLane):
            pitch_menu(self._timeline, self._time_at(at.x()), self._pitch.note_at(at)).popup(shown_at)
            return
        if isinstance(lane, RegionLane):
            region_menu(self._timeline, lane.shown_kind, self._time_at(at.x())).popup(shown_at)
            return
        found = self.thing_at(at)
        session = self._timeline.session
        if found is not None and found[1] not in session.selection.events:
            session.select(replace(session.selection, kind=found[0], events=(found[1],)))
        kind = lane.marker_kind if lane is not None else ""
        kind, thing = found or (kind, None)
        marker_menu(self._timeline, self._time_at(at.x()), kind, thing).popup(shown_at)

    # -- wheel and keys ----------------------------------------------------------------------------------------

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; Shift or sideways: pan; Alt: zoom the values of the lane; both: pan them."""
        angle, pixels = event.angleDelta(), event.pixelDelta()
        modifiers = event.modifiers()
        timeline = self._timeline
        if timeline.session.analysis is None:
            return
        x, y = event.position().x(), event.position().y()
        if modifiers & _ALT:  # Qt turns the wheel sideways while Alt is down
            lane = self._view.lane_at(y)
            notches = (angle.y() or angle.x()) / 120
            if lane is not None and lane.has_value_zoom and not lane.collapsed and notches:
                if modifiers & _SHIFT:
                    lane.pan_values(notches * PAN_A_NOTCH_PX)
                else:
                    lane.zoom_values(ZOOM_A_NOTCH**notches, y - lane.y())
            return
        sideways = abs(angle.x()) > abs(angle.y())
        if sideways or modifiers & _SHIFT:
            delta = angle.x() if sideways else angle.y()
            fine = pixels.x() if sideways else pixels.y()
            timeline.pan(-fine if fine else -delta * 0.8)
        elif angle.y():
            timeline.zoom(ZOOM_A_NOTCH ** (angle.y() / 120), x)
        if self._press is None and self._view.underMouse():
            self._hover(event.position(), modifiers)

    def key(self, event: QKeyEvent) -> bool:
        """Esc takes a drag back, leaves the candidates or the pencil, or clears the selection; a number takes a
        candidate."""
        session = self._timeline.session
        number = event.key() - Qt.Key.Key_0
        if session.pitching.choices and 1 <= number <= len(session.pitching.choices):
            session.pitching.take(number)
            return True
        if event.key() != Qt.Key.Key_Escape:
            return use_key(self._timeline, event)
        if self.cancel() or session.pitching.escape():
            return True
        if session.selection.has_span or session.selection.events:
            session.select(Selection())
            return True
        return False

    # -- hover -------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """The pointer is gone."""
        self._timeline.session.pitching.look_at(0)
        if self._press is None:
            self._view.hover_at(None, "")
            self._timeline.report_hover("")

    def hover_again(self) -> None:
        """What lies under the pointer has changed."""
        if self._press is None and self._view.hover_line.isVisible():
            self._hover(self._last, self._last_modifiers)

    def _hover(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        timeline = self._timeline
        if timeline.session.analysis is None:
            return
        lane = self._view.lane_at(at.y())
        time = timeline.viewport.px_to_time(at.x())
        value = ""
        choice = self._pitch.look(at)
        if choice is not None:
            value = f"take {choice.number}: {choice.text}"
        elif lane is not None and not lane.collapsed and 0 <= time <= timeline.viewport.duration:
            value = lane.describe(time, at.y() - lane.y())
        self._view.hover_at(at, value)
        timeline.report_hover(timeline.place_text(time, lane.title if lane else "", value))
        if choice is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._pitch.draws(lane, modifiers):
            shape = Qt.CursorShape.CrossCursor
        elif self.thing_at(at, bool(modifiers & _CTRL)) is not None or self._span_edge_at(at.x()) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif lane is not None and lane.marker_kind:
            shape = Qt.CursorShape.ArrowCursor
        else:
            shape = Qt.CursorShape.IBeamCursor
        self._view.set_pointer(shape)


def snap_kinds(kind: str) -> tuple[str, ...]:
    """Layers that a marker of ``kind`` (or, for "", the end of a span) snaps to."""
    return {BEATS: (TRANSIENTS,), PINS: (TRANSIENTS,), TRANSIENTS: (BEATS,)}.get(kind, (BEATS,))
