"""Layers of the user's own in the window: lanes, events by pointer and keyboard, comments."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMenu

from tests.ui.test_gestures import ALT, CTRL, NONE, SHIFT, Hand, middle_of
from w12studio import service
from w12studio.domain import layers
from w12studio.domain.analysis import BEATS, TRANSIENTS, Track
from w12studio.domain.events import Event, Events
from w12studio.ui.lanes.own import MOST_DRAWN, OwnLane, OwnNotesLane, rows_of
from w12studio.ui.session import Selection


class Bench:
    """A window, a hand over its lanes, and a layer of the user's own."""

    def __init__(self, window):
        self.window, self.session, self.timeline = window, window.session, window.timeline
        self.hand = Hand(window.timeline.lane_view.viewport())
        window.timeline.snapping = False
        window.timeline.set_viewport(window.timeline.viewport.showing(1.0, 6.0))

    def make(self, shape, *events, name="Cues"):
        self.window.correcting.own.make(name, shape, "green")
        analysis = self.session.analysis
        if events:
            track = analysis.tracks[name]
            self.session.analysis = analysis.with_track(Track(name, Events(events), shape=track.shape, edited=True))
            self.session.analysis_changed.emit({name})
        QApplication.processEvents()
        return self

    def lane(self, name="Cues"):
        return self.timeline.lane_view.lane(f"own:{name}")

    def events(self, name="Cues"):
        return list(self.session.analysis.events(name))

    def x(self, time):
        return self.timeline.viewport.time_to_px(time)

    def y(self, name="Cues"):
        return middle_of(self.timeline, f"own:{name}")

    def drag(self, time, to, y=None, to_y=None, modifiers=NONE):
        y = self.y() if y is None else y
        self.hand.drag((self.x(time), y), (self.x(to), y if to_y is None else to_y), modifiers=modifiers)


@pytest.fixture
def bench(loaded):
    return Bench(loaded)


def test_a_lane_comes_and_goes_with_its_layer(bench):
    own = bench.window.correcting.own
    bench.make("points")
    assert isinstance(bench.lane(), OwnLane) and bench.timeline.headers.header("own:Cues").isVisible()
    bench.make("notes", name="Tune")
    assert isinstance(bench.lane("Tune"), OwnNotesLane)
    names = bench.timeline.lane_names()
    assert names.index("own:Tune") == names.index("own:Cues") + 1 == names.index("beats") + 2
    bench.window.editor.touch("Cues")
    own.delete()
    assert "own:Cues" not in bench.timeline.lane_names() and bench.session.undo_name == "Delete layer Cues"
    bench.session.undo()
    assert "own:Cues" in bench.timeline.lane_names()
    bench.session.open(None)
    assert not any(n.startswith("own:") for n in bench.timeline.lane_names())


def test_a_double_click_adds_and_the_label_is_typed_in_place(bench, qtbot):
    bench.make("points")
    bench.hand.double_click(bench.x(2.0), bench.y())
    assert [e.time for e in bench.events()] == pytest.approx([2.0])
    assert bench.session.undo_name == "Add point"
    bench.hand.double_click(bench.x(2.0), bench.y())
    field = bench.timeline.lane_view.viewport().findChild(QLineEdit)
    qtbot.keyClicks(field, "Drop  it")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [e.label for e in bench.events()] == ["Drop it"]
    assert bench.session.undo_name == "Label point"
    bench.timeline.lane_view.setFocus()
    bench.hand.widget.parent().setFocus()
    qtbot.keyClick(bench.timeline.lane_view, Qt.Key.Key_Return)
    again = bench.window.correcting.own.editor
    assert again.text() == "Drop it"
    qtbot.keyClicks(again, "other")
    qtbot.keyClick(again, Qt.Key.Key_Escape)
    assert [e.label for e in bench.events()] == ["Drop it"]


def test_the_label_is_kept_when_the_view_moves(bench, qtbot):
    bench.make("points", Event(2.0))
    bench.session.select(Selection(kind="Cues", events=(Event(2.0),)))
    bench.window.actions_["edit_label"].trigger()
    qtbot.keyClicks(bench.window.correcting.own.editor, "here")
    bench.timeline.zoom_in()
    assert [e.label for e in bench.events()] == ["here"]


