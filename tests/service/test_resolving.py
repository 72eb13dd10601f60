"""Pins and a meter that an analysis is asked for."""

from __future__ import annotations

import numpy as np
import pytest

from tests.engine.test_bar_pointer import pulses
from tests.engine.test_resolve import analysis_of
from w12studio import service
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS, METER, Analysis, AudioFacts
from w12studio.domain.events import Event
from w12studio.service.resolving import first_meter, with_resolved_pins


def test_a_request_refuses_nonsense():
    with pytest.raises(pins.PinError):
        service.Request(pins=(Event(-1.0, label="beat"),))


def test_one_meter_for_the_whole_recording():
    analysis = analysis_of(pulses(60, 50, 3, noise=0.02)[0])
    (pin,) = first_meter(analysis, 3)
    after = with_resolved_pins(analysis, [pin])
    assert np.array_equal(after.events(BEATS).times, analysis.events(BEATS).times)
    assert {e.value for e in after.events(METER)} == {3.0}
    assert np.array_equal(after.events(BEATS).values, np.arange(60) % 3 + 1)
    assert first_meter(analysis, 0) == () == first_meter(Analysis(AudioFacts("x")), 3)


def test_the_solver_can_be_loaded_ahead():
    thread = service.warm_resolve()
    thread.join(timeout=120)
    assert not thread.is_alive()
