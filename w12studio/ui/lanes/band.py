"""The band that is heard alone, over the spectrogram: what is silent is veiled, its limits carry Hz and note."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from w12studio.service.listening import Band
from w12studio.ui.lanes.base import LaneContext, small_font
from w12studio.ui.lanes.overlay import SPAN_Z, Overlay
from w12studio.ui.lanes.spectrogram import SpectrogramLane
from w12studio.ui.note_names import hz_to_midi, note_name
from w12studio.ui.raster import with_alpha

_VEIL = 0.62


def limit_text(hz: float) -> str:
    """For people, e.g. "440 Hz  A4"."""
    number = f"{hz / 1000:.1f} kHz" if hz >= 10_000 else f"{hz:.0f} Hz"
    return f"{number}  {note_name(float(hz_to_midi(hz)))}" if hz >= 16 else number


class BandItem(Overlay):
    """See the module; as tall as all lanes, but it paints only over the spectrogram."""

    def __init__(self, context: LaneContext, lane: SpectrogramLane) -> None:
        super().__init__(context, SPAN_Z + 0.4)
        self._lane = lane
        self.band: Band | None = None
        self.setVisible(False)
        lane.axis_changed.connect(self.update)

    def show_band(self, band: Band | None) -> None:
        """Show a band, or none."""
        if band != self.band:
            self.band = band
            self.setVisible(band is not None)
            self.update()

    def edges(self) -> tuple[float, float] | None:
        """y of the upper and of the lower limit in the lane, logical pixels; None without a band."""
        if self.band is None:
            return None
        return self._lane.y_at(self.band.high_hz), self._lane.y_at(self.band.low_hz)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Veils, limits and their names."""
        lane, theme, edges = self._lane, self.context.theme, self.edges()
        if edges is None or self.band is None or not lane.isVisible() or lane.collapsed:
            return
        width, height = float(lane.width), float(lane.height - 1)
        top, bottom = (min(max(y, 0.0), height) for y in edges)
        painter.save()
        painter.translate(0, lane.y())
        painter.setClipRect(QRectF(0, 0, width, height))
        veil = with_alpha(theme.background, _VEIL)
        painter.fillRect(QRectF(0, 0, width, top), veil)
        painter.fillRect(QRectF(0, bottom, width, height - bottom), veil)
        for y in (top, bottom):
            painter.fillRect(QRectF(0, round(y) - 1, width, 2), theme.accent)
        painter.setFont(small_font())
        metrics = QFontMetricsF(small_font())
        tall = metrics.height() + 2
        high_y = top - tall - 3 if top > tall + 4 else top + 3
        low_y = bottom + 3 if bottom + tall + 4 < height else bottom - tall - 3
        if low_y < high_y + tall + 1 and bottom - top < 2 * tall:  # no room for two, one above the other
            self._label(painter, metrics, 6, high_y, limit_text(self.band.high_hz))
            self._label(painter, metrics, 110, high_y, limit_text(self.band.low_hz))
        else:
            self._label(painter, metrics, 6, high_y, limit_text(self.band.high_hz))
            self._label(painter, metrics, 6, low_y, limit_text(self.band.low_hz))
        painter.restore()

    def _label(self, painter: QPainter, metrics: QFontMetricsF, x: float, y: float, text: str) -> None:
        theme = self.context.theme
        rect = QRectF(x, y, metrics.horizontalAdvance(text) + 12, metrics.height() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.accent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(rect, 4, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(theme.accent_text)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
