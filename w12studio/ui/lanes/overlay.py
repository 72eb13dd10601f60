"""What runs through all lanes and moves often: guides, selected span, loop, hover line, playhead, what is dragged.

One scene item each, and none of them makes a lane draw itself anew.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from w12studio.domain.bar_edits import bar_grid
from w12studio.domain.events import Events
from w12studio.domain.phrases import phrase_ranks
from w12studio.ui.guides import guide_lines
from w12studio.ui.lanes.base import Lane, LaneContext, small_font
from w12studio.ui.lanes.markers import draw_handle
from w12studio.ui.raster import draw_part, with_alpha

_NO_CLIP = Qt.TextFlag.TextDontClip
GUIDES_Z = 9
_BAND = 64
HALO = 0.8  # opacity of the hairlines of the ground's colour beside playhead and ends of spans
GHOST_Z, SPAN_Z, HOVER_Z, PLAYHEAD_Z, DRAG_Z, LABEL_Z = 10, 11, 12, 13, 14, 15


class Overlay(pg.GraphicsObject):
    """An item as tall as all lanes together."""

    def __init__(self, context: LaneContext, z: float) -> None:
        super().__init__()
        self.context = context
        self._width, self._height = 1.0, 1.0
        self.setZValue(z)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def resize(self, width: float, height: float) -> None:
        """Logical pixels of all lanes together."""
        if (width, height) != (self._width, self._height):
            self.prepareGeometryChange()
            self._width, self._height = width, height

    def boundingRect(self) -> QRectF:
        """The whole stack of lanes."""
        return QRectF(0, 0, self._width, self._height)


class GuidesItem(Overlay):
    """Beats and bars as thin lines over the lanes that want them.

    The lines of a view are a band of device pixels that is laid over the lanes again and again: whatever their number,
    that takes a tenth of the time of drawing them one by one.

    Parameters
    ----------
    context : LaneContext
    lanes : callable
        Gives the lanes that are shown.
    """

    def __init__(self, context: LaneContext, lanes: Callable[[], list[Lane]]) -> None:
        super().__init__(context, GUIDES_Z)
        self.setFlag(pg.QtWidgets.QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._lanes = lanes
        self._key: object = None
        self._lines = QImage()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The lines, but for the lanes' borders."""
        dpr = painter.device().devicePixelRatioF()
        self._draw_lines(dpr)
        band = self._lines.height()
        exposed = option.exposedRect  # type: ignore[attr-defined]
        left = max(int(exposed.left() * dpr) - 1, 0)
        width = min(int(exposed.right() * dpr) + 2, self._lines.width()) - left
        painter.save()
        painter.scale(1 / dpr, 1 / dpr)
        for lane in self._lanes():
            top, height = round(lane.y() * dpr), round((lane.height - 1) * dpr)
            for y in range(0, height if lane.has_guides and not lane.collapsed else 0, band):
                rows = min(band, height - y)
                draw_part(painter, QRectF(left, top + y, width, rows), self._lines, QRectF(left, 0, width, rows))
        painter.restore()

    def _draw_lines(self, dpr: float) -> None:
        """Some rows of pixels, premultiplied."""
        theme, (beats, bars) = self.context.theme, self.context.guides.columns(self.context.viewport, dpr)
        key = (beats, bars, id(theme), width := round(self._width * dpr))
        if key == self._key:
            return
        self._key = key
        thickness = np.arange(max(round(dpr), 1))  # a logical pixel
        row = np.zeros(width, np.uint32)
        for lines, colour, most in ((beats, theme.beat, 0.22), (bars, theme.downbeat, 0.4)):
            inside = (lines.columns >= 0) & (lines.columns <= width - thickness.size)
            columns, opacity = lines.columns[inside], np.rint(lines.strength[inside] * most * 255)
            ink = np.zeros(columns.size, np.uint32)
            for shift, level in ((24, 255), (16, colour.red()), (8, colour.green()), (0, colour.blue())):
                ink |= np.rint(opacity * level / 255).astype(np.uint32) << np.uint32(shift)
            row[columns[:, None] + thickness] = ink[:, None]
        rows = np.repeat(row[None], _BAND, axis=0)
        self._lines = QImage(rows.data, width, _BAND, QImage.Format.Format_ARGB32_Premultiplied).copy()


