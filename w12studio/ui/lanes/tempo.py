"""Tempo over time, in beats per minute."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from w12studio.domain.analysis import TEMPO
from w12studio.domain.events import Events
from w12studio.ui.curve_columns import CurveColumns, column_spans
from w12studio.ui.lanes.base import LaneContext, Tick
from w12studio.ui.lanes.value_axis import RangedLane
from w12studio.ui.raster import mixed, paint_columns
from w12studio.ui.smoothing import SmoothingSlider
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme

_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200)


class TempoLane(RangedLane):
    """The tempo curve, and the regions over which one tempo holds behind it."""

    name = "tempo"
    title = later("Tempo")
    kinds = (TEMPO,)
    default_height = 110
    min_height = 44
    LOWEST, HIGHEST, MIN_RANGE = 0.0, 1000.0, 2.0

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self._curve: CurveColumns | None = None
        self._fitted = (60.0, 180.0)

    @property
    def regions(self) -> Events:
        """Spans with one tempo each."""
        track = self.track
        return track.events if track else Events()

    def refresh(self) -> None:
        """The tempo changed."""
        track = self.track
        curve = track.curve if track else None
        if curve is None or curve.values.ndim != 1:
            self._curve = None
        elif self._curve is None or self._curve.curve is not curve:
            self._curve = CurveColumns(curve)
        self._fitted = self._fit()
        super().refresh()
        self.axis_changed.emit()

    def _fit(self) -> tuple[float, float]:
        values = self._curve.values if self._curve is not None else self.regions.values
        values = values[np.isfinite(values)]
        if values.size == 0:
            return 60.0, 180.0
        low, middle, high = (float(v) for v in np.percentile(values, [1, 50, 99]))
        pad = max((high - low) * 0.25, middle * 0.06, 1.0)
        return max(low - pad, 0.0), high + pad

    # -- values ------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """See `Lane.state`; the tempo's range is the recording's own and is not remembered."""
        return {"smoothing": self.context.session.tempo_smoothing}

    def restore(self, state: dict[str, object]) -> None:
        """See `Lane.restore`."""
        beats = state.get("smoothing")
        if isinstance(beats, int) and not isinstance(beats, bool):
            self.context.session.set_tempo_smoothing(beats)
        self.invalidate()

    def make_control(self, parent: QWidget) -> QWidget:
        """See `Lane.make_control`."""
        return SmoothingSlider(self.context.session, parent)

    def axis_ticks(self) -> list[Tick]:
        """Round tempi, at least 18 px apart."""
        if self._curve is None and len(self.regions) == 0:
            return []
        px_per_bpm = (self.height - 1) / (self.high - self.low)
        step = next((s for s in _STEPS if s * px_per_bpm >= 18), _STEPS[-1])
        numbers = np.arange(np.ceil(self.low / step), np.floor(self.high / step) + 1) * step
        return [Tick(self.y_of(float(n)), f"{n:g}") for n in np.round(numbers, 6)]

    def describe(self, time: float, y: float) -> str:
        """Tempo at a time."""
        if self._curve is not None:
            bpm = float(self._curve.curve.at(time))
        else:
            index = self.regions.at_or_before(time)
            bpm = float(self.regions.values[index]) if index >= 0 else float("nan")
        return f"{bpm:.2f} BPM" if np.isfinite(bpm) else ""

    def layout(self) -> object:
        """See `Lane.layout`."""
        return "curve" if self._curve is not None else None

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        if self._curve is None and len(self.regions) == 0:
            track = self.track
            waiting = track is None or not track.complete
            message = "" if track is None else track.message
            self.draw_hint(
                painter, theme, tr("Waiting for the tempo…") if waiting else translated(message) or tr("No tempo found")
            )
            return
        view = self.frame.view
        if self._curve is None:
            self.draw_row_lines(painter, theme.grid)
            for i in self.regions.overlapping(view.start, view.end).tolist():
                event = self.regions[i]
                left, right = view.time_to_px(event.time), view.time_to_px(event.end)
                y = self.y_of(event.value or 0.0)
                painter.fillRect(QRectF(left, y - 1, max(right - left, 1), 2), theme.tempo)
            return
        pixels, n_columns = self.frame.pixels, self.frame.n_columns
        height = round((self.height - 1) * dpr)
        columns = self._curve.columns(view, dpr, n_columns)
        top, bottom = column_spans(columns, self.low, self.high, height, 1.6 * dpr)
        ground = mixed(theme.background, theme.tempo, 0.1)
        paint_columns(pixels[:height], top, np.full(n_columns, height), ground)
        self.draw_row_lines(painter, theme.grid)
        paint_columns(pixels[:height], top, bottom, theme.tempo)
