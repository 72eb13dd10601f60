"""Lanes of a comparison: their sound and their layer, laid on our time.

Nothing in them can be picked or edited: they show what ours is compared with.
"""

from __future__ import annotations

import contextlib

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from w12studio.domain.analysis import BEATS, NOTES, PITCH, TRANSIENTS, Track
from w12studio.domain.comparing import DOWNBEATS, REGIONS
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.peaks import BASE_BLOCK, PeakPyramid
from w12studio.domain.timebase import format_clock
from w12studio.ui.comparing import Comparing
from w12studio.ui.comparison import Comparison
from w12studio.ui.curve_columns import CurveColumns, column_spans
from w12studio.ui.lanes.base import Lane, LaneContext, Tick
from w12studio.ui.lanes.layer_box import LayerBox
from w12studio.ui.lanes.markers import strongest_per_column, widened
from w12studio.ui.lanes.regions import section_colour, tonal_colour
from w12studio.ui.raster import mixed, paint_columns, shades
from w12studio.ui.summary import note_name
from w12studio.ui.texts import later, tr
from w12studio.ui.theme import Theme

#: Names of lanes; a number follows those of which there may be several.
SOUND_LANE, LAYER_LANE, DIFFERENCE_LANE = "compared_sound", "compared_layer", "difference"
_FILL = 0.34
#: Beats nearer to each other than this are not drawn where there are downbeats.
_LEAST_PX = 3
_LABEL_ROOM_PX = 14.0


class ComparedLane(Lane):
    """A lane of one of those that the recording is compared with."""

    def __init__(self, context: LaneContext, comparing: Comparing, comparison_id: int, place: int) -> None:
        super().__init__(context)
        self._comparing, self.comparison_id = comparing, comparison_id
        self.name = f"{type(self).name}{place or ''}"
        self._what = self.title
        if len(comparing.comparisons) > 1 and self.comparison is not None:  # which of them has to be seen at any height
            self.title = self.comparison.name

    @property
    def comparison(self) -> Comparison | None:
        """What it shows; None once that is gone."""
        return self._comparing.of(self.comparison_id)

    def subtitle(self) -> str:
        """What ours is compared with, or what of it, where the title says the former."""
        comparison = self.comparison
        return "" if comparison is None else comparison.name if self.title == self._what else self._what

    @property
    def has_news(self) -> bool:
        """Of several, the one that figures and difference are of."""
        return len(self._comparing.comparisons) > 1 and self.comparison is self._comparing.comparison


