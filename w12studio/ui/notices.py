"""Messages in the window: a small card for each, never a box that stops the work. All of them go to the log as well.

What asks for something stands above the page until it is closed. What only tells that something was done floats over
the lower edge of the page for a few seconds: nothing moves under the pointer for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from w12studio.ui.enter_key import press_buttons_on_enter
from w12studio.ui.icons import icon
from w12studio.ui.sizes import em
from w12studio.ui.texts import tr

_log = logging.getLogger(__name__)
MOST_SHOWN = 3
SHORT_MS = 6000
_ICONS = {"danger": "error", "warning": "warning", "info": "info", "ok": "done"}
_ROLES = {"danger": "danger", "warning": "warning", "info": "text_muted", "ok": "ok"}


class Notice(QFrame):
    """One message with a button to close it and, where that helps, one to do something about it."""

    #: the notice itself
    closed = Signal(object)

    def __init__(self, text: str, level: str, action: tuple[str, Callable[[], object]] | None) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("level", level)
        self.text, self.level = text, level
        self.count = 1
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        self._picture = QLabel()
        self._label = QLabel(text)
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(text)
        row.addWidget(self._picture)
        row.addWidget(self._label, 1)
        if action is not None:
            button = QPushButton(action[0])
            button.clicked.connect(action[1])
            button.clicked.connect(self.close_me)
            row.addWidget(button)
        close = QToolButton()
        close.setIcon(icon("close", "text_muted"))
        close.setIconSize(QSize(14, 14))
        close.setAccessibleName(tr("Close message"))
        close.setToolTip(tr("Close"))
        close.clicked.connect(self.close_me)
        row.addWidget(close)
        press_buttons_on_enter(self)
        self.recoloured()

    def recoloured(self) -> None:
        """The theme changed."""
        self._picture.setPixmap(icon(_ICONS[self.level], _ROLES[self.level]).pixmap(QSize(18, 18)))

    def again(self) -> None:
        """The same message came once more."""
        self.count += 1
        self._label.setText(f"{self.text}  (×{self.count})")

    def close_me(self) -> None:
        """Take the card away."""
        self.closed.emit(self)


class _Floating(QWidget):
    """Cards over the lower edge of another widget, in its middle."""

    def __init__(self, host: QWidget, clearance: Callable[[], int]) -> None:
        super().__init__(host)
        self._host, self._clearance = host, clearance
        self.column = _column(self)
        self.setAccessibleName(tr("Messages"))
        self.hide()
        host.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the host's size changes."""
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def place(self) -> None:
        """Take the place and the size that the cards need."""
        width = min(self._host.width(), em(560))
        self.column.activate()
        height = self.column.heightForWidth(width) if self.column.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(
            (self._host.width() - width) // 2, self._host.height() - self._clearance() - height, width, height
        )
        self.raise_()


def _column(parent: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(10, 8, 10, 8)
    column.setSpacing(6)
    return column


class NoticeBar(QWidget):
    """The cards, newest below; more than `MOST_SHOWN` push the oldest out (they stay in the log).

    Parameters
    ----------
    host : QWidget
        Over its lower edge float the cards that go by themselves.
    clearance : callable
        Gives how far above the edge, in logical pixels.
    """

    #: the text of a message that was shown
    shown = Signal(str)

    def __init__(self, host: QWidget, clearance: Callable[[], int]) -> None:
        super().__init__()
        self._column = _column(self)
        self._floating = _Floating(host, clearance)
        self._cards: list[Notice] = []
        self.setAccessibleName(tr("Messages"))
        self.hide()

    @property
    def notices(self) -> list[Notice]:
        """The cards shown, oldest first."""
        return list(self._cards)

    def show_notice(
        self, text: str, level: str = "info", action: tuple[str, Callable[[], object]] | None = None
    ) -> None:
        """Show a message.

        Parameters
        ----------
        text : str
            A sentence for people.
        level : str
            "info", "ok", "warning" or "danger".
        action : (str, callable), optional
            Title of a button and what it does.
        """
        severity = logging.WARNING if level in ("danger", "warning") else logging.INFO
        _log.log(severity, "%s", text)
        self.shown.emit(text)
        same = next((n for n in self.notices if n.text == text), None)
        if same is not None:
            same.again()
            return
        notice = Notice(text, level, action)
        notice.closed.connect(self.take_away)
        self._cards.append(notice)
        passing = level in ("ok", "info") and action is None  # nothing to act on: it goes by itself
        (self._floating.column if passing else self._column).addWidget(notice)
        if passing:
            leave = QTimer(notice)
            leave.setSingleShot(True)
            leave.timeout.connect(notice.close_me)
            leave.start(SHORT_MS)
        for old in self.notices[:-MOST_SHOWN]:
            self.take_away(old)
        self._show()

    def take_away(self, notice: Notice) -> None:
        """Remove a card."""
        if notice in self._cards:
            self._cards.remove(notice)
            for column in (self._column, self._floating.column):
                column.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
            self._show()

    def _show(self) -> None:
        self.setVisible(self._column.count() > 0)
        self._floating.setVisible(self._floating.column.count() > 0)
        if self._floating.column.count():
            self._floating.place()

    def clear(self) -> None:
        """Remove all cards."""
        for notice in self.notices:
            self.take_away(notice)

    def recoloured(self) -> None:
        """The theme changed."""
        for notice in self.notices:
            notice.recoloured()
