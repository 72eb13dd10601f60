"""The quick grid in the window: seen as what it is, replaced without a jump, and nothing done to it gets lost."""

import numpy as np
import pytest

from tests.ui.fakes import BEAT_TIMES, beats_track, quick_track
from w12studio import service
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, METER, TEMPO
from w12studio.domain.pins import PINS
from w12studio.ui.marker_menu import marker_menu
from w12studio.ui.session import Selection


@pytest.fixture
def quick(window, qtbot, recording):
    """A window whose recording has its quick grid; `FakeEngine.go` lets the full one come."""
    window.files.open_paths([recording("quick.wav")])
    qtbot.waitUntil(lambda: window.session.is_provisional)
    return window


@pytest.fixture
def refine(quick, engine, qtbot):
    def let_it_come():
        engine.go.set()
        qtbot.waitUntil(lambda: not any(i.active for i in quick.queue.items))

    return let_it_come


def said(window):
    return [n.text for n in window.notices.notices]


def lane_of(window):
    return window.timeline.lane_view.lane("beats")


def drawn_rows(window, index):
    """Whether each row of the beats lane is inked at a beat."""
    window.timeline.grab()
    lane = lane_of(window)
    time = window.session.analysis.events(BEATS).times[index]
    rows = lane.frame.pixels[:-6, int(lane.frame.view.time_to_px(time))]  # without the strip that shows doubt
    return rows != lane.context.theme.background.rgb()


def test_it_is_seen_as_what_it_is(quick):
    lane = lane_of(quick)
    assert lane.subtitle() == "Quick grid, being refined…" and lane.has_news
    assert quick.session.analysis.track(TEMPO).provisional and quick.session.analysis.track(METER).provisional
    assert quick.transport.tempo.text() == "≈ 120 BPM"
    quick.timeline.set_viewport(quick.timeline.viewport.showing(1.0, 5.0))
    inked = drawn_rows(quick, 6)
    assert 0.3 < inked.mean() < 0.9 and np.diff(inked.astype(int)).tolist().count(1) >= 3  # dashes
    assert "of the quick grid" in lane.describe(quick.session.analysis.events(BEATS).times[6], 40.0)


def test_the_full_grid_takes_its_place_visibly_and_the_view_stays(quick, refine):
    timeline, session = quick.timeline, quick.session
    timeline.set_viewport(timeline.viewport.showing(2.0, 6.0))
    session.select(Selection(3.0, 4.0, BEATS, tuple(session.analysis.events(BEATS)[5:7])))
    before, chosen = timeline.viewport, [e.time for e in session.selection.events]
    refine()
    assert timeline.viewport == before
    assert not session.is_provisional and np.array_equal(session.analysis.events(BEATS).times, BEAT_TIMES)
    assert not session.analysis.track(TEMPO).provisional
    assert lane_of(quick).subtitle() == "Refined: 120.0 BPM, 4/4" and lane_of(quick).has_news
    assert (session.selection.start, session.selection.end) == (3.0, 4.0)
    assert [e.time for e in session.selection.events] == pytest.approx([t - 0.02 for t in chosen])
    assert all(e in tuple(session.analysis.events(BEATS)) for e in session.selection.events)
    inked = drawn_rows(quick, 6)
    assert np.diff(inked.astype(int)).tolist().count(1) <= 2  # a line, and the number above it
    assert not session.dirty and not session.undo_name


def test_the_news_is_over_after_a_while(quick, refine, qtbot):
    lane = lane_of(quick)
    lane._news.setInterval(20)
    refine()
    qtbot.waitUntil(lambda: not lane.has_news)
    assert lane.subtitle() == "fake-beats 1"


def test_another_recording_brings_no_news(quick, qtbot, recording):
    open_first = quick.queue.current
    (other,) = quick.queue.add([recording("other.wav")])
    quick.queue.open(other)
    quick.queue.cancel(open_first)
    qtbot.waitUntil(lambda: not other.active)
    assert not lane_of(quick).has_news and lane_of(quick).subtitle() == "fake-beats 1"


@pytest.mark.parametrize("name", ["halve", "double", "shift_left", "add_marker", "delete"])
def test_it_can_not_be_edited_and_says_why(quick, name):
    session = quick.session
    session.select(Selection(kind=BEATS, events=(session.analysis.events(BEATS)[3],)))
    before = session.analysis
    quick.handlers[name]()
    session.pinning.drag_beat(before.events(BEATS)[3], 2.2, lambda a: edits.add_event(a, BEATS, 2.2))
    assert session.analysis is before and not session.dirty
    (sentence,) = said(quick)
    assert sentence.startswith("This is the quick grid: the full beats will be here in a moment")


