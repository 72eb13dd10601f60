"""The column left of the lanes: names, who computed the layer, value axes, menus; drag to reorder and resize."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QMenu, QWidget

from w12studio.domain.layers import is_own
from w12studio.service import stage_of
from w12studio.ui.lane_view import LaneView
from w12studio.ui.lanes.base import Lane, LaneContext, small_font
from w12studio.ui.sizes import OF_HEADERS, em
from w12studio.ui.texts import tr, translated

WIDTH_PX = 188
AXIS_PX = 40
BORDER_PX = 5
DRAG_PX = 6
ZOOM_A_NOTCH = 1.25
HEIGHT_STEP_PX = 10


class LaneHeader(QWidget):
    """The header of one lane. Space collapses it, the menu key opens its menu."""

    def __init__(self, column: LaneHeaders, lane: Lane) -> None:
        super().__init__(column)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._column, self.lane = column, lane
        self._context = lane.context
        self._pressed: QPointF | None = None
        self._mode = ""
        self._start_height = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("{title} lane", title=translated(lane.title)))
        self.setAccessibleDescription(tr("Space collapses or opens the lane; the menu key offers more."))
        lane.axis_changed.connect(self.update)
        self.control = lane.make_control(self)
        self._place_control()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Find a place for the lane's control."""
        self._place_control()

    def _place_control(self) -> None:
        """Below name and estimator, where there is room for it."""
        if self.control is not None:
            top = 13 + round(QFontMetricsF(small_font()).height()) + 12
            height = self.control.sizeHint().height()
            self.control.setGeometry(26, top, self.width() - em(AXIS_PX) - 26 - 4, height)
            self.control.setVisible(not self.lane.collapsed and self.height() >= top + height + 4)

    def forget_pointer(self) -> None:
        """A menu is gone, and Qt does not tell where the pointer went meanwhile: the next move of it will."""
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
        self.update()

    # -- painting ----------------------------------------------------------------------------------------------

    def _menu_rect(self) -> QRectF:
        return QRectF(self.width() - em(AXIS_PX) - 20, 3, 18, 20)

    def _chevron_rect(self) -> QRectF:
        return QRectF(4, 3, 18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, estimator, chevron, menu dots and value axis."""
        theme = self._context.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme.surface)
            if self.underMouse() or self.hasFocus():
                painter.fillRect(QRectF(0, 0, self.width() - em(AXIS_PX), self.height()), theme.hover)
            self._draw_names(painter)
            if not self.lane.collapsed:
                self._draw_axis(painter)
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.border)
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.border)
            if self.hasFocus():
                painter.setPen(QPen(theme.accent, 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -2, -2), 3, 3)

    def _draw_names(self, painter: QPainter) -> None:
        theme = self._context.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.text_muted)
        c = self._chevron_rect().center()
        if self.lane.collapsed:
            points = [QPointF(c.x() - 2, c.y() - 4), QPointF(c.x() + 3, c.y()), QPointF(c.x() - 2, c.y() + 4)]
        else:
            points = [QPointF(c.x() - 4, c.y() - 2), QPointF(c.x() + 4, c.y() - 2), QPointF(c.x(), c.y() + 3)]
        painter.drawPolygon(QPolygonF(points))
        dots = self._menu_rect().center()
        for dx in (-5, 0, 5):
            painter.drawEllipse(QPointF(dots.x() + dx, dots.y()), 1.5, 1.5)
        room = self.width() - em(AXIS_PX) - 26 - 22
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(theme.text)
        metrics = QFontMetricsF(font)
        baseline = 13 + metrics.capHeight() / 2
        painter.drawText(
            QPointF(26, baseline), metrics.elidedText(translated(self.lane.title), Qt.TextElideMode.ElideRight, room)
        )
        small = QFontMetricsF(small_font())
        if self.height() >= baseline + small.height() + 6 and (text := self.lane.subtitle()):
            painter.setFont(small_font())
            painter.setPen(theme.accent if self.lane.has_news else theme.text_muted)
            width = self.width() - (em(AXIS_PX) if self.lane.axis_ticks() else 4) - 26 - 4
            edited = self.lane.track is not None and self.lane.track.edited  # which the end of the text says
            how = Qt.TextElideMode.ElideMiddle if edited else Qt.TextElideMode.ElideRight
            painter.drawText(QPointF(26, baseline + small.height() + 1), small.elidedText(text, how, width))

    def axis_labels(self) -> list[tuple[float, str]]:
        """Middle and text of the labels for which the axis has room, the weightiest first."""
        half = QFontMetricsF(small_font()).capHeight() / 2
        placed: list[tuple[float, str]] = []
        for tick in sorted(self.lane.axis_ticks(), key=lambda t: -t.weight):
            y = min(max(tick.y, half + 3), self.height() - half - 4)
            free = all(abs(y - other) >= 2 * half + 4 for other, _ in placed)
            if -1 <= tick.y <= self.height() and tick.label and free:
                placed.append((y, tick.label))
        return placed

    def _draw_axis(self, painter: QPainter) -> None:
        theme = self._context.theme
        painter.setFont(small_font())
        metrics = QFontMetricsF(painter.font())
        half = metrics.capHeight() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for tick in self.lane.axis_ticks():
            if -1 <= tick.y <= self.height():
                painter.fillRect(QRectF(self.width() - 5, round(tick.y), 4, 1), theme.border_strong)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.text_muted)
        for y, label in self.axis_labels():
            painter.drawText(QPointF(self.width() - 8 - metrics.horizontalAdvance(label), y + half), label)

    # -- pointer and keys --------------------------------------------------------------------------------------

    def _on_border(self, y: float) -> bool:
        return y >= self.height() - BORDER_PX and not self.lane.collapsed

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chevron, menu, border or body."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position()
        if self._on_border(at.y()):
            self._mode = "resize"
        elif self._menu_rect().contains(at):
            self._column.open_menu(self.lane, event.globalPosition().toPoint())
            return
        elif self._chevron_rect().contains(at):
            self._column.set_collapsed(self.lane, not self.lane.collapsed)
            return
        else:
            self._mode = "press"
        self._pressed, self._start_height = event.globalPosition(), self.lane.height

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Resize or reorder, or show what a press would do."""
        if self._pressed is None:
            border = self._on_border(event.position().y())
            inside = self._menu_rect().contains(event.position()) or self._chevron_rect().contains(event.position())
            shape = Qt.CursorShape.OpenHandCursor
            if border or inside:
                shape = Qt.CursorShape.SplitVCursor if border else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            return
        moved = event.globalPosition().y() - self._pressed.y()
        if self._mode == "resize":
            self._column.set_height(self.lane, self._start_height + round(moved))
        elif self._mode == "move" or abs(moved) >= DRAG_PX:
            self._mode = "move"
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._column.move_lane(self.lane, self.mapToParent(event.position()).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Done."""
        if self._mode in ("move", "resize"):
            self._column.changed.emit()
        self._pressed, self._mode = None, ""
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def _on_axis(self, x: float) -> bool:
        return self.lane.has_value_zoom and not self.lane.collapsed and x >= self.width() - em(AXIS_PX)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over the axis: zoom the values; elsewhere the lanes scroll."""
        notches = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if self._on_axis(event.position().x()):
            self.lane.zoom_values(ZOOM_A_NOTCH**notches, event.position().y())
            event.accept()
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Collapse or open; on the axis: show all values again."""
        self._pressed, self._mode = None, ""
        if self._on_axis(event.position().x()):
            self.lane.reset_values()
            return
        self._column.set_collapsed(self.lane, not self.lane.collapsed)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The lane's menu."""
        self._column.open_menu(self.lane, event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here are no shortcuts of the window while the header has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meaning(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Return collapse; Alt+Up and Alt+Down move the lane, with Shift they change its height; + and -
        zoom its values, 0 shows all of them."""
        do = self._meaning(event)
        if do is None:
            super().keyPressEvent(event)
        else:
            do()

    def _meaning(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, lane, column = event.key(), self.lane, self._column
        shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
        held = event.modifiers() & (shift | alt | Qt.KeyboardModifier.ControlModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if step and held == alt:
            return lambda: column.step_lane(lane, step)
        if step and held == alt | shift:
            return lambda: column.set_height(lane, lane.height + step * HEIGHT_STEP_PX)
        if held & ~shift:
            return None
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return lambda: column.set_collapsed(lane, not lane.collapsed)
        zoom = {Qt.Key.Key_Plus: ZOOM_A_NOTCH, Qt.Key.Key_Equal: ZOOM_A_NOTCH, Qt.Key.Key_Minus: 1 / ZOOM_A_NOTCH}
        if lane.has_value_zoom and not lane.collapsed:
            if key in zoom:
                return lambda: lane.zoom_values(zoom[Qt.Key(key)], (lane.height - 1) / 2)
            if key == Qt.Key.Key_0:
                return lane.reset_values
        return None


class LaneHeaders(QWidget):
    """The headers of all lanes, kept beside them."""

    #: order, height, visibility or a lane's options changed by the user
    changed = Signal()
    #: kind: the layer is to be computed anew with an estimator of the user's choice
    compute_requested = Signal(str)
    #: kind: a layer of the user's own is to be made of a copy
    copy_requested = Signal(str)

    def __init__(self, context: LaneContext, view: LaneView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._view = context, view
        self._headers = {lane.name: LaneHeader(self, lane) for lane in view.lanes}
        self.setFixedWidth(em(WIDTH_PX, OF_HEADERS))
        self.setAccessibleName(tr("Lane headers"))
        view.lanes_changed.connect(self._follow_lanes)
        view.layout_changed.connect(self._place)

    def header(self, name: str) -> LaneHeader:
        """The header of a lane."""
        return self._headers[name]

    def refresh(self, kinds: set[str] | None = None) -> None:
        """Names, estimators or colours changed, of the lanes that show one of these layers, or of all."""
        for header in self._headers.values():
            if kinds is not None and not kinds.intersection(header.lane.kinds):
                continue
            header.setToolTip(_tip(header.lane))
            header.update()
        self.update()

    def _follow_lanes(self) -> None:
        """Lanes came or went: so do their headers."""
        lanes = {lane.name: lane for lane in self._view.lanes}
        for name in self._headers.keys() - lanes.keys():
            gone = self._headers.pop(name)
            gone.hide()
            gone.deleteLater()
        for name in lanes.keys() - self._headers.keys():
            self._headers[name] = LaneHeader(self, lanes[name])

    def _place(self) -> None:
        shown = {lane.name for lane in self._view.shown}
        for name, header in self._headers.items():
            lane = header.lane
            header.setVisible(name in shown)
            header.setGeometry(0, round(lane.y()), self.width(), lane.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground below the last header."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._context.theme.surface)
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), self._context.theme.border)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the lanes, where they do not fit."""
        self._view.scroll_to(self._view.offset - event.angleDelta().y() // 2)
        event.accept()

    # -- what headers ask for ----------------------------------------------------------------------------------

    def set_collapsed(self, lane: Lane, collapsed: bool) -> None:
        """Fold a lane to its name, or open it."""
        lane.collapsed = collapsed
        lane.invalidate()
        self._view.arrange()
        self.changed.emit()

    def set_height(self, lane: Lane, height: int) -> None:
        """Make a lane that high."""
        self._view.set_height(lane.name, height)

    def move_lane(self, lane: Lane, y: float) -> None:
        """Put a lane where the pointer is: it changes places with the one whose middle the pointer has passed."""
        others = [x for x in self._view.shown if x is not lane]
        before = [x.name for x in others if x.y() + x.height / 2 < y]
        order = [n for n in self._view.order if n != lane.name]
        place = order.index(before[-1]) + 1 if before else 0
        order.insert(place, lane.name)
        if order != self._view.order:
            self._view.order = order
            self._view.arrange()

    def step_lane(self, lane: Lane, step: int) -> None:
        """Move a lane by one place among the visible ones."""
        names = [x.name for x in self._view.shown]
        there = names.index(lane.name) + step
        if 0 <= there < len(names):
            order = [n for n in self._view.order if n != lane.name]
            order.insert(order.index(names[there]) + (step > 0), lane.name)
            self._view.order = order
            self._view.arrange()
            self.changed.emit()

    def set_visible(self, name: str, visible: bool) -> None:
        """Show or hide a lane; the last one stays."""
        hidden = set(self._view.hidden)
        (hidden.discard if visible else hidden.add)(name)
        if len(hidden) < len(self._view.order):
            self._view.hidden = hidden
            self._view.arrange()
            self.changed.emit()

    def menu_for(self, lane: Lane) -> QMenu:
        """The options of a lane."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def add(text: str, do: Callable[[], object], checked: bool | None = None, to: QMenu = menu) -> None:
            action = to.addAction(text)
            if checked is not None:
                action.setCheckable(True)
                action.setChecked(checked)
            action.triggered.connect(lambda _=False: do())

        lane.fill_menu(menu)
        if not menu.isEmpty():
            menu.addSeparator()
            menu.triggered.connect(self.changed)
        if lane.kinds and stage_of(lane.kinds[0]):
            add(tr("Compute with…"), lambda: self.compute_requested.emit(lane.kinds[0]))
            menu.addSeparator()
        if lane.marker_kind and not is_own(lane.marker_kind):
            add(tr("Copy as a layer of your own"), lambda: self.copy_requested.emit(lane.marker_kind))
        if lane.has_value_zoom:
            add(tr("Zoom values in"), lambda: lane.zoom_values(2.0, (lane.height - 1) / 2))
            add(tr("Zoom values out"), lambda: lane.zoom_values(0.5, (lane.height - 1) / 2))
            add(tr("Reset value range"), lane.reset_values)
        if lane.has_value_zoom or (lane.marker_kind and not is_own(lane.marker_kind)):
            menu.addSeparator()
        add(tr("Collapse"), lambda: self.set_collapsed(lane, not lane.collapsed), lane.collapsed)
        add(tr("Hide"), lambda: self.set_visible(lane.name, False))
        menu.addSeparator()
        lanes = menu.addMenu(tr("Lanes"))
        for other in self._view.lanes:
            visible = other.name not in self._view.hidden
            add(translated(other.title), lambda n=other.name, v=visible: self.set_visible(n, not v), visible, lanes)
        return menu

    def open_menu(self, lane: Lane, at: object) -> None:
        """Open a lane's menu at a place on the screen."""
        menu, header = self.menu_for(lane), self._headers[lane.name]
        menu.aboutToHide.connect(header.forget_pointer)
        menu.popup(at)  # type: ignore[call-overload]


def _tip(lane: Lane) -> str:
    """Who computed the layer, instead of whom, and what it has to say; all that a low header has no room for."""
    track = lane.track
    if track is None:
        return ""
    instead = [tr("not used: {reason}", reason=translated(reason)) for reason in track.source.fallback_from]
    made = track.source.describe()
    made = tr("{what}, edited", what=made) if track.edited else made
    lines = [translated(lane.title), made, *instead, translated(track.message)]
    return "\n".join(line for line in lines if line)
