"""A small choice of the layer whose difference is shown, for the header of a lane."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from w12studio.ui.comparing import Comparing
from w12studio.ui.comparison import layer_title
from w12studio.ui.texts import tr


class LayerBox(QComboBox):
    """See the module; follows a `Comparing` and tells it what was chosen."""

    def __init__(self, comparing: Comparing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparing = comparing
        self.setAccessibleName(tr("Layer that is compared"))
        self.setToolTip(tr("Which layer the difference is shown of"))
        self.activated.connect(lambda _: comparing.look_at(self.currentData()))
        comparing.changed.connect(self._follow)
        comparing.updated.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        kinds = self._comparing.kinds
        if [self.itemData(i) for i in range(self.count())] != kinds:
            self.clear()
            for kind in kinds:
                self.addItem(layer_title(kind), kind)
        self.setCurrentIndex(self.findData(self._comparing.layer))
        self.setEnabled(len(kinds) > 1)
