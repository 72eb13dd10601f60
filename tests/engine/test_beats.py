"""The estimators of beats."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, NotingJob, awkward_recordings, band, store
from w12studio.domain.analysis import BEATS
from w12studio.domain.errors import Cancelled
from w12studio.engine.beats import estimate_madmom_downbeats, estimate_w12_downbeats
from w12studio.engine.beats_fallback import bar_positions, estimate_energy_beats, estimate_librosa_beats

ALL = (estimate_madmom_downbeats, estimate_w12_downbeats, estimate_energy_beats, estimate_librosa_beats)


def hits(found, truth, tolerance=0.04):
    """Share of true beats (without the first and last three) that were found."""
    truth = truth[3:-3]
    return np.mean([np.abs(found - t).min() <= tolerance for t in truth])


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("bpm", [96, 126])
def test_finds_the_beats_of_a_band(tmp_path, estimate, bpm):
    samples, truth = band(20.0, bpm)
    job = NotingJob()
    (track,) = estimate(store(tmp_path, samples), job, {"a": "b"})
    assert track.kind == BEATS and track.complete and ("a", "b") in track.source.params
    assert hits(track.events.times, truth) == 1.0
    assert np.median(np.diff(track.events.times)) == pytest.approx(60 / bpm, rel=0.03)
    assert np.all((track.events.confidences >= 0) & (track.events.confidences <= 1))
    assert set(track.events.values) == {1.0, 2.0, 3.0, 4.0}
    assert job.fractions == sorted(job.fractions) and job.fractions[-1] < 1.0


@pytest.mark.parametrize("estimate", ALL[:3])
def test_finds_the_downbeats(tmp_path, estimate):
    samples, truth = band(24.0, 110)
    (track,) = estimate(store(tmp_path, samples), NotingJob(), {})
    downbeats = track.events.times[track.events.values == 1]
    assert hits(downbeats, truth[::4][:-1]) == 1.0


def test_madmom_knows_waltzes(tmp_path):
    samples, truth = band(24.0, 120, beats_per_bar=3)
    (track,) = estimate_madmom_downbeats(store(tmp_path, samples), NotingJob(), {})
    assert set(track.events.values) == {1.0, 2.0, 3.0}
    assert hits(track.events.times, truth) == 1.0


def test_curve_and_source_of_the_networks(tmp_path):
    samples, _ = band(6.0)
    (track,) = estimate_madmom_downbeats(store(tmp_path, samples), NotingJob(), {})
    assert track.curve.values.shape == (600, 2) and track.curve.frame_rate == 100
    assert track.curve.values.min() >= 0 and track.curve.values.max() <= 1
    assert np.all(track.curve.values[:, 0] >= track.curve.values[:, 1])
    assert len(track.source.weights_sha256) == 64 and track.source.estimator == "madmom-downbeats"


def test_the_sample_rate_and_channels_do_not_matter(tmp_path):
    samples, truth = band(12.0, rate=48000)
    audio = store(tmp_path, np.stack([samples, 0.5 * samples], axis=1), 48000)
    (track,) = estimate_madmom_downbeats(audio, NotingJob(), {})
    assert hits(track.events.times, truth) == 1.0


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, estimate, name):
    samples, rate = awkward_recordings()[name]
    audio = store(tmp_path, samples, rate)
    (track,) = estimate(audio, NotingJob(), {})
    assert len(track.events) or track.message.endswith(".")
    assert np.all((track.events.times >= 0) & (track.events.times <= audio.duration))
    if name in ("nothing", "one sample", "silence", "0.3 s", "0.05 s"):
        assert not len(track.events)


@pytest.mark.parametrize("estimate", ALL)
def test_can_be_cancelled(tmp_path, estimate):
    samples, _ = band(8.0)
    with pytest.raises(Cancelled):
        estimate(store(tmp_path, samples), NotingJob(cancel_at=0.4), {})


def test_long_files_are_worked_through_in_pieces(tmp_path, monkeypatch):
    samples, truth = band(16.0)
    monkeypatch.setattr("w12studio.engine.features._SHARED_FRAMES", 100)
    (track,) = estimate_madmom_downbeats(store(tmp_path, samples), NotingJob(), {})
    assert hits(track.events.times, truth) == 1.0


def test_bars_start_where_the_bass_is():
    times = np.arange(32) * 0.5
    low = np.zeros(1700, dtype=np.float32)
    low[np.rint(times[2::4] * 100).astype(int)] = 1.0
    positions, confidence = bar_positions(low, times)
    assert np.all(positions[2::4] == 1) and confidence == pytest.approx(1.0)
    assert bar_positions(np.zeros(1700, np.float32), times)[1] == 0.0
    assert bar_positions(low, times[:3])[0].tolist() == [1, 2, 3]


def test_energy_beats_take_any_rate(tmp_path):
    samples, truth = band(12.0, rate=RATE // 2)
    (track,) = estimate_energy_beats(store(tmp_path, samples, RATE // 2), NotingJob(), {})
    assert hits(track.events.times, truth) == 1.0
