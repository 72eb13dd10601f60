from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QMessageBox, QSlider, QSpinBox

from tests.ui.fakes import facts_of, tracks
from w12studio import service
from w12studio.domain.analysis import Analysis
from w12studio.export.base import Option
from w12studio.ui.dialogs.export import ExportDialog
from w12studio.ui.dialogs.export_options import OptionFields
from w12studio.ui.dialogs.foresight import Foresight
from w12studio.ui.settings import Settings


def analysis_of(path):
    analysis = Analysis(facts_of(path))
    for track in tracks():
        analysis = analysis.with_track(track)
    return analysis


@pytest.fixture
def settings(qapp):
    return Settings()


@pytest.fixture
def make_dialog(qtbot, recording, settings):
    def make(analysis=None):
        dialog = ExportDialog(analysis or analysis_of(recording()), settings)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return make


def answer(dialog, text):
    """Press a button of the question that is asked, if one is; gives the question's text."""
    for question in dialog.findChildren(QMessageBox):
        if question.isVisible():
            asked = question.text()
            next(b for b in question.buttons() if b.text().replace("&", "") == text).click()
            return asked
    return ""


def run(dialog, qtbot, if_there="Number"):
    dialog.start()
    answer(dialog, if_there)
    qtbot.waitUntil(lambda: dialog.heading.text() == "Done", timeout=20_000)
    return [label.text() for label in dialog.pages.widget(1).findChildren(QLabel)]


def test_several_formats_are_written_and_reported(make_dialog, qtbot, tmp_path):
    dialog = make_dialog()
    dialog.set_formats(["csv", "midi", "audacity"])
    dialog.name.setText("take 1")
    assert dialog.export_button.text() == "Export 3 formats"
    texts = run(dialog, qtbot)
    assert (tmp_path / "take 1.csv").exists() and (tmp_path / "take 1.mid").exists()
    assert sum("largest timing error" in t and " ms" in t for t in texts) == 3, texts
    for title in ("CSV", "MIDI", "Audacity"):
        assert any(title in t for t in texts)


def test_every_format_has_a_line_and_its_options(make_dialog):
    dialog = make_dialog()
    assert dialog.formats.names() == list(service.formats())
    for name, fmt in service.formats().items():
        fields = dialog.findChild(OptionFields, f"options_{name}")
        assert fields.values() == {o.name: o.default for o in fmt.options}


@pytest.mark.parametrize("name", list(service.formats()))
def test_each_format_works_with_its_defaults(make_dialog, qtbot, name, tmp_path):
    dialog = make_dialog()
    dialog.set_formats([name])
    texts = run(dialog, qtbot)
    assert any("read back" in t for t in texts), texts
    suffix = service.format_suffix(name)
    assert any(suffix in p.name for p in tmp_path.iterdir())


def test_only_ticked_layers_are_written(make_dialog, qtbot, tmp_path):
    dialog = make_dialog()
    dialog.set_formats(["csv"])
    for kind, box in dialog.layer_boxes.items():
        box.setChecked(kind == "key")
    run(dialog, qtbot)
    text = (tmp_path / "song.csv").read_text()
    assert "A minor" in text and "transients" not in text


def test_existing_files_are_asked_about(make_dialog, qtbot, tmp_path):
    (tmp_path / "song.csv").write_text("precious")
    dialog = make_dialog()
    dialog.set_formats(["csv"])
    dialog.start()
    assert answer(dialog, "Cancel") == "song.csv is there already."
    assert dialog.pages.currentIndex() == 0 and not (tmp_path / "song (2).csv").exists()
    run(dialog, qtbot, "Number")
    assert (tmp_path / "song.csv").read_text() == "precious"
    assert (tmp_path / "song (2).csv").exists()
    dialog._back()
    run(dialog, qtbot, "Replace")
    assert (tmp_path / "song.csv").read_text() != "precious"
    assert not (tmp_path / "song (3).csv").exists()


def test_nothing_is_asked_where_files_may_be_replaced(make_dialog, qtbot, tmp_path):
    for name in ("song.csv", "song.mid"):
        (tmp_path / name).write_text("old")
    dialog = make_dialog()
    dialog.set_formats(["csv", "midi"])
    dialog.start()
    assert answer(dialog, "Cancel") == "song.csv and 1 more are there already."
    dialog.overwrite.setChecked(True)
    dialog.start()
    assert answer(dialog, "Cancel") == ""
    qtbot.waitUntil(lambda: dialog.heading.text() == "Done", timeout=20_000)
    assert (tmp_path / "song.csv").read_text() != "old" and not (tmp_path / "song (2).csv").exists()


