"""Counting bars anew where beats or pins have changed.

A downbeat that is pinned is a 1, and the count goes on from it to the next pinned downbeat; a pinned meter also
holds beyond those, to the next pinned meter. Elsewhere the old count stays. Where a beat has come or gone, one side
has to give way: the one whose downbeats the activations support less.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain import pins as p
from w12studio.domain.events import Event

Floats = NDArray[np.float64]

_SAME_S = 0.021
_REACH = 3
#: By how much log likelihood the count before a pinned downbeat must be better as it is to stay so: a bar that is cut
#: short is thought a thousand times less likely than one that is whole.
CUT_SHORT = 6.9
_USUAL = 4


@dataclass(frozen=True, slots=True, eq=False)
class Count:
    """Beats in s, and their places in the bar (NaN: unknown), both of shape (n,)."""

    times: Floats
    positions: Floats


@dataclass(frozen=True, slots=True)
class _Mark:
    """A pinned downbeat: the number of its beat, and beats a bar from there on (0: as before)."""

    index: int
    n: int
    time: float


def downbeat_gain(activations: NDArray[np.floating], frames: NDArray[np.int64]) -> Floats:
    """Log odds of a downbeat against another beat at each frame, from the highest activations within 30 ms.

    Parameters
    ----------
    activations : ndarray, shape (n, 2)
        Probabilities of a beat that is no downbeat, and of a downbeat.
    """
    near = np.clip(frames[:, None] + np.arange(-_REACH, _REACH + 1), 0, activations.shape[0] - 1)
    beat, downbeat = np.maximum(activations[near].max(axis=1).astype(np.float64), 1e-4).T
    return np.log(downbeat) - np.log(beat)


def best_phase(gain: Floats, n: int) -> tuple[int, float]:
    """Which of the first n beats is a downbeat, if bars have n beats, and the log odds of all downbeats then."""
    sums = [float(gain[phase::n].sum()) for phase in range(n)]
    best = int(np.argmax(sums))
    return best, sums[best]


def usual_bar(positions: Floats) -> int:
    """Most common number of beats between downbeats; 4 where that is not known."""
    lengths = np.diff(np.flatnonzero(positions == 1))
    return int(np.bincount(lengths).argmax()) if lengths.size else _USUAL


def _bar_lengths(count: Count) -> NDArray[np.int64]:
    """Beats a bar at each beat: that of its own bar where a neighbouring bar has as many, else the usual."""
    usual = usual_bar(count.positions)
    out = np.full(count.times.size, usual)
    down = np.flatnonzero(count.positions == 1)
    lengths = np.diff(down)
    for i, n in enumerate(lengths.tolist()):
        if n in lengths[max(0, i - 1) : i] or n in lengths[i + 1 : i + 2]:
            out[down[i] : down[i + 1]] = n
    if lengths.size:
        out[: down[0]] = out[down[0]]
        out[down[-1] :] = out[max(0, down[-1] - 1)]
    return out


class _Counter:
    """Places in the bar of new beats, while they are worked out."""

    def __init__(self, old: Count, times: Floats, pins: Iterable[Event], gain: Floats) -> None:
        self.times, self.gain = times, gain
        self.positions = np.full(times.size, np.nan)
        self.marks = self._marks(pins)
        self.lengths = np.full(times.size, _USUAL)
        if old.times.size:
            at = np.searchsorted(0.5 * (old.times[1:] + old.times[:-1]), times)
            self.lengths = _bar_lengths(old)[at]

    def _marks(self, pins: Iterable[Event]) -> list[_Mark]:
        found: dict[int, _Mark] = {}
        for pin in sorted(pins, key=lambda e: e.time):
            if p.is_downbeat(pin):
                index = int(np.abs(self.times - pin.time).argmin())
                n = int(pin.value or 0) if pin.label == p.METER else 0
                before = found.get(index)
                found[index] = _Mark(index, n or (before.n if before else 0), pin.time)
        return [found[i] for i in sorted(found)]

    def meter_before(self, index: int) -> int:
        """Beats a bar that the last pinned meter up to a beat asks for; 0 where there is none."""
        return next((m.n for m in reversed(self.marks) if m.index <= index and m.n), 0)

    def forward(self, positions: Floats, start: int, place: int, stop: int, n: int = 0) -> Floats:
        """Places counted on from ``start``, which has ``place``, to before ``stop``; 1 at pinned downbeats."""
        out = positions.copy()
        marked = {m.index for m in self.marks}
        fixed = n or self.meter_before(start)
        length = fixed or int(self.lengths[start])
        for i in range(start, stop):
            if i > start:
                place += 1
                if i in marked or place > length:
                    place = 1
                    length = self.meter_before(i) or fixed or int(self.lengths[i])
            out[i] = place
        return out

    def backward(self, positions: Floats, start: int, place: int, stop: int) -> Floats:
        """Places counted back from ``start``, which has ``place``, to ``stop``."""
        out = positions.copy()
        for i in range(start, stop - 1, -1):
            if i < start:
                length = self.meter_before(i) or int(self.lengths[i])
                place = place - 1 if place > 1 else length
            out[i] = place
        return out

    def section(self, index: int) -> tuple[int, int]:
        """From the last pinned downbeat before a beat (or 0) to the next one after it (or the end)."""
        start = max((m.index for m in self.marks if m.index < index), default=0)
        stop = min((m.index for m in self.marks if m.index > index), default=self.times.size)
        return start, stop

    def better(self, first: Floats, second: Floats, start: int, stop: int) -> Floats:
        """The one whose downbeats are better supported; the first of two equals."""
        part = slice(start, stop)
        sums = [float(self.gain[part][c[part] == 1].sum()) for c in (first, second)]
        return second if sums[1] > sums[0] else first

    # -- what has to be counted again ------------------------------------------------------------------------

    def inherit(self, old: Count) -> None:
        """Keep the old count as far as beats are the same; where there are more or fewer now, one side gives way."""
        n, n_old = self.times.size, old.times.size
        common = min(n, n_old)
        same = np.abs(self.times[:common] - old.times[:common]) <= _SAME_S
        head = common if same.all() else int(same.argmin())
        same = np.abs(self.times[n - common :] - old.times[n_old - common :])[::-1] <= _SAME_S
        tail = min(common - head, common if same.all() else int(same.argmin()))
        if n == n_old:
            self.positions[:] = old.positions
            return
        self.positions[:head] = old.positions[:head]
        if tail:
            self.positions[n - tail :] = old.positions[n_old - tail :]
        self._reconcile(head, n - tail)

    def _reconcile(self, head: int, tail: int) -> None:
        """Count the beats ``head .. tail - 1``, whose neighbours are counted, and make one side follow."""
        n = self.times.size
        left = head > 0 and self.positions[head - 1] > 0
        right = tail < n and self.positions[tail] > 0
        start, _ = self.section(min(tail, n - 1))
        _, stop = self.section(max(head - 1, 0))
        start, stop = min(start, head), max(stop, tail)
        if left:
            on = self.forward(self.positions, head - 1, int(self.positions[head - 1]), stop)
        if right:
            back = self.backward(self.positions, tail, int(self.positions[tail]), start)
        if left and right:
            met = on[tail] == self.positions[tail]
            through = np.concatenate([on[:tail], self.positions[tail:]])
            self.positions = through if met else self.better(on, back, start, stop)
        elif left or right:
            self.positions = on if left else back
        else:
            self.fresh(0, n)

    def fresh(self, start: int, stop: int) -> None:
        """Count beats of which nothing is known, from the downbeats that the activations support best."""
        length = self.meter_before(start) or int(self.lengths[start])
        phase, _ = best_phase(self.gain[start:stop], min(length, max(1, stop - start)))
        self.positions = self.forward(self.positions, start, (-phase) % length + 1, stop)

    def forget(self, changed: Event, old: Count) -> None:
        """A pinned downbeat has gone: one side goes on beyond where it was."""
        index = int(np.abs(self.times - changed.time).argmin())
        start, stop = self.section(index)
        if any(m.index == index for m in self.marks):
            return
        if changed.label == p.METER:
            stop = min((m.index for m in self.marks if m.index > index and m.n), default=self.times.size)
            outside = np.concatenate([old.positions[old.times < changed.time], self.positions[stop:]])
            length = self.meter_before(index) or usual_bar(outside)
            place = self.positions[index - 1] if index else np.nan
            first = int(place) % length + 1 if place > 0 else 1
            self.positions = self.forward(self.positions, index, first, stop, length)
            return
        if index == 0 or not self.positions[index - 1] > 0:
            return
        on = self.forward(self.positions, index - 1, int(self.positions[index - 1]), stop)
        back = self.backward(self.positions, index, 1, start)
        self.positions = self.better(on, back, start, stop)

    def obey(self, changed: Event) -> None:
        """Make every pinned downbeat one, and count on from those that are new."""
        ends = [*[m.index for m in self.marks[1:]], self.times.size]
        for mark, stop in zip(self.marks, ends, strict=False):
            is_new = abs(mark.time - changed.time) < 1e-9
            if self.positions[mark.index] == 1 and not is_new:
                continue
            if is_new and changed.label == p.METER:
                stop = min((m.index for m in self.marks if m.index > mark.index and m.n), default=self.times.size)
            before = self.positions
            self.positions = self.forward(self.positions, mark.index, 1, stop)
            if not mark.n and mark is self.marks[0]:
                self._lead_to(mark.index, before)

    def _lead_to(self, index: int, before: Floats) -> None:
        """Let the count before the first pinned downbeat lead to it, unless the activations clearly speak against."""
        back = self.backward(before, index, 1, 0)
        cost = float(self.gain[:index][before[:index] == 1].sum() - self.gain[:index][back[:index] == 1].sum())
        if cost < CUT_SHORT or not (before[:index] > 0).all():
            self.positions[:index] = back[:index]


def count_again(
    old: Count,
    times: Floats,
    pins: Iterable[Event],
    changed: Event,
    activations: NDArray[np.floating],
    frame_rate: float,
) -> Floats:
    """Places in the bar of new beats.

    Parameters
    ----------
    old : Count
        The beats before.
    times : ndarray, shape (n,)
        The beats now, in s.
    pins : iterable of Event
    changed : Event
        The pin that was set, or taken away (then it is not among ``pins``).
    activations : ndarray, shape (n_frames, 2)
        Probabilities of a beat that is no downbeat, and of a downbeat.
    frame_rate : float
        Of the activations.

    Returns
    -------
    ndarray, shape (n,)
        1 = downbeat; NaN where no downbeat is known.
    """
    if not times.size:
        return np.zeros(0)
    pins = list(pins)
    gain = downbeat_gain(activations, np.rint(times * frame_rate).astype(np.int64))
    counter = _Counter(old, times, pins, gain)
    if old.times.size:
        counter.inherit(old)
    else:
        counter.fresh(0, times.size)
    if p.is_downbeat(changed) and changed not in pins:
        counter.forget(changed, old)
    counter.obey(changed)
    return counter.positions
