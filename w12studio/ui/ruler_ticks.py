"""What the ruler writes where, so that no two labels ever touch; no Qt.

Widths come from a function, so that any font, scale and language is measured as it is drawn.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.places import Unit
from w12studio.domain.timebase import TICKS_PER_BEAT, BarGrid, format_clock
from w12studio.ui.guides import rank_for, spacing_px, time_step, time_ticks
from w12studio.ui.viewport import Viewport

LEFT_PX, GAP_PX = 4.0, 6.0  # from a mark to its label; from a label to the next mark
MINOR_PX = 6.0
_TICK_STEPS = (480, 240, 120, 60, 30, 10, 5, 1)

Measure = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Label:
    """A mark with its label: both in logical pixels; ``weight`` 0 is a beat or tick, 1 a bar."""

    x: float
    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class TimeMarks:
    """Labels of times, and the x of the smaller marks between them."""

    labels: list[Label]
    minor: NDArray[np.float64]


def time_marks(view: Viewport, unit: Unit, sample_rate: float, measure: Measure) -> TimeMarks:
    """Marks of times in view: the finest whose labels have room."""
    for step in _steps(view, unit, sample_rate):
        times = time_ticks(view, step)
        texts = [_text(t, step, unit, sample_rate) for t in times.tolist()]
        room = step / view.seconds_per_px
        if max((measure(text) for text in texts), default=0.0) + LEFT_PX + GAP_PX <= room:
            break
    x = np.atleast_1d(view.time_to_px(times))  # type: ignore[arg-type]
    small = time_ticks(view, step / 5) if room / 5 >= MINOR_PX else np.zeros(0)
    labels = [Label(float(px), text) for px, text in zip(x, texts, strict=True)]
    return TimeMarks(labels, np.atleast_1d(view.time_to_px(small)))  # type: ignore[arg-type]


def _steps(view: Viewport, unit: Unit, sample_rate: float) -> Iterator[float]:
    """Distances of marks in s, from about too small on."""
    least = view.seconds_per_px * 24
    if unit is Unit.SAMPLES and sample_rate:
        exponent = int(np.floor(np.log10(max(least * sample_rate, 1.0))))
        for power in range(exponent, exponent + 12):
            for digit in (1, 2, 5):
                if digit * 10**power >= least * sample_rate or power == exponent + 11:
                    yield digit * 10**power / sample_rate
        return
    step = time_step(least, 1.0)
    while True:
        yield step
        bigger = time_step(step * 1.01, 1.0)
        step = bigger if bigger > step else 2 * step


def _text(time: float, step: float, unit: Unit, sample_rate: float) -> str:
    """A time as precise as the distance of the marks asks for."""
    if unit is Unit.SAMPLES and sample_rate:
        return f"{round(time * sample_rate):,}"
    decimals = 0
    while step * 10**decimals < 0.999 and decimals < 6:
        decimals += 1
    return f"{time:.{decimals}f}" if unit is Unit.SECONDS else format_clock(time, decimals)


def bar_labels(
    grid: BarGrid,
    ranks: NDArray[np.int64],
    view: Viewport,
    measure: Measure,
    bars_only: bool = False,
    whole: Viewport | None = None,
) -> list[Label]:
    """Numbers of bars; unless ``bars_only``, as one zooms in "bar:beat", and then "bar:beat:tick".

    Where ``view`` is but a part of what is shown, ``whole`` says how dense bars are in all of it.
    """
    widest = measure(str(int(np.abs(grid.bars).max(initial=1)))) + LEFT_PX + GAP_PX
    margin = 4 * widest * view.seconds_per_px  # labels beyond the edges too: what has room must not depend on them
    first, last = np.searchsorted(grid.times, [view.start - margin, view.end + margin])
    shown = whole or view
    inside = slice(*np.searchsorted(grid.times, [shown.start, shown.end]))
    if grid.times.size < 2:
        return []
    counted = slice(max(inside.start - 1, 0), inside.stop + 1) if inside.stop - inside.start < 2 else inside
    beat_px, bar_px = spacing_px(grid.times[counted], grid.is_downbeat[counted], view)
    least = rank_for(bar_px, widest)
    rows = np.arange(first, last)
    bars = rows[ranks[first:last] >= least]
    found = [(float(view.time_to_px(grid.times[i])), str(int(grid.bars[i])), 1 + int(ranks[i])) for i in bars.tolist()]
    place_px = measure(f"{int(grid.bars[max(last - 1, 0)])}:{int(grid.positions.max())}") + LEFT_PX + GAP_PX
    if not bars_only and least == 0 and beat_px >= place_px + 8:
        found += [
            (float(view.time_to_px(grid.times[i])), f"{grid.bars[i]}:{grid.positions[i]}", 0)
            for i in rows[ranks[first:last] < 0].tolist()
        ]
        found += _ticks(grid, view, last, beat_px, measure)
    widths = [measure(text) for _x, text, _w in found]
    keep = placed([x for x, _t, _w in found], widths, [w for _x, _t, w in found])
    return [Label(x, text, min(w, 1)) for (x, text, w), kept in zip(found, keep, strict=True) if kept]


def _ticks(grid: BarGrid, view: Viewport, last: int, beat_px: float, measure: Measure) -> list[tuple[float, str, int]]:
    """Places between beats, where there is room for them."""
    widest = measure(f"{grid.bars[max(last - 1, 0)]}:{grid.positions.max()}:{TICKS_PER_BEAT - 1}") + LEFT_PX + GAP_PX
    step = next((s for s in reversed(_TICK_STEPS) if s / TICKS_PER_BEAT * beat_px >= widest + 8), 0)
    if not step:
        return []
    low, high = (grid.fractional_beat(t) * TICKS_PER_BEAT for t in (view.start, view.end))
    low, high = max(low, 0.0), min(high, (grid.times.size - 1) * TICKS_PER_BEAT)
    out = []
    for tick in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
        beat, rest = divmod(tick * step, TICKS_PER_BEAT)
        if rest:
            x = float(view.time_to_px(grid.time_of_beat(beat + rest / TICKS_PER_BEAT)))
            out.append((x, f"{grid.bars[beat]}:{grid.positions[beat]}:{rest:03d}", 0))
    return out


def placed(lefts: list[float], widths: list[float], weights: list[int]) -> list[bool]:
    """Which of some labels are written: the weightier first, of equal ones the left; none touches another."""
    keep = [False] * len(lefts)
    starts: list[float] = []
    ends: list[float] = []
    for i in sorted(range(len(lefts)), key=lambda i: (-weights[i], lefts[i])):
        left, right = lefts[i], lefts[i] + LEFT_PX + widths[i] + GAP_PX
        at = bisect(starts, left)
        if (at == 0 or ends[at - 1] <= left + 1e-6) and (at == len(starts) or starts[at] >= right - 1e-6):
            starts.insert(at, left)
            ends.insert(at, right)
            keep[i] = True
    return keep
