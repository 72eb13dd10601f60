"""At twice the system's font nothing of the window is cut off."""

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QLabel

from tests.ui.fakes import open_and_wait
from w12studio.ui.lanes.base import small_font
from w12studio.ui.panels.elided import ElidedLabel
from w12studio.ui.sizes import em, font_factor


@pytest.fixture
def large(qapp):
    usual = qapp.font()
    font = qapp.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    qapp.setFont(font)
    yield
    qapp.setFont(usual)


def test_usual_fonts_change_nothing(qapp):
    assert font_factor() == 1 and em(22) == 22


def test_a_large_font_makes_room(large, make_window, qtbot, recording):
    assert 1.5 < font_factor() < 3 and em(22) > 33 and em(100, 0.5) < em(100)
    window = make_window()
    open_and_wait(window, qtbot, recording())
    small, bold = QFontMetricsF(small_font()), QFontMetricsF(window.font())
    timeline = window.timeline
    assert timeline.ruler.height() >= 2 * small.height()
    for lane in timeline.lane_view.shown:
        assert lane.height >= bold.height(), lane.name
    widest = max(bold.horizontalAdvance(lane.title) for lane in timeline.lane_view.shown)
    assert timeline.headers.width() > widest + 26 + 22
    header = window.tools.findChildren(QAbstractButton)[1]
    assert header.iconSize().height() >= 27
    assert window.minimumSizeHint().width() <= 1366  # a small laptop's screen


def cut_off(widget):
    """Labels and buttons whose text is wider or higher than they are."""
    found = []
    for part in [*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton)]:
        if not part.isVisible() or isinstance(part, ElidedLabel) or not part.text():
            continue
        wraps = isinstance(part, QLabel) and part.wordWrap()
        needed = part.sizeHint() if not wraps else None
        if part.minimumSize() == part.maximumSize():  # it has the size it was given
            needed = part.fontMetrics().size(0, part.text()) if isinstance(part, QLabel) else part.iconSize()
        if needed is not None and (part.width() < needed.width() - 1 or part.height() < needed.height() - 1):
            found.append((part.text(), part.size(), needed))
        if wraps and part.height() < part.heightForWidth(part.width()) - 1:
            found.append((part.text(), part.size(), part.heightForWidth(part.width())))
    return found


def test_nothing_is_cut_off_at_the_first_start(large, make_window, qtbot):
    window = make_window()
    qtbot.wait(30)
    assert cut_off(window.empty) == []


def test_nothing_is_cut_off_in_the_bars(large, make_window, qtbot, recording):
    window = make_window()
    open_and_wait(window, qtbot, recording())
    window.actions_["next_event"].trigger()
    qtbot.wait(30)
    assert cut_off(window.transport) == [] and cut_off(window.statusBar()) == []


def test_nothing_is_cut_off_in_the_dialog_of_keys(large, make_window, qtbot):
    from w12studio.ui.dialogs.shortcuts import ShortcutsDialog

    dialog = ShortcutsDialog(make_window().actions_)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(30)
    assert cut_off(dialog) == []
