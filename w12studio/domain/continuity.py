"""How well beats can be tapped along to: continuity at the right and at any metrical level, and Cemgil's accuracy.

References: Hainsworth, "Techniques for the automated analysis of musical audio", 2004; Klapuri et al., "Analysis of the
meter of acoustic musical signals", 2006; Cemgil et al., "On tempo tracking", 2001; Davies, Degara, Plumbley,
"Evaluation methods for musical audio beat tracking algorithms", 2009. The figures equal those of `mir_eval.beat`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Share of the distance between two beats by which a beat, and the distance to the one before, may be off.
TOLERANCE = 0.175
SIGMA_S = 0.04


@dataclass(frozen=True, slots=True)
class Continuity:
    """Shares of beats that are right, 0..1.

    Attributes
    ----------
    cml_c, cml_t : float
        At the level of the reference: in the longest stretch, and in all stretches.
    aml_c, aml_t : float
        At the best of several levels: as it is, off the beat, at twice and at half the tempo.
    """

    cml_c: float = 0.0
    cml_t: float = 0.0
    aml_c: float = 0.0
    aml_t: float = 0.0


def continuity(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> Continuity:
    """Continuity of ascending beat times in s; all 0 where one of both has fewer than two beats."""
    if ours.size < 2 or theirs.size < 2:
        return Continuity()
    found = [_at_level(ours, level) for level in _levels(theirs)]
    longest, total = zip(*found, strict=True)
    return Continuity(longest[0], total[0], max(longest), max(total))


def cemgil(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> float:
    """Cemgil's accuracy, 0..1: each beat counts by a Gaussian of its distance, of `SIGMA_S`."""
    if not ours.size or not theirs.size:
        return 0.0
    off = np.abs(ours[_nearest(ours, theirs)] - theirs)
    return float(np.exp(-(off**2) / (2 * SIGMA_S**2)).sum() / (0.5 * (ours.size + theirs.size)))


def _levels(beats: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The beats; those between them; both; every other one, and the others. Where one has no interval, none of it."""
    both = np.interp(np.arange(0, beats.size - 0.5, 0.5), np.arange(beats.size), beats)
    return [x for x in (beats, both[1::2], both, beats[::2], beats[1::2]) if x.size > 1]


def _at_level(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> tuple[float, float]:
    """Share of beats in the longest stretch that is right, and in all of them."""
    nearest = _nearest(theirs, ours)
    back_ours, back_theirs = np.diff(ours, prepend=np.nan), np.diff(theirs, prepend=np.nan)
    forth_ours = np.append(np.diff(ours), ours[-1] - ours[-2])
    forth_theirs = np.append(np.diff(theirs), theirs[-1] - theirs[-2])
    first = nearest == 0
    first[0] = True
    ours_step = np.where(first, forth_ours, back_ours)
    theirs_step = np.where(first, forth_theirs[nearest], back_theirs[nearest])
    with np.errstate(divide="ignore", invalid="ignore"):
        phase = np.abs((ours - theirs[nearest]) / theirs_step)
        period = np.abs(1 - ours_step / theirs_step)
    good = (phase < TOLERANCE) & (period < TOLERANCE)
    _, once = np.unique(nearest[good], return_index=True)  # each beat of theirs counts once
    right = np.zeros(max(ours.size, theirs.size), dtype=bool)
    right[np.flatnonzero(good)[once]] = True
    wrong = np.flatnonzero(~np.concatenate([[False], right, [False]]))
    return float((np.diff(wrong).max() - 1) / right.size), float(right.sum() / right.size)


def _nearest(times: NDArray[np.float64], wanted: NDArray[np.float64]) -> NDArray[np.int64]:
    """Index of the time nearest to each wanted one, the earlier of two equally near."""
    right = np.clip(np.searchsorted(times, wanted), 0, times.size - 1)
    left = np.maximum(right - 1, 0)
    nearer = wanted - times[left] <= np.abs(times[right] - wanted)
    return np.where(nearer, left, right)
