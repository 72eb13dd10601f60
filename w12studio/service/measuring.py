"""Features of a recording (spectrum, harmony, energy, tempo) for people who compute on with them."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from w12studio.domain.errors import AudioError, Cancelled, EstimatorError, W12Error
from w12studio.engine.feature_results import FullAnalysis
from w12studio.engine.registry import essentia_installed
from w12studio.engine.store import new_store
from w12studio.engine.workers import WorkerEvent, WorkerPool
from w12studio.service import analyzing
from w12studio.service.files import own_path

log = logging.getLogger(__name__)

_POLL_S = 0.05
#: s beyond its time limit after which a task that says nothing is killed.
_GRACE_S = 5.0
_STALL_S = 60.0  # as in `w12studio.engine.reading`
_DECODING = 0.2  # share of the progress
_REASONS = {"late": "it did not return in time", "died": "its process stopped"}
_TASK = "w12studio.engine.tasks:analyze_features"


def _ignore(_: float) -> None:
    pass


def features(
    path: str | Path,
    on_progress: Callable[[float], None] = _ignore,
    cancel: threading.Event | None = None,
    time_limit_s: float = 30.0,
) -> FullAnalysis:
    """Spectral, harmonic and energy features, tempo and beats of a recording, by Essentia or, where it fails, librosa.

    Parameters
    ----------
    path : str or Path
    on_progress : callable, optional
        Told 0..1, on the thread that called.
    cancel : threading.Event, optional
        Set it to stop; `Cancelled` is then raised within 0.3 s.
    time_limit_s : float
        For each kind of features, and each library.

    Raises
    ------
    AudioError
        When the file can't be read.
    EstimatorError
        When not even librosa could be asked.
    Cancelled
    """
    path = own_path(path)
    analyzing.check_readable(path)
    cancel = cancel or threading.Event()
    with analyzing.exclusive_pool(cancel) as pool:
        store = new_store()
        try:
            done = run_task(
                pool, "onnx", "w12studio.engine.tasks:decode_recording", (str(path), str(store)),
                lambda f: on_progress(_DECODING * f), cancel, _STALL_S,
            )  # fmt: skip
            if done.kind != "done":
                raise unreadable(done, path)
            audio = done.payload[1]

            def report(fraction: float) -> None:
                on_progress(_DECODING + (1 - _DECODING) * fraction)

            reason = "" if essentia_installed() else "it is not installed"
            if not reason:
                done = run_task(pool, "essentia", _TASK, (audio, time_limit_s), report, cancel, time_limit_s + _GRACE_S)
                if done.kind == "done":
                    return done.payload
                log.warning("Essentia could not measure %s: %s %s", path, done.kind, done.payload)
                reason = _REASONS.get(done.kind, "it failed; the log tells more")
            done = run_task(
                pool, "librosa", _TASK, (audio, time_limit_s, reason), report, cancel, _STALL_S + time_limit_s
            )
            if done.kind == "done":
                return done.payload
            raise EstimatorError(
                "the features could not be computed", advice="`w12studio doctor` tells what is missing."
            )
        finally:
            with contextlib.suppress(OSError):
                store.unlink()


def unreadable(event: WorkerEvent, path: Path) -> W12Error:
    """What to say of a file whose decoding ended like that."""
    if event.kind == "failed" and isinstance(event.payload[0], W12Error):
        return event.payload[0]
    return AudioError("it can't be read", path, "Convert it to WAV or FLAC and try again.")


def run_task(
    pool: WorkerPool, family: str, function: str, args: tuple[Any, ...],
    report: Callable[[float], None], cancel: threading.Event, stall_s: float,
) -> WorkerEvent:  # fmt: skip
    """The last word of a task; kind "late" where it said nothing for so long (it is killed then)."""
    task = pool.submit(family, function, *args)
    heard = time.monotonic()
    try:
        while time.monotonic() - heard < stall_s:
            if cancel.is_set():
                raise Cancelled
            for event in pool.poll(_POLL_S):
                if event.task_id != task:
                    continue
                heard = time.monotonic()
                if event.kind == "progress":
                    report(event.payload)
                elif event.kind in ("done", "failed", "died"):
                    return event
        pool.kill(task)
        return WorkerEvent(task, "late")
    finally:
        pool.cancel([task])
