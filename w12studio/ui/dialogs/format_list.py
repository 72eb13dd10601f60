"""The formats of the Export dialog: a list that can be searched, with a tick for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from w12studio.ui.texts import tr, translated

_NAME, _WORDS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class FormatList(QWidget):
    """See the module.

    Parameters
    ----------
    formats : mapping of str to Format
    words : mapping of str to str
        More words by which a format is found, e.g. the programs that need it.
    ticked : iterable of str
    """

    #: other formats are ticked
    changed = Signal()
    #: name of the format whose options are wanted
    current_changed = Signal(str)

    def __init__(
        self,
        formats: Mapping[str, Any],
        words: Mapping[str, str],
        ticked: Iterable[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.search, self.list, self._nothing = _Search(), QListWidget(), QLabel(tr("No format has that name."))
        self.search.setPlaceholderText(tr("Search formats and programs"))
        self.search.setAccessibleName(tr("Search formats"))
        self.search.setClearButtonEnabled(True)
        self.search.list = self.list
        self.list.setAccessibleName(tr("Formats"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing.setProperty("muted", True)
        self._nothing.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        chosen = set(ticked)
        row_px = max(self.fontMetrics().height() + 8, 24)
        for name, fmt in formats.items():
            item = QListWidgetItem(f"{translated(fmt.title)}  {fmt.suffix}")
            item.setData(_NAME, name)
            item.setData(
                _WORDS, " ".join([name, item.text(), translated(fmt.description), words.get(name, "")]).lower()
            )
            item.setToolTip(translated(fmt.description))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in chosen else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, row_px))  # Qt's own is too low for the ticks until the style is there
            self.list.addItem(item)
        self.search.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _: self.changed.emit())
        self.list.currentItemChanged.connect(self._current_changed)

    def ticked(self) -> list[str]:
        """Names of the ticked formats, shown or not, in the order of the list."""
        return [i.data(_NAME) for i in self._items() if i.checkState() == Qt.CheckState.Checked]

    def tick(self, names: Iterable[str]) -> None:
        """Tick these formats and no others; `changed` comes once."""
        wanted = set(names)
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.data(_NAME) in wanted else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self.list.viewport().update()
        self.changed.emit()

    def show_format(self, name: str) -> None:
        """Make a format the current one, in sight."""
        for item in self._items():
            if item.data(_NAME) == name:
                self.search.clear()
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item)

    def names(self) -> list[str]:
        """Names of all formats, in the order of the list."""
        return [i.data(_NAME) for i in self._items()]

    def shown(self) -> list[str]:
        """Names of the formats that the search leaves."""
        return [i.data(_NAME) for i in self._items() if not i.isHidden()]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(i) for i in range(self.list.count())]

    def _filter(self, text: str) -> None:
        words = text.lower().split()
        for item in self._items():
            item.setHidden(not all(w in item.data(_WORDS) for w in words))
        left = [i for i in self._items() if not i.isHidden()]
        self._nothing.setVisible(not left)
        if left and (self.list.currentItem() is None or self.list.currentItem().isHidden()):
            self.list.setCurrentItem(left[0])

    def _current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.current_changed.emit(item.data(_NAME))


class _Search(QLineEdit):
    """Arrow keys move in the list below, Escape clears the text first."""

    list: QListWidget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.list.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
