"""Layers that follow from others by arithmetic: anew after an analysis and after every edit, without the audio.

Tempo and meter follow from the beats (`w12studio.engine.tempo`); what is in `FOLLOWERS` follows from what its entry
names, in the order of the list. All of it is cheap enough for the GUI thread: some 30 ms for an edit of an hour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from w12studio.domain.analysis import (
    BEATS,
    CARD,
    CHORDS,
    KEY,
    LOCAL_KEYS,
    METER,
    NOTES,
    PITCH,
    SECTIONS,
    TAGS,
    TEMPO,
    TRANSIENTS,
    Analysis,
    Track,
)  # fmt: skip
from w12studio.domain.pins import PINS
from w12studio.engine.tempo import derived_tracks

#: Layers that the meter follows from; the tempo follows from the first of them.
_OF_METER = frozenset({BEATS, TRANSIENTS, PINS})


@dataclass(frozen=True, slots=True)
class Follower:
    """A layer that follows from others.

    Attributes
    ----------
    kind : str
        Of the layer.
    follows : frozenset of str
        Layers whose change changes it; may hold ``kind`` itself, where the evidence lies in the layer's own curve.
    function : str
        ``"package.module:function"``, imported when it is needed: Analysis -> the layer as it is now, or None where
        there is nothing to make it from.
    """

    kind: str
    follows: frozenset[str]
    function: str

    def make(self, analysis: Analysis) -> Track | None:
        """The layer as it is now; None where there is nothing to make it from."""
        module, _, name = self.function.partition(":")
        call: Callable[[Analysis], Track | None] = getattr(import_module(module), name)
        return call(analysis)


FOLLOWERS = (
    Follower(NOTES, frozenset({PITCH, NOTES, TRANSIENTS}), "w12studio.engine.notes:articulated_notes"),
    Follower(CHORDS, frozenset({BEATS, CHORDS}), "w12studio.engine.chords:following_chords"),
    Follower(LOCAL_KEYS, frozenset({BEATS, KEY, LOCAL_KEYS}), "w12studio.engine.local_keys:following_local_keys"),
    Follower(KEY, frozenset({LOCAL_KEYS}), "w12studio.engine.whole_key:following_key"),
    Follower(SECTIONS, frozenset({BEATS, SECTIONS}), "w12studio.engine.section_snap:snapped_sections"),
    Follower(CARD, frozenset({TAGS, KEY, TEMPO, BEATS}), "w12studio.engine.card:card_track"),
)


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


def followed(analysis: Analysis, changed: Iterable[str], smoothing: int | None = None) -> tuple[Analysis, set[str]]:
    """An analysis in which all that follows from some changed layers has followed: tempo, meter, and `FOLLOWERS`.

    Parameters
    ----------
    analysis : Analysis
        With the changed layers in place.
    changed : iterable of str
        Their kinds.
    smoothing : int, optional
        As in `w12studio.engine.tempo.derived_tracks`.

    Returns
    -------
    analysis : Analysis
    kinds : set of str
        Of the layers that followed.
    """
    analysis, kinds = with_tempo(analysis, changed, smoothing)
    for track in following_tracks(analysis, {*changed, *kinds}):
        analysis = analysis.with_track(track)
        kinds.add(track.kind)
    return analysis, kinds


def with_tempo(analysis: Analysis, changed: Iterable[str], smoothing: int | None = None) -> tuple[Analysis, set[str]]:
    """As `followed`, of tempo and meter alone."""
    kinds: set[str] = set()
    changed = set(changed)
    for track in derived_tracks(analysis, smoothing) if changed & _OF_METER else ():
        follows = track.kind == METER or BEATS in changed
        if follows and track != analysis.track(track.kind):
            analysis = analysis.with_track(track)
            kinds.add(track.kind)
    return analysis, kinds
