"""Correcting pitch: each correction changes frames of the f0 curve and the notes that touch them, as one edit.

Corrected frames have confidence 1, for a person said so; deleted ones are unvoiced and have 0.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.analysis import NOTES, PITCH, Analysis
from w12studio.domain.curve_edits import change_frames
from w12studio.domain.curves import Curve
from w12studio.domain.edits import CompoundEdit, replace_events
from w12studio.domain.errors import W12Error
from w12studio.engine.pitch_candidates import MOST_CANDIDATES, PitchCandidate
from w12studio.engine.pitch_frames import runs_of
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


def shift_pitch(analysis: Analysis, spans: Iterable[tuple[float, float]], semitones: float) -> CompoundEdit:
    """Move the voiced frames of spans of time by semitones.

    Parameters
    ----------
    analysis : Analysis
    spans : iterable of (float, float)
        Start and end in s.
    semitones : float
        > 0: up; 12 is an octave.

    Raises
    ------
    W12Error
        When there is no pitch in the spans, or it would leave MIDI 12 to 127.
    """
    curve = pitch_curve(analysis)
    frames = _frames(curve, spans) & _voiced(curve)
    values = curve.values.astype(np.float64) * np.where(frames, 2 ** (semitones / 12), 1.0)
    if values[frames].min() < LOWEST_HZ or values[frames].max() > HIGHEST_HZ:
        raise W12Error("The pitch would leave the range from C0 to G9")
    how = _SHIFTS.get(semitones, f"by {semitones:+g} semitones")  # type: ignore[call-overload]
    return _corrected(analysis, f"Move pitch {how}", frames, values, 1.0)


def delete_pitch(analysis: Analysis, spans: Iterable[tuple[float, float]]) -> CompoundEdit:
    """Make the frames of spans of time (start and end in s) unvoiced.

    Raises
    ------
    W12Error
        When there is no pitch in the spans.
    """
    frames = _frames(pitch_curve(analysis), spans)
    return _corrected(analysis, "Delete pitch", frames, np.full(len(frames), np.nan), 0.0)


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
    return _in_place(analysis, "Draw pitch", span.start, 440.0 * 2 ** ((drawn - 69) / 12))


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
    return _in_place(analysis, "Take another pitch", first, new.values)


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
    return W12Error("There is no pitch in the selected span", advice="Select a span with pitch, or draw one.")


def _frames(curve: Curve, spans: Iterable[tuple[float, float]]) -> NDArray[np.bool_]:
    """The frames that lie in one of the spans; some of them have a pitch."""
    frames = np.zeros(len(curve), dtype=bool)
    for start, end in spans:
        frames[curve.span(start, end)] = True
    if not (frames & _voiced(curve)).any():
        raise _no_pitch()
    return frames


def _voiced(curve: Curve) -> NDArray[np.bool_]:
    return np.isfinite(curve.values) & (curve.values > 0)


def _in_place(analysis: Analysis, name: str, first: int, values: NDArray[np.floating]) -> CompoundEdit:
    """Other frames from ``first`` on, NaN where they are unvoiced."""
    curve = pitch_curve(analysis)
    frames = np.zeros(len(curve), dtype=bool)
    frames[first : first + len(values)] = True
    whole = curve.values.astype(np.float64)
    whole[frames] = values
    return _corrected(analysis, name, frames, whole, np.where(np.isfinite(whole), 1.0, 0.0))


def _corrected(
    analysis: Analysis, name: str, frames: NDArray[np.bool_], values: NDArray[np.float64], sure: ArrayLike
) -> CompoundEdit:
    """Some frames of the whole curve with the values and the confidence that a person gave, and the notes that
    follow."""
    from w12studio.engine.notes import onsets_of_one_voice
    from w12studio.engine.pitch_corrections import notes_after_correction

    curve = pitch_curve(analysis)
    changed = np.flatnonzero(frames)
    span = slice(int(changed[0]), int(changed[-1]) + 1)
    old = np.zeros(len(curve)) if curve.confidence is None else curve.confidence
    confidence = np.where(frames, sure, old)
    curve_edit = change_frames(
        analysis, name, PITCH, span.start, np.where(frames, values, curve.values)[span], confidence[span]
    )
    new = curve_edit.apply(analysis).tracks[PITCH].curve
    assert new is not None
    notes = analysis.events(NOTES)
    onsets = onsets_of_one_voice(analysis)
    for first, stop in runs_of(frames):
        notes = notes_after_correction(notes, new, int(first), int(stop), onsets)
    # Notes count as edited even where none of them changes: they belong to the corrected curve.
    notes_edit = replace_events(analysis, name, NOTES, notes)
    wanted = not notes_edit.changes_nothing or analysis.track(NOTES) is not None
    return CompoundEdit(name, (curve_edit, notes_edit) if wanted else (curve_edit,))
