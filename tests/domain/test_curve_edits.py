"""Edits of a curve's frames: apply, then inverse, is identity, whatever the span."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.strategies import any_curves, any_events
from w12studio.domain import document
from w12studio.domain.analysis import NOTES, PITCH, Analysis, AudioFacts, Track
from w12studio.domain.curve_edits import change_frames
from w12studio.domain.curves import Curve
from w12studio.domain.edits import CompoundEdit, replace_events


def recording(n: int = 10, **track) -> Analysis:
    curve = Curve(np.full(n, 220.0, np.float32), 100.0, unit="Hz", confidence=np.full(n, 0.6, np.float32))
    return Analysis(AudioFacts("x", sample_rate=100, n_samples=1000), {PITCH: Track(PITCH, curve=curve, **track)})


@given(any_curves(), any_events, st.booleans(), st.data())
def test_apply_then_inverse_is_identity(curve: Curve, events, edited: bool, data: st.DataObject) -> None:
    analysis = Analysis(
        AudioFacts("x", sample_rate=100, n_samples=1000), {PITCH: Track(PITCH, events, curve, edited=edited)}
    )
    first = data.draw(st.integers(0, len(curve)))
    stop = data.draw(st.integers(first, len(curve)))
    values = data.draw(hnp.arrays(curve.values.dtype, (stop - first, *curve.values.shape[1:])))
    confidence = data.draw(hnp.arrays(np.float64, stop - first, elements=st.floats(0, 1, width=32)))
    edit = change_frames(analysis, "Draw pitch", PITCH, first, values, confidence)
    after = edit.apply(analysis)
    assert after.tracks[PITCH].edited
    assert edit.inverse().apply(after) == analysis
    assert edit.inverse().inverse().apply(analysis) == after
    new = after.tracks[PITCH].curve
    assert np.array_equal(new.values[first:stop], values, equal_nan=True)
    if curve.confidence is not None and len(curve):
        assert np.array_equal(new.confidence[first:stop], confidence.astype(curve.confidence.dtype))
    both = CompoundEdit("Draw pitch", (edit, replace_events(analysis, "Draw pitch", NOTES, data.draw(any_events))))
    assert both.inverse().apply(both.apply(analysis)) == analysis


def test_only_the_span_is_kept_and_changed():
    analysis = recording()
    edit = change_frames(analysis, "Delete pitch", PITCH, 3, [np.nan, np.nan], [0.0, 0.0])
    assert (len(edit.before), len(edit.after), edit.kinds) == (2, 2, (PITCH,))
    curve = edit.apply(analysis).tracks[PITCH].curve
    assert np.flatnonzero(np.isnan(curve.values)).tolist() == [3, 4]
    assert np.flatnonzero(curve.confidence == 0).tolist() == [3, 4]
    assert curve.values.dtype == np.float32 and not curve.values.flags.writeable


def test_it_says_when_it_changes_nothing():
    analysis = recording()
    same = change_frames(analysis, "Draw pitch", PITCH, 2, [220.0], [np.float32(0.6)])
    assert same.changes_nothing
    assert not change_frames(analysis, "Draw pitch", PITCH, 2, [221.0], [1.0]).changes_nothing


@pytest.mark.parametrize(("first", "n"), [(-1, 2), (9, 2), (11, 0)])
def test_frames_must_lie_inside_the_curve(first, n):
    with pytest.raises(ValueError, match="10 frames"):
        change_frames(recording(), "Draw pitch", PITCH, first, np.ones(n), np.ones(n))


def test_there_must_be_a_curve_to_edit_and_to_apply_to():
    analysis = recording()
    edit = change_frames(analysis, "Draw pitch", PITCH, 8, [1.0, 1.0], [1.0, 1.0])
    bare = analysis.with_track(Track(PITCH))
    with pytest.raises(KeyError):
        change_frames(bare, "Draw pitch", PITCH, 0, [1.0], [1.0])
    for other in (bare, analysis.without_track(PITCH), recording(9)):
        with pytest.raises(KeyError):
            edit.apply(other)


def test_a_corrected_curve_outlives_the_file():
    analysis = recording()
    after = change_frames(analysis, "Delete pitch", PITCH, 3, [np.nan, 440.0], [0.0, 1.0]).apply(analysis)
    read, _view = document.from_bytes(document.to_bytes(after))
    assert read == after and read.tracks[PITCH].edited
