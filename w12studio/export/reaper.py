"""REAPER marker and region list: ``#,Name,Start,End,Length``, as its Region/Marker Manager reads and writes it.

Markers are M1, M2 ..., regions R1, R2 ...; times are h:m:s with six decimals; UTF-8 without byte order mark, quotes
doubled. Names are written as they are, since the list is meant for REAPER and not for spreadsheets. Sources:
Partiels' exporter, the SWS extension's notes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.export.base import Format, Options, Rendered
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, tracks_of_marks
from w12studio.export.text_file import clock, read_text, seconds

HEADER = ("#", "Name", "Start", "End", "Length")
TIMING_BOUND_S = 1e-6


def render(analysis: Analysis, options: Options) -> Rendered:
    """The list."""
    losses = Losses.of(analysis)
    marks = marks_of(analysis, options, losses)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    counts = {"M": 0, "R": 0}
    for m in marks:
        letter = "R" if m.end > m.time else "M"
        counts[letter] += 1
        ends = [clock(m.end), clock(m.end - m.time)] if letter == "R" else ["", ""]
        writer.writerow([f"{letter}{counts[letter]}", m.text, clock(m.time), *ends])
    return Rendered((("", out.getvalue().encode("utf-8")),), len(marks), losses.sentences())


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file with the csv module and compare starts and ends.

    Raises
    ------
    ExportError
        When lines are missing or a time is off by more than `TIMING_BOUND_S`.
    """
    with paths[0].open(newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    starts = [seconds(r["Start"]) for r in rows]
    ends = [seconds(r["End"] or r["Start"]) for r in rows]
    return check_marks(marks_of(analysis, options, Losses()), starts, ends, TIMING_BOUND_S)


def read(path: Path) -> tuple[Track, ...]:
    """The markers and regions; beats where their names count bars and beats.

    Raises
    ------
    DocumentError
        When it is another kind of table, or counts time in bars.
    """
    try:
        rows = list(csv.reader(io.StringIO(read_text(path), newline="")))
    except csv.Error as error:
        raise DocumentError(f"it is not a table ({error})", path) from error
    names = [cell.strip().lower() for cell in rows[0]] if rows else []
    if names[:3] != ["#", "name", "start"]:
        raise DocumentError("it is not a list of REAPER's markers", path, "Its first line has to be #,Name,Start ...")
    end = names.index("end") if "end" in names else None
    marks = []
    for number, row in enumerate(rows[1:], 2):
        if not any(row):
            continue
        cells = row + [""] * (len(names) - len(row))
        try:
            start = seconds(cells[2])
            stop = seconds(cells[end]) if end is not None and cells[end].strip() else start
        except ValueError as error:
            advice = "Set REAPER's ruler to minutes or seconds and export again."
            raise DocumentError(f"row {number}: {error}", path, advice) from None
        marks.append(Mark(start, stop, cells[1]))
    return tracks_of_marks(marks, path, "reaper")


FORMAT = Format(
    name="reaper",
    title="REAPER markers and regions",
    suffix=".reaper.csv",
    description="Markers and regions for REAPER's Region/Marker Manager.",
    render=render,
    verify=verify,
    read=read,
    options=mark_options(chords=True),
)
