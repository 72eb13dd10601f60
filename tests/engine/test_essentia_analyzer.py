"""The features of a recording: right on sounds whose values are known, by either library, within a time limit."""

import json
import time
from importlib.util import find_spec

import numpy as np
import pytest

from tests.engine.rhythm_helpers import band
from tests.engine.test_key import cadence
from w12studio.domain.errors import Cancelled, EstimatorError
from w12studio.engine import essentia_analyzer, librosa_features
from w12studio.engine.essentia_analyzer import FRAME, SAMPLE_RATE, Deadline, EssentiaAudioAnalyzer
from w12studio.engine.feature_results import FullAnalysis

pytestmark = pytest.mark.skipif(find_spec("essentia") is None, reason="Essentia has no package for this system")

T = np.arange(6 * SAMPLE_RATE) / SAMPLE_RATE
TONE = (0.5 * np.sin(2 * np.pi * 1000 * T)).astype(np.float32)
NOISE = np.random.default_rng(0).normal(0, 0.1, T.size).astype(np.float32)
BOTH = pytest.mark.parametrize("without", ["", "it is not wanted"])


def analyzer(samples, without="", **more):
    return EssentiaAudioAnalyzer(samples, without_essentia=without, **more)


def check_provenance(found, without):
    assert found.provenance.library == ("librosa" if without else "essentia")
    assert (without in found.provenance.reason) and bool(found.provenance.reason) == bool(without)
    assert found.provenance.version and found.provenance.seconds >= 0


@BOTH
def test_spectrum_of_a_tone_and_of_noise(without):
    tone = analyzer(TONE, without).analyze_spectral_features()
    noise = analyzer(NOISE, without).analyze_spectral_features()
    check_provenance(tone, without)
    assert tone.centroid_hz.mean == pytest.approx(1000, rel=0.05) and tone.rolloff_hz.mean < 1100
    assert noise.centroid_hz.mean == pytest.approx(SAMPLE_RATE / 4, rel=0.1)
    assert noise.rolloff_hz.mean == pytest.approx(0.85 * SAMPLE_RATE / 2, rel=0.05)
    assert noise.spread_hz.mean > 5 * tone.spread_hz.mean
    assert tone.flatness.mean < 0.1 < 0.5 < noise.flatness.mean <= 1
    assert noise.flux.mean > 5 * tone.flux.mean
    assert tone.zero_crossing_rate.mean == pytest.approx(2 * 1000 / SAMPLE_RATE, rel=0.05)
    assert len(tone.mfcc) == 13 and len(tone.contrast) in (6, 7)


@BOTH
def test_energy(without):
    loud = analyzer(TONE, without).analyze_energy_features()
    soft = analyzer(TONE / 10, without).analyze_energy_features()
    check_provenance(loud, without)
    assert loud.rms.mean == pytest.approx(0.5 / np.sqrt(2), rel=0.02)
    assert loud.loudness_db - soft.loudness_db == pytest.approx(20, abs=1)
    swell = TONE * (0.05 + (T % 2 > 1))
    assert analyzer(swell, without).analyze_energy_features().dynamic_complexity_db > loud.dynamic_complexity_db + 3


@BOTH
@pytest.mark.parametrize(("tonic", "minor", "key"), [(0, False, "C major"), (9, True, "A minor")])
def test_harmony(without, tonic, minor, key):
    found = analyzer(cadence(tonic, minor), without).analyze_harmonic_features()
    check_provenance(found, without)
    assert found.key == key and len(found.chroma) == 12 and max(found.chroma) == pytest.approx(1)
    assert set(np.argsort(found.chroma)[-6:]) >= {tonic, (tonic + 7) % 12}
    assert (found.dissonance is None) == bool(without)
    sharp = analyzer(cadence(2, False, tuning=2 ** (0.2 / 12)), without).analyze_harmonic_features()
    assert sharp.tuning_hz == pytest.approx(440 * 2 ** (0.2 / 12), rel=0.004)


@BOTH
def test_tempo_and_beats(without):
    samples, beats = band(seconds=20, bpm=120)
    found = analyzer(samples, without).analyze_tempo_and_beats()
    check_provenance(found, without)
    assert found.tempo_bpm == pytest.approx(120, rel=0.03) and len(found.beats) > 25
    near = np.abs(np.array(found.beats)[:, None] - beats).min(axis=1)
    assert np.mean(near < 0.07) > 0.8


def test_everything_at_once_from_one_pass(monkeypatch):
    passes = []
    whole = EssentiaAudioAnalyzer._spectra

    def counted(self, deadline):
        passes.append(self._magnitudes is None)
        return whole(self, deadline)

    monkeypatch.setattr(EssentiaAudioAnalyzer, "_spectra", counted)
    said = []
    found = analyzer(band(seconds=8)[0], progress=said.append).full_analysis()
    assert isinstance(found, FullAnalysis) and found.failures == () and found.duration == pytest.approx(8)
    assert passes == [True, False]
    assert said == sorted(said) and said[0] >= 0 and said[-1] <= 1
    assert json.loads(json.dumps(found.as_dict()))["harmonic"]["key"] == found.harmonic.key


@pytest.mark.parametrize("samples", [np.zeros(0), np.ones(1), np.zeros(SAMPLE_RATE), NOISE[: SAMPLE_RATE // 3]])
def test_nothing_to_hear_is_said(samples):
    found = analyzer(samples.astype(np.float32)).full_analysis()
    assert (found.spectral, found.energy, found.harmonic, found.tempo_and_beats) == (None,) * 4
    assert len(found.failures) == 4 and all(f.endswith(".") for f in found.failures)


def test_a_short_noise_has_all_but_tempo():
    found = analyzer(NOISE[:SAMPLE_RATE]).full_analysis()
    assert found.spectral and found.energy and found.harmonic and found.tempo_and_beats is None


def test_long_recordings_have_no_more_frames(monkeypatch):
    monkeypatch.setattr(essentia_analyzer, "_MOST_FRAMES", 10)
    _, magnitudes = analyzer(NOISE)._spectra(Deadline(10, lambda _: None))
    assert 8 <= len(magnitudes) <= 11 and magnitudes.shape[1] == FRAME // 2 + 1


def test_past_its_time_limit_librosa_stands_in(monkeypatch):
    def slow(self, deadline):
        time.sleep(0.2)
        deadline.check(0.5)

    known = analyzer(TONE, "not asked").analyze_energy_features()
    monkeypatch.setattr(EssentiaAudioAnalyzer, "_energy", slow)
    monkeypatch.setattr(librosa_features, "energy", lambda samples, check: known)
    found = analyzer(TONE, time_limit_s=0.1).analyze_energy_features()
    assert found.provenance.library == "librosa" and "time limit of 0.1 s" in found.provenance.reason


def test_where_both_fail_the_others_go_on(monkeypatch):
    def broken(*_):
        raise RuntimeError("out of order")

    monkeypatch.setattr(EssentiaAudioAnalyzer, "_harmonic", broken)
    monkeypatch.setattr(librosa_features, "harmonic", broken)
    found = analyzer(TONE).full_analysis()
    assert found.harmonic is None and found.spectral is not None
    assert found.failures[0].startswith("Harmonic features: ") and found.failures[0].count("out of order") == 2
    with pytest.raises(EstimatorError, match="out of order"):
        analyzer(TONE).analyze_harmonic_features()


def test_can_be_cancelled():
    def stop(fraction):
        if fraction > 0.1:
            raise Cancelled

    with pytest.raises(Cancelled):
        analyzer(NOISE, progress=stop).full_analysis()
