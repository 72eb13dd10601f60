"""Edits: apply, then inverse, is identity; what each command does to the beats."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_event, any_events
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event, Events
from w12studio.domain.timebase import BarGrid

NAN = float("nan")


def recording(positions: list[float], duration: float = 100.0, edited: bool = False) -> Analysis:
    beats = Events.from_columns(np.arange(len(positions)) * 0.5, values=positions)
    audio = AudioFacts("x", sample_rate=100, n_samples=int(duration * 100))
    return Analysis(audio, {BEATS: Track(BEATS, beats, source=Source("madmom"), edited=edited)})


def positions_after(analysis: Analysis, edit: Edit) -> list[float]:
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    return after.events(BEATS).values.tolist()


@st.composite
def beaten(draw: st.DrawFn) -> Analysis:
    positions: list[float] = [NAN] * draw(st.integers(0, 6))
    for length in draw(st.lists(st.sampled_from([1, 2, 3, 4, 4, 5, 6]), max_size=6)):
        positions += list(range(1, length + 1))
    times = np.cumsum(draw(st.lists(st.floats(0, 2), min_size=len(positions), max_size=len(positions))))
    events = Events.from_columns(times, values=positions, confidences=np.full(len(positions), 0.5))
    track = Track(BEATS, events, edited=draw(st.booleans()))
    return Analysis(AudioFacts("x", sample_rate=100, n_samples=10_000), {BEATS: track})


@given(beaten(), st.data())
def test_apply_then_inverse_is_identity(analysis: Analysis, data: st.DataObject) -> None:
    events = list(analysis.events(BEATS))
    n = len(events)
    made = [
        edits.halve_beats(analysis),
        edits.double_beats(analysis),
        edits.shift_downbeat(analysis, data.draw(st.integers(-5, 5))),
        edits.add_event(analysis, BEATS, data.draw(st.floats(0, 100))),
        edits.add_event(analysis, "mine", 3.0, "label"),
        edits.replace_events(analysis, "Replace", BEATS, data.draw(any_events)),
        edits.replace_events(analysis, "Replace", "mine", data.draw(any_events)),
    ]
    if events:
        event = data.draw(st.sampled_from(events))
        made += [
            edits.set_downbeat(analysis, data.draw(st.integers(0, n - 1))),
            edits.move_event(analysis, BEATS, event, data.draw(st.floats(-5, 200))),
            edits.delete_events(analysis, BEATS, [event]),
            edits.delete_events(analysis, BEATS, events),
        ]
    for edit in made:
        after = edit.apply(analysis)
        assert edit.inverse().apply(after) == analysis
        assert edit.inverse().inverse() == edit
        assert edit.apply(edit.inverse().apply(after)) == after
        assert after.tracks[edit.kind].edited


@given(beaten(), any_events)
def test_replace_events_touches_only_what_differs(analysis: Analysis, events: Events) -> None:
    mixed = analysis.events(BEATS).changed([], list(events))
    edit = edits.replace_events(analysis, "Replace", BEATS, mixed)
    assert not edit.removed
    assert Events(edit.added) == events
    assert edit.apply(analysis).events(BEATS) == mixed


@given(beaten())
def test_halved_and_doubled_beats(analysis: Analysis) -> None:
    before = analysis.events(BEATS)
    halved = edits.halve_beats(analysis).apply(analysis).events(BEATS)
    assert set(halved.times) <= set(before.times)
    assert abs(2 * len(halved) - len(before)) <= 1
    doubled = edits.double_beats(analysis).apply(analysis).events(BEATS)
    assert len(doubled) == max(2 * len(before) - 1, len(before) if len(before) < 2 else 0)
    known = BarGrid(before.times, before.values).is_downbeat.any()
    for after in (halved, doubled):
        if not known:
            assert not np.any(after.values == 1)


def test_edits_of_layers_that_are_not_there() -> None:
    empty = Analysis(AudioFacts("x", sample_rate=10, n_samples=100))
    with pytest.raises(KeyError, match="no layer"):
        Edit("Move", TRANSIENTS, added=(Event(1),)).apply(empty)
    edit = edits.add_event(empty, TRANSIENTS, 1.0)
    after = edit.apply(empty)
    assert after.tracks[TRANSIENTS].source == Source("user")
    assert edit.inverse().apply(after) == empty


def test_undo_of_a_new_layer_keeps_what_came_into_it_since() -> None:
    empty = Analysis(AudioFacts("x", sample_rate=10, n_samples=100))
    edit = edits.add_event(empty, TRANSIENTS, 1.0)
    later = edit.apply(empty).with_track(Track(TRANSIENTS, Events([Event(1.0, 0, None, 1.0), Event(2.0)])))
    assert list(edit.inverse().apply(later).events(TRANSIENTS)) == [Event(2.0)]


@given(any_event)
def test_a_stale_edit_is_refused(event: Event) -> None:
    analysis = recording([1, 2])
    with pytest.raises(KeyError, match="no such event"):
        Edit("Delete", BEATS, removed=(event, event, event)).apply(analysis)


def test_moved_events_stay_in_the_recording() -> None:
    analysis = recording([1, 2, 3], duration=10)
    event = analysis.events(BEATS)[1]
    for time, found in ((-3.0, 0.0), (99.0, 10.0), (0.7, 0.7)):
        edit = edits.move_event(analysis, BEATS, event, time)
        assert edit.added[0].time == found
        assert edit.name == "Move beat"
    unknown = recording([1, 2, 3], duration=0)
    assert edits.move_event(unknown, BEATS, event, 7.0).added[0].time == 7.0


def test_moving_a_beat_onto_another_keeps_every_command_working() -> None:
    analysis = recording([1, 2, 3, 4, 1])
    analysis = edits.move_event(analysis, BEATS, analysis.events(BEATS)[1], 1.0).apply(analysis)
    for edit in (edits.halve_beats, edits.double_beats, edits.shift_downbeat):
        edit(analysis).apply(analysis)
    assert edits.add_event(analysis, BEATS, 1.0).added


def test_an_added_beat_counts_on() -> None:
    analysis = recording([3, 4, 1, 2, 3, 4, 1])
    assert edits.add_event(analysis, BEATS, 0.6).added[0].value == 1
    assert edits.add_event(analysis, BEATS, 1.2).added[0].value == 2
    assert edits.add_event(analysis, BEATS, 9.0).added[0] == Event(9.0, 0.0, 2.0, 1.0)
    later = recording([1, 2, 3, 4])
    shifted = Events.from_columns(later.events(BEATS).times + 5, values=later.events(BEATS).values)
    later = later.with_track(Track(BEATS, shifted))
    assert edits.add_event(later, BEATS, 1.0).added[0].value == 4
    assert edits.add_event(recording([NAN, NAN]), BEATS, 0.2).added[0].value is None
    assert edits.add_event(recording([]), BEATS, 0.2).added[0].value == 1
    assert edits.add_event(later, TRANSIENTS, 1.0, "x").added[0] == Event(1.0, 0.0, None, 1.0, "x")


def test_names_for_the_undo_menu() -> None:
    analysis = recording([1, 2])
    events = list(analysis.events(BEATS))
    assert edits.delete_events(analysis, BEATS, events[:1]).name == "Delete beat"
    assert edits.delete_events(analysis, BEATS, events).name == "Delete 2 beats"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2, 3, 4, 1, 2, 3, 4, 1], [1, 2, 1, 2, 1]),
        ([4, 1, 2, 3, 4, 1, 2], [1, 2, 1]),
        ([1, 2, 3, 1, 2, 3, 1], [1, 2, 3, 1]),
        ([1, 2, 3, 4, 1, 2, 1, 2, 3, 4, 1], [1, 2, 1, 1, 2, 1]),
        ([NAN] * 5, [NAN] * 3),
    ],
)
def test_halve_beats(before: list[float], after: list[float]) -> None:
    analysis = recording(before)
    assert positions_after(analysis, edits.halve_beats(analysis)) == pytest.approx(after, nan_ok=True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([1, 2, 1, 2, 1], [1, 2, 3, 4, 1, 2, 3, 4, 1]),
        ([2, 1, 2, 3, 1], [5, 6, 1, 2, 3, 4, 5, 6, 1]),
        ([1, 2, 3, 4, 1], [1, 2, 3, 4, 1, 2, 3, 4, 1]),
        ([NAN, NAN], [NAN] * 3),
        ([1], [1]),
    ],
)
def test_double_beats(before: list[float], after: list[float]) -> None:
    analysis = recording(before)
    assert positions_after(analysis, edits.double_beats(analysis)) == pytest.approx(after, nan_ok=True)


@pytest.mark.parametrize(
    ("before", "beats", "after"),
    [
        ([1, 2, 3, 4, 1, 2, 3, 4], 1, [4, 1, 2, 3, 4, 1, 2, 3]),
        ([1, 2, 3, 4, 1, 2, 3, 4], -1, [2, 3, 4, 1, 2, 3, 4, 1]),
        ([3, 1, 2, 3, 1], 3, [3, 1, 2, 3, 1]),
        ([1, 2, 3, 4, 1, 2, 1, 2], 1, [2, 1, 2, 3, 4, 1, 2, 1]),
        ([NAN, NAN], 1, [NAN, NAN]),
        ([1, 2, 3, 4], 1, [3, 1, 2, 3]),
    ],
)
def test_shift_downbeat(before: list[float], beats: int, after: list[float]) -> None:
    analysis = recording(before)
    found = positions_after(analysis, edits.shift_downbeat(analysis, beats))
    down = [i for i, p in enumerate(after) if p == 1]
    assert [i for i, p in enumerate(found) if p == 1] == down
    if len(down) != 1:
        assert found == pytest.approx(after, nan_ok=True)


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ([1, 2, 3, 4, 1, 2, 3, 4], 2, [1, 2, 1, 2, 3, 4, 1, 2]),
        ([1, 2, 3, 1, 2, 3, 1], 4, [1, 2, 3, 1, 1, 2, 3]),
        ([NAN] * 6, 1, [NAN, 1, 2, 3, 4, 1]),
        ([1, 2, 3, 4, 1, 2], 0, [1, 2, 3, 4, 1, 2]),
    ],
)
def test_set_downbeat(before: list[float], index: int, after: list[float]) -> None:
    analysis = recording(before)
    found = positions_after(analysis, edits.set_downbeat(analysis, index))
    assert found == pytest.approx(after, nan_ok=True)


@pytest.mark.parametrize("index", [-1, 2])
def test_set_downbeat_of_no_beat(index: int) -> None:
    with pytest.raises(IndexError, match="no beat"):
        edits.set_downbeat(recording([1, 2]), index)


def test_a_layer_in_place_of_another_and_back() -> None:
    before = recording([1, 2, 3, 4])
    curve = Curve(np.linspace(0, 1, 9), 10.0)
    other = Track(BEATS, Events.from_columns([0.0, 0.7], values=[1, 2]), curve, Source("import"))
    for analysis, name in ((before, BEATS), (before.without_track(BEATS), BEATS)):
        edit = edits.replace_track(analysis, "Import beats", other)
        after = edit.apply(analysis)
        assert after.track(name) == replace(other, edited=True) and edit.kinds == (BEATS,)
        assert edit.inverse().apply(after) == analysis and edit.inverse().inverse().apply(analysis) == after
        both = edits.CompoundEdit("Both", (edit, edits.replace_track(after, "", Track("mine"))))
        assert both.inverse().apply(both.apply(analysis)) == analysis
    only_curve = edits.replace_track(before, "", Track("pitch", curve=curve))
    assert not only_curve.removed and not only_curve.added and not only_curve.changes_nothing
    same = edits.replace_track(after, "", after.tracks[BEATS])
    assert same.changes_nothing and edits.replace_events(after, "", BEATS, after.events(BEATS)).changes_nothing
