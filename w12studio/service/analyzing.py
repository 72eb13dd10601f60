"""Analyse a file, or take what an earlier run remembered of it."""

from __future__ import annotations

import contextlib
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import BEATS, METER, TEMPO, Analysis
from w12studio.domain.errors import AudioError, Cancelled
from w12studio.engine.derived import followed
from w12studio.engine.messages import AudioFound, Message, PeaksGrown, TrackUpdated, Warned
from w12studio.engine.pipeline import Pipeline, Request
from w12studio.engine.progress import OnMessage
from w12studio.engine.quick import QuickGrid
from w12studio.engine.store import SharedAudio, remove_abandoned_stores
from w12studio.engine.tempo import derived_tracks, smoothing_of
from w12studio.engine.workers import WorkerPool
from w12studio.service import cache
from w12studio.service.files import PROJECT_SUFFIX, own_path
from w12studio.service.resolving import first_meter, with_resolved_pins

_pool: WorkerPool | None = None
_lock = threading.Lock()  # one analysis at a time: each uses every core


def _shared_pool() -> WorkerPool:
    global _pool
    if _pool is None:
        remove_abandoned_stores()
        _pool = WorkerPool()
    return _pool


def warm_up() -> None:
    """Start the worker processes that the next analysis needs first; returns at once."""
    with _lock:
        _shared_pool().warm("onnx", 2)
        QuickGrid(_shared_pool(), wanted=True).warm()


def shutdown() -> None:
    """Stop the worker processes. The next `analyze` starts new ones."""
    global _pool
    with _lock:
        if _pool is not None:
            _pool.shutdown()
        _pool = None


@contextlib.contextmanager
def exclusive_pool(cancel: threading.Event) -> Iterator[WorkerPool]:
    """The worker processes for one analysis, once nobody else uses them; raises `Cancelled` when told to stop."""
    while not _lock.acquire(timeout=0.05):
        if cancel.is_set():
            raise Cancelled
    try:
        yield _shared_pool()
    finally:
        _lock.release()


def release_audio(audio: SharedAudio) -> None:
    """Delete decoded audio that an analysis with ``keep_audio`` left to its caller."""
    with contextlib.suppress(OSError):
        Path(audio.store).unlink()


def _ignore(_: Message) -> None:
    pass


def analyze(
    path: str | Path,
    request: Request | None = None,
    on_message: OnMessage = _ignore,
    cancel: threading.Event | None = None,
) -> Analysis:
    """Analyse one recording.

    Parameters
    ----------
    path : str or Path
    request : Request, optional
        Every layer, by the best estimators, by default.
    on_message : callable, optional
        Gets every `Message` as it becomes known, on the thread that called `analyze`.
    cancel : threading.Event, optional
        Set it (from any thread) to stop; `Cancelled` is then raised within 0.3 s.

    Returns
    -------
    Analysis
        Layers that could not be computed are missing; ``warnings`` says why.

    Raises
    ------
    AudioError
        When the file can't be read.
    Cancelled

    Notes
    -----
    Blocks; may be called on any thread but the window's. One analysis runs at a time; a second caller waits.
    """
    path = own_path(path)
    request = request or Request()
    cancel = cancel or threading.Event()
    check_readable(path)
    with exclusive_pool(cancel):
        analysis = _Run(path, request, on_message, cancel).run()
    return _as_asked(analysis, request, on_message)


def _as_asked(analysis: Analysis, request: Request, on_message: OnMessage) -> Analysis:
    """The analysis with smoothing and pins of the request; what is remembered of a file knows neither."""
    out = analysis
    if smoothing_of(analysis) != request.tempo_smoothing:
        for track in derived_tracks(analysis, request.tempo_smoothing):
            out = out.with_track(track)
    pins = [*request.pins, *first_meter(analysis, request.meter)]
    if pins:
        out = with_resolved_pins(out, pins)
        out, _ = followed(out, {BEATS, METER, TEMPO}, smoothing_of(out))
    for kind, track in out.tracks.items():
        if track is not analysis.track(kind):
            on_message(TrackUpdated(track))
    for text in out.warnings[len(analysis.warnings) :]:
        on_message(Warned(text))
    return out


def check_readable(path: Path) -> None:
    """Raise an `AudioError` that says why a file can't be a recording; nothing where it may be one."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise AudioError("there is no such file", path, "Was it moved, renamed or on a drive that is gone?") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AudioError(f"it can't be opened ({reason})", path, "Check its name and the drive it is on.") from error
    if stat.S_ISDIR(found.st_mode):
        if not os.access(path, os.R_OK | os.X_OK):
            raise AudioError("the folder may not be read", path, "Change its permissions.")
        raise AudioError("it is a folder, not a recording", path, "Name the files inside it.")
    if not stat.S_ISREG(found.st_mode):
        raise AudioError("it is a device or a pipe, not a file", path, "Save the sound to a file first.")
    if path.suffix.lower() == PROJECT_SUFFIX:
        raise AudioError(
            "it is a project, not a recording", path, "Analyse its recording, or write its layers with `export`."
        )
    if found.st_size == 0:
        raise AudioError("it is empty (0 bytes)", path, "Copy it again from where it came.")
    if not os.access(path, os.R_OK):
        raise AudioError("it may not be read", path, "Change its permissions, or copy it to a folder of yours.")


class _Run:
    """One analysis, with what it takes from and leaves to the cache."""

    def __init__(self, path: Path, request: Request, on_message: OnMessage, cancel: threading.Event) -> None:
        self._path = path.resolve()
        self._request = request
        self._on_message = on_message
        self._cancel = cancel
        self._peaks: list[np.ndarray] = []
        self._remembered: cache.Remembered | None = None
        self._warned: set[str] = set()
        self._pipeline = Pipeline(_shared_pool(), self._path, request, self._say, cancel)

    def run(self) -> Analysis:
        pipeline = self._pipeline
        audio: SharedAudio | None = None
        done = False
        try:
            audio = pipeline.read(self._known)
            if self._remembered is not None:
                pipeline.finish()
                done = True
                return self._remembered.analysis
            assert audio is not None
            analysis = pipeline.analyze(audio)
            if self._request.use_cache and pipeline.clean:
                cache.store(analysis, self._request, np.concatenate(self._peaks))
            pipeline.finish()
            done = True
            return analysis
        finally:
            if audio is not None:
                audio.forget_computed()
                if not (done and self._request.keep_audio):
                    release_audio(audio)

    def _say(self, message: Message) -> None:
        if isinstance(message, PeaksGrown):
            if self._remembered is not None:
                return  # shown already
            self._peaks.append(message.peaks)
        if isinstance(message, Warned):
            if message.text in self._warned:
                return  # remembered, and found again by a decoder that was faster than the hash
            self._warned.add(message.text)
        self._on_message(message)

    def _known(self, sha256: str) -> bool:
        """Whether the file's hash says that nothing needs to be decoded; shows what is remembered of it."""
        found = cache.load(sha256, self._request) if self._request.use_cache else None
        if found is None:
            return False
        self._pipeline.skip_quick_grid()
        facts = replace(found.analysis.audio, path=str(self._path))
        analysis = replace(found.analysis, audio=facts)
        self._remembered = cache.Remembered(analysis, found.peaks)
        self._on_message(AudioFound(facts))
        rest = found.peaks[sum(p.shape[0] for p in self._peaks) :]
        self._on_message(PeaksGrown(found.peaks.shape[0] - rest.shape[0], rest, last=True))
        for track in analysis.tracks.values():
            self._on_message(TrackUpdated(track))
        for text in analysis.warnings:
            self._say(Warned(text))
        return not self._request.keep_audio
