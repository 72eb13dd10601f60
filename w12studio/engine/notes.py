"""From an f0 curve to notes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.pitch_frames import runs_of

#: s; shorter notes are dropped: a sixteenth at 200 BPM lasts 75 ms.
MIN_NOTE_S = 0.06
#: s that a pitch one semitone off must last to be a note of its own; half of it from two semitones on.
HOLD_S = 0.08
#: Semitones beyond which being further off costs nothing more, so that short slips don't split a note.
_FAR = 2.0
#: Semitones between the pitches that a note can be held at while it is sought; its value is measured afterwards.
_GRID = 0.25


def notes_from_f0(curve: Curve, min_duration: float = MIN_NOTE_S, hold: float = HOLD_S) -> Events:
    """Notes of a monophonic f0 curve.

    Parameters
    ----------
    curve : Curve
        f0 in Hz, NaN where unvoiced.
    min_duration : float
        s; shorter notes are dropped.
    hold : float
        s that a pitch a semitone away must last to become a note of its own.

    Returns
    -------
    Events
        time and duration in s; value = median pitch as a fractional MIDI number; confidence = mean voicing
        probability (unknown where the curve has none).

    Notes
    -----
    Notes end where voicing does. Within a voiced stretch the sequence of held pitches is the one with the
    smallest sum of distances to the curve (capped at two semitones) plus a price for every change, found exactly
    (Viterbi). A price instead of a threshold tolerates vibrato: a swing of a semitone each way at 5 Hz saves less
    than its changes cost. The same pitch played again without a gap in voicing stays one note: a pitch curve
    can't tell.
    """
    midi = 69 + 12 * np.log2(np.asarray(curve.values, dtype=np.float64) / 440)
    price = hold * curve.frame_rate
    least = max(1, round(min_duration * curve.frame_rate))
    rows = []
    for start, stop in runs_of(np.isfinite(midi)):
        for first, last in _held(midi[start:stop], price):
            if last - first < least:
                continue
            span = slice(start + first, start + last)
            certainty = np.nan if curve.confidence is None else float(np.mean(curve.confidence[span]))
            rows.append((start + first, last - first, float(np.median(midi[span])), certainty))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4)
    # A frame stands for the half hop on either side of its centre.
    begin = np.maximum(0.0, curve.start + (columns[:, 0] - 0.5) / curve.frame_rate)
    end = curve.start + (columns[:, 0] + columns[:, 1] - 0.5) / curve.frame_rate
    return Events.from_columns(begin, end - begin, columns[:, 2], columns[:, 3])


def _held(midi: NDArray[np.float64], price: float) -> list[tuple[int, int]]:
    """First and one past last frame of each held pitch of a voiced stretch."""
    grid = np.arange(np.floor(midi.min()), np.ceil(midi.max()) + _GRID, _GRID)
    cost = np.zeros(len(grid))
    changed = np.zeros((len(midi), len(grid)), dtype=bool)
    cheapest = np.zeros(len(midi), dtype=np.int64)
    for t, pitch in enumerate(midi):
        best = int(np.argmin(cost))
        cheapest[t] = best
        fresh = cost[best] + price
        np.greater(cost, fresh, out=changed[t])
        np.minimum(cost, fresh, out=cost)
        cost += np.minimum(np.abs(grid - pitch), _FAR)
    state, stop = int(np.argmin(cost)), len(midi)
    spans = []
    for t in range(len(midi) - 1, 0, -1):
        if changed[t, state]:
            spans.append((t, stop, state))
            state, stop = int(cheapest[t]), t
    spans.append((0, stop, state))
    spans.reverse()
    return _joined(spans)


def _joined(spans: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Neighbours less than half a semitone apart are one note that drifts."""
    out: list[tuple[int, int]] = []
    held = -1
    for start, stop, state in spans:
        if out and abs(state - held) * _GRID < 0.5:
            out[-1] = (out[-1][0], stop)
        else:
            out.append((start, stop))
        held = state
    return out
