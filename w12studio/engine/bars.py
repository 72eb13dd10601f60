"""Bars over given beats: how many beats they have, where they begin, and where the meter changes.

A path through (beats a bar, place in the bar), beat by beat (Viterbi): each downbeat collects the evidence that it is
one, each beat the evidence for its meter. Bars follow each other in one meter; another meter, and a bar cut short or
drawn out where beats were missed, cost something.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.engine.meter import METERS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


#: What an irregular bar costs, and what a change of the meter costs, as log likelihoods.
SLIP, CHANGE = 8.0, 14.0
#: What the log probability of a meter at a beat counts.
METER = 0.05


@numba.njit(cache=True, nogil=True)
def _step(score: Floats, offsets: Ints, slip: float, change: float, new: Floats, source: Ints) -> None:
    """The best way into each state, without what the next beat says."""
    best = int(score.argmax())
    last = offsets[1] - 1
    for i in range(1, offsets.size - 1):
        if score[offsets[i + 1] - 1] > score[last]:
            last = offsets[i + 1] - 1
    for i in range(offsets.size - 1):
        first, end = offsets[i], offsets[i + 1] - 1
        # Of irregular bars: those that keep the meter, and those that lose it too.
        own = first + int(score[first : end + 1].argmax())
        lost = own if score[own] >= score[best] - change else best
        cost = slip if lost == own else slip + change
        for state in range(first, end + 1):
            at = state - 1 if state > first else end
            if state == first and score[last] - change > score[at]:
                at, value = last, score[last] - change
            else:
                value = score[at]
            if score[lost] - cost > value:
                at, value = lost, score[lost] - cost
            new[state], source[state] = value, at


@numba.njit(cache=True, nogil=True)
def _count(
    evidence: Floats, meters: Floats, lengths: Ints, usual: int, slip: float, change: float
) -> tuple[Ints, Ints]:
    """Places and beats a bar; ``meters[t, i]`` is the evidence for bars of ``lengths[i]`` at beat t."""
    n, n_meters = meters.shape
    offsets = np.zeros(n_meters + 1, dtype=np.int64)
    for i in range(n_meters):
        offsets[i + 1] = offsets[i] + lengths[i]
    came_from = np.zeros((n, offsets[n_meters]), dtype=np.int64)
    score, new = np.zeros(offsets[n_meters]), np.zeros(offsets[n_meters])
    for t in range(n):
        if t:
            _step(score, offsets, slip, change, new, came_from[t])
        for i in range(n_meters):
            if t == 0:
                new[offsets[i] : offsets[i + 1]] = 0.0 if i == usual else -change
            new[offsets[i]] += evidence[t]
            new[offsets[i] : offsets[i + 1]] += meters[t, i]
        score[:] = new
    state = int(score.argmax())
    places, per_bar = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    for t in range(n - 1, -1, -1):
        i = 0
        while offsets[i + 1] <= state:
            i += 1
        places[t], per_bar[t] = state - offsets[i] + 1, lengths[i]
        state = came_from[t, state]
    return places, per_bar


def count_bars(evidence: Floats, meters: Floats, usual: int, lengths: tuple[int, ...] = METERS) -> tuple[Ints, Ints]:
    """The best bars over beats.

    Parameters
    ----------
    evidence : ndarray, shape (n_beats,)
        Log ratio of likelihoods of a downbeat and of another beat.
    meters : ndarray, shape (n_beats, len(lengths))
        Log probabilities of bars of so many beats, around each beat.
    usual : int
        Beats a bar in which the recording begins.

    Returns
    -------
    places, beats_per_bar : ndarray of int64, shape (n_beats,)
    """
    if not evidence.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return _count(evidence, METER * meters, np.array(lengths), lengths.index(usual), SLIP, CHANGE)
