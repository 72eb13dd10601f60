"""Audacity label track: ``start TAB end TAB label`` a line, seconds with six decimals, UTF-8.

A point has equal times. Tabs and line breaks in labels become spaces. A second line ``\\ TAB low TAB high``
(the frequencies of a selection) is skipped when reading. Source: Audacity manual, "Importing and Exporting
Labels".
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import TITLES, Analysis, Source, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.export.base import (
    Format,
    Option,
    Options,
    Rendered,
    clean_label,
    counted,
    distinct_names,
    paired_error,
)
from w12studio.export.losses import Losses
from w12studio.export.marks import MARKERS
from w12studio.export.named import as_named
from w12studio.export.text_file import lines_of, read_text

TIMING_BOUND_S = 1e-6


def render(analysis: Analysis, options: Options) -> Rendered:
    """One label track, or one a layer."""
    losses = Losses.of(analysis)
    several = options["one_file"] and len(analysis.tracks) > 1
    parts: list[tuple[str, list[tuple[float, str]]]] = []
    for kind, track in analysis.tracks.items():
        if not len(track.events) and len(analysis.tracks) > 1:
            continue
        parts.append((kind, [(e.time, _line(kind, e, several)) for e in track.events]))
        spaced = sum(bool(re.search(r"[\t\r\n]", x)) for x in track.events.labels)
        losses.changed(spaced, f"tabs and line breaks in {counted(spaced, 'label')} of {kind} became spaces")
    if options["one_file"] or len(parts) <= 1:
        parts = [("", sorted((row for _, rows in parts for row in rows), key=lambda row: row[0]))]
    names = distinct_names(name for name, _ in parts)
    files = tuple(
        (name, "".join(line for _, line in rows).encode()) for name, (_, rows) in zip(names, parts, strict=True)
    )
    return Rendered(files, sum(len(rows) for _, rows in parts), losses.sentences())


def _line(kind: str, event: Event, with_kind: bool) -> str:
    text = event.label
    if not text and event.value is not None:
        text = f"{event.value:g}"
    if with_kind:
        text = f"{TITLES.get(kind, kind)}: {text}" if text else TITLES.get(kind, kind)
    text = " ".join(clean_label(text).split())
    return f"{event.time:.6f}\t{event.end:.6f}\t{text}\n"


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the files back and compare starts and ends.

    Raises
    ------
    ExportError
        When lines are missing or a time is off by more than `TIMING_BOUND_S`.
    """
    starts, ends = [], []
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            start, end, _ = line.split("\t")
            starts.append(float(start))
            ends.append(float(end))
    events = [t.events for t in analysis.tracks.values()]
    want_starts = np.concatenate([e.times for e in events]) if events else np.zeros(0)
    want_ends = np.concatenate([e.times + e.durations for e in events]) if events else np.zeros(0)
    worst = max(paired_error(want_starts, np.array(starts), "label"), paired_error(want_ends, np.array(ends), "label"))
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def read(path: Path) -> tuple[Track, ...]:
    """The labels as one layer: "markers", or what the file's name tells (``song.notes.txt``).

    Raises
    ------
    DocumentError
        When a line holds no two times.
    """
    events = []
    for number, line in enumerate(lines_of(read_text(path)), 1):
        if not line.strip() or line.startswith("\\"):
            continue
        cells = line.split("\t", 2)
        try:
            start, end = float(cells[0].replace(",", ".")), float(cells[1].replace(",", "."))
        except (ValueError, IndexError):
            raise DocumentError(f"line {number} has no start and end in seconds", path) from None
        if not (math.isfinite(start) and math.isfinite(end) and math.isfinite(end - start) and end >= start):
            raise DocumentError(f"line {number}: the end is before the start", path)
        events.append(Event(start, end - start, label=cells[2] if len(cells) > 2 else ""))
    if not events:
        return ()
    source = Source("import", params=(("file", path.name), ("format", "audacity")))
    return as_named((Track(MARKERS, Events(events), source=source),), path)


FORMAT = Format(
    name="audacity",
    title="Audacity label track",
    suffix=".txt",
    description="One line a label with start and end; for Audacity (File, Import, Labels) and scripts.",
    render=render,
    verify=verify,
    read=read,
    options=(Option("one_file", "All layers in one label track; otherwise one file a layer.", False),),
)
