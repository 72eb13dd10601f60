"""Which events of two layers are the same: each matched with one of the other at most, as many as possible.

Words: *ours* is the layer that is judged, *theirs* what it is compared with. A deviation is ours minus theirs, in s, so
that it is above 0 where ours comes late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: s; as in `mir_eval`.
BEAT_TOLERANCE_S = 0.070
NOTE_TOLERANCE_S = 0.050
#: Semitones between two notes that are the same, half a semitone as in `mir_eval.transcription`.
PITCH_TOLERANCE = 0.5
#: Times as near as this to the edge of the tolerance are inside: files round.
_ROUNDING_S = 1e-9
#: Pairs are exchanged for nearer ones at most so many times.
_MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """Pairs, and what has none.

    Attributes
    ----------
    ours, theirs : ndarray of int, shape (n_pairs,)
        Indices of the events of each pair, ascending.
    extra : ndarray of int
        Indices of our events that nothing of theirs is like.
    missing : ndarray of int
        Indices of their events that nothing of ours is like.
    """

    ours: NDArray[np.int64]
    theirs: NDArray[np.int64]
    extra: NDArray[np.int64]
    missing: NDArray[np.int64]

    @property
    def precision(self) -> float:
        """Share of ours that is matched, 0..1; 0 where there is nothing."""
        return _share(self.ours.size, self.ours.size + self.extra.size)

    @property
    def recall(self) -> float:
        """Share of theirs that is matched, 0..1; 0 where there is nothing."""
        return _share(self.theirs.size, self.theirs.size + self.missing.size)

    @property
    def f_measure(self) -> float:
        """Harmonic mean of both."""
        return _share(2 * self.ours.size, 2 * self.ours.size + self.extra.size + self.missing.size)


def match_times(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], tolerance_s: float = BEAT_TOLERANCE_S
) -> Matching:
    """Match ascending times that are at most a tolerance apart.

    The number of pairs is the greatest possible (so that F equals that of `mir_eval.util.match_events`): on a line,
    taking the first free one each time is best. Pairs are then exchanged for nearer ones where one is free.
    """
    reach = tolerance_s + _ROUNDING_S
    first = np.searchsorted(theirs, ours - reach, side="left")
    after = np.searchsorted(theirs, ours + reach, side="right")
    rivals = np.searchsorted(ours, theirs + reach, side="right") - np.searchsorted(ours, theirs - reach, side="left")
    lone = after - first == 1
    lone[lone] = rivals[first[lone]] == 1  # two that have nobody else: no more to be thought about
    rest = np.flatnonzero((after > first) & ~lone)
    partner = np.where(lone, first, -1)
    free = 0
    for i, low, high in zip(rest.tolist(), first[rest].tolist(), after[rest].tolist(), strict=True):
        j = low if low > free else free
        if j < high:
            partner[i] = j
            free = j + 1
    a = np.flatnonzero(partner >= 0)
    b = partner[a].astype(np.int64)
    return _matching(*_nearer(ours, theirs, a, b), ours.size, theirs.size)


def match_notes(
    ours: tuple[NDArray[np.float64], NDArray[np.float64]],
    theirs: tuple[NDArray[np.float64], NDArray[np.float64]],
    tolerance_s: float = NOTE_TOLERANCE_S,
    pitch_tolerance: float = PITCH_TOLERANCE,
) -> Matching:
    """Match notes whose beginnings and pitches are alike; where they end does not count.

    Parameters
    ----------
    ours, theirs : (times, pitches)
        Ascending times in s, and fractional MIDI numbers.
    tolerance_s : float
    pitch_tolerance : float
        Semitones.

    Notes
    -----
    The number of pairs is the greatest possible, as in `mir_eval.transcription`: near notes are paired at once, what
    is left by augmenting paths (Kuhn 1955).
    """
    (at, pitch), (other_at, other_pitch) = ours, theirs
    rows, columns = _near(at, other_at, tolerance_s + _ROUNDING_S)
    alike = np.abs(pitch[rows] - other_pitch[columns]) <= pitch_tolerance + _ROUNDING_S
    rows, columns = rows[alike], columns[alike]
    order = np.argsort(np.abs(at[rows] - other_at[columns]), kind="stable")
    partner = _nearest_first(rows[order], columns[order], at.size, other_at.size)
    loose = np.setdiff1d(rows, np.flatnonzero(partner >= 0))
    if loose.size:
        _augment(loose, rows, columns, partner, other_at.size)
    a = np.flatnonzero(partner >= 0)
    return _matching(a, partner[a], at.size, other_at.size)


def _near(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], reach: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All pairs of times that are so near to each other, as two columns of indices."""
    low = np.searchsorted(theirs, ours - reach, side="left")
    count = np.searchsorted(theirs, ours + reach, side="right") - low
    rows = np.repeat(np.arange(ours.size), count)
    within = np.arange(rows.size) - np.repeat(np.cumsum(count) - count, count)
    return rows, np.repeat(low, count) + within


