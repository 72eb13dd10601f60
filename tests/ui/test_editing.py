import numpy as np
from PySide6.QtCore import Qt

from tests.ui.fakes import DURATION_S, beat_times
from w12studio.domain.analysis import BEATS
from w12studio.ui.session import Selection


def test_marker_at_the_playhead_while_playing(loaded, sound, qtbot):
    loaded.timeline.setFocus()
    loaded.player.seek(3.2)
    loaded.actions_["play"].trigger()
    sound.sink.pull(800)
    loaded.actions_["add_marker"].trigger()
    assert loaded.player.playing
    assert np.min(np.abs(beat_times(loaded) - 3.3)) < 0.03
    loaded.actions_["play"].trigger()
    assert not loaded.player.playing


def test_keys_reach_the_actions(loaded, qtbot):
    loaded.activateWindow()
    loaded.timeline.setFocus()
    loaded.player.seek(2.26)
    qtbot.keyClick(loaded, Qt.Key.Key_M)
    assert 2.26 in beat_times(loaded)
    qtbot.keyClick(loaded, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert 2.26 not in beat_times(loaded)


def test_downbeats(loaded):
    loaded.player.seek(1.05)
    loaded.actions_["downbeat"].trigger()
    assert loaded.session.analysis.events(BEATS)[1].value == 1
    loaded.actions_["undo"].trigger()
    loaded.actions_["shift_right"].trigger()
    assert loaded.session.analysis.events(BEATS)[1].value == 1
    loaded.actions_["shift_left"].trigger()
    assert loaded.session.analysis.events(BEATS)[0].value == 1


def test_half_and_double(loaded):
    loaded.actions_["double"].trigger()
    assert len(beat_times(loaded)) == 37 and loaded.transport.tempo.text() == "240.0 BPM"
    loaded.actions_["halve"].trigger()
    loaded.actions_["halve"].trigger()
    assert len(beat_times(loaded)) == 10 and loaded.transport.tempo.text() == "60.0 BPM"


def test_nudge_stops_at_the_ends(loaded):
    first = loaded.session.analysis.events(BEATS)[0]
    loaded.session.select(Selection(kind=BEATS, events=(first,)))
    loaded.editor.nudge(-99)
    assert beat_times(loaded)[0] == 0.0
    loaded.editor.nudge(99)
    assert beat_times(loaded)[-1] == DURATION_S


def test_select_all_in_a_span_and_none(loaded):
    loaded.session.select(Selection(1.0, 3.0))
    loaded.actions_["select_all"].trigger()
    assert [e.time for e in loaded.session.selection.events] == [1.0, 1.5, 2.0, 2.5]
    loaded.actions_["select_none"].trigger()
    assert loaded.session.selection == Selection()


def test_stepping_through_events_and_doubts(loaded):
    go = loaded.actions_
    loaded.player.seek(1.2)
    go["next_event"].trigger()
    assert loaded.player.position == 1.5 and loaded.session.selection.events[0].time == 1.5
    go["previous_event"].trigger()
    assert loaded.player.position == 1.0
    go["next_doubt"].trigger()
    assert loaded.player.position == 3.0
    for expected in (6.5, 3.0):
        go["next_doubt"].trigger()
        assert loaded.player.position == expected
    go["to_end"].trigger()
    assert loaded.player.position == DURATION_S
    go["next_event"].trigger()
    assert loaded.player.position == DURATION_S
    go["to_start"].trigger()
    assert loaded.player.position == 0.0


def test_loops(loaded):
    loaded.session.select(Selection(2.0, 3.0))
    loaded.actions_["loop_selection"].trigger()
    assert loaded.player.loop == (2.0, 3.0) and loaded.player.looping
    assert loaded.actions_["loop"].isChecked()
    loaded.actions_["loop"].trigger()
    assert not loaded.player.looping
    loaded.actions_["select_none"].trigger()
    loaded.actions_["loop"].trigger()
    assert loaded.player.looping and loaded.player.loop == (2.0, 3.0)
