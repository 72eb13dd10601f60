from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.ui.fakes import beats_track, facts_of
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, CHORDS, TEMPO, TRANSIENTS, Analysis, Source, Track
from w12studio.domain.chords import CHORDS as NAMES
from w12studio.domain.curves import Curve
from w12studio.domain.edits import CompoundEdit, edit_events
from w12studio.domain.events import Event, Events
from w12studio.ui.session import Selection, Session


@pytest.fixture
def session(qapp):
    session = Session()
    session.open(Analysis(facts_of(Path("song.wav"))).with_track(beats_track()))
    return session


def first(session):
    return session.analysis.events(BEATS)[0]


def test_edit_undo_redo(session, qtbot):
    before = session.analysis.events(BEATS)
    moved = edits.move_event(session.analysis, BEATS, first(session), 0.47)
    with qtbot.waitSignals([session.analysis_changed, session.history_changed]):
        session.apply(moved)
    assert first(session).time == 0.47
    assert session.undo_name == "Move beat" and session.dirty
    session.undo()
    assert session.analysis.events(BEATS) == before
    assert session.redo_name == "Move beat" and not session.dirty
    session.redo()
    assert first(session).time == 0.47


def test_added_events_become_the_selection(session):
    session.apply(edits.add_event(session.analysis, BEATS, 5.25))
    assert session.selection.kind == BEATS
    assert [e.time for e in session.selection.events] == [5.25]


def test_deleting_leaves_nothing_selected(session):
    event = first(session)
    session.select(Selection(kind=BEATS, events=(event,)))
    session.apply(edits.delete_events(session.analysis, BEATS, [event]))
    assert session.selection.events == () and session.selection.kind == ""


def test_an_edit_that_changes_nothing_is_no_step(session):
    session.apply(edit_events(session.analysis, "Nothing", BEATS))
    assert session.undo_name == "" and not session.dirty


def test_tempo_follows_the_beats(session, qtbot):
    with qtbot.waitSignal(session.analysis_changed) as signal:
        session.apply(edits.halve_beats(session.analysis))
    assert TEMPO in signal.args[0]
    assert np.median(session.analysis.events(TEMPO).values) == pytest.approx(60.0)
    session.undo()
    assert np.median(session.analysis.events(TEMPO).values) == pytest.approx(120.0)


def test_engine_does_not_overwrite_what_a_person_edited(session):
    session.apply(edits.add_event(session.analysis, BEATS, 5.25))
    mine = session.analysis.events(BEATS)
    assert not session.merge_track(beats_track())
    assert session.analysis.events(BEATS) == mine
    session.undo()
    assert session.merge_track(beats_track())


def test_replaced_layer_takes_its_undo_steps_along(session):
    session.apply(edits.add_event(session.analysis, BEATS, 5.25))
    session.undo()
    session.merge_track(beats_track())
    assert session.redo_name == ""


def test_saved_state_is_clean_and_undo_past_it_is_not(session):
    session.apply(edits.add_event(session.analysis, BEATS, 5.25))
    session.mark_saved(Path("x.w12"))
    assert not session.dirty and session.project_path == Path("x.w12")
    session.undo()
    assert session.dirty
    session.redo()
    assert not session.dirty


def test_saved_state_that_can_not_come_back_leaves_it_dirty(session):
    session.apply(edits.add_event(session.analysis, BEATS, 5.25))
    session.mark_saved(Path("x.w12"))
    session.undo()
    session.apply(edits.add_event(session.analysis, BEATS, 5.75))
    assert session.dirty
    session.undo()
    assert session.dirty


def test_recovered_work_is_unsaved(session):
    assert not session.dirty
    session.mark_unsaved()
    assert session.dirty
    session.mark_saved(Path("x.w12"))
    assert not session.dirty


def test_opening_another_forgets_everything(session):
    session.apply(edits.add_event(session.analysis, BEATS, 5.25))
    session.open(None)
    assert session.duration == 0 and not session.dirty and session.undo_name == ""
    assert session.selection == Selection()
    session.undo()
    session.redo()
    session.apply(edit_events(Analysis(facts_of(Path("x"))), "x", BEATS))
    assert session.analysis is None


def test_selection_signal_comes_only_with_a_change(session, qtbot):
    with qtbot.waitSignal(session.selection_changed):
        session.select(Selection(1.0, 2.0))
    with qtbot.assertNotEmitted(session.selection_changed):
        session.select(Selection(1.0, 2.0))
    assert session.selection.has_span


