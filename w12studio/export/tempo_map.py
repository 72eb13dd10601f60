"""Beats to MIDI ticks: tempo changes and time signatures that never drift.

Time 0 of the file is time 0 of the recording. The silence before the first beat becomes bars at the tempo of
the first beats; where it is no whole number of bars, the very first bar is a partial one (in sixteenths, or
sixty-fourths for a very short silence), so that every downbeat falls on a bar line.

Each tempo is computed from the absolute time of the next beat minus the exact time of the ticks so far, in
integers; rounding to whole microseconds a quarter note is thus corrected by the next beat and never adds up. Where
the tempo need not follow every beat (`domain.straighten`), the same holds from anchor to anchor.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.timebase import BarGrid

#: 24 bits of microseconds a quarter note: 3.58 BPM is the slowest.
MAX_TEMPO = 0xFFFFFF
MIN_TEMPO = 1
DEFAULT_TEMPO = 500_000
#: Longest bar that is written as one; longer ones are cut into bars of the usual length.
MAX_BAR_BEATS = 32
#: Shortest beat in us with which silence is filled.
FASTEST_FILL_US = 100_000
_RESIDUE_US = 2
#: How far a beat may be off its time where few tempos are wanted, in us: less of them are needed so.
ANCHOR_RESIDUE_US = 200


@dataclass(frozen=True, slots=True)
class Meter:
    """How a beat is written.

    Attributes
    ----------
    denominator : int
        Power of two, 1..32.
    pulses : int
        Denominator notes a beat: 1, or 3 for two dotted quarters in 6/8.
    """

    denominator: int = 4
    pulses: int = 1

    def ticks_per_beat(self, ticks_per_quarter: int) -> int:
        """Ticks of one beat."""
        return ticks_per_quarter * 4 * self.pulses // self.denominator


@dataclass(slots=True)
class TempoMap:
    """Tempo changes and time signatures, built from left to right.

    Attributes
    ----------
    ticks_per_quarter : int
    tempos : list of (int, int)
        Tick and microseconds a quarter note.
    signatures : list of (int, int, int)
        Tick, numerator, denominator.
    beat_ticks : ndarray of int64
        Tick of each beat it was built from.
    """

    ticks_per_quarter: int
    tempos: list[tuple[int, int]] = field(default_factory=list)
    signatures: list[tuple[int, int, int]] = field(default_factory=list)
    beat_ticks: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    split_bars: int = 0
    _starts: list[int] = field(default_factory=list)  # time at each tempo change, in us / ticks_per_quarter
    _tick: int = 0
    _time: int = 0

    def _run(self, ticks: int, us_per_quarter: int) -> None:
        if ticks <= 0:
            return
        if not self.tempos or self.tempos[-1][1] != us_per_quarter:
            self.tempos.append((self._tick, us_per_quarter))
            self._starts.append(self._time)
        self._tick += ticks
        self._time += ticks * us_per_quarter

    def advance(self, ticks: int, time_us: float, residue_us: float = _RESIDUE_US) -> None:
        """Go on by ``ticks`` so that they end within ``residue_us`` of a time in us, as nearly as tempos allow."""
        left = round(time_us * self.ticks_per_quarter) - self._time
        slow, rest = divmod(left, ticks)
        whole = min(max(slow + (2 * rest >= ticks), MIN_TEMPO), MAX_TEMPO)
        if abs(left - whole * ticks) <= residue_us * self.ticks_per_quarter or not (MIN_TEMPO <= slow < MAX_TEMPO):
            self._run(ticks, whole)
        else:  # its rounding would add up to something audible: part of it goes a microsecond slower
            self._run(ticks - rest, slow)
            self._run(rest, slow + 1)

    def sign(self, tick: int, numerator: int, denominator: int) -> None:
        """Put a time signature at a bar line where it changes."""
        if not self.signatures or self.signatures[-1][1:] != (numerator, denominator):
            self.signatures.append((tick, numerator, denominator))

    def to_ticks(self, times: ArrayLike) -> NDArray[np.int64]:
        """Nearest tick of times in s, any shape; the last tempo goes on beyond the end."""
        starts_us = np.array(self._starts, dtype=np.float64) / self.ticks_per_quarter
        ticks = np.array([t for t, _ in self.tempos], dtype=np.float64)
        tempos = np.array([u for _, u in self.tempos], dtype=np.float64)
        us = np.asarray(times, dtype=np.float64) * 1e6
        i = np.clip(np.searchsorted(starts_us, us, side="right") - 1, 0, len(self.tempos) - 1)
        return np.rint(ticks[i] + (us - starts_us[i]) * self.ticks_per_quarter / tempos[i]).astype(np.int64)


def fixed(ticks_per_quarter: int) -> TempoMap:
    """120 BPM and 4/4, for a recording without beats."""
    out = TempoMap(ticks_per_quarter)
    out._run(1, DEFAULT_TEMPO)
    out.sign(0, 4, 4)
    return out


def build(grid: BarGrid, meter: Meter, ticks_per_quarter: int, anchors: Sequence[int] | None = None) -> TempoMap:
    """The map that puts every beat at its time.

    Parameters
    ----------
    grid : BarGrid
        At least one beat; times >= 0 s, ascending.
    meter : Meter
    ticks_per_quarter : int
        A multiple of 16.
    anchors : sequence of int, optional
        The beats at which the tempo may change, the first and the last among them; all of them by default. Those
        between lie where one tempo puts them, and anchors within `ANCHOR_RESIDUE_US` of their time.
    """
    out = TempoMap(ticks_per_quarter)
    times_us = grid.times * 1e6
    beat = meter.ticks_per_beat(ticks_per_quarter)
    usual_us = float(np.median(np.diff(times_us))) if times_us.size > 1 else DEFAULT_TEMPO * beat / ticks_per_quarter
    usual_us = float(np.clip(usual_us, FASTEST_FILL_US, MAX_TEMPO * beat / ticks_per_quarter))
    ticks_between = _ticks_between(times_us, beat, usual_us, ticks_per_quarter)
    first = times_us[: min(9, times_us.size)]
    near_us = float(np.clip(np.median(np.diff(first)), FASTEST_FILL_US, usual_us * 4)) if first.size > 1 else usual_us
    lead = _lead_in(times_us[0], near_us, beat, ticks_per_quarter)
    out.beat_ticks = lead + np.concatenate([[0], np.cumsum(ticks_between)]).astype(np.int64)
    _sign_bars(out, grid, meter)
    if lead:
        out.advance(lead, times_us[0])
    if anchors is None:
        for ticks, time in zip(ticks_between.tolist(), times_us[1:].tolist(), strict=True):
            out.advance(ticks, time)
    else:
        for i, j in itertools.pairwise(anchors):
            out.advance(int(ticks_between[i:j].sum()), float(times_us[j]), ANCHOR_RESIDUE_US)
    if times_us.size == 1:
        out._run(beat, DEFAULT_TEMPO)
    return out


def _ticks_between(
    times_us: NDArray[np.float64], beat: int, usual_us: float, ticks_per_quarter: int
) -> NDArray[np.int64]:
    """Ticks from each beat to the next: one beat, or several where one would be slower than MIDI allows."""
    gaps = np.diff(times_us)
    slowest_us = MAX_TEMPO * beat / ticks_per_quarter
    fill = np.maximum(np.ceil(gaps / slowest_us), np.rint(gaps / usual_us))
    return (np.where(gaps > slowest_us, fill, 1) * beat).astype(np.int64)


def _lead_in(time_us: float, beat_us: float, beat: int, ticks_per_quarter: int) -> int:
    """Ticks of the silence before the first beat, at about the tempo of the first beats."""
    if time_us <= 0:
        return 0
    wanted = max(time_us / beat_us * beat, time_us / MAX_TEMPO * ticks_per_quarter)
    unit = ticks_per_quarter // 4
    if wanted < unit / 2:
        unit = ticks_per_quarter // 16
    slowest = int(np.ceil(time_us / MAX_TEMPO * ticks_per_quarter / unit))
    return max(round(wanted / unit), slowest, 1) * unit


def _sign_bars(out: TempoMap, grid: BarGrid, meter: Meter) -> None:
    """Time signatures, so that each downbeat is on a bar line."""
    beat = meter.ticks_per_beat(out.ticks_per_quarter)
    usual = min(max(grid.beats_per_bar() or (0 if grid.is_downbeat.any() else 4), 0) or 4, MAX_BAR_BEATS)
    downs = out.beat_ticks[grid.is_downbeat]
    if downs.size == 0:
        downs = out.beat_ticks[:1]
    _sign_pickup(out, int(downs[0]), usual, meter)
    for start, length in zip(downs[:-1].tolist(), np.diff(downs).tolist(), strict=True):
        beats = length // beat
        if beats <= MAX_BAR_BEATS:
            out.sign(start, beats * meter.pulses, meter.denominator)
            continue
        out.split_bars += 1
        whole, rest = divmod(beats, usual)
        out.sign(start, usual * meter.pulses, meter.denominator)
        if rest:
            out.sign(start + whole * usual * beat, rest * meter.pulses, meter.denominator)
    out.sign(int(downs[-1]), usual * meter.pulses, meter.denominator)


def _sign_pickup(out: TempoMap, first_downbeat: int, usual: int, meter: Meter) -> None:
    """The bars before the first downbeat: a partial one, then whole ones."""
    bar = usual * meter.ticks_per_beat(out.ticks_per_quarter)
    whole, rest = divmod(first_downbeat, bar)
    if rest:
        _sign_partial(out, 0, rest, meter)
    if whole:
        out.sign(rest, usual * meter.pulses, meter.denominator)


def _sign_partial(out: TempoMap, start: int, ticks: int, meter: Meter) -> None:
    numerator, denominator = ticks // (out.ticks_per_quarter // 16), 64
    while numerator % 2 == 0 and denominator > meter.denominator:
        numerator, denominator = numerator // 2, denominator // 2
    if numerator <= 255:
        out.sign(start, numerator, denominator)
        return
    beats, part = divmod(ticks, meter.ticks_per_beat(out.ticks_per_quarter))
    _sign_partial(out, start, part, meter)  # more sixty-fourths than a byte counts: the part of a beat, then beats
    out.sign(start + part, beats * meter.pulses, meter.denominator)
