"""The timeline as a printed sheet: lines of whole bars under each other like a score, as a PDF of vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen, QPolygonF

from w12studio.domain.analysis import CHORDS, KINDS, METER, SECTIONS, TRANSIENTS, Analysis
from w12studio.domain.peaks import PeakPyramid
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import BarGrid, format_clock
from w12studio.ui import summary
from w12studio.ui.lanes.regions import section_colour
from w12studio.ui.raster import mixed
from w12studio.ui.theme import LIGHT

#: Points (1/72 inch) throughout.
_MARGIN, _LABEL, _HEADER, _FOOTER = 40.0, 36.0, 46.0, 18.0
_BAND, _CHORD, _NUMBER, _WAVE, _TICKS, _GAP = 11.0, 12.0, 10.0, 34.0, 9.0, 12.0
_RESOLUTION = 300
#: s that a line should last, about, and columns of its waveform.
_LINE_S = 12.0
_COLUMNS = 900

#: s -> points from the left edge of the page.
Place = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet: a span in s, and its width as a share of the full one."""

    start: float
    end: float
    share: float = 1.0


def lines_of(analysis: Analysis) -> list[Line]:
    """Lines of as many whole bars (1, 2, 4, 8 or 16) as last about 12 s; of 12 s where no bars are known.

    What lies before the first downbeat belongs to the first line. The last line is as wide as it lasts.
    """
    duration = analysis.duration
    grid = _grid(analysis)
    downbeats = grid.times[grid.is_downbeat]
    downbeats = downbeats[(downbeats > 0) & (downbeats < duration)]
    edges = np.zeros(0)
    if downbeats.size >= 2:
        bar = float(np.median(np.diff(downbeats)))
        count = min((1, 2, 4, 8, 16), key=lambda n: abs(np.log(n * bar / _LINE_S)))
        edges = downbeats[count::count]
    bounds = [0.0, *edges.tolist(), duration]
    for a, b in pairwise(tuple(bounds)):
        if b - a > 3 * _LINE_S:  # a stretch without bars would be squeezed into one line
            bounds += np.arange(a + _LINE_S, b - 1, _LINE_S).tolist()
    bounds = sorted(bounds)
    bounds = [b for a, b in pairwise([-1.0, *bounds]) if b - a > 0.05 or b == duration]
    lasts = np.diff(bounds)
    usual = float(np.median(lasts)) if lasts.size else 1.0
    shares = np.where(np.arange(lasts.size) == lasts.size - 1, np.minimum(lasts / usual, 1.0), 1.0)
    return [Line(a, b, float(s)) for (a, b), s in zip(pairwise(bounds), shares, strict=True)]


def render(analysis: Analysis, peaks: PeakPyramid | None) -> QByteArray:
    """The sheet as a PDF on A4.

    Parameters
    ----------
    analysis : Analysis
    peaks : PeakPyramid or None
        Without it lines have no waveform.
    """
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    writer.setResolution(_RESOLUTION)
    writer.setTitle(_title(analysis))
    writer.setCreator("W12 Studio")
    painter = QPainter(writer)
    painter.scale(_RESOLUTION / 72, _RESOLUTION / 72)
    try:
        _Sheet(analysis, peaks, painter, writer).draw()
    finally:
        painter.end()
        buffer.close()
    return content


def _grid(analysis: Analysis) -> BarGrid:
    return summary.bars_beats_of(analysis)


def _title(analysis: Analysis) -> str:
    return Path(analysis.audio.path.replace("\\", "/")).stem


