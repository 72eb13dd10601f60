"""Pins: what makes sense, what is written, what contradicts what; and edits of several layers at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_analyses, any_events
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.document import from_document, to_document
from w12studio.domain.edits import CompoundEdit, add_event, edit_events, replace_events
from w12studio.domain.events import Event, Events
from w12studio.domain.pins import PINS, PinError

times = st.floats(0, 1e4)
any_pin = st.one_of(
    times.map(pins.beat),
    times.map(pins.no_beat),
    times.map(pins.downbeat),
    st.builds(pins.meter, times, st.integers(1, 16), st.booleans()),
    st.builds(pins.tempo, times, st.floats(20, 400)),
    st.builds(lambda t, d: pins.straight(t, t + d), times, st.floats(0.2, 100)),
)


@given(any_analyses, st.lists(any_pin, max_size=5), any_events, any_events)
def test_compound_apply_then_inverse_is_identity(analysis, some, beats, more):
    edits, state = [], analysis
    for pin in some:
        edit = pins.pin_edit(state, pin)
        edits.append(edit)
        state = edit.apply(state)
    for name, events in (("Beats", beats), ("Again", more)):
        edit = replace_events(state, name, BEATS, events)
        edits.append(edit)
        state = edit.apply(state)
    whole = CompoundEdit("Pin", (CompoundEdit("Inner", tuple(edits[:2])), *edits[2:]))
    assert whole.apply(analysis) == state
    assert whole.inverse().apply(state) == analysis
    assert whole.inverse().inverse() == whole
    assert set(whole.kinds) == {e.kind for e in edits}
    assert len(set(whole.kinds)) == len(whole.kinds)


def test_a_compound_edit_that_does_not_apply_says_so():
    analysis = Analysis(AudioFacts("x"))
    missing = edit_events(analysis, "Gone", BEATS, [Event(1.0)])
    with pytest.raises(KeyError):
        CompoundEdit("Two", (add_event(analysis, PINS, 1.0), missing)).apply(analysis)


@given(st.lists(any_pin, max_size=8))
def test_pins_are_kept_in_a_project(some):
    analysis = pins.with_pins(Analysis(AudioFacts("x", sample_rate=100, n_samples=100)), some)
    again = from_document(to_document(analysis))
    assert again.events(PINS) == analysis.events(PINS)
    assert pins.pins_of(again) == Events(some)
    assert all(t.edited for t in again.tracks.values())


@given(st.lists(any_pin, max_size=8), any_pin)
def test_a_pin_that_is_set_contradicts_none(some, pin):
    analysis = pins.pin_edit(pins.with_pins(Analysis(AudioFacts("x")), some), pin).apply(
        pins.with_pins(Analysis(AudioFacts("x")), some)
    )
    others = list(analysis.events(PINS))
    others.remove(pin)
    assert pins.contradicted(others, pin) == ()
    assert analysis.track(PINS).edited


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        (pins.no_beat(1.0), pins.beat(1.05), True),
        (pins.beat(1.0), pins.downbeat(1.0), True),
        (pins.beat(1.0), pins.beat(1.2), False),
        (pins.tempo(1.0, 100), pins.beat(1.0), False),
        (pins.tempo(1.0, 100), pins.tempo(1.0, 120), True),
        (pins.straight(1, 5), pins.straight(4, 8), True),
        (pins.straight(1, 5), pins.straight(6, 8), False),
        (pins.beat(3), pins.straight(1, 5), True),
        (pins.straight(1, 5), pins.no_beat(3), True),
        (pins.downbeat(3), pins.straight(1, 5), False),
    ],
)
def test_contradictions(old, new, gone):
    assert pins.contradicted([old], new) == ((old,) if gone else ())


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("12.31=downbeat", pins.downbeat(12.31)),
        ("40=tempo:174", pins.tempo(40, 174)),
        ("1:05=meter:3/4", pins.meter(65, 3)),
        ("1:00:05.5=no-beat", pins.no_beat(3605.5)),
        ("10=straight:25.5", pins.straight(10, 25.5)),
        ("0=beat", pins.beat(0)),
        ("3=meter:6/8", pins.meter(3, 2, compound=True)),
        ("3=compound:9/8", pins.meter(3, 3, compound=True)),
        ("3=meter:7/8", pins.meter(3, 7)),
        ("3=meter:5", pins.meter(3, 5)),
    ],
)
def test_pins_as_written(text, pin):
    assert pins.parse_pin(text) == pin


@pytest.mark.parametrize(
    "text",
    ["", "12", "12=", "x=beat", "-1=beat", "1=beet", "1=tempo", "1=tempo:x", "1=tempo:1000", "1=tempo:nan",
     "1=meter:0", "1=meter:3/5", "1=meter:x", "2=straight:1", "1=straight", "1=beat:3", "1=meter:99"],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence(text):
    with pytest.raises(PinError) as caught:
        pins.parse_pin(text)
    assert str(caught.value).endswith(".")


def test_compound_meters_count_as_their_beats():
    pin = pins.meter(3.0, 2, compound=True)
    assert pins.is_meter(pin) and pins.is_downbeat(pin) and pins.is_beat(pin)
    assert pins.counted(pin) == pins.meter(3.0, 2)
    assert pins.meter_of(pin).describe() == "6/8: 2 beats a bar, each in three"
    assert pins.meter_of(pins.meter(3.0, 4)).describe() == "4 beats a bar"


def test_foreign_pins_are_left_out():
    track = Track(PINS, Events([Event(1.0, label="?"), Event(-1.0, label="beat"), Event(2.0, label="beat")]))
    assert pins.pins_of(Analysis(AudioFacts("x"), {PINS: track})) == Events([pins.beat(2.0)])
