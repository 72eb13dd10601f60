"""Keys over time: one region where the key stays, changes where it moves, nothing where there is no harmony."""

import numpy as np
import pytest

from w12studio.domain.analysis import BEATS, KEY, LOCAL_KEYS, Analysis, AudioFacts, Track
from w12studio.domain.chords import CHORDS as CHORD_NAMES
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.domain.keys import KEYS
from w12studio.engine.chords import probabilities
from w12studio.engine.derived import following_tracks
from w12studio.engine.local_keys import decode, evidence_of

RATE = 0.625


def evidence(parts, strength=3.0, tonal=None):
    """A curve of so many steps of each key: ``[("C major", 40), ("D major", 40)]``."""
    logs = np.concatenate([np.tile(strength * (np.array(KEYS) == key), (n, 1)) for key, n in parts])
    share = np.ones(len(logs)) if tonal is None else np.asarray(tonal, dtype=float)
    return Curve(probabilities(logs), RATE, 0.7, "probability", share, KEYS)


def length(curve):
    return len(curve) / RATE


def test_a_long_move_is_a_change_and_a_short_one_is_not():
    curve = evidence([("C major", 60), ("D major", 60)])
    found = decode(curve, length(curve))
    assert found.labels == ("C major", "D major") and found.times[1] == pytest.approx(96.0)
    assert found.times[-1] + found.durations[-1] == pytest.approx(length(curve))
    brief = evidence([("C major", 60), ("D major", 6), ("C major", 60)])
    assert decode(brief, length(brief)).labels == ("C major",)


def test_related_keys_have_to_be_clearer():
    for key in ("A minor", "C minor"):
        curve = evidence([("C major", 60), (key, 35)])
        assert decode(curve, length(curve)).labels == ("C major",)
        assert len(decode(evidence([("C major", 60), ("D major", 35)]), length(curve))) == 2
        longer = evidence([("C major", 60), (key, 60)])
        assert decode(longer, length(longer)).labels == ("C major", key)


def test_changes_move_to_downbeats():
    curve = evidence([("C major", 60), ("D major", 60)])
    beats = Events.from_columns(0.3 + 0.7 * np.arange(280), values=np.arange(280) % 4 + 1.0)
    change = decode(curve, length(curve), beats).times[1]
    downbeats = beats.times[beats.values == 1]
    assert np.abs(downbeats - change).min() == 0.0 and abs(change - 96.0) <= 1.4
    nowhere = Events.from_columns([5.0, 6.0], values=[1.0, 2.0])
    assert decode(curve, length(curve), nowhere).times[1] == pytest.approx(96.0)


def test_silence_has_no_key_and_short_gaps_are_bridged():
    tonal = np.concatenate([np.zeros(20), np.ones(40), np.zeros(5), np.ones(40), np.zeros(20)])
    curve = evidence([("C major", 125)], tonal=tonal)
    (region,) = decode(curve, length(curve))
    assert (region.time, region.end) == (pytest.approx(32.0), pytest.approx(105 / RATE))
    assert not len(decode(evidence([("C major", 20)], tonal=np.zeros(20)), 32.0))


def test_one_region_has_the_name_of_the_key_of_the_recording():
    curve = evidence([("C major", 50)], strength=0.3)
    key = Track(KEY, Events([Event(0.0, 80.0, None, 0.8, "A minor")]))
    (region,) = decode(curve, 80.0, None, key)
    assert region.label == "A minor" and region.confidence == 0.8


def test_keys_follow_the_key_and_the_beats():
    curve = evidence([("C major", 50)], strength=0.3)
    analysis = Analysis(AudioFacts("a.wav", sample_rate=1000, n_samples=80_000))
    analysis = analysis.with_track(Track(LOCAL_KEYS, decode(curve, 80.0), curve))
    analysis = analysis.with_track(Track(KEY, Events([Event(0.0, 80.0, None, 0.8, "G major")])))
    (track,) = following_tracks(analysis, {KEY})
    assert track.events.labels == ("G major",)
    assert following_tracks(analysis.with_track(track), {BEATS}) == []


def test_windows_hear_the_network_and_the_chords():
    chords = np.full((400, 25), 0.001)
    for i, name in enumerate(("C", "F", "G", "C")):
        chords[i * 10 :: 40, CHORD_NAMES.index(name)] = 1.0
    curve = Curve(chords, 5.0, bins=CHORD_NAMES)
    logs, tonal = evidence_of(np.zeros((50, 24), np.float32), curve, 8)
    assert logs.shape == (50, 24) and tonal.shape == (50,) and (tonal > 0.9).any()
    assert KEYS[logs.mean(axis=0).argmax()] == "C major"
    network = np.zeros((50, 24), np.float32)
    network[:, KEYS.index("E minor")] = 9.0
    assert KEYS[evidence_of(network, curve, 8)[0].mean(axis=0).argmax()] == "E minor"
