"""Sonic Visualiser CSV: one file a layer, with the headers that its import dialog knows.

TIME is in seconds and always has decimals: whole numbers whose early values pass 1000 would be taken for audio
frames. Points without a number have TIME and LABEL (they become time instants); others TIME, VALUE and LABEL;
regions also DURATION. The f0 and tempo curves become files of TIME and VALUE, unvoiced frames left out. Source: the
program's own reader (svcore, ``CSVFormat.cpp``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, KINDS, TITLES, Analysis, Source, Track
from w12studio.domain.errors import ExportError
from w12studio.domain.events import Events
from w12studio.export import csv_table
from w12studio.export.base import Content, Format, Option, Options, Rendered, distinct_names, paired_error
from w12studio.export.losses import Losses
from w12studio.export.marks import bar_grid, one_line

TIMING_BOUND_S = 1e-6
CURVE = "curve"


def render(analysis: Analysis, options: Options) -> Rendered:
    """One file a layer, and one a curve."""
    losses = Losses.of(analysis, curves=False)
    parts: list[tuple[str, bytes, int]] = []
    for kind, track in analysis.tracks.items():
        if len(track.events):
            parts.append((kind, _events(kind, track.events), len(track.events)))
        if track.curve is not None and kind in KINDS and kind != BEATS:
            if track.curve.values.ndim != 1 or not options["curves"]:
                losses.curve(track)
                continue
            times, values = _voiced(track)
            rows = [[f"{t:.6f}", f"{v:.9g}"] for t, v in zip(times.tolist(), values.tolist(), strict=True)]
            parts.append((f"{kind} {CURVE}", _table(["TIME", "VALUE"], rows), len(rows)))
    names = distinct_names(name for name, _, _ in parts)
    files: tuple[tuple[str, Content], ...] = tuple(
        (name, content) for name, (_, content, _) in zip(names, parts, strict=True)
    )
    if not files:
        raise ExportError("there is nothing to write", advice="Choose a layer that has events.")
    return Rendered(files, sum(n for _, _, n in parts), losses.sentences())


def _voiced(track: Track) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    assert track.curve is not None
    values = track.curve.values.astype(np.float64)
    good = np.isfinite(values)
    return track.curve.times()[good], values[good]


def _events(kind: str, events: Events) -> bytes:
    regions, valued = bool((events.durations > 0).any()), bool(np.isfinite(events.values).any()) and kind != BEATS
    header = ["TIME", *(["DURATION"] if regions else []), *(["VALUE"] if valued or regions else []), "LABEL"]
    labels = list(map(one_line, events.labels))
    if kind == BEATS:
        grid, index = bar_grid(events)
        places = grid.positions[index].tolist()
        labels = [label or str(place) for label, place in zip(labels, places, strict=True)]
    rows = []
    for e, label in zip(events, labels, strict=True):
        row = [f"{e.time:.6f}"]
        if regions:
            row.append(f"{e.duration:.6f}")
        if valued or regions:
            row.append(f"{0.0 if e.value is None else e.value:.9g}")
        rows.append([*row, label])
    return _table(header, rows)


def _table(header: list[str], rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _expected(analysis: Analysis, options: Options) -> Iterator[NDArray[np.float64]]:
    for kind, track in analysis.tracks.items():
        if len(track.events):
            yield track.events.times
        curve = track.curve if options["curves"] and kind in KINDS and kind != BEATS else None
        if curve is not None and curve.values.ndim == 1:
            yield _voiced(track)[0]


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the files with the csv module and compare every time.

    Raises
    ------
    ExportError
        When rows are missing or a time is off by more than `TIMING_BOUND_S`.
    """
    worst = 0.0
    for path, times in zip(paths, _expected(analysis, options), strict=True):
        with path.open(newline="", encoding="utf-8") as f:
            found = np.array([float(row["TIME"]) for row in csv.DictReader(f)])
        worst = max(worst, paired_error(times, found, "row"))
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def read(path: Path) -> tuple[Track, ...]:
    """The layer, named after the last part of the file's name (``song.beats.sv.csv``) where that is one of ours.

    Raises
    ------
    DocumentError
        As for any table of values separated by commas.
    """
    tracks = csv_table.read(path)
    kind = next((p for p in reversed(path.name.lower().split(".")) if p in TITLES), "")
    source = Source("import", params=(("file", path.name), ("format", "sonic-csv")))
    if len(tracks) != 1 or not kind:
        return tuple(replace(t, source=source) for t in tracks)
    events = tracks[0].events
    if kind == BEATS:
        places = [float(x) if x.isascii() and x.isdigit() and len(x) < 4 else np.nan for x in events.labels]
        labels = ["" if np.isfinite(p) else x for p, x in zip(places, events.labels, strict=True)]
        events = Events.from_columns(events.times, events.durations, places, events.confidences, labels)
    return (Track(kind, events, source=source),)


FORMAT = Format(
    name="sonic-csv",
    title="Sonic Visualiser CSV",
    suffix=".sv.csv",
    description="One file a layer with the headers that Sonic Visualiser's File, Import Annotation Layer knows.",
    render=render,
    verify=verify,
    read=read,
    options=(Option("curves", "Write the pitch and tempo curves, too.", True),),
)
