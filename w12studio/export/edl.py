"""EDL of markers (CMX 3600 with the comment that DaVinci Resolve writes and reads).

Each mark is an event of one frame and a line ``|C:colour |M:name |D:frames``. Times are timecodes that begin at
01:00:00:00, as Resolve's timelines do, and are rounded to frames of the video.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from w12studio.domain.analysis import BEATS, Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.export.base import Format, Option, Options, Rendered
from w12studio.export.frames import RATE_OPTION, RATES, frame_of, frame_of_timecode, half_frame, timecode
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, one_line, tracks_of_marks
from w12studio.export.text_file import lines_of, read_text

_CODE = r"(\d{2,4}[:;]\d\d[:;]\d\d[:;]\d\d)"
_EVENT = re.compile(rf"\s*\d+\s+\S+\s+\S+\s+\S+(?:\s+\d+)?\s+{_CODE}\s+{_CODE}\s+{_CODE}\s+{_CODE}\s*")
_NAME = re.compile(r"\|M:([^|\r\n]*)")
_LENGTH = re.compile(r"\|D:\s*(\d{1,9})")
#: CMX 3600 counts events with three digits.
_THREE_DIGITS = 999


def render(analysis: Analysis, options: Options) -> Rendered:
    """The list."""
    losses = Losses.of(analysis)
    marks = marks_of(analysis, options, losses)
    rate = RATES[options["rate"]]
    first = options["start_hour"] * 3600 * round(rate)
    title = one_line(Path(analysis.audio.path).stem)
    out = [f"TITLE: {title}", "FCM: NON-DROP FRAME", ""]
    for n, m in enumerate(marks, 1):
        frame = frame_of(m.time, rate)
        length = max(frame_of(m.end, rate) - frame, 1)
        start, end = timecode(first + frame, rate), timecode(first + frame + 1, rate)
        colour = "Red" if m.kind == BEATS else "Blue"
        out.append(f"{n:03d}  001      V     C        {start} {end} {start} {end}")
        out += [f" |C:ResolveColor{colour} |M:{_safe(m.text)} |D:{length}", ""]
    notes = (f"More than {_THREE_DIGITS} events: older programs may not read them all.",)
    content = "\r\n".join(out).encode("utf-8")
    return Rendered((("", content),), len(marks), losses.sentences(), notes if len(marks) > _THREE_DIGITS else ())


def _safe(text: str) -> str:
    return one_line(text.replace("|", "/"))


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the list back and compare the starts.

    Raises
    ------
    ExportError
        When one is missing or off by more than half a frame.
    """
    found = [m.time for m in _parse(paths[0], options["rate"], options["start_hour"])]
    marks = [Mark(m.time, m.time, m.text) for m in marks_of(analysis, options, Losses())]
    return check_marks(marks, found, found, half_frame(RATES[options["rate"]]))


def _parse(path: Path, rate_name: str, start_hour: int | None) -> list[Mark]:
    rate = RATES[rate_name]
    rows: list[tuple[int, str, int]] = []
    for line in lines_of(read_text(path)):
        event = _EVENT.fullmatch(line)
        if event is not None:
            rows.append((_frame(path, event[3], rate), "", 1))
        elif rows and (named := _NAME.search(line)) is not None:
            frames = _LENGTH.search(line)
            rows[-1] = (rows[-1][0], named[1].strip(), int(frames[1]) if frames else 1)
    hour = 3600 * round(rate)
    if start_hour is None:  # a timeline begins at the full hour before its first event, or at 0
        start_hour = 1 if rows and min(r[0] for r in rows) >= hour else 0
    first = start_hour * hour
    out = []
    for frame, name, length in rows:
        start = float((frame - first) / rate)
        out.append(Mark(start, start if length <= 1 else start + float(length / rate), name))
    return out


def _frame(path: Path, text: str, rate: Fraction) -> int:
    try:
        return frame_of_timecode(text, rate)
    except ValueError as error:
        raise DocumentError(str(error), path) from error


def read(path: Path) -> tuple[Track, ...]:
    """The events as markers and regions.

    An EDL does not say how many frames a second it counts: the smallest of 25, 30, 50 and 60 that its timecodes fit
    in is taken, and the layers' message says so.

    Raises
    ------
    DocumentError
        When it holds no events.
    """
    text = read_text(path)
    most = max((int(f) for f in re.findall(r"\d[:;]\d\d[:;]\d\d[:;](\d\d)(?!\d)", text)), default=0)
    rate = next((name for name in ("25", "30", "50") if most < int(name)), "60")
    marks = _parse(path, rate, None)
    if not marks and "TITLE:" not in text:
        raise DocumentError("it holds no events", path, "Is it an EDL?")
    said = f"The list names no frame rate; {rate} frames a second were assumed."
    return tuple(replace(t, message=said) for t in tracks_of_marks(marks, path, "edl"))


FORMAT = Format(
    name="edl",
    title="EDL markers",
    suffix=".edl",
    description="Markers on a video timeline; for DaVinci Resolve.",
    render=render,
    verify=verify,
    read=read,
    options=(
        *mark_options(),
        RATE_OPTION,
        Option("start_hour", "Hour at which the timeline begins.", 1, (), 0, 23),
    ),
)
