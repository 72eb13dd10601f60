"""How straight a beat grid is, and the fewest tempo anchors that describe it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: A grid is steady while no beat is farther than this from its straight line, in s: beats are known to a frame of
#: 10 ms, and a drum machine's come out within two.
STEADY_S = 0.025
#: The tempo changes where medians of eight beat intervals differ by more than this factor; else it drifts.
_CHANGE = 1.12
_NEAR = 8
#: Beats that are looked at first when an anchor's reach is sought.
_FIRST_LOOK = 64


@dataclass(frozen=True, slots=True)
class TempoAnchor:
    """A beat from which on a tempo holds, until the next anchor.

    Attributes
    ----------
    beat : int
        Number of the beat, from 0.
    time : float
        Of that beat, in s.
    bpm : float
        The last anchor repeats the one before it.
    """

    beat: int
    time: float
    bpm: float


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What `steadiness_of` says: "steady", "drifting" or "changing", and the largest deviation from a straight grid.

    Attributes
    ----------
    verdict : str
        "" for fewer than three beats.
    deviation_s : float
        s.
    """

    verdict: str
    deviation_s: float

    def __str__(self) -> str:
        if not self.verdict:
            return ""
        return f"The tempo is {self.verdict}: beats lie up to {1000 * self.deviation_s:.0f} ms off a straight grid."


def steadiness_of(times: Floats) -> Steadiness:
    """How far beats are from the evenly spaced grid that fits them best (least squares).

    Beats that were missed are counted: an interval of about twice the median counts as two.
    """
    intervals = np.diff(times)
    if intervals.size < 2 or not (intervals > 1e-6).all():
        return Steadiness("", 0.0)
    median = float(np.median(intervals))
    number = np.concatenate([[0.0], np.cumsum(np.maximum(np.rint(intervals / median), 1.0))])
    slope, offset = np.polyfit(number, times, 1)
    deviation = float(np.abs(times - (slope * number + offset)).max())
    if deviation <= STEADY_S:
        return Steadiness("steady", deviation)
    near = np.lib.stride_tricks.sliding_window_view(intervals, min(_NEAR, intervals.size))
    medians = np.median(near, axis=1)
    changes = medians.max() / medians.min() > _CHANGE
    return Steadiness("changing" if changes else "drifting", deviation)


def straighten(times: Floats, max_error_s: float) -> tuple[TempoAnchor, ...]:
    """The fewest beats to anchor tempi at, so that evenly spaced beats between them are all near the real ones.

    Parameters
    ----------
    times : ndarray, shape (n,)
        Beats in s, ascending.
    max_error_s : float
        s, how far a beat may then be from where it is.

    Returns
    -------
    tuple of TempoAnchor
        The first and last are the first and last beat; none for fewer than two beats.

    Notes
    -----
    A shortest path: two beats are joined where all between them lie within the error of the straight line. Of several
    with equally many anchors one is taken. After Imai and Iri: Polygonal approximations of a curve, 1988.
    """
    n = times.size
    if n < 2:
        return ()
    before = np.full(n, -1, dtype=np.int64)
    layer = np.array([0])
    before[0] = 0
    while before[-1] < 0:
        found = []
        for i in layer.tolist():
            ends = _joined(times, i, max_error_s)
            new = ends[before[ends] < 0]
            before[new] = i
            found.append(new)
            if before[-1] >= 0:
                break
        layer = np.concatenate(found)[::-1]
    path = [n - 1]
    while path[-1] > 0:
        path.append(int(before[path[-1]]))
    path.reverse()
    bpm = [60.0 * (j - i) / max(float(times[j] - times[i]), 1e-9) for i, j in itertools.pairwise(path)]
    return tuple(TempoAnchor(i, float(times[i]), b) for i, b in zip(path, [*bpm, bpm[-1]], strict=True))


def _joined(times: Floats, i: int, error: float) -> NDArray[np.int64]:
    """Later beats that a straight line from beat i reaches without leaving the error of those between."""
    slack = 1e-12
    reach = _FIRST_LOOK
    while True:
        rise = times[i + 1 : i + 1 + reach] - times[i]
        steps = np.arange(1, rise.size + 1)
        slope = rise / steps
        highest = np.minimum.accumulate((rise + error) / steps)
        lowest = np.maximum.accumulate((rise - error) / steps)
        if i + 1 + reach >= times.size or highest[-1] + slack < lowest[-1] - slack:  # no line fits any farther
            break
        reach *= 4
    fits = np.ones(steps.size, dtype=np.bool_)
    fits[1:] = (slope[1:] <= highest[:-1] + slack) & (slope[1:] >= lowest[:-1] - slack)
    return i + steps[fits]
