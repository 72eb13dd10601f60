"""Markers and regions: what beats, keys, tempi and layers of the user's own become in programs that know marks.

A beat's name is ``bar.beat`` ("12.1"), so that a downbeat shows the number of its bar, and so that reading a
file of such marks gives beats again.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    KEY,
    LOCAL_KEYS,
    METER,
    NOTES,
    PITCH,
    TEMPO,
    TITLES,
    TRANSIENTS,
    Analysis,
    Source,
    Track,
)
from w12studio.domain.bar_edits import bar_grid
from w12studio.domain.chords import NO_CHORD
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.domain.timebase import BarGrid
from w12studio.export.base import Option, Options, clean_label, counted, paired_error
from w12studio.export.losses import Losses

MARKERS = "markers"
_FACTS = (KEY, LOCAL_KEYS, TEMPO, METER)
_PLACE = re.compile(r"(-?\d{1,6})\.(\d{1,3})")
#: Characters that neither XML 1.0 nor a line of text holds.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ufeff]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker (``end == time``) or a region, in s, with one line of text and the layer it comes from."""

    time: float
    end: float
    text: str
    kind: str = MARKERS


def mark_options(beats: str = "downbeats", facts: bool = True, chords: bool = False) -> tuple[Option, ...]:
    """The options that say what becomes a mark; layers of the user's own always do."""
    return (
        Option("beats", "Which beats become markers.", beats, ("all", "downbeats", "none")),
        Option("transients", "Transients become markers, too.", False),
        Option("notes", "Notes become regions, too.", False),
        Option("chords", "Chords become regions, too.", chords),
        Option("facts", "Keys, tempo and meter become regions, too.", facts),
    )


def one_line(text: str) -> str:
    """A label as one line without control characters."""
    return " ".join(_CONTROL.sub(" ", clean_label(text)).split())


def grid_and_beats(events: Events, first_bar: int = 1) -> tuple[BarGrid, NDArray[np.int64]]:
    """Bars of the beats, one beat a time, and for each event the beat it is."""
    grid = bar_grid(events, first_bar)
    return grid, np.searchsorted(grid.times, events.times)


def marks_of(analysis: Analysis, options: Options, losses: Losses, *, from_zero: bool = True) -> list[Mark]:
    """Everything that the options let through, ascending; what is left out is noted in ``losses``.

    Parameters
    ----------
    analysis : Analysis
    options : mapping
        With the names of `mark_options`.
    losses : Losses
    from_zero : bool
        Leave out what is before 0 s.
    """
    out: list[Mark] = []
    spare = spare_key(analysis)
    for kind, track in analysis.tracks.items():
        events = track.events
        if kind == spare:
            continue
        if from_zero and len(events) and events.times[0] < 0:
            early = int((events.times < 0).sum())
            losses.missing(early, f"{counted(early, 'event')} of {one_line(kind)} before 0 s")
            events = events[events.span(0.0, math.inf)]
        if kind == BEATS:
            out += _beats(events, track.first_bar, options["beats"], losses)
        else:
            out += _layer(kind, events, options, losses)
    changed = sum(one_line(m.text) != m.text for m in out)
    losses.changed(changed, f"line breaks, control characters and runs of spaces in {counted(changed, 'label')}")
    return sorted((Mark(m.time, m.end, one_line(m.text), m.kind) for m in out), key=lambda m: (m.time, m.end))


def _layer(kind: str, events: Events, options: Options, losses: Losses) -> list[Mark]:
    n = len(events)
    if kind in (TRANSIENTS, NOTES, CHORDS) and not options[kind]:
        losses.left_out(n, kind, kind)
        return []
    if kind in _FACTS and not options["facts"]:
        losses.left_out(n, kind, "facts")
        return []
    if kind not in (*_FACTS, PITCH):
        both = sum(bool(x) for x in np.array(events.labels, dtype=object)[~np.isnan(events.values)])
        losses.missing(both, f"the values of {counted(both, 'labelled event')} of {one_line(kind)}")
    silent = NO_CHORD if kind == CHORDS else None
    return [Mark(e.time, e.end, text_of(kind, e), kind) for e in events if silent is None or e.label != silent]


