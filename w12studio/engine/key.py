"""The key of a whole recording."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import KEY, Source, Track
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.engine.estimator import Job
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.store import SharedAudio

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
#: All keys as they are labelled: twelve major ones, then twelve minor ones.
KEYS = tuple(f"{tonic} {mode}" for mode in ("major", "minor") for tonic in TONICS)
_SHARPS = {"C#": "Db", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb"}
#: Shortest recording in which a key makes sense, in s.
_LEAST_S = 2.0
#: Frames that the key network sees at once (20 minutes); longer recordings are averaged over pieces.
_PIECE = 6000

#: How often each scale degree is heard: Krumhansl, Cognitive Foundations of Musical Pitch, 1990.
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)

Floats = NDArray[np.float64]


def key_name(tonic: str, mode: str) -> str:
    """A key as it is labelled here: "C# minor" -> "Db minor"."""
    tonic = tonic[:1].upper() + tonic[1:]
    return f"{_SHARPS.get(tonic, tonic)} {mode}"


def _track(probabilities: Floats, source: Source, duration: float) -> Track:
    """A KEY track from a probability for each of `KEYS`."""
    order = np.argsort(probabilities)[::-1]
    best, second = KEYS[order[0]], KEYS[order[1]]
    confidence = float(np.clip(probabilities[order[0]], 0.0, 1.0))
    events = Events.from_columns([0.0], [duration], None, [confidence], [best])
    message = f"Runner-up: {second} ({probabilities[order[1]]:.0%})."
    return Track(KEY, events, source=source, message=message)


def estimate_madmom_key(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Key by madmom's convolutional network; confidence = its probability.

    Korzeniowski, Widmer: Genre-agnostic key classification with convolutional neural networks, ISMIR 2018. Reference:
    madmom's ``CNNKeyRecognitionProcessor``.
    """
    from w12studio.engine.features import SAMPLE_RATE
    from w12studio.engine.madmom_adapter import KEY_MODELS, weights_sha256

    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    source = Source("madmom-key", "0.17", weights_sha256(KEY_MODELS), tuple(sorted(params.items())))
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(KEY, source=source, message=reason)]
    return [_track(network_probabilities(samples, job), source, audio.duration)]


def network_probabilities(samples: NDArray[np.float32], job: Job) -> Floats:
    """The key network's probability for each of `KEYS`; at least 2 s of samples at 44,100 Hz."""
    from madmom_labels import MADMOM_KEYS  # noqa: F401
