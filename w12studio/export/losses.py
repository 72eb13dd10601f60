"""What a format could not hold, collected while writing and said in few sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    KEY,
    LOCAL_KEYS,
    SECTIONS,
    TAGS,
    TITLES,
    TRANSIENTS,
    Analysis,
    Track,
)
from w12studio.export.base import FIGURES, LABEL_LIMIT, clean_label, counted

#: Layers whose curve is an internal of the estimator (the activation, the evidence) that nobody misses in a file.
INTERNAL_CURVES = (BEATS, TRANSIENTS, KEY, CHORDS, LOCAL_KEYS, SECTIONS, TAGS)


@dataclass(slots=True)
class Losses:
    """Collects things, each once and in order; `sentences` says them, one sentence a kind of loss.

    Attributes
    ----------
    curves : list of str
        Layers whose curve is not held.
    things : list of str
        What else is not held, e.g. "confidences".
    left : list of str
        What an option left out.
    changes : list of str
        What had to be altered.
    """

    curves: list[str] = field(default_factory=list)
    things: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, analysis: Analysis, *, curves: bool = True, confidences: bool = True, figures: bool = True) -> Losses:
        """Losses that start with labels that are not text and, by default, all curves, confidences and facts."""
        self = cls()
        n = sum(clean_label(x) != x for t in analysis.tracks.values() for x in t.events.labels)
        self.changed(n, f"{counted(n, 'label')} with characters that are not text, or longer than {LABEL_LIMIT}")
        for track in analysis.tracks.values():
            if curves:
                self.curve(track)
            if confidences:
                self.missing(int((~np.isnan(track.events.confidences)).sum()), "confidences")
        if figures:
            self.missing(sum(f.value is not None for t in analysis.tracks.values() for f in t.facts), FIGURES)
        return self

    def curve(self, track: Track) -> None:
        """The curve of a layer is not held; an activation is not worth a word."""
        if track.curve is not None and len(track.curve) and track.kind not in INTERNAL_CURVES:
            _once(self.curves, TITLES.get(track.kind, clean_label(track.kind)[:40]).lower())

    def missing(self, n: int, what: str) -> None:
        """``n`` of something are not held; nothing is said for 0."""
        if n:
            _once(self.things, what)

    def left_out(self, n: int, what: str, option: str) -> None:
        """``n`` of something were left out because of an option."""
        if n:
            _once(self.left, f"{what} (option {option})")

    def changed(self, n: int, what: str) -> None:
        """``n`` of something were altered."""
        if n:
            _once(self.changes, what)

    def sentences(self) -> tuple[str, ...]:
        """At most three sentences, e.g. "Not held: the tempo and pitch curves, confidences."."""
        held = []
        if self.curves:
            names = " and ".join(filter(None, (", ".join(self.curves[:-1]), self.curves[-1])))
            held.append(f"the {names} curve{'s' if len(self.curves) > 1 else ''}")
        said = (("Not held", held + self.things), ("Left out", self.left), ("Changed", self.changes))
        return tuple(f"{head}: {', '.join(parts)}." for head, parts in said if parts)


def _once(where: list[str], what: str) -> None:
    if what not in where:
        where.append(what)
