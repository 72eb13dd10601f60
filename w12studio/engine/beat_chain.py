"""Beats as one chain of periods, where the tempo is known roughly from elsewhere.

The bar pointer model (`w12studio.engine.bar_pointer`) with bars of a single beat: every beat lasts one of some hundred
periods, the next lasts about as long, its first sixteenth explains the beat activation and the rest its complement.
To that comes, at the start of each beat, how likely its period is by a distribution of tempi over time, so that the
level of the beat (eighths, quarters, halves) is decided by the same search as the beats, and may change on the way.

Only entries into beats have a score; the search is exact, but for jumps in tempo less likely than one in a million.
Memory: one byte a frame and period.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.engine.bar_pointer import BarModel, BeatPath
from w12studio.engine.posterior import steps_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FLOOR = 1e-4
#: Log probability of a change of period below which it is not tried: one in a million.
_LEAST = -13.8
_CHUNK = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Tempi:
    """How likely each tempo is, over time.

    Attributes
    ----------
    log_probabilities : ndarray of float32, shape (n, n_bins)
    bpm : ndarray, shape (n_bins,)
        Of the bins, ascending, evenly spaced in log.
    step : int
        Frames of the activations a row.
    """

    log_probabilities: NDArray[np.float32]
    bpm: Floats
    step: int

    def of_periods(self, periods: Ints, frame_rate: float) -> NDArray[np.float32]:
        """Log probabilities of beat periods in frames, interpolated; shape (n, n_periods)."""
        low, share = self._between(periods, frame_rate)
        rows = self.log_probabilities
        return np.ascontiguousarray((1.0 - share) * rows[:, low] + share * rows[:, low + 1])

    def at(self, rows: Ints, periods: Floats, frame_rate: float) -> NDArray[np.float32]:
        """Log probability of one beat period in frames at each of some rows, interpolated."""
        low, share = self._between(periods, frame_rate)
        table = self.log_probabilities
        out: NDArray[np.float32] = (1.0 - share) * table[rows, low] + share * table[rows, low + 1]
        return out

    def _between(self, periods: Ints | Floats, frame_rate: float) -> tuple[Ints, NDArray[np.float32]]:
        """The bin below each period's tempo, and how far it is to the next."""
        log_bpm = np.log(60.0 * frame_rate / periods)
        at = (log_bpm - np.log(self.bpm[0])) / np.log(self.bpm[1] / self.bpm[0])
        at = np.clip(at, 0.0, self.bpm.size - 1.000001)
        low = at.astype(np.int64)
        return low, (at - low).astype(np.float32)


