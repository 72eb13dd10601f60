"""The rectangle of a rubber band."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from w12studio.ui.lanes.base import LaneContext
from w12studio.ui.lanes.overlay import DRAG_Z, Overlay, draw_chip
from w12studio.ui.raster import with_alpha


class RubberItem(Overlay):
    """A rectangle in pixels of the lanes, with a short text beside it."""

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context, DRAG_Z)
        self._rect: QRectF | None = None
        self._text = ""
        self.setVisible(False)

    def show_rect(self, rect: QRectF | None, text: str = "") -> None:
        """Show a rectangle; None hides it."""
        self._rect, self._text = rect, text
        self.setVisible(rect is not None)
        self.update()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """The rectangle and its text."""
        if self._rect is None:
            return
        accent = self.context.theme.accent
        painter.setPen(QPen(accent, 1))
        painter.setBrush(with_alpha(accent, 0.16))
        painter.drawRect(self._rect.adjusted(0.5, 0.5, -0.5, -0.5))
        draw_chip(painter, self.context, QPointF(self._rect.right(), self._rect.top()), self._text, self._width)
