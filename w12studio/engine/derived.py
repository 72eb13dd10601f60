"""Layers that follow from others by arithmetic: anew after an analysis and after every edit, without the audio.

Tempo and meter follow from the beats (`w12studio.engine.tempo`); what is in `FOLLOWERS` follows from what its entry
names, in the order of the list. All of it is cheap enough for the GUI thread (some ms for an hour of music).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from w12studio.domain.analysis import BEATS, SECTIONS, Analysis, Track
from w12studio.engine.section_snap import snapped_sections


@dataclass(frozen=True, slots=True)
class Follower:
    """A layer that follows from others.

    Attributes
    ----------
    kind : str
        Of the layer.
    follows : frozenset of str
        Layers whose change changes it; may hold ``kind`` itself, where the evidence lies in the layer's own curve.
    make : callable
        Analysis -> the layer as it is now; None where there is nothing to make it from.
    """

    kind: str
    follows: frozenset[str]
    make: Callable[[Analysis], Track | None]


FOLLOWERS: tuple[Follower, ...] = (Follower(SECTIONS, frozenset({BEATS, SECTIONS}), snapped_sections),)


def following_tracks(analysis: Analysis, changed: Iterable[str]) -> list[Track]:
    """The layers that differ because those of the kinds ``changed`` did; never one that a person edited."""
    kinds = set(changed)
    out = []
    for follower in FOLLOWERS:
        old = analysis.track(follower.kind)
        if not kinds & follower.follows or (old is not None and old.edited):
            continue
        new = follower.make(analysis)
        if new is not None and new != old:
            analysis = analysis.with_track(new)
            kinds.add(follower.kind)
            out.append(new)
    return out