def test_a_menu_that_was_open_meanwhile_does_no_harm(quick, refine):
    event = quick.session.analysis.events(BEATS)[3]
    menu = marker_menu(quick.timeline, event.time, BEATS, event)
    refine()
    {a.text(): a for a in menu.actions()}["Delete beat"].trigger()
    assert np.array_equal(quick.session.analysis.events(BEATS).times, BEAT_TIMES) and not quick.session.undo_name
    menu.deleteLater()


def test_pins_wait_for_the_full_grid_and_are_steps_of_their_own(quick, refine, solver):
    solver.obey()
    say, session = quick.editor.say, quick.session
    say.beat(2.2)
    say.downbeat(3.02)
    assert PINS not in session.analysis.tracks
    assert said(quick) == ["Noted: it will be done as soon as the full beats are here."]
    refine()
    assert [(p.label, p.time) for p in session.analysis.events(PINS)] == [("beat", 2.2), ("downbeat", 3.0)]
    assert 2.2 in session.analysis.events(BEATS).times
    session.undo()
    session.undo()
    assert PINS not in session.analysis.tracks and np.array_equal(session.analysis.events(BEATS).times, BEAT_TIMES)


def test_what_was_noted_is_not_lost_silently(quick, qtbot, recording):
    quick.editor.say.tempo(2.0, 100.0)
    (other,) = quick.queue.add([recording("other.wav")])
    quick.queue.open(other)
    assert any("is gone, because another recording" in text for text in said(quick))


def test_transients_can_be_edited_meanwhile(quick):
    quick.session.apply(edits.add_event(quick.session.analysis, "transients", 1.0))
    assert quick.session.undo_name and said(quick) == []


@pytest.mark.parametrize("opened", [True, False])
def test_an_analysis_that_is_cancelled_leaves_it_to_be_edited(quick, qtbot, opened, recording):
    item = quick.queue.current
    if not opened:
        quick.queue.open(quick.queue.add([recording("other.wav")])[0])
    quick.queue.cancel(item)
    qtbot.waitUntil(lambda: not any(i.active for i in quick.queue.items))
    quick.queue.open(item)
    track = quick.session.analysis.track(BEATS)
    assert track.complete and not track.provisional and track.source.estimator == "quick-fake"
    quick.handlers["halve"]()
    assert len(quick.session.analysis.events(BEATS)) == -(-len(quick_track().events) // 2)


def test_it_never_takes_the_place_of_beats(quick, refine):
    refine()
    assert not quick.session.merge_track(quick_track())
    item = quick.queue.current
    quick.queue.open(item)
    assert not quick.session.is_provisional


def test_a_new_analysis_does_not_ask_for_it(quick, refine, engine, qtbot):
    refine()
    quick.queue.analyze_again()
    qtbot.waitUntil(lambda: not quick.queue.current.active)
    assert [r.quick_grid for _, r in engine.requests] == [True, False]


def test_of_many_recordings_those_that_are_looked_at_get_it(window, qtbot, recording, engine):
    first, _second, third = window.queue.add([recording("slow.wav"), recording("b.wav"), recording("c.wav")])
    window.queue.open(first)
    window.queue.open(third)
    engine.go.set()
    qtbot.waitUntil(lambda: not any(i.active for i in window.queue.items))
    assert [(p.name, r.quick_grid) for p, r in engine.requests] == [
        ("slow.wav", True), ("c.wav", True), ("b.wav", False),
    ]  # fmt: skip


def test_it_is_neither_saved_nor_exported(quick, tmp_path, monkeypatch):
    project = tmp_path / "song.w12"
    service.save_project(quick.session.analysis, project)
    assert BEATS not in service.open_project(project).analysis.tracks
    report = service.export(quick.session.analysis, tmp_path / "again.w12", "w12")
    assert report.n_events == 0
    shown = []
    monkeypatch.setattr(quick.handlers["export"].__self__, "_show", shown.append)
    quick.handlers["export"]()
    assert BEATS not in shown[0].layer_boxes
    assert said(quick) == ["The quick grid can't be exported: its full beats are not here yet."]
    shown[0].deleteLater()


def test_full_beats_of_a_closed_recording_replace_it(quick, refine, qtbot, recording):
    item = quick.queue.current
    quick.queue.open(quick.queue.add([recording("other.wav")])[0])
    assert item.analysis.track(BEATS).provisional
    refine()
    assert item.analysis.track(BEATS) == beats_track()
    assert not item.pins_waiting