class ComparedSoundLane(ComparedLane):
    """The waveform of the other recording; it can be dragged while the alignment is adjusted."""

    name = SOUND_LANE
    title = later("Other sound")
    default_height = 60
    min_height = 30

    def __init__(self, context: LaneContext, comparing: Comparing, comparison_id: int, place: int) -> None:
        super().__init__(context, comparing, comparison_id, place)
        self._peaks: PeakPyramid | None = None

    def set_peaks(self, peaks: PeakPyramid | None) -> None:
        """Their waveform, as far as it is known."""
        self._peaks = peaks
        self.invalidate()

    def layout(self) -> object:
        """See `Lane.layout`."""
        return "columns" if self._peaks is not None else None

    def describe(self, time: float, y: float) -> str:
        """Their time at ours."""
        comparison = self.comparison
        if comparison is None:
            return ""
        return tr("theirs: {time}", time=format_clock(float(comparison.alignment.to_theirs(time))))

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        comparison = self.comparison
        rate = 0 if comparison is None else comparison.analysis.sample_rate
        if comparison is None or self._peaks is None or not rate:
            self.draw_hint(painter, theme, tr("Their sound is not here; their markers are."))
            return
        view, n = self.frame.view, self.frame.n_columns
        alignment = comparison.alignment
        start = float(alignment.to_theirs(view.start)) * rate
        step = view.seconds_per_px / dpr / alignment.rate * rate
        columns = self._peaks.columns(start, max(step, 1e-3), n)
        low, high = np.fmin.reduce(columns[:, :, 0], axis=1), np.fmax.reduce(columns[:, :, 1], axis=1)
        if step < BASE_BLOCK and comparison.audio is not None:
            with contextlib.suppress(OSError):  # its recording was taken out of the queue
                low, high = self._close(start, step, n)
        middle = (self.height - 1) * dpr / 2
        scale = middle - 2 * dpr
        painter.fillRect(QRectF(0, round((self.height - 1) / 2), self.frame.width, 1), theme.grid)
        upper, lower = middle - high * scale, middle - low * scale
        thin = np.maximum(dpr - (lower - upper), 0) / 2
        colour = mixed(theme.background, theme.category(2), 0.75)
        paint_columns(self.frame.pixels, upper - thin, lower + thin, colour)

    def _close(self, start: float, step: float, n: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Least and greatest of the samples themselves."""
        comparison = self.comparison
        assert comparison is not None and comparison.audio is not None
        audio = comparison.audio
        edges = np.floor(start + step * np.arange(n + 1)).astype(np.int64)
        first = int(np.clip(edges[0], 0, audio.n_samples))
        block = audio.read(first, int(np.clip(edges[-1] + 1, 0, audio.n_samples)))
        low, high = np.full(n, np.nan, np.float32), np.full(n, np.nan, np.float32)
        inside = (edges[:-1] >= first) & (edges[:-1] < first + block.shape[0])
        if inside.any():
            starts = edges[:-1][inside] - first
            low[inside] = np.minimum.reduceat(block.min(axis=1), starts)
            high[inside] = np.maximum.reduceat(block.max(axis=1), starts)
            low[1:], high[1:] = np.fmin(low[1:], high[:-1]), np.fmax(high[1:], low[:-1])
        return low, high


class ComparedLayerLane(ComparedLane):
    """Their version of the layer that is looked at: markers, notes, regions or a curve."""

    name = LAYER_LANE
    title = later("Theirs")
    default_height = 46
    min_height = 28

    def __init__(self, context: LaneContext, comparing: Comparing, comparison_id: int, place: int) -> None:
        super().__init__(context, comparing, comparison_id, place)
        self._curve: CurveColumns | None = None
        self._of: Curve | None = None
        self._range = (0.0, 1.0)

    @property
    def _layer(self) -> Track | None:
        return self._comparing.theirs(self.comparison_id)

    def make_control(self, parent: QWidget) -> QWidget:
        """A choice of the layer that is looked at."""
        return LayerBox(self._comparing, parent)

    def refresh(self) -> None:
        """Another layer, or another place of it."""
        track = self._layer
        curve = track.curve if track is not None and self._comparing.layer == PITCH else None
        if curve is None:
            self._curve, self._of = None, None
        elif curve is not self._of:
            with np.errstate(divide="ignore", invalid="ignore"):
                midi = 69 + 12 * np.log2(np.where(curve.values > 0, curve.values, np.nan) / 440)
            self._of, self._curve = curve, CurveColumns(curve, midi, max_step=1.5)
            known = midi[np.isfinite(midi)]
            low, high = np.percentile(known, [1, 99]) if known.size else (48.0, 72.0)
            self._range = (float(low) - 2, float(high) + 2)
        super().refresh()
        self.axis_changed.emit()

    def axis_ticks(self) -> list[Tick]:
        """Lowest and highest C of a pitch curve's range."""
        if self._curve is None:
            return []
        low, high = self._range
        notes = [n for n in range(0, 128, 12) if low <= n <= high]
        return [Tick((high - n) / (high - low) * (self.height - 1), note_name(n)) for n in notes]

    def layout(self) -> object:
        """See `Lane.layout`; labels of regions stick to the edge of the view."""
        return None if self._comparing.layer in REGIONS else "marks"

    def describe(self, time: float, y: float) -> str:
        """What theirs has at a time."""
        track, layer, view = self._layer, self._comparing.layer, self.context.viewport
        if track is None:
            return ""
        if self._curve is not None:
            value = float(self._curve.curve.at(time))
            return f"{value:.1f} Hz" if np.isfinite(value) else tr("unvoiced")
        index = track.events.at_or_before(time) if layer in REGIONS else track.events.nearest(time)
        if index < 0:
            return ""
        event = track.events[index]
        if layer in REGIONS:
            return event.label if event.end > time else ""
        near = abs(event.time - time) <= max(20 * view.seconds_per_px, 0.02)
        if not near:
            return ""
        at = format_clock(event.time)
        if layer in (BEATS, DOWNBEATS) and event.value is not None:
            return tr("theirs at {time}, place {place}", time=at, place=f"{event.value:.0f}")
        return tr("theirs at {time}", time=at)

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        track, layer = self._layer, self._comparing.layer
        if track is None:
            self.draw_hint(painter, theme, tr("It has no such layer."))
        elif layer in REGIONS:
            self._draw_regions(painter, theme, dpr, track.events)
        elif self._curve is not None:
            columns = self._curve.columns(self.frame.view, dpr, self.frame.n_columns)
            height = round((self.height - 1) * dpr)
            top, bottom = column_spans(columns, *self._range, height, 1.6 * dpr)
            paint_columns(self.frame.pixels[:height], top, bottom, theme.pitch_high)
        elif layer == NOTES:
            self._draw_notes(painter, theme, track.events)
        else:
            self._draw_marks(theme, dpr, track.events, layer)

    def _draw_marks(self, theme: Theme, dpr: float, events: Events, layer: str) -> None:
        view, n = self.frame.view, self.frame.n_columns
        x = view.time_to_px(events.times) * dpr  # type: ignore[arg-type]
        height = round((self.height - 1) * dpr)
        down = events.values == 1 if layer in (BEATS, DOWNBEATS) else np.zeros(len(events), dtype=bool)
        plain = theme.transient if layer == TRANSIENTS else theme.beat
        span = events.span(view.start, view.end)
        crowded = bool(down.any()) and (span.stop - span.start) * _LEAST_PX > self.frame.width
        for chosen, colour, share, wide in ((~down, plain, 0.3, 1), (down, theme.downbeat, 0.0, 2)):
            if wide == 1 and (layer == DOWNBEATS or crowded):
                continue
            mine = np.asarray(x)[chosen]
            columns = widened(strongest_per_column(mine, np.ones(mine.size), n), round(dpr) * wide)
            inks = np.full(n, shades(theme.background, colour, 8)[-1], dtype=np.uint32)
            top = np.where(np.isnan(columns), np.nan, round(share * height))
            paint_columns(self.frame.pixels, top, np.full(n, float(height)), inks)

    def _draw_notes(self, painter: QPainter, theme: Theme, events: Events) -> None:
        view = self.frame.view
        known = events.values[np.isfinite(events.values)]
        low, high = (float(known.min()) - 1, float(known.max()) + 1) if known.size else (0.0, 1.0)
        for event in events.rows(events.overlapping(view.start, view.end)):
            y = (high - (event.value or low)) / (high - low) * (self.height - 6)
            left, right = view.time_to_px(event.time), view.time_to_px(event.end)
            painter.fillRect(QRectF(left, y, max(right - left, 2.0), 4), theme.note)

    def _draw_regions(self, painter: QPainter, theme: Theme, dpr: float, events: Events) -> None:
        view, pixels = self.frame.view, self.frame.pixels
        colour_of = section_colour if self._comparing.layer == "sections" else tonal_colour
        metrics = painter.fontMetrics()
        for event in events.rows(events.overlapping(view.start, view.end)):
            left, right = max(view.time_to_px(event.time), 0.0), min(view.time_to_px(event.end), self.frame.width)
            colour: QColor = colour_of(event.label, theme)
            columns = slice(round(left * dpr), max(round(right * dpr) - 1, round(left * dpr) + 1))
            pixels[: round((self.height - 1) * dpr), columns] = np.uint32(mixed(theme.background, colour, _FILL).rgb())
            pixels[: round(3 * dpr), columns] = np.uint32(colour.rgb())
            if right - left > _LABEL_ROOM_PX:
                painter.setPen(theme.text)
                text = metrics.elidedText(event.label, Qt.TextElideMode.ElideRight, int(right - left - 8))
                painter.drawText(QPointF(left + 4, (self.height + metrics.capHeight()) / 2), text)
