"""The tuning of a recording."""

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE
from w12studio.domain.facts import FACTS
from w12studio.engine.tuning import Tuning, tuning_of


def scale(a4):
    """Eight notes of a scale with overtones, half a second each."""
    t = np.arange(RATE // 2) / RATE
    notes = [a4 * 2 ** (step / 12) for step in (-9, -7, -5, -4, -2, 0, 2, 3)]
    return np.concatenate([sum(np.sin(2 * np.pi * f * k * t) / k for k in (1, 2, 3)) for f in notes]).astype(np.float32)


@pytest.mark.parametrize("a4", [432.0, 436.5, 440.0, 442.0, 447.0])
def test_tones_tell_their_tuning(a4):
    found = tuning_of(scale(a4), RATE)
    assert found.a4_hz == pytest.approx(a4, abs=0.5)
    assert found.confidence > 0.6
    fact = found.fact()
    assert fact.name == "tuning" and fact.value == pytest.approx(a4, abs=0.5) and fact.reason == ""
    assert FACTS["tuning"].low <= fact.value <= FACTS["tuning"].high


def test_whole_semitones_can_not_be_told():
    """415 Hz is 440 Hz, 101 cents lower: it is found as the 1.3 cents that are left."""
    found = tuning_of(scale(415.0), RATE)
    assert found.a4_hz == pytest.approx(415.0 * 2 ** (1 / 12), abs=0.5)


def test_half_a_semitone_is_called_ambiguous():
    fact = Tuning(0.48, 0.9).fact()
    assert fact.value == pytest.approx(452.4, abs=0.1) and "between two semitones" in fact.reason


def test_noise_has_none():
    noise = np.random.default_rng(0).standard_normal(10 * RATE).astype(np.float32)
    fact = tuning_of(noise, RATE).fact()
    assert fact.value is None and fact.reason and fact.confidence < 0.1
    assert tuning_of(np.zeros(RATE, np.float32), RATE) == Tuning(0.0, 0.0)
    assert tuning_of(np.zeros(10, np.float32), RATE).fact().value is None
