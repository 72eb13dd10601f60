"""Loudness over time: momentary as an area, short-term as a line."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from w12studio.domain.analysis import LOUDNESS
from w12studio.domain.curves import Curve
from w12studio.ui.curve_columns import CurveColumns, column_spans
from w12studio.ui.lanes.base import LaneContext, Tick
from w12studio.ui.lanes.value_axis import RangedLane
from w12studio.ui.raster import mixed, paint_columns
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme

LOWEST_LUFS, HIGHEST_LUFS = -70.0, 0.0
_STEPS = (1, 2, 3, 6, 12, 24)


class LoudnessLane(RangedLane):
    """See the module; in LUFS after EBU R 128."""

    name = LOUDNESS
    title = later("Loudness")
    kinds = (LOUDNESS,)
    default_height = 60
    min_height = 40
    LOWEST, HIGHEST, MIN_RANGE = LOWEST_LUFS, HIGHEST_LUFS + 3, 6.0

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self._columns: tuple[CurveColumns, ...] = ()
        self._curve: Curve | None = None
        self._fitted = (-40.0, HIGHEST_LUFS)

    def refresh(self) -> None:
        """The loudness changed."""
        track = self.track
        curve = track.curve if track else None
        if curve is None or curve.values.ndim != 2 or not curve.values.shape[1]:
            self._columns, self._curve = (), None
        elif curve is not self._curve:
            self._curve = curve
            parts = [Curve(column, curve.frame_rate, curve.start, curve.unit) for column in curve.values.T[:2]]
            self._columns = tuple(CurveColumns(part) for part in parts)
            self._fitted = self._fit(curve.values)
        super().refresh()
        self.axis_changed.emit()

    @staticmethod
    def _fit(values: np.ndarray) -> tuple[float, float]:
        known = values[np.isfinite(values)]
        if not known.size:
            return -40.0, HIGHEST_LUFS
        low, high = (float(v) for v in np.percentile(known, [5, 100]))
        return max(min(low - 3, high - 18), LOWEST_LUFS), min(high + 2, HIGHEST_LUFS + 3)

    # -- values ------------------------------------------------------------------------------------------------

    def axis_ticks(self) -> list[Tick]:
        """Round numbers, at least 16 px apart."""
        if not self._columns:
            return []
        px = (self.height - 1) / (self.high - self.low)
        step = next((s for s in _STEPS if s * px >= 16), _STEPS[-1])
        numbers = np.arange(np.ceil(self.low / step), np.floor(self.high / step) + 1) * step
        return [Tick(self.y_of(float(n)), f"{n:g}") for n in numbers]

    def describe(self, time: float, y: float) -> str:
        """Momentary and short-term loudness at a time."""
        names = (tr("momentary"), tr("short-term"))
        values = [float(c.curve.at(time)) for c in self._columns]
        return "  ".join(f"{v:.1f} LUFS {n}" for v, n in zip(values, names, strict=False) if np.isfinite(v))

    def layout(self) -> object:
        """See `Lane.layout`."""
        return "curve" if self._columns else None

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        if not self._columns:
            track = self.track
            waiting = track is None or not track.complete
            message = "" if track is None else track.message
            self.draw_hint(
                painter, theme, tr("Waiting for the loudness…") if waiting else translated(message) or tr("No loudness")
            )
            return
        pixels, n = self.frame.pixels, self.frame.n_columns
        height = round((self.height - 1) * dpr)
        momentary = self._columns[0].columns(self.frame.view, dpr, n)
        top, _ = column_spans(momentary, self.low, self.high, height, 1.0)
        paint_columns(pixels[:height], top, np.full(n, height), mixed(theme.background, theme.waveform, 0.55))
        self.draw_row_lines(painter, theme.grid)
        if len(self._columns) > 1:
            short = self._columns[1].columns(self.frame.view, dpr, n)
            top, bottom = column_spans(short, self.low, self.high, height, 1.6 * dpr)
            paint_columns(pixels[:height], top, bottom, theme.downbeat)
