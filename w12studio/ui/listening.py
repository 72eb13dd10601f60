"""Connects what is heard with the window: the actions of the Playback menu, the transport, the band and scrubbing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from w12studio.service.listening import FASTEST, SLOWEST

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

#: What "slower" and "faster" go through.
SPEEDS = (
    SLOWEST, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.8, FASTEST,
)  # fmt: skip
#: Actions that switch a part of the mix.
_SWITCHES = {"hear_pitch": "pitch", "hear_notes": "notes", "hear_recording": "recording"}


def next_speed(speed: float, direction: int) -> float:
    """The speed after (1) or before (-1) one; the last one stays."""
    if direction > 0:
        return next((s for s in SPEEDS if s > speed + 1e-6), FASTEST)
    return next((s for s in reversed(SPEEDS) if s < speed - 1e-6), SLOWEST)


class Listening(QObject):
    """See the module. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._player = window, window.player
        self._actions = window.actions_
        self._band = window.timeline.gestures.band
        player, ruler = self._player, window.timeline.ruler
        self._band.wanted.connect(player.set_band)
        self._band.choosing_changed.connect(self._show)
        ruler.scrubbed.connect(player.scrub)
        ruler.scrub_ended.connect(player.end_scrub)
        player.state_changed.connect(self._show)
        player.mixer.changed.connect(self._show)
        self._show()

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the actions do."""
        player, mixer = self._player, self._player.mixer
        return {
            "slower": lambda: player.set_speed(next_speed(player.speed, -1)),
            "faster": lambda: player.set_speed(next_speed(player.speed, 1)),
            "normal_speed": lambda: player.set_speed(1.0),
            "click": lambda: mixer.set_clicking(self._actions["click"].isChecked()),
            "mixer": self._window.transport.show_mixer,
            "solo_band": lambda: self._band.set_choosing(self._actions["solo_band"].isChecked()),
            **{
                name: lambda name=name, part=part: mixer.set_on(part, self._actions[name].isChecked())
                for name, part in _SWITCHES.items()
            },
        }

    def _show(self) -> None:
        """The actions' ticks, and the band on the spectrogram."""
        mixer = self._player.mixer
        self._actions["click"].setChecked(mixer.clicking)
        for name, part in _SWITCHES.items():
            self._actions[name].setChecked(mixer.is_on(part))
        self._actions["solo_band"].setChecked(self._band.choosing or self._player.band is not None)
        self._window.timeline.lane_view.band.show_band(self._player.band)
