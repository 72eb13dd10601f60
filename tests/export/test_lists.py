"""REAPER, Sonic Visualiser, beat lists, LAB, TextGrid, subtitles, CUE: what stands in them, by independent parsers."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp, song
from tests.export.strategies import analyses
from w12studio.domain.analysis import BEATS, PITCH, TEMPO, TRANSIENTS, Analysis, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.domain.keys import Key, parse_key
from w12studio.export import cue_sheet, frames, text_file, textgrid
from w12studio.export.marks import Mark, tracks_of_marks
from w12studio.export.registry import read, write

SCHEMA = Path(__file__).parent.parent.parent / "docs" / "layers.schema.json"


def only(*events: Event, kind: str = "mine") -> Analysis:
    return Analysis(AudioFacts("song.wav", "", 44100, 2, 44100 * 60), {kind: Track(kind, Events(events))})


def written(path: Path, analysis: Analysis, name: str, **options: object) -> str:
    return write(analysis, path / "out", name, options).paths[0].read_bytes().decode()


def test_reaper(tmp_path: Path) -> None:
    two = only(Event(59.9999996, label='say "hi",\nyou'), Event(3725.5, 10.25, label="=1+1"))
    assert written(tmp_path, two, "reaper").split("\r\n") == [
        "#,Name,Start,End,Length",
        'M1,"say ""hi"", you",0:01:00.000000,,',
        "R1,=1+1,1:02:05.500000,1:02:15.750000,0:00:10.250000",
        "",
    ]
    (tmp_path / "bars.csv").write_text("#,Name,Start,End,Length\nR1,x,5.1.00,9.1.00,4.0.00\n")
    with pytest.raises(DocumentError, match=r"row 2.*not a time.*ruler"):
        read(tmp_path / "bars.csv")
    (tmp_path / "s.csv").write_text("#,Name,Start,End,Length,Color\nM1,a,1.5,,,FF0000\nR1,b,1:02.5,0:01:03,\n")
    assert list(read(tmp_path / "s.csv")[0].events) == [Event(1.5, label="a"), Event(62.5, 0.5, label="b")]


def test_beats_come_back_from_markers(tmp_path: Path) -> None:
    write(song(), tmp_path / "out", "reaper", {"beats": "all"})
    found = {t.kind: t.events for t in read(tmp_path / "out.reaper.csv")}
    assert np.array_equal(found[BEATS].values, song().events(BEATS).values)


@pytest.mark.parametrize("texts", [["1.1", "3.1"], ["1.5", "2.5"], ["1.0", "2.0"], ["1.1", "x"]])
def test_other_numbers_stay_markers(texts: list[str]) -> None:
    rows = [Mark(float(i), float(i), text) for i, text in enumerate(texts)]
    assert [t.kind for t in tracks_of_marks(rows, Path("a"), "x")] == ["markers"]


def test_sonic_visualiser_csv(tmp_path: Path) -> None:
    curve = Curve(np.array([220.0, np.nan, 221.5]), 100.0, 1000.0, "Hz")
    analysis = song().with_track(Track(PITCH, curve=curve))
    report = write(analysis, tmp_path / "out", "sonic-csv", layers=[BEATS, PITCH, "sections"])
    assert [p.name for p in report.paths] == ["out.beats.sv.csv", "out.pitch curve.sv.csv", "out.sections.sv.csv"]
    texts = [p.read_text().splitlines() for p in report.paths]
    assert texts[0][:2] == ["TIME,LABEL", "0.250000,3"]
    assert texts[1] == ["TIME,VALUE", "1000.000000,220", "1000.020000,221.5"]
    assert texts[2] == ["TIME,DURATION,VALUE,LABEL", "1.250000,3.000000,0,Verse ♪", "4.500000,0.000000,0,drop"]
    back = read(report.paths[0])[0]
    assert back.kind == BEATS and np.array_equal(back.events.values, song().events(BEATS).values)


def test_sonic_visualiser_layers(tmp_path: Path) -> None:
    report = write(song(), tmp_path / "out", "svl", layers=[BEATS, TRANSIENTS, "sections"])
    layers = []
    for path in report.paths:
        root = ElementTree.fromstring(path.read_bytes())
        layers.append((root.find("display/layer").get("type"), root.find("data/model").get("dimensions")))
        assert root.find("data/model").get("dataset") == root.find("data/dataset").get("id")
        assert root.find("data/model").get("id") == root.find("display/layer").get("model")
    assert layers == [("timeinstants", "1"), ("timevalues", "2"), ("regions", "3")]
    assert b"<!DOCTYPE sonic-visualiser>" in report.paths[0].read_bytes()
    assert report.max_timing_error_s <= 0.5 / 44100
    assert np.array_equal(read(report.paths[0])[0].events.values, song().events(BEATS).values)


def test_beat_lists_in_mir_eval(tmp_path: Path) -> None:
    mir_eval = pytest.importorskip("mir_eval")
    beats = song().events(BEATS)
    path = write(song(), tmp_path / "out", "beats").paths[0]
    times, places = mir_eval.io.load_delimited(str(path), [float, int], "\t")
    assert times == pytest.approx(beats.times, abs=1e-6) and places == beats.values.tolist()
    for layer, expected in (("beats", beats.times), ("downbeats", beats.times[beats.values == 1])):
        path = write(song(), tmp_path / layer, "mirex", {"layer": layer}).paths[0]
        assert mir_eval.io.load_events(str(path)) == pytest.approx(expected, abs=1e-6)
    path = write(only(Event(1.25, 3.0, label="Verse ♪"), Event(5.0, 1.0, 2.5)), tmp_path / "out", "lab").paths[0]
    intervals, labels = mir_eval.io.load_labeled_intervals(str(path))
    assert intervals.tolist() == [[1.25, 4.25], [5.0, 6.0]] and labels == ["Verse ♪", "2.5"]


@pytest.mark.parametrize(("name", "layer"), [("beats", ""), ("mirex", "transients"), ("mirex", "downbeats")])
def test_lists_without_their_layer_are_refused(tmp_path: Path, name: str, layer: str) -> None:
    with pytest.raises(ExportError, match=r"there are no|no downbeat"):
        write(
            only(Event(1.0, value=2.0), kind=BEATS if layer else "x"),
            tmp_path / "a",
            name,
            {"layer": layer} if layer else {},
        )


def test_foreign_beat_lists(tmp_path: Path) -> None:
    (tmp_path / "a.beats").write_text("# head\n0,5 1\n1.0 2.5 x\n\n1.5 12.3\n2.0 abc\n")
    events = read(tmp_path / "a.beats")[0].events
    assert events.times.tolist() == [0.5, 1.0, 1.5, 2.0]
    assert np.array_equal(events.values, [1, 5, 3, np.nan], equal_nan=True)


@in_tmp
@given(analyses(8))
def test_praat_reads_text_grids(tmp_path: Path, analysis: Analysis) -> None:
    parselmouth = pytest.importorskip("parselmouth")
    try:
        report = write(analysis, tmp_path / "a.TextGrid", "textgrid", overwrite=True)
    except ExportError:
        return
    grid = parselmouth.read(str(report.paths[0]))
    call = parselmouth.praat.call
    found: list[float] = []
    for tier in range(1, call(grid, "Get number of tiers") + 1):
        if call(grid, "Is interval tier", tier):
            rows = range(1, call(grid, "Get number of intervals", tier) + 1)
            full = [i for i in rows if call(grid, "Get label of interval", tier, i)]
            found += [call(grid, "Get start time of interval", tier, i) for i in full]
        else:
            found += [
                call(grid, "Get time of point", tier, i + 1) for i in range(call(grid, "Get number of points", tier))
            ]
    assert len(found) <= report.n_events
    want = np.concatenate([t.events.times for t in analysis.tracks.values()])
    assert all(np.abs(want - t).min() < 1e-9 * max(1.0, t) for t in found)


def test_overlapping_regions_get_tiers_of_their_own(tmp_path: Path) -> None:
    rows = [Event(float(i), 100.0, label=f"r{i}") for i in range(10)]
    report = write(only(*rows), tmp_path / "a", "textgrid")
    assert any("2 events of mine that overlap" in s for s in report.lost)
    assert [t.name for t in textgrid.parse(report.paths[0])] == ["mine", *(f"mine {i}" for i in range(2, 9))]
    (found,) = read(report.paths[0])
    assert found.kind == "mine" and found.events.labels == tuple(f"r{i}" for i in range(8))


def test_text_grids_of_other_programs(tmp_path: Path) -> None:
    short = '"ooTextFile"\n"TextGrid"\n0\n2\n<exists>\n2\n"IntervalTier"\n"w ""x"""\n0\n2\n2\n0\n1\n"a"\n1\n2\n""\n'
    short += '"TextTier"\n"Beats"\n0\n2\n1\n0.5\n"1"\n'
    (tmp_path / "a.TextGrid").write_bytes(short.encode("utf-16"))
    words, beats = read(tmp_path / "a.TextGrid")
    assert (words.kind, list(words.events)) == ('w "x"', [Event(0, 1, label="a")])
    assert (beats.kind, list(beats.events)) == (BEATS, [Event(0.5, value=1.0)])
    (tmp_path / "a.TextGrid").write_bytes(short[:-12].encode())
    with pytest.raises(DocumentError, match="ends where"):
        read(tmp_path / "a.TextGrid")


