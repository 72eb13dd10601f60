"""Names of keys."""

from __future__ import annotations

import pytest

from w12studio.domain.keys import parse_key


@pytest.mark.parametrize(
    ("text", "tonic", "mode", "sharps"),
    [
        ("C major", "C", "major", 0),
        ("A minor", "A", "minor", 0),
        ("Bb:minor", "Bb", "minor", -5),
        ("F♯m", "F#", "minor", 3),
        ("e♭ MAJOR", "Eb", "major", -3),
        ("D", "D", "major", 2),
        ("B", "B", "major", 5),
        ("bm", "B", "minor", 2),
        ("D# major", "D#", "major", -3),
        ("Gb minor", "Gb", "minor", 3),
        ("B# minor", "B#", "minor", -3),
        ("Fb major", "Fb", "major", 4),
    ],
)
def test_known_keys(text: str, tonic: str, mode: str, sharps: int) -> None:
    key = parse_key(text)
    assert key is not None
    assert (key.tonic, key.mode, key.signature()) == (tonic, mode, sharps)


@pytest.mark.parametrize(
    "text", ["", "H major", "none", "C dorian", "13B", "0d", "8C", "A minor!", "C" + " " * 10_000 + "x"]
)
def test_other_words(text: str) -> None:
    assert parse_key(text) is None


def test_every_key_has_a_signature() -> None:
    for letter in "CDEFGAB":
        for accidental in ("", "#", "b"):
            for mode in ("major", "minor"):
                key = parse_key(f"{letter}{accidental} {mode}")
                assert key is not None
                assert -7 <= key.signature() <= 7
