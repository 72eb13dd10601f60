"""What a drop of files and folders comes to."""

from pathlib import Path

import pytest

from w12studio.domain.errors import W12Error
from w12studio.service import files
from w12studio.service.files import demo_path, expand_paths


def test_files_stay_as_they_are_even_odd_ones(tmp_path):
    odd = tmp_path / "notes.xyz"
    assert expand_paths([odd, odd]).files == (odd,)


def test_folders_give_their_recordings_sorted(tmp_path):
    for name in (
        "b.MP3",
        "a.wav",
        "cover.jpg",
        ".hidden.wav",
        "sub/c.flac",
        ".git/d.wav",
        "日本語 🎵.ogg",
        "x.w12",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = expand_paths([tmp_path])
    assert [p.name for p in found.files] == ["a.wav", "b.MP3", "x.w12", "日本語 🎵.ogg", "c.flac"]
    assert found.skipped == 2


def test_far_too_many_files_are_refused_with_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 3)
    for i in range(5):
        (tmp_path / f"{i}.wav").write_bytes(b"x")
    with pytest.raises(W12Error, match="more than 3 recordings"):
        expand_paths([tmp_path])


def test_the_demo_recording_is_shipped():
    assert demo_path().stat().st_size > 100_000


def test_names_that_look_like_a_home_and_names_too_long_are_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("~song.wav").write_bytes(b"x")
    long = "x" * 5000
    assert expand_paths(["~song.wav", "~nobody-of-that-name/x.wav", long]).files == (
        Path("~song.wav"),
        Path("~nobody-of-that-name/x.wav"),
        Path(long),
    )
