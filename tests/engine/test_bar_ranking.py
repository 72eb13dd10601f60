"""Candidates for beats and bars, and their ranking."""

from itertools import pairwise

import numpy as np
import pytest

from tests.engine.test_bar_pointer import pulses
from w12studio.engine.bar_choice import ranked_beats
from w12studio.engine.bar_network import BarFeatures
from w12studio.engine.bar_pointer import BarModel, decode_beats
from w12studio.engine.bar_ranking import RANGES, WEIGHTS, candidate_grids
from w12studio.engine.meter import METERS


def features_of(activations, frames, places):
    """A drum on every beat, and another chord in every bar."""
    rng = np.random.default_rng(5)
    chroma = np.full((activations.shape[0], 12), 0.1)
    bar = np.zeros(activations.shape[0], dtype=int)
    bar[frames[places == 1]] = 1
    for number, start in enumerate(np.flatnonzero(bar)):
        chroma[start:] = 0.1
        chroma[start:, (np.array([0, 4, 7]) + 5 * number) % 12] = 1.0
    chroma /= np.linalg.norm(chroma, axis=1, keepdims=True)
    rises = 0.01 * rng.random((activations.shape[0], 45))
    rises[frames] = 0.5
    return BarFeatures(rises.astype(np.float32), chroma.astype(np.float32))


@pytest.fixture(scope="module")
def song():
    activations, frames, places = pulses(80, 50, 4, noise=0.02)
    return activations, frames, places, ranked_beats(activations, features_of(activations, frames, places), BarModel())


def test_the_best_candidate_is_the_plain_truth(song):
    _, frames, places, ranked = song
    np.testing.assert_array_equal(ranked[0].path.frames, frames)
    np.testing.assert_array_equal(ranked[0].path.positions, places)
    assert ranked[0].path.beats_per_bar == 4


def test_candidates_are_ordered_and_hold_every_meter(song):
    ranked = song[3]
    scores = [candidate.score for candidate in ranked]
    assert scores == sorted(scores, reverse=True)
    assert {candidate.path.beats_per_bar for candidate in ranked} == set(METERS)
    for candidate in ranked:
        assert candidate.path.frames.size == candidate.path.positions.size
        assert set(candidate.facts) <= set(WEIGHTS)
        assert candidate.path.positions.max() <= candidate.path.beats_per_bar


def test_half_the_tempo_is_among_the_candidates(song):
    ranked = song[3]
    halves = {round(float(np.median(np.diff(c.path.frames)))) for c in ranked}
    assert {50, 100} <= halves


def test_grids_differ_and_the_first_stays_first():
    activations, _, _ = pulses(60, 44, 3, noise=0.02)
    first = decode_beats(activations)
    grids = candidate_grids(activations, first, BarModel())
    assert grids[0] is first
    for i, grid in enumerate(grids):
        for other in grids[:i]:
            assert grid.frames.size != other.frames.size or np.abs(grid.frames - other.frames).max() > 3


def test_ranges_reach_from_slow_to_fast_without_a_gap():
    assert RANGES[0][0] <= 40 and RANGES[-1][1] >= 300
    assert all(later[0] < earlier[1] for earlier, later in pairwise(RANGES))


@pytest.mark.parametrize("n_frames", [0, 200])
def test_silence_has_no_candidates(n_frames):
    silence = np.full((n_frames, 2), 1e-4, np.float32)
    features = BarFeatures(np.zeros((n_frames, 45), np.float32), np.full((n_frames, 12), 12**-0.5, np.float32))
    assert ranked_beats(silence, features, BarModel()) == []


def test_weak_activations_make_no_grid():
    activations, frames, places = pulses(60, 50, 4)
    weak = (0.1 * activations).astype(np.float32)
    assert decode_beats(weak).frames.size > 0
    assert ranked_beats(weak, features_of(weak, frames, places), BarModel()) == []
