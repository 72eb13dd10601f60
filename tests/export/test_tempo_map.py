"""The tempo map against independent sums over its own tempos."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.strategies import beat_events
from w12studio.domain.events import Events
from w12studio.domain.timebase import BarGrid
from w12studio.export.tempo_map import MAX_TEMPO, Meter, TempoMap, build, fixed

meters = st.sampled_from([Meter(), Meter(8), Meter(8, 3), Meter(2), Meter(16), Meter(1, 3)])


def exact_seconds(tempo_map: TempoMap, tick: int) -> float:
    """Time of a tick by rational arithmetic from the tempos alone."""
    total = Fraction(0)
    ends = [t for t, _ in tempo_map.tempos[1:]] + [max(tick, tempo_map.tempos[-1][0])]
    for (start, us), end in zip(tempo_map.tempos, ends, strict=True):
        total += Fraction(max(0, min(end, tick) - start) * us, tempo_map.ticks_per_quarter * 10**6)
    return float(total)


def bar_lines(tempo_map: TempoMap, until: int) -> set[int]:
    lines = set()
    ends = [t for t, _, _ in tempo_map.signatures[1:]] + [until + 1]
    for (start, numerator, denominator), end in zip(tempo_map.signatures, ends, strict=True):
        bar = numerator * tempo_map.ticks_per_quarter * 4 // denominator
        lines.update(range(start, end, bar))
        assert end == until + 1 or (end - start) % bar == 0, "a signature changes inside of a bar"
    return lines


def grid_of(beats: Events) -> BarGrid:
    return BarGrid(beats.times, beats.values)


@given(beat_events(100), meters)
def test_every_beat_is_in_time_and_every_downbeat_on_a_bar_line(beats: Events, meter: Meter) -> None:
    grid = grid_of(beats)
    result = build(grid, meter, 960)
    found = np.array([exact_seconds(result, t) for t in result.beat_ticks.tolist()])
    assert np.abs(found - beats.times).max() < 1e-5
    assert all(1 <= us <= MAX_TEMPO for _, us in result.tempos)
    assert result.tempos[0][0] == 0
    assert result.signatures[0][0] == 0
    assert all(1 <= n <= 255 and d in (1, 2, 4, 8, 16, 32, 64) for _, n, d in result.signatures)
    ticks = [t for t, _ in result.tempos]
    assert ticks == sorted(set(ticks))
    lines = bar_lines(result, int(result.beat_ticks[-1]))
    assert set(result.beat_ticks[grid.is_downbeat].tolist()) <= lines


@given(
    st.lists(st.floats(0, 5000) | st.floats(0, 1) | st.floats(0, 1e-3), min_size=1, max_size=30, unique=True),
    st.lists(st.sampled_from([0, 1, 2, 3]), min_size=30, max_size=30),
    meters,
)
def test_beats_without_any_order_in_them(times: list[float], positions: list[int], meter: Meter) -> None:
    grid = BarGrid(sorted(times), positions[: len(times)])
    result = build(grid, meter, 960)
    found = np.array([exact_seconds(result, t) for t in result.beat_ticks.tolist()])
    assert np.abs(found - grid.times).max() < 1e-3
    lines = bar_lines(result, int(result.beat_ticks[-1]))
    assert set(result.beat_ticks[grid.is_downbeat].tolist()) <= lines


@given(beat_events(60), meters)
def test_steady_beats_stay_one_beat_apart(beats: Events, meter: Meter) -> None:
    result = build(grid_of(beats), meter, 960)
    beat = meter.ticks_per_beat(960)
    slow = np.diff(beats.times) * 1e6 > MAX_TEMPO * beat / 960
    assert np.array_equal(np.diff(result.beat_ticks)[~slow], np.full((~slow).sum(), beat))
    assert np.all(np.diff(result.beat_ticks)[slow] % beat == 0)


@given(beat_events(100), st.lists(st.floats(0, 20_000), max_size=20))
def test_to_ticks_is_within_half_a_tick(beats: Events, times: list[float]) -> None:
    result = build(grid_of(beats), Meter(), 960)
    slowest = max(us for _, us in result.tempos)
    for time, tick in zip(times, result.to_ticks(times).tolist(), strict=True):
        assert abs(exact_seconds(result, tick) - time) <= 0.5 * slowest / 960e6 + 1e-6


def test_rounding_never_adds_up_over_hours() -> None:
    times = 0.3333333 + np.arange(30_000) * 0.4999995  # half a microsecond off a whole tempo, each beat
    result = build(BarGrid(times, np.arange(30_000) % 4 + 1), Meter(), 960)
    for i in (1, 1000, 29_999):
        assert abs(exact_seconds(result, int(result.beat_ticks[i])) - times[i]) < 5e-6
    assert len(result.signatures) <= 2


def test_a_long_silence_before_the_first_beat_is_exact() -> None:
    result = build(BarGrid([43_200.123456, 43_200.6], [1, 2]), Meter(), 960)
    assert abs(exact_seconds(result, int(result.beat_ticks[0])) - 43_200.123456) < 5e-6


def test_the_pickup_becomes_a_partial_first_bar() -> None:
    times = 0.25 + 0.5 * np.arange(10)
    result = build(BarGrid(times, [3, 4, 1, 2, 3, 4, 1, 2, 3, 4]), Meter(), 960)
    assert result.beat_ticks[0] == 480  # half a beat of silence
    assert result.signatures == [(0, 5, 8), (2400, 4, 4)]
    assert {us for _, us in result.tempos} == {500_000}


def test_changes_of_meter_change_the_signature() -> None:
    positions = [1, 2, 3, 4, 1, 2, 3, 1, 2, 3, 4, 1]
    result = build(BarGrid(np.arange(12) * 0.5, positions), Meter(), 960)
    assert result.signatures == [(0, 4, 4), (3840, 3, 4), (3840 + 2880, 4, 4)]


def test_compound_meter() -> None:
    result = build(BarGrid(np.arange(6) * 0.6, [1, 2, 1, 2, 1, 2]), Meter(8, 3), 960)
    assert result.signatures == [(0, 6, 8)]
    assert result.beat_ticks.tolist() == [0, 1440, 2880, 4320, 5760, 7200]
    assert result.tempos == [(0, 400_000)]


def test_a_gap_slower_than_midi_allows_is_filled_with_bars() -> None:
    times = [0, 0.5, 1.0, 1.5, 61.5, 62.0]
    result = build(BarGrid(times, [1, 2, 3, 4, 1, 2]), Meter(), 960)
    assert result.split_bars == 1
    assert exact_seconds(result, int(result.beat_ticks[4])) == pytest.approx(61.5, abs=1e-6)
    assert {us for _, us in result.tempos} == {500_000}


def test_fixed() -> None:
    result = fixed(960)
    assert result.to_ticks([0, 0.5, 3600]).tolist() == [0, 960, 960 * 7200]
    assert result.signatures == [(0, 4, 4)]
