"""The key of the whole recording, as it follows from keys over time that a person corrected."""

from __future__ import annotations

from dataclasses import replace

from w12studio.domain.analysis import KEY, LOCAL_KEYS, Analysis, Source, Track
from w12studio.domain.events import Event, Events

#: Params of the source: what was found before a person corrected the keys over time, so that undo brings it back.
_FOUND, _FOUND_SURE, _FOUND_MESSAGE = "found", "found_confidence", "found_message"
FOLLOWS = "It follows from the keys over time, which were corrected."


def following_key(analysis: Analysis) -> Track | None:
    """The key that holds longest among corrected keys over time; the one that was found where none is corrected.

    Returns
    -------
    Track or None
        None where there is nothing to follow. A key that a person set is never asked for: it is ``edited``.
    """
    track, local = analysis.track(KEY), analysis.track(LOCAL_KEYS)
    corrected = local is not None and local.edited and len(local.events) > 0
    if track is None:
        if not corrected or local is None:
            return None
        track = Track(KEY, source=Source("keys over time"))
    params = dict(track.source.params)
    if corrected and local is not None:
        if _FOUND not in params:
            params |= _remembered(track)
        label, confidence = _longest(local.events)
        message = FOLLOWS
    elif _FOUND in params:
        label, sure = params.pop(_FOUND), params.pop(_FOUND_SURE, "")
        confidence, message = float(sure) if sure else None, params.pop(_FOUND_MESSAGE, "")
    else:
        return track
    events = Events([Event(0.0, analysis.duration, None, confidence, label)] if label else [])
    source = replace(track.source, params=tuple(params.items()))
    return replace(track, events=events, source=source, message=message)


def _remembered(track: Track) -> dict[str, str]:
    found = track.events[0] if len(track.events) else Event(0.0)
    sure = "" if found.confidence is None else repr(found.confidence)
    return {_FOUND: found.label, _FOUND_SURE: sure, _FOUND_MESSAGE: track.message}


def _longest(regions: Events) -> tuple[str, float | None]:
    """Label that holds longest, the earlier of two as long, and its mean confidence by duration."""
    held: dict[str, list[Event]] = {}
    for event in regions:
        held.setdefault(event.label, []).append(event)
    label = max(held, key=lambda name: sum(e.duration for e in held[name]))
    known = [(e.confidence, e.duration) for e in held[label] if e.confidence is not None]
    total = sum(duration for _, duration in known)
    return label, sum(c * d for c, d in known) / total if total else None
