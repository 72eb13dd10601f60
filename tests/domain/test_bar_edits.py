"""Bars and beats put in, taken out and counted anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_edits import beaten, recording
from w12studio.domain import bar_edits
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.edits import Edit
from w12studio.domain.events import Events


def beats_of(times: list[float], positions: list[float], duration: float = 20.0) -> Analysis:
    events = Events.from_columns(times, values=positions)
    return Analysis(AudioFacts("x", sample_rate=100, n_samples=int(duration * 100)), {BEATS: Track(BEATS, events)})


def rows(edit: Edit, analysis: Analysis) -> list[tuple[float, float]]:
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    events = after.events(BEATS)
    return list(zip(np.round(events.times, 6).tolist(), events.values.tolist(), strict=True))


HOLE = ([0, 0.5, 1, 1.5, 4, 4.5, 5, 5.5], [1, 2, 3, 4, 1, 2, 3, 4])


def test_a_bar_fills_a_hole_evenly_and_moves_nothing() -> None:
    analysis = beats_of(*HOLE)
    new = rows(bar_edits.inserted_bar(analysis, 1.9), analysis)
    assert [r for r in new if 1.5 < r[0] < 4] == [(2.0, 1), (2.5, 2), (3.0, 3), (3.5, 4)]
    assert set(zip(*HOLE, strict=True)) <= set(new)


@pytest.mark.parametrize("time", [1.6, 2.3, 2.6, 3.4, 3.9])
def test_a_hole_of_one_bar_is_filled_wherever_in_it_the_time_is(time: float) -> None:
    analysis = beats_of(*HOLE)
    new = rows(bar_edits.inserted_bar(analysis, time), analysis)
    assert [r for r in new if 1.5 < r[0] < 4] == [(2.0, 1), (2.5, 2), (3.0, 3), (3.5, 4)]


def test_only_what_is_missing_is_put_in() -> None:
    analysis = beats_of([0, 0.5, 1, 1.5, 3, 3.5, 4], [1, 2, 3, 4, 1, 2, 3])
    new = rows(bar_edits.inserted_bar(analysis, 1.6), analysis)
    assert [r for r in new if 1.5 < r[0] < 3] == [(2.0, 1), (2.5, 2)]
    whole = beats_of([0, 0.5, 1, 1.5, 2], [1, 2, 3, 4, 1])
    assert bar_edits.inserted_bar(whole, 0.7).changes_nothing


def test_a_bar_goes_on_after_the_last_beat_and_before_the_first() -> None:
    analysis = beats_of([5, 5.5, 6, 6.5, 7, 7.5], [1, 2, 3, 4, 1, 2])
    after = rows(bar_edits.inserted_bar(analysis, 8.0), analysis)
    assert after[-4:] == [(8.0, 3), (8.5, 4), (9.0, 1), (9.5, 2)]
    before = rows(bar_edits.inserted_bar(analysis, 3.0), analysis)
    assert before[:4] == [(3.0, 1), (3.5, 2), (4.0, 3), (4.5, 4)]
    far = rows(bar_edits.inserted_bar(analysis, 10.1), analysis)
    assert far[-4:] == [(10.0, 1), (10.5, 2), (11.0, 3), (11.5, 4)]


def test_one_beat() -> None:
    analysis = beats_of([0, 0.5, 1.5, 2], [1, 2, 4, 1])
    assert rows(bar_edits.inserted_beat(analysis, 0.9), analysis)[2] == (1.0, 3)
    empty = Analysis(AudioFacts("x", sample_rate=100, n_samples=2000))
    after = bar_edits.inserted_bar(empty, 3.0).apply(empty).events(BEATS)
    assert after.times.tolist() == [3.0, 3.5, 4.0, 4.5] and after.values.tolist() == [1, 2, 3, 4]


def test_steady_beats_take_the_place_of_those_there() -> None:
    analysis = beats_of([0, 0.5, 1, 1.5, 2.1, 2.4, 3.2, 3.9, 4.5], [1, 2, 3, 4, 1, 2, 3, 4, 1])
    new = rows(bar_edits.steady_beats(analysis, "Tap along", 2.0, 4.0, 120.0), analysis)
    assert new[3:] == [(1.5, 4), (2.0, 1), (2.5, 2), (3.0, 3), (3.5, 4), (4.0, 1), (4.5, 1)]
    empty = beats_of([], [])
    assert rows(bar_edits.steady_beats(empty, "Tap along", 2.0, 3.0, 120.0), empty) == [(2, 1), (2.5, 2), (3, 3)]


def test_beats_on_top_of_each_other_tell_no_tempo() -> None:
    analysis = beats_of([1.0, 1.0 + 1e-12], [1, 2])
    assert [t for t, _ in rows(bar_edits.inserted_bar(analysis, 2.1), analysis)][2:] == [2.0, 2.5, 3.0, 3.5]


def test_nothing_is_put_in_beyond_the_end() -> None:
    analysis = beats_of([0, 0.5, 1, 1.5], [1, 2, 3, 4], duration=2.6)
    assert [t for t, _ in rows(bar_edits.inserted_bar(analysis, 1.6), analysis)][4:] == [2.0, 2.5]


@given(beaten(), st.floats(0, 100))
def test_put_in_beats_keep_their_distance_and_come_out_again(analysis: Analysis, time: float) -> None:
    edit = bar_edits.inserted_bar(analysis, time)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    assert edit.removed == () and all(0 <= e.time <= 100 for e in edit.added)


def test_a_bar_is_removed() -> None:
    analysis = recording([3, 4, 1, 2, 3, 4, 1, 2])
    edit = bar_edits.removed_bar(analysis, 2.6)
    assert edit.name == "Remove bar 1"
    assert [t for t, _ in rows(edit, analysis)] == [0.0, 0.5, 3.0, 3.5]
    assert rows(bar_edits.removed_bar(analysis, 0.2), analysis)[0][0] == 1.0  # the pickup


@given(beaten(), st.floats(-1, 60))
def test_a_removed_bar_comes_back(analysis: Analysis, time: float) -> None:
    edit = bar_edits.removed_bar(analysis, time)
    assert edit.inverse().apply(edit.apply(analysis)) == analysis
    assert len(analysis.events(BEATS)) == 0 or len(edit.removed) > 0


def test_counting_from_a_beat() -> None:
    analysis = recording([1, 2, 3, 4, 1, 2, 3, 4])
    assert [v for _, v in rows(bar_edits.counted_from(analysis, 2, 2), analysis)] == [1, 2, 2, 3, 4, 1, 2, 3]
    with pytest.raises(IndexError):
        bar_edits.counted_from(analysis, 8, 1)
    with pytest.raises(ValueError, match="count from 1"):
        bar_edits.counted_from(analysis, 0, 0)


@given(beaten(), st.floats(0, 30), st.integers(-5, 300))
def test_a_bar_gets_its_number(analysis: Analysis, time: float, number: int) -> None:
    edit = bar_edits.numbered_from(analysis, time, number)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    assert after.events(BEATS) == analysis.events(BEATS)
    if len(after.events(BEATS)):
        assert bar_edits.bar_at(bar_edits.grid_of(after), time) == number
