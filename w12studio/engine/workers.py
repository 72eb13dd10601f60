"""Worker processes that do the computing: started on demand, kept for the next file, killed when they hang.

Essentia, madmom and librosa hold the GIL for whole calls, and a broken file can crash a decoder: neither may touch
the window. A worker belongs to a *family*, because TensorFlow and Essentia can't live in one process.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any

from w12studio.engine import paths
from w12studio.engine.channel import start_process

log = logging.getLogger(__name__)

_PACKAGE_PARENT = Path(__file__).resolve().parent.parent.parent
CORES = max(2, os.cpu_count() or 2)

#: How many processes of a family may run at once, and what they import or call while they wait for their first task;
#: those of "onnx" get ready for estimators once they have decoded or hashed a file (`w12studio.engine.worker`).
FAMILIES: dict[str, tuple[int, tuple[str, ...]]] = {
    "onnx": (2, ("soundfile", "numpy", "onnxruntime")),
    "essentia": (1, ("numpy", "soxr", "essentia.standard")),
    "librosa": (1, ()),
    "tensorflow": (1, ("w12studio.engine.frameworks:framework", "keras")),
    "stretch": (1, ("python_stretch", "scipy.signal", "w12studio.engine.sound.stretch_server")),
}
_CANCEL_GRACE_S = 0.15
_LOG_BYTES = 2 << 20
_THREADS = ("OPENBLAS", "OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")


@dataclass(frozen=True, slots=True)
class WorkerEvent:
    """Something a task said.

    Attributes
    ----------
    task_id : int
    kind : str
        "progress" (payload: fraction), "message" (payload: anything), "done" (payload: the result), "failed"
        (payload: `W12Error` or str, and a traceback), "cancelled", or "died" (payload: exit code).
    payload : object
    """

    task_id: int
    kind: str
    payload: Any = None


@dataclass(slots=True)
class _Worker:
    family: str
    process: Any
    channel: Any
    task_id: int | None = None


def _output() -> IO[bytes]:
    """Where workers' words go: a log that starts anew above 2 MB, or nowhere if that can't be written."""
    try:
        path = paths.log_dir() / "workers.log"
        large = path.exists() and path.stat().st_size > _LOG_BYTES
        return path.open("wb" if large else "ab")
    except OSError:
        return Path(os.devnull).open("ab")


@dataclass(slots=True)
class WorkerPool:
    """Not locked: one thread (the engine's) uses it; `warm` and `shutdown` may be called before and after."""

    workers: list[_Worker] = field(default_factory=list)
    _ids: Any = field(default_factory=lambda: count(1))
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    _kept: list[WorkerEvent] = field(default_factory=list)  # said by other tasks while some were cancelled

    def warm(self, family: str, n: int = 1) -> None:
        """Start workers of a family ahead of need."""
        for _ in range(n - sum(w.family == family for w in self.workers)):
            self._spawn(family)

    def can_take(self, family: str) -> bool:
        """Whether a task of that family would start at once."""
        mine = [w for w in self.workers if w.family == family]
        return any(w.task_id is None for w in mine) or len(mine) < FAMILIES[family][0]

    def submit(self, family: str, function: str, *args: Any) -> int:
        """Start ``f(job, *args)`` in a worker and return the task's id.

        Raises
        ------
        RuntimeError
            When every worker of the family is busy (ask `can_take` first).
        """
        for _ in range(3):
            worker = next((w for w in self.workers if w.family == family and w.task_id is None), None)
            if worker is None:
                if not self.can_take(family):
                    raise RuntimeError(f"all {family} workers are busy")
                worker = self._spawn(family)
            task_id = next(self._ids)
            try:
                worker.channel.send((task_id, function, args))
            except OSError:  # it died while idle: take another
                self._drop(worker)
                continue
            worker.task_id = task_id
            return task_id
        raise RuntimeError(f"no {family} worker stays alive; see the log")

    def poll(self, timeout: float) -> list[WorkerEvent]:
        """What the tasks said, waiting up to ``timeout`` s for the first word."""
        kept, self._kept = self._kept, []
        return kept + self._receive(0.0 if kept else timeout)

    def _receive(self, timeout: float) -> list[WorkerEvent]:
        events: list[WorkerEvent] = []
        if not self._selector.get_map():
            time.sleep(timeout)
            return events
        for key, _ in self._selector.select(timeout):
            worker = key.data
            try:
                kind, task_id, payload = worker.channel.recv()
            except (EOFError, OSError):
                gone = worker.task_id
                self._drop(worker)
                if gone is not None:
                    events.append(WorkerEvent(gone, "died", worker.process.poll()))
                continue
            if kind in ("done", "failed", "cancelled"):
                worker.task_id = None
            events.append(WorkerEvent(task_id, kind, payload))
        return events

    def kill(self, task_id: int) -> None:
        """Stop a task at once, with its worker."""
        for worker in [w for w in self.workers if w.task_id == task_id]:
            self._drop(worker)

    def cancel(self, task_ids: Iterable[int]) -> None:
        """Ask tasks to stop, and kill those that have not within 0.15 s; returns when none of them runs.

        What other tasks say meanwhile is kept for `poll`.
        """
        waiting = set(task_ids) & {w.task_id for w in self.workers if w.task_id is not None}
        for worker in self.workers:
            if worker.task_id in waiting:
                with contextlib.suppress(OSError):
                    worker.channel.send(None)
        asked = frozenset(waiting)
        end = time.monotonic() + _CANCEL_GRACE_S
        while waiting and time.monotonic() < end:
            for event in self._receive(max(0.0, end - time.monotonic())):
                if event.task_id not in asked:
                    self._kept.append(event)
                elif event.kind in ("done", "failed", "cancelled", "died"):
                    waiting.discard(event.task_id)
        for task_id in waiting:
            self.kill(task_id)

    def shutdown(self) -> None:
        """Stop every worker."""
        for worker in list(self.workers):
            self._drop(worker)
        self._kept = []
        self._selector.close()
        self._selector = selectors.DefaultSelector()

    def _spawn(self, family: str) -> _Worker:
        if getattr(sys, "frozen", False):
            command = [sys.executable, "--w12-worker", family, *FAMILIES[family][1]]
        else:
            command = [sys.executable, "-P", "-m", "w12studio.engine.worker", family, *FAMILIES[family][1]]
        here = os.pathsep.join(p for p in (str(_PACKAGE_PARENT), os.environ.get("PYTHONPATH", "")) if p)
        env = {**os.environ, "PYTHONPATH": here, "TF_CPP_MIN_LOG_LEVEL": "2", "PYTHONUNBUFFERED": "1"}
        # GPUs in the driver's order, so that their numbers mean the same to the framework and to the driver.
        env["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"
        env |= {f"{name}_NUM_THREADS": "1" for name in _THREADS}
        with _output() as sink:
            process, channel = start_process(command, env, sink)
        worker = _Worker(family, process, channel)
        self.workers.append(worker)
        self._selector.register(channel, selectors.EVENT_READ, worker)
        log.debug("started %s worker %d", family, process.pid)
        return worker

    def _drop(self, worker: _Worker) -> None:
        if worker in self.workers:
            self.workers.remove(worker)
            with contextlib.suppress(KeyError, ValueError):
                self._selector.unregister(worker.channel)
        worker.channel.close()
        busy = worker.task_id is not None
        worker.task_id = None
        if not busy:  # an idle worker ends by itself when its channel closes
            with contextlib.suppress(Exception):
                worker.process.wait(0.3)
        if worker.process.poll() is None:
            worker.process.kill()
        worker.process.wait()
