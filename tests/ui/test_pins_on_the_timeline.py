"""Pins under real mouse and key events, and what they and doubt look like."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu

from tests.ui.scenes import synthetic_scene
from tests.ui.test_gestures import ALT, CTRL, NONE, Hand, beat_in_view, middle_of, px
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS
from w12studio.domain.events import Events
from w12studio.domain.pins import PINS
from w12studio.ui.lanes.pins import ROW_HEIGHT, ROW_TOP
from w12studio.ui.session import Selection, Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline


@pytest.fixture
def timeline(qtbot, tmp_path, solver):
    solver.obey()
    session = Session()
    widget = Timeline(session, ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    widget.show()
    synthetic_scene(tmp_path, 20.0, 40).open_in(session)
    QApplication.processEvents()
    widget.set_viewport(widget.viewport.showing(4.0, 9.0))
    widget.snapping = False
    yield widget
    session.pinning.shutdown()
    widget.shutdown()


@pytest.fixture
def hand(timeline):
    return Hand(timeline.lane_view.viewport())


def below_pins(timeline):
    """y of the beats lane where beats can be grabbed."""
    lane = timeline.lane_view.lane("beats")
    return lane.y() + lane.height - 8


def pin_row(timeline):
    return timeline.lane_view.lane("beats").y() + ROW_TOP + ROW_HEIGHT / 2


def the_pins(timeline):
    return list(timeline.session.analysis.events(PINS))


def test_dropping_a_beat_pins_it_there(timeline, hand):
    beat, y = beat_in_view(timeline), below_pins(timeline)
    before = timeline.session.analysis.events(BEATS)
    x = px(timeline, beat.time)
    hand.drag((x, y), (x + 20, y))
    there = beat.time + 20 * timeline.viewport.seconds_per_px
    assert [(p.label, p.time) for p in the_pins(timeline)] == [("beat", pytest.approx(there))]
    session = timeline.session
    assert session.selection.kind == BEATS and session.selection.events[0].time == pytest.approx(there)
    session.undo()
    assert session.analysis.events(BEATS) == before and the_pins(timeline) == []


def test_with_ctrl_only_that_beat_moves(timeline, hand, solver):
    beat, y = beat_in_view(timeline), below_pins(timeline)
    x = px(timeline, beat.time)
    hand.click(x, y)
    hand.drag((x, y), (x + 20, y), modifiers=CTRL)
    assert the_pins(timeline) == [] and solver.asked == []
    assert timeline.session.undo_name == "Move beat"


def test_ctrl_click_on_a_chosen_beat_drops_it(timeline, hand):
    beat, y = beat_in_view(timeline), below_pins(timeline)
    x = px(timeline, beat.time)
    hand.click(x, y)
    hand.click(x, y, modifiers=CTRL)
    assert timeline.session.selection == Selection()


def test_a_pin_can_be_picked_and_dragged(timeline, hand, solver):
    beat = beat_in_view(timeline)
    pin = pins.downbeat(beat.time)
    timeline.session.pin(pin)
    x, y = px(timeline, beat.time), pin_row(timeline)
    hand.click(x, y)
    assert timeline.session.selection.kind == PINS and timeline.session.selection.events == (pin,)
    hand.press(x, y)
    hand.move(x + 30, y, modifiers=ALT)
    assert timeline.lane_view.drag.is_showing and the_pins(timeline) == [pin]
    hand.release(x + 30, y, modifiers=ALT)
    there = beat.time + 30 * timeline.viewport.seconds_per_px
    assert [(p.label, p.time) for p in the_pins(timeline)] == [("downbeat", pytest.approx(there))]
    assert solver.asked[-2] == pin
    timeline.session.undo()
    assert the_pins(timeline) == [pin]


def test_escape_leaves_a_pin_where_it_was(timeline, hand):
    pin = pins.beat(beat_in_view(timeline).time)
    timeline.session.pin(pin)
    x, y = px(timeline, pin.time), pin_row(timeline)
    hand.press(x, y)
    hand.move(x + 30, y)
    hand.key(Qt.Key.Key_Escape)
    hand.release(x + 30, y)
    assert the_pins(timeline) == [pin]


def test_below_its_glyph_a_pinned_beat_is_a_beat(timeline, hand):
    pin = pins.beat(beat_in_view(timeline).time)
    timeline.session.pin(pin)
    hand.click(px(timeline, pin.time), below_pins(timeline))
    assert timeline.session.selection.kind == BEATS


@pytest.mark.parametrize(
    ("pin", "text"),
    [
        (pins.beat(6.0), "pin: beat"), (pins.no_beat(6.0), "pin: no beat"), (pins.downbeat(6.0), "pin: downbeat"),
        (pins.meter(6.0, 3), "pin: 3 beats a bar from here"),
        (pins.meter(6.0, 4, compound=True), "pin: 12/8: 4 beats a bar, each in three from here"),
        (pins.tempo(6.0, 174), "pin: tempo about 174 BPM"),
        (pins.straight(6.0, 7.0), "pin: straight grid"),
    ],
)  # fmt: skip
def test_hovering_a_pin_says_what_it_is(timeline, hand, qtbot, pin, text):
    timeline.session.pin(pin)
    with qtbot.waitSignal(timeline.hovered) as hovered:
        hand.move(px(timeline, 6.0) + 1, pin_row(timeline), button=Qt.MouseButton.NoButton)
    assert text in hovered.args[0]


def lane_pixels(timeline):
    lane = timeline.lane_view.lane("beats")
    QApplication.processEvents()
    timeline.lane_view.viewport().grab()
    return lane._pixels.copy()


@pytest.mark.parametrize(
    "pin",
    [pins.beat(6.0), pins.no_beat(6.0), pins.downbeat(6.0), pins.meter(6.0, 3), pins.tempo(6.0, 174),
     pins.straight(5.8, 6.2)],
)  # fmt: skip
def test_each_pin_is_drawn_in_its_row_in_the_accent_colour(timeline, solver, pin):
    before = lane_pixels(timeline)
    track = timeline.session.analysis.track(BEATS)
    timeline.session.apply(pins.pin_edit(timeline.session.analysis, pin))
    timeline.session.select(Selection())
    after = lane_pixels(timeline)
    assert timeline.session.analysis.track(BEATS) is track
    rows, columns = np.nonzero(before != after)
    row = slice(round(ROW_TOP), round(ROW_TOP + ROW_HEIGHT))
    assert np.any(after[row] == timeline.context.theme.accent.rgb())
    assert abs(np.median(columns) - px(timeline, 6.0)) < 20
    assert rows.min() >= ROW_TOP - 2


def test_a_pin_alone_draws_no_other_lane_anew(timeline):
    lane_pixels(timeline)
    before = {lane.name: lane.renders for lane in timeline.lane_view.lanes}
    timeline.session.apply(pins.pin_edit(timeline.session.analysis, pins.beat(6.0)))
    lane_pixels(timeline)
    changed = {lane.name for lane in timeline.lane_view.lanes if lane.renders != before[lane.name]}
    # transients may show another selection, and a tile of the spectrogram may arrive meanwhile
    assert "beats" in changed and changed <= {"beats", "transients", "spectrogram"}


def test_doubt_glows_below_the_beats(timeline):
    session = timeline.session
    track = session.analysis.track(BEATS)
    beats = track.events
    strip = slice(-4, -1)
    for confidence in (1.0, 0.1):
        events = Events.from_columns(beats.times, None, beats.values, np.full(len(beats), confidence))
        session.merge_track(replace(track, events=events))
        x = round(px(timeline, (beats.times[12] + beats.times[13]) / 2))
        red = lane_pixels(timeline)[strip, x] >> 16 & 0xFF
        glow = timeline.context.theme.warning.red()
        assert np.all(red > 0.8 * glow) if confidence < 0.5 else np.all(red < 0.3 * glow)


# -- menu ------------------------------------------------------------------------------------------------------------


def open_menu(timeline, x, y):
    view, at = timeline.lane_view, QPoint(round(x), round(y))
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, QPoint(10, 10)))
    menu = next(m for m in timeline.findChildren(QMenu) if m.isVisible() and not m.title())
    entries = {a.text(): a for a in menu.actions()}
    for sub in (a.menu() for a in menu.actions() if a.menu()):
        entries |= {a.text(): a for a in sub.actions()}
    return menu, entries


@pytest.mark.parametrize(
    ("entry", "label", "value"),
    [("Pin beat here", "beat", None), ("No beat here", "no beat", None), ("This is 1", "downbeat", None),
     ("3 beats a bar", "meter", 3.0), ("7 beats a bar", "meter", 7.0),
     ("6/8: 2 beats a bar, each in three", "compound", 2.0)],
)  # fmt: skip
def test_the_menu_pins(timeline, entry, label, value):
    beat = beat_in_view(timeline)
    menu, entries = open_menu(timeline, px(timeline, beat.time), below_pins(timeline))
    entries[entry].trigger()
    menu.close()
    (pin,) = the_pins(timeline)
    assert (pin.label, pin.value, pin.time) == (label, value, beat.time)


def test_the_menu_asks_for_a_tempo(timeline, monkeypatch):
    asked = []

    def answer(parent, title, text, now, *limits):
        asked.append(now)
        return 87.0, True

    monkeypatch.setattr(QInputDialog, "getDouble", answer)
    menu, entries = open_menu(timeline, px(timeline, 6.3), below_pins(timeline))
    entries["Tempo here about…"].trigger()
    menu.close()
    (pin,) = the_pins(timeline)
    assert (pin.label, pin.value) == ("tempo", 87.0)
    assert asked[0] == pytest.approx(120, rel=0.1)


def test_the_menu_straightens_the_selection(timeline):
    beats = timeline.session.analysis.events(BEATS)
    timeline.session.select(Selection(5.0, 7.0))
    menu, entries = open_menu(timeline, px(timeline, 6.0), below_pins(timeline))
    entries["Straight grid over the selection"].trigger()
    menu.close()
    (pin,) = the_pins(timeline)
    assert pin.time == beats.times[beats.nearest(5.0)]
    assert pin.end == pytest.approx(beats.times[beats.nearest(7.0)])


def test_the_menu_of_a_pin_removes_it(timeline):
    timeline.session.pin(pins.beat(6.0))
    timeline.session.pin(pins.beat(7.0))
    menu, entries = open_menu(timeline, px(timeline, 6.0), pin_row(timeline))
    entries["Remove pin"].trigger()
    menu.close()
    assert [p.time for p in the_pins(timeline)] == [7.0]
    menu, entries = open_menu(timeline, px(timeline, 5.0), middle_of(timeline, "waveform"))
    entries["Remove all pins"].trigger()
    menu.close()
    assert the_pins(timeline) == []


# -- ghost -----------------------------------------------------------------------------------------------------------


def test_other_beats_are_drawn_over_the_lanes_without_drawing_these_anew(timeline):
    picture = timeline.lane_view.viewport().grab().toImage()
    renders = [lane.renders for lane in timeline.lane_view.lanes]
    beats = timeline.session.analysis.events(BEATS)
    timeline.preview(beats[::2], "Half tempo")
    ghost = timeline.lane_view.viewport().grab().toImage()
    assert ghost != picture
    assert [lane.renders for lane in timeline.lane_view.lanes] == renders
    timeline.preview(None)
    assert timeline.lane_view.viewport().grab().toImage() == picture


def test_a_hand_on_nothing_changes_no_pin(timeline, hand):
    hand.move(px(timeline, 6.0), pin_row(timeline), button=Qt.MouseButton.NoButton, modifiers=NONE)
    hand.click(px(timeline, 6.05), pin_row(timeline))
    assert the_pins(timeline) == []