def test_points_are_dragged_and_several_go_together(bench):
    bench.make("points", Event(2.0, label="a"), Event(3.0, label="b"))
    bench.drag(2.0, 2.5)
    assert [(e.time, e.label) for e in bench.events()] == [(pytest.approx(2.5, abs=0.01), "a"), (3.0, "b")]
    assert bench.session.undo_name == "Move event"
    bench.hand.click(bench.x(3.0), bench.y(), modifiers=CTRL)
    bench.drag(3.0, 4.0)
    assert [e.time for e in bench.events()] == pytest.approx([3.5, 4.0], abs=0.02)
    assert bench.session.undo_name == "Move 2 events"
    bench.session.undo()
    bench.session.undo()
    assert [e.time for e in bench.events()] == [2.0, 3.0]


def test_escape_takes_the_drag_of_a_point_back(bench):
    bench.make("points", Event(2.0))
    bench.hand.press(bench.x(2.0), bench.y())
    bench.hand.move(bench.x(3.0), bench.y())
    assert bench.lane().ghost and bench.lane().ghost[0].time == pytest.approx(3.0, abs=0.01)
    bench.hand.key(Qt.Key.Key_Escape)
    bench.hand.release(bench.x(3.0), bench.y())
    assert bench.events() == [Event(2.0)] and bench.lane().ghost == ()


def test_edges_of_a_region_are_dragged_and_its_middle_moves_it(bench):
    bench.make("regions", Event(2.0, 1.0, label="x"))
    bench.drag(3.0, 4.0)
    assert bench.events()[0].end == pytest.approx(4.0, abs=0.01) and bench.events()[0].time == 2.0
    assert bench.session.undo_name == "Change end"
    bench.drag(2.0, 1.5)
    assert (bench.events()[0].time, bench.events()[0].end) == pytest.approx((1.5, 4.0), abs=0.02)
    assert bench.session.undo_name == "Change beginning"
    bench.drag(3.0, 3.5)
    assert (bench.events()[0].time, bench.events()[0].end) == pytest.approx((2.0, 4.5), abs=0.03)
    bench.drag(4.5, 1.2)  # past its beginning
    assert bench.events()[0].duration == pytest.approx(0.005)


def test_an_edge_snaps_and_alt_bypasses(bench):
    bench.make("regions", Event(2.0, 1.1))
    bench.timeline.snapping = True
    bench.timeline.set_viewport(bench.timeline.viewport.showing(2.5, 3.8))
    bench.drag(3.1, 3.496)  # a beat is at 3.5
    assert bench.events()[0].end == pytest.approx(3.5)
    bench.session.undo()
    bench.drag(3.1, 3.496, modifiers=ALT)
    assert bench.events()[0].end == pytest.approx(3.496, abs=0.002)


def test_regions_cannot_be_dragged_out_of_the_recording(bench):
    bench.make("regions", Event(8.0, 1.5))
    bench.timeline.fit()
    bench.drag(8.7, 9.9)
    assert bench.events()[0].end == pytest.approx(10.0) and bench.events()[0].duration == 1.5


def test_notes_go_up_and_down(bench):
    bench.make("notes", Event(2.0, 1.0, 60.0))
    lane = bench.lane()
    top, height = lane.band(bench.events()[0], 0)
    y = lane.y() + top + height / 2
    step = (lane.height - 1) / (lane._highest - lane._lowest)
    bench.drag(2.5, 2.5, y, y - 3 * step)
    assert bench.events() == [Event(2.0, 1.0, 63.0)]
    bench.session.select(Selection(kind="Cues", events=tuple(bench.events())))
    bench.window.actions_["semitone_down"].trigger()
    bench.window.actions_["octave_up"].trigger()
    assert bench.events()[0].value == 74.0 and bench.session.undo_name == "Transpose notes"
    bench.hand.double_click(bench.x(4.0), lane.y() + 3)
    assert len(bench.events()) == 2 and bench.events()[1].value > 74


