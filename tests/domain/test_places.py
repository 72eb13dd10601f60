"""Places as people write them."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from w12studio.domain.places import PlaceError, Unit, format_place, parse_place, time_of
from w12studio.domain.timebase import BarGrid, MusicalTime

EMPTY = BarGrid([], [])
#: a beat before the first downbeat, three bars of 4, one of 3, half a second a beat
GRID = BarGrid(0.5 + 0.5 * np.arange(16), [4, *[1, 2, 3, 4] * 3, 1, 2, 3])


def at(text, unit=Unit.CLOCK, grid=GRID, rate=44_100, duration=8000.0):
    return parse_place(text, unit, rate, grid, duration)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("1:23.456", 83.456),
        ("0:07", 7.0),
        ("1:02:03.5", 3723.5),
        ("83.456", 83.456),
        ("83.5 s", 83.5),
        ("83,5 sec", 83.5),
        ("250ms", 0.25),
        ("1.5 min", 90.0),
        ("2h", 7200.0),
        ("sample 44100", 1.0),
        ("#22,050", 0.5),
        ("441,000 samples", 10.0),
        ("bar 1", 1.0),
        ("Bar 2:3", 4.0),
        ("b2:3:480", 4.25),
        ("2|3|480", 4.25),
        ("1:1:480", 1.25),  # 480 seconds are no clock
        ("bar 0:4", 0.5),
    ],
)
def test_what_is_understood(text, time):
    assert at(text) == pytest.approx(time)


def test_what_could_be_either_is_read_in_the_main_unit():
    assert at("2:3", Unit.CLOCK) == 123.0
    assert at("2:3", Unit.BARS) == 4.0
    assert at("2", Unit.BARS) == 3.0
    assert at("2", Unit.SECONDS) == at("2", Unit.CLOCK) == 2.0
    assert at("44100", Unit.SAMPLES) == 1.0


@pytest.mark.parametrize("text", ["", "here", "1:2:3:4", "12x", "bar", "1:99", "bar 1:5", "bar 2:1:960", "#-3"])
def test_what_is_not(text):
    with pytest.raises(PlaceError) as error:
        at(text)
    assert str(error.value).endswith(".")


def test_places_outside_of_the_recording_and_bars_without_beats():
    with pytest.raises(PlaceError, match=r"outside of the recording\. It is 0:10\.000 long"):
        at("11 s", duration=10.0)
    with pytest.raises(PlaceError, match="outside"):
        at("bar -20")
    with pytest.raises(PlaceError, match="No bars are known"):
        at("bar 3", grid=EMPTY)
    assert at("10 s", duration=10.0) == 10.0


def test_how_times_are_told():
    told = [format_place(4.2501, unit, 48_000, GRID) for unit in Unit]
    assert told == ["0:04.250", "4.250", "204,005", "2:3:480"]
    assert format_place(4.25, Unit.BARS, 48_000, EMPTY) == "0:04.250"


@given(st.lists(st.integers(2, 7), min_size=2, max_size=8), st.integers(0, 6), st.integers(-4000, 40_000))
def test_bars_beats_and_ticks_lead_back_to_the_time(meters, pickup, ticks):
    pickup = min(pickup, meters[0] - 1)
    positions = [*range(meters[0] - pickup + 1, meters[0] + 1), *(p for m in meters for p in range(1, m + 1))]
    steps = 0.4 + 0.2 * np.sin(np.arange(len(positions)))
    grid = BarGrid(10 + np.cumsum(steps), positions)
    time = grid.time_of_beat(ticks / 960)
    there = grid.musical_time(time)
    try:
        back = time_of(there, grid)
    except PlaceError:
        assert time > grid.times[-1]  # the last known bar may be counted on beyond its end
        assume(False)
    assert back == pytest.approx(time, abs=np.max(steps) / 960)


def test_the_last_bar_goes_on():
    assert time_of(MusicalTime(4, 3, 0), GRID) == pytest.approx(8.0)
    assert time_of(MusicalTime(5, 1, 0), GRID) == pytest.approx(9.0)  # after four beats, as most bars have
    assert GRID.musical_time(9.0) == MusicalTime(5, 1, 0)
