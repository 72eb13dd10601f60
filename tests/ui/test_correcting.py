"""Corrections by key, doubtful places, and lists of both, in the whole window."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog

from tests.ui.fakes import BEAT_TIMES, DURATION_S, open_and_wait
from w12studio import service
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.pins import PINS
from w12studio.service import resolving
from w12studio.ui.panels.marker_model import TIME, VALUE
from w12studio.ui.session import Selection

ALT, SHIFT, NONE = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def obedient(loaded, solver):
    solver.obey()
    loaded.activateWindow()
    loaded.timeline.setFocus()
    return loaded


def the_pins(window):
    return list(window.session.analysis.events(PINS))


def test_the_grid_is_straightened_between_the_first_and_the_last_selected_beat(obedient):
    beats = obedient.session.analysis.events(BEATS)
    obedient.session.select(Selection(kind=BEATS, events=(beats[2], beats[3], beats[6])))
    obedient.actions_["straighten"].trigger()
    (pin,) = the_pins(obedient)
    assert pin.time == beats[2].time and pin.end == pytest.approx(beats[6].time)


@pytest.mark.parametrize(
    ("key", "modifiers", "pin"),
    [
        (Qt.Key.Key_P, NONE, pins.beat(2.1)),
        (Qt.Key.Key_P, SHIFT, pins.no_beat(2.1)),
        (Qt.Key.Key_D, NONE, pins.downbeat(2.0)),
        (Qt.Key.Key_3, ALT, pins.meter(2.0, 3)),
        (Qt.Key.Key_7, ALT, pins.meter(2.0, 7)),
        (Qt.Key.Key_8, ALT, pins.meter(2.0, 2, compound=True)),
        (Qt.Key.Key_0, ALT, pins.meter(2.0, 4, compound=True)),
        (Qt.Key.Key_T, SHIFT, pins.tempo(2.1, 90)),
    ],
)
def test_one_key_says_what_is_known_at_the_playhead(obedient, qtbot, monkeypatch, key, modifiers, pin):
    monkeypatch.setattr(QInputDialog, "getDouble", lambda *_: (90.0, True))
    obedient.player.seek(2.1)
    qtbot.keyClick(obedient.timeline.lane_view, key, modifiers)
    assert the_pins(obedient) == [pin]


def test_the_selected_beat_goes_before_the_playhead(obedient, qtbot):
    beat = obedient.session.analysis.events(BEATS)[7]
    obedient.session.select(Selection(kind=BEATS, events=(beat,)))
    qtbot.keyClick(obedient.timeline.lane_view, Qt.Key.Key_D)
    assert the_pins(obedient) == [pins.downbeat(beat.time)]
    assert obedient.session.analysis.events(BEATS)[7].value == 1


def test_straight_grid_over_the_selection(obedient, qtbot):
    obedient.session.select(Selection(1.1, 3.9))
    qtbot.keyClick(obedient.timeline.lane_view, Qt.Key.Key_G)
    assert the_pins(obedient) == [pins.straight(1.0, 4.0)]


def test_delete_removes_the_selected_pin_and_remove_all_the_rest(obedient, qtbot):
    for time in (1.1, 2.1, 3.1):
        obedient.session.pin(pins.beat(time))
    obedient.session.select(Selection(kind=PINS, events=(pins.beat(2.1),)))
    qtbot.keyClick(obedient.timeline.lane_view, Qt.Key.Key_Delete)
    assert [p.time for p in the_pins(obedient)] == [1.1, 3.1]
    assert obedient.actions_["unpin_all"].isEnabled()
    obedient.actions_["unpin_all"].trigger()
    assert the_pins(obedient) == [] and not obedient.actions_["unpin_all"].isEnabled()


def test_nudging_a_pin_takes_its_beat_along(obedient):
    obedient.session.pin(pins.beat(2.1))
    obedient.session.select(Selection(kind=PINS, events=(pins.beat(2.1),)))
    obedient.actions_["nudge_right_more"].trigger()
    assert the_pins(obedient)[0].time == pytest.approx(2.11)
    assert np.abs(obedient.session.analysis.events(BEATS).times - 2.11).min() < 1e-9


def test_a_refusal_is_a_notice(loaded):
    loaded.player.seek(2.1)
    loaded.actions_["pin_beat"].trigger()
    assert [n.text for n in loaded.notices.notices] == ["These beats can not be solved."]
    assert 2.1 in loaded.session.analysis.events(BEATS).times


def doubtful_at(window, *index):
    """Give the beats of some indices a low confidence."""
    track = window.session.analysis.track(BEATS)
    confidences = np.where(np.isin(np.arange(len(track.events)), index), 0.2, 0.9)
    events = Events.from_columns(track.events.times, None, track.events.values, confidences)
    window.session.merge_track(replace(track, events=events))


def test_doubtful_places_forth_and_back(loaded, qtbot):
    doubtful_at(loaded, 2, 3, 10, 15, 16)
    loaded.player.seek(0.0)
    for expected in (2, 10, 15, 2):
        loaded.actions_["next_doubt"].trigger()
        assert loaded.player.position == BEAT_TIMES[expected]
        assert loaded.session.selection.events[0].time == BEAT_TIMES[expected]
    for expected in (15, 10, 2, 15):
        loaded.actions_["previous_doubt"].trigger()
        assert loaded.player.position == BEAT_TIMES[expected]


def test_sure_beats_have_no_doubtful_place(loaded):
    doubtful_at(loaded)
    loaded.player.seek(1.0)
    loaded.actions_["next_doubt"].trigger()
    assert loaded.player.position == 1.0
    assert "doubtful" in loaded.notices.notices[0].text


def test_the_list_can_be_narrowed_to_what_is_doubtful(loaded, qtbot):
    doubtful_at(loaded, 2, 3, 10)
    panel = loaded.markers
    loaded.marker_dock.raise_()
    qtbot.mouseClick(panel.doubtful, Qt.MouseButton.LeftButton)
    assert panel.model.events.times.tolist() == BEAT_TIMES[[2, 3, 10]].tolist()
    assert panel.count.text() == "2 places"
    panel.table.selectRow(2)
    assert loaded.session.selection.events[0].time == BEAT_TIMES[10]
    sure = loaded.session.analysis.events(BEATS)[5]
    panel.edit(BEATS, sure)
    assert not panel.doubtful.isChecked() and panel.model.rows_of((sure,)) == [5]


def test_pins_can_be_edited_in_the_list(obedient):
    obedient.session.pin(pins.meter(2.0, 3))
    panel = obedient.markers
    obedient.session.select(Selection(kind=PINS, events=(pins.meter(2.0, 3),)))
    panel.refresh()
    panel.edit(PINS, pins.meter(2.0, 3))
    assert panel.layer.currentText() == "Pins"
    index = panel.model.index
    assert panel.model.setData(index(0, VALUE), "5", Qt.ItemDataRole.EditRole)
    assert the_pins(obedient) == [pins.meter(2.0, 5)]
    obedient.session.select(Selection(kind=PINS, events=(pins.meter(2.0, 5),)))
    panel.refresh()
    assert not panel.model.setData(index(0, VALUE), "0.5", Qt.ItemDataRole.EditRole)
    assert panel.model.setData(index(0, TIME), "4", Qt.ItemDataRole.EditRole)
    assert the_pins(obedient) == [pins.meter(4.0, 5)]


def test_the_panel_says_median_mode_and_how_steady_the_tempo_is(loaded):
    loaded.inspector.refresh()
    rows = loaded.inspector.music.rows
    at = rows.index(("Tempo", "120.0 BPM"))
    assert rows[at + 1 : at + 3] == [
        ("", "median; the mode is 120.0 BPM"),
        ("", "steady: up to 0 ms off a straight grid"),
    ]


def test_pins_are_saved_and_come_back(obedient, make_window, qtbot, tmp_path, monkeypatch):
    obedient.session.pin(pins.beat(2.1))
    obedient.session.pin(pins.meter(4.0, 3))
    project = tmp_path / "song.w12"
    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getSaveFileName", lambda *a: (str(project), ""))
    obedient.actions_["save"].trigger()
    assert not obedient.session.dirty
    obedient.close()
    again = make_window()
    open_and_wait(again, qtbot, project)
    assert the_pins(again) == [pins.beat(2.1), pins.meter(4.0, 3)]
    assert 2.1 in again.session.analysis.events(BEATS).times
    assert not again.session.dirty and again.actions_["unpin_all"].isEnabled()


@pytest.mark.slow
def test_with_the_solver_itself(window, qtbot, recording, monkeypatch):

    monkeypatch.setattr(service, "resolve", resolving.resolve)
    open_and_wait(window, qtbot, recording())
    heard = np.full((int(DURATION_S * 100), 2), 0.02, dtype=np.float32)
    heard[(BEAT_TIMES * 100).astype(int)] = 0.8, 0.3
    track = window.session.analysis.track(BEATS)
    window.session.merge_track(replace(track, curve=Curve(heard, 100.0, unit="probability")))
    before = window.session.analysis.events(BEATS)
    window.session.pin(pins.beat(5.06))
    qtbot.waitUntil(lambda: not window.session.pinning.busy, timeout=60_000)
    after = window.session.analysis.events(BEATS)
    assert 5.06 in after.times and 5.0 not in after.times
    assert after.times[0] == before.times[0]
    window.session.undo()
    assert window.session.analysis.events(BEATS) == before
