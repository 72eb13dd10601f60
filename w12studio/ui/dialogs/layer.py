"""What a new layer of the user's own is called, what it holds, and which colour it has."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.domain import layers
from w12studio.domain.analysis import Analysis
from w12studio.ui import theme
from w12studio.ui.actions import COLOURS
from w12studio.ui.dialogs.answers import answers
from w12studio.ui.texts import error_text, later, tr, translated

SHAPES = {
    layers.POINTS: later("Points: places in time"),
    layers.REGIONS: later("Regions: from here to there"),
    layers.NOTES: later("Notes: with a pitch"),
}
_ICON_PX = 18


def swatch(colour: QColor, size: int = _ICON_PX) -> QIcon:
    """A disc of a colour."""
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(QColor(0, 0, 0, 0))
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(colour)
        painter.drawEllipse(2, 2, size - 4, size - 4)
    return QIcon(pixmap)


class LayerDialog(QDialog):
    """See the module.

    Parameters
    ----------
    analysis : Analysis
        Of the open recording, for the names that are taken.
    name : str
        To begin with.
    """

    def __init__(self, analysis: Analysis, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("New layer"))
        self._analysis = analysis
        self.name = QLineEdit(name)
        self.name.setMaxLength(layers.LONGEST_NAME)
        self.name.setAccessibleName(tr("Name"))
        self.problem = QLabel()
        self.problem.setWordWrap(True)
        self.problem.setProperty("warning", True)
        self._shapes, self._colours = QButtonGroup(self), QButtonGroup(self)
        self.make = QPushButton(tr("Make layer"))
        self._build()
        self.name.textChanged.connect(self._check)
        self.name.selectAll()
        self._check()

    def _build(self) -> None:
        shapes = QVBoxLayout()
        shapes.setSpacing(4)
        for i, text in enumerate(SHAPES.values()):
            button = QRadioButton(translated(text))
            button.setChecked(i == 0)
            self._shapes.addButton(button, i)
            shapes.addWidget(button)
        colours = QHBoxLayout()
        colours.setSpacing(2)
        taken = {layers.colour_of(t) for t in layers.own_layers(self._analysis)}
        first = next((i for i, c in enumerate(layers.COLOURS) if c not in taken), 0)
        for i, colour in enumerate(layers.COLOURS):
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(i == first)
            button.setIcon(swatch(theme.current().category(i)))
            button.setIconSize(QSize(_ICON_PX, _ICON_PX))
            button.setAutoRaise(True)
            button.setToolTip(translated(COLOURS[colour]).replace("&", ""))
            button.setAccessibleName(translated(COLOURS[colour]).replace("&", ""))
            self._colours.addButton(button, i)
            colours.addWidget(button)
        colours.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Holds"), shapes)
        form.addRow(tr("Colour"), colours)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addLayout(answers(self, self.make))
        self.setMinimumWidth(400)

    def _check(self) -> None:
        try:
            layers.checked_name(self._analysis, self.name.text())
        except layers.LayerError as error:
            self.problem.setText(error_text(error) if self.name.text().strip() else "")
            self.make.setEnabled(False)
        else:
            self.problem.clear()
            self.make.setEnabled(True)

    @property
    def shape(self) -> str:
        """One of `layers.SHAPES`."""
        return layers.SHAPES[self._shapes.checkedId()]

    @property
    def colour(self) -> str:
        """One of `layers.COLOURS`."""
        return layers.COLOURS[self._colours.checkedId()]
