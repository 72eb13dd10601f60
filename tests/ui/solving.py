"""A stand-in for the service's beat solver: quick or slow, obedient or refusing, and it remembers what it was asked.

It refuses at first, as the service does for the beats of the other stand-ins, which come without activations.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Event, Events
from w12studio.domain.pins import is_beat, is_downbeat, pins_of


@dataclass(frozen=True)
class FakeAlternative:
    name: str
    bpm: float
    beats_per_bar: int
    score: float
    beats: Events
    present: bool = False


class FakeSolver:
    """Moves the nearest beat to each pin that says where a beat is, and counts bars of four from a downbeat on."""

    def __init__(self, set_patience: Callable[[float], None]) -> None:
        self._set_patience = set_patience
        set_patience(10.0)
        self.asked: list[Event | None] = []
        self.may_go = threading.Event()
        self.may_go.set()
        self.refusal = "These beats can not be solved"

    def obey(self) -> None:
        """Solve whatever is asked."""
        self.refusal = ""

    def hold(self) -> None:
        """Take one's time, until ``may_go`` is set."""
        self._set_patience(0.0)
        self.may_go.clear()

    def resolve(self, analysis: Analysis, *, changed: Event | None = None) -> Analysis:
        self.asked.append(changed)
        assert self.may_go.wait(10)
        if self.refusal:
            raise EstimatorError(self.refusal)
        track = analysis.track(BEATS)
        times, values = track.events.times.copy(), track.events.values.copy()
        for pin in pins_of(analysis):
            nearest = int(np.argmin(np.abs(times - pin.time)))
            if pin.label == "no beat":
                times, values = np.delete(times, nearest), np.delete(values, nearest)
            if is_beat(pin):
                times[nearest] = pin.time
            if is_downbeat(pin):
                values[nearest:] = np.arange(values.size - nearest) % 4 + 1
        confidences = np.full(times.size, 0.9)
        return analysis.with_track(replace(track, events=Events.from_columns(times, None, values, confidences)))

    def alternatives(self, analysis: Analysis) -> tuple[FakeAlternative, ...]:
        if self.refusal:
            raise EstimatorError(self.refusal)
        now = analysis.events(BEATS)
        half = Events.from_columns(now.times[::2], values=np.arange(now.times[::2].size) % 4 + 1)
        double = Events.from_columns(np.sort(np.r_[now.times, (now.times[1:] + now.times[:-1]) / 2]))
        return (
            FakeAlternative("Present", 120.0, 4, 0.8, now, present=True),
            FakeAlternative("Half tempo", 60.0, 4, 0.5, half),
            FakeAlternative("Double tempo", 240.0, 4, 0.2, double),
        )
