"""The speed in the transport: shown and typed in percent, turned by the wheel, normal again by a double click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QSpinBox, QWidget

from w12studio.service.listening import FASTEST, SLOWEST
from w12studio.ui.actions import Actions, key_text
from w12studio.ui.player import Player
from w12studio.ui.texts import tr


class SpeedBox(QSpinBox):
    """See the module."""

    def __init__(self, player: Player, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._player, self._actions = player, actions
        self.setObjectName("speed")
        self.setRange(round(SLOWEST * 100), round(FASTEST * 100))
        self.setSuffix(" %")
        self.setSingleStep(5)
        self.setKeyboardTracking(False)  # not at every digit
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("200 %") + 22)
        self.setAccessibleName(tr("Speed in percent"))
        self.lineEdit().installEventFilter(self)
        self.valueChanged.connect(lambda percent: player.set_speed(percent / 100))
        self.editingFinished.connect(self._leave)
        player.state_changed.connect(self._show)
        actions.keys_changed.connect(self._show_keys)
        self._show_keys()
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click makes it normal."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._player.set_speed(1.0)
            return True
        return bool(super().eventFilter(watched, event))

    def _leave(self) -> None:
        """Keys belong to the window again."""
        if self.hasFocus():
            self.clearFocus()

    def _show(self) -> None:
        self.blockSignals(True)
        self.setValue(round(self._player.speed * 100))
        self.blockSignals(False)
        changed = self._player.speed != 1.0
        if self.property("changed") != changed:
            self.setProperty("changed", changed)
            self.style().unpolish(self)
            self.style().polish(self)

    def _show_keys(self) -> None:
        slower, faster, normal = (key_text(self._actions.keys(n)) for n in ("slower", "faster", "normal_speed"))
        self.setToolTip(
            tr(
                "Speed, the pitch stays: slower ({slower}), faster ({faster}), normal ({normal}, or a double click)",
                slower=slower,
                faster=faster,
                normal=normal,
            )
        )