def test_m_adds_to_the_layer_that_was_clicked_last(bench):
    bench.make("points")
    bench.make("regions", name="Parts")
    bench.window.player.seek(4.2)
    bench.hand.click(bench.x(4.2), bench.y("Cues"))
    bench.window.actions_["add_marker"].trigger()
    assert [e.time for e in bench.events()] == pytest.approx([4.2], abs=0.01)
    bench.window.editor.touch("Parts")
    bench.session.select(Selection(2.0, 3.0))
    bench.window.actions_["add_marker"].trigger()
    assert [(e.time, e.end) for e in bench.events("Parts")] == [(2.0, 3.0)]
    bench.session.select(Selection())
    bench.window.actions_["add_marker"].trigger()  # as long as a beat
    assert bench.events("Parts")[1].duration == pytest.approx(0.5)


def test_keys_delete_and_nudge_them(bench):
    bench.make("regions", Event(2.0, 1.0), Event(4.0, 1.0))
    bench.session.select(Selection(kind="Cues", events=(Event(2.0, 1.0),)))
    bench.window.actions_["nudge_right_more"].trigger()
    assert bench.events()[0].time == pytest.approx(2.01)
    bench.window.actions_["delete"].trigger()
    assert bench.events() == [Event(4.0, 1.0)] and bench.session.undo_name == "Delete event"


def test_nudging_goes_by_samples_where_those_can_be_seen(bench):
    bench.make("points", Event(2.0))
    bench.session.select(Selection(kind="Cues", events=(Event(2.0),)))
    bench.timeline.set_viewport(bench.timeline.viewport.showing(1.999, 2.001))
    bench.window.actions_["nudge_right"].trigger()
    assert bench.events()[0].time == pytest.approx(2.0 + 1 / 8000, abs=1e-12)


# -- the rubber band ------------------------------------------------------------------------------------------------


def test_a_rubber_band_selects_what_it_covers(bench):
    transients = bench.session.analysis.events(TRANSIENTS)
    y = middle_of(bench.timeline, "transients")
    bench.hand.press(bench.x(2.1), y)
    bench.hand.move(bench.x(3.1), y + 3)
    assert bench.timeline.lane_view.rubber.isVisible() and not bench.session.selection.events
    bench.hand.release(bench.x(3.1), y + 3)
    expected = tuple(e for e in transients if 2.1 <= e.time <= 3.1)
    assert bench.session.selection.events == expected and len(expected) == 4
    assert not bench.timeline.lane_view.rubber.isVisible() and not bench.session.selection.has_span
    bench.hand.drag((bench.x(4.1), y), (bench.x(4.6), y), modifiers=SHIFT)
    assert len(bench.session.selection.events) == 6
    bench.hand.drag((bench.x(4.1), y), (bench.x(4.6), y))
    assert len(bench.session.selection.events) == 2


def test_a_click_on_empty_ground_of_markers_seeks_and_deselects(bench, qtbot):
    y = middle_of(bench.timeline, "transients")
    bench.hand.click(bench.x(2.0), y)
    assert bench.session.selection.events
    with qtbot.waitSignal(bench.timeline.seek_requested):
        bench.hand.click(bench.x(2.1), y)
    assert not bench.session.selection.events
    with qtbot.assertNotEmitted(bench.timeline.seek_requested):
        bench.hand.click(bench.x(2.1), y, modifiers=SHIFT)


def test_where_markers_are_dense_a_drag_is_a_rubber_band_and_a_click_picks(bench):
    bench.make("points", *(Event(t / 20) for t in range(20, 180)))
    bench.timeline.fit()
    assert bench.lane().spacing_px() < 14
    bench.drag(3.0, 5.0)
    assert len(bench.session.selection.events) == pytest.approx(41, abs=1)
    assert bench.session.undo_name != "Move event"
    bench.hand.click(bench.x(7.0), bench.y())
    assert [e.time for e in bench.session.selection.events] == [7.0]
    bench.drag(7.0, 7.6)  # what is selected is dragged all the same
    assert bench.session.undo_name == "Move event"