def _nearest_first(rows: NDArray[np.int64], columns: NDArray[np.int64], n: int, m: int) -> NDArray[np.int64]:
    """Partner of each row, -1 where it has none: pairs that are the first of both are taken, again and again."""
    partner, taken = np.full(n, -1, dtype=np.int64), np.zeros(m, dtype=bool)
    while rows.size:
        order = np.arange(rows.size)
        first_row, first_column = np.full(n, rows.size), np.full(m, rows.size)
        np.minimum.at(first_row, rows, order)
        np.minimum.at(first_column, columns, order)
        chosen = (first_row[rows] == order) & (first_column[columns] == order)
        partner[rows[chosen]] = columns[chosen]
        taken[columns[chosen]] = True
        left = (partner[rows] < 0) & ~taken[columns]
        rows, columns = rows[left], columns[left]
    return partner


def _augment(
    loose: NDArray[np.int64], rows: NDArray[np.int64], columns: NDArray[np.int64], partner: NDArray[np.int64], m: int
) -> None:
    """Give rows without a partner one, where others can be shifted; changes ``partner``."""
    order = np.argsort(rows, kind="stable")
    starts = np.searchsorted(rows[order], np.arange(partner.size + 1)).tolist()
    edges = columns[order].tolist()
    holder = [-1] * m
    for row in np.flatnonzero(partner >= 0).tolist():
        holder[int(partner[row])] = row
    for start in loose.tolist():
        came: dict[int, int] = {}  # column -> the row that reached it
        waiting, end = [start], -1
        while waiting and end < 0:
            row = waiting.pop()
            for column in edges[starts[row] : starts[row + 1]]:
                if column in came:
                    continue
                came[column] = row
                if holder[column] < 0:
                    end = column
                    break
                waiting.append(holder[column])
        while end >= 0:
            row = came[end]
            before = int(partner[row])
            partner[row], holder[end] = end, row
            end = before if row != start else -1


def _nearer(
    ours: NDArray[np.float64], theirs: NDArray[np.float64], a: NDArray[np.int64], b: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs (ascending in both) with a free neighbour in place of a partner that is farther off."""
    for _ in range(_MOST_ROUNDS):
        changed = False
        for mine, other, one, two in ((a, b, ours, theirs), (b, a, theirs, ours)):
            for step in (1, -1):
                wanted = other + step
                inside = (wanted >= 0) & (wanted < two.size)
                bound = np.append(other[1:], two.size) if step > 0 else np.append(-1, other[:-1])
                free = inside & ((wanted < bound) if step > 0 else (wanted > bound))
                at = one[mine[free]]
                better = np.abs(at - two[wanted[free]]) < np.abs(at - two[other[free]])
                moving = np.flatnonzero(free)[better]
                other[moving] += step
                changed |= bool(moving.size)
        if not changed:
            break
    return a, b


def _matching(a: NDArray[np.int64], b: NDArray[np.int64], n: int, m: int) -> Matching:
    alone, lacking = np.ones(n, dtype=bool), np.ones(m, dtype=bool)
    alone[a], lacking[b] = False, False
    return Matching(a, b, np.flatnonzero(alone), np.flatnonzero(lacking))


def common(labels: Sequence[str]) -> NDArray[np.int64]:
    """A number for each text, equal ones for equal texts."""
    numbers = {text: i for i, text in enumerate(dict.fromkeys(labels))}
    return np.array([numbers[text] for text in labels], dtype=np.int64)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
