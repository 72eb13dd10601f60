"""LAB: ``start TAB end TAB label`` a line, seconds with six decimals; one file a layer.

The form of chord and segment annotations in research; `mir_eval.io.load_labeled_intervals` reads it. A label is
never empty: where an event has none, its value or the name of its layer stands there. Chords are in Harte's syntax
("C:maj", "A:min", "N"; "X" for what names none), and labels in that syntax are read as chords.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import CHORDS, Analysis, Source, Track
from w12studio.domain.chords import harte, parse_chord
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.export.base import Content, Format, Options, Rendered, counted, distinct_names, paired_error
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, one_line, text_of, tracks_of_marks
from w12studio.export.named import as_named
from w12studio.export.text_file import lines_of, read_text, seconds

TIMING_BOUND_S = 1e-6


def render(analysis: Analysis, options: Options) -> Rendered:
    """One file a layer; the name has no addition where there is only one."""
    losses = Losses.of(analysis)
    parts = [(kind, t.events) for kind, t in analysis.tracks.items() if len(t.events)]
    if not parts:
        raise ExportError("there is nothing to write", advice="Choose a layer that has events.")
    names = distinct_names(kind if len(parts) > 1 else "" for kind, _ in parts)
    files: list[tuple[str, Content]] = []
    for name, (kind, events) in zip(names, parts, strict=True):
        texts = map(harte, events.labels) if kind == CHORDS else (one_line(text_of(kind, e)) or "N" for e in events)
        rows = [f"{e.time:.6f}\t{e.end:.6f}\t{text}\n" for e, text in zip(events, texts, strict=True)]
        unknown = sum(parse_chord(x) is None for x in events.labels) if kind == CHORDS else 0
        losses.changed(unknown, f"{counted(unknown, 'chord')} without a name became X (unknown)")
        files.append((name, "".join(rows).encode()))
        changed = sum(one_line(x) != x for x in events.labels if x)
        losses.changed(changed, f"line breaks and runs of spaces in {counted(changed, 'label')} of {one_line(kind)}")
        both = sum(bool(x) for x in np.array(events.labels, dtype=object)[~np.isnan(events.values)])
        losses.missing(both, f"the values of {counted(both, 'labelled event')} of {one_line(kind)}")
    return Rendered(tuple(files), sum(len(e) for _, e in parts), losses.sentences())


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the files back and compare starts and ends.

    Raises
    ------
    ExportError
        When lines are missing or a time is off by more than `TIMING_BOUND_S`.
    """
    worst = 0.0
    for path, track in zip(paths, (t for t in analysis.tracks.values() if len(t.events)), strict=True):
        rows = [line.split("\t") for line in path.read_bytes().decode().split("\n")[:-1]]
        worst = max(worst, paired_error(track.events.times, np.array([float(r[0]) for r in rows]), "line"))
        ends = track.events.times + track.events.durations
        worst = max(worst, paired_error(ends, np.array([float(r[1]) for r in rows]), "line"))
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def read(path: Path) -> tuple[Track, ...]:
    """The lines as markers and regions.

    Raises
    ------
    DocumentError
        When a line holds no two times.
    """
    marks = []
    for n, line in enumerate(lines_of(read_text(path)), 1):
        cells = line.split(None, 2)
        if not cells or cells[0].startswith("#"):
            continue
        try:
            start, end = seconds(cells[0]), seconds(cells[1])
        except (ValueError, IndexError):
            raise DocumentError(f"line {n} has no start and end in seconds", path) from None
        marks.append(Mark(start, end, cells[2] if len(cells) > 2 else ""))
    chords = _chords(marks, path)
    return (chords,) if chords is not None else as_named(tracks_of_marks(marks, path, "lab"), path)


def _chords(marks: Sequence[Mark], path: Path) -> Track | None:
    """The chords, where all labels name some and at least one is in Harte's syntax (A, B and C may be sections)."""
    named = [parse_chord(m.text) for m in marks]
    known = all(c is not None or m.text.strip() == "X" for c, m in zip(named, marks, strict=True))
    if not known or not any(":" in m.text for m in marks) or any(not m.time <= m.end < math.inf for m in marks):
        return None
    labels = ["X" if c is None else c.short() for c in named]
    events = Events.from_columns([m.time for m in marks], [m.end - m.time for m in marks], labels=labels)
    return Track(CHORDS, events, source=Source("import", params=(("file", path.name), ("format", "lab"))))


FORMAT = Format(
    name="lab",
    title="LAB intervals",
    suffix=".lab",
    description="One file a layer with start, end and label; for mir_eval, WaveSurfer and research scripts.",
    render=render,
    verify=verify,
    read=read,
)
