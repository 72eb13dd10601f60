"""What rekordbox and Traktor files have in common: the grid, its count, cue points and the track they belong to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, KEY, KINDS, NOTES, SECTIONS, TRANSIENTS, Analysis, Source, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.domain.keys import Key, parse_key
from w12studio.domain.timebase import BarGrid
from w12studio.export import anchors
from w12studio.export.base import Option, Options, counted, nearest_errors
from w12studio.export.losses import Losses
from w12studio.export.marks import MARKERS, Mark, marks_of, one_line

#: Beats a bar where no downbeat is known.
_USUAL = 4

OPTIONS = (
    Option("error_ms", "Largest distance of a beat from the grid; more needs fewer grid markers.", 2, (), 1, 50, "ms"),
    Option("shift_ms", "Move everything by so many milliseconds; MP3s may need -26 or 26.", 0, (), -200, 200, "ms"),
    Option("cues", "Layers of your own as cue points and loops.", True),
    Option("hot_cues", "The first eight of them as hot cues.", False),
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Beats with their count.

    Attributes
    ----------
    times : ndarray, shape (n,)
        s, with the shift.
    places, per_bar : ndarray of int, shape (n,)
        Place in the bar from 1, and beats of that bar.
    known : bool
        Whether any downbeat is known.
    """

    times: NDArray[np.float64]
    places: NDArray[np.int64]
    per_bar: NDArray[np.int64]
    known: bool

    def until(self, analysis: Analysis) -> float:
        """Length of the recording in s, or the last beat where that is later."""
        return max(analysis.duration, float(self.times[-1]) if self.times.size else 0.0)

    def breaks(self) -> list[bool]:
        """Beats at which the count does not go on as before."""
        follows = np.ones(self.times.size, dtype=bool)
        n = self.per_bar[1:]
        follows[1:] = (n == self.per_bar[:-1]) & (self.places[1:] == self.places[:-1] % n + 1)
        return (~follows).tolist()


def bound_of(options: Options) -> float:
    """Largest error in s that the grid may have; a little less than said, for rounding."""
    return options["error_ms"] / 1000 - 1e-4


def grid_of(analysis: Analysis, options: Options) -> Grid:
    """The beats from 0 s on, one a time, that lie further apart than the error allowed."""
    beats = analysis.events(BEATS)
    times, index = np.unique(beats.times, return_index=True)
    keep = times + options["shift_ms"] / 1000 >= 0
    grid = BarGrid(times[keep], beats.values[index[keep]])
    known = bool(grid.is_downbeat.any())
    count = np.arange(grid.times.size)
    if not known:
        return Grid(grid.times + options["shift_ms"] / 1000, count % _USUAL + 1, np.full(count.size, _USUAL), False)
    usual = grid.beats_per_bar() or max(int(grid.positions.max()), _USUAL)
    lengths = np.concatenate([[usual], grid.bar_lengths(), [0]]).astype(np.int64)
    bar = np.cumsum(grid.is_downbeat)
    lengths[-1] = max(usual, int(grid.positions[bar == bar[-1]].max()))
    return Grid(grid.times + options["shift_ms"] / 1000, grid.positions, np.maximum(lengths[bar], grid.positions), True)


def cues_of(analysis: Analysis, options: Options, losses: Losses) -> list[Mark]:
    """Sections and layers of the user's own as points and loops, with the shift; notes and transients are lost."""
    for kind in (TRANSIENTS, NOTES):
        losses.missing(len(analysis.events(kind)), kind)
    own = Analysis(analysis.audio, {k: t for k, t in analysis.tracks.items() if k not in KINDS or k == SECTIONS})
    if not options["cues"]:
        n = sum(len(t.events) for t in own.tracks.values())
        losses.left_out(n, counted(n, "event"), "cues")
        return []
    shift = options["shift_ms"] / 1000
    chosen = {"beats": "none", "transients": False, "notes": False, "facts": False}
    marks = [Mark(m.time + shift, m.end + shift, m.text, m.kind) for m in marks_of(own, chosen, losses)]
    return [m for m in marks if m.time >= 0]


