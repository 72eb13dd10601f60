"""The candidates of a span of pitch as buttons beside the pitch lane, within reach of keyboard and screen reader."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from w12studio.ui.lane_view import LaneView
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.pitch_editing import PitchEditing

_GAP_PX = 4


class CandidateBar(QFrame):
    """See the module. Lies over the lanes, just above the pitch lane, or below it where there is no room."""

    def __init__(self, pitching: PitchEditing, view: LaneView, lane: PitchLane) -> None:
        super().__init__(view)
        self.setObjectName("candidateBar")
        self.setAccessibleName("Candidates for the pitch")
        self._pitching, self._view, self._lane = pitching, view, lane
        self.buttons: list[QPushButton] = []
        self._shown: object = None
        self._words = QLabel("Looking for candidates…")
        self._leave = QPushButton("Keep (Esc)")
        self._leave.setAccessibleName("Keep the pitch as it is")
        self._leave.clicked.connect(pitching.leave)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 5, 8, 5)
        self._row.setSpacing(6)
        self._row.addWidget(self._words)
        self._row.addWidget(self._leave)
        self.hide()
        pitching.choices_changed.connect(self._show)
        view.layout_changed.connect(self.place)

    def _show(self) -> None:
        pitching = self._pitching
        if not pitching.choosing:
            if self.isAncestorOf(self.focusWidget() or self):
                self._view.setFocus()
            self.hide()
            self._shown = None
            return
        if self._shown is not pitching.choices:
            self._shown = pitching.choices
            self._fill()
        for choice, button in zip(pitching.choices, self.buttons, strict=True):
            lit = choice.number == pitching.looked_at
            if button.property("lit") != lit:
                button.setProperty("lit", lit)
                button.style().polish(button)  # else its style sheet does not notice
        self.show()
        self.raise_()
        self.place()

    def _fill(self) -> None:
        for old in self.buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        choices = self._pitching.choices
        self._words.setText("Take" if choices else "Looking for candidates…")
        for place, choice in enumerate(choices, 1):
            button = QPushButton(f"{choice.number}  {choice.text}")
            button.setAutoDefault(False)
            button.setAccessibleName(f"Candidate {choice.number}: {choice.text}")
            button.setAccessibleDescription(f"{choice.candidate.strength:.0%} as strong as the strongest")
            button.setToolTip(f"{choice.candidate.strength:.0%} as strong as the strongest  ({choice.number})")
            button.clicked.connect(lambda _=False, n=choice.number: self._pitching.take(n))
            button.setProperty("number", choice.number)
            button.installEventFilter(self)
            self._row.insertWidget(place, button)
            button.show()  # a bar that is shown already would learn its size only later
            self.buttons.append(button)
        self._row.activate()

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

    def place(self) -> None:
        """Go to where the span begins, inside the view."""
        if not self._pitching.choosing:
            return
        self.adjustSize()
        lane, view = self._lane, self._view
        left = round(float(view.context.viewport.time_to_px(self._pitching.span[0])))
        x = min(max(left, _GAP_PX), max(view.width() - self.width() - _GAP_PX, _GAP_PX))
        y = round(lane.y()) - self.height() - _GAP_PX
        if y < _GAP_PX:
            y = min(round(lane.y()) + lane.height + _GAP_PX, view.height() - self.height() - _GAP_PX)
        self.move(x, y)
