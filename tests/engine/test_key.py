"""The estimators of the key."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, NotingJob, awkward_recordings, store
from w12studio.domain.analysis import KEY
from w12studio.domain.errors import Cancelled
from w12studio.engine import key as key_module
from w12studio.engine.key import (
    KEYS,
    estimate_chroma_key,
    estimate_madmom_key,
    estimate_w12_key,
    key_correlations,
    key_name,
)

ALL = (estimate_w12_key, estimate_madmom_key, estimate_chroma_key)


def cadence(tonic, minor, tuning=1.0, repeats=2):
    """I-IV-V-I in a key (minor: i-iv-V-i), tonic 0 = C, a second a chord."""
    out = []
    t = np.arange(RATE) / RATE
    third = 3 if minor else 4
    for degree, kind in ((0, third), (5, third), (7, 4), (0, third)) * repeats:
        pitches = [48 + tonic + degree - 12] + [48 + tonic + degree + p for p in (0, kind, 7, 12)]
        hz = [tuning * 440 * 2 ** ((p - 69) / 12) for p in pitches]
        out.append(sum(np.sin(2 * np.pi * f * k * t) / k for f in hz for k in (1, 2, 3)) * np.exp(-t / 0.7))
    out = np.concatenate(out)
    return (0.3 * out / np.abs(out).max()).astype(np.float32)


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize(
    ("tonic", "minor", "name"), [(0, False, "C major"), (10, False, "Bb major"), (9, True, "A minor")]
)
def test_cadences(tmp_path, estimate, tonic, minor, name):
    audio = store(tmp_path, cadence(tonic, minor))
    (track,) = estimate(audio, NotingJob(), {})
    (event,) = track.events
    assert track.kind == KEY and event.label == name
    assert (event.time, event.duration) == (0.0, audio.duration)
    assert 0 < event.confidence <= 1
    assert any(other in track.message for other in KEYS if other != name)
    best, second = np.argsort(track.curve.values[0])[::-1][:2]
    assert track.curve.bins == KEYS and len(track.curve) == 1
    assert KEYS[best] == name and KEYS[second] in track.message


def test_chroma_finds_the_tuning(tmp_path):
    (track,) = estimate_chroma_key(store(tmp_path, cadence(2, False, tuning=2 ** (0.3 / 12))), NotingJob(), {})
    assert track.events.labels == ("D major",)


def test_long_recordings_are_averaged_over_pieces(tmp_path, monkeypatch):
    audio = store(tmp_path, cadence(7, False, repeats=4))
    (whole,) = estimate_madmom_key(audio, NotingJob(), {})
    monkeypatch.setattr(key_module, "_PIECE", 30)
    (pieces,) = estimate_madmom_key(audio, NotingJob(), {})
    assert pieces.events.labels == whole.events.labels == ("G major",)


@pytest.mark.parametrize("shift", range(12))
def test_correlations_follow_transposition(shift):
    chroma = np.roll([6.0, 2, 3, 2, 4, 4, 2, 5, 2, 4, 2, 3], shift)
    assert KEYS[key_correlations(chroma).argmax()] == KEYS[shift]
    assert not key_correlations(np.ones(12)).any()


def test_names():
    assert key_name("C#", "minor") == "Db minor" and key_name("Ab", "major") == "Ab major"
    assert key_name("Gb", "major") == "F# major" and len(set(KEYS)) == 24


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, estimate, name):
    samples, rate = awkward_recordings()[name]
    (track,) = estimate(store(tmp_path, samples, rate), NotingJob(), {})
    assert track.message.endswith(".") and len(track.events) <= 1
    if name in ("nothing", "one sample", "silence", "0.3 s", "0.05 s"):
        assert not len(track.events)


@pytest.mark.parametrize("estimate", ALL)
def test_can_be_cancelled(tmp_path, estimate):
    with pytest.raises(Cancelled):
        estimate(store(tmp_path, cadence(0, False)), NotingJob(cancel_at=0.3), {})
