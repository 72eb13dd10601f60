"""Candidates find the true pitch where trackers make octave and fifth errors, and either of two tones."""

from __future__ import annotations

import numpy as np
import pytest

from w12studio.engine.pitch_candidates import MOST_CANDIDATES, candidates_of
from w12studio.engine.store import SharedAudio

RATE = 22_050
SECONDS = 1.2
TIMES = np.arange(10, 110) / 100


@pytest.fixture
def recorded(tmp_path):
    def make(samples, channels=1):
        path = tmp_path / "tones.f32"
        np.repeat(np.asarray(samples, np.float32)[:, None], channels, axis=1).tofile(path)
        return SharedAudio(str(path), RATE, channels, len(samples))

    return make


def tone(hz, partials, seconds=SECONDS):
    """Partials of the given amplitudes over f0 in Hz (a number, or one a sample)."""
    n = round(seconds * RATE)
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hz, n)) / RATE
    return 0.05 * sum(a * np.sin(k * phase + k) for k, a in enumerate(partials, 1))


def cents(candidate, hz):
    """Median distance of its voiced frames, and the share of frames that are voiced."""
    off = 1200 * np.log2(candidate.curve.values / hz)
    return float(np.nanmedian(np.abs(off))), float(np.isfinite(off).mean())


def nearest(found, hz):
    return min(found, key=lambda c: cents(c, hz)[0])


@pytest.mark.parametrize("hz", [55.0, 110.0, 233.1, 466.2, 932.3, 1864.7])
def test_a_plain_tone_comes_first(recorded, hz):
    found = candidates_of(recorded(tone(hz, [1 / k for k in range(1, 6)])), TIMES, 100.0)
    off, voiced = cents(found[0], hz)
    assert off < 5 and voiced == 1.0
    assert found[0].strength == 1.0
    assert 1 < len(found) <= MOST_CANDIDATES
    assert [c.strength for c in found] == sorted((c.strength for c in found), reverse=True)


@pytest.mark.parametrize(
    ("hz", "partials"),
    [
        (220.0, [0.02, 1, 0.05, 0.8, 0.02, 0.3]),  # sounds an octave higher
        (150.0, [0.05, 0.1, 1, 0.1, 0.1, 0.6, 0.1, 0.1, 0.4]),  # a twelfth higher
        (196.0, [1, 0.02, 0.7, 0.02, 0.5, 0.02, 0.3]),  # a clarinet: odd ones only
        (130.8, [0.0, 0.7, 0.8, 0.5, 0.5, 0.3]),  # the fundamental is missing
    ],
)
def test_the_true_pitch_is_among_them_where_harmonics_are_strong(recorded, hz, partials):
    off, voiced = cents(nearest(candidates_of(recorded(tone(hz, partials)), TIMES, 100.0), hz), hz)
    assert off < 8 and voiced > 0.95


@pytest.mark.parametrize(("low", "high"), [(220.0, 330.0), (196.0, 261.6), (196.0, 392.0), (246.9, 293.7)])
def test_each_of_two_simultaneous_tones_is_there(recorded, low, high):
    partials = [1 / k for k in range(1, 10)]
    found = candidates_of(recorded(tone(low, partials) + tone(high, partials), channels=2), TIMES, 100.0)
    for hz in (low, high):
        off, voiced = cents(nearest(found, hz), hz)
        assert off < 8 and voiced > 0.95


def test_a_path_follows_vibrato_and_the_next_note(recorded):
    t = np.arange(round(SECONDS * RATE)) / RATE
    hz = np.where(t < 0.6, 300.0, 450.0) * 2 ** (60 / 1200 * np.sin(2 * np.pi * 5.5 * t))
    found = candidates_of(recorded(tone(hz, [1 / k for k in range(1, 10)])), TIMES, 100.0)
    truth = hz[np.rint(TIMES * RATE).astype(int)]
    off = np.abs(1200 * np.log2(found[0].curve.values / truth))
    steady = np.abs(TIMES - 0.6) > 0.06  # a window reaches 47 ms to either side
    assert np.nanmax(off[steady]) < 40


def test_candidates_keep_apart(recorded):
    found = candidates_of(recorded(tone(60.0, [1 / k for k in range(1, 20)])), TIMES, 100.0)
    curves = [12 * np.log2(c.curve.values) for c in found]
    for i, a in enumerate(curves):
        for b in curves[:i]:
            apart = np.abs(a - b)
            assert np.nanmin(apart[np.isfinite(apart)], initial=np.inf) > 0.8


def test_silence_has_none_and_pauses_are_unvoiced(recorded):
    assert candidates_of(recorded(np.zeros(RATE)), TIMES[:50], 100.0) == ()
    assert candidates_of(recorded(np.zeros(RATE)), TIMES[:0], 100.0) == ()
    sound = tone(220.0, [1, 0.5, 0.3])
    sound[round(0.5 * RATE) : round(0.8 * RATE)] = 0.0
    curve = candidates_of(recorded(sound), TIMES, 100.0)[0].curve
    voiced = np.isfinite(curve.values)
    assert not voiced[(TIMES > 0.56) & (TIMES < 0.74)].any()
    assert voiced[(TIMES < 0.44) | (TIMES > 0.86)].all()


def test_a_span_at_the_very_ends_of_the_recording(recorded):
    found = candidates_of(recorded(tone(220.0, [1, 0.5, 0.3])), np.arange(120) / 100, 100.0)
    assert len(found[0].curve) == 120 and found[0].curve.start == 0.0
    off, voiced = cents(found[0], 220.0)
    assert off < 5 and voiced > 0.95
