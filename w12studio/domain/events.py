"""Event, and a sorted, immutable sequence of events that answers range queries.

Range queries
-------------
Events are ordered by (time, duration, value, label, confidence), unknown numbers first. A point covers its own
instant; a region covers ``[time, time + duration)``.

* ``between(a, b)``: events whose *time* lies in ``[a, b)``. An event exactly at ``a`` is in, one at ``b`` is out.
* ``overlapping(a, b)``: events that cover any instant of ``[a, b)``: points as in ``between``, regions with
  ``time < b`` and ``time + duration > a``. Nothing overlaps an empty span (``b <= a``).
* ``at_or_before(t)``: index of the last event with ``time <= t``, -1 where there is none.
* ``nearest(t)``: index of the event whose time is nearest; of two equally near, the earlier; -1 when empty.

100,000 events are cheap: the columns are arrays, and an `Event` is made only for those that are asked for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a time.

    Attributes
    ----------
    time : float
        s from the start of the file.
    duration : float
        s; > 0 makes it a region or a note.
    value : float or None
        Beat: place in the bar, 1 = downbeat. Note: fractional MIDI number. Transient: strength 0..1.
        Tempo: BPM.
    confidence : float or None
        0..1.
    label : str
    """

    time: float
    duration: float = 0.0
    value: float | None = None
    confidence: float | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.time):
            raise ValueError(f"an event needs a finite time, not {self.time}")
        if not (math.isfinite(self.duration) and self.duration >= 0):
            raise ValueError(f"an event's duration must be 0 or more seconds, not {self.duration}")
        # None is the one way to say unknown, so that equal events are equal.
        if self.value is not None and self.value != self.value:
            object.__setattr__(self, "value", None)
        if self.confidence is not None and self.confidence != self.confidence:
            object.__setattr__(self, "confidence", None)

    @property
    def end(self) -> float:
        """Time in s at which the event ends; its own time for a point."""
        return self.time + self.duration


def _column(values: ArrayLike | None, n: int, fill: float, name: str) -> NDArray[np.float64]:
    out = np.full(n, fill) if values is None else np.array(values, dtype=np.float64)
    if out.shape != (n,):
        raise ValueError(f"{name} must have shape ({n},), not {out.shape}")
    return out


#: Up to this many events are looked up one by one when they are removed.
_FEW = 64


def _order(
    times: NDArray[np.float64],
    durations: NDArray[np.float64],
    values: NDArray[np.float64],
    confidences: NDArray[np.float64],
    labels: Sequence[str],
) -> NDArray[np.int64]:
    """Indices that sort rows by (time, duration, value, label, confidence); unknown numbers come first."""
    by_time = np.argsort(times, kind="stable")
    if np.all(np.diff(times[by_time]) > 0):  # nothing else decides
        return by_time.astype(np.int64)
    rank = np.zeros(times.size, dtype=np.int64)
    if any(labels):
        places = {text: i for i, text in enumerate(sorted(set(labels)))}
        rank = np.array([places[text] for text in labels], dtype=np.int64)
    keys = []
    for column in (confidences, values):
        unknown = np.isnan(column)
        keys.append((np.where(unknown, 0.0, column), ~unknown))
    return np.lexsort((*keys[0], rank, *keys[1], durations, times)).astype(np.int64)


def _row_codes(a: Events, b: Events) -> NDArray[np.int64]:
    """A number for each row of ``a``, then of ``b``; equal rows, and only those, have equal numbers."""
    labels = a.labels + b.labels
    times, durations = np.concatenate([a.times, b.times]), np.concatenate([a.durations, b.durations])
    values, confidences = np.concatenate([a.values, b.values]), np.concatenate([a.confidences, b.confidences])
    order = _order(times, durations, values, confidences, labels)
    changed = np.zeros(len(labels), dtype=bool)
    for column in (times, durations, values, confidences):
        c = column[order]
        both_unknown = np.isnan(c[1:]) & np.isnan(c[:-1])
        changed[1:] |= (c[1:] != c[:-1]) & ~both_unknown
    if any(labels):
        sorted_labels = np.array(labels, dtype=object)[order]
        changed[1:] |= sorted_labels[1:] != sorted_labels[:-1]
    code = np.empty(len(labels), dtype=np.int64)
    code[order] = np.cumsum(changed)
    return code


