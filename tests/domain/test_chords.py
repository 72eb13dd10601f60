"""Names of chords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.chords import CHORDS, Chord, harte, parse_chord


@pytest.mark.parametrize(
    ("text", "short", "in_harte"),
    [
        ("C", "C", "C:maj"),
        ("Am", "Am", "A:min"),
        ("N", "N", "N"),
        ("N.C.", "N", "N"),
        ("F#m7", "F#m7", "F#:min7"),
        ("B♭maj7", "Bbmaj7", "Bb:maj7"),
        ("G7/B", "G7/B", "G:7/3"),
        ("C/G", "C/G", "C:maj/5"),
        ("Am/G", "Am/G", "A:min/b7"),
        ("D-7", "Dm7", "D:min7"),
        ("Eø", "Em7b5", "E:hdim7"),
        ("A:min/b3", "Am/C", "A:min/b3"),
        ("Db:maj(9)", "Db(9)", "Db:maj(9)"),
        ("Gb:sus4", "Gbsus4", "Gb:sus4"),
        ("E:7/3", "E7/Ab", "E:7/3"),
        ("Bb:maj6", "Bb6", "Bb:maj6"),
        ("A:", "A", "A:maj"),
    ],
)
def test_known_chords(text: str, short: str, in_harte: str) -> None:
    chord = parse_chord(text)
    assert chord is not None
    assert (chord.short(), chord.harte()) == (short, in_harte)
    assert parse_chord(chord.harte()) == chord


@pytest.mark.parametrize("text", ["", "H", "Verse", "Chorus", "C:dorian", "Amen", "C/", "C:maj/99", "C" * 100, "?"])
def test_other_words(text: str) -> None:
    assert parse_chord(text) is None
    assert harte(text) == "X"


def test_every_chord_that_is_recognised_has_both_names() -> None:
    assert len(set(CHORDS)) == 25
    for name in CHORDS:
        chord = parse_chord(name)
        assert chord is not None and chord.short() == name
        mir_eval = pytest.importorskip("mir_eval")
        mir_eval.chord.validate_chord_label(chord.harte())
    assert parse_chord("N") == Chord()


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    chord = parse_chord(text)
    if chord is not None:
        assert parse_chord(chord.harte()) == chord
