"""Layers of other programs' files come into the open recording, as one undo step; pictures of the timeline."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from tests.ui.fakes import beat_times, open_and_wait
from w12studio import service
from w12studio.domain.analysis import BEATS, TEMPO, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.ui.importing import reading


def drop(window, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(50, 50), copy, mime, left, plain))


def told(window):
    return [n.text for n in window.notices.notices]


@pytest.fixture
def beats_file(tmp_path):
    path = tmp_path / "by hand.beats"
    path.write_text("".join(f"{0.6 + 0.75 * i:.3f}\t{i % 3 + 1}\n" for i in range(12)))
    return path


@pytest.fixture
def dialog_of(qtbot):
    def wait(window):
        qtbot.waitUntil(lambda: window.importer.dialog is not None)
        return window.importer.dialog

    return wait


def test_dropped_beats_replace_those_there_after_a_choice(loaded, qtbot, beats_file, dialog_of):
    before = loaded.session.analysis
    drop(loaded, beats_file)
    dialog = dialog_of(loaded)
    assert not dialog.isModal() and loaded.session.analysis is before
    assert [t.kind for t in dialog.chosen()] == [BEATS]
    dialog.import_button.click()
    track = loaded.session.analysis.track(BEATS)
    assert track.edited and track.source.estimator == "import"
    assert np.allclose(beat_times(loaded), 0.6 + 0.75 * np.arange(12))
    assert track.events.values.tolist() == [1, 2, 3] * 4
    assert loaded.session.analysis.events(TEMPO).values == pytest.approx([80.0])
    assert loaded.session.undo_name == "Import beats" and loaded.isWindowModified()
    assert any("Imported from by hand.beats: beats (12 events)." in t for t in told(loaded))
    loaded.actions_["undo"].trigger()
    assert loaded.session.analysis.track(BEATS) == before.track(BEATS) and not loaded.isWindowModified()
    loaded.actions_["redo"].trigger()
    assert loaded.session.analysis.track(BEATS) == track


def test_cancelled_choice_changes_nothing(loaded, beats_file, dialog_of):
    before = loaded.session.analysis
    drop(loaded, beats_file)
    dialog = dialog_of(loaded)
    dialog.reject()
    assert loaded.session.analysis is before and loaded.session.undo_name == ""


def test_only_ticked_layers_are_taken_in_one_step(loaded, qtbot, tmp_path, monkeypatch, dialog_of):
    other = Analysis(AudioFacts("x.wav", sample_rate=8000, n_samples=80_000))
    for kind, times in (("beats", [1.0, 2.0]), ("transients", [3.0]), ("notes", [4.0, 5.0]), ("tempo", [0.0])):
        events = Events.from_columns(times, np.full(len(times), 0.5), values=np.full(len(times), 60.0))
        other = other.with_track(Track(kind, events))
    path = service.export(other, tmp_path / "layers.json", "json").paths[0]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a: ([str(path)], ""))
    before = loaded.session.analysis
    loaded.actions_["import_layers"].trigger()
    dialog = dialog_of(loaded)
    assert set(dialog.boxes) == {"beats", "transients", "notes"}  # the tempo follows from the beats
    assert dialog.import_button.text() == "Import 3 layers"
    dialog.boxes["beats"].setChecked(False)
    dialog.import_button.click()
    after = loaded.session.analysis
    assert after.track("beats") == before.track("beats")
    assert after.events("transients").times.tolist() == [3.0] and after.events("notes").times.tolist() == [4.0, 5.0]
    assert loaded.session.undo_name == "Import 2 layers"
    assert any("follow from the beats" in t for t in told(loaded))
    loaded.session.undo()
    assert loaded.session.analysis == before


def test_no_layer_ticked_can_not_be_imported(loaded, beats_file, dialog_of):
    drop(loaded, beats_file)
    dialog = dialog_of(loaded)
    dialog.boxes[BEATS].setChecked(False)
    assert not dialog.import_button.isEnabled()


def test_new_layers_come_without_a_question(loaded, qtbot, tmp_path):
    path = tmp_path / "parts.txt"
    path.write_text("0.5\t2.5\tVerse\n2.5\t9.0\tChorus\n12.0\t13.0\tafter the end\n")
    drop(loaded, path)
    qtbot.waitUntil(lambda: bool(loaded.session.undo_name))
    (kind,) = set(loaded.session.analysis.tracks) - {"beats", "transients", "key", "tempo", "meter"}
    assert loaded.session.analysis.events(kind).labels == ("Verse", "Chorus")
    assert loaded.importer.dialog is None
    assert any("1 event outside" in t for t in told(loaded))
    assert not loaded.session.selection.events
    loaded.session.undo()
    assert kind not in loaded.session.analysis.tracks


def test_a_curve_comes_along(loaded, qtbot, tmp_path):
    curve = Curve(np.linspace(100, 200, 50, dtype=np.float32), 10.0, unit="Hz")
    other = Analysis(AudioFacts("x.wav", sample_rate=8000, n_samples=80_000), {"pitch": Track("pitch", curve=curve)})
    path = service.export(other, tmp_path / "pitch.json", "json").paths[0]
    drop(loaded, path)
    qtbot.waitUntil(lambda: loaded.session.analysis.track("pitch") is not None)
    assert np.allclose(loaded.session.analysis.track("pitch").curve.values, curve.values)
    loaded.session.undo()
    assert loaded.session.analysis.track("pitch") is None


def test_foreign_file_is_one_sentence(loaded, qtbot, tmp_path):
    path = tmp_path / "holiday.mid"
    path.write_bytes(b"\x89PNG not a song at all")
    before = loaded.session.analysis
    drop(loaded, path)
    qtbot.waitUntil(lambda: bool(told(loaded)))
    (text,) = told(loaded)
    assert text.startswith("holiday.mid: ") and loaded.session.analysis is before


def test_file_of_no_format_chosen_by_hand_is_one_sentence(loaded, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "photo.xyz"
    path.write_bytes(b"123")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *a: ([str(path)], ""))
    loaded.actions_["import_layers"].trigger()
    qtbot.waitUntil(lambda: bool(told(loaded)))
    assert "no format that can be read" in told(loaded)[0]


def test_layers_without_a_recording_say_what_to_do(window, qtbot, beats_file):
    drop(window, beats_file)
    qtbot.waitUntil(lambda: bool(told(window)))
    assert told(window) == ["Open the recording first, then drop by hand.beats on it."]
    assert not window.queue.items


def test_recordings_and_projects_are_opened_as_before(window, qtbot, recording):
    song = recording()
    assert window.importer.take_dropped([song]) == [song]
    assert ".wav" not in service.LAYER_SUFFIXES and ".mid" in service.LAYER_SUFFIXES
    assert not service.LAYER_SUFFIXES & service.SUPPORTED_SUFFIXES


def test_another_recording_closes_the_question(loaded, qtbot, beats_file, recording, dialog_of):
    drop(loaded, beats_file)
    dialog_of(loaded)
    open_and_wait(loaded, qtbot, recording("next.wav"))
    loaded.queue.open(loaded.queue.items[-1])
    assert loaded.importer.dialog is None
    assert loaded.session.undo_name == ""


def test_several_files_at_once(loaded, qtbot, beats_file, tmp_path, dialog_of):
    again = tmp_path / "again.beats"
    again.write_text("1.0\t1\n2.0\t2\n")
    wrong = tmp_path / "wrong.mid"
    wrong.write_bytes(b"")
    drop(loaded, beats_file, again, wrong)
    dialog = dialog_of(loaded)
    assert len(dialog.chosen()) == 1 and len(dialog.chosen()[0].events) == 12
    dialog.import_button.click()
    texts = " ".join(told(loaded))
    assert "again.beats holds beats once more" in texts and "wrong.mid" in texts


def test_imported_layers_survive_a_new_analysis(loaded, beats_file, qtbot, dialog_of):
    drop(loaded, beats_file)
    dialog_of(loaded).import_button.click()
    fresh = Track(BEATS, Events.from_columns([1.0]), source=Source("fake-beats"))
    assert not loaded.session.merge_track(fresh)
    assert len(beat_times(loaded)) == 12


# -- pictures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", ["view", "view.png", "view.svg"])
def test_picture_of_the_timeline(loaded, tmp_path, monkeypatch, given):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / given), ""))
    shown = loaded.timeline.size()
    loaded.actions_["save_picture"].trigger()
    path = tmp_path / (given if "." in given else "view.png")
    image = QImage(str(path))
    assert image.width() / image.height() == pytest.approx(shown.width() / shown.height(), rel=0.01)
    assert image.size() == shown or given.endswith("svg")
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)}
    assert len(colours) > 5
    assert told(loaded)[-1] == f"Saved {path.name}."


@pytest.mark.parametrize("given", ["view.jpeg", "nowhere/view.png"])
def test_picture_that_can_not_be_written_is_a_sentence(loaded, tmp_path, monkeypatch, given):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / given), ""))
    loaded.actions_["save_picture"].trigger()
    assert loaded.notices.notices[-1].level == "danger" and not (tmp_path / given).exists()


def test_picture_on_the_clipboard(loaded):
    shown = loaded.timeline.grab().toImage()
    loaded.actions_["copy_picture"].trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.convertToFormat(QImage.Format.Format_RGB32) == shown.convertToFormat(QImage.Format.Format_RGB32)


def test_columns_of_a_curve_in_files_of_their_own_become_one_layer(tmp_path):
    for column in ("momentary", "short-term"):
        rows = "".join(f"{i / 10:.6f},{-20 - i}\n" for i in range(20))
        (tmp_path / f"a.loudness {column} curve.sv.csv").write_text(f"TIME,VALUE\n{rows}")
    tracks, remarks, errors = reading(sorted(tmp_path.iterdir()), 2.0, "song.wav")()
    assert [t.curve.bins for t in tracks] == [("momentary", "short-term")] and not remarks and not errors
