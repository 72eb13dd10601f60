"""What a file would hold with the options as they are, in a sentence that follows them."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QLabel

from w12studio.domain.analysis import Analysis
from w12studio.ui.dialogs.export_options import OptionFields
from w12studio.ui.latest import LatestCall
from w12studio.ui.texts import tr


class Foresight(QLabel):
    """See the module. It works on a thread while it is shown.

    Parameters
    ----------
    fmt : Format
        Its `foresee` says the sentence.
    analysis : Analysis
    fields : OptionFields
    """

    def __init__(self, fmt: Any, analysis: Analysis, fields: OptionFields) -> None:
        super().__init__()
        self._format, self._analysis, self._fields = fmt, analysis, fields
        self._call = LatestCall("foresight", self)
        self.setWordWrap(True)
        self.setAccessibleName(tr("What the file would hold"))
        fields.changed.connect(self._ask)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to say it."""
        self._ask()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody reads it."""
        self._call.shutdown()
        super().hideEvent(event)

    def _ask(self) -> None:
        if not self.isVisible():
            return
        fmt, analysis, values = self._format, self._analysis, self._fields.values()
        self._call.ask(
            lambda: fmt.foresee(analysis, fmt.parse_options(values)), self.setText, lambda _error: self.setText("")
        )
