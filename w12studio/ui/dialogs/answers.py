"""The buttons at the foot of a dialog that asks one thing."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from w12studio.ui.texts import tr


def answers(dialog: QDialog, do: QPushButton, beside: QWidget | None = None) -> QHBoxLayout:
    """Cancel and ``do``, which accepts the dialog and is what Enter presses; another button at the left."""
    cancel = QPushButton(tr("Cancel"))
    cancel.setAutoDefault(False)
    cancel.clicked.connect(dialog.reject)
    do.setDefault(True)
    do.setProperty("primary", True)
    do.clicked.connect(dialog.accept)
    row = QHBoxLayout()
    if beside is not None:
        row.addWidget(beside)
    row.addStretch(1)
    row.addWidget(cancel)
    row.addWidget(do)
    return row
