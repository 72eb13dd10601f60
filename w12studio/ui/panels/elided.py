"""A label that shortens its text to the room there is and shows all of it as a tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class ElidedLabel(QLabel):
    """See the module.

    Parameters
    ----------
    mode : Qt.TextElideMode
        Which part gives way; the middle is right for file names.
    """

    def __init__(
        self, text: str = "", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._full, self._mode = text, mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_text(text)

    @property
    def full_text(self) -> str:
        """The text, not shortened."""
        return self._full

    def set_text(self, text: str) -> None:
        """Change the text."""
        self._full = text
        self.setToolTip(text)
        self.setAccessibleDescription(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._full, self._mode, max(self.width() - 2, 24)))