def test_what_is_missing_is_said(make_dialog, tmp_path):
    dialog = make_dialog()
    dialog.set_formats([])
    assert dialog.message.text() == "Tick at least one format." and not dialog.export_button.isEnabled()
    dialog.set_formats(["csv"])
    assert dialog.export_button.isEnabled() and dialog.message.isHidden()
    for box in dialog.layer_boxes.values():
        box.setChecked(False)
    assert "layer" in dialog.message.text()
    dialog.layer_boxes["beats"].setChecked(True)
    for wrong in ("", "  ", "a/b"):
        dialog.name.setText(wrong)
        assert "file name" in dialog.message.text()
    dialog.name.setText("ok")
    dialog.folder.setText(str(tmp_path / "nowhere"))
    assert "folder" in dialog.message.text()


def test_no_layers_yet(make_dialog, recording):
    dialog = make_dialog(Analysis(facts_of(recording())))
    assert "nothing to export yet" in dialog.message.text() and not dialog.export_button.isEnabled()


def test_failure_is_a_sentence_on_its_card(make_dialog, qtbot, tmp_path):
    folder = tmp_path / "soon gone"
    folder.mkdir()
    dialog = make_dialog()
    dialog.set_formats(["csv", "midi"])
    dialog.folder.setText(str(folder))
    folder.rmdir()
    texts = run(dialog, qtbot)
    assert sum("no folder" in t for t in texts) == 2
    assert not any("Traceback" in t for t in texts)


def test_choices_are_remembered(make_dialog, qtbot, settings, tmp_path):
    dialog = make_dialog()
    dialog.set_formats(["audacity", "csv"])
    dialog.findChild(OptionFields, "options_csv")._fields["separator"].setCurrentIndex(1)
    chosen = dialog.findChild(OptionFields, "options_csv").values()
    run(dialog, qtbot)
    dialog.close()
    again = make_dialog()
    assert set(again.chosen_formats()) == {"audacity", "csv"}
    assert again.findChild(OptionFields, "options_csv").values() == chosen
    assert chosen["separator"] != "comma"


def test_remembered_nonsense_falls_back_to_defaults(make_dialog, settings):
    settings.set("export/options/csv/separator", "elephant")
    settings.set("export/folder", "/no/such/folder")
    dialog = make_dialog()
    assert dialog.findChild(OptionFields, "options_csv").values()["separator"] == "comma"
    assert Path(dialog.folder.text()).is_dir()


def test_fields_of_every_kind(qtbot):
    options = (
        Option("flag", "A flag.", True),
        Option("count", "A number.", 5, minimum=1, maximum=9),
        Option("word", "A text.", "x"),
        Option("choice", "One of these.", 960, (480, 960)),
    )
    fields = OptionFields(options, {"count": 7})
    qtbot.addWidget(fields)
    assert fields.values() == {"flag": True, "count": 7, "word": "x", "choice": 960}
    fields.findChild(QCheckBox).setChecked(False)
    spin = fields.findChild(QSpinBox)
    spin.setValue(99)
    fields.findChild(QComboBox).setCurrentIndex(0)
    assert fields.values() == {"flag": False, "count": 9, "word": "x", "choice": 480}
    assert all(o.parse(fields.values()[o.name]) == fields.values()[o.name] for o in options)


def test_closing_while_writing_waits(make_dialog, qtbot, tmp_path):
    dialog = make_dialog()
    dialog.set_formats(list(service.formats()))
    dialog.start()
    dialog.close()
    assert dialog._call.isFinished()
    assert not list(tmp_path.glob(".*.tmp"))


def test_window_opens_it(make_window, qtbot, recording):
    window = make_window()
    window.files.open_paths([recording()])
    qtbot.waitUntil(lambda: not any(i.active for i in window.queue.items))
    window.actions_["export"].trigger()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ExportDialog) and set(dialog.layer_boxes) >= {"beats", "transients", "key"}
    dialog.close()


# -- programs ---------------------------------------------------------------------------------------------------------


def choose(dialog, name):
    """What a person does: choose a line of the combo box."""
    index = dialog.program.box.findText(name)
    dialog.program.box.setCurrentIndex(index)
    dialog.program.box.activated.emit(index)


@pytest.mark.parametrize("key", list(service.presets()))
def test_a_program_ticks_what_it_needs_and_says_how(make_dialog, key):
    dialog, preset = make_dialog(), service.presets()[key]
    dialog.set_formats(["csv", "cue"])
    choose(dialog, preset.name)
    assert set(dialog.chosen_formats()) == {p.format for p in preset.parts}
    assert dialog.program.preset is preset
    assert dialog.program.how.text() == preset.how and dialog.program.how.isVisible()
    for order, target in zip(
        sorted(dialog.orders(), key=lambda o: o.format_name),
        sorted((service.Target(p.format, p.options) for p in preset.parts), key=lambda t: t.format),
        strict=True,
    ):
        defaults = {o.name: o.default for o in service.formats()[target.format].options}
        assert order.options == {**defaults, **target.options}


