"""CSV table: every layer in one file, for spreadsheets, scripts and Sonic Visualiser.

One row an event, under this header::

    layer,time_s,duration_s,value,confidence,label,bar,beat

* ``layer``: kind of layer, e.g. ``beats``. The frames of a curve are in ``pitch.curve`` (only when asked
  for).
* ``time_s``, ``duration_s``: seconds from the start of the recording, six decimals, ``.`` as decimal mark.
* ``value``: beats: place in the bar, 1 = downbeat; transients: strength 0..1; tempo: BPM; notes: fractional
  MIDI number; pitch.curve: f0 in Hz, empty where unvoiced. Empty where unknown.
* ``confidence``: 0..1, empty where unknown.
* ``label``: text. Because spreadsheets run text that begins with ``= + - @`` as a formula, such a label (and
  one that begins with a tab, a line break, ``#`` or ``'``) is written with a ``'`` before it; reading takes
  it away again.
* ``bar``, ``beat``: place in the score, where at least two beats are known. Bar 0 is the pickup (bars before it are
  negative); beats count from 1 and have three decimals between beats.

UTF-8, lines end with CR LF as in RFC 4180. The reader also takes a byte order mark, ``;`` or tab between
columns, decimal commas, ``#`` lines, the headers of Sonic Visualiser (TIME, VALUE, DURATION, ENDTIME, LABEL)
and bare columns of time and label.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import PITCH, TEMPO, Analysis, Source, Track
from w12studio.domain.bar_edits import grid_of
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.domain.timebase import TICKS_PER_BEAT, BarGrid
from w12studio.export.base import (
    Format,
    Option,
    Options,
    Rendered,
    clean_label,
    distinct_names,
    paired_error,
)
from w12studio.export.losses import INTERNAL_CURVES, Losses
from w12studio.export.text_file import read_text

HEADER = ("layer", "time_s", "duration_s", "value", "confidence", "label", "bar", "beat")
CURVE_SUFFIX = ".curve"
TIMING_BOUND_S = 1e-6

_GUARDED = ("=", "+", "-", "@", "#", "\t", "\r", "\n", "'")
_ALIASES = {
    "time": "time_s", "start": "time_s", "onset": "time_s", "begin": "time_s",
    "duration": "duration_s", "endtime": "end_s", "end": "end_s",
    "kind": "layer", "track": "layer", "name": "label", "text": "label",
}  # fmt: skip
_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


def guard(text: str) -> str:
    """The label in a form that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith(_GUARDED) else text


