"""Every edit by name, those that were taken back in grey; a click goes back or forward to that point."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from w12studio.ui.session import Session
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import current

BEGINNING = later("As it was found")


class HistoryPanel(QWidget):
    """See the module."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.list = QListWidget()
        self.list.setAccessibleName(tr("History"))
        self.list.setUniformItemSizes(True)
        self.hint = QLabel(tr("What you change is listed here, and can be taken back step by step."))
        self.hint.setWordWrap(True)
        self.hint.setProperty("muted", True)
        self.hint.setContentsMargins(14, 12, 14, 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        self.list.itemClicked.connect(lambda item: self._go(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self._go(self.list.row(item)))
        session.history_changed.connect(self.refresh)
        session.recording_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """List the edits as they are now."""
        done, undone = self._session.history()
        names = [translated(name) for name in (BEGINNING, *done, *undone)] if done or undone else []
        self.hint.setVisible(not names)
        self.list.setVisible(bool(names))
        if [self.list.item(i).text() for i in range(self.list.count())] != names:
            self.list.clear()
            self.list.addItems(names)
        for i in range(self.list.count()):
            self._colour(self.list.item(i), i > len(done))
        if names:
            self.list.setCurrentRow(len(done))
            self.list.scrollToItem(self.list.item(len(done)))

    @staticmethod
    def _colour(item: QListWidgetItem, undone: bool) -> None:
        colour = QColor(current().text_muted if undone else current().text)
        item.setForeground(colour)
        said = tr("{edit}, taken back", edit=item.text()) if undone else tr("{edit}, done", edit=item.text())
        item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def _go(self, row: int) -> None:
        """Undo or redo until so many edits are done."""
        done, _ = self._session.history()
        step = self._session.undo if row < len(done) else self._session.redo
        for _ in range(abs(row - len(done))):
            step()
