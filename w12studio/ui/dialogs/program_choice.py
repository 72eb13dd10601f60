"""The program an export is for, and how to import it there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from w12studio.ui.texts import tr, translated


class ProgramChoice(QWidget):
    """See the module.

    Parameters
    ----------
    presets : mapping of str to Preset
        By key, see `service.presets`.
    """

    #: a person chose a Preset, or None: formats of one's own choice
    chosen = Signal(object)

    def __init__(self, presets: Mapping[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = presets
        self.box, self.how = QComboBox(), QLabel()
        self.box.setAccessibleName(tr("For program"))
        self.box.addItem(tr("Choose formats yourself"), "")
        for preset in presets.values():
            self.box.addItem(preset.name, preset.key)
        self.box.setMaxVisibleItems(self.box.count())
        self.how.setWordWrap(True)
        self.how.setTextFormat(Qt.TextFormat.PlainText)
        self.how.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.how.setProperty("muted", True)
        self.how.hide()
        label = QLabel(tr("For program"))
        label.setProperty("title", True)
        label.setBuddy(self.box)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(label)
        line.addWidget(self.box)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.how)
        self.box.activated.connect(lambda _: self._activated())

    @property
    def preset(self) -> Any | None:
        """The Preset that is shown, or None."""
        return self._presets.get(self.box.currentData())

    @property
    def key(self) -> str:
        """Key of the Preset that is shown; "" where there is none."""
        return str(self.box.currentData())

    def show_preset(self, key: str) -> None:
        """Show a program with its note; "" or an unknown key: none."""
        self.box.setCurrentIndex(max(self.box.findData(key), 0))
        preset = self.preset
        self.how.setText("" if preset is None else translated(preset.how))
        self.how.setVisible(preset is not None)

    def _activated(self) -> None:
        self.show_preset(self.key)
        self.chosen.emit(self.preset)
