"""From an f0 curve to notes."""

from __future__ import annotations

from dataclasses import replace

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import NOTES, PITCH, TRANSIENTS, Analysis, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.remembered import remembered

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
    notes = _by_pitch(curve, min_duration, hold)
    return notes if onsets is None else articulated(notes, onsets.times, min_duration)


@remembered
def _by_pitch(curve: Curve, min_duration: float, hold: float) -> Events:
    """Notes of the curve alone."""
    values = np.asarray(curve.values, dtype=np.float64)
    midi = 69 + 12 * np.log2(np.where(values > 0, values, np.nan) / 440)
    certainty = np.full(len(midi), np.nan) if curve.confidence is None else curve.confidence.astype(np.float64)
    least = max(1, round(min_duration * curve.frame_rate))
    columns = _held_pitches(midi, certainty, hold * curve.frame_rate, least)
    # A frame stands for the half hop on either side of its centre.
    begin = np.maximum(0.0, curve.start + (columns[:, 0] - 0.5) / curve.frame_rate)
    end = curve.start + (columns[:, 0] + columns[:, 1] - 0.5) / curve.frame_rate
    return Events.from_columns(begin, end - begin, columns[:, 2], columns[:, 3])


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
    ends = notes.times + notes.durations
    begin, stop, row = _struck(notes.times, ends, np.asarray(onsets, dtype=np.float64), min_duration)
    return Events.from_columns(begin, stop - begin, notes.values[row], notes.confidences[row])


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


@numba.njit(cache=True, nogil=True)
def _held_pitches(
    midi: NDArray[np.float64], certainty: NDArray[np.float64], price: float, least: int
) -> NDArray[np.float64]:
    """First frame, number of frames, median pitch and mean certainty of each note, shape (n, 4).

    Neighbours that are held less than half a semitone apart are one note that drifts.
    """
    n = midi.size
    rows = np.empty((n, 4))
    count, start = 0, 0
    while start < n:
        stop = start
        while stop < n and np.isfinite(midi[stop]):
            stop += 1
        if stop > start:
            voiced = midi[start:stop]
            grid = np.arange(np.floor(voiced.min()), np.ceil(voiced.max()) + _GRID, _GRID)
            held, is_change = _cheapest_path(voiced, grid, price, _FAR)
            first = 0
            for t in range(1, voiced.size + 1):
                if t < voiced.size and not (is_change[t] and abs(held[t] - held[t - 1]) * _GRID >= 0.5):
                    continue
                if t - first >= least:
                    span = slice(start + first, start + t)
                    rows[count, 0], rows[count, 1] = start + first, t - first
                    rows[count, 2], rows[count, 3] = np.median(midi[span]), certainty[span].mean()
                    count += 1
                first = t
        start = stop + 1
    return rows[:count]


@numba.njit(cache=True, nogil=True)
def _struck(
    times: NDArray[np.float64], ends: NDArray[np.float64], onsets: NDArray[np.float64], least: float
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """As `articulated`: beginnings, ends, and which of the notes each was a part of."""
    n = times.size
    start, end = times.copy(), ends.copy()
    for i in range(n):
        earliest = times[i] - _ATTACK_BEFORE_S
        if i > 0:
            earliest = max(earliest, start[i - 1] + least)
        low = np.searchsorted(onsets, earliest)
        high = np.searchsorted(onsets, min(times[i] + _ATTACK_AFTER_S, ends[i] - least), side="right")
        nearest = np.inf
        for k in range(low, high):
            if abs(onsets[k] - times[i]) < nearest:
                nearest = abs(onsets[k] - times[i])
                start[i] = onsets[k]
    for i in range(n - 1):
        if abs(ends[i] - times[i + 1]) <= 1e-6 or ends[i] > start[i + 1]:
            end[i] = start[i + 1]
    most = n + onsets.size
    begin, stop, row = np.empty(most), np.empty(most), np.empty(most, np.int64)
    count = 0
    for i in range(n):
        begin[count], row[count] = start[i], i
        for k in range(np.searchsorted(onsets, start[i] + least, side="right"), onsets.size):
            if onsets[k] >= end[i] - least:
                break
            if begin[count] == start[i] or onsets[k] - begin[count] >= least:
                stop[count] = onsets[k]
                count += 1
                begin[count], row[count] = onsets[k], i
        stop[count] = end[i]
        count += 1
    return begin[:count], stop[:count], row[:count]
