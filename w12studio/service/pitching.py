"""Correcting pitch: each correction changes frames of the f0 curve and the notes that touch them, as one edit.

Corrected frames have confidence 1, for a person said so; deleted ones are unvoiced and have 0.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from w12studio.domain.analysis import NOTES, PITCH, Analysis
from w12studio.domain.curve_edits import change_frames
from w12studio.domain.curves import Curve
from w12studio.domain.edits import CompoundEdit, replace_events
from w12studio.domain.errors import W12Error
from w12studio.engine.pitch_candidates import MOST_CANDIDATES, PitchCandidate
from w12studio.engine.store import SharedAudio

__all__ = [
    "MOST_CANDIDATES",
    "PitchCandidate",
    "delete_pitch",
    "draw_pitch",
    "pitch_candidates",
    "pitch_curve",
    "shift_pitch",
    "take_pitch",
]

#: Hz; what a corrected pitch may be: MIDI 12 to 127, C0 to G9.
LOWEST_HZ, HIGHEST_HZ = 16.35, 12543.9
#: s; candidates of a longer span are no single correction, and would take seconds.
MOST_CANDIDATES_S = 30.0

_SHIFTS = {12: "an octave up", -12: "an octave down", 1: "a semitone up", -1: "a semitone down"}


def pitch_curve(analysis: Analysis) -> Curve:
    """The f0 curve, where it can be corrected.

    Raises
    ------
    W12Error
        When there is none, or it is not complete yet.
    """
    track = analysis.track(PITCH)
    if track is None:
        raise W12Error(
            "This recording has no pitch layer yet", advice="Wait until it is found, or choose “Analyse again”."
        )
    if not track.complete:
        raise W12Error("The pitch is still being found", advice="It can be corrected as soon as it is complete.")
    if track.curve is None or track.curve.values.ndim != 1 or not len(track.curve):
        raise W12Error("No pitch was found in this recording, so that there is nothing to correct")
    return track.curve


def shift_pitch(analysis: Analysis, start: float, end: float, semitones: float) -> CompoundEdit:
    """Move the voiced frames of a span of time by semitones.

    Parameters
    ----------
    analysis : Analysis
    start, end : float
        s.
    semitones : float
        > 0: up; 12 is an octave.

    Raises
    ------
    W12Error
        When there is no pitch in the span, or it would leave MIDI 12 to 127.
    """
    curve = pitch_curve(analysis)
    span = curve.span(start, end)
    values = curve.values[span].astype(np.float64) * 2 ** (semitones / 12)
    voiced = np.isfinite(values) & (values > 0)
    if not voiced.any():
        raise _no_pitch()
    if values[voiced].min() < LOWEST_HZ or values[voiced].max() > HIGHEST_HZ:
        raise W12Error("The pitch would leave the range from C0 to G9")
    how = _SHIFTS.get(semitones, f"by {semitones:+g} semitones")  # type: ignore[call-overload]
    return _corrected(analysis, f"Move pitch {how}", span.start, np.where(voiced, values, np.nan), voiced)


def delete_pitch(analysis: Analysis, start: float, end: float) -> CompoundEdit:
    """Make the frames of a span of time in s unvoiced.

    Raises
    ------
    W12Error
        When there is no pitch in the span.
    """
    curve = pitch_curve(analysis)
    span = curve.span(start, end)
    values = curve.values[span]
    if not (np.isfinite(values) & (values > 0)).any():
        raise _no_pitch()
    gone = np.full(len(values), np.nan)
    return _corrected(analysis, "Delete pitch", span.start, gone, np.zeros(len(values), dtype=bool), deleted=True)


def draw_pitch(analysis: Analysis, times: ArrayLike, midi: ArrayLike) -> CompoundEdit:
    """Draw pitch through points; every frame from the first to the last is voiced, those between are interpolated.

    Parameters
    ----------
    analysis : Analysis
    times : array, shape (n,)
        s, rising.
    midi : array, shape (n,)
        Fractional MIDI numbers; kept within 12 to 127.

    Raises
    ------
    W12Error
        When there is no pitch layer, or no frame between the points.
    """
    curve = pitch_curve(analysis)
    t = np.asarray(times, dtype=np.float64)
    if not t.size:
        raise _no_pitch()
    # A frame is drawn whose centre lies within half a frame of the stroke.
    half = 0.5 / curve.frame_rate
    span = curve.span(float(t[0]) - half, float(t[-1]) + half)
    if span.stop <= span.start:
        raise _no_pitch()
    drawn = np.interp(curve.times()[span], t, np.clip(np.asarray(midi, dtype=np.float64), 12.0, 127.0))
    values = 440.0 * 2 ** ((drawn - 69) / 12)
    return _corrected(analysis, "Draw pitch", span.start, values, np.ones(len(values), dtype=bool))


def take_pitch(analysis: Analysis, candidate: PitchCandidate) -> CompoundEdit:
    """Put a candidate's frames in place of those that are there; see `pitch_candidates`.

    Raises
    ------
    W12Error
        When the pitch layer has other frames than the candidate was made for.
    """
    curve, new = pitch_curve(analysis), candidate.curve
    first = round((new.start - curve.start) * curve.frame_rate)
    if new.frame_rate != curve.frame_rate or first < 0 or first + len(new) > len(curve):
        raise W12Error("The pitch layer has changed since", advice="Ask for the candidates again.")
    voiced = np.isfinite(new.values)
    return _corrected(analysis, "Take another pitch", first, new.values, voiced, deleted=True)


def pitch_candidates(analysis: Analysis, audio: SharedAudio, start: float, end: float) -> tuple[PitchCandidate, ...]:
    """Up to four pitch curves that a span of time in s may have, the most salient first.

    Takes about a millisecond a frame; may run on any thread.

    Raises
    ------
    W12Error
        When there is no pitch layer, the span is longer than 30 s, or nothing is heard in it.
    """
    from w12studio.engine.pitch_candidates import candidates_of

    curve = pitch_curve(analysis)
    if end - start > MOST_CANDIDATES_S:
        raise W12Error(
            f"Candidates can be sought in {MOST_CANDIDATES_S:.0f} s at most", advice="Select a shorter span."
        )
    found = candidates_of(audio, curve.times()[curve.span(start, end)], curve.frame_rate)
    if not found:
        raise W12Error("Nothing is heard in the span, so that there are no candidates")
    return found


def _no_pitch() -> W12Error:
    return W12Error("There is no pitch in the span", advice="Select a span with pitch, or draw one.")


def _corrected(
    analysis: Analysis, name: str, first: int, values: np.ndarray, voiced: np.ndarray, deleted: bool = False
) -> CompoundEdit:
    """Frames that a person gave, and the notes that follow: those that are not ``voiced`` keep their confidence, or
    have 0 where they were ``deleted``."""
    from w12studio.engine.pitch_corrections import notes_after_correction

    curve = pitch_curve(analysis)
    old = np.zeros(len(values)) if curve.confidence is None else curve.confidence[first : first + len(values)]
    confidence = np.where(voiced, 1.0, 0.0 if deleted else old)
    curve_edit = change_frames(analysis, name, PITCH, first, values, confidence)
    new = curve_edit.apply(analysis).tracks[PITCH].curve
    assert new is not None
    notes = notes_after_correction(analysis.events(NOTES), new, first, first + len(values))
    # Notes count as edited even where none of them changes: they belong to the corrected curve.
    notes_edit = replace_events(analysis, name, NOTES, notes)
    wanted = not notes_edit.changes_nothing or analysis.track(NOTES) is not None
    return CompoundEdit(name, (curve_edit, notes_edit) if wanted else (curve_edit,))
