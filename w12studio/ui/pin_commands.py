"""What can be said of the beats at a time: for the menus of the timeline and of the window."""

from __future__ import annotations

import numpy as np

from w12studio.domain import edits, pins
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.edits import Edit
from w12studio.domain.events import Events
from w12studio.domain.meters import Meter
from w12studio.ui.session import Session

_BEATS_FOR_TEMPO = 4


def tempo_near(beats: Events, time: float) -> float:
    """Tempo in BPM of the beats around a time in s; 120 where there are too few of them."""
    index = max(beats.nearest(time), 0)
    intervals = np.diff(beats.times[max(index - _BEATS_FOR_TEMPO, 0) : index + _BEATS_FOR_TEMPO + 1])
    intervals = intervals[intervals > 0]
    return float(60 / np.median(intervals)) if intervals.size else 120.0


class PinCommands:
    """Each sets one pin, or does the plain edit where no beats can be solved; over a quick grid it waits for the
    full beats. Times in s. GUI thread."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def beat(self, time: float) -> None:
        """A beat is here."""
        if self._session.hold(lambda: self.beat(time)):
            return
        self._session.pinning.pin(pins.beat(time), lambda a: edits.add_event(a, BEATS, time))

    def no_beat(self, time: float) -> None:
        """No beat is near here."""
        if self._session.hold(lambda: self.no_beat(time)):
            return

        def without(analysis: Analysis) -> Edit:
            near = analysis.events(BEATS).between(time - pins.REACH_S, time + pins.REACH_S)
            return edits.delete_events(analysis, BEATS, near)

        self._session.pinning.pin(pins.no_beat(time), without)

    def downbeat(self, time: float) -> None:
        """The beat nearest to here is a downbeat; does nothing where there are no beats."""
        if self._session.hold(lambda: self.downbeat(time)):
            return
        analysis = self._session.analysis
        index = -1 if analysis is None else analysis.events(BEATS).nearest(time)
        if index >= 0:
            at = self._nearest(time)
            self._session.pinning.pin(pins.downbeat(at), lambda a: edits.set_downbeat(a, index))

    def meter(self, time: float, meter: Meter) -> None:
        """From the beat nearest to here on, which is a downbeat, this meter holds."""
        if self._session.hold(lambda: self.meter(time, meter)):
            return
        self._session.pinning.pin(pins.meter(self._nearest(time), meter.beats_per_bar, meter.compound))

    def tempo(self, time: float, bpm: float) -> None:
        """The tempo here is about so many beats a minute."""
        if self._session.hold(lambda: self.tempo(time, bpm)):
            return
        self._session.pinning.pin(pins.tempo(time, bpm))

    def straighten(self) -> None:
        """Beats are evenly spaced from the beat nearest to the start of the selected span to that nearest to its end,
        or from the first to the last of the selected markers; does nothing where neither is selected."""
        chosen = self._session.selection
        times = (chosen.start, chosen.end) if chosen.has_span else tuple(e.time for e in chosen.events)
        first, last = min(times, default=0.0), max(times, default=0.0)
        if last > first and not self._session.refuses((BEATS,)):
            start, end = self._nearest(first), self._nearest(last)
            self._session.pinning.pin(pins.straight(*((start, end) if end > start else (first, last))))

    def _nearest(self, time: float) -> float:
        """The nearest beat; the time itself where there is none."""
        analysis = self._session.analysis
        beats = Events() if analysis is None else analysis.events(BEATS)
        index = beats.nearest(time)
        return time if index < 0 else float(beats.times[index])
