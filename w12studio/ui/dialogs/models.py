"""The models: which are here, what each is for, and fetching those that aren't."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.ui.background import BackgroundCalls
from w12studio.ui.icons import icon
from w12studio.ui.summary import size_text
from w12studio.ui.texts import error_text, later, tr, translated

Fetch = Callable[..., Iterator[str]]


class ModelsDialog(QDialog):
    """See the module.

    Parameters
    ----------
    fetch : callable, optional
        As `w12studio.service.models.fetch`.
    """

    #: closed after models were fetched: layers that need them can be computed now
    fetched = Signal()
    #: What is said after a model was fetched.
    next_step = later("“Analyse again” in the menu File computes the layers that it makes.")

    def __init__(self, parent: QWidget | None = None, fetch: Fetch | None = None) -> None:
        super().__init__(parent)
        from w12studio.service import models

        self._models = models.models
        self._fetch = fetch or models.fetch
        self._call: BackgroundCalls | None = None
        self._new = False
        self.setWindowTitle(tr("Models"))
        self.resize(640, 520)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Models"))
        self.list.setIconSize(QSize(16, 16))
        self.list.setWordWrap(True)
        self.list.setSpacing(1)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setMinimumHeight(4 * self.fontMetrics().lineSpacing())
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about.setProperty("muted", True)
        self.fetch_button, self.file_button, close = (
            QPushButton(tr("Fetch")),
            QPushButton(tr("From a file…")),
            QPushButton(),
        )
        self.file_button.setToolTip(tr("Install a file that you have downloaded from the publisher"))
        close.setText(tr("Close"))
        close.clicked.connect(self.reject)
        self.fetch_button.clicked.connect(lambda: self._start(None))
        self.file_button.clicked.connect(self._ask_file)
        row = QHBoxLayout()
        row.addWidget(self.fetch_button)
        row.addWidget(self.file_button)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.list, 1)
        column.addWidget(self.about)
        column.addLayout(row)
        self.list.currentItemChanged.connect(lambda *_: self._show_chosen())
        self._fill()

    @property
    def chosen(self) -> Any | None:
        """The model that is selected."""
        item = self.list.currentItem()
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def _fill(self) -> None:
        """List the models as they are now; the first that is absent is selected, or the one that was."""
        before = self.chosen
        self.list.clear()
        for model in self._models():
            here = model.status != "not installed"
            item = QListWidgetItem(
                f"{model.name}  ({size_text(model.size)}, {translated(model.status)})\n{translated(model.task)}"
            )
            item.setIcon(icon("done", "ok") if here else icon("absent", "text_muted"))
            item.setData(Qt.ItemDataRole.UserRole, model)
            self.list.addItem(item)
            first = self.list.currentItem() is None and not here and before is None
            if first or (before is not None and before.name == model.name):
                self.list.setCurrentItem(item)

    def _show_chosen(self) -> None:
        model = self.chosen
        absent = model is not None and model.status == "not installed"
        by_us = absent and model is not None and model.source.startswith("w12studio ")
        self.fetch_button.setEnabled(bool(by_us) and self._call is None)
        self.file_button.setEnabled(bool(by_us) and self._call is None)
        if model is None:
            self.about.clear()
            return
        licence = (
            tr("Licence {licence}.", licence=model.licence)
            if model.commercial_use
            else tr("Licence {licence}: no commercial use.", licence=model.licence)
        )
        lines = [licence, model.citation]
        if absent and not by_us:
            lines.append(tr("In a terminal: {command}", command=model.source))
        self.about.setText("\n".join(lines))

    # -- fetching ----------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Install a model from a file"))
        if name:
            self._start(Path(name))

    def _start(self, origin: Path | None) -> None:
        model = self.chosen
        if model is None or self._call is not None:
            return
        self._call = BackgroundCalls(lambda: self._fetch([model.name], origin), self)
        self._call.result.connect(lambda said: self.about.setText(str(said)))
        self._call.failed.connect(lambda error: self.about.setText(error_text(error)))
        self._call.finished.connect(self._ended)
        self._show_chosen()
        self.about.setText(
            tr("Fetching {name} ({size})…", name=model.name, size=size_text(model.size))
            if origin is None
            else tr("Checking…")
        )
        self._call.start()

    def _ended(self) -> None:
        call, self._call = self._call, None
        if call is None:
            return
        call.deleteLater()
        said = self.about.text()
        self._fill()
        if self.chosen is not None and self.chosen.status != "not installed":
            said = f"{said}\n{translated(self.next_step)}".strip()
            self._new = True
        self.about.setText(said)

    def done(self, result: int) -> None:
        """Close; a fetch that is under way ends in its own time."""
        if self._call is not None:
            for signal in (self._call.result, self._call.failed, self._call.finished):
                signal.disconnect()
            self._call.abandon()
        super().done(result)
        if self._new:
            self.fetched.emit()
