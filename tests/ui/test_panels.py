from dataclasses import replace

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSlider, QToolButton

from tests.ui.fakes import beat_times, open_and_wait
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, KEY, TRANSIENTS
from w12studio.domain.curves import Curve
from w12studio.domain.keys import KEYS
from w12studio.ui.panels.marker_model import BAR, CONFIDENCE, LABEL, TIME, VALUE
from w12studio.ui.session import Selection


def cell(panel, row, column):
    return panel.model.data(panel.model.index(row, column), Qt.ItemDataRole.DisplayRole)


def test_marker_table_shows_and_edits(loaded, qtbot):
    panel = loaded.markers
    panel.refresh()
    assert panel.model.rowCount() == 19 and panel.layer.currentText() == "Beats"
    assert [cell(panel, 1, c) for c in range(5)] == ["0:01.000", "1:2", "2", "", "90%"]
    model = panel.model
    assert model.setData(model.index(1, TIME), "0:01.25", Qt.ItemDataRole.EditRole)
    assert beat_times(loaded)[1] == 1.25 and loaded.session.undo_name == "Move beat"
    panel.refresh()
    assert model.setData(model.index(1, LABEL), "here", Qt.ItemDataRole.EditRole)
    panel.refresh()
    assert model.setData(model.index(1, VALUE), "1", Qt.ItemDataRole.EditRole)
    assert loaded.session.analysis.events(BEATS)[1].label == "here"
    for wrong in ("", "0", "1.5", "inf", "four"):
        panel.refresh()
        assert not model.setData(model.index(1, VALUE), wrong, Qt.ItemDataRole.EditRole)
    assert not model.setData(model.index(1, TIME), "-3", Qt.ItemDataRole.EditRole)
    for _ in range(3):
        loaded.actions_["undo"].trigger()
    assert beat_times(loaded)[1] == 1.0


def test_marker_table_follows_the_selection_both_ways(loaded, qtbot):
    panel = loaded.markers
    panel.refresh()
    events = loaded.session.analysis.events(BEATS)
    loaded.session.select(Selection(kind=BEATS, events=tuple(events[3:6])))
    assert [i.row() for i in panel.table.selectionModel().selectedRows()] == [3, 4, 5]
    loaded.marker_dock.raise_()
    row = panel.table.visualRect(panel.model.index(7, TIME))
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert loaded.session.selection.events == (events[7],)
    assert loaded.player.position == events[7].time
    onsets = loaded.session.analysis.events(TRANSIENTS)
    loaded.session.select(Selection(kind=TRANSIENTS, events=(onsets[0],)))
    assert panel.layer.currentText() == "Transients" and panel.model.rowCount() == len(onsets)


def test_what_is_certain_has_room_in_the_table(loaded, qtbot):
    loaded.marker_dock.raise_()
    loaded.session.apply(edits.add_event(loaded.session.analysis, BEATS, 1.3))
    panel = loaded.markers
    panel.refresh()
    assert "100%" in [cell(panel, row, CONFIDENCE) for row in range(panel.model.rowCount())]
    for column in (TIME, BAR, CONFIDENCE):
        assert panel.table.sizeHintForColumn(column) <= panel.table.columnWidth(column)


def test_chips_are_whole_or_not_there(loaded):
    chips = loaded.transport.chips
    every = [loaded.transport.tempo, loaded.transport.meter, loaded.transport.key]
    widths = [chip.sizeHint().width() for chip in every]
    for room, count in ((500, 3), (sum(widths[:2]) + 5, 2), (widths[0], 1), (widths[0] - 1, 0)):
        chips.resize(room, chips.height())
        shown = [chip for chip in every if not chip.isHidden()]
        assert len(shown) == count and shown == every[:count]
        assert all(chip.width() >= chip.sizeHint().width() and chips.rect().contains(chip.geometry()) for chip in shown)


