"""Random analyses: drifting tempi, odd meters, gaps, odd Unicode, long recordings."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from w12studio.domain.analysis import (
    BEATS,
    CARD,
    CHORDS,
    KEY,
    LOCAL_KEYS,
    LOUDNESS,
    METER,
    NOTES,
    PITCH,
    SECTIONS,
    TAGS,
    TEMPO,
    TRANSIENTS,
    Analysis,
    AudioFacts,
    Fact,
    Source,
    Track,
)
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events

SAMPLE_RATE = 44100
LONG_S = 14 * 3600.0

times = st.floats(0, LONG_S, allow_nan=False) | st.floats(0, 10)
labels = st.text(max_size=12) | st.sampled_from(
    [
        "=1+1",
        "-x",
        "'quoted",
        "@a",
        "a\nb",
        "tab\there",
        "x\x00y",
        "🥁",
        "\ufeffbom",
        'say "hi"',
        ";,",
        "\r",
        "#1",
        "../../x",
        "C:\\x",
        "nul",
        "momentary curve",
        "x" * 300,
        "+1;2,3",
        "\u202e\u2028",
        "12.1",
        "A minor",
    ]
)
unit = st.none() | st.floats(0, 1)
events = st.builds(
    Event,
    times,
    st.just(0.0) | st.floats(0, 100),
    st.none() | st.floats(-1e6, 1e6),
    unit,
    labels,
)
key_events = st.builds(
    Event,
    times,
    st.floats(0, 100),
    st.none(),
    unit,
    st.sampled_from(["A minor", "Bb major", "F# minor", "D# major", "Gb minor", "?", "C:major"]),
)
chord_events = st.builds(
    Event,
    times,
    st.floats(0, 100),
    st.none(),
    unit,
    st.sampled_from(["C", "Am", "F#m7", "N", "G/B", "Bb:maj(9)", "Dsus2", "X", "blue", ""]) | labels,
)
section_events = st.builds(Event, times, st.floats(0, 100), st.none(), unit, st.sampled_from(["A", "B", "Intro"]))
tag_names = st.sampled_from(["rock", "calm"])
tag_events = st.builds(Event, st.just(0.0), st.just(10.0), st.floats(0, 1), st.none(), tag_names)
tempo_events = st.builds(Event, times, st.floats(0, 100), st.none() | st.floats(0, 400), unit)
note_events = st.builds(Event, times, st.floats(0, 5), st.none() | st.floats(-5, 140), unit)


@st.composite
def beat_events(draw: st.DrawFn, most: int = 300) -> Events:
    """Beats with tempo ramps, meter changes, a pickup and now and then a long gap."""
    n = draw(st.integers(1, most))
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    slow, fast = sorted(draw(st.tuples(st.floats(20, 300), st.floats(20, 300))))
    bpm = np.interp(np.arange(n), [0, n / 2, n], [slow, fast, slow])
    gaps = 60 / bpm * (1 + 0.05 * random.standard_normal(n)).clip(0.5, 1.5)
    if draw(st.booleans()):
        gaps[random.integers(0, n)] = draw(st.floats(0.001, 200))
    start = draw(st.sampled_from([0.0, 1e-4, 0.003, 0.02]) | st.floats(0, 40) | st.floats(0, 12 * 3600))
    beats = start + np.concatenate([[0.0], np.cumsum(gaps[:-1])])
    positions = np.full(n, np.nan)
    if draw(st.integers(0, 4)):
        down = draw(st.integers(0, 6))
        while down < n:
            meter = draw(st.integers(1, 13)) if draw(st.integers(0, 9)) == 0 else 4
            count = np.arange(min(meter, n - down))
            positions[down : down + count.size] = count + 1
            down += meter
    return Events.from_columns(beats, values=positions)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    """A pitch curve with unvoiced stretches."""
    n = draw(st.integers(2, 200))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    f0 = 220 * 2 ** (np.cumsum(random.standard_normal(n)) / 24)
    f0[random.random(n) < 0.2] = np.nan
    confidence = random.random(n) if draw(st.booleans()) else None
    return Curve(
        f0.astype(np.float32),
        draw(st.sampled_from([100.0, 86.1328125, 50.0])),
        draw(st.floats(0, 1)),
        "Hz",
        confidence,
    )


def add_sound(draw: st.DrawFn, tracks: dict[str, Track], whole: bool) -> None:
    """Sections and loudness, and with ``whole`` tags and the card, as the analyser makes them."""
    source = Source("random", "1")
    if draw(st.booleans()):
        tracks[SECTIONS] = Track(SECTIONS, Events(draw(st.lists(section_events, max_size=8))), source=source)
    if draw(st.booleans()):
        n, start = draw(st.integers(1, 60)), draw(st.floats(0, LONG_S))
        values = np.random.default_rng(n).uniform(-70, 0, (n, 2))
        curve = Curve(values, 10.0, start, "LUFS", bins=("momentary", "short-term"))
        facts = (Fact("integrated_loudness", draw(st.none() | st.floats(-70, 0)), None, "too soft"),)
        tracks[LOUDNESS] = Track(LOUDNESS, Events(), curve, source, facts=facts)
    if whole:
        tracks[TAGS] = Track(TAGS, Events(draw(st.lists(tag_events, max_size=8))), source=source)
        tracks[CARD] = Track(CARD, source=source, facts=(Fact("energy", draw(st.floats(0, 1))),))


@st.composite
def analyses(draw: st.DrawFn, most_beats: int = 60, whole: bool = False) -> Analysis:
    """An analysis with some of the layers; with ``whole`` also tags and the card, which have no place in time."""
    tracks = {}

    def add(kind: str, layer: Events, curve: Curve | None = None) -> None:
        tracks[kind] = Track(kind, layer, curve, Source("random", "1"))

    if draw(st.booleans()):
        add(BEATS, draw(beat_events(most_beats)))
    for kind, rows in (
        (TRANSIENTS, events),
        (KEY, key_events),
        (LOCAL_KEYS, key_events),
        (CHORDS, chord_events),
        (TEMPO, tempo_events),
        (NOTES, note_events),
        (draw(labels.filter(lambda x: x and not x.endswith(".curve"))), events),
    ):
        if kind not in tracks and draw(st.booleans()):
            add(kind, Events(draw(st.lists(rows, max_size=8))))
    if draw(st.booleans()):
        add(PITCH, Events(), draw(curves()))
    add_sound(draw, tracks, whole)
    if draw(st.booleans()):
        label, beats = draw(st.sampled_from([("4/4", 4.0), ("6/8", 2.0), ("6/8", 6.0), ("7/8", 7.0), ("x", None)]))
        add(METER, Events([Event(0.0, 10.0, beats, None, label)]))
    audio = AudioFacts("song.wav", "", SAMPLE_RATE, 2, int(draw(st.floats(0, LONG_S)) * SAMPLE_RATE))
    return Analysis(audio, tracks)
