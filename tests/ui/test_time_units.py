"""The unit of the ruler and the transport, and going to a place that is typed."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from w12studio.domain.places import Unit
from w12studio.ui.dialogs.go_to import GoToField


def unit_menu(window):
    menu = next(m for m in window.menuBar().findChildren(QMenu) if m.title() == "Time &unit")
    menu.aboutToShow.emit()
    return {a.text().replace("&", "").split()[0].rstrip(","): a for a in menu.actions()}


def go_to(window):
    window.actions_["go_to"].trigger()
    QApplication.processEvents()
    return window.findChild(GoToField)


@pytest.mark.parametrize(
    ("entry", "unit", "clock", "beside", "rows"),
    [
        ("Clock", Unit.CLOCK, "0:02.750", "2:1:480", ["Time", "Bars"]),
        ("Seconds", Unit.SECONDS, "2.750", "2:1:480", ["Seconds", "Bars"]),
        ("Samples", Unit.SAMPLES, "22,000", "2:1:480", ["Samples", "Bars"]),
        ("Bars", Unit.BARS, "2:1:480", "0:02.750", ["Bars", "Time"]),
    ],
)
def test_the_unit_is_chosen_in_the_menu_and_shown_everywhere(loaded, make_window, entry, unit, clock, beside, rows):
    loaded.player.seek(2.75)
    unit_menu(loaded)[entry].trigger()
    assert [e for e, a in unit_menu(loaded).items() if a.isChecked()] == [entry]
    assert loaded.transport.clock.text() == clock and loaded.transport.bars.text() == beside
    assert loaded.timeline.ruler.row_titles == rows
    loaded.timeline.ruler.grab()
    loaded.shutdown()
    assert make_window().timeline.display.unit is unit


def test_a_right_click_on_ruler_or_position_offers_the_units(loaded, qtbot):
    for widget in (loaded.timeline.ruler, loaded.transport.clock):
        loaded.timeline.display.set_unit("clock")
        place = QPoint(20, 8)
        QApplication.sendEvent(
            widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        )
        menu = QApplication.activePopupWidget()
        assert [a.isChecked() for a in menu.actions()] == [True, False, False, False]
        menu.actions()[2].trigger()
        assert loaded.timeline.display.unit is Unit.SAMPLES
        menu.close()


def test_the_place_under_the_pointer_is_told_in_all_units(loaded):
    text = loaded.timeline.place_text(2.75, "Waveform", "0.5")
    assert text == "0:02.750   2.7500 s   sample 22,000   bar 2:1:480   Waveform: 0.5"


@pytest.mark.parametrize(
    ("typed", "time"),
    [("0:01.5", 1.5), ("1.25 s", 1.25), ("sample 8000", 1.0), ("bar 2:1:480", 2.75), ("2:1:000", 121.0)],
)
def test_going_to_a_place(loaded, qtbot, typed, time):
    loaded.timeline.set_viewport(loaded.timeline.viewport.showing(0.0, 0.5))
    field = go_to(loaded)
    assert field.focusWidget() is field.field, "what is typed at once must go there"
    field.field.setText(typed)
    if time > loaded.session.duration:
        assert "outside of the recording" in field.meant.text()
        time, before = loaded.player.position, field
        qtbot.keyClick(field.field, Qt.Key.Key_Return)
        assert before.isVisible() and loaded.player.position == time
        before.close()
        return
    assert "sample" in field.meant.text()
    qtbot.keyClick(field.field, Qt.Key.Key_Return)
    assert loaded.player.position == pytest.approx(time)
    assert loaded.timeline.viewport.start <= time <= loaded.timeline.viewport.end


def test_the_field_begins_with_where_we_are_and_reads_it_back(loaded):
    for unit in Unit:
        loaded.timeline.display.set_unit(unit)
        loaded.player.seek(2.75)
        field = go_to(loaded)
        assert field.field.hasSelectedText()
        assert loaded.timeline.display.parse(field.field.text()) == pytest.approx(2.75, abs=1e-3)
        field.close()
