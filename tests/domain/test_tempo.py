"""The tempo in a few numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio import service
from w12studio.domain.tempo import global_tempo, local_tempi, stretches, tempo_summary


def beats_at(*parts):
    """Beats of several tempi one after the other: (BPM, how many)."""
    return np.cumsum(np.concatenate([[1.0], *(np.full(n, 60.0 / bpm) for bpm, n in parts)]))


def test_a_steady_recording_has_one_tempo():
    found = tempo_summary(beats_at((128, 200)))
    assert found.median_bpm == pytest.approx(128) and found.mode_bpm == pytest.approx(128)
    assert found.steadiness.verdict == "steady" and found.steadiness.deviation_s < 1e-6


def test_median_and_mode_differ_where_the_tempo_drifts():
    times = beats_at((120, 60), *((120 - k / 4, 2) for k in range(1, 81)))
    found = service.tempo_summary(times)
    assert found.mode_bpm == pytest.approx(120, rel=0.004)
    assert 106 < found.median_bpm < 115
    assert found.steadiness.verdict == "changing"
    assert found.steadiness.deviation_s > 1.0


@given(st.floats(40, 240), st.integers(100, 300))
def test_rounding_to_frames_does_not_show(bpm, count):
    times = np.round(beats_at((bpm, count)) * 100) / 100
    found = tempo_summary(times)
    assert found.median_bpm == pytest.approx(bpm, rel=0.003)
    assert found.mode_bpm == pytest.approx(bpm, rel=0.004)


def test_pauses_and_missing_beats_are_no_slow_tempo():
    times = np.delete(beats_at((100, 80)), [20, 21, 50])
    np.testing.assert_allclose(local_tempi(times), 100.0)
    assert global_tempo(np.concatenate([times, times + 70.0])) == pytest.approx(100)


@pytest.mark.parametrize("times", [[], [1.0], [1.0, 1.0]])
def test_too_few_beats(times):
    found = tempo_summary(np.array(times))
    assert np.isnan(found.median_bpm) and np.isnan(found.mode_bpm) and found.steadiness.verdict == ""


@given(st.lists(st.floats(0, 1000), max_size=60))
def test_any_beats_do(times):
    found = tempo_summary(np.sort(np.array(times, dtype=np.float64)))
    assert np.isnan(found.median_bpm) == np.isnan(found.mode_bpm)
    assert np.isnan(found.median_bpm) or (found.median_bpm > 0 and found.mode_bpm > 0)


def test_four_hours_of_beats():
    rng = np.random.default_rng(2)
    times = np.cumsum(0.48 * np.exp(np.cumsum(rng.normal(0, 0.002, 30_000))))
    found = tempo_summary(times)
    assert found.steadiness.verdict in ("drifting", "changing") and 20 < found.median_bpm < 600
    strict, loose = (service.straighten(times, e) for e in (0.002, 0.05))
    assert 1 < len(loose) < len(strict) < times.size
    on = [a.beat for a in loose]
    assert np.abs(np.interp(np.arange(times.size), on, times[on]) - times).max() <= 0.05 + 1e-9


@given(st.lists(st.floats(0.2, 1.0), min_size=1, max_size=40), st.sets(st.integers(0, 39)))
def test_the_tempo_around_a_beat_is_that_of_the_line_through_its_neighbours(intervals, pauses):
    intervals = [10.0 if i in pauses else x for i, x in enumerate(intervals)]
    times = np.cumsum([0.0, *intervals])
    expected = []
    for part in stretches(times):
        for i in range(part.size):
            near = np.arange(max(i - 4, 0), min(i + 5, part.size))
            expected.append(60 / max(np.polyfit(near, part[near], 1)[0], 1e-3))
    assert local_tempi(times) == pytest.approx(np.array(expected))
