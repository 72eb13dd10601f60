import logging
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMessageBox, QWidget

from tests.ui.fakes import FakeEngine, beat_times, open_and_wait
from w12studio import service
from w12studio.domain.analysis import BEATS
from w12studio.ui import window_memory
from w12studio.ui.actions import SPECS
from w12studio.ui.analysis_queue import State
from w12studio.ui.panels.queue import status_text
from w12studio.ui.project_files import CANCEL, DISCARD, SAVE, dropped_paths
from w12studio.ui.session import Selection


def drop(window, *paths):
    """What the system does when files are dropped on the window."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


@pytest.fixture
def answers(monkeypatch):
    """Answers of the user to the question about unsaved work; it must not come more often."""
    waiting = []
    monkeypatch.setattr("w12studio.ui.project_files.ProjectFiles.ask_unsaved", lambda self: waiting.pop(0))
    yield waiting
    assert not waiting, "the question did not come"


# -- the whole way ----------------------------------------------------------------------------------------------------


def test_from_drop_to_reopened_project(make_window, qtbot, recording, tmp_path, monkeypatch):
    window = make_window()
    assert window.pages.currentWidget() is window.empty
    song = recording()
    drop(window, song)
    qtbot.waitUntil(lambda: bool(window.queue.items) and window.queue.items[0].state is State.DONE)
    assert window.pages.currentIndex() == 1 and len(beat_times(window)) == 19

    beat = window.session.analysis.events(BEATS)[2]
    window.session.select(Selection(kind=BEATS, events=(beat,)))
    window.actions_["nudge_right_more"].trigger()
    assert beat_times(window)[2] == pytest.approx(beat.time + 0.010)
    assert window.isWindowModified()
    window.actions_["undo"].trigger()
    assert beat_times(window)[2] == beat.time and not window.isWindowModified()
    window.actions_["redo"].trigger()

    project = tmp_path / "song.w12"
    monkeypatch.setattr(
        "w12studio.ui.project_files.QFileDialog.getSaveFileName", lambda *a: (str(tmp_path / "song"), "")
    )
    window.actions_["save"].trigger()
    assert project.exists() and not window.isWindowModified() and "song.w12" in window.windowTitle()

    window.player.seek(4.0)
    window.actions_["add_marker"].trigger()
    window.actions_["save"].trigger()
    assert not window.session.dirty
    window.close()

    again = make_window(analyze=FakeEngine())
    open_and_wait(again, qtbot, project)
    assert 4.0 in beat_times(again) and beat.time + 0.010 in beat_times(again)
    assert again.session.audio is not None and not again.session.dirty
    assert again.session.project_path == project


def test_every_action_does_something(window):
    assert set(window.handlers) == {s.name for s in SPECS}
    assert set(window.actions_.specs) == set(window.handlers)


def test_default_keys_are_unique_and_as_documented():
    keys = [QKeySequence(k).toString() for s in SPECS for k in s.keys]
    assert len(keys) == len(set(keys))
    by_name = {s.name: s.keys for s in SPECS}
    for name, key in {
        "play": "Space", "fit": "F", "zoom_selection": "Z", "zoom_back": "X", "loop": "L", "loop_selection": "Shift+L",
        "to_start": "Home", "to_end": "End", "previous_event": "Ctrl+Left", "next_event": "Ctrl+Right",
        "undo": "Ctrl+Z", "next_doubt": "N", "downbeat": "D", "select_none": "Esc",
    }.items():  # fmt: skip
        assert by_name[name][0] == key, name
    assert set(by_name["redo"]) == {"Ctrl+Y", "Ctrl+Shift+Z"} and set(by_name["add_marker"]) == {"M", ";"}
    assert {"+", "-"} <= set(by_name["zoom_in"] + by_name["zoom_out"])


def test_actions_are_usable_only_when_they_can_work(window, qtbot, recording):
    a = window.actions_
    assert a["open"].isEnabled() and not a["export"].isEnabled() and not a["undo"].isEnabled()
    open_and_wait(window, qtbot, recording())
    assert a["export"].isEnabled() and a["halve"].isEnabled()
    assert not a["delete"].isEnabled() and not a["zoom_selection"].isEnabled()
    a["select_all"].trigger()
    assert a["delete"].isEnabled()
    a["delete"].trigger()
    assert not a["halve"].isEnabled() and a["undo"].isEnabled()
    assert a["undo"].text() == "&Undo delete 19 beats"


# -- opening ----------------------------------------------------------------------------------------------------


def test_folder_opens_its_recordings_and_the_first_is_shown(window, qtbot, recording, tmp_path):
    recording("b.wav"), recording("a.wav")
    (tmp_path / "notes.txt").write_text("no audio")
    open_and_wait(window, qtbot, tmp_path)
    assert [i.path.name for i in window.queue.items] == ["a.wav", "b.wav"]
    assert window.queue.current.path.name == "a.wav"
    window.actions_["next_recording"].trigger()
    assert window.queue.current.path.name == "b.wav"
    window.actions_["next_recording"].trigger()
    window.actions_["previous_recording"].trigger()
    assert window.queue.current.path.name == "a.wav"


def test_empty_folder_says_so(window, tmp_path):
    window.files.open_paths([tmp_path])
    assert [n.text for n in window.notices.notices] == ["There are no recordings in there."]
    assert window.pages.currentWidget() is window.empty


def test_paste_of_files_and_of_paths(window, qtbot, recording):
    a, b = recording("a.wav"), recording("b ü.wav")
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(f'"{a}"\n{b}\n/there/is/no/such.wav\n')
    window.actions_["paste"].trigger()
    assert [i.path for i in window.queue.items] == [a, b]
    clipboard.setText("just words")
    window.actions_["paste"].trigger()
    assert "clipboard" in window.notices.notices[-1].text
    qtbot.waitUntil(lambda: not any(i.active for i in window.queue.items))


def test_dropped_text_is_no_trap():
    mime = QMimeData()
    mime.setText("x" * 100_000 + "\n\0\n")
    assert dropped_paths(mime) == []
    mime.setUrls([QUrl("https://example.org/a.wav")])
    assert dropped_paths(mime) == []


def test_bad_file_shows_its_sentence_and_no_timeline(window, qtbot, recording):
    open_and_wait(window, qtbot, recording("bad.wav"))
    assert window.pages.currentWidget() is window.failed_page
    assert window.failed_page.text.text() == "It holds no audio.\nIs it really a recording?"
    window.failed_page.retry_button.click()
    assert window.queue.current.active
    qtbot.waitUntil(lambda: not window.queue.current.active)


def test_bad_file_beside_good_ones_is_a_notice(window, qtbot, recording):
    open_and_wait(window, qtbot, recording("good.wav"), recording("bad.wav"))
    assert window.pages.currentIndex() == 1
    (notice,) = window.notices.notices
    assert notice.text.startswith("bad.wav: it holds no audio.") and notice.level == "danger"
    notice.close_me()
    assert window.notices.isHidden()


def test_project_that_is_broken(window, tmp_path):
    path = tmp_path / "broken.w12"
    path.write_text("{not json")
    window.files.open_paths([path])
    assert "broken.w12" in window.notices.notices[0].text and not window.queue.items


def test_project_whose_recording_moved_beside_it(make_window, qtbot, recording, tmp_path):
    song = recording()
    window = make_window()
    open_and_wait(window, qtbot, song)
    project = tmp_path / "new place" / "song.w12"
    project.parent.mkdir()
    service.save_project(window.session.analysis, project)
    song.rename(project.parent / "renamed.wav")
    open_and_wait(window, qtbot, project)
    assert window.session.audio is not None
    assert window.session.analysis.audio.path.endswith("renamed.wav")


def test_project_whose_recording_is_gone_can_be_located(window, qtbot, recording, tmp_path, monkeypatch):
    song = recording()
    open_and_wait(window, qtbot, song)
    project = tmp_path / "alone" / "song.w12"
    project.parent.mkdir()
    service.save_project(window.session.analysis, project)
    moved = tmp_path / "far" / "x.wav"
    moved.parent.mkdir()
    song.rename(moved)

    def press_locate(box):
        locate = next(b for b in box.buttons() if "Locate" in b.text())
        monkeypatch.setattr(box, "clickedButton", lambda: locate, raising=False)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", press_locate)
    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getOpenFileName", lambda *a: (str(moved), ""))
    open_and_wait(window, qtbot, project)
    qtbot.waitUntil(lambda: window.session.audio is not None)
    assert window.session.analysis.audio.path == str(moved)


def test_recent_files(make_window, qtbot, recording):
    window = make_window()
    open_and_wait(window, qtbot, recording("a.wav"))
    open_and_wait(window, qtbot, recording("b.wav"))
    assert [p.name for p in window.settings.recent] == ["b.wav", "a.wav"]
    window.close()
    again = make_window()
    links = [b for b in again.empty.findChildren(QAbstractButton) if b.property("link")]
    assert [b.text() for b in links] == ["b.wav", "a.wav"]
    links[1].click()
    qtbot.waitUntil(lambda: bool(again.queue.items) and not again.queue.items[0].active)
    assert again.queue.current.path.name == "a.wav"
    again.settings.clear_recent()
    assert again.settings.recent == []


# -- unsaved work ----------------------------------------------------------------------------------------------------


def test_closing_with_edits_asks(loaded, answers, tmp_path, monkeypatch):
    loaded.actions_["add_marker"].trigger()
    answers.append(CANCEL)
    assert not loaded.close() and loaded.isVisible()
    answers.append(SAVE)
    monkeypatch.setattr(
        "w12studio.ui.project_files.QFileDialog.getSaveFileName", lambda *a: (str(tmp_path / "x.w12"), "")
    )
    assert loaded.close()
    assert 0.0 in service.open_project(tmp_path / "x.w12").analysis.events(BEATS).times


def test_a_project_is_proposed_beside_its_recording_but_not_among_the_programs_files(loaded, monkeypatch):
    proposed = []
    monkeypatch.setattr(
        "w12studio.ui.project_files.QFileDialog.getSaveFileName", lambda *a: (proposed.append(Path(a[2])), ("", ""))[1]
    )
    loaded.actions_["save_as"].trigger()
    here = Path(loaded.session.analysis.audio.path)
    assert proposed.pop() == here.with_suffix(".w12")
    monkeypatch.setattr(service, "demo_path", lambda: here)
    loaded.actions_["save_as"].trigger()
    assert proposed.pop().parent != here.parent


def test_closing_without_edits_does_not_ask(loaded, answers):
    assert loaded.close()


def test_save_that_is_cancelled_keeps_the_window_open(loaded, answers, monkeypatch):
    loaded.actions_["add_marker"].trigger()
    answers.append(SAVE)
    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getSaveFileName", lambda *a: ("", ""))
    assert not loaded.close()


def test_opening_another_asks_and_discarding_discards(loaded, answers, qtbot, recording):
    before = beat_times(loaded).copy()
    loaded.actions_["halve"].trigger()
    answers.append(CANCEL)
    other = recording("other.wav")
    open_and_wait(loaded, qtbot, other)
    assert loaded.queue.current.path.name == "song.wav" and len(loaded.queue.items) == 2
    answers.append(DISCARD)
    loaded.queue_panel.open_requested.emit(loaded.queue.items[1])
    assert loaded.queue.current.path.name == "other.wav"
    loaded.files.open_item(loaded.queue.items[0])
    np.testing.assert_array_equal(beat_times(loaded), before)
    assert not loaded.session.dirty


def test_disk_that_refuses_is_a_notice(loaded, monkeypatch, tmp_path):
    loaded.actions_["add_marker"].trigger()
    missing = tmp_path / "no folder" / "x.w12"
    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getSaveFileName", lambda *a: (str(missing), ""))
    loaded.actions_["save"].trigger()
    assert loaded.notices.notices[-1].level == "danger" and loaded.session.dirty


# -- theme, layout, faults ---------------------------------------------------------------------------------------------


def test_theme_changes_while_the_window_is_open(loaded, themes):
    dark = loaded.grab().toImage().pixelColor(5, 300)
    loaded.menus.choose_theme("light")
    light = loaded.grab().toImage().pixelColor(5, 300)
    assert light.lightness() > 150 > dark.lightness()
    assert loaded.settings.text("theme") == "light"


def test_layout_is_remembered(make_window, qtbot, recording):
    window = make_window()
    open_and_wait(window, qtbot, recording())
    window.marker_dock.close()
    window.timeline.set_lane_visible("spectrogram", False)
    window.transport.volume.setValue(40)
    window.actions_["snap"].trigger()
    window.close()
    again = make_window()
    open_and_wait(again, qtbot, recording())
    assert again.marker_dock.isHidden() and not again.queue_dock.isHidden()
    assert not again.timeline.is_lane_visible("spectrogram")
    assert again.player.mixer.volume("recording") == 0.4
    assert not again.timeline.snapping and not again.actions_["snap"].isChecked()


def test_nonsense_in_the_settings_does_no_harm(make_window):
    from w12studio.ui.settings import Settings

    settings = Settings()
    for key in ("timeline", "window/geometry", "window/state", "volume", "recent", "theme"):
        settings.set(key, "nonsense")
    settings.sync()
    window = make_window()
    assert window.isVisible() and window.player.mixer.volume("recording") == 1.0


@pytest.mark.parametrize(
    "view",
    [{}, {"start": "x", "end": 2}, {"start": 3, "end": 1}, {"start": 1, "end": 2, "timeline": {"order": 7}},
     {"start": 1, "end": 2, "position": "later"}],
)  # fmt: skip
def test_nonsense_in_a_projects_view_does_no_harm(loaded, view):
    window_memory.restore_view(loaded, view)
    assert loaded.timeline.viewport.span > 0


def test_view_comes_back_with_the_project(loaded):
    loaded.timeline.set_viewport(loaded.timeline.viewport.showing(2.0, 4.0))
    state = window_memory.view_state(loaded)
    loaded.timeline.fit()
    window_memory.restore_view(loaded, state)
    assert loaded.timeline.viewport.start == pytest.approx(2.0)
    assert loaded.timeline.viewport.end == pytest.approx(4.0)


def test_uncaught_fault_is_logged_and_told_without_a_traceback(qtbot, caplog):
    import sys

    from w12studio.ui.crash import FaultReporter

    before = sys.excepthook
    reporter = FaultReporter()
    try:
        with caplog.at_level(logging.ERROR, "w12studio.ui"), qtbot.waitSignal(reporter.fault) as signal:
            try:
                raise ZeroDivisionError("hidden detail")
            except ZeroDivisionError:
                sys.excepthook(*sys.exc_info())
        assert "ZeroDivisionError" in signal.args[0] and str(service.log_file()) in signal.args[0]
        assert "Traceback" not in signal.args[0] and "hidden detail" in caplog.text
    finally:
        reporter.uninstall()
    assert sys.excepthook is before


def test_what_only_tells_that_it_is_done_moves_nothing(loaded):
    before = loaded.timeline.mapToGlobal(QPoint(0, 0)), loaded.timeline.size()
    loaded.notices.show_notice("Pasted 3 events.", "ok")
    QApplication.processEvents()
    card = loaded.notices.notices[-1]
    assert (loaded.timeline.mapToGlobal(QPoint(0, 0)), loaded.timeline.size()) == before
    over = QRect(loaded.timeline.mapToGlobal(QPoint(0, 0)), loaded.timeline.size())
    assert card.isVisible() and over.contains(QRect(card.mapToGlobal(QPoint(0, 0)), card.size()))
    loaded.resize(loaded.width() - 200, loaded.height() - 100)
    QApplication.processEvents()
    over = QRect(loaded.timeline.mapToGlobal(QPoint(0, 0)), loaded.timeline.size())
    assert over.contains(QRect(card.mapToGlobal(QPoint(0, 0)), card.size()))
    card.close_me()
    assert loaded.notices.notices == []


def test_many_notices_push_the_oldest_out_and_repeats_are_counted(window):
    for text in ("a", "b", "c", "d", "d"):
        window.notices.show_notice(text, "warning")
    assert [n.text for n in window.notices.notices] == ["b", "c", "d"]
    assert window.notices.notices[-1].count == 2


def test_doctor_and_about_open(window, qtbot):
    from w12studio.service.doctor import Check
    from w12studio.ui.dialogs.about import AboutDialog, DoctorDialog

    about = AboutDialog(window)
    qtbot.addWidget(about)
    checks = [Check("Program", "Python", "ok", "3.11"), Check("Estimators", "x", "missing", "not there")]
    doctor = DoctorDialog(window, lambda: iter(checks))
    qtbot.addWidget(doctor)
    qtbot.waitUntil(lambda: "do not work" in doctor.status.text())
    assert doctor.as_text() == "Program: Python: 3.11\nEstimators: x: not there"
    doctor.close()


def test_dragging_files_over_the_window_lights_the_target(window, recording):
    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent

    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(recording()))])
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dragEnterEvent(event)
    assert event.isAccepted() and window.empty._target.property("active")
    window.dragLeaveEvent(QDragLeaveEvent())
    assert not window.empty._target.property("active")
    assert QApplication.activeModalWidget() is None and Path(recording()).exists()


def test_no_part_of_the_window_swallows_drops(loaded):
    takers = [w for w in loaded.findChildren(QWidget) if w.acceptDrops() and w.isVisible()]
    assert [w for w in takers if not isinstance(w, QLineEdit)] == []


def test_panel_that_was_closed_stays_closed_when_more_comes(loaded, qtbot, recording):
    loaded.queue_dock.close()
    open_and_wait(loaded, qtbot, recording("more.wav"))
    assert loaded.queue_dock.isHidden() and not loaded.inspector_dock.isHidden()


def test_list_of_recordings_follows_edits(loaded):
    assert status_text(loaded.queue.current) == "120.0 BPM, A minor"
    loaded.actions_["halve"].trigger()
    assert status_text(loaded.queue.current) == "60.0 BPM, A minor"


def test_open_dialogs_offer_recordings_and_projects(window, qtbot, recording, monkeypatch, tmp_path):
    song, offered = recording(), []

    def choose(parent, title, folder, kinds):
        offered.append(kinds)
        return [str(song)], ""

    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getOpenFileNames", choose)
    window.actions_["open"].trigger()
    assert "*.flac" in offered[0] and "*.w12" in offered[0]
    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getExistingDirectory", lambda *a: str(tmp_path))
    window.actions_["open_folder"].trigger()
    assert [i.path for i in window.queue.items] == [song]
    qtbot.waitUntil(lambda: not window.queue.items[0].active)


def test_cancelled_open_dialog_changes_nothing(window, monkeypatch):
    monkeypatch.setattr("w12studio.ui.project_files.QFileDialog.getOpenFileNames", lambda *a: ([], ""))
    window.actions_["open"].trigger()
    assert window.queue.items == [] and not window.notices.notices


def test_demo_is_shipped_and_opens(window, qtbot):
    window.empty.demo_button.click()
    qtbot.waitUntil(lambda: bool(window.queue.items) and not window.queue.items[0].active)
    assert window.queue.items[0].path == service.demo_path() and service.demo_path().exists()


@pytest.mark.slow
def test_real_engine_from_demo_to_export(make_window, qtbot, tmp_path):
    window = make_window(analyze=service.analyze)
    window.files.open_paths([service.demo_path()])
    qtbot.waitUntil(lambda: window.queue.items[0].state is State.DONE, timeout=180_000)
    analysis = window.session.analysis
    assert len(analysis.events(BEATS)) > 40 and window.session.audio is not None
    assert window.session.peaks.n_blocks > 1000
    assert window.transport.tempo.text().endswith("BPM") and window.transport.key.text()
    window.actions_["double"].trigger()
    window.actions_["undo"].trigger()
    assert window.session.analysis.events(BEATS) == analysis.events(BEATS)
    report = service.export(window.session.analysis, tmp_path / "demo", "csv")
    assert report.max_timing_error_s < 1e-3
    assert window.close()
    assert not list((service.cache_dir() / "audio").glob("*.f32"))


def test_files_opened_lately_stand_among_what_opens_and_no_block_is_empty(window):
    def blocks(title):
        menu = next(a.menu() for a in window.menuBar().actions() if a.text() == title)
        out = [[]]
        for action in menu.actions():
            if action.isSeparator():
                out.append([])
            else:
                out[-1].append(action.text())
        return out

    assert blocks("&File")[0][-2:] == ["Open the &demo recording", "Open &recent"]
    assert all(block for title in ("&File", "&Edit", "&Playback") for block in blocks(title))
