"""Features of a whole recording by Essentia, each kind with a time limit and librosa to stand in.

One decoded recording and one pass of framing and transforming serve all kinds: frames of 4,096 samples at 44.1 kHz,
5.4 a second, and never more than 8,000, so that three hours take no longer than 25 minutes. That is dense enough for
means and deviations: against overlapping frames (21 a second) means differed by 1.2 % at most, deviations by 3 % (nine
pieces). Spectral contrast and dissonance, which take as long as all the rest, come from every fourth frame. The level
is taken from all samples.

Essentia holds the GIL while it computes: run this in a worker (`w12studio.service.measuring`). The time limit is looked
at between blocks of frames; a single call that never returns is for the pool to kill. Essentia must be imported before
TensorFlow in a process, or not at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError
from w12studio.engine import librosa_features
from w12studio.engine.feature_results import (
    EnergyFeatures,
    FullAnalysis,
    HarmonicFeatures,
    Provenance,
    SpectralFeatures,
    Statistic,
    TempoAndBeats,
)
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.key import key_name

Floats = NDArray[np.float32]
Kind = TypeVar("Kind", TempoAndBeats, SpectralFeatures, EnergyFeatures, HarmonicFeatures)
Progress = Callable[[float], None]

SAMPLE_RATE = 44_100
FRAME = 4096
_HOP = 8192
_MOST_FRAMES = 8000
_BLOCK = 64
#: Of how many frames one is looked at for what takes longest.
_SPARSE = 4
#: Shortest recording in s, and of tempo.
_LEAST_S, _LEAST_TEMPO_S = 0.5, 3.0
_HPCP_SIZE = 36


class Deadline:
    """A time limit in s, and a progress function that is told how far the work is; both at every `check`."""

    def __init__(self, limit_s: float, progress: Progress) -> None:
        self._limit_s, self._progress = limit_s, progress
        self.began = time.monotonic()

    def check(self, fraction: float) -> None:
        """Raises `EstimatorError` past the limit, and what the progress function raises."""
        self._progress(fraction)
        if time.monotonic() - self.began > self._limit_s:
            raise EstimatorError(f"it passed its time limit of {self._limit_s:g} s")


def _ignore(_: float) -> None:
    pass


class EssentiaAudioAnalyzer:
    """Features of one mono recording.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        At 44,100 Hz, full scale = 1.
    time_limit_s : float
        For each of the four kinds, and again for librosa where that stands in.
    progress : callable, optional
        Told 0..1 of the kind that is computed; may raise to stop the work.
    without_essentia : str
        Why Essentia is not to be asked at all; "" where it is.

    Notes
    -----
    Each ``analyze_...`` raises `EstimatorError` where there is nothing to hear, and where librosa fails as well.
    """

    def __init__(
        self, samples: Floats, time_limit_s: float = 30.0, progress: Progress = _ignore, without_essentia: str = ""
    ) -> None:
        self._samples = np.ascontiguousarray(samples, dtype=np.float32)
        self._limit_s = time_limit_s
        self._progress = progress
        self._without = without_essentia
        self._magnitudes: Floats | None = None
        self._frames: Floats | None = None

    def analyze_tempo_and_beats(self) -> TempoAndBeats:
        """Tempo and beats by spectral flux at 11 kHz and Essentia's TempoTapDegara (Degara et al., TASLP 2012)."""
        return self._either(_LEAST_TEMPO_S, self._tempo_and_beats, librosa_features.tempo_and_beats)

    def analyze_spectral_features(self) -> SpectralFeatures:
        """Centroid, spread, rolloff, flatness, flux, contrast, MFCC and zero-crossing rate."""
        return self._either(_LEAST_S, self._spectral, librosa_features.spectral)

    def analyze_energy_features(self) -> EnergyFeatures:
        """Root mean square, loudness, dynamic complexity."""
        return self._either(_LEAST_S, self._energy, librosa_features.energy)

    def analyze_harmonic_features(self) -> HarmonicFeatures:
        """Harmonic pitch class profile (Gómez 2006), key (bgate profiles), tuning, dissonance."""
        return self._either(_LEAST_S, self._harmonic, librosa_features.harmonic)

    def full_analysis(self) -> FullAnalysis:
        """All four kinds; what fails is left out with its reason."""
        outer = self._progress
        failures: list[str] = []

        def attempt(kind: Callable[[], Kind], title: str, number: int) -> Kind | None:
            self._progress = lambda fraction: outer((number + fraction) / 4)
            try:
                return kind()
            except EstimatorError as error:
                failures.append(f"{title}: {error.problem}.")
                return None
            finally:
                self._progress = outer

        spectral = attempt(self.analyze_spectral_features, "Spectral features", 0)
        harmonic = attempt(self.analyze_harmonic_features, "Harmonic features", 1)
        energy = attempt(self.analyze_energy_features, "Energy features", 2)
        tempo = attempt(self.analyze_tempo_and_beats, "Tempo and beats", 3)
        duration = self._samples.size / SAMPLE_RATE
        return FullAnalysis(duration, tempo, spectral, energy, harmonic, tuple(failures))

    def _either(
        self, least_s: float, by_essentia: Callable[[Deadline], Kind], by_librosa: librosa_features.Function[Kind]
    ) -> Kind:
        """A kind of features by Essentia, or by librosa and why."""
        reason = nothing_to_hear(self._samples, SAMPLE_RATE, least_s)
        if reason:
            raise EstimatorError(reason)
        began, deadline = time.monotonic(), Deadline(self._limit_s, self._progress)
        try:
            if self._without:
                raise EstimatorError(self._without)
            found = by_essentia(deadline)
        except (ImportError, AttributeError, RuntimeError, EstimatorError) as error:
            problem = error.problem if isinstance(error, EstimatorError) else str(error)
            reason = f"Essentia could not do it: {problem}."
            try:
                found = by_librosa(self._samples, Deadline(self._limit_s, self._progress).check)
            except (ImportError, ValueError, RuntimeError, EstimatorError) as other:
                problem = other.problem if isinstance(other, EstimatorError) else str(other)
                raise EstimatorError(f"{reason} Librosa could not either: {problem}") from other
        provenance = replace(found.provenance, reason=reason, seconds=round(time.monotonic() - began, 4))
        return replace(found, provenance=provenance)

    # -- the shared pass -----------------------------------------------------------------------------------------

    def _spectra(self, deadline: Deadline) -> tuple[Floats, Floats]:
        """Frames, and their magnitudes (of a Hann window of sum 1), computed once."""
        if self._frames is None or self._magnitudes is None:
            from scipy.fft import rfft

            hop = max(_HOP, self._samples.size // _MOST_FRAMES)
            padded = np.pad(self._samples, (0, max(0, FRAME - self._samples.size)))
            frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::hop]
            window = np.hanning(FRAME).astype(np.float32)
            window /= window.sum()
            magnitudes = np.empty((len(frames), FRAME // 2 + 1), np.float32)
            for i in range(0, len(frames), _BLOCK):
                magnitudes[i : i + _BLOCK] = np.abs(rfft(frames[i : i + _BLOCK] * window, axis=1))
                deadline.check(0.3 * i / len(frames))
            self._frames, self._magnitudes = frames, magnitudes
        return self._frames, self._magnitudes

    # -- by Essentia ---------------------------------------------------------------------------------------------

    def _tempo_and_beats(self, deadline: Deadline) -> TempoAndBeats:
        import soxr

        from w12studio.engine.beats_fallback import beat_period, local_strength
        from w12studio.engine.flux import FRAME_RATE, spectral_flux
        from w12studio.engine.quick_beats import QUICK_RATE, tempo_range

        provenance = _essentia()
        samples = soxr.resample(self._samples, SAMPLE_RATE, QUICK_RATE, quality="LQ")
        deadline.check(0.2)
        strength = local_strength(spectral_flux(samples, QUICK_RATE).strength)
        period = beat_period(strength, 0.6)
        deadline.check(0.7)
        if period == 0:
            return TempoAndBeats(None, (), provenance)
        lowest, highest = tempo_range(period)
        track = _algorithm("TempoTapDegara", sampleRateODF=FRAME_RATE, minTempo=lowest, maxTempo=highest)
        beats = np.asarray(track(strength.astype(np.float32)), dtype=np.float64)
        deadline.check(1.0)
        tempo = 60.0 / float(np.median(np.diff(beats))) if beats.size > 1 else None
        return TempoAndBeats(tempo, tuple(beats.tolist()), provenance)

    def _spectral(self, deadline: Deadline) -> SpectralFeatures:
        provenance = _essentia()
        frames, magnitudes = self._spectra(deadline)
        half = SAMPLE_RATE / 2
        centroid, rolloff = _algorithm("Centroid", range=half), _algorithm("RollOff", sampleRate=float(SAMPLE_RATE))
        flatness, moments = _algorithm("Flatness"), _algorithm("CentralMoments", range=half)
        flux, crossings = _algorithm("Flux"), _algorithm("ZeroCrossingRate")
        mfcc = _algorithm("MFCC", inputSize=FRAME // 2 + 1, sampleRate=float(SAMPLE_RATE))
        contrast = _algorithm("SpectralContrast", frameSize=FRAME, sampleRate=float(SAMPLE_RATE))
        rows, cepstra, contrasts = [], [], []
        for i, (frame, spectrum) in enumerate(zip(frames, magnitudes, strict=True)):
            if i % _BLOCK == 0:
                deadline.check(0.3 + 0.7 * i / len(frames))
            rows.append((
                centroid(spectrum), np.sqrt(max(moments(spectrum)[2], 0.0)), rolloff(spectrum), flatness(spectrum),
                flux(spectrum), crossings(frame),
            ))  # fmt: skip
            cepstra.append(mfcc(spectrum)[1])
            if i % _SPARSE == 0:
                contrasts.append(contrast(spectrum)[0])
        found = statistics(np.array(rows))
        return SpectralFeatures(
            found[0], found[1], found[2], found[3], found[4], _floats(np.mean(contrasts, axis=0)),
            statistics(np.array(cepstra)), found[5], provenance,
        )  # fmt: skip

    def _energy(self, deadline: Deadline) -> EnergyFeatures:
        provenance = _essentia()
        frames = np.resize(
            self._samples, (max(1, self._samples.size // FRAME), FRAME)
        )  # a last part of one is left out
        rms = np.sqrt(np.einsum("ij,ij->i", frames, frames) / FRAME)
        deadline.check(0.5)
        complexity, loudness = _algorithm("DynamicComplexity", sampleRate=float(SAMPLE_RATE))(self._samples)
        deadline.check(1.0)
        (statistic,) = statistics(rms[:, None])
        return EnergyFeatures(statistic, float(loudness), float(complexity), provenance)

    def _harmonic(self, deadline: Deadline) -> HarmonicFeatures:
        provenance = _essentia()
        _, magnitudes = self._spectra(deadline)
        peaks = _algorithm(
            "SpectralPeaks", magnitudeThreshold=1e-5, maxPeaks=60, minFrequency=40.0, maxFrequency=5000.0,
            orderBy="frequency", sampleRate=float(SAMPLE_RATE),
        )  # fmt: skip
        hpcp, dissonance = _algorithm("HPCP", size=_HPCP_SIZE), _algorithm("Dissonance")
        total, apart, pitches, weights = np.zeros(_HPCP_SIZE), [], [], []
        for i, spectrum in enumerate(magnitudes):
            if i % _BLOCK == 0:
                deadline.check(0.3 + 0.7 * i / len(magnitudes))
            hz, height = peaks(spectrum)
            if not len(hz):
                continue
            total += hpcp(hz, height)
            pitches.append(12 * np.log2(hz / 440.0))
            weights.append(height)
            if i % _SPARSE == 0:
                apart.append(dissonance(hz, height))
        if not total.any():
            raise EstimatorError("there are no spectral peaks")
        profile = (total / total.max()).astype(np.float32)
        name, scale, strength = _algorithm("Key", profileType="bgate", pcpSize=_HPCP_SIZE)(profile)[:3]
        off = np.angle((np.concatenate(weights) * np.exp(2j * np.pi * np.concatenate(pitches))).sum()) / (2 * np.pi)
        classes = np.roll(profile, 1).reshape(12, -1).sum(axis=1)  # each third of a semitone to its own, A first
        classes = np.roll(classes / classes.max(), -3)
        return HarmonicFeatures(
            _floats(classes), key_name(name, scale), float(strength), float(440.0 * 2 ** (off / 12)),
            float(np.mean(apart)) if apart else None, provenance,
        )  # fmt: skip


def _essentia() -> Provenance:
    import essentia

    essentia.log.infoActive = essentia.log.warningActive = False
    return Provenance("essentia", essentia.__version__, "", 0.0)


def _algorithm(name: str, **settings: Any) -> Callable[..., Any]:
    """An algorithm of Essentia's core as a function.

    The `standard` module makes one of each of its 250 algorithms first, and checks and converts each argument.
    """
    from essentia import _essentia

    algorithm = _essentia.Algorithm(name)
    algorithm.__configure__(**settings)
    compute: Callable[..., Any] = algorithm.__compute__
    return compute


def _floats(values: Sequence[Any] | NDArray[np.floating]) -> tuple[float, ...]:
    return tuple(float(v) for v in values)


def statistics(rows: NDArray[np.floating]) -> tuple[Statistic, ...]:
    """Mean and deviation of each column."""
    return tuple(Statistic(float(m), float(s)) for m, s in zip(rows.mean(axis=0), rows.std(axis=0), strict=True))
