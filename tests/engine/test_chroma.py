"""Chroma by semitone filters."""

import numpy as np
import pytest

from w12studio.engine.chroma import chroma
from w12studio.engine.features import SAMPLE_RATE


def tone(hz, seconds=3.0, amplitude=0.3):
    return (amplitude * np.sin(2 * np.pi * hz * np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE)).astype(np.float32)


@pytest.mark.parametrize("midi", [33, 45, 57, 60, 67, 83, 95, 100])
def test_a_tone_is_its_pitch_class(midi):
    rows = chroma(tone(440.0 * 2 ** ((midi - 69) / 12)))[100:200]
    assert (rows.argmax(axis=1) == midi % 12).all()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, rtol=1e-5)


def test_silence_has_no_pitch():
    np.testing.assert_allclose(chroma(np.zeros(SAMPLE_RATE, np.float32)), 1 / np.sqrt(12), rtol=1e-6)


def test_stretches_join_without_a_seam():
    long = np.concatenate([tone(220.0, 15.5), tone(330.0, 5.0)])
    rows = chroma(long)
    assert rows.shape == (2051, 12)
    assert (rows[100:1500].argmax(axis=1) == 9).all()
    np.testing.assert_allclose(rows[1500:1700], chroma(long[10 * SAMPLE_RATE :])[500:700], atol=2e-3)


@pytest.mark.slow
def test_it_equals_madmoms():
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.audio.chroma import CLPChroma
    from madmom.audio.signal import Signal

    rng = np.random.default_rng(1)
    midi = rng.integers(40, 90, 24)
    notes = [tone(440.0 * 2 ** ((m - 69) / 12), 0.5) + tone(440.0 * 2 ** ((m - 62) / 12), 0.5) for m in midi]
    samples = np.concatenate(notes) + 0.001 * rng.standard_normal(24 * SAMPLE_RATE // 2).astype(np.float32)
    theirs = np.asarray(CLPChroma(Signal(samples, SAMPLE_RATE), fps=100, fmin=27.5, fmax=4200.0))
    ours = chroma(samples)
    error = np.abs(ours[20:-20] - theirs[20 : ours.shape[0] - 20])
    assert error.mean() < 0.005
