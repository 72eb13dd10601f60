"""The command palette."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from w12studio.ui.dialogs.palette import Command, CommandPalette, fit, ranked


def palette_of(window):
    window.actions_["palette"].trigger()
    return window.findChildren(CommandPalette)[-1]


def titles(palette):
    return [palette.list.item(i).text().split("  –  ")[0] for i in range(palette.list.count())]


def test_letters_in_order_are_found_and_word_starts_win():
    assert fit("Zoom to selection", "zs") is not None
    assert fit("Zoom to selection", "sz") is None
    assert fit("Zoom to selection", "zts") > fit("Amazing tests", "zts")
    assert fit("Export…", "exp") > fit("Make beat expressive", "exp")


@given(st.text(max_size=20), st.text(max_size=6))
def test_every_text_answers_its_own_letters(text, typed):
    kept = "".join(text.lower().split())
    assert fit(text, "") is not None
    if fit(text, typed) is not None:
        position = -1
        for letter in "".join(typed.lower().split()):
            position = text.lower().find(letter, position + 1)
            assert position >= 0
    assert kept == "" or fit(text, kept[:1]) is not None


def test_what_was_used_lately_comes_first_among_equals():
    commands = [Command(n, "Edit", "Do it", "") for n in ("a", "b", "c")]
    assert [c.name for c in ranked(commands, "do", ["c", "b"])] == ["c", "b", "a"]


def test_before_anything_is_typed_the_order_is_that_of_the_menus():
    commands = [Command(n, "Edit", title, "") for n, title in (("a", "A long title"), ("b", "Do"), ("c", "Undo it"))]
    assert [c.name for c in ranked(commands, "", [])] == ["a", "b", "c"]
    assert [c.name for c in ranked(commands, " ", ["c"])] == ["c", "a", "b"]


def test_a_command_is_found_and_done(loaded, qtbot):
    palette = palette_of(loaded)
    QTest.keyClicks(palette.field, "dbl")
    assert titles(palette)[0] == "Double the beats"
    before = len(loaded.session.analysis.events("beats"))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert len(loaded.session.analysis.events("beats")) == 2 * before - 1
    again = palette_of(loaded)
    assert titles(again)[0] == "Double the beats"  # used lately
    again.reject()


def test_arrows_choose_and_escape_leaves(loaded):
    palette = palette_of(loaded)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 2
    QTest.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == 1
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_what_can_not_be_used_is_not_offered(window):
    palette = palette_of(window)
    assert "Open…" in titles(palette)
    assert "Save project" not in titles(palette)
    QTest.keyClicks(palette.field, "qqqq")
    assert palette.list.isHidden() and palette.nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_of_what_can_not_be_used_now_it_is_said_what_it_does(window):
    palette = palette_of(window)
    QTest.keyClicks(palette.field, "quantise")
    assert palette.list.isHidden() and "Quantise" in palette.nothing.text()
    assert "selected markers" in palette.nothing.text()
    palette.close()


@pytest.mark.parametrize("key", ["Ctrl+K", "Ctrl+Shift+P"])
def test_it_has_its_keys(window, key):
    assert key in [k.toString() for k in window.actions_.keys("palette")]
