"""Every action with its keys: searchable, changeable, conflicts shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.domain.errors import W12Error
from w12studio.ui.actions import Actions, key_text
from w12studio.ui.icons import icon
from w12studio.ui.key_sheet import GESTURES, KeyGroup, key_groups, keys_text, print_keys, save_pdf
from w12studio.ui.sizes import em
from w12studio.ui.texts import error_text, tr, translated


class ShortcutsDialog(QDialog):
    """See the module."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(em(760), em(580))
        self._actions = actions
        self.search = QLineEdit()
        self.table = QTableWidget(0, 3)
        self.editor = QKeySequenceEdit()
        self.assign = QPushButton(tr("Assign"))
        self.add = QPushButton(tr("Add as second key"))
        self.default = QPushButton(tr("Default"))
        self.copy = QPushButton(tr("Copy as text"))
        self.save = QPushButton(tr("Save as PDF…"))
        self.print = QPushButton(tr("Print…"))
        self.conflict = QLabel()
        self._names: list[str] = []
        self._build()
        self._fill()
        self._show_state()

    def _build(self) -> None:
        self.search.setPlaceholderText(tr("Search actions or keys"))
        self.search.setAccessibleName(tr("Search actions or keys"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        table = self.table
        table.setHorizontalHeaderLabels([tr("Action"), tr("Keys"), tr("What it does")])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("Actions and keys"))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 11)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._row_changed)
        self.editor.setAccessibleName(tr("New key"))
        self.editor.setMaximumSequenceLength(1)
        self.editor.keySequenceChanged.connect(lambda _: self._show_state())
        self.assign.clicked.connect(lambda: self._set([self.editor.keySequence()]))
        self.add.clicked.connect(lambda: self._set([*self._actions.keys(self._name or ""), self.editor.keySequence()]))
        self.default.clicked.connect(lambda: self._set(self._actions.default_keys(self._name or "")))
        reset = QPushButton(tr("Reset all"))
        reset.clicked.connect(self._reset)
        close = QPushButton(tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.conflict.setWordWrap(True)
        self.conflict.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("New key")))
        row.addWidget(self.editor, 1)
        for button in (self.assign, self.add, self.default):
            button.setAutoDefault(False)
            row.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(reset)
        foot.addStretch(1)
        for button, tip, do in (
            (self.copy, tr("Copy the list of keys as text"), self._copy),
            (self.save, tr("Write the list of keys as a page"), self._save),
            (self.print, tr("Print the list of keys on two columns"), self._print),
        ):
            button.setToolTip(tip)
            button.clicked.connect(do)
            foot.addWidget(button)
        for button in (reset, self.copy, self.save, self.print):
            button.setAutoDefault(False)
        foot.addSpacing(12)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(10)
        column.addWidget(self.search)
        column.addWidget(table, 1)
        column.addLayout(row)
        column.addWidget(self.conflict)
        column.addLayout(foot)
        self.search.setFocus()

    def _fill(self) -> None:
        self._names = list(self._actions.specs)
        gestures = [(translated(title), translated(keys), tr("Mouse and keyboard")) for title, keys in GESTURES]
        self.table.setRowCount(len(self._names) + len(gestures))
        for row, name in enumerate(self._names):
            spec = self._actions.specs[name]
            about = translated(spec.tip) if spec.tip else spec.place
            self._put(row, spec.plain_title, key_text(self._actions.keys(name)), about)
            self.table.item(row, 0).setToolTip(f"{spec.place} › {spec.plain_title}")
        for row, (title, keys, where) in enumerate(gestures, len(self._names)):
            self._put(row, title, keys, where)
        self.table.resizeColumnToContents(0)
        self.table.setColumnWidth(1, em(150))

    def _put(self, row: int, *texts: str) -> None:
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(row, column, item)

    @property
    def _name(self) -> str | None:
        rows = self.table.selectionModel().selectedRows()
        row = rows[0].row() if rows else -1
        return self._names[row] if 0 <= row < len(self._names) else None

    def select(self, name: str) -> None:
        """Choose an action by name."""
        self.table.selectRow(self._names.index(name))

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, c) for c in range(3))
            hay = " ".join(f"{c.text()} {c.toolTip()}".lower() for c in cells if c is not None)
            self.table.setRowHidden(row, not all(w in hay for w in words))

    def _row_changed(self) -> None:
        self.editor.clear()
        self._show_state()

    def _show_state(self) -> None:
        name, key = self._name, self.editor.keySequence()
        for widget in (self.editor, self.default):
            widget.setEnabled(name is not None)
        ready = name is not None and not key.isEmpty()
        self.assign.setEnabled(ready)
        self.add.setEnabled(ready)
        others = self._actions.conflicts(key, besides=name or "") if ready else []
        if others:
            titles = ", ".join(f"“{self._actions.specs[o].plain_title}”" for o in others)
            text = tr(
                "{key} is the key of {titles}; assigning it here takes it away there.",
                key=key_text([key]),
                titles=titles,
            )
        elif name is None:
            text = tr("Choose an action to change its key.")
        else:
            text = tr("Click the field and press the key you want.")
        self.conflict.setText(text)
        self.conflict.setProperty("warning", bool(others))
        self.conflict.setProperty("muted", not others)
        self.conflict.style().unpolish(self.conflict)
        self.conflict.style().polish(self.conflict)

    def _set(self, keys: list[QKeySequence]) -> None:
        name = self._name
        if name is None:
            return
        for key in keys:
            for other in self._actions.conflicts(key, besides=name):
                self._actions.set_keys(other, [k for k in self._actions.keys(other) if k != key])
        self._actions.set_keys(name, list(dict.fromkeys(keys)))
        self._refresh_keys()

    def _reset(self) -> None:
        self._actions.reset_keys()
        self._refresh_keys()

    def _refresh_keys(self) -> None:
        for row, name in enumerate(self._names):
            item = self.table.item(row, 1)
            if item is not None:
                item.setText(key_text(self._actions.keys(name)))
        self.editor.clear()
        self._show_state()

    # -- out of the program ------------------------------------------------------------------------------------

    def _groups(self) -> list[KeyGroup]:
        return key_groups(self._actions.specs.values(), self._actions.keys)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(keys_text(self._groups()))
        self._say(tr("The list is on the clipboard."))

    def _save(self) -> None:
        start = str(Path.home() / tr("W12 Studio keys.pdf"))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save as PDF"), start, tr("PDF page (*.pdf)"))
        if name:
            try:
                self._say(tr("Saved {name}.", name=save_pdf(self._groups(), Path(name)).name))
            except W12Error as error:
                self._say(error_text(error))

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("W12 Studio: keys and gestures"))
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: print_keys(self._groups(), printer))
        dialog.open()

    def _say(self, text: str) -> None:
        self.conflict.setText(text)
