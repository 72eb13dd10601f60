"""The confidence of beats: how often beats like this one are right.

It rests on the bar pointer model's posterior (`w12studio.engine.posterior`), and on what was heard at a beat and at
those around it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.bar_pointer import BarModel
from w12studio.engine.posterior import Limits, entry_posteriors, log_gains, steps_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Frames from the first of a beat's to the loudest, about; and how far 70 ms reach.
_LEAD, _REACH = 2, 7

#: Transition lambdas to choose from, the steadiest first.
LAMBDAS = (100.0, 30.0, 10.0)

#: Share of the evidence, and transition lambda, of `tempered_posteriors`.
_EVIDENCE, _LAMBDA = 0.05, 30.0
#: Beats on either side that a beat is judged by.
_NEIGHBOURS = 8
#: Weights of `features_of` for beats and for downbeats; see `calibrated`.
BEAT_WEIGHTS = (2.84, 0.167, 0.561, 2.054)
DOWNBEAT_WEIGHTS = (3.458, 0.27, 0.546, 1.142)


def tempered_posteriors(gains: Floats, n_beats: int, model: BarModel, limits: Limits | None = None) -> Floats:
    """`entry_posteriors` of a model that doubts more: of little steadiness, and with a twentieth of the evidence.

    The model takes 100 frames a second for independent observations, so that its own posteriors are nearly all 0 or
    1 and say nothing about what is right (their weight in the fit of `calibrated` came out as 0). Of the shares
    0.05, 0.1, 0.2, 0.4 and 1, with lambda 30 or that of the decoding, these said most.
    """
    return entry_posteriors(_EVIDENCE * gains, n_beats, steps_of(replace(model, transition_lambda=_LAMBDA)), limits)


def steadiness(entries: Ints) -> float:
    """The transition lambda, of a few, under which the tempo changes of a path are likeliest.

    Parameters
    ----------
    entries : ndarray of int64, shape (n,)
        Frames at which beats begin, of a path of the bar pointer model. Without any the tempo counts as steady.
    """
    periods = np.maximum(np.diff(entries), 1).astype(np.float64)
    if periods.size < 2:
        return LAMBDAS[0]
    change = float(np.abs(periods[1:] / periods[:-1] - 1.0).mean())
    # Of a density proportional to exp(-lambda |x|), with periods in whole frames.
    wanted = 1.0 / max(change, 1e-3)
    return min(LAMBDAS, key=lambda value: abs(np.log(value / min(max(wanted, LAMBDAS[-1]), LAMBDAS[0]))))


def _around(values: Floats, frames: Ints, before: int, after: int) -> Floats:
    """Sums of values over ``frame - before .. frame + after``."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return sums[np.clip(frames + after + 1, 0, values.size)] - sums[np.clip(frames - before, 0, values.size)]


def beat_confidence(
    activations: NDArray[np.floating], frames: Ints, positions: NDArray[np.floating], n_beats: int, model: BarModel
) -> Floats:
    """The calibrated probability of each beat, and of each downbeat as a downbeat.

    Parameters
    ----------
    activations : ndarray, shape (n, 2)
        Probabilities of a beat that is no downbeat, and of a downbeat.
    frames : ndarray of int64, shape (n_beats,)
        Of the beats.
    positions : ndarray, shape (n_beats,)
        Places in the bar, 1 = downbeat.
    n_beats : int
        Beats a bar.
    model : BarModel
        That the beats were decoded with.

    Returns
    -------
    ndarray, shape (n_beats,)
        Beat: that there is one within 70 ms. Downbeat: that there is a downbeat within 70 ms.
    """
    if not frames.size:
        return np.zeros(0)
    gains = log_gains(activations[:, 0], activations[:, 1], model)
    posterior = tempered_posteriors(gains, max(1, n_beats), model)
    return confidence_of(posterior, activations, frames, positions == 1)


def features_of(
    posterior: Floats, activations: NDArray[np.floating], frames: Ints, is_downbeat: NDArray[np.bool_]
) -> Floats:
    """What `calibrated` weighs, shape (n_beats, 4).

    1; the logit of the posterior; that of the highest activation within 30 ms; and the mean of the latter over the
    eight beats (or downbeats) on either side, for a weak beat among strong ones is likely to be right.
    """
    any_beat = posterior.sum(axis=1)
    inside = (_LEAD + _REACH, _REACH - _LEAD)
    sure = np.where(is_downbeat, _around(posterior[:, 0], frames, *inside), _around(any_beat, frames, *inside))
    near = np.clip(frames[:, None] + np.arange(-3, 4), 0, activations.shape[0] - 1)
    heard = np.where(is_downbeat, activations[:, 1][near].max(axis=1), activations.sum(axis=1)[near].max(axis=1))
    loud = _logit(heard)
    usual = np.zeros(frames.size)
    for kind in (False, True):
        some = is_downbeat == kind
        usual[some] = _moving_mean(loud[some], _NEIGHBOURS)
    return np.stack([np.ones(frames.size), _logit(sure), loud, usual], axis=1)


def _moving_mean(values: Floats, reach: int) -> Floats:
    """Means over each value and up to ``reach`` neighbours on either side."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    index = np.arange(values.size)
    start, stop = np.maximum(index - reach, 0), np.minimum(index + reach + 1, values.size)
    return (sums[stop] - sums[start]) / (stop - start)


def confidence_of(
    posterior: Floats, activations: NDArray[np.floating], frames: Ints, is_downbeat: NDArray[np.bool_]
) -> Floats:
    """As `beat_confidence`, from posteriors of shape (n, beats a bar)."""
    return calibrated(features_of(posterior, activations, frames, is_downbeat), is_downbeat)


def calibrated(features: Floats, is_downbeat: NDArray[np.bool_]) -> Floats:
    """Probabilities from `features_of`, by logistic regression (Platt, 1999).

    The four weights for beats and the four for downbeats were fitted to the development set by
    ``bench/calibration.py --fit``; docs/benchmarks.md shows how well they hold for clips left out of the fit.
    """
    weights = np.where(is_downbeat[:, None], np.array(DOWNBEAT_WEIGHTS), np.array(BEAT_WEIGHTS))
    return 1.0 / (1.0 + np.exp(-(features * weights).sum(axis=1)))


def _logit(p: NDArray[np.floating]) -> Floats:
    inside = np.clip(p.astype(np.float64), 1e-4, 1.0 - 1e-4)
    return np.log(inside / (1.0 - inside))
