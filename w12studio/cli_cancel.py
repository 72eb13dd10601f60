"""Ctrl-C and the system's request to end become a polite cancel."""

from __future__ import annotations

import signal
import threading

#: Exit status of a command that was interrupted.
INTERRUPTED = 130


def cancel_on_signals() -> threading.Event:
    """An event that is set once the user or the system asks the program to end."""
    cancel = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: cancel.set())
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: cancel.set())
    return cancel
