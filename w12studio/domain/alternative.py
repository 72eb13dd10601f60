"""Another reading of a recording's beats."""

from __future__ import annotations

from dataclasses import dataclass

from w12studio.domain.events import Events


@dataclass(frozen=True, slots=True)
class Alternative:
    """One reading of the beats.

    Attributes
    ----------
    name : str
        "Half tempo", "3/4" ...
    bpm : float
        Global tempo.
    beats_per_bar : int
    score : float
        0..1; those of all alternatives add up to 1.
    beats : Events
        As in a BEATS track.
    present : bool
        Whether these are the beats as they are.
    """

    name: str
    bpm: float
    beats_per_bar: int
    score: float
    beats: Events
    present: bool = False
