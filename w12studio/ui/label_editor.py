"""Typing the label of an event where it stands on its lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from w12studio.domain.events import Event
from w12studio.ui.lanes.own import OwnLane
from w12studio.ui.texts import tr, translated

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

LEAST_PX, MOST_PX = 90, 360
_PAD_PX = 24
_ESCAPE, _RETURN = Qt.Key.Key_Escape, (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LabelEditor(QLineEdit):
    """A field over an event; Return and leaving it keep what was typed, Esc does not.

    Parameters
    ----------
    timeline : Timeline
    lane : OwnLane
    event : Event
    take : callable
        Gets the label once.
    """

    def __init__(self, timeline: Timeline, lane: OwnLane, event: Event, take: Callable[[str], None]) -> None:
        view = timeline.lane_view.viewport()
        super().__init__(event.label, view)
        self._take: Callable[[str], None] | None = take
        self._room = view.width()
        self.setAccessibleName(tr("Label in {title}", title=translated(lane.title)))
        self.setPlaceholderText(tr("Label"))
        self.setTextMargins(0, 0, 0, 0)
        self._x = min(max(timeline.viewport.time_to_px(event.time), 0.0), max(self._room - LEAST_PX, 0))
        top, height = lane.band(event, lane.row_of(event))
        self._middle = lane.y() + top + height / 2
        self.textChanged.connect(self._place)
        self.installEventFilter(self)
        timeline.viewport_changed.connect(self._finish)
        timeline.session.recording_changed.connect(self.cancel)
        self._place()
        self.selectAll()
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        wanted = self.fontMetrics().horizontalAdvance(self.text() or self.placeholderText()) + _PAD_PX
        width = min(max(wanted, LEAST_PX), MOST_PX)
        height = self.sizeHint().height()
        self.setGeometry(
            round(min(self._x, max(self._room - width, 0))), round(self._middle - height / 2), width, height
        )

    def _finish(self) -> None:
        take, self._take = self._take, None
        if take is not None:
            self.hide()
            take(" ".join(self.text().split()))
            self.deleteLater()

    def cancel(self) -> None:
        """Forget what was typed."""
        if self._take is not None:
            self._take = None
            self.hide()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives up; keys that the window has for itself are typed."""
        if isinstance(event, QKeyEvent) and event.key() in (_ESCAPE, *_RETURN):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress:
                (self.cancel if event.key() == _ESCAPE else self._finish)()
            return True  # none of the lanes' business
        if event.type() == QEvent.Type.FocusOut:
            self._finish()
        return bool(super().eventFilter(watched, event))
