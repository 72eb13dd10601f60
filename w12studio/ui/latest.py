"""The last of several calls wins: work that every change asks for anew, off the GUI thread.

A call that is under way can't be stopped, but what it gives is dropped once another one was asked for. Results arrive
on the GUI thread. The thread ends by itself when nothing is left to do.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Signal

from w12studio.domain.errors import Cancelled, W12Error

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Asked:
    call: Callable[[], Any]
    done: Callable[[Any], object]
    failed: Callable[[W12Error], object]
    ended: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: W12Error | None = None


class LatestCall(QObject):
    """See the module. Belongs to the GUI thread; `shutdown` it before the program ends."""

    _ended = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lock = threading.Lock()
        self._waiting: _Asked | None = None
        self._thread: threading.Thread | None = None
        self._latest: _Asked | None = None
        self._ended.connect(self._deliver)

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._latest is not None

    def ask(
        self,
        call: Callable[[], Any],
        done: Callable[[Any], object],
        failed: Callable[[W12Error], object],
        patience_s: float = 0.0,
    ) -> None:
        """Run a call on the thread, in place of every earlier one.

        Parameters
        ----------
        call : callable
            Runs on the thread; must not touch Qt.
        done, failed : callable
            Get the result, or a `W12Error`, on the GUI thread; exactly one of them is called, none where another
            call was asked for meanwhile.
        patience_s : float
            Wait this long for the result, in s; where it comes in time, it is delivered before `ask` returns.
        """
        asked = _Asked(call, done, failed)
        self._latest = asked
        with self._lock:
            self._waiting = asked
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
        if patience_s > 0 and asked.ended.wait(patience_s):
            self._deliver(asked)

    def drop(self) -> None:
        """Nobody wants the result any more."""
        self._latest = None
        with self._lock:
            self._waiting = None

    def shutdown(self) -> None:
        """Drop the result and wait for the call that is under way."""
        self.drop()
        with self._lock:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while True:
            with self._lock:
                asked, self._waiting = self._waiting, None
                if asked is None:
                    self._thread = None
                    return
            try:
                asked.result = asked.call()
            except W12Error as error:
                asked.error = error
            except Cancelled:
                asked.error = W12Error("It was cancelled")
            except Exception as error:
                _log.exception("%s failed", self._name)
                asked.error = W12Error(f"It failed unexpectedly ({type(error).__name__}: {error})")
            asked.ended.set()
            with contextlib.suppress(RuntimeError):  # the window is gone
                self._ended.emit(asked)

    def _deliver(self, asked: _Asked) -> None:
        if asked is not self._latest:
            return
        self._latest = None
        if asked.error is not None:
            asked.failed(asked.error)
        else:
            asked.done(asked.result)
