"""Events in layers of the user's own: added, labelled, made longer, commented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_event
from w12studio.domain import layers
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.events import Event, Events
from w12studio.domain.own_events import SHORTEST_S, added_event, beat_length, commented, labelled, lengthened, noun_of


def recording(shape: str, *events: Event, beats: bool = True) -> Analysis:
    tracks = [Track("Mine", Events(events), shape=shape)]
    if beats:
        tracks.append(Track(BEATS, Events.from_columns([0, 1, 2, 4], values=[1, 2, 3, 4])))
    return Analysis(AudioFacts("x", sample_rate=100, n_samples=1000), {t.kind: t for t in tracks})


@pytest.mark.parametrize(
    ("shape", "added"),
    [
        (layers.POINTS, Event(2.5, 0.0, None, 1.0)),
        (layers.REGIONS, Event(2.5, 2.0, None, 1.0)),
        (layers.NOTES, Event(2.5, 2.0, 60.0, 1.0)),
    ],
)
def test_an_event_lasts_as_long_as_a_beat_there(shape: str, added: Event) -> None:
    analysis = recording(shape)
    edit = added_event(analysis, "Mine", 2.5)
    assert list(edit.apply(analysis).events("Mine")) == [added]
    assert edit.name == f"Add {shape.removesuffix('s')}" == f"Add {noun_of(analysis, 'Mine')}"
    assert edit.inverse().apply(edit.apply(analysis)) == analysis


def test_length_and_pitch_can_be_given() -> None:
    analysis = recording(layers.NOTES, Event(1.0, 0.5, 67.0))
    assert added_event(analysis, "Mine", 2.0).added[0].value == 67.0  # as the note before
    assert added_event(analysis, "Mine", 2.0, 72.0, 2.25, "la").added == (Event(2.0, 0.25, 72.0, 1.0, "la"),)
    assert added_event(analysis, "Mine", 9.8).added[0].end == pytest.approx(10.0)  # the end of the recording
    assert beat_length(recording(layers.NOTES, beats=False), 3.0) == 0.5


@given(any_event, any_event, st.text(max_size=5))
def test_a_label_is_changed_and_comes_back(event: Event, other: Event, label: str) -> None:
    analysis = recording(layers.POINTS, event)
    edit = labelled(analysis, "Mine", event, label)
    after = edit.apply(analysis)
    assert [e.label for e in after.events("Mine")] == [label]
    assert edit.inverse().apply(after) == analysis
    if other != event:
        assert labelled(analysis, "Mine", other, label).changes_nothing


@given(st.lists(st.builds(Event, st.floats(0, 10), st.floats(0, 3)), max_size=6, unique=True), st.floats(-4, 4))
def test_longer_and_shorter(events: list[Event], seconds: float) -> None:
    analysis = recording(layers.REGIONS, *events)
    edit = lengthened(analysis, "Mine", events, seconds)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    for old, new in zip(edit.removed, edit.added, strict=True):
        assert new.time == old.time and new.end <= max(10.0, old.end) + 1e-9
        assert new.duration >= min(SHORTEST_S, old.duration) - 1e-9 and old.duration > 0


def test_comments_make_their_layer() -> None:
    analysis = recording(layers.POINTS)
    first = commented(analysis, 2.0, 2.0, "hm", "yellow")
    after = first.apply(analysis)
    assert after.tracks[layers.COMMENTS].colour == "yellow" and noun_of(after, layers.COMMENTS) == "comment"
    second = commented(after, 3.0, 4.0, "loud", "red")
    both = second.apply(after)
    assert list(both.events(layers.COMMENTS)) == [Event(2.0, label="hm"), Event(3.0, 1.0, label="loud")]
    assert both.tracks[layers.COMMENTS].colour == "yellow"
    assert first.inverse().apply(second.inverse().apply(both)) == analysis
