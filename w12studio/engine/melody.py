"""The melody of a full mix, by Essentia's predominant pitch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import Source, Track
from w12studio.domain.errors import EstimatorError
from w12studio.engine.estimator import Job
from w12studio.engine.pitch import Frames, chunked
from w12studio.engine.pitch_frames import VOICED, at_frame_rate
from w12studio.engine.pitch_tracks import SILENCE_PEAK, n_frames
from w12studio.engine.store import SharedAudio

#: 20 ms apart: half the time of 10 ms, and as much of the melody found.
_RATE, _HOP = 44_100, 882
#: Hz; what lies below is the bass in nearly all mixtures, and above it nobody sings.
_LOWEST_HZ, _HIGHEST_HZ = 110.0, 1500.0
#: How much a harmonic counts less than the one below it. On 16 rendered songs 0.7 found .47 of the melody's frames,
#: Essentia's 0.8 .44 and 0.9 less; 80 Hz as the lowest pitch instead of 110 cost another .02.
_HARMONIC_WEIGHT = 0.7
#: Salience of a contour that is as sure as they come.
_SURE = 0.12
#: Stands for no pitch at all, octaves away from any.
_NOWHERE_HZ = 1e-3


def estimate_melody(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """f0 of the predominant melody by Essentia's PredominantPitchMelodia, and notes.

    Salamon and Gómez, "Melody extraction from polyphonic music signals using pitch contour characteristics", IEEE
    TASLP 2012. Where no contour belongs to the melody for sure the best one is given all the same, with a confidence
    from 0.5 to 0.75; those of the melody have 0.75 to 1.

    Raises
    ------
    EstimatorError
        When Essentia is missing or fails.
    """
    essentia, loudness, melodia = _algorithms()

    def run(samples: NDArray[np.float32]) -> Frames:
        n = n_frames(len(samples) / _RATE)
        if np.abs(samples).max(initial=0.0) < SILENCE_PEAK:
            return np.zeros(n), np.zeros(n)
        loudness.reset()
        f0, salience = melodia.__compute__(loudness.__compute__(np.ascontiguousarray(samples)))
        confidence = _confidence(np.asarray(f0), np.asarray(salience))
        return at_frame_rate(np.where(f0 != 0, np.abs(f0), _NOWHERE_HZ), confidence, _HOP / _RATE, n)

    return chunked(audio, job, Source("essentia-melody", essentia.__version__), _RATE, 20.0, run)


def _algorithms() -> tuple[Any, Any, Any]:
    """The package, the filter and the tracker.

    Taken from Essentia's core: its `standard` module makes one of each of its 250 algorithms first, in a second.
    """
    try:
        import essentia
        from essentia import _essentia

        essentia.log.infoActive = essentia.log.warningActive = False
        loudness = _essentia.Algorithm("EqualLoudness")
        loudness.__configure__(sampleRate=float(_RATE))
        melodia = _essentia.Algorithm("PredominantPitchMelodia")
        melodia.__configure__(
            frameSize=2048,
            hopSize=_HOP,
            sampleRate=float(_RATE),
            minFrequency=_LOWEST_HZ,
            maxFrequency=_HIGHEST_HZ,
            harmonicWeight=_HARMONIC_WEIGHT,
            guessUnvoiced=True,
        )
    except (ImportError, AttributeError, RuntimeError) as error:
        raise EstimatorError(f"Essentia can't be loaded ({error})") from error
    return essentia, loudness, melodia


def _confidence(f0: NDArray[np.float32], salience: NDArray[np.float32]) -> NDArray[np.float64]:
    """0 where nothing was found, from 0.5 for guesses (whose salience is negative), from 0.75 for the melody."""
    sure = np.minimum(np.abs(salience) / _SURE, 1.0)
    base = np.where(salience > 0, VOICED + 0.25, VOICED)
    return np.where(f0 != 0, base + 0.25 * sure, 0.0)
