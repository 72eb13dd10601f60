"""Beats as one chain of periods, and bars over beats."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.rhythm_fakes import tempi_of
from tests.engine.test_bar_pointer import pulses
from w12studio.engine.bar_pointer import BarModel, beat_intervals, tempo_transitions
from w12studio.engine.bars import CHANGE, METER, SLIP, count_bars
from w12studio.engine.beat_chain import Tempi, decode_chain
from w12studio.engine.meter import METERS

SMALL = BarModel((1,), min_bpm=500, max_bpm=1500, num_tempi=5, transition_lambda=5, observation_lambda=4)


def reference_log_likelihood(beat, tempi, model, weight):
    """Viterbi over every frame of every period."""
    p = np.clip(beat.astype(float), 1e-4, 1 - 1e-4)
    gain = np.log(p) - np.log((1 - p) / (model.observation_lambda - 1))
    intervals = beat_intervals(model)
    likely = weight * tempi.of_periods(intervals, model.frame_rate)
    states = [(k, i) for k in range(intervals.size) for i in range(intervals[k])]
    number = {state: index for index, state in enumerate(states)}
    tempo = tempo_transitions(intervals, model.transition_lambda)
    shows = np.array([i / intervals[k] < 1 / model.observation_lambda for k, i in states])
    score = np.array([-np.log(len(states)) + likely[0, k] for k, _ in states])
    score = score + np.where(shows, gain[0], 0.0)
    for t in range(1, beat.size):
        new = np.full(len(states), -np.inf)
        bonus = likely[min(t // tempi.step, len(likely) - 1)]
        for (k, i), index in number.items():
            if i:
                new[index] = score[number[k, i - 1]]
            else:
                new[index] = max(score[number[j, intervals[j] - 1]] + tempo[j, k] for j in range(intervals.size))
                new[index] += bonus[k]
        score = new + np.where(shows, gain[t], 0.0)
    return score.max()


@settings(max_examples=30)
@given(st.integers(3, 60), st.integers(0, 1000), st.sampled_from([0.0, 0.5]))
def test_same_likelihood_as_the_full_state_space(n_frames, seed, weight):
    rng = np.random.default_rng(seed)
    beat = rng.random(n_frames) ** 3
    rows = np.log(rng.dirichlet(np.ones(8), -(-n_frames // 2))).astype(np.float32)
    tempi = Tempi(np.maximum(rows, -8), np.geomspace(400, 1600, 8), 2)
    path = decode_chain(beat, tempi, SMALL, weight, None)
    expected = reference_log_likelihood(beat, tempi, SMALL, weight)
    assert path.log_likelihood == pytest.approx(expected, abs=1e-4)
    assert np.all(np.diff(path.frames) > 0)


def test_the_level_follows_the_tempo_that_is_known():
    activations, frames, _ = pulses(80, 40, 4)
    beat = activations.sum(axis=1)
    model = BarModel((1,), 28.0, 330.0, 110, 100.0)
    for bpm, step in ((150.0, 1), (75.0, 2)):
        path = decode_chain(beat, tempi_of(beat.size, bpm), model, 2.0, None)
        assert set(path.frames.tolist()) <= set(frames.tolist())
        assert np.median(np.diff(path.frames)) == 40 * step


def test_probabilities_of_periods_are_interpolated():
    tempi = tempi_of(10, 120.0)
    assert tempi.of_periods(np.array([50]), 100.0).shape == (5, 1)
    likely = tempi.of_periods(np.array([25, 45, 50, 56, 100, 1000]), 100.0)[0]
    assert likely.argmax() == 2 and likely[-1] == pytest.approx(tempi.log_probabilities[0, 0], abs=1e-3)


def test_nothing_makes_no_beats():
    assert decode_chain(np.zeros(0), tempi_of(2, 120.0), SMALL, 1.0, None).frames.size == 0


def best_count(evidence, meters, usual):
    """By dynamic programming over dictionaries, in the plainest words."""
    states = [(n, k) for n in METERS for k in range(n)]
    score = {
        s: meters[0, METERS.index(s[0])] * METER - (0 if s[0] == usual else CHANGE) + (evidence[0] if s[1] == 0 else 0)
        for s in states
    }
    for t in range(1, len(evidence)):
        new = {}
        for n, k in states:
            ways = [score[n, (k - 1) % n]]
            ways += [score[m, j] - SLIP - (0 if m == n else CHANGE) for m, j in states]
            if k == 0:
                ways += [score[m, m - 1] - CHANGE for m in METERS if m != n]
            new[n, k] = max(ways) + METER * meters[t, METERS.index(n)] + (evidence[t] if k == 0 else 0)
        score = new
    return max(score.values())


def worth(places, per_bar, evidence, meters, usual):
    total = 0.0 if per_bar[0] == usual else -CHANGE
    for t, (k, n) in enumerate(zip(places, per_bar, strict=True)):
        total += METER * meters[t, METERS.index(n)] + (evidence[t] if k == 1 else 0)
        if t:
            before, m = places[t - 1], per_bar[t - 1]
            follows = k == before % m + 1 and (n == m or k == 1)
            total -= 0 if follows and n == m else CHANGE if follows else SLIP + (0 if n == m else CHANGE)
    return total


@settings(max_examples=30)
@given(st.integers(1, 40), st.integers(0, 10_000), st.sampled_from(METERS))
def test_bars_are_the_best_there_are(count, seed, usual):
    rng = np.random.default_rng(seed)
    evidence = rng.normal(-1, 6, count)
    meters = np.log(rng.dirichlet(np.ones(len(METERS)), count))
    places, per_bar = count_bars(evidence, meters, usual)
    assert worth(places, per_bar, evidence, meters, usual) == pytest.approx(best_count(evidence, meters, usual))


def test_no_beats_have_no_bars():
    assert count_bars(np.zeros(0), np.zeros((0, len(METERS))), 4)[0].size == 0