def test_program_after_program_leaves_no_options_behind(make_dialog):
    dialog = make_dialog()
    choose(dialog, "REAPER")
    midi = next(o for o in dialog.orders() if o.format_name == "midi")
    assert midi.options["click"] is False
    choose(dialog, "Logic Pro")
    (midi,) = dialog.orders()
    assert midi.options["click"] is True


def test_other_formats_are_no_program(make_dialog):
    dialog = make_dialog()
    choose(dialog, "Audacity")
    dialog.set_formats(["audacity", "csv"])
    assert dialog.program.preset is None and dialog.program.how.isHidden()
    choose(dialog, "Choose formats yourself")
    assert set(dialog.chosen_formats()) == {"audacity", "csv"}


def test_program_is_remembered(make_dialog, qtbot):
    dialog = make_dialog()
    choose(dialog, "Ableton Live")
    run(dialog, qtbot)
    dialog.close()
    again = make_dialog()
    assert again.program.box.currentText() == "Ableton Live" and "Live" in again.program.how.text()
    assert again.orders()[0].options["span_note"] is True


def test_remembered_program_that_does_not_fit_is_not_shown(make_dialog, settings):
    settings.set("export/program", "logic")
    settings.set("export/formats", ["csv"])
    assert make_dialog().program.preset is None
    settings.set("export/program", "no such program")
    assert make_dialog().program.preset is None


def test_formats_are_found_by_name_ending_and_program(make_dialog, qtbot):
    dialog = make_dialog()
    for text, found in ((".svl", "svl"), ("ableton", "midi"), ("Resolve", "edl"), ("praat", "textgrid")):
        dialog.formats.search.setText(text)
        assert found in dialog.formats.shown() and len(dialog.formats.shown()) < 6
        assert dialog.formats.list.currentItem().isHidden() is False
    dialog.formats.search.setText("elephant")
    assert dialog.formats.shown() == []
    assert dialog.chosen_formats() == ["csv"]  # what the search hides stays ticked
    qtbot.keyClick(dialog.formats.search, Qt.Key.Key_Escape)
    assert dialog.isVisible() and len(dialog.formats.shown()) == len(service.formats())


def test_name_may_be_a_template(make_dialog, qtbot, tmp_path):
    dialog = make_dialog()
    dialog.set_formats(["csv", "jams"])
    dialog.name.setText("{name} as {format}")
    run(dialog, qtbot)
    assert (tmp_path / "song as csv.csv").exists() and (tmp_path / "song as jams.jams").exists()
    dialog.close()
    again = make_dialog()
    assert again.name.text() == "{name} as {format}"
    again.name.setText("{artist}")
    assert "{artist}" in again.message.text() and not again.export_button.isEnabled()


def test_recording_with_braces_in_its_name(make_dialog, recording, qtbot, tmp_path):
    dialog = make_dialog(analysis_of(recording("a {live} b.wav")))
    dialog.set_formats(["csv"])
    run(dialog, qtbot)
    assert (tmp_path / "a {live} b.csv").exists()


def test_a_slider_says_how_many_tempi_the_file_would_hold(make_dialog, qtbot):
    dialog = make_dialog()
    dialog.formats.show_format("rekordbox")
    fields = dialog._fields("rekordbox")
    sentence = next(x for x in dialog.findChildren(Foresight) if x.isVisible())
    qtbot.waitUntil(lambda: "within 2 ms" in sentence.text())
    slider = next(s for s in fields.findChildren(QSlider) if s.maximum() == 50)
    slider.setValue(20)
    assert fields.values()["error_ms"] == 20
    qtbot.waitUntil(lambda: "within 20 ms" in sentence.text())
    assert sentence.text() == "1 grid marker keeps 19 beats within 20 ms of their time."
    fields.set_values({"error_ms": 5})
    assert slider.value() == 5
    dialog.formats.show_format("csv")
    assert not sentence.isVisible()


def test_every_tempo_map_has_the_slider(make_dialog):
    dialog = make_dialog()
    with_bound = [n for n, f in service.formats().items() if any(o.name == "error_ms" for o in f.options)]
    assert with_bound == [n for n, f in service.formats().items() if f.foresee is not None]
    assert set(with_bound) == {"midi", "rekordbox", "traktor"}
    for name in with_bound:
        assert dialog._fields(name).findChildren(QSlider)
