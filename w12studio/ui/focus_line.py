"""A line that shows that keys go to the lanes: they are one picture, and have no frame of their own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from w12studio.ui.lanes.base import LaneContext
from w12studio.ui.sizes import em


class FocusLine(QWidget):
    """Lies along the lower edge of the widget above one that has the focus.

    Parameters
    ----------
    context : LaneContext
        For the colour.
    watched : QWidget
        Whose focus is shown.
    above : QWidget
        A sibling; the line lies over it, since over the lanes it would be drawn anew with every frame.
    """

    def __init__(self, context: LaneContext, watched: QWidget, above: QWidget) -> None:
        super().__init__(above.parentWidget())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._context, self._above = context, above
        watched.installEventFilter(self)
        above.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come, go, and keep to the edge."""
        kind = event.type()
        if watched is self._above:
            if kind in (QEvent.Type.Resize, QEvent.Type.Move):
                self._place()
        elif kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._place()
            self.setVisible(kind == QEvent.Type.FocusIn)
        return False

    def _place(self) -> None:
        edge, height = self._above.geometry(), em(2)
        self.setGeometry(edge.left(), edge.bottom() + 1 - height, edge.width(), height)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """All of it in the accent's colour."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self._context.theme.accent)
