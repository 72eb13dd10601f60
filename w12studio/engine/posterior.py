"""How probable each beat is: the forward-backward algorithm over the bar pointer model as a semi-Markov chain.

`w12studio.engine.bar_pointer` finds the one best path; here all paths are added up. For every frame and place in
the bar that gives the probability that a beat begins there (Rabiner: "A tutorial on hidden Markov models", Proc.
IEEE 77(2), 1989, with explicit durations as in Yu: "Hidden semi-Markov models", Artificial Intelligence 174,
2010). Each frame's sums are kept relative to the largest of them, so that no logarithm stands in the inner loop.

The model is far too sure of itself; `w12studio.engine.confidence` makes of it what was really seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, minimum_filter1d

from w12studio.engine.bar_pointer import BarModel, beat_intervals, tempo_transitions

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Frames whose forward sums are kept at a time: 63 MB for bars of four beats.
_BLOCK = 32_768
_FLOOR = 1e-30


@dataclass(frozen=True, slots=True, eq=False)
class Steps:
    """Beat periods and what may follow them.

    Attributes
    ----------
    intervals : ndarray of int64, shape (n_tempi,)
        Frames, ascending.
    beat_frames : ndarray of int64, shape (n_tempi,)
        How many of a beat's first frames the activation explains.
    log_transitions, transitions : ndarray, shape (n_tempi, n_tempi)
        From the period in the row to that in the column.
    """

    intervals: Ints
    beat_frames: Ints
    log_transitions: Floats
    transitions: Floats


@cache
def steps_of(model: BarModel) -> Steps:
    """The beat periods of a model."""
    model = replace(model, beats_per_bar=())
    intervals = beat_intervals(model)
    border = 1.0 / model.observation_lambda
    beat_frames = np.array([int((np.linspace(0, 1, n, endpoint=False) < border).sum()) for n in intervals])
    log_transitions = tempo_transitions(intervals, model.transition_lambda)
    return Steps(intervals, beat_frames, log_transitions, np.exp(log_transitions))


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What pins leave of a model, for frames 0..n - 1.

    Attributes
    ----------
    allowed : ndarray of bool, shape (n,)
        Where a beat may begin.
    earliest : ndarray of int64, shape (n + 1,)
        A beat that ends with frame e - 1 (or with the recording, for e = n) may not begin before
        ``earliest[e]``: between it and e lies a beat that is known.
    shortest, longest : ndarray of int64, shape (n,)
        Periods ``shortest[t] .. longest[t] - 1`` (by number) are allowed to beats that begin at t.
    jump : ndarray of bool, shape (n,)
        Where any period may follow any other, all equally likely.
    """

    allowed: NDArray[np.bool_]
    earliest: Ints
    shortest: Ints
    longest: Ints
    jump: NDArray[np.bool_]

    @classmethod
    def none(cls, n_frames: int, n_tempi: int) -> Limits:
        """Everything goes."""
        return cls(
            np.ones(n_frames, dtype=np.bool_),
            np.full(n_frames + 1, -(1 << 40)),
            np.zeros(n_frames, dtype=np.int64),
            np.full(n_frames, n_tempi),
            np.zeros(n_frames, dtype=np.bool_),
        )

    def columns(self) -> tuple[NDArray[np.bool_], Ints, Ints, Ints, NDArray[np.bool_]]:
        """As the kernels take them."""
        return self.allowed, self.earliest, self.shortest, self.longest, self.jump

    def ending(self, reach: int) -> Ints:
        """Periods ``[0, t] .. [1, t] - 1`` may belong to beats that end with frame t - 1, shape (2, n).

        Beats that began before the recording may have any. ``reach`` is more frames than the longest period has.
        """
        early = (reach - 1) // 2  # so that a filter's window ends with the frame itself
        most = int(self.longest.max(initial=0))
        return np.stack(
            [
                minimum_filter1d(self.shortest, reach, mode="constant", cval=0, origin=early),
                maximum_filter1d(self.longest, reach, mode="constant", cval=most, origin=early),
            ]
        )


