"""Notes that follow corrected frames: those that touch them, and no others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.engine.notes import notes_from_f0
from w12studio.engine.pitch_corrections import notes_after_correction


def curve_of(*parts):
    """(frames, MIDI or None) each."""
    midi = np.concatenate([np.full(n, np.nan if m is None else m) for n, m in parts])
    return Curve(440 * 2 ** ((midi - 69) / 12), 100.0, unit="Hz", confidence=np.isfinite(midi).astype(float))


def pitches(notes):
    return [round(float(v), 2) for v in notes.values]


def test_a_note_that_is_moved_by_an_octave_follows():
    before = curve_of((50, 60.0), (10, None), (50, 64.0), (10, None), (50, 67.0))
    notes = notes_from_f0(before)
    after = curve_of((50, 60.0), (10, None), (50, 52.0), (10, None), (50, 67.0))
    new = notes_after_correction(notes, after, 60, 110)
    assert pitches(new) == [60.0, 52.0, 67.0]
    assert (new[0], new[2]) == (notes[0], notes[2])
    assert new[1].time == notes[1].time and abs(new[1].duration - notes[1].duration) < 1e-9


def test_notes_keep_to_the_onsets():
    onsets = Events.from_columns([0.0, 0.5831, 0.8, 1.18])
    before = curve_of((50, 60.0), (10, None), (50, 64.0), (10, None), (50, 67.0))
    notes = notes_from_f0(before, onsets)
    assert [e.time for e in notes] == [0.0, 0.5831, 0.8, 1.18]
    after = curve_of((50, 60.0), (10, None), (50, 52.0), (10, None), (50, 67.0))
    new = notes_after_correction(notes, after, 60, 110, onsets)
    assert pitches(new) == [60.0, 52.0, 52.0, 67.0]
    assert [e.time for e in new] == [0.0, 0.5831, 0.8, 1.18]


def test_half_of_a_note_becomes_a_note_of_its_own():
    notes = notes_from_f0(curve_of((100, 60.0)))
    after = curve_of((50, 60.0), (50, 72.0))
    assert pitches(notes_after_correction(notes, after, 50, 100)) == [60.0, 72.0]


def test_a_deleted_note_goes():
    notes = notes_from_f0(curve_of((50, 60.0), (10, None), (50, 64.0)))
    after = curve_of((50, 60.0), (60, None))
    assert notes_after_correction(notes, after, 60, 110) == notes[:1]


def test_notes_a_person_edited_elsewhere_stay():
    before = curve_of((50, 60.0), (10, None), (50, 64.0))
    mine = Event(0.1, 0.2, 61.5, 1.0, "mine")
    notes = Events([mine, *notes_from_f0(before)[1:]])
    after = curve_of((50, 60.0), (10, None), (50, 65.0))
    new = notes_after_correction(notes, after, 60, 110)
    assert new[0] == mine and pitches(new) == [61.5, 65.0]


def test_a_legato_neighbour_is_left_alone():
    notes = notes_from_f0(curve_of((50, 60.0), (50, 64.0), (50, 67.0)))
    after = curve_of((50, 60.0), (50, 76.0), (50, 67.0))
    new = notes_after_correction(notes, after, 50, 100)
    assert pitches(new) == [60.0, 76.0, 67.0]
    assert (new[0], new[2]) == (notes[0], notes[2])


def test_a_voiced_stretch_that_was_too_short_grows_into_a_note():
    before = curve_of((30, None), (4, 60.0), (30, None))
    assert len(notes_from_f0(before)) == 0
    after = curve_of((30, None), (8, 60.0), (26, None))
    new = notes_after_correction(Events(), after, 34, 38)
    assert pitches(new) == [60.0] and abs(new[0].duration - 0.08) < 1e-9


@given(st.data())
def test_notes_that_touch_no_corrected_frame_are_the_very_same(data):
    parts = data.draw(st.lists(st.tuples(st.integers(3, 40), st.none() | st.floats(40, 80)), min_size=1, max_size=8))
    before = curve_of(*parts)
    notes = notes_from_f0(before)
    first = data.draw(st.integers(0, len(before)))
    stop = data.draw(st.integers(first, len(before)))
    values = before.values.copy()
    values[first:stop] = data.draw(st.sampled_from([np.nan, 100.0, 440.0]))
    new = notes_after_correction(notes, Curve(values, 100.0, confidence=before.confidence), first, stop)
    start_s, end_s = (first - 0.5) / 100, (stop - 0.5) / 100
    for note in notes:
        if stop <= first or note.end <= start_s + 1e-9 or note.time >= end_s - 1e-9:
            assert note in list(new)
    gaps = new.times[1:] - (new.times + new.durations)[:-1]
    assert (gaps > -1e-6).all()  # no two notes at once
