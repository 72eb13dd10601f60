"""Pitch: f0 over time and notes, by SwiftF0, Essentia or pYIN.

Each estimator returns a pitch track (curve: f0 in Hz, NaN where unvoiced, confidence = voicing probability,
100 frames a second, frame 0 centred on time 0) and a notes track. All of them are monophonic: in a mixture they
follow the most periodic voice. Recordings are read in blocks; memory beyond the results is bounded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import PITCH, Source, Track
from w12studio.domain.errors import EstimatorError
from w12studio.engine.crepe_onnx import can_help, second_opinion
from w12studio.engine.estimator import Job, Unsuitable
from w12studio.engine.material import MaterialMeter
from w12studio.engine.pitch_frames import (
    FMAX_HZ,
    FMIN_HZ,
    FRAME_RATE,
    VOICED,
    at_frame_rate,
    f0_curve,
    mono_blocks,
    repair_harmonics,
)
from w12studio.engine.pitch_tracks import SHORTEST_S, SILENCE_PEAK, n_frames, pitch_tracks, too_short
from w12studio.engine.store import SharedAudio

# SwiftF0: audio rate and hop of the network, and how many frames it looks to either side (its receptive field
# reaches 2815 samples each way), so that overlapped chunks give what one run over the whole file gives.
_SWIFT_RATE, _SWIFT_HOP = 16_000, 256
_SWIFT_LEFT, _SWIFT_RIGHT = 11, 10
#: Frames a run: 4 s of audio, some 40 ms of computing; a cancel is noticed as fast.
_SWIFT_CHUNK = 256
#: Every sixth frame, 0.1 s apart, is enough to tell a mixture.
_METER_STEP = 6
_MELODY = "essentia-melody"
_MIXTURE = "Several sounds at once: this is the melody of a mixture."

Frames = tuple[NDArray[np.float64], NDArray[np.float64]]


def estimate_swift_f0(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """f0 by SwiftF0 (Nieradzik 2025, arXiv:2508.18440) under ONNX Runtime on one thread, and notes.

    The network gives a frame each 16 ms; they are interpolated to 100 a second. Where its voicing is unsure CREPE
    tiny is asked for the pitch (`w12studio.engine.crepe_onnx`). Harmonics taken for the
    fundamental are repaired by periodicity (see `w12studio.engine.pitch_frames.repair_harmonics`). What is known
    is emitted as it grows.

    Raises
    ------
    Unsuitable
        When another estimator may take over and the recording is a mixture (`w12studio.engine.material`).
    EstimatorError
        When the model or its runtime is missing or refuses the input.
    """
    if audio.duration < SHORTEST_S:
        return too_short(Source("swift-f0"))
    session, source = _swift_session()
    f0s: list[NDArray[np.float64]] = []
    probs: list[NDArray[np.float64]] = []
    samples = np.zeros(0, dtype=np.float32)
    base = done = 0  # frame at samples[0]; frames finished
    next_emit = 1
    loudest = 0.0
    meter, may_hand_over = MaterialMeter(), _MELODY in params.get("hand_over", "")
    for block, fraction in mono_blocks(audio, _SWIFT_RATE):
        samples = np.concatenate([samples, block])
        loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
        there = base + len(samples) // _SWIFT_HOP
        end = there if fraction == 1 else max(done, there - _SWIFT_RIGHT)
        n = end - done
        for start in range(done, end, _SWIFT_CHUNK):
            stop = min(start + _SWIFT_CHUNK, end)
            f0, prob = _judged(session, meter, samples, start - base, stop - base)
            f0s.append(f0)
            probs.append(prob)
            job.progress(fraction * (stop / end))
        if may_hand_over and meter.is_plainly_mixture():
            raise Unsuitable(_MIXTURE, _MELODY)
        if n > 0:
            done = end
            keep = max(0, done - _SWIFT_LEFT)
            samples, base = samples[(keep - base) * _SWIFT_HOP :], keep
        if fraction < 1 and len(f0s) >= next_emit:
            next_emit = len(f0s) + max(8, len(f0s) // 2)  # ever rarer, so that all emits together cost O(n)
            job.emit(_partial(f0s, probs, done, source))
    if not done:
        return too_short(source)
    frames = at_frame_rate(
        np.concatenate(f0s), np.concatenate(probs), _SWIFT_HOP / _SWIFT_RATE, n_frames(audio.duration)
    )
    tracks = pitch_tracks(f0_curve(*frames), source, loudest)
    if may_hand_over and meter.is_mixture():
        raise Unsuitable(_MIXTURE, _MELODY, tracks)
    return tracks


def _swift_session() -> tuple[Any, Source]:
    spec = importlib.util.find_spec("swift_f0")
    if spec is None or not spec.submodule_search_locations:
        raise EstimatorError("the package swift-f0 is not installed", advice="Install it, or use another tracker.")
    try:
        import onnxruntime

        model = Path(spec.submodule_search_locations[0], "model.onnx").read_bytes()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own errors share no base but Exception
        raise EstimatorError(f"SwiftF0's model can't be loaded ({error})", advice="Reinstall swift-f0.") from error
    params = (("unsure_frames", "crepe-tiny"),) if can_help() else ()
    source = Source("swift-f0", importlib.metadata.version("swift-f0"), hashlib.sha256(model).hexdigest(), params)
    return session, source


def _judged(session: Any, meter: MaterialMeter, samples: NDArray[np.float32], start: int, stop: int) -> Frames:
    """`_swift_run`, with a second opinion on its unsure frames; the meter learns about the material from it."""
    f0, prob = _swift_run(session, samples, start, stop)
    centres = np.arange(start, stop) * _SWIFT_HOP
    some = np.flatnonzero(prob >= VOICED)[::_METER_STEP]
    meter.add(f0[some], samples, centres[some], _SWIFT_RATE)
    if meter.is_mixture():  # where CREPE knows no more, and would be asked about every third frame
        return f0, prob
    return second_opinion(f0, prob, samples, centres), prob


def _swift_run(session: Any, samples: NDArray[np.float32], start: int, stop: int) -> Frames:
    """f0 in Hz and voicing of frames ``start .. stop`` of ``samples``; what lies around them is looked at too."""
    left = max(0, start - _SWIFT_LEFT)
    window = samples[left * _SWIFT_HOP : (stop + _SWIFT_RIGHT) * _SWIFT_HOP]
    try:
        pitch, prob = session.run(
            ["pitch", "confidence"],
            {"audio": window[None, :], "fmin": np.array(FMIN_HZ, np.float32), "fmax": np.array(FMAX_HZ, np.float32)},
        )
    except Exception as error:
        raise EstimatorError(f"SwiftF0 failed ({error})") from error
    f0 = np.asarray(pitch[0, start - left : stop - left], dtype=np.float64)
    voiced_prob = np.asarray(prob[0, start - left : stop - left], dtype=np.float64)
    hops = samples[start * _SWIFT_HOP : stop * _SWIFT_HOP].reshape(-1, _SWIFT_HOP)
    voiced_prob[np.abs(hops).max(axis=1) < SILENCE_PEAK] = 0.0
    voiced = np.flatnonzero(voiced_prob >= VOICED)
    centres = (voiced + start - left) * _SWIFT_HOP
    f0[voiced] = repair_harmonics(f0[voiced], window, centres, _SWIFT_RATE)
    return f0, voiced_prob


def _partial(f0s: list[NDArray[np.float64]], probs: list[NDArray[np.float64]], done: int, source: Source) -> Track:
    hop = _SWIFT_HOP / _SWIFT_RATE
    frames = at_frame_rate(np.concatenate(f0s), np.concatenate(probs), hop, math.floor(done * hop * FRAME_RATE))
    return Track(PITCH, curve=f0_curve(*frames), source=source, complete=False)


def estimate_essentia_pitch(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """f0 by Essentia's PitchYinFFT (Brossier 2006), and notes; raises `EstimatorError`.

    Of Essentia's trackers the one that is both right and fast: on our synthetic singing, guitar, reeds and
    strings its raw pitch accuracy is 0.99, where PitchYinProbabilistic reaches 0.55 and PitchMelodia 0.76;
    PitchYin is as good and fifty times slower. A confidence of 0.5 was the best limit of voicing there.
    """
    try:
        import essentia
        import essentia.standard as es
    except ImportError as error:
        raise EstimatorError(f"Essentia can't be loaded ({error})") from error
    essentia.log.infoActive = essentia.log.warningActive = False
    size, rate, hop = 2048, 44100, 441
    window, spectrum = es.Windowing(type="hann", zeroPadding=0), es.Spectrum(size=size)
    tracker = es.PitchYinFFT(frameSize=size, sampleRate=rate, minFrequency=FMIN_HZ, maxFrequency=FMAX_HZ)

    def run(samples: NDArray[np.float32]) -> Frames:
        rows = []
        for frame in es.FrameGenerator(samples, size, hop, startFromZero=False):
            f0, confidence = tracker(spectrum(window(frame)))
            rows.append((f0, confidence if np.abs(frame).max() >= SILENCE_PEAK else 0.0))
        columns = np.array(rows, dtype=np.float64)
        return columns[:, 0], columns[:, 1]

    return chunked(audio, job, Source("essentia-pitch", essentia.__version__), rate, 8.0, run)


def estimate_pyin(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """f0 by librosa's pYIN (Mauch and Dixon 2014), and notes; raises `EstimatorError`. The slowest by far."""
    try:
        import librosa
    except ImportError as error:
        raise EstimatorError(f"librosa can't be loaded ({error})") from error

    def run(samples: NDArray[np.float32]) -> Frames:
        f0, voiced, prob = librosa.pyin(
            samples,
            fmin=FMIN_HZ,
            fmax=FMAX_HZ,
            sr=16000,
            frame_length=1024,
            hop_length=160,
            resolution=0.2,  # its time grows with the square of the pitches; 20 cents apart is near enough
            fill_na=None,
        )
        # Its decision comes from a hidden Markov model over time and not from the frame's own probability.
        return np.asarray(f0), np.where(voiced, np.maximum(prob, VOICED), np.minimum(prob, 0.49))

    return chunked(audio, job, Source("pyin", importlib.metadata.version("librosa")), 16000, 10.0, run)


