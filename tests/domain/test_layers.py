"""Layers of the user's own: names, edits of whole layers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import any_analyses, any_events
from w12studio.domain import layers
from w12studio.domain.analysis import BEATS, NOTES, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.domain.pins import PINS

DURATION_S = 100.0


def recording(*tracks: Track) -> Analysis:
    audio = AudioFacts("x", sample_rate=100, n_samples=int(DURATION_S * 100))
    return Analysis(audio, {t.kind: t for t in tracks})


def cues(**more: object) -> Track:
    return Track("Cues", Events([Event(1.0, label="in"), Event(3.0, label="out")]), colour="green", **more)


@given(any_analyses, any_events)
def test_a_new_layer_is_taken_back(analysis: Analysis, events: Events) -> None:
    name = layers.free_name(analysis, "Cues of mine")
    edit = layers.new_layer(analysis, name, layers.POINTS, "red", events)
    after = edit.apply(analysis)
    made = after.tracks[name]
    assert (made.events, made.shape, made.colour, made.edited) == (events, layers.POINTS, "red", True)
    assert edit.inverse().apply(after) == analysis


def test_a_layer_is_renamed_recoloured_and_deleted() -> None:
    analysis = recording(cues(shape="points"))
    renamed = layers.renamed_layer(analysis, "Cues", " Marks  of mine ")
    after = renamed.apply(analysis)
    assert list(after.tracks) == ["Marks of mine"] and after.events("Marks of mine") == analysis.events("Cues")
    assert after.tracks["Marks of mine"].colour == "green"
    assert renamed.inverse().apply(after) == analysis
    coloured = layers.recoloured_layer(analysis, "Cues", "pink")
    assert coloured.apply(analysis).tracks["Cues"].colour == "pink"
    assert coloured.inverse().apply(coloured.apply(analysis)) == analysis
    gone = layers.removed_layer(analysis, "Cues")
    assert gone.apply(analysis).track("Cues") is None
    assert gone.inverse().apply(gone.apply(analysis)) == analysis


@pytest.mark.parametrize("name", ["", "  ", "beats", "Beats", "Key over time", "pins", "cues", "x" * 61])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(layers.LayerError):
        layers.checked_name(recording(cues()), name)


def test_a_layer_keeps_its_own_name_in_other_letters() -> None:
    assert layers.checked_name(recording(cues()), "CUES", besides="Cues") == "CUES"


def test_a_free_name_counts_on() -> None:
    analysis = recording(cues(), Track("cues 2"))
    assert layers.free_name(analysis, "Cues") == "Cues 3"
    with pytest.raises(layers.LayerError):
        layers.free_name(analysis, " ")


def test_copies_of_computed_layers_are_the_users_own() -> None:
    notes = Track(NOTES, Events([Event(1.0, 0.5, 60.0)]))
    transients = Track(TRANSIENTS, Events([Event(2.0, value=0.7)]))
    analysis = recording(notes, transients)
    after = layers.copied_layer(analysis, TRANSIENTS, "Transients", "red").apply(analysis)
    copy = after.tracks["Transients copy"]
    assert layers.is_own(copy.kind) and (copy.shape, copy.colour) == (layers.POINTS, "red")
    assert copy.events == transients.events
    after = layers.copied_layer(after, NOTES, "Notes").apply(after)
    assert after.tracks["Notes copy"].shape == layers.NOTES
    assert layers.copied_layer(after, NOTES, "Notes").kind == "Notes copy 2"


def test_shapes_and_colours_of_layers_that_say_nothing() -> None:
    assert layers.shape_of(cues()) == layers.POINTS
    assert layers.shape_of(Track("x", Events([Event(0, 1)]))) == layers.REGIONS
    assert layers.shape_of(Track("x", Events([Event(0, 1)]), shape="stars")) == layers.REGIONS
    assert layers.colour_of(Track("Cues", colour="puce")) == layers.colour_of(Track("Cues")) in layers.COLOURS


def test_what_is_the_users_own() -> None:
    curve = Curve(np.zeros(3), 1.0)
    analysis = recording(Track(BEATS), Track(PINS), cues(), Track("empty"), Track("curve", curve=curve))
    assert [t.kind for t in layers.own_layers(analysis)] == ["Cues", "empty"]


@given(any_events, st.floats(-150, 150))
def test_shifted_layers_stay_inside_and_come_back(events: Events, seconds: float) -> None:
    analysis = recording(Track("Cues", events, Curve(np.zeros(3), 1.0)))
    edit = layers.moved_layers(analysis, ("Cues",), seconds)
    after = edit.apply(analysis)
    assert edit.inverse().apply(after) == analysis
    moved = after.tracks["Cues"]
    assert moved.curve is not None and moved.curve.start == seconds
    assert np.all(moved.events.times >= 0) and np.all(moved.events.times <= DURATION_S)
    assert np.all(moved.events.times + moved.events.durations <= DURATION_S + 1e-9)


def test_a_region_that_leaves_the_recording_is_cut() -> None:
    analysis = recording(Track("Parts", Events([Event(0.0, 10.0), Event(90.0, 10.0)])))
    after = layers.moved_layers(analysis, ("Parts",), 4.0).apply(analysis)
    assert list(after.events("Parts")) == [Event(4.0, 10.0), Event(94.0, 6.0)]
    after = layers.moved_layers(analysis, ("Parts",), -4.0).apply(analysis)
    assert list(after.events("Parts")) == [Event(0.0, 6.0), Event(86.0, 10.0)]
