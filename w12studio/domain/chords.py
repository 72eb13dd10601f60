"""Names of chords: as they stand in the window ("C", "Am", "G7"), in Harte's syntax ("C:maj", "A:min"), and as read.

Reference: Harte, Sandler, Abdallah, Gómez: Symbolic representation of musical chords: a proposed syntax for text
annotations, ISMIR 2005.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from w12studio.domain.keys import TONICS, pitch_class

NO_CHORD = "N"
#: The chords that are recognised: twelve major ones, twelve minor ones, none.
CHORDS = (*TONICS, *(f"{root}m" for root in TONICS), NO_CHORD)

#: Harte's name of a kind of chord, and what stands after the root in the window.
_KINDS = {
    "maj": "", "min": "m", "7": "7", "maj7": "maj7", "min7": "m7", "minmaj7": "mMaj7", "dim": "dim", "dim7": "dim7",
    "hdim7": "m7b5", "aug": "aug", "maj6": "6", "min6": "m6", "9": "9", "maj9": "maj9", "min9": "m9",
    "sus2": "sus2", "sus4": "sus4", "5": "5",
}  # fmt: skip
#: Other ways to write them.
_READ = {
    **{short: harte for harte, short in _KINDS.items()},
    **{harte: harte for harte in _KINDS},
    "M": "maj", "major": "maj", "Maj": "maj", "-": "min", "mi": "min", "minor": "min", "Min": "min", "m7-5": "hdim7",
    "ø": "hdim7", "ø7": "hdim7", "°": "dim", "o": "dim", "°7": "dim7", "o7": "dim7", "+": "aug", "M7": "maj7",
    "Maj7": "maj7", "ma7": "maj7", "Δ": "maj7", "-7": "min7", "mi7": "min7", "mM7": "minmaj7", "mmaj7": "minmaj7",
    "sus": "sus4", "6": "maj6", "M6": "maj6", "M9": "maj9", "-6": "min6", "-9": "min9",
}  # fmt: skip
#: Longest text that can name a chord.
_LONGEST = 60
_NOTE = r"[A-G](?:#{1,2}|b{1,2})?"
_SHORT = re.compile(rf"({_NOTE})([^/]*)(?:/({_NOTE}))?")
_DEGREE = r"\*?(?:b{1,2}|#{1,2})?(?:[1-9]|1[0-3])"
_HARTE = re.compile(rf"({_NOTE})(?::([a-z0-9]*)(\({_DEGREE}(?:,{_DEGREE})*\))?)?(?:/([b#]{{0,2}}\d{{1,2}}))?")
_DEGREES = (0, 2, 4, 5, 7, 9, 11)
#: Harte's degree of a bass note so many semitones above the root.
_BASSES = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord.

    Attributes
    ----------
    root : str
        "Bb"; empty: no chord sounds.
    kind : str
        Harte's name: "maj", "min", "7", "hdim7" ...
    added : str
        What Harte's syntax holds in brackets, e.g. "(9)"; empty where there is nothing.
    bass : int
        Semitones from the root up to the lowest note, 0..11.
    """

    root: str = ""
    kind: str = ""
    added: str = ""
    bass: int = 0

    def short(self) -> str:
        """As in the window: "C", "Am", "G7", "C/E"; "N" where no chord sounds."""
        if not self.root:
            return NO_CHORD
        bass = f"/{TONICS[(pitch_class(self.root) + self.bass) % 12]}" if self.bass else ""
        return f"{self.root}{_KINDS[self.kind]}{self.added}{bass}"

    def harte(self) -> str:
        """In Harte's syntax: "C:maj", "A:min", "C:maj/3"; "N" where no chord sounds."""
        if not self.root:
            return NO_CHORD
        return f"{self.root}:{self.kind}{self.added}{f'/{_BASSES[self.bass]}' if self.bass else ''}"


def parse_chord(text: str) -> Chord | None:
    """The chord that a label names, in the window's way, in Harte's, or in another one; None where it names none.

    Some examples: "C", "Am", "F#m7", "G7/B", "Bb:maj7", "A:min/b3", "N", "N.C.".
    """
    text = text.strip().replace("♯", "#").replace("♭", "b")
    if len(text) > _LONGEST:
        return None
    if text.upper() in ("N", "NC", "N.C."):
        return Chord()
    return _parse_harte(text) or _parse_short(text)


def _parse_harte(text: str) -> Chord | None:
    match = _HARTE.fullmatch(text)
    if match is None or ":" not in text:
        return None
    root, kind, added, degree = match.groups()
    if kind and kind not in _KINDS:
        return None
    chord = Chord(root, kind or "maj", added or "")
    if degree is None:
        return chord
    number = int(degree.lstrip("b#"))
    if not 1 <= number <= 13:
        return None
    bass = _DEGREES[(number - 1) % 7] + degree.count("#") - degree.count("b")
    return replace(chord, bass=bass % 12)


def _parse_short(text: str) -> Chord | None:
    match = _SHORT.fullmatch(text)
    if match is None or match[2] not in _READ:
        return None
    bass = 0 if match[3] is None else (pitch_class(match[3]) - pitch_class(match[1])) % 12
    return Chord(match[1], _READ[match[2]], "", bass)


def harte(label: str) -> str:
    """A chord's label in Harte's syntax; "X" (unknown) where it names no chord."""
    chord = parse_chord(label)
    return "X" if chord is None else chord.harte()
