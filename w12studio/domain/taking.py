"""Edits that take what another version of a layer has: one event of it, or all of a span."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from w12studio.domain.analysis import BEATS, PITCH, Analysis, Track
from w12studio.domain.comparing import DOWNBEATS, REGIONS, Difference
from w12studio.domain.curve_edits import change_frames
from w12studio.domain.edits import Edit, edit_events, replace_events
from w12studio.domain.events import Event, Events


def take_events(analysis: Analysis, name: str, kind: str, ours: tuple[Event, ...], theirs: tuple[Event, ...]) -> Edit:
    """An edit that puts events of theirs in place of some of ours; what was taken counts as sure."""
    kind = BEATS if kind == DOWNBEATS else kind
    there = set(analysis.events(kind))
    gone = tuple(e for e in ours if e in there)
    new = tuple(replace(e, confidence=1.0) for e in theirs)
    return edit_events(analysis, name, kind, gone, new)


def take_span(analysis: Analysis, name: str, kind: str, theirs: Track, start: float, end: float) -> Edit:
    """An edit that makes a layer what theirs is in ``[start, end)`` s, and leaves the rest of it.

    Regions are cut at the ends of the span; of a pitch curve the frames of the span are taken.

    Raises
    ------
    KeyError
        When the analysis has no pitch curve that frames could be put into.
    """
    kind = BEATS if kind == DOWNBEATS else kind
    if kind == PITCH:
        return _take_pitch(analysis, name, theirs, start, end)
    mine = analysis.events(kind)
    if kind in REGIONS:
        kept = [*_clipped(mine, 0.0, start), *_clipped(mine, end, np.inf)]
        return replace_events(analysis, name, kind, Events([*kept, *_clipped(theirs.events, start, end)]))
    span = mine.span(start, end)
    new = tuple(replace(e, confidence=1.0) for e in theirs.events.between(start, end))
    same = set(mine[span]) & set(new)
    return edit_events(
        analysis, name, kind, [e for e in mine[span] if e not in same], [e for e in new if e not in same]
    )


def take_border(
    analysis: Analysis, name: str, found: Difference, theirs: Track, time: float, reach: float
) -> Edit | None:
    """An edit that makes the border between regions nearest to a time what theirs is there, with the regions beside it.

    A border that only theirs has comes, one that only ours has goes, one that both have is moved to theirs; those
    before and after it stay where they are.

    Parameters
    ----------
    analysis : Analysis
    name : str
        Of the edit.
    found : Difference
        Of layers of regions whose borders were matched.
    theirs : Track
    time, reach : float
        s; None is given where no border that differs is that near.
    """
    m = found.matching
    if m is None:
        return None
    mine, other = found.ours.times, found.theirs.times
    pairs = list(zip(mine[m.ours].tolist(), other[m.theirs].tolist(), strict=True))
    single = [(t,) for t in (*other[m.missing].tolist(), *mine[m.extra].tolist())]
    off, here = min(
        ((min(abs(t - time) for t in row), row) for row in (*single, *(p for p in pairs if p[0] != p[1]))),
        default=(np.inf, (0.0,)),
    )
    if off > reach:
        return None
    stay = {t for t in (*mine.tolist(), *other[m.missing].tolist()) if t not in here}
    start = max((t for t in stay if t < min(here)), default=min(here))
    end = min((t for t in stay if t > max(here)), default=max(here))
    to = {b: a for a, b in pairs if (a, b) != here}

    def at(border: float) -> float:
        known = float(other[found.theirs.nearest(border)])  # borders that touch are one
        return to.get(known, border)

    events = [replace(e, time=at(e.time), duration=max(at(e.end) - at(e.time), 0.0)) for e in theirs.events]
    return take_span(analysis, name, found.kind, replace(theirs, events=Events(events)), start, end)


def _clipped(events: Events, start: float, end: float) -> list[Event]:
    """Regions as far as they lie in a span."""
    cut = [(max(e.time, start), min(e.end, end), e) for e in events]
    return [replace(e, time=a, duration=b - a) for a, b, e in cut if b > a]


def _take_pitch(analysis: Analysis, name: str, theirs: Track, start: float, end: float) -> Edit:
    track = analysis.track(PITCH)
    if track is None or track.curve is None or theirs.curve is None:
        raise KeyError("no pitch curve")
    frames = track.curve.span(start, end)
    values = theirs.curve.at(track.curve.times()[frames])
    sounds = (values > 0).astype(float)
    return change_frames(analysis, name, PITCH, frames.start, np.where(sounds > 0, values, np.nan), sounds)