def test_shift_and_a_drag_on_a_marker_draws_a_band_too(bench):
    bench.make("points", Event(2.0), Event(3.0))
    bench.drag(2.0, 3.2, modifiers=SHIFT)
    assert len(bench.session.selection.events) == 2 and bench.events() == [Event(2.0), Event(3.0)]


def test_a_rubber_band_is_taken_back(bench):
    bench.make("points", Event(2.0))
    before = bench.session.selection
    bench.hand.press(bench.x(1.5), bench.y())
    bench.hand.move(bench.x(3.0), bench.y())
    bench.hand.key(Qt.Key.Key_Escape)
    bench.hand.release(bench.x(3.0), bench.y())
    assert bench.session.selection == before and not bench.timeline.lane_view.rubber.isVisible()


def test_a_rubber_band_heeds_the_rows_of_regions(bench):
    bench.make("regions", Event(2.0, 2.0, label="upper"), Event(2.5, 1.0, label="lower"))
    lane = bench.lane()
    assert lane.n_rows == 2
    bench.hand.drag((bench.x(1.5), lane.y() + 3), (bench.x(5.0), lane.y() + 6))
    assert [e.label for e in bench.session.selection.events] == ["upper"]


def test_all_the_others_and_those_between(bench):
    actions, select = bench.window.actions_, bench.session.select
    bench.make("points", *(Event(float(t)) for t in range(1, 7)))
    actions["select_all"].trigger()
    assert len(bench.session.selection.events) == 6
    select(Selection(kind="Cues", events=(Event(2.0), Event(5.0))))
    actions["select_inverse"].trigger()
    assert [e.time for e in bench.session.selection.events] == [1.0, 3.0, 4.0, 6.0]
    select(Selection(kind="Cues", events=(Event(2.0), Event(5.0))))
    actions["select_in_span"].trigger()
    assert [e.time for e in bench.session.selection.events] == [2.0, 3.0, 4.0, 5.0]
    select(Selection(2.5, 4.5))
    actions["select_in_span"].trigger()
    assert [e.time for e in bench.session.selection.events] == [3.0, 4.0]
    select(Selection(8.5, 9.5))
    actions["select_in_span"].trigger()
    assert bench.session.selection.events == ()


# -- whole layers ---------------------------------------------------------------------------------------------------


def test_the_dialog_makes_a_layer(bench, qtbot):
    bench.window.actions_["new_layer"].trigger()
    dialog = bench.window.correcting.own.dialog
    dialog.name.setText("Beats")
    assert not dialog.make.isEnabled() and "already" in dialog.problem.text()
    dialog.name.setText("Harmony")
    dialog._shapes.button(1).click()
    dialog._colours.button(4).click()
    dialog.make.click()
    track = bench.session.analysis.tracks["Harmony"]
    assert (track.shape, track.colour) == ("regions", "yellow")
    assert bench.window.editor.current == "Harmony" and bench.session.undo_name == "New layer Harmony"


def test_a_layer_is_renamed_coloured_and_copied(bench, monkeypatch):
    bench.make("points", Event(2.0))
    own, actions = bench.window.correcting.own, bench.window.actions_
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Marks", True))
    actions["rename_layer"].trigger()
    assert bench.events("Marks") == [Event(2.0)] and bench.window.editor.current == "Marks"
    assert own.is_current and actions["colour_red"].isEnabled()
    actions["colour_red"].trigger()
    assert bench.session.analysis.tracks["Marks"].colour == "red"
    actions["duplicate_layer"].trigger()
    assert bench.events("Marks copy") == [Event(2.0)]
    bench.timeline.headers.copy_requested.emit(TRANSIENTS)
    assert bench.events("Transients copy") == list(bench.session.analysis.events(TRANSIENTS))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("beats", True))
    own.rename("Marks")
    assert "Marks" in bench.session.analysis.tracks and "already" in bench.window.notices.notices[-1].text
    bench.window.editor.touch(BEATS)
    bench.timeline.layer_touched.emit(BEATS)
    assert not actions["delete_layer"].isEnabled()


