from PySide6.QtGui import QKeySequence

from w12studio.ui.actions import REPEATING, SPECS
from w12studio.ui.dialogs.shortcuts import ShortcutsDialog


def test_keys_can_be_changed_searched_and_reset(make_window, qtbot):
    window = make_window()
    dialog = ShortcutsDialog(window.actions_, window)
    qtbot.addWidget(dialog)
    dialog.search.setText("halve")
    shown = [r for r in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(r)]
    assert [dialog.table.item(r, 0).text() for r in shown] == ["Halve the beats"]
    dialog.search.setText("compare markers")  # the first word is the menu's
    assert [dialog.table.isRowHidden(dialog._names.index(n)) for n in ("compare_markers", "halve")] == [False, True]
    dialog.select("halve")
    dialog.editor.setKeySequence(QKeySequence("M"))
    assert "Add marker" in dialog.conflict.text()
    dialog.assign.click()
    assert window.actions_.keys("halve") == [QKeySequence("M")]
    assert window.actions_.keys("add_marker") == [QKeySequence(";")]
    assert "(M)" in window.actions_["halve"].toolTip()
    window.close()
    again = make_window()
    assert again.actions_.keys("halve") == [QKeySequence("M")]
    again.actions_.reset_keys()
    assert again.actions_.keys("halve") == again.actions_.default_keys("halve")
    assert again.actions_.keys("add_marker") == [QKeySequence("M"), QKeySequence(";")]


def test_second_key_and_default(window, qtbot):
    dialog = ShortcutsDialog(window.actions_, window)
    qtbot.addWidget(dialog)
    dialog.select("fit")
    dialog.editor.setKeySequence(QKeySequence("Ctrl+0"))
    dialog.add.click()
    assert window.actions_.keys("fit") == [QKeySequence("F"), QKeySequence("Ctrl+0")]
    dialog.default.click()
    assert window.actions_.keys("fit") == [QKeySequence("F")]


def test_menus_hold_every_action(window):
    tops = [a.menu() for a in window.menuBar().actions()]
    menus = [*tops, *(a.menu() for m in tops for a in m.actions() if a.menu())]
    listed = {a.objectName() for m in menus for a in m.actions()}
    assert {s.name for s in SPECS} <= listed
    assert {s.submenu for s in SPECS} - {""} <= {m.title() for m in menus}
    assert {a.text() for a in window.menuBar().actions()} == {s.menu for s in SPECS}
    window.menus.fill_lanes()
    assert [a.text() for a in window.menus.lanes.actions()] == [
        window.timeline.lane_title(n) for n in window.timeline.lane_names()
    ]
    window.menus.fill_recent()
    assert not window.menus.recent.isEmpty()


def test_key_held_down_does_not_play_and_pause(window):
    assert not window.actions_["play"].autoRepeat() and not window.actions_["halve"].autoRepeat()
    assert window.actions_["nudge_left"].autoRepeat()
    assert set(window.actions_.specs) >= REPEATING
