import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.ui.fakes import beats_track, facts_of
from w12studio import service
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.ui import autosave
from w12studio.ui.autosave import Autosave, discard, left_behind
from w12studio.ui.dialogs.recovery import RecoveryDialog
from w12studio.ui.session import Session


@pytest.fixture
def session(qapp):
    session = Session()
    session.open(Analysis(facts_of(Path("song.wav"))).with_track(beats_track()))
    return session


@pytest.fixture
def saver(session):
    saver = Autosave(session)
    yield saver
    saver.shutdown()


def edit(session, time=3.33):
    session.apply(edits.add_event(session.analysis, BEATS, time))


def crash(recording, times=(3.33,)):
    """A process that edits, autosaves and dies without a word."""
    script = f"""
import os
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from tests.ui.fakes import beats_track, facts_of
from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.ui.autosave import Autosave
from w12studio.ui.session import Session
app = QCoreApplication([])
session = Session()
session.open(Analysis(facts_of(Path({str(recording)!r}))).with_track(beats_track()))
saver = Autosave(session)
for t in {times!r}:
    session.apply(edits.add_event(session.analysis, BEATS, t))
saver.save_now()
os._exit(9)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 9, done.stderr


def test_copy_comes_soon_after_an_edit(session, saver, qtbot, monkeypatch):
    saver._soon.setInterval(20)
    edit(session)
    qtbot.waitUntil(lambda: saver.path is not None)
    assert 3.33 in service.open_project(saver.path).analysis.events(BEATS).times


def test_many_edits_in_a_row_make_one_copy(session, saver, qtbot, monkeypatch):
    written = []
    monkeypatch.setattr(service, "save_project", lambda a, p, view=None: written.append(p))
    saver._soon.setInterval(60)
    for i in range(5):
        edit(session, 3.01 + i / 50)
        qtbot.wait(5)
    qtbot.waitUntil(lambda: bool(written))
    qtbot.wait(100)
    assert len(written) == 1


def test_nothing_is_written_without_edits_or_twice(session, saver):
    saver.save_now()
    assert saver.path is None
    edit(session)
    saver.save_now()
    first = saver.path.stat().st_mtime_ns
    saver.save_now()
    assert saver.path.stat().st_mtime_ns == first


@pytest.mark.parametrize("end", ["save", "undo", "another"])
def test_copy_goes_when_it_is_not_needed(session, saver, end):
    edit(session)
    saver.save_now()
    path = saver.path
    if end == "save":
        session.mark_saved(Path("x.w12"))
    elif end == "undo":
        session.undo()
    else:
        session.open(None)
    assert not path.exists() and saver.path is None


def test_orderly_end_leaves_nothing(session):
    saver = Autosave(session)
    edit(session)
    saver.save_now()
    session.mark_saved(Path("x.w12"))
    saver.shutdown()
    assert left_behind() == []
    assert list((service.data_dir() / "autosave").iterdir()) == []


def test_own_work_is_not_offered_while_the_window_lives(session, saver):
    edit(session)
    saver.save_now()
    assert left_behind() == []


def test_crash_leaves_work_that_is_found(recording):
    crash(recording("ballade ü.wav"))
    (found,) = left_behind()
    assert found.name == "ballade ü.wav"
    assert 3.33 in service.open_project(found.path).analysis.events(BEATS).times
    discard(found)
    assert left_behind() == [] and not found.path.parent.exists()


def test_full_disk_is_told(session, saver, qtbot):
    edit(session)
    folder = saver._folder
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    with qtbot.waitSignal(saver.failed) as signal:
        saver.save_now()
    assert "could not be autosaved" in signal.args[0]
    folder.unlink()


def test_recovered_work_is_open_unsaved_and_safe_again(make_window, qtbot, recording):
    song = recording()
    crash(song, (3.33, 4.44))
    window = make_window()
    window.files.recover(left_behind())
    qtbot.waitUntil(lambda: window.session.audio is not None)
    times = window.session.analysis.events(BEATS).times
    assert 3.33 in times and 4.44 in times
    assert window.session.dirty and window.session.project_path is None
    assert window.autosave.path is not None and window.autosave.path.exists()
    assert left_behind() == []


@pytest.mark.parametrize(("answer", "left"), [("recover", 0), ("later", 1), ("discard", 0)])
def test_offer(make_window, qtbot, recording, monkeypatch, answer, left):
    crash(recording())
    window = make_window()

    def press(dialog):
        assert dialog.list.count() == 1
        if answer == "discard":
            dialog._discard()
        return dialog.DialogCode.Accepted if answer == "recover" else dialog.DialogCode.Rejected

    monkeypatch.setattr(RecoveryDialog, "exec", press)
    window.files.offer_recovery()
    assert bool(window.queue.items) == (answer == "recover")
    assert len(left_behind()) == left
    qtbot.waitUntil(lambda: not any(i.active for i in window.queue.items))


def test_only_what_is_ticked_is_recovered(qtbot, recording):
    crash(recording("a.wav"))
    crash(recording("b.wav"))
    dialog = RecoveryDialog(left_behind())
    qtbot.addWidget(dialog)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert [r.name for r in dialog.chosen] == [dialog._found[1].name]


def test_no_offer_where_there_is_nothing(make_window, monkeypatch):
    monkeypatch.setattr(RecoveryDialog, "exec", lambda self: pytest.fail("nothing to offer"))
    make_window().files.offer_recovery()
    assert autosave._root().is_dir()


def test_system_that_ends_the_program_leaves_unsaved_work(session):
    saver = Autosave(session)
    edit(session)
    saver.shutdown()
    (found,) = left_behind()
    assert 3.33 in service.open_project(found.path).analysis.events(BEATS).times


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_the_program_in_order(recording, number):
    """A whole program, with a window, told to end."""
    script = """
from PySide6.QtCore import QTimer
from w12studio.ui import app
from w12studio.ui.main_window import MainWindow
shown = MainWindow.showEvent
def told(window, event):
    shown(window, event)
    QTimer.singleShot(0, lambda: print("shown", flush=True))
MainWindow.showEvent = told
raise SystemExit(app.run([]))
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "shown\n"
            process.send_signal(number)
            assert process.wait(30) == 0
        finally:
            process.kill()
    assert list((service.data_dir() / "autosave").iterdir()) == []
