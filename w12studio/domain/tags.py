"""What the columns of a TAGS layer mean: which tags are genres, and the best ones of a recording."""

from __future__ import annotations

import numpy as np

from w12studio.domain.analysis import TAGS, Analysis, Track
from w12studio.domain.events import Event

#: Tags that name a genre; the others name instruments, voices, moods, decades.
GENRES = frozenset(
    (
        "alternative", "alternative rock", "ambient", "blues", "choral", "classic rock", "classical", "country",
        "dance", "electro", "electronic", "electronica", "folk", "funk", "hard rock", "heavy metal", "hip-hop",
        "house", "indie", "indie pop", "indie rock", "jazz", "metal", "new age", "opera", "pop", "progressive rock",
        "punk", "r&b", "rock", "soul", "techno",
    )
)  # fmt: skip


def genre_of(analysis: Analysis) -> Event | None:
    """The best genre among the tags: label, and value = score 0..1; None where there are no tags."""
    found = [e for e in analysis.events(TAGS) if e.label in GENRES]
    return max(found, key=lambda e: e.value or 0.0, default=None)


def tag_scores(track: Track | None) -> dict[str, float]:
    """Mean over the recording of every tag's probability, by name; empty where there are none."""
    curve = None if track is None else track.curve
    if curve is None or not len(curve):
        return {}
    return {name: float(score) for name, score in zip(curve.bins, np.mean(curve.values, axis=0), strict=True)}
