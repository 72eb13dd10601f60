"""Fetching models from the window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from w12studio.domain.errors import W12Error
from w12studio.service import models
from w12studio.ui.dialogs.models import ModelsDialog


@pytest.fixture
def listed(monkeypatch):
    """The models of the manifest, musicnn not installed."""
    found = {m.name: replace(m, status="not installed" if m.name == "musicnn" else m.status) for m in models.models()}
    monkeypatch.setattr(models, "models", lambda: list(found.values()))
    return found


def dialog_with(qtbot, fetch):
    dialog = ModelsDialog(fetch=fetch)
    qtbot.addWidget(dialog)
    dialog.show()
    rows = [dialog.list.item(i) for i in range(dialog.list.count())]
    item = next(r for r in rows if r.data(Qt.ItemDataRole.UserRole).name == "musicnn")
    dialog.list.setCurrentItem(item)
    return dialog


def test_a_model_is_fetched(qtbot, listed):
    asked = []

    def fetch(names, origin):
        asked.append((names, origin))
        listed["musicnn"] = replace(listed["musicnn"], status="installed")
        yield "musicnn is installed."

    dialog = dialog_with(qtbot, fetch)
    assert dialog.list.count() == len(listed)
    dialog.fetch_button.click()
    qtbot.waitUntil(lambda: dialog.next_step in dialog.about.text())
    assert asked == [(["musicnn"], None)]
    assert dialog.about.text().startswith("musicnn is installed.") and not dialog.fetch_button.isEnabled()
    with qtbot.waitSignal(dialog.fetched):
        dialog.reject()


def test_what_goes_wrong_is_said_and_can_be_tried_again(qtbot, listed):
    def fetch(names, origin):
        raise W12Error("the network does not answer", advice="Try again later.")
        yield

    dialog = dialog_with(qtbot, fetch)
    dialog.fetch_button.click()
    qtbot.waitUntil(dialog.fetch_button.isEnabled)
    assert "the network does not answer" in dialog.about.text()
    with qtbot.assertNotEmitted(dialog.fetched):
        dialog.reject()


def test_packages_are_left_to_the_terminal(qtbot, listed):
    dialog = dialog_with(qtbot, lambda *a: iter(()))
    rows = [dialog.list.item(i) for i in range(dialog.list.count())]
    crepe = next(r for r in rows if r.data(Qt.ItemDataRole.UserRole).name == "crepe-full")
    listed_here = crepe.data(Qt.ItemDataRole.UserRole).status
    dialog.list.setCurrentItem(crepe)
    assert not dialog.fetch_button.isEnabled()
    assert ("In a terminal: pip install" in dialog.about.text().replace("`", "")) is (listed_here == "not installed")


def test_the_window_offers_to_compute_with_it(loaded, qtbot, engine):
    loaded.actions_["models"].trigger()
    dialog = loaded.findChildren(ModelsDialog)[-1]
    dialog.fetched.emit()
    dialog.reject()
    notice = loaded.notices.notices[-1]
    before = len(engine.requests)
    button = next(b for b in notice.findChildren(QPushButton) if b.text() == "Analyse again")
    button.click()
    qtbot.waitUntil(lambda: len(engine.requests) > before)
    qtbot.waitUntil(lambda: not any(i.active for i in loaded.queue.items))


def test_the_window_says_only_that_it_is_here_where_nothing_is_open(window):
    window.dialogs.models()
    dialog = window.findChildren(ModelsDialog)[-1]
    dialog.fetched.emit()
    dialog.reject()
    assert not window.notices.notices[-1].findChildren(QPushButton)


def test_the_help_menu_opens_it(window):
    window.actions_["models"].trigger()
    dialog = window.findChildren(ModelsDialog)[-1]
    assert dialog.list.count() == len(models.models())
    dialog.reject()
