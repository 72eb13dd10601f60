"""Bars over given beats: how many beats they have, and where they begin.

Whether a beat is a downbeat is judged twice: by the networks over beats (`bar_network`), which hear harmony and rhythm,
and by the networks over frames. Both are blended into the logarithm of how much likelier what was heard is on a
downbeat than on another beat; that evidence is summed over the downbeats of a row of bars. Bars of two beats so win
over bars of four where every other beat is heard as something of a downbeat.

Where beats were missed or invented a bar is cut short or drawn out, at a price.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

METERS = (2, 3, 4, 5, 6, 7)
#: Weights of the logits of madmom's networks over beats and of the rhythm network, and the constant that makes their
#: sum the log ratio of likelihoods; and the same without the former. Logistic regression on 24,792 beats of 400
#: renderings that no network was trained on (``scripts/rhythm_network/rank.py``).
_OF_BEATS, _OURS, _CONSTANT = 0.71, 0.58, 0.58
_ALONE, _ALONE_CONSTANT = 0.77, -0.18
#: What a bar of irregular length costs.
_SLIP = 8.0
#: Frames on either side of a beat in which its activation is looked for.
REACH = 3


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """Places of beats in bars of one length, and how well they fit.

    Attributes
    ----------
    beats_per_bar : int
    positions : ndarray of int64, shape (n_beats,)
        1 = downbeat.
    score : float
        Evidence a beat, less what irregular bars cost.
    """

    beats_per_bar: int
    positions: NDArray[np.int64]
    score: float


def highest_near(values: NDArray[np.floating], frames: NDArray[np.floating | np.integer]) -> Floats:
    """Highest values within 30 ms of frames, shape (n, ...) as ``values``."""
    around = np.rint(frames).astype(np.int64)[:, None] + np.arange(-REACH, REACH + 1)
    return values[np.clip(around, 0, values.shape[0] - 1)].max(axis=1).astype(np.float64)


def _logit(probability: NDArray[np.floating], least: float) -> Floats:
    clipped = np.clip(np.asarray(probability, np.float64), least, 1.0 - least)
    out: Floats = np.log(clipped / (1.0 - clipped))
    return out


def downbeat_share(activations: NDArray[np.float32], frames: NDArray[np.int64]) -> Floats:
    """What part of the activation at each beat speaks for a downbeat, 0..1."""
    downbeat = highest_near(activations[:, 1], frames)
    return downbeat / np.maximum(highest_near(activations.sum(axis=1), frames), 0.02)


def downbeat_evidence(of_beats: NDArray[np.floating] | None, ours: NDArray[np.floating]) -> Floats:
    """Log ratio of likelihoods of a downbeat and of another beat.

    Parameters
    ----------
    of_beats : ndarray, shape (n_beats - 1,), or None
        `w12studio.engine.bar_network.downbeat_probabilities`, where they are known; of the last beat they say nothing.
    ours : ndarray, shape (n_beats,)
        What part of the rhythm network's activation at each beat speaks for a downbeat.

    Returns
    -------
    ndarray, shape (n_beats,)
    """
    if of_beats is None:
        return _ALONE * _logit(ours, 0.02) + _ALONE_CONSTANT
    out = np.zeros(ours.size)
    out[:-1] = _OF_BEATS * _logit(of_beats, 0.02) + _OURS * _logit(ours[:-1], 0.02) + _CONSTANT
    return out


@numba.njit(cache=True, nogil=True)
def _count(evidence: Floats, length: int, slip: float) -> tuple[NDArray[np.int64], float]:
    """Best places in bars of one length, by Viterbi; a new place out of turn costs ``slip``."""
    n = evidence.size
    came_from = np.zeros((n, length), dtype=np.int64)
    score = np.zeros(length)
    score[0] = evidence[0]
    for t in range(1, n):
        best = int(score.argmax())
        new = np.empty(length)
        for k in range(length):
            source = (k - 1) % length
            value = score[source]
            if score[best] - slip > value:
                value, source = score[best] - slip, best
            new[k] = value + (evidence[t] if k == 0 else 0.0)
            came_from[t, k] = source
        score = new
    at = int(score.argmax())
    total = score[at]
    places = np.empty(n, dtype=np.int64)
    for t in range(n - 1, -1, -1):
        places[t] = at + 1
        at = came_from[t, at]
    return places, total


def fit_bars(evidence: Floats, beats_per_bar: int) -> Bars:
    """The best bars of a given length.

    Parameters
    ----------
    evidence : ndarray, shape (n_beats,)
        `downbeat_evidence`; at least one beat.
    """
    positions, total = _count(evidence, beats_per_bar, _SLIP)
    return Bars(beats_per_bar, positions, float(total) / evidence.size)


def explained(values: NDArray[np.floating], beats_per_bar: int) -> float:
    """Share of the variance of values at beats that their place in the bar explains, 0..1, less what chance does."""
    values = np.asarray(values, np.float64)
    means = [values[k::beats_per_bar].mean() for k in range(min(beats_per_bar, values.size))]
    within = sum(np.square(values[k::beats_per_bar] - mean).sum() for k, mean in enumerate(means))
    around = np.square(values - values.mean()).sum() + 0.01
    return float(1.0 - within / around - (beats_per_bar - 1) / values.size)