def unguard(text: str) -> str:
    """Undo `guard`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_GUARDED) else text


# -- writing -----------------------------------------------------------------------------------------------


def render(analysis: Analysis, options: Options) -> Rendered:
    """The table, or one table a layer."""
    losses = Losses.of(analysis, curves=False, confidences=False)
    grid = _grid(analysis)
    parts: list[tuple[str, list[list[str]]]] = []
    for kind, track in analysis.tracks.items():
        rows = _event_rows(kind, track.events, grid)
        if options["curves"] and track.curve is not None:
            if track.curve.values.ndim == 1:
                rows += _curve_rows(kind, track.curve)
            else:
                losses.curve(track)
        elif track.curve is not None and kind not in INTERNAL_CURVES:
            losses.left_out(len(track.curve), f"the curve of {kind}", "curves")
        parts.append((kind, rows))
    if options["one_file"]:
        parts = [("", [row for _, rows in parts for row in rows])]
    names = distinct_names(name for name, _ in parts)
    if options["decimal"] == "comma" and options["separator"] == "comma":
        raise ExportError("a decimal comma needs another separator", advice="Use semicolon or tab.")
    files = tuple((name, _table(rows, options)) for name, rows in zip(names, (rows for _, rows in parts), strict=True))
    return Rendered(files, sum(len(rows) for _, rows in parts), losses.sentences())


def _table(rows: list[list[str]], options: Options) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=_SEPARATORS[options["separator"]], lineterminator="\r\n")
    writer.writerow(HEADER)
    if options["decimal"] == "comma":
        numbers = range(HEADER.index("time_s"), HEADER.index("label"))
        for row in rows:
            writer.writerow(
                [x.replace(".", ",") if i in numbers else x for i, x in enumerate(row[:-1])]
                + [row[-1].replace(".", ",")]
            )
    else:
        writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if options["bom"] else "utf-8")


def _grid(analysis: Analysis) -> BarGrid | None:
    grid = grid_of(analysis)
    return grid if grid.times.size > 1 else None


def _number(value: float) -> str:
    return "" if math.isnan(value) else repr(value).removesuffix(".0")


def _seconds(values: NDArray[np.float64]) -> list[str]:
    return [f"{v:.6f}" for v in values.tolist()]


def _event_rows(kind: str, events: Events, grid: BarGrid | None) -> list[list[str]]:
    layer = guard(clean_label(kind))
    bars, beats = _places(events.times, grid)
    columns = zip(
        _seconds(events.times),
        _seconds(events.durations),
        map(_number, events.values.tolist()),
        map(_number, events.confidences.tolist()),
        (guard(clean_label(x)) for x in events.labels),
        bars,
        beats,
        strict=True,
    )
    return [[layer, *row] for row in columns]


def _curve_rows(kind: str, curve: Curve) -> list[list[str]]:
    layer = guard(clean_label(kind) + CURVE_SUFFIX)
    confidence = np.full(len(curve), np.nan) if curve.confidence is None else curve.confidence
    columns = zip(
        _seconds(curve.times()), map(_number, curve.values.tolist()), map(_number, confidence.tolist()), strict=True
    )
    return [[layer, time, "", value, certain, "", "", ""] for time, value, certain in columns]


def _places(times: NDArray[np.float64], grid: BarGrid | None) -> tuple[list[str], list[str]]:
    """Bar and beat of each time as text; same numbers as `BarGrid.musical_time`, for whole columns."""
    if grid is None:
        return [""] * times.size, [""] * times.size
    t = grid.times
    i = np.clip(np.searchsorted(t, times, side="right") - 1, 0, t.size - 2)
    ticks = np.rint((i + (times - t[i]) / (t[i + 1] - t[i])) * TICKS_PER_BEAT)
    bars, beats = [], []
    for time, tick in zip(times.tolist(), ticks.tolist(), strict=True):
        whole, rest = divmod(int(tick), TICKS_PER_BEAT)
        if 0 <= whole < t.size:
            bar, beat = int(grid.bars[whole]), int(grid.positions[whole])
        else:
            place = grid.musical_time(time)
            assert place is not None  # the grid has two beats or more
            bar, beat, rest = place.bar, place.beat, place.tick
        bars.append(str(bar))
        beats.append(f"{beat + rest / TICKS_PER_BEAT:.3f}" if rest else str(beat))
    return bars, beats


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the files with the csv module and compare every time with the analysis.

    Raises
    ------
    ExportError
        When rows are missing or a time is off by more than `TIMING_BOUND_S`.
    """
    found: dict[str, list[float]] = {}
    for path in paths:
        with path.open(newline="", encoding="utf-8-sig") as f:
            rows = csv.reader(f, delimiter=_SEPARATORS[options["separator"]])
            next(rows)
            for row in rows:
                found.setdefault(row[0], []).append(float(row[1].replace(",", ".")))
    worst = 0.0
    for kind, times in _expected(analysis, options["curves"]):
        worst = max(worst, paired_error(times, np.array(found.get(kind, [])), "row"))
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def _expected(analysis: Analysis, curves: bool) -> Iterator[tuple[str, NDArray[np.float64]]]:
    merged: dict[str, list[NDArray[np.float64]]] = {}
    for kind, track in analysis.tracks.items():
        merged.setdefault(guard(clean_label(kind)), []).append(track.events.times)
        if curves and track.curve is not None and track.curve.values.ndim == 1:
            merged.setdefault(guard(clean_label(kind) + CURVE_SUFFIX), []).append(track.curve.times())
    for name, times in merged.items():
        yield name, np.concatenate(times)


# -- reading -----------------------------------------------------------------------------------------------


def read(path: Path) -> tuple[Track, ...]:
    """The layers of a table.

    Raises
    ------
    DocumentError
        When it is not such a table; the sentence names the line.
    """
    text = read_text(path)
    lines = (line for line in re.split("[\r\n]+", text) if line.strip() and not line.startswith("#"))
    first = next(lines, "")
    separator = max(("\t", ";", ","), key=first.count) if any(c in first for c in "\t;,") else "\t"
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise DocumentError(f"it is not a table ({error})", path) from error
    rows = [r for r in rows if any(r) and not r[0].startswith("#")]
    return _tracks(path, rows, decimal_comma=separator != ",")


class _Columns(NamedTuple):
    """Where each column stands, None where it is not there."""

    layer: int | None
    time: int | None
    duration: int | None
    end: int | None
    value: int | None
    confidence: int | None
    label: int | None


_READ = ("layer", "time_s", "duration_s", "end_s", "value", "confidence", "label")


