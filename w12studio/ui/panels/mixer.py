"""The mixer: a card over the transport with a switch and a volume for each part of what is heard."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QSlider, QSpinBox, QWidget

from w12studio.service.listening import PARTS
from w12studio.ui.mixer import MOST_DELAY_S, TITLES, Mixer
from w12studio.ui.texts import later, tr, translated

_TIPS = {
    "recording": later("The recording itself; off, only what is laid over it is heard"),
    "beats": later("A click on every beat but the first of a bar"),
    "downbeats": later("A higher click on the first beat of a bar"),
    "transients": later("A tick on every transient"),
    "pins": later("A ring on every pin"),
    "pitch": later("A soft sine that follows the pitch curve"),
    "notes": later("Soft tones on the notes"),
}
#: The parts under a heading of their own.
_HEADINGS = {"beats": later("Clicks"), "pitch": later("Sung layers")}


class MixerCard(QFrame):
    """See the module. It closes when something else is clicked.

    Parameters
    ----------
    mixer : Mixer
    """

    def __init__(self, mixer: Mixer, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("mixerCard")
        self.setAccessibleName(tr("Mixer"))
        self._mixer = mixer
        self.switches: dict[str, QCheckBox] = {}
        self.volumes: dict[str, QSlider] = {}
        self._all_clicks = QCheckBox(tr("Clicks"))
        self.delay = QSpinBox()
        self._build()
        mixer.changed.connect(self._show)
        self._show()

    def open_above(self, widget: QWidget) -> None:
        """Show it above a widget, its right edge over the widget's."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width(), 0))
        at = corner - QPoint(self.width(), self.height() + 6)
        screen = widget.screen().availableGeometry()
        self.move(max(at.x(), screen.left()), max(at.y(), screen.top()))
        self.show()
        self.switches["recording"].setFocus()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnMinimumWidth(1, 120)
        row = 0
        for part in PARTS:
            if part in _HEADINGS:
                row = self._add_heading(grid, row, part)
            switch, volume = QCheckBox(translated(TITLES[part])), QSlider(Qt.Orientation.Horizontal)
            for widget in (switch, volume):
                widget.setToolTip(translated(_TIPS[part]))
            volume.setRange(0, 100)
            volume.setAccessibleName(tr("Volume: {part}", part=translated(TITLES[part])))
            switch.toggled.connect(lambda on, p=part: self._mixer.set_on(p, on))
            volume.valueChanged.connect(lambda v, p=part: self._mixer.set_volume(p, v / 100))
            grid.addWidget(switch, row, 0)
            grid.addWidget(volume, row, 1)
            self.switches[part], self.volumes[part] = switch, volume
            row += 1
        self._add_delay(grid, row)

    def _add_delay(self, grid: QGridLayout, row: int) -> None:
        line = QFrame()
        line.setObjectName("mixerLine")
        grid.addWidget(line, row, 0, 1, 2)
        label = QLabel(tr("Delay of the device"))
        label.setBuddy(self.delay)
        self.delay.setRange(0, round(MOST_DELAY_S * 1000))
        self.delay.setSuffix(" ms")
        self.delay.setSingleStep(5)
        self.delay.setAccessibleName(tr("Delay of the device"))
        for widget in (label, self.delay):
            widget.setToolTip(tr("Where clicks come after the playhead, as with wireless headphones: by how much"))
        self.delay.valueChanged.connect(lambda ms: self._mixer.set_delay(ms / 1000))
        grid.addWidget(label, row + 1, 0)
        grid.addWidget(self.delay, row + 1, 1, Qt.AlignmentFlag.AlignRight)

    def _add_heading(self, grid: QGridLayout, row: int, part: str) -> int:
        line = QFrame()
        line.setObjectName("mixerLine")
        grid.addWidget(line, row, 0, 1, 2)
        if part == "beats":
            self._all_clicks.setToolTip(tr("All clicks that are on below"))
            self._all_clicks.toggled.connect(self._mixer.set_clicking)
            self._all_clicks.setProperty("heading", True)
            grid.addWidget(self._all_clicks, row + 1, 0, 1, 2)
        else:
            heading = QLabel(translated(_HEADINGS[part]))
            heading.setProperty("heading", True)
            grid.addWidget(heading, row + 1, 0, 1, 2)
        return row + 2

    def _show(self) -> None:
        mixer = self._mixer
        for part in PARTS:
            for widget in (self.switches[part], self.volumes[part]):
                widget.blockSignals(True)
            self.switches[part].setChecked(mixer.is_on(part))
            self.volumes[part].setValue(round(mixer.volume(part) * 100))
            for widget in (self.switches[part], self.volumes[part]):
                widget.blockSignals(False)
            silent = part in ("beats", "downbeats", "transients", "pins") and not mixer.clicking
            self.switches[part].setEnabled(not silent)
            self.volumes[part].setEnabled(mixer.is_on(part) and not silent)
        self.delay.blockSignals(True)
        self.delay.setValue(round(mixer.delay_s * 1000))
        self.delay.blockSignals(False)
        self._all_clicks.blockSignals(True)
        self._all_clicks.setChecked(mixer.clicking)
        self._all_clicks.blockSignals(False)
