"""Scores played the way people play: rubato, pauses, spread chords, dynamics, pedal. All of it drawn at random."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scores import Note, Score

#: One sounding note: on and off in s, MIDI pitch, velocity, part.
Sounding = tuple[float, float, int, int, int]


@dataclass(slots=True)
class Performance:
    """What is played, and where its beats are: (time in s, place in the bar, beats a bar)."""

    notes: list[Sounding] = field(default_factory=list)
    beats: list[tuple[float, int, int]] = field(default_factory=list)
    pedal: list[tuple[float, int]] = field(default_factory=list)


def tempo_curve(places: np.ndarray, period: float, much: float, rng: np.random.Generator) -> np.ndarray:
    """Durations in s of successive beats around ``period``.

    Parameters
    ----------
    places : ndarray of int, shape (n,)
        Of the beats in their bars, 1 = downbeat.
    much : float
        0: mechanical, 1: as a romantic pianist.
    """
    n = places.size
    bar = np.cumsum(places == 1)
    curve = np.zeros(n)
    walk = np.cumsum(rng.normal(0, 0.05, bar.max() + 1))
    walk -= np.linspace(0, walk[-1] * rng.uniform(0.5, 1.0), walk.size)
    curve += walk[bar]
    phrase = int(rng.choice([2, 4, 4, 8]))
    within = (bar % phrase + (places - 1) / max(places.max(), 1)) / phrase
    arch = rng.uniform(0, 0.25)
    curve += arch * (4 * (within - 0.5) ** 2 - 0.33)
    last = within > 1 - rng.uniform(0.5, 1.2) / phrase
    depth = rng.uniform(0, 0.5) * (rng.random(bar.max() + 1) < 0.6)
    curve += np.where(last, depth[bar] * (within - within[last].min() if last.any() else 0) * phrase, 0.0)
    curve += rng.normal(0, 0.04, places.max() + 1)[places]
    curve += rng.normal(0, rng.uniform(0.015, 0.07), n)
    curve *= much
    pauses = (rng.random(n) < 0.012) | ((within + 1 / (phrase * places.max()) >= 0.999) & (rng.random(n) < 0.12))
    curve += np.where(pauses, rng.uniform(0.1, 0.9, n), 0.0) * min(much, 1.0)
    if rng.random() < 0.15 * much:  # another section, another tempo
        at = int(rng.integers(n // 4 + 1, max(n // 4 + 2, 3 * n // 4)))
        curve[at:] += rng.uniform(-0.5, 0.5)
    if rng.random() < 0.1:
        curve += np.linspace(0, rng.uniform(-0.45, 0.45), n)
    return period * np.exp(curve)


def play(score: Score, seconds: float, rng: np.random.Generator) -> Performance | None:
    """A random stretch of a score of about so many seconds; None where there is too little of it."""
    beats = [b for b in score.beats() if b[0] < score.end - 1e-6]
    if len(beats) < 16 or len(score.notes) < 40:
        return None
    onsets = np.array([n.onset for n in score.notes])
    much = float(rng.choice([0.0, 0.3, 0.7, 1.0, 1.4], p=[0.08, 0.2, 0.27, 0.3, 0.15]))
    density = np.unique(onsets.round(4)).size / max(score.end, 1.0)
    rate = float(np.clip(np.exp(rng.normal(np.log(4.6), 0.45)), 1.2, 11.0))
    step = float(np.median(np.diff([b[0] for b in beats])))
    # Between what the notes ask for and what is a usual tempo of beats.
    bpm = np.exp(0.6 * np.log(60 * rate / density / step) + 0.4 * np.log(92))
    quarter = 60 / float(np.clip(bpm, 32, 230)) / step
    need = int(seconds / (quarter * step)) + 2
    first = int(rng.integers(0, max(1, len(beats) - need)))
    if rng.random() < 0.75:
        while first > 0 and beats[first][1] != 1:
            first -= 1
    chosen = beats[first : first + need]
    if len(chosen) < 12:
        return None
    places = np.array([b[1] for b in chosen])
    durations = tempo_curve(places, quarter * step, much, rng)
    at = np.array([b[0] for b in chosen])
    widths = np.append(np.diff(at), step) / step
    times = rng.uniform(0.05, 1.5) + np.concatenate([[0.0], np.cumsum(durations * np.clip(widths, 0.25, 4))])
    grid = np.append(at, at[-1] + step)
    inside = [n for n in score.notes if at[0] - 1e-6 <= n.onset < grid[-1] - 1e-6]
    out = Performance()
    _sound(inside, grid, times, much, rng, out)
    heard: dict[float, float] = {}
    for note, sounding in zip(inside, out.notes, strict=True):
        if not note.grace:
            key = round(note.onset, 4)
            heard[key] = min(heard.get(key, np.inf), sounding[0])
    for i, (q, place, per_bar) in enumerate(chosen):
        out.beats.append((heard.get(round(q, 4), float(times[i])), place, per_bar))
    if rng.random() < 0.65:
        _pedal(times, places, rng, out)
    shift = int(rng.integers(-3, 4))
    out.notes = [(a, b, int(np.clip(p + shift, 21, 108)), v, part) for a, b, p, v, part in out.notes]
    return out


def _sound(
    notes: list[Note], grid: np.ndarray, times: np.ndarray, much: float, rng: np.random.Generator, out: Performance
) -> None:
    onsets = np.array([n.onset for n in notes])
    on = np.interp(onsets, grid, times)
    off = np.interp([n.onset + n.duration for n in notes], grid, times)
    jitter = rng.uniform(0.001, 0.012)
    spread = rng.uniform(0.0, 0.012)
    lead = rng.uniform(0.0, 0.022) * (rng.random() < 0.6)
    roll = rng.uniform(0, 0.25) * (rng.random() < 0.4)
    held = rng.uniform(0.6, 1.05)
    loud = 64 + rng.uniform(-12, 18) + 10 * np.cumsum(rng.normal(0, 0.35, int(grid[-1]) + 2))
    metric = rng.uniform(0, 8)
    melody, bass, noise = rng.uniform(0, 18), rng.uniform(-4, 8), rng.uniform(2, 8)
    keys = onsets.round(4)
    played: list[Sounding | None] = [None] * len(notes)
    for key in np.unique(keys):
        group = np.flatnonzero(keys == key)
        pitches = np.array([notes[i].pitch for i in group])
        rolled = group.size >= 3 and rng.random() < roll
        arpeggio = np.sort(rng.uniform(0.01, 0.05, group.size)).cumsum() if rolled else np.zeros(group.size)
        strong = metric if np.isclose(np.interp(key, grid, np.arange(grid.size)) % 1, 0, atol=1e-3) else 0.0
        for rank, i in enumerate(group[np.argsort(pitches)]):
            note = notes[i]
            time = on[i] + rng.normal(0, jitter) * (0.4 + 0.6 * min(much, 1)) + rng.uniform(0, spread) + arpeggio[rank]
            velocity = np.clip(loud[int(min(key - grid[0], loud.size - 1))], 38, 105) + strong + rng.normal(0, noise)
            if rank == group.size - 1:
                velocity += melody
                time -= lead if group.size > 1 else 0.0
            elif rank == 0:
                velocity += bass
            if note.grace:
                time -= rng.uniform(0.05, 0.11)
            length = max(0.06, (off[i] - on[i]) * held)
            time = max(time, 0.0)
            played[i] = (float(time), float(time + length), note.pitch, int(np.clip(velocity, 22, 124)), note.staff)
    out.notes = [sounding for sounding in played if sounding is not None]


def _pedal(times: np.ndarray, places: np.ndarray, rng: np.random.Generator, out: Performance) -> None:
    every_beat = rng.random() < 0.5
    for time, place in zip(times, places, strict=False):
        if (every_beat or place == 1) and rng.random() < 0.9:
            out.pedal += [(float(max(0, time - 0.02)), 0), (float(time + rng.uniform(0.03, 0.12)), 100)]
        elif rng.random() < 0.1:
            out.pedal.append((float(time), 0))
