"""How loud the recording, the clicks and the sung layers are; remembered between starts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from w12studio.service.listening import CLICKS, PARTS, Levels
from w12studio.ui.settings import Settings
from w12studio.ui.texts import later

MOST_DELAY_S = 0.5
#: (volume, whether it is on) before the user says anything.
_DEFAULTS = {
    "recording": (1.0, True),
    "beats": (0.7, True),
    "downbeats": (0.7, True),
    "transients": (0.5, False),
    "pins": (0.7, False),
    "pitch": (0.6, False),
    "notes": (0.6, False),
}
#: Where an earlier version kept a volume.
_BEFORE = {"recording": "volume", "beats": "click_volume", "downbeats": "click_volume"}
TITLES = {
    "recording": later("Recording"),
    "beats": later("Beats"),
    "downbeats": later("Downbeats"),
    "transients": later("Transients"),
    "pins": later("Pins"),
    "pitch": later("Pitch"),
    "notes": later("Notes"),
}


class Mixer(QObject):
    """Volumes 0..1 and switches of the parts of what is heard. GUI thread."""

    #: a volume or a switch changed
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._volumes = {part: _DEFAULTS[part][0] for part in PARTS}
        self._on = {part: _DEFAULTS[part][1] for part in PARTS}
        self._clicking = False
        self._delay_s = 0.0

    def volume(self, part: str) -> float:
        """How loud a part is where it is on."""
        return self._volumes[part]

    def set_volume(self, part: str, volume: float) -> None:
        """Make a part louder or softer."""
        volume = min(max(volume, 0.0), 1.0)
        if volume != self._volumes[part]:
            self._volumes[part] = volume
            self.changed.emit()

    def is_on(self, part: str) -> bool:
        """Whether a part is heard; a click is only where `clicking` is on as well."""
        return self._on[part]

    def set_on(self, part: str, on: bool) -> None:
        """Switch a part."""
        if on != self._on[part]:
            self._on[part] = on
            self.changed.emit()

    @property
    def clicking(self) -> bool:
        """Whether those clicks are heard that are on."""
        return self._clicking

    def set_clicking(self, on: bool) -> None:
        """Switch all clicks."""
        if on != self._clicking:
            self._clicking = on
            self.changed.emit()

    @property
    def delay_s(self) -> float:
        """By how much later than it says the device is heard, as wireless headphones are; the playhead waits for it."""
        return self._delay_s

    def set_delay(self, seconds: float) -> None:
        """Say how late the device is, 0 to `MOST_DELAY_S`."""
        seconds = min(max(seconds, 0.0), MOST_DELAY_S)
        if seconds != self._delay_s:
            self._delay_s = seconds
            self.changed.emit()

    @property
    def levels(self) -> Levels:
        """What the renderer is told."""
        heard = {p: self._on[p] and (p not in CLICKS or self._clicking) for p in PARTS}
        return Levels(**{p: self._volumes[p] if heard[p] else 0.0 for p in PARTS})

    def restore(self, settings: Settings) -> None:
        """As it was when the window was closed."""
        for part in PARTS:
            volume, on = _DEFAULTS[part]
            if part in _BEFORE:
                volume = settings.number(_BEFORE[part], volume)
            self._volumes[part] = min(max(settings.number(f"mixer/{part}", volume), 0.0), 1.0)
            self._on[part] = settings.flag(f"mixer/{part}_on", on)
        self._clicking = settings.flag("click", False)
        self._delay_s = min(max(settings.number("mixer/delay", 0.0), 0.0), MOST_DELAY_S)
        self.changed.emit()

    def remember(self, settings: Settings) -> None:
        """Write it to the settings."""
        for part in PARTS:
            settings.set(f"mixer/{part}", self._volumes[part])
            settings.set(f"mixer/{part}_on", self._on[part])
        settings.set("click", self._clicking)
        settings.set("mixer/delay", self._delay_s)
