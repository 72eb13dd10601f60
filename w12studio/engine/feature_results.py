"""What the analyser of features finds: named, typed and frozen, with who computed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who computed some features, why, and in what time.

    Attributes
    ----------
    library, version : str
        "essentia" or "librosa".
    reason : str
        Why it was not Essentia, as a sentence; "" where it was.
    seconds : float
        Wall time.
    """

    library: str
    version: str
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Statistic:
    """Mean and standard deviation over the frames of a recording."""

    mean: float
    std: float


@dataclass(frozen=True, slots=True)
class TempoAndBeats:
    """``tempo_bpm``: from the median interval of the beats, None without two of them; ``beats``: their times in s."""

    tempo_bpm: float | None
    beats: tuple[float, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SpectralFeatures:
    """The shape of the spectrum.

    Attributes
    ----------
    centroid_hz, spread_hz : Statistic
        Mean frequency weighed by magnitude, and standard deviation around it (librosa: bandwidth).
    rolloff_hz : Statistic
        Frequency below which 85 % of the power lie (librosa: of the magnitude).
    flatness : Statistic
        Geometric over arithmetic mean of the magnitudes (librosa: of the power), 0..1; 1 is noise.
    flux : Statistic
        Length of the difference of neighbouring frames' spectra, each a Hann window's magnitudes over its length.
    contrast : tuple of float
        Peaks over valleys in six bands (librosa: seven, in dB), mean; the scales of the two libraries differ.
    mfcc : tuple of Statistic
        Thirteen mel-frequency cepstral coefficients; the scales of the two libraries differ.
    zero_crossing_rate : Statistic
        Share of neighbouring samples with different signs.
    """

    centroid_hz: Statistic
    spread_hz: Statistic
    rolloff_hz: Statistic
    flatness: Statistic
    flux: Statistic
    contrast: tuple[float, ...]
    mfcc: tuple[Statistic, ...]
    zero_crossing_rate: Statistic
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class EnergyFeatures:
    """Level and how it changes.

    Attributes
    ----------
    rms : Statistic
        Root mean square of each frame, full scale = 1.
    loudness_db : float
        Mean level in dB; Essentia weighs frequencies by an approximation of the ear (Vickers), librosa by the A curve.
    dynamic_complexity_db : float
        Mean distance of the level of 0.2 s from ``loudness_db`` (Streich, Music complexity, 2007).
    """

    rms: Statistic
    loudness_db: float
    dynamic_complexity_db: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class HarmonicFeatures:
    """Pitch classes and what follows from them.

    Attributes
    ----------
    chroma : tuple of float
        Twelve, C first, the largest 1.
    key : str
        e.g. "A minor"; a quick guess: the KEY layer knows better.
    key_strength : float
        Correlation with the key's profile.
    tuning_hz : float
        Of A4.
    dissonance : float or None
        Sensory dissonance of the spectral peaks, 0..1, mean; None from librosa, which has none.
    """

    chroma: tuple[float, ...]
    key: str
    key_strength: float
    tuning_hz: float
    dissonance: float | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class FullAnalysis:
    """All four; one that could not be computed is None, and ``failures`` says why as sentences."""

    duration: float
    tempo_and_beats: TempoAndBeats | None
    spectral: SpectralFeatures | None
    energy: EnergyFeatures | None
    harmonic: HarmonicFeatures | None
    failures: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As nested dicts, lists and numbers, e.g. for JSON."""
        return asdict(self)