class SpanItem(Overlay):
    """A span of time: the selection or the loop; ``share`` of its colour's opacity."""

    def __init__(self, context: LaneContext, role: str, share: float = 1.0) -> None:
        super().__init__(context, SPAN_Z)
        self._role, self._share = role, share
        self.start, self.end = 0.0, 0.0

    def set_span(self, start: float, end: float) -> None:
        """s; equal where there is no span."""
        if (start, end) != (self.start, self.end):
            self.prepareGeometryChange()
            self.start, self.end = start, end
            self.update()

    def moved_view(self) -> None:
        """The view changed, and the rectangle with it."""
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        """The span as far as it is in view."""
        view = self.context.viewport
        left = max(view.time_to_px(self.start), -2.0)
        right = min(view.time_to_px(self.end), self._width + 2.0)
        if self.end <= self.start or right <= left:
            return QRectF()
        return QRectF(left, 0, right - left, self._height).adjusted(-1, 0, 1, 0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """A tint with a line at each end, and a hairline of the ground beside it."""
        rect = self.boundingRect()
        if rect.isEmpty():
            return
        rect.adjust(1, 0, -1, 0)
        colour: QColor = getattr(self.context.theme, self._role)
        painter.fillRect(rect, with_alpha(colour, colour.alphaF() * self._share))
        edge, halo = with_alpha(colour, 0.9), with_alpha(self.context.theme.background, HALO)
        for x, ink in ((rect.left() - 1, halo), (rect.left(), edge), (rect.right() - 1, edge), (rect.right(), halo)):
            painter.fillRect(QRectF(x, 0, 1, self._height), ink)


class LineItem(Overlay):
    """A vertical line at a time or at a pixel: playhead, or hover line. Only its strip is repainted as it moves."""

    def __init__(self, context: LaneContext, role: str, z: float, width: float, alpha: float = 1.0) -> None:
        super().__init__(context, z)
        self._role, self._line, self._alpha = role, width, alpha
        self.setVisible(False)

    def boundingRect(self) -> QRectF:
        """A narrow strip about x = 0."""
        return QRectF(-self._line / 2 - 1, 0, self._line + 2, self._height)

    def move_to(self, x: float | None) -> None:
        """Logical pixels; None hides it."""
        if x is None or not -4 <= x <= self._width + 4:
            self.setVisible(False)
            return
        self.setPos(x, 0)
        self.setVisible(True)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The line; a thick one between hairlines of the ground, so that it shows on whatever it runs over."""
        colour = getattr(self.context.theme, self._role)
        if self._line > 1:
            halo = with_alpha(self.context.theme.background, HALO)
            painter.fillRect(QRectF(-self._line / 2 - 1, 0, self._line + 2, self._height), halo)
        painter.fillRect(
            QRectF(-self._line / 2, 0, self._line, self._height),
            colour if self._alpha == 1.0 else with_alpha(colour, self._alpha),
        )


class GhostItem(Overlay):
    """Beats that are only thought of: dashed lines over all lanes, downbeats strong, thinned out like the guides."""

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context, GHOST_Z)
        self._grid = bar_grid(Events())
        self._ranks = phrase_ranks(self._grid)
        self._name = ""
        self.setVisible(False)

    def show_beats(self, beats: Events | None, name: str = "") -> None:
        """Show beats and what they are called; None hides them."""
        self._grid = bar_grid(beats or Events())
        self._ranks = phrase_ranks(self._grid)
        self._name = name
        self.setVisible(beats is not None)
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The lines, and the name at the top left."""
        theme, view = self.context.theme, self.context.viewport
        lines = guide_lines(self._grid, view, self._ranks)
        for times, alpha, width in ((lines.beats, 0.6 * lines.beat_strength, 1), (lines.bars, 0.9, 2)):
            pen = QPen(with_alpha(theme.accent, alpha), width, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([5 / width, 3 / width])
            painter.setPen(pen)
            for x in np.round(view.time_to_px(times)).tolist():  # type: ignore[arg-type]
                painter.drawLine(QPointF(x + width / 2, 0), QPointF(x + width / 2, self._height))
        if self._name:
            draw_chip(painter, self.context, QPointF(0, 10), self._name, self._width)


class DragItem(Overlay):
    """The markers that are being dragged, where they would land, with the time of the one that was grabbed."""

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context, DRAG_Z)
        self._places: list[float] = []
        self._grabbed: float | None = None
        self._text = ""
        self._snapped = False

    def show_at(self, places: list[float], grabbed: float, text: str, snapped: bool) -> None:
        """Times in s of all of them, the time of the one under the pointer, its label, and whether it snapped."""
        self._places, self._grabbed, self._text, self._snapped = places, grabbed, text, snapped
        self.update()

    def clear(self) -> None:
        """Nothing is dragged any more."""
        if self._grabbed is not None:
            self._places, self._grabbed = [], None
            self.update()

    @property
    def is_showing(self) -> bool:
        """Whether something is being dragged."""
        return self._grabbed is not None

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Handles, and a label beside the grabbed one."""
        if self._grabbed is None:
            return
        theme, view = self.context.theme, self.context.viewport
        colour = theme.ok if self._snapped else theme.accent
        for time in self._places:
            x = view.time_to_px(time)
            if -8 <= x <= self._width + 8:
                draw_handle(painter, x, self._height, colour)
        draw_chip(painter, self.context, QPointF(view.time_to_px(self._grabbed), 14), self._text, self._width)


class HoverLabel(Overlay):
    """The value under the pointer, on a small card beside it."""

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context, LABEL_Z)
        self._text = ""
        self._at = QPointF()
        self._asked = (QPointF(), "")
        self._rect = QRectF()

    def show_at(self, at: QPointF, text: str) -> None:
        """Put the card beside a point of the lanes; "" hides it."""
        if (at, text) == self._asked:
            return
        self.prepareGeometryChange()
        self._at, self._text = QPointF(at), text
        rect = chip_rect(at, text, self._width) if text else QRectF()
        if rect.bottom() > self._height - 2:  # above the pointer where there is no room below it
            self._at = QPointF(at.x(), max(at.y() - rect.height() - 28, 2.0))
            rect.moveTop(self._at.y())
        self._rect = rect.adjusted(-2, -2, 2, 2) if text else rect
        self._asked = (QPointF(at), text)
        self.update()

    def boundingRect(self) -> QRectF:
        """The card."""
        return self._rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The card."""
        if self._text:
            draw_chip(painter, self.context, self._at, self._text, self._width)


def chip_rect(at: QPointF, text: str, width: float) -> QRectF:
    """Where `draw_chip` puts its card: right of the point, or left of it where there is no room."""
    from PySide6.QtGui import QFontMetricsF

    metrics, lines = QFontMetricsF(small_font()), text.split("\n")
    size_x = max(metrics.horizontalAdvance(line) for line in lines) + 14
    size_y = metrics.height() * len(lines) + 6
    x = at.x() + 12
    if x + size_x > width - 4:
        x = at.x() - 12 - size_x
    return QRectF(round(max(x, 4.0)), round(max(at.y(), 2.0)), round(size_x), round(size_y))


def draw_chip(painter: QPainter, context: LaneContext, at: QPointF, text: str, width: float) -> None:
    """A short text of one line or more on a rounded card beside a point."""
    theme = context.theme
    rect = chip_rect(at, text, width)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(small_font())
    painter.setPen(QPen(theme.border_strong, 1))
    painter.setBrush(with_alpha(theme.surface_raised, 0.95))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme.text)
    across = Qt.AlignmentFlag.AlignLeft if "\n" in text else Qt.AlignmentFlag.AlignHCenter
    painter.drawText(rect.adjusted(7, 0, -7, 0), across | Qt.AlignmentFlag.AlignVCenter | _NO_CLIP, text)
    painter.restore()


def triangle(x: float, top: float, size: float) -> QPolygonF:
    """A triangle that points down at x; the playhead's head."""
    return QPolygonF([QPointF(x - size, top), QPointF(x + size, top), QPointF(x, top + size * 1.2)])
