"""f0 by CREPE, a convolutional network on the waveform, on the CPU or a GPU.

Kim, Salamon, Li and Bello, "CREPE: a convolutional representation for pitch estimation", ICASSP 2018; the weights
and the conventions are those of the authors' package: 16 kHz, frames of 1024 samples centred on their times with
zeros beyond the ends, each frame normalized, 360 bins of 20 cents.
"""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import PITCH, Source, Track
from w12studio.domain.errors import EstimatorError
from w12studio.engine.batches import BatchRunner, Call, measured_batch_size
from w12studio.engine.crepe_compiled import compiled
from w12studio.engine.crepe_decode import ViterbiDecoder, local_average
from w12studio.engine.crepe_model import CAPACITIES, FRAME_SIZE, SAMPLE_RATE, build_model, normalized
from w12studio.engine.crepe_options import CrepeOptions
from w12studio.engine.devices import Device, choose
from w12studio.engine.estimator import Job
from w12studio.engine.frameworks import framework, free_bytes, reasons
from w12studio.engine.pitch_frames import FMIN_HZ, f0_curve, mono_blocks
from w12studio.engine.pitch_tracks import SHORTEST_S, SILENCE_PEAK, n_frames, pitch_tracks, too_short
from w12studio.engine.store import SharedAudio
from w12studio.engine.weights import manifest

#: Frames at a time on the CPU: larger ones are no faster, and a cancel is noticed after one.
_CPU_BATCH = {"tiny": 64, "small": 64, "medium": 32, "large": 16, "full": 16}
#: Half precision for a kind of device: bfloat16 is what processors know, float16 what all GPUs do.
_MIXED = {"cpu": "mixed_bfloat16", "gpu": "mixed_float16"}
#: Frames that a block has about: what is known is shown after a block.
_AT_A_TIME = 200
#: Bytes taken to be free on a GPU where the driver does not tell.
_UNKNOWN_FREE = 1 << 30


# -- the model, kept for the next file -------------------------------------------------------------------------

_RESIDENT: dict[tuple[str, str, str], tuple[Call, int]] = {}


def resident(capacity: str, precision: str, device: Device) -> tuple[Call, int]:
    """The compiled model on a device and its batch size, kept in this process for the next file.

    Only one a kind of device is kept: weights and graphs of `full` take some 300 MB.
    """
    key = (capacity, precision, device.address)
    if key not in _RESIDENT:
        for other in [k for k in _RESIDENT if k[2].split(":")[0] == device.kind]:
            del _RESIDENT[other]
        _RESIDENT[key] = _place(capacity, precision, device)
    return _RESIDENT[key]


