"""Ctrl+C in the terminal, and being told to end by the system: the window closes in an orderly way.

Python runs signal handlers between its own instructions, but Qt's loop may run none for minutes. So the interpreter is
asked to write a byte into a socket, which Qt watches.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier


class EndOnSignal(QObject):
    """Calls ``end`` on the GUI thread when SIGINT or SIGTERM comes; `uninstall` it before the program ends."""

    def __init__(self, end: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._end = end
        self._read, self._write = socket.socketpair()
        for side in (self._read, self._write):
            side.setblocking(False)
        self._wakeup = signal.set_wakeup_fd(self._write.fileno())
        self._handlers = {s: signal.signal(s, lambda *_: None) for s in (signal.SIGINT, signal.SIGTERM)}
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._came)

    def _came(self) -> None:
        self._read.recv(64)
        self._end()

    def uninstall(self) -> None:
        """As it was before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()
