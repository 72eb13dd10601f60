"""Real mouse, wheel and key events, sent through the lanes' viewport."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.scenes import synthetic_scene
from w12studio.domain.analysis import BEATS, TRANSIENTS
from w12studio.domain.events import Event, Events
from w12studio.ui.marker_menu import present
from w12studio.ui.session import Selection, Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class Hand:
    """Sends events to a widget, as a person's hand would."""

    def __init__(self, widget):
        self.widget = widget

    def _mouse(self, kind, x, y, button, buttons, modifiers):
        at = QPointF(x, y)
        event = QMouseEvent(kind, at, QPointF(self.widget.mapToGlobal(at.toPoint())), button, buttons, modifiers)
        QApplication.sendEvent(self.widget, event)

    def press(self, x, y, button=LEFT, modifiers=NONE):
        self._mouse(QEvent.Type.MouseButtonPress, x, y, button, button, modifiers)

    def move(self, x, y, button=LEFT, modifiers=NONE):
        self._mouse(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton, button, modifiers)

    def release(self, x, y, button=LEFT, modifiers=NONE):
        self._mouse(QEvent.Type.MouseButtonRelease, x, y, button, Qt.MouseButton.NoButton, modifiers)

    def click(self, x, y, button=LEFT, modifiers=NONE):
        self.press(x, y, button, modifiers)
        self.release(x, y, button, modifiers)

    def double_click(self, x, y, modifiers=NONE):
        self.click(x, y, LEFT, modifiers)
        self._mouse(QEvent.Type.MouseButtonDblClick, x, y, LEFT, LEFT, modifiers)
        self.release(x, y, LEFT, modifiers)

    def drag(self, start, end, button=LEFT, modifiers=NONE, steps=5):
        self.press(*start, button, modifiers)
        for i in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * i / steps
            self.move(x, start[1] + (end[1] - start[1]) * i / steps, button, modifiers)
        self.release(*end, button, modifiers)

    def wheel(self, x, y, dx=0, dy=0, modifiers=NONE):
        at = QPointF(x, y)
        event = QWheelEvent(
            at, QPointF(self.widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(dx, dy),
            Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(self.widget, event)

    def key(self, key, modifiers=NONE):
        QApplication.sendEvent(self.widget, QKeyEvent(QEvent.Type.KeyPress, key, modifiers))


@pytest.fixture
def timeline(qtbot, tmp_path, solver):
    session = Session()
    widget = Timeline(session, ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    widget.show()
    synthetic_scene(tmp_path, 20.0, 40).open_in(session)
    QApplication.processEvents()
    widget.set_viewport(widget.viewport.showing(4.0, 9.0))
    yield widget
    widget.shutdown()


@pytest.fixture
def hand(timeline):
    return Hand(timeline.lane_view.viewport())


def middle_of(timeline, name):
    lane = timeline.lane_view.lane(name)
    return lane.y() + lane.height / 2


def px(timeline, time):
    return timeline.viewport.time_to_px(time)


def beat_in_view(timeline, n=3):
    beats = timeline.session.analysis.events(BEATS)
    return beats[beats.span(timeline.viewport.start, timeline.viewport.end).start + n]


# -- wheel ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("modifiers", [NONE, CTRL])
@pytest.mark.parametrize("dy", [120, -120])
def test_the_wheel_zooms_at_the_pointer(timeline, hand, dy, modifiers):
    before = timeline.viewport
    hand.wheel(300, 100, dy=dy, modifiers=modifiers)
    after = timeline.viewport
    assert (after.seconds_per_px < before.seconds_per_px) == (dy > 0)
    assert after.px_to_time(300) == pytest.approx(before.px_to_time(300))


@pytest.mark.parametrize(("turn", "modifiers"), [({"dy": -120}, SHIFT), ({"dx": -120}, NONE)])
def test_shift_and_sideways_pan(timeline, hand, turn, modifiers):
    before = timeline.viewport
    hand.wheel(300, 100, modifiers=modifiers, **turn)
    assert timeline.viewport.seconds_per_px == before.seconds_per_px
    assert timeline.viewport.start > before.start


@pytest.mark.parametrize("turn", [{"dy": 120}, {"dx": 120}])  # Qt turns the wheel sideways while Alt is down
def test_alt_zooms_the_values_of_the_lane(timeline, hand, turn):
    before, lane = timeline.viewport, timeline.lane_view.lane("pitch")
    span, y = lane.high - lane.low, middle_of(timeline, "pitch")
    under = lane.midi_at(y - lane.y())
    hand.wheel(300, y, modifiers=ALT, **turn)
    assert timeline.viewport == before
    assert lane.high - lane.low < span
    assert lane.midi_at(y - lane.y()) == pytest.approx(under)


def test_middle_drag_pans(timeline, hand):
    under = timeline.viewport.px_to_time(500)
    hand.drag((500, 100), (380, 140), button=MIDDLE)
    assert timeline.viewport.px_to_time(380) == pytest.approx(under)


# -- clicks and spans ----------------------------------------------------------------------------------------------


def test_a_click_seeks(timeline, hand, qtbot):
    with qtbot.waitSignal(timeline.seek_requested) as seek:
        hand.click(400, middle_of(timeline, "waveform"))
    assert seek.args[0] == pytest.approx(timeline.viewport.px_to_time(400))


def test_a_drag_selects_a_span_and_does_not_seek(timeline, hand, qtbot):
    timeline.snapping = False
    y = middle_of(timeline, "waveform")
    with qtbot.assertNotEmitted(timeline.seek_requested):
        hand.drag((600, y), (200, y))
    selection = timeline.session.selection
    assert selection.start == pytest.approx(timeline.viewport.px_to_time(200))
    assert selection.end == pytest.approx(timeline.viewport.px_to_time(600))


def test_ends_of_a_span_snap_to_beats_and_alt_bypasses(timeline, hand):
    beat = beat_in_view(timeline)
    y, x = middle_of(timeline, "waveform"), px(timeline, beat.time)
    hand.drag((x + 5, y), (x + 300, y))
    assert timeline.session.selection.start == beat.time
    hand.drag((x + 5, y), (x + 300, y), modifiers=ALT)
    assert timeline.session.selection.start == pytest.approx(timeline.viewport.px_to_time(x + 5))


def test_shift_click_extends_and_escape_clears(timeline, hand):
    timeline.snapping = False
    y = middle_of(timeline, "waveform")
    hand.drag((200, y), (400, y))
    start = timeline.session.selection.start
    hand.click(700, y, modifiers=SHIFT)
    assert timeline.session.selection.start == start
    assert timeline.session.selection.end == pytest.approx(timeline.viewport.px_to_time(700))
    hand.key(Qt.Key.Key_Escape)
    assert timeline.session.selection == Selection()


def test_escape_takes_a_span_drag_back(timeline, hand):
    y = middle_of(timeline, "waveform")
    hand.press(200, y)
    hand.move(400, y)
    assert timeline.session.selection.has_span
    hand.key(Qt.Key.Key_Escape)
    hand.release(400, y)
    assert timeline.session.selection == Selection()


def test_the_edge_of_a_span_can_be_dragged(timeline, hand):
    timeline.snapping = False
    y = middle_of(timeline, "waveform")
    hand.drag((200, y), (400, y))
    start = timeline.session.selection.start
    hand.drag((400, y), (520, y))
    assert timeline.session.selection.start == start
    assert timeline.session.selection.end == pytest.approx(timeline.viewport.px_to_time(520))


# -- markers -------------------------------------------------------------------------------------------------------


def test_dragging_a_beat_moves_it_in_one_undo_step(timeline, hand):
    timeline.snapping = False
    session, beat = timeline.session, beat_in_view(timeline)
    before = session.analysis.events(BEATS)
    x, y = px(timeline, beat.time), middle_of(timeline, "beats")
    hand.drag((x, y), (x + 20, y))
    after = session.analysis.events(BEATS)
    moved = beat.time + 20 * timeline.viewport.seconds_per_px
    assert len(after) == len(before)
    assert after.times[after.nearest(moved)] == pytest.approx(moved)
    assert session.undo_name == "Move beat"
    assert session.selection.events[0].time == pytest.approx(moved)
    session.undo()
    assert session.analysis.events(BEATS) == before
    assert session.undo_name == ""


def test_nothing_is_edited_before_the_button_goes_up(timeline, hand):
    beat, y = beat_in_view(timeline), middle_of(timeline, "beats")
    x = px(timeline, beat.time)
    before = timeline.session.analysis
    hand.press(x, y)
    hand.move(x + 30, y)
    assert timeline.session.analysis is before
    assert timeline.lane_view.drag.is_showing
    hand.key(Qt.Key.Key_Escape)
    assert not timeline.lane_view.drag.is_showing
    hand.release(x + 30, y)
    assert timeline.session.analysis is before


def test_a_dragged_beat_snaps_to_a_transient_and_alt_bypasses(timeline, hand):
    session = timeline.session
    timeline.set_viewport(timeline.viewport.showing(5.0, 6.5))
    beat = beat_in_view(timeline, 1)
    onsets = session.analysis.events(TRANSIENTS)
    near = float(onsets.times[onsets.nearest(beat.time)])
    assert 0 < near - beat.time < 0.03
    x, y = px(timeline, beat.time), middle_of(timeline, "beats")
    target = px(timeline, near) + 5
    hand.drag((x, y), (target, y))
    assert session.selection.events[0].time == near
    session.undo()
    hand.drag((x, y), (target, y), modifiers=ALT)
    assert session.selection.events[0].time == pytest.approx(
        beat.time + (target - x) * timeline.viewport.seconds_per_px
    )


def test_ctrl_click_adds_and_all_selected_move_together(timeline, hand):
    timeline.snapping = False
    session, y = timeline.session, middle_of(timeline, "beats")
    first, second = beat_in_view(timeline, 2), beat_in_view(timeline, 3)
    hand.click(px(timeline, first.time), y)
    hand.click(px(timeline, second.time), y, modifiers=CTRL)
    assert session.selection.events == (first, second)
    hand.drag((px(timeline, second.time), y), (px(timeline, second.time) + 10, y))
    delta = 10 * timeline.viewport.seconds_per_px
    assert sorted(e.time for e in session.selection.events) == pytest.approx([first.time + delta, second.time + delta])
    assert session.undo_name == "Move 2 beats"
    session.undo()
    hand.click(px(timeline, first.time), y)
    hand.click(px(timeline, first.time), y, modifiers=CTRL)
    assert session.selection.events == ()


def test_ctrl_picks_a_beat_in_any_lane(timeline, hand):
    beat = beat_in_view(timeline)
    hand.click(px(timeline, beat.time) - 1, middle_of(timeline, "waveform"), modifiers=CTRL)
    assert timeline.session.selection.events == (beat,)


def test_double_click_adds_a_marker_or_edits_the_one_there(timeline, hand, qtbot):
    timeline.snapping = False
    session, y = timeline.session, middle_of(timeline, "beats")
    beat = beat_in_view(timeline)
    with qtbot.waitSignal(timeline.edit_requested) as edit:
        hand.double_click(px(timeline, beat.time), y)
    assert edit.args == [BEATS, beat]
    n = len(session.analysis.events(BEATS))
    hand.double_click(px(timeline, beat.time) + 30, y)
    assert len(session.analysis.events(BEATS)) == n + 1
    assert session.undo_name == "Add beat"


def test_a_press_on_the_second_of_a_double_click_does_not_seek_again(timeline, hand):
    seeks = []
    timeline.seek_requested.connect(seeks.append)
    hand.double_click(300, middle_of(timeline, "waveform"))
    assert len(seeks) == 1


def test_the_menu_of_a_beat_can_delete_it(timeline, hand, qtbot):
    session, beat = timeline.session, beat_in_view(timeline)
    at = QPoint(round(px(timeline, beat.time)), round(middle_of(timeline, "beats")))
    view = timeline.lane_view
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, QPoint(10, 10)))
    menu = next(m for m in timeline.findChildren(QMenu) if m.isVisible())
    actions = {a.text(): a for a in menu.actions()}
    assert {"Delete beat", "Add beat here", "This is 1", "Double the beats", "Halve the beats"} <= set(actions)
    actions["Delete beat"].trigger()
    menu.close()
    assert beat not in list(session.analysis.events(BEATS))
    session.undo()
    actions["This is 1"].trigger()
    events = session.analysis.events(BEATS)
    assert events.values[events.nearest(beat.time)] == 1


def test_hover_reads_out_the_place_and_the_value(timeline, hand, qtbot):
    beat = beat_in_view(timeline)
    with qtbot.waitSignal(timeline.hovered) as hovered:
        hand.move(px(timeline, beat.time), middle_of(timeline, "beats"), button=Qt.MouseButton.NoButton)
    assert "sample" in hovered.args[0]
    assert "Beats: beat" in hovered.args[0]
    assert timeline.lane_view.hover_line.isVisible()


def test_the_cursor_says_what_a_drag_would_do(timeline, hand):
    none = Qt.MouseButton.NoButton
    hand.move(px(timeline, beat_in_view(timeline).time), middle_of(timeline, "beats"), button=none)
    assert timeline.lane_view.viewport().cursor().shape() == Qt.CursorShape.SizeHorCursor
    hand.move(10, middle_of(timeline, "waveform"), button=none)
    assert timeline.lane_view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


# -- ruler and overview --------------------------------------------------------------------------------------------


def test_the_ruler_seeks_selects_and_fits(timeline, qtbot):
    timeline.snapping = False
    ruler = Hand(timeline.ruler)
    with qtbot.waitSignal(timeline.seek_requested) as seek:
        ruler.click(100, 5)
    assert seek.args[0] == pytest.approx(timeline.viewport.px_to_time(100))
    ruler.drag((100, 5), (300, 5))
    assert timeline.session.selection.end == pytest.approx(timeline.viewport.px_to_time(300))
    ruler.double_click(100, 5)
    assert timeline.viewport.start == 0
    assert timeline.viewport.span == pytest.approx(20.0)


def test_the_overview_jumps_drags_and_resizes(timeline):
    overview = timeline.overview
    hand, width = Hand(overview), overview.width()
    hand.click(width * 0.75, 10)
    assert (timeline.viewport.start + timeline.viewport.end) / 2 == pytest.approx(15.0, abs=0.05)
    middle = overview.box().center().x()
    hand.drag((middle, 10), (middle - width / 4, 10))
    assert (timeline.viewport.start + timeline.viewport.end) / 2 == pytest.approx(10.0, abs=0.05)
    start = timeline.viewport.start
    edge = overview.box().right()
    hand.drag((edge, 10), (edge + 50, 10))
    assert timeline.viewport.start == pytest.approx(start)
    assert timeline.viewport.span == pytest.approx(5.0 + 50 / width * 20, abs=0.02)


def test_escape_is_the_drags_even_if_the_window_has_a_shortcut_for_it(timeline, hand):
    y = middle_of(timeline, "waveform")

    def override():
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, NONE)
        event.ignore()
        QApplication.sendEvent(timeline.lane_view, event)
        return event.isAccepted()

    assert not override()
    hand.press(200, y)
    hand.move(300, y)
    assert override()
    hand.release(300, y)


def test_a_new_analysis_ends_the_drag_of_a_marker(timeline, hand):
    session, beat, y = timeline.session, beat_in_view(timeline), middle_of(timeline, "beats")
    hand.press(px(timeline, beat.time), y)
    hand.move(px(timeline, beat.time) + 30, y)
    track = session.analysis.track(BEATS)
    moved = Events.from_columns(track.events.times + 0.01, values=track.events.values)
    assert session.merge_track(replace(track, events=moved))
    hand.release(px(timeline, beat.time) + 30, y)
    assert session.analysis.events(BEATS) == moved
    assert not timeline.lane_view.drag.is_showing


def test_markers_that_are_gone_are_left_out():
    events = Events.from_columns([1.0, 2.0, 2.0], values=[1, 2, 3])
    assert present(events, (events[1], Event(5.0), events[2], Event(1.0))) == (events[1], events[2])
