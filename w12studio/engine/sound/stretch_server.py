"""Stretches pieces of tape in a worker process of its own, so that neither the window nor the sound waits for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import Cancelled
from w12studio.engine.sound.stretching import Piece, render_piece
from w12studio.engine.workers import WorkerPool

_log = logging.getLogger(__name__)

Pieces = Future[NDArray[np.float32]]
#: Gives the piece, at once or later.
Stretcher = Callable[[Piece], Pieces]

FAMILY = "stretch"
#: s of output; a piece no longer than this is wanted at once.
URGENT_S = 0.5
_PATIENCE_S = 20.0
_POLL_S = 0.2


def stretch_here(piece: Piece) -> Pieces:
    """Stretch in this thread: for rendering that nobody waits for, and where no worker lives."""
    future: Pieces = Future()
    future.set_result(render_piece(piece))
    return future


def stretch_task(job: object, piece: Piece) -> NDArray[np.float32]:
    """What the worker does."""
    return render_piece(piece)


class StretchServer:
    """A `Stretcher` with worker processes behind it, which start with the first piece, or with `warm`.

    One worker makes the short pieces with which a seek or another speed begins, another the long ones that follow: what
    is wanted at once never waits for what is made ahead. Pieces that were cancelled before their turn are left out. A
    worker that dies is replaced; where none lives, a thread does the work itself.
    """

    def __init__(self) -> None:
        self._urgent, self._ahead = _Queue(), _Queue()

    def __call__(self, piece: Piece) -> Pieces:
        """Ask for a piece; any thread."""
        urgent = piece.n <= URGENT_S * piece.tape.audio.sample_rate
        return (self._urgent if urgent else self._ahead).put(piece)

    def warm(self) -> None:
        """Start the workers now, ahead of need; any thread."""
        for queue in (self._urgent, self._ahead):
            queue.put(None)

    def shutdown(self) -> None:
        """End threads and workers within 0.2 s or so; pieces not begun are cancelled, those under way given up."""
        for queue in (self._urgent, self._ahead):
            queue.shutdown()


class _Queue:
    """A thread that hands pieces to a worker of its own, one after the other."""

    def __init__(self) -> None:
        self._wanted: SimpleQueue[tuple[Piece | None, Pieces]] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()  # of that thread
        self._lock = threading.Lock()

    def put(self, piece: Piece | None) -> Pieces:
        """Ask for a piece; None: have the worker started."""
        future: Pieces = Future()
        with self._lock:
            if self._thread is None:
                self._stop = threading.Event()
                self._thread = threading.Thread(target=self._serve, args=(self._stop,), name="stretch", daemon=True)
                self._thread.start()
            self._wanted.put((piece, future))
        return future

    def shutdown(self) -> None:
        """See `StretchServer`."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stop.set()
            if thread is not None:
                self._wanted.put((None, _END))
        if thread is not None:
            thread.join()

    def _serve(self, stop: threading.Event) -> None:
        pool = WorkerPool()
        try:
            while True:
                piece, future = self._wanted.get()
                if future is _END or stop.is_set():
                    future.cancel()
                    break
                if piece is None:
                    pool.warm(FAMILY)
                elif future.set_running_or_notify_cancel():
                    self._answer(pool, piece, future, stop)
        finally:
            pool.shutdown()
            self._cancel_rest()

    def _answer(self, pool: WorkerPool, piece: Piece, future: Pieces, stop: threading.Event) -> None:
        try:
            future.set_result(_in_worker(pool, piece, stop))
        except Cancelled as ended:
            future.set_exception(ended)
        except Exception as error:
            _log.exception("a piece could not be stretched")
            future.set_exception(error)

    def _cancel_rest(self) -> None:
        while True:
            try:
                self._wanted.get_nowait()[1].cancel()
            except Empty:
                return


_END: Pieces = Future()


def _in_worker(pool: WorkerPool, piece: Piece, stop: threading.Event) -> NDArray[np.float32]:
    try:
        task = pool.submit(FAMILY, "w12studio.engine.sound.stretch_server:stretch_task", piece)
    except (RuntimeError, OSError):
        _log.warning("no worker for stretching", exc_info=True)
        return render_piece(piece)
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end and not stop.is_set():
        for event in pool.poll(_POLL_S):
            if event.task_id == task and event.kind == "done":
                return np.asarray(event.payload)
            if event.task_id == task and event.kind in ("failed", "died", "cancelled"):
                raise RuntimeError(f"the worker could not stretch: {event.payload}")
    pool.kill(task)
    raise Cancelled if stop.is_set() else RuntimeError("the worker hangs")
