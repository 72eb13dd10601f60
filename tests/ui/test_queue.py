from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from w12studio import service
from w12studio.domain import edits, pins
from w12studio.domain.analysis import BEATS, TRANSIENTS
from w12studio.domain.pins import PINS
from w12studio.ui import analysis_queue
from w12studio.ui.analysis_queue import AnalysisQueue, State
from w12studio.ui.analysis_thread import AnalysisThread
from w12studio.ui.panels.queue import QueuePanel, status_text
from w12studio.ui.session import Session


@pytest.fixture
def session(qapp):
    return Session()


@pytest.fixture
def queue(session, engine):
    queue = AnalysisQueue(session, AnalysisThread(engine))
    yield queue
    queue.shutdown()


def wait_done(qtbot, *items):
    qtbot.waitUntil(lambda: all(not i.active for i in items))


def stores():
    return sorted((service.cache_dir() / "audio").glob("*.f32"))


def test_open_recording_streams_into_the_session(queue, session, qtbot, recording):
    (item,) = queue.add([recording()])
    queue.open(item)
    wait_done(qtbot, item)
    assert item.state is State.DONE and item.fraction == 1.0
    assert len(session.analysis.events(BEATS)) == 19
    assert session.audio is not None and session.peaks.n_blocks == int(np.ceil(80000 / 256))
    assert not session.dirty


def test_opening_later_shows_everything_at_once(queue, session, qtbot, recording):
    first, second = queue.add([recording("a.wav"), recording("b.wav")])
    queue.open(first)
    wait_done(qtbot, first, second)
    assert session.analysis.audio.path.endswith("a.wav")
    queue.open(second)
    assert session.analysis.audio.path.endswith("b.wav")
    assert len(session.analysis.events(BEATS)) == 19
    assert session.audio is second.audio and session.peaks.n_blocks == int(np.ceil(80000 / 256))


def test_results_of_others_do_not_touch_the_open_one(queue, session, qtbot, recording, engine):
    slow, quick = queue.add([recording("slow.wav"), recording("b.wav")])
    queue.open(quick)
    qtbot.waitUntil(lambda: slow.state is State.RUNNING or quick.state is State.DONE)
    engine.go.set()
    wait_done(qtbot, slow, quick)
    assert session.analysis.audio.path.endswith("b.wav")
    assert slow.analysis.audio.path.endswith("slow.wav") and len(slow.analysis.events(BEATS)) == 19


def test_opening_a_waiting_one_puts_it_first(queue, qtbot, recording, engine):
    items = queue.add([recording("slow.wav"), recording("b.wav"), recording("c.wav")])
    qtbot.waitUntil(lambda: items[0].state is State.RUNNING)
    queue.open(items[2])
    engine.go.set()
    wait_done(qtbot, *items)
    assert [p.name for p, _ in engine.requests] == ["slow.wav", "c.wav", "b.wav"]


def test_same_file_twice_is_one_item(queue, recording, qtbot):
    path = recording()
    (a,), (b,) = queue.add([path]), queue.add([path])
    assert a is b and len(queue.items) == 1
    wait_done(qtbot, a)


def test_failure_keeps_its_sentence_and_can_be_retried(queue, qtbot, recording, engine):
    (item,) = queue.add([recording("bad.wav")])
    with qtbot.waitSignal(queue.failed) as signal:
        pass
    assert signal.args[0] == item.id
    assert item.state is State.FAILED and status_text(item) == "it holds no audio"
    queue.retry(item)
    assert item.state is State.WAITING and item.error is None
    wait_done(qtbot, item)
    assert len(engine.requests) == 2


def test_cancel(queue, qtbot, recording, engine):
    slow, waiting = queue.add([recording("slow.wav"), recording("b.wav")])
    qtbot.waitUntil(lambda: slow.state is State.RUNNING)
    queue.cancel_all()
    wait_done(qtbot, slow, waiting)
    assert {slow.state, waiting.state} == {State.CANCELLED}
    assert len(engine.requests) == 1