def _font(size: float, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(max(round(size * 10), 1))  # ten times as large, so that halves are kept: see `_text`
    font.setBold(bold)
    return font


class _Sheet:
    """Draws all pages. A4 is 595 x 842 points."""

    def __init__(self, analysis: Analysis, peaks: PeakPyramid | None, painter: QPainter, writer: QPdfWriter) -> None:
        self._analysis, self._peaks, self._painter, self._writer = analysis, peaks, painter, writer
        self._grid = _grid(analysis)
        page = writer.pageLayout().fullRectPoints()
        self._page = QRectF(0, 0, page.width(), page.height())
        self._left, self._right = _MARGIN + _LABEL, self._page.width() - _MARGIN
        self._has_sections = len(analysis.events(SECTIONS)) > 0
        self._has_chords = len(analysis.events(CHORDS)) > 0
        self._height = (
            (_BAND if self._has_sections else 0) + (_CHORD if self._has_chords else 0) + _NUMBER + _WAVE + _TICKS + _GAP
        )

    def draw(self) -> None:
        """Every page."""
        lines = lines_of(self._analysis)
        room = self._page.height() - 2 * _MARGIN - _FOOTER
        first = max(int((room - _HEADER) // self._height), 1)
        rest = max(int(room // self._height), 1)
        pages = [lines[:first]] + [lines[i : i + rest] for i in range(first, len(lines), rest)]
        for number, page in enumerate(pages, 1):
            y = _MARGIN
            if number == 1:
                self._draw_header(y)
                y += _HEADER
            else:
                self._writer.newPage()
            for line in page:
                self._draw_line(line, y)
                y += self._height
            place = f"{number} / {len(pages)}"
            bottom = self._page.height() - _MARGIN
            self._text(place, self._right, bottom, 8, LIGHT.text_muted, Qt.AlignmentFlag.AlignRight)

    def _draw_header(self, y: float) -> None:
        analysis = self._analysis
        self._text(_title(analysis), _MARGIN, y + 14, 16, LIGHT.text, bold=True)
        known = (
            summary.tempo_text(analysis), summary.meter_text(analysis), summary.key_text(analysis),
            format_clock(analysis.duration, 0),
        )  # fmt: skip
        self._text("   ".join(x for x in known if x), _MARGIN, y + 29, 9.5, LIGHT.text_muted)

    # -- a line ------------------------------------------------------------------------------------------------

    def _draw_line(self, line: Line, top: float) -> None:
        width = (self._right - self._left) * line.share
        scale = width / (line.end - line.start)

        def x_of(time: float) -> float:
            return self._left + (min(max(time, line.start), line.end) - line.start) * scale

        y = top
        if self._has_sections:
            self._draw_regions(line, x_of, y)
            y += _BAND
        if self._has_chords:
            self._draw_chords(line, x_of, y)
            y += _CHORD
        wave = y + _NUMBER
        self._draw_wave(line, wave, width)
        self._draw_beats(line, x_of, y, wave)
        self._draw_ticks(line, x_of, wave + _WAVE)
        self._text(format_clock(line.start, 1), _MARGIN, wave + _WAVE / 2 + 3, 8, LIGHT.text_muted)

    def _draw_regions(self, line: Line, x_of: Place, top: float) -> None:
        events = self._analysis.events(SECTIONS)
        for i in events.overlapping(line.start, line.end).tolist():
            event = events[i]
            left, right = x_of(event.time), x_of(event.end) - 1
            colour = section_colour(event.label, LIGHT)
            self._painter.fillRect(QRectF(left, top, right - left, _BAND - 2), mixed(QColor("white"), colour, 0.35))
            if right - left > 8:
                self._text(event.label, left + 3, top + 7.5, 7.5, LIGHT.text, bold=True, room=right - left - 4)

    def _draw_chords(self, line: Line, x_of: Place, top: float) -> None:
        events = self._analysis.events(CHORDS)
        taken = -np.inf
        for i in events.overlapping(line.start, line.end).tolist():
            event = events[i]
            x = x_of(event.time)
            if event.label and event.label != "N" and x >= taken:
                taken = x + self._text(event.label, x, top + 9, 8.5, LIGHT.text) + 2

    def _draw_wave(self, line: Line, top: float, width: float) -> None:
        middle = top + _WAVE / 2
        self._painter.setPen(QPen(LIGHT.border, 0.4))
        self._painter.drawLine(QPointF(self._left, middle), QPointF(self._left + width, middle))
        if self._peaks is None:
            return
        count = max(round(_COLUMNS * width / (self._right - self._left)), 2)
        rate = self._analysis.sample_rate
        columns = self._peaks.columns(line.start * rate, (line.end - line.start) * rate / count, count)
        low, high = np.nan_to_num(columns[:, :, 0].min(axis=1)), np.nan_to_num(columns[:, :, 1].max(axis=1))
        x = self._left + np.arange(count) * width / count
        upper = [QPointF(a, middle - min(max(b, 0), 1) * _WAVE / 2) for a, b in zip(x, high.tolist(), strict=True)]
        lower = [QPointF(a, middle - max(min(b, 0), -1) * _WAVE / 2) for a, b in zip(x, low.tolist(), strict=True)]
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(LIGHT.waveform)
        self._painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _draw_beats(self, line: Line, x_of: Place, top: float, wave: float) -> None:
        times, down, bars = self._grid.times, self._grid.is_downbeat, self._grid.bars
        chosen = np.flatnonzero((times >= line.start - 1e-6) & (times < line.end - 1e-6))
        free = -np.inf
        for i in chosen.tolist():
            x = x_of(float(times[i]))
            colour = LIGHT.downbeat if down[i] else LIGHT.beat
            self._painter.setPen(QPen(colour, 0.9 if down[i] else 0.35))
            self._painter.drawLine(QPointF(x, wave if down[i] else wave + 4), QPointF(x, wave + _WAVE))
            if down[i] and x >= free:
                number = f"{bars[i]}{self._meter_at(float(times[i]))}"
                free = x + self._text(number, x + 1, top + 7.5, 7, LIGHT.downbeat) + 3

    def _meter_at(self, time: float) -> str:
        """The meter where it begins to hold, e.g. "  3/4"."""
        events = self._analysis.events(METER)
        near = np.flatnonzero(np.abs(events.times - time) < 0.05)
        first = self._grid.times[self._grid.is_downbeat][:1]
        if not near.size and len(events) and first.size and abs(first[0] - time) < 1e-6:
            return f"  {events.labels[0]}"
        return f"  {events.labels[int(near[0])]}" if near.size else ""

    def _draw_ticks(self, line: Line, x_of: Place, top: float) -> None:
        """Transients as small strokes, and layers of the user's own with their labels."""
        onsets = self._analysis.events(TRANSIENTS).between(line.start, line.end)
        self._painter.setPen(QPen(LIGHT.transient, 0.4))
        for time in onsets.times.tolist():
            self._painter.drawLine(QPointF(x_of(time), top + 1), QPointF(x_of(time), top + 3.5))
        for kind, track in self._analysis.tracks.items():
            if kind in KINDS or kind == PINS:
                continue
            for event in track.events.between(line.start, line.end):
                x = x_of(event.time)
                self._painter.setPen(QPen(LIGHT.accent, 0.8))
                self._painter.drawLine(QPointF(x, top - _WAVE), QPointF(x, top + 5))
                self._text(event.label, x + 1.5, top + 8.5, 6.5, LIGHT.accent)

    def _text(
        self,
        text: str,
        x: float,
        baseline: float,
        size: float,
        colour: QColor,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        bold: bool = False,
        room: float = 0.0,
    ) -> float:
        """Write a text from a point (or up to it) and give its width; with ``room`` it is elided to that."""
        painter, font = self._painter, _font(size, bold)
        metrics = QFontMetricsF(font, self._writer)
        if room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room * 10)
        width = metrics.horizontalAdvance(text) / 10
        painter.save()
        painter.translate(x - (width if alignment == Qt.AlignmentFlag.AlignRight else 0.0), baseline)
        painter.scale(0.1, 0.1)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QPointF(0, 0), text)
        painter.restore()
        return width