def _tracks(path: Path, rows: list[list[str]], decimal_comma: bool) -> tuple[Track, ...]:
    if not rows:
        return ()
    names = [_ALIASES.get(n, n) for n in (cell.strip().lower() for cell in rows[0])]
    if "time_s" in names:
        rows = rows[1:]
    elif _is_number(rows[0][0], decimal_comma):
        names = ["time_s", "label"]
    else:
        raise DocumentError(
            "its first line names no column of times", path, "One column has to be called time_s or TIME."
        )
    where = _Columns(*(names.index(n) if n in names else None for n in _READ))
    columns: dict[str, list[tuple[float, float, float, float, str]]] = {}
    for number, row in enumerate(rows, 2):
        try:
            layer, cells = _row(row, where, decimal_comma)
        except ValueError as error:
            raise DocumentError(f"row {number}: {error}", path) from None
        columns.setdefault(layer, []).append(cells)
    return _built(path, columns)


def _row(row: list[str], where: _Columns, comma: bool) -> tuple[str, tuple[float, float, float, float, str]]:
    def text(i: int | None) -> str:
        return row[i] if i is not None and i < len(row) else ""

    def value(i: int | None) -> float:
        cell = text(i).strip()
        try:
            return _parse(cell, comma) if cell else math.nan
        except ValueError:
            raise ValueError(f"{cell[:40]!r} is not a number ({_READ[where.index(i)]})") from None

    time, duration, end = value(where.time), value(where.duration), value(where.end)
    if math.isnan(duration):
        duration = 0.0 if math.isnan(end) else end - time
    if not (math.isfinite(time) and math.isfinite(duration) and duration >= 0):
        raise ValueError("the time or the duration is missing or negative")
    cells = (time, duration, value(where.value), value(where.confidence), unguard(text(where.label)))
    return unguard(text(where.layer)) or "markers", cells


def _parse(text: str, comma: bool) -> float:
    if "_" in text:
        raise ValueError(text)
    return float(text.replace(",", ".") if comma and "." not in text else text)


def _is_number(text: str, comma: bool) -> bool:
    try:
        _parse(text, comma)
    except ValueError:
        return False
    return True


def _built(path: Path, columns: dict[str, list[tuple[float, float, float, float, str]]]) -> tuple[Track, ...]:
    source = Source("import", params=(("file", path.name), ("format", "csv")))
    tracks: dict[str, Track] = {}
    for layer, rows in columns.items():
        times, durations, values, confidences, labels = zip(*rows, strict=True)
        kind = layer.removesuffix(CURVE_SUFFIX)
        old = tracks.get(kind, Track(kind, source=source))
        if layer.endswith(CURVE_SUFFIX) and kind:
            curve = _curve(path, kind, np.array(times), np.array(values), np.array(confidences))
            tracks[kind] = Track(kind, old.events, curve, source)
        else:
            events = Events.from_columns(times, durations, values, confidences, labels)
            tracks[kind] = Track(kind, events, old.curve, source)
    return tuple(tracks.values())


def _curve(
    path: Path,
    kind: str,
    times: NDArray[np.float64],
    values: NDArray[np.float64],
    confidences: NDArray[np.float64],
) -> Curve:
    span = float(times[-1] - times[0])
    rate = (times.size - 1) / span if times.size > 1 and span > 0 else 1.0
    if np.abs(times[0] + np.arange(times.size) / rate - times).max() > max(0.25 / rate, 1e-5):
        raise DocumentError(f"the frames of {kind}{CURVE_SUFFIX} are not evenly spaced", path)
    known = None if np.isnan(confidences).all() else confidences
    return Curve(values, rate, float(times[0]), {PITCH: "Hz", TEMPO: "BPM"}.get(kind, ""), known)


FORMAT = Format(
    name="csv",
    title="CSV table",
    suffix=".csv",
    description="One row an event with layer, time, duration, value, confidence, label, bar and beat; "
    "for spreadsheets, scripts and Sonic Visualiser.",
    render=render,
    verify=verify,
    read=read,
    whole=True,
    options=(
        Option("one_file", "All layers in one file; otherwise one file a layer.", True),
        Option("curves", "Write the frames of curves (pitch, tempo) as rows, too.", False),
        Option("separator", "Between columns; Excel wants what its country uses.", "comma", tuple(_SEPARATORS)),
        Option("decimal", "Between whole numbers and decimals.", "point", ("point", "comma")),
        Option("bom", "A byte order mark first: Excel shows accents rightly only then.", False),
    ),
)