@numba.njit(cache=True, nogil=True)
def _forward(  # noqa: C901
    gains: Floats,
    first: int,
    last: int,
    intervals: Ints,
    beat_frames: Ints,
    transitions: Floats,
    allowed: NDArray[np.bool_],
    earliest: Ints,
    shortest: Ints,
    longest: Ints,
    jump: NDArray[np.bool_],
    ending: Ints,
    ring: Floats,
    level: Floats,
    kept: Floats,
    levels: Floats,
) -> None:
    """Sums over all paths into entries at frames ``first .. last - 1``.

    ``exp(level[i]) * ring[i]`` with ``i = t % len(ring)`` are those into t, divided by the evidence of all frames
    before t for no beat; each frame has a level of its own, so that nothing underflows. They also go to ``kept`` and
    ``levels``, at ``t - first``. ``ending`` is `Limits.ending`.
    """
    size, n_beats, n_tempi = ring.shape
    factors = np.empty((2, n_tempi))
    anything = np.full(n_tempi, 1.0 / n_tempi)
    for t in range(first, last):
        slot = t % size
        low, high = max(0, ending[0, t]), ending[1, t]
        if t > 0:
            best = -np.inf
            for k in range(low, high):
                s = t - intervals[k]
                factors[:, k] = -np.inf
                if s >= earliest[t]:
                    split = min(t, max(0, s + beat_frames[k]))
                    base = level[s % size]
                    for column in range(2):
                        factors[column, k] = base + gains[split, column] - gains[max(0, s), column]
                        best = max(best, factors[column, k])
            ring[slot] = 0.0
            level[slot] = best
            if best > -np.inf:
                for column in range(2):
                    for k in range(low, high):
                        factors[column, k] = np.exp(factors[column, k] - best)
                for b in range(n_beats):
                    before = (b - 1) % n_beats
                    column = 1 if before == 0 else 0
                    entry = ring[slot, b, shortest[t] : longest[t]]
                    for j in range(low, high):
                        p = ring[(t - intervals[j]) % size, before, j] * factors[column, j]
                        if p > 0.0:
                            row = (anything if jump[t] else transitions[j])[shortest[t] : longest[t]]
                            for k in range(entry.size):
                                entry[k] += p * row[k]
        if not allowed[t]:
            ring[slot] = 0.0
        ring[slot, :, : shortest[t]] = 0.0
        ring[slot, :, longest[t] :] = 0.0
        largest = ring[slot].max()
        if largest > 0.0:
            ring[slot] /= largest
            level[slot] += np.log(largest)
        else:
            level[slot] = -np.inf
        kept[t - first] = ring[slot]
        levels[t - first] = level[slot]


@numba.njit(cache=True, nogil=True)
def _backward(  # noqa: C901
    gains: Floats,
    first: int,
    last: int,
    intervals: Ints,
    beat_frames: Ints,
    transitions: Floats,
    allowed: NDArray[np.bool_],
    earliest: Ints,
    shortest: Ints,
    longest: Ints,
    jump: NDArray[np.bool_],
    ring: Floats,
    level: Floats,
    kept: Floats,
    levels: Floats,
    total: float,
    ending: Ints,
    posterior: Floats,
) -> None:
    """Sums over all paths out of entries at frames ``last - 1 .. first``, and the posterior of each entry.

    ``exp(level[i]) * ring[i, b, k]`` with ``i = t % len(ring)`` is what follows a beat of period k that ends where
    place b is entered at t. ``transitions`` is transposed. ``ending`` is `Limits.ending`.
    """
    size, n_beats, n_tempi = ring.shape
    n_frames = gains.shape[0] - 1
    factors = np.empty((2, n_tempi))
    anything = np.full(n_tempi, 1.0 / n_tempi)
    for t in range(last - 1, first - 1, -1):
        slot = t % size
        best = -np.inf
        low, high = max(0, shortest[t]), longest[t]
        for k in range(low, high):
            end = t + intervals[k]
            factors[:, k] = -np.inf
            if allowed[t] and t >= earliest[min(end, n_frames)]:
                split = min(n_frames, t + beat_frames[k])
                base = level[end % size] if end < n_frames else 0.0
                for column in range(2):
                    factors[column, k] = base + gains[split, column] - gains[t, column]
                    best = max(best, factors[column, k])
        ring[slot] = 0.0
        level[slot] = best
        if best == -np.inf:
            continue
        for column in range(2):
            for k in range(low, high):
                factors[column, k] = np.exp(factors[column, k] - best)
        scale = np.exp(min(levels[t - first] + best - total, 700.0))
        for b in range(n_beats):
            column = 1 if b == 0 else 0
            follower = (b + 1) % n_beats
            out = ring[slot, b, ending[0, t] : ending[1, t]]
            both = 0.0
            for k in range(low, high):
                end = t + intervals[k]
                p = factors[column, k]
                if end < n_frames:
                    p *= ring[end % size, follower, k]
                if p > 0.0:
                    both += p * kept[t - first, b, k]
                    row = (anything if jump[t] else transitions[k])[ending[0, t] : ending[1, t]]
                    for j in range(out.size):
                        out[j] += p * row[j]
            posterior[t, b] = both * scale
        largest = ring[slot].max()
        if largest > 0.0:
            ring[slot] /= largest
            level[slot] += np.log(largest)
        else:
            level[slot] = -np.inf


