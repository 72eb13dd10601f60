"""The ruler above the lanes: time, and bars once there are beats."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from w12studio.domain.timebase import BarGrid, format_clock
from w12studio.ui.guides import guide_lines, time_step, time_ticks
from w12studio.ui.lanes.base import LaneContext, small_font
from w12studio.ui.lanes.overlay import triangle
from w12studio.ui.raster import with_alpha
from w12studio.ui.sizes import em

DRAG_PX = 4


def row_px() -> int:
    """Height of a row in logical pixels."""
    return em(22)


def tick_label(time: float, step: float) -> str:
    """A time as precise as the ticks' distance asks for."""
    decimals = 0
    while step * 10**decimals < 0.999 and decimals < 6:
        decimals += 1
    return format_clock(time, decimals)


class Corner(QWidget):
    """Left of overview and ruler: what their rows are."""

    def __init__(self, context: LaneContext, ruler: Ruler, overview_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._ruler, self._overview_px = context, ruler, overview_px

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quiet labels, each in the middle of its row."""
        theme, top = self._context.theme, self._overview_px
        rows = [(0, top, "Overview"), (top, row_px(), "Time")]
        if self._ruler.height() > row_px():
            rows.append((top + row_px(), row_px(), "Bars"))
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.surface)
            painter.setFont(small_font())
            painter.setPen(theme.text_muted)
            for y, height, text in rows if self._context.session.analysis is not None else ():
                painter.drawText(QRectF(26, y, self.width() - 34, height), Qt.AlignmentFlag.AlignVCenter, text)
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.border)
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.border)


class Ruler(QWidget):
    """Click seeks, drag selects a span, double-click fits everything into the view."""

    seek_requested = Signal(float)
    #: start and end in s while a span is dragged
    span_dragged = Signal(float, float)
    fit_requested = Signal()
    wheel_turned = Signal(object)

    def __init__(self, context: LaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._context = context
        self._grid = BarGrid([], [])
        self._playhead: float | None = None
        self._loop: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._key: object = None
        self._picture = QPixmap()
        self._revision = 0
        self.setAccessibleName("Time ruler")
        self.setAccessibleDescription("Click to seek, drag to select a span, double-click to show everything.")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFixedHeight(row_px())

    # -- what is shown -----------------------------------------------------------------------------------------

    def set_grid(self, grid: BarGrid) -> None:
        """Show other bars; a second row appears with them."""
        self._grid = grid
        self._revision += 1
        self.setFixedHeight(2 * row_px() if self._has_bars else row_px())
        self.update()

    @property
    def _has_bars(self) -> bool:
        return bool(self._grid.times.size >= 2)

    def set_playhead(self, x: float | None) -> None:
        """Logical pixels; None hides it. Only its strip is repainted."""
        if x == self._playhead:
            return
        for place in (self._playhead, x):
            if place is not None:
                self.update(int(place) - 9, 0, 18, self.height())
        self._playhead = x

    def set_loop(self, loop: tuple[float, float] | None) -> None:
        """s, or None."""
        self._loop = loop
        self._revision += 1
        self.update()

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, kept while the view stays, and the playhead's head."""
        view, theme = self._context.viewport, self._context.theme
        dpr = self.devicePixelRatioF()
        key = (view, self._revision, self.size().toTuple(), id(theme), dpr)
        if key != self._key:
            self._picture = QPixmap(self.size() * dpr)
            self._picture.setDevicePixelRatio(dpr)
            self._picture.fill(theme.surface)
            with QPainter(self._picture) as painter:
                self._draw(painter)
            self._key = key
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)
            if self._playhead is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.playhead)
                painter.drawPolygon(triangle(self._playhead, self.height() - 8.0, 6.0))

    def _draw(self, painter: QPainter) -> None:
        theme, view = self._context.theme, self._context.viewport
        painter.setFont(small_font())
        if self._loop:
            left, right = (view.time_to_px(t) for t in self._loop)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), theme.loop)
        if view.duration > 0 and self._context.session.analysis is not None:
            self._draw_times(painter)
            if self._has_bars:
                self._draw_bars(painter)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.border)

    def _draw_times(self, painter: QPainter) -> None:
        theme, view = self._context.theme, self._context.viewport
        metrics = QFontMetricsF(painter.font())
        step = time_step(view.seconds_per_px, 40)
        for _ in range(3):  # finer times have longer labels, and they must not touch
            widest = metrics.horizontalAdvance(tick_label(min(view.end, view.duration), step)) + 22
            step = time_step(view.seconds_per_px, widest)
        minor = step / 5
        if minor / view.seconds_per_px >= 6:
            for time in time_ticks(view, minor).tolist():
                painter.fillRect(QRectF(round(view.time_to_px(time)), row_px() - 5, 1, 5), theme.border)
        for time in time_ticks(view, step).tolist():
            x = round(view.time_to_px(time))
            painter.fillRect(QRectF(x, row_px() - 10, 1, 10), theme.border_strong)
            painter.setPen(theme.text_muted)
            painter.drawText(QPointF(x + 4, row_px() - 7), tick_label(time, step))

    def _draw_bars(self, painter: QPainter) -> None:
        theme, view = self._context.theme, self._context.viewport
        metrics = QFontMetricsF(painter.font())
        widest = metrics.horizontalAdvance(str(int(self._grid.bars.max(initial=1)))) + 14
        lines = guide_lines(self._grid, view, widest)
        painter.fillRect(QRectF(0, row_px(), self.width(), 1), theme.border)
        if lines.beat_strength > 0 and lines.bar_step == 1:
            for time in lines.beats.tolist():
                mark = with_alpha(theme.beat, 0.25 + 0.5 * lines.beat_strength)
                painter.fillRect(QRectF(round(view.time_to_px(time)), 2 * row_px() - 5, 1, 4), mark)
        end = -1e9
        beat_px = (self._grid.times[-1] - self._grid.times[0]) / (self._grid.times.size - 1) / view.seconds_per_px
        if lines.bar_step == 1 and beat_px >= widest + 22:
            self._draw_places(painter)
        for time, bar in zip(lines.bars.tolist(), lines.bar_numbers.tolist(), strict=True):
            x = round(view.time_to_px(time))
            painter.fillRect(QRectF(x, 2 * row_px() - 12, 1, 11), theme.downbeat)
            text = str(bar)
            if x >= end:  # bars of uneven length: one that has no room stays without its number
                painter.setPen(theme.downbeat)
                painter.drawText(QPointF(x + 4, 2 * row_px() - 7), text)
                end = x + metrics.horizontalAdvance(text) + 10

    def _draw_places(self, painter: QPainter) -> None:
        """Bar and beat at each plain beat, and at the left edge the beat that goes on there."""
        view, grid = self._context.viewport, self._grid
        metrics = QFontMetricsF(painter.font())
        painter.setPen(self._context.theme.text_muted)
        first, last = (int(i) for i in np.searchsorted(grid.times, [view.start, view.end]))
        places = [(view.time_to_px(float(grid.times[i])), i) for i in range(first, last)]
        if first > 0 and (not places or places[0][0] > 70):
            painter.drawText(QPointF(4, 2 * row_px() - 7), f"{grid.bars[first - 1]}:{grid.positions[first - 1]}")
        for x, i in places:
            if not grid.is_downbeat[i]:
                text = f"{grid.bars[i]}:{grid.positions[i]}"
                if x + metrics.horizontalAdvance(text) < self.width():
                    painter.drawText(QPointF(round(x) + 4, 2 * row_px() - 7), text)

    # -- pointer -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; release or drag decides."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a span."""
        if self._pressed is None:
            return
        here = event.position()
        self._dragging = self._dragging or abs(here.x() - self._pressed.x()) >= DRAG_PX
        if self._dragging:
            view = self._context.viewport
            times = sorted(min(max(view.px_to_time(p.x()), 0.0), view.duration) for p in (self._pressed, here))
            self.span_dragged.emit(times[0], times[1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Seek, unless it was a drag."""
        if self._pressed is not None and not self._dragging:
            view = self._context.viewport
            self.seek_requested.emit(min(max(view.px_to_time(event.position().x()), 0.0), view.duration))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        self._pressed = None
        self.fit_requested.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The same as over the lanes."""
        self.wheel_turned.emit(event)
        event.accept()
