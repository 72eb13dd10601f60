"""Messages in the window: a small card for each, never a box that stops the work. All of them go to the log as well."""

from __future__ import annotations

import logging
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from w12studio.ui.enter_key import press_buttons_on_enter
from w12studio.ui.icons import icon
from w12studio.ui.texts import tr

_log = logging.getLogger(__name__)
MOST_SHOWN = 3
SHORT_MS = 6000
_ICONS = {"danger": "error", "warning": "warning", "info": "info", "ok": "done"}
_ROLES = {"danger": "danger", "warning": "warning", "info": "text_muted", "ok": "ok"}


class Notice(QFrame):
    """One message with a button to close it and, where that helps, one to do something about it."""

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
        bar = self.parentWidget()
        if isinstance(bar, NoticeBar):
            bar.take_away(self)


class NoticeBar(QWidget):
    """The cards, newest below; more than `MOST_SHOWN` push the oldest out (they stay in the log)."""

    #: the text of a message that was shown
    shown = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        self.setAccessibleName(tr("Messages"))
        self.hide()

    @property
    def notices(self) -> list[Notice]:
        """The cards shown, oldest first."""
        items = (self._column.itemAt(i) for i in range(self._column.count()))
        return [w for w in (i.widget() for i in items if i is not None) if isinstance(w, Notice)]

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
        self._column.addWidget(notice)
        if level in ("ok", "info") and action is None:  # nothing to act on: it goes by itself
            leave = QTimer(notice)
            leave.setSingleShot(True)
            leave.timeout.connect(notice.close_me)
            leave.start(SHORT_MS)
        for old in self.notices[:-MOST_SHOWN]:
            self.take_away(old)
        self.show()

    def take_away(self, notice: Notice) -> None:
        """Remove a card."""
        self._column.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self.setVisible(bool(self.notices))

    def clear(self) -> None:
        """Remove all cards."""
        for notice in self.notices:
            self.take_away(notice)

    def recoloured(self) -> None:
        """The theme changed."""
        for notice in self.notices:
            notice.recoloured()
