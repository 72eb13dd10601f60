"""Where the markers are doubtful; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.events import Events
from w12studio.ui.viewport import Viewport

#: Markers below this confidence are doubtful: of those, about every third is wrong (docs/benchmarks.md).
DOUBTFUL = 0.75
#: Doubtful markers with fewer sure ones than this between them are one place.
_APART = 2
#: Doubt of places farther than this from any marker is not known, in s.
_REACH_S = 2.0


@dataclass(frozen=True, slots=True)
class Place:
    """A run of doubtful markers.

    Attributes
    ----------
    start, end : float
        s, times of its first and last doubtful marker.
    first, last : int
        Indices of those.
    n_doubtful : int
        Doubtful markers in it.
    least : float
        The lowest confidence in it, 0..1.
    """

    start: float
    end: float
    first: int
    last: int
    n_doubtful: int
    least: float


def is_doubtful(events: Events) -> NDArray[np.bool_]:
    """Which events are doubtful, shape (n,); those whose confidence is not known are not."""
    return np.asarray(np.nan_to_num(events.confidences, nan=1.0) < DOUBTFUL)


def doubtful_places(events: Events) -> list[Place]:
    """Runs of doubtful events, in order of time."""
    index = np.flatnonzero(is_doubtful(events))
    if not index.size:
        return []
    runs = np.split(index, np.flatnonzero(np.diff(index) > _APART) + 1)
    return [
        Place(
            float(events.times[run[0]]), float(events.times[run[-1]]), int(run[0]), int(run[-1]), run.size,
            float(events.confidences[run].min()),
        )
        for run in runs
    ]  # fmt: skip


def doubt_columns(events: Events, view: Viewport, n_columns: int) -> NDArray[np.float64]:
    """Doubt (1 - confidence) over a view, one value a column, shape (n_columns,).

    Between two markers it runs from one's doubt to the other's; a column on which several fall has the greatest.
    0 before the first and after the last marker, in long pauses, and where nothing is known.
    """
    out = np.zeros(n_columns)
    known = np.flatnonzero(~np.isnan(events.confidences))
    if not known.size or not n_columns:
        return out
    times, doubt = events.times[known], 1.0 - events.confidences[known]
    width = view.span / n_columns
    at = view.start + (np.arange(n_columns) + 0.5) * width
    after = np.searchsorted(times, at)
    before = np.clip(after - 1, 0, times.size - 1)
    after = np.clip(after, 0, times.size - 1)
    gap = times[after] - times[before]
    inside = (at >= times[0] - width) & (at <= times[-1] + width) & (gap <= _REACH_S)
    share = np.divide(at - times[before], gap, out=np.zeros(n_columns), where=gap > 0)
    out[inside] = (doubt[before] + np.clip(share, 0.0, 1.0) * (doubt[after] - doubt[before]))[inside]
    first, last = np.searchsorted(times, [view.start, view.end])
    if last > first:
        column = np.minimum(((times[first:last] - view.start) / width).astype(np.int64), n_columns - 1)
        np.maximum.at(out, column, doubt[first:last])
    return out
