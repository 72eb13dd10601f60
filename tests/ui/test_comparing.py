"""Comparing in the window: figures follow edits, lanes come and go, what theirs has can be taken."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, QPointF, Qt

from tests.ui.fakes import BEAT_TIMES, open_and_wait
from w12studio import service
from w12studio.domain import edits
from w12studio.domain.alignment import BY_HAND, SOUND, Alignment
from w12studio.domain.analysis import BEATS, CHORDS, KEY, PITCH, SECTIONS, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.comparing import DOWNBEATS
from w12studio.domain.curves import Curve
from w12studio.domain.errors import Cancelled
from w12studio.domain.events import Event, Events
from w12studio.ui.analysis_queue import State
from w12studio.ui.comparison import COMPUTED, MARKERS, RECORDING, Comparison, from_state, of_tracks, places, to_state
from w12studio.ui.dialogs.compute import ComputeDialog
from w12studio.ui.lanes.compared import LAYER_LANE, SOUND_LANE, ComparedLane
from w12studio.ui.lanes.difference import DIFFERENCE_LANE
from w12studio.ui.session import Selection


def beats(times, values=None):
    at = np.asarray(times, dtype=float)
    return Track(BEATS, Events.from_columns(at, None, np.arange(at.size) % 4 + 1 if values is None else values))


REFERENCE = np.sort(np.append(np.delete(BEAT_TIMES, 3) + 0.02, 5.2))  # 2.0 is extra in ours, 5.2 is missing


@pytest.fixture
def compared(loaded):
    loaded.compare.comparing.start(of_tracks("ears.beats", {BEATS: beats(REFERENCE)}, MARKERS))
    return loaded


def found(window, kind=""):
    return window.compare.comparing.difference(kind)


def test_the_figures_follow_every_edit_and_its_undo(compared):
    session = compared.session
    n = BEAT_TIMES.size
    assert found(compared).figures["f_measure"] == pytest.approx(2 * (n - 1) / (2 * n))
    session.apply(edits.add_event(session.analysis, BEATS, 5.2))
    assert found(compared).figures["f_measure"] == pytest.approx(2 * n / (2 * n + 1))
    session.undo()
    assert found(compared).figures["missing"] == 1


def test_the_figure_moves_while_a_beat_is_dragged(compared, qtbot):
    lane = compared.timeline.lane_view.lane(DIFFERENCE_LANE)
    before = lane.subtitle()
    beat = compared.session.analysis.events(BEATS)[3]
    compared.timeline.markers_dragged.emit(BEATS, (beat,), 3.2)
    assert found(compared).figures["missing"] == 0
    assert lane.subtitle() != before
    compared.timeline.markers_dragged.emit(BEATS, (Event(99.0),), 0.1)  # gone meanwhile: nothing happens
    compared.timeline.markers_dragged.emit("", (), 0.0)
    assert lane.subtitle() == before


def test_a_real_drag_of_a_beat_moves_the_figure(compared, qtbot):
    view, timeline = compared.timeline.lane_view, compared.timeline
    lane = view.lane("beats")
    x = round(timeline.viewport.time_to_px(2.0))
    y = round(lane.y() + lane.height / 2)
    to = round(timeline.viewport.time_to_px(5.2))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, QPoint(x, y))
    for step in (x + 10, to):
        move(view, QPointF(step, y))
    assert found(compared).figures["missing"] == 0
    assert timeline.gestures.cancel()
    assert found(compared).figures["missing"] == 1


def move(view, at):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    event = QMouseEvent(
        QEvent.Type.MouseMove, at, view.viewport().mapToGlobal(at), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_lanes_come_and_go_with_the_comparison(compared):
    names = compared.timeline.lane_names()
    assert names.index(LAYER_LANE) + 1 == names.index(DIFFERENCE_LANE)
    assert SOUND_LANE not in names
    assert compared.actions_["take_theirs"].isEnabled()
    assert not compared.actions_["align_again"].isEnabled()
    compared.actions_["stop_comparing"].trigger()
    assert {LAYER_LANE, DIFFERENCE_LANE}.isdisjoint(compared.timeline.lane_names())
    assert not compared.actions_["take_theirs"].isEnabled()
    compared.compare.comparing.start(of_tracks("again", {BEATS: beats(REFERENCE)}, MARKERS))
    names = compared.timeline.lane_names()
    assert names.index(LAYER_LANE) + 1 == names.index(DIFFERENCE_LANE)


@pytest.mark.parametrize("kind", [BEATS, DOWNBEATS, TRANSIENTS, PITCH, CHORDS, KEY, SECTIONS, "notes"])
@pytest.mark.parametrize("span", [(0.0, 10.0), (3.0, 4.6)])
def test_every_kind_of_layer_is_drawn_beside_ours(loaded, qtbot, kind, span):
    session = loaded.session
    regions = Events([Event(0.0, 4.0, label="C"), Event(4.0, 6.0, label="Am")])
    others = Events([Event(0.0, 5.0, label="C"), Event(5.0, 5.0, label="Am")])
    notes = Events([Event(1.0, 0.5, 60.0), Event(4.1, 0.5, 64.0)])
    curve = Track(PITCH, curve=Curve(np.where(np.arange(1000) % 200 < 150, 220.0, np.nan), 100.0))
    analysis = session.analysis.with_track(curve).with_track(Track("notes", notes))
    for name in (CHORDS, KEY, SECTIONS):
        analysis = analysis.with_track(Track(name, regions))
    session.open(analysis)
    theirs = dict(analysis.tracks) | {BEATS: beats(REFERENCE)} | {n: Track(n, others) for n in (CHORDS, KEY, SECTIONS)}
    theirs[PITCH] = Track(PITCH, curve=Curve(np.full(1000, 221.0), 100.0))
    theirs["notes"] = Track("notes", Events([Event(1.02, 0.5, 60.0), Event(4.1, 0.5, 65.0)]))
    loaded.compare.comparing.start(of_tracks("theirs", theirs, MARKERS))
    loaded.compare.comparing.look_at(kind)
    assert loaded.compare.comparing.layer == kind
    loaded.timeline.set_viewport(loaded.timeline.viewport.showing(*span))
    plain = []
    for name in (LAYER_LANE, DIFFERENCE_LANE):
        lane = loaded.timeline.lane_view.lane(name)
        loaded.timeline.lane_view.grab()
        plain.append(len(np.unique(lane._pixels)))
        lane.describe(4.2, 10.0)
    assert min(plain) > 2
    assert found(loaded).figures


def test_steps_go_from_difference_to_difference(compared):
    player = compared.player
    player.seek(0.0)
    seen = []
    for _ in range(2):
        compared.actions_["next_difference"].trigger()
        seen.append(player.position)
    assert seen == pytest.approx([2.0, 5.2])
    compared.actions_["next_difference"].trigger()
    assert player.position == pytest.approx(5.2)
    compared.actions_["previous_difference"].trigger()
    assert player.position == pytest.approx(2.0)


def test_large_deviations_are_places_too():
    from w12studio.domain.comparing import compare

    spots = places(compare(BEATS, beats([1.0, 2.06, 3.0]), beats([1.0, 2.0, 4.0])), 0.07)
    assert [(p.start, p.what) for p in spots] == [(2.06, "60 ms late"), (3.0, "extra"), (4.0, "missing")]


def test_theirs_is_taken_at_the_playhead_as_one_step(compared):
    session, player = compared.session, compared.player
    for at, figure in ((2.0, "extra"), (5.2, "missing")):
        player.seek(at)
        assert found(compared).figures[figure] == 1
        compared.actions_["take_theirs"].trigger()
        assert found(compared).figures[figure] == 0
        assert session.undo_name == "Take theirs"
    player.seek(1.0)
    compared.actions_["take_theirs"].trigger()
    assert 1.02 in session.analysis.events(BEATS).times
    for _ in range(3):
        session.undo()
    assert np.array_equal(session.analysis.events(BEATS).times, BEAT_TIMES)
    player.seek(9.9)
    n = len(session.history()[0])
    compared.actions_["take_theirs"].trigger()
    assert len(session.history()[0]) == n


def regions(*rows):
    return Events([Event(start, end - start, label=label) for start, end, label in rows])


def test_borders_of_sections_are_taken_where_the_next_difference_is(loaded):
    session, player, comparing = loaded.session, loaded.player, loaded.compare.comparing
    mine = regions((0.0, 2.2, "A"), (2.2, 6.0, "B"), (6.0, 8.0, "C"), (8.0, 10.0, "D"))
    theirs = regions((0.0, 2.0, "a"), (2.0, 4.0, "b"), (4.0, 6.4, "c"), (6.4, 10.0, "d"))
    session.open(session.analysis.with_track(Track(SECTIONS, mine)))
    comparing.start(of_tracks("ears", {SECTIONS: Track(SECTIONS, theirs)}, MARKERS))
    comparing.look_at(SECTIONS)
    taken = []
    for at in (4.0, 8.0):  # missing, extra
        player.seek(at - 1.0)
        loaded.actions_["next_difference"].trigger()
        assert player.position == pytest.approx(at, abs=1e-3)
        loaded.actions_["take_theirs"].trigger()
        taken.append([(e.time, round(e.end, 6), e.label) for e in session.analysis.events(SECTIONS)])
    added = [(0.0, 2.2, "A"), (2.2, 4.0, "b"), (4.0, 6.0, "c"), (6.0, 8.0, "C"), (8.0, 10.0, "D")]
    assert taken == [added, [*added[:3], (6.0, 10.0, "d")]]
    player.seek(6.0)  # both have it, theirs later
    loaded.actions_["take_theirs"].trigger()
    assert session.analysis.events(SECTIONS).times.tolist() == [0.0, 2.2, 4.0, 6.4]
    n = len(session.history()[0])
    player.seek(5.0)
    loaded.actions_["take_theirs"].trigger()
    assert len(session.history()[0]) == n


def test_theirs_is_taken_over_the_selected_span(compared):
    compared.session.select(Selection(1.2, 5.3))
    compared.actions_["take_theirs"].trigger()
    times = compared.session.analysis.events(BEATS).times
    assert np.array_equal(times[(times > 1.2) & (times < 5.3)], REFERENCE[(REFERENCE > 1.2) & (REFERENCE < 5.3)])
    assert times[-1] == BEAT_TIMES[-1]


def test_a_tolerance_of_ones_own(compared):
    panel = compared.compare.panel
    panel.tolerance.setValue(10)
    assert found(compared).figures["matched"] == 0
    assert compared.compare.comparing.comparison.tolerances_s == {BEATS: 0.01}


def test_the_panel_shows_each_layer_and_a_click_looks_at_it(compared, qtbot):
    panel = compared.compare.panel
    assert list(panel.rows) == [BEATS, DOWNBEATS]
    qtbot.waitUntil(lambda: panel.rows[DOWNBEATS].text.startswith("F "))
    qtbot.mouseClick(panel.rows[DOWNBEATS], Qt.MouseButton.LeftButton)
    assert compared.compare.comparing.layer == DOWNBEATS
    assert ("F-measure", f"{found(compared).figures['f_measure']:.3f}") in panel.shares.rows


def test_a_file_of_markers_is_read_and_compared(loaded, qtbot, tmp_path):
    path = tmp_path / "ears.csv"
    service.export(Analysis(loaded.session.analysis.audio, {BEATS: beats(REFERENCE)}), path, "csv")
    loaded.compare.sources.take_markers(path)
    qtbot.waitUntil(lambda: loaded.compare.comparing.comparison is not None)
    assert found(loaded, BEATS).figures["missing"] == 1


def test_a_layer_of_another_name_counts_as_beats(loaded, qtbot, tmp_path):
    labels = Track("clicks", Events.from_columns(REFERENCE))
    loaded.compare.sources.take_tracks("clicks.txt", [labels])
    assert loaded.compare.comparing.layer == BEATS
    assert found(loaded).figures["missing"] == 1


def test_an_import_can_be_compared_instead(loaded, qtbot, tmp_path):
    path = tmp_path / "ears.csv"
    service.export(Analysis(loaded.session.analysis.audio, {BEATS: beats(REFERENCE)}), path, "csv")
    loaded.importer.take([path])
    qtbot.waitUntil(lambda: loaded.importer.dialog is not None)
    loaded.importer.dialog.compare_button.click()
    assert loaded.compare.comparing.comparison.name == "ears.csv"
    assert np.array_equal(loaded.session.analysis.events(BEATS).times, BEAT_TIMES)


def test_what_was_edited_is_compared_with_what_was_computed(loaded, qtbot):
    session = loaded.session
    session.apply(edits.move_event(session.analysis, BEATS, session.analysis.events(BEATS)[4], 2.2))
    loaded.actions_["compare_computed"].trigger()
    qtbot.waitUntil(lambda: loaded.compare.comparing.comparison is not None)
    assert loaded.compare.comparing.comparison.origin == COMPUTED
    assert (found(loaded).figures["missing"], found(loaded).figures["extra"]) == (1, 1)
    assert len(session.history()[0]) == 1


def test_another_estimator_is_shown_beside_ours(loaded, qtbot, engine):
    dialog = ComputeDialog(loaded.session.analysis, BEATS, "auto", loaded, beside=True)
    assert "stays" in dialog.note.text()
    assert dialog.choice.name != loaded.session.analysis.track(BEATS).source.estimator
    dialog.chosen.connect(loaded.compare.sources.take_estimator)
    before = loaded.session.analysis
    dialog.accept()
    qtbot.waitUntil(lambda: loaded.compare.comparing.comparison is not None)
    assert loaded.session.analysis is before
    assert loaded.compare.comparing.comparison.name == dialog.choice.title
    assert found(loaded).figures["f_measure"] == 1.0
    dialog.deleteLater()


@pytest.mark.parametrize("begin", ["take_computed", "take_estimator"])
def test_the_queue_leaves_the_sound_of_what_is_computed_to_compare_with(loaded, qtbot, monkeypatch, begin):
    released = []
    monkeypatch.setattr(service, "release_audio", released.append)
    sources = loaded.compare.sources
    if begin == "take_computed":
        sources.take_computed()
    else:
        dialog = ComputeDialog(loaded.session.analysis, BEATS, "auto", loaded, beside=True)
        dialog.chosen.connect(sources.take_estimator)
        dialog.accept()
        dialog.deleteLater()
    qtbot.waitUntil(lambda: loaded.compare.comparing.comparison is not None)
    assert not released


@pytest.fixture
def aligned(monkeypatch):
    """An aligner that finds half a second at once."""
    asked = []

    def align(ours, theirs, **_):
        asked.append((ours, theirs))
        return Alignment(0.5, 1.0, SOUND, 1.0, 1e-5)

    monkeypatch.setattr(service, "align", align)
    return asked


def test_another_recording_is_analysed_aligned_and_shown(loaded, qtbot, recording, aligned):
    other = recording("other.wav")
    loaded.compare.sources.take_recording(other)
    comparing = loaded.compare.comparing
    qtbot.waitUntil(lambda: comparing.comparison is not None and comparing.comparison.alignment.method == SOUND)
    assert comparing.comparison.origin == RECORDING
    assert comparing.theirs().events.times == pytest.approx(BEAT_TIMES + 0.5)
    assert comparing.inside == (0.5, 10.0)
    assert (found(loaded).figures["missing"], found(loaded).figures["extra"]) == (0, 1)
    assert SOUND_LANE in loaded.timeline.lane_names()
    assert "+0.5000 s" in loaded.compare.panel.alignment.text()
    lane = loaded.timeline.lane_view.lane(SOUND_LANE)
    loaded.timeline.lane_view.grab()
    assert len(np.unique(lane._pixels)) > 3
    loaded.timeline.set_viewport(loaded.timeline.viewport.showing(1.0, 1.01))
    loaded.timeline.lane_view.grab()
    loaded.queue.remove(loaded.compare.sources.item_of(comparing.comparison))
    lane.invalidate()
    loaded.timeline.lane_view.grab()  # what was known of its sound is still drawn
    loaded.compare.panel.offset.setValue(0.25)
    assert comparing.comparison.alignment.method == BY_HAND
    assert "by hand" in loaded.compare.panel.alignment.text()


def test_a_recording_of_the_queue_is_compared_from_its_menu(loaded, qtbot, recording, aligned):
    (item,) = loaded.queue.add([recording("other.wav")])
    qtbot.waitUntil(lambda: not item.active)
    loaded.queue_panel.compare_requested.emit(item)
    assert loaded.compare.comparing.comparison.name == "other.wav"
    qtbot.waitUntil(lambda: loaded.compare.comparing.comparison.alignment.method == SOUND)


def test_their_lanes_are_dragged_while_the_alignment_is_adjusted(loaded, qtbot, recording, aligned):
    loaded.compare.sources.take_recording(recording("other.wav"))
    comparing = loaded.compare.comparing
    qtbot.waitUntil(lambda: comparing.comparison is not None and comparing.comparison.alignment.method == SOUND)
    loaded.actions_["adjust_alignment"].trigger()
    view = loaded.timeline.lane_view
    lane = view.lane(SOUND_LANE)
    at = QPoint(200, round(lane.y() + 10))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    move(view, QPointF(300, at.y()))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, at.y()))
    moved = 100 * loaded.timeline.viewport.seconds_per_px
    assert comparing.comparison.alignment.offset_s == pytest.approx(0.5 + moved)
    assert not loaded.session.selection.has_span


def test_recordings_are_swapped(loaded, qtbot, recording, aligned):
    first = loaded.queue.current.path
    loaded.compare.sources.take_recording(recording("other.wav"))
    comparing = loaded.compare.comparing
    qtbot.waitUntil(lambda: comparing.comparison is not None and comparing.comparison.alignment.method == SOUND)
    loaded.actions_["swap_compared"].trigger()
    assert loaded.queue.current.path.name == "other.wav"
    assert comparing.comparison.path == str(first)
    assert comparing.comparison.alignment.offset_s == -0.5
    loaded.files.open_item(next(i for i in loaded.queue.items if i.path == first))
    assert comparing.comparison.name == "other.wav"  # each recording keeps what it is compared with


def test_layers_are_swapped_as_one_step(compared):
    compared.actions_["swap_compared"].trigger()
    assert np.array_equal(compared.session.analysis.events(BEATS).times, REFERENCE)
    assert np.array_equal(compared.compare.comparing.theirs().events.times, BEAT_TIMES)
    assert found(compared).figures["extra"] == 1
    compared.session.undo()
    assert found(compared).figures["f_measure"] == 1.0


def test_the_open_recording_is_not_compared_with_itself(loaded):
    loaded.compare.sources.take_recording(loaded.queue.current.path)
    assert loaded.compare.comparing.comparison is None


def test_a_project_remembers_the_comparison(compared, qtbot, tmp_path, make_window):
    comparing = compared.compare.comparing
    comparing.set_tolerance(BEATS, 0.03)
    first = comparing.comparison.id
    comparing.start(of_tracks("other.beats", {BEATS: beats(BEAT_TIMES)}, MARKERS))
    comparing.look_at(DOWNBEATS)
    comparing.look_at_comparison(first)
    comparing.look_at(BEATS)
    compared.session.project_path = tmp_path / "a.w12"
    assert compared.files.save()
    other = make_window()
    other.files.open_paths([tmp_path / "a.w12"])
    qtbot.waitUntil(lambda: other.session.audio is not None)
    back = other.compare.comparing.comparison
    assert (back.name, back.origin, back.tolerances_s) == ("ears.beats", MARKERS, {BEATS: 0.03})
    assert [c.name for c in other.compare.comparing.comparisons] == ["ears.beats", "other.beats"]
    assert other.compare.comparing.layer == BEATS
    assert found(other).figures == found(compared).figures


def test_lanes_of_several_comparisons_are_told_apart_by_their_titles(compared):
    assert [x.title for x in compared.timeline.lane_view.lanes if isinstance(x, ComparedLane)] == ["Theirs"]
    compared.compare.comparing.start(of_tracks("other.beats", {BEATS: beats(REFERENCE)}, MARKERS))
    titles = [x.title for x in compared.timeline.lane_view.lanes if isinstance(x, ComparedLane)]
    assert titles == ["ears.beats", "other.beats"]
    compared.compare.comparing.stop()
    assert [x.title for x in compared.timeline.lane_view.lanes if isinstance(x, ComparedLane)] == ["Theirs"]


def test_a_copy_against_crashes_remembers_the_comparison(compared):
    compared.actions_["halve"].trigger()
    assert compared.session.dirty
    compared.autosave.save_now()
    (state,) = service.open_project(compared.autosave.path).view["comparisons"]
    assert from_state(state).name == "ears.beats"


def test_a_project_is_read_beside_the_window(loaded, qtbot, tmp_path, monkeypatch):

    sources, comparing = loaded.compare.sources, loaded.compare.comparing
    path, read, threads = tmp_path / "a.w12", service.open_project, []
    loaded.session.project_path = path
    assert loaded.files.save()
    session = loaded.session
    session.apply(edits.add_event(session.analysis, BEATS, 5.2))

    def open_project(path):
        threads.append(threading.current_thread())
        return read(path)

    monkeypatch.setattr(service, "open_project", open_project)
    sources.take_recording(path)
    qtbot.waitUntil(lambda: comparing.comparison is not None)
    assert threads[0] is not threading.main_thread()
    assert (comparing.comparison.name, comparing.comparison.origin) == ("a.w12", MARKERS)
    assert found(loaded, BEATS).figures["extra"] == 1
    path.write_text("{")
    said = len(loaded.notices.notices)
    sources.take_recording(path)
    qtbot.waitUntil(lambda: len(loaded.notices.notices) > said)
    sources.take_recording(path)
    session.mark_saved(path)
    loaded.queue.remove(loaded.queue.current)  # nobody waits for it any more
    assert not sources._opener.busy


def test_a_recording_that_is_gone_gives_a_sentence(loaded, tmp_path):
    facts = AudioFacts(str(tmp_path / "gone.wav"), "ab", 8000, 1, 80_000)
    comparison = Comparison(
        "gone.wav", RECORDING, Analysis(facts, {BEATS: beats(REFERENCE)}), path=str(tmp_path / "gone.wav")
    )
    said = []
    loaded.notices.show_notice = lambda text, *rest: said.append(text)
    loaded.compare.restore({"comparisons": [to_state(comparison), 7], "comparison": 1})
    assert loaded.compare.comparing.comparison.name == "gone.wav"
    assert any("is not where it was" in text for text in said)
    loaded.timeline.lane_view.grab()
    loaded.actions_["align_again"].trigger()
    loaded.actions_["swap_compared"].trigger()


@pytest.mark.parametrize(
    "damage",
    [
        {"origin": "moon"}, {"document": 3}, {"alignment": {"rate": 0}}, {"alignment": {"offset_s": "x"}},
        {"alignment": {"method": "guess"}}, {"tolerances_s": {"beats": "wide"}},
    ],
)  # fmt: skip
def test_nonsense_in_a_project_is_left_out(damage):
    state = to_state(of_tracks("a", {BEATS: beats([1.0, 2.0])}, MARKERS))
    assert from_state(state).analysis.events(BEATS).times.tolist() == [1.0, 2.0]
    assert from_state(state | damage) is None


def test_curves_that_nothing_is_compared_with_are_not_remembered():
    curve = Curve(np.ones(10), 10.0)
    given = of_tracks("a", {BEATS: replace(beats([1.0]), curve=curve), PITCH: Track(PITCH, curve=curve)}, MARKERS)
    back = from_state(to_state(given)).analysis
    assert back.track(BEATS).curve is None
    assert back.track(PITCH).curve == curve


@pytest.mark.slow
def test_real_recordings_are_aligned_in_the_window(make_window, qtbot, tmp_path):
    rng = np.random.default_rng(0)
    sound = rng.normal(0, 0.1, 16_000 * 20) * (np.arange(16_000 * 20) % 7_777 < 2_000)
    ours, theirs = tmp_path / "a.wav", tmp_path / "b.wav"
    soundfile.write(ours, sound, 16_000)
    soundfile.write(theirs, sound[16_000 * 3 :], 16_000)
    assert service.align(Path(ours), Path(theirs)).offset_s == pytest.approx(3.0, abs=1e-4)
    service.shutdown()


def test_a_recording_that_cannot_be_read_ends_the_waiting(loaded, qtbot, tmp_path):
    bad = tmp_path / "bad.wav"
    bad.write_bytes(b"RIFF")
    loaded.compare.sources.take_recording(bad)
    qtbot.waitUntil(lambda: any(i.path == bad and i.state is State.FAILED for i in loaded.queue.items))
    qtbot.waitUntil(lambda: loaded.compare.sources.busy == "")
    assert loaded.compare.comparing.comparison is None


def test_another_recording_takes_the_comparison_away(compared, qtbot, recording):
    open_and_wait(compared, qtbot, recording("next.wav"))
    assert compared.compare.comparing.comparison is None
    assert DIFFERENCE_LANE not in compared.timeline.lane_names()


def test_the_other_recording_is_heard_at_the_same_place(loaded, qtbot, recording, aligned, sound):
    loaded.compare.sources.take_recording(recording("other.wav"))
    comparing = loaded.compare.comparing
    qtbot.waitUntil(lambda: comparing.comparison is not None and comparing.comparison.alignment.method == SOUND)
    loaded.player.seek(2.0)
    loaded.player.play()
    hear = loaded.actions_["hear_other"]
    hear.trigger()
    qtbot.waitUntil(lambda: loaded.player._instead is not None)
    place = loaded.player.position
    block = sound.sinks[-1].pull(100)
    assert block[0, 0] == pytest.approx((place - 0.5) / 10, abs=1e-3)  # samples say where in their file they are
    assert hear.isChecked()
    hear.trigger()
    place = loaded.player.position
    assert sound.sinks[-1].pull(100)[0, 0] == pytest.approx(place / 10, abs=1e-3)
    hear.trigger()
    comparing.shift(0.25)
    qtbot.waitUntil(lambda: not loaded.compare.sound._maker.busy)
    place = loaded.player.position
    assert sound.sinks[-1].pull(100)[0, 0] == pytest.approx((place - 0.75) / 10, abs=1e-3)
    comparing.stop()
    assert not hear.isChecked()
    assert loaded.player._instead is None


def test_an_alignment_that_nobody_waits_for_is_ended(loaded, qtbot, recording, monkeypatch):
    stops = []

    def align(ours, theirs, cancel):
        stops.append(cancel)
        assert cancel.wait(10)
        raise Cancelled

    monkeypatch.setattr(service, "align", align)
    sources = loaded.compare.sources
    sources.take_recording(recording("other.wav"))
    qtbot.waitUntil(lambda: len(stops) == 1)
    sources.align()  # once more: the first search is of no use any more
    qtbot.waitUntil(lambda: len(stops) == 2)
    assert stops[0].is_set() and not stops[1].is_set() and sources.busy
    sources.shutdown()  # returns, although the alignment would go on
    assert stops[1].is_set() and not sources.busy
    assert loaded.compare.comparing.comparison.alignment == Alignment()


def test_a_copy_that_comes_too_late_is_neither_heard_nor_kept(
    loaded, qtbot, recording, aligned, sound, tmp_path, monkeypatch
):
    loaded.compare.sources.take_recording(recording("other.wav"))
    comparing, other = loaded.compare.comparing, loaded.compare.sound
    qtbot.waitUntil(lambda: comparing.comparison is not None and comparing.comparison.alignment.method == SOUND)
    may, made, make = threading.Event(), [], service.sound_on_our_time

    def waits(*args):
        may.wait(10)
        made.append(make(*args))
        return made[-1]

    hear = loaded.actions_["hear_other"]
    hear.trigger()
    qtbot.waitUntil(lambda: loaded.player._instead is not None)
    first = loaded.player._instead
    monkeypatch.setattr(service, "sound_on_our_time", waits)
    comparing.shift(0.25)  # another copy is wanted
    hear.trigger()  # and is not, before it is there
    hear.trigger()  # and is again
    assert loaded.player._instead is None  # the first one is of another alignment
    may.set()
    qtbot.waitUntil(lambda: loaded.player._instead is not None)
    assert len(made) == 2 and loaded.player._instead is made[-1]
    assert not Path(first.store).exists() and not Path(made[0].store).exists()
    other.shutdown()
    assert not Path(made[-1].store).exists()


def test_a_copy_that_nobody_waits_for_is_ended(loaded, qtbot, recording, aligned, sound, monkeypatch):
    loaded.compare.sources.take_recording(recording("other.wav"))
    comparing, other = loaded.compare.comparing, loaded.compare.sound
    qtbot.waitUntil(lambda: comparing.comparison is not None and comparing.comparison.alignment.method == SOUND)
    stops = []

    def make(ours, theirs, alignment, cancel):
        stops.append(cancel)
        assert cancel.wait(10)
        raise Cancelled

    monkeypatch.setattr(service, "sound_on_our_time", make)
    loaded.actions_["hear_other"].trigger()
    qtbot.waitUntil(lambda: len(stops) == 1)
    comparing.shift(0.25)  # another copy is wanted
    qtbot.waitUntil(lambda: len(stops) == 2)
    assert stops[0].is_set() and not stops[1].is_set()
    other.shutdown()  # returns, although the copy would be waited for
    assert stops[1].is_set() and loaded.player._instead is None


def test_a_downbeat_of_theirs_renumbers_the_beat_that_is_there(loaded):
    session = loaded.session
    values = (np.arange(BEAT_TIMES.size) + 2) % 4 + 1  # theirs counts two beats later
    loaded.compare.comparing.start(of_tracks("ears", {BEATS: beats(BEAT_TIMES, values)}, MARKERS))
    loaded.compare.comparing.look_at(DOWNBEATS)
    for place in (session.analysis.events(BEATS)[4].time, session.analysis.events(BEATS)[6].time):  # extra, missing
        loaded.player.seek(place)
        loaded.actions_["take_theirs"].trigger()
    done = session.analysis.events(BEATS)
    assert done.times.tolist() == BEAT_TIMES.tolist()
    assert done.values[3:8].tolist() == [4, 3, 2, 1, 4]


def test_several_are_compared_beside_each_other(compared, qtbot, recording, aligned):
    comparing, panel = compared.compare.comparing, compared.compare.panel
    first = comparing.comparison.id
    comparing.start(of_tracks("other.beats", {BEATS: beats(BEAT_TIMES)}, MARKERS))
    compared.compare.sources.take_recording(recording("third.wav"))
    qtbot.waitUntil(lambda: comparing.comparison.origin == RECORDING and comparing.comparison.alignment.method == SOUND)
    names = [n for n in compared.timeline.lane_names() if n.startswith((LAYER_LANE, SOUND_LANE, DIFFERENCE_LANE))]
    assert names == [LAYER_LANE, f"{LAYER_LANE}1", f"{SOUND_LANE}2", f"{LAYER_LANE}2", DIFFERENCE_LANE]
    assert [panel.chooser.itemText(i) for i in range(3)] == ["ears.beats", "other.beats", "third.wav"]
    comparing.look_at_comparison(first)
    assert found(compared).figures["missing"] == 1
    assert not compared.actions_["align_again"].isEnabled()
    assert panel.chooser.currentText() == "ears.beats"
    shown = [compared.timeline.lane_view.lane(n).has_news for n in names[:4]]
    assert shown == [True, False, False, False]
    comparing.look_at(DOWNBEATS)
    panel.chooser.setCurrentIndex(1)
    panel.chooser.activated.emit(1)
    assert comparing.comparison.name == "other.beats"
    assert comparing.layer == DOWNBEATS
    assert found(compared).figures["f_measure"] == 1.0
    compared.actions_["stop_comparing"].trigger()
    assert [c.name for c in comparing.comparisons] == ["ears.beats", "third.wav"]
    assert f"{SOUND_LANE}1" in compared.timeline.lane_names()
    comparing.start(of_tracks("ears.beats", {BEATS: beats(BEAT_TIMES)}, MARKERS))  # the same again: in its place
    assert [c.name for c in comparing.comparisons] == ["ears.beats", "third.wav"]
    assert comparing.comparison.id == first
    again = compared.compare.state()
    for _ in range(2):
        compared.actions_["stop_comparing"].trigger()
    assert compared.compare.state() == {}
    compared.compare.restore(again)
    assert [c.name for c in comparing.comparisons] == ["ears.beats", "third.wav"]
