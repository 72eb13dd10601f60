"""Danceability: how steadily the level of a recording goes up and down, 0 to 100.

Two ways, each with a scale of its own; which one it was is the track's `Source`, and the fact says it too. A figure of
one must not be compared with a figure of the other.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import DANCEABILITY, Fact, Track
from w12studio.domain.errors import EstimatorError
from w12studio.engine import flux as plain
from w12studio.engine.estimator import Job
from w12studio.engine.sources import source_of
from w12studio.engine.store import SharedAudio

FACT = "danceability"
_RATE = 44_100
#: Shortest recording that is looked at, in s: the analysis looks for trends over up to 9 s.
_LEAST_S = 10.0
#: Level of so many s, and how much it changes at least (standard deviation): white noise has 0.1, and 27
#: pieces of game music had 1.9 at least.
_LEVEL_FRAME_S, _LEAST_CHANGE_DB = 0.05, 1.0
#: Essentia's measure that counts 0, and that counts 100: near the 5th and 95th percentile (0.78 and 1.71) of 104 pieces
#: of game music.
_DFA_LOW, _DFA_HIGH = 0.8, 1.7
#: The heuristic's: tempi in frames a period (40 to 200 BPM), the tempo that suits dancing best and by how many octaves
#: it may be missed.
_PERIODS = (30, 150)
_BEST_BPM, _OCTAVES = 120.0, 0.8


def _nothing(samples: NDArray[np.float32], rate: int) -> str:
    """Why there is no danceability, as a sentence; steady noise would come out as the most danceable of all."""
    reason = plain.nothing_to_hear(samples, rate, _LEAST_S)
    if reason:
        return reason
    frame = int(_LEVEL_FRAME_S * rate)
    frames = samples[: samples.size // frame * frame].reshape(-1, frame)
    power = np.einsum("ij,ij->i", frames, frames) / frame
    level = 10 * np.log10(np.maximum(power, 1e-9))
    return "Its level hardly changes, so there is no rhythm to hear." if level.std() < _LEAST_CHANGE_DB else ""


def _track(value: float, how: str, source_name: str, params: Mapping[str, str], distribution: str) -> Track:
    score = 100.0 * min(max(value, 0.0), 1.0)
    fact = Fact(FACT, round(score, 1), reason=f"By {how}; not to be compared with a figure found another way.")
    return Track(DANCEABILITY, source=source_of(source_name, params, distribution), facts=(fact,))


def _empty(reason: str, source_name: str, params: Mapping[str, str], distribution: str) -> Track:
    source = source_of(source_name, params, distribution)
    return Track(DANCEABILITY, source=source, message=reason, facts=(Fact(FACT, reason=reason),))


def estimate_essentia_danceability(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Danceability by Essentia's detrended fluctuation analysis of the level.

    Streich and Herrera: Detrended fluctuation analysis of music signals: danceability estimation and further semantic
    characterization, AES 118, 2005. Essentia's measure is mapped linearly, 0.8 to 0 and 1.7 to 100.

    Raises
    ------
    EstimatorError
        When Essentia is missing or gives up.
    """
    job.progress(0.0)
    names = ("essentia-danceability", params, "essentia-tensorflow")
    samples = audio.mono(_RATE)
    reason = _nothing(samples, _RATE)
    if reason:
        return [_empty(reason, *names)]
    job.progress(0.2)
    try:
        import essentia
        from essentia import _essentia  # the core: `standard` makes one of each of its algorithms first, in a second

        essentia.log.infoActive = essentia.log.warningActive = False
        algorithm = _essentia.Algorithm("Danceability")
        algorithm.__configure__(sampleRate=float(_RATE))
        value = float(algorithm.__compute__(np.ascontiguousarray(samples))[0])
    except (ImportError, AttributeError, RuntimeError) as error:
        raise EstimatorError(f"Essentia found no danceability ({error})") from error
    if not math.isfinite(value):
        raise EstimatorError("Essentia's danceability is no number")
    return [_track((value - _DFA_LOW) / (_DFA_HIGH - _DFA_LOW), "detrended fluctuation analysis", *names)]


def estimate_energy_danceability(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Danceability by how strong and regular the pulse is, in numpy alone: it always answers.

    The highest autocorrelation of the onset strength (spectral flux) over periods of 40 to 200 BPM, 0..1, is the
    regularity; it counts less the farther the period is from 120 BPM (a Gaussian over octaves of 0.8), and half of the
    result is how regular the bass alone is.
    """
    job.progress(0.0)
    names = ("energy-danceability", params, "")
    samples = audio.mono(plain.SAMPLE_RATE)
    reason = _nothing(samples, plain.SAMPLE_RATE)
    if reason:
        return [_empty(reason, *names)]
    job.progress(0.2)
    flux = plain.spectral_flux(samples)
    job.progress(0.9)
    value = 0.5 * (_regularity(flux.strength) + _regularity(flux.low))
    return [_track(value, "the regularity of the pulse", *names)]


def _regularity(strength: NDArray[np.float32]) -> float:
    centred = strength.astype(np.float64) - strength.mean()
    power = float(np.square(centred).sum())
    if power <= 0:
        return 0.0
    size = 1 << (2 * centred.size - 1).bit_length()
    correlation = np.fft.irfft(np.square(np.abs(np.fft.rfft(centred, size))), size)[: _PERIODS[1] + 1] / power
    periods = np.arange(_PERIODS[0], min(_PERIODS[1] + 1, correlation.size))
    octaves = np.log2(60.0 * plain.FRAME_RATE / periods / _BEST_BPM)
    return float(max(0.0, (correlation[periods] * np.exp(-0.5 * (octaves / _OCTAVES) ** 2)).max(initial=0.0)))