def test_subtitles(tmp_path: Path) -> None:
    rows = only(Event(0.9996, 1.0, label="a --> <b>"), Event(3.0, label="x"), Event(3.2, label="y"))
    assert written(tmp_path, rows, "srt").split("\n") == [
        "1", "00:00:01,000 --> 00:00:02,000", "a -> <b>", "",
        "2", "00:00:03,000 --> 00:00:03,200", "x", "",
        "3", "00:00:03,200 --> 00:00:03,700", "y", "",
    ]  # fmt: skip
    vtt = written(tmp_path, rows, "vtt", show_ms=100).split("\n")
    assert vtt[:4] == ["WEBVTT", "", "00:00:01.000 --> 00:00:02.000", "a --&gt; &lt;b&gt;"]
    assert read(tmp_path / "out.vtt")[0].events.labels == ("a --> <b>", "x", "y")
    (tmp_path / "b.srt").write_text("1\r\n00:01,5 --> 00:02,5 X1:1\r\n<i>one</i>\r\ntwo\r\n")
    assert list(read(tmp_path / "b.srt")[0].events) == [Event(1.5, 1.0, label="one two")]


def test_cue_sheet(tmp_path: Path) -> None:
    rows = only(Event(59.9999, label='say "hi"'), Event(60.002, label="same frame"), Event(61.99, 5.0, label="b"))
    text = written(tmp_path, rows, "cue")
    assert [x.strip() for x in text.split("\r\n")] == [
        'TITLE "song"', 'FILE "song.wav" WAVE', "TRACK 01 AUDIO", "TITLE \"say 'hi'\"", "INDEX 00 00:00:00",
        "INDEX 01 01:00:00", "TRACK 02 AUDIO", 'TITLE "b"', "INDEX 01 01:01:74", "",
    ]  # fmt: skip
    many = write(only(*(Event(float(i), label="x") for i in range(150))), tmp_path / "many", "cue")
    assert many.n_events == 99 and "51 starts after the 99th track" in many.lost[0]
    with pytest.raises(DocumentError, match=r"line 2.*01:23:74"):
        (tmp_path / "bad.cue").write_text("TRACK 01 AUDIO\nINDEX 01 00:00:75\n")
        read(tmp_path / "bad.cue")


