"""Events moved towards the beats and their parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_events
from w12studio.domain.analysis import BEATS, CHORDS, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.events import Event, Events
from w12studio.domain.quantise import PARTS, Grid, movement, quantise, quantised

BEAT_TIMES = np.array([0.0, 1.0, 2.0, 4.0, 5.0])  # the third is twice as long


def recording(*tracks: Track) -> Analysis:
    beats = Track(BEATS, Events.from_columns(BEAT_TIMES, values=[1, 2, 3, 4, 1]))
    return Analysis(AudioFacts("x", sample_rate=100, n_samples=1000), {t.kind: t for t in (beats, *tracks)})


def moved(analysis: Analysis, kind: str, grid: Grid) -> list[Event]:
    edit = quantise(analysis, kind, analysis.events(kind), grid)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    return list(after.events(kind))


@pytest.mark.parametrize(
    ("parts", "wanted"), [(1, [1.0, 2.0, 6.0]), (2, [1.0, 3.0, 6.0]), (4, [1.0, 2.5, 6.25]), (3, [1.0, 2.0 + 2 / 3, 6])]
)
def test_events_go_to_parts_of_the_beat(parts: int, wanted: list[float]) -> None:
    analysis = recording(Track(TRANSIENTS, Events([Event(1.1), Event(2.6), Event(6.13)])))
    assert [e.time for e in moved(analysis, TRANSIENTS, Grid(parts))] == pytest.approx(wanted)


def test_half_the_strength_is_half_the_way() -> None:
    analysis = recording(Track(TRANSIENTS, Events([Event(1.2, value=0.5, label="x")])))
    assert moved(analysis, TRANSIENTS, Grid(1, 0.5)) == [Event(1.1, value=0.5, label="x")]
    assert movement(analysis, analysis.events(TRANSIENTS), Grid(1, 0.5)).most_s == pytest.approx(0.1)


@given(any_events, st.sampled_from(PARTS), st.booleans())
def test_without_strength_nothing_changes(events: Events, parts: int, ends: bool) -> None:
    analysis = recording(Track("Cues", events))
    grid = Grid(parts, 0.0, ends)
    assert quantised(analysis, events, grid) == list(events)
    assert quantise(analysis, "Cues", events, grid).changes_nothing
    assert movement(analysis, events, grid).n_moved == 0


@given(st.lists(st.builds(Event, st.floats(0, 10), st.floats(0, 3)), max_size=9), st.sampled_from(PARTS), st.booleans())
def test_what_is_on_the_grid_stays(events: list[Event], parts: int, ends: bool) -> None:
    analysis = recording(Track("Cues", Events(events)))
    once = quantise(analysis, "Cues", analysis.events("Cues"), Grid(parts, 1.0, ends)).apply(analysis)
    assert movement(once, once.events("Cues"), Grid(parts, 1.0, ends)).most_s < 1e-9


def test_lengths_stay_unless_ends_go_too() -> None:
    analysis = recording(Track("Parts", Events([Event(1.1, 0.8, label="x")])))
    assert moved(analysis, "Parts", Grid(1)) == [Event(1.0, 0.8, label="x")]
    assert moved(analysis, "Parts", Grid(1, ends=True)) == [Event(1.0, 1.0, label="x")]
    short = recording(Track("Parts", Events([Event(1.1, 0.1)])))
    assert moved(short, "Parts", Grid(1)) == [Event(1.0, 0.1)]
    assert moved(short, "Parts", Grid(1, ends=True)) == [Event(1.0, 1.0)]  # one place at least


def test_touching_regions_keep_touching() -> None:
    chords = Events([Event(0.0, 1.2, label="C"), Event(1.2, 0.9, label="G"), Event(2.1, 2.0, label="F")])
    after = moved(recording(Track(CHORDS, chords)), CHORDS, Grid(1))
    assert [e.time for e in after] == [0.0, 1.0, 2.0]
    assert [e.end for e in after] == pytest.approx([1.0, 2.0, 4.1])


def test_without_beats_there_is_no_grid() -> None:
    analysis = recording(Track("Cues", Events([Event(1.2)]))).without_track(BEATS)
    assert quantise(analysis, "Cues", analysis.events("Cues"), Grid()).changes_nothing
