"""Faults of the program itself: all of it goes to the log; the window shows one sentence that says where the log is."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from w12studio import service
from w12studio.ui.texts import tr

_log = logging.getLogger("w12studio.ui")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.DEBUG,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class FaultReporter(QObject):
    """Catches what nobody else did. Make one on the GUI thread; `uninstall` it in the end."""

    #: a sentence for people; emitted on any thread
    fault = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hook, self._thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread
        self._handler = qInstallMessageHandler(_qt_message)

    def uninstall(self) -> None:
        """As it was before."""
        sys.excepthook, threading.excepthook = self._hook, self._thread_hook
        qInstallMessageHandler(self._handler)

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hook(kind, error, trace)
            return
        _log.error("an unexpected fault", exc_info=(kind, error, trace))
        self.fault.emit(
            tr(
                "Something went wrong inside the program ({kind}). Your work is still there; save it to be safe. "
                "The log has the details: {file}",
                kind=kind.__name__,
                file=service.log_file(),
            )
        )

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._caught(args.exc_type, args.exc_value, args.exc_traceback)


def _qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt: %s", text)
