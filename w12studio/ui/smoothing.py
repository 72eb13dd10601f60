"""The slider in the tempo lane's header that says over how many beats the tempo curve is smoothed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QWidget

from w12studio import service
from w12studio.ui.session import Session
from w12studio.ui.texts import tr

#: What the slider offers, in beats.
CHOICES = (1, 3, 5, 7, 11, 15, 23, 31, 47, service.MOST_SMOOTHING)


def smoothing_text(beats: int) -> str:
    """For people, e.g. "7 beats" or "raw"."""
    return tr("raw") if beats <= 1 else tr("{n} beats", n=beats)


class SmoothingSlider(QWidget):
    """See the module. GUI thread."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(CHOICES) - 1)
        self.slider.setPageStep(2)
        self.slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.slider.setAccessibleName(tr("Smoothing of the tempo curve"))
        self.value = QLabel()
        self.value.setProperty("muted", True)
        self.value.setMinimumWidth(self.fontMetrics().horizontalAdvance(smoothing_text(63)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.value)
        self.setToolTip(tr("Over how many beats the tempo curve is smoothed"))
        self.slider.valueChanged.connect(lambda i: session.set_tempo_smoothing(CHOICES[i]))
        session.tempo_smoothing_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        beats = self._session.tempo_smoothing
        nearest = min(range(len(CHOICES)), key=lambda i: abs(CHOICES[i] - beats))
        self.slider.blockSignals(True)
        self.slider.setValue(nearest)
        self.slider.blockSignals(False)
        self.value.setText(smoothing_text(beats))
        self.slider.setAccessibleDescription(smoothing_text(beats))