def spare_key(analysis: Analysis) -> str:
    """The layer of keys that says nothing the other does not: that of the recording, once keys over time change."""
    moving = len(analysis.events(LOCAL_KEYS))
    if not moving or not len(analysis.events(KEY)):
        return ""
    return KEY if moving > 1 else LOCAL_KEYS


def text_of(kind: str, event: Event) -> str:
    """What stands on an event: its label, else its value, else the name of its layer."""
    if event.label.strip():
        return event.label
    if event.value is not None and math.isfinite(event.value) and kind != TRANSIENTS:
        return f"{event.value:.6g} BPM" if kind == TEMPO else f"{event.value:.6g}"
    return TITLES.get(kind, kind)


def _beats(events: Events, first_bar: int, which: str, losses: Losses) -> list[Mark]:
    grid, index = grid_and_beats(events, first_bar)
    known = bool(grid.is_downbeat.any())
    texts = [
        f"{bar}.{place}" if known else TITLES[BEATS][:-1] for bar, place in zip(grid.bars, grid.positions, strict=True)
    ]
    out = []
    for i, event in zip(index.tolist(), events, strict=True):
        if which == "all" or (which == "downbeats" and grid.is_downbeat[i]):
            out.append(Mark(event.time, event.end, event.label or texts[i], BEATS))
    left = len(events) - len(out)
    losses.left_out(left, counted(left, "beat"), "beats")
    return out


def check_marks(marks: Sequence[Mark], starts: Iterable[float], ends: Iterable[float], bound_s: float) -> float:
    """Largest distance in s of starts and ends that were read from those that were meant.

    Raises
    ------
    ExportError
        When some are missing, or one is off by more than ``bound_s``.
    """
    worst = max(
        paired_error(np.array([m.time for m in marks]), np.array(list(starts), dtype=np.float64), "marker"),
        paired_error(np.array([m.end for m in marks]), np.array(list(ends), dtype=np.float64), "marker"),
    )
    if worst > bound_s:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def tracks_of_marks(rows: Sequence[Mark], path: Path, format_name: str) -> tuple[Track, ...]:
    """Layers of marks that were read: beats where names count bars and beats, and markers.

    Raises
    ------
    DocumentError
        When a time is not a number, or an end is before its start.
    """
    for m in rows:
        if not (math.isfinite(m.time) and math.isfinite(m.end - m.time) and m.end >= m.time):
            raise DocumentError(f"the marker {m.text[:40]!r} ends before it starts, or has no time", path)
    source = Source("import", params=(("file", path.name), ("format", format_name)))
    beats = _counted_beats(rows)
    others = [m for m in rows if beats is None or m.end > m.time or not _PLACE.fullmatch(m.text)]
    out = [Track(BEATS, beats, source=source)] if beats is not None else []
    if others:
        events = Events.from_columns(
            [m.time for m in others], [m.end - m.time for m in others], labels=[m.text for m in others]
        )
        out.append(Track(MARKERS, events, source=source))
    return tuple(out)


def _counted_beats(rows: Sequence[Mark]) -> Events | None:
    """Beats where at least two names are ``bar.beat`` and each follows from the one before."""
    found = [(m.time, int(p[1]), int(p[2])) for m in rows if m.end == m.time and (p := _PLACE.fullmatch(m.text))]
    found.sort()
    for (_, bar, beat), (_, next_bar, next_beat) in itertools.pairwise(found):
        if (next_bar, next_beat) not in ((bar, beat + 1), (bar + 1, 1), (bar, beat)):
            return None
    if len(found) < 2 or any(beat < 1 for _, _, beat in found):
        return None
    return Events.from_columns([t for t, _, _ in found], values=[float(beat) for _, _, beat in found])
