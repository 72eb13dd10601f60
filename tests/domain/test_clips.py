"""Events copied from one layer into another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_event
from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    NOTES,
    PITCH,
    SECTIONS,
    TEMPO,
    TRANSIENTS,
    Analysis,
    AudioFacts,
    Track,
)
from w12studio.domain.clips import Clip, ClipError, pasted, takes
from w12studio.domain.edits import delete_events
from w12studio.domain.events import Event, Events

inside = st.builds(
    Event,
    st.floats(0, 50),
    st.floats(0, 9),
    st.none() | st.floats(0, 127),
    st.none() | st.floats(0, 1),
    st.text(max_size=3),
)


def recording(*tracks: Track) -> Analysis:
    return Analysis(AudioFacts("x", sample_rate=100, n_samples=10_000), {t.kind: t for t in tracks})


def own(kind: str, shape: str, *events: Event) -> Track:
    return Track(kind, Events(events), shape=shape)


def put(analysis: Analysis, clip: Clip, kind: str, at: float | None = None) -> list[Event]:
    edit = pasted(analysis, clip, kind, at)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    return list(after.events(kind))


@given(
    st.lists(inside, min_size=1, max_size=9, unique=True),
    st.sampled_from([("points", "Cues"), ("regions", "Cues"), ("notes", "Cues"), ("", TRANSIENTS), ("", BEATS)]),
    st.data(),
)
def test_cutting_and_pasting_in_place_changes_nothing(
    events: list[Event], where: tuple[str, str], data: st.DataObject
) -> None:
    shape, kind = where
    analysis = recording(own(kind, shape, *events))
    chosen = tuple(sorted(data.draw(st.sets(st.sampled_from(events))), key=lambda e: e.time))
    after = delete_events(analysis, kind, chosen).apply(analysis)
    back = pasted(after, Clip(kind, chosen), kind).apply(after)
    assert back.events(kind) == analysis.events(kind)


@given(
    st.lists(any_event, max_size=6),
    st.sampled_from([BEATS, NOTES, "Cues", "Parts", SECTIONS]),
    st.none() | inside.map(lambda e: e.time),
)
def test_whatever_is_pasted_stays_inside_and_is_taken_back(events: list[Event], kind: str, at: float | None) -> None:
    tracks = (own("Cues", "points"), own("Parts", "regions"), Track(SECTIONS, Events([Event(0, 60, label="A")])))
    analysis = recording(*tracks)
    ordered = tuple(sorted(events, key=lambda e: e.time))
    edit = pasted(analysis, Clip("elsewhere", ordered), kind, at)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    assert all(0 <= e.time <= 100 for e in after.events(kind))
    if kind == "Cues":
        assert not after.events(kind).durations.any()


def test_the_first_event_lands_at_the_playhead() -> None:
    analysis = recording(own("Cues", "points"))
    clip = Clip("Cues", (Event(3.0, label="a"), Event(4.5, label="b")))
    assert put(analysis, clip, "Cues", 10.0) == [Event(10.0, label="a"), Event(11.5, label="b")]
    assert [e.time for e in put(analysis, clip, "Cues", 99.0)] == [99.0]  # the second would lie beyond the end


def test_beats_become_transients_and_points() -> None:
    clip = Clip(BEATS, (Event(1.0, 0.0, 1.0, 0.9), Event(2.0, 0.0, 2.0, 0.8)))
    analysis = recording(Track(TRANSIENTS), own("Cues", "points"))
    assert put(analysis, clip, TRANSIENTS) == [Event(1.0, confidence=0.9), Event(2.0, confidence=0.8)]
    assert [e.value for e in put(analysis, clip, "Cues")] == [1.0, 2.0]


def test_points_become_regions_up_to_the_next() -> None:
    clip = Clip("Cues", (Event(1.0, label="a"), Event(2.0, label="b"), Event(4.0, label="c")))
    analysis = recording(own("Parts", "regions"))
    assert [(e.time, e.end, e.label) for e in put(analysis, clip, "Parts")] == [(1, 2, "a"), (2, 4, "b"), (4, 5.5, "c")]
    alone = put(analysis, Clip("", (Event(99.9),)), "Parts")
    assert alone[0].end == pytest.approx(100.0)


def test_what_has_no_pitch_becomes_middle_c() -> None:
    analysis = recording(own("Tune", "notes"))
    assert [e.value for e in put(analysis, Clip(BEATS, (Event(1.0, value=2.0),)), "Tune")] == [60.0]
    assert [e.value for e in put(analysis, Clip(NOTES, (Event(1.0, 1.0, 67.0),)), "Tune")] == [67.0]


def test_regions_are_laid_over_touching_ones() -> None:
    analysis = recording(Track(SECTIONS, Events([Event(0, 10, label="A"), Event(10, 10, label="B")])))
    clip = Clip("Parts", (Event(8.0, 4.0, label="X"),))
    after = [(e.time, e.end, e.label) for e in put(analysis, clip, SECTIONS)]
    assert after == [(0, 8, "A"), (8, 12, "X"), (12, 20, "B")]
    near = [(e.time, e.end, e.label) for e in put(analysis, Clip("Parts", (Event(9.99, 10.0, label="X"),)), SECTIONS)]
    assert near == [(0, 10, "A"), (10, 20, "X")]


def test_pasting_twice_in_place_is_pasting_once() -> None:
    analysis = recording(own("Cues", "points", Event(1.0)))
    assert pasted(analysis, Clip("Cues", (Event(1.0),)), "Cues").changes_nothing


def test_layers_that_take_nothing() -> None:
    analysis = recording(Track(PITCH), Track(TEMPO), Track(CHORDS))
    assert takes(analysis, CHORDS) and takes(analysis, BEATS)
    for kind in (PITCH, TEMPO, "pins", "nowhere"):
        assert not takes(analysis, kind)
        with pytest.raises(ClipError):
            pasted(analysis, Clip(BEATS, (Event(1.0),)), kind)
