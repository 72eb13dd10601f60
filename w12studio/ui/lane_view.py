"""All lanes in one pyqtgraph scene: their order, heights and what runs through them."""

from __future__ import annotations

from typing import Protocol

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QWidget

from w12studio.ui.lanes.band import BandItem
from w12studio.ui.lanes.base import COLLAPSED_PX, Lane, LaneContext
from w12studio.ui.lanes.overlay import (
    HOVER_Z,
    PLAYHEAD_Z,
    DragItem,
    GhostItem,
    GuidesItem,
    HoverLabel,
    LineItem,
    Overlay,
    SpanItem,
)
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.lanes.pitch_overlay import PitchOverlay
from w12studio.ui.lanes.rubber import RubberItem
from w12studio.ui.lanes.spectrogram import SpectrogramLane
from w12studio.ui.refining import Refiner
from w12studio.ui.sizes import em
from w12studio.ui.texts import tr


class PointerHandler(Protocol):
    """Takes what pointer and keys do over the lanes; see `gestures`."""

    @property
    def dragging(self) -> bool:
        """Whether a drag is under way."""

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved."""

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""

    def double_click(self, event: QMouseEvent) -> None:
        """The second press of a double click."""

    def wheel(self, event: QWheelEvent) -> None:
        """The wheel turned."""

    def leave(self) -> None:
        """The pointer left the lanes."""

    def context_menu(self, event: QContextMenuEvent) -> None:
        """A menu was asked for."""

    def key(self, event: QKeyEvent) -> bool:
        """A key; True where it was used."""


class LaneView(pg.GraphicsView):
    """One view, one scene: lanes are stacked, and guides, spans, hover line and playhead run through all of them.

    Scene coordinates are logical pixels. x never scales: what lies where follows from the shared `Viewport`.
    """

    #: a lane's place, height or visibility changed
    layout_changed = Signal()
    #: a lane came or went
    lanes_changed = Signal()
    #: the width in logical pixels
    width_changed = Signal(int)

    def __init__(self, context: LaneContext, lanes: list[Lane], parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False, background=None)
        self.context = context
        self.handler: PointerHandler | None = None
        self._lanes = {lane.name: lane for lane in lanes}
        self.order = [lane.name for lane in lanes]
        self.hidden: set[str] = set()
        self.weights = {lane.name: float(lane.default_height) for lane in lanes}
        self.offset = 0
        self._full_height = 0
        self._refiner = Refiner(self)
        self.setCentralWidget(None)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCacheMode(pg.QtWidgets.QGraphicsView.CacheModeFlag.CacheNone)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Timeline lanes"))
        self.setAccessibleDescription(
            tr(
                "Waveform, spectrogram, beats and other layers over time. Wheel zooms, drag selects a span, "
                "or markers in their lanes."
            )
        )
        self.guides = GuidesItem(context, lambda: self.shown)
        self.ghost = GhostItem(context)
        lane = self._lanes[PitchLane.name]
        assert isinstance(lane, PitchLane)
        self.pitch = PitchOverlay(context, lane)
        spectrogram = self._lanes[SpectrogramLane.name]
        assert isinstance(spectrogram, SpectrogramLane)
        self.band = BandItem(context, spectrogram)
        self.loop = SpanItem(context, "loop", 0.35)
        self.selection = SpanItem(context, "selection")
        self.hover_line = LineItem(context, "text", HOVER_Z, 1, alpha=0.35)
        self.playhead = LineItem(context, "playhead", PLAYHEAD_Z, 2)
        self.drag = DragItem(context)
        self.rubber = RubberItem(context)
        self.hover_label = HoverLabel(context)
        self._overlays: list[Overlay] = [
            self.guides, self.ghost, self.pitch, self.band, self.loop, self.selection, self.hover_line, self.playhead,
            self.drag, self.rubber, self.hover_label,
        ]  # fmt: skip
        for item in (*lanes, *self._overlays):
            self.addItem(item)

    # -- lanes ---------------------------------------------------------------------------------------------------

    @property
    def lanes(self) -> list[Lane]:
        """All lanes, in order."""
        return [self._lanes[name] for name in self.order]

    @property
    def shown(self) -> list[Lane]:
        """The visible ones, in order."""
        return [lane for lane in self.lanes if lane.name not in self.hidden]

    @property
    def full_height(self) -> int:
        """Logical pixels that the visible lanes take; more than the view's height means that it scrolls."""
        return self._full_height

    def lane(self, name: str) -> Lane:
        """The lane of that name; raises KeyError where there is none."""
        return self._lanes[name]

    def lane_at(self, y: float) -> Lane | None:
        """The lane under a y of the view, or None."""
        for lane in self.shown:
            if lane.y() <= y < lane.y() + lane.height:
                return lane
        return None

    def add_lane(self, lane: Lane, after: str | None = "") -> None:
        """Show one more lane, below the one named; at the end where there is none of that name; None: at the top.

        Raises ValueError where its name is taken.
        """
        if lane.name in self._lanes:
            raise ValueError(f"there is a lane {lane.name!r} already")
        self._lanes[lane.name] = lane
        end = 0 if after is None else len(self.order)
        self.order.insert(self.order.index(after) + 1 if after in self.order else end, lane.name)
        self.weights[lane.name] = float(lane.default_height)
        self.addItem(lane)
        self.lanes_changed.emit()
        self.arrange()

    def remove_lane(self, name: str) -> None:
        """Take a lane away; raises KeyError where there is none of that name."""
        lane = self._lanes.pop(name)
        self.order.remove(name)
        self.hidden.discard(name)
        del self.weights[name]
        lane.shutdown()
        self.removeItem(lane)
        self.lanes_changed.emit()
        self.arrange()

    def arrange(self) -> None:
        """Give each visible lane its place and height: as its weight asks, squeezed or stretched to fill the view,
        but no lower than its least height."""
        width, available = max(self.viewport().width(), 1), self.viewport().height()
        heights = self._heights(available)
        self._full_height = sum(heights.values())
        self.offset = min(max(self.offset, 0), max(self._full_height - available, 0))
        y = -self.offset
        for lane in self.lanes:
            shown = lane.name in heights
            lane.setVisible(shown)
            if shown:
                lane.setPos(0, y)
                lane.resize(width, heights[lane.name])
                y += heights[lane.name]
        for item in self._overlays:
            item.resize(width, max(min(self._full_height, available), 1))
        self.layout_changed.emit()

    def _heights(self, available: int) -> dict[str, int]:
        fixed = {lane.name: em(COLLAPSED_PX) for lane in self.shown if lane.collapsed}
        flexible = [lane for lane in self.shown if not lane.collapsed]
        room = available - sum(fixed.values())
        pinned: dict[str, float] = {}
        while True:  # lanes that would fall below their least height get just that; the others share the rest
            free = [lane for lane in flexible if lane.name not in pinned]
            total = sum(self.weights[lane.name] for lane in free)
            left = room - sum(pinned.values())
            low = [lane for lane in free if self.weights[lane.name] * left < lane.min_height * total]
            if not low:
                break
            pinned.update({lane.name: float(lane.min_height) for lane in low})
        out: dict[str, int] = {}
        edge, drawn = 0.0, 0
        for lane in self.shown:  # rounding is carried along, so that the lanes fill the view to the pixel
            if lane.name in fixed:
                edge += fixed[lane.name]
            else:
                edge += pinned.get(lane.name, self.weights[lane.name] * left / max(total, 1e-9))
            out[lane.name] = max(round(edge) - drawn, 1)
            drawn += out[lane.name]
        return out

    def set_height(self, name: str, height: int) -> None:
        """Make a lane that high; those below it make room."""
        lane = self._lanes[name]
        shown = [x for x in self.shown if not x.collapsed]
        if lane not in shown:
            return
        for other in shown:  # from here on the weights are the heights that are seen
            self.weights[other.name] = float(other.height)
        below = shown[shown.index(lane) + 1 :] or [x for x in shown if x is not lane]
        wanted = max(height, lane.min_height)
        spare = sum(max(x.height - x.min_height, 0) for x in below)
        change = min(wanted - lane.height, spare) if self._full_height <= self.viewport().height() else 0
        change = change or wanted - lane.height
        self.weights[name] = float(lane.height + change)
        for other in below:
            share = (other.height - other.min_height) / spare if change > 0 and spare else 1 / max(len(below), 1)
            self.weights[other.name] = max(other.height - change * share, other.min_height)
        self.arrange()

    def scroll_to(self, offset: int) -> None:
        """Scroll vertically, logical pixels."""
        if offset != self.offset:
            self.offset = offset
            self.arrange()

    def view_moved(self, by_hand: bool = False) -> None:
        """The shared viewport changed; ``by_hand``: and is likely to go on changing, so that lanes which can't be
        drawn in time may follow a moment later."""
        self.loop.moved_view()
        self.selection.moved_view()
        if by_hand:
            self._refiner.hurry()
        self.viewport().update()

    # -- Qt events -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let lanes draw themselves, then copy their pictures and lay over them what runs through all."""
        self._refiner.before_paint(self.viewport().devicePixelRatioF(), event.region())
        super().paintEvent(event)

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """The ground below the last lane: lanes cover all else."""
        bottom = self._full_height - self.offset
        if rect.bottom() > bottom:
            painter.fillRect(rect.adjusted(0, max(bottom - rect.top(), 0), 0, 0), self.context.theme.background)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is drawn ahead any more."""
        self._refiner.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Arrange the lanes anew."""
        super().resizeEvent(event)
        if hasattr(self, "hover_label"):
            self.arrange()
            self.width_changed.emit(self.viewport().width())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.wheel(event)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.leave()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Hand on to the handler."""
        if self.handler:
            self.handler.context_menu(event)
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on to the handler; what it does not use goes to the window."""
        if self.handler and self.handler.key(event):
            event.accept()
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Esc belongs to a drag that is under way, whatever shortcut the window has for it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.handler is not None
            and self.handler.dragging
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def hover_at(self, at: QPointF | None, text: str) -> None:
        """Show the hover line and its card at a point of the view; None hides both."""
        self.hover_line.move_to(None if at is None else at.x())
        self.hover_label.show_at(at + QPointF(0, 14) if at is not None else QPointF(), text if at else "")

    def set_pointer(self, shape: Qt.CursorShape) -> None:
        """The cursor over the lanes."""
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)
