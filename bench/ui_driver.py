"""Drives the window as a hand would, with Qt's own events, and times what follows until the pixels are there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter, sleep, thread_time

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

EVENT_S = 1 / 60  # a hand's events come at the screen's rate
_NONE = Qt.KeyboardModifier.NoModifier


class Clock:
    """Wall time, the thread's CPU time, and the time it waited for a core, in ms."""

    def __init__(self) -> None:
        try:
            self._stat = os.open("/proc/thread-self/schedstat", os.O_RDONLY)
        except OSError:
            self._stat = -1

    def now(self) -> tuple[float, float, float]:
        """The three of them, now."""
        waited = int(os.pread(self._stat, 80, 0).split()[1]) / 1e6 if self._stat >= 0 else 0.0
        return perf_counter() * 1000, thread_time() * 1000, waited


@dataclass
class Frames:
    """What was measured of one gesture, ms: from each event to its pixels, and every turn of the loop that came after
    it (what was refined between two events)."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    later: list[float] = field(default_factory=list)

    def row(self) -> str:
        """A row of a table: medians, with the 95th percentile, and the most."""
        wall, cpu = np.array(self.wall), np.array(self.cpu)
        own = wall - np.array(self.waited)
        between = np.percentile(self.later, 95) if self.later else 0.0
        return (
            f"| {self.name} | {np.median(cpu):.1f} ({np.percentile(cpu, 95):.1f}) | {np.median(own):.1f} "
            f"({np.percentile(own, 95):.1f}) | {np.median(wall):.1f} ({np.percentile(wall, 95):.1f}) | "
            f"{own.max():.0f} | {between:.1f} |"
        )


HEAD = (
    "| gesture | CPU time | on a core of its own | wall time | most of that | later, 95th |\n| --- | --- | --- | --- |"
    " --- | --- |"
)


class Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count, and let it pass."""
        self.count += event.type() == QEvent.Type.Paint
        return False


class Hand:
    """Wheel and pointer over a widget.

    Parameters
    ----------
    target : QWidget
        Takes the events.
    painted : QWidget, optional
        Has to paint before a frame counts as done; the target by default.
    """

    def __init__(self, target: QWidget, painted: QWidget | None = None) -> None:
        self._target, self._clock = target, Clock()
        self._paints = Paints(painted or target)
        self._buttons = Qt.MouseButton.NoButton

    def _mouse(self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
        at = QPointF(x, y)
        event = QMouseEvent(kind, at, self._target.mapToGlobal(at), button, self._buttons, _NONE)
        QApplication.sendEvent(self._target, event)

    def press(self, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.MiddleButton) -> None:
        """A button goes down and stays down."""
        self._buttons = button
        self._mouse(QEvent.Type.MouseButtonPress, x, y, button)

    def move(self, x: float, y: float) -> None:
        """The pointer moves."""
        self._mouse(QEvent.Type.MouseMove, x, y)

    def release(self, x: float, y: float) -> None:
        """The button goes up."""
        button, self._buttons = self._buttons, Qt.MouseButton.NoButton
        self._mouse(QEvent.Type.MouseButtonRelease, x, y, button)

    def wheel(self, x: float, y: float, notches: float, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """The wheel turns; a notch is 120."""
        at, turned = QPointF(x, y), QPoint(0, round(120 * notches))
        event = QWheelEvent(
            at, self._target.mapToGlobal(at), QPoint(), turned, self._buttons, modifiers,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self._target, event)

    def measure(self, name: str, step: Callable[[int], object], frames: int) -> Frames:
        """Do a step at the rate of a screen and time each until the paint that follows it; print the row."""
        out, idle = Frames(name), 0
        for i in range(frames):
            begun, before, painted = perf_counter(), self._clock.now(), self._paints.count
            step(i)
            for _ in range(4):
                QApplication.processEvents()
                if self._paints.count > painted:
                    break
            idle += self._paints.count == painted
            wall, cpu, waited = np.subtract(self._clock.now(), before)
            out.wall.append(float(wall))
            out.cpu.append(float(cpu))
            out.waited.append(float(waited))
            while perf_counter() - begun < EVENT_S:
                start, painted = thread_time(), self._paints.count
                QApplication.processEvents()
                if self._paints.count > painted:
                    out.later.append((thread_time() - start) * 1000)
                sleep(0.0005)
        print(out.row(), f"({idle} of {frames} painted nothing)" if idle else "", flush=True)
        return out


def settle(seconds: float) -> None:
    """Let timers and other threads have their say."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        QApplication.processEvents()
        sleep(0.002)
