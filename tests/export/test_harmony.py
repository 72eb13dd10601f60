"""Chords, keys over time, tags and facts in the formats."""

from __future__ import annotations

import json
import wave
from dataclasses import replace
from pathlib import Path

import mido
import numpy as np
import pytest

from tests.export.common import song
from w12studio.domain.analysis import (
    CARD,
    CHORDS,
    DANCEABILITY,
    KEY,
    LOCAL_KEYS,
    LOUDNESS,
    TAGS,
    Analysis,
    Fact,
    Track,
)
from w12studio.domain.chords import CHORDS as NAMES
from w12studio.domain.curves import Curve
from w12studio.domain.errors import ExportError
from w12studio.domain.events import Event, Events
from w12studio.export.registry import FORMATS, read, write

LABELS = ("N", "Am", "F", "G7", "C/E")
HARTE = ("N", "A:min", "F:maj", "G:7", "C:maj/3")
TIMES = (0.0, 1.0, 2.5, 4.0, 6.0)
#: Formats that may hold tags, which have no place in time.
WHOLE = ("csv", "jams", "json")


def rich(path: str = "song.wav") -> Analysis:
    """A song with every layer of the analyser."""
    chords = Events.from_columns(TIMES, [1.0, 1.5, 1.5, 2.0, 4.0], None, [0.9, 0.8, 0.7, 0.6, 0.5], LABELS)
    evidence = Curve(np.full((50, 25), 0.04, np.float32), 5.0, 0.0, "probability", None, NAMES)
    keys = Events.from_columns([0.0, 5.0], [5.0, 7.0], None, [0.9, 0.8], ["A minor", "B minor"])
    tags = Events.from_columns([0.0, 0.0], [12.0, 12.0], [0.8, 0.3], None, ["rock", "calm"])
    fact = Fact("tuning", 442.5, 0.7, "")
    tracks = (
        Track(CHORDS, chords, evidence, facts=(fact, Fact("odd", None, None, "Nothing was found."))),
        Track(LOCAL_KEYS, keys),
        Track(TAGS, tags),
        Track(CARD, facts=(Fact("energy", 0.5),)),
        Track(DANCEABILITY, facts=(Fact("danceability", 0.5),)),
        Track(LOUDNESS, curve=Curve(np.full(120, -14.0), 10.0, 0.0, "LUFS")),
    )
    analysis = song(path)
    return replace(analysis, tracks={**analysis.tracks, **{t.kind: t for t in tracks}})


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "take.wav"
    with wave.open(str(path), "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(44100)
        f.writeframes(np.zeros(44100 * 12, "<i2").tobytes())
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_about_the_whole_recording_becomes_a_mark(tmp_path: Path, recording: Path, name: str) -> None:
    report = write(rich(str(recording)), tmp_path / "out", name)
    assert len(report.lost) <= 3
    if name in WHOLE:
        return
    assert any("2 tags of the whole recording" in note for note in report.notes)
    text = b"".join(p.read_bytes() for p in report.paths).lower()
    assert b"rock" not in text and b"calm" not in text and b"danceability" not in text
    for path in report.paths:
        assert path.stat().st_size > 0
        for track in read(path, name):
            assert not {"Tags", "Card", "Danceability", "Loudness"} & set(track.events.labels)
    with pytest.raises(ExportError, match="no place in time"):
        write(rich(str(recording)), tmp_path / "tags only", name, layers=(TAGS,))


def test_lab_holds_chords_in_hartes_syntax(tmp_path: Path) -> None:
    report = write(rich(), tmp_path / "a.lab", "lab", layers=(CHORDS,))
    rows = [line.split("\t") for line in report.paths[0].read_text().splitlines()]
    assert [r[2] for r in rows] == list(HARTE)
    (track,) = read(report.paths[0])
    assert track.kind == CHORDS and track.events.labels == LABELS
    np.testing.assert_allclose(track.events.times, TIMES)


@pytest.mark.parametrize(
    ("labels", "kind"),
    [(("A", "B", "A"), "markers"), (("A:min", "B", "X"), CHORDS), (("A:min", "Verse", "X"), "markers")],
)
def test_sections_are_not_taken_for_chords(tmp_path: Path, labels: tuple[str, ...], kind: str) -> None:
    (tmp_path / "a.lab").write_text("".join(f"{i}\t{i + 1}\t{label}\n" for i, label in enumerate(labels)))
    (track,) = read(tmp_path / "a.lab")
    assert track.kind == kind and len(track.events) == 3


def test_a_chord_without_a_name_is_unknown(tmp_path: Path) -> None:
    odd = rich().with_track(Track(CHORDS, Events([Event(0.0, 1.0, label="Am"), Event(1.0, 1.0, label="blue")])))
    report = write(odd, tmp_path / "a.lab", "lab", layers=(CHORDS,))
    assert report.paths[0].read_text().splitlines()[1].endswith("\tX")
    assert "1 chord without a name" in report.lost[0]
    report = write(odd, tmp_path / "a.jams", "jams", layers=(CHORDS,))
    assert "1 chord without a name" in report.lost[0]


def test_jams_namespaces(tmp_path: Path) -> None:
    report = write(rich(), tmp_path / "a.jams", "jams")
    annotations = json.loads(report.paths[0].read_text())["annotations"]
    spaces = {(a["sandbox"]["layer"], a["namespace"]) for a in annotations}
    expected = {CHORDS: "chord", LOCAL_KEYS: "key_mode", KEY: "key_mode", "sections": "segment_open"}
    assert spaces >= {*expected.items(), (TAGS, "tag_open")}
    assert not {CARD, DANCEABILITY} & {layer for layer, _ in spaces}
    (tags,) = (a["data"] for a in annotations if a["sandbox"]["layer"] == TAGS)
    assert [(row["value"], row["confidence"]) for row in tags] == [("calm", 0.3), ("rock", 0.8)]
    (chords,) = (a["data"] for a in annotations if a["sandbox"]["layer"] == CHORDS)
    assert [row["value"] for row in chords] == list(HARTE)
    found = {t.kind: t.events for t in read(report.paths[0])}
    assert found[CHORDS].labels == LABELS and found[LOCAL_KEYS].labels == ("A minor", "B minor")
    np.testing.assert_allclose(found[CHORDS].confidences, [0.9, 0.8, 0.7, 0.6, 0.5])


def test_chords_of_other_programs_jams(tmp_path: Path) -> None:
    row = {"time": 0.5, "duration": 1.0, "value": "G:min7/b3", "confidence": None}
    document = {"annotations": [{"namespace": "chord", "annotation_metadata": {}, "data": [row], "sandbox": {}}]}
    (tmp_path / "a.jams").write_text(json.dumps(document))
    (track,) = read(tmp_path / "a.jams")
    assert track.kind == CHORDS and track.events.labels == ("Gm7/Bb",)


@pytest.mark.parametrize("how", ["markers", "lyrics", "text", "none"])
def test_midi_chords_and_moving_keys(tmp_path: Path, how: str) -> None:
    report = write(rich(), tmp_path / "a.mid", "midi", {"chords": how})
    messages = [m for track in mido.MidiFile(report.paths[0], charset="utf-8").tracks for m in track]
    wanted = {"markers": "marker", "lyrics": "lyrics", "text": "text"}.get(how)
    for kind in ("marker", "lyrics", "text"):
        found = [m.text for m in messages if m.type == kind and m.text in LABELS]
        assert found == (list(LABELS) if kind == wanted else [])
    assert [m.key for m in messages if m.type == "key_signature"] == ["Am", "Bm"]
    markers = [m.text for m in messages if m.type == "marker"]
    assert markers.count("A minor") == 1 and "B minor" in markers
    assert any("chords" in x for x in report.lost) == (how == "none")
    still = rich().with_track(Track(LOCAL_KEYS, Events([Event(0.0, 12.0, label="A minor")])))
    write(still, tmp_path / "b.mid", "midi", {"chords": how, "markers": False})
    messages = [m for track in mido.MidiFile(tmp_path / "b.mid", charset="utf-8").tracks for m in track]
    assert not [m for m in messages if m.type == "key_signature"]


def test_regions_of_chords_leave_silence_out(tmp_path: Path) -> None:
    text = write(rich(), tmp_path / "a.reaper.csv", "reaper").paths[0].read_text()
    names = [line.split(",")[1] for line in text.splitlines()[1:]]
    assert "G7" in names and "N" not in names and "B minor" in names and names.count("A minor") == 1
    still = rich().with_track(Track(LOCAL_KEYS, Events([Event(0.0, 12.0, label="A minor")])))
    assert write(still, tmp_path / "b.reaper.csv", "reaper").paths[0].read_text().count("A minor") == 1
    report = write(rich(), tmp_path / "a.srt", "srt")
    assert "G7" not in report.paths[0].read_text() and any("option chords" in x for x in report.lost)


def test_textgrid_tiers_come_back(tmp_path: Path) -> None:
    found = {t.kind: t.events for t in read(write(rich(), tmp_path / "a.TextGrid", "textgrid").paths[0])}
    assert found[CHORDS].labels == LABELS and found[LOCAL_KEYS].labels == ("A minor", "B minor")


def test_json_holds_facts_and_columns(tmp_path: Path) -> None:
    report = write(rich(), tmp_path / "a.json", "json", {"columns": True})
    assert report.lost == ()
    found = {t.kind: t for t in read(report.paths[0])}
    chords = rich().tracks[CHORDS]
    assert found[CHORDS].facts == chords.facts and found[CARD].facts == (Fact("energy", 0.5),)
    assert found[CHORDS].curve is not None and chords.curve is not None
    assert found[CHORDS].curve.bins == NAMES
    np.testing.assert_array_equal(found[CHORDS].curve.values, chords.curve.values.astype(np.float64))
    report = write(rich(), tmp_path / "b.json", "json")
    assert report.lost == ("Left out: the curve of chords (option columns).",)
    assert {t.kind: t.curve for t in read(report.paths[0])}[CHORDS] is None


def test_json_agrees_with_its_schema(tmp_path: Path) -> None:
    import jsonschema

    schema = json.loads((Path(__file__).parents[2] / "docs" / "layers.schema.json").read_text())
    document = json.loads(write(rich(), tmp_path / "a.json", "json", {"columns": True}).paths[0].read_text())
    jsonschema.validate(document, schema)
    document["layers"][-1]["facts"] = [{"value": 1.0}]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)
