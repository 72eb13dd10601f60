"""Offers the work that a crash left behind."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from w12studio.ui.autosave import Recovered
from w12studio.ui.texts import tr


class RecoveryDialog(QDialog):
    """Lets the user choose what to open again; `chosen` after `exec`, `discarded` where the rest may go."""

    def __init__(self, found: list[Recovered], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Recover unsaved work"))
        self.resize(520, 320)
        self._found = found
        self.discarded = False
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Unsaved work"))
        for one in found:
            when = datetime.fromtimestamp(one.saved_at).strftime("%d %b %Y, %H:%M")
            item = QListWidgetItem(f"{one.name}   –   {when}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        text = QLabel(
            tr(
                "W12 Studio did not close properly last time. These corrections had not been saved; tick "
                "what you want to have back."
            )
        )
        text.setWordWrap(True)
        recover, later, discard = (
            QPushButton(tr("Recover")),
            QPushButton(tr("Ask again later")),
            QPushButton(tr("Discard all")),
        )
        recover.setProperty("primary", True)
        recover.setDefault(True)
        recover.clicked.connect(self.accept)
        later.clicked.connect(self.reject)
        discard.clicked.connect(self._discard)
        foot = QHBoxLayout()
        foot.addWidget(discard)
        foot.addStretch(1)
        foot.addWidget(later)
        foot.addWidget(recover)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(text)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def _discard(self) -> None:
        self.discarded = True
        self.reject()

    @property
    def chosen(self) -> list[Recovered]:
        """What is ticked."""
        return [one for i, one in enumerate(self._found) if self.list.item(i).checkState() == Qt.CheckState.Checked]
