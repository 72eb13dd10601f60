"""The whole recording in a strip, with the part in view as a box that can be dragged and resized.

A line along its bottom glows where the beats are doubtful.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from w12studio.domain.analysis import BEATS
from w12studio.ui.doubt import doubt_columns
from w12studio.ui.lanes.base import LaneContext
from w12studio.ui.raster import blended, image_pixels, paint_columns, with_alpha
from w12studio.ui.sizes import OF_OVERVIEW, em
from w12studio.ui.texts import tr
from w12studio.ui.viewport import Viewport

EDGE_PX = 5
MIN_BOX_PX = 8.0
HEIGHT_PX = 44
DOUBT_PX = 3


class Overview(QWidget):
    """Click outside of the box centres the view there; drag the box to pan, its edges to zoom."""

    #: a Viewport to show
    view_requested = Signal(object)
    #: the user begins to move the view (for the way back)
    move_started = Signal()
    wheel_turned = Signal(object)

    def __init__(self, context: LaneContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._context = context
        self._playhead: float | None = None
        self._revision = 0
        self._key: object = None
        self._picture = QPixmap()
        self._grip: str = ""
        self._grip_offset = 0.0
        self.setFixedHeight(em(HEIGHT_PX, OF_OVERVIEW))
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Overview"))
        self.setAccessibleDescription(tr("The whole recording; drag the box to move the view, its edges to zoom."))

    def refresh(self) -> None:
        """The waveform, the beats or the selection changed."""
        self._revision += 1
        self.update()

    def set_playhead(self, time: float | None) -> None:
        """s; None hides it."""
        for place in (self._playhead, time):
            if place is not None:
                self.update(int(self._x(place)) - 2, 0, 5, self.height())
        self._playhead = time

    # -- geometry ----------------------------------------------------------------------------------------------

    def _x(self, time: float) -> float:
        return time / max(self._context.viewport.duration, 1e-9) * self.width()

    def _time(self, x: float) -> float:
        return x / max(self.width(), 1) * self._context.viewport.duration

    def box(self) -> QRectF:
        """The part in view; never narrower than can be grabbed."""
        view = self._context.viewport
        left, right = self._x(max(view.start, 0.0)), self._x(min(view.end, view.duration))
        if right - left < MIN_BOX_PX:
            middle = min(max((left + right) / 2, MIN_BOX_PX / 2), self.width() - MIN_BOX_PX / 2)
            left, right = middle - MIN_BOX_PX / 2, middle + MIN_BOX_PX / 2
        return QRectF(left, 0, right - left, self.height() - 2 - DOUBT_PX)

    def grip_at(self, x: float) -> str:
        """What a drag at x would do: "start" or "end" (an edge), "box", or "" (jump there)."""
        box, view = self.box(), self._context.viewport
        everything = view.span >= view.duration * 0.999
        if abs(x - box.left()) <= EDGE_PX and (box.width() > 3 * EDGE_PX or x < box.left()):
            return "start"
        if abs(x - box.right()) <= EDGE_PX and (box.width() > 3 * EDGE_PX or x > box.right()):
            return "end"
        return "box" if box.left() <= x <= box.right() and not everything else ""

    # -- painting ----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """The kept picture, and box and playhead on it."""
        theme, session = self._context.theme, self._context.session
        dpr = self.devicePixelRatioF()
        key = (self._revision, self.size().toTuple(), id(theme), dpr, self._context.viewport.duration)
        if key != self._key:
            self._picture = QPixmap(self.size() * dpr)
            self._picture.setDevicePixelRatio(dpr)
            self._picture.fill(theme.background)
            with QPainter(self._picture) as painter:
                self._draw_waveform(painter, dpr)
            self._key = key
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)
            if session.analysis is None:
                return
            self._draw_box(painter)
            if self._playhead is not None:
                painter.fillRect(QRectF(round(self._x(self._playhead)), 0, 1, self.height() - 1), theme.playhead)

    def _draw_waveform(self, painter: QPainter, dpr: float) -> None:
        session, theme = self._context.session, self._context.theme
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.border)
        if session.peaks is None or session.analysis is None:
            return
        n_columns, height = round(self.width() * dpr), round((self.height() - 1) * dpr)
        step = session.analysis.audio.n_samples / max(n_columns, 1)
        if step <= 0:
            return
        columns = session.peaks.columns(0.0, step, n_columns)
        low, high = columns[:, :, 0].min(axis=1), columns[:, :, 1].max(axis=1)
        reach = (height / 2 - 4 * dpr) / max(float(np.nan_to_num(np.fmax(high, -low)).max(initial=0.0)), 0.05)
        top, bottom = height / 2 - high * reach, height / 2 - low * reach
        thin = np.maximum(dpr - (bottom - top), 0) / 2
        strip = QImage(n_columns, height, QImage.Format.Format_RGB32)
        strip.setDevicePixelRatio(dpr)
        strip.fill(theme.background)
        pixels = image_pixels(strip)
        paint_columns(pixels, top - thin, bottom + thin, theme.waveform)
        doubt = doubt_columns(session.analysis.events(BEATS), self._context.viewport.fitted(), n_columns)
        rows = pixels[-round(DOUBT_PX * dpr) :]
        rows[:] = blended(rows, np.uint32(theme.warning.rgb()), doubt)
        painter.drawImage(0, 0, strip)
        if session.selection.has_span:
            left, right = self._x(session.selection.start), self._x(session.selection.end)
            painter.fillRect(QRectF(left, 0, max(right - left, 1), self.height() - 1), theme.selection)

    def _draw_box(self, painter: QPainter) -> None:
        theme, box = self._context.theme, self.box()
        veil = with_alpha(theme.background, 0.6)
        painter.fillRect(QRectF(0, 0, box.left(), box.height()), veil)
        painter.fillRect(QRectF(box.right(), 0, self.width() - box.right(), box.height()), veil)
        painter.fillRect(box, theme.hover)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.accent, 1.5))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        if box.width() > 24:
            painter.setPen(QPen(theme.accent, 2))
            middle = box.center().y()
            for x in (box.left() + 4.5, box.right() - 4.5):
                painter.drawLine(round(x), round(middle - 5), round(x), round(middle + 5))

    # -- pointer -----------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the box or an edge, or jump."""
        if event.button() != Qt.MouseButton.LeftButton or self._context.session.analysis is None:
            return
        x, view = event.position().x(), self._context.viewport
        self.move_started.emit()
        self._grip = self.grip_at(x)
        if not self._grip:
            self.view_requested.emit(view.centred_on(self._time(x)))
            self._grip = "box"
            view = self._context.viewport
        self._grip_offset = self._time(x) - (view.end if self._grip == "end" else view.start)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what was taken hold of."""
        x = event.position().x()
        if not self._grip:
            shapes = {
                "start": Qt.CursorShape.SizeHorCursor,
                "end": Qt.CursorShape.SizeHorCursor,
                "box": Qt.CursorShape.OpenHandCursor,
                "": Qt.CursorShape.PointingHandCursor,
            }
            self.setCursor(shapes[self.grip_at(x)])
            return
        self.view_requested.emit(self._dragged(self._time(x) - self._grip_offset))

    def _dragged(self, time: float) -> Viewport:
        view = self._context.viewport
        least = view.duration / max(self.width(), 1) * 2
        if self._grip == "start":
            return view.showing(min(max(time, 0.0), view.end - least), view.end)
        if self._grip == "end":
            return view.showing(view.start, max(min(time, view.duration), view.start + least))
        return view.panned((time - view.start) / view.seconds_per_px)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom or pan as over the lanes, about the place under the pointer."""
        self.wheel_turned.emit(event)
        event.accept()
