"""The estimator of chords and keys over time."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, NotingJob, awkward_recordings, store
from tests.engine.test_key import cadence
from w12studio.domain.analysis import CHORDS, LOCAL_KEYS
from w12studio.domain.chords import CHORDS as NAMES
from w12studio.domain.errors import Cancelled
from w12studio.domain.keys import KEYS
from w12studio.engine.harmony import estimate_w12_harmony


def test_chords_keys_and_tuning(tmp_path):
    audio = store(tmp_path, cadence(2, False, tuning=442 / 440))
    job = NotingJob()
    chords, keys = estimate_w12_harmony(audio, job, {})
    assert (chords.kind, keys.kind) == (CHORDS, LOCAL_KEYS)
    assert [x for x in chords.events.labels if x != "N"] == ["D", "G", "A", "D", "G", "A", "D"]
    np.testing.assert_allclose(chords.events.times[-6:], [1.0, 2.0, 3.0, 5.0, 6.0, 7.0], atol=0.31)
    assert keys.events.labels == ("D major",)
    assert keys.events.times[0] == 0.0 and keys.events.durations[0] == pytest.approx(audio.duration)
    (tuning,) = chords.facts
    assert tuning.value == pytest.approx(442.0, abs=0.5)
    assert chords.curve.bins == NAMES and keys.curve.bins == KEYS
    np.testing.assert_allclose(chords.curve.values.sum(axis=1), 1.0, atol=1e-5)
    assert job.fractions[0] == 0.0 and sorted(job.fractions) == job.fractions


def test_a_song_that_moves_up_a_tone(tmp_path):
    samples = np.concatenate([cadence(0, False, repeats=15), cadence(2, False, repeats=15)])
    _, keys = estimate_w12_harmony(store(tmp_path, samples), NotingJob(), {})
    assert keys.events.labels == ("C major", "D major")
    assert keys.events.times[1] == pytest.approx(60.0, abs=4.0)


@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, name):
    samples, rate = awkward_recordings()[name]
    for track in estimate_w12_harmony(store(tmp_path, samples, rate), NotingJob(), {}):
        assert not len(track.events) and track.curve is None and track.message.endswith(".")


def test_gliding_speech_like_sound_has_no_chords(tmp_path):
    rng = np.random.default_rng(0)
    t = np.arange(20 * RATE) / RATE
    f0 = 130 * 2 ** (0.3 * np.sin(2.1 * t) + 0.2 * np.sin(5.3 * t + 1) + 0.1 * np.sin(11.7 * t))
    voice = sum(np.sin(2 * np.pi * h * np.cumsum(f0) / RATE) / h for h in range(1, 20))
    gate = np.interp(t, np.arange(100) / 5, rng.random(100)) > 0.4
    for track in estimate_w12_harmony(store(tmp_path, 0.1 * voice * gate), NotingJob(), {}):
        assert not len(track.events) and track.message


def test_can_be_cancelled(tmp_path):
    with pytest.raises(Cancelled):
        estimate_w12_harmony(store(tmp_path, cadence(0, False)), NotingJob(cancel_at=0.01), {})