@given(st.floats(0, 1e6))
def test_frames_never_reach_75(time: float) -> None:
    stamp = cue_sheet._stamp(round(time * 75))
    minutes, second, frame = map(int, stamp.split(":"))
    assert second < 60 and frame < 75
    assert abs(minutes * 60 + second + frame / 75 - time) <= 0.5 / 75 + 1e-9


@given(st.floats(0, 1e6), st.sampled_from(sorted(frames.RATES)))
def test_timecodes_come_back(time: float, name: str) -> None:
    rate = frames.RATES[name]
    frame = frames.frame_of(time, rate)
    code = frames.timecode(frame, rate)
    assert frames.frame_of_timecode(code, rate) == frame
    assert int(code[-2:]) < round(rate)


def test_drop_frame_timecode() -> None:
    rate = frames.RATES["29.97"]
    assert frames.frame_of_timecode("00:01:00;02", rate) == 1800
    assert frames.frame_of_timecode("01:00:00;00", rate) == 107892
    for bad in ("1:2:3", "aa:00:00:00", "00:00:00:00:00", "-1:00:00:00"):
        with pytest.raises(ValueError, match="timecode"):
            frames.frame_of_timecode(bad, rate)


@pytest.mark.parametrize("rate", sorted(frames.RATES))
@pytest.mark.parametrize("name", ["edl", "fcpxml"])
def test_video_markers_do_not_drift(tmp_path: Path, name: str, rate: str) -> None:
    rows = [Event(i * 36.37, 1.0 if i % 2 else 0.0, label=f"m|{i}") for i in range(100)]
    report = write(only(*rows), tmp_path / "a", name, {"rate": rate})
    assert report.max_timing_error_s <= 0.5 / float(frames.RATES[rate]) + 1e-6
    if name == "fcpxml":
        events = read(report.paths[0])[0].events
        assert np.abs(events.times - [r.time for r in rows]).max() <= 0.5 / float(frames.RATES[rate]) + 1e-6
        assert (events.durations > 0).sum() == 50


