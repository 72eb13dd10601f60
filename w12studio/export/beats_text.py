"""Beat lists of research: ``.beats`` (time TAB place in the bar, 1 = downbeat) and MIREX (one time a line).

Both are read by mir_eval and by the evaluation scripts of MIREX. Seconds with six decimals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis, Source, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.export.base import Format, Option, Options, Rendered, paired_error
from w12studio.export.losses import Losses
from w12studio.export.marks import grid_and_beats
from w12studio.export.text_file import lines_of, read_text

TIMING_BOUND_S = 1e-6


def _beats(analysis: Analysis) -> Events:
    beats = analysis.events(BEATS)
    if not len(beats):
        raise ExportError("there are no beats to write", advice="Choose the layer beats, or another format.")
    return beats


def _losses(analysis: Analysis, held: str) -> Losses:
    losses = Losses.of(analysis)
    for kind, track in analysis.tracks.items():
        if kind != held:
            losses.missing(len(track.events), f"the layer {kind}" if kind.isprintable() else "a layer")
    losses.missing(sum(map(bool, analysis.events(held).labels)), f"the labels of {held}")
    return losses


def render(analysis: Analysis, options: Options) -> Rendered:
    """Beats with their place in the bar; without any downbeat, times only."""
    beats = _beats(analysis)
    grid, index = grid_and_beats(beats)
    notes: tuple[str, ...] = ()
    if grid.is_downbeat.any():
        rows = [f"{t:.6f}\t{p}" for t, p in zip(beats.times.tolist(), grid.positions[index].tolist(), strict=True)]
    else:
        rows = [f"{t:.6f}" for t in beats.times.tolist()]
        notes = ("No downbeat is known, so no place in the bar was written.",)
    content = "\n".join([*rows, ""]).encode()
    return Rendered((("", content),), len(beats), _losses(analysis, BEATS).sentences(), notes)


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Compare the first column with the beats.

    Raises
    ------
    ExportError
        When lines are missing or a time is off by more than `TIMING_BOUND_S`.
    """
    return _compare(paths[0], _beats(analysis))


def _compare(path: Path, events: Events) -> float:
    found = np.loadtxt(path, ndmin=2)[:, 0]
    worst = paired_error(events.times, found, "line")
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def _mirex_layer(analysis: Analysis, options: Options) -> tuple[str, Events]:
    if options["layer"] == TRANSIENTS:
        if not len(analysis.events(TRANSIENTS)):
            raise ExportError("there are no transients to write", advice="Choose the layer transients.")
        return TRANSIENTS, analysis.events(TRANSIENTS)
    beats = _beats(analysis)
    if options["layer"] == BEATS:
        return BEATS, beats
    downbeats = np.flatnonzero(beats.values == 1)
    if not downbeats.size:
        raise ExportError("no downbeat is known", advice="Write beats instead.")
    return BEATS, Events.from_columns(beats.times[downbeats])


def render_mirex(analysis: Analysis, options: Options) -> Rendered:
    """One time a line."""
    kind, events = _mirex_layer(analysis, options)
    losses = _losses(analysis, kind)
    losses.missing(kind == BEATS, "places in the bar")
    content = "".join(f"{t:.6f}\n" for t in events.times.tolist()).encode()
    return Rendered((("", content),), len(events), losses.sentences())


def verify_mirex(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Compare every line with the layer.

    Raises
    ------
    ExportError
        As `verify`.
    """
    return _compare(paths[0], _mirex_layer(analysis, options)[1])


def read(path: Path) -> tuple[Track, ...]:
    """Beats of either kind of list; columns after the second are ignored, as are lines that begin with ``#``.

    A second column in which every number is a whole one from 1 to 99 is the place in the bar; decimals such as
    ``12.3`` (bar and beat) give the place after the point.

    Raises
    ------
    DocumentError
        When a line does not begin with a time.
    """
    times, places = [], []
    for n, line in enumerate(lines_of(read_text(path)), 1):
        cells = line.replace(";", " ").split()
        if not cells or cells[0].startswith("#"):
            continue
        try:
            times.append(_number(cells[0]))
        except ValueError:
            raise DocumentError(f"line {n} does not begin with a time in seconds", path) from None
        places.append(_place(cells[1]) if len(cells) > 1 else math.nan)
    if not times:
        return ()
    source = Source("import", params=(("file", path.name), ("format", "beats")))
    return (Track(BEATS, Events.from_columns(times, values=places), source=source),)


def _number(text: str) -> float:
    value = float(text.replace(",", "."))
    if "_" in text or not math.isfinite(value):
        raise ValueError(text)
    return value


def _place(text: str) -> float:
    try:
        value = _number(text)
    except ValueError:
        return math.nan
    whole, point, part = text.replace(",", ".").partition(".")
    if point and part.strip("0") and part.isdigit() and whole.isdigit():
        return float(int(part)) if int(part) < 100 else math.nan
    return value if value == round(value) and 1 <= value < 100 else math.nan


BEATS_FORMAT = Format(
    name="beats",
    title="Beat list (.beats)",
    suffix=".beats",
    description="One beat a line: time and place in the bar; for madmom, mir_eval and research scripts.",
    render=render,
    verify=verify,
    read=read,
)
MIREX_FORMAT = Format(
    name="mirex",
    title="MIREX times",
    suffix=".mirex.txt",
    description="One time a line; for the evaluation scripts of MIREX and mir_eval.",
    render=render_mirex,
    verify=verify_mirex,
    read=read,
    options=(Option("layer", "Which times are written.", BEATS, (BEATS, "downbeats", TRANSIENTS)),),
)
