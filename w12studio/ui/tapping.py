"""Tap along: what is tapped while the music plays becomes evidence for the beats.

Taps are noted as places in the recording. Once they stop, a straight line through them says where the beats lie; its
first and last place are pinned as beats (on the transient there, if there is one) and its tempo in the middle. Where no
beats can be solved, steady beats take the place of those that were tapped over.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QObject, QTimer, Signal

from w12studio.domain import bar_edits, pins
from w12studio.domain.analysis import TRANSIENTS
from w12studio.domain.events import Event, Events
from w12studio.ui.player import Player
from w12studio.ui.session import Session
from w12studio.ui.texts import tr

LEAST_TAPS = 4
PAUSE_MS = 1500
_SNAP_S = 0.05


@dataclass(frozen=True, slots=True)
class Tapped:
    """What taps say.

    Attributes
    ----------
    first, last : float
        s, places of the first and the last beat that was tapped.
    bpm : float
    """

    first: float
    last: float
    bpm: float


def heard_in(times: ArrayLike) -> Tapped | None:
    """The steady beat behind taps at times in s; None for fewer than four, or where they make no sense.

    A tap that was left out is counted: each tap gets the number of the beat that it is nearest to, from the median
    interval, and a line is laid through times over numbers by least squares.
    """
    t = np.unique(np.asarray(times, dtype=np.float64))
    if t.size < LEAST_TAPS:
        return None
    intervals = np.diff(t)
    number = np.concatenate([[0.0], np.cumsum(np.maximum(np.round(intervals / np.median(intervals)), 1.0))])
    period, start = np.polyfit(number, t, 1)
    bpm = 60.0 / period
    if not pins.LEAST_BPM <= bpm <= pins.MOST_BPM:
        return None
    return Tapped(max(float(start), 0.0), float(start + period * number[-1]), float(bpm))


def pins_for(tapped: Tapped, transients: Events) -> list[Event]:
    """Pins that say what was tapped."""
    middle = (tapped.first + tapped.last) / 2
    return [
        pins.tempo(middle, round(tapped.bpm, 2)),
        pins.beat(_on_transient(tapped.first, transients)),
        pins.beat(_on_transient(tapped.last, transients)),
    ]


def _on_transient(time: float, transients: Events) -> float:
    index = transients.nearest(time)
    if index >= 0 and abs(transients.times[index] - time) <= _SNAP_S:
        return float(transients.times[index])
    return time


class TapAlong(QObject):
    """Collects taps. GUI thread."""

    #: how it goes, for people; "" when it is over
    told = Signal(str)

    def __init__(self, session: Session, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._player = session, player
        self._taps: list[float] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.finish)
        session.recording_changed.connect(self._forget)

    @property
    def taps(self) -> tuple[float, ...]:
        """Places of the taps so far, in s."""
        return tuple(self._taps)

    def tap(self) -> None:
        """A beat is now."""
        if not self._player.playing:
            self.told.emit(tr("Tap along works while playing: press Space first."))
            return
        now = self._player.position
        if self._taps and now <= self._taps[-1]:  # a loop began anew: what was tapped before it stays as it is
            self.finish()
        self._taps.append(now)
        self._pause.start()
        tapped = heard_in(self._taps)
        more = LEAST_TAPS - len(self._taps)
        self.told.emit(
            tr("{bpm} BPM", bpm=f"{tapped.bpm:.1f}")
            if tapped
            else tr("Tap {more} more", more=more)
            if more > 0
            else tr("Tap on")
        )

    def finish(self) -> None:
        """The taps have stopped: pin what they say, as one step."""
        tapped = heard_in(self._taps)
        self._forget()
        if tapped is not None and not self._session.hold(lambda: self._pin(tapped)):
            self._pin(tapped)

    def _pin(self, tapped: Tapped) -> None:
        analysis = self._session.analysis
        if analysis is not None:
            name, ends = tr("Tap along"), (tapped.first, tapped.last, tapped.bpm)
            found = pins_for(tapped, analysis.events(TRANSIENTS))
            self._session.pinning.pin_all(found, name, lambda a: bar_edits.steady_beats(a, name, *ends))

    def _forget(self) -> None:
        self._taps.clear()
        self._pause.stop()
        self.told.emit("")
