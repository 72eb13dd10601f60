"""Corrections of pitch: frames, confidence and notes as one edit, and sentences where there is nothing to correct."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio import service
from w12studio.domain.analysis import NOTES, PITCH, Analysis, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import W12Error
from w12studio.engine.notes import notes_from_f0


def recording(confidence: bool = True) -> Analysis:
    """C4 from 0 to 1 s, a pause of half a second, E4 from 1.5 to 2.5 s."""
    midi = np.concatenate([np.full(100, 60.0), np.full(50, np.nan), np.full(100, 64.0)])
    sure = np.where(np.isfinite(midi), 0.7, 0.1).astype(np.float32) if confidence else None
    curve = Curve((440 * 2 ** ((midi - 69) / 12)).astype(np.float32), 100.0, unit="Hz", confidence=sure)
    tracks = {PITCH: Track(PITCH, curve=curve), NOTES: Track(NOTES, notes_from_f0(curve))}
    return Analysis(AudioFacts("x.wav", sample_rate=1000, n_samples=2500), tracks)


def midi(analysis):
    return 69 + 12 * np.log2(analysis.tracks[PITCH].curve.values.astype(float) / 440)


@pytest.mark.parametrize("semitones", [12, -12, 1, -1])
def test_a_shift_moves_voiced_frames_their_notes_and_nothing_else(semitones):
    analysis = recording()
    edit = service.shift_pitch(analysis, [(1.2, 3.0)], semitones)
    after = edit.apply(analysis)
    assert np.allclose(midi(after)[150:], 64 + semitones, atol=1e-3)
    assert np.allclose(midi(after)[:100], 60, atol=1e-3)
    sure = after.tracks[PITCH].curve.confidence
    assert (sure[150:] == 1).all() and np.allclose(sure[:100], 0.7) and np.allclose(sure[100:150], 0.1)
    assert np.round(after.events(NOTES).values, 2).tolist() == [60.0, 64.0 + semitones]
    assert after.tracks[PITCH].edited and after.tracks[NOTES].edited
    assert edit.kinds == (PITCH, NOTES)
    assert edit.inverse().apply(after) == analysis


def test_several_spans_are_one_correction_that_leaves_what_lies_between():
    midi_now = np.repeat([60.0, 62.0, 64.0], 50)
    curve = Curve(440 * 2 ** ((midi_now - 69) / 12), 100.0, unit="Hz", confidence=np.full(150, 0.7))
    tracks = {PITCH: Track(PITCH, curve=curve), NOTES: Track(NOTES, notes_from_f0(curve))}
    analysis = Analysis(AudioFacts("x.wav", sample_rate=1000, n_samples=1500), tracks)
    first, _, last = ((note.time, note.end) for note in tracks[NOTES].events)
    edit = service.shift_pitch(analysis, [first, last], 12)
    after = edit.apply(analysis)
    assert np.allclose(midi(after), np.repeat([72.0, 62.0, 76.0], 50))
    assert after.events(NOTES)[1] == analysis.events(NOTES)[1]
    assert np.allclose(after.events(NOTES).values, [72.0, 62.0, 76.0])
    assert np.allclose(after.tracks[PITCH].curve.confidence[50:100], 0.7)
    assert edit.inverse().apply(after) == analysis


def test_what_is_deleted_is_unvoiced_and_its_note_gone():
    analysis = recording()
    after = service.delete_pitch(analysis, [(0.0, 1.3)]).apply(analysis)
    curve = after.tracks[PITCH].curve
    assert np.isnan(curve.values[:130]).all() and (curve.confidence[:130] == 0).all()
    assert np.round(after.events(NOTES).values, 2).tolist() == [64.0]


def test_a_stroke_is_interpolated_between_its_points():
    analysis = recording()
    after = service.draw_pitch(analysis, [1.1, 1.3], [60.0, 62.0]).apply(analysis)
    assert np.allclose(midi(after)[110:131], np.linspace(60, 62, 21), atol=1e-3)
    curve = after.tracks[PITCH].curve
    assert np.isnan(curve.values[[109, 131]]).all() and (curve.confidence[110:131] == 1).all()
    assert np.round(after.events(NOTES).values).tolist() == [60.0, 61.0, 64.0]


def test_a_touch_of_the_pencil_gives_the_frame_under_it():
    after = service.draw_pitch(recording(), [1.2049], [70.0]).apply(recording())
    assert np.flatnonzero(np.isfinite(midi(after)[100:150])).tolist() == [20]


def test_a_curve_without_confidence_stays_without():
    analysis = recording(confidence=False)
    after = service.shift_pitch(analysis, [(0.0, 1.0)], 12).apply(analysis)
    assert after.tracks[PITCH].curve.confidence is None


def test_notes_are_made_where_there_was_no_such_layer():
    analysis = recording().without_track(NOTES)
    edit = service.shift_pitch(analysis, [(0.0, 1.0)], 12)
    after = edit.apply(analysis)
    assert np.round(after.events(NOTES).values, 2).tolist() == [72.0]
    assert edit.inverse().apply(after) == analysis


@given(st.floats(0, 2.5), st.floats(0, 2.5), st.sampled_from([12, -12, 1, -1, None]))
def test_every_correction_can_be_taken_back(start, end, semitones):
    analysis = recording()
    try:
        if semitones is None:
            edit = service.delete_pitch(analysis, [(start, end)])
        else:
            edit = service.shift_pitch(analysis, [(start, end)], semitones)
    except W12Error as error:
        assert "no pitch in the selected span" in error.problem
        return
    assert edit.inverse().apply(edit.apply(analysis)) == analysis


def test_it_says_why_nothing_can_be_corrected():
    whole = recording()
    partial = whole.with_track(Track(PITCH, curve=whole.tracks[PITCH].curve, complete=False))
    for analysis, sentence in (
        (whole.without_track(PITCH), "no pitch layer yet"),
        (partial, "still being found"),
        (whole.with_track(Track(PITCH)), "No pitch was found"),
    ):
        with pytest.raises(W12Error, match=sentence):
            service.shift_pitch(analysis, [(0.0, 1.0)], 12)
    for refused in (
        lambda: service.shift_pitch(whole, [(1.1, 1.4)], 12),
        lambda: service.delete_pitch(whole, [(1.1, 1.4)]),
        lambda: service.draw_pitch(whole, [], []),
        lambda: service.draw_pitch(whole, [9.0], [60.0]),
    ):
        with pytest.raises(W12Error, match="no pitch in the selected span"):
            refused()
    with pytest.raises(W12Error, match="leave the range"):
        service.shift_pitch(whole, [(0.0, 1.0)], -60)


@pytest.fixture
def sound(tmp_path):
    rate = 16_000
    t = np.arange(int(2.5 * rate)) / rate
    samples = sum(np.sin(2 * np.pi * 130.81 * k * t) / k for k in range(1, 8)) * 0.1
    path = tmp_path / "tone.f32"
    samples.astype(np.float32).tofile(path)
    return service.SharedAudio(str(path), rate, 1, len(t))


def test_a_candidate_is_taken_in_place_of_the_span(sound):
    analysis = recording()
    found = service.pitch_candidates(analysis, sound, 0.2, 0.8)
    assert len(found[0].curve) == 60 and found[0].curve.start == pytest.approx(0.2)
    edit = service.take_pitch(analysis, found[0])
    after = edit.apply(analysis)
    assert np.allclose(midi(after)[20:80], 48, atol=0.1)
    assert np.allclose(midi(after)[:20], 60, atol=1e-3) and np.allclose(midi(after)[80:100], 60, atol=1e-3)
    assert np.round(after.events(NOTES).values).tolist() == [60.0, 48.0, 60.0, 64.0]
    assert edit.inverse().apply(after) == analysis


def test_candidates_say_why_there_are_none(sound):
    analysis = recording()
    with pytest.raises(W12Error, match="30 s at most"):
        service.pitch_candidates(analysis, sound, 0.0, 31.0)
    with pytest.raises(W12Error, match="Nothing is heard"):
        service.pitch_candidates(analysis, sound, 2.0, 2.0)
    found = service.pitch_candidates(analysis, sound, 2.0, 2.4)[0]
    short = analysis.with_track(Track(PITCH, curve=Curve(np.ones(100), 100.0)))
    with pytest.raises(W12Error, match="changed since"):
        service.take_pitch(short, found)