def key_of(analysis: Analysis, losses: Losses) -> Key | None:
    """The first key that has a name."""
    keys = analysis.events(KEY)
    found = [k for k in map(parse_key, keys.labels) if k is not None]
    more = len(keys) - bool(found)
    losses.missing(more, f"{counted(more, 'key')}" + (" after the first" if found else ""))
    return found[0] if found else None


def grid_losses(analysis: Analysis, grid: Grid, losses: Losses) -> None:
    """Beats that did not come into the grid."""
    n = len(analysis.events(BEATS)) - grid.times.size
    losses.missing(n, f"{counted(n, 'beat')} before 0 s or at the time of another one")


def grid_notes(grid: Grid, found: Sequence[anchors.Anchor]) -> tuple[str, ...]:
    """How the grid was made, for people."""
    if not grid.times.size:
        return ("There are no beats, so there is no grid.",)
    extra = anchors.beats_of([(a.time, a.bpm) for a in found], float(grid.times[-1])).size - grid.times.size
    out = [f"The grid has {counted(len(found), 'marker')}."]
    if not grid.known:
        out.append("No downbeat is known: bars of four beats are counted from the first beat.")
    if extra > 0:
        out.append(f"Gaps between beats are filled with {counted(extra, 'beat')}.")
    return tuple(out)


def check_grid(grid: Grid, found: Sequence[tuple[float, float]], bound_s: float) -> float:
    """Largest distance in s of a beat from the grid that was read (anchors: time in s, BPM).

    Raises
    ------
    ExportError
        When one is off by more than ``bound_s``.
    """
    if not grid.times.size:
        return 0.0
    drawn = np.sort(anchors.beats_of(found, float(grid.times[-1]) + 1.0))
    worst = float(nearest_errors(grid.times, drawn).max())
    if worst > bound_s:
        raise ExportError(f"a beat in it is off by {worst * 1000:.2f} ms", advice="Please report this.")
    return worst


def read_layers(
    path: Path,
    format_name: str,
    grid: list[tuple[float, float, int, int]],
    until: float,
    marks: list[Mark],
    key: str,
) -> tuple[Track, ...]:
    """Layers from what a reader found.

    Parameters
    ----------
    path : Path
    format_name : str
    grid : list
        Anchors: time in s, BPM, place in the bar (0 = unknown), beats a bar.
    until : float
        Length of the recording in s; the last anchor's beats go on to there.
    marks : list of Mark
    key : str
        "" where there is none.

    Raises
    ------
    DocumentError
        For a grid that no recording has.
    """
    source = Source("import", params=(("file", path.name), ("format", format_name)))
    out = []
    if grid:
        grid = sorted(grid)
        try:
            times = anchors.stretches([(start, bpm) for start, bpm, _, _ in grid], until)
        except ValueError as error:
            raise DocumentError(f"its beat grid makes no sense ({error})", path) from error
        values = [
            (place - 1 + np.arange(beats.size)) % per_bar + 1.0 if place else np.full(beats.size, np.nan)
            for beats, (_, _, place, per_bar) in zip(times, grid, strict=True)
        ]
        beats = Events.from_columns(np.concatenate(times), values=np.concatenate(values))
        out.append(Track(BEATS, beats, source=source))
    if key:
        out.append(Track(KEY, Events.from_columns([0.0], [max(until, 0.0)], labels=[key]), source=source))
    if marks:
        events = Events.from_columns(
            [m.time for m in marks], [max(m.end - m.time, 0.0) for m in marks], labels=[m.text for m in marks]
        )
        out.append(Track(MARKERS, events, source=source))
    return tuple(out)


def number(text: str | None, path: Path, what: str) -> float:
    """A finite number of a file.

    Raises
    ------
    DocumentError
        When it is none; the sentence names what it should be.
    """
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and abs(value) <= 1e12):
        raise DocumentError(f"{one_line(str(text))[:40]!r} is not a number ({what})", path)
    return value
