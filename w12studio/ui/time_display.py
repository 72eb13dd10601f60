"""In what unit the window tells times, and how it reads those that are typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from w12studio.domain.places import Unit, format_place, parse_place
from w12studio.domain.timebase import BarGrid, format_clock, seconds_to_samples
from w12studio.ui.session import Session
from w12studio.ui.texts import later, tr, translated

#: For people, in the order of the menu.
UNIT_TITLES = {
    Unit.CLOCK: later("&Clock (1:23.456)"),
    Unit.SECONDS: later("&Seconds (83.456)"),
    Unit.SAMPLES: later("Sa&mples (3,680,410)"),
    Unit.BARS: later("&Bars, beats and ticks (33:2:480)"),
}


def add_units(menu: QMenu, display: TimeDisplay) -> None:
    """Fill a menu with the units, the main one ticked."""
    group = QActionGroup(menu)
    for unit, title in UNIT_TITLES.items():
        action = menu.addAction(translated(title))
        action.setCheckable(True)
        action.setChecked(unit is display.unit)
        group.addAction(action)
        action.triggered.connect(lambda _=False, u=unit: display.set_unit(u))

    def tick() -> None:
        for unit, action in zip(UNIT_TITLES, group.actions(), strict=True):
            action.setChecked(unit is display.unit)

    menu.aboutToShow.connect(tick)


def pop_up_units(parent: QWidget, display: TimeDisplay, at: QPoint) -> None:
    """Offer the units at a place on the screen."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    add_units(menu, display)
    menu.popup(at)


class TimeDisplay(QObject):
    """The unit, and the beats and the sample rate that it takes to tell times in it. GUI thread."""

    #: the unit or the beats changed
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._unit = Unit.CLOCK
        self._grid = BarGrid([], [])

    @property
    def unit(self) -> Unit:
        """The main unit."""
        return self._unit

    def set_unit(self, unit: str) -> None:
        """Choose the main unit by name; what is none is left out."""
        if unit in list(Unit) and unit != self._unit:
            self._unit = Unit(unit)
            self.changed.emit()

    def set_grid(self, grid: BarGrid) -> None:
        """Take other beats."""
        self._grid = grid
        self.changed.emit()

    @property
    def has_bars(self) -> bool:
        """Whether there are beats to tell bars by."""
        return bool(self._grid.times.size >= 2)

    @property
    def sample_rate(self) -> float:
        """Hz; 0 where no recording is open."""
        return float(self._session.analysis.sample_rate) if self._session.analysis else 0.0

    def text(self, time: float) -> str:
        """A time in the main unit."""
        return format_place(time, self._unit, self.sample_rate, self._grid)

    def beside(self, time: float) -> str:
        """The same in another one: bars where there are any, else the clock."""
        if self._unit is Unit.BARS and self.has_bars:
            return format_clock(time)
        return format_place(time, Unit.BARS, self.sample_rate, self._grid) if self.has_bars else "–:–"

    def full_text(self, time: float) -> str:
        """Clock, seconds, sample, and bar, beat and tick, in one line."""
        parts = [format_clock(time), f"{time:.4f} s"]
        if self.sample_rate:
            parts.append(tr("sample {n}", n=f"{int(seconds_to_samples(time, self.sample_rate)):,}"))
        musical = self._grid.musical_time(time)
        return "   ".join(parts if musical is None else [*parts, tr("bar {place}", place=musical)])

    def parse(self, text: str) -> float:
        """Time in s of a place that was typed.

        Raises
        ------
        PlaceError
            With a sentence for the user.
        """
        return parse_place(text, self._unit, self.sample_rate or 1.0, self._grid, self._session.duration)
