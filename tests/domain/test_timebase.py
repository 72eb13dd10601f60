"""Conversions of time and the grid of bars and beats."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.timebase import (
    BarGrid,
    MusicalTime,
    format_clock,
    frames_to_seconds,
    samples_to_seconds,
    seconds_to_frames,
    seconds_to_samples,
)


@given(st.integers(0, 2**40), st.sampled_from([8000, 11025, 22050, 44100, 48000, 96000, 192000]))
def test_samples_and_back(sample: int, rate: int) -> None:
    assert seconds_to_samples(samples_to_seconds(sample, rate), rate) == sample


@given(st.integers(-1000, 2**31), st.floats(1, 2000), st.floats(-10, 1000))
def test_frames_and_back(frame: int, rate: float, start: float) -> None:
    assert seconds_to_frames(frames_to_seconds(frame, rate, start), rate, start) == frame


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00.000"),
        (59.9996, "1:00.000"),
        (3599.9999, "1:00:00.000"),
        (3661.5, "1:01:01.500"),
        (-1.5, "-0:01.500"),
        (-0.0001, "0:00.000"),
    ],
)
def test_format_clock(seconds: float, text: str) -> None:
    assert format_clock(seconds) == text


def test_format_clock_without_decimals() -> None:
    assert format_clock(59.6, 0) == "1:00"


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_format_clock_reads_back(seconds: float, decimals: int) -> None:
    text = format_clock(seconds, decimals)
    total = 0.0
    for part in text.removeprefix("-").split(":"):
        assert float(part) >= 0
        total = total * 60 + float(part)
    assert total == pytest.approx(abs(seconds), abs=0.5001 * 10**-decimals)


# -- bars and beats --------------------------------------------------------------------------------------


@st.composite
def grids(draw: st.DrawFn, least: int = 2) -> BarGrid:
    n = draw(st.integers(least, 40))
    gaps = draw(st.lists(st.floats(0.05, 3), min_size=n, max_size=n))
    times = draw(st.floats(0, 100)) + np.cumsum(gaps)
    positions = np.zeros(n)
    down = draw(st.integers(0, 12))
    while down < n:
        length = draw(st.sampled_from([4, 4, 4, 3, 5, 1]))
        positions[down : down + length] = np.arange(min(length, n - down)) + 1
        down += length
    return BarGrid(times, positions)


def test_pickup_and_bars() -> None:
    grid = BarGrid(np.arange(10.0), [3, 4, 1, 2, 3, 4, 1, 2, 3, 4])
    assert grid.positions.tolist() == [3, 4, 1, 2, 3, 4, 1, 2, 3, 4]
    assert grid.bars.tolist() == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    assert grid.beats_per_bar() == 4
    assert grid.bar_lengths().tolist() == [4]
    assert grid.musical_time(1.5) == MusicalTime(0, 4, 480)
    assert str(grid.musical_time(6.0)) == "2:1:000"
    assert grid.musical_time(-1.0) == MusicalTime(0, 2, 0)
    assert grid.musical_time(-3.0) == MusicalTime(-1, 4, 0)
    assert grid.musical_time(10.25) == MusicalTime(3, 1, 240)


def test_a_long_pickup_has_negative_bars() -> None:
    grid = BarGrid(np.arange(12.0), [0] * 6 + [1, 2, 3, 1, 2, 3])
    assert grid.bars[:7].tolist() == [-1, -1, -1, 0, 0, 0, 1]
    assert grid.positions[:6].tolist() == [1, 2, 3, 1, 2, 3]


def test_one_downbeat_takes_the_meter_from_the_highest_number() -> None:
    grid = BarGrid(np.arange(5.0), [2, 3, 1, 2, 3])
    assert grid.positions.tolist() == [2, 3, 1, 2, 3]
    assert grid.beats_per_bar() == 0
    assert grid.musical_time(5.0) == MusicalTime(2, 1, 0)


def test_without_downbeats_beats_are_counted_through() -> None:
    grid = BarGrid(np.arange(3.0), [np.nan] * 3)
    assert grid.positions.tolist() == [1, 2, 3]
    assert not grid.is_downbeat.any()
    assert grid.beats_per_bar() == 0


def test_too_few_beats() -> None:
    for n in (0, 1):
        grid = BarGrid(np.arange(float(n)), np.ones(n))
        assert grid.musical_time(0.0) is None
        assert np.isnan(grid.fractional_beat(0.0))
        assert np.isnan(grid.time_of_beat(0.0))


def test_wrong_beats() -> None:
    with pytest.raises(ValueError, match="ascend"):
        BarGrid([1.0, 0.5], [1, 2])
    with pytest.raises(ValueError, match="equal length"):
        BarGrid([1.0], [1, 2])


def test_beats_at_one_time() -> None:
    grid = BarGrid([0.0, 1.0, 1.0, 2.0, 3.0, 3.0], [1, 2, 3, 4, 1, 2])
    beats = [grid.fractional_beat(t) for t in np.linspace(-1, 4, 51)]
    assert np.all(np.diff(beats) > 0)
    assert grid.musical_time(5.0) is not None
    assert BarGrid([1.0, 1.0], [1, 2]).musical_time(1.0) is None


@given(grids())
def test_every_beat_has_its_own_place(grid: BarGrid) -> None:
    for i, time in enumerate(grid.times.tolist()):
        assert grid.musical_time(time) == MusicalTime(int(grid.bars[i]), int(grid.positions[i]), 0)
    places = list(zip(grid.bars.tolist(), grid.positions.tolist(), strict=True))
    assert len(set(places)) == len(places)


@given(grids(), st.lists(st.floats(-30, 200), min_size=2, max_size=20))
def test_musical_time_never_goes_back(grid: BarGrid, times: list[float]) -> None:
    places = []
    for time in sorted(times):
        place = grid.musical_time(time)
        assert place is not None
        assert place.beat >= 1
        assert 0 <= place.tick < 960
        places.append((place.bar, place.beat, place.tick))
    assert places == sorted(places)


@given(grids(), st.integers(-20, 20))
def test_musical_time_is_continuous_beyond_both_ends(grid: BarGrid, beyond: int) -> None:
    """One beat on is the next beat of the bar, or the first of the next bar."""
    beat = beyond if beyond < 0 else grid.times.size - 1 + beyond
    here = grid.musical_time(grid.time_of_beat(beat))
    after = grid.musical_time(grid.time_of_beat(beat + 1))
    assert here is not None
    assert after is not None
    follows = after.bar == here.bar and after.beat == here.beat + 1
    assert follows or (after.bar == here.bar + 1 and after.beat == 1)


@given(grids(), st.floats(-20, 60))
def test_fractional_beats_and_back(grid: BarGrid, beat: float) -> None:
    assert grid.fractional_beat(grid.time_of_beat(beat)) == pytest.approx(beat, abs=1e-6)


@given(
    st.lists(st.floats(0.01, 5) | st.just(0.0), min_size=2, max_size=12).map(lambda gaps: np.cumsum(gaps)),
    st.lists(st.floats(-10, 80), min_size=1, max_size=8),
)
def test_many_times_at_once_are_as_one_by_one(beats: np.ndarray, times: list[float]) -> None:
    beats = np.unique(beats)
    grid = BarGrid(beats, np.ones(beats.size))
    many = grid.fractional_beats(times)
    np.testing.assert_allclose(many, [grid.fractional_beat(t) for t in times])
    if beats.size > 1:
        np.testing.assert_allclose(grid.times_of_beats(many), times, atol=1e-6)


def test_bars_can_be_counted_from_another_number() -> None:
    grid = BarGrid([0.0, 1.0, 2.0, 3.0], [2, 1, 2, 1], first_bar=17)
    assert grid.bars.tolist() == [16, 17, 17, 18]
    place = grid.musical_time(1.5)
    assert place is not None and (place.bar, place.beat) == (17, 1)
