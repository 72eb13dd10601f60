"""From CREPE's activations to f0: the weighted average around the best bin, and the path through the bins.

After Kim, Salamon, Li and Bello, "CREPE: a convolutional representation for pitch estimation", ICASSP 2018, eq. 2,
and the package that the authors published (its local average of nine bins, its hidden Markov model).
"""

from __future__ import annotations

from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

N_BINS = 360
#: Cents above 10 Hz of each bin: 20 cents apart, 31.7 Hz to 2005.5 Hz.
BIN_CENTS = np.linspace(0, 7180, N_BINS) + 1997.3794084376191
_REFERENCE_HZ = 10.0
_RADIUS = 4

#: Bins that the pitch may move by from a frame to the next, and the chance that the best bin is the right one.
_REACH = 11
_SELF_EMISSION = 0.1
#: Frames after which the path is settled even where a better future could still change it. A frame whose best bin
#: lies on the path outweighs more than any detour, so that paths meet within some dozens of frames of sound.
_LONGEST_LAG = 3000


def local_average(activation: NDArray[np.float32], centre: NDArray[np.int64]) -> NDArray[np.float64]:
    """f0 as the average of nine bins around a centre, weighted by their activation.

    Parameters
    ----------
    activation : ndarray, shape (n, 360)
        0..1.
    centre : ndarray of int, shape (n,)
        A bin each; fewer than nine bins count at the ends of the scale.

    Returns
    -------
    ndarray of float64, shape (n,), Hz; NaN where all nine activations are 0
    """
    bins = centre[:, None] + np.arange(-_RADIUS, _RADIUS + 1)
    inside = (bins >= 0) & (bins < N_BINS)
    bins = np.clip(bins, 0, N_BINS - 1)
    weights = np.where(inside, np.take_along_axis(activation, bins, axis=1), 0.0).astype(np.float64)
    total = weights.sum(axis=1)
    cents = np.divide((weights * BIN_CENTS[bins]).sum(axis=1), total, out=np.full(len(total), np.nan), where=total > 0)
    return _REFERENCE_HZ * 2 ** (cents / 1200)


@cache
def _log_transition() -> NDArray[np.float64]:
    """Logarithm of the chance to move by -11 .. 11 bins from each bin, shape (360, 23); -inf beyond the ends."""
    step = np.arange(-_REACH, _REACH + 1)
    weight = np.tile((_REACH + 1.0) - np.abs(step), (N_BINS, 1))
    there = np.arange(N_BINS)[:, None] + step
    weight[(there < 0) | (there >= N_BINS)] = 0.0
    with np.errstate(divide="ignore"):
        return np.log(weight / weight.sum(axis=1, keepdims=True))


@numba.njit(cache=True, nogil=True)
def _advance(
    score: NDArray[np.float64],
    best: NDArray[np.int64],
    transition: NDArray[np.float64],
    hit: float,
    miss: float,
    back: NDArray[np.int8],
) -> None:
    """Carry the scores of all bins through some frames; ``back`` gets how far below each bin its path came from."""
    n_bins = score.size
    reach = transition.shape[1] // 2
    fresh = np.empty_like(score)
    for t in range(best.size):
        top = -np.inf
        for j in range(n_bins):
            highest, origin = -np.inf, 0
            for i in range(max(0, j - reach), min(n_bins, j + reach + 1)):
                value = score[i] + transition[i, j - i + reach]
                if value > highest:
                    highest, origin = value, j - i
            fresh[j] = highest + (hit if j == best[t] else miss)
            back[t, j] = origin
            top = max(top, fresh[j])
        for j in range(n_bins):  # only differences count; this keeps them precise over hours
            score[j] = fresh[j] - top


@numba.njit(cache=True, nogil=True)
def _trace(back: NDArray[np.int8], state: int) -> tuple[NDArray[np.int64], int]:
    """The best path backwards, and the number of frames in which the paths to all bins are one."""
    n, n_bins = back.shape
    path = np.empty(n, np.int64)
    alive = np.ones(n_bins, np.bool_)
    count, met = n_bins, 0
    for t in range(n - 1, -1, -1):
        path[t] = state
        if count == 1 and met == 0:
            met = t + 1
        state -= back[t, state]
        if count > 1:
            before = np.zeros(n_bins, np.bool_)
            for j in range(n_bins):
                if alive[j]:
                    before[j - back[t, j]] = True
            alive, count = before, int(before.sum())
    return path, met


class ViterbiDecoder:
    """The likeliest path through the bins, settled as soon as nothing that follows can change it.

    Model of the published package: any bin may begin, a step of d bins weighs ``max(12 - |d|, 0)``, and the bin with
    the highest activation is the right one with a chance of 0.1, any other with 0.9 / 360 each. Memory stays
    bounded: activations are kept only until their frame is settled.
    """

    def __init__(self) -> None:
        self._score = np.zeros(N_BINS)
        self._hit = float(np.log(_SELF_EMISSION + (1 - _SELF_EMISSION) / N_BINS))
        self._miss = float(np.log((1 - _SELF_EMISSION) / N_BINS))
        self._back = np.zeros((0, N_BINS), np.int8)
        self._activation = np.zeros((0, N_BINS), np.float32)
        self._started = False

    def push(self, activation: NDArray[np.float32], last: bool = False) -> NDArray[np.float64]:
        """Take in the activations of the next frames; returns f0 in Hz of the frames settled by them.

        Parameters
        ----------
        activation : ndarray, shape (n, 360)
        last : bool
            Nothing follows: settle everything.

        Returns
        -------
        ndarray of float64, shape (m,), Hz: of the frames that follow those returned before
        """
        if len(activation):
            back = np.zeros((len(activation), N_BINS), np.int8)
            best = activation.argmax(axis=1)
            first = 0
            if not self._started:  # the first frame has no step before it
                self._score[:] = self._miss
                self._score[best[0]] = self._hit
                self._started, first = True, 1
            _advance(self._score, best[first:], _log_transition(), self._hit, self._miss, back[first:])
            self._back = np.concatenate([self._back, back])
            self._activation = np.concatenate([self._activation, activation])
        return self._settle(last)

    def _settle(self, last: bool) -> NDArray[np.float64]:
        n = len(self._back)
        if n == 0:
            return np.zeros(0)
        path, met = _trace(self._back, int(np.argmax(self._score)))
        settled = n if last else max(met, n - _LONGEST_LAG)
        f0 = local_average(self._activation[:settled], path[:settled])
        self._back, self._activation = self._back[settled:], self._activation[settled:]
        return f0