def test_removed_item_leaves_no_audio(queue, session, qtbot, recording, engine):
    (item,) = queue.add([recording()])
    queue.open(item)
    wait_done(qtbot, item)
    assert len(stores()) == 1
    queue.remove(item)
    assert stores() == [] and session.analysis is None and queue.current is None


def test_item_removed_while_it_runs(queue, qtbot, recording, engine):
    slow, other = queue.add([recording("slow.wav"), recording("b.wav")])
    qtbot.waitUntil(lambda: slow.state is State.RUNNING)
    queue.remove(slow)
    engine.go.set()
    wait_done(qtbot, other)
    qtbot.waitUntil(lambda: len(stores()) == 1)
    assert queue.items == [other]


def test_audio_of_closed_recordings_is_kept_within_bounds(queue, qtbot, recording, monkeypatch, session):
    monkeypatch.setattr(analysis_queue, "KEPT_AUDIO_BYTES", 2 * 80000 * 4)
    items = queue.add([recording(f"{i}.wav") for i in range(5)])
    queue.open(items[0])
    wait_done(qtbot, *items)
    queue.open(items[4])
    kept = [i for i in items if i.audio is not None]
    assert items[4] in kept and len(kept) == 3 and len(stores()) == 3
    gone = next(i for i in items if i.audio is None)
    queue.open(gone)
    wait_done(qtbot, gone)
    assert session.audio is gone.audio is not None
    assert len(session.analysis.events(BEATS)) == 19


def test_released_audio_comes_back_where_a_later_job_was_cancelled(
    queue, session, qtbot, recording, engine, monkeypatch
):
    monkeypatch.setattr(analysis_queue, "KEPT_AUDIO_BYTES", 0)
    engine.go.set()
    one, other = queue.add([recording("slow.wav"), recording("other.wav")])
    queue.open(one)
    wait_done(qtbot, one, other)
    engine.go.clear()
    queue.analyze_again()
    qtbot.waitUntil(lambda: one.state is State.RUNNING)
    queue.cancel(one)
    wait_done(qtbot, one)
    queue.open(other)
    wait_done(qtbot, other)
    assert one.state is State.CANCELLED and one.audio is None
    engine.go.set()
    queue.open(one)
    wait_done(qtbot, one)
    assert session.audio is not None and len(session.analysis.events(BEATS))


def test_edits_stay_with_their_recording(queue, session, qtbot, recording):
    a, b = queue.add([recording("a.wav"), recording("b.wav")])
    queue.open(a)
    wait_done(qtbot, a, b)
    session.apply(edits.add_event(session.analysis, BEATS, 3.33))
    queue.open(b)
    assert 3.33 not in session.analysis.events(BEATS).times and not session.dirty
    queue.open(a)
    assert 3.33 in session.analysis.events(BEATS).times and session.dirty


def test_analysing_again_keeps_edits(queue, session, qtbot, recording, engine):
    (item,) = queue.add([recording()])
    queue.open(item)
    wait_done(qtbot, item)
    session.apply(edits.add_event(session.analysis, BEATS, 3.33))
    queue.analyze_again()
    wait_done(qtbot, item)
    assert not engine.requests[-1][1].use_cache
    assert 3.33 in session.analysis.events(BEATS).times
    assert len(stores()) == 1


def test_analysing_again_keeps_pins_and_follows_them(queue, session, qtbot, recording, solver):
    solver.obey()
    (item,) = queue.add([recording()])
    queue.open(item)
    wait_done(qtbot, item)
    session.pin(pins.beat(2.1))
    queue.analyze_again()
    wait_done(qtbot, item)
    qtbot.waitUntil(lambda: 2.1 in session.analysis.events(BEATS).times)
    assert list(session.analysis.events(PINS)) == [pins.beat(2.1)]
    session.pinning.shutdown()


