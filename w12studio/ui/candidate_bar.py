"""The candidates of a span of pitch as buttons beside the pitch lane, within reach of keyboard and screen reader."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from w12studio import service
from w12studio.ui.enter_key import press_buttons_on_enter
from w12studio.ui.lane_view import LaneView
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.pitch_editing import PitchEditing
from w12studio.ui.texts import tr

_GAP_PX = 4
_SPACING_PX = 6


class CandidateBar(QFrame):
    """See the module. Lies over the lanes, just above the pitch lane, or below it where there is no room."""

    def __init__(self, pitching: PitchEditing, view: LaneView, lane: PitchLane) -> None:
        super().__init__(view)
        self.setObjectName("candidateBar")
        self.setAccessibleName(tr("Candidates for the pitch"))
        self._pitching, self._view, self._lane = pitching, view, lane
        self._words = QLabel(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 5, 8, 5)
        self._column.setSpacing(_SPACING_PX)
        self._rows: list[list[QWidget]] = []
        self._all = [self._button(n) for n in range(1, service.MOST_CANDIDATES + 1)]
        self._leave = QPushButton(tr("Keep (Esc)"), self)
        self._leave.setAccessibleName(tr("Keep the pitch as it is"))
        self._leave.clicked.connect(pitching.leave)
        press_buttons_on_enter(self)
        self.hide()
        pitching.choices_changed.connect(self._show)
        view.layout_changed.connect(self.place)

    def _button(self, number: int) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(lambda: self._pitching.take(number))
        button.setProperty("number", number)
        button.setAccessibleName(tr("Candidate {number}", number=number))
        button.installEventFilter(self)
        return button

    @property
    def buttons(self) -> list[QPushButton]:
        """Those of the candidates that there are."""
        return self._all[: len(self._pitching.choices)]

    def _show(self) -> None:
        pitching = self._pitching
        if not pitching.choosing:
            if self.focusWidget() is not None and self.focusWidget().hasFocus():
                self._view.setFocus()
            self.hide()
            return
        self._words.setText(tr("Take") if pitching.choices else tr("Looking for candidates…"))
        for button in self._all[len(pitching.choices) :]:
            button.hide()
        for choice, button in zip(pitching.choices, self.buttons, strict=True):
            strength = tr("{share} as strong as the strongest", share=f"{choice.candidate.strength:.0%}")
            button.setText(f"{choice.number}  {choice.text}")
            button.setAccessibleName(tr("Candidate {number}: {text}", number=choice.number, text=choice.text))
            button.setAccessibleDescription(strength)
            button.setToolTip(f"{strength}  ({choice.number})")
            lit = choice.number == pitching.looked_at
            if button.property("lit") != lit:
                button.setProperty("lit", lit)
                button.style().polish(button)  # else its style sheet does not notice
            button.show()
        self.show()
        self.raise_()
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pointer or focus on a button brings its curve forward."""
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            self._pitching.look_at(int(watched.property("number")))
        elif event.type() in (QEvent.Type.Leave, QEvent.Type.FocusOut):
            self._pitching.look_at(0)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go through the buttons."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        every: list[QWidget] = [*self.buttons, self._leave]
        if step is None:
            super().keyPressEvent(event)
            return
        now = next((i for i, b in enumerate(every) if b.hasFocus()), 0)
        every[(now + step) % len(every)].setFocus()

    def _flow(self, room: int) -> None:
        """Lay out what is to be seen in as many rows as it takes in a width in px."""
        rows: list[list[QWidget]] = []
        used = room
        for widget in (self._words, *self.buttons, self._leave):
            width = widget.sizeHint().width() + _SPACING_PX
            if used + width > room or not rows:
                rows.append([])
                used = 0
            rows[-1].append(widget)
            used += width
        if rows == self._rows:
            return
        self._rows = rows
        while (item := self._column.takeAt(0)) is not None:
            item.layout().deleteLater()
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(_SPACING_PX)
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
            self._column.addLayout(row)

    def place(self) -> None:
        """Go to where the span begins, inside the view."""
        if not self._pitching.choosing:
            return
        margins = self._column.contentsMargins()
        self._flow(self._view.width() - 2 * _GAP_PX - margins.left() - margins.right())
        self._column.activate()
        self.adjustSize()
        lane, view = self._lane, self._view
        left = round(float(view.context.viewport.time_to_px(self._pitching.span[0])))
        x = min(max(left, _GAP_PX), max(view.width() - self.width() - _GAP_PX, _GAP_PX))
        y = round(lane.y()) - self.height() - _GAP_PX
        if y < _GAP_PX:
            y = min(round(lane.y()) + lane.height + _GAP_PX, view.height() - self.height() - _GAP_PX)
        self.move(x, y)
