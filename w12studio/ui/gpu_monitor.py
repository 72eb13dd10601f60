"""How busy the graphics card is, in the status bar; nothing where there is none, or nobody who tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from w12studio import service
from w12studio.domain.errors import W12Error
from w12studio.ui.latest import LatestCall
from w12studio.ui.texts import tr

INTERVAL_MS = 2000
_GB = 2**30


def monitor_text(found: Sequence[Any]) -> str:
    """One line for people: the load and the memory of each card."""
    several = len(found) > 1
    return "   ".join(
        f"GPU{f' {i}' if several else ''} {u.load:.0%} · {u.memory_used / _GB:.1f} of {u.memory_total / _GB:.0f} GB"
        for i, u in enumerate(found)
    )


class GpuMonitor(QLabel):
    """See the module. Asks every two seconds, on a thread of its own, while it is to be seen; after one answer that
    there is no card it never asks again.

    Parameters
    ----------
    ask : callable, optional
        As `service.gpu_utilisation`.
    """

    def __init__(
        self, ask: Callable[[], Sequence[Any] | None] = service.gpu_utilisation, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._call = LatestCall("GPU monitor", self)
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._look)
        self._absent = False
        self.setProperty("muted", True)
        self.setAccessibleName(tr("Graphics card"))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to ask."""
        if not self._absent:
            self._timer.start()
            self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it."""
        self._timer.stop()

    def shutdown(self) -> None:
        """Stop asking; before the window closes."""
        self._timer.stop()
        self._call.shutdown()

    def _look(self) -> None:
        if not self._call.busy:
            self._call.ask(self._ask, self._show, self._failed)

    def _show(self, found: Sequence[Any] | None) -> None:
        if not found:
            self._absent = True
            self._timer.stop()
            self.clear()
            self.setToolTip("")
            return
        self.setText(monitor_text(found))
        self.setToolTip("\n".join(u.name for u in found))

    def _failed(self, _error: W12Error) -> None:
        self._show(None)
