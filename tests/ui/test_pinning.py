"""Pins as the session sees them: one undo step each, never stale, never in the way."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import beats_track, facts_of
from w12studio.domain import edits, pins
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS
from w12studio.ui.session import Session


@pytest.fixture
def session(qapp, solver):
    solver.obey()
    session = Session()
    session.open(Analysis(facts_of(Path("song.wav"))).with_track(beats_track()))
    yield session
    session.pinning.shutdown()


def times(session):
    return session.analysis.events(BEATS).times.tolist()


def labels(session):
    return [(p.time, p.label) for p in session.analysis.events(PINS)]


def test_a_pin_and_its_beats_are_one_step(session, solver):
    before = session.analysis
    session.pin(pins.beat(2.1))
    assert labels(session) == [(2.1, "beat")]
    assert 2.1 in times(session) and 2.0 not in times(session)
    assert session.undo_name == "Pin beat"
    assert [e.time for e in session.selection.events] == [2.1] and session.selection.kind == BEATS
    assert solver.asked == [pins.beat(2.1)]
    session.undo()
    assert session.analysis.events(BEATS) == before.events(BEATS)
    assert PINS not in session.analysis.tracks and session.undo_name == ""
    session.redo()
    assert 2.1 in times(session) and labels(session) == [(2.1, "beat")]


def test_beats_that_follow_from_pins_are_not_edited_by_hand(session):
    session.pin(pins.beat(2.1))
    assert not session.analysis.track(BEATS).edited
    assert session.analysis.track(PINS).edited


def test_one_change_is_seen_where_the_solver_is_quick(session):
    seen = []
    session.analysis_changed.connect(lambda kinds: seen.append(set(kinds) & {BEATS, PINS}))
    session.pin(pins.beat(2.1))
    assert seen == [{BEATS, PINS}]


def test_a_slow_solver_never_holds_up_the_pin(session, solver, qtbot):
    solver.hold()
    old = times(session)
    session.pin(pins.beat(2.1))
    assert labels(session) == [(2.1, "beat")]
    assert times(session) == old and session.pinning.busy
    with qtbot.waitSignal(session.analysis_changed):
        solver.may_go.set()
    assert 2.1 in times(session)
    session.undo()
    assert times(session) == old and labels(session) == []


def test_two_pins_in_a_row_are_both_heeded(session, solver, qtbot):
    solver.hold()
    session.pin(pins.beat(2.1))
    session.pin(pins.beat(7.1))
    solver.may_go.set()
    qtbot.waitUntil(lambda: not session.pinning.busy)
    assert {2.1, 7.1} <= set(times(session))
    assert solver.asked[-2:] == [pins.beat(2.1), pins.beat(7.1)]


def test_a_pin_that_was_taken_back_meanwhile_changes_nothing(session, solver, qtbot):
    solver.hold()
    old = times(session)
    session.pin(pins.beat(2.1))
    session.undo()
    solver.may_go.set()
    qtbot.waitUntil(lambda: not session.pinning.busy)
    QApplication.processEvents()
    assert times(session) == old and labels(session) == []


def test_an_edit_meanwhile_stays_and_the_beats_are_solved_again(session, solver, qtbot):
    solver.hold()
    session.pin(pins.beat(2.1))
    session.apply(edits.add_event(session.analysis, BEATS, 9.9))
    solver.may_go.set()
    qtbot.waitUntil(lambda: not session.pinning.busy and 2.1 in times(session))
    assert 9.9 in times(session)


def test_another_recording_meanwhile_is_left_alone(session, solver, qtbot):
    solver.hold()
    session.pin(pins.beat(2.1))
    session.open(Analysis(facts_of(Path("other.wav"))).with_track(beats_track()))
    solver.may_go.set()
    qtbot.wait(50)
    assert 2.1 not in times(session) and labels(session) == []


def test_moving_a_pin_solves_at_both_places(session, solver):
    session.pin(pins.beat(2.1))
    solver.asked.clear()
    session.pinning.move(pins.beat(2.1), 2.2)
    assert labels(session) == [(2.2, "beat")]
    assert solver.asked == [pins.beat(2.1), pins.beat(2.2)]
    assert session.undo_name == "Move pin beat"


def test_removing_pins_solves_again(session, solver):
    session.pin(pins.downbeat(2.0))
    solver.asked.clear()
    session.unpin(session.analysis.events(PINS)[0])
    assert labels(session) == [] and solver.asked == [pins.downbeat(2.0)]
    assert session.undo_name == "Remove pin"


def test_dragging_a_beat_that_is_held_moves_its_pin(session):
    session.pin(pins.downbeat(2.0))
    beat = session.analysis.events(BEATS)[session.analysis.events(BEATS).nearest(2.0)]
    session.pinning.drag_beat(beat, 2.15, lambda a: edits.move_event(a, BEATS, beat, 2.15))
    assert labels(session) == [(2.15, "downbeat")]
    assert 2.15 in times(session)


def test_where_nothing_can_be_solved_the_plain_edit_is_done_and_said_once(session, solver):
    solver.refusal = "these beats were imported"
    said = []
    session.pinning.refused.connect(said.append)
    beat = session.analysis.events(BEATS)[3]
    for old, target in ((beat, 2.1), (replace(beat, time=2.1), 2.15)):
        session.pinning.drag_beat(old, target, lambda a, e=old, t=target: edits.move_event(a, BEATS, e, t))
    assert labels(session) == [] and 2.15 in times(session)
    assert session.undo_name == "Move beat"
    assert said == ["These beats were imported."]


def test_a_late_refusal_takes_the_pin_away_again(session, solver, qtbot):
    solver.hold()
    solver.refusal = "these beats were imported"
    session.pinning.pin(pins.beat(2.1), lambda a: edits.add_event(a, BEATS, 2.1))
    assert labels(session) == [(2.1, "beat")]
    with qtbot.waitSignal(session.pinning.refused):
        solver.may_go.set()
    assert labels(session) == [] and 2.1 in times(session) and 2.0 in times(session)
    assert session.undo_name == "Add beat"


def test_senseless_pins_are_refused(session, qtbot):
    with qtbot.waitSignal(session.pinning.refused):
        session.pin(Event(1.0, value=1000.0, label="tempo"))
    assert labels(session) == []


def test_new_beats_of_the_engine_are_solved_under_the_pins(session, solver, qtbot):
    session.pin(pins.beat(2.1))
    assert session.merge_track(beats_track())
    qtbot.waitUntil(lambda: 2.1 in times(session))
    assert solver.asked[-1] is None
    assert labels(session) == [(2.1, "beat")]


def test_a_pin_that_comes_while_new_beats_are_solved_does_not_stop_that(session, solver, qtbot):
    session.pin(pins.beat(2.1))
    solver.hold()
    assert session.merge_track(beats_track())
    session.pin(pins.beat(7.1))
    solver.may_go.set()
    qtbot.waitUntil(lambda: not session.pinning.busy)
    assert solver.asked[-1] is None
    assert {2.1, 7.1} <= set(times(session))


def test_saving_between_pin_and_beats_leaves_unsaved_changes(session, solver, qtbot, tmp_path):
    solver.hold()
    session.pin(pins.beat(2.1))
    session.mark_saved(tmp_path / "song.w12")
    assert not session.dirty
    with qtbot.waitSignal(session.analysis_changed):
        solver.may_go.set()
    assert session.dirty
