"""From an f0 curve to notes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import NOTES, PITCH, TRANSIENTS, Analysis, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.pitch_frames import runs_of

#: Estimators that follow one voice among others.
MELODY_ESTIMATORS = ("essentia-melody",)
#: s; shorter notes are dropped: a sixteenth at 200 BPM lasts 75 ms.
MIN_NOTE_S = 0.06
#: s that a pitch one semitone off must last to be a note of its own; half of it from two semitones on.
HOLD_S = 0.08
#: s before and after a note's start (by pitch) where its attack is looked for: a pitch is known only after some periods
#: of it, a slow attack later still. Chosen on every other melody of `bench/notes.py`, reported on all.
_ATTACK_BEFORE_S, _ATTACK_AFTER_S = 0.15, 0.06
#: Semitones beyond which being further off costs nothing more, so that short slips don't split a note.
_FAR = 2.0
#: Semitones between the pitches that a note can be held at while it is sought; its value is measured afterwards.
_GRID = 0.25


def notes_from_f0(
    curve: Curve, onsets: Events | None = None, min_duration: float = MIN_NOTE_S, hold: float = HOLD_S
) -> Events:
    """Notes of a monophonic f0 curve.

    Parameters
    ----------
    curve : Curve
        f0 in Hz, NaN where unvoiced.
    onsets : Events, optional
        When something begins to sound in the recording: notes then begin there, see `articulated`.
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
    than its changes cost. The same pitch played again without a gap in voicing stays one note unless ``onsets``
    tell: a pitch curve can't.
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
    notes = Events.from_columns(begin, end - begin, columns[:, 2], columns[:, 3])
    return notes if onsets is None else articulated(notes, onsets.times, min_duration)


def articulated(notes: Events, onsets: NDArray[np.float64], min_duration: float = MIN_NOTE_S) -> Events:
    """Notes that begin where something is struck, bowed or blown, and are struck again where an onset lies inside.

    Parameters
    ----------
    notes : Events
        Of one voice: none begins before the one before it has ended.
    onsets : ndarray, shape (n,)
        s, ascending.
    min_duration : float
        s; nothing shorter is cut off.

    Returns
    -------
    Events
        A start moves to the nearest onset up to 150 ms before it or 60 ms after it, and takes the end of the note
        before along; a note with onsets inside becomes several of the same pitch.
    """
    if not len(notes) or not len(onsets):
        return notes
    start, end = notes.times.copy(), notes.times + notes.durations
    for i in range(len(notes)):
        earliest = notes.times[i] - _ATTACK_BEFORE_S if i == 0 else start[i - 1] + min_duration
        low = np.searchsorted(onsets, max(earliest, notes.times[i] - _ATTACK_BEFORE_S))
        high = np.searchsorted(onsets, min(notes.times[i] + _ATTACK_AFTER_S, end[i] - min_duration), side="right")
        if high > low:
            near = onsets[low:high]
            start[i] = near[np.abs(near - notes.times[i]).argmin()]
    touching = np.isclose(end[:-1], notes.times[1:], rtol=0, atol=1e-6) | (end[:-1] > start[1:])
    end[:-1] = np.where(touching, start[1:], end[:-1])
    rows = []
    for i in range(len(notes)):
        inside = onsets[(onsets > start[i] + min_duration) & (onsets < end[i] - min_duration)]
        rows += [(a, b - a, i) for a, b in pairwise([start[i], *_apart(inside, min_duration), end[i]])]
    times, durations, row = np.array(rows, dtype=np.float64).T
    index = row.astype(np.int64)
    return Events.from_columns(times, durations, notes.values[index], notes.confidences[index])


def _apart(times: NDArray[np.float64], least: float) -> list[float]:
    """Times without those nearer than ``least`` s to one that is kept before them."""
    kept: list[float] = []
    for time in times.tolist():
        if not kept or time - kept[-1] >= least:
            kept.append(time)
    return kept


def articulated_notes(analysis: Analysis) -> Track | None:
    """The notes of an analysis' pitch, with its transients; None where there is no pitch of one voice.

    In a mixture the transients are those of everything that sounds, and tell nothing of the melody.
    """
    pitch, old = analysis.track(PITCH), analysis.track(NOTES)
    if pitch is None or pitch.curve is None or not pitch.complete or old is None or old.source != pitch.source:
        return None
    onsets = onsets_of_one_voice(analysis)
    if onsets is None:
        return None
    notes = notes_from_f0(pitch.curve, onsets)
    return old if notes == old.events else replace(old, events=notes)


def onsets_of_one_voice(analysis: Analysis) -> Events | None:
    """When the voice that the pitch follows begins anew; None where transients are not known, or are not its own."""
    pitch, onsets = analysis.track(PITCH), analysis.track(TRANSIENTS)
    if pitch is None or onsets is None or not onsets.complete or pitch.source.estimator in MELODY_ESTIMATORS:
        return None
    return onsets.events


@numba.njit(cache=True, nogil=True)
def _cheapest_path(
    midi: NDArray[np.float64], grid: NDArray[np.float64], price: float, far: float
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The pitch of the grid held in each frame, and whether it was changed to just there."""
    n, width = midi.size, grid.size
    cost = np.zeros(width)
    changed = np.zeros((n, width), np.bool_)
    cheapest = np.zeros(n, np.int64)
    for t in range(n):
        best = int(np.argmin(cost))
        cheapest[t] = best
        fresh = cost[best] + price
        for j in range(width):
            if cost[j] > fresh:
                changed[t, j] = True
                cost[j] = fresh
            cost[j] += min(abs(grid[j] - midi[t]), far)
    held, is_change = np.empty(n, np.int64), np.zeros(n, np.bool_)
    state = int(np.argmin(cost))
    for t in range(n - 1, -1, -1):
        held[t] = state
        if t > 0 and changed[t, state]:
            is_change[t] = True
            state = cheapest[t]
    return held, is_change


def _held(midi: NDArray[np.float64], price: float) -> list[tuple[int, int]]:
    """First and one past last frame of each held pitch of a voiced stretch."""
    grid = np.arange(np.floor(midi.min()), np.ceil(midi.max()) + _GRID, _GRID)
    held, is_change = _cheapest_path(midi, grid, price, _FAR)
    edges = [0, *np.flatnonzero(is_change).tolist(), len(midi)]
    return _joined([(a, b, int(held[a])) for a, b in pairwise(edges)])


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
