"""Names of keys: what people and estimators write, and what programs and formats want."""

from __future__ import annotations

import re
from dataclasses import dataclass

TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
#: All keys as they are labelled: twelve major ones, then twelve minor ones.
KEYS = tuple(f"{tonic} {mode}" for mode in ("major", "minor") for tonic in TONICS)
#: Ways to write a key, see `Key.written`.
NOTATIONS = ("name", "short", "open", "wheel")

_NAME = re.compile(r"\s*([A-Ga-g])\s*([#♯b♭]?)\s*[:\- ]?\s*(major|minor|maj|min|m|)\s*$", re.IGNORECASE)
_MAJOR = {
    "C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F#": 6, "C#": 7,
    "F": -1, "Bb": -2, "Eb": -3, "Ab": -4, "Db": -5, "Gb": -6, "Cb": -7,
}  # fmt: skip
_MINOR = {
    "A": 0, "E": 1, "B": 2, "F#": 3, "C#": 4, "G#": 5, "D#": 6, "A#": 7,
    "D": -1, "G": -2, "C": -3, "F": -4, "Bb": -5, "Eb": -6, "Ab": -7,
}  # fmt: skip
#: Tonics without a signature of their own, and the ones that sound the same.
_SAME = {
    "D#": "Eb",
    "G#": "Ab",
    "A#": "Bb",
    "Db": "C#",
    "Gb": "F#",
    "E#": "F",
    "B#": "C",
    "Cb": "B",
    "Fb": "E",
}

_SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def pitch_class(note: str) -> int:
    """Semitones above C of a note such as "Bb", 0..11."""
    return (_SEMITONES[note[0]] + note.count("#") - note[1:].count("b")) % 12


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic such as "Bb" and a mode, "major" or "minor"."""

    tonic: str
    mode: str

    def signature(self) -> int:
        """Sharps (positive) or flats (negative), -7..7; of the key that sounds the same where it has none."""
        table = _MAJOR if self.mode == "major" else _MINOR
        return table[self.tonic] if self.tonic in table else table[_SAME[self.tonic]]

    def name(self) -> str:
        """As in the window: "Bb major", "F# minor"."""
        return f"{self.tonic} {self.mode}"

    def short(self) -> str:
        """As in tags, at most three characters: "Bb", "F#m"."""
        return f"{self.tonic}{'m' if self.mode == 'minor' else ''}"

    def open_key(self) -> str:
        """Open Key notation: 1d = C major, 1m = A minor, clockwise in fifths."""
        return f"{self.signature() % 12 + 1}{'m' if self.mode == 'minor' else 'd'}"

    def wheel(self) -> str:
        """The wheel known from DJ programs: 8B = C major, 8A = A minor."""
        number = (self.signature() % 12 + 1 + 6) % 12 + 1
        return f"{number}{'A' if self.mode == 'minor' else 'B'}"

    def written(self, notation: str) -> str:
        """In one of `NOTATIONS`: "A minor", "Am", "1m" (Open Key), "8A" (the wheel)."""
        return {"name": self.name, "short": self.short, "open": self.open_key, "wheel": self.wheel}[notation]()


#: Longest text that can name a key; the expressions take long over thousands of spaces.
_LONGEST = 40
_NUMBERED = re.compile(r"\s*0?([1-9]|1[0-2])([dmABab])\s*$")


def _numbered_key(text: str) -> Key | None:
    """The key that "1m" (Open Key) or "8A" (wheel) names."""
    match = _NUMBERED.match(text)
    if match is None:
        return None
    number, letter = int(match[1]), match[2]
    fifths = number - 1 if letter in "dm" else (number - 8) % 12
    # Of two names that sound the same the one that DJ programs use: Ab minor and C# minor, Db major and F# major.
    table, mode, flats, sharps = (_MINOR, "minor", -7, 4) if letter in "mAa" else (_MAJOR, "major", -5, 6)
    names = {value % 12: tonic for tonic, value in table.items() if flats <= value <= sharps}
    return Key(names[fifths % 12], mode)


def parse_key(text: str) -> Key | None:
    """The key that a label such as "A minor", "Bb:major", "F♯m", "8A" or "1m" names; None where it names none."""
    if len(text) > _LONGEST:
        return None
    numbered = _numbered_key(text)
    if numbered is not None:
        return numbered
    match = _NAME.match(text)
    if match is None:
        return None
    letter, accidental, mode = match.groups()
    tonic = letter.upper() + {"♯": "#", "♭": "b", "B": "b"}.get(accidental, accidental)
    minor = mode.lower().startswith("mi") or mode == "m"
    return Key(tonic, "minor" if minor else "major")


def write_key(label: str, notation: str) -> str:
    """A key's label in one of `NOTATIONS`; as it is where it names no key."""
    key = parse_key(label)
    return label if key is None else key.written(notation)
