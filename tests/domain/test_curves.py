"""Curves: frames in a span, values at times, equality, pickling."""

from __future__ import annotations

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_curves
from w12studio.domain.curves import Curve


@given(any_curves())
def test_pickled_curves_are_equal_and_read_only(curve: Curve) -> None:
    again = pickle.loads(pickle.dumps(curve))
    assert again == curve
    assert again.values.dtype == curve.values.dtype
    assert not again.values.flags.writeable
    assert again.confidence is None or not again.confidence.flags.writeable


@given(any_curves())
def test_equality_sees_every_part(curve: Curve) -> None:
    assert replace(curve) == curve
    assert replace(curve, frame_rate=curve.frame_rate * 2) != curve
    assert replace(curve, unit=curve.unit + "x") != curve
    if curve.bins:
        assert replace(curve, bins=(curve.bins[0] + "x", *curve.bins[1:])) != curve
    if curve.values.size:
        values = curve.values.copy()
        values.flat[0] = 7 if values.flat[0] != 7 else 8
        assert replace(curve, values=values) != curve


def test_names_of_columns_need_columns() -> None:
    assert Curve(np.zeros((2, 2)), 1.0, bins=("C", "Am")).bins == ("C", "Am")
    for values, bins in ((np.zeros(2), ("C", "Am")), (np.zeros((2, 2)), ("C",))):
        with pytest.raises(ValueError, match="a name each"):
            Curve(values, 1.0, bins=bins)


def test_values_are_read_only_copies() -> None:
    values = np.array([1.0, 2.0])
    curve = Curve(values, 10.0)
    values[0] = 9
    assert curve.values.tolist() == [1, 2]
    with pytest.raises(ValueError, match="read-only"):
        curve.values[0] = 1


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_frame_rates_are_above_zero(rate: float) -> None:
    with pytest.raises(ValueError, match="frame rate"):
        Curve(np.zeros(3), rate)


def test_wrong_shapes() -> None:
    with pytest.raises(ValueError, match="dimensions"):
        Curve(np.zeros((1, 1, 1)), 1.0)
    with pytest.raises(ValueError, match="one number a frame"):
        Curve(np.zeros(3), 1.0, confidence=np.zeros(2))


@given(st.integers(0, 50), st.floats(1, 200), st.floats(-5, 50), st.floats(-10, 60), st.floats(-10, 60))
def test_span_holds_the_frames_inside(n: int, rate: float, start: float, a: float, b: float) -> None:
    curve = Curve(np.zeros(n), rate, start)
    times = curve.times()
    span = curve.span(a, b)
    margin = 1e-6 / rate
    surely = np.flatnonzero((times >= a + margin) & (times < b - margin))
    perhaps = np.flatnonzero((times >= a - margin) & (times < b + margin))
    found = np.arange(n)[span]
    assert set(surely) <= set(found) <= set(perhaps)


def test_span_of_exact_frames() -> None:
    curve = Curve(np.zeros(100), 100.0)
    assert curve.span(0.1, 0.2) == slice(10, 20)
    assert curve.span(0.5, 0.2) == slice(50, 50)
    assert curve.span(-5, 99) == slice(0, 100)


def test_at_takes_the_nearest_frame_and_nan_outside() -> None:
    curve = Curve(np.array([1.0, 2.0, 3.0]), 10.0, 0.5)
    assert np.array_equal(curve.at([0.44, 0.46, 0.56, 0.7, 0.76]), [np.nan, 1.0, 2.0, 3.0, np.nan], equal_nan=True)
    assert np.isnan(Curve(np.zeros(0), 10.0).at(0.0))
    assert curve.at(0.6) == 2.0
