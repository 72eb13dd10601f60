"""Names of keys."""

from __future__ import annotations

import pytest

from w12studio.domain.keys import KEYS, NOTATIONS, parse_key, pitch_class, write_key


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


@pytest.mark.parametrize(
    ("label", "short", "open_key", "wheel"),
    [
        ("C major", "C", "1d", "8B"),
        ("A minor", "Am", "1m", "8A"),
        ("F# major", "F#", "7d", "2B"),
        ("Db minor", "Dbm", "5m", "12A"),
        ("F minor", "Fm", "9m", "4A"),
    ],
)
def test_notations(label: str, short: str, open_key: str, wheel: str) -> None:
    assert [write_key(label, n) for n in NOTATIONS] == [label, short, open_key, wheel]


def test_notations_come_back_and_other_words_stay() -> None:
    for label in KEYS:
        for notation in NOTATIONS:
            key, there = parse_key(write_key(label, notation)), parse_key(label)
            assert key is not None and there is not None
            assert (pitch_class(key.tonic), key.mode) == (pitch_class(there.tonic), there.mode)
        assert KEYS[pitch_class(label.split()[0]) + 12 * label.endswith("minor")] == label
    assert write_key("atonal", "wheel") == "atonal"
