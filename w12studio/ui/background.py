"""One blocking call on a thread of its own, for dialogs that must go on painting."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QThread, Signal

from w12studio.domain.errors import W12Error
from w12studio.service import log_file

_log = logging.getLogger(__name__)


class BackgroundCalls(QThread):
    """Takes one result after the other from an iterable; `stop` ends it after the one under way.

    Parameters
    ----------
    results : callable
        Gives the iterable; both run on the thread.
    """

    #: one result
    result = Signal(object)
    #: W12Error; nothing comes after it
    failed = Signal(object)

    def __init__(self, results: Callable[[], Iterable[object]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results = results

    def run(self) -> None:
        """Body of the thread."""
        try:
            for result in self._results():
                if self.isInterruptionRequested():
                    return
                self.result.emit(result)
        except W12Error as error:
            self.failed.emit(error)
        except Exception as error:
            _log.exception("a background call failed")
            self.failed.emit(
                W12Error(
                    f"It failed unexpectedly ({type(error).__name__}: {error})",
                    advice=f"The log has the details: {log_file()}",
                )
            )

    def stop(self) -> None:
        """Ask it to end, and wait until it did."""
        self.requestInterruption()
        self.wait()

    def abandon(self) -> None:
        """Ask it to end without waiting; `wait_for_abandoned` does, when the program ends."""
        self.requestInterruption()
        if self.isRunning():
            self.setParent(None)
            _abandoned.add(self)
            self.finished.connect(lambda: _abandoned.discard(self))


_abandoned: set[BackgroundCalls] = set()


def wait_for_abandoned() -> None:
    """Wait for all calls that nobody waits for."""
    for call in list(_abandoned):
        call.wait()
    _abandoned.clear()
