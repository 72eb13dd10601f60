"""Analyses in a queue: one at a time on a thread of its own; the last results are remembered in memory."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from w12studio import service
from w12studio.api.errors import ApiError, Problem, printable, problem_of, unforeseen
from w12studio.domain.analysis import Analysis, AudioFacts, Track
from w12studio.domain.errors import Cancelled, W12Error

log = logging.getLogger(__name__)

_JOIN_S = 10.0


class State(StrEnum):
    """Of an analysis."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self in (State.DONE, State.FAILED, State.CANCELLED)


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """All that is known of an analysis at a moment; ``revision`` grows with every change.

    ``progress`` is 0..1; ``began`` and ``ended`` are readings of the monotonic clock in s.
    """

    revision: int = 0
    state: State = State.WAITING
    progress: float = 0.0
    stage: str = ""
    seconds_left: float | None = None
    warnings: tuple[str, ...] = ()
    error: Problem | None = None
    facts: AudioFacts | None = None
    tracks: Mapping[str, Track] = field(default_factory=lambda: MappingProxyType({}))
    analysis: Analysis | None = None
    began: float | None = None
    ended: float | None = None

    @property
    def seconds(self) -> float | None:
        """How long the analysis has taken so far; None before it begins."""
        if self.began is None:
            return None
        return (time.monotonic() if self.ended is None else self.ended) - self.began


