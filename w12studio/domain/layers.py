"""Layers of the user's own: points, regions and notes under a name that the user chose, and edits of whole layers.

A layer's kind is its name, so that every format writes it and reads it back under that name. What kinds of other
programs' layers are not known here come in the same way.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from w12studio.domain.analysis import KINDS, TITLES, Analysis, Source, Track
from w12studio.domain.edits import CompoundEdit, TrackEdit, replace_track
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Events
from w12studio.domain.pins import PINS

POINTS, REGIONS, NOTES = "points", "regions", "notes"
SHAPES = (POINTS, REGIONS, NOTES)
#: Names of the eight colours that a layer can have; the window has a light and a dark one of each.
COLOURS = ("blue", "orange", "green", "pink", "yellow", "indigo", "red", "grey")
#: The layer of comments: a user's own of a fixed name.
COMMENTS = "Comments"
#: Most characters of a layer's name.
LONGEST_NAME = 60


class LayerError(W12Error):
    """A layer that can't be called so, or can't be made."""


def is_own(kind: str) -> bool:
    """Whether a layer of that kind is the user's own, and not one that the program computes."""
    return kind not in KINDS and kind != PINS


def own_layers(analysis: Analysis) -> list[Track]:
    """The user's own layers, in the order of making them; curves of other programs are none."""
    return [t for t in analysis.tracks.values() if is_own(t.kind) and (len(t.events) or t.curve is None)]


def shape_of(track: Track) -> str:
    """One of `SHAPES`: what was chosen, else regions where any event lasts."""
    if track.shape in SHAPES:
        return track.shape
    return REGIONS if track.events.durations.any() else POINTS


def colour_of(track: Track) -> str:
    """One of `COLOURS`: what was chosen, else one by the letters of the name."""
    return track.colour if track.colour in COLOURS else COLOURS[sum(map(ord, track.kind)) % len(COLOURS)]


def checked_name(analysis: Analysis, name: str, besides: str = "") -> str:
    """The name without space around it.

    Parameters
    ----------
    analysis : Analysis
    name : str
    besides : str
        Kind of the layer that may have this name already.

    Raises
    ------
    LayerError
        When it is empty, too long, or another layer's.
    """
    name = " ".join(name.split())
    if not name:
        raise LayerError("a layer needs a name")
    if len(name) > LONGEST_NAME:
        raise LayerError(f"a name has at most {LONGEST_NAME} characters, not {len(name)}")
    taken = {x.lower() for x in (*KINDS, *TITLES.values(), PINS, *analysis.tracks)} - {besides.lower()}
    if name.lower() in taken:
        raise LayerError(f"there is a layer “{name}” already", advice="Choose another name.")
    return name


def free_name(analysis: Analysis, wanted: str) -> str:
    """The name, or the first of "name 2", "name 3" ... that no layer has."""
    name, number = wanted, 2
    while True:
        try:
            return checked_name(analysis, name)
        except LayerError:
            if not wanted.strip() or number > len(analysis.tracks) + 3:
                raise
            name, number = f"{wanted[: LONGEST_NAME - 6]} {number}", number + 1


def new_layer(analysis: Analysis, name: str, shape: str, colour: str, events: Events | None = None) -> TrackEdit:
    """The edit that makes a layer.

    Raises
    ------
    LayerError
        For a name that can't be used.
    """
    kind = checked_name(analysis, name)
    track = Track(kind, events or Events(), source=Source("user"), shape=shape, colour=colour)
    return replace_track(analysis, f"New layer {kind}", track)


def removed_layer(analysis: Analysis, kind: str) -> TrackEdit:
    """The edit that deletes a layer with all it holds."""
    before = analysis.tracks[kind]
    return TrackEdit(f"Delete layer {kind}", kind, tuple(before.events), before=before)


def renamed_layer(analysis: Analysis, kind: str, name: str) -> CompoundEdit:
    """The edit that gives a layer another name.

    Raises
    ------
    LayerError
        For a name that can't be used.
    """
    named = replace(analysis.tracks[kind], kind=checked_name(analysis, name, kind))
    text = f"Rename layer {kind}"
    gone = replace(removed_layer(analysis, kind), name=text)
    return CompoundEdit(text, (gone, replace_track(gone.apply(analysis), text, named)))


def recoloured_layer(analysis: Analysis, kind: str, colour: str) -> TrackEdit:
    """The edit that gives a layer another colour."""
    return replace_track(analysis, f"Colour layer {kind}", replace(analysis.tracks[kind], colour=colour))


def copied_layer(analysis: Analysis, kind: str, title: str, colour: str = "") -> TrackEdit:
    """The edit that makes a layer of the user's own from a copy of any layer's events.

    Parameters
    ----------
    analysis : Analysis
    kind : str
        Of the layer that is copied.
    title : str
        What people call it; the copy is named after it.
    colour : str
        One of `COLOURS`; "" for that of the original.
    """
    track = analysis.tracks[kind]
    shape = NOTES if kind == NOTES else shape_of(track)
    events = track.events
    if kind == PINS or shape == POINTS:
        durations = None if shape == POINTS else events.durations
        events = Events.from_columns(events.times, durations, events.values, events.confidences, events.labels)
    name = free_name(analysis, f"{title} copy")
    edit = new_layer(analysis, name, shape, colour or colour_of(track), events)
    return replace(edit, name=f"Copy layer {title}")


def moved_layers(analysis: Analysis, kinds: tuple[str, ...], seconds: float) -> CompoundEdit:
    """The edit that shifts whole layers, curves included, by so many s; what leaves the recording is left out."""
    edits = []
    for kind in kinds:
        track = analysis.tracks[kind]
        curve = None if track.curve is None else replace(track.curve, start=track.curve.start + seconds)
        shifted = replace(track, events=_shifted(track.events, seconds, analysis.duration), curve=curve)
        edits.append(replace_track(analysis, "Shift layers", shifted))
    return CompoundEdit("Shift layer" if len(edits) == 1 else f"Shift {len(edits)} layers", tuple(edits))


def _shifted(events: Events, seconds: float, duration: float) -> Events:
    """Events later by so many s; regions are cut at the ends of the recording, points beyond them left out."""
    latest = duration or np.inf
    starts, ends = events.times + seconds, events.times + events.durations + seconds
    lasts = events.durations > 0
    keep = np.where(lasts, (ends > 0) & (starts < latest), (starts >= 0) & (starts <= latest))
    inside = np.where(lasts, np.clip(starts, 0.0, latest), starts)
    lengths = np.where(lasts, np.minimum(ends, latest) - inside, 0.0)
    rows = np.flatnonzero(keep)
    return Events.from_columns(
        inside[rows], lengths[rows], events.values[rows], events.confidences[rows],
        [events.labels[i] for i in rows.tolist()],
    )  # fmt: skip
