"""What pointer, wheel and keys do over the lanes.

A press begins one gesture of `drags` or `marker_gestures`, which is a click until the pointer has moved far enough:

* on a marker: move it (at an edge of a region or note of the user's own: make it longer or shorter);
* on empty ground of a lane of markers, or where they are dense: a rubber band that selects those in it; elsewhere a
  span of time;
* with Shift: the span is extended to there; in a lane of markers the rubber band adds to the selection;
* with the middle button: the view goes along; with the pencil: pitch is drawn.

Esc takes every drag back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QMenu

from w12studio.domain import edits
from w12studio.domain.layers import is_own
from w12studio.domain.own_events import added_event
from w12studio.domain.pins import PINS
from w12studio.ui.band_gestures import BandDrag, BandHand
from w12studio.ui.drags import ALT, Drag, PanDrag, PencilDrag, SpanDrag
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.markers import HIT_PX, BeatsLane, Grip, MarkerLane
from w12studio.ui.lanes.own import OwnLane
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.lanes.regions import RegionLane
from w12studio.ui.marker_gestures import RubberBand, marker_drag
from w12studio.ui.marker_menu import marker_menu
from w12studio.ui.own_menu import own_menu
from w12studio.ui.pitch_gestures import PitchHand
from w12studio.ui.pitch_menu import pitch_menu
from w12studio.ui.region_menu import name_new, region_at, region_menu, rename
from w12studio.ui.session import Selection
from w12studio.ui.texts import tr, translated
from w12studio.ui.timeline_keys import menu_place, use_key

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

DRAG_PX = 4
EDGE_PX = 4
DENSE_PX = 2 * HIT_PX + 4
ZOOM_A_NOTCH = 1.25
PAN_A_NOTCH_PX = 24
AUTOSCROLL_MS = 30

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Gestures:
    """See the module; implements `lane_view.PointerHandler` for a Timeline."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._view = timeline.lane_view
        self._pitch = PitchHand(timeline)
        self._drag: Drag | None = None
        self._moved = False
        self.band = BandHand(timeline)
        self._last = QPointF()
        self._last_modifiers = Qt.KeyboardModifier.NoModifier
        self._autoscroll = QTimer(timeline, interval=AUTOSCROLL_MS)
        self._autoscroll.timeout.connect(self._scroll_along)

    # -- what lies under the pointer ---------------------------------------------------------------------------

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""
        return self._drag is not None and self._moved

    def marker_at(self, at: QPointF, lane: Lane | None, anywhere: bool = False) -> tuple[str, Grip] | None:
        """The marker under a point of the view: in its own lane, or (``anywhere``) the nearest beat or transient of any
        visible lane."""
        if isinstance(lane, MarkerLane) and not lane.collapsed:
            grip = lane.grip(at.x(), at.y() - lane.y())
            return None if grip is None else (lane.marker_kind, grip)
        if not anywhere:
            return None
        view = self._timeline.viewport
        best: tuple[float, str, Grip] | None = None
        for candidate in (x for x in self._view.shown if isinstance(x, MarkerLane)):
            index = candidate.hit(at.x())
            if index >= 0:
                event = candidate.events[index]
                distance = abs(view.time_to_px(event.time) - at.x())
                if distance <= HIT_PX and (best is None or distance < best[0]):
                    best = (distance, candidate.marker_kind, Grip(event))
        return best[1:] if best else None

    def thing_at(self, at: QPointF, anywhere: bool = False) -> tuple[str, Grip] | None:
        """The pin or marker under a point of the view; see `marker_at`."""
        lane = self._view.lane_at(at.y())
        if isinstance(lane, BeatsLane):
            pin = lane.pin_at(at.x(), at.y() - lane.y())
            if pin is not None:
                return PINS, Grip(pin)
        return self.marker_at(at, lane, anywhere)

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
        if self._timeline.session.analysis is None or self._drag is not None:
            return
        at = self._last = event.position()
        lane = self._view.lane_at(at.y())
        if lane is not None and lane.marker_kind and event.button() != Qt.MouseButton.MiddleButton:
            self._timeline.layer_touched.emit(lane.marker_kind)
        self._drag = self._drag_for(event.button(), at, lane, event.modifiers())
        self._moved = self._drag is not None and self._drag.at_once

    def _drag_for(
        self, button: Qt.MouseButton, at: QPointF, lane: Lane | None, modifiers: Qt.KeyboardModifier
    ) -> Drag | None:
        """The gesture that a press begins; see the module."""
        timeline = self._timeline
        if button == Qt.MouseButton.MiddleButton:
            return PanDrag(timeline, at, lane)
        if button != Qt.MouseButton.LeftButton:
            return None
        if self.band.begin(lane, at, modifiers):
            return BandDrag(timeline, self.band, at, lane)
        if self._pitch.draws(lane, modifiers):
            return PencilDrag(timeline, self._pitch, at, lane)
        found = self.thing_at(at, bool(modifiers & _CTRL))
        if found is not None and not self._is_ground(found, lane, modifiers):
            return marker_drag(timeline, at, lane, found, modifiers)
        edge = self._span_edge_at(at.x())
        if has_rubber_band(lane) and (edge is None or found or modifiers & (_SHIFT | _CTRL)):
            return RubberBand(timeline, at, lane, bool(modifiers & (_SHIFT | _CTRL)), found)
        if modifiers & _SHIFT:
            return SpanDrag(timeline, self._pitch, at, lane, self._far_end(timeline.time_at(at.x())), extends=True)
        return SpanDrag(timeline, self._pitch, at, lane, edge)

    def _is_ground(self, found: tuple[str, Grip], lane: Lane | None, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a drag that begins on a marker draws a rubber band all the same: with Shift, and where markers are so
        dense that there is no ground between them. A selected marker is always dragged."""
        if not has_rubber_band(lane) or found[0] != lane.marker_kind:
            return False
        chosen = self._timeline.session.selection
        selected = chosen.kind == found[0] and found[1].event in chosen.events
        return not selected and bool(modifiers & _SHIFT or lane.spacing_px() < DENSE_PX)

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
        at, drag = event.position(), self._drag
        self._last_modifiers = event.modifiers()
        if drag is None:
            self._last = at
            self._hover(at, event.modifiers())
            return
        if not self._moved:
            way = at - drag.at
            if max(abs(way.x()), abs(way.y()) if drag.both_ways else 0) < DRAG_PX:
                return
            if not drag.begin():
                self._end_drag()
                return
            self._moved = True
            self._view.hover_at(None, "")
        drag.move(at, event.modifiers())
        self._last = at
        outside = not 0 <= at.x() <= self._view.viewport().width()
        if drag.scrolls and outside != self._autoscroll.isActive():
            (self._autoscroll.start if outside else self._autoscroll.stop)()

    def _scroll_along(self) -> None:
        """A drag is held beyond the edge: the view follows."""
        if self._drag is None:
            self._autoscroll.stop()
            return
        x, width = self._last.x(), self._view.viewport().width()
        beyond = x if x < 0 else max(x - width, 0)
        self._timeline.pan(max(min(beyond * 0.4, 60), -60))
        self._drag.move(QPointF(min(max(x, 0), width), self._last.y()), self._last_modifiers)

    def release(self, event: QMouseEvent) -> None:
        """Finish: what the drag does when it is dropped, or what a click means."""
        drag, moved = self._drag, self._moved
        if drag is None or event.button() == Qt.MouseButton.RightButton:
            return
        self._drag = None
        (drag.drop if moved else drag.click)(event.modifiers())
        self._drag = drag
        self._end_drag()
        self._hover(event.position(), event.modifiers())

    def _end_drag(self) -> None:
        drag, self._drag = self._drag, None
        self._moved = False
        self._autoscroll.stop()
        if drag is not None:
            drag.clear()
        self._view.set_pointer(Qt.CursorShape.ArrowCursor)

    def layer_changed(self, kinds: set[str]) -> None:
        """Let go of a marker or a stroke whose layer was replaced meanwhile: it may not be there any more."""
        if self._drag is not None and self._drag.kinds & kinds:
            self._end_drag()

    def cancel(self) -> bool:
        """Take the drag back; tells whether there was one."""
        drag = self._drag
        if drag is None:
            return False
        self._end_drag()
        drag.take_back()
        return True

    def double_click(self, event: QMouseEvent) -> None:
        """Edit the marker there, or add one to the lane's layer."""
        session, at = self._timeline.session, event.position()
        if event.button() != Qt.MouseButton.LeftButton or session.analysis is None:
            return
        self._drag = None
        lane = self._view.lane_at(at.y())
        found = self.thing_at(at, bool(event.modifiers() & _CTRL))
        note = self._pitch.note_at(at)
        time = self._timeline.time_at(at.x())
        region = region_at(session.analysis, lane.shown_kind, time) if isinstance(lane, RegionLane) else None
        if region is not None and isinstance(lane, RegionLane):
            rename(self._timeline, lane.shown_kind, region)
        elif found is not None:
            self._timeline.edit_requested.emit(found[0], found[1].event)
        elif note is not None:
            session.pitching.select_span_of(note)
        elif lane is not None and lane.marker_kind and not lane.collapsed:
            if not event.modifiers() & ALT:
                time = self._timeline.snapped(time, lane.marker_kind).time
            if isinstance(lane, OwnLane):
                session.apply(added_event(session.analysis, lane.marker_kind, time, lane.value_at(at.y() - lane.y())))
            elif isinstance(lane, RegionLane):
                name_new(self._timeline, lane.marker_kind, time)
            else:
                session.apply(edits.add_event(session.analysis, lane.marker_kind, time))

    def context_menu(self, event: QContextMenuEvent) -> None:
        """The menu of the place."""
        timeline = self._timeline
        if timeline.session.analysis is None:
            return
        place, shown_at = event.pos(), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = menu_place(timeline)
            shown_at = self._view.viewport().mapToGlobal(place)
        time = timeline.time_at(place.x())
        menu = self._menu_at(QPointF(place), time)
        menu.addSeparator()
        menu.addAction(tr("Comment here…")).triggered.connect(lambda: timeline.comment_requested.emit(time))
        menu.popup(shown_at)

    def _menu_at(self, at: QPointF, time: float) -> QMenu:
        timeline, lane = self._timeline, self._view.lane_at(at.y())
        if isinstance(lane, PitchLane):
            return pitch_menu(timeline, time, self._pitch.note_at(at))
        if isinstance(lane, RegionLane):
            return region_menu(timeline, lane.shown_kind, time)
        found, session = self.thing_at(at), timeline.session
        kind, thing = (found[0], found[1].event) if found else (lane.marker_kind if lane is not None else "", None)
        if thing is not None and thing not in session.selection.events:
            session.select(replace(session.selection, kind=kind, events=(thing,)))
        if isinstance(lane, OwnLane):
            return own_menu(timeline, lane, time, at.y(), thing)
        return marker_menu(timeline, time, kind, thing)

    # -- wheel and keys ----------------------------------------------------------------------------------------

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer; Shift or sideways: pan; Alt: zoom the values of the lane; both: pan them."""
        angle, pixels = event.angleDelta(), event.pixelDelta()
        modifiers = event.modifiers()
        timeline = self._timeline
        if timeline.session.analysis is None:
            return
        x, y = event.position().x(), event.position().y()
        if modifiers & ALT:  # Qt turns the wheel sideways while Alt is down
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
        if self._drag is None and self._view.underMouse():
            self._hover(event.position(), modifiers)

    def key(self, event: QKeyEvent) -> bool:
        """Esc takes a drag back, leaves the candidates or the pencil, or clears the selection; Return edits what is
        selected; a number takes a candidate."""
        session = self._timeline.session
        number = event.key() - Qt.Key.Key_0
        if session.pitching.choices and 1 <= number <= len(session.pitching.choices):
            session.pitching.take(number)
            return True
        chosen = session.selection
        if event.key() != Qt.Key.Key_Escape:
            return use_key(self._timeline, event)
        if self.cancel() or session.pitching.escape() or self.band.escape():
            return True
        if chosen.has_span or chosen.events:
            session.select(Selection())
            return True
        return False

    # -- hover -------------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """The pointer is gone."""
        self._timeline.session.pitching.look_at(0)
        if self._drag is None:
            self._view.hover_at(None, "")
            self._timeline.report_hover("")

    def hover_again(self) -> None:
        """What lies under the pointer has changed."""
        if self._drag is None and self._view.hover_line.isVisible():
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
            value = tr("take {number}: {text}", number=choice.number, text=choice.text)
        elif lane is not None and not lane.collapsed and 0 <= time <= timeline.viewport.duration:
            value = lane.describe(time, at.y() - lane.y())
        self._view.hover_at(at, value)
        timeline.report_hover(timeline.place_text(time, translated(lane.title) if lane else "", value))
        if choice is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif part := self.band.part_at(lane, at, modifiers):
            shape = self.band.cursor(part)
        elif self._pitch.draws(lane, modifiers):
            shape = Qt.CursorShape.CrossCursor
        elif (found := self.thing_at(at, bool(modifiers & _CTRL))) is not None:
            whole = is_own(found[0]) and found[1].event.duration > 0 and not found[1].part
            shape = Qt.CursorShape.SizeAllCursor if whole else Qt.CursorShape.SizeHorCursor
        elif self._span_edge_at(at.x()) is not None:
            shape = Qt.CursorShape.SizeHorCursor
        elif lane is not None and lane.marker_kind:
            shape = Qt.CursorShape.ArrowCursor
        else:
            shape = Qt.CursorShape.IBeamCursor
        self._view.set_pointer(shape)


def has_rubber_band(lane: Lane | None) -> TypeGuard[MarkerLane]:
    """Whether a drag on empty ground of a lane selects markers, and not a span: where they do not touch each other."""
    return isinstance(lane, MarkerLane) and not isinstance(lane, RegionLane) and not lane.collapsed
