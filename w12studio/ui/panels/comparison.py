"""The panel of a comparison: what with, how it is aligned, the figures of each layer, and the places that differ."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from w12studio import service
from w12studio.domain.comparing import TOLERANCES_S, Difference
from w12studio.ui.actions import Actions
from w12studio.ui.comparing import Comparing
from w12studio.ui.comparison import COMPUTED, ESTIMATOR, MARKERS, RECORDING, headline, layer_title
from w12studio.ui.panels.inspector import Section
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import current

_BEGINNINGS = ("compare_recording", "compare_markers", "compare_estimator", "compare_computed")
_SHARES = {
    "f_measure": (later("F-measure"), later("Harmonic mean of precision and recall")),
    "precision": (later("Precision"), later("Share of your events that theirs has too")),
    "recall": (later("Recall"), later("Share of their events that yours has too")),
    "cml_t": (later("CMLt"), later("Beats that are right and at the same tempo as the one before")),
    "aml_t": (later("AMLt"), later("The same at any metrical level: off the beat, half or twice the tempo")),
    "cml_c": (later("CMLc"), later("Longest stretch of such beats")),
    "aml_c": (later("AMLc"), later("Longest stretch of such beats at any metrical level")),
    "cemgil": (later("Cemgil"), later("Each beat counts by how near it is, with a Gaussian of 40 ms")),
    "raw_pitch_accuracy": (later("Raw pitch"), later("Voiced frames of theirs that yours has within 50 cents")),
    "raw_chroma_accuracy": (later("Raw chroma"), later("The same, whatever the octave")),
    "voicing_recall": (later("Voicing recall"), later("Voiced frames of theirs that are voiced in yours")),
    "voicing_false_alarm": (later("False alarm"), later("Unvoiced frames of theirs that are voiced in yours")),
    "overall_accuracy": (later("Overall"), later("Frames that are right, voiced or not")),
    "overlap": (later("Overlap"), later("Share of the time over which both say the same")),
    "root_overlap": (later("Roots alike"), later("Share of the time over which the roots are the same")),
    "pairwise_f": (later("Pairwise F"), later("Whether the same parts repeat, whatever they are called")),
}
_MILLISECONDS = {
    "mean_ms": (later("Mean"), later("Above 0: yours is late")),
    "median_ms": (later("Median"), later("Above 0: yours is late")),
    "absolute_median_ms": (later("Median distance"), later("Half of the pairs are nearer than this")),
    "absolute_95_ms": (later("95 % within"), later("Distance of all but the worst pairs")),
}
_ORIGINS = {
    MARKERS: later("Markers for this recording."),
    ESTIMATOR: later("What another estimator finds in this recording."),
    COMPUTED: later("Your layers before anybody edited them."),
}
_COUNTS = {
    "matched": later("{n} matched"), "missing": later("{n} missing"), "extra": later("{n} extra"),
}  # fmt: skip
#: What a button says where the menu's words are too long for it.
_SHORT = {
    "align_again": later("Find again"), "adjust_alignment": later("Drag to adjust"),
    "previous_difference": later("Previous"), "next_difference": later("Next"),
}  # fmt: skip
_REST_MS = 120


class LayerRow(QWidget):
    """A layer with its main figure and a bar; a click looks at it."""

    def __init__(self, comparing: Comparing, kind: str) -> None:
        super().__init__()
        self._comparing, self.kind = comparing, kind
        self._found: Difference | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(round(QFontMetricsF(self.font()).height()) + 16)

    def show_difference(self, found: Difference | None) -> None:
        """The figures as they are now."""
        self._found = found
        self.setAccessibleName(f"{layer_title(self.kind)}: {headline(found) or tr('nothing to compare')}")
        self.update()

    @property
    def text(self) -> str:
        """The main figure, as it is shown."""
        return headline(self._found)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, figure, bar."""
        theme, found = current(), self._found
        chosen = self._comparing.layer == self.kind
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.accent, 1) if self.hasFocus() else Qt.PenStyle.NoPen)
            lit = theme.hover if self.underMouse() else Qt.BrushStyle.NoBrush
            painter.setBrush(theme.accent_muted if chosen else lit)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 5, 5)
            inner = self.rect().adjusted(10, 2, -10, -7)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(theme.text)
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, layer_title(self.kind))
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, self.text or "–")
            share = found.main[1] if found is not None and found.main is not None else 0.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.border)
            bottom = self.height() - 7
            painter.drawRoundedRect(inner.left(), bottom, inner.width(), 3, 1.5, 1.5)
            painter.setBrush(theme.accent)
            painter.drawRoundedRect(inner.left(), bottom, round(inner.width() * min(max(share, 0.0), 1.0)), 3, 1.5, 1.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Look at the layer."""
        self._comparing.look_at(self.kind)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Return do the same."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self._comparing.look_at(self.kind)
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Light up."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No longer."""
        self.update()


class ComparisonPanel(QWidget):
    """See the module.

    Parameters
    ----------
    comparing : Comparing
    actions : Actions
        Its buttons do what they do.
    busy : callable
        What goes on, for people; "" where nothing does.
    """

    def __init__(
        self, comparing: Comparing, actions: Actions, busy: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._comparing, self._actions, self._busy = comparing, actions, busy
        self.chooser, self.alignment = QComboBox(), QLabel()
        self.offset, self.tolerance = QDoubleSpinBox(), QDoubleSpinBox()
        self.rows: dict[str, LayerRow] = {}
        self._pages = QStackedWidget()
        self._pages.addWidget(self._invitation())
        self._pages.addWidget(self._figures_page())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._rest = QTimer(self)  # the layers that are not looked at can wait
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._show_others)
        comparing.changed.connect(self.refresh)
        comparing.updated.connect(self.refresh)
        self.offset.valueChanged.connect(lambda value: comparing.set_offset(value))
        self.tolerance.valueChanged.connect(lambda value: comparing.set_tolerance(comparing.layer, value / 1000))
        self.refresh()

    # -- building ----------------------------------------------------------------------------------------------

    def _invitation(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(8)
        column.addWidget(_label(tr("Compare"), "title"))
        column.addWidget(
            _label(
                tr("See where the layers differ from another recording, a reference, or another estimator."), "muted"
            )
        )
        for name in _BEGINNINGS:
            column.addWidget(self._button(name))
        column.addStretch(1)
        return page

    def _button(self, name: str) -> QPushButton:
        action = self._actions[name]
        button = QPushButton(translated(_SHORT[name]) if name in _SHORT else action.text().replace("&", ""))
        button.setAccessibleName(action.text().replace("&", ""))
        button.setMinimumWidth(40)
        button.setToolTip(action.toolTip())
        button.setCheckable(action.isCheckable())
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        if action.isCheckable():
            action.toggled.connect(button.setChecked)
        button.clicked.connect(lambda _=False: action.trigger())
        return button

    def _figures_page(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(4)
        self.chooser.setAccessibleName(tr("What it is compared with"))
        self.chooser.setMinimumContentsLength(8)
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.activated.connect(lambda _: self._comparing.look_at_comparison(self.chooser.currentData()))
        top = QHBoxLayout()
        top.setContentsMargins(14, 12, 14, 0)
        top.addWidget(self.chooser)
        column.addLayout(top)
        self.alignment.setWordWrap(True)
        self.alignment.setProperty("muted", True)
        self.alignment.setTextFormat(Qt.TextFormat.PlainText)
        self.alignment.setContentsMargins(14, 0, 14, 0)
        column.addWidget(self.alignment)
        self._align_row = self._buttons("align_again", "adjust_alignment")
        self._hear_row = self._buttons("hear_other")
        column.addWidget(self._align_row)
        column.addWidget(self._hear_row)
        column.addLayout(self._form())
        self._list = QVBoxLayout()
        self._list.setContentsMargins(6, 4, 6, 4)
        self._list.setSpacing(1)
        column.addLayout(self._list)
        self.shares, self.distances = (
            Section(tr("Figures"), tr("Median distance")),
            Section(tr("Distance of pairs"), tr("Median distance")),
        )
        column.addWidget(self.shares)
        column.addWidget(self.distances)
        column.addWidget(self._buttons("previous_difference", "next_difference"))
        column.addWidget(self._buttons("take_theirs", "swap_compared"))
        column.addWidget(self._buttons("stop_comparing"))
        column.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(tr("Figures of the comparison"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidget(inner)
        return area

    def _form(self) -> QFormLayout:
        self.offset.setRange(-1e6, 1e6)
        self.offset.setDecimals(4)
        self.offset.setSingleStep(0.001)
        self.offset.setSuffix(" s")
        self.tolerance.setRange(1, 10_000)
        self.tolerance.setDecimals(0)
        self.tolerance.setSuffix(" ms")
        for box in (self.offset, self.tolerance):
            box.setKeyboardTracking(False)
            box.setMinimumWidth(90)
        self._offset_label, self._tolerance_label = QLabel(tr("Theirs begins at")), QLabel(tr("Tolerance"))
        form = QFormLayout()
        form.setContentsMargins(14, 4, 14, 4)
        for label, box in ((self._offset_label, self.offset), (self._tolerance_label, self.tolerance)):
            label.setProperty("muted", True)
            label.setBuddy(box)
            box.setAccessibleName(label.text())
            form.addRow(label, box)
        return form

    def _buttons(self, *names: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(14, 2, 14, 2)
        line.setSpacing(6)
        for name in names:
            line.addWidget(self._button(name), 1)
        return row

    # -- what is shown -----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the comparison as it is now; layers that are not looked at follow a moment later."""
        comparing, comparison = self._comparing, self._comparing.comparison
        self._pages.setCurrentIndex(0 if comparison is None else 1)
        if comparison is None:
            self._rest.stop()
            return
        self._show_chooser()
        with_sound = comparison.origin == RECORDING
        aligned = (
            translated(service.alignment_text(comparison.alignment))
            if with_sound
            else translated(_ORIGINS[comparison.origin])
        )
        self.alignment.setText(self._busy() or translated(aligned))
        for row in (self._align_row, self._hear_row):
            row.setVisible(with_sound)
        layer = comparing.layer
        for label, box, shown, value in (
            (self._offset_label, self.offset, with_sound, comparison.alignment.offset_s),
            (self._tolerance_label, self.tolerance, layer in TOLERANCES_S, 1000 * comparing.tolerance(layer)),
        ):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
            label.setVisible(shown)
            box.setVisible(shown)
        self._show_layers(comparing.kinds)
        self._show_figures(comparing.difference())
        if layer in self.rows:
            self.rows[layer].show_difference(comparing.difference())
        self._rest.start()

    def _show_chooser(self) -> None:
        names = [(c.name, c.id) for c in self._comparing.comparisons]
        if [(self.chooser.itemText(i), self.chooser.itemData(i)) for i in range(self.chooser.count())] != names:
            self.chooser.clear()
            for name, comparison_id in names:
                self.chooser.addItem(name, comparison_id)
        comparison = self._comparing.comparison
        self.chooser.setCurrentIndex(self.chooser.findData(comparison.id if comparison is not None else -1))

    def _show_layers(self, kinds: list[str]) -> None:
        if list(self.rows) == kinds:
            for row in self.rows.values():
                row.update()
            return
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {kind: LayerRow(self._comparing, kind) for kind in kinds}
        for row in self.rows.values():
            self._list.addWidget(row)

    def _show_others(self) -> None:
        for kind, row in self.rows.items():
            if kind in self._comparing.kinds:
                row.show_difference(self._comparing.difference(kind))

    def _show_figures(self, found: Difference | None) -> None:
        figures = {} if found is None else dict(found.figures)
        rows = [
            (translated(title), f"{figures[name]:.3f}", translated(tip))
            for name, (title, tip) in _SHARES.items()
            if name in figures
        ]
        if "matched" in figures:
            counts = [translated(text).format(n=f"{figures[name]:,.0f}") for name, text in _COUNTS.items()]
            tip = tr("Pairs; those that only theirs has; those that only yours has")
            rows.append((tr("Events"), ", ".join(counts), tip))
        self.shares.set_rows(rows)
        distances = []
        for name, (title, tip) in _MILLISECONDS.items():
            if name in figures:
                ms = f"{figures[name]:.1f} ms" if name.startswith("absolute") else f"{figures[name]:+.1f} ms"
                distances.append((translated(title), ms, translated(tip)))
        if "absolute_median_cents" in figures:
            cents = tr("{n} cents", n=f"{figures['absolute_median_cents']:.1f}")
            distances.append((tr("Median distance"), cents, tr("Of the frames that are right")))
        self.distances.set_rows(distances)

    def shutdown(self) -> None:
        """No timer outlives the window."""
        self._rest.stop()


def _label(text: str, tone: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty(tone, True)
    return label
