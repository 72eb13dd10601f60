"""Phrases of 4, 8 and 16 bars: how weighty each bar is for someone who looks from farther and farther away."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.timebase import BarGrid

#: Bars from one bar of a rank to the next: rank 0 are all bars, rank 1 those that start four bars, ...
PHRASES = (1, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096)
_LONGEST_COUNTED = 3  # up to 16 bars are counted from the start of a section


def phrase_ranks(grid: BarGrid, sections: ArrayLike = ()) -> NDArray[np.int64]:
    """The highest rank of `PHRASES` that each beat has, shape (n_beats,); -1 for beats that are no downbeats.

    Phrases are counted from the first downbeat, and anew from the downbeat nearest to the start of each section.
    Beyond 16 bars, of the bars that start 16 the first in each 32, 64 ... of the whole count on.

    Parameters
    ----------
    grid : BarGrid
    sections : array_like, shape (m,)
        Starts of sections in s, ascending.
    """
    ranks = np.full(grid.times.size, -1, dtype=np.int64)
    down = np.flatnonzero(grid.is_downbeat)
    if not down.size:
        return ranks
    bars = np.arange(down.size)
    offset = bars - np.maximum.accumulate(np.where(_starts(grid.times[down], sections), bars, 0))
    own = np.zeros(down.size, dtype=np.int64)
    for rank in range(1, _LONGEST_COUNTED + 1):
        own[offset % PHRASES[rank] == 0] = rank
    for rank in range(_LONGEST_COUNTED + 1, len(PHRASES)):
        chosen = np.flatnonzero(own >= rank - 1)
        block = chosen // PHRASES[rank]
        own[chosen[np.diff(block, prepend=-1) > 0]] = rank
    ranks[down] = own
    return ranks


def _starts(downbeats: NDArray[np.float64], sections: ArrayLike) -> NDArray[np.bool_]:
    """Which downbeats start a section: the nearest to each, unless it is farther away than a bar is long."""
    starts = np.zeros(downbeats.size, dtype=bool)
    times = np.asarray(sections, dtype=np.float64)
    if downbeats.size > 1 and times.size:
        right = np.clip(np.searchsorted(downbeats, times), 1, downbeats.size - 1)
        nearest = right - (times - downbeats[right - 1] < downbeats[right] - times)
        near = np.abs(downbeats[nearest] - times) <= np.median(np.diff(downbeats))
        starts[nearest[near]] = True
    return starts
