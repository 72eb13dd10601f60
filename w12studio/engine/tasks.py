"""The tasks that worker processes run for the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.alignment import Alignment
from w12studio.domain.analysis import AudioFacts, Track
from w12studio.domain.peaks import BASE_BLOCK, block_peaks
from w12studio.engine.estimator import Estimator, Job
from w12studio.engine.feature_results import FullAnalysis
from w12studio.engine.messages import AudioFound, PeaksGrown
from w12studio.engine.store import SharedAudio


class TaskJob(Job, Protocol):
    """A `Job` that can also send anything that pickles."""

    def message(self, payload: object) -> None:
        """Send anything that pickles."""


class _PeakSender:
    """Cuts decoded blocks into whole peak blocks and sends them."""

    def __init__(self, job: TaskJob) -> None:
        self.job = job
        self.expected = 0
        self.rate = 1
        self.done = 0
        self.n_blocks = 0
        self.rest: NDArray[np.float32] | None = None

    def found(self, facts: AudioFacts) -> None:
        self.expected = facts.n_samples
        self.job.message(AudioFound(facts))

    def block(self, samples: NDArray[np.float32]) -> None:
        self.done += samples.shape[0]
        if self.rest is not None and self.rest.shape[0]:
            samples = np.concatenate([self.rest, samples])
        whole = samples.shape[0] // BASE_BLOCK * BASE_BLOCK
        self.rest = samples[whole:].copy(order="K")
        if whole:
            self._send(samples[:whole], last=False)
        self.job.progress(min(self.done / max(self.expected, self.done, 1), 1.0))

    def close(self, channels: int) -> None:
        rest = np.zeros((0, channels), np.float32) if self.rest is None else self.rest
        self._send(rest, last=True)

    def _send(self, samples: NDArray[np.float32], last: bool) -> None:
        peaks = block_peaks(samples)
        self.job.message(PeaksGrown(self.n_blocks, peaks, last))
        self.n_blocks += peaks.shape[0]


def decode_recording(job: TaskJob, path: str, store: str) -> tuple[AudioFacts, SharedAudio, tuple[str, ...]]:
    """Decode a file into a store, sending `AudioFound` and `PeaksGrown` on the way.

    Returns
    -------
    (AudioFacts, SharedAudio, warnings)
        The facts without the hash.

    Raises
    ------
    AudioError
        When the file can't be read; the store is gone then.
    """
    from w12studio.engine.audio import decode

    sender = _PeakSender(job)
    decoded = decode(Path(path), Path(store), sender.found, sender.block)
    sender.close(decoded.facts.channels)
    return decoded.facts, decoded.audio, tuple(decoded.warnings)


def hash_recording(job: TaskJob, path: str) -> str:
    """SHA-256 of the file's bytes, as hexadecimal digits."""
    from w12studio.engine.audio import content_sha256

    return content_sha256(Path(path))


def load_kernels() -> None:
    """Load the compiled code of the features, so that the first estimator need not."""
    from w12studio.engine.features import SAMPLE_RATE, rhythm_features

    rhythm_features(np.zeros(SAMPLE_RATE // 10, dtype=np.float32), threads=1)


def run_estimator(job: TaskJob, estimator: Estimator, audio: SharedAudio, params: Mapping[str, str]) -> list[Track]:
    """Run one estimator over a decoded recording."""
    return estimator.load()(audio, job, params)


def analyze_features(job: TaskJob, audio: SharedAudio, time_limit_s: float, without_essentia: str = "") -> FullAnalysis:
    """All features of a decoded recording (`w12studio.engine.essentia_analyzer`)."""
    from w12studio.engine.essentia_analyzer import SAMPLE_RATE, EssentiaAudioAnalyzer

    samples = audio.mono(SAMPLE_RATE)
    return EssentiaAudioAnalyzer(samples, time_limit_s, job.progress, without_essentia).full_analysis()


def align_recordings(job: TaskJob, ours: SharedAudio, theirs: SharedAudio) -> Alignment:
    """Where one decoded recording lies on the time of another (`w12studio.engine.alignment`)."""
    from w12studio.engine.alignment import align
    from w12studio.engine.onset_bands import SAMPLE_RATE

    mine = ours.mono(SAMPLE_RATE)
    job.progress(0.1)
    other = theirs.mono(SAMPLE_RATE)
    return align(mine, other, lambda f: job.progress(0.2 + 0.8 * f))
