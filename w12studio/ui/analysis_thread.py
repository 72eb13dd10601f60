"""The QThread that runs the engine: one job after the other, so that the window never waits for it.

The engine itself computes in worker processes; this thread only passes its messages on. Signals reach the GUI thread
queued, each stamped with the job it belongs to.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from w12studio import service
from w12studio.domain.analysis import Analysis
from w12studio.domain.errors import Cancelled, W12Error

_log = logging.getLogger(__name__)

Analyze = Callable[[Path, service.Request, Callable[[service.Message], None], threading.Event], Analysis]


@dataclass(frozen=True, slots=True)
class Job:
    """What to analyse; captured when it is asked for.

    Attributes
    ----------
    id : int
        Never used twice.
    path : Path
    request : Request
    """

    id: int
    path: Path
    request: service.Request


class AnalysisThread(QThread):
    """Runs jobs in the order in which they are submitted.

    Parameters
    ----------
    analyze : callable, optional
        `service.analyze`, or a stand-in with its signature.

    Notes
    -----
    `submit`, `cancel` and `stop` may be called on any thread.
    """

    #: job id
    job_started = Signal(int)
    #: job id, message (see `service.Message`)
    message = Signal(int, object)
    #: job id, Analysis
    job_finished = Signal(int, object)
    #: job id, W12Error
    job_failed = Signal(int, object)
    #: job id
    job_cancelled = Signal(int)

    def __init__(self, analyze: Analyze | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._analyze = analyze or service.analyze
        self._jobs: deque[Job] = deque()
        self._changed = threading.Condition()
        self._running: int | None = None
        self._cancel = threading.Event()
        self._stopping = False

    def submit(self, job: Job, first: bool = False) -> None:
        """Queue a job, at the head where ``first``; starts the thread when it is not running."""
        with self._changed:
            if first:
                self._jobs.appendleft(job)
            else:
                self._jobs.append(job)
            self._changed.notify()
        if not self.isRunning():
            self.start()

    def promote(self, job_id: int) -> None:
        """Put a waiting job at the head; somebody looks at it now, so that it gets a quick grid."""
        with self._changed:
            job = next((j for j in self._jobs if j.id == job_id), None)
            if job is not None:
                self._jobs.remove(job)
                self._jobs.appendleft(replace(job, request=replace(job.request, quick_grid=True)))

    def cancel(self, job_id: int) -> None:
        """Stop a job, running or waiting; `job_cancelled` tells when it is over."""
        with self._changed:
            if self._running == job_id:
                self._cancel.set()
                return
            waiting = next((j for j in self._jobs if j.id == job_id), None)
            if waiting is not None:
                self._jobs.remove(waiting)
        if waiting is not None:
            self.job_cancelled.emit(job_id)

    def clear(self) -> frozenset[int]:
        """Take every waiting job out of the queue, without a word about each; gives their ids."""
        with self._changed:
            ids = frozenset(j.id for j in self._jobs)
            self._jobs.clear()
        return ids

    def stop(self) -> None:
        """Cancel everything and wait for the thread to end."""
        with self._changed:
            self._stopping = True
            self._jobs.clear()
            self._cancel.set()
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        """Body of the thread."""
        while (job := self._next()) is not None:
            self.job_started.emit(job.id)
            self._run_one(job)

    def _next(self) -> Job | None:
        with self._changed:
            self._running = None
            while not self._jobs and not self._stopping:
                self._changed.wait()
            if self._stopping:
                return None
            job = self._jobs.popleft()
            self._running = job.id
            self._cancel.clear()
            return job

    def _run_one(self, job: Job) -> None:
        try:
            analysis = self._analyze(job.path, job.request, lambda m: self.message.emit(job.id, m), self._cancel)
        except Cancelled:
            self.job_cancelled.emit(job.id)
        except W12Error as error:
            _log.warning("%s: %s", job.path, error)
            self.job_failed.emit(job.id, error)
        except Exception as error:
            _log.exception("the analysis of %s failed", job.path)
            self.job_failed.emit(
                job.id,
                W12Error(
                    f"the analysis failed unexpectedly ({type(error).__name__}: {error})",
                    job.path,
                    f"The log has the details: {service.log_file()}",
                ),
            )
        else:
            self.job_finished.emit(job.id, analysis)