def chunked(
    audio: SharedAudio,
    job: Job,
    source: Source,
    sample_rate: int,
    chunk_s: float,
    run: Callable[[NDArray[np.float32]], Frames],
) -> list[Track]:
    """Run a tracker that wants a whole signal on chunks with a second of overlap; it gives 100 frames a second.

    Parameters
    ----------
    sample_rate : int
        Hz that ``run`` wants.
    chunk_s : float
        s between the starts of chunks.
    run : callable
        Samples -> f0 in Hz and voicing 0..1 of frames 10 ms apart, the first centred on sample 0.

    Raises
    ------
    EstimatorError
        When ``run`` raises `RuntimeError`.
    """
    if audio.duration < SHORTEST_S:
        return too_short(source)
    hop, margin = sample_rate // int(FRAME_RATE), int(FRAME_RATE)
    chunk = round(chunk_s * FRAME_RATE)
    total = n_frames(audio.duration)
    f0, prob = np.full(total, FMIN_HZ), np.zeros(total)
    samples = np.zeros(0, dtype=np.float32)
    base = done = next_emit = 0
    loudest = 0.0
    for block, fraction in mono_blocks(audio, sample_rate):
        samples = np.concatenate([samples, block])
        loudest = max(loudest, float(np.abs(block).max(initial=0.0)))
        last = fraction == 1
        while done < total and (last or base * hop + len(samples) >= (done + chunk + margin) * hop):
            left = max(0, done - margin)
            piece = samples[(left - base) * hop : (done + chunk + margin - base) * hop]
            try:
                got_f0, got_prob = run(piece)
            except RuntimeError as error:
                raise EstimatorError(f"{source.estimator} failed ({error})") from error
            stop = min(done + chunk, total, left + len(got_f0))
            f0[done:stop] = got_f0[done - left : stop - left]
            prob[done:stop] = got_prob[done - left : stop - left]
            done = min(done + chunk, total)
            keep = max(0, done - margin)
            samples, base = samples[(keep - base) * hop :], keep
            job.progress(done / total)
            if next_emit <= done < total:
                next_emit = done + max(chunk, done // 2)  # ever rarer, so that all emits together cost O(n)
                partial = f0_curve(_positive(f0[:done]), prob[:done])
                job.emit(Track(PITCH, curve=partial, source=source, complete=False))
    prob[~(np.isfinite(f0) & (f0 >= FMIN_HZ) & (f0 <= FMAX_HZ))] = 0.0
    return pitch_tracks(f0_curve(_positive(f0), prob), source, loudest)


def _positive(f0: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(np.isfinite(f0) & (f0 > 0), f0, FMIN_HZ)
