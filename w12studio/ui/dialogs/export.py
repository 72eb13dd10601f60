"""Export: formats, layers, options, place; then what was written, how true it is, and what was lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio import service
from w12studio.domain.analysis import KINDS, Analysis
from w12studio.domain.errors import W12Error
from w12studio.ui.background import BackgroundCalls
from w12studio.ui.dialogs.export_options import OptionFields
from w12studio.ui.dialogs.foresight import Foresight
from w12studio.ui.dialogs.format_list import FormatList
from w12studio.ui.dialogs.program_choice import ProgramChoice
from w12studio.ui.settings import Settings
from w12studio.ui.summary import count_text, title_of
from w12studio.ui.texts import error_text, tr, translated


@dataclass(frozen=True, slots=True)
class Order:
    """One file to write, captured when Export was pressed."""

    format_name: str
    title: str
    path: Path
    options: dict[str, Any]
    layers: tuple[str, ...]
    overwrite: bool


def carry_out(analysis: Analysis, orders: list[Order]) -> Iterator[tuple[Order, object]]:
    """Write one file after the other; gives each order with its ExportReport or W12Error."""
    for order in orders:
        try:
            yield (
                order,
                service.export(
                    analysis,
                    order.path,
                    order.format_name,
                    order.options,
                    layers=order.layers,
                    overwrite=order.overwrite,
                ),
            )
        except W12Error as error:
            yield order, error


class ExportDialog(QDialog):
    """See the module.

    Parameters
    ----------
    analysis : Analysis
        As it is now; edits made while the dialog is open don't matter.
    settings : Settings
        Remembers formats, options and folder.
    """

    def __init__(self, analysis: Analysis, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self.resize(800, 660)
        self._analysis, self._settings = analysis, settings
        self._formats = service.formats()
        self._call: BackgroundCalls | None = None
        self._presets = service.presets()
        self.program = ProgramChoice(self._presets)
        self.formats = self._make_formats()
        self.option_area = QStackedWidget()
        self.layer_boxes: dict[str, QCheckBox] = {}
        self.folder, self.name = QLineEdit(), QLineEdit()
        self.overwrite = QCheckBox(tr("Replace files that exist"))
        self.message = QLabel()
        self.export_button = QPushButton(tr("Export"))
        self.pages = QStackedWidget()
        self.results = QVBoxLayout()
        self._build()
        self._check()

    # -- first page --------------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        self.pages.addWidget(self._choices())
        self.pages.addWidget(self._result_page())

    def _choices(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(14)
        column.addWidget(self.program)
        halves = QHBoxLayout()
        halves.setSpacing(20)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(_heading(tr("Formats")))
        left.addWidget(self.formats, 1)
        halves.addLayout(left, 5)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(_heading(tr("Layers")))
        right.addLayout(self._layer_grid())
        right.addSpacing(10)
        right.addWidget(self.option_area, 1)
        halves.addLayout(right, 6)
        column.addLayout(halves, 1)
        self._fill_formats()
        column.addLayout(self._place())
        self.message.setWordWrap(True)
        self.message.setProperty("danger", True)
        column.addWidget(self.message)
        column.addLayout(self._foot())
        return page

    def _make_formats(self) -> FormatList:
        programs: dict[str, str] = {}
        for preset in self._presets.values():
            for part in preset.parts:
                programs[part.format] = f"{programs.get(part.format, '')} {preset.name}"
        chosen = self._settings.texts("export/formats") or next(iter(self._formats), "").split()
        return FormatList(self._formats, programs, chosen)

    def _fill_formats(self) -> None:
        for name, fmt in self._formats.items():
            self.option_area.addWidget(self._option_page(name, fmt))
        names = list(self._formats)
        self.formats.changed.connect(self._formats_changed)
        self.formats.current_changed.connect(lambda name: self.option_area.setCurrentIndex(names.index(name)))
        self.formats.show_format(next(iter(self.chosen_formats()), names[0]))
        self.program.show_preset(self._settings.text("export/program"))
        self._formats_changed()  # a program whose formats are not those remembered is not shown
        self.program.chosen.connect(self._program_chosen)

    def _program_chosen(self, preset: Any | None) -> None:
        """Tick what a program needs, with its options; without one everything stays as it is."""
        if preset is None:
            return
        for part in preset.parts:
            defaults = {o.name: o.default for o in self._formats[part.format].options}
            self._fields(part.format).set_values({**defaults, **part.options})
        self.set_formats([part.format for part in preset.parts])
        self.formats.show_format(preset.parts[0].format)

    def _formats_changed(self) -> None:
        """Other formats than the program's are a choice of one's own."""
        preset = self.program.preset
        if preset is not None and {p.format for p in preset.parts} != set(self.chosen_formats()):
            self.program.show_preset("")
        self._check()

    def _fields(self, name: str) -> OptionFields:
        fields = self.option_area.findChild(OptionFields, f"options_{name}")
        assert isinstance(fields, OptionFields)
        return fields

    def _option_page(self, name: str, fmt: Any) -> QWidget:
        page = QFrame()
        page.setObjectName("card")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(_heading(translated(fmt.title)))
        text = QLabel(translated(fmt.description))
        text.setWordWrap(True)
        text.setProperty("muted", True)
        column.addWidget(text)
        saved = {}
        for option in fmt.options:
            remembered = self._settings.text(f"export/options/{name}/{option.name}", str(option.default))
            try:
                saved[option.name] = option.parse(remembered)
            except W12Error:
                saved[option.name] = option.default
        fields = OptionFields(fmt.options, saved)
        fields.setObjectName(f"options_{name}")
        if fmt.foresee is not None:
            column.addWidget(Foresight(fmt, self._analysis, fields))
        column.addWidget(fields)
        column.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(tr("Options of {title}", title=translated(fmt.title)))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        return area

    def _layer_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        tracks = self._analysis.tracks
        kinds = [k for k in KINDS if k in tracks] + [k for k in tracks if k not in KINDS]
        kinds = [k for k in kinds if len(tracks[k].events) or tracks[k].curve is not None]
        for i, kind in enumerate(kinds):
            box = QCheckBox(title_of(kind))
            box.setToolTip(count_text(tracks[kind]))
            box.setChecked(True)
            box.toggled.connect(self._check)
            self.layer_boxes[kind] = box
            grid.addWidget(box, i // 3, i % 3)
        if not kinds:
            grid.addWidget(QLabel(tr("There are no layers yet.")), 0, 0)
        return grid

    def _place(self) -> QGridLayout:
        source = Path(self._analysis.audio.path)
        remembered = self._settings.text("export/folder")
        self.folder.setText(remembered if remembered and Path(remembered).is_dir() else str(source.parent))
        own = "{name}" if "{" in source.stem else source.stem
        self.name.setText(self._settings.text("export/name") or own)
        self.name.setToolTip(tr("May hold {name} (of the recording), {format}, {date} and {time}"))
        for field, name in ((self.folder, tr("Folder")), (self.name, tr("File name"))):
            field.setAccessibleName(name)
            field.textChanged.connect(self._check)
        browse = QPushButton(tr("Browse…"))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.addWidget(QLabel(tr("Folder")), 0, 0)
        grid.addWidget(self.folder, 0, 1)
        grid.addWidget(browse, 0, 2)
        grid.addWidget(QLabel(tr("Name")), 1, 0)
        grid.addWidget(self.name, 1, 1)
        grid.addWidget(self.overwrite, 2, 1)
        self.overwrite.setToolTip(tr("Otherwise a number is added to the new name"))
        return grid

    def _foot(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.export_button.setProperty("primary", True)
        self.export_button.setDefault(True)
        self.export_button.clicked.connect(self.start)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.export_button)
        return row

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Export to"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def chosen_formats(self) -> list[str]:
        """Names of the ticked formats."""
        return self.formats.ticked()

    def set_formats(self, names: list[str]) -> None:
        """Tick these formats and no others."""
        self.formats.tick(names)

    def _check(self) -> None:
        """Say what is missing before Export can be pressed."""
        formats, layers = self.chosen_formats(), [b for b in self.layer_boxes.values() if b.isChecked()]
        name_problem = self._name_problem()
        problem = ""
        if not self.layer_boxes:
            problem = tr("There is nothing to export yet; wait until the first layer is there.")
        elif not formats:
            problem = tr("Tick at least one format.")
        elif not layers:
            problem = tr("Tick at least one layer.")
        elif name_problem:
            problem = name_problem
        elif not Path(self.folder.text()).is_dir():
            problem = tr("That folder does not exist.")
        self.message.setText(problem)
        self.message.setVisible(bool(problem))
        self.export_button.setEnabled(not problem)
        count = len(formats)
        self.export_button.setText(tr("Export {count} formats", count=count) if count > 1 else tr("Export"))

    # -- the work ----------------------------------------------------------------------------------------------

    def _stem(self, format_name: str) -> str:
        return service.file_stem(self.name.text().strip(), Path(self._analysis.audio.path).stem, format_name)

    def _name_problem(self) -> str:
        text = self.name.text()
        if not text.strip() or Path(text).name != text:
            return tr("Give a file name, without slashes.")
        try:
            self._stem("")
        except W12Error as error:
            return str(error)
        return ""

    def orders(self) -> list[Order]:
        """What Export would write now."""
        layers = tuple(k for k, b in self.layer_boxes.items() if b.isChecked())
        out = []
        for name in self.chosen_formats():
            path = Path(self.folder.text()) / f"{self._stem(name)}{self._formats[name].suffix}"
            values = self._fields(name).values()
            out.append(Order(name, self._formats[name].title, path, values, layers, self.overwrite.isChecked()))
        return out

    def start(self) -> None:
        """Write the files; asks first where some are there already and nobody said that they may be replaced."""
        orders = self.orders()
        there = [o.path for o in orders if o.path.exists() and not o.overwrite]
        if there:
            self._ask_existing(orders, there)
        else:
            self._write(orders)

    def _ask_existing(self, orders: list[Order], there: list[Path]) -> None:
        """Number the new files, replace the old ones, or go back."""
        name, n = there[0].name, len(there) - 1
        said = tr("{name} is there already.", name=name)
        if n:
            said = tr("{name} and {n} more are there already.", name=name, n=n)
        question = QMessageBox(
            QMessageBox.Icon.Question, tr("Export"), said,
            QMessageBox.StandardButton.Cancel, self,
        )  # fmt: skip
        question.setInformativeText(tr("New files can get a number, such as “song (2)”, or replace the old ones."))
        number = question.addButton(tr("Number"), QMessageBox.ButtonRole.AcceptRole)
        replace_button = question.addButton(tr("Replace"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(number)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        number.clicked.connect(lambda: self._write(orders))
        replace_button.clicked.connect(lambda: self._write([replace(o, overwrite=True) for o in orders]))
        question.open()

    def _write(self, orders: list[Order]) -> None:
        """The second page shows each file as it is done."""
        self._remember(orders)
        self.pages.setCurrentIndex(1)
        self._call = BackgroundCalls(lambda: carry_out(self._analysis, orders), self)
        self._call.result.connect(lambda pair: self._show_result(*pair))
        self._call.failed.connect(lambda error: self._show_result(orders[0], error))
        self._call.finished.connect(self._done)
        self._call.start()

    def _remember(self, orders: list[Order]) -> None:
        self._settings.set("export/formats", [o.format_name for o in orders])
        self._settings.set("export/folder", self.folder.text())
        self._settings.set("export/program", self.program.key)
        self._settings.set("export/name", self.name.text() if "{" in self.name.text() else "")
        for order in orders:
            for name, value in order.options.items():
                self._settings.set(f"export/options/{order.format_name}/{name}", str(value))

    # -- second page -------------------------------------------------------------------------------------------

    def _result_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        self.heading = _heading(tr("Writing…"))
        column.addWidget(self.heading)
        area = QScrollArea()
        area.setAccessibleName(tr("What was written"))
        area.setWidgetResizable(True)
        body = QWidget()
        self.results = QVBoxLayout(body)
        self.results.setContentsMargins(0, 0, 0, 0)
        self.results.setSpacing(8)
        self.results.addStretch(1)
        area.setWidget(body)
        column.addWidget(area, 1)
        self.show_folder = QPushButton(tr("Open folder"))
        self.show_folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder.text())))
        back = QPushButton(tr("Back"))
        back.clicked.connect(self._back)
        close = QPushButton(tr("Close"))
        close.setProperty("primary", True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        for button in (self.show_folder, back):
            button.setAutoDefault(False)
        row.addWidget(self.show_folder)
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(close)
        column.addLayout(row)
        return page

    def _back(self) -> None:
        self._stop()
        self.heading.setText(tr("Writing…"))
        while self.results.count() > 1:
            item = self.results.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.pages.setCurrentIndex(0)

    def _show_result(self, order: Order, outcome: Any) -> None:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        column.addWidget(_heading(translated(order.title)))
        if isinstance(outcome, W12Error):
            column.addWidget(_text(error_text(outcome), "danger"))
        else:
            for path in outcome.paths:
                column.addWidget(_text(path.name, tip=str(path)))
            error_ms = outcome.max_timing_error_s * 1000
            column.addWidget(
                _text(
                    tr(
                        "{n} events, read back; largest timing error {error} ms",
                        n=f"{outcome.n_events:,}",
                        error=f"{error_ms:.3g}",
                    ),
                    "ok",
                )
            )
            for sentence in outcome.lost:
                column.addWidget(_text(sentence, "warning"))
            for sentence in outcome.notes:
                column.addWidget(_text(sentence, "muted"))
        self.results.insertWidget(self.results.count() - 1, card)

    def _done(self) -> None:
        self.heading.setText(tr("Done"))

    def _stop(self) -> None:
        if self._call is not None:
            self._call.stop()

    def done(self, result: int) -> None:
        """Close; waits for the file under way, so that none is left half-written."""
        self._stop()
        super().done(result)


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("title", True)
    return label


def _text(text: str, tone: str = "", tip: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setToolTip(tip)
    if tone:
        label.setProperty(tone, True)
    return label
