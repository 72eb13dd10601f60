"""Enter presses a focused button: Space, which does so in most programs, is Play in this one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget


class _Filter(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(watched, QAbstractButton)
        ):
            watched.click()
            return True
        return False


def press_buttons_on_enter(parent: QWidget) -> None:
    """Let Enter press every button that ``parent`` holds now."""
    watcher = _Filter(parent)
    for button in parent.findChildren(QAbstractButton):
        button.installEventFilter(watcher)
