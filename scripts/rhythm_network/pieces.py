"""Pieces made up at random, in any meter: chords, bass, melody and drums over a grid; and POP909's songs, arranged."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from perform import Performance, Sounding, tempo_curve

#: (beats a bar, parts a beat, accents within the bar in parts), for the generator below.
METERS = {
    "2/4": (2, 4), "3/4": (3, 4), "4/4": (4, 4), "5/4": (5, 4), "6/4": (6, 4), "7/4": (7, 4),
    "5/8": (5, 2), "7/8": (7, 2), "6/8": (2, 3), "9/8": (3, 3), "12/8": (4, 3),
}  # fmt: skip
KICK, SNARE, RIM, CLOSED, OPEN, RIDE, CRASH, TOM = 36, 38, 37, 42, 46, 51, 49, 45
SCALES = ((0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10), (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 6, 7, 9, 11))
GROUPS = {5: ((3, 2), (2, 3)), 7: ((3, 2, 2), (2, 2, 3), (2, 3, 2), (4, 3), (3, 4)), 6: ((3, 3), (2, 2, 2), (4, 2))}


def _strong(per_bar: int, rng: np.random.Generator) -> list[int]:
    """Beats of the bar that are stressed, 0-based."""
    if per_bar in GROUPS:
        group = GROUPS[per_bar][int(rng.integers(len(GROUPS[per_bar])))]
        return [0, *np.cumsum(group)[:-1].tolist()]
    return [0, 2] if per_bar == 4 else [0]


def made_up(seconds: float, rng: np.random.Generator, drums: bool) -> Performance:
    """A piece in a random meter with its own accompaniment; tempo steady, drifting, jumping or free, with gaps."""
    name = str(rng.choice(list(METERS), p=[0.06, 0.2, 0.14, 0.12, 0.05, 0.04, 0.07, 0.12, 0.1, 0.05, 0.05]))
    per_bar, parts = METERS[name]
    low, high = (110, 300) if name in ("5/8", "7/8") else (36, 130) if parts == 3 else (55, 210)
    period = 60 / float(np.exp(rng.uniform(np.log(low), np.log(high))))
    n = int(seconds / period) + 2 * per_bar
    pickup = int(rng.integers(0, per_bar)) if rng.random() < 0.3 else 0
    places = (np.arange(n) - pickup) % per_bar + 1
    free = float(rng.choice([0.0, 0.1, 0.5, 1.0], p=[0.5, 0.25, 0.15, 0.1]))
    durations = tempo_curve(places, period, free, rng) if free else np.full(n, period)
    kind = rng.random()
    if kind < 0.15:
        durations *= np.exp(np.linspace(0, rng.uniform(-0.6, 0.6), n))
    elif kind < 0.25:
        durations[int(rng.integers(n // 4, 3 * n // 4)) :] *= np.exp(rng.uniform(-0.4, 0.4))
    times = rng.uniform(0.05, 2.0) + np.concatenate([[0.0], np.cumsum(durations)])
    out = Performance(beats=[(float(t), int(k), per_bar) for t, k in zip(times[:-1], places, strict=True)])
    _compose(out, times, places, parts, rng, drums)
    if rng.random() < 0.15:  # a silence in the middle
        start = rng.uniform(0.3, 0.7) * seconds
        stop = start + rng.uniform(1.5, 5.0)
        out.notes = [note for note in out.notes if not start < note[0] < stop]
    return out


def _compose(
    out: Performance, times: np.ndarray, places: np.ndarray, parts: int, rng: np.random.Generator, drums: bool
) -> None:
    per_bar = int(places.max())
    strong = _strong(per_bar, rng)
    swing = rng.uniform(0.55, 0.68) if parts == 4 and rng.random() < 0.2 else 0.5
    scale = np.array(SCALES[int(rng.integers(len(SCALES)))])
    root = int(rng.integers(43, 55))
    chords = rng.integers(0, 7, 8)
    bars_a_chord = int(rng.choice([1, 1, 2]))
    figure = _rhythm(per_bar, parts, strong, rng)
    melodies = [_rhythm(per_bar, parts, strong, rng) for _ in range(2)]
    comp = _rhythm(per_bar, parts, strong, rng, rng.uniform(0.15, 0.6))
    beat_drums = _drum_pattern(per_bar, parts, strong, rng) if drums else []
    bar, step = -1, 0
    for i, place in enumerate(places[: len(times) - 1]):
        if place == 1:
            bar += 1
        at, length = times[i], times[i + 1] - times[i]

        def when(part: int, at: float = at, length: float = length) -> float:
            share = part / parts
            if parts == 4:
                share = share * 2 * swing if share < 0.5 else swing + (share - 0.5) * 2 * (1 - swing)
            return float(max(0.0, at + share * length + rng.normal(0, 0.004)))

        degree = int(chords[(max(bar, 0) // bars_a_chord) % 8])
        tones = [root + 12 * ((degree + k) // 7) + int(scale[(degree + k) % 7]) for k in (0, 2, 4)]
        for part in range(parts):
            slot = (place - 1) * parts + part
            accent = 12 * (place == 1 and part == 0) + 6 * (place - 1 in strong and part == 0)
            t, hold = when(part), length / parts
            if figure[slot]:
                out.notes.append((t, t + hold * 1.5, tones[0] - 12, int(78 + accent + rng.normal(0, 5)), 0))
            if comp[slot]:
                for tone in tones:
                    out.notes.append((t, t + hold * 1.2, tone + 12, int(58 + accent + rng.normal(0, 5)), 1))
            if melodies[(max(bar, 0) // 2) % 2][slot]:
                step = int(np.clip(step + rng.integers(-2, 3), -4, 9))
                pitch = root + 24 + 12 * (step // 7) + int(scale[step % 7])
                out.notes.append((t, t + hold * 2, pitch, int(76 + accent + rng.normal(0, 6)), 2))
            for drum, velocity in (hit[2:] for hit in beat_drums if hit[:2] == (place, part)):
                out.notes.append((t, t + 0.08, drum, int(np.clip(velocity + rng.normal(0, 5), 20, 127)), 9))
        if drums and place == 1 and bar % 8 == 0 and rng.random() < 0.7:
            out.notes.append((float(at), float(at) + 0.1, CRASH, 96, 9))


def _rhythm(per_bar: int, parts: int, strong: list[int], rng: np.random.Generator, much: float = -1) -> np.ndarray:
    """Which parts of a bar sound, likelier on beats and on stressed ones."""
    much = rng.uniform(0.15, 0.9) if much < 0 else much
    slots = np.zeros(per_bar * parts, dtype=bool)
    for slot in range(slots.size):
        beat, part = divmod(slot, parts)
        on_half = parts == 4 and part == 2
        chance = 1.0 if beat in strong else 0.75
        chance *= 1.0 if part == 0 else (0.6 if on_half or parts == 3 else 0.25) * much * 1.2
        slots[slot] = rng.random() < chance
    slots[0] |= rng.random() < 0.9
    return slots


def _drum_pattern(
    per_bar: int, parts: int, strong: list[int], rng: np.random.Generator
) -> list[tuple[int, int, int, int]]:
    """Hits as (place, part, drum, velocity)."""
    out = []
    half_time = per_bar == 4 and rng.random() < 0.25
    back = [2] if half_time else [b for b in range(1, per_bar) if b not in strong] if per_bar > 3 else [per_bar - 1]
    if per_bar == 4 and not half_time:
        back = [1, 3]
    if per_bar == 3 and rng.random() < 0.5:
        back = [1, 2]
    hats = int(rng.choice([1, 2, 4] if parts == 4 else [1, 3])) if parts > 2 else int(rng.choice([1, 2]))
    cymbal = int(rng.choice([CLOSED, CLOSED, RIDE]))
    four = rng.random() < 0.15
    for beat in range(per_bar):
        if four or (beat in strong and beat not in back):
            out.append((beat + 1, 0, KICK, 108))
        if beat in back:
            out.append((beat + 1, 0, SNARE, 104))
        for part in range(parts):
            if part % max(1, parts // hats) == 0:
                out.append((beat + 1, part, cymbal, 80 if part == 0 else 58))
            elif rng.random() < 0.08:
                out.append((beat + 1, part, KICK, 84))
            elif rng.random() < 0.05:
                out.append((beat + 1, part, SNARE, 50))
    return out


def arranged(
    tracks: dict[str, list[Sounding]], beats: list[tuple[float, int, int]], drums: bool, rng: np.random.Generator
) -> Performance:
    """A POP909 song (melody, bridge, piano) with drums of our own over its beats."""
    out = Performance(beats=beats)
    for number, name in enumerate(("MELODY", "BRIDGE", "PIANO")):
        if name == "PIANO" or rng.random() < 0.8:
            out.notes += [(*note[:4], number) for note in tracks.get(name, [])]
    if drums:
        per_bar = max(b[1] for b in beats)
        parts = 4
        pattern = _drum_pattern(per_bar, parts, _strong(per_bar, rng), rng)
        start = beats[0][0] + (rng.uniform(0, 20) if rng.random() < 0.4 else 0)
        for (t, place, _), (after, *_rest) in pairwise(beats):
            if t < start:
                continue
            for where, part, drum, velocity in pattern:
                if where == place:
                    at = max(0.0, t + part / parts * (after - t) + rng.normal(0, 0.004))
                    out.notes.append((at, at + 0.08, drum, int(np.clip(velocity + rng.normal(0, 5), 20, 127)), 9))
    return out
