"""By how much layers are shifted, and which."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio.ui.dialogs.answers import answers
from w12studio.ui.texts import tr

MOST_MS = 3_600_000.0


class ShiftDialog(QDialog):
    """See the module.

    Parameters
    ----------
    title : str
        Name of the layer of now; "" where that has no times to shift: only all layers are offered then.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Shift layers"))
        self.offset = QDoubleSpinBox()
        self.offset.setRange(-MOST_MS, MOST_MS)
        self.offset.setDecimals(3)
        self.offset.setSuffix(" ms")
        self.offset.setAccessibleName(tr("Later by"))
        self.one = QRadioButton(tr("Only {title}", title=title).replace("&", "&&"))
        self.everything = QRadioButton(tr("All layers"))
        (self.one if title else self.everything).setChecked(True)
        self.one.setVisible(bool(title))
        which = QVBoxLayout()
        which.addWidget(self.one)
        which.addWidget(self.everything)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(12)
        form.addRow(tr("Later by"), self.offset)
        form.addRow(tr("Which"), which)
        note = QLabel(
            tr("A negative number shifts them earlier. What leaves the recording is left out; Undo brings it back.")
        )
        note.setWordWrap(True)
        note.setProperty("muted", True)
        self.do = QPushButton(tr("Shift"))
        self.do.setEnabled(False)
        self.offset.valueChanged.connect(lambda value: self.do.setEnabled(value != 0))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(note)
        column.addLayout(answers(self, self.do))
        self.setMinimumWidth(380)
        self.offset.setFocus()
        self.offset.selectAll()
