"""Choosing the model that suits a recording."""

import numpy as np
import pytest

from tests.engine.test_bar_pointer import pulses
from w12studio.engine.bar_choice import choose_beats, meter_evidence
from w12studio.engine.bar_pointer import BarModel, decode_beats


@pytest.mark.parametrize("beats_per_bar", [3, 4, 5, 7])
def test_bars_of_three_four_five_and_seven(beats_per_bar):
    activations, frames, places = pulses(70, 45, beats_per_bar, noise=0.02)
    path = choose_beats(activations, BarModel())
    np.testing.assert_array_equal(path.frames, frames)
    np.testing.assert_array_equal(path.positions, places)


def test_plain_music_is_left_alone():
    activations, _, _ = pulses(60, 50, 4, noise=0.1)
    path, plain = choose_beats(activations, BarModel()), decode_beats(activations)
    np.testing.assert_array_equal(path.frames, plain.frames)
    assert path.log_likelihood == plain.log_likelihood


def test_weak_second_and_fourth_beats_halve_a_fast_tempo():
    activations, frames, _ = pulses(80, 44, 4)
    activations[frames[1::2], 0] = 0.3
    path = choose_beats(activations, BarModel())
    assert np.median(np.diff(path.frames)) == 88
    assert set(path.frames.tolist()) <= set(frames.tolist())


def test_a_slow_tempo_is_not_halved():
    activations, frames, _ = pulses(60, 70, 4)
    activations[frames[1::2], 0] = 0.3
    np.testing.assert_array_equal(choose_beats(activations, BarModel()).frames, frames)


def test_expressive_timing_is_followed():
    rng = np.random.default_rng(3)
    periods = np.rint(55 * np.exp(0.25 * np.sin(np.arange(80) / 3) + 0.05 * rng.standard_normal(80))).astype(int)
    frames = 40 + np.cumsum(periods)
    activations = np.full((frames[-1] + 40, 2), 0.004, dtype=np.float32)
    activations[frames, 0] = 0.5
    activations[frames[::4]] = (0.05, 0.5)
    adaptive = choose_beats(activations, BarModel())
    stiff = decode_beats(activations)
    hits = [np.isin(path.frames, frames).sum() for path in (adaptive, stiff)]
    assert hits[0] >= 78 and hits[0] >= hits[1]
    assert adaptive.log_likelihood > stiff.log_likelihood


def test_meter_evidence_prefers_the_true_length():
    downbeat = np.where(np.arange(60) % 5 == 2, 0.7, 0.1)
    scores = {n: meter_evidence(0.8 - downbeat, downbeat, n) for n in (3, 4, 5, 7)}
    assert max(scores, key=scores.get) == 5


@pytest.mark.parametrize("n_frames", [0, 3, 200])
def test_silence(n_frames):
    assert choose_beats(np.full((n_frames, 2), 1e-4, np.float32), BarModel()).frames.size == 0
