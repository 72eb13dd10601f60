"""What keys do while the timeline has the focus, beside the window's actions: a keyboard's way to what pointers do.

Arrow keys belong to lists and sliders elsewhere, so they can't be actions of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from w12studio.ui.lanes.markers import MarkerLane

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

#: Shares of the view that a key moves the playhead by, and pages the view by.
STEP, BIG_STEP, PAGE = 0.02, 0.1, 0.9
_SCROLL_PX = 40


def use_key(timeline: Timeline, event: QKeyEvent) -> bool:
    """Do what the key means; False where it means nothing here."""
    if timeline.session.analysis is None:
        return False
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key, view = event.key(), timeline.viewport
    if plain not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
        return False
    if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain == Qt.KeyboardModifier.NoModifier:
        _move_playhead(timeline, STEP if key == Qt.Key.Key_Right else -STEP)
    elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
        pixels = PAGE * view.width_px
        timeline.pan(pixels if key == Qt.Key.Key_PageDown else -pixels)
    elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
        lanes = timeline.lane_view
        lanes.scroll_to(lanes.offset + (_SCROLL_PX if key == Qt.Key.Key_Down else -_SCROLL_PX))
    elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and timeline.session.selection.events:
        chosen = timeline.session.selection
        timeline.edit_requested.emit(chosen.kind, chosen.events[0])
    else:
        return False
    return True


def _move_playhead(timeline: Timeline, share: float) -> None:
    view = timeline.viewport
    now = view.start if timeline.playhead is None else timeline.playhead
    time = min(max(now + share * view.span, 0.0), view.duration)
    timeline.seek_requested.emit(time)
    timeline.reveal(time)


def menu_place(timeline: Timeline) -> QPoint:
    """Where the menu key opens the menu of the lanes: at the selected marker or the playhead, in the marker's lane."""
    chosen, view = timeline.session.selection, timeline.viewport
    time = timeline.playhead if timeline.playhead is not None else view.start
    lanes = timeline.lane_view.shown
    lane = next((x for x in lanes if isinstance(x, MarkerLane)), lanes[0])
    if chosen.events:
        time = chosen.events[0].time
        lane = next((x for x in lanes if x.marker_kind == chosen.kind), lane)
    x = min(max(view.time_to_px(time), 1.0), view.width_px - 2.0)
    return QPointF(x, lane.y() + lane.height / 2).toPoint()
