"""The two buttons in the pitch lane's header: the pencil, and the candidates."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from w12studio.ui.enter_key import press_buttons_on_enter
from w12studio.ui.icons import icon
from w12studio.ui.pitch_editing import PitchEditing
from w12studio.ui.sizes import em
from w12studio.ui.texts import tr


class PitchTools(QWidget):
    """See the module. GUI thread."""

    def __init__(self, pitching: PitchEditing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pitching = pitching
        self.pencil = self._button("pencil", tr("Draw pitch"), tr("Draw the pitch with the pencil (B)"))
        self.candidates = self._button("candidates", tr("Choose among candidates"), tr("Choose among candidates (A)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.pencil)
        row.addWidget(self.candidates)
        row.addStretch(1)
        press_buttons_on_enter(self)
        self.pencil.clicked.connect(pitching.set_pencil)
        self.candidates.clicked.connect(self._find)
        pitching.pencil_changed.connect(self.pencil.setChecked)
        pitching.choices_changed.connect(self._show_choosing)

    def _button(self, name: str, title: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(name))
        button.setIconSize(QSize(em(16), em(16)))
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(title)
        button.setToolTip(tip)
        return button

    def _find(self) -> None:
        self._pitching.find()
        self._show_choosing()

    def _show_choosing(self) -> None:
        self.candidates.setChecked(self._pitching.choosing)
