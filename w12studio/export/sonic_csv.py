"""Sonic Visualiser CSV: one file a layer, with the headers that its import dialog knows.

TIME is in seconds and always has decimals: whole numbers whose early values pass 1000 would be taken for audio
frames. Points without a number have TIME and LABEL (they become time instants); others TIME, VALUE and LABEL;
regions also DURATION. Curves become files of TIME and VALUE, frames without a value left out. Source: the
program's own reader (svcore, ``CSVFormat.cpp``).
"""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, Analysis, Source, Track
from w12studio.domain.errors import ExportError
from w12studio.domain.events import Events
from w12studio.export import csv_table
from w12studio.export.base import Content, Format, Option, Options, Rendered, distinct_names, paired_error
from w12studio.export.framed import curve_of, kind_of_curve, points_of
from w12studio.export.losses import Losses
from w12studio.export.marks import grid_and_beats, one_line
from w12studio.export.named import kind_in_name, with_values

TIMING_BOUND_S = 1e-6


def render(analysis: Analysis, options: Options) -> Rendered:
    """One file a layer, and one a curve."""
    losses = Losses.of(analysis, curves=False)
    parts: list[tuple[str, bytes, int]] = []
    for kind, track in analysis.tracks.items():
        if len(track.events):
            parts.append((kind, _events(kind, track.events), len(track.events)))
        for name, times, values in points_of(kind, track, options["curves"], losses):
            rows = [[f"{t:.6f}", f"{v:.9g}"] for t, v in zip(times.tolist(), values.tolist(), strict=True)]
            parts.append((name, _table(["TIME", "VALUE"], rows), len(rows)))
    names = distinct_names(name for name, _, _ in parts)
    files: tuple[tuple[str, Content], ...] = tuple(
        (name, content) for name, (_, content, _) in zip(names, parts, strict=True)
    )
    if not files:
        raise ExportError("there is nothing to write", advice="Choose a layer that has events.")
    return Rendered(files, sum(n for _, _, n in parts), losses.sentences())


def _events(kind: str, events: Events) -> bytes:
    regions, valued = bool((events.durations > 0).any()), bool(np.isfinite(events.values).any()) and kind != BEATS
    header = ["TIME", *(["DURATION"] if regions else []), *(["VALUE"] if valued or regions else []), "LABEL"]
    labels = list(map(one_line, events.labels))
    if kind == BEATS:
        grid, index = grid_and_beats(events)
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
        for _, times, _ in points_of(kind, track, options["curves"], Losses()):
            yield times


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
    source = Source("import", params=(("file", path.name), ("format", "sonic-csv")))
    kind = kind_in_name(path)
    events = with_values(kind, _no_zeros(tracks[0].events)) if len(tracks) == 1 and kind else None
    if events is not None:
        return (Track(kind, events, source=source),)
    kind, column = next(filter(any, map(kind_of_curve, path.name.split("."))), ("", ""))
    if len(tracks) == 1 and kind and not np.isnan(tracks[0].events.values).any():
        with contextlib.suppress(ValueError):
            curve = curve_of(kind, column, tracks[0].events.times, tracks[0].events.values)
            return (Track(kind, curve=curve, source=source),)
    return tuple(replace(t, source=source) for t in tracks)


def _no_zeros(events: Events) -> Events:
    """Regions without values, which are written with 0."""
    if not events.durations.any() or (events.values != 0).any():
        return events
    return Events.from_columns(events.times, events.durations, None, events.confidences, events.labels)


FORMAT = Format(
    name="sonic-csv",
    title="Sonic Visualiser CSV",
    suffix=".sv.csv",
    description="One file a layer with the headers that Sonic Visualiser's File, Import Annotation Layer knows.",
    render=render,
    verify=verify,
    read=read,
    options=(Option("curves", "Write the curves of pitch, tempo and loudness, too.", True),),
)
