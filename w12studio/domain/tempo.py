"""The tempo of a recording in a few numbers, from its beats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.straighten import Steadiness, steadiness_of

Floats = NDArray[np.float64]

#: An interval this many times the usual one near it is a pause, not a slow beat.
_PAUSE = 1.75
_NEAR = 8
#: A local tempo is that of the line through a beat and so many on either side: it undoes their rounding to frames.
_REACH = 4
#: Width of the kernel that finds the mode, and steps of its grid, as shares of the tempo.
_WIDTH, _STEP = 0.005, 0.0005
_WIDEST = 3.0
_SHORTEST_S = 1e-3


@dataclass(frozen=True, slots=True)
class TempoSummary:
    """What `tempo_summary` says.

    Attributes
    ----------
    median_bpm, mode_bpm : float
        Of the local tempo, one value a beat; NaN for fewer than two beats.
    steadiness : Steadiness
        The verdict, and the largest deviation from a straight grid.
    """

    median_bpm: float
    mode_bpm: float
    steadiness: Steadiness


def tempo_summary(times: Floats) -> TempoSummary:
    """Median and mode of the tempo, and how steady it is.

    Parameters
    ----------
    times : ndarray, shape (n,)
        Beats in s, ascending.
    """
    local = local_tempi(times)
    if not local.size:
        return TempoSummary(float("nan"), float("nan"), Steadiness("", 0.0))
    return TempoSummary(float(np.median(local)), _mode(local), steadiness_of(times))


def global_tempo(times: Floats) -> float:
    """Tempo of a recording in BPM, the median of `local_tempi`; NaN for fewer than two beats."""
    local = local_tempi(times)
    return float(np.median(local)) if local.size else float("nan")


def local_tempi(times: Floats) -> Floats:
    """Tempo around each beat in BPM, from up to four beats on either side; beats on their own have none.

    A line is laid through the times of those beats by least squares, so that their rounding to frames of 10 ms hardly
    shows. Lines don't reach across pauses.
    """
    return np.concatenate([np.zeros(0), *(_stretch_tempi(part) for part in stretches(times))])


def stretches(times: Floats) -> list[Floats]:
    """Beats that follow each other without a pause, at least two each."""
    times = times[np.append(True, np.diff(times) > 1e-6)[: times.size]]
    intervals = np.diff(times)
    if not intervals.size:
        return []
    long = np.flatnonzero(intervals > _PAUSE * intervals.min())  # most recordings have none, and the rest few
    padded = np.pad(intervals, _NEAR, mode="edge")
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1)[long]
    pauses = long[intervals[long] > _PAUSE * np.median(near, axis=1)] if long.size else long
    return [part for part in np.split(times, pauses + 1) if part.size > 1]


def _stretch_tempi(times: Floats) -> Floats:
    if times.size <= 2 * _REACH:
        periods = _periods(times, np.arange(times.size))
    else:
        inner = np.zeros(times.size - 2 * _REACH)  # whose neighbours are all there: the sums are the same for each
        for k in range(1, _REACH + 1):
            inner += k * (times[_REACH + k : times.size - _REACH + k] - times[_REACH - k : times.size - _REACH - k])
        inner /= 2 * sum(k * k for k in range(1, _REACH + 1))
        first, last = np.arange(_REACH), np.arange(times.size - _REACH, times.size)
        periods = np.concatenate([_periods(times, first), inner, _periods(times, last)])
    tempi: Floats = 60.0 / np.maximum(periods, _SHORTEST_S)
    return tempi


def _periods(times: Floats, number: NDArray[np.int64]) -> Floats:
    """Slopes of the lines through some of the beats and those near each."""
    near = number[:, None] + np.arange(-_REACH, _REACH + 1)
    there = (near >= 0) & (near < times.size)
    t = times[np.clip(near, 0, times.size - 1)]
    n = there.sum(axis=1, keepdims=True)
    off = np.where(there, near - np.where(there, near, 0).sum(axis=1, keepdims=True) / n, 0.0)
    slopes: Floats = (off * (t - times[number, None])).sum(axis=1) / np.square(off).sum(axis=1)
    return slopes


def _mode(tempi: Floats) -> float:
    """Where they are densest, in ratios of tempo: the highest place of a sum of normal kernels."""
    middle = float(np.median(tempi))
    ratios = np.clip(np.log(tempi / middle), -_WIDEST, _WIDEST)
    reach = round(4 * _WIDTH / _STEP)
    low = float(ratios.min()) - reach * _STEP
    cells = np.rint((ratios - low) / _STEP).astype(np.int64)
    counts = np.bincount(cells, minlength=int(cells.max()) + reach + 1).astype(np.float64)
    kernel = np.exp(-0.5 * np.square(np.arange(-reach, reach + 1) * _STEP / _WIDTH))
    peak = low + _STEP * int(np.convolve(counts, kernel, "same").argmax())
    near = ratios[np.abs(ratios - peak) <= 2 * _WIDTH]
    return float(middle * np.exp(near.mean() if near.size else peak))
