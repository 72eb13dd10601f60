"""The quick grid: provisional beats over what is decoded so far, while the file is still being read.

Its first answer covers half a minute, each next one at least twice as much, the last one everything. An estimator
that passes its time limit is killed and the next one asked, down to the one in plain numpy; once there is a grid,
what takes too long over a longer part is given up, and the grid that is there stays until the full one comes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from w12studio.domain.analysis import Track
from w12studio.engine.registry import ESTIMATORS, QUICK, missing
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerEvent, WorkerPool

log = logging.getLogger(__name__)

LIMIT_S = 10.0
FIRST_S = 30.0  # of the recording: less tells the tempo badly


@dataclass(frozen=True, slots=True)
class _Asked:
    task: int
    deadline: float


class QuickGrid:
    """Tell it with `advance` what is decoded and what its `tasks` said; `stop` it, whatever happened.

    Used on the pipeline's thread. ``wanted`` False: it does nothing at all.

    Attributes
    ----------
    track : Track or None
        The last grid, marked as provisional.
    """

    def __init__(self, pool: WorkerPool, wanted: bool) -> None:
        self._pool = pool
        self._chain = [e for e in QUICK.chain if not missing(ESTIMATORS[e])] if wanted else []
        self._asked: _Asked | None = None
        self._heard: SharedAudio | None = None
        self._covered = 0  # samples that the last task was asked about
        self.track: Track | None = None

    @property
    def tasks(self) -> set[int]:
        """Tasks under way."""
        return set() if self._asked is None else {self._asked.task}

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return bool(self._chain) and (self._asked is not None or self._more() is not None)

    def warm(self) -> None:
        """Start the process that the first estimator needs, if there is none."""
        if self._chain:
            self._pool.warm(ESTIMATORS[self._chain[0]].family)

    def advance(self, events: Iterable[WorkerEvent], heard: SharedAudio | None, whole: bool) -> Track | None:
        """Take in what its task said, and ask for the next part; gives a grid where there is a new one.

        Parameters
        ----------
        events : iterable of WorkerEvent
            Those of others are passed over.
        heard : SharedAudio or None
            What is decoded, or may be listened to so far; None: nothing yet.
        whole : bool
            Whether that is all of the recording.
        """
        self._heard = heard
        found = None
        for event in events:
            if self._asked is not None and event.task_id == self._asked.task:
                found = self._take(event) or found
        if self._asked is not None and time.monotonic() > self._asked.deadline:
            self._pool.kill(self._asked.task)
            self._next("it passed its time limit")
        if self._asked is None and self._chain and (audio := self._more(whole)) is not None:
            self._ask(audio)
        return found

    def stop(self) -> None:
        """End it: nothing more is wanted. The grid that was found stays in ``track``."""
        self._pool.cancel(self.tasks)
        self._asked, self._chain = None, []

    def _more(self, whole: bool = True) -> SharedAudio | None:
        """The audio that is worth another task."""
        audio = self._heard
        if audio is None or audio.n_samples <= self._covered:
            return None
        enough = audio.n_samples >= max(FIRST_S * audio.sample_rate, 2 * self._covered)
        return audio if whole or enough else None

    def _ask(self, audio: SharedAudio) -> None:
        estimator = ESTIMATORS[self._chain[0]]
        if not self._pool.can_take(estimator.family):
            return
        try:
            task = self._pool.submit(estimator.family, "w12studio.engine.tasks:run_estimator", estimator, audio, {})
        except (RuntimeError, OSError) as error:
            self._next(str(error))
            return
        self._covered = audio.n_samples
        self._asked = _Asked(task, time.monotonic() + LIMIT_S)

    def _take(self, event: WorkerEvent) -> Track | None:
        if event.kind in ("failed", "died"):
            self._next(str(event.payload))
        elif event.kind == "done":
            self._asked = None
            (track,) = event.payload
            if len(track.events):
                self.track = replace(track, complete=False, provisional=True)
                return self.track
        return None

    def _next(self, why: str) -> None:
        """The first estimator of the chain can't do it: the next one is asked, unless there is a grid already."""
        log.warning("the quick grid by %s: %s", self._chain[0], why)
        self._asked, self._covered = None, 0
        self._chain = self._chain[1:] if self.track is None else []