def test_edits_and_pins_of_a_recording_that_is_not_open_survive_its_new_analysis(
    queue, session, qtbot, recording, solver
):
    solver.obey()
    one, other = queue.add([recording("one.wav"), recording("other.wav")])
    queue.open(one)
    wait_done(qtbot, one, other)
    session.pin(pins.beat(2.1))
    session.apply(edits.add_event(session.analysis, TRANSIENTS, 3.33))
    queue.analyze_again()
    queue.open(other)
    wait_done(qtbot, one, other)
    assert 3.33 in one.analysis.events(TRANSIENTS).times
    assert list(one.analysis.events(PINS)) == [pins.beat(2.1)]
    queue.open(one)
    qtbot.waitUntil(lambda: 2.1 in session.analysis.events(BEATS).times)
    session.pinning.shutdown()


def test_warnings_reach_recording_and_window(queue, session, qtbot, recording, engine):
    engine.warning = "Beats: the better estimator is missing; a simpler one took its place."
    (item,) = queue.add([recording()])
    queue.open(item)
    with qtbot.waitSignal(queue.warned) as signal:
        pass
    assert signal.args == [item.id, engine.warning]
    wait_done(qtbot, item)
    assert session.analysis.warnings == (engine.warning,)


def test_neighbours(queue, recording, qtbot):
    assert queue.neighbour(1) is None
    a, b = queue.add([recording("a.wav"), recording("b.wav")])
    queue.open(a)
    assert queue.neighbour(1) is b and queue.neighbour(-1) is None
    wait_done(qtbot, a, b)


def test_panel_shows_states_and_obeys_keys(queue, qtbot, recording, engine):
    panel = QueuePanel(queue)
    qtbot.addWidget(panel)
    panel.show()
    slow, bad, good = queue.add([recording("slow.wav"), recording("bad.wav"), recording("good.wav")])
    qtbot.waitUntil(lambda: slow.state is State.RUNNING and slow.fraction > 0)
    assert status_text(slow) == "10%, 5 s left, Reading the file"
    assert status_text(good) == "Waiting"
    assert not panel.cancel_all.isHidden()
    panel.list.setCurrentIndex(panel.model.index(0))
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    wait_done(qtbot, slow, bad, good)
    assert slow.state is State.CANCELLED
    assert panel.summary.text() == "1 of 3 done, 1 failed"
    assert status_text(good) == "120.0 BPM, A minor"
    panel.list.setCurrentIndex(panel.model.index(2))
    with qtbot.waitSignal(panel.open_requested) as signal:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert signal.args == [good]
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert good not in queue.items and panel.model.rowCount() == 2
    assert panel.grab().width() > 0
    tip = panel.model.data(panel.model.index(1), Qt.ItemDataRole.ToolTipRole)
    assert "holds no audio" in tip


def test_project_is_opened_without_a_new_analysis(queue, session, qtbot, recording, engine, tmp_path):
    (item,) = queue.add([recording()])
    queue.open(item)
    wait_done(qtbot, item)
    session.apply(edits.add_event(session.analysis, BEATS, 3.33))
    project = tmp_path / "song.w12"
    service.save_project(session.analysis, project, {"start": 1.0, "end": 2.0})
    again = queue.add_project(project, service.open_project(project))
    queue.open(again)
    wait_done(qtbot, again)
    assert engine.requests[-1][1].layers == ()
    assert 3.33 in session.analysis.events(BEATS).times
    assert session.project_path == project and not session.dirty and session.audio is not None


def test_project_without_its_recording(queue, session, qtbot, recording, engine, tmp_path):
    path = recording()
    (item,) = queue.add([path])
    wait_done(qtbot, item)
    project = tmp_path / "elsewhere" / "song.w12"
    project.parent.mkdir()
    service.save_project(item.analysis, project)
    moved = Path(path).rename(tmp_path / "moved away.wav")
    orphan = queue.add_project(project, service.open_project(project))
    queue.open(orphan)
    assert orphan.state is State.DONE and session.audio is None
    assert len(session.analysis.events(BEATS)) == 19
    queue.located(orphan, moved)
    wait_done(qtbot, orphan)
    assert session.audio is not None and session.analysis.audio.path == str(moved)
    assert len(session.analysis.events(BEATS)) == 19
