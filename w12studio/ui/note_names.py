"""Pitches for people: note names, cents, MIDI numbers and intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

NAMES = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_STEPS = {
    1: "a semitone", 2: "a tone", 3: "a minor third", 4: "a major third", 5: "a fourth", 6: "a tritone", 7: "a fifth",
    8: "a minor sixth", 9: "a major sixth", 10: "a minor seventh", 11: "a major seventh",
}  # fmt: skip


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
        return "partly as it is now"
    octaves, rest = divmod(steps, 12)
    words = {0: "", 1: "an octave", 2: "two octaves"}.get(octaves, f"{octaves} octaves")
    more = _STEPS.get(rest, f"{rest} semitones") if rest else ""
    return f"{' and '.join(w for w in (words, more) if w)} {'up' if semitones > 0 else 'down'}"
