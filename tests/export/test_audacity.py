"""Audacity label tracks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp
from tests.export.strategies import analyses
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Event, Events
from w12studio.export.registry import read, write


def test_lines_and_layers(tmp_path: Path) -> None:
    tracks = {
        BEATS: Track(BEATS, Events([Event(0.5, 0, 1.0, 0.5), Event(1, 0, 2.0)])),
        "mine": Track("mine", Events([Event(0.75, 0.5, None, None, "a\tb\nc")])),
    }
    analysis = Analysis(AudioFacts("x"), tracks)
    report = write(analysis, tmp_path / "a.txt", "audacity")
    assert [p.name for p in report.paths] == ["a.beats.txt", "a.mine.txt"]
    assert report.paths[0].read_bytes() == b"0.500000\t0.500000\t1\n1.000000\t1.000000\t2\n"
    assert report.paths[1].read_bytes() == b"0.750000\t1.250000\ta b c\n"
    assert len(report.lost) == 2
    report = write(analysis, tmp_path / "b.txt", "audacity", {"one_file": True})
    assert report.paths[0].read_text().splitlines()[1] == "0.750000\t1.250000\tmine: a b c"


@in_tmp
@given(analyses(), st.booleans())
def test_any_analysis(tmp_path: Path, analysis: Analysis, one_file: bool) -> None:
    report = write(analysis, tmp_path / "a.txt", "audacity", {"one_file": one_file}, overwrite=True)
    assert report.max_timing_error_s <= 1e-6
    found = sum(len(t.events) for p in report.paths for t in read(p))
    assert found == report.n_events == sum(len(t.events) for t in analysis.tracks.values())


def test_frequencies_are_skipped_and_decimal_commas_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\ufeff0,5\t1,5\tx\n\\\t100\t-1\n2\t2\n")
    assert list(read(tmp_path / "a.txt")[0].events) == [Event(0.5, 1.0, label="x"), Event(2.0)]


@in_tmp
@given(st.binary(max_size=40) | st.text(st.sampled_from("0123456789.\t\n-einfa")).map(str.encode))
def test_anything_else_is_a_document_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    try:
        assert isinstance(read(tmp_path / "a.txt"), tuple)
    except DocumentError as error:
        assert "a.txt" in str(error)


@pytest.mark.parametrize("text", ["1.0\n", "a\tb\tc\n", "2\t1\tx\n", "nan\t1\n"])
def test_broken_lines_have_a_number(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text)
    with pytest.raises(DocumentError, match="line 1"):
        read(tmp_path / "a.txt", "audacity")
