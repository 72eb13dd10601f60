"""Danceability: the two ways to it, told apart, on sound whose answer is plain."""

from importlib.util import find_spec
from itertools import count

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, NotingJob, awkward_recordings, store
from w12studio.domain.analysis import DANCEABILITY
from w12studio.domain.errors import Cancelled
from w12studio.engine.danceability import estimate_energy_danceability, estimate_essentia_danceability

NO_ESSENTIA = pytest.mark.skipif(find_spec("essentia") is None, reason="Essentia has no package for this system")
ALL = (pytest.param(estimate_essentia_danceability, marks=NO_ESSENTIA), estimate_energy_danceability)


def dance(bpm=124.0, seconds=30.0, seed=0):
    """Four to the floor with hats between."""
    t = np.arange(int(seconds * RATE)) / RATE
    beat = 60.0 / bpm
    since = t % beat
    kick = np.sin(2 * np.pi * 55 * since) * np.exp(-since * 14)
    noise = np.random.default_rng(seed).normal(0, 0.3, t.size)
    return (0.6 * kick + noise * np.exp(-((t + beat / 2) % beat) * 60)).astype(np.float32)


def drone(seconds=30.0, seed=0):
    """Slow swells of noise that never repeat."""
    rng = np.random.default_rng(seed)
    n = int(seconds * RATE)
    level = np.interp(np.arange(n), np.linspace(0, n, 12), rng.uniform(0.05, 0.5, 12))
    smooth = np.convolve(rng.normal(0, 1, n), np.hanning(64) / 32, "same")
    return (level * smooth).astype(np.float32)


_NUMBERS = count()  # what was mixed down is remembered by the name of the store


def value(estimate, folder, samples):
    (track,) = estimate(store(folder, samples, name=f"audio{next(_NUMBERS)}"), NotingJob(), {})
    assert track.kind == DANCEABILITY and not len(track.events) and track.curve is None
    (fact,) = track.facts
    assert fact.name == "danceability" and "not to be compared" in fact.reason
    return fact.value


@pytest.mark.parametrize("estimate", ALL)
def test_beats_are_more_danceable_than_swells(tmp_path, estimate):
    lively = [value(estimate, tmp_path, dance(bpm, seed=i)) for i, bpm in enumerate((100, 124, 140))]
    calm = [value(estimate, tmp_path, drone(seed=i)) for i in range(3)]
    assert min(lively) > max(calm) + 15
    assert all(0 <= v <= 100 for v in lively + calm)


@pytest.mark.parametrize("estimate", ALL)
def test_the_source_says_which(tmp_path, estimate):
    name = estimate(store(tmp_path, dance()), NotingJob(), {})[0].source.estimator
    assert name == ("essentia" if estimate is estimate_essentia_danceability else "energy") + "-danceability"


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("name", awkward_recordings())
def test_no_music_is_no_error(tmp_path, estimate, name):
    samples, rate = awkward_recordings()[name]
    (track,) = estimate(store(tmp_path, samples, rate), NotingJob(), {})
    assert track.message.endswith(".") and track.facts[0].value is None and track.facts[0].reason == track.message


@pytest.mark.parametrize("estimate", ALL)
@pytest.mark.parametrize("sound", ["noise", "tone"])
def test_what_never_changes_is_not_danceable(tmp_path, estimate, sound):
    t = np.arange(12 * RATE) / RATE
    samples = np.random.default_rng(0).normal(0, 0.1, t.size) if sound == "noise" else 0.3 * np.sin(2764.6 * t)
    (track,) = estimate(store(tmp_path, samples), NotingJob(), {})
    assert track.facts[0].value is None and "hardly changes" in track.message


@pytest.mark.parametrize("estimate", ALL)
def test_can_be_cancelled(tmp_path, estimate):
    with pytest.raises(Cancelled):
        estimate(store(tmp_path, dance(12)), NotingJob(cancel_at=0.2), {})
