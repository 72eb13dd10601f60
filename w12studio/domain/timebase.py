"""The only code that converts samples <-> frames <-> seconds <-> bars:beats.

Words: a *sample* is one value a channel; a *frame* is one analysis step; time 0 is the first sample that the
decoder delivers after encoder delay has been removed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

TICKS_PER_BEAT = 960


def samples_to_seconds(samples: ArrayLike, sample_rate: float) -> NDArray[np.float64]:
    """Time in s of sample positions (any shape)."""
    return np.asarray(samples, dtype=np.float64) / sample_rate


def seconds_to_samples(times: ArrayLike, sample_rate: float) -> NDArray[np.int64]:
    """Nearest sample of times in s (any shape); halves go to the even neighbour, as in `numpy.rint`."""
    return np.rint(np.asarray(times, dtype=np.float64) * sample_rate).astype(np.int64)


def frames_to_seconds(frames: ArrayLike, frame_rate: float, start: float = 0.0) -> NDArray[np.float64]:
    """Time in s of the centres of frames, where frame 0 is centred on ``start``."""
    return start + np.asarray(frames, dtype=np.float64) / frame_rate


def seconds_to_frames(times: ArrayLike, frame_rate: float, start: float = 0.0) -> NDArray[np.int64]:
    """Frame whose centre is nearest to each time in s; may be negative before frame 0."""
    return np.rint((np.asarray(times, dtype=np.float64) - start) * frame_rate).astype(np.int64)


def format_clock(seconds: float, decimals: int = 3) -> str:
    """``h:mm:ss.fff`` (hours only where there are any), rounded so that ``:60`` never appears."""
    units = round(abs(seconds) * 10**decimals)
    sign = "-" if seconds < 0 and units else ""
    whole, fraction = divmod(units, 10**decimals)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    tail = f".{fraction:0{decimals}d}" if decimals else ""
    if hours:
        return f"{sign}{hours}:{minute:02d}:{second:02d}{tail}"
    return f"{sign}{minute}:{second:02d}{tail}"


@dataclass(frozen=True, slots=True)
class MusicalTime:
    """A place in the score: bar and beat count from 1, tick from 0 (`TICKS_PER_BEAT` a beat).

    Bar 0 is the pickup; beats before the first known downbeat count up to it, earlier bars are negative.
    """

    bar: int
    beat: int
    tick: int

    def __str__(self) -> str:
        return f"{self.bar}:{self.beat}:{self.tick:03d}"


class BarGrid:
    """Bars and beats over time, from beat times and their place in the bar.

    Parameters
    ----------
    times : array_like, shape (n,)
        Beat times in s, ascending.
    positions : array_like, shape (n,)
        Place in the bar, 1 = downbeat, 0 or NaN = unknown (then it continues the count).
    first_bar : int
        Number of the bar that the first downbeat starts.

    Notes
    -----
    The first downbeat starts bar 1, or ``first_bar``. Beats before it are the pickup, bar 0, numbered so that they
    lead to it: the last beat before the downbeat has the number of beats a bar; where there are more than a bar of
    them, the bars before are -1, -2 ... Times between two beats are divided evenly; before the first and after the
    last beat the nearest beat's length holds. Of several beats at one time all but one have no length.
    """

    def __init__(self, times: ArrayLike, positions: ArrayLike, first_bar: int = 1) -> None:
        self.times = np.asarray(times, dtype=np.float64)
        given = np.nan_to_num(np.asarray(positions, dtype=np.float64)).astype(np.int64)
        if self.times.shape != given.shape or self.times.ndim != 1:
            raise ValueError("times and positions must be one-dimensional and of equal length")
        if self.times.size > 1 and np.any(np.diff(self.times) < 0):
            raise ValueError("beat times must ascend; were they sorted, and are they in seconds?")
        self.is_downbeat = given == 1
        self.bars = np.cumsum(self.is_downbeat)
        # Without two downbeats the highest number given tells the meter; without any, four is the likeliest.
        self._usual = self.beats_per_bar() or (int(given.max(initial=0)) if given.max(initial=0) > 1 else 4)
        self.positions = self._count(given)
        self.bars += first_bar - 1

    def _count(self, given: NDArray[np.int64]) -> NDArray[np.int64]:
        n = given.size
        if n == 0:
            return given
        index = np.arange(n)
        if not self.is_downbeat.any():
            return np.where(given > 0, given, index + 1)
        last_down = np.maximum.accumulate(np.where(self.is_downbeat, index, -1))
        counted = index - last_down + 1
        first = int(np.argmax(self.is_downbeat))
        whole, rest = np.divmod(first - 1 - index[:first], self._usual)
        counted[:first] = self._usual - rest
        self.bars[:first] = -whole
        return counted

    def beats_per_bar(self) -> int:
        """Most common number of beats between two downbeats; 0 where fewer than two downbeats are known."""
        lengths = np.diff(np.flatnonzero(self.is_downbeat))
        if lengths.size == 0:
            return 0
        values, counts = np.unique(lengths, return_counts=True)
        return int(values[np.argmax(counts)])

    @property
    def usual_beats(self) -> int:
        """Beats that a bar beyond the known ones has."""
        return self._usual

    def bar_lengths(self) -> NDArray[np.int64]:
        """Beats in each whole bar, i.e. from each downbeat to the next, shape (n_downbeats - 1,)."""
        return np.diff(np.flatnonzero(self.is_downbeat))

    def fractional_beat(self, time: float) -> float:
        """Beat index (0 = first beat) at a time in s, extrapolated beyond both ends; NaN with under two beats."""
        t = self.times
        if t.size < 2:
            return float("nan")
        i = int(np.clip(np.searchsorted(t, time, side="right") - 1, 0, t.size - 2))
        while i > 0 and t[i + 1] == t[i]:
            i -= 1
        while i < t.size - 2 and t[i + 1] == t[i]:
            i += 1
        gap = t[i + 1] - t[i]
        return float(i + (time - t[i]) / gap) if gap > 0 else float("nan")

    def fractional_beats(self, times: ArrayLike) -> NDArray[np.float64]:
        """`fractional_beat` of many times, shape (n,); of beats at one time only the first counts."""
        t = np.asarray(times, dtype=np.float64)
        own, index = np.unique(self.times, return_index=True)
        if own.size < 2:
            return np.full(t.shape, np.nan)
        i = np.clip(np.searchsorted(own, t, side="right") - 1, 0, own.size - 2)
        share = (t - own[i]) / (own[i + 1] - own[i])
        return np.asarray(index[i] + share * (index[i + 1] - index[i]), dtype=np.float64)

    def times_of_beats(self, beats: ArrayLike) -> NDArray[np.float64]:
        """`time_of_beat` of many fractional beat indices, shape (n,)."""
        b = np.asarray(beats, dtype=np.float64)
        if self.times.size < 2:
            return np.full(b.shape, np.nan)
        i = np.clip(np.floor(np.nan_to_num(b)), 0, self.times.size - 2).astype(np.int64)
        return np.asarray(self.times[i] + (b - i) * (self.times[i + 1] - self.times[i]), dtype=np.float64)

    def time_of_beat(self, beat: float) -> float:
        """Inverse of `fractional_beat`: time in s of a fractional beat index."""
        t = self.times
        if t.size < 2:
            return float("nan")
        i = int(np.clip(np.floor(beat), 0, t.size - 2))
        return float(t[i] + (beat - i) * (t[i + 1] - t[i]))

    def musical_time(self, time: float) -> MusicalTime | None:
        """Bar, beat and tick at a time in s; None where fewer than two beats are known."""
        where = self.fractional_beat(time)
        if not np.isfinite(where):
            return None
        ticks = round(where * TICKS_PER_BEAT)
        beat, tick = divmod(ticks, TICKS_PER_BEAT)
        i = int(np.clip(beat, 0, self.times.size - 1))
        beyond = beat - i
        place = int(self.positions[i])
        per_bar = max(self._usual, place)  # a last bar that is longer than usual ends where its last beat does
        bar, extra = divmod(place - 1 + beyond, per_bar) if beyond else (0, place - 1)
        return MusicalTime(int(self.bars[i]) + bar, extra + 1, tick)