@numba.njit(cache=True, nogil=True)
def _forward(
    gains: Floats,
    start: int,
    stop: int,
    intervals: Ints,
    beat_frames: Ints,
    transitions: Floats,
    low: Ints,
    high: Ints,
    likely: NDArray[np.float32],
    step: int,
    scores: Floats,
    ends: Floats,
    came_from: NDArray[np.uint8],
) -> None:
    """Viterbi over frames ``start .. stop - 1``.

    ``gains[t]`` is the evidence of all frames before t for a beat over that for none; ``scores[t % n]`` the scores of
    entries at frame t less ``gains[t]``; ``ends`` those of beats whose last frame was t - 1.
    """
    ring, n_tempi = scores.shape
    source = np.zeros(n_tempi, dtype=np.int64)
    for t in range(start, stop):
        slot = t % ring
        entry = scores[slot]
        if t:  # beats of the first frame are there already
            entry[:] = -np.inf
            for j in range(n_tempi):
                e = ends[j]
                row = transitions[j]
                for k in range(low[j], high[j]):
                    candidate = e + row[k]
                    better = candidate > entry[k]
                    entry[k] = candidate if better else entry[k]
                    # As wide as the scores, so that both become vector instructions.
                    source[k] = j if better else source[k]
            bonus = likely[min(t // step, likely.shape[0] - 1)]
            for k in range(n_tempi):
                came_from[t, k] = np.uint8(source[k])
                entry[k] += bonus[k] - gains[t]
        for k in range(n_tempi):
            s = t - intervals[k] + 1
            at = s % ring if s >= 0 else s + ring
            split = min(t + 1, max(0, s + beat_frames[k]))
            ends[k] = scores[at, k] + gains[split]


@numba.njit(cache=True, nogil=True)
def _last(gains: Floats, intervals: Ints, beat_frames: Ints, scores: Floats) -> tuple[float, int, int]:
    """Score, period and entry of the best path's last beat."""
    n_frames = gains.size - 1
    ring, n_tempi = scores.shape
    best, best_k, best_s = -np.inf, 0, 0
    for k in range(n_tempi):
        for i in range(intervals[k]):
            s = n_frames - 1 - i
            value = scores[s % ring, k] + gains[min(n_frames, max(0, s + beat_frames[k]))]
            if value > best:
                best, best_k, best_s = value, k, s
    return best, best_k, best_s


@cache
def _periods(model: BarModel) -> tuple[Ints, Ints, Floats, Ints, Ints]:
    """Periods, frames of a beat that explain its activation, log transitions, and the run of possible successors."""
    steps = steps_of(model)
    intervals, beat_frames, transitions = steps.intervals, steps.beat_frames, steps.log_transitions
    possible = transitions > _LEAST
    low = possible.argmax(axis=1)
    return intervals, beat_frames, transitions, low, low + possible.sum(axis=1)


def decode_chain(
    beat: NDArray[np.floating], tempi: Tempi, model: BarModel, weight: float, progress: Callable[[float], Any] | None
) -> BeatPath:
    """The most likely beats, all of them in bars of one.

    Parameters
    ----------
    beat : ndarray, shape (n_frames,)
        Probability of a beat.
    tempi : Tempi
    model : BarModel
        Its range of tempi, steadiness and observation model; ``beats_per_bar`` has no meaning here.
    weight : float
        Of the log probabilities of tempi.
    progress : callable or None
        Told 0..1 several times a second; may raise to stop the work.

    Returns
    -------
    BeatPath
        Its likelihood is over that of no beat at all.
    """
    n_frames = beat.size
    if not n_frames:
        return BeatPath()
    p = np.clip(beat.astype(np.float64), _FLOOR, 1.0 - _FLOOR)
    gains = np.zeros(n_frames + 1)
    np.cumsum(np.log(p) - np.log((1.0 - p) / (model.observation_lambda - 1)), out=gains[1:])
    intervals, beat_frames, transitions, low, high = _periods(model)
    likely = np.float32(weight) * tempi.of_periods(intervals, model.frame_rate)
    log_start = -float(np.log(intervals.sum()))
    # The recording begins in any frame of any period alike.
    scores = np.full((int(intervals[-1]) + 1, intervals.size), log_start) + likely[0]
    ends = np.full(intervals.size, -np.inf)
    came_from = np.zeros((n_frames, intervals.size), dtype=np.uint8)
    for start in range(0, n_frames, _CHUNK):
        stop = min(n_frames, start + _CHUNK)
        _forward(
            gains, start, stop, intervals, beat_frames, transitions, low, high, likely, tempi.step,
            scores, ends, came_from,
        )  # fmt: skip
        if progress is not None:
            progress(stop / n_frames)
    score, k, entry = _last(gains, intervals, beat_frames, scores)
    path = [(entry, k)]
    while entry > 0:
        k = int(came_from[entry, k])
        entry -= int(intervals[k])
        path.append((entry, k))
    entries, numbers = np.array(path[::-1], dtype=np.int64).T
    starts, stops = np.maximum(entries, 0), np.minimum(entries + beat_frames[numbers], n_frames)
    there = stops > starts
    frames = [int(beat[i:j].argmax()) + int(i) for i, j in zip(starts[there], stops[there], strict=True)]
    places = np.ones(len(frames), dtype=np.int64)
    return BeatPath(np.array(frames, dtype=np.int64), places, 1, score, entries[there])
