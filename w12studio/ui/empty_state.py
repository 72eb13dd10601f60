"""In place of the timeline: the first steps before anything is open, and the reason where a file can't be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from w12studio.ui.actions import key_text
from w12studio.ui.icons import icon
from w12studio.ui.panels.elided import ElidedLabel
from w12studio.ui.settings import Settings
from w12studio.ui.sizes import OF_PANELS, em
from w12studio.ui.texts import later, tr, translated

_SHOWN_RECENT = 5
#: What one does with the program, a sentence each; shown at the first start, and from the menu Help.
STEPS = (
    later("Drop a recording on this window: beats, pitch, key and more appear while you listen."),
    later("Drag what is wrong to where it belongs, and what is around it follows; every step can be undone."),
    later("Export it to your DAW, your DJ program or a table, or save it as a project to go on later."),
)


class EmptyState(QWidget):
    """See the module."""

    open_requested = Signal()
    demo_requested = Signal()
    back_requested = Signal()
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
        self._steps = QWidget()
        self.open_button = QPushButton(tr("Open files…"))
        self.demo_button = QPushButton(tr("Open the demo recording"))
        self.back_button = QPushButton(tr("Back"))
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
        self._target.setMaximumWidth(em(680, OF_PANELS))
        grid.addWidget(self._target, 1, 1)
        column = QVBoxLayout(self._target)
        column.setContentsMargins(48, 36, 48, 32)
        column.setSpacing(8)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._picture)
        title = QLabel(tr("Drop audio files here"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(title)
        self._text = QLabel(
            tr(
                "The waveform appears at once; beats, pitch and key follow while you look. "
                "Correct what is wrong by dragging markers, and hear it with the click switched on. "
                "Then export to your DAW, DJ program or a table."
            )
        )
        self._text.setWordWrap(True)
        self._text.setProperty("muted", True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._text)
        column.addWidget(self._steps)
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addWidget(self._recent_box)
        rows = QGridLayout(self._steps)
        rows.setContentsMargins(0, 10, 0, 4)
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(12)
        rows.setColumnStretch(1, 1)
        for n, text in enumerate(STEPS):
            number = QLabel(str(n + 1))
            number.setObjectName("stepNumber")
            number.setFixedSize(em(22), em(22))
            number.setStyleSheet(f"border-radius: {em(22) // 2}px")
            number.setAlignment(Qt.AlignmentFlag.AlignCenter)
            sentence = QLabel(translated(text))
            sentence.setWordWrap(True)
            rows.addWidget(number, n, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(sentence, n, 1)

    def _buttons(self) -> QHBoxLayout:
        self.demo_button.setToolTip(tr("Open a short recording that comes with the program"))
        self.back_button.setToolTip(tr("Back to the recording that is open"))
        self.open_button.clicked.connect(self.open_requested)
        self.demo_button.clicked.connect(self.demo_requested)
        self.back_button.clicked.connect(self.back_requested)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self.open_button)
        row.addWidget(self.demo_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        return row

    def show_first_steps(self, back: bool = False) -> None:
        """Show the three sentences on how to begin, whatever was open before; with ``back`` a way back to it."""
        self._show_steps(True)
        self.back_button.setVisible(back)
        self.demo_button.setFocus()

    def follow(self, action: QAction) -> None:
        """Tell the key of the action that does the same as the first button."""

        def show() -> None:
            keys = key_text(action.shortcuts())
            tip = tr("Choose recordings or .w12 projects")
            self.open_button.setToolTip(f"{tip}  ({keys})" if keys else tip)

        action.changed.connect(show)
        show()

    def _show_steps(self, shown: bool) -> None:
        """The three sentences in place of the short text; then the demo is the first thing to do."""
        self._steps.setVisible(shown)
        self._text.setVisible(not shown)
        for button, primary in ((self.demo_button, shown), (self.open_button, not shown)):
            button.setProperty("primary", primary)
            button.style().unpolish(button)
            button.style().polish(button)

    def _fill_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        recent = self._settings.recent[:_SHOWN_RECENT]
        self._show_steps(not recent)
        self.back_button.hide()
        self._recent_box.setVisible(bool(recent))
        if not recent:
            return
        self._recent.setContentsMargins(0, 18, 0, 0)
        self._recent.setSpacing(0)
        heading = QLabel(tr("Recent"))
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
        button.setAccessibleName(tr("Open {name}", name=path.name))
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
        self.retry_button, self.open_button = QPushButton(tr("Try again")), QPushButton(tr("Open another…"))
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
        problem = translated(problem)
        sentence = f"{problem[:1].upper()}{problem[1:]}." if problem else ""
        self.text.setText("\n".join(x for x in (sentence, translated(advice)) if x))
        self.recoloured()

    def recoloured(self) -> None:
        """The theme changed."""
        picture = icon("error", "danger" if self._failed else "text_muted")
        self._picture.setPixmap(picture.pixmap(QSize(48, 48)))
