"""A beat grid of few anchors: at each one a tempo starts, and all beats stay within a bound.

DJ programs draw a grid from anchors: from each one on, beats follow at a fixed tempo until the next. A tempo
that is rounded drifts, so an anchor is set again before any beat is off by more than the bound.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Tempi that DJ programs know, in BPM.
SLOWEST_BPM, FASTEST_BPM = 20.0, 999.0
#: More beats than this, or times beyond this in s, are a broken file.
MAX_BEATS, LONGEST_S = 2_000_000, 1e6
#: A grid drawn within its bound (50 ms at most) can put the last beat this far, in s, behind the end.
_END_SLACK_S = 0.0501


@dataclass(frozen=True, slots=True)
class Anchor:
    """From ``time`` s on, beats at ``bpm``; ``beat`` is the index of the beat it stands on."""

    time: float
    bpm: float
    beat: int


def anchors_of(
    times: NDArray[np.float64],
    bound_s: float,
    time_step: float,
    bpm_step: float,
    breaks: Sequence[bool] | None = None,
) -> list[Anchor]:
    """The fewest anchors, going from left to right, that keep every beat within ``bound_s``.

    Parameters
    ----------
    times : ndarray, shape (n,)
        Beats in s, strictly ascending.
    bound_s : float
        Largest distance of a beat in s; above ``time_step``.
    time_step, bpm_step : float
        To what times in s and tempi in BPM are rounded in the file.
    breaks : sequence of bool, length n, optional
        Beats that need an anchor whatever the tempo, e.g. where the count of the bar starts anew.
    """
    n = times.size
    if n == 0:
        return []
    typical = float(np.median(np.diff(times))) if n > 1 else 0.5
    out: list[Anchor] = []
    i = 0
    while i < n:
        start = round(float(times[i]) / time_step) * time_step
        bpm, j = _stretch(times, i, start, bound_s, bpm_step, breaks)
        if bpm is None:
            bpm = _filling(float(times[i + 1]) - start, typical, bpm_step) if i + 1 < n else None
        if bpm is None:
            bpm = out[-1].bpm if out else _rounded(60 / typical, bpm_step)
        if i + 1 < j < n and times[j] - times[j - 1] < 0.55 * 60 / bpm:
            j -= 1  # so near to the next anchor a program may not draw this beat: it gets one of its own
        out.append(Anchor(start, bpm, i))
        i = j
    return out


def _rounded(bpm: float, step: float) -> float:
    return round(min(max(bpm, SLOWEST_BPM), FASTEST_BPM) / step) * step


def _filling(gap: float, typical: float, step: float) -> float:
    """A tempo for two beats that no allowed tempo joins: the gap is divided as the other beats are spaced."""
    parts = max(1, round(gap / typical)) if typical > 0 else 1
    return _rounded(60 * parts / gap if gap > 0 else FASTEST_BPM, step)


def _stretch(
    times: NDArray[np.float64],
    i: int,
    start: float,
    bound: float,
    bpm_step: float,
    breaks: Sequence[bool] | None,
) -> tuple[float | None, int]:
    """The tempo from beat ``i`` on and the beat that needs the next anchor."""
    low, high = SLOWEST_BPM, FASTEST_BPM  # tempi that keep all beats so far in their place
    best: float | None = None
    j = i + 1
    while j < times.size:
        beats, span = j - i, float(times[j]) - start
        if span - bound <= 0:
            break
        low, high = max(low, 60 * beats / (span + bound)), min(high, 60 * beats / (span - bound))
        first, last = math.ceil(low / bpm_step - 1e-9), math.floor(high / bpm_step + 1e-9)
        if first > last:
            break
        middle = min(max(round((low + high) / 2 / bpm_step), first), last)
        best = middle * bpm_step
        j += 1
        if breaks is not None and j - 1 > i and breaks[j - 1]:
            j -= 1
            break
    return best, j


def beats_of(anchors: Sequence[tuple[float, float]], until: float) -> NDArray[np.float64]:
    """All beats of `stretches` in one column."""
    return np.concatenate([np.zeros(0), *stretches(anchors, until)])


def stretches(anchors: Sequence[tuple[float, float]], until: float) -> list[NDArray[np.float64]]:
    """The grid that a program draws: the beats from each anchor (time in s, BPM) to the next, in s.

    A beat that would fall less than half a beat before the next anchor is that anchor's own.

    Raises
    ------
    ValueError
        For tempi and times that no recording has, and for more than `MAX_BEATS` beats.
    """
    parts: list[NDArray[np.float64]] = []
    total = 0
    for k, (start, bpm) in enumerate(anchors):
        if not (1 <= bpm <= 2000 and abs(start) <= LONGEST_S):
            raise ValueError(f"a grid marker at {start:g} s with {bpm:g} BPM")
        period = 60.0 / bpm
        end = anchors[k + 1][0] - period / 2 if k + 1 < len(anchors) else min(until, LONGEST_S) + _END_SLACK_S
        count = max(1, math.ceil((end - start) / period - 1e-9))
        total += count
        if total > MAX_BEATS:
            raise ValueError(f"more than {MAX_BEATS} beats")
        parts.append(start + np.arange(count, dtype=np.float64) * period)
    return parts
