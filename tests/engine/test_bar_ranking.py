"""Candidates for beats and bars, their ranking, and the grid that comes of it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tests.engine.rhythm_fakes import heard_of
from tests.engine.test_bar_pointer import pulses
from w12studio.domain.errors import Cancelled
from w12studio.engine.bar_ranking import RANGES, WEIGHTS, blended, candidate_grids
from w12studio.engine.grid import agreement, fit_grid, ranked_grids
from w12studio.engine.meter import METERS


@pytest.fixture(scope="module")
def song():
    activations, frames, places = pulses(80, 50, 4, noise=0.02)
    return frames, places, ranked_grids(heard_of(activations, frames, places))


def test_the_best_candidate_is_the_plain_truth(song):
    frames, places, ranked = song
    np.testing.assert_array_equal(ranked[0].path.frames, frames)
    np.testing.assert_array_equal(ranked[0].path.positions, places)
    assert ranked[0].path.beats_per_bar == 4


def test_candidates_are_ordered_and_hold_every_meter(song):
    ranked = song[2]
    scores = [candidate.score for candidate in ranked]
    assert scores == sorted(scores, reverse=True)
    assert {candidate.path.beats_per_bar for candidate in ranked} == set(METERS)
    for candidate in ranked:
        assert candidate.path.frames.size == candidate.path.positions.size
        assert set(candidate.facts) <= set(WEIGHTS)
        assert candidate.path.positions.max() <= candidate.path.beats_per_bar
    assert set().union(*(candidate.facts for candidate in ranked)) == set(WEIGHTS)


def test_half_the_tempo_is_among_the_candidates(song):
    halves = {round(float(np.median(np.diff(c.path.frames)))) for c in song[2]}
    assert {50, 100} <= halves


def test_grids_differ():
    activations, frames, places = pulses(60, 44, 3, noise=0.02)
    grids = candidate_grids(heard_of(activations, frames, places))
    assert len(grids) > 2
    for i, grid in enumerate(grids):
        for other in grids[:i]:
            assert grid.frames.size != other.frames.size or np.abs(grid.frames - other.frames).max() > 3


def test_ranges_reach_from_slow_to_fast_without_a_gap():
    assert RANGES[0][0] <= 30 and RANGES[0][1] >= 300
    assert RANGES[1][0] <= 30 and RANGES[-1][1] >= 300
    assert all(later[0] < earlier[1] for earlier, later in pairwise(RANGES[1:]))


@pytest.mark.parametrize("beats_per_bar", METERS)
def test_bars_of_two_to_seven_beats(beats_per_bar):
    activations, frames, places = pulses(72, 50, beats_per_bar, noise=0.02)
    path = fit_grid(heard_of(activations, frames, places)).path
    np.testing.assert_array_equal(path.frames, frames)
    np.testing.assert_array_equal(path.positions, places)
    assert path.beats_per_bar == beats_per_bar


def test_expressive_timing_is_followed():
    rng = np.random.default_rng(3)
    periods = np.rint(55 * np.exp(0.2 * np.sin(np.arange(80) / 4) + 0.02 * rng.standard_normal(80))).astype(int)
    frames, places = 40 + np.cumsum(periods), np.arange(80) % 4 + 1
    activations = np.full((frames[-1] + 40, 2), 0.004, dtype=np.float32)
    activations[frames, 0] = 0.5
    activations[frames[::4]] = (0.05, 0.5)
    path = fit_grid(heard_of(activations, frames, places, sure=False)).path
    assert np.isin(path.frames, frames).sum() >= 78


def test_the_meter_changes_where_much_speaks_for_it():
    activations, frames, _ = pulses(96, 50, 4)
    places = np.concatenate([np.arange(48) % 4, np.arange(48) % 3]) + 1
    activations[frames] = np.where(places[:, None] == 1, (0.01, 0.85), (0.85, 0.01))
    heard = heard_of(activations, frames, places)
    middle = int(frames[48]) // 2
    meters = heard.rhythm.meters.copy()
    meters[middle:] = np.roll(meters[middle:], METERS.index(3) - METERS.index(4), axis=1)
    path = fit_grid(replace(heard, rhythm=replace(heard.rhythm, meters=meters))).path
    np.testing.assert_array_equal(path.frames, frames)
    np.testing.assert_array_equal(path.positions, places)


def test_recordings_too_long_for_features_go_without_the_networks_over_beats():
    activations, frames, places = pulses(64, 50, 3, noise=0.02)
    path = fit_grid(replace(heard_of(activations, frames, places), features=None)).path
    np.testing.assert_array_equal(path.frames, frames)
    np.testing.assert_array_equal(path.positions, places)


@pytest.mark.parametrize("n_frames", [2, 200, 3000])
def test_silence_has_no_grid(n_frames):
    silence = np.full((n_frames, 2), 1e-4, np.float32)
    frames, places = np.array([0, 1]), np.array([1, 2])
    assert ranked_grids(heard_of(silence, frames, places, bpm=120.0)) == []
    assert not fit_grid(heard_of(silence, frames, places, bpm=120.0)).path.frames.size


def test_weak_activations_make_no_grid():
    activations, frames, places = pulses(60, 50, 4)
    weak = (0.05 * activations).astype(np.float32)
    assert ranked_grids(heard_of(weak, frames, places)) == []


def test_readings_agree_on_what_is_plain_and_not_on_what_is_not(song):
    frames, places, ranked = song
    agreed = agreement(ranked[0].path, ranked)
    assert agreed.shape == frames.shape and np.all((agreed >= 0) & (agreed <= 1 + 1e-9))
    second = next(c for c in ranked if c.path.frames.size < 0.7 * frames.size)
    even = [replace(ranked[0], score=0.0), replace(second, score=0.0)]
    half = agreement(ranked[0].path, even)[places != 1]
    assert set(half.round(6)) == {0.5, 1.0}
    assert agreement(ranked[0].path, ranked[:1]).tolist() == [1.0] * frames.size


def test_blending_stays_between_the_networks():
    rng = np.random.default_rng(1)
    theirs = (0.5 * rng.random((50, 2))).astype(np.float32)
    ours = rng.random((50, 2)).astype(np.float32)
    both = np.stack([theirs.sum(axis=1), theirs[:, 1]], axis=1)
    found = blended(theirs, ours)
    assert np.all(found >= np.minimum(both, ours) - 2e-3) and np.all(found <= np.maximum(both, ours) + 2e-3)


def test_progress_rises_and_may_stop_the_work():
    activations, frames, places = pulses(40, 50, 4)
    heard, told = heard_of(activations, frames, places), []
    fit_grid(heard, told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 5

    def stop(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        fit_grid(heard, stop)
