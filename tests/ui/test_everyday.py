"""First steps, markers dragged out and copied as text."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.fakes import open_and_wait
from w12studio.domain.analysis import BEATS
from w12studio.domain.clips import Clip
from w12studio.ui.clipboard import clip_of
from w12studio.ui.empty_state import STEPS
from w12studio.ui.marker_text import CSV_TYPE, events_csv, events_text


def sentences(window):
    return [x.text() for x in window.empty.findChildren(QLabel) if x.isVisible() and x.text() in STEPS]


# -- first steps -----------------------------------------------------------------------------------------------


def test_the_first_start_shows_three_sentences_and_the_demo(window):
    assert sentences(window) == list(STEPS) and len(STEPS) == 3
    asked = []
    window.empty.demo_requested.connect(lambda: asked.append(True))
    window.handlers["demo"]  # what the button leads to is there
    assert window.empty.demo_button.property("primary") and not window.empty.open_button.property("primary")
    assert window.empty.demo_button.isVisible() and not window.empty.back_button.isVisible()


def test_they_go_once_something_was_open_and_come_from_help(make_window, qtbot, recording):
    window = make_window()
    open_and_wait(window, qtbot, recording())
    window.close()
    again = make_window()
    assert sentences(again) == [] and again.empty.open_button.property("primary")
    again.actions_["first_steps"].trigger()
    assert sentences(again) == list(STEPS) and not again.empty.back_button.isVisible()


def test_from_an_open_recording_there_is_a_way_back(loaded):
    loaded.actions_["first_steps"].trigger()
    assert loaded.pages.currentWidget() is loaded.empty and sentences(loaded) == list(STEPS)
    assert loaded.session.analysis is not None
    loaded.empty.back_button.click()
    assert loaded.pages.currentIndex() == 1


def test_the_first_steps_stay_until_they_are_left(loaded, qtbot, recording):
    def shown():
        return loaded.pages.currentWidget() is loaded.empty

    first = loaded.queue.current
    loaded.actions_["first_steps"].trigger()
    loaded.queue.item_changed.emit(first.id)  # its analysis goes on
    loaded.queue.add([recording("later.wav")])  # waits in the queue
    assert shown()
    loaded.actions_["select_none"].trigger()
    assert loaded.pages.currentIndex() == 1
    for path in (recording("other.wav"), first.path, first.path):  # the last one is open already
        loaded.actions_["first_steps"].trigger()
        assert shown()
        loaded.files.open_paths([path])
        qtbot.waitUntil(lambda: not shown())


# -- markers as text -------------------------------------------------------------------------------------------


@pytest.fixture
def chosen(loaded):
    loaded.actions_["next_event"].trigger()
    loaded.actions_["select_all"].trigger()
    return loaded.session.selection.events


def test_selected_markers_are_copied_as_text_and_table(loaded, chosen):
    assert len(chosen) == 19
    loaded.actions_["copy"].trigger()
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.text() == events_text(chosen) and mime.text().startswith("0.500000\t1\n1.000000\t2\n")
    assert bytes(mime.data(CSV_TYPE).data()).decode() == events_csv(chosen)


def test_nothing_selected_nothing_copied(loaded):
    assert not loaded.actions_["copy"].isEnabled() and not loaded.everyday.chip.isVisible()


@pytest.fixture
def drags(monkeypatch):
    done = []
    monkeypatch.setattr(
        QDrag, "exec", lambda drag, *actions: done.append((drag.mimeData().text(), clip_of(drag.mimeData()), actions))
    )
    return done


def pointer(widget, kind, x, buttons=Qt.MouseButton.LeftButton):
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    at = QPointF(x, widget.height() / 2)
    return QMouseEvent(kind, at, widget.mapToGlobal(at), button, buttons, Qt.KeyboardModifier.NoModifier)


def test_the_chip_is_dragged_out_as_text(loaded, chosen, drags):
    chip = loaded.everyday.chip
    assert chip.isVisible() and chip.text().endswith("Beats: 19 selected")
    QApplication.sendEvent(chip, pointer(chip, QEvent.Type.MouseButtonPress, 8))
    QApplication.sendEvent(chip, pointer(chip, QEvent.Type.MouseMove, 9))
    assert drags == []
    QApplication.sendEvent(chip, pointer(chip, QEvent.Type.MouseMove, 60))
    assert drags == [(events_text(chosen), Clip(BEATS, chosen), (Qt.DropAction.CopyAction,))]
    QGuiApplication.clipboard().clear()
    QApplication.sendEvent(chip, pointer(chip, QEvent.Type.MouseButtonRelease, 60))
    assert QGuiApplication.clipboard().text() == ""


def test_a_click_on_the_chip_copies(loaded, chosen, drags):
    loaded.everyday.chip.click()
    assert QGuiApplication.clipboard().text() == events_text(chosen) and drags == []
    assert "19 markers" in loaded.notices.notices[-1].text
    assert clip_of(QGuiApplication.clipboard().mimeData()) == Clip(BEATS, chosen)  # nothing is lost when pasted here


def test_rows_of_the_table_are_dragged_out_as_text(loaded, qtbot):
    panel = loaded.markers
    qtbot.waitUntil(lambda: len(panel.model.events) == 19)
    assert panel.model.kind == BEATS and panel.table.dragEnabled()
    indexes = [panel.model.index(row, column) for row in (4, 2) for column in range(5)]
    assert all(panel.model.flags(i) & Qt.ItemFlag.ItemIsDragEnabled for i in indexes)
    mime = panel.model.mimeData(indexes)
    assert mime.text() == events_text([panel.model.events[2], panel.model.events[4]])
    assert set(panel.model.mimeTypes()) <= set(mime.formats())


def test_the_text_does_not_come_back_as_files(loaded, chosen):
    from w12studio.ui.marker_text import events_mime
    from w12studio.ui.project_files import dropped_paths

    assert not dropped_paths(events_mime(chosen))
