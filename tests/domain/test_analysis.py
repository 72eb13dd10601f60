"""Analysis: equality with curves inside, pickling, changed copies."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from tests.strategies import any_analyses
from w12studio.domain.analysis import BEATS, PITCH, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import AudioError, Cancelled, W12Error
from w12studio.domain.events import Event, Events

AUDIO = AudioFacts("a/song.wav", sample_rate=44100, n_samples=88200)


@given(any_analyses)
def test_pickled_and_copied_analyses_are_equal(analysis: Analysis) -> None:
    assert pickle.loads(pickle.dumps(analysis)) == analysis
    assert copy.deepcopy(analysis) == analysis


def test_equality_looks_into_curves() -> None:
    def with_values(*values: float) -> Analysis:
        return Analysis(AUDIO, {PITCH: Track(PITCH, curve=Curve(np.array(values), 100.0))})

    assert with_values(1.0, np.nan) == with_values(1.0, np.nan)
    assert with_values(1.0, np.nan) != with_values(1.0, 2.0)
    assert with_values(1.0) != with_values(1.0, 2.0)
    assert with_values(1.0) != Analysis(AUDIO, {PITCH: Track(PITCH)})


def test_layers() -> None:
    beats = Track(BEATS, Events([Event(0.5)]), source=Source("madmom", "0.17"))
    empty = Analysis(AUDIO)
    full = empty.with_track(beats)
    assert full.events(BEATS) == beats.events
    assert full.track(BEATS) is beats
    assert empty.track(BEATS) is None
    assert len(empty.events(BEATS)) == 0
    assert full.without_track(BEATS) == empty == full.without_track(BEATS).without_track("x")
    assert replace(full) == full
    assert beats.source.describe() == "madmom 0.17"
    with pytest.raises(TypeError):
        full.tracks["x"] = beats


def test_the_mapping_that_was_given_is_not_shared() -> None:
    tracks = {BEATS: Track(BEATS)}
    analysis = Analysis(AUDIO, tracks)
    tracks.clear()
    assert BEATS in analysis.tracks


def test_warnings_are_said_once() -> None:
    analysis = Analysis(AUDIO).with_warning("a").with_warning("b").with_warning("a")
    assert analysis.warnings == ("a", "b")


def test_duration() -> None:
    assert Analysis(AUDIO).duration == 2.0
    assert Analysis(AudioFacts("x")).duration == 0.0


def test_errors_are_one_line_and_survive_pickling() -> None:
    error = AudioError("it holds no audio.", "a/b.wav", "Try another.")
    assert str(error) == "b.wav: it holds no audio. Try another."
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (AudioError, str(error))
    assert str(W12Error("no")) == "no."
    assert not issubclass(Cancelled, W12Error)
