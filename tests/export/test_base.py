"""Safe writing: full disks, existing files, names, options."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.export.base import Option, distinct_names, numbered, safe_name, write_files
from w12studio.export.registry import FORMATS, read, write


def analysis(path: str = "song.wav") -> Analysis:
    beats = Events.from_columns([0.5, 1.0, 1.5, 2.0], values=[1, 2, 3, 4])
    return Analysis(AudioFacts(path, sample_rate=100, n_samples=300), {BEATS: Track(BEATS, beats)})


@pytest.mark.parametrize("name", ["csv", "midi", "jams", "json", "audacity", "beats", "mirex", "lab", "textgrid"])
def test_formats_that_hold_all_beats_give_them_back(tmp_path: Path, name: str) -> None:
    report = write(analysis(), tmp_path / "out", name)
    assert report.paths == (tmp_path / f"out{FORMATS[name].suffix}",)
    assert report.n_events == 4
    assert report.max_timing_error_s < 1e-3
    assert f"out{FORMATS[name].suffix}" in report.describe()
    layer = read(report.paths[0], name)[0]
    assert layer.events.times == pytest.approx([0.5, 1.0, 1.5, 2.0], abs=1e-3)
    assert layer.source.estimator == "import"
    assert [p.name for p in tmp_path.iterdir()] == [report.paths[0].name]


@pytest.mark.parametrize("name", FORMATS)
def test_an_analysis_without_layers(tmp_path: Path, name: str) -> None:
    """Either an empty file that reads back as one, or a sentence that says what is missing."""
    empty = Analysis(AudioFacts("x"))
    try:
        report = write(empty, tmp_path / "out", name, {"one_file": True} if name == "audacity" else None)
    except ExportError as error:
        assert any(x in str(error) for x in ("nothing to write", "no beats", "can't be put into a copy")), error
        assert not list(tmp_path.iterdir())
        return
    assert report.max_timing_error_s == 0.0
    if name == "cue":  # a sheet needs a track: the recording itself
        assert report.n_events == 1
    else:
        assert report.n_events == 0
        assert read(report.paths[0], name) == ()


def test_formats_describe_themselves() -> None:
    for name, form in FORMATS.items():
        assert form.name == name
        assert form.suffix.startswith(".")
        assert form.description.endswith(".")
        assert all(o.description.endswith(".") for o in form.options)
        assert all(o.parse(o.default) == o.default for o in form.options)


def test_existing_files_are_left_alone_unless_asked(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("mine")
    with pytest.raises(ExportError, match="exists already"):
        write(analysis(), target, "csv")
    assert target.read_text() == "mine"
    write(analysis(), target, "csv", overwrite=True)
    assert target.read_text().startswith("layer,")
    assert numbered(target) == tmp_path / "a (2).csv"
    (tmp_path / "a (2).csv").touch()
    assert numbered(target) == tmp_path / "a (3).csv"
    assert numbered(tmp_path / "b.csv") == tmp_path / "b.csv"


def test_the_recording_is_never_replaced(tmp_path: Path) -> None:
    song = tmp_path / "song.mid"
    song.write_bytes(b"audio")
    with pytest.raises(ExportError, match="recording itself"):
        write(analysis(str(song)), song, "midi", overwrite=True)
    assert song.read_bytes() == b"audio"


class _FullDisk(io.BytesIO):
    def __init__(self, file: io.BufferedWriter) -> None:
        super().__init__()
        self.file = file

    def write(self, data: Any) -> int:
        self.file.write(bytes(data)[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        self.file.close()
        super().close()


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before")
    real = Path.open
    with monkeypatch.context() as patched, pytest.raises(ExportError, match="disk is full"):
        patched.setattr(Path, "open", lambda *a, **k: _FullDisk(real(*a, **k)))
        write(analysis(), target, "csv", overwrite=True)
    assert target.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_a_disk_that_fills_up_at_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_fd: int) -> None:
        raise OSError(errno.EDQUOT, "Quota exceeded")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match="disk is full"):
        write(analysis(), tmp_path / "a.mid", "midi")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_check_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before")

    def check(paths: object) -> float:
        raise ExportError("a time in it is off")

    with pytest.raises(ExportError, match="off"):
        write_files([(target, b"new"), (tmp_path / "b.csv", b"new")], check, overwrite=True)
    assert target.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing/a.csv", "no folder"),
        ("folder", "a folder has that name"),
        ("x" * 400 + ".csv", "too long"),
        ("a\0b.csv", "can't be written"),
    ],
)
def test_bad_places(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ExportError, match=sentence):
        write(analysis(), tmp_path / name, "csv")


def test_no_name_at_all() -> None:
    with pytest.raises(ExportError, match="needs a name"):
        write(analysis(), "", "csv")


def test_layers_are_chosen_by_name(tmp_path: Path) -> None:
    two = analysis().with_track(Track("mine", Events.from_columns([1.0])))
    report = write(two, tmp_path / "a", "csv", layers=["mine"])
    assert report.n_events == 1
    with pytest.raises(ExportError, match=r"no layer 'x'.*beats, mine"):
        write(two, tmp_path / "b", "csv", layers=["x"])


def test_unknown_formats_and_options(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"no format 'doc'.*csv"):
        write(analysis(), tmp_path / "a", "doc")
    with pytest.raises(ExportError, match=r"no option 'x'.*curves"):
        write(analysis(), tmp_path / "a", "csv", {"x": 1})
    with pytest.raises(ExportError, match="separator can't be 'dot'"):
        write(analysis(), tmp_path / "a", "csv", {"separator": "dot"})
    with pytest.raises(DocumentError, match="no format"):
        read(tmp_path / "a.doc")
    with pytest.raises(DocumentError, match="can't be opened"):
        read(tmp_path / "missing.csv")


def test_options_understand_the_command_line() -> None:
    flag, number = Option("f", "A flag.", True), Option("n", "A number.", 3, minimum=1, maximum=5)
    assert [flag.parse(x) for x in ("yes", "OFF", True, 0)] == [True, False, True, False]
    assert number.parse("5") == 5
    for option, bad in ((flag, "perhaps"), (number, "6"), (number, "x"), (number, None)):
        with pytest.raises(ExportError, match="can't be"):
            option.parse(bad)


@given(st.lists(st.text(max_size=60) | st.sampled_from(["../../etc/passwd", "CON", "a/b", "a\\b", "..", "A", "a"])))
def test_names_stay_in_their_folder_and_differ(names: list[str]) -> None:
    safe = distinct_names(names)
    for name, part in zip(names, safe, strict=True):
        assert bool(part) == bool(name) or part.startswith(" ")
        assert not set(part) & set('/\\:*?"<>|\0\n')
        assert Path(f"x.{part}.csv").name == f"x.{part}.csv"
        assert len(part) <= 46
    assert len({s.lower() for s in safe}) == len(safe)


def test_reserved_names() -> None:
    assert safe_name("con") == "con_"
    assert safe_name("...") == "layer"


def test_two_layers_with_the_same_safe_name(tmp_path: Path) -> None:
    one = Events.from_columns([1.0])
    both = Analysis(AudioFacts("x"), {"a/b": Track("a/b", one), "a:b": Track("a:b", one)})
    report = write(both, tmp_path / "out.csv", "csv", {"one_file": False})
    assert {p.name for p in report.paths} == {"out.a_b.csv", "out.a_b 2.csv"}
    assert [read(p)[0].kind for p in report.paths] == ["a/b", "a:b"]
