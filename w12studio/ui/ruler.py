"""The ruler above the lanes: time in the unit of the user's choice, and bars once there are beats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from w12studio.domain.places import Unit
from w12studio.ui.guides import guide_lines
from w12studio.ui.lanes.base import LaneContext, small_font
from w12studio.ui.lanes.overlay import triangle
from w12studio.ui.lanes.picture import MARGIN_PX
from w12studio.ui.raster import with_alpha
from w12studio.ui.ruler_ticks import GAP_PX, LEFT_PX, bar_labels, time_marks
from w12studio.ui.sizes import em
from w12studio.ui.texts import tr
from w12studio.ui.time_display import TimeDisplay, pop_up_units

#: So near to the playhead a drag takes hold of it.
HEAD_PX = 6.0
DRAG_PX = 4
_NEAR_PX = 80.0  # a number that far left of the edge may reach over it


def row_px() -> int:
    """Height of a row in logical pixels."""
    return em(22)


class Corner(QWidget):
    """Left of overview and ruler: what their rows are."""

    def __init__(self, context: LaneContext, ruler: Ruler, overview_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._ruler, self._overview_px = context, ruler, overview_px

    def paintEvent(self, event: QPaintEvent) -> None:
        """Quiet labels, each in the middle of its row."""
        theme, top = self._context.theme, self._overview_px
        rows = [(0, top, tr("Overview"))]
        rows += [(top + i * row_px(), row_px(), text) for i, text in enumerate(self._ruler.row_titles)]
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.surface)
            painter.setFont(small_font())
            painter.setPen(theme.text_muted)
            for y, height, text in rows if self._context.session.analysis is not None else ():
                painter.drawText(QRectF(26, y, self.width() - 34, height), Qt.AlignmentFlag.AlignVCenter, text)
            painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.border)
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.border)


class Ruler(QWidget):
    """Click seeks, drag selects a span, double-click fits everything into the view; a right click offers the units."""

    seek_requested = Signal(float)
    #: s; the pointer plays what is there
    scrubbed = Signal(float)
    #: the pointer let go
    scrub_ended = Signal()
    #: start and end in s while a span is dragged
    span_dragged = Signal(float, float)
    fit_requested = Signal()
    wheel_turned = Signal(object)

    def __init__(self, context: LaneContext, display: TimeDisplay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._context, self._display = context, display
        display.changed.connect(self._show_unit)
        self._playhead: float | None = None
        self._scrubs = False
        self.setMouseTracking(True)
        self._loop: tuple[float, float] | None = None
        self._pressed: QPointF | None = None
        self._dragging = False
        self._key: object = None
        self._wide = context.viewport  # what the picture shows
        self._bar_marks: list[float] = []  # x of the numbers in the picture
        self._picture = QPixmap()
        self._revision = 0
        self.setAccessibleName(tr("Time ruler"))
        self.setAccessibleDescription(tr("Click to seek, drag to select a span, double-click to show everything."))
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFixedHeight(row_px())

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show_unit(self) -> None:
        """Another unit or other beats; a second row appears with them."""
        self._revision += 1
        self.setFixedHeight(row_px() * len(self.row_titles))
        self.update()

    @property
    def row_titles(self) -> list[str]:
        """What the rows are, from the top; the main unit comes first."""
        unit, has_bars = self._display.unit, self._display.has_bars
        times = {Unit.SECONDS: tr("Seconds"), Unit.SAMPLES: tr("Samples")}.get(unit, tr("Time"))
        if not has_bars:
            return [times]
        bars = tr("Bars")
        return [bars, times] if unit is Unit.BARS else [times, bars]

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
        """The picture, wider than the view so that panning only moves it, and the playhead's head."""
        view, theme = self._context.viewport, self._context.theme
        dpr = self.devicePixelRatioF()
        key = (view.seconds_per_px, self._revision, self.size().toTuple(), id(theme), dpr)
        place = view.time_to_px(self._wide.start) * -dpr
        if key != self._key or not 0 <= place <= 2 * MARGIN_PX * dpr or abs(place - round(place)) > 0.02:
            start = view.start - MARGIN_PX * view.seconds_per_px
            self._wide = replace(view, start=start, width_px=self.width() + 2 * MARGIN_PX)
            self._picture = QPixmap(round(self._wide.width_px * dpr), round(self.height() * dpr))
            self._picture.setDevicePixelRatio(dpr)
            self._picture.fill(theme.surface)
            with QPainter(self._picture) as painter:
                self._draw(painter)
            self._key, place = key, MARGIN_PX * dpr
        with QPainter(self) as painter:
            painter.drawPixmap(
                QPointF(0, 0), self._picture, QRectF(round(place), 0, self.width() * dpr, self.height() * dpr)
            )
            self._draw_place_at_edge(painter, place / dpr)
            if self._playhead is not None:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.playhead)
                painter.drawPolygon(triangle(self._playhead, self.height() - 8.0, 6.0))

    def _draw(self, painter: QPainter) -> None:
        theme, view = self._context.theme, self._wide
        painter.setFont(small_font())
        self._bar_marks = []
        if self._loop:
            left, right = (view.time_to_px(t) for t in self._loop)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), theme.loop)
        if view.duration > 0 and self._context.session.analysis is not None:
            bars = tr("Bars")
            for row, title in enumerate(self.row_titles):
                painter.fillRect(QRectF(0, row * row_px(), view.width_px, 1 if row else 0), theme.border)
                (self._draw_bars if title == bars else self._draw_times)(painter, (row + 1) * row_px())
        painter.fillRect(QRectF(0, self.height() - 1, view.width_px, 1), theme.border)

    def _draw_times(self, painter: QPainter, bottom: float) -> None:
        theme, display = self._context.theme, self._display
        measure = QFontMetricsF(painter.font()).horizontalAdvance
        marks = time_marks(self._wide, display.unit, display.sample_rate, measure)
        for x in np.round(marks.minor).tolist():
            painter.fillRect(QRectF(x, bottom - 5, 1, 5), theme.border)
        painter.setPen(theme.text_muted)
        for label in marks.labels:
            painter.fillRect(QRectF(round(label.x), bottom - 10, 1, 10), theme.border_strong)
            painter.drawText(QPointF(round(label.x) + LEFT_PX, bottom - 7), label.text)

    def _draw_bars(self, painter: QPainter, bottom: float) -> None:
        theme, view, guides = self._context.theme, self._wide, self._context.guides
        lines = guide_lines(guides.grid, view, guides.ranks)
        for time in lines.beats.tolist():
            mark = with_alpha(theme.beat, 0.25 + 0.5 * lines.beat_strength)
            painter.fillRect(QRectF(round(view.time_to_px(time)), bottom - 4, 1, 3), mark)
        for time, strength in zip(lines.bars.tolist(), lines.bar_strength.tolist(), strict=True):
            mark = with_alpha(theme.downbeat, 0.3 + 0.7 * strength)
            painter.fillRect(QRectF(round(view.time_to_px(time)), bottom - 6, 1, 5), mark)
        measure = QFontMetricsF(painter.font()).horizontalAdvance
        labels = bar_labels(guides.grid, guides.ranks, view, measure)
        for label in labels:
            colour = theme.downbeat if label.weight else theme.text_muted
            painter.fillRect(QRectF(round(label.x), bottom - 12, 1, 11), colour)
            painter.setPen(colour)
            painter.drawText(QPointF(round(label.x) + LEFT_PX, bottom - 7), label.text)
        self._bar_marks = [label.x for label in labels]

    def _draw_place_at_edge(self, painter: QPainter, edge: float) -> None:
        """At the left edge, which is at a pixel of the picture, the beat that goes on there, where no mark is near."""
        view, grid = self._context.viewport, self._context.guides.grid
        beat = int(np.searchsorted(grid.times, view.start, side="right")) - 1
        if beat >= 0 and "Bars" in self.row_titles:
            bottom = (self.row_titles.index("Bars") + 1) * row_px()
            free_px = min((x - edge for x in self._bar_marks if x - edge > -_NEAR_PX), default=1e9)
            text = f"{grid.bars[beat]}:{grid.positions[beat]}"
            painter.setFont(small_font())
            if QFontMetricsF(painter.font()).horizontalAdvance(text) + LEFT_PX + 2 * GAP_PX <= free_px:
                painter.setPen(self._context.theme.text_muted)
                painter.drawText(QPointF(LEFT_PX, bottom - 7), text)

    # -- pointer -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; release or drag decides."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False
            self._scrubs = self._would_scrub(event)

    def _would_scrub(self, event: QMouseEvent) -> bool:
        """Whether a drag from here plays what is under the pointer."""
        held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return held or (self._playhead is not None and abs(event.position().x() - self._playhead) <= HEAD_PX)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a span."""
        if self._pressed is None:
            scrubs = self._would_scrub(event)
            self.setCursor(Qt.CursorShape.SplitHCursor if scrubs else Qt.CursorShape.IBeamCursor)
            return
        here = event.position()
        self._dragging = self._dragging or abs(here.x() - self._pressed.x()) >= DRAG_PX
        if self._dragging and self._scrubs:
            self.scrubbed.emit(self._context.viewport.px_to_time(here.x()))
        elif self._dragging:
            view = self._context.viewport
            times = sorted(min(max(view.px_to_time(p.x()), 0.0), view.duration) for p in (self._pressed, here))
            self.span_dragged.emit(times[0], times[1])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Seek, unless it was a drag."""
        if self._pressed is not None and self._dragging and self._scrubs:
            self.scrub_ended.emit()
        if self._pressed is not None and not self._dragging:
            view = self._context.viewport
            self.seek_requested.emit(min(max(view.px_to_time(event.position().x()), 0.0), view.duration))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything."""
        self._pressed = None
        self.fit_requested.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the units."""
        pop_up_units(self, self._display, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The same as over the lanes."""
        self.wheel_turned.emit(event)
        event.accept()