class Events(Sequence[Event]):
    """Events in order of time, as read-only columns.

    Attributes
    ----------
    times, durations : ndarray, shape (n,)
        s.
    values, confidences : ndarray, shape (n,)
        NaN where unknown.
    labels : tuple of str, length n
    """

    __slots__ = ("_longest", "confidences", "durations", "labels", "times", "values")

    def __init__(self, events: Iterable[Event] = ()) -> None:
        rows = list(events)
        self._set(
            np.array([e.time for e in rows], dtype=np.float64),
            np.array([e.duration for e in rows], dtype=np.float64),
            np.array([np.nan if e.value is None else e.value for e in rows], dtype=np.float64),
            np.array([np.nan if e.confidence is None else e.confidence for e in rows], dtype=np.float64),
            tuple(e.label for e in rows),
        )

    @classmethod
    def from_columns(
        cls,
        times: ArrayLike,
        durations: ArrayLike | None = None,
        values: ArrayLike | None = None,
        confidences: ArrayLike | None = None,
        labels: Sequence[str] | None = None,
    ) -> Events:
        """Events from columns of equal length n, in any order; a column left out is unknown (or 0 s, or '').

        Raises
        ------
        ValueError
            For columns of different lengths, times that are not finite, or negative durations.
        """
        t = np.array(times, dtype=np.float64).reshape(-1)
        n = t.size
        d = _column(durations, n, 0.0, "durations")
        if not np.isfinite(t).all():
            raise ValueError("event times must be finite")
        if not (np.isfinite(d).all() and (d >= 0).all()):
            raise ValueError("event durations must be 0 or more seconds")
        names = ("",) * n if labels is None else tuple(str(x) for x in labels)
        if len(names) != n:
            raise ValueError(f"labels must have length {n}, not {len(names)}")
        self = cls.__new__(cls)
        self._set(t, d, _column(values, n, np.nan, "values"), _column(confidences, n, np.nan, "confidences"), names)
        return self

    def _set(
        self,
        times: NDArray[np.float64],
        durations: NDArray[np.float64],
        values: NDArray[np.float64],
        confidences: NDArray[np.float64],
        labels: tuple[str, ...],
    ) -> None:
        if times.size > 1 and not np.all(np.diff(times) > 0):
            order = _order(times, durations, values, confidences, labels)
            times, durations, values, confidences = (c[order] for c in (times, durations, values, confidences))
            labels = tuple([labels[i] for i in order.tolist()])
        for column in (times, durations, values, confidences):
            column.setflags(write=False)
        self.times, self.durations, self.values, self.confidences = times, durations, values, confidences
        self.labels = labels
        self._longest = float(durations.max()) if durations.size else 0.0

    def __len__(self) -> int:
        return int(self.times.size)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Events: ...
    def __getitem__(self, index: int | slice) -> Event | Events:
        if isinstance(index, slice):
            return Events.from_columns(
                self.times[index], self.durations[index], self.values[index], self.confidences[index],
                self.labels[index],
            )  # fmt: skip
        value, confidence = self.values[index], self.confidences[index]
        return Event(
            float(self.times[index]),
            float(self.durations[index]),
            None if np.isnan(value) else float(value),
            None if np.isnan(confidence) else float(confidence),
            self.labels[index],
        )

    def __iter__(self) -> Iterator[Event]:
        columns = (self.times, self.durations, self.values, self.confidences)
        return itertools.starmap(Event, zip(*(c.tolist() for c in columns), self.labels, strict=True))

    def rows(self, index: NDArray[np.int64]) -> list[Event]:
        """The events at several indices; much faster than one by one."""
        columns = (self.times, self.durations, self.values, self.confidences)
        labels = (self.labels[i] for i in index.tolist())
        return list(itertools.starmap(Event, zip(*(c[index].tolist() for c in columns), labels, strict=True)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Events):
            return NotImplemented
        return (
            len(self) == len(other)
            and bool(np.array_equal(self.times, other.times))
            and bool(np.array_equal(self.durations, other.durations))
            and bool(np.array_equal(self.values, other.values, equal_nan=True))
            and bool(np.array_equal(self.confidences, other.confidences, equal_nan=True))
            and self.labels == other.labels
        )

    def __hash__(self) -> int:
        return hash((self.times.tobytes(), self.values.tobytes(), self.labels))

    def __repr__(self) -> str:
        span = f", {self.times[0]:.3f}..{self.times[-1]:.3f} s" if len(self) else ""
        return f"<Events: {len(self)}{span}>"

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Events.from_columns, (self.times, self.durations, self.values, self.confidences, self.labels)

    # -- range queries (see the head of the module) ----------------------------------------------------------

    def span(self, start: float, end: float) -> slice:
        """Indices of the events whose time lies in ``[start, end)``, as a slice."""
        first, last = np.searchsorted(self.times, [start, end], side="left")
        return slice(int(first), int(max(first, last)))

    def between(self, start: float, end: float) -> Events:
        """Events whose time lies in ``[start, end)`` s."""
        return self[self.span(start, end)]

    def overlapping(self, start: float, end: float) -> NDArray[np.int64]:
        """Indices of the events that cover any instant of ``[start, end)`` s."""
        # A hair to the left: start - longest is rounded, and so is the end of each event that is compared below.
        margin = 1e-12 * (abs(start) + self._longest)
        first = int(np.searchsorted(self.times, start - self._longest - margin, side="left"))
        last = int(np.searchsorted(self.times, end, side="left")) if end > start else first
        index = np.arange(first, max(first, last))
        ends = self.times[index] + self.durations[index]
        return index[(self.times[index] >= start) | (ends > start)]

    def at_or_before(self, time: float) -> int:
        """Index of the last event with ``time <= time``; -1 where there is none."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def nearest(self, time: float) -> int:
        """Index of the event nearest to a time in s (the earlier of two equals); -1 when empty."""
        if not len(self):
            return -1
        right = int(np.searchsorted(self.times, time, side="left"))
        if right == 0:
            return 0
        if right == len(self) or time - self.times[right - 1] <= self.times[right] - time:
            right -= 1
        return int(np.searchsorted(self.times, self.times[right], side="left"))

    # -- changed copies ------------------------------------------------------------------------------------

    def changed(self, removed: Iterable[Event] = (), added: Iterable[Event] = ()) -> Events:
        """A copy without ``removed`` (matched by equality, one for one) and with ``added``.

        Raises
        ------
        KeyError
            When an event of ``removed`` is not there.
        """
        keep = np.ones(len(self), dtype=bool)
        gone = list(removed)
        if len(gone) > _FEW:
            keep = self._without(Events(gone))
            gone = []
        for event in gone:
            span = range(
                int(np.searchsorted(self.times, event.time, side="left")),
                int(np.searchsorted(self.times, event.time, side="right")),
            )
            found = next((i for i in span if keep[i] and self[i] == event), None)
            if found is None:
                raise KeyError(f"no such event: {event}")
            keep[found] = False
        new = list(added)
        kept = np.flatnonzero(keep)

        def join(column: NDArray[np.float64], extra: list[float]) -> NDArray[np.float64]:
            return np.concatenate([column[kept], np.array(extra, dtype=np.float64)])

        return Events.from_columns(
            join(self.times, [e.time for e in new]),
            join(self.durations, [e.duration for e in new]),
            join(self.values, [math.nan if e.value is None else e.value for e in new]),
            join(self.confidences, [math.nan if e.confidence is None else e.confidence for e in new]),
            [self.labels[i] for i in kept.tolist()] + [e.label for e in new],
        )

    def _without(self, gone: Events) -> NDArray[np.bool_]:
        """Which rows stay when ``gone`` is taken away."""
        mine, missing = self.differences(gone)
        if missing.size:
            raise KeyError(f"no such event: {gone[int(missing[0])]}")
        keep = np.zeros(len(self), dtype=bool)
        keep[mine] = True
        return keep

    def differences(self, other: Events) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of this one that ``other`` has not, and rows of ``other`` that this one has not, one for one.

        Returns
        -------
        only_self, only_other : ndarray
            Indices, ascending.
        """
        n = len(self)
        code = _row_codes(self, other)
        if not code.size:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        order = np.argsort(code, kind="stable")  # in each group of equal rows this one's come first
        mine = order < n
        starts = np.searchsorted(code[order], np.arange(int(code.max()) + 1))
        count = np.diff(np.append(starts, code.size))
        count_mine = np.add.reduceat(mine.astype(np.int64), starts)
        group = code[order]
        rank = np.arange(code.size) - starts[group]
        lone_mine = mine & (rank >= (count - count_mine)[group])
        lone_other = ~mine & (rank - count_mine[group] >= count_mine[group])
        return np.sort(order[lone_mine]), np.sort(order[lone_other]) - n
