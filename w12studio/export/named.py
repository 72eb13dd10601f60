"""Layers whose kind stands in a name (``song.notes.lab``, a tier "Notes"), and whose labels stand for values.

Writers of texts put the value of an event where it has no label, and the name of the layer where it has neither
(`marks.text_of`); here that is taken back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import BEATS, CARD, CHORDS, NOTES, TAGS, TEMPO, TITLES, TRANSIENTS, Track
from w12studio.domain.chords import parse_chord
from w12studio.domain.events import Events

#: Kind of a layer of which a file says nothing but the times and labels.
MARKERS = "markers"
_WHOLE = (TAGS, CARD)
_NUMBER = re.compile(r"-?\d{1,6}([.,]\d{1,12})?(e-?\d{1,2})?")


def kind_in_name(path: Path) -> str:
    """The kind of layer that a file's name ends with before its ending; "" where it names none."""
    parts = path.name.lower().split(".")
    kind = next((p for p in reversed(parts[1:-1]) if p in TITLES), "")
    return "" if kind in _WHOLE else kind


def as_named(tracks: Sequence[Track], path: Path) -> tuple[Track, ...]:
    """One layer of markers as the layer that the file's name tells, where its labels are such as that has."""
    kind = kind_in_name(path)
    if not kind or len(tracks) != 1 or tracks[0].kind in TITLES:
        return tuple(tracks)
    events = with_values(kind, tracks[0].events)
    return tuple(tracks) if events is None else (replace(tracks[0], kind=kind, events=events),)


def as_own(tracks: Sequence[Track], path: Path, recording: str | Path, suffix: str) -> tuple[Track, ...]:
    """One layer of markers as a layer of the user's own, where the file's name tells which: "song.Cues.txt" beside
    "song.wav". Writers of one layer a file name them so.

    Parameters
    ----------
    tracks : sequence of Track
    path : Path
    recording : str or Path
    suffix : str
        What the names of such files end with.
    """
    head, tail = f"{Path(recording).stem}.", suffix or path.suffix
    name = path.name
    if len(tracks) != 1 or tracks[0].kind != MARKERS or not name.startswith(head) or not name.lower().endswith(tail):
        return tuple(tracks)
    kind = name[len(head) : -len(tail)]
    events = with_values(kind, tracks[0].events) if kind and kind not in TITLES else None
    return tuple(tracks) if events is None else (replace(tracks[0], kind=kind, events=events),)


def with_values(kind: str, events: Events) -> Events | None:
    """The events with numbers in place of the labels that stand for them; None where the labels are of another kind.

    Parameters
    ----------
    kind : str
    events : Events
        Values that are known stay.
    """
    title = TITLES.get(kind, kind)
    if kind == CHORDS:
        return _chords(events)
    blank = {"", title, title[:-1]} if kind in (BEATS, NOTES, TRANSIENTS) else {title}
    labels = ["" if x in blank else x for x in events.labels]
    if kind not in (BEATS, NOTES, TRANSIENTS, TEMPO):
        return _changed(events, labels, events.values)
    unit = " BPM" if kind == TEMPO else ""
    found = [_number(x.removesuffix(unit)) for x in labels]
    if kind == BEATS and any(x and not 1 <= v <= 999 for x, v in zip(labels, found, strict=True)):
        return None
    values = np.where(np.isnan(events.values), found, events.values)
    if kind != TEMPO:
        labels = [x if np.isnan(v) else "" for x, v in zip(labels, found, strict=True)]
    return _changed(events, labels, values)


def _number(text: str) -> float:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else float("nan")


def _chords(events: Events) -> Events | None:
    named = [parse_chord(x) for x in events.labels]
    if all(c is None for c in named):
        return None
    return _changed(events, [x if c is None else c.short() for x, c in zip(events.labels, named, strict=True)])


def _changed(events: Events, labels: Sequence[str], values: np.ndarray | None = None) -> Events:
    values = events.values if values is None else values
    return Events.from_columns(events.times, events.durations, values, events.confidences, labels)
