"""The keys as a list: text, PDF, printer, clipboard, command line."""

import pytest
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QMainWindow

from w12studio.cli import main
from w12studio.domain.errors import ExportError
from w12studio.ui.actions import SPECS, Actions
from w12studio.ui.dialogs.shortcuts import ShortcutsDialog
from w12studio.ui.key_sheet import key_groups, keys_text, print_keys, save_pdf
from w12studio.ui.settings import Settings


@pytest.fixture
def host(qtbot):
    widget = QMainWindow()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def actions(host):
    return Actions(Settings(), host)


@pytest.fixture
def groups(actions):
    return key_groups(actions.specs.values(), actions.keys)


def test_every_key_is_in_the_list_once(actions, groups):
    listed = [row for group in groups[:-1] for row in group.rows]
    assert len(listed) == sum(bool(s.keys) for s in SPECS)
    assert sum(len(row.keys) for row in listed) == sum(len(s.keys) for s in SPECS)
    assert groups[-1].title == "Mouse"


def test_changed_keys_are_in_the_list(actions):
    actions.set_keys("halve", [QKeySequence("Ctrl+F11")])
    text = keys_text(key_groups(actions.specs.values(), actions.keys))
    line = next(x for x in text.splitlines() if "Halve the beats" in x)
    assert line.endswith("Ctrl+F11")
    assert "Redo" in text and "Ctrl+Shift+Z / Ctrl+Y" in text


def test_text_has_its_keys_in_one_column(groups):
    lines = [x for x in keys_text(groups).splitlines() if x.startswith("  ")]
    assert len(lines) == sum(len(g.rows) for g in groups)
    titles = [row.title for g in groups for row in g.rows]
    column = 2 + max(map(len, titles)) + 2
    assert all(line[column - 2 : column] == "  " and line[column] != " " for line in lines)


def test_a_pdf_is_written_or_the_fault_is_said(groups, tmp_path):
    target = save_pdf(groups, tmp_path / "keys")
    assert target.name == "keys.pdf" and target.read_bytes().startswith(b"%PDF")
    with pytest.raises(ExportError):
        save_pdf(groups, tmp_path / "no folder" / "keys.pdf")


def test_a_printer_gets_as_many_pages_as_it_takes(groups, tmp_path, qapp):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_keys(groups, printer)
    few = (tmp_path / "out.pdf").read_bytes().count(b"/Type /Page\n")
    printer.setOutputFileName(str(tmp_path / "long.pdf"))
    print_keys(groups * 6, printer)
    assert 1 <= few < (tmp_path / "long.pdf").read_bytes().count(b"/Type /Page\n")


def test_the_dialog_copies_saves_and_prints(window, qtbot, monkeypatch, tmp_path):
    dialog = ShortcutsDialog(window.actions_, window)
    qtbot.addWidget(dialog)
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == keys_text(key_groups(SPECS, window.actions_.keys))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "my keys"), ""))
    dialog.save.click()
    assert (tmp_path / "my keys.pdf").exists() and "my keys.pdf" in dialog.conflict.text()
    opened = []
    monkeypatch.setattr(QPrintDialog, "open", lambda self: opened.append(self))
    dialog.print.click()
    printer = opened[0].printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    opened[0].accepted.emit(printer)
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")


def test_the_command_line_lists_them(qapp, actions, capsys, tmp_path):
    actions.set_keys("halve", [QKeySequence("Ctrl+F11")])
    actions._settings.sync()
    assert main(["keys"]) == 0
    out = capsys.readouterr().out
    assert out == keys_text(key_groups(SPECS, actions.keys)) and "Ctrl+F11" in out
    assert main(["keys", "--pdf", str(tmp_path / "k.pdf")]) == 0
    assert (tmp_path / "k.pdf").exists()
