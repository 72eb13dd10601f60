"""Pins and a meter that an analysis is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.test_bar_pointer import pulses
from tests.engine.test_resolve import analysis_of
from w12studio import service
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS, METER, Analysis, AudioFacts
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Event
from w12studio.domain.meters import Meter
from w12studio.service.resolving import first_meter, with_resolved_pins


def test_a_request_refuses_nonsense():
    with pytest.raises(pins.PinError):
        service.Request(pins=(Event(-1.0, label="beat"),))
    for beats in (0, service.MOST_SMOOTHING + 1):
        with pytest.raises(W12Error, match="smoothed over 1 to 63 beats"):
            service.Request(tempo_smoothing=beats)


def test_one_meter_for_the_whole_recording():
    analysis = analysis_of(pulses(60, 50, 3, noise=0.02)[0])
    (pin,) = first_meter(analysis, Meter(3))
    after = with_resolved_pins(analysis, [pin])
    assert np.array_equal(after.events(BEATS).times, analysis.events(BEATS).times)
    assert {e.value for e in after.events(METER)} == {3.0}
    assert np.array_equal(after.events(BEATS).values, np.arange(60) % 3 + 1)
    assert {e.label for e in after.events(METER)} == {"3/4"}
    assert first_meter(analysis, None) == () == first_meter(Analysis(AudioFacts("x")), Meter(3))
    compound = with_resolved_pins(analysis, first_meter(analysis, Meter(3, compound=True)))
    assert {e.label for e in compound.events(METER)} == {"9/8"}
    assert compound.events(BEATS) == after.events(BEATS)


def test_scripts_give_pins_to_resolve():
    analysis = analysis_of(pulses(60, 50, 4, noise=0.02)[0])
    beats = analysis.events(BEATS)
    at = beats.times[17] + 0.11
    some = [pins.beat(at), pins.meter(beats.times[40], 3)]
    after = service.resolve(analysis, some)
    assert list(after.events(pins.PINS)) == some
    assert at in after.events(BEATS).times
    assert {3.0, 4.0} <= set(after.events(METER).values)
    assert service.resolve(after, some) == after  # nothing is new
    less = service.resolve(after, some[:1])
    assert list(less.events(pins.PINS)) == some[:1]
    assert np.array_equal(less.events(BEATS).times, after.events(BEATS).times)
    assert np.array_equal(service.resolve(less, []).events(BEATS).times, beats.times)
    with pytest.raises(pins.PinError):
        service.resolve(analysis, [Event(1.0, label="nonsense")])


def test_a_smoothed_tempo_stays_smoothed_when_beats_are_solved_again():
    analysis = analysis_of(pulses(60, 50, 4, noise=0.02)[0])
    for track in service.derived_tracks(analysis, 15):
        analysis = analysis.with_track(track)
    after = service.resolve(analysis, [pins.beat(analysis.events(BEATS).times[17] + 0.11)])
    assert service.smoothing_of(after) == 15


def test_the_solver_can_be_loaded_ahead():
    thread = service.warm_resolve()
    thread.join(timeout=120)
    assert not thread.is_alive()
