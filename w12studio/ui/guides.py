"""Which beats, bars and times are worth a line at a zoom; no Qt.

Zooming out, beats fade and go, then bars, then phrases of 4, 8, 16 ... bars (`domain.phrases`): lines never come
closer than they can be told apart, and those that go fade while the weightier ones are there already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.phrases import PHRASES, phrase_ranks
from w12studio.domain.timebase import BarGrid
from w12studio.ui.viewport import Viewport

MIN_BEAT_PX = 8.0
FULL_BEAT_PX = 28.0
MIN_BAR_PX = 9.0
FULL_BAR_PX = 30.0
PLAIN_BAR = 0.75  # how visible a bar is that starts no phrase
PALEST = 0.25  # how visible a line of confidence 0 is

_TIME_STEPS = np.array(
    [1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
     1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400]
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class GuideLines:
    """What to draw in a view.

    Attributes
    ----------
    beats : ndarray
        Times of plain beats in s; empty where they would be too dense.
    beat_strength : float
        0..1, how visible those are.
    bars : ndarray
        Times of the downbeats that are drawn, in s.
    bar_numbers : ndarray of int
        Their bars, counted from 1.
    bar_strength : ndarray
        0..1, how visible each of them is.
    bar_step : int
        Every how many bars there is one.
    rank_strength : tuple of float
        0..1, how visible bars of each rank of `PHRASES` are.
    beat_rows, bar_rows : ndarray of int
        Which beats of the grid those in ``beats`` and ``bars`` are.
    """

    beats: NDArray[np.float64]
    beat_strength: float
    bars: NDArray[np.float64]
    bar_numbers: NDArray[np.int64]
    bar_strength: NDArray[np.float64]
    bar_step: int
    rank_strength: tuple[float, ...]
    beat_rows: NDArray[np.int64]
    bar_rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class GuideColumns:
    """Lines as device pixels.

    Attributes
    ----------
    columns : ndarray of int
    strength : ndarray
        0..1, how visible each is: doubtful beats are paler.
    """

    columns: NDArray[np.int64]
    strength: NDArray[np.float64]


class Guides:
    """The guides of the view, worked out once for all lanes."""

    def __init__(self) -> None:
        self._grid = BarGrid([], [])
        self._sure: NDArray[np.float64] = np.zeros(0)
        self._ranks: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._key: object = None
        self._dpr, self._look = 1.0, ((0.0,), 1)
        self._columns: tuple[GuideColumns, GuideColumns]

    @property
    def grid(self) -> BarGrid:
        """The beats."""
        return self._grid

    @property
    def ranks(self) -> NDArray[np.int64]:
        """The rank of each beat among phrases, see `phrase_ranks`."""
        return self._ranks

    def set_beats(self, grid: BarGrid, sure: NDArray[np.float64], ranks: NDArray[np.int64] | None = None) -> None:
        """Take other beats, with the confidence of each, 0..1, and its rank among phrases, shape (n,)."""
        self._grid, self._sure = grid, sure
        self._ranks = phrase_ranks(grid) if ranks is None else ranks
        self._key = None

    def layout(self, view: Viewport) -> object:
        """What decides how the guides of a view look, apart from where it starts."""
        self.columns(view, self._dpr)
        return self._look

    def columns(self, view: Viewport, dpr: float) -> tuple[GuideColumns, GuideColumns]:
        """Device pixel columns of the beats, and of the bars."""
        if self._key != (view, dpr):
            lines = guide_lines(self._grid, view, self._ranks)
            sure = PALEST + (1 - PALEST) * self._sure
            self._columns = (
                GuideColumns(_columns_of(lines.beats, view, dpr), lines.beat_strength * sure[lines.beat_rows]),
                GuideColumns(_columns_of(lines.bars, view, dpr), lines.bar_strength * sure[lines.bar_rows]),
            )
            self._dpr, self._look = dpr, ((lines.beat_strength, *lines.rank_strength), lines.bar_step)
            self._key = (view, dpr)
        return self._columns


def _columns_of(times: NDArray[np.float64], view: Viewport, dpr: float) -> NDArray[np.int64]:
    return np.floor(view.time_to_px(times) * dpr).astype(np.int64)  # type: ignore[arg-type]


def guide_lines(grid: BarGrid, view: Viewport, ranks: NDArray[np.int64] | None = None) -> GuideLines:
    """The beats and bars to draw in a view; ``ranks`` as `phrase_ranks` gives them."""
    first, last = np.searchsorted(grid.times, [view.start - view.seconds_per_px, view.end + view.seconds_per_px])
    times, bars = grid.times[first:last], grid.bars[first:last]
    none, no_rows = np.empty(0), np.empty(0, dtype=np.int64)
    if times.size == 0:
        return GuideLines(none, 0.0, none, no_rows, none, 1, (), no_rows, no_rows)
    own = (phrase_ranks(grid) if ranks is None else ranks)[first:last]
    down = own >= 0
    beat_px, bar_px = spacing_px(times, down, view)
    strength = faded(beat_px, MIN_BEAT_PX, FULL_BEAT_PX)
    by_rank = tuple(faded(bar_px * step, MIN_BAR_PX, FULL_BAR_PX) for step in PHRASES)
    least = next((r for r, share in enumerate(by_rank) if share > 0), len(PHRASES) - 1)
    chosen = own >= least
    visible = np.array(by_rank) * np.where(np.arange(len(PHRASES)) == 0, PLAIN_BAR, 1.0)
    rows = np.arange(first, last)
    beats, beat_rows = (times[~down], rows[~down]) if strength > 0 else (none, no_rows)
    return GuideLines(
        beats, strength, times[chosen], bars[chosen], visible[own[chosen]], PHRASES[least], by_rank,
        beat_rows, rows[chosen],
    )  # fmt: skip


def spacing_px(times: NDArray[np.float64], down: NDArray[np.bool_], view: Viewport) -> tuple[float, float]:
    """Mean distance in logical pixels of beats, and of bars, from the beats in view and which are downbeats."""
    span_px = (times[-1] - times[0]) / view.seconds_per_px if times.size > 1 else view.width_px
    beat_px = float(span_px / max(times.size - 1, 1))
    return beat_px, beat_px * times.size / max(int(down.sum()), 1)


def faded(px: float, least: float, full: float) -> float:
    """How visible lines are that stand ``px`` apart, 0..1, in steps: a picture can be scrolled while the tempo drifts
    a little."""
    return round(min(max((px - least) / (full - least), 0.0), 1.0) * 8) / 8


def rank_for(bar_px: float, min_px: float) -> int:
    """The rank of bars that stand at least ``min_px`` apart."""
    wanted = min_px / max(bar_px, 1e-9)
    return next((rank for rank, step in enumerate(PHRASES) if step >= wanted), len(PHRASES) - 1)


def time_step(seconds_per_px: float, min_px: float) -> float:
    """The smallest round step in s that is at least ``min_px`` wide."""
    wanted = seconds_per_px * min_px
    index = int(np.searchsorted(_TIME_STEPS, wanted * (1 - 1e-9)))
    return float(_TIME_STEPS[min(index, _TIME_STEPS.size - 1)])


def time_ticks(view: Viewport, step: float) -> NDArray[np.float64]:
    """Multiples of ``step`` in view, in s, none before 0 or after the end of the recording."""
    first = int(np.ceil(max(view.start, 0.0) / step - 1e-9))
    last = int(np.floor(min(view.end, view.duration) / step + 1e-9))
    return np.arange(first, last + 1) * step
