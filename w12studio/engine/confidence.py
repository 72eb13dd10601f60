"""The confidence of beats: how often beats like this one are right.

It rests on the bar pointer model's posterior (`w12studio.engine.posterior`), on what was heard at a beat beside its
neighbours, and on how far other readings of the recording have the same beats.
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
#: Beats on either side that a beat is compared with.
_NEIGHBOURS = 8
#: Beyond these logits a posterior, and what is not heard, say nothing more.
_SUREST, _WEAKEST = 6.0, 4.0
#: How far readings agree where they are not known, about the mean.
_AGREED = 0.75
#: Weights of `features_of` for beats and for downbeats; see `calibrated`.
BEAT_WEIGHTS = (0.675, 0.469, 0.178, 0.047)
DOWNBEAT_WEIGHTS = (0.332, 0.091, 0.437, 0.995)


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
    activations: NDArray[np.floating],
    frames: Ints,
    positions: NDArray[np.floating],
    n_beats: int,
    model: BarModel,
    agreement: Floats | None = None,
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
    agreement : ndarray, shape (n_beats,), optional
        See `features_of`.

    Returns
    -------
    ndarray, shape (n_beats,)
        Beat: that there is one within 70 ms. Downbeat: that there is a downbeat within 70 ms.
    """
    if not frames.size:
        return np.zeros(0)
    gains = log_gains(activations[:, 0], activations[:, 1], model)
    posterior = tempered_posteriors(gains, max(1, n_beats), model)
    return calibrated(features_of(posterior, activations, frames, positions == 1, agreement), positions == 1)


def features_of(
    posterior: Floats,
    activations: NDArray[np.floating],
    frames: Ints,
    is_downbeat: NDArray[np.bool_],
    agreement: Floats | None = None,
) -> Floats:
    """What `calibrated` weighs, shape (n_beats, 4).

    1; the logit of the posterior that a beat (or downbeat) lies within 70 ms, where it speaks for one; by how much less
    is heard within 30 ms than at the eight beats (or downbeats) on either side; and the logit of the probability by
    which other readings of the recording have the beat too (`w12studio.engine.grid.agreement`).
    """
    inside = (_LEAD + _REACH, _REACH - _LEAD)
    any_beat = posterior.sum(axis=1)
    sure = np.where(is_downbeat, _around(posterior[:, 0], frames, *inside), _around(any_beat, frames, *inside))
    near = np.clip(frames[:, None] + np.arange(-3, 4), 0, activations.shape[0] - 1)
    heard = np.where(is_downbeat, activations[:, 1][near].max(axis=1), activations.sum(axis=1)[near].max(axis=1))
    weak = _logit(heard)
    for kind in (False, True):
        some = is_downbeat == kind
        weak[some] -= _moving_mean(weak[some], _NEIGHBOURS)
    shared = np.full(frames.size, _AGREED) if agreement is None else np.clip(agreement, 0.02, 0.98)
    columns = np.clip(_logit(sure), 0.0, _SUREST), np.clip(weak, -_WEAKEST, 0.0), _logit(shared)
    return np.stack([np.ones(frames.size), *columns], axis=1)


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

    The weights for beats and those for downbeats were fitted to the development set by
    ``bench/calibration.py --fit``; docs/benchmarks.md shows how well they hold for clips left out of the fit.
    """
    weights = np.where(is_downbeat[:, None], np.array(DOWNBEAT_WEIGHTS), np.array(BEAT_WEIGHTS))
    return 1.0 / (1.0 + np.exp(-(features * weights).sum(axis=1)))


def _logit(p: NDArray[np.floating]) -> Floats:
    inside = np.clip(p.astype(np.float64), 1e-4, 1.0 - 1e-4)
    return np.log(inside / (1.0 - inside))
