"""Layers from other programs' files, presets, and the command ``convert``."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.export.common import song
from w12studio import service
from w12studio.cli import main
from w12studio.domain.analysis import BEATS, LOUDNESS, PITCH, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError, W12Error
from w12studio.export.registry import write


def test_layers_outside_of_the_recording_are_left_out_and_counted(tmp_path):
    (tmp_path / "a.txt").write_text("-1\t0\tearly\n1\t2\tin\n11.9\t20\tlong\n12.02\t13\tend\n13\t13\tlate\n")
    (track,) = service.import_layers(tmp_path / "a.txt", 12.0)
    assert track.events.labels == ("in", "long", "end")
    assert track.message == "2 events outside of the recording were left out."
    (every,) = service.import_layers(tmp_path / "a.txt")
    assert len(every.events) == 5 and every.message == ""


def test_a_file_without_layers_is_said_to_be_empty(tmp_path):
    (tmp_path / "a.txt").write_text("")
    with pytest.raises(DocumentError, match="holds no layers"):
        service.import_layers(tmp_path / "a.txt")


def test_projects_are_read_too(tmp_path):
    service.save_project(song(), tmp_path / "a.w12")
    assert {t.kind for t in service.import_layers(tmp_path / "a.w12", 12.0)} == set(song().tracks)


def test_the_track_of_a_collection_is_found_by_the_recording(tmp_path):
    one = write(song("/music/one.wav"), tmp_path / "one", "rekordbox").paths[0].read_text()
    two = write(song("/music/two.wav", beats=8), tmp_path / "two", "rekordbox").paths[0].read_text()
    track = two[two.index("<TRACK TrackID") : two.index("</TRACK>") + len("</TRACK>")]
    path = tmp_path / "all.xml"
    path.write_text(one.replace("</COLLECTION>", track + "</COLLECTION>"))
    with pytest.raises(DocumentError, match="2 tracks"):
        service.import_layers(path)
    found = {t.kind: t for t in service.import_layers(path, 12.0, "/elsewhere/two.wav")}
    beats = song(beats=8).events(BEATS)
    assert np.abs(found[BEATS].events.times[:8] - beats.times).max() < 0.002


def test_without_a_recording_the_layers_say_how_long_it_is(tmp_path):
    (tmp_path / "a.lab").write_text("0 2.5 x\n")
    tracks = service.import_layers(tmp_path / "a.lab")
    assert service.analysis_of_layers(tracks, AudioFacts("a.lab")).duration == pytest.approx(2.5, abs=1e-4)


def test_targets_are_formats_or_programs():
    assert [t.format for t in service.targets(["csv", "reaper-daw", "w12"])] == ["csv", "midi", "reaper", "w12"]
    assert service.targets(["ableton"])[0].options == {"span_note": True}
    with pytest.raises(W12Error, match=r"no format 'papyrus'.*ableton"):
        service.targets(["papyrus"])


@pytest.mark.parametrize("name", list(service.formats()))
def test_every_format_from_the_command_line(tmp_path, name, capsys):
    recording = tmp_path / "take.wav"
    soundfile.write(recording, np.zeros(44100 * 12, np.float32), 44100, subtype="PCM_16")
    service.save_project(song(str(recording)), tmp_path / "take.w12")
    assert main(["export", str(tmp_path / "take.w12"), "--to", name, "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert "largest timing error" in said.out and said.err == ""
    files = sorted(p for p in (tmp_path / "out").iterdir() if "notes" not in p.name)
    assert files and all(service.format_suffix(name).lower() in p.name.lower() for p in files)
    status = main(
        ["convert", str(files[0]), "--to", "json", "--audio", str(recording), "--out", str(tmp_path / "back")]
    )
    assert status == 0, capsys.readouterr().err
    assert (tmp_path / "back" / "take.json").exists()


def test_losses_are_one_line(tmp_path, capsys):
    service.save_project(song(), tmp_path / "a.w12")
    assert main(["export", str(tmp_path / "a.w12"), "--to", "reaper"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and lines[1].startswith("  Not held: confidences") and "Left out: " in lines[1]


def test_presets_options_and_wrong_words(tmp_path, capsys):
    Path(tmp_path, "a.beats").write_text("0.5 1\n1.0 2\n1.5 1\n")
    source = str(tmp_path / "a.beats")
    assert main(["convert", source, "--to", "reaper-daw", "--option", "midi.click=yes"]) == 0
    assert {p.name for p in tmp_path.iterdir()} == {"a.beats", "a.mid", "a.reaper.csv"}
    for args, text in (
        (["--to", "papyrus"], "no format 'papyrus'"),
        (["--to", "csv", "--option", "edl.rate=24"], "not written"),
        (["--to", "csv", "--from", "papyrus"], "no format 'papyrus'"),
        (["--to", "csv", "--audio", str(tmp_path / "gone.wav")], "gone.wav"),
    ):
        assert main(["convert", source, *args]) == 2
        assert text in capsys.readouterr().err


def test_a_second_export_is_numbered_as_a_whole(tmp_path):
    service.save_project(song(), tmp_path / "a.w12")
    for _ in range(2):
        assert main(["export", str(tmp_path / "a.w12"), "--to", "lab", "--layers", "beats,sections"]) == 0
    assert {p.name for p in tmp_path.glob("*.lab")} == {
        "a.beats.lab", "a.sections.lab", "a (2).beats.lab", "a (2).sections.lab",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("template", "stem"),
    [
        ("{name}", "a b"),
        ("{format} of {name}", "csv of a b"),
        ("../{name}", "_a b"),
        ("{name}/{format}", "a b_csv"),
        ("x", "x"),
    ],
)
def test_names_from_templates(template, stem):
    assert service.file_stem(template, "a b", "csv") == stem
    assert len(service.file_stem("{date} {time}", "a", "csv")) == len("2026-01-31 23.59.59")


@pytest.mark.parametrize("template", ["{year}", "", " . ", "{name!r}"])
def test_templates_that_make_no_name(template):
    with pytest.raises(W12Error, match=r"can't hold|leaves no name"):
        service.file_stem(template, "a", "csv")


def test_a_template_on_the_command_line(tmp_path):
    Path(tmp_path, "a.beats").write_text("0.5 1\n1.0 2\n")
    assert main(["convert", str(tmp_path / "a.beats"), "--to", "csv", "--name", "{name} as {format}"]) == 0
    assert (tmp_path / "a as csv.csv").exists()


@pytest.mark.parametrize("end", ["1e308", "1e12"])
def test_times_that_no_recording_has_are_left_out(tmp_path, end, capsys):
    (tmp_path / "a.lab").write_text(f"1 2 near\n3 {end} long\n{end} {end} far\n")
    assert main(["convert", str(tmp_path / "a.lab"), "--to", "json", "--out", str(tmp_path / "out")]) == 0
    assert "1 event outside of the recording was left out." in capsys.readouterr().out
    (track,) = service.import_layers(tmp_path / "out" / "a.json")
    assert track.events.times.tolist() == [1.0, 3.0]


def test_files_of_one_layer_are_joined(tmp_path):
    values = np.stack([np.linspace(-30, -10, 40), np.linspace(-20, -15, 40)], axis=1)
    curve = Curve(values, 10.0, 0.0, "LUFS", bins=("momentary", "short-term"))
    analysis = song().with_track(Track(LOUDNESS, curve=curve)).with_track(Track(PITCH, curve=Curve(values[:, 0], 10.0)))
    paths = write(analysis, tmp_path / "a", "svl").paths
    momentary, short = (service.import_layers(p)[0] for p in paths if "loudness" in p.name)
    for one, other in ((momentary, short), (short, momentary)):
        both = service.joined(one, other).curve
        assert both.bins == curve.bins
        np.testing.assert_allclose(both.values, values, rtol=1e-6)
    assert service.joined(momentary, momentary) is None
    events = replace(momentary, curve=None, events=song().events(BEATS))
    assert service.joined(events, events) is None
    both = service.joined(events, short)
    assert both.events == events.events and both.curve == short.curve
    shifted = replace(short, curve=replace(short.curve, start=0.05))
    assert service.joined(momentary, shifted) is None
