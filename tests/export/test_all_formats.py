"""Every format of the registry: any analysis goes through it, its own file comes back, nonsense is refused."""

from __future__ import annotations

import re
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp, song, survives, thorough
from tests.export.strategies import analyses
from w12studio.domain.analysis import BEATS, TAGS, Analysis
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.export.base import nearest_errors
from w12studio.export.guess import guess
from w12studio.export.presets import PRESETS
from w12studio.export.registry import FORMATS, read, write

#: Largest timing error in s that a format may have with its default options.
BOUNDS = {
    "midi": 1e-3, "rekordbox": 2e-3, "traktor": 2e-3, "svl": 0.51 / 44100, "wav": 0.51 / 44100, "srt": 0.51e-3,
    "vtt": 0.51e-3, "cue": 0.51 / 75, "tags": 0.51e-3, "fcpxml": 0.0201, "edl": 0.0201,
}  # fmt: skip
#: Formats whose own tests send any analysis through them.
TESTED_ALONE = ("csv", "midi", "jams", "audacity", "rekordbox", "traktor")
#: Formats that write a copy of the recording.
COPIES = ("wav", "tags")
#: Formats that refuse a recording without what they are made of.
PARTIAL = ("beats", "mirex", "lab", "textgrid", "sonic-csv", "svl", "tags")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "take 1.wav"
    with wave.open(str(path), "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(44100)
        f.writeframes(np.zeros(44100 * 12, "<i2").tobytes())
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_song_goes_out_and_comes_back(tmp_path: Path, recording: Path, name: str) -> None:
    analysis = song(str(recording))
    report = write(analysis, tmp_path / "out", name)
    assert report.n_events > 0
    assert report.max_timing_error_s <= BOUNDS.get(name, 1e-6)
    assert len(report.lost) <= 3
    found = {t.kind: t.events for p in report.paths for t in read(p)}
    assert found, "the guess by the name has to find the reader"
    times = np.sort(np.concatenate([e.times for e in found.values()]))
    if BEATS in found:
        beats = analysis.events(BEATS)
        marked = beats.times if len(found[BEATS]) == len(beats) else beats.times[beats.values == 1]
        assert nearest_errors(marked, found[BEATS].times).max() <= BOUNDS.get(name, 2e-6) + 1e-9
    elif name not in ("tags",):
        assert nearest_errors(np.array([1.25, 4.5]), times).max() <= BOUNDS.get(name, 2e-6) + 1e-9


@pytest.mark.parametrize("name", [n for n in FORMATS if n not in (*COPIES, *TESTED_ALONE)])
@in_tmp
@given(analysis=analyses(20) | analyses(20, whole=True))
def test_any_analysis(tmp_path: Path, name: str, analysis: Analysis) -> None:
    try:
        report = write(analysis, tmp_path / "a", name, overwrite=True)
    except ExportError as error:
        said = "no beats|nothing to write|no place in time" if name in PARTIAL else "no place in time"
        assert re.search(said, str(error)), error
        return
    assert report.max_timing_error_s <= BOUNDS.get(name, 1e-6)
    for path in report.paths:
        for track in read(path, name):
            assert np.isfinite(track.events.times).all()


@pytest.mark.parametrize("name", ["csv", "jams", "json"])
@in_tmp
@given(analysis=analyses(20, whole=True))
def test_formats_of_whole_recordings_bring_tags_back(tmp_path: Path, name: str, analysis: Analysis) -> None:
    report = write(analysis, tmp_path / "a", name, overwrite=True)
    found = {t.kind: t for p in report.paths for t in read(p, name)}
    tags = analysis.events(TAGS)
    assert len(tags) == 0 or sorted(found[TAGS].events.labels) == sorted(tags.labels)
    if name == "json":
        assert {k: t.facts for k, t in found.items()} == {k: t.facts for k, t in analysis.tracks.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in FORMATS if n not in COPIES])
@thorough
@given(analysis=analyses() | analyses(whole=True))
def test_many_analyses(tmp_path: Path, name: str, analysis: Analysis) -> None:
    try:
        report = write(analysis, tmp_path / "a", name, overwrite=True)
    except ExportError as error:
        assert name in PARTIAL or "no place in time" in str(error), error
        return
    for path in report.paths:
        assert all(np.isfinite(t.events.times).all() for t in read(path, name))


