"""A curve reduced to pixel columns at any zoom; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.curves import Curve
from w12studio.ui.viewport import Viewport

FACTOR = 4


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """What a curve does in each device pixel column.

    Attributes
    ----------
    low, high : ndarray of float32, shape (n_columns,)
        Least and greatest value, NaN where there is none.
    confidence : ndarray of float32, shape (n_columns,)
        The greatest in the column, 0..1; 1 where the curve has none.
    """

    low: NDArray[np.float32]
    high: NDArray[np.float32]
    confidence: NDArray[np.float32]


class CurveColumns:
    """A pyramid of least and greatest values, so that an hour of curve costs no more than a second of it.

    Parameters
    ----------
    curve : Curve
        One-dimensional; NaN where it has no value.
    values : ndarray, shape (n_frames,), optional
        Shown in place of the curve's own, e.g. MIDI numbers for Hz.
    max_step : float
        Neighbours further apart than this are not joined by a line.
    """

    def __init__(self, curve: Curve, values: NDArray[np.floating] | None = None, max_step: float = np.inf) -> None:
        self.curve = curve
        self.max_step = max_step
        self.values = np.asarray(curve.values if values is None else values, dtype=np.float32)
        n = self.values.size
        sure = curve.confidence
        self.confidence = np.ones(n, np.float32) if sure is None else np.nan_to_num(sure).astype(np.float32)
        self._levels = [(self.values, self.values, self.confidence)]
        while self._levels[-1][0].size > 512:
            low, high, sure = self._levels[-1]
            self._levels.append((_fewer(np.fmin, low), _fewer(np.fmax, high), _fewer(np.maximum, sure)))

    def columns(self, view: Viewport, dpr: float, n_columns: int) -> Columns:
        """The columns of a view, ``dpr`` device pixels to a logical one."""
        rate = self.curve.frame_rate
        step = view.seconds_per_px / dpr * rate
        start = (view.start - self.curve.start) * rate
        if self.values.size == 0:
            empty = np.full(n_columns, np.nan, np.float32)
            return Columns(empty, empty, np.zeros(n_columns, np.float32))
        if step < 1.0:
            return self._interpolated(start + step * np.arange(n_columns + 1))
        return self._reduced(start + 0.5, step, n_columns)

    def _interpolated(self, edges: NDArray[np.float64]) -> Columns:
        n = self.values.size
        inside = (edges > -0.5) & (edges < n - 0.5)
        base = np.floor(edges).astype(np.int64)
        left, right = np.clip(base, 0, n - 1), np.clip(base + 1, 0, n - 1)
        share = np.clip(edges - base, 0, 1).astype(np.float32)
        near = np.where(share < 0.5, left, right)
        a, b = self.values[left], self.values[right]
        joined = np.abs(b - a) <= self.max_step
        at = np.where(joined, a + (b - a) * share, self.values[near])
        at[~inside] = np.nan
        low, high = np.fmin(at[:-1], at[1:]), np.fmax(at[:-1], at[1:])
        apart = high - low > self.max_step
        low[apart] = at[:-1][apart]
        high[apart] = at[:-1][apart]
        return Columns(low, high, self.confidence[near[:-1]])

    def _reduced(self, start: float, step: float, n_columns: int) -> Columns:
        level = 0
        while level + 1 < len(self._levels) and FACTOR ** (level + 1) <= step:
            level += 1
        low, high, sure = self._levels[level]
        block = FACTOR**level
        edges = np.floor(start / block + step / block * np.arange(n_columns + 1)).astype(np.int64)
        out = np.full((3, n_columns), np.nan, np.float32)
        some = (np.maximum(edges[1:], edges[:-1] + 1) > 0) & (edges[:-1] < low.size)
        if some.any():
            left = np.clip(edges[:-1][some], 0, low.size - 1)
            last = int(np.clip(edges[1:][some].max(), left[-1] + 1, low.size))
            out[0, some] = np.fmin.reduceat(low[:last], left)
            out[1, some] = np.fmax.reduceat(high[:last], left)
            out[2, some] = np.maximum.reduceat(sure[:last], left)
        return Columns(*self._joined(out[0], out[1]), np.nan_to_num(out[2]))

    def _joined(
        self, low: NDArray[np.float32], high: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Columns that reach to their left neighbour, where that is near enough."""
        new_low, new_high = low.copy(), high.copy()
        rise, fall = low[1:] - high[:-1], low[:-1] - high[1:]
        up = (rise > 0) & (rise <= self.max_step)
        down = (fall > 0) & (fall <= self.max_step)
        new_low[1:][up] = high[:-1][up]
        new_high[1:][down] = low[:-1][down]
        return new_low, new_high


def _fewer(join: np.ufunc, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each `FACTOR` neighbours made one, a rest at the end too."""
    whole = values.size // FACTOR * FACTOR
    parts = [values[i:whole:FACTOR] for i in range(FACTOR)]  # whole arrays at a time: ten times as fast as reduceat
    out: NDArray[np.float32] = join(join(parts[0], parts[1]), join(parts[2], parts[3]))
    return out if whole == values.size else np.append(out, join.reduce(values[whole:]))


def column_spans(
    columns: Columns, low: float, high: float, height: float, thickness: float
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Top and bottom of each column in device pixels, for values ``low`` (bottom) .. ``high`` (top).

    Parameters
    ----------
    columns : Columns
    low, high : float
        The value axis.
    height, thickness : float
        Device pixels; no span is thinner than ``thickness``.
    """
    scale = height / max(high - low, 1e-9)
    top, bottom = (high - columns.high) * scale, (high - columns.low) * scale
    pad = np.maximum(thickness - (bottom - top), 0) / 2
    return top - pad, bottom + pad
