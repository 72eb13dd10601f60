"""Projects: written whole or not at all, read back, and their recording found again."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.engine.audio import content_sha256
from w12studio.service.projects import find_audio, open_project, save_project


@pytest.fixture
def project(tmp_path):
    """A recording in ``music/`` and an analysis of it."""
    folder = tmp_path / "music"
    folder.mkdir()
    path = folder / "söng 🎵.wav"
    soundfile.write(path, np.zeros(4410, np.float32), 44_100)
    facts = AudioFacts(str(path), content_sha256(path), 44_100, 1, 4410, size_bytes=path.stat().st_size)
    track = Track(BEATS, Events([Event(0.01, value=1.0, label="“eins”")]), edited=True)
    return Analysis(facts, {BEATS: track})


def test_round_trip_with_view(project, tmp_path):
    save_project(project, tmp_path / "a.w12", {"start": 1.5})
    opened = open_project(tmp_path / "a.w12")
    assert opened.analysis == project
    assert opened.view == {"start": 1.5}
    assert opened.audio_found


def test_found_again_when_moved_together(project, tmp_path):
    save_project(project, tmp_path / "music" / "a.w12")
    shutil.move(tmp_path / "music", tmp_path / "elsewhere")
    opened = open_project(tmp_path / "elsewhere" / "a.w12")
    assert opened.audio_found
    assert opened.analysis.audio.path == str(tmp_path / "elsewhere" / "söng 🎵.wav")


def test_found_again_under_another_name_by_its_content(project, tmp_path):
    save_project(project, tmp_path / "a.w12")
    shutil.move(project.audio.path, tmp_path / "renamed.wav")
    soundfile.write(tmp_path / "other.wav", np.ones(4410, np.float32), 44_100)  # same size, other content
    assert open_project(tmp_path / "a.w12").analysis.audio.path == str(tmp_path / "renamed.wav")


def test_a_file_of_the_same_name_with_other_content_is_not_taken(project, tmp_path):
    save_project(project, tmp_path / "a.w12")
    soundfile.write(project.audio.path, np.full(4410, 0.5, np.float32), 44_100)
    opened = open_project(tmp_path / "a.w12")
    assert not opened.audio_found
    assert opened.analysis.events(BEATS) == project.events(BEATS)


def test_without_a_hash_the_path_decides(project, tmp_path):
    bare = replace(project, audio=replace(project.audio, sha256="", size_bytes=0))
    assert find_audio(bare, tmp_path) == Path(project.audio.path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": "other"}', b"[" * 100_000])
def test_broken_projects_get_a_sentence_that_names_them(tmp_path, content):
    path = tmp_path / "broken.w12"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=r"^broken\.w12: "):
        open_project(path)


def test_a_missing_project_gets_a_sentence(tmp_path):
    with pytest.raises(DocumentError, match=r"^gone\.w12: it can't be opened"):
        open_project(tmp_path / "gone.w12")


def test_a_full_disk_leaves_the_old_project(project, tmp_path, monkeypatch):
    path = tmp_path / "a.w12"
    save_project(project, path)
    before = path.read_bytes()

    def full(fd):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="No space left"):
        save_project(project.without_track(BEATS), path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.w12", "music"]


def test_a_project_in_a_folder_that_is_not_there(project, tmp_path):
    with pytest.raises(ExportError, match=r"^a\.w12: the project can't be written"):
        save_project(project, tmp_path / "nowhere" / "a.w12")


def test_an_odd_view_does_not_stop_a_project_from_opening(project, tmp_path):
    path = tmp_path / "a.w12"
    save_project(project, path)
    document = json.loads(path.read_text())
    document["view"] = [1, 2]
    document["audio"]["relative_path"] = 7
    path.write_text(json.dumps(document))
    assert open_project(path).view == {}
