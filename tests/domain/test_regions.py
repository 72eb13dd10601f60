"""Layers of touching regions: borders move, regions are split and joined, and nothing overlaps or is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.analysis import CHORDS, LOCAL_KEYS, SECTIONS, Analysis, AudioFacts, Track
from w12studio.domain.edits import add_event, delete_events, move_event, move_events
from w12studio.domain.events import Event, Events
from w12studio.domain.regions import SHORTEST_S, TILED, border_moved, joined, split


def tiles(*edges: float, labels: str = "ABCDEFGH") -> Events:
    """Regions that touch, lettered."""
    return Events.from_columns(edges[:-1], np.diff(edges), labels=list(labels[: len(edges) - 1]))


def spans(events: Events) -> list[tuple[float, float, str]]:
    return [(e.time, e.end, e.label) for e in events]


def test_a_border_moves_on_both_sides() -> None:
    events = tiles(0, 10, 20, 30)
    assert spans(border_moved(events, events[1], 12.0)) == [(0, 12, "A"), (12, 20, "B"), (20, 30, "C")]
    assert spans(border_moved(events, events[1], 25.0))[1] == (20 - SHORTEST_S, 20, "B")
    assert spans(border_moved(events, events[1], -5.0))[0] == (0, SHORTEST_S, "A")
    assert spans(border_moved(events, events[0], 2.0))[0] == (2, 10, "A")


def test_a_region_after_a_gap_moves_alone() -> None:
    events = Events([Event(0, 4, label="A"), Event(6, 4, label="B")])
    assert spans(border_moved(events, events[1], 5.0)) == [(0, 4, "A"), (5, 10, "B")]
    assert spans(border_moved(events, events[1], 1.0)) == [(0, 4, "A"), (4, 10, "B")]


def test_a_region_is_split_and_a_gap_filled() -> None:
    events = Events([Event(0, 4, label="A"), Event(6, 4, label="B")])
    assert spans(split(events, 1.0, 20.0)) == [(0, 1, "A"), (1, 4, "A"), (6, 10, "B")]
    assert spans(split(events, 5.0, 20.0))[1] == (5, 6, "?")
    assert spans(split(events, 12.0, 20.0))[2] == (12, 20, "?")
    assert split(events, 0.001, 20.0) == events


def test_neighbours_take_the_place_of_what_is_deleted() -> None:
    events = tiles(0, 10, 20, 30, 40)
    assert spans(joined(events, [events[1]])) == [(0, 20, "A"), (20, 30, "C"), (30, 40, "D")]
    assert spans(joined(events, [events[1], events[2]])) == [(0, 30, "A"), (30, 40, "D")]
    assert spans(joined(events, [events[0], events[1]])) == [(0, 30, "C"), (30, 40, "D")]
    assert spans(joined(events, list(events))) == []
    apart = Events([Event(0, 4, label="A"), Event(6, 4, label="B"), Event(12, 1, label="C")])
    assert spans(joined(apart, [apart[1]])) == [(0, 4, "A"), (12, 13, "C")]


@st.composite
def tilings(draw: st.DrawFn) -> Events:
    """Regions, most of which touch."""
    time, rows = draw(st.floats(0, 5)), []
    for i in range(draw(st.integers(1, 8))):
        length = draw(st.floats(0.05, 20))
        rows.append(Event(time, length, label=chr(65 + i)))
        time = rows[-1].end + draw(st.sampled_from([0.0, 0.0, 0.0, 3.0]))
    return Events(rows)


@given(tilings(), st.floats(-5, 200), st.data())
def test_regions_never_overlap_and_edits_are_taken_back(events: Events, time: float, data: st.DataObject) -> None:
    analysis = Analysis(AudioFacts("x", n_samples=200, sample_rate=1), {SECTIONS: Track(SECTIONS, events)})
    chosen = data.draw(st.sampled_from(list(events)))
    some = data.draw(st.lists(st.sampled_from(list(events)), unique=True, min_size=1))
    for edit in (
        move_event(analysis, SECTIONS, chosen, time),
        add_event(analysis, SECTIONS, max(time, 0.0)),
        delete_events(analysis, SECTIONS, some),
    ):
        after = edit.apply(analysis)
        found = after.events(SECTIONS)
        ends = found.times + found.durations
        assert (found.times[1:] >= ends[:-1] - 1e-9).all() and (found.durations > 0).all()
        assert edit.inverse().apply(after).tracks == analysis.tracks


@pytest.mark.parametrize("kind", TILED)
def test_edits_have_names(kind: str) -> None:
    analysis = Analysis(AudioFacts("x", n_samples=40, sample_rate=1), {kind: Track(kind, tiles(0, 10, 40))})
    one = {SECTIONS: "section", LOCAL_KEYS: "local key", CHORDS: "chord"}[kind]
    events = analysis.events(kind)
    assert move_event(analysis, kind, events[1], 12).name == f"Move {one}"
    assert add_event(analysis, kind, 20).name == f"Split {one}"
    assert delete_events(analysis, kind, [events[1]]).name == f"Delete {one}"
    assert delete_events(analysis, kind, list(events)).name == f"Delete 2 {one}s"


@given(st.sets(st.integers(0, 4)), st.floats(-12, 12))
def test_borders_that_move_together_leave_no_gap_and_no_overlap(which: set[int], seconds: float) -> None:
    before = tiles(0, 10, 11, 20, 30, 40)
    analysis = Analysis(AudioFacts("a.wav", sample_rate=100, n_samples=4000)).with_track(Track(CHORDS, before))
    edit = move_events(analysis, "Move", CHORDS, [before[i] for i in which], seconds)
    after = edit.apply(analysis).events(CHORDS)
    np.testing.assert_allclose(after.times[1:], (after.times + after.durations)[:-1])
    assert after.labels == before.labels and after[-1].end == 40
    assert edit.inverse().apply(edit.apply(analysis)) == analysis
    if which == {2, 3} and abs(seconds) < 0.9:
        np.testing.assert_allclose(after.times[2:4], before.times[2:4] + seconds)


def test_events_that_move_together_stay_inside_the_recording() -> None:
    notes = Events.from_columns([1.0, 2.0], [0.5, 0.5])
    analysis = Analysis(AudioFacts("a.wav", sample_rate=100, n_samples=1000)).with_track(Track("notes", notes))
    moved = move_events(analysis, "Move", "notes", list(notes), -1.5).apply(analysis).events("notes")
    assert [(e.time, e.duration) for e in moved] == [(0.0, 0.5), (0.5, 0.5)]
