"""Edits that take what another version of a layer has: one event of it, or all of a span."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from w12studio.domain.analysis import BEATS, PITCH, Analysis, Track
from w12studio.domain.comparing import DOWNBEATS, REGIONS
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
