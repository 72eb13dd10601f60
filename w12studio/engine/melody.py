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

#: Hz, and 20 ms apart: half the time of 10 ms, and as much of the melody found. On 16 rendered songs (whose melody is
#: known) 44.1 kHz took half as long again and found .47 of the melody's frames, 32 kHz .47, 16 kHz .50: what lies above
#: 8 kHz is cymbals, not melody.
_RATE, _HOP, _FRAME = 16_000, 320, 720
#: Essentia's algorithm is made for 44.1 kHz and refuses others. It is told that rate, and all else is stretched alike.
_TOLD_RATE = 44_100
_STRETCH = _TOLD_RATE / _RATE
#: s; pieces of 20 s found .01 less of it, for contours end at their seams.
_PIECE_S = 60.0
#: Hz; what lies below is the bass in nearly all mixtures, and above it nobody sings.
_LOWEST_HZ, _HIGHEST_HZ = 110.0, 1500.0
#: How much a harmonic counts less than the one below it. At 44.1 kHz 0.7 found .47 of the melody's frames,
#: Essentia's 0.8 .44 and 0.9 less; 80 Hz as the lowest pitch instead of 110 cost another .02.
_HARMONIC_WEIGHT = 0.7
#: Essentia's own: where its scale of pitches begins; what a contour may lack, and how long it lasts at least; how fast
#: it may move.
_REFERENCE_HZ, _LEAST_MS, _CENTS_PER_MS = 55.0, 100, 27.5625
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
        told, salience = melodia.__compute__(loudness.__compute__(np.ascontiguousarray(samples)))
        f0 = told / _STRETCH
        confidence = _confidence(np.asarray(f0), np.asarray(salience))
        return at_frame_rate(np.where(f0 != 0, np.abs(f0), _NOWHERE_HZ), confidence, _HOP / _RATE, n)

    return chunked(audio, job, Source("essentia-melody", essentia.__version__), _RATE, _PIECE_S, run)


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
            frameSize=_FRAME,
            hopSize=_HOP,
            sampleRate=float(_TOLD_RATE),
            minFrequency=_LOWEST_HZ * _STRETCH,
            maxFrequency=_HIGHEST_HZ * _STRETCH,
            referenceFrequency=_REFERENCE_HZ * _STRETCH,
            timeContinuity=round(_LEAST_MS / _STRETCH),
            minDuration=round(_LEAST_MS / _STRETCH),
            pitchContinuity=_CENTS_PER_MS * _STRETCH,
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
