"""CSV: the documented columns, formulas made harmless, tolerant reading."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp
from tests.export.strategies import analyses, labels
from w12studio.domain.analysis import BEATS, PITCH, Analysis, AudioFacts, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Event, Events
from w12studio.export.base import clean_label
from w12studio.export.csv_table import guard, unguard
from w12studio.export.registry import read, write


def analysis_of(*tracks: Track) -> Analysis:
    return Analysis(AudioFacts("song.wav", sample_rate=100, n_samples=1000), {t.kind: t for t in tracks})


def test_the_columns_are_the_documented_ones(tmp_path: Path) -> None:
    beats = Events.from_columns([0.5, 1.0, 1.5], values=[4, 1, 2], confidences=[0.5, np.nan, 1])
    mine = Track("mine", Events([Event(1.25, 0.5, None, 0.125, "=1+1")]))
    write(analysis_of(Track(BEATS, beats), mine), tmp_path / "a.csv", "csv")
    assert (tmp_path / "a.csv").read_bytes().decode().split("\r\n") == [
        "layer,time_s,duration_s,value,confidence,label,bar,beat",
        "beats,0.500000,0.000000,4,0.5,,0,4",
        "beats,1.000000,0.000000,1,,,1,1",
        "beats,1.500000,0.000000,2,1,,1,2",
        "mine,1.250000,0.500000,,0.125,'=1+1,1,1.500",
        "",
    ]


@in_tmp
@given(analyses(), st.sampled_from(["comma", "semicolon", "tab"]), st.booleans())
def test_round_trip(tmp_path: Path, analysis: Analysis, separator: str, one_file: bool) -> None:
    options = {"separator": separator, "one_file": one_file, "curves": True}
    report = write(analysis, tmp_path / "a.csv", "csv", options, overwrite=True)
    assert report.max_timing_error_s <= 1e-6
    again = {t.kind: t for p in report.paths for t in read(p)}
    for kind, track in analysis.tracks.items():
        if not len(track.events) and (track.curve is None or track.curve.values.ndim > 1):
            assert kind not in again
            continue
        # Rounding to six decimals can change the order of events at nearly the same time.
        got = sorted(again[clean_label(kind)].events, key=_identity)
        for a, b in zip(sorted(track.events, key=_identity), got, strict=True):
            assert b.time == pytest.approx(a.time, abs=1e-6)
            assert b.duration == pytest.approx(a.duration, abs=1e-6)
            assert (b.value, b.confidence, b.label) == (a.value, a.confidence, clean_label(a.label))
        if track.curve is not None:
            curve = again[kind].curve
            assert np.array_equal(curve.values, track.curve.values, equal_nan=True)
            assert curve.times() == pytest.approx(track.curve.times(), abs=2e-6)


def _identity(e: Event) -> tuple[object, ...]:
    return (clean_label(e.label), str(e.value), str(e.confidence), f"{e.time:.6f}", f"{e.duration:.6f}")


@given(labels | st.text())
def test_guarded_labels_are_harmless_and_come_back(label: str) -> None:
    assert not guard(label).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(guard(label)) == label


def test_foreign_labels_with_an_apostrophe_stay() -> None:
    assert unguard("'tis") == "'tis"


@pytest.mark.parametrize(
    "text",
    [
        "time_s,label\n1.5,a\n2.5,b\n",
        "\ufefftime_s,label\r\n1.5,a\r\n2.5,b\r\n",
        "TIME;LABEL\n1,5;a\n2,5;b\n",
        "# a comment\nTIME\tLABEL\n1.5\ta\n# another\n2.5\tb\n",
        "1.5,a\n2.5,b\n",
        "1,5\ta\n2,5\tb",
        'time_s,label\r1.5,"a"\r2.5,b\r',
        "label,start\na,1.5\n\nb,2.5\n",
    ],
)
def test_tolerant_reading(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode())
    (track,) = read(tmp_path / "a.csv")
    assert track.kind == "markers"
    assert list(track.events) == [Event(1.5, label="a"), Event(2.5, label="b")]


def test_end_times_of_sonic_visualiser(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("TIME,ENDTIME,VALUE\n1.0,3.5,7\n")
    assert read(tmp_path / "a.csv")[0].events[0] == Event(1.0, 2.5, 7.0)


def test_latin_1_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("time_s,label\n1,für\n".encode("latin-1"))
    assert read(tmp_path / "a.csv")[0].events[0].label == "für"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("time_s,label\nx,a\n", r"row 2: 'x' is not a number \(time_s\)"),
        ("time_s,label\n,a\n", "row 2: the time"),
        ("time_s,duration_s\n1,-1\n", "row 2: the time or the duration"),
        ("time_s\ninf\n", "row 2"),
        ("a,b\n1,2\n", "names no column of times"),
        ("\0\0\0\1", "holds no text"),
    ],
)
def test_broken_tables_name_the_place(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "a.csv").write_text(text)
    with pytest.raises(DocumentError, match=sentence):
        read(tmp_path / "a.csv")


@in_tmp
@given(
    st.binary(max_size=80)
    | st.text(st.sampled_from(",;\t\n\r\"0123456789.-einfa#'=")).map(str.encode)
    | st.text(st.sampled_from(',\n"0123456789.-einfa')).map(
        lambda t: f"layer,time_s,duration_s,value,confidence,label\n{t}".encode()
    )
    | st.text(st.sampled_from("0123456789.,\n")).map(
        lambda t: ("layer,time_s,value\n" + "".join(f"p.curve,{x}\n" for x in t.split("\n"))).encode()
    )
)
def test_anything_else_is_a_document_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    try:
        assert isinstance(read(tmp_path / "a.csv"), tuple)
    except DocumentError as error:
        assert "a.csv" in str(error)


def test_curves_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    curve = Curve(np.array([220.0, np.nan]), 100.0, 0.005, "Hz")
    analysis = analysis_of(Track(PITCH, curve=curve))
    report = write(analysis, tmp_path / "a.csv", "csv")
    assert report.n_events == 0
    assert report.lost == ("Left out: the curve of pitch (option curves).",)
    report = write(analysis, tmp_path / "b.csv", "csv", {"curves": True})
    with (tmp_path / "b.csv").open(newline="") as f:
        rows = list(csv.DictReader(f))
    assert [(r["layer"], r["time_s"], r["value"]) for r in rows] == [
        ("pitch.curve", "0.005000", "220"),
        ("pitch.curve", "0.015000", ""),
    ]
    assert report.lost == ()
