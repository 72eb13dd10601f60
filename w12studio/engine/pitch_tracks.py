"""What pitch trackers return: the f0 curve and its notes as tracks, and what is said where there is nothing."""

from __future__ import annotations

import math

import numpy as np

from w12studio.domain.analysis import NOTES, PITCH, Source, Track
from w12studio.domain.curves import Curve
from w12studio.engine.notes import notes_from_f0
from w12studio.engine.pitch_frames import FRAME_RATE

#: Digital silence lies on the floor of the log spectrum in every bin, a texture that networks never saw and answer
#: at random; frames whose samples stay under it are unvoiced (the value of the swift-f0 package).
SILENCE_PEAK = 1e-3
SHORTEST_S = 0.05


def n_frames(duration: float, frame_rate: float = FRAME_RATE) -> int:
    """Frames of a recording: as long as a frame's centre lies in it, at least one."""
    return max(1, math.ceil(duration * frame_rate - 1e-9))


def pitch_tracks(curve: Curve, source: Source, loudest: float, said: str = "") -> list[Track]:
    """The pitch and the notes of a curve.

    Parameters
    ----------
    curve : Curve
        f0 in Hz, NaN where unvoiced.
    loudest : float
        Peak of the recording, full scale = 1.
    said : str
        What else the pitch track is to say.
    """
    notes = notes_from_f0(curve)
    message = note_message = ""
    if loudest < SILENCE_PEAK:
        message = note_message = "The recording is silent."
    elif not np.isfinite(curve.values).any():
        message = note_message = "No pitch was found: nothing in the recording repeats steadily enough."
    elif not len(notes):
        note_message = "No pitch was held long enough for a note."
    return [
        Track(PITCH, curve=curve, source=source, message=" ".join(x for x in (message, said) if x)),
        Track(NOTES, notes, source=source, message=note_message),
    ]


def too_short(source: Source) -> list[Track]:
    """The answer to a recording shorter than `SHORTEST_S`."""
    message = f"The recording is shorter than {SHORTEST_S} s, too short for a pitch."
    empty = Curve(np.full(1, np.nan), FRAME_RATE, unit="Hz", confidence=np.zeros(1))
    return [
        Track(PITCH, curve=empty, source=source, message=message),
        Track(NOTES, source=source, message=message),
    ]
