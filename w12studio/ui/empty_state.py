"""In place of the timeline: the first steps before anything is open, and the reason where a file can't be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from w12studio.ui.icons import icon
from w12studio.ui.panels.elided import ElidedLabel
from w12studio.ui.settings import Settings

_SHOWN_RECENT = 5


class EmptyState(QWidget):
    """See the module."""

    open_requested = Signal()
    demo_requested = Signal()
    #: Path
    recent_requested = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings = settings
        self._target = QFrame()
        self._target.setObjectName("dropTarget")
        self._picture = QLabel()
        self._recent_box = QWidget()
        self._recent = QVBoxLayout(self._recent_box)
        self.open_button = QPushButton("Open files…")
        self.demo_button = QPushButton("Try the demo recording")
        self._build()
        self._fill_recent()
        self.recoloured()
        settings.recent_changed.connect(self._fill_recent)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(32, 24, 32, 24)
        grid.setRowStretch(0, 1)
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        self._target.setMinimumWidth(480)
        self._target.setMaximumWidth(680)
        grid.addWidget(self._target, 1, 1)
        column = QVBoxLayout(self._target)
        column.setContentsMargins(48, 36, 48, 32)
        column.setSpacing(8)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._picture)
        title = QLabel("Drop audio files here")
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(title)
        text = QLabel(
            "The waveform appears at once; beats, pitch and key follow while you look. "
            "Correct what is wrong by dragging markers, and hear it with the click switched on. "
            "Then export to your DAW, DJ program or a table."
        )
        text.setWordWrap(True)
        text.setProperty("muted", True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(text)
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addWidget(self._recent_box)

    def _buttons(self) -> QHBoxLayout:
        self.open_button.setProperty("primary", True)
        self.open_button.setToolTip("Choose recordings or .w12 projects  (Ctrl+O)")
        self.demo_button.setToolTip("Open a short recording that comes with the program")
        self.open_button.clicked.connect(self.open_requested)
        self.demo_button.clicked.connect(self.demo_requested)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self.open_button)
        row.addWidget(self.demo_button)
        row.addStretch(1)
        return row

    def _fill_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        recent = self._settings.recent[:_SHOWN_RECENT]
        self._recent_box.setVisible(bool(recent))
        if not recent:
            return
        self._recent.setContentsMargins(0, 18, 0, 0)
        self._recent.setSpacing(0)
        heading = QLabel("Recent")
        heading.setProperty("heading", True)
        heading.setContentsMargins(7, 0, 0, 2)
        self._recent.addWidget(heading)
        for path in recent:
            self._recent.addWidget(self._recent_row(path))

    def _recent_row(self, path: Path) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(path.name.replace("&", "&&"))
        button.setProperty("link", True)
        button.setToolTip(str(path))
        button.setAccessibleName(f"Open {path.name}")
        button.clicked.connect(lambda: self.recent_requested.emit(path))
        folder = ElidedLabel(str(path.parent), Qt.TextElideMode.ElideMiddle)
        folder.setProperty("muted", True)
        line.addWidget(button)
        line.addWidget(folder, 1)
        return row

    def set_drop_active(self, active: bool) -> None:
        """Files are being dragged over the window."""
        self._target.setProperty("active", active)
        self._target.style().unpolish(self._target)
        self._target.style().polish(self._target)

    def recoloured(self) -> None:
        """The theme changed."""
        self._picture.setPixmap(icon("drop", "accent").pixmap(QSize(72, 72)))


class FailedState(QWidget):
    """In place of the timeline of a recording that could not be read, or was cancelled before anything was known."""

    retry_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture, self.title, self.text = QLabel(), QLabel(), QLabel()
        self.retry_button, self.open_button = QPushButton("Try again"), QPushButton("Open another…")
        self.retry_button.clicked.connect(self.retry_requested)
        self.open_button.clicked.connect(self.open_requested)
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.text.setProperty("muted", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 24, 48, 24)
        column.setSpacing(8)
        column.addStretch(1)
        for label in (self._picture, self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.retry_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        column.addSpacing(12)
        column.addLayout(row)
        column.addStretch(1)
        self._failed = True

    def show_problem(self, name: str, problem: str, advice: str, failed: bool = True) -> None:
        """Say what is wrong with which file, and what can be done."""
        self._failed = failed
        self.title.setText(name)
        sentence = f"{problem[:1].upper()}{problem[1:]}." if problem else ""
        self.text.setText("\n".join(x for x in (sentence, advice) if x))
        self.recoloured()

    def recoloured(self) -> None:
        """The theme changed."""
        picture = icon("error", "danger" if self._failed else "text_muted")
        self._picture.setPixmap(picture.pixmap(QSize(48, 48)))