def test_edl_text_and_its_rate(tmp_path: Path) -> None:
    text = written(tmp_path, only(Event(1.0, label="a|b")), "edl").split("\r\n")
    assert text[3:5] == [
        "001  001      V     C        01:00:01:00 01:00:01:01 01:00:01:00 01:00:01:01",
        " |C:ResolveColorBlue |M:a/b |D:1",
    ]
    track = read(tmp_path / "out.edl")[0]
    assert list(track.events) == [Event(1.0, label="a/b")] and "25 frames" in track.message
    path = tmp_path / "thirty.edl"
    path.write_text("001  001 V C 01:00:00:15 01:00:00:29 01:00:00:15 01:00:00:29\nnote |C:x |M:m |D:1\n")
    assert read(path)[0].events.times.tolist() == [0.5]


def test_fcpxml_clips_are_placed_on_the_timeline(tmp_path: Path) -> None:
    (tmp_path / "a.fcpxml").write_text(
        '<fcpxml version="1.9"><resources><format frameDuration="1/25s"/></resources><spine>'
        '<asset-clip offset="10s" start="100s"><marker start="2551/25s" duration="1/25s" value="x"/></asset-clip>'
        "</spine></fcpxml>"
    )
    assert read(tmp_path / "a.fcpxml")[0].events.times.tolist() == pytest.approx([12.04])


@in_tmp
@given(analyses(20))
def test_json_is_lossless_and_fits_its_schema(tmp_path: Path, analysis: Analysis) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    path = write(analysis, tmp_path / "a.json", "json", {"columns": True}, overwrite=True).paths[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        jsonschema.validate(json.loads(path.read_bytes()), json.loads(SCHEMA.read_bytes()))
    for track in read(path):
        mine = analysis.track(track.kind)
        if mine is None:
            continue  # its name held what UTF-8 can't
        assert np.array_equal(track.events.times, mine.events.times)
        assert np.array_equal(track.events.values, mine.events.values, equal_nan=True)
        assert np.array_equal(track.events.confidences, mine.events.confidences, equal_nan=True)
        assert track.curve == mine.curve or np.array_equal(track.curve.values, mine.curve.values, equal_nan=True)


def test_json_tells_median_mode_and_steadiness_of_the_tempo(tmp_path: Path) -> None:
    beats = Track(BEATS, Events.from_columns(np.arange(60) * 0.5))
    analysis = Analysis(AudioFacts("x.wav", "", 44100, 1, 44100 * 30), {BEATS: beats, TEMPO: Track(TEMPO)})
    path = write(analysis, tmp_path / "a.json", "json").paths[0]
    _, layer = json.loads(path.read_bytes())["layers"]
    assert layer["summary"] == {
        "median_bpm": pytest.approx(120),
        "mode_bpm": pytest.approx(120),
        "verdict": "steady",
        "deviation": pytest.approx(0, abs=1e-9),
    }
    path = write(analysis, tmp_path / "b.json", "json", layers=[TEMPO]).paths[0]
    assert "summary" not in json.loads(path.read_bytes())["layers"][0]


@given(st.floats(0, 1e6))
def test_clock_times_come_back(time: float) -> None:
    assert text_file.seconds(text_file.clock(time)) == pytest.approx(time, abs=0.6e-6)
    assert ":60" not in text_file.clock(time)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("8A", "A minor"),
        ("8B", "C major"),
        ("1m", "A minor"),
        ("1d", "C major"),
        ("12d", "F major"),
        ("01A", "Ab minor"),
        ("5m", "C# minor"),
    ],
)
def test_numbered_keys(text: str, key: str) -> None:
    tonic, mode = key.split()
    assert parse_key(text) == Key(tonic, mode)


@pytest.mark.parametrize("tonic", ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"])
@pytest.mark.parametrize("mode", ["major", "minor"])
def test_key_notations_agree(tonic: str, mode: str) -> None:
    key = Key(tonic, mode)
    for text in (key.short(), key.open_key(), key.wheel()):
        again = parse_key(text)
        assert again is not None and again.mode == mode and (again.signature() - key.signature()) % 12 == 0
