"""Every action with its keys: searchable, changeable, conflicts shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
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

from w12studio.ui.actions import Actions, key_text
from w12studio.ui.icons import icon

#: What the mouse does; it can't be changed and stands below the keys.
GESTURES = (
    ("Zoom at the pointer", "Wheel, Ctrl+Wheel"),
    ("Pan", "Shift+Wheel, horizontal wheel, middle drag"),
    ("Zoom the values of a lane", "Alt+Wheel"),
    ("Select a span of time; extend it", "Drag over waveform, spectrogram or ruler; Shift+drag"),
    ("Select markers with a rubber band", "Drag on empty ground of a lane of markers, or Shift+drag"),
    ("Select one more marker, or one less", "Ctrl+click, Shift+click"),
    ("Move a marker, region or note", "Drag it; Alt to place it freely"),
    ("Move a beat and no other", "Ctrl+drag"),
    ("Make a region or note longer or shorter", "Drag its edge"),
    ("Add a marker", "Double-click on empty ground of its lane"),
    ("Edit a marker or its label", "Double-click, Return"),
    ("Take a drag back", "Esc"),
    ("Show the whole recording", "Double-click on the ruler"),
    ("Press the focused button", "Enter"),
)


class ShortcutsDialog(QDialog):
    """See the module."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(720, 560)
        self._actions = actions
        self.search = QLineEdit()
        self.table = QTableWidget(0, 3)
        self.editor = QKeySequenceEdit()
        self.assign = QPushButton("Assign")
        self.add = QPushButton("Add as second key")
        self.default = QPushButton("Default")
        self.conflict = QLabel()
        self._names: list[str] = []
        self._build()
        self._fill()
        self._show_state()

    def _build(self) -> None:
        self.search.setPlaceholderText("Search actions or keys")
        self.search.setAccessibleName("Search actions or keys")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        table = self.table
        table.setHorizontalHeaderLabels(["Action", "Keys", "What it does"])
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setAccessibleName("Actions and keys")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 11)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        table.itemSelectionChanged.connect(self._row_changed)
        self.editor.setAccessibleName("New key")
        self.editor.setMaximumSequenceLength(1)
        self.editor.keySequenceChanged.connect(lambda _: self._show_state())
        self.assign.clicked.connect(lambda: self._set([self.editor.keySequence()]))
        self.add.clicked.connect(lambda: self._set([*self._actions.keys(self._name or ""), self.editor.keySequence()]))
        self.default.clicked.connect(lambda: self._set(self._actions.default_keys(self._name or "")))
        reset = QPushButton("Reset all")
        reset.clicked.connect(self._reset)
        close = QPushButton("Close")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.conflict.setWordWrap(True)
        self.conflict.setProperty("muted", True)
        row = QHBoxLayout()
        row.addWidget(QLabel("New key"))
        row.addWidget(self.editor, 1)
        for button in (self.assign, self.add, self.default):
            button.setAutoDefault(False)
            row.addWidget(button)
        foot = QHBoxLayout()
        reset.setAutoDefault(False)
        foot.addWidget(reset)
        foot.addStretch(1)
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
        gestures = [(title, keys, "Mouse and keyboard") for title, keys in GESTURES]
        self.table.setRowCount(len(self._names) + len(gestures))
        for row, name in enumerate(self._names):
            spec = self._actions.specs[name]
            title = spec.title.replace("&", "").rstrip("…")
            self._put(row, title, key_text(self._actions.keys(name)), spec.tip or spec.menu.replace("&", ""))
        for row, (title, keys, where) in enumerate(gestures, len(self._names)):
            self._put(row, title, keys, where)
        self.table.resizeColumnToContents(0)
        self.table.setColumnWidth(1, 150)

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
            hay = " ".join(c.text().lower() for c in cells if c is not None)
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
            titles = ", ".join(f"“{self._actions.specs[o].title.replace('&', '').rstrip('…')}”" for o in others)
            text = f"{key_text([key])} is the key of {titles}; assigning it here takes it away there."
        elif name is None:
            text = "Choose an action to change its key."
        else:
            text = "Click the field and press the key you want."
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
