"""The manual in the program: contents, search, links, pictures, and the page about what one is at."""

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextTable

from w12studio.ui.dialogs.manual import ManualWindow, topic_at
from w12studio.ui.manual_pages import OF_LANES, ORDER, OTHERS, Manual, plain_text, slug


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "images").mkdir()
    QImage(1600, 200, QImage.Format.Format_RGB32).save(str(tmp_path / "images" / "wide.png"))
    (tmp_path / "start.md").write_text(
        "# First\n\nSee [pitch](pitch.md#the-second-part), [here](#more), or [out](https://example.org).\n\n"
        "![wide](images/wide.png)\n\n## More\n\nzebra one\n\n```\n# no heading\n```\n", encoding="utf-8")  # fmt: skip
    (tmp_path / "pitch.md").write_text(
        "# Pitch\n\n| a | b |\n| --- | --- |\n| 1 | zebra two |\n\n" + "text\n\n" * 80 + "## The second part\n\nend\n",
        encoding="utf-8",
    )
    (tmp_path / "own.md").write_text("# My own zebra page\n\nzebra\n", encoding="utf-8")
    (tmp_path / "docker.md").write_text("# Not for users\n\nzebra\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def manual(folder):
    return Manual(folder)


@pytest.fixture
def shown(qtbot, manual):
    window = ManualWindow(None, manual)
    qtbot.addWidget(window)
    window.show_topic()
    return window


def test_pages_are_in_order_and_others_left_out(manual):
    assert manual.pages == ["start", "pitch", "own"]
    assert [(s.page, s.title, s.level) for s in manual.sections] == [
        ("start", "First", 1), ("start", "More", 2), ("pitch", "Pitch", 1), ("pitch", "The second part", 2),
        ("own", "My own zebra page", 1),
    ]  # fmt: skip


def test_all_words_must_be_found_and_headings_come_first(manual):
    assert [h.section.title for h in manual.search("zebra")] == ["My own zebra page", "More", "Pitch"]
    assert [h.section.title for h in manual.search("two ZEBRA")] == ["Pitch"]
    assert manual.search("zebra giraffe") == [] and manual.search("  ") == []
    assert "zebra two" in manual.search("two zebra")[0].excerpt


def test_marks_are_no_text():
    assert plain_text("| a | `b` |\n| --- | --- |\n\n> **c** [d](e.md) ![f](g.png)") == "a b c d f"
    assert slug("The mouse, in `2` places!") == "the-mouse-in-2-places"


def test_contents_lead_to_sections(shown):
    tops = [shown.contents.topLevelItem(i) for i in range(shown.contents.topLevelItemCount())]
    assert [t.text(0) for t in tops] == ["First", "Pitch", "My own zebra page"]
    shown.contents.setCurrentItem(tops[1].child(0))
    assert "The second part" in shown.page.toPlainText()
    assert shown.page.verticalScrollBar().value() > 200
    tables = [f for f in shown.page.document().rootFrame().childFrames() if isinstance(f, QTextTable)]
    assert len(tables) == 1 and tables[0].format().toTableFormat().borderCollapse()


def test_search_lists_what_was_found_and_lights_it_up(shown):
    shown.search.setText("zebra two")
    assert shown.contents.topLevelItemCount() == 1
    shown.search.returnPressed.emit()
    assert "zebra two" in shown.page.toPlainText()
    assert {s.cursor.selectedText().lower() for s in shown.page.extraSelections()} == {"zebra", "two"}
    shown.search.setText("giraffe")
    assert "Nothing" in shown.contents.topLevelItem(0).text(0)
    shown.search.clear()
    assert shown.contents.topLevelItemCount() == 3


def test_links_lead_to_pages_and_out(shown, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    shown.page.anchorClicked.emit(QUrl("pitch.md#the-second-part"))
    assert shown.page.toPlainText().startswith("Pitch") and shown.page.verticalScrollBar().value() > 200
    shown.go_back()
    assert shown.page.toPlainText().startswith("First")
    shown.go_forward()
    assert shown.page.toPlainText().startswith("Pitch")
    shown.go_back()
    shown.page.anchorClicked.emit(QUrl("#more"))
    assert shown.page.textCursor().block().text() == "More"
    shown.page.anchorClicked.emit(QUrl("https://example.org"))
    assert opened == ["https://example.org"]
    shown.page.anchorClicked.emit(QUrl("docker.md"))
    assert opened[1:] == [QUrl.fromLocalFile(str(shown.manual.folder / "docker.md")).toString()]


def test_pictures_fit(shown):
    picture = shown.page.loadResource(2, QUrl("images/wide.png"))
    assert 200 < picture.width() / picture.devicePixelRatio() <= shown.page.viewport().width()


# -- the manual as it is ---------------------------------------------------------------------------------------


def test_every_page_of_the_manual_is_there_for_a_reader():
    manual = Manual()
    assert manual.pages[0] == "start" and {"controls", "accessibility", "formats"} <= set(manual.pages)
    assert not set(manual.pages) & set(OTHERS)
    assert {p for p in manual.pages if p not in ORDER} == set(), "put new pages into ORDER, or among OTHERS"
    assert all(manual.title(page) != page for page in manual.pages)


def test_every_lane_has_its_section(window):
    manual = Manual()
    there = {(s.page, s.title) for s in manual.sections}
    for name, choices in OF_LANES.items():
        assert all(choice in there or (choice[0] in manual.pages and not choice[1]) for choice in choices), name
    for lane in window.timeline.lane_view.lanes:
        page, section = manual.about_lane(lane.name, lane.title)
        assert page in manual.pages
        assert not section or (page, section) in {(s.page, s.title) for s in manual.sections}
        if lane.name in ("pitch", "chords", "sections", "loudness"):
            assert page == OF_LANES[lane.name][0][0]


def test_help_opens_at_the_lane_of_the_keyboard(loaded, qtbot):
    loaded.activateWindow()
    loaded.timeline.headers.header("chords").setFocus()
    assert topic_at(loaded) == ("harmony", "Chords")
    loaded.actions_["manual"].trigger()
    manual = loaded.everyday._manual
    assert manual.isVisible() and manual.page.toPlainText().startswith("Harmony")
    assert manual.contents.currentItem().text(0) == "Chords"
    manual.close()
    loaded.actions_["manual"].trigger()
    assert loaded.everyday._manual is manual
    assert not manual.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    manual.close()


def test_the_manual_is_packaged():
    root = Path(__file__).resolve().parents[2]
    build = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    included = build["targets"]["wheel"]["force-include"]
    assert included["docs"] == "w12studio/docs" and included["resources"] == "w12studio/resources"
    recipe = (root / "build_installer.spec").read_text(encoding="utf-8")
    assert '("docs", "w12studio/docs")' in recipe and '("resources", "w12studio/resources")' in recipe