def test_a_deleted_layer_is_not_selected_any_more(bench):
    bench.make("points", Event(2.0))
    bench.session.select(Selection(1.0, 2.0, "Cues", (Event(2.0),)))
    bench.window.correcting.own.delete("Cues")
    assert bench.session.selection == Selection(1.0, 2.0)
    bench.session.undo()  # nor are all of its events, once it is back
    assert bench.events() == [Event(2.0)] and bench.session.selection == Selection(1.0, 2.0)


def test_a_renamed_layer_keeps_the_place_and_height_of_its_lane(bench, monkeypatch):
    timeline = bench.timeline
    bench.make("points", Event(2.0)).make("points", name="Others")
    view = timeline.lane_view
    order = timeline.lane_names()
    order.remove("own:Cues")
    order.insert(1, "own:Cues")
    timeline.restore_state({**timeline.state(), "order": order, "heights": {"own:Cues": 123.0}})
    bench.lane().collapsed = True
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("Marks", True))

    def shown(name):
        lane = bench.lane(name)
        return timeline.lane_names().index(lane.name), view.weights[lane.name], lane.collapsed

    before = shown("Cues")
    assert before == (1, 123.0, True)
    bench.window.correcting.own.rename("Cues")
    assert shown("Marks") == before
    bench.lane("Marks").collapsed = False
    bench.session.undo()
    assert shown("Cues") == (1, 123.0, False) and "own:Marks" not in timeline.lane_names()
    bench.session.redo()
    assert shown("Marks") == (1, 123.0, False)


def test_menus_of_lane_and_place(bench):
    bench.make("points", Event(2.0))
    texts = [a.text() for a in bench.timeline.headers.menu_for(bench.lane()).actions()]
    assert {"Rename layer…", "Duplicate layer", "Delete layer"} <= set(texts)
    copied = [a.text() for a in bench.timeline.headers.menu_for(bench.timeline.lane_view.lane("beats")).actions()]
    assert "Copy as a layer of your own" in copied
    at = QPoint(round(bench.x(2.0)), round(bench.y()))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, QPoint(10, 10))
    QApplication.sendEvent(bench.timeline.lane_view.viewport(), event)
    menu = next(m for m in bench.timeline.findChildren(QMenu) if m.isVisible())
    actions = {a.text(): a for a in menu.actions()}
    actions["Delete point"].trigger()
    menu.close()
    assert bench.events() == []
    bench.session.undo()
    actions["Add point here"].trigger()
    assert len(bench.events()) == 2


def test_a_comment_by_the_menu_of_any_lane(bench, monkeypatch):
    monkeypatch.setattr(QInputDialog, "exec", lambda _self: 1)
    monkeypatch.setattr(QInputDialog, "textValue", lambda _self: "hm")
    for name in ("waveform", "pitch", "chords", "transients"):
        at = QPoint(round(bench.x(3.3)), round(middle_of(bench.timeline, name)))
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, QPoint(10, 10))
        QApplication.sendEvent(bench.timeline.lane_view.viewport(), event)
        menu = next(m for m in bench.timeline.findChildren(QMenu) if m.isVisible())
        next(a for a in menu.actions() if a.text() == "Comment here…").trigger()
        menu.close()
    assert [e.time for e in bench.events(layers.COMMENTS)] == pytest.approx([3.3] * 4, abs=0.01)


def test_comments_at_the_playhead_and_over_a_span(bench, qtbot):
    own = bench.window.correcting.own
    bench.window.player.seek(2.5)
    own.comment("too loud")
    assert bench.events(layers.COMMENTS) == [Event(2.5, label="too loud")]
    assert bench.session.undo_name == "Comment"
    bench.session.select(Selection(4.0, 5.0))
    own.comment("brass  enters")
    assert bench.events(layers.COMMENTS)[1] == Event(4.0, 1.0, label="brass enters")
    lane = bench.lane(layers.COMMENTS)
    assert "brass enters" in lane.describe(4.5, lane.height / 2)
    own.comment("   ")
    assert len(bench.events(layers.COMMENTS)) == 2
    assert bench.window.markers.layer.findData(layers.COMMENTS) < 0  # the list follows a moment later
    bench.window.markers.refresh()
    assert bench.window.markers.layer.findData(layers.COMMENTS) >= 0
    bench.session.undo()
    bench.session.undo()
    assert bench.session.analysis.track(layers.COMMENTS) is None


