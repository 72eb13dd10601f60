"""The semi-Markov decoder against the hidden Markov model it stands for."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w12studio.domain.errors import Cancelled
from w12studio.engine.bar_pointer import (
    BarModel,
    beat_intervals,
    decode_beats,
    decode_evidence,
    gather_evidence,
    tempo_transitions,
)

SMALL = BarModel((2, 3), min_bpm=500, max_bpm=1500, num_tempi=5, transition_lambda=5, observation_lambda=4)


def reference_log_likelihood(activations, n_beats, model):
    """Viterbi over every frame of every beat at every tempo, as the papers and madmom write it."""
    evidence = gather_evidence(activations, model)
    intervals = beat_intervals(model)
    states = [(b, k, i) for b in range(n_beats) for k in range(intervals.size) for i in range(intervals[k])]
    number = {state: index for index, state in enumerate(states)}
    log_a = np.full((len(states), len(states)), -np.inf)
    tempo = tempo_transitions(intervals, model.transition_lambda)
    for (b, k, i), index in number.items():
        if i + 1 < intervals[k]:
            log_a[index, number[b, k, i + 1]] = 0.0
        else:
            for other in range(intervals.size):
                log_a[index, number[(b + 1) % n_beats, other, 0]] = tempo[k, other]
    column = [(2 if b == 0 else 1) if i / intervals[k] < 1 / model.observation_lambda else 0 for b, k, i in states]
    score = np.full(len(states), -np.log(len(states)))
    for densities in evidence.densities:
        score = (score[:, None] + log_a).max(axis=0) + densities[column]
    return score.max()


def pulses(count, period, beats_per_bar, noise=0.0, lead=40, seed=0):
    """Activations with a peak a beat, and where the peaks are."""
    rng = np.random.default_rng(seed)
    frames = lead + np.arange(count) * period
    activations = np.full((frames[-1] + lead, 2), 0.002, dtype=np.float32)
    activations += (noise * rng.random(activations.shape)).astype(np.float32)
    places = np.arange(count) % beats_per_bar
    activations[frames[places > 0], 0] = 0.8
    activations[frames[places == 0], 1] = 0.8
    return activations, frames, places + 1


@settings(max_examples=30)
@given(st.integers(3, 60), st.integers(0, 1000), st.sampled_from([0.0, 0.05]))
def test_same_likelihood_as_the_full_state_space(n_frames, seed, threshold):
    rng = np.random.default_rng(seed)
    activations = (rng.random((n_frames, 2)) ** 3 * 0.49).astype(np.float32)
    model = replace(SMALL, threshold=threshold)
    expected = {n: reference_log_likelihood(activations, n, model) for n in (2, 3)}
    path = decode_beats(activations, model)
    if len(gather_evidence(activations, model)):
        assert path.log_likelihood == pytest.approx(max(expected.values()), rel=1e-9)
        assert expected[path.beats_per_bar] == pytest.approx(path.log_likelihood, rel=1e-9)


@pytest.mark.parametrize("beats_per_bar", [2, 3, 4, 5, 6, 7])
def test_finds_pulses_and_their_bars(beats_per_bar):
    activations, frames, places = pulses(40, 50, beats_per_bar, noise=0.02)
    path = decode_beats(activations, BarModel(beats_per_bar=(2, 3, 4, 5, 6, 7)))
    np.testing.assert_array_equal(path.frames, frames)
    np.testing.assert_array_equal(path.positions, places)
    assert path.beats_per_bar == beats_per_bar


def test_a_recording_may_start_within_a_bar():
    activations, frames, places = pulses(30, 48, 4)
    cut = frames[2] - 10
    path = decode_beats(activations[cut:])
    np.testing.assert_array_equal(path.frames, frames[2:] - cut)
    np.testing.assert_array_equal(path.positions, places[2:])


def test_follows_a_change_of_tempo():
    frames = np.cumsum(np.concatenate([[30], np.full(20, 60), np.full(20, 45)]))
    activations = np.full((frames[-1] + 30, 2), 0.002, dtype=np.float32)
    activations[frames, 0] = 0.8
    activations[frames[::4]] = (0.05, 0.8)
    path = decode_beats(activations)
    np.testing.assert_array_equal(path.frames, frames)


@pytest.mark.parametrize("n_frames", [0, 1, 5, 300])
def test_silence_has_no_beats(n_frames):
    path = decode_beats(np.full((n_frames, 2), 1e-4, dtype=np.float32))
    assert path.frames.size == 0 and path.beats_per_bar == 0


def test_exact_zeros_and_ones_are_no_trouble():
    activations, frames, _ = pulses(12, 50, 4)
    path = decode_beats((activations > 0.5).astype(np.float32))
    np.testing.assert_array_equal(path.frames, frames)
    assert np.isfinite(path.log_likelihood)


def test_only_what_lies_between_loud_frames_is_decoded():
    activations, frames, _ = pulses(20, 50, 4)
    padded = np.vstack([np.full((500, 2), 1e-3, np.float32), activations, np.full((700, 2), 1e-3, np.float32)])
    evidence = gather_evidence(padded, BarModel())
    assert evidence.first == 500 + frames[0] and len(evidence) == frames[-1] - frames[0] + 1
    np.testing.assert_array_equal(decode_beats(padded).frames, 500 + frames)


def test_chunks_do_not_show(monkeypatch):
    activations, _, _ = pulses(60, 47, 3, noise=0.2)
    whole = decode_beats(activations)
    monkeypatch.setattr("w12studio.engine.bar_pointer._CHUNK", 37)
    pieces = decode_beats(activations)
    np.testing.assert_array_equal(whole.frames, pieces.frames)
    assert whole.log_likelihood == pieces.log_likelihood


def test_progress_is_told_and_can_cancel():
    activations, _, _ = pulses(400, 50, 4)
    told = []
    decode_beats(activations, progress=told.append)
    assert told[-1] == 1.0 and told == sorted(told)

    def cancel(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        decode_evidence(gather_evidence(activations, BarModel()), BarModel(), cancel)


def test_transitions_are_probabilities():
    transitions = tempo_transitions(beat_intervals(BarModel()), 100.0)
    np.testing.assert_allclose(np.exp(transitions).sum(axis=1), 1.0)
    assert beat_intervals(BarModel()).size == 60


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_same_beats_as_madmom(seed):
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.features.downbeats import DBNDownBeatTrackingProcessor

    rng = np.random.default_rng(seed)
    period = int(rng.integers(35, 90))
    activations, frames, _ = pulses(60, period, int(rng.integers(3, 5)), noise=0.1, seed=seed)
    activations[rng.choice(frames, 10)] *= 0.05
    activations = np.roll(activations, int(rng.integers(0, 30)), axis=0)
    reference = DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)(activations)
    path = decode_beats(activations)
    np.testing.assert_array_equal(path.frames / 100, reference[:, 0])
    np.testing.assert_array_equal(path.positions, reference[:, 1])
