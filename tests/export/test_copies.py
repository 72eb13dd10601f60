"""Copies of the recording: markers in WAV to the sample, tags that leave the sound alone."""

from __future__ import annotations

import struct
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.export.common import in_tmp, song
from w12studio.domain.analysis import BEATS, KEY, TEMPO, Analysis, AudioFacts, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.export import riff
from w12studio.export.registry import read, write

RATE = 44100


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2)


def wav_bytes(samples: bytes, *others: bytes, rate: int = RATE) -> bytes:
    head = chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16))
    body = b"WAVE" + head + b"".join(others) + chunk(b"data", samples)
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def marked(path: Path, *events: Event) -> Analysis:
    return Analysis(AudioFacts(str(path), "", RATE, 1, RATE * 10), {"mine": Track("mine", Events(events))})


def test_samples_and_foreign_chunks_stay(tmp_path: Path) -> None:
    samples = np.random.default_rng(1).integers(-9000, 9000, 4001).astype("<i2").tobytes()
    old = chunk(b"cue ", struct.pack("<I", 1) + struct.pack("<II4sIII", 9, 5, b"data", 0, 0, 5))
    info = chunk(b"LIST", b"INFOINAM" + struct.pack("<I", 3) + b"ab\0\0")
    source = tmp_path / "in.wav"
    source.write_bytes(wav_bytes(samples, chunk(b"odd!", b"xyz"), old, info))
    analysis = marked(source, Event(0.01, label="eins ä"), Event(0.02, 0.05, label="zwei"))
    report = write(analysis, tmp_path / "out", "wav", {"loops": True, "time_reference": str(10**10)})
    assert report.paths[0].name == "out.marked.wav"
    with wave.open(str(report.paths[0]), "rb") as f:
        assert f.readframes(10_000) == samples
    copy = riff.scan(report.paths[0])
    assert copy.content(b"odd!") == [b"xyz"] and b"INFO" in copy.content(b"LIST")[0]
    assert struct.unpack_from("<Q", copy.content(b"bext")[0], 338)[0] == 10**10
    assert time_reference_in_ffmpeg(report.paths[0]) == 10**10
    assert struct.unpack_from("<II4sIII", copy.content(b"cue ")[0], 4) == (1, 441, b"data", 0, 0, 441)
    assert struct.unpack_from("<4I", copy.content(b"smpl")[0], 36) == (2, 0, 882, 882 + 2205 - 1)
    assert report.paths[0].stat().st_size == struct.unpack("<I", report.paths[0].read_bytes()[4:8])[0] + 8
    assert any("1 marker that the recording held" in s for s in report.lost)
    assert [(e.time, e.duration, e.label) for e in read(report.paths[0])[0].events] == [
        (0.01, 0.0, "eins ä"),
        (0.02, 0.05, "zwei"),
    ]
    assert source.read_bytes() == wav_bytes(samples, chunk(b"odd!", b"xyz"), old, info)


def test_the_time_reference_is_a_number(tmp_path: Path) -> None:
    (tmp_path / "in.wav").write_bytes(wav_bytes(b"\1\2"))
    with pytest.raises(ExportError, match="time reference can't be 'noon'"):
        write(marked(tmp_path / "in.wav", Event(0.0)), tmp_path / "out", "wav", {"time_reference": "noon"})


@in_tmp
@given(
    times=st.lists(st.tuples(st.floats(0, 9), st.just(0.0) | st.floats(0, 1), st.text(max_size=5)), max_size=12),
    rate=st.sampled_from([8000, 44100, 96000]),
)
def test_every_marker_is_on_its_sample(tmp_path: Path, times: list[tuple[float, float, str]], rate: int) -> None:
    source = tmp_path / "in.wav"
    source.write_bytes(wav_bytes(b"\1\2" * 99, rate=rate))
    events = [Event(t, d, label=label) for t, d, label in times]
    report = write(marked(source, *events), tmp_path / "out", "wav", overwrite=True)
    assert report.max_timing_error_s <= 0.5001 / rate
    found = read(report.paths[0])
    starts = sorted(round(t * rate) for track in found for t in track.events.times)
    assert starts == sorted(int(np.rint(t * rate)) for t, _, _ in times)


def time_reference_in_ffmpeg(path: Path) -> int:
    """Samples since midnight in FFmpeg's eyes."""
    import av

    with av.open(str(path)) as recording:
        return int(recording.metadata["time_reference"])


def chapters_in_ffmpeg(path: Path) -> dict[str, float]:
    """Names and starts in s of what FFmpeg takes for chapters: CHAP frames, comments, cue points."""
    import av

    with av.open(str(path)) as song:
        if not hasattr(song, "chapters"):
            pytest.skip("this PyAV shows no chapters")
        return {c["metadata"].get("title", ""): float(c["start"] * c["time_base"]) for c in song.chapters()}


