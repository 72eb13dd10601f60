"""Files of one layer come back as that layer, curves as curves, in any encoding and with decimal commas."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp, song
from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    KEY,
    LOUDNESS,
    NOTES,
    PITCH,
    TEMPO,
    TRANSIENTS,
    Analysis,
    AudioFacts,
    Track,
)
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Event, Events
from w12studio.export.framed import MAX_FRAMES, kind_of_curve, on_frames
from w12studio.export.registry import read, write

FRAMES = np.array([220.0, np.nan, np.nan, 221.5, 222.25, 223.0, np.nan, 224.0])


def curved() -> Analysis:
    """A song with a pitch curve that has gaps, an internal curve of transients, loudness, notes and chords."""
    loud = np.stack([np.linspace(-30, -10, 50), np.linspace(-20, -15, 50)], axis=1)
    base = song()
    tracks = dict(base.tracks)
    tracks[TRANSIENTS] = replace(tracks[TRANSIENTS], curve=Curve(np.ones(30), 100.0, unit="probability"))
    tracks[PITCH] = Track(PITCH, curve=Curve(FRAMES, 44100 / 512, 0.25, "Hz"))
    tracks[LOUDNESS] = Track(LOUDNESS, curve=Curve(loud, 10.0, 0.0, "LUFS", bins=("momentary", "short-term")))
    tracks[NOTES] = Track(NOTES, Events([Event(1.0, 0.5, 60.5), Event(2.0, 0.5, 62.0)]))
    tracks[CHORDS] = Track(CHORDS, Events([Event(0.0, 2.0, label="Am"), Event(2.0, 2.0, label="N")]))
    return replace(base, tracks=tracks)


@pytest.mark.parametrize("name", ["svl", "sonic-csv"])
def test_curves_come_back_as_curves(tmp_path: Path, name: str) -> None:
    report = write(curved(), tmp_path / "song", name)
    assert not any("curve" in x for x in report.lost)
    files = [p.name for p in report.paths if "curve" in p.name]
    assert [x.split(".")[1] for x in files] == ["pitch curve", "loudness momentary curve", "loudness short-term curve"]
    found = [t for p in report.paths if "curve" in p.name for t in read(p)]
    assert [t.kind for t in found] == [PITCH, LOUDNESS, LOUDNESS]
    pitch, momentary, short = (t.curve for t in found)
    assert pitch is not None and momentary is not None and short is not None
    np.testing.assert_allclose(pitch.values, FRAMES)
    assert pitch.frame_rate == pytest.approx(44100 / 512, rel=1e-3) and pitch.unit == "Hz"
    assert momentary.bins == ("momentary",) and short.bins == ("short-term",)
    np.testing.assert_allclose(momentary.values[:, 0], np.linspace(-30, -10, 50), rtol=1e-6)
    report = write(curved(), tmp_path / "none", name, {"curves": False})
    assert not any("curve" in p.name for p in report.paths)
    assert report.lost[0].startswith("Not held: the pitch and loudness curves")


@pytest.mark.parametrize("name", ["svl", "sonic-csv", "lab", "audacity", "textgrid"])
def test_every_layer_of_a_file_a_layer_comes_back(tmp_path: Path, name: str) -> None:
    analysis = curved()
    found = {t.kind: t.events for p in write(analysis, tmp_path / "song", name).paths for t in read(p)}
    found = {k: e for k, e in found.items() if len(e)}
    assert set(found) == {k for k, t in analysis.tracks.items() if len(t.events)}
    np.testing.assert_array_equal(found[BEATS].values, analysis.events(BEATS).values)
    np.testing.assert_allclose(found[NOTES].values, [60.5, 62.0])
    assert set(found[NOTES].labels) == {""}
    assert found[CHORDS].labels == ("Am", "N") and np.isnan(found[CHORDS].values).all()
    assert found[KEY].labels == ("A minor",)
    np.testing.assert_allclose(found[TEMPO].values, [119.5])


def test_a_name_alone_makes_no_layer(tmp_path: Path) -> None:
    for name, text in (("beats", "1\t1\tkick\n"), ("chords", "1\t2\thello\n"), ("tags", "1\t2\trock\n")):
        (tmp_path / f"a.{name}.txt").write_text(text)
        assert [t.kind for t in read(tmp_path / f"a.{name}.txt", "audacity")] == ["markers"]


def test_uneven_points_stay_points(tmp_path: Path) -> None:
    (tmp_path / "a.pitch curve.sv.csv").write_text("TIME,VALUE\n0.1,220\n0.2,221\n0.24,221\n0.5,222\n")
    (track,) = read(tmp_path / "a.pitch curve.sv.csv")
    assert track.curve is None and len(track.events) == 4


@pytest.mark.parametrize("name", ["Pitch curve", "pitch curve", "tempo curve", "Loudness momentary curve"])
def test_names_of_curves(name: str) -> None:
    kind, column = kind_of_curve(name)
    assert kind == name.split()[0].lower() and column == ("momentary" if "momentary" in name else "")
    assert kind_of_curve("transients curve") == kind_of_curve("curve") == kind_of_curve("pitch") == ("", "")


@given(
    present=st.lists(st.booleans(), min_size=3, max_size=400),
    rate=st.floats(10, 200),
    start=st.floats(0, 50_000),
    micro=st.booleans(),
)
@in_tmp
def test_frames_that_were_left_out_are_found_again(present: list[bool], rate: float, start: float, micro: bool) -> None:
    keep = np.flatnonzero([True, True, *present, True])
    times = start + keep / rate
    values, _, found, first = on_frames(np.round(times, 6) if micro else times, keep.astype(float))
    assert first == pytest.approx(start, abs=1e-6) and found == pytest.approx(rate, rel=1e-3)
    np.testing.assert_array_equal(np.flatnonzero(np.isfinite(values)), keep)


def test_two_points_do_not_fill_the_memory() -> None:
    times = np.array([0.0, 1e-4, 2e-4, 1e-4 * (MAX_FRAMES + 10)])
    with pytest.raises(ValueError, match="too long"):
        on_frames(times, np.zeros(4))
    with pytest.raises(ValueError, match="no distance"):
        on_frames(np.zeros(3), np.zeros(3))


TEXTS = ("csv", "audacity", "reaper", "sonic-csv", "beats", "mirex", "lab", "textgrid", "srt", "vtt", "edl")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "crlf", "cr"])
@pytest.mark.parametrize("name", TEXTS)
def test_texts_in_other_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    for path in write(song(), tmp_path / "song", name).paths:
        plain = read(path, name)
        text = path.read_bytes().decode("utf-8")
        if encoding.startswith("utf"):
            path.write_bytes(text.encode(encoding))
        else:
            path.write_bytes(text.replace("\n", {"crlf": "\r\n", "cr": "\r"}[encoding]).encode())
        assert [(t.kind, t.events) for t in read(path, name)] == [(t.kind, t.events) for t in plain]


@pytest.mark.parametrize("name", ["audacity", "beats", "mirex", "lab", "srt"])
def test_decimal_commas(tmp_path: Path, name: str) -> None:
    layers = None if name in ("beats", "mirex") else ["sections"]
    (path,) = write(song(), tmp_path / "song", name, layers=layers).paths
    plain = read(path, name)
    path.write_text(re.sub(r"(\d)\.(\d)", r"\1,\2", path.read_text("utf-8")), "utf-8")
    assert [t.events for t in read(path, name)] == [t.events for t in plain]


def test_an_old_encoding_of_accents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("1.0\t2.0\tRefrän\n".encode("latin-1"))
    assert read(tmp_path / "a.txt")[0].events.labels == ("Refrän",)


def test_a_format_that_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("time_s\n1\n")
    with pytest.raises(DocumentError, match="there is no format 'foo'"):
        read(tmp_path / "a.csv", "foo")


@pytest.mark.parametrize("name", ["audacity", "sonic-csv", "lab", "svl", "textgrid", "jams", "csv", "json"])
def test_layers_of_the_users_own_come_back_under_their_names(tmp_path: Path, name: str) -> None:
    unlabelled = "" if name != "textgrid" else "out"  # where a text may be what a tier is called by chance
    cues = Track("Cues", Events([Event(1.0, label="in"), Event(3.5, label=unlabelled)]), shape="points")
    parts = Track("Parts of mine", Events([Event(1.0, 2.0, label="verse"), Event(5.0, 1.0, label="end")]))
    audio = AudioFacts("song.wav", sample_rate=44100, n_samples=441_000)
    analysis = Analysis(audio, {t.kind: t for t in (cues, parts)})
    found = {}
    for path in write(analysis, tmp_path / "song", name).paths:
        found |= {t.kind: t for t in read(path, name, "song.wav", 10.0)}
    assert set(found) == {"Cues", "Parts of mine"}
    assert found["Parts of mine"].events.labels == ("verse", "end")
    assert found["Cues"].events.labels == ("in", unlabelled)


def test_a_file_of_another_recording_names_no_layer(tmp_path: Path) -> None:
    path = tmp_path / "other.Cues.txt"
    path.write_text("1.0\t1.0\tin\n", "utf-8")
    assert read(path, "audacity", "song.wav", 10.0)[0].kind == "markers"
    path = path.rename(tmp_path / "song.txt")
    assert read(path, "audacity", "song.wav", 10.0)[0].kind == "markers"


def test_a_shape_that_there_is_not_is_not_written(tmp_path: Path) -> None:
    odd = Track("Cues", Events([Event(1.0)]), shape="blob", colour="mauve")
    well = Track("Parts", Events([Event(1.0, 1.0)]), shape="regions", colour="red")
    analysis = Analysis(AudioFacts("song.wav", sample_rate=44100, n_samples=441_000), {t.kind: t for t in (odd, well)})
    (path,) = write(analysis, tmp_path / "song", "json").paths
    written = path.read_text("utf-8")
    assert "blob" not in written and "mauve" not in written
    path.write_text(written.replace('"red"', '["red"]'), "utf-8")
    found = {t.kind: t for t in read(path, "json", "song.wav", 10.0)}
    assert found["Cues"].shape == found["Cues"].colour == found["Parts"].colour == ""
    assert found["Parts"].shape == "regions"