class Job:
    """One analysis. ``news`` may be read on any thread, and is replaced as a whole."""

    def __init__(self, path: Path, name: str, request: service.Request, folder: Path | None = None) -> None:
        self.id = secrets.token_hex(8)
        self.path = path
        self.name = printable(name)
        self.request = request
        self.created = datetime.now(UTC)
        self.cancel = threading.Event()
        self.news = News()
        self._folder = folder  # of the upload
        self._lock = threading.Lock()

    def change(self, **changes: Any) -> None:
        """Replace some of the news."""
        with self._lock:
            self.news = replace(self.news, revision=self.news.revision + 1, **changes)

    def hear(self, message: service.Message) -> None:
        """Take what the service says of it."""
        news = self.news
        if isinstance(message, service.Progressed):
            self.change(progress=message.fraction, stage=message.stage, seconds_left=message.seconds_left)
        elif isinstance(message, service.TrackUpdated):
            self.change(tracks=MappingProxyType({**news.tracks, message.track.kind: message.track}))
        elif isinstance(message, service.Warned):
            self.change(warnings=(*news.warnings, printable(message.text)))
        elif isinstance(message, service.AudioFound | service.AudioReady):
            self.change(facts=message.facts)

    def show(self, analysis: Analysis, **changes: Any) -> None:
        """Take a whole analysis as what is known."""
        warnings = tuple(printable(text) for text in analysis.warnings)
        self.change(analysis=analysis, facts=analysis.audio, tracks=analysis.tracks, warnings=warnings, **changes)

    def known(self) -> Analysis:
        """The analysis, or as much of it as is known."""
        news = self.news
        if news.analysis is not None:
            return news.analysis
        return Analysis(news.facts or AudioFacts(str(self.path)), dict(news.tracks))

    def delete_upload(self) -> None:
        """Delete what was uploaded for it."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


@dataclass(slots=True)
class Totals:
    """Since the server started: analyses that ended by state, seconds of audio of those done, and seconds taken."""

    ended: dict[State, int] = field(default_factory=lambda: {s: 0 for s in State if s.ended})
    audio_s: float = 0.0
    taken_s: float = 0.0


class Jobs:
    """The queue, and what is remembered. All methods may be called on any thread."""

    def __init__(self, keep: int, most_waiting: int) -> None:
        self.totals = Totals()
        self.stopping = False
        self._keep = keep
        self._most_waiting = most_waiting
        self._jobs: dict[str, Job] = {}
        self._queue: deque[Job] = deque()
        self._n_arriving = 0
        self._running: Job | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="analyses")

    def start(self) -> None:
        """Begin to analyse."""
        self._thread.start()

    def stop(self) -> None:
        """Take nothing more, and cancel everything; returns at once."""
        with self._changed:
            self.stopping = True
            for job in self._queue:
                self._end(job, State.CANCELLED)
            self._queue.clear()
            if self._running is not None:
                self._running.cancel.set()
            self._changed.notify_all()

    def close(self) -> None:
        """Stop, wait for the thread, and delete what was uploaded."""
        self.stop()
        if self._thread.ident is not None:
            self._thread.join(_JOIN_S)
        for job in self.all():
            job.delete_upload()

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place in the queue while a recording arrives.

        Raises
        ------
        ApiError
            When the queue is full, or the server stops.
        """
        with self._changed:
            if self.stopping:
                raise ApiError(503, "the server is stopping", "Try again when it is back.")
            if len(self._queue) + self._n_arriving >= self._most_waiting:
                raise ApiError(429, f"{self._most_waiting} analyses are waiting already", "Try again later.")
            self._n_arriving += 1
        try:
            yield
        finally:
            with self._changed:
                self._n_arriving -= 1

    def add(self, job: Job) -> None:
        """Put an analysis in the queue; the caller holds a `place`."""
        with self._changed:
            if self.stopping:
                raise ApiError(503, "the server is stopping", "Try again when it is back.")
            self._jobs[job.id] = job
            self._queue.append(job)
            self._changed.notify_all()

    def find(self, name: str) -> Job:
        """The analysis with this id.

        Raises
        ------
        ApiError
            When there is none, or it was forgotten.
        """
        with self._changed:
            job = self._jobs.get(name)
        if job is None:
            raise ApiError(
                404,
                "there is no such analysis",
                f"The last {self._keep} that ended are kept; send the recording again.",
            )
        return job

    def forget(self, name: str) -> None:
        """Cancel an analysis if need be, and delete everything of it.

        Raises
        ------
        ApiError
            When there is none.
        """
        job = self.find(name)
        with self._changed:
            self._jobs.pop(name, None)
            job.cancel.set()
            if job is self._running:
                return  # its upload is deleted when nothing reads it any more
            if job in self._queue:
                self._queue.remove(job)
                self._end(job, State.CANCELLED)
        job.delete_upload()

    def all(self) -> tuple[Job, ...]:
        """Those that are remembered, waiting or running, in order of their arrival."""
        with self._changed:
            return tuple(self._jobs.values())

    def n_waiting(self) -> int:
        """How many wait for their turn."""
        with self._changed:
            return len(self._queue)

    # -- the thread --------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._next()) is not None:
            job.change(state=State.RUNNING, began=time.monotonic())
            state, changes = State.DONE, {}
            try:
                analysis = service.analyze(job.path, job.request, job.hear, job.cancel)
                job.show(analysis, progress=1.0, seconds_left=None)
            except Cancelled:
                state = State.CANCELLED
            except W12Error as error:
                state, changes = State.FAILED, {"error": problem_of(error)}
            except Exception as error:
                state, changes = State.FAILED, {"error": unforeseen(error)}
            self._finish(job, state, changes)

    def _next(self) -> Job | None:
        """The analysis whose turn it is; None when the server stops."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self.stopping)
            self._running = None if self.stopping else self._queue.popleft()
            return self._running

    def _finish(self, job: Job, state: State, changes: dict[str, Any]) -> None:
        with self._changed:
            self._running = None
            self._end(job, state, **changes)
            gone = [] if job.id in self._jobs else [job]
            ended = [j for j in self._jobs.values() if j.news.state.ended]
            for old in ended[: max(0, len(ended) - self._keep)]:
                del self._jobs[old.id]
                gone.append(old)
        for old in gone:
            old.delete_upload()

    def _end(self, job: Job, state: State, **changes: Any) -> None:
        job.change(state=state, ended=time.monotonic(), **changes)
        totals, news = self.totals, job.news
        totals.ended[state] += 1
        if state is State.DONE and news.facts is not None:
            totals.audio_s += news.facts.duration
        if news.began is not None:
            totals.taken_s += news.seconds or 0.0