_WORDS = st.sampled_from(
    ["0", "1", "-1", "1.5", "1,5", "nan", "inf", "1e999", "9" * 30, ":", "00:00:01", "00:00:01,500", "-->", '"', "\t",
     "\n", "\r\n", ";", ",", "#", "#,Name,Start,End,Length\n", "M1", "TRACK 01 AUDIO\n", "INDEX 01 00:00:00\n",
     "TIME,VALUE\n",
     "001  001      V     C        01:00:00:00 01:00:00:01 01:00:00:00 01:00:00:01\n", "|M:x |D:2\n", "WEBVTT\n",
     'File type = "ooTextFile"\nObject class = "TextGrid"\n', "<exists>", '"IntervalTier"', '"TextTier"', "\ufeff", "é",
     "{", "}", "[", "]", '"events":', '"format": "w12studio-layers", "version": 1, "layers":', "null"]
)  # fmt: skip


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.read])
@in_tmp
@given(content=st.binary(max_size=60) | st.lists(_WORDS, max_size=12).map(lambda w: "".join(w).encode()))
def test_nonsense_is_refused_in_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    survives(tmp_path / "a", content, name)


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.read])
@in_tmp
@given(data=st.data())
def test_damaged_files_are_read_or_refused(tmp_path: Path, recording: Path, name: str, data: st.DataObject) -> None:
    whole = tmp_path / "whole"
    if not whole.exists():
        path = write(song(str(recording)), tmp_path / "out", name, overwrite=True).paths[0]
        whole.write_bytes(path.read_bytes()[-200_000:] if name not in COPIES else path.read_bytes())
    content = bytearray(whole.read_bytes())
    head = len(content) if name not in COPIES else 64
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, head - 1)) if data.draw(st.booleans()) else -1 - data.draw(st.integers(0, 400))
        content[at % len(content)] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 400)) if data.draw(st.booleans()) else 0
    survives(tmp_path / "a", bytes(content[: len(content) - cut]), name)


@pytest.mark.parametrize("name", [n for n, f in FORMATS.items() if f.read])
def test_missing_files_and_folders(tmp_path: Path, name: str) -> None:
    for path in (tmp_path / "gone", tmp_path):
        with pytest.raises(DocumentError):
            read(path, name)


def test_suffixes_differ() -> None:
    suffixes = [f.suffix.lower() for f in FORMATS.values()]
    assert len(set(suffixes)) == len(suffixes)


def test_presets_name_formats_and_options_that_exist(tmp_path: Path, recording: Path) -> None:
    for key, preset in PRESETS.items():  # on the command line a format's name wins
        assert key not in FORMATS or [p.format for p in preset.parts] == [key]
        assert preset.how.endswith(".") and len({p.format for p in preset.parts}) == len(preset.parts)
        for part in preset.parts:
            FORMATS[part.format].parse_options(part.options)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.csv", "#,Name,Start\n", "reaper"),
        ("a.csv", "layer,time_s\n", "csv"),
        ("a.beats.sv.csv", "TIME,LABEL\n", "sonic-csv"),
        ("a.json", '{"format": "w12studio-layers"}', "json"),
        ("a.json", '{"annotations": []}', "jams"),
        ("a.txt", "0.5\n1.0\n", "mirex"),
        ("a.txt", "0.5\t1\n1.0\t2\n", "mirex"),
        ("a.txt", "0.5\t0.5\tx\n", "audacity"),
        ("a.txt", '"ooTextFile"', "textgrid"),
        ("a.xml", "<?xml?><NML>", "traktor"),
        ("a.TEXTGRID", "", "textgrid"),
        ("a.doc", "", ""),
    ],
)
def test_guesses(tmp_path: Path, name: str, content: str, expected: str) -> None:
    (tmp_path / name).write_text(content)
    assert guess(tmp_path / name) == expected


def test_the_registry_is_light_to_import() -> None:
    heavy = ("mido", "jams", "mutagen", "scipy")
    code = f"import sys, w12studio.export.registry; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
