"""The features of `w12studio.engine.essentia_analyzer` by librosa: where Essentia is missing or fails.

Each function takes mono samples at 44,100 Hz and a function to call between steps, which may raise to stop the work.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.keys import KEYS
from w12studio.engine.feature_results import (
    EnergyFeatures,
    HarmonicFeatures,
    Provenance,
    SpectralFeatures,
    Statistic,
    TempoAndBeats,
)
from w12studio.engine.key import key_correlations

Floats = NDArray[np.float32]
Check = Callable[[float], None]
Result = TypeVar("Result", covariant=True)

_RATE = 44_100
FRAME, HOP = 2048, 1024
_LEVEL_FRAME = 8820  # 0.2 s


class Function(Protocol[Result]):
    """One kind of features of samples."""

    def __call__(self, samples: Floats, check: Check) -> Result: ...


def _librosa() -> Provenance:
    return Provenance("librosa", version("librosa"), "", 0.0)


def _statistic(values: NDArray[np.floating]) -> Statistic:
    return Statistic(float(np.mean(values)), float(np.std(values)))


def tempo_and_beats(samples: Floats, check: Check) -> TempoAndBeats:
    """Beats by dynamic programming (Ellis, JNMR 36(1), 2007)."""
    import librosa

    strength = librosa.onset.onset_strength(y=samples, sr=_RATE, hop_length=512)
    check(0.6)
    _, times = librosa.beat.beat_track(onset_envelope=strength, sr=_RATE, hop_length=512, units="time")
    check(1.0)
    tempo = 60.0 / float(np.median(np.diff(times))) if len(times) > 1 else None
    return TempoAndBeats(tempo, tuple(np.asarray(times, dtype=float).tolist()), _librosa())


def spectral(samples: Floats, check: Check) -> SpectralFeatures:
    """The shape of the spectrum, from one short-time Fourier transform."""
    import librosa

    magnitudes = np.abs(librosa.stft(samples, n_fft=FRAME, hop_length=HOP))
    check(0.2)
    window = np.hanning(FRAME).sum()
    feature, common = librosa.feature, {"S": magnitudes, "sr": _RATE}
    centroid = feature.spectral_centroid(**common)
    check(0.4)
    spread = feature.spectral_bandwidth(centroid=centroid, **common)
    check(0.5)
    rolloff, flatness = feature.spectral_rolloff(**common), feature.spectral_flatness(S=magnitudes)
    check(0.6)
    flux = np.sqrt(np.square(np.diff(magnitudes / window, axis=1)).sum(axis=0))
    contrast = feature.spectral_contrast(**common).mean(axis=1)
    check(0.8)
    mel = feature.melspectrogram(S=np.square(magnitudes), sr=_RATE)
    mfcc = feature.mfcc(S=librosa.power_to_db(mel), n_mfcc=13)
    crossings = feature.zero_crossing_rate(samples, frame_length=FRAME, hop_length=HOP)
    check(1.0)
    return SpectralFeatures(
        _statistic(centroid), _statistic(spread), _statistic(rolloff), _statistic(flatness),
        _statistic(flux) if flux.size else Statistic(0.0, 0.0), tuple(contrast.tolist()),
        tuple(_statistic(row) for row in mfcc), _statistic(crossings), _librosa(),
    )  # fmt: skip


def energy(samples: Floats, check: Check) -> EnergyFeatures:
    """Level by root mean square and by the A curve."""
    import librosa

    rms = librosa.feature.rms(y=samples, frame_length=FRAME, hop_length=HOP)
    check(0.3)
    power = np.square(np.abs(librosa.stft(samples, n_fft=FRAME, hop_length=_LEVEL_FRAME // 4)))
    check(0.7)
    hz = librosa.fft_frequencies(sr=_RATE, n_fft=FRAME)
    weights = librosa.db_to_power(librosa.A_weighting(np.maximum(hz, 1.0), min_db=-80.0))
    level = 10 * np.log10(np.maximum(weights @ power / (FRAME * np.square(np.hanning(FRAME)).sum() / 2), 1e-9))
    count = max(1, level.size // 4)
    blocks = np.array([part.mean() for part in np.array_split(level, count)])
    check(1.0)
    loudness = float(blocks.mean())
    return EnergyFeatures(_statistic(rms), loudness, float(np.abs(blocks - loudness).mean()), _librosa())


def harmonic(samples: Floats, check: Check) -> HarmonicFeatures:
    """Chroma after tuning, and the key whose profile (Albrecht and Shanahan 2013) fits it best."""
    import librosa

    tuning = float(librosa.estimate_tuning(y=samples, sr=_RATE, n_fft=FRAME))
    check(0.6)
    chroma = librosa.feature.chroma_stft(y=samples, sr=_RATE, n_fft=FRAME * 2, hop_length=FRAME, tuning=tuning)
    check(1.0)
    mean = chroma.mean(axis=1).astype(np.float64)
    correlations = key_correlations(mean)
    best = int(np.argmax(correlations))
    classes = mean / max(float(mean.max()), 1e-9)
    return HarmonicFeatures(
        tuple(classes.tolist()), KEYS[best], float(correlations[best]), float(440.0 * 2 ** (tuning / 12)), None,
        _librosa(),
    )  # fmt: skip