@pytest.mark.parametrize(("name", "suffix"), [("wav", ".wav"), ("tags", ".mp3"), ("tags", ".flac")])
def test_ffmpeg_finds_every_name_in_its_place(tmp_path: Path, name: str, suffix: str) -> None:
    _encode(tmp_path / f"in{suffix}")
    report = write(song(str(tmp_path / f"in{suffix}")), tmp_path / "out", name)
    found = chapters_in_ffmpeg(report.paths[0])
    assert (found["Verse ♪"], found["drop"]) == (1.25, 4.5)
    if name == "wav":
        downbeats = song().events(BEATS).times[song().events(BEATS).values == 1]
        assert found["2.1"] == pytest.approx(downbeats[1], abs=0.51 / RATE)
        assert {"A minor", "4/4", "119.5 BPM"} <= set(found)


def test_rf64_keeps_its_form(tmp_path: Path) -> None:
    samples = b"\1\2" * 501
    body = chunk(b"ds64", struct.pack("<QQQI", 0, len(samples), 501, 0))
    body += chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, RATE, RATE * 2, 2, 16))
    body += struct.pack("<4sI", b"data", 0xFFFFFFFF) + samples
    source = tmp_path / "in.wav"
    source.write_bytes(b"RF64\xff\xff\xff\xffWAVE" + body)
    path = write(marked(source, Event(0.005, label="x")), tmp_path / "out", "wav").paths[0]
    copy = riff.scan(path)
    assert copy.form == b"RF64" and copy.content(b"data") == [samples]
    assert struct.unpack_from("<Q", path.read_bytes(), 20)[0] == path.stat().st_size - 8


@pytest.mark.parametrize("end", [b"ds64fmt \x10", b"fmt \x10\0\0\0\1\0", b"ds64\xff\xff\xff\xff", b"data"])
def test_wav_files_that_end_too_early(tmp_path: Path, end: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF\0\0\0\0WAVE" + end)
    with pytest.raises(DocumentError, match="damaged WAV"):
        read(tmp_path / "a.wav")


@pytest.mark.parametrize("name", ["wav", "tags"])
def test_other_recordings_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "in.wav").write_bytes(b"no sound at all")
    with pytest.raises(ExportError, match="can't be put into a copy"):
        write(marked(tmp_path / "in.wav", Event(1.0)), tmp_path / "out", name)
    with pytest.raises(ExportError):
        write(marked(tmp_path / "gone.wav", Event(1.0)), tmp_path / "out", name)
    assert [p.name for p in tmp_path.iterdir()] == ["in.wav"]


# -- tags --------------------------------------------------------------------------------------------------


def _sound(path: Path) -> np.ndarray:
    import soundfile

    return soundfile.read(path)[0]


def _encode(path: Path) -> None:
    import soundfile

    soundfile.write(path, np.sin(np.arange(RATE * 2) * 0.05) * 0.5, RATE)


def _encode_mp4(path: Path) -> None:
    import av

    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=RATE)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, RATE), np.float32), format="fltp", layout="mono")
        frame.sample_rate = RATE
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg", ".wav", ".aiff", ".m4a"])
def test_tags_of_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"take{suffix}"
    encode: Callable[[Path], None] = _encode_mp4 if suffix == ".m4a" else _encode
    encode(source)
    before = source.read_bytes()
    report = write(song(str(source)), tmp_path / "out", "tags", {"comment": True})
    copy = report.paths[0]
    assert copy.name == f"out.tagged{suffix}" and source.read_bytes() == before
    if suffix != ".m4a":
        assert np.array_equal(_sound(copy), _sound(source))
    found = {t.kind: t.events for t in read(copy)}
    assert found[TEMPO].values.tolist() == [119.5]
    assert found[KEY].labels == ("A minor",)
    if suffix == ".m4a":
        assert any("2 chapters (MP4)" in s for s in report.lost)
    else:
        assert found["markers"].labels == ("Verse ♪", "drop")
        assert found["markers"].times.tolist() == [1.25, 4.5]
        assert report.max_timing_error_s <= 0.5e-3


def test_id3_frames_are_what_players_read(tmp_path: Path) -> None:
    from mutagen.id3 import ID3

    _encode(tmp_path / "a.mp3")
    first = write(song(str(tmp_path / "a.mp3")), tmp_path / "b", "tags", {"key": "open"}).paths[0]
    again = write(song(str(first)), tmp_path / "c.tagged.mp3", "tags", {"key": "wheel"}).paths[0]
    tags = ID3(again)
    assert (str(tags["TBPM"]), str(tags["TXXX:BPM_EXACT"]), str(tags["TKEY"])) == ("120", "119.5", "8A")
    assert str(ID3(first)["TKEY"]) == "1m"
    assert sorted((c.start_time, c.end_time) for c in tags.getall("CHAP")) == [(1250, 4250), (4500, 12000)]
    assert tags.getall("CTOC")[0].child_element_ids == ["chp0", "chp1"]


def test_nothing_to_tag(tmp_path: Path) -> None:
    _encode(tmp_path / "a.flac")
    with pytest.raises(ExportError, match="neither a tempo"):
        write(Analysis(AudioFacts(str(tmp_path / "a.flac")), {}), tmp_path / "b", "tags")
