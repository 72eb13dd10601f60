"""Pitches for people: note names, cents, MIDI numbers and intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.ui.texts import later, tr, translated

NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_STEPS = {
    1: later("a semitone"),
    2: later("a tone"),
    3: later("a minor third"),
    4: later("a major third"),
    5: later("a fourth"),
    6: later("a tritone"),
    7: later("a fifth"),
    8: later("a minor sixth"),
    9: later("a major sixth"),
    10: later("a minor seventh"),
    11: later("a major seventh"),
}


def hz_to_midi(hz: ArrayLike) -> NDArray[np.float64]:
    """Fractional MIDI numbers of frequencies in Hz (440 Hz = 69); NaN for what is not above 0."""
    hz = np.asarray(hz, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(hz > 0, 69.0 + 12.0 * np.log2(hz / 440.0), np.nan)


def note_name(midi: float) -> str:
    """e.g. "A4" for 69.2."""
    number = round(midi)
    return f"{NAMES[number % 12]}{number // 12 - 1}"


def note_and_cents(midi: float) -> str:
    """e.g. "A4 +20 ct" for 69.2."""
    cents = round((midi - round(midi)) * 100)
    return f"{note_name(midi)} {cents:+d} ct" if cents else note_name(midi)


def interval_name(semitones: float) -> str:
    """e.g. "an octave down" for -12.1; "partly as it is now" below half a semitone."""
    steps = round(abs(semitones))
    if steps == 0:
        return tr("partly as it is now")
    octaves, rest = divmod(steps, 12)
    words = {0: "", 1: tr("an octave"), 2: tr("two octaves")}.get(octaves, tr("{n} octaves", n=octaves))
    more = translated(_STEPS[rest]) if rest else ""
    interval = tr("{octaves} and {step}", octaves=words, step=more) if words and more else words or more
    return tr("{interval} up", interval=interval) if semitones > 0 else tr("{interval} down", interval=interval)
