"""Which layers of a file to take, where some would replace those of the recording."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from w12studio.domain.analysis import Analysis, Track
from w12studio.ui.dialogs.answers import answers
from w12studio.ui.summary import count_text, title_of
from w12studio.ui.texts import tr


class ImportDialog(QDialog):
    """Lets the user choose, or compare with the file; not modal, so that the timeline can be looked at meanwhile.

    Parameters
    ----------
    name : str
        Of the file.
    tracks : sequence of Track
        What it holds.
    analysis : Analysis
        Of the recording, for what would be replaced.
    remarks : sequence of str
        Sentences on what was left out.
    """

    #: the layers are not to be taken, but to be compared with
    compare_requested = Signal()

    def __init__(
        self,
        name: str,
        tracks: Sequence[Track],
        analysis: Analysis,
        remarks: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import layers"))
        self.setMinimumWidth(460)
        self._tracks = tuple(tracks)
        self.boxes: dict[str, QCheckBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(_text(tr("Layers of {name}", name=name), "title"))
        column.addWidget(self._list(analysis), 1)
        for remark in remarks:
            column.addWidget(_text(remark, "warning"))
        column.addWidget(_text(tr("It is one step: Undo brings the layers of now back."), "muted"))
        column.addLayout(self._foot())
        self._check()

    def _list(self, analysis: Analysis) -> QScrollArea:
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 10, 14, 10)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for row, track in enumerate(self._tracks):
            box = QCheckBox(title_of(track.kind).replace("&", "&&"))
            box.setChecked(True)
            box.toggled.connect(self._check)
            self.boxes[track.kind] = box
            there = analysis.track(track.kind)
            replaced = there is not None and (len(there.events) > 0 or there.curve is not None)
            what = tr("replaces {what}", what=count_text(there)) if there is not None and replaced else tr("new")
            edited = there is not None and replaced and there.edited
            if edited:
                what = tr("{what}, edited by you", what=what)
            box.setAccessibleDescription(f"{count_text(track)}; {what}")
            grid.addWidget(box, row, 0)
            grid.addWidget(_text(count_text(track), wraps=False), row, 1)
            grid.addWidget(_text(what, "warning" if edited else "muted"), row, 2)
        grid.setRowStretch(len(self._tracks), 1)
        area = QScrollArea()
        area.setAccessibleName(tr("Layers of the file"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(card)
        area.setMinimumHeight(min(card.sizeHint().height() + 4, 320))
        return area

    def _foot(self) -> QHBoxLayout:
        self.import_button = QPushButton(tr("Import"))
        self.compare_button = QPushButton(tr("Compare with it"))
        self.compare_button.setToolTip(tr("Keep your layers, and show the file beside them as a reference."))
        self.compare_button.setAutoDefault(False)
        self.compare_button.clicked.connect(self._compare)
        return answers(self, self.import_button, self.compare_button)

    def _compare(self) -> None:
        self.compare_requested.emit()
        self.reject()

    def _check(self) -> None:
        count = len(self.chosen())
        self.import_button.setEnabled(count > 0)
        self.import_button.setText(tr("Import {count} layers", count=count) if count > 1 else tr("Import"))

    def chosen(self) -> list[Track]:
        """The ticked layers."""
        return [t for t in self._tracks if self.boxes[t.kind].isChecked()]


def _text(text: str, tone: str = "", wraps: bool = True) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(wraps)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        label.setProperty(tone, True)
    return label
