"""The events of one layer as a table model: rows are looked up as they are painted, so 100,000 of them cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from w12studio.domain.analysis import BEATS, METER, NOTES, TEMPO, TITLES
from w12studio.domain.edits import edit_events, move_event
from w12studio.domain.events import Event, Events
from w12studio.domain.layers import NOTES as NOTE_SHAPE
from w12studio.domain.layers import is_own
from w12studio.domain.own_events import noun_of
from w12studio.domain.pins import PINS, PinError, checked
from w12studio.domain.regions import TILED
from w12studio.domain.timebase import format_clock
from w12studio.ui.doubt import is_doubtful
from w12studio.ui.marker_text import CSV_TYPE, events_mime
from w12studio.ui.session import Session
from w12studio.ui.spoken import event_sentence
from w12studio.ui.summary import bars_beats, bars_beats_of, parse_clock, value_text
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import fixed_font

TIME, BAR, VALUE, LABEL, CONFIDENCE = range(5)
_TITLES = (later("Time"), later("Bar"), later("Value"), later("Label"), later("Sure"))
#: Layers that follow from the beats: an edit would be lost with the next edit of a beat.
DERIVED = (TEMPO, METER)
#: Combined once: Qt asks for the flags of every cell that is selected.
_FIXED = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDragEnabled
_EDITABLE = _FIXED | Qt.ItemFlag.ItemIsEditable
#: Up to this many events are looked up one by one.
_FEW = 64
_Index = QModelIndex | QPersistentModelIndex


class MarkerModel(QAbstractTableModel):
    """Rows are events in order of time; times, values and labels can be edited, and every edit can be undone."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.kind = BEATS
        self.events = Events()
        self._value_kind = BEATS
        self._grid = bars_beats_of(None)
        self._number_font = fixed_font(0.95)

    def show_kind(self, kind: str, only_doubtful: bool = False) -> None:
        """Show a layer as it is now, or only its doubtful events."""
        self.beginResetModel()
        self.kind = kind
        analysis = self._session.analysis
        events = Events() if analysis is None else analysis.events(kind)
        if only_doubtful:
            rows = np.flatnonzero(is_doubtful(events))
            events = Events(events.rows(rows)) if rows.size < len(events) else events
        self.events = events
        track = None if analysis is None else analysis.track(kind)
        self._value_kind = NOTES if track is not None and is_own(kind) and track.shape == NOTE_SHAPE else kind
        self._grid = bars_beats_of(analysis)
        self.endResetModel()

    def rows_of(self, events: tuple[Event, ...]) -> list[int]:
        """Rows of events, ascending; those that are not in the layer are left out."""
        if len(events) > _FEW:
            others, _ = self.events.differences(Events(events))
            return np.setdiff1d(np.arange(len(self.events)), others).tolist()
        rows = []
        for event in events:
            first = int(np.searchsorted(self.events.times, event.time, side="left"))
            last = int(np.searchsorted(self.events.times, event.time, side="right"))
            rows += [i for i in range(first, last) if last == first + 1 or self.events[i] == event][:1]
        return sorted(rows)

    # -- Qt's side ---------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.events)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return translated(_TITLES[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= len(self.events):
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(row, column, editing=role == Qt.ItemDataRole.EditRole)
        if role == Qt.ItemDataRole.FontRole and column in (TIME, BAR, CONFIDENCE):
            return self._number_font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if column == TIME:  # the first cell of a row says all of it
                return event_sentence(self.kind, self.events[row], self._grid)
            return f"{translated(_TITLES[column])}: {self._text(row, column)}"
        return None

    def _text(self, row: int, column: int, editing: bool = False) -> str:
        events = self.events
        if column == TIME:
            return format_clock(events.times[row], 6 if editing else 3)
        if column == BAR:
            return bars_beats(self._grid, events.times[row])
        if column == VALUE:
            value = events.values[row]
            return f"{value:g}" if editing and not np.isnan(value) else value_text(self._value_kind, value)
        if column == LABEL:
            return events.labels[row]
        confidence = events.confidences[row]
        return "" if np.isnan(confidence) else f"{confidence:.0%}"

    def flags(self, index: _Index) -> Qt.ItemFlag:
        editable = index.column() in (TIME, VALUE, LABEL) and self.kind not in DERIVED
        return _EDITABLE if editable else _FIXED

    def mimeTypes(self) -> list[str]:
        return ["text/plain", CSV_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """What a drag of rows gives to another program."""
        return events_mime(self.events[row] for row in sorted({i.row() for i in indexes}))

    def setData(self, index: _Index, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.row() >= len(self.events):
            return False
        old = self.events[index.row()]
        if str(value) == self._text(index.row(), index.column(), editing=True):
            return False
        try:
            new = self._changed(old, index.column(), str(value).strip())
        except ValueError:
            return False
        analysis = self._session.analysis
        if new == old or analysis is None:
            return False
        if self.kind == PINS:
            self._session.pinning.change(tr("Change pin"), [old], [new])
            return True
        own = is_own(self.kind)
        one = translated(noun_of(analysis, self.kind) if own else TITLES[self.kind].lower().removesuffix("s"))
        if self.kind in TILED and index.column() == TIME:  # its border to the region before
            self._session.apply(move_event(analysis, self.kind, old, new.time))
            return True
        name = {TIME: tr("Move {one}", one=one), VALUE: tr("Change {one}", one=one), LABEL: tr("Label {one}", one=one)}
        name = name[index.column()]
        self._session.apply(edit_events(analysis, name, self.kind, [old], [new]))
        return True

    def _changed(self, event: Event, column: int, text: str) -> Event:
        if column == TIME:
            return replace(event, time=min(parse_clock(text), self._session.duration))
        if column == LABEL:
            return self._sensible(replace(event, label=text))
        value = float(text.replace(",", ".")) if text else None
        if value is not None and not np.isfinite(value):
            raise ValueError(text)
        if self.kind == BEATS and (value is None or value < 1 or value != round(value)):
            raise ValueError("a beat's place in the bar is a whole number from 1")
        return self._sensible(replace(event, value=value))

    def _sensible(self, event: Event) -> Event:
        """The event; raises ValueError where it is a pin that makes no sense."""
        if self.kind == PINS:
            try:
                return checked(event)
            except PinError as error:
                raise ValueError(str(error)) from None
        return event