@numba.njit(cache=True, nogil=True)
def _total(gains: Floats, intervals: Ints, beat_frames: Ints, earliest: Ints, ring: Floats, level: Floats) -> float:
    """Logarithm of the sum over all paths, from the beats that last until the end."""
    size, n_beats, n_tempi = ring.shape
    n_frames = gains.shape[0] - 1
    total = -np.inf
    for k in range(n_tempi):
        for i in range(intervals[k]):
            s = n_frames - 1 - i
            if s < earliest[n_frames]:
                break
            split = min(n_frames, max(0, s + beat_frames[k]))
            for b in range(n_beats):
                column = 1 if b == 0 else 0
                p = ring[s % size, b, k]
                if p > 0.0:
                    gain = gains[split, column] - gains[max(0, s), column]
                    total = np.logaddexp(total, np.log(p) + level[s % size] + gain)
    return total


def entry_posteriors(gains: Floats, n_beats: int, steps: Steps, limits: Limits | None = None) -> Floats:
    """The probability that a beat begins, a frame and place in the bar.

    Parameters
    ----------
    gains : ndarray, shape (n + 1, 2)
        Sums of log densities up to each frame, beat (then downbeat) less no beat. Bars of one beat are explained by
        the second column alone.
    n_beats : int
        Beats a bar.
    steps : Steps
    limits : Limits, optional

    Returns
    -------
    ndarray, shape (n, n_beats)
        0 throughout where no path fits the limits.

    Notes
    -----
    Time grows with frames x beats x tempi; memory with one state of the model every `_BLOCK` frames.
    """
    n_frames, n_tempi = gains.shape[0] - 1, steps.intervals.size
    posterior = np.zeros((n_frames, n_beats))
    if n_frames == 0:
        return posterior
    limits = limits or Limits.none(n_frames, n_tempi)
    there = (steps.intervals, steps.beat_frames, steps.transitions)
    back = (steps.intervals, steps.beat_frames, np.ascontiguousarray(steps.transitions.T))
    bounds = limits.columns()
    size = int(steps.intervals[-1]) + 1
    ending = limits.ending(size)
    # Beats that began before the recording, and those that begin with it, are all equally likely.
    ring, level = np.ones((size, n_beats, n_tempi)), np.zeros(size)
    length = min(_BLOCK, n_frames)
    kept, levels = np.empty((length, n_beats, n_tempi)), np.empty(length)
    starts = list(range(0, n_frames, length))
    states = []
    for start in starts:
        states.append((ring.copy(), level.copy()) if start != starts[-1] else (ring, level))
        _forward(gains, start, min(n_frames, start + length), *there, *bounds, ending, ring, level, kept, levels)
    total = _total(gains, steps.intervals, steps.beat_frames, limits.earliest, ring, level)
    if not np.isfinite(total):
        return posterior
    following, height = np.zeros((size, n_beats, n_tempi)), np.full(size, -np.inf)
    for start, (ring, level) in zip(reversed(starts), reversed(states), strict=True):
        stop = min(n_frames, start + length)
        if start != starts[-1]:
            _forward(gains, start, stop, *there, *bounds, ending, ring, level, kept, levels)
        _backward(gains, start, stop, *back, *bounds, following, height, kept, levels, total, ending, posterior)
    return posterior


def log_gains(beat: NDArray[np.floating], downbeat: NDArray[np.floating], model: BarModel) -> Floats:
    """Sums up to each frame of what a beat and a downbeat explain better than no beat, shape (n + 1, 2).

    Parameters
    ----------
    beat, downbeat : ndarray, shape (n,)
        Probabilities of a beat that is no downbeat, and of a downbeat.
    """
    silence = (1.0 - beat.astype(np.float64) - downbeat) / (model.observation_lambda - 1)
    against = np.log(np.maximum(silence, _FLOOR))
    gains = np.zeros((beat.size + 1, 2))
    for column, values in enumerate((beat, downbeat)):
        np.cumsum(np.log(np.maximum(values, _FLOOR)) - against, out=gains[1:, column])
    return gains
