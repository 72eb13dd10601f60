"""Lanes of regions, loudness and tags: what they draw, what they say, and how borders are moved."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QInputDialog

from tests.ui.scenes import synthetic_scene
from tests.ui.test_gestures import ALT, Hand
from w12studio.domain.analysis import CHORDS, KEY, LOCAL_KEYS, LOUDNESS, SECTIONS, TAGS, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.ui.editing import Editor
from w12studio.ui.lanes.regions import tonal_colour
from w12studio.ui.panels.marker_model import TIME, MarkerModel
from w12studio.ui.region_menu import region_menu
from w12studio.ui.session import Session
from w12studio.ui.theme import DARK, LIGHT, ThemeController, contrast
from w12studio.ui.timeline import Timeline


@pytest.fixture
def timeline(qtbot, tmp_path, solver):
    session = Session()
    widget = Timeline(session, ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 1000)
    for name in widget.lane_names():
        widget.set_lane_visible(name, True)
    widget.show()
    synthetic_scene(tmp_path, 20.0, 40).open_in(session)
    QApplication.processEvents()
    yield widget
    widget.shutdown()


def lane(timeline, name):
    return timeline.lane_view.lane(name)


def paint(timeline):
    timeline.lane_view.viewport().repaint()
    QApplication.processEvents()


def x_of(timeline, time):
    return timeline.viewport.time_to_px(time)


def colours_at(timeline, name, time):
    found = lane(timeline, name)
    return found._image.pixelColor(round(x_of(timeline, time)), 1)


def test_regions_have_the_colour_of_their_label(timeline):
    paint(timeline)
    a, b, again = (colours_at(timeline, "sections", t) for t in (2.0, 7.0, 12.0))
    assert a == again == DARK.category(0)  # A and A'
    assert b == DARK.category(1)
    assert colours_at(timeline, "local_keys", 2.0).rgb() == tonal_colour("A minor", DARK).rgb()


def test_many_narrow_regions_keep_their_colours(timeline):
    times = np.arange(0, 20, 0.004)
    tiny = Events.from_columns(times, np.full(times.size, 0.004), labels=["C", "Am"] * (times.size // 2))
    timeline.session.merge_track(Track(CHORDS, tiny))
    paint(timeline)
    pixels = lane(timeline, "chords")._pixels
    assert (pixels[5] != DARK.background.rgb()).mean() > 0.9


def test_relative_keys_are_near_and_every_label_has_a_colour():
    for theme in (DARK, LIGHT):
        assert tonal_colour("A minor", theme).hue() == tonal_colour("C major", theme).hue()
        assert tonal_colour("F#m", theme) == tonal_colour("F♯ minor", theme)
        assert tonal_colour("Db", theme) == tonal_colour("D♭maj7", theme) != tonal_colour("Dbm", theme)
        assert tonal_colour("N", theme) == theme.text_muted
        for i in range(8):
            assert contrast(theme.category(i), theme.background) >= 3


def test_what_lies_under_the_pointer_is_said(timeline):
    assert lane(timeline, "sections").describe(6.0, 5) == "B  0:05.00–0:10.00, 80% sure"
    assert lane(timeline, "sections").describe(25.0, 5) == ""
    assert lane(timeline, "local_keys").describe(2.0, 5).startswith("A minor (8A)  0:00.00–")
    timeline.session.merge_track(Track(CHORDS, Events.from_columns([0.0, 4.0], [4.0, 4.0], labels=["N", "Am"])))
    assert lane(timeline, "chords").describe(1.0, 5) == "no chord  0:00.00–0:04.00"
    assert lane(timeline, "chords").describe(5.0, 5).startswith("Am  ")
    assert lane(timeline, "loudness").describe(0.0, 5).startswith("-18.0 LUFS momentary  -18.0 LUFS short-term")
    tags = lane(timeline, "tags")
    assert tags.shown_tags[0] in tags.describe(3.0, 2)
    assert tags.describe(3.0, 2).endswith("%")


def test_a_border_is_dragged_and_taken_back(timeline):
    hand = Hand(timeline.lane_view.viewport())
    sections = lane(timeline, "sections")
    y = sections.y() + 12
    hand.drag((x_of(timeline, 5.0), y), (x_of(timeline, 6.0), y), modifiers=ALT)
    moved = timeline.session.analysis.events(SECTIONS)
    assert moved.times[1] == pytest.approx(6.0, abs=0.03)
    assert moved[0].end == pytest.approx(moved[1].time)
    assert moved[1].end == 10.0 and moved[1].label == "B"
    assert timeline.session.analysis.track(SECTIONS).edited
    timeline.session.undo()
    assert timeline.session.analysis.events(SECTIONS).times.tolist() == [0, 5, 10, 15]


def test_one_key_of_the_whole_is_shown_and_has_no_border(timeline):
    session = timeline.session
    session.open(replace(session.analysis, tracks={}))
    session.merge_track(Track(KEY, Events.from_columns([0.0], [20.0], labels=["C major"])))
    paint(timeline)
    assert colours_at(timeline, "local_keys", 10.0).rgb() == tonal_colour("C major", DARK).rgb()
    assert lane(timeline, "local_keys").hit(0.0) == -1
    session.merge_track(Track(LOCAL_KEYS, Events.from_columns([0.0, 9.0], [9.0, 11.0], labels=["C major", "A minor"])))
    assert lane(timeline, "local_keys").hit(x_of(timeline, 9.0)) == 1


def test_empty_layers_say_why(timeline, monkeypatch):
    said = []
    for name in ("sections", "chords", "local_keys", "loudness", "tags"):
        monkeypatch.setattr(lane(timeline, name), "draw_hint", lambda painter, theme, text: said.append(text))
    timeline.session.open(replace(timeline.session.analysis, tracks={}))
    paint(timeline)
    assert len(said) == 5 and all(text.startswith("Waiting for") for text in said)
    said.clear()
    for kind in (SECTIONS, CHORDS, LOCAL_KEYS, LOUDNESS, TAGS):
        timeline.session.merge_track(Track(kind, message=f"No {kind} in noise."))
    paint(timeline)
    assert said == [f"No {k} in noise." for k in (SECTIONS, CHORDS, LOCAL_KEYS, LOUDNESS, TAGS)]


def test_the_loudness_is_an_area_under_a_line(timeline):
    found = lane(timeline, "loudness")
    paint(timeline)
    columns = [found._pixels[:-1, round(x_of(timeline, t))] for t in (4.7, 14.1)]  # loud, soft
    ink = [(c != DARK.background.rgb()).sum() for c in columns]
    assert ink[0] > ink[1] > 3
    low, high = found.low, found.high
    found.zoom_values(2.0, found.height / 2)
    assert found.high - found.low == pytest.approx((high - low) / 2)
    found.reset_values()
    assert (found.low, found.high) == (low, high)
    silent = Curve(np.full((200, 2), np.nan), 10.0, unit="LUFS", bins=("momentary", "short-term"))
    timeline.session.merge_track(Track(LOUDNESS, curve=silent))
    paint(timeline)
    assert found.describe(1.0, 3) == ""


def test_strong_tags_come_first_and_are_bright(timeline):
    tags = lane(timeline, "tags")
    scores = np.zeros((7, 3))
    scores[:, 1], scores[3, 2] = 0.9, 1.0
    curve = Curve(scores, 1 / 3, 1.5, "probability", bins=("quiet", "loud", "once"))
    timeline.session.merge_track(Track(TAGS, curve=curve))
    paint(timeline)
    assert tags.shown_tags == ["loud", "once", "quiet"]
    height = tags.height - 1
    x = round(x_of(timeline, 10.5))
    rows = [tags._image.pixelColor(x, round(height * (i + 0.5) / 3)) for i in range(3)]
    assert rows[1] == DARK.accent and rows[2] == DARK.background
    assert DARK.background.lightness() < rows[0].lightness() < rows[1].lightness() + 1


# -- what is done to them --------------------------------------------------------------------------------------


def spans(timeline, kind=SECTIONS):
    return [(e.time, e.end, e.label) for e in timeline.session.analysis.events(kind)]


def menu_of(timeline, kind, time):
    return {a.text(): a for a in region_menu(timeline, kind, time).actions() if a.text()}


def test_a_double_click_renames(timeline, monkeypatch):
    asked = []

    def answer(dialog):
        asked.append((dialog.windowTitle(), dialog.labelText(), dialog.textValue()))
        dialog.setTextValue("Chorus ")
        return True

    monkeypatch.setattr(QInputDialog, "exec", answer)
    sections = lane(timeline, "sections")
    Hand(timeline.lane_view.viewport()).double_click(x_of(timeline, 7.0), sections.y() + 12)
    assert asked == [("Rename section", "This section is called:", "B")]
    assert [label for _, _, label in spans(timeline)] == ["A", "Chorus", "A'", "intermezzo"]
    timeline.session.undo()
    assert spans(timeline)[1][2] == "B"


def test_a_menu_splits_deletes_and_shows(timeline):
    timeline.snapping = False
    assert next(iter(menu_of(timeline, SECTIONS, 7.0))) == "Rename “B”…"
    menu_of(timeline, SECTIONS, 7.0)["Split section here"].trigger()
    assert spans(timeline)[1:3] == [(5, 7, "B"), (7, 10, "B")]
    menu_of(timeline, SECTIONS, 8.0)["Delete section (its neighbour takes its place)"].trigger()
    assert spans(timeline)[1] == (5, 10, "B")
    menu_of(timeline, SECTIONS, 12.0)["Select its time"].trigger()
    assert (timeline.session.selection.start, timeline.session.selection.end) == (10, 15)
    menu_of(timeline, SECTIONS, 12.0)["Zoom to it"].trigger()
    assert timeline.viewport.start == pytest.approx(9.8) and timeline.viewport.end == pytest.approx(15.2)


def test_the_one_key_of_the_whole_is_renamed_and_split(timeline, monkeypatch):
    monkeypatch.setattr(QInputDialog, "exec", lambda dialog: dialog.setTextValue("A minor") or True)
    timeline.snapping = False
    session = timeline.session
    session.merge_track(Track(LOCAL_KEYS))
    session.merge_track(Track(KEY, Events.from_columns([0.0], [20.0], labels=["C major"])))
    keys = lane(timeline, "local_keys")
    Hand(timeline.lane_view.viewport()).double_click(x_of(timeline, 7.0), keys.y() + 12)
    assert spans(timeline, KEY) == [(0, 20, "A minor")] and spans(timeline, LOCAL_KEYS) == []
    menu = menu_of(timeline, KEY, 8.0)
    assert not any(text.startswith("Delete") for text in menu)
    menu["Split key here"].trigger()
    assert spans(timeline, LOCAL_KEYS) == [(0, 8, "A minor"), (8, 20, "A minor")]
    assert keys.shown_kind == LOCAL_KEYS
    session.undo()
    session.undo()
    assert spans(timeline, KEY) == [(0, 20, "C major")] and keys.shown_kind == KEY


def test_all_of_a_name_are_renamed_at_once(timeline, monkeypatch):
    monkeypatch.setattr(QInputDialog, "exec", lambda dialog: dialog.setTextValue("Am7") or True)
    before = timeline.session.analysis.events(CHORDS).labels
    menu_of(timeline, CHORDS, 0.1)["Rename every “Am”…"].trigger()
    after = timeline.session.analysis.events(CHORDS).labels
    assert [b for a, b in zip(before, after, strict=True) if a == "Am"] == ["Am7"] * before.count("Am")
    assert [b for a, b in zip(before, after, strict=True) if a != "Am"] == [a for a in before if a != "Am"]


def test_a_gap_can_be_filled_and_asks_for_the_name(timeline, monkeypatch):
    asked, answers = [], [(True, "G major"), (False, "D major"), (True, "")]

    def answer(dialog):
        asked.append((dialog.windowTitle(), dialog.textValue()))
        given, text = answers[len(asked) - 1]
        dialog.setTextValue(text)
        return given

    monkeypatch.setattr(QInputDialog, "exec", answer)
    timeline.snapping = False
    timeline.session.merge_track(Track(LOCAL_KEYS, Events.from_columns([0.0], [4.0], labels=["C major"])))
    menu_of(timeline, LOCAL_KEYS, 6.0)["Add key here…"].trigger()
    assert spans(timeline, LOCAL_KEYS) == [(0, 4, "C major"), (6, 20, "G major")]
    assert timeline.session.undo_name == "Add key"
    timeline.session.undo()
    keys = lane(timeline, "local_keys")
    hand = Hand(timeline.lane_view.viewport())
    hand.double_click(x_of(timeline, 8.0), keys.y() + 12)  # left with Cancel, then without a name
    hand.double_click(x_of(timeline, 8.0), keys.y() + 12)
    assert spans(timeline, LOCAL_KEYS) == [(0, 4, "C major")]
    assert asked == [("Add key", "")] * 3


def touching(events):
    return np.allclose(events.times[1:], (events.times + events.durations)[:-1])


def test_a_nudged_region_takes_its_neighbour_along_and_stays_selected(timeline):
    session = timeline.session
    editor = Editor(session, None)
    second = session.analysis.events(SECTIONS)[1]
    session.select(replace(session.selection, kind=SECTIONS, events=(second,)))
    for _ in range(2):
        editor.nudge(0.1)
    events = session.analysis.events(SECTIONS)
    assert events[1].time == pytest.approx(second.time + 0.2) and events[1].end == second.end
    assert touching(events) and session.selection.events == (events[1],)


def test_a_time_in_the_table_moves_the_border(timeline):
    session = timeline.session
    model = MarkerModel(session)
    model.show_kind(SECTIONS)
    time = session.analysis.events(SECTIONS)[1].time
    assert model.setData(model.index(1, TIME), f"{time + 0.5}", Qt.ItemDataRole.EditRole)
    events = session.analysis.events(SECTIONS)
    assert events[1].time == pytest.approx(time + 0.5) and touching(events)
