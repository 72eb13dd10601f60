"""The timeline as a sheet to print; the PDF is read back by Qt's PDF reader."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog

from tests.ui.scenes import synthetic_scene
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.events import Events
from w12studio.domain.peaks import PeakPyramid
from w12studio.ui.sheet import lines_of, render


def pages_of(content: QByteArray) -> list[str]:
    """The text of each page."""
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.status() == QPdfDocument.Status.Ready
    pages = [document.getAllText(i).text() for i in range(document.pageCount())]
    document.close()
    return pages


def analysis_of(times, positions, duration):
    beats = Track(BEATS, Events.from_columns(times, values=positions))
    return Analysis(AudioFacts("x.wav", n_samples=round(duration * 1000), sample_rate=1000), {BEATS: beats})


@settings(max_examples=60)
@given(
    gaps=st.lists(st.floats(0.2, 60), max_size=60),
    start=st.floats(0, 90),
    per_bar=st.integers(1, 7),
    rest=st.floats(0.1, 120),
)
def test_lines_cover_the_recording_without_gaps(gaps, start, per_bar, rest):
    times = start + np.cumsum([0.0, *gaps])
    analysis = analysis_of(times, np.arange(times.size) % per_bar + 1, float(times[-1]) + rest)
    lines = lines_of(analysis)
    assert lines[0].start == 0 and lines[-1].end == pytest.approx(analysis.duration)
    assert all(a.end == b.start for a, b in itertools.pairwise(lines))
    assert all(line.end - line.start > 0 for line in lines)
    assert all(0 < line.share <= 1 for line in lines)
    downbeats = set(times[::per_bar].tolist())
    steady = bool(gaps) and max(gaps) * per_bar < 10 and start < 30 and rest < 30
    if steady and len(downbeats) >= 2:
        assert all(line.start in downbeats for line in lines[1:])


def test_a_steady_song_has_the_same_bars_on_every_line():
    times = np.arange(0.5, 120, 0.5)
    lines = lines_of(analysis_of(times, np.arange(times.size) % 4 + 1, 120.0))
    assert {round(line.end - line.start, 6) for line in lines[1:-1]} == {16.0}  # eight bars of two seconds


def test_the_sheet_tells_title_bars_chords_and_sections(qtbot, tmp_path):
    scene = synthetic_scene(tmp_path, 40.0, 80)
    peaks = PeakPyramid(2)
    peaks.append(scene.peaks)
    peaks.close()
    analysis = scene.analysis.with_track(Track("my cues", Events.from_columns([13.0], labels=["the drop"])))
    (page,) = pages_of(render(analysis, peaks))
    for word in ("scene", "0:40", "Am", "Bb7", "intermezzo", "the drop", "1 / 1", "17"):
        assert word in page, word


def test_long_recordings_have_several_pages(qtbot):
    times = np.arange(0.5, 1200, 0.5)
    pages = pages_of(render(analysis_of(times, np.arange(times.size) % 4 + 1, 1200.0), None))
    assert len(pages) > 3
    assert f"{len(pages)} / {len(pages)}" in pages[-1]


def test_a_recording_of_which_nothing_is_known(qtbot):
    (page,) = pages_of(render(Analysis(AudioFacts("noise.wav", n_samples=5000, sample_rate=1000)), None))
    assert "noise" in page and "0:05" in page


def test_the_window_saves_it(loaded, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(tmp_path / "sheet.pdf"), ""))
    loaded.actions_["save_picture"].trigger()
    (page,) = pages_of(QByteArray((tmp_path / "sheet.pdf").read_bytes()))
    assert "song" in page and "120.0 BPM" in page
