"""Correcting pitch by real mouse and key events: in the timeline alone, and in the window with its shortcuts."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.fakes import open_and_wait
from tests.ui.scenes import store_audio
from tests.ui.test_gestures import ALT, CTRL, MIDDLE, NONE, SHIFT, Hand
from w12studio import service
from w12studio.domain.analysis import BEATS, NOTES, PITCH, TRANSIENTS, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.engine.notes import notes_from_f0
from w12studio.ui import pitch_editing
from w12studio.ui.lanes.base import small_font
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.note_names import hz_to_midi, interval_name
from w12studio.ui.session import Selection, Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline

SECONDS, RATE = 10.0, 8000
#: MIDI number from .. to s, as the tracker found it
FOUND = ((1.0, 3.0, 60.0), (4.0, 6.0, 64.0), (7.0, 9.0, 67.0))


def found_layers() -> list[Track]:
    """Three notes with pauses; the second is an octave too high."""
    times = np.arange(round(SECONDS * 100)) / 100
    midi = np.full(times.size, np.nan)
    for start, end, value in FOUND:
        midi[(times >= start) & (times < end)] = value
    sure = np.where(np.isfinite(midi), 0.8, 0.1).astype(np.float32)
    curve = Curve((440 * 2 ** ((midi - 69) / 12)).astype(np.float32), 100.0, unit="Hz", confidence=sure)
    source = Source("fake-pitch", "1")
    return [Track(PITCH, curve=curve, source=source), Track(NOTES, notes_from_f0(curve), source=source)]


def found_sound(folder) -> service.SharedAudio:
    """What was really sung: the second note an octave lower."""
    t = np.arange(round(SECONDS * RATE)) / RATE
    out = np.zeros(t.size)
    for start, end, value in FOUND:
        hz = 440 * 2 ** ((value - (12 if value == 64.0 else 0) - 69) / 12)
        part = (t >= start) & (t < end)
        out[part] = sum(0.2 / k * np.sin(2 * np.pi * hz * k * t[part]) for k in range(1, 6))
    return store_audio(folder, out[:, None], RATE)


def fill(session: Session, folder) -> None:
    facts = AudioFacts("song.wav", "", RATE, 1, round(SECONDS * RATE), "WAV", "PCM_16")
    session.open(Analysis(facts, {t.kind: t for t in found_layers()}))
    session.set_audio(found_sound(folder))


@pytest.fixture
def timeline(qtbot, tmp_path, solver):
    session = Session()
    widget = Timeline(session, ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 900)
    widget.show()
    fill(session, tmp_path)
    QApplication.processEvents()
    yield widget
    widget.shutdown()
    session.pitching.shutdown()


@pytest.fixture
def hand(timeline):
    return Hand(timeline.lane_view.viewport())


@pytest.fixture
def told(timeline):
    sentences = []
    timeline.session.told.connect(sentences.append)
    return sentences


@pytest.fixture
def edited(loaded, tmp_path):
    """The whole window, with pitch, and with transients where the three notes begin."""
    onsets = Events.from_columns([(round(start * 100) - 0.5) / 100 for start, _, _ in FOUND])
    for track in (Track(TRANSIENTS, onsets), *found_layers()):
        loaded.session.merge_track(track)
    loaded.session.set_audio(found_sound(tmp_path))
    loaded.activateWindow()
    loaded.timeline.lane_view.setFocus()
    QApplication.processEvents()
    return loaded


def point(timeline, time, midi):
    lane = timeline.pitch_lane
    return timeline.viewport.time_to_px(time), lane.y() + lane.y_of(midi)


def midi_at(session, *times):
    return [round(float(hz_to_midi(session.analysis.track(PITCH).curve.at(t))), 2) for t in times]


def notes_of(session):
    return np.round(session.analysis.events(NOTES).values, 1).tolist()


def pressed(window, key, modifiers=NONE):
    QTest.keyClick(window.timeline.lane_view, key, modifiers)


# -- what is meant -----------------------------------------------------------------------------------------------


def test_a_click_on_a_note_selects_it_and_seeks(timeline, hand, qtbot):
    with qtbot.waitSignal(timeline.seek_requested):
        hand.click(*point(timeline, 5.0, 64.0))
    chosen = timeline.session.selection
    assert (chosen.kind, chosen.events) == (NOTES, (timeline.session.analysis.events(NOTES)[1],))
    hand.click(*point(timeline, 5.0, 70.0))  # beside it
    assert not timeline.session.selection.events


def test_a_double_click_selects_the_time_of_a_note(timeline, hand):
    hand.double_click(*point(timeline, 5.0, 64.0))
    note, chosen = timeline.session.analysis.events(NOTES)[1], timeline.session.selection
    assert (chosen.start, chosen.end, chosen.lane, chosen.events) == (note.time, note.end, "pitch", ())


def test_a_span_in_the_pitch_lane_means_pitch_and_no_marker(timeline, hand):
    session = timeline.session
    session.select(Selection(kind=NOTES, events=(session.analysis.events(NOTES)[0],)))
    hand.drag(point(timeline, 3.5, 56), point(timeline, 6.5, 57), modifiers=ALT)
    chosen = session.selection
    assert (chosen.lane, chosen.kind, chosen.events) == ("pitch", "", ())
    assert session.pitching.is_selected and session.pitching.target == (chosen.start, chosen.end)
    hand.click(*point(timeline, 2.0, 60.0))  # a note takes over
    assert not session.selection.has_span and len(session.selection.events) == 1
    waveform = timeline.lane_view.lane("waveform")
    hand.drag((100, waveform.y() + 10), (300, waveform.y() + 10), modifiers=ALT)
    assert session.selection.lane == "waveform"


def test_notes_without_pitch_are_no_selected_pitch(timeline):
    session = timeline.session
    session.apply(replace_notes(session, Event(3.2, 0.3, 50.0)))
    session.select(Selection(kind=NOTES, events=(Event(3.2, 0.3, 50.0),)))
    assert not session.pitching.is_selected


def replace_notes(session, *events):
    from w12studio.domain.edits import edit_events

    return edit_events(session.analysis, "Add note", NOTES, [], events)


# -- octaves, semitones, delete ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "modifiers", "by"),
    [
        (Qt.Key.Key_Up, CTRL, 12),
        (Qt.Key.Key_Down, CTRL, -12),
        (Qt.Key.Key_Up, CTRL | SHIFT, 1),
        (Qt.Key.Key_Down, CTRL | SHIFT, -1),
    ],
)
def test_keys_move_the_note_that_was_clicked(edited, key, modifiers, by):
    session, before = edited.session, edited.session.analysis
    Hand(edited.timeline.lane_view.viewport()).click(*point(edited.timeline, 5.0, 64.0))
    pressed(edited, key, modifiers)
    assert midi_at(session, 2.0, 5.0, 8.0) == [60.0, 64.0 + by, 67.0]
    assert notes_of(session) == [60.0, 64.0 + by, 67.0]
    assert session.selection.events == (session.analysis.events(NOTES)[1],)  # it can be moved on
    assert session.analysis.track(PITCH).edited and session.dirty
    lane = edited.timeline.pitch_lane
    assert lane.subtitle() == "fake-pitch 1 · edited"
    assert lane.low < 64.0 + by < lane.high
    pressed(edited, Qt.Key.Key_Z, CTRL)
    assert session.analysis == before and not session.undo_name
    pressed(edited, Qt.Key.Key_Z, CTRL | SHIFT)
    assert midi_at(session, 5.0) == [64.0 + by]


def test_a_span_of_any_lane_can_be_moved(edited):
    edited.session.select(Selection(4.5, 5.5))
    edited.actions_["octave_down"].trigger()
    assert midi_at(edited.session, 4.2, 5.0, 5.8) == [64.0, 52.0, 64.0]
    assert notes_of(edited.session) == [60.0, 64.0, 52.0, 64.0, 67.0]


def test_several_notes_move_and_those_between_stay(edited):
    notes = edited.session.analysis.events(NOTES)
    edited.session.select(Selection(kind=NOTES, events=(notes[0], notes[2])))
    edited.actions_["octave_up"].trigger()
    assert notes_of(edited.session) == [72.0, 64.0, 79.0]


def test_delete_takes_the_pitch_of_a_span_in_the_pitch_lane(edited):
    session = edited.session
    assert not edited.actions_["delete"].isEnabled()
    hand = Hand(edited.timeline.lane_view.viewport())
    hand.drag(point(edited.timeline, 3.5, 56), point(edited.timeline, 6.5, 57), modifiers=ALT)
    pressed(edited, Qt.Key.Key_Delete)
    assert session.undo_name == "Delete pitch"
    assert np.isnan(midi_at(session, 5.0)).all() and notes_of(session) == [60.0, 67.0]
    assert session.selection.has_span and session.selection.lane == "pitch"
    curve = session.analysis.track(PITCH).curve
    assert curve.confidence[500] == 0.0


def test_delete_still_deletes_markers_that_were_selected_last(edited):
    session = edited.session
    session.select(Selection(3.5, 6.5, lane="pitch"))
    beat = session.analysis.events(BEATS)[4]
    session.select(replace(session.selection, kind=BEATS, events=(beat,)))
    pressed(edited, Qt.Key.Key_Delete)
    assert session.undo_name == "Delete beat" and midi_at(session, 5.0) == [64.0]


def test_delete_takes_notes_that_have_no_pitch(edited):
    session = edited.session
    session.apply(replace_notes(session, Event(3.2, 0.3, 50.0)))
    session.select(Selection(kind=NOTES, events=(Event(3.2, 0.3, 50.0),)))
    pressed(edited, Qt.Key.Key_Delete)
    assert notes_of(session) == [60.0, 64.0, 67.0]


def test_a_new_analysis_does_not_replace_what_was_corrected(edited):
    session = edited.session
    session.select(Selection(4.0, 6.0))
    edited.actions_["octave_down"].trigger()
    for track in found_layers():
        assert not session.merge_track(track)
    assert midi_at(session, 5.0) == [52.0] and notes_of(session) == [60.0, 52.0, 67.0]


# -- the pencil ----------------------------------------------------------------------------------------------------


def test_a_drag_with_ctrl_and_shift_draws(timeline, hand):
    session, before = timeline.session, timeline.session.analysis
    start, end = point(timeline, 3.2, 62.0), point(timeline, 3.8, 66.0)
    hand.press(*start, modifiers=CTRL | SHIFT)
    hand.move(*point(timeline, 3.5, 64.0), modifiers=CTRL | SHIFT)
    assert timeline.lane_view.pitch.is_drawing and session.analysis == before  # shown, not done yet
    hand.move(*end, modifiers=CTRL | SHIFT)
    hand.release(*end, modifiers=CTRL | SHIFT)
    assert session.undo_name == "Draw pitch" and not timeline.lane_view.pitch.is_drawing
    drawn = midi_at(session, *np.arange(3.22, 3.79, 0.01))
    assert np.allclose(drawn, 62 + 4 * (np.arange(3.22, 3.79, 0.01) - 3.2) / 0.6, atol=0.35)  # no frame is left out
    assert np.isnan(midi_at(session, 3.1, 3.9)).all()
    session.undo()
    assert session.analysis == before and not session.undo_name


def test_going_back_draws_anew(timeline, hand):
    hand.press(*point(timeline, 3.2, 62.0), modifiers=CTRL | SHIFT)
    for time, midi in ((3.8, 62.0), (3.4, 70.0)):
        hand.move(*point(timeline, time, midi), modifiers=CTRL | SHIFT)
    hand.release(*point(timeline, 3.4, 70.0))
    first, second, third = midi_at(timeline.session, 3.3, 3.42, 3.78)
    assert first == pytest.approx(62, abs=0.4) and second == pytest.approx(69.6, abs=0.6)
    assert third == pytest.approx(62.3, abs=0.6)


def test_esc_takes_a_stroke_back(timeline, hand):
    hand.press(*point(timeline, 3.2, 62.0), modifiers=CTRL | SHIFT)
    hand.move(*point(timeline, 3.8, 62.0), modifiers=CTRL | SHIFT)
    Hand(timeline.lane_view).key(Qt.Key.Key_Escape)
    hand.release(*point(timeline, 3.8, 62.0))
    assert not timeline.session.undo_name and not timeline.lane_view.pitch.is_drawing


def test_the_pencil_is_taken_by_key_and_put_away_by_esc(edited):
    session, hand = edited.session, Hand(edited.timeline.lane_view.viewport())
    pressed(edited, Qt.Key.Key_B)
    assert session.pitching.pencil and edited.actions_["pencil"].isChecked()
    control = edited.timeline.headers.header("pitch").control
    assert control.pencil.isChecked()
    hand.move(*point(edited.timeline, 5.0, 56.0), button=Qt.MouseButton.NoButton)
    assert edited.timeline.lane_view.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    hand.drag(point(edited.timeline, 4.2, 55.0), point(edited.timeline, 5.2, 55.0))
    assert midi_at(session, 4.7)[0] == pytest.approx(55, abs=0.3)
    assert not session.selection.has_span
    hand.drag((100, edited.timeline.lane_view.lane("waveform").y() + 9), (300, 60), modifiers=ALT)
    assert session.selection.has_span  # other lanes are not drawn in
    pressed(edited, Qt.Key.Key_Escape)
    assert not session.pitching.pencil and not edited.actions_["pencil"].isChecked()
    assert session.selection.has_span  # one thing at a time
    QTest.mouseClick(control.pencil, Qt.MouseButton.LeftButton)
    assert edited.actions_["pencil"].isChecked()


def test_a_stroke_ends_where_its_layer_is_replaced(timeline, hand):
    hand.press(*point(timeline, 3.2, 62.0), modifiers=CTRL | SHIFT)
    hand.move(*point(timeline, 3.8, 62.0), modifiers=CTRL | SHIFT)
    timeline.session.merge_track(found_layers()[0])
    assert not timeline.lane_view.pitch.is_drawing
    hand.release(*point(timeline, 3.8, 62.0))
    assert not timeline.session.undo_name


# -- candidates ----------------------------------------------------------------------------------------------------


def wait_for_choices(qtbot, session):
    qtbot.waitUntil(lambda: bool(session.pitching.choices) and not session.pitching.searching)
    return session.pitching.choices


def test_candidates_of_a_note_are_found_and_taken_by_number(edited, qtbot):
    session, timeline = edited.session, edited.timeline
    Hand(timeline.lane_view.viewport()).click(*point(timeline, 5.0, 64.0))
    pressed(edited, Qt.Key.Key_A)
    choices = wait_for_choices(qtbot, session)
    assert 1 < len(choices) <= service.MOST_CANDIDATES
    right = next(c for c in choices if c.relation == "an octave down")
    assert right.note == "E3" and right.number == 1
    assert [c.present for c in choices if c.relation == "as it is now"] == [True]
    assert timeline.candidates.isVisible() and timeline.lane_view.pitch.isVisible()
    pressed(edited, Qt.Key(Qt.Key.Key_0 + right.number))
    assert session.undo_name == "Take another pitch"
    assert midi_at(session, 5.0)[0] == pytest.approx(52, abs=0.1) and notes_of(session) == [60.0, 52.0, 67.0]
    assert not session.pitching.choosing and not timeline.candidates.isVisible()
    session.undo()
    assert midi_at(session, 5.0) == [64.0]


def test_numbers_take_readings_of_the_beats_again_afterwards(edited, qtbot, monkeypatch):
    taken = []
    monkeypatch.setattr(edited.inspector.alternatives, "take_number", taken.append)
    edited.session.select(Selection(4.2, 5.8))
    pressed(edited, Qt.Key.Key_A)
    wait_for_choices(qtbot, edited.session)
    pressed(edited, Qt.Key.Key_2)
    assert taken == [] and edited.session.undo_name == "Take another pitch"
    pressed(edited, Qt.Key.Key_2)
    assert taken == [2]


def test_a_ghost_curve_is_taken_by_a_click(timeline, hand, qtbot):
    session = timeline.session
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    right = next(c for c in wait_for_choices(qtbot, session) if c.relation == "an octave down")
    at = point(timeline, 5.0, 52.0)
    hand.move(at[0], at[1] + 5, button=Qt.MouseButton.NoButton)
    assert session.pitching.looked_at == right.number
    assert timeline.lane_view.hover_label._text == f"take {right.number}: E3, an octave down"
    hand.click(at[0], at[1] + 5)
    assert midi_at(session, 5.0)[0] == pytest.approx(52, abs=0.1)
    assert session.selection == Selection(4.2, 5.8)  # and nothing else happened


def test_numbers_work_in_the_lanes_without_the_shortcuts_of_a_window(timeline, qtbot):
    session = timeline.session
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    wait_for_choices(qtbot, session)
    keys = Hand(timeline.lane_view)
    keys.key(Qt.Key.Key_9)
    assert session.pitching.choosing
    keys.key(Qt.Key.Key_1)
    assert not session.pitching.choosing and midi_at(session, 5.0)[0] == pytest.approx(52, abs=0.1)


def test_esc_leaves_the_candidates_and_then_the_selection(edited, qtbot):
    edited.session.select(Selection(4.2, 5.8))
    pressed(edited, Qt.Key.Key_A)
    wait_for_choices(qtbot, edited.session)
    pressed(edited, Qt.Key.Key_Escape)
    assert not edited.session.pitching.choosing and edited.session.selection.has_span
    assert not edited.session.undo_name
    pressed(edited, Qt.Key.Key_Escape)
    assert not edited.session.selection.has_span


def test_the_bar_names_its_buttons_and_goes_by_keyboard(edited, qtbot):
    session, bar = edited.session, edited.timeline.candidates
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    choices = wait_for_choices(qtbot, session)
    assert [b.accessibleName() for b in bar.buttons] == [f"Candidate {c.number}: {c.text}" for c in choices]
    assert all(b.width() >= b.sizeHint().width() - 1 for b in bar.buttons)  # none is squeezed
    bar.buttons[0].setFocus()
    assert session.pitching.looked_at == 1
    QTest.keyClick(bar.buttons[0], Qt.Key.Key_Right)
    assert bar.buttons[1].hasFocus() and session.pitching.looked_at == 2
    QTest.keyClick(bar.buttons[1], Qt.Key.Key_Left)
    QTest.keyClick(bar.buttons[0], Qt.Key.Key_Return)
    assert choices[0].note == "E3" and midi_at(session, 5.0)[0] == pytest.approx(52, abs=0.1)
    assert not bar.isVisible()


def test_the_bar_has_more_rows_in_a_narrow_window(timeline, qtbot):
    session, bar, view = timeline.session, timeline.candidates, timeline.lane_view
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    wait_for_choices(qtbot, session)
    shown = [bar._words, *bar.buttons, bar._leave]

    def rows():
        QApplication.processEvents()
        assert bar.x() >= 0 and bar.geometry().right() <= view.width()
        assert all(bar.rect().contains(w.geometry()) and w.width() >= w.sizeHint().width() for w in shown)
        return len({w.geometry().center().y() for w in shown})

    assert rows() == 1
    timeline.resize(max(w.sizeHint().width() for w in shown) + timeline.width() - view.width() + 60, timeline.height())
    assert rows() > 1
    timeline.resize(1200, timeline.height())
    assert rows() == 1


def test_the_menu_offers_what_the_keys_do(edited, qtbot):
    session = edited.session
    session.select(Selection(4.2, 5.8))
    edited.actions_["find_candidates"].trigger()
    wait_for_choices(qtbot, session)
    assert edited.actions_["candidate_1"].isEnabled()
    edited.actions_["candidate_1"].trigger()
    assert session.undo_name == "Take another pitch"
    assert not edited.actions_["candidate_1"].isEnabled()


def test_another_selection_or_an_edit_ends_the_choice(timeline, qtbot):
    session = timeline.session
    for disturb in (lambda: session.select(Selection(1.0, 2.0)), lambda: session.pitching.shift(12)):
        session.select(Selection(4.2, 5.8))
        session.pitching.find()
        wait_for_choices(qtbot, session)
        disturb()
        assert not session.pitching.choosing and not timeline.lane_view.pitch.isVisible()


def test_candidates_of_a_recording_that_was_closed_are_dropped(timeline, monkeypatch, qtbot):
    may_go, called = threading.Event(), threading.Event()

    def slow(*args):
        called.set()
        may_go.wait(10)
        return ()

    monkeypatch.setattr(service, "pitch_candidates", slow)
    session = timeline.session
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    assert called.wait(5) and session.pitching.searching and timeline.candidates.isVisible()
    assert "Looking" in timeline.candidates._words.text()
    session.open(None)
    assert not session.pitching.choosing and not timeline.candidates.isVisible()
    may_go.set()
    session.pitching.shutdown()
    QApplication.processEvents()
    assert session.pitching.choices == ()


def test_ghosts_out_of_range_make_room_until_they_go(timeline, qtbot):
    session, lane = timeline.session, timeline.pitch_lane
    for _ in range(6):
        lane.zoom_values(2.0, 0)
    before = lane.low, lane.high
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    every = np.concatenate([hz_to_midi(c.candidate.curve.values) for c in wait_for_choices(qtbot, session)])
    assert lane.low <= np.nanmin(every) and lane.high >= np.nanmax(every)
    session.pitching.leave()
    assert (lane.low, lane.high) == before


# -- sentences -----------------------------------------------------------------------------------------------------


def every_command(session):
    pitching = session.pitching
    return (lambda: pitching.shift(12), pitching.delete, pitching.find, lambda: pitching.set_pencil(True))


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (None, "no pitch layer yet"),
        (replace(found_layers()[0], complete=False), "still being found"),
        (Track(PITCH), "No pitch was found"),
    ],
)
def test_every_command_says_why_it_can_do_nothing(timeline, hand, told, layer, sentence):
    session = timeline.session
    analysis = session.analysis.without_track(PITCH) if layer is None else session.analysis.with_track(layer)
    session.open(analysis)
    session.select(Selection(4.2, 5.8))
    for command in every_command(session):
        told.clear()
        command()
        assert len(told) == 1 and sentence in told[0]
    told.clear()
    hand.drag(point(timeline, 3.2, 62.0), point(timeline, 3.8, 62.0), modifiers=CTRL | SHIFT)
    assert len(told) == 1 and sentence in told[0]
    assert not session.undo_name and not session.pitching.pencil


def test_it_says_what_to_select_and_when_there_is_no_sound(timeline, told):
    session = timeline.session
    session.pitching.shift(12)
    session.pitching.find()
    assert all("click a note" in text for text in told) and len(told) == 2
    session.select(Selection(3.2, 3.8))
    session.pitching.shift(12)
    assert "no pitch in the selected span" in told[-1]
    session.audio = None
    session.pitching.find()
    assert "has been read" in told[-1]


def test_nothing_happens_without_a_recording(qtbot, solver):
    session = Session()
    for command in every_command(session):
        command()
    assert not session.pitching.choosing and not session.pitching.pencil


def test_silence_has_no_candidates_and_says_so(timeline, told, qtbot, monkeypatch):
    monkeypatch.setattr(pitch_editing, "PATIENCE_S", 0.0)
    session = timeline.session
    session.select(Selection(3.3, 3.6))
    session.pitching.find()
    qtbot.waitUntil(lambda: not session.pitching.searching)
    assert "Nothing is heard" in told[-1] and not timeline.candidates.isVisible()


def test_pitch_can_be_corrected_while_other_layers_are_sought(window, qtbot, recording, engine):
    window.files.open_paths([recording("slow.wav")])
    qtbot.waitUntil(lambda: window.session.duration > 0)
    for track in found_layers():
        window.session.merge_track(track)
    window.session.select(Selection(4.0, 6.0))
    window.actions_["octave_down"].trigger()
    assert midi_at(window.session, 5.0) == [52.0]
    engine.go.set()
    qtbot.waitUntil(lambda: not any(i.active for i in window.queue.items))
    assert midi_at(window.session, 5.0) == [52.0] and window.session.undo_name == "Move pitch an octave down"


# -- menus, zoom and read-out --------------------------------------------------------------------------------------


def open_menu(timeline, hand, x, y):
    at = QPoint(round(x), round(y))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, hand.widget.mapToGlobal(at))
    QApplication.sendEvent(hand.widget, event)
    return next(m for m in timeline.findChildren(QMenu) if m.isVisible())


def choose(menu, text):
    next(a for a in menu.actions() if a.text() == text).trigger()
    menu.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_context_menu_means_the_note_under_the_pointer(timeline, hand):
    menu = open_menu(timeline, hand, *point(timeline, 5.0, 64.0))
    assert menu.actions()[0].text() == "Note E4" and not menu.actions()[0].isEnabled()
    choose(menu, "Octave down")
    assert midi_at(timeline.session, 2.0, 5.0) == [60.0, 52.0]


def test_the_context_menu_means_the_span_inside_of_it(timeline, hand):
    timeline.session.select(Selection(4.5, 5.0, lane="pitch"))
    menu = open_menu(timeline, hand, *point(timeline, 4.7, 64.0))
    assert menu.actions()[0].text() == "Selected span"
    choose(menu, "Delete pitch")
    assert np.isnan(midi_at(timeline.session, 4.7)).all() and midi_at(timeline.session, 5.5) == [64.0]


def test_the_context_menu_lists_the_candidates(timeline, hand, qtbot):
    session = timeline.session
    choose(open_menu(timeline, hand, *point(timeline, 5.0, 64.0)), "Choose among candidates…")
    right = next(c for c in wait_for_choices(qtbot, session) if c.relation == "an octave down")
    choose(open_menu(timeline, hand, *point(timeline, 5.0, 58.0)), f"Take {right.number}: E3, an octave down")
    assert midi_at(session, 5.0)[0] == pytest.approx(52, abs=0.1)


def test_nothing_is_meant_on_an_empty_place(timeline, hand):
    menu = open_menu(timeline, hand, *point(timeline, 3.5, 56.0))
    enabled = {a.text(): a.isEnabled() for a in menu.actions()}
    assert not enabled["Octave up"] and not enabled["Delete pitch"] and enabled["Draw with the pencil"]
    beats = next(a.menu() for a in menu.actions() if a.text() == "Beats here")
    assert "Pin beat here" in [a.text() for a in beats.actions()]
    choose(menu, "Draw with the pencil")
    assert timeline.session.pitching.pencil


def test_the_range_is_zoomed_moved_and_fitted(edited):
    timeline, lane = edited.timeline, edited.timeline.pitch_lane
    fitted, middle = (lane.low, lane.high), (lane.low + lane.high) / 2
    pressed(edited, Qt.Key.Key_Equal, ALT)
    assert lane.high - lane.low < fitted[1] - fitted[0] and (lane.low + lane.high) / 2 == pytest.approx(middle)
    pressed(edited, Qt.Key.Key_Minus, ALT)
    assert (lane.low, lane.high) == pytest.approx(fitted)
    hand = Hand(timeline.lane_view.viewport())
    edited.actions_["pitch_zoom_in"].trigger()
    span, low = lane.high - lane.low, lane.low
    x, y = point(timeline, 5.0, middle)
    hand.wheel(x, y, dy=120, modifiers=ALT | SHIFT)
    assert lane.low > low and lane.high - lane.low == pytest.approx(span)
    low = lane.low
    hand.drag((x, y), (x, y - 20), button=MIDDLE)
    assert lane.low < low and lane.high - lane.low == pytest.approx(span)
    pressed(edited, Qt.Key.Key_Z, SHIFT)
    assert (lane.low, lane.high) == pytest.approx(fitted)


def test_the_axis_zooms_by_wheel_and_fits_by_double_click(timeline):
    lane, header = timeline.pitch_lane, timeline.headers.header("pitch")
    fitted = lane.low, lane.high
    Hand(header).wheel(header.width() - 10, 40, dy=120)
    assert lane.high - lane.low < fitted[1] - fitted[0]
    QTest.mouseDClick(header, Qt.MouseButton.LeftButton, NONE, QPoint(header.width() - 10, 40))
    assert (lane.low, lane.high) == fitted and not lane.collapsed
    menu = timeline.headers.menu_for(lane)
    next(a for a in menu.actions() if a.text() == "Zoom values in").trigger()
    assert lane.high - lane.low == pytest.approx((fitted[1] - fitted[0]) / 2)
    next(a for a in menu.actions() if a.text() == "Reset value range").trigger()
    assert (lane.low, lane.high) == fitted
    menu.close()


@pytest.mark.parametrize("height", [56, 90, 150, 320])
@pytest.mark.parametrize("notches", [0, 2, 5])
def test_names_on_the_axis_do_not_overlap(timeline, height, notches):
    lane, header = timeline.pitch_lane, timeline.headers.header("pitch")
    lane.resize(lane.width, height)
    lane.zoom_values(1.25**notches, height / 2)
    header.resize(header.width(), height)
    tall = QFontMetricsF(small_font()).capHeight()
    middles = np.sort([y for y, _ in header.axis_labels()])
    assert middles.size >= 2 and (np.diff(middles) >= tall + 2).all()
    assert middles[0] >= tall / 2 and middles[-1] <= height - tall / 2
    octaves = {t.label for t in lane.axis_ticks() if t.label[0] == "C" and "♯" not in t.label}
    assert octaves & {text for _, text in header.axis_labels()}  # what is left out is not the C


def test_the_readout_follows_an_edit_under_the_pointer(timeline, hand):
    session, label = timeline.session, timeline.lane_view.hover_label
    heard = []
    timeline.hovered.connect(heard.append)
    x, y = point(timeline, 5.0, 64.0)
    hand.move(x, y, button=Qt.MouseButton.NoButton)
    first, note, pointer = label._text.split("\n")
    assert first == "E4 · MIDI 64.00 · 329.6 Hz · 80% sure"
    assert note == "note E4 · MIDI 64.00 · curve +0 ct from it"
    assert pointer.startswith("pointer E4")
    assert "\n" not in heard[-1] and "329.6 Hz" in heard[-1]
    session.select(Selection(4.0, 6.0))
    session.pitching.shift(-12)
    assert label._text.split("\n")[0] == "E3 · MIDI 52.00 · 164.8 Hz · 100% sure"
    hand.move(*point(timeline, 3.5, 64.0), button=Qt.MouseButton.NoButton)
    assert label._text.split("\n")[0] == "unvoiced (voicing 10%)"


def test_the_note_is_read_out_in_cents(context_session):
    lane, notes = context_session
    assert lane.describe(5.0, 0).split("\n")[1] == "note E4 -30 ct · MIDI 63.70 · curve +30 ct from it"
    assert lane.note_at(5.0) == notes[0] and lane.note_at(9.0) is None


@pytest.fixture
def context_session(timeline):
    notes = Events([Event(4.0, 2.0, 63.7)])
    timeline.session.open(timeline.session.analysis.with_track(Track(NOTES, notes)))
    assert isinstance(timeline.pitch_lane, PitchLane)
    return timeline.pitch_lane, notes


def test_intervals_have_names():
    assert [interval_name(s) for s in (12.1, -12, 19, -24, 7, 0.2, 31)] == [
        "an octave up",
        "an octave down",
        "an octave and a fifth up",
        "two octaves down",
        "a fifth up",
        "partly as it is now",
        "two octaves and a fifth up",
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_ghosts_and_the_stroke_are_painted_over_the_pitch_lane_alone(timeline, hand, qtbot, mode):
    timeline.context.themes.set_mode(mode)
    session, view, lane = timeline.session, timeline.lane_view, timeline.pitch_lane
    timeline.set_lane_visible("spectrogram", False)  # whose tiles come when they come
    session.select(Selection(4.2, 5.8))
    QApplication.processEvents()

    def picture():
        view.hover_at(None, "")
        timeline.candidates.hide()
        image = view.viewport().grab().toImage()
        return np.array([[image.pixel(x, y) for x in range(400, 900, 5)] for y in range(0, image.height(), 3)])

    lane.make_room((30.0, 90.0))
    before = picture()
    session.pitching.find()
    wait_for_choices(qtbot, session)
    lane.make_room((30.0, 90.0))

    def changes():
        rows = np.flatnonzero((picture() != before).any(axis=1)) * 3
        assert rows.size and rows.min() >= lane.y() and rows.max() <= lane.y() + lane.height

    changes()
    session.pitching.leave()
    lane.make_room((30.0, 90.0))
    hand.press(*point(timeline, 4.4, 40.0), modifiers=CTRL | SHIFT)
    hand.move(*point(timeline, 5.6, 45.0), modifiers=CTRL | SHIFT)
    changes()


def test_every_choice_can_be_told_apart(timeline, qtbot):
    """Numbers are placed below one another, inside the lane."""
    session = timeline.session
    session.select(Selection(4.2, 5.8))
    session.pitching.find()
    choices = wait_for_choices(qtbot, session)
    assert [c.number for c in choices] == list(range(1, len(choices) + 1))
    assert len({c.text for c in choices}) == len(choices)


def test_the_window_opens_other_recordings_without_a_trace(edited, qtbot, recording):
    edited.session.select(Selection(4.2, 5.8))
    pressed(edited, Qt.Key.Key_B)
    edited.session.pitching.find()
    open_and_wait(edited, qtbot, recording("other.wav"))
    pitching = edited.session.pitching
    assert not pitching.choosing and not pitching.pencil and not edited.actions_["pencil"].isChecked()
