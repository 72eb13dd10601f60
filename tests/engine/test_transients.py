"""The estimators of onsets."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, NotingJob, awkward_recordings, band, store
from w12studio.domain.analysis import TRANSIENTS
from w12studio.domain.errors import Cancelled
from w12studio.engine import transients
from w12studio.engine.transients import estimate_energy_onsets, estimate_madmom_onsets, pick_onsets

ALL = (estimate_madmom_onsets, estimate_energy_onsets)


def hit_notes(seconds=6.0, gap=0.3):
    """Plucked tones, and the times at which they start."""
    times = np.arange(0.4, seconds - 0.3, gap)
    out = np.zeros(int(seconds * RATE))
    t = np.arange(int(0.28 * RATE)) / RATE
    fade = np.minimum(1.0, (0.28 - t) / 0.05)
    noise = np.random.default_rng(2).standard_normal(t.size) * np.exp(-t / 0.01)
    for i, time in enumerate(times):
        hz = 110 * 2 ** ((i * 5 % 12) / 12)
        start = int(time * RATE)
        tone = sum(np.sin(2 * np.pi * hz * k * t) / k for k in range(1, 12)) * np.exp(-t / 0.1)
        out[start : start + t.size] += fade * (tone + noise)
    return (0.2 * out).astype(np.float32), times


@pytest.mark.parametrize("estimate", ALL)
def test_finds_the_notes(tmp_path, estimate):
    samples, truth = hit_notes()
    job = NotingJob()
    (track,) = estimate(store(tmp_path, samples), job, {})
    assert track.kind == TRANSIENTS and track.complete
    assert len(track.events) == truth.size
    np.testing.assert_allclose(track.events.times, truth, atol=0.025)
    assert np.all((track.events.values > 0) & (track.events.values <= 1))
    assert job.fractions == sorted(job.fractions)


def test_what_streams_in_is_a_prefix_of_the_whole(tmp_path, monkeypatch):
    samples, _ = band(12.0)
    audio = store(tmp_path, samples)
    (whole,) = estimate_madmom_onsets(audio, NotingJob(), {})
    monkeypatch.setattr(transients, "_CHUNK", 57)
    monkeypatch.setattr(transients, "_EMIT_EVERY_S", 0.0)
    job = NotingJob()
    (pieces,) = estimate_madmom_onsets(audio, job, {})
    np.testing.assert_array_equal(pieces.events.times, whole.events.times)
    np.testing.assert_allclose(pieces.curve.values, whole.curve.values, atol=1e-5)
    assert len(job.tracks) > 10 and not any(track.complete for track in job.tracks)
    for track in job.tracks:
        n = len(track.events)
        np.testing.assert_array_equal(track.events.times, whole.events.times[:n])
        last = whole.events.times[whole.events.times < len(track.curve) / 100 - 0.05]
        assert n >= last.size


def test_long_files_give_the_same_onsets(tmp_path, monkeypatch):
    audio = store(tmp_path, band(10.0)[0])
    (whole,) = estimate_madmom_onsets(audio, NotingJob(), {})
    monkeypatch.setattr("w12studio.engine.features._SHARED_FRAMES", 100)
    monkeypatch.setattr(transients, "_CHUNK", 300)
    (pieces,) = estimate_madmom_onsets(audio, NotingJob(), {})
    np.testing.assert_array_equal(pieces.events.times, whole.events.times)


def test_peaks():
    activation = np.zeros(100, dtype=np.float32)
    activation[[10, 30, 33, 60]] = (0.9, 0.9, 0.8, 0.3)
    assert pick_onsets(activation).tolist() == [10, 30]
    assert pick_onsets(activation, combine=2).tolist() == [10, 30, 33]
    assert pick_onsets(np.zeros(0, np.float32)).size == 0
    assert pick_onsets(np.ones(1, np.float32)).tolist() == [0]


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7])
def test_peaks_of_very_short_activations(n):
    assert pick_onsets(np.full(n, 0.9, np.float32)).size >= 1


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, estimate, name):
    samples, rate = awkward_recordings()[name]
    audio = store(tmp_path, samples, rate)
    (track,) = estimate(audio, NotingJob(), {})
    assert len(track.events) or track.message.endswith(".")
    assert np.all((track.events.times >= 0) & (track.events.times <= audio.duration))
    assert np.all((track.events.values >= 0) & (track.events.values <= 1))


@pytest.mark.parametrize("estimate", ALL)
def test_can_be_cancelled(tmp_path, estimate):
    with pytest.raises(Cancelled):
        estimate(store(tmp_path, hit_notes()[0]), NotingJob(cancel_at=0.5), {})


@pytest.mark.slow
def test_same_onsets_as_madmom(tmp_path):
    from tests.engine.rhythm_helpers import sixteen_bit
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.audio.signal import Signal
    from madmom.features.onsets import CNNOnsetProcessor, OnsetPeakPickingProcessor

    samples, integers = sixteen_bit(band(20.0)[0])
    pick = OnsetPeakPickingProcessor(threshold=0.54, smooth=0.05, pre_max=0.01, post_max=0.01, fps=100)
    reference = pick(CNNOnsetProcessor()(Signal(integers, sample_rate=RATE, num_channels=1)))
    (track,) = estimate_madmom_onsets(store(tmp_path, samples), NotingJob(), {})
    np.testing.assert_allclose(track.events.times, reference)
