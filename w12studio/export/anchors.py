"""A beat grid of few anchors: at each one a tempo starts, and all beats stay within a bound.

DJ programs draw a grid from anchors: from each one on, beats follow at a fixed tempo until the next. A tempo
that is rounded drifts, so an anchor is set again before any beat is off by more than the bound.

`domain.straighten` does the same where tempi are not rounded and each stretch begins where the one before it ends.
"""

from __future__ import annotations

import itertools
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
#: Beats that are looked at first when the reach of a tempo is sought.
_FIRST_LOOK = 64


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
    """The fewest anchors on beats that keep every beat within ``bound_s``.

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

    Notes
    -----
    A shortest path from the first beat to the end, layer by layer: from each beat to those that may have the next
    anchor (`_Reach`). Of several with equally many anchors the one that gets farthest early is taken.
    """
    n = times.size
    if n == 0:
        return []
    reach = _Reach(times, bound_s, time_step, bpm_step, np.zeros(n, dtype=np.bool_) if breaks is None else breaks)
    before = np.full(n + 1, -1, dtype=np.int64)
    layer, farthest = np.array([0]), 0
    while before[n] < 0:
        found = []
        for i in layer.tolist():
            ends = reach.ends(i, farthest - i)
            new = ends[before[ends] < 0]
            before[new] = i
            found.append(new)
            farthest = max(farthest, int(ends[-1]))
            if before[n] >= 0:
                break
        layer = np.sort(np.concatenate(found))[::-1]
    path = [n]
    while path[-1] > 0:
        path.append(int(before[path[-1]]))
    out: list[Anchor] = []
    for i, j in itertools.pairwise(path[::-1]):
        out.append(Anchor(reach.start(i), reach.tempo(i, j, out[-1].bpm if out else None), i))
    return out


class _Reach:
    """How far a tempo from each beat on can go."""

    def __init__(
        self,
        times: NDArray[np.float64],
        bound: float,
        time_step: float,
        bpm_step: float,
        breaks: Sequence[bool] | NDArray[np.bool_],
    ) -> None:
        self._times, self._bound, self._time_step, self._step = times, bound, time_step, bpm_step
        self._typical = float(np.median(np.diff(times))) if times.size > 1 else 0.5
        self._breaks = np.append(np.flatnonzero(breaks), times.size)

    def start(self, i: int) -> float:
        """Time of an anchor on beat i, as the file has it."""
        return round(float(self._times[i]) / self._time_step) * self._time_step

    def _bpm(self, i: int, stop: int) -> NDArray[np.float64]:
        """The tempo that beats from i to before i + 2, i + 3 ... ``stop`` agree on; as far as there is one."""
        span = self._times[i + 1 : stop] - self.start(i)
        span = span[: int(np.argmax(span <= self._bound)) if (span <= self._bound).any() else None]
        beats = 60.0 * np.arange(1, span.size + 1)
        low = np.maximum.accumulate(np.maximum(beats / (span + self._bound), SLOWEST_BPM))
        high = np.minimum.accumulate(np.minimum(beats / (span - self._bound), FASTEST_BPM))
        first, last = np.ceil(low / self._step - 1e-9), np.floor(high / self._step + 1e-9)
        n = int(np.argmax(first > last)) if (first > last).any() else span.size
        return np.clip(np.rint((low + high)[:n] / 2 / self._step), first[:n], last[:n]) * self._step

    def ends(self, i: int, likely: int) -> NDArray[np.int64]:
        """Where a tempo from beat i on may end, probably after so many beats; the number of beats is the end of all."""
        stop = int(self._breaks[np.searchsorted(self._breaks, i, side="right")])
        look = max(_FIRST_LOOK, likely + likely // 8)
        while True:
            bpm = self._bpm(i, min(i + look, stop))
            if i + look >= stop or bpm.size < look - 1:
                break
            look *= 4
        ends = np.arange(i + 2, i + 2 + bpm.size)
        gaps = np.append(self._times, np.inf)[ends] - self._times[ends - 1]
        # a beat so near to the next anchor that a program may not draw it needs one of its own
        ends = ends[gaps >= 0.55 * 60 / bpm]
        out: NDArray[np.int64] = np.append(i + 1, ends)
        return out

    def tempo(self, i: int, j: int, before: float | None) -> float:
        """The tempo of an anchor on beat i that goes on to beat j."""
        if j > i + 1:
            return float(self._bpm(i, j)[-1])
        if j < self._times.size:
            return _filling(float(self._times[j]) - self.start(i), self._typical, self._step)
        return _rounded(60 / self._typical, self._step) if before is None else before


def _rounded(bpm: float, step: float) -> float:
    return round(min(max(bpm, SLOWEST_BPM), FASTEST_BPM) / step) * step


def _filling(gap: float, typical: float, step: float) -> float:
    """A tempo for two beats that no allowed tempo joins: the gap is divided as the other beats are spaced."""
    parts = max(1, round(gap / typical)) if typical > 0 else 1
    return _rounded(60 * parts / gap if gap > 0 else FASTEST_BPM, step)


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
