"""The timeline as a whole: views, playhead, lanes, and what it does when the session changes."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from tests.ui.scenes import synthetic_scene
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, PITCH
from w12studio.ui.lanes.base import COLLAPSED_PX
from w12studio.ui.lanes.regions import ChordsLane
from w12studio.ui.session import Selection, Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline


@pytest.fixture
def empty(qtbot):
    widget = Timeline(Session(), ThemeController("dark"))
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    widget.show()
    QApplication.processEvents()
    yield widget
    widget.shutdown()


@pytest.fixture
def timeline(empty, tmp_path):
    synthetic_scene(tmp_path, 20.0, 40).open_in(empty.session)
    QApplication.processEvents()
    return empty


def paint(widget):
    QApplication.processEvents()
    widget.grab()


def renders(timeline):
    return {lane.name: lane.renders for lane in timeline.lane_view.lanes}


def test_without_a_recording_it_paints_and_takes_everything(empty):
    paint(empty)
    for call in (empty.fit, empty.zoom_in, empty.zoom_out, empty.zoom_back, empty.zoom_to_selection):
        call()
    empty.set_playhead(None)
    empty.set_loop(None)
    paint(empty)


def test_a_recording_is_shown_whole(timeline):
    assert timeline.viewport.start == 0
    assert timeline.viewport.span == pytest.approx(20.0)
    assert timeline.viewport.width_px == timeline.lane_view.viewport().width()


def test_a_moving_playhead_draws_no_lane_anew(timeline, qtbot):
    qtbot.waitUntil(lambda: not timeline.lane_view.lane("spectrogram")._late.isActive())
    paint(timeline)
    qtbot.wait(100)
    paint(timeline)
    before = renders(timeline)
    for i in range(20):
        timeline.set_playhead(i * 0.5)
        timeline.lane_view.hover_at(QPointF(i * 10.0, 50.0), "value")
        QApplication.processEvents()
    after = renders(timeline)
    del before["spectrogram"], after["spectrogram"]  # tiles may still arrive
    assert after == before


def test_only_lanes_that_are_concerned_draw_anew(timeline):
    paint(timeline)
    before = renders(timeline)
    view = timeline.viewport
    track = timeline.session.analysis.track(PITCH)
    timeline.session.merge_track(replace(track, message="new"))
    paint(timeline)
    after = renders(timeline)
    assert after["pitch"] > before["pitch"]
    assert after["beats"] == before["beats"]
    assert after["waveform"] == before["waveform"]
    assert timeline.viewport == view


def test_an_edit_moves_the_bars_in_the_ruler_but_not_the_view(timeline):
    timeline.set_viewport(timeline.viewport.showing(3, 8))
    view = timeline.viewport
    timeline.session.apply(edits.double_beats(timeline.session.analysis))
    assert timeline.viewport == view
    assert timeline.context.guides.grid.times.size == len(timeline.session.analysis.events(BEATS))


def test_views_can_be_gone_back_to(timeline):
    first = timeline.viewport
    timeline.session.select(Selection(5.0, 7.0))
    timeline.zoom_to_selection()
    assert timeline.viewport.start < 5.0 < 7.0 < timeline.viewport.end
    assert timeline.viewport.span < 2.5
    timeline.fit()
    assert timeline.viewport == first
    timeline.zoom_back()
    assert timeline.viewport.span < 2.5
    timeline.zoom_back()
    assert timeline.viewport == first


def test_zooming_in_many_small_steps_is_one_step_back(timeline):
    first = timeline.viewport
    for _ in range(10):
        timeline.zoom(1.25, 500)
    timeline.zoom_back()
    assert timeline.viewport == first


def test_the_view_turns_the_page_with_the_playhead_until_the_user_looks_elsewhere(timeline):
    timeline.set_viewport(timeline.viewport.showing(0, 5))
    timeline.set_playhead(4.0, True)
    assert timeline.viewport.start == 0
    timeline.set_playhead(4.7, True)
    assert timeline.viewport.time_to_px(4.7) == pytest.approx(timeline.viewport.width_px * 0.1)
    timeline.pan(2000)
    elsewhere = timeline.viewport
    timeline.set_playhead(4.8, True)
    assert timeline.viewport == elsewhere
    timeline.set_viewport(timeline.viewport.showing(4, 9))
    timeline.set_playhead(8.9, True)
    assert timeline.viewport.start > 8


def test_without_follow_the_view_stays(timeline):
    timeline.set_viewport(timeline.viewport.showing(0, 5))
    timeline.set_playhead(15.0, False)
    assert timeline.viewport.start == 0


def test_lanes_can_be_hidden_but_one_stays(timeline):
    at_first = [n for n in timeline.lane_names() if timeline.is_lane_visible(n)]
    assert set(timeline.lane_names()) - set(at_first) == {"loudness", "tags"}  # a small window has no room for all
    for name in at_first:
        timeline.set_lane_visible(name, False)
    assert [n for n in timeline.lane_names() if timeline.is_lane_visible(n)] == at_first[-1:]


def test_lanes_fill_the_view_to_the_pixel(timeline):
    view = timeline.lane_view
    for hidden in ([], ["spectrogram"], ["pitch", "tempo"]):
        for name in timeline.lane_names():
            timeline.set_lane_visible(name, name not in hidden)
        heights = [lane.height for lane in view.shown]
        assert sum(heights) == view.viewport().height()
        ends = [lane.y() + lane.height for lane in view.shown]
        assert [lane.y() for lane in view.shown] == [0, *ends[:-1]]


def test_lanes_that_do_not_fit_scroll(timeline):
    timeline.resize(1200, 320)
    QApplication.processEvents()
    view = timeline.lane_view
    assert view.full_height > view.viewport().height()
    assert timeline._scroll.isVisible()
    assert all(lane.height >= lane.min_height for lane in view.shown)
    timeline._scroll.setValue(40)
    assert view.shown[0].y() == -40
    assert timeline.headers.header(view.shown[0].name).y() == -40


def test_a_lane_takes_the_height_it_is_given(timeline):
    view = timeline.lane_view
    waveform = view.lane("waveform")
    before = waveform.height
    timeline.headers.set_height(waveform, before + 40)
    assert waveform.height == before + 40
    timeline.headers.set_collapsed(waveform, True)
    assert waveform.height == COLLAPSED_PX


def test_lanes_are_reordered_by_dragging_their_headers(timeline):
    view = timeline.lane_view
    tempo = view.lane("tempo")
    timeline.headers.move_lane(tempo, 5.0)
    assert timeline.lane_names()[0] == "tempo"
    assert tempo.y() == 0
    timeline.headers.step_lane(tempo, 1)
    assert timeline.lane_names()[1] == "tempo"


def test_what_the_user_arranged_comes_back(timeline, qtbot):
    timeline.headers.move_lane(timeline.lane_view.lane("tempo"), 5.0)
    timeline.set_lane_visible("spectrogram", False)
    timeline.headers.set_collapsed(timeline.lane_view.lane("transients"), True)
    timeline.lane_view.lane("waveform").set_channel_mode("separate")
    timeline.lane_view.lane("pitch").zoom_values(2.0, 30)
    state = timeline.state()
    other = Timeline(Session(), ThemeController("dark"))
    qtbot.addWidget(other)
    other.restore_state(state)
    assert other.state() == state
    other.shutdown()


def more_chords(timeline, name="other chords"):
    lane = ChordsLane(timeline.context)
    lane.name, lane.title = name, name.title()
    return lane


def test_a_lane_can_be_added_and_removed_again(timeline):
    names = timeline.lane_names()
    timeline.add_lane(more_chords(timeline), after="beats")
    assert timeline.lane_names()[names.index("beats") + 1] == "other chords"
    assert timeline.headers.header("other chords").isVisible()
    paint(timeline)
    with pytest.raises(ValueError, match="other chords"):
        timeline.add_lane(more_chords(timeline))
    timeline.remove_lane("other chords")
    assert timeline.lane_names() == names
    paint(timeline)


def test_a_lane_that_comes_back_finds_its_place_height_and_folding(timeline, qtbot):
    timeline.add_lane(more_chords(timeline))
    lane = timeline.lane_view.lane("other chords")
    timeline.headers.move_lane(lane, 5.0)
    timeline.headers.set_collapsed(lane, True)
    state = timeline.state()
    timeline.remove_lane("other chords")
    timeline.add_lane(more_chords(timeline), after="beats")
    assert timeline.state() == state
    other = Timeline(Session(), ThemeController("dark"))
    qtbot.addWidget(other)
    other.restore_state(state)
    other.add_lane(more_chords(other))
    assert other.state() == state
    other.shutdown()


def test_a_senseless_state_is_survived(timeline):
    before = timeline.lane_names()
    timeline.restore_state(
        {
            "order": ["nonsense", "tempo"],
            "hidden": before,
            "heights": {"tempo": -4, "x": 3},
            "lanes": {"pitch": {"range": [9, 1]}},
        }
    )
    assert sorted(timeline.lane_names()) == sorted(before)
    assert any(timeline.is_lane_visible(n) for n in timeline.lane_names())
    paint(timeline)


def test_both_themes_paint_their_background(timeline):
    themes = timeline.context.themes
    shots = []
    for mode in ("light", "dark"):
        themes.set_mode(mode)
        QApplication.processEvents()
        image = timeline.lane_view.lane("transients")
        paint(timeline)
        shots.append(image._image.pixelColor(image._image.width() - 3, 1).lightness())
    assert shots[0] > 200 > 60 > shots[1]


def test_each_lane_says_what_it_waits_for(empty, tmp_path):
    scene = synthetic_scene(tmp_path, 20.0, 40)
    empty.session.open(replace(scene.analysis, tracks={}))
    for name in empty.lane_names():
        empty.set_lane_visible(name, True)
    paint(empty)
    for lane in empty.lane_view.lanes:
        assert lane.renders > 0


def test_everything_has_a_name_for_screen_readers(timeline):
    for widget in (timeline, timeline.lane_view, timeline.ruler, timeline.overview, timeline.headers):
        assert widget.accessibleName()
    assert timeline.headers.header("beats").accessibleName() == "Beats lane"


def test_header_menus_offer_what_the_lane_can(timeline):
    menu = timeline.headers.menu_for(timeline.lane_view.lane("waveform"))
    texts = [a.text() for a in menu.actions()]
    assert "A row for each channel" in texts
    next(a for a in menu.actions() if a.text() == "Hide").trigger()
    assert not timeline.is_lane_visible("waveform")
    menu.close()


def test_keys_on_a_header(timeline, qtbot):
    header = timeline.headers.header("waveform")
    qtbot.keyClick(header, Qt.Key.Key_Space)
    assert header.lane.collapsed
    qtbot.keyClick(header, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert timeline.lane_names()[1] == "waveform"


def test_the_spectrogram_thread_ends_with_the_timeline(timeline, qtbot):
    cache = timeline.lane_view.lane("spectrogram").cache
    thread = cache._thread
    assert thread is not None and thread.isRunning()
    timeline.shutdown()
    assert thread.isFinished()


def test_the_waveform_is_drawn_without_the_audio_of_an_analysis_that_was_given_up(timeline, qtbot):
    lane = timeline.lane_view.lane("waveform")
    qtbot.waitUntil(lambda: lane._squares is not None, timeout=8000)
    timeline.context.session.audio = None
    timeline.set_viewport(timeline.viewport.showing(6.0, 6.0 + 0.05))
    before = lane.renders
    paint(timeline)
    assert lane.renders > before


@pytest.mark.parametrize("span", [10.0, 3.0])
@pytest.mark.parametrize("step", [7, -13, 150])
def test_a_scrolled_picture_is_the_one_that_would_be_drawn_afresh(timeline, qtbot, span, step):
    cache = timeline.lane_view.lane("spectrogram").cache
    timeline.set_viewport(timeline.viewport.showing(6.0, 6.0 + span))
    paint(timeline)
    qtbot.wait(100)
    qtbot.waitUntil(lambda: not cache.busy and timeline.lane_view.lane("waveform")._squares is not None, timeout=8000)
    qtbot.wait(100)
    paint(timeline)
    before = renders(timeline)
    timeline.pan(step)
    paint(timeline)
    qtbot.wait(100)  # until it asks for the tiles that it lacks, and draws those that came
    qtbot.waitUntil(lambda: not cache.busy, timeout=8000)
    qtbot.wait(100)
    paint(timeline)
    for lane in timeline.lane_view.lanes:
        if lane.name != "spectrogram":  # a tile that arrives draws it anew
            assert lane.renders == before[lane.name], lane.name
        scrolled = lane._pixels.copy()
        lane._render(1.0, timeline.context.theme)
        fresh = lane._pixels
        far = [abs((scrolled >> n & 0xFF).astype(int) - (fresh >> n & 0xFF).astype(int)) > 8 for n in (0, 8, 16)]
        different = np.flatnonzero(np.any(far, axis=(0, 1)))
        # rounding of a float may put a mark on a neighbouring column, rarely
        assert different.size <= 6, (lane.name, different)


def test_lanes_that_went_come_back_as_they_were(timeline):
    for name in ("one", "two"):
        timeline.add_lane(more_chords(timeline, name), after="beats")
    for name, height in (("one", 61), ("two", 72)):
        timeline.headers.set_height(timeline.lane_view.lane(name), height)
    timeline.headers.set_collapsed(timeline.lane_view.lane("two"), True)
    before = timeline.state()
    for name in ("one", "two"):
        timeline.remove_lane(name)
    for name in ("two", "one"):
        timeline.add_lane(more_chords(timeline, name))
    assert timeline.state() == before


@pytest.mark.parametrize(
    "state",
    [{"order": 7}, {"order": [["x"], "more"], "hidden": 5, "collapsed": None}, {"heights": [1], "lanes": 3},
     {"order": ["more"], "lanes": {"more": 4}, "snap_to": "grid"}],
)  # fmt: skip
def test_a_lane_can_be_added_after_a_senseless_state(timeline, state):
    timeline.restore_state(state)
    timeline.add_lane(more_chords(timeline, "more"))
    assert timeline.is_lane_visible("more")
    timeline.remove_lane("more")
