"""Fewest anchors against trying all; what counts as steady."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from w12studio import service
from w12studio.domain.straighten import steadiness_of, straighten


def errors(times, beats):
    """Largest distance of beats from straight lines between some of them."""
    return float(np.abs(np.interp(np.arange(times.size), beats, times[list(beats)]) - times).max())


@settings(max_examples=60)
@given(st.lists(st.floats(0.2, 1.0), min_size=1, max_size=8), st.floats(0, 0.4))
def test_no_fewer_anchors_would_do(intervals, error):
    times = np.concatenate([[0.0], np.cumsum(intervals)])
    n = times.size
    fewest = next(
        2 + k
        for k in range(n)
        if any(errors(times, (0, *some, n - 1)) <= error + 1e-9 for some in itertools.combinations(range(1, n - 1), k))
    )
    found = straighten(times, error)
    assert errors(times, [a.beat for a in found]) <= error + 1e-9
    assert len(found) <= fewest
    assert [a.time for a in found] == [times[a.beat] for a in found]


def test_a_tempo_change_needs_three():
    times = np.concatenate([np.arange(0, 10, 0.5), 10 + np.arange(0, 10.1, 0.4)])
    found = straighten(times, 0.001)
    assert [a.beat for a in found] == [0, 20, times.size - 1]
    assert [round(a.bpm) for a in found] == [120, 150, 150]


@pytest.mark.parametrize("times", [[], [1.0]])
def test_too_few_beats(times):
    assert straighten(np.array(times), 0.01) == ()
    assert str(steadiness_of(np.array(times))) == ""


def test_a_long_steady_recording_is_two_anchors():
    times = np.round(np.arange(30_000) * 0.4871, 2)
    assert len(service.straighten(times, 0.01)) == 2


@pytest.mark.parametrize(
    ("times", "verdict"),
    [
        (np.arange(100) * 0.5, "steady"),
        (np.delete(np.arange(100) * 0.5, [30, 31, 60]), "steady"),
        (np.cumsum(np.linspace(0.5, 0.52, 100)), "drifting"),
        (np.cumsum(np.r_[np.full(50, 0.5), np.full(50, 0.4)]), "changing"),
    ],
)
def test_verdicts(times, verdict):
    found = steadiness_of(times)
    assert found.verdict == verdict and verdict in str(found)
