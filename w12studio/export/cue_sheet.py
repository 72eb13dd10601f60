"""CUE sheet: tracks 01 to 99 that begin at INDEX 01, in minutes, seconds and 75 frames a second.

A frame is 13.3 ms, so a start is off by up to 6.7 ms. What lies before the first track is its pregap (INDEX 00).
Two starts in one frame can't both be tracks. Minutes may go beyond 99 in long recordings, which players take.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.export.base import Format, Options, Rendered, counted
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, one_line, tracks_of_marks
from w12studio.export.text_file import lines_of, read_text

FRAMES_A_SECOND = 75
MOST_TRACKS = 99
TIMING_BOUND_S = 0.5 / FRAMES_A_SECOND + 1e-6
_TYPES = {".mp3": "MP3", ".aif": "AIFF", ".aiff": "AIFF"}


def _stamp(frames: int) -> str:
    whole, frame = divmod(frames, FRAMES_A_SECOND)
    return f"{whole // 60:02d}:{whole % 60:02d}:{frame:02d}"


def _starts(analysis: Analysis, options: Options, losses: Losses) -> list[Mark]:
    """What becomes a track: one mark a frame, at most 99; the recording itself where there is none."""
    every = marks_of(analysis, options, losses)
    marks: list[Mark] = []
    for m in every:
        if not marks or round(m.time * FRAMES_A_SECOND) > round(marks[-1].time * FRAMES_A_SECOND):
            marks.append(m)
    losses.missing(len(every) - len(marks), f"{counted(len(every) - len(marks), 'start')} in the frame of another")
    over = len(marks) - MOST_TRACKS
    losses.missing(max(over, 0), f"{counted(over, 'start')} after the 99th track")
    spans = sum(m.end > m.time for m in marks)
    losses.missing(spans, "the ends of regions")
    return marks[:MOST_TRACKS] or [Mark(0.0, 0.0, one_line(Path(analysis.audio.path).stem))]


def render(analysis: Analysis, options: Options) -> Rendered:
    """The sheet."""
    losses = Losses.of(analysis)
    marks = _starts(analysis, options, losses)
    audio = Path(analysis.audio.path)
    out = [
        f'TITLE "{_quoted(audio.stem)}"',
        f'FILE "{_quoted(audio.name)}" {_TYPES.get(audio.suffix.lower(), "WAVE")}',
    ]
    for n, m in enumerate(marks, 1):
        frames = round(m.time * FRAMES_A_SECOND)
        out += [f"  TRACK {n:02d} AUDIO", f'    TITLE "{_quoted(m.text) or n}"']
        if n == 1 and frames:
            out.append("    INDEX 00 00:00:00")
        out.append(f"    INDEX 01 {_stamp(frames)}")
    return Rendered((("", "\r\n".join([*out, ""]).encode("utf-8")),), len(marks), losses.sentences())


def _quoted(text: str) -> str:
    return one_line(text).replace('"', "'")


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the sheet back and compare the starts.

    Raises
    ------
    ExportError
        When a track is missing or off by more than half a frame.
    """
    found = [m.time for m in _parse(paths[0])]
    marks = [Mark(m.time, m.time, m.text) for m in _starts(analysis, options, Losses())]
    return check_marks(marks, found, found, TIMING_BOUND_S)


def _parse(path: Path) -> list[Mark]:
    out: list[Mark] = []
    title, in_track = "", False
    for n, line in enumerate(lines_of(read_text(path)), 1):
        text = line.strip()
        word = text.split(" ", 1)[0].upper()
        if word == "TRACK":
            title, in_track = "", True
        elif word == "TITLE" and in_track:
            title = text[5:].strip().strip('"')
        elif re.match(r"INDEX\s+0*1\s", text, re.IGNORECASE):
            found = re.fullmatch(r"INDEX\s+0*1\s+(\d{1,7}):([0-5]\d):(\d\d)", text, re.IGNORECASE)
            if found is None or int(found[3]) >= FRAMES_A_SECOND:
                raise DocumentError(f"line {n} has no time of the form 01:23:74", path)
            time = int(found[1]) * 60 + int(found[2]) + int(found[3]) / FRAMES_A_SECOND
            out.append(Mark(time, time, title))
    if not out:
        raise DocumentError("it holds no tracks", path, "Is it a CUE sheet?")
    return out


def read(path: Path) -> tuple[Track, ...]:
    """The starts of the tracks as markers.

    Raises
    ------
    DocumentError
        When it holds no tracks or a damaged time.
    """
    return tracks_of_marks(_parse(path), path, "cue")


FORMAT = Format(
    name="cue",
    title="CUE sheet",
    suffix=".cue",
    description="Up to 99 tracks that begin at your markers; for players and burning programs.",
    render=render,
    verify=verify,
    read=read,
    options=mark_options(beats="none", facts=False),
)
