"""Notes that follow a pitch curve a person has corrected."""

from __future__ import annotations

import numpy as np

from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.notes import notes_from_f0

#: s; edges of notes lie half a frame beside the centres of frames, give or take rounding.
_SAME_S = 1e-6


def notes_after_correction(notes: Events, curve: Curve, first: int, stop: int, onsets: Events | None = None) -> Events:
    """The notes with those that touch corrected frames derived again.

    Parameters
    ----------
    notes : Events
        As they were: value = fractional MIDI number.
    curve : Curve
        f0 in Hz as it is now, NaN where unvoiced.
    first, stop : int
        First corrected frame, and the one after the last.
    onsets : Events, optional
        As `w12studio.engine.notes.notes_from_f0` takes them.

    Returns
    -------
    Events
        Notes that don't touch the corrected frames are the very same, whoever made them.

    Notes
    -----
    What is derived again reaches from the corrected frames as far as the notes that touch them, and from there on
    to where voicing ends or an untouched note begins: a voiced stretch that was too short for a note may have
    become long enough.
    """
    if stop <= first:
        return notes
    edge = curve.start - 0.5 / curve.frame_rate
    start_s, end_s = edge + first / curve.frame_rate, edge + stop / curve.frame_rate
    touched = notes.overlapping(start_s + _SAME_S, end_s - _SAME_S)
    kept = np.delete(np.arange(len(notes)), touched)
    ends = notes.times + notes.durations
    if touched.size:
        start_s, end_s = min(start_s, float(notes.times[touched].min())), max(end_s, float(ends[touched].max()))
    low, high = (round((t - edge) * curve.frame_rate) for t in (start_s, end_s))
    low, high = max(min(low, first), 0), min(max(high, stop), len(curve))
    # As far as an untouched note on either side.
    before, after = ends[kept][ends[kept] <= start_s + _SAME_S], notes.times[kept][notes.times[kept] >= end_s - _SAME_S]
    least = round((float(before.max()) - edge) * curve.frame_rate) if before.size else 0
    most = round((float(after.min()) - edge) * curve.frame_rate) if after.size else len(curve)
    voiced = np.isfinite(curve.values)
    while low > max(least, 0) and voiced[low - 1]:
        low -= 1
    while high < min(most, len(curve)) and voiced[high]:
        high += 1
    piece = Curve(
        curve.values[low:high],
        curve.frame_rate,
        curve.start + low / curve.frame_rate,
        confidence=None if curve.confidence is None else curve.confidence[low:high],
    )
    inside = None
    if onsets is not None:
        inside = onsets.between(min(start_s, edge + low / curve.frame_rate), edge + high / curve.frame_rate)
    return notes.changed(notes.rows(touched), tuple(notes_from_f0(piece, inside)))
