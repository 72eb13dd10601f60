"""The list of recordings: what waits, what is being analysed and for how long yet, what is done or failed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.ui import summary, theme
from w12studio.ui.analysis_queue import AnalysisQueue, Item, State
from w12studio.ui.icons import icon
from w12studio.ui.texts import tr, translated

ItemRole = Qt.ItemDataRole.UserRole + 1
_ICONS = {
    State.WAITING: ("waiting", "text_muted"),
    State.RUNNING: ("waiting", "accent"),
    State.DONE: ("done", "ok"),
    State.FAILED: ("error", "danger"),
    State.CANCELLED: ("error", "text_muted"),
}
_Index = QModelIndex | QPersistentModelIndex


def status_text(item: Item) -> str:
    """One line about an item, e.g. "43%, 2 s left, Beats and downbeats"."""
    if item.state is State.RUNNING:
        parts = (f"{item.fraction:.0%}", summary.time_left_text(item.seconds_left), translated(item.stage))
        return ", ".join(p for p in parts if p)
    if item.state is State.FAILED and item.error is not None:
        return item.error.problem
    if item.state is State.DONE:
        found = (summary.tempo_text(item.analysis), summary.key_text(item.analysis))
        return ", ".join(x for x in found if x) or translated(item.state.value)
    return translated(item.state.value)


class QueueModel(QAbstractListModel):
    """The queue's items, as Qt wants them."""

    def __init__(self, queue: AnalysisQueue) -> None:
        super().__init__()
        self._queue = queue
        self._shown = list(queue.items)
        queue.items_changed.connect(self._reset)
        queue.item_changed.connect(self._changed)
        queue.opened.connect(self._all_changed)

    def _reset(self) -> None:
        if self._shown != self._queue.items:
            self.beginResetModel()
            self._shown = list(self._queue.items)
            self.endResetModel()
        else:
            self._all_changed()

    def _changed(self, item_id: int) -> None:
        row = next((i for i, x in enumerate(self._shown) if x.id == item_id), -1)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def _all_changed(self) -> None:
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        item = self._shown[index.row()]
        if role == ItemRole:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.path.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.path.name}: {status_text(item)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{item.path}\n{item.error or status_text(item)}"
        return None

    def is_current(self, item: Item) -> bool:
        """Whether the item is open."""
        return item is self._queue.current


class _Delegate(QStyledItemDelegate):
    """Two lines, a picture of the state, and a thin bar while work goes on."""

    def __init__(self, model: QueueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(160, 2 * option.fontMetrics.height() + 20)

    @staticmethod
    def close_rect(row: QRect) -> QRect:
        """Where the button to cancel or remove is."""
        return QRect(row.right() - 26, row.top() + 6, 20, 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        item = index.data(ItemRole)
        colors = theme.current()
        rect = QRect(option.rect).adjusted(4, 1, -4, -1)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._model.is_current(item):
            self._fill(painter, rect, colors.accent_muted)
        elif hovered:
            self._fill(painter, rect, colors.hover)
        if focused:
            painter.setPen(colors.accent)
            painter.drawRoundedRect(rect, 6, 6)
        name, role = _ICONS[item.state]
        icon(name, role).paint(painter, QRect(rect.left() + 8, rect.top() + 9, 16, 16))
        self._texts(painter, option, rect, item, room=28 if hovered or focused else 8)
        if hovered or focused:
            icon("close", "text_muted").paint(painter, self.close_rect(option.rect).adjusted(3, 3, -3, -3))
        if item.state is State.RUNNING:
            self._bar(painter, rect, item.fraction)
        painter.restore()

    @staticmethod
    def _fill(painter: QPainter, rect: QRect, color: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(rect, 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _texts(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, item: Item, room: int) -> None:
        colors = theme.current()
        height = option.fontMetrics.height()
        line = QRect(rect.left() + 32, rect.top() + 7, rect.width() - 32 - room, height)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if self._model.is_current(item) else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(colors.text)
        name = option.fontMetrics.elidedText(item.path.name, Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(option.font)
        painter.setPen(colors.danger if item.state is State.FAILED else colors.text_muted)
        line = QRect(line.left(), line.bottom() + 2, rect.width() - 40, height)
        text = option.fontMetrics.elidedText(status_text(item), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _bar(painter: QPainter, rect: QRect, fraction: float) -> None:
        colors = theme.current()
        bar = QRect(rect.left() + 32, rect.bottom() - 4, rect.width() - 40, 3)
        painter.fillRect(bar, colors.border)
        painter.fillRect(QRect(bar.left(), bar.top(), round(bar.width() * fraction), 3), colors.accent)


class _List(QListView):
    """The view; Enter opens, Delete cancels or removes, as does a click on the cross."""

    open_item = Signal(object)
    close_item = Signal(object)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self.currentIndex().isValid():
            key = event.key()  # type: ignore[attr-defined]
            if key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                event.accept()  # else the window's "Delete" would take the markers
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentIndex().data(ItemRole)
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_item.emit(item)
        elif item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.close_item.emit(item)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        item = index.data(ItemRole)
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if _Delegate.close_rect(self.visualRect(index)).contains(event.position().toPoint()):
            self.close_item.emit(item)
        else:
            self.open_item.emit(item)


class QueuePanel(QWidget):
    """See the module."""

    #: Item
    open_requested = Signal(object)
    #: Item: the open recording is to be compared with it
    compare_requested = Signal(object)

    def __init__(self, queue: AnalysisQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._queue = queue
        self.model = QueueModel(queue)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Delegate(self.model, self.list))
        self.list.setMouseTracking(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(tr("Recordings"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.summary = QLabel()
        self.summary.setProperty("muted", True)
        self.cancel_all = QPushButton(tr("Cancel all"))
        self.cancel_all.clicked.connect(queue.cancel_all)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 8, 8)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.cancel_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.list.open_item.connect(self.open_requested)
        self.list.close_item.connect(self.close_item)
        self.list.customContextMenuRequested.connect(lambda p: self._menu(self.list.indexAt(p)))
        queue.items_changed.connect(self._summarize)
        queue.item_changed.connect(lambda _: self._summarize())
        self._summarize()

    def close_item(self, item: Item) -> None:
        """Cancel an item that is being worked on, remove another; the open one stays until it is removed by menu."""
        if item.active:
            self._queue.cancel(item)
        elif item is not self._queue.current:
            self._queue.remove(item)

    def _menu(self, index: QModelIndex) -> None:
        item = index.data(ItemRole)
        if item is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), lambda: self.open_requested.emit(item))
        if item.active:
            menu.addAction(tr("Cancel"), lambda: self._queue.cancel(item))
        if item.state in (State.FAILED, State.CANCELLED):
            menu.addAction(tr("Try again"), lambda: self._queue.retry(item))
        if item is not self._queue.current:
            if self._queue.current is not None and item.state is not State.FAILED:
                menu.addAction(tr("Compare the open one with it"), lambda: self.compare_requested.emit(item))
            menu.addAction(tr("Remove from list"), lambda: self._queue.remove(item))
        menu.popup(self.list.viewport().mapToGlobal(self.list.visualRect(index).center()))

    def _summarize(self) -> None:
        active = sum(i.active for i in self._queue.items)
        failed = sum(i.state is State.FAILED for i in self._queue.items)
        done = sum(i.state is State.DONE for i in self._queue.items)
        parts = [tr("{n} of {all} done", n=done, all=len(self._queue.items))] if self._queue.items else []
        self.summary.setText(", ".join(parts + ([tr("{n} failed", n=failed)] if failed else [])))
        self.cancel_all.setVisible(active > 1)
