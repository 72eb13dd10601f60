"""The list of markers: one layer at a time, following the selection both ways."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from w12studio.domain.analysis import BEATS, KINDS
from w12studio.domain.events import Event
from w12studio.ui.doubt import doubtful_places
from w12studio.ui.panels.marker_model import BAR, CONFIDENCE, LABEL, TIME, VALUE, MarkerModel
from w12studio.ui.session import Session
from w12studio.ui.sizes import font_factor
from w12studio.ui.summary import title_of
from w12studio.ui.texts import plural, tr
from w12studio.ui.theme import fixed_font

_REFRESH_MS = 80


class MarkerPanel(QWidget):
    """See the module."""

    #: s: a row was chosen by hand; the timeline may bring it into view
    reveal_requested = Signal(float)
    #: s: a row was activated (Enter, double click)
    seek_requested = Signal(float)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self.model = MarkerModel(session)
        self.layer = QComboBox()
        self.count = QLabel()
        self.doubtful = QToolButton()
        self.table = QTableView()
        self._mirroring = False
        self._build()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REFRESH_MS)
        self._later.timeout.connect(self.refresh)
        self.layer.activated.connect(lambda _: self._show(self.layer.currentData()))
        self.doubtful.toggled.connect(lambda _: self._show(self.model.kind))
        self.table.selectionModel().selectionChanged.connect(self._picked)
        self.table.activated.connect(self._activated)
        session.recording_changed.connect(self.refresh)
        session.analysis_changed.connect(self._analysis_changed)
        session.selection_changed.connect(self._mirror)
        self.refresh()

    def _build(self) -> None:
        self.layer.setAccessibleName(tr("Layer"))
        self.layer.setToolTip(tr("Which layer to list"))
        self.count.setProperty("muted", True)
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(10)
        head.addWidget(self.layer, 1)
        head.addWidget(self.doubtful)
        head.addWidget(self.count)
        self.doubtful.setText(tr("Doubtful"))
        self.doubtful.setCheckable(True)
        self.doubtful.setToolTip(tr("List only markers that are not sure."))
        self.doubtful.setAccessibleName(tr("Only doubtful places"))
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Markers"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setDragEnabled(True)
        self.table.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.table.setToolTip(tr("Drag rows into another program: they become text."))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
        numbers = QFontMetrics(fixed_font(0.95))
        for section, sample in ((TIME, "00:00.000"), (BAR, "000:0"), (CONFIDENCE, "100%")):
            self.table.setColumnWidth(section, numbers.horizontalAdvance(sample) + 20)
        self.table.setColumnWidth(VALUE, self.fontMetrics().horizontalAdvance(tr("Value")) + 22)
        if font_factor() == 1:  # in a large font the columns do not fit beside each other
            self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.table, 1)

    def offer(self, *actions: QAction) -> None:
        """Actions of the window for the menu of the rows."""
        self.table.addActions(actions)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def refresh(self) -> None:
        """Show what the session holds now."""
        self._later.stop()
        analysis = self._session.analysis
        tracks = {} if analysis is None else analysis.tracks
        kinds = [k for k in KINDS if k in tracks] + [k for k in tracks if k not in KINDS]
        kinds = [k for k in kinds if len(tracks[k].events)]
        if [self.layer.itemData(i) for i in range(self.layer.count())] != kinds:
            self.layer.clear()
            for kind in kinds:
                self.layer.addItem(title_of(kind), kind)
        self.layer.setEnabled(bool(kinds))
        self._show(self.model.kind if self.model.kind in kinds else (kinds[0] if kinds else BEATS))

    def _show(self, kind: str) -> None:
        position = self.table.verticalScrollBar().value()
        self._mirroring = True
        same = kind == self.model.kind
        only_doubtful = self.doubtful.isChecked()
        self.model.show_kind(kind, only_doubtful)
        self._mirroring = False
        self.layer.setCurrentIndex(self.layer.findData(kind))
        n = len(self.model.events)
        if only_doubtful:
            self.count.setText(self._places_text(kind))
        else:
            self.count.setText(f"{n:,}" if n else tr("none yet"))
        if same:
            self.table.verticalScrollBar().setValue(position)
        self._mirror()

    def _places_text(self, kind: str) -> str:
        analysis = self._session.analysis
        n = 0 if analysis is None else len(doubtful_places(analysis.events(kind)))
        return plural("{n} place", "{n} places", n) if n else tr("none")

    def edit(self, kind: str, event: Event) -> None:
        """Show an event and open its label for typing."""
        self._show(kind)
        if self.doubtful.isChecked() and not self.model.rows_of((event,)):
            self.doubtful.setChecked(False)
        rows = self.model.rows_of((event,))
        if rows:
            index = self.model.index(rows[0], LABEL)
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
            self.table.setFocus()
            self.table.edit(index)

    def _analysis_changed(self, kinds: object) -> None:
        listed = {self.layer.itemData(i) for i in range(self.layer.count())}
        fresh = set(kinds) - listed  # type: ignore[call-overload]
        if self.model.kind in kinds or fresh or BEATS in kinds:  # type: ignore[operator]
            self._later.start()

    # -- selection ---------------------------------------------------------------------------------------------

    def _mirror(self) -> None:
        """The session's selection, as rows."""
        selection = self._session.selection
        model = self.table.selectionModel()
        if selection.kind and selection.kind != self.model.kind and self.layer.findData(selection.kind) >= 0:
            self._show(selection.kind)
            return
        rows = self.model.rows_of(selection.events) if selection.kind == self.model.kind else []
        if rows == sorted(i.row() for i in model.selectedRows()):
            return
        self._mirroring = True
        model.select(self._ranges(rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows:
            first = self.model.index(rows[0], TIME)
            model.setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.table.scrollTo(first)
        self._mirroring = False

    def _ranges(self, rows: list[int]) -> QItemSelection:
        selection = QItemSelection()
        last_column = self.model.columnCount() - 1
        start = 0
        for i in range(1, len(rows) + 1):
            if i == len(rows) or rows[i] != rows[i - 1] + 1:
                selection.select(self.model.index(rows[start], 0), self.model.index(rows[i - 1], last_column))
                start = i
        return selection

    def _picked(self, _new: QItemSelection, _old: QItemSelection) -> None:
        if self._mirroring:
            return
        rows = sorted(i.row() for i in self.table.selectionModel().selectedRows())
        events = tuple(self.model.events[r] for r in rows)
        kind = self.model.kind if events else ""
        self._session.select(replace(self._session.selection, kind=kind, events=events))
        if len(events) == 1:
            self.reveal_requested.emit(events[0].time)

    def _activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.seek_requested.emit(float(self.model.events.times[index.row()]))
