"""Forward and backward over the semi-Markov chain against a sum over every path."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.test_bar_pointer import pulses
from w12studio.engine import posterior as module
from w12studio.engine.bar_pointer import BarModel, decode_beats
from w12studio.engine.confidence import beat_confidence, calibrated, steadiness
from w12studio.engine.posterior import (
    Limits,
    entry_posteriors,
    log_gains,
    steps_of,
)

TINY = BarModel((1,), min_bpm=1200, max_bpm=3000, num_tempi=3, transition_lambda=2, observation_lambda=2)


def every_path(n_frames, intervals):
    """All (entries, periods) that cover frames 0..n_frames - 1."""
    open_ends = [((first,), ()) for first in range(-max(intervals) + 1, 1)]
    while open_ends:
        entries, periods = open_ends.pop()
        for k, interval in enumerate(intervals):
            end = entries[-1] + interval
            if end >= n_frames:
                if len(entries) > 1 or end > 0:
                    yield np.array(entries), (*periods, k)
            elif end > 0:
                open_ends.append(((*entries, end), (*periods, k)))


def brute_force(gains, n_beats, steps, limits):
    """Posteriors of entries by adding up all paths."""
    n_frames = gains.shape[0] - 1
    out, total = np.zeros((n_frames, n_beats)), 0.0
    for entries, periods in every_path(n_frames, steps.intervals.tolist()):
        ends = entries + steps.intervals[list(periods)]
        if any(s < limits.earliest[min(e, n_frames)] for s, e in zip(entries, ends, strict=True)):
            continue
        inside = [(t, k) for t, k in zip(entries, periods, strict=True) if t >= 0]
        if any(not (limits.allowed[t] and limits.shortest[t] <= k < limits.longest[t]) for t, k in inside):
            continue
        p = 1.0
        for k, (t, j) in zip(periods, list(zip(entries, periods, strict=True))[1:], strict=False):
            p *= 1.0 / steps.intervals.size if limits.jump[t] else steps.transitions[k, j]
        for first_place in range(n_beats):
            score = 0.0
            for i, (t, k) in enumerate(zip(entries, periods, strict=True)):
                column = 1 if (first_place + i) % n_beats == 0 else 0
                split = min(n_frames, max(0, t + steps.beat_frames[k]))
                score += gains[split, column] - gains[max(0, t), column]
            weight = p * np.exp(score)
            total += weight
            for i, t in enumerate(entries):
                if t >= 0:
                    out[t, (first_place + i) % n_beats] += weight
    return out / total if total > 0 else out


@settings(max_examples=15)
@given(st.integers(1, 7), st.integers(1, 2), st.integers(0, 10_000), st.booleans(), st.integers(2, 9))
def test_same_as_the_sum_over_every_path(n_frames, n_beats, seed, limited, block):
    rng = np.random.default_rng(seed)
    steps = steps_of(TINY)
    gains = np.concatenate([np.zeros((1, 2)), np.cumsum(rng.normal(size=(n_frames, 2)), axis=0)])
    limits = Limits.none(n_frames, steps.intervals.size)
    if limited:
        limits.allowed[:] = rng.random(n_frames) < 0.8
        limits.jump[:] = rng.random(n_frames) < 0.3
        limits.longest[:] = rng.integers(2, steps.intervals.size + 1, n_frames)
        known = int(rng.integers(0, n_frames))
        limits.allowed[known] = True
        limits.earliest[known + 1 :] = known
    before, module._BLOCK = module._BLOCK, block
    try:
        found = entry_posteriors(gains, n_beats, steps, limits)
    finally:
        module._BLOCK = before
    assert np.allclose(found, brute_force(gains, n_beats, steps, limits), atol=1e-9)


def test_clear_beats_are_sure_and_noise_is_not():
    activations, frames, places = pulses(60, 50, 4)
    for shift in (1, 2, 3):
        activations[frames + shift] = activations[frames - shift] = 0.7 * activations[frames]
    sure = beat_confidence(activations, frames, places.astype(float), 4, BarModel(), np.full(60, 0.97))
    noise = np.random.default_rng(0).random((3000, 2)).astype(np.float32) * 0.02
    path = decode_beats(np.maximum(noise, 0.051 * (np.arange(3000) % 2999 == 0)[:, None]), BarModel())
    doubt = beat_confidence(noise, path.frames, path.positions.astype(float), path.beats_per_bar, BarModel())
    assert sure.min() > max(0.85, doubt.max())


def test_a_missing_beat_is_doubtful():
    activations, frames, places = pulses(60, 50, 4)
    activations[frames[30] - 5 : frames[30] + 6] = 0.002
    sure = beat_confidence(activations, frames, places.astype(float), 4, BarModel())
    assert sure[30] < sure[[28, 29, 31, 33]].min()


@pytest.mark.parametrize("n_frames", [0, 1, 2, 30])
def test_any_length_has_an_answer(n_frames):
    values = np.full(n_frames, 0.1, dtype=np.float32)
    posterior = entry_posteriors(log_gains(values, values, BarModel()), 4, steps_of(BarModel()))
    assert posterior.shape == (n_frames, 4)
    assert np.isfinite(posterior).all() and (posterior.sum(axis=1) <= 1 + 1e-9).all()
    assert (
        beat_confidence(np.zeros((n_frames, 2), np.float32), np.zeros(0, np.int64), np.zeros(0), 4, BarModel()).size
        == 0
    )


def test_limits_that_leave_no_path_give_zero():
    steps = steps_of(BarModel())
    limits = Limits.none(500, steps.intervals.size)
    limits.allowed[:] = False
    values = np.full(500, 0.1, dtype=np.float32)
    assert not entry_posteriors(log_gains(values, values, BarModel()), 1, steps, limits).any()


def test_confidence_grows_with_what_was_heard():
    features = np.array([[1.0, 3 + x, x, x] for x in np.linspace(-3, 3, 20)])
    for is_downbeat in (False, True):
        p = calibrated(features, np.full(20, is_downbeat))
        assert (np.diff(p) > 0).all() and p[0] < 0.6 < 0.9 < p[-1]


def test_a_beat_that_no_other_reading_has_is_doubtful():
    activations, frames, places = pulses(60, 50, 4)
    agreed = np.where(np.arange(60) == 32, 0.1, 0.95)
    sure = beat_confidence(activations, frames, places.astype(float), 4, BarModel(), agreed)
    assert places[32] == 1 and sure[32] < 0.5 * sure[28]


def test_steadiness_follows_the_tempo():
    assert steadiness(np.zeros(0, np.int64)) == 100.0
    assert steadiness(np.arange(20) * 50) == 100.0
    wild = np.cumsum(np.where(np.arange(40) % 2, 55, 48))
    assert steadiness(wild) == 10.0
