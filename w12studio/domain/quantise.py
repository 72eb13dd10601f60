"""Moving events towards a grid: the beats and their parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import Analysis
from w12studio.domain.bar_edits import grid_of
from w12studio.domain.edits import Edit, edit_events, replace_events
from w12studio.domain.events import Event
from w12studio.domain.regions import TILED, border_moved

#: Parts of a beat that a grid can have; 3 and 6 are triplets.
PARTS = (1, 2, 4, 8, 16, 3, 6)


@dataclass(frozen=True, slots=True)
class Grid:
    """Where events are to go.

    Attributes
    ----------
    parts : int
        Places a beat: 1 for the beats themselves, 4 for quarters of them, 3 for triplets.
    strength : float
        0..1, how far of the way they go.
    ends : bool
        Whether the ends of what lasts go, too; otherwise lengths stay.
    """

    parts: int = 1
    strength: float = 1.0
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Movement:
    """What an edit would do: how many events move, and by how many s at most."""

    n_moved: int
    most_s: float


def quantised(analysis: Analysis, events: Iterable[Event], grid: Grid) -> list[Event]:
    """The events where the grid wants them, in their order, none outside of the recording.

    An end that goes along stays at least one place of the grid after its beginning.
    """
    chosen = list(events)
    beats = grid_of(analysis)
    old_starts, old_ends = np.array([e.time for e in chosen]), np.array([e.end for e in chosen])
    first = np.round(beats.fractional_beats(old_starts) * grid.parts)
    last = np.maximum(np.round(beats.fractional_beats(old_ends) * grid.parts), first + 1)
    latest = analysis.duration or np.inf
    starts = _pulled(old_starts, beats.times_of_beats(first / grid.parts), grid.strength, latest)
    ends = _pulled(old_ends, beats.times_of_beats(last / grid.parts), grid.strength, latest)
    out = []
    for event, start, end in zip(chosen, starts.tolist(), ends.tolist(), strict=True):
        moved = event if start == event.time else replace(event, time=start)
        if grid.ends and event.duration > 0 and end > start and (start, end) != (event.time, event.end):
            moved = replace(moved, duration=end - start)
        out.append(moved)
    return out


def _pulled(
    times: NDArray[np.float64], wanted: NDArray[np.float64], strength: float, latest: float
) -> NDArray[np.float64]:
    """Times on their way to where they are wanted (NaN: they stay), inside the recording where they move."""
    pulled = times + strength * (np.where(np.isfinite(wanted), wanted, times) - times)
    return np.where(pulled == times, times, np.clip(pulled, 0.0, latest))


def quantise(analysis: Analysis, kind: str, events: Iterable[Event], grid: Grid) -> Edit:
    """The edit that moves events of a layer towards the grid; of touching regions, their borders."""
    chosen = list(events)
    moved = quantised(analysis, chosen, grid)
    name = f"Quantise {len(chosen)} events" if len(chosen) != 1 else "Quantise event"
    if kind not in TILED:
        pairs = [(a, b) for a, b in zip(chosen, moved, strict=True) if a != b]
        return edit_events(analysis, name, kind, [a for a, _ in pairs], [b for _, b in pairs])
    regions = analysis.events(kind)
    for old, new in sorted(zip(chosen, moved, strict=True), key=lambda pair: pair[0].time):
        here = regions[regions.nearest(old.time)]  # its end may have moved
        if new.time != old.time:
            regions = border_moved(regions, here, new.time)
    return replace_events(analysis, name, kind, regions)


def movement(analysis: Analysis, events: Iterable[Event], grid: Grid) -> Movement:
    """What `quantise` would do to events."""
    chosen = list(events)
    moved = quantised(analysis, chosen, grid)
    ways = [
        max(abs(b.time - a.time), abs(b.end - a.end) if grid.ends else 0.0) for a, b in zip(chosen, moved, strict=True)
    ]
    far = [w for w in ways if w > 0]
    return Movement(len(far), max(far, default=0.0))
