"""The command palette: type a few letters of what you want to do, and press Enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from w12studio.ui.actions import Actions, key_text, plain
from w12studio.ui.sizes import OF_PANELS, em
from w12studio.ui.texts import tr
from w12studio.ui.theme import current

WIDTH_PX, MOST_ROWS = 600, 12


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done: an action by name, its menu and title without ampersands, and its keys."""

    name: str
    menu: str
    title: str
    keys: str


def fit(text: str, typed: str) -> float | None:
    """How well a text answers what was typed, larger is better; None where a letter is missing.

    All letters must come in order; those at the beginnings of words and side by side count more.
    """
    text, typed = text.lower(), "".join(typed.lower().split())
    starts = set(_word_starts(text))
    best: dict[int, float] = {-1: 0.0}  # by the place of the last letter that was found
    for letter in typed:
        fresh: dict[int, float] = {}
        for at, score in best.items():
            for found in range(at + 1, len(text)):
                if text[found] == letter:
                    gain = 3.0 if found == at + 1 and at >= 0 else 2.0 if found in starts else 0.5
                    fresh[found] = max(fresh.get(found, -1e9), score + gain - 0.01 * (found - at))
        best = fresh
    return max(best.values()) - 0.002 * len(text) if best else None


def _word_starts(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c.isalnum() and (i == 0 or not text[i - 1].isalnum())]


def ranked(commands: Iterable[Command], typed: str, recent: list[str]) -> list[Command]:
    """The commands that answer what was typed, the best first; those used lately before others as good.

    Nothing typed: those used lately, then all in the order of the menus.
    """
    found = []
    for command in commands:
        by_title, by_both = fit(command.title, typed), fit(f"{command.menu} {command.title}", typed)
        scores = [s for s in (by_title, None if by_both is None else by_both - 1) if s is not None]
        if scores:
            lately = 0.5 * (len(recent) - recent.index(command.name)) / len(recent) if command.name in recent else 0.0
            found.append(((max(scores) if typed.strip() else 0.0) + lately, command))
    return [c for _, c in sorted(found, key=lambda pair: -pair[0])]


class _Lines(QStyledItemDelegate):
    """Title, menu in grey, and keys at the right edge."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command, theme = index.data(Qt.ItemDataRole.UserRole), current()
        style = QStyleOptionViewItem(option)
        self.initStyleOption(style, index)
        style.text = ""
        self.parent().style().drawControl(QStyle.ControlElement.CE_ItemViewItem, style, painter, self.parent())
        rect, metrics = option.rect.adjusted(8, 0, -8, 0), option.fontMetrics
        painter.save()
        for text, colour, flag in (
            (command.keys, theme.text_muted, Qt.AlignmentFlag.AlignRight),
            (command.title, theme.text, Qt.AlignmentFlag.AlignLeft),
            (command.menu, theme.text_muted, Qt.AlignmentFlag.AlignLeft),
        ):
            painter.setPen(colour)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
            painter.drawText(rect, flag | Qt.AlignmentFlag.AlignVCenter, shown)
            taken = metrics.horizontalAdvance(shown) + 12 if shown else 0
            rect.adjust(*((0, 0, -taken, 0) if flag == Qt.AlignmentFlag.AlignRight else (taken, 0, 0, 0)))
        painter.restore()


class CommandPalette(QDialog):
    """See the module.

    Parameters
    ----------
    actions : Actions
        Those that can't be used now are not offered; where nothing else answers, it is said what they need.
    recent : list of str
        Names of actions used lately, the last first; changed in place.
    """

    def __init__(self, actions: Actions, recent: list[str], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Command palette"))
        self._actions, self._recent = actions, recent
        self._commands, self._others = self._listed(True), self._listed(False)
        self.field, self.list, self.nothing = QLineEdit(), QListWidget(), QLabel(tr("Nothing is called like that."))
        self.field.setPlaceholderText(tr("What do you want to do?"))
        self.field.setAccessibleName(tr("Command"))
        self.field.installEventFilter(self)
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_Lines(self.list))
        self.nothing.setProperty("muted", True)
        self.nothing.setContentsMargins(6, 6, 6, 6)
        self.nothing.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for widget in (self.field, self.nothing, self.list):
            column.addWidget(widget)
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self.accept)
        self.list.itemClicked.connect(lambda _: self.accept())
        self._show("")
        width = min(em(WIDTH_PX, OF_PANELS), parent.width())
        self.setFixedWidth(width)
        self.move(parent.mapToGlobal(QPoint((parent.width() - width) // 2, 80)))
        self.field.setFocus()

    def _listed(self, usable: bool) -> list[Command]:
        """Those that can be used now, or the others."""
        out = []
        for name, spec in self._actions.specs.items():
            if name != "palette" and self._actions[name].isEnabled() == usable:
                menu = spec.place
                title = plain(self._actions[name].text())
                out.append(Command(name, menu, title, key_text(self._actions.keys(name))))
        return out

    def _show(self, typed: str) -> None:
        """List what answers; nothing typed: what was used lately first."""
        found = ranked(self._commands, typed, self._recent)
        self.list.clear()
        for command in found:
            keys = f"    {command.keys}" if command.keys else ""
            item = QListWidgetItem(f"{command.title}  –  {command.menu}{keys}")
            item.setData(Qt.ItemDataRole.UserRole, command)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        if not found:
            others = ranked(self._others, typed, [])
            self.nothing.setText(self._not_now(others[0]) if others else tr("Nothing is called like that."))
        row = self.list.sizeHintForRow(0) if found else 0
        self.list.setFixedHeight(min(len(found), MOST_ROWS) * row + 4)
        self.adjustSize()

    def _not_now(self, command: Command) -> str:
        said = self._actions.specs[command.name].sentence
        return tr("“{action}” can't be done now. {what}").format(action=command.title.rstrip("…"), what=said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down choose a line while the field has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in steps:
                row = self.list.currentRow() + steps[Qt.Key(event.key())]
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Do what is chosen, once the palette is gone."""
        item = self.list.currentItem()
        super().accept()
        if item is not None:
            name = item.data(Qt.ItemDataRole.UserRole).name
            if name in self._recent:
                self._recent.remove(name)
            self._recent.insert(0, name)
            del self._recent[8:]
            action: QAction = self._actions[name]
            action.trigger()