def test_the_list_of_markers_names_notes_and_follows_many(bench):
    notes = tuple(Event(t / 20, 0.04, 60.0 + t % 5) for t in range(20, 150))
    bench.make("notes", *notes)
    panel = bench.window.markers
    panel.refresh()
    bench.session.select(Selection(kind="Cues", events=notes[10:]))
    assert panel.model.kind == "Cues"
    assert sorted({i.row() for i in panel.table.selectionModel().selectedRows()}) == list(range(10, 130))
    assert panel.model.data(panel.model.index(0, 2)) == "C4"


def test_the_list_of_markers_shows_a_layer_and_edits_it(bench):
    bench.make("points", Event(2.0))
    panel = bench.window.markers
    panel.refresh()
    panel._show("Cues")
    index = panel.model.index(0, 3)
    assert panel.model.setData(index, "here", Qt.ItemDataRole.EditRole)
    assert bench.events() == [Event(2.0, label="here")]
    assert bench.session.undo_name == "Label point"


def test_layers_are_saved_with_the_project_and_exported(bench, tmp_path):
    bench.make("regions", Event(2.0, 1.0, label="x"))
    bench.window.correcting.own.recolour("pink", "Cues")
    path = tmp_path / "song.w12"
    service.save_project(bench.session.analysis, path)
    track = service.open_project(path).analysis.tracks["Cues"]
    assert (track.shape, track.colour, list(track.events)) == ("regions", "pink", [Event(2.0, 1.0, label="x")])


# -- drawing --------------------------------------------------------------------------------------------------------


def pixels_of(bench, lane):
    image = bench.timeline.lane_view.grab().toImage()
    rows = range(int(lane.y()), int(lane.y()) + lane.height)
    return {image.pixel(x, y) & 0xFFFFFF for x in range(0, image.width(), 3) for y in rows}


@pytest.mark.parametrize("shape", layers.SHAPES)
def test_lanes_are_drawn_whatever_they_hold(bench, shape):
    rng = np.random.default_rng(3)
    times = rng.uniform(0, 9, MOST_DRAWN * 2)
    lengths = 0.0 if shape == "points" else 0.2
    many = [Event(t, lengths, float(rng.integers(40, 80)), label="x") for t in times.tolist()]
    bench.make(shape, *many)
    bench.timeline.fit()
    bench.timeline.lane_view.grab()
    bench.timeline.set_viewport(bench.timeline.viewport.showing(2.0, 2.4))
    bench.timeline.lane_view.grab()
    assert bench.lane().renders >= 2
    colour = bench.lane().colour.rgb() & 0xFFFFFF
    assert shape == "notes" or colour in pixels_of(bench, bench.lane())


def test_rows_keep_regions_from_covering_each_other():
    rows, n = rows_of(Events([Event(0, 2), Event(1, 2), Event(2, 1), Event(2.5, 1)]))
    assert rows.tolist() == [0, 1, 0, 2] and n == 3
    assert rows_of(Events([Event(0), Event(0)]))[1] == 1
    deep, n = rows_of(Events([Event(0, 9)] * 9))
    assert n == 4 and deep.max() == 3


def test_layers_of_unknown_names_come_in_as_the_users_own(bench, qtbot, tmp_path):
    path = tmp_path / "song.Cues.txt"
    path.write_text("1.5\t1.5\tin\n3.0\t4.0\tsolo\n", "utf-8")
    bench.window.importer.take([path])
    qtbot.waitUntil(lambda: bench.session.analysis.track("Cues") is not None, timeout=10_000)
    assert bench.events() == [Event(1.5, label="in"), Event(3.0, 1.0, label="solo")]
    assert "own:Cues" in bench.timeline.lane_names() and isinstance(bench.lane(), OwnLane)
    bench.session.undo()
    assert "own:Cues" not in bench.timeline.lane_names()