def test_merge_into_nothing(qapp):
    session = Session()
    assert not session.merge_track(beats_track())
    session.add_peaks(np.zeros((3, 1, 2), np.float32), True)
    session.add_warning("x")
    assert session.peaks is None and session.analysis is None


def test_facts_and_warnings(session, qtbot):
    facts = facts_of(Path("other.wav"), channels=2)
    with qtbot.waitSignal(session.analysis_changed) as signal:
        session.set_facts(facts)
    assert signal.args[0] == {"audio"} and session.analysis.audio == facts
    session.add_warning("The key is doubtful.")
    session.add_warning("The key is doubtful.")
    assert session.analysis.warnings == ("The key is doubtful.",)
    assert session.analysis.events(BEATS) != Events()


def test_edit_of_the_whole_layer_keeps_the_selection(session):
    chosen = session.analysis.events(BEATS)[4]
    session.select(Selection(kind=BEATS, events=(chosen,)))
    session.apply(edits.shift_downbeat(session.analysis, 1))
    assert [(e.time, e.value) for e in session.selection.events] == [(chosen.time, 4.0)]
    session.undo()
    assert session.selection.events == (chosen,)
    session.select(Selection())
    session.apply(edits.halve_beats(session.analysis))
    assert session.selection.events == () and session.selection.kind == ""


def test_moved_events_stay_selected(session):
    events = tuple(session.analysis.events(BEATS)[4:7])
    session.select(Selection(kind=BEATS, events=events))
    moved = [Event(e.time + 0.01, e.duration, e.value, e.confidence) for e in events]
    session.apply(edit_events(session.analysis, "Nudge", BEATS, events, moved))
    assert session.selection.events == tuple(moved)
    session.undo()
    assert session.selection.events == events


def harmonic(session):
    """The session's recording with chords that follow its beats: C, and from about 4 s on F."""
    values = np.full((100, len(NAMES)), 0.01, dtype=np.float32)
    values[:41, NAMES.index("C")] = values[41:, NAMES.index("F")] = 0.7
    curve = Curve(values, 10.0, unit="probability", bins=NAMES)
    session.merge_track(Track(CHORDS, curve=curve, source=Source("w12-chords")))
    session.apply(
        edits.add_event(session.analysis, TRANSIENTS, 1.0)
    )  # somebody's own layer: others follow in the window
    session.merge_track(moved_beats(0.0))
    return session


def moved_beats(seconds):
    beats = beats_track()
    return replace(beats, events=Events.from_columns(beats.events.times + seconds, values=beats.events.values))


def test_a_chord_edit_that_new_beats_overtook_can_be_undone_but_not_redone(session, qtbot):
    harmonic(session)
    second = session.analysis.events(CHORDS)[1]
    assert second.label == "F"
    session.apply(edits.move_event(session.analysis, CHORDS, second, second.time + 0.25))
    assert session.merge_track(moved_beats(0.2))
    assert session.analysis.events(CHORDS)[1].time == second.time + 0.25
    session.undo()
    assert session.analysis.events(CHORDS)[1].time == pytest.approx(second.time + 0.2)  # follows the new beats
    with qtbot.waitSignal(session.told):
        session.redo()
    assert session.redo_name == "" and session.undo_name == "Add transient"
    assert session.analysis.events(CHORDS)[1].time == pytest.approx(second.time + 0.2)


def test_edits_of_beats_and_of_what_follows_them_go_back_and_forth(session):
    harmonic(session)
    steps = [session.analysis]
    for _ in range(2):
        beats = session.analysis.events(BEATS)
        session.apply(edits.replace_events(session.analysis, "Move all", BEATS, moved_beats(0.1 * len(steps)).events))
        assert session.analysis.events(BEATS) != beats
        steps.append(session.analysis)
    second = session.analysis.events(CHORDS)[1]
    session.apply(edits.move_event(session.analysis, CHORDS, second, second.time + 0.25))
    steps.append(session.analysis)
    session.undo(), session.undo(), session.undo()
    assert session.analysis.events(CHORDS) == steps[0].events(CHORDS) != steps[1].events(CHORDS)
    for step in steps[1:]:
        session.redo()
        assert session.analysis == step


def test_a_saved_edit_that_a_new_layer_replaced_is_unsaved_work(session):
    session.apply(
        CompoundEdit("Pin", (replace(edits.add_event(session.analysis, BEATS, 5.25), edited=(False, False)),))
    )
    session.mark_saved(Path("song.w12"))
    assert not session.dirty
    session.merge_track(beats_track())
    session.apply(edits.add_event(session.analysis, BEATS, 5.3))
    assert session.dirty
