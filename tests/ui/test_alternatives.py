import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from w12studio.domain.analysis import BEATS


@pytest.fixture
def panel(loaded, solver, qtbot):
    solver.obey()
    section = loaded.inspector.alternatives
    section.refresh()
    qtbot.waitUntil(lambda: len(section.rows) == 3)
    return section


def beats(window):
    return window.session.analysis.events(BEATS)


def test_they_are_ranked_and_the_present_one_is_marked(panel):
    assert [r.alternative.name for r in panel.rows] == ["Present", "Half tempo", "Double tempo"]
    assert "60.0 BPM, 4 a bar" in panel.rows[1].accessibleName()
    assert "as it is now" in panel.rows[0].accessibleName()
    assert panel.isVisibleTo(panel.parentWidget())


def test_hovering_draws_one_and_leaving_takes_it_away(loaded, panel):
    at = QPointF(5, 5)
    row, ghost = panel.rows[1], loaded.timeline.lane_view.ghost
    QApplication.sendEvent(row, QEnterEvent(at, at, at))
    assert ghost.isVisible()
    QApplication.sendEvent(row, QEvent(QEvent.Type.Leave))
    assert not ghost.isVisible()
    QApplication.sendEvent(panel.rows[0], QEnterEvent(at, at, at))
    assert not ghost.isVisible()  # what is there already needs no ghost


def test_a_click_takes_it_in_one_undo_step(loaded, panel, qtbot):
    before = beats(loaded)
    qtbot.mouseClick(panel.rows[1], Qt.MouseButton.LeftButton)
    assert np.array_equal(beats(loaded).times, before.times[::2])
    assert loaded.session.undo_name == "Take half tempo"
    assert not loaded.timeline.lane_view.ghost.isVisible()
    loaded.session.undo()
    assert beats(loaded) == before


def test_keys_choose_while_the_list_has_the_focus(loaded, panel, qtbot):
    n = len(beats(loaded))
    loaded.activateWindow()
    panel.rows[0].setFocus()
    qtbot.waitUntil(panel.rows[0].hasFocus)
    qtbot.keyClick(panel.rows[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is panel.rows[1]
    assert loaded.timeline.lane_view.ghost.isVisible()
    qtbot.keyClick(panel.rows[1], Qt.Key.Key_3)
    assert len(beats(loaded)) == 2 * n - 1
    assert loaded.session.undo_name == "Take double tempo"
    old = panel.rows[0]
    qtbot.waitUntil(lambda: panel.rows and panel.rows[0] is not old)
    assert panel.rows[0].hasFocus() and not loaded.timeline.lane_view.ghost.isVisible()


def test_one_key_takes_a_reading_wherever_the_focus_is(loaded, panel, qtbot):
    before = beats(loaded)
    loaded.activateWindow()
    loaded.timeline.setFocus()
    at = QPointF(5, 5)
    QApplication.sendEvent(panel.rows[1], QEnterEvent(at, at, at))
    qtbot.keyClick(loaded.timeline.lane_view, Qt.Key.Key_2)
    assert np.array_equal(beats(loaded).times, before.times[::2])
    assert not loaded.timeline.lane_view.ghost.isVisible()
    loaded.session.undo()
    assert beats(loaded) == before


def test_keys_of_readings_that_nobody_sees_do_nothing(loaded, panel, qtbot):
    before = beats(loaded)
    loaded.actions_["reading_5"].trigger()  # there are three
    loaded.marker_dock.raise_()
    qtbot.waitUntil(lambda: loaded.inspector.visibleRegion().isEmpty())
    loaded.actions_["reading_2"].trigger()
    assert beats(loaded) is before


def test_rows_of_beats_that_have_changed_since_do_nothing(loaded, panel):
    row = panel.rows[1]
    loaded.editor.shift_downbeat(1)
    before = beats(loaded)
    panel.take(row.alternative)
    assert beats(loaded) is before


def test_the_list_follows_the_beats(loaded, panel, qtbot):
    old = panel.rows[0]
    loaded.editor.shift_downbeat(1)
    qtbot.waitUntil(lambda: panel.rows and panel.rows[0] is not old)
    assert panel.rows[0].alternative.beats is beats(loaded)


def test_nothing_is_looked_for_while_nobody_sees_it(loaded, panel, qtbot):
    loaded.marker_dock.raise_()
    qtbot.waitUntil(lambda: loaded.inspector.visibleRegion().isEmpty())
    old = panel.rows[0]
    loaded.editor.shift_downbeat(1)
    panel.refresh()
    qtbot.wait(20)
    assert panel.rows[0] is old
    loaded.inspector_dock.raise_()
    qtbot.waitUntil(lambda: panel.rows[0] is not old)


def test_without_alternatives_there_is_no_list(loaded, solver, panel, qtbot):
    solver.refusal = "These beats were imported"
    panel.refresh()
    qtbot.waitUntil(lambda: not panel.rows)
    assert panel.isHidden()