def test_derived_layers_can_not_be_edited_in_the_table(loaded):
    panel = loaded.markers
    panel.refresh()
    panel._show("tempo")
    flags = panel.model.flags(panel.model.index(0, TIME))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_double_click_on_the_timeline_opens_the_row(loaded):
    event = loaded.session.analysis.events(BEATS)[4]
    loaded.timeline.edit_requested.emit(BEATS, event)
    assert loaded.markers.table.currentIndex().row() == 4
    assert loaded.markers.table.state() == loaded.markers.table.State.EditingState


def test_inspector_tells_the_facts(loaded):
    loaded.inspector.refresh()
    music = dict(loaded.inspector.music.rows)
    assert music["Tempo"] == "120.0 BPM" and music["Meter"] == "4/4" and music["Key"] == "A minor  (80% sure)"
    layers = [value for _, value in loaded.inspector.layers.rows]
    assert any("fake-beats" in v and "in place of better" in v for v in layers)
    file = dict(loaded.inspector.file.rows)
    assert file["Name"] == "song.wav" and file["Audio"] == "8,000 Hz, mono" and file["Time zero"] == "test decoder"
    loaded.actions_["halve"].trigger()
    loaded.inspector.refresh()
    assert any("edited" in value for _, value in loaded.inspector.layers.rows)


def test_warning_of_the_engine_is_shown_once_and_kept(window, qtbot, recording, engine):
    engine.warning = "Key: a simpler estimator took over."
    open_and_wait(window, qtbot, recording())
    assert [n.text for n in window.notices.notices] == [engine.warning]
    window.inspector.refresh()
    assert [v for _, v in window.inspector.warnings.rows] == [engine.warning]


def test_transport_shows_where_we_are(loaded):
    loaded.player.seek(2.75)
    assert loaded.transport.clock.text() == "0:02.750" and loaded.transport.bars.text() == "2:1"
    assert loaded.transport.key.text() == "A minor" and loaded.transport.total.text() == "of 0:10"


def test_without_sound_the_reason_is_shown_and_the_rest_works(make_window, qtbot, recording, sound):
    sound.broken = True
    window = make_window()
    open_and_wait(window, qtbot, recording())
    assert window.transport.message_strip.isHidden()
    window.actions_["play"].trigger()
    assert not window.transport.message_strip.isHidden()
    assert window.transport.message.text() == "There is no sound device. Connect one."
    assert window.actions_["play"].isEnabled()
    window.actions_["add_marker"].trigger()
    assert 0.0 in beat_times(window)
    window.session._clean_depth = len(window.session._undo)


def test_enter_presses_the_focused_button(loaded, qtbot):
    button = next(
        b for b in loaded.transport.findChildren(QToolButton) if b.defaultAction() is loaded.actions_["click"]
    )
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert loaded.player.mixer.clicking


def test_everything_that_takes_focus_has_a_name(loaded):
    parts = (QToolButton, QSlider)
    nameless = [
        w
        for kind in parts
        for w in loaded.findChildren(kind)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (w.accessibleName() or getattr(w, "text", str)())
        and not w.objectName().startswith("qt_")
        and w.isVisible()
    ]
    assert nameless == []


def test_tooltips_tell_the_key(window):
    assert "(Space)" in window.actions_["play"].toolTip()


def test_the_key_has_its_notations_and_a_runner_up(loaded):
    session = loaded.session
    loaded.inspector.refresh()
    assert ("", "8A, Open Key 1m") in loaded.inspector.music.rows
    probabilities = np.full((1, 24), 0.01)
    probabilities[0, KEYS.index("A minor")], probabilities[0, KEYS.index("C major")] = 0.5, 0.3
    track = replace(session.analysis.track(KEY), curve=Curve(probabilities, 0.1, bins=KEYS))
    session.merge_track(track)
    loaded.inspector.refresh()
    assert ("", "or C major 30%") in loaded.inspector.music.rows
    assert "8A" in loaded.transport.key.toolTip()
