"""How far markers go to which grid, and what that would move."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.domain.analysis import Analysis
from w12studio.domain.events import Event
from w12studio.domain.quantise import PARTS, Grid, movement
from w12studio.ui.dialogs.answers import answers
from w12studio.ui.settings import Settings
from w12studio.ui.texts import later, tr, translated

GRIDS = {
    1: later("Beats"),
    2: later("1/2 of a beat"),
    4: later("1/4 of a beat"),
    8: later("1/8 of a beat"),
    16: later("1/16 of a beat"),
    3: later("Triplets: 1/3 of a beat"),
    6: later("Triplets: 1/6 of a beat"),
}
_PARTS, _STRENGTH, _ENDS = "quantise/parts", "quantise/strength", "quantise/ends"


class QuantiseDialog(QDialog):
    """See the module; remembers what was chosen.

    Parameters
    ----------
    analysis : Analysis
        Of the open recording.
    events : tuple of Event
        The selected ones.
    settings : Settings
    """

    def __init__(
        self, analysis: Analysis, events: tuple[Event, ...], settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Quantise"))
        self._analysis, self._events, self._settings = analysis, events, settings
        self.parts, self.strength, self.slider = QComboBox(), QSpinBox(), QSlider(Qt.Orientation.Horizontal)
        self.ends = QCheckBox(tr("Move ends, too"))
        self.effect = QLabel()
        self.do = QPushButton(tr("Quantise"))
        self._build()
        self._tell()

    def _build(self) -> None:
        for parts, text in GRIDS.items():
            self.parts.addItem(translated(text), parts)
        remembered = round(self._settings.number(_PARTS, 1.0))
        self.parts.setCurrentIndex(self.parts.findData(remembered if remembered in PARTS else 1))
        self.strength.setRange(0, 100)
        self.strength.setSuffix(" %")
        self.slider.setRange(0, 100)
        self.slider.setAccessibleName(tr("Strength"))
        self.strength.setAccessibleName(tr("Strength in percent"))
        self.slider.valueChanged.connect(self.strength.setValue)
        self.strength.valueChanged.connect(self.slider.setValue)
        self.strength.setValue(round(min(max(self._settings.number(_STRENGTH, 1.0), 0.0), 1.0) * 100))
        self.ends.setChecked(self._settings.flag(_ENDS, False))
        self.ends.setVisible(any(e.duration > 0 for e in self._events))
        self.effect.setWordWrap(True)
        self.effect.setProperty("muted", True)
        how_far = QHBoxLayout()
        how_far.addWidget(self.slider, 1)
        how_far.addWidget(self.strength)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.addRow(tr("To"), self.parts)
        form.addRow(tr("Strength"), how_far)
        form.addRow("", self.ends)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.effect)
        column.addLayout(answers(self, self.do))
        self.setMinimumWidth(400)
        self.parts.currentIndexChanged.connect(lambda _: self._tell())
        self.strength.valueChanged.connect(lambda _: self._tell())
        self.ends.toggled.connect(lambda _: self._tell())
        self.accepted.connect(self._remember)

    @property
    def grid(self) -> Grid:
        """What is chosen."""
        ends = self.ends.isChecked() and any(e.duration > 0 for e in self._events)
        return Grid(int(self.parts.currentData()), self.strength.value() / 100, ends)

    def _tell(self) -> None:
        found = movement(self._analysis, self._events, self.grid)
        self.do.setEnabled(found.n_moved > 0)
        if not found.n_moved:
            self.effect.setText(tr("Nothing would move."))
            return
        most = f"{1000 * found.most_s:,.1f} ms"
        self.effect.setText(
            tr(
                "{moved} of {all} would move, by {most} at most.",
                moved=f"{found.n_moved:,}",
                all=f"{len(self._events):,}",
                most=most,
            )
        )

    def _remember(self) -> None:
        self._settings.set(_PARTS, float(self.grid.parts))
        self._settings.set(_STRENGTH, self.grid.strength)
        self._settings.set(_ENDS, self.ends.isChecked())
