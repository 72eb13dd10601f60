"""Go to a place: type it by the clock, in seconds, in samples, or in bars, beats and ticks, and press Enter."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget

from w12studio.domain.places import PlaceError
from w12studio.ui.texts import error_text, tr
from w12studio.ui.time_display import TimeDisplay

WIDTH_PX = 460


class GoToField(QDialog):
    """See the module.

    Parameters
    ----------
    display : TimeDisplay
        Reads and tells times.
    now : float
        Where the playhead is, in s.
    """

    #: the place in s
    chosen = Signal(float)

    def __init__(self, display: TimeDisplay, now: float, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Go to a place"))
        self._display = display
        self.field, self.meant = QLineEdit(display.text(now)), QLabel()
        self.field.setAccessibleName(tr("Place"))
        self.field.setAccessibleDescription(tr("1:23.456, 83.456 s, sample 3680410, or bar 33:2:480"))
        self.field.selectAll()
        self.meant.setWordWrap(True)
        self.meant.setProperty("muted", True)
        self.meant.setAccessibleName(tr("What that means"))
        examples = QLabel(tr("1:23.456 · 83.456 s · sample 3680410 · bar 33:2:480"))
        examples.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(6)
        for widget in (self.field, self.meant, examples):
            column.addWidget(widget)
        self.setFixedWidth(WIDTH_PX)
        self.field.textChanged.connect(self._explain)
        self.field.returnPressed.connect(self._go)
        self._explain()
        corner = parent.mapToGlobal(QPoint((parent.width() - WIDTH_PX) // 2, 80))
        self.move(corner)
        self.field.setFocus()

    def _explain(self) -> None:
        """Say how the text is read, or why it can't be."""
        try:
            self.meant.setText(self._display.full_text(self._display.parse(self.field.text())))
        except PlaceError as error:
            self.meant.setText(error_text(error))

    def _go(self) -> None:
        try:
            time = self._display.parse(self.field.text())
        except PlaceError:
            self.field.selectAll()
            return
        self.accept()
        self.chosen.emit(time)
