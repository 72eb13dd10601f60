"""Notes with pitch bend from the notes layer and the pitch curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import NOTES, PITCH, Analysis
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events

#: Semitones that a full bend up or down is worth (RPN 0).
BEND_RANGE = 12
#: A new note begins where the pitch is further than this from the key, in semitones.
NOTE_SPREAD = 0.75
#: Shortest note that is made of a pitch curve, in s.
SHORTEST_S = 0.04
_BEND_STEP = 2 / 100 / BEND_RANGE * 8192  # 2 cents: finer than can be heard, and keeps the file small


@dataclass(frozen=True, slots=True)
class Note:
    """A key with its bends.

    Attributes
    ----------
    start, end : float
        s.
    key : int
        MIDI number, 0..127.
    bends : tuple of (float, int)
        Time in s and bend -8192..8191; the first at ``start``.
    """

    start: float
    end: float
    key: int
    bends: tuple[tuple[float, int], ...] = ()


def midi_number(hz: NDArray[np.floating]) -> NDArray[np.float64]:
    """Fractional MIDI number, A4 = 440 Hz = 69; NaN where the frequency is not above 0."""
    f0 = np.asarray(hz, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(f0 > 0, 69 + 12 * np.log2(np.where(f0 > 0, f0, 440.0) / 440.0), np.nan)


def bend_of(semitones: float) -> int:
    """The bend for a distance from the key, clipped to the range."""
    return int(np.clip(round(semitones / BEND_RANGE * 8192), -8192, 8191))


def notes_of(analysis: Analysis, with_bends: bool) -> tuple[list[Note], int]:
    """The notes of the recording, and how many could not be written.

    The notes layer where it has any, else what the pitch curve sings. Notes without a pitch or outside of
    0..127 are counted as lost. Bends belong to a channel, so notes that overlap get none.
    """
    pitch = analysis.track(PITCH)
    curve = pitch.curve if pitch is not None and pitch.curve is not None and pitch.curve.values.ndim == 1 else None
    layer = analysis.events(NOTES)
    if not len(layer) and curve is not None:
        layer = segment(curve)
    usable = ~np.isnan(layer.values) & (layer.values > -0.5) & (layer.values < 127.5)
    rows = np.flatnonzero(usable)
    ends = layer.times[rows] + layer.durations[rows]
    alone = not np.any(layer.times[rows][1:] < ends[:-1] - 1e-9)
    numbers = midi_number(curve.values) if curve is not None else None
    out = []
    for i in rows.tolist():
        start, end = float(layer.times[i]), float(layer.times[i] + layer.durations[i])
        key = int(np.clip(np.rint(layer.values[i]), 0, 127))
        bends: tuple[tuple[float, int], ...] = ()
        if with_bends and alone:
            bends = _bends(start, end, key, float(layer.values[i]), curve, numbers)
        out.append(Note(start, end, key, bends))
    return out, len(layer) - rows.size


def _bends(
    start: float, end: float, key: int, value: float, curve: Curve | None, numbers: NDArray[np.float64] | None
) -> tuple[tuple[float, int], ...]:
    bends = [(start, bend_of(value - key))]
    if curve is None or numbers is None:
        return tuple(bends)
    span = curve.span(start, end)
    inside = numbers[span] - key
    times = curve.start + np.arange(span.start, span.stop) / curve.frame_rate
    for time, distance in zip(times.tolist(), inside.tolist(), strict=True):
        if abs(distance) <= BEND_RANGE:
            amount = bend_of(distance)
            if time == start:
                bends = [(start, amount)]
            elif abs(amount - bends[-1][1]) >= _BEND_STEP:
                bends.append((time, amount))
    return tuple(bends)


def segment(curve: Curve) -> Events:
    """Notes of an f0 curve in Hz: voiced stretches, cut where the pitch leaves its key by `NOTE_SPREAD`.

    Returns
    -------
    Events
        value = median MIDI number of the note; stretches under `SHORTEST_S` are left out.
    """
    numbers = midi_number(curve.values)
    starts: list[int] = []
    stops: list[int] = []
    key: float | None = None
    for i, number in enumerate(numbers.tolist()):
        if number != number:
            if key is not None:
                stops.append(i)
            key = None
        elif key is None or abs(number - key) > NOTE_SPREAD:
            if key is not None:
                stops.append(i)
            starts.append(i)
            key = round(number)
    if key is not None:
        stops.append(numbers.size)
    first, last = np.array(starts, dtype=np.int64), np.array(stops, dtype=np.int64)
    durations = (last - first) / curve.frame_rate
    long = durations >= SHORTEST_S
    values = [float(np.median(numbers[a:b])) for a, b in zip(first[long], last[long], strict=True)]
    return Events.from_columns(curve.start + first[long] / curve.frame_rate, durations[long], values)
