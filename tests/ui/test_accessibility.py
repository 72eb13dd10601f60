"""Everything has a name, the keyboard reaches everything and is caught nowhere, events are read out."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget

from tests.ui.accessible import kind_of, nameless
from w12studio.domain.analysis import BEATS, CHORDS, NOTES, TRANSIENTS
from w12studio.domain.events import Event
from w12studio.ui import announcing
from w12studio.ui.panels.marker_model import LABEL, TIME
from w12studio.ui.spoken import event_sentence, place_sentence, spoken_time
from w12studio.ui.summary import bars_beats_of


def test_everything_in_the_window_has_a_name(loaded):
    assert nameless(loaded) == []
    for dock in loaded.findChildren(QDockWidget):
        assert dock.windowTitle()


def dialogs(window):
    from w12studio.ui.dialogs.about import AboutDialog, DoctorDialog
    from w12studio.ui.dialogs.compute import ComputeDialog
    from w12studio.ui.dialogs.export import ExportDialog
    from w12studio.ui.dialogs.manual import ManualWindow
    from w12studio.ui.dialogs.models import ModelsDialog
    from w12studio.ui.dialogs.palette import CommandPalette
    from w12studio.ui.dialogs.shortcuts import ShortcutsDialog

    analysis = window.session.analysis
    return {
        "about": lambda: AboutDialog(window),
        "doctor": lambda: DoctorDialog(window, checks=lambda: iter(())),
        "compute": lambda: ComputeDialog(analysis, BEATS, "auto", window),
        "export": lambda: ExportDialog(analysis, window.settings, window),
        "manual": lambda: ManualWindow(window),
        "models": lambda: ModelsDialog(window),
        "palette": lambda: CommandPalette(window.actions_, [], window),
        "shortcuts": lambda: ShortcutsDialog(window.actions_, window),
    }


@pytest.mark.parametrize("name", ["about", "doctor", "compute", "export", "manual", "models", "palette", "shortcuts"])
def test_everything_in_a_dialog_has_a_name(loaded, qtbot, name):
    dialog = dialogs(loaded)[name]()
    dialog.show()
    qtbot.wait(50)
    assert nameless(dialog) == []
    dialog.close()
    dialog.deleteLater()


def walk(window, key, most=200):
    """Widgets that get the focus in turn, until it comes round."""
    seen = []
    for _ in range(most):
        QTest.keyClick(window.windowHandle() if QApplication.focusWidget() is None else QApplication.focusWidget(), key)
        now = QApplication.focusWidget()
        if now in seen:
            return seen, now
        seen.append(now)
    pytest.fail("the focus never comes round")


def test_tab_goes_through_the_window_and_is_caught_nowhere(loaded, qtbot):
    loaded.activateWindow()
    loaded.timeline.setFocus()
    start = QApplication.focusWidget()
    forward, back_at = walk(loaded, Qt.Key.Key_Tab)
    assert back_at in (forward[0], start)
    assert len(forward) > 30
    for part in (loaded.timeline.lane_view, loaded.transport.play_button, loaded.timeline.headers.header("beats")):
        assert part in forward, part
    loaded.timeline.setFocus()
    backward, _ = walk(loaded, Qt.Key.Key_Backtab)
    assert set(backward) == set(forward)
    assert all(w.isVisible() and w.isEnabled() for w in forward)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_focus_is_seen(loaded, qtbot, theme):
    loaded.themes.set_mode(theme)
    loaded.activateWindow()
    loaded.timeline.setFocus()
    forward, _ = walk(loaded, Qt.Key.Key_Tab)
    unseen = []
    for widget, other in zip(forward, [*forward[3:], *forward[:3]], strict=True):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(1)
        around = QRect(widget.mapTo(loaded, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
        assert loaded.rect().intersects(around), "it lies behind another"
        focused = loaded.grab(around).toImage()
        other.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.wait(1)
        if loaded.grab(around).toImage() == focused:
            unseen.append((kind_of(widget), widget.accessibleName()))
    assert unseen == []


def test_the_markers_are_reached_and_left(loaded, qtbot):
    loaded.marker_dock.show()
    loaded.marker_dock.raise_()
    qtbot.wait(50)
    loaded.timeline.setFocus()
    forward, _ = walk(loaded, Qt.Key.Key_Tab)
    assert loaded.markers.table in forward and loaded.markers.layer in forward


def grid(times=(0.5, 1.0, 1.5, 2.0, 2.5), positions=(1, 2, 3, 4, 1)):
    from w12studio.domain.timebase import BarGrid

    return BarGrid(times, positions)


@pytest.mark.parametrize(
    ("kind", "event", "sentence"),
    [
        (BEATS, Event(1.5, value=3.0, confidence=0.9),
         "Beat 3 of bar 1, at 0 minutes 1.5 seconds, confidence 0.9"),
        (TRANSIENTS, Event(1.0, value=0.5), "Transient, at 0 minutes 1 seconds, in bar 1, beat 2, strength 0.5"),
        (CHORDS, Event(0.5, 1.25, label="Am"),
         "Chord Am, at 0 minutes 0.5 seconds, lasting 1.25 seconds, in bar 1, beat 1"),
        (NOTES, Event(2.5, 0.5, value=69.0),
         "Note A4, at 0 minutes 2.5 seconds, lasting 0.5 seconds, in bar 2, beat 1"),
        ("my markers", Event(1.0, label="drop"), "my markers, at 0 minutes 1 seconds, in bar 1, beat 2, label drop"),
    ],
)  # fmt: skip
def test_events_are_sentences(kind, event, sentence):
    assert event_sentence(kind, event, grid()) == sentence


def test_times_are_spoken():
    assert spoken_time(23.456) == "0 minutes 23.456 seconds"
    assert spoken_time(59.9999) == "1 minute 0 seconds"
    assert spoken_time(3723.5) == "1 hour 2 minutes 3.5 seconds"
    assert place_sentence(1.0, 10.0, grid()) == "0 minutes 1 seconds of 0 minutes 10 seconds, bar 1, beat 2"
    assert place_sentence(1.0, 10.0, bars_beats_of(None)) == "0 minutes 1 seconds of 0 minutes 10 seconds"


def test_rows_of_markers_are_sentences(loaded, qtbot):
    qtbot.waitUntil(lambda: len(loaded.markers.model.events) == 19)
    model = loaded.markers.model
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(2, TIME), role) == "Beat 3 of bar 1, at 0 minutes 1.5 seconds, confidence 0.9"
    assert model.data(model.index(2, LABEL), role).startswith("Label:")


@pytest.fixture
def said(monkeypatch):
    heard = []
    monkeypatch.setattr(announcing, "announce", lambda widget, text: heard.append(text) if text else None)
    return heard


def test_moving_through_events_says_them(loaded, said):
    loaded.actions_["next_event"].trigger()
    loaded.actions_["next_event"].trigger()
    assert said == [
        "Beat 1 of bar 1, at 0 minutes 0.5 seconds, confidence 0.9",
        "Beat 2 of bar 1, at 0 minutes 1 seconds, confidence 0.9",
    ]
    said.clear()
    loaded.actions_["select_all"].trigger()
    assert said == ["19 markers selected"]


def test_the_table_reads_itself(loaded, said, qtbot):
    qtbot.waitUntil(lambda: len(loaded.markers.model.events) == 19)
    loaded.marker_dock.show()
    loaded.marker_dock.raise_()
    qtbot.wait(20)
    loaded.activateWindow()
    loaded.markers.table.setFocus()
    loaded.markers.table.selectRow(3)
    assert loaded.session.selection.events and said == []


def test_the_timeline_tells_the_place(loaded, said, qtbot):
    loaded.player.seek(1.0)
    view = loaded.timeline.lane_view
    place = "0 minutes 1 seconds of 0 minutes 10 seconds, bar 1, beat 2"
    qtbot.waitUntil(lambda: view.accessibleDescription() == f"Playhead at {place}.")
    found = QAccessible.queryAccessibleInterface(view)
    assert found.text(QAccessible.Text.Description) == f"Playhead at {place}."
    loaded.actions_["where"].trigger()
    assert said == [place]


def test_messages_are_said(loaded, monkeypatch):
    from w12studio.ui import everyday

    heard = []
    monkeypatch.setattr(everyday, "announce", lambda widget, text: heard.append(text))
    loaded.notices.show_notice("Something is wrong.", "danger")
    assert heard == ["Something is wrong."]


# -- a keyboard's way to what the pointer does -----------------------------------------------------------------


def test_arrow_keys_move_the_playhead_and_pages_the_view(loaded):
    view = loaded.timeline.lane_view
    view.setFocus()
    loaded.player.seek(2.0)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert loaded.player.position == pytest.approx(2.2)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert loaded.player.position == pytest.approx(2.0)
    loaded.timeline.show_span(2.0, 4.0)
    start, span = loaded.timeline.viewport.start, loaded.timeline.viewport.span
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert loaded.timeline.viewport.start == pytest.approx(start + 0.9 * span)


def test_markers_and_spans_are_selected_at_the_playhead(loaded):
    session = loaded.session
    loaded.player.seek(2.1)
    loaded.actions_["select_here"].trigger()
    assert [e.time for e in session.selection.events] == [2.0]
    loaded.actions_["span_start"].trigger()
    assert (session.selection.start, session.selection.end) == (2.1, 10.0)
    loaded.player.seek(3.0)
    loaded.actions_["span_end"].trigger()
    assert (session.selection.start, session.selection.end) == (2.1, 3.0)
    assert session.selection.events


def test_enter_edits_the_selected_marker(loaded, qtbot):
    loaded.actions_["next_event"].trigger()
    loaded.timeline.lane_view.setFocus()
    asked = []
    loaded.timeline.edit_requested.connect(lambda kind, event: asked.append((kind, event.time)))
    QTest.keyClick(loaded.timeline.lane_view, Qt.Key.Key_Return)
    assert asked == [(BEATS, 0.5)]


def test_the_menu_key_opens_the_menu_of_the_selected_marker(loaded, qtbot):
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QMenu

    loaded.actions_["next_event"].trigger()
    view = loaded.timeline.lane_view
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, view.rect().center(), view.mapToGlobal(view.rect().center())
    )
    QApplication.sendEvent(view.viewport(), event)
    menu = next(m for m in loaded.timeline.findChildren(QMenu) if m.isVisible())
    assert any("beat" in a.text().lower() for a in menu.actions())
    menu.close()


def test_a_lane_is_folded_moved_resized_and_zoomed_by_keys(loaded, qtbot):
    headers = loaded.timeline.headers
    header = headers.header("waveform")
    loaded.activateWindow()
    header.setFocus()
    lane = header.lane
    QTest.keyClick(header, Qt.Key.Key_Space)
    assert lane.collapsed and not loaded.player.playing
    QTest.keyClick(header, Qt.Key.Key_Return)
    assert not lane.collapsed
    height = lane.height
    QTest.keyClick(header, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert lane.height == height + 10
    order = loaded.timeline.lane_names()
    QTest.keyClick(header, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert loaded.timeline.lane_names() != order
    span = loaded.timeline.viewport.span
    QTest.keyClick(header, Qt.Key.Key_Plus)
    assert lane.value_zoom > 1 and loaded.timeline.viewport.span == span
    QTest.keyClick(header, Qt.Key.Key_0)
    assert lane.value_zoom == 1


def test_every_tooltip_of_an_action_tells_its_key(loaded):
    from PySide6.QtWidgets import QToolButton

    for name in loaded.actions_.specs:
        for key in loaded.actions_.keys(name):
            assert key.toString(key.SequenceFormat.NativeText) in loaded.actions_[name].toolTip()
    for button in loaded.findChildren(QToolButton):
        action = button.defaultAction()
        if action is not None and action.shortcuts():
            assert button.toolTip() == action.toolTip()
    assert "Ctrl+O" in loaded.empty.open_button.toolTip()
    assert "Ctrl+C" in loaded.everyday.chip.toolTip()
