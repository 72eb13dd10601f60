"""Compute a layer anew with an estimator of the user's choice."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio import service
from w12studio.domain.analysis import Analysis
from w12studio.domain.timebase import format_clock
from w12studio.ui.chosen import Chosen
from w12studio.ui.dialogs.answers import answers
from w12studio.ui.sizes import em
from w12studio.ui.texts import later, tr, translated

DECODERS = {"weighted": later("Best bin of each frame"), "viterbi": later("Likeliest path, without leaps")}
PRECISIONS = {"float32": later("Full"), "mixed": later("Half: faster, below a cent off")}
#: Costs of estimators are those of frames that far apart.
USUAL_HOP_MS = 10.0
DEVICES = {"auto": later("Automatic"), "cpu": later("Processor"), "gpu": later("Graphics card")}


def duration_text(seconds: float) -> str:
    """About how long something takes, for people."""
    if seconds < 1:
        return tr("about a second")
    if seconds < 90:
        return tr("about {n} s", n=f"{seconds:.0f}")
    return tr("about {time} min", time=format_clock(seconds, 0))


class ComputeDialog(QDialog):
    """See the module.

    Parameters
    ----------
    analysis : Analysis
        Of the open recording.
    kind : str
        The layer to begin with.
    device : str
        Where models run unless something else is chosen.
    beside : bool
        What is computed is shown beside what is there, which stays.
    """

    #: a Chosen: what to compute
    chosen = Signal(object)

    def __init__(
        self, analysis: Analysis, kind: str, device: str, parent: QWidget | None = None, beside: bool = False
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare with another estimator") if beside else tr("Compute a layer with…"))
        self._beside = beside
        self._analysis = analysis
        self._stages = {c.stage: c for c in service.all_choices()}
        self.layer, self.estimators = QComboBox(), QListWidget()
        self.hop, self.decoder, self.precision, self.device = QDoubleSpinBox(), QComboBox(), QComboBox(), QComboBox()
        self.note = QLabel()
        self._build(device)
        self.layer.setCurrentIndex(max(self.layer.findData(service.stage_of(kind)), 0))
        self.layer.currentIndexChanged.connect(self._show_stage)
        self.estimators.currentItemChanged.connect(lambda *_: self._show_options())
        self.estimators.itemDoubleClicked.connect(lambda _: self.accept())
        self.hop.valueChanged.connect(lambda _: self._tell_durations())
        self._show_stage()

    def _build(self, device: str) -> None:
        for stage, found in self._stages.items():
            self.layer.addItem(translated(found.title), stage)
        self.layer.setAccessibleName(tr("Layer"))
        self.estimators.setAccessibleName(tr("Estimator"))
        self.estimators.setMinimumSize(QSize(em(460), em(230)))
        self.estimators.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.estimators.setWordWrap(True)
        self.estimators.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # lines are broken instead
        self.estimators.setSpacing(1)
        self.hop.setRange(5, 20)
        self.hop.setValue(USUAL_HOP_MS)
        self.hop.setSuffix(" ms")
        self.hop.setDecimals(1)
        for box, names in ((self.decoder, DECODERS), (self.precision, PRECISIONS), (self.device, DEVICES)):
            for value, text in names.items():
                box.addItem(translated(text), value)
        if self.device.findData(device) < 0:
            self.device.addItem(device.upper(), device)
        self.device.setCurrentIndex(self.device.findData(device))
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.rows = {
            "hop_ms": self._row(tr("Time between frames"), self.hop),
            "decoder": self._row(tr("Pitch of a frame"), self.decoder),
            "precision": self._row(tr("Precision"), self.precision),
            "device": self._row(tr("Runs on"), self.device),
        }
        self.note.setWordWrap(True)
        self.note.setProperty("muted", True)
        self.start = QPushButton(tr("Compute"))
        top = QFormLayout()
        top.setHorizontalSpacing(16)
        top.addRow(tr("Layer"), self.layer)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.estimators, 1)
        column.addLayout(self.form)
        column.addWidget(self.note)
        column.addLayout(answers(self, self.start))

    def _row(self, title: str, control: QWidget) -> tuple[QLabel, QWidget]:
        label = QLabel(title)
        label.setBuddy(control)
        control.setAccessibleName(title)
        self.form.addRow(label, control)
        return label, control

    # -- what is shown -----------------------------------------------------------------------------------------

    @property
    def stage(self) -> service.Choices:
        """The layers that are to be computed."""
        return self._stages[self.layer.currentData()]

    @property
    def choice(self) -> service.Choice | None:
        """The estimator that is chosen; None where none can run."""
        item = self.estimators.currentItem()
        return None if item is None else item.data(Qt.ItemDataRole.UserRole)

    def _show_stage(self) -> None:
        self.estimators.clear()
        sources = {t.source.estimator for k in self.stage.kinds if (t := self._analysis.track(k)) is not None}
        items: dict[str, QListWidgetItem] = {}
        for choice in self.stage.choices:
            item = QListWidgetItem()
            item.setData(Qt.ItemDataRole.UserRole, choice)
            if choice.absent:
                item.setFlags(item.flags() & ~(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable))
            self.estimators.addItem(item)
            items[choice.name] = item
        usable = [c.name for c in self.stage.choices if not c.absent]
        wanted = [n for n in usable if n not in sources] if self._beside else [n for n in items if n in sources][-1:]
        self._tell_durations()
        self.estimators.setCurrentItem(items.get(next(iter([*wanted, *usable]), "")))
        self._show_options()

    def _tell_durations(self) -> None:
        """Write titles, and how long each takes with the frames that are chosen, or why it is not here."""
        sources = {t.source.estimator for k in self.stage.kinds if (t := self._analysis.track(k)) is not None}
        for item in (self.estimators.item(i) for i in range(self.estimators.count())):
            choice = item.data(Qt.ItemDataRole.UserRole)
            more = USUAL_HOP_MS / self.hop.value() if "hop_ms" in choice.options else 1.0
            facts = tr("not here: {why}", why=translated(choice.absent)) if choice.absent else ""
            facts = facts or duration_text(choice.cost * more * self._analysis.duration)
            if choice.name in sources and not choice.absent:
                facts = tr("{facts}, made what is shown now", facts=facts)
            item.setText(f"{translated(choice.title)}\n{facts}")

    def _show_options(self) -> None:
        known = () if self.choice is None else self.choice.options
        for name, widgets in self.rows.items():
            for widget in widgets:
                widget.setVisible(name in known)
        self.start.setEnabled(self.choice is not None)
        edited = [k for k in self.stage.kinds if (t := self._analysis.track(k)) is not None and t.edited]
        if self._beside:
            self.note.setText(tr("It is shown beside your layer, which stays as it is."))
            return
        self.note.setText(
            tr("You corrected this layer: what is computed replaces your corrections. Undo brings them back.")
            if edited
            else tr("Undo brings back what is shown now.")
        )

    def options(self) -> Mapping[str, str]:
        """What was chosen besides the estimator."""
        values = {
            "hop_ms": f"{self.hop.value():g}",
            "decoder": self.decoder.currentData(),
            "precision": self.precision.currentData(),
        }
        known = () if self.choice is None else self.choice.options
        return {name: value for name, value in values.items() if name in known}

    def accept(self) -> None:
        """Say what to compute, and close."""
        choice = self.choice
        if choice is None or choice.absent:
            return
        device = self.device.currentData() if "device" in choice.options else "auto"
        self.chosen.emit(Chosen(self.stage, choice, self.options(), device))
        super().accept()