def _place(capacity: str, precision: str, device: Device) -> tuple[Call, int]:
    import keras

    with keras.device(device.address):
        model = build_model(capacity, _MIXED[device.kind] if precision == "mixed" else "float32")
    network = compiled(model, device.address)
    if device.kind == "cpu":
        return network, _CPU_BATCH[capacity]
    widest = 4 * 2 * (FRAME_SIZE // 4) * 32 * CAPACITIES[capacity]  # in and out of the first normalization
    return network, measured_batch_size(network, device, free_bytes(device) or _UNKNOWN_FREE, widest)


def _device(wanted: str) -> Device:
    usable = framework().gpus
    return choose(wanted, usable, () if usable or wanted in ("auto", "cpu") else reasons())


# -- the estimator ---------------------------------------------------------------------------------------------


def frame_blocks(
    audio: SharedAudio, hop_length: int, total: int, least: int
) -> Iterator[tuple[NDArray[np.float32], float]]:
    """Frames of 1024 samples around each hop, in blocks of ``least`` frames or a multiple (but the last).

    Some two hundred at a time, so that the curve is seen to grow, or ``least`` where that is more.

    Yields
    ------
    frames : ndarray of float32, shape (n, 1024)
        As they are, not normalized; zeros beyond the ends of the recording.
    loudest : float
        Peak of the samples read for them.
    """
    half = FRAME_SIZE // 2
    size = least * max(1, _AT_A_TIME // least)
    samples = np.zeros(half, np.float32)
    done, loudest = 0, 0.0
    for block, fraction in mono_blocks(audio, SAMPLE_RATE):
        samples = np.concatenate([samples, block])
        loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
        count = max(0, (len(samples) - FRAME_SIZE) // hop_length + 1)
        if fraction == 1:
            count = total - done
            samples = np.pad(samples, (0, max(0, (count - 1) * hop_length + FRAME_SIZE - len(samples))))
        if count and (count >= least or fraction == 1):
            count = min(count, total - done)
            if done + count < total:
                count -= count % least  # whole batches: a part of one takes a GPU as long
            frames = np.lib.stride_tricks.sliding_window_view(samples, FRAME_SIZE)[::hop_length][:count]
            for start in range(0, count, size):
                yield frames[start : start + size], loudest
            samples = samples[count * hop_length :]
            done += count
            loudest = 0.0


def _estimate(capacity: str, audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """f0 by CREPE of one capacity, and notes.

    Confidence is the highest activation of a frame, as published. Frames with 0.5 and more are voiced, the limit of
    the package's own plots and test; see docs/benchmarks.md for what others would do.

    Raises
    ------
    EstimatorError
        When weights, framework or the device asked for are missing.
    """
    options = CrepeOptions.of(params)
    job.progress(0.0)
    try:
        device = _device(options.device)
        runner = BatchRunner(partial(resident, capacity, options.precision), device)
    except ImportError as error:
        raise EstimatorError(
            f"Keras with TensorFlow or JAX can't be loaded ({error})", advice="`pip install tensorflow` brings them."
        ) from error
    if audio.duration < SHORTEST_S:
        return too_short(_source(capacity, options, runner))
    f0, voiced_prob, loudest = _follow(capacity, audio, job, options, runner)
    curve = f0_curve(f0, voiced_prob, SAMPLE_RATE / options.hop_length)
    return pitch_tracks(curve, _source(capacity, options, runner), loudest, " ".join(runner.events[-1:]))


def _follow(
    capacity: str, audio: SharedAudio, job: Job, options: CrepeOptions, runner: BatchRunner
) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """f0 in Hz, confidence, and peak of the recording."""
    rate = SAMPLE_RATE / options.hop_length
    total = n_frames(audio.duration, rate)
    f0, voiced_prob = np.full(total, FMIN_HZ), np.zeros(total)
    viterbi = ViterbiDecoder() if options.decoder == "viterbi" else None
    seen = settled = 0
    next_emit = round(rate)
    loudest = 0.0
    for frames, peak in frame_blocks(audio, options.hop_length, total, runner.batch):
        loudest = max(loudest, peak)
        count = len(frames)
        before = seen

        def progress(share: float, start: int = before, size: int = count) -> None:
            job.progress((start + share * size) / total)

        activation = runner.run(normalized(frames), progress)
        seen += count
        voiced_prob[before:seen] = activation.max(axis=1)
        voiced_prob[before:seen][np.abs(frames).max(axis=1) < SILENCE_PEAK] = 0.0
        if viterbi is None:
            found = local_average(activation, activation.argmax(axis=1))
        else:
            found = viterbi.push(activation, last=seen == total)
        f0[settled : settled + len(found)] = found
        settled += len(found)
        if next_emit <= settled < total:
            next_emit = settled + max(round(4 * rate), settled // 2)  # ever rarer: all emits together cost O(n)
            partly = f0_curve(f0[:settled].copy(), voiced_prob[:settled], rate)
            job.emit(Track(PITCH, curve=partly, source=_source(capacity, options, runner), complete=False))
    dead = ~np.isfinite(f0)
    f0[dead], voiced_prob[dead] = FMIN_HZ, 0.0
    return f0, voiced_prob, loudest


def _source(capacity: str, options: CrepeOptions, runner: BatchRunner) -> Source:
    weights = manifest()[f"crepe-{capacity}"]
    device = runner.began_on.describe()
    if runner.device != runner.began_on:
        device += ", then cpu"
    params = {
        "decoder": options.decoder,
        "device": device,
        "framework": framework().title,
        "hop_ms": f"{1000 * options.hop_length / SAMPLE_RATE:g}",
        "precision": options.precision,
    }
    version = importlib.metadata.version(weights.distribution)
    return Source(f"crepe-{capacity}", version, weights.sha256, tuple(params.items()))


estimate_tiny = partial(_estimate, "tiny")
estimate_small = partial(_estimate, "small")
estimate_medium = partial(_estimate, "medium")
estimate_large = partial(_estimate, "large")
estimate_full = partial(_estimate, "full")
