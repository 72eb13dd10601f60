"""The last result is given again for the very same objects, and for no others."""

import numpy as np

from w12studio.domain.curves import Curve
from w12studio.engine.notes import notes_from_f0
from w12studio.engine.remembered import remembered


def test_the_same_objects_are_asked_once():
    asked = []

    @remembered
    def length(curve, factor):
        asked.append(curve)
        return factor * len(curve)

    one, other = Curve(np.zeros(3), 10.0), Curve(np.zeros(3), 10.0)
    assert [length(one, 2), length(one, 2), length(other, 2), length(one, 3)] == [6, 6, 6, 9]
    assert asked == [one, other, one] and asked[1] is other


def test_notes_of_another_curve_are_its_own():
    curve = Curve(np.full(100, 440.0), 100.0)
    assert notes_from_f0(curve).values.tolist() == [69.0]
    assert notes_from_f0(Curve(np.full(100, 880.0), 100.0)).values.tolist() == [81.0]
    assert notes_from_f0(curve, hold=0.5).values.tolist() == [69.0]


def test_zero_hz_is_no_pitch():
    values = np.full(100, 440.0)
    values[40:60] = 0.0
    assert notes_from_f0(Curve(values, 100.0)).values.tolist() == [69.0, 69.0]
