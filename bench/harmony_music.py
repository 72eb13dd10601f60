"""Songs made up for measuring harmony: chords, keys and bars are known because they were played from them.

Four parts (bass, chords, a melody of chord notes and passing notes, drums), rendered by fluidsynth with one of the
soundfonts of Debian (fluid-soundfont-gm, timgm6mb-soundfont, musescore-general-soundfont-small).
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import mido
import numpy as np
import soundfile

from w12studio.domain.keys import KEYS, TONICS

RATE = 44_100
FONTS = (
    Path("/usr/share/sounds/sf2/FluidR3_GM.sf2"),
    Path("/usr/share/sounds/sf2/TimGM6mb.sf2"),
    Path("/usr/share/sounds/sf3/MuseScore_General_Lite.sf3"),
)
#: Notes above the root.
KINDS = {"maj": (0, 4, 7), "min": (0, 3, 7), "7": (0, 4, 7, 10), "maj7": (0, 4, 7, 11), "min7": (0, 3, 7, 10)}
#: Degrees of a key with their triads: semitones above the tonic, kind; the likelier the earlier.
DEGREES = {
    "major": ((0, "maj"), (5, "maj"), (7, "maj"), (9, "min"), (2, "min"), (4, "min")),
    "minor": ((0, "min"), (5, "min"), (7, "maj"), (8, "maj"), (10, "maj"), (3, "maj")),
}
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 10)}


@dataclass
class Song:
    """Notes as (start, end, channel, pitch, velocity) in s, and what is known of them."""

    notes: list[tuple[float, float, int, int, int]] = field(default_factory=list)
    chords: list[tuple[float, float, str]] = field(default_factory=list)
    keys: list[tuple[float, float, str]] = field(default_factory=list)
    beats: list[tuple[float, int]] = field(default_factory=list)
    programs: dict[int, int] = field(default_factory=dict)
    tuning: float = 0.0


def make_song(seed: int, sections: list[tuple[int, str, int]], sevenths: float = 0.15) -> Song:
    """A song of sections (tonic, mode, bars), with a tempo and instruments of its own."""
    rng = np.random.default_rng(seed)
    beat = 60.0 / rng.uniform(70, 150)
    song = Song(programs={0: int(rng.choice([0, 4, 24, 25, 48, 89])), 1: int(rng.choice([32, 33, 38]))})
    song.programs[2] = int(rng.choice([0, 11, 40, 56, 65, 73, 80]))
    drums = rng.random() < 0.6
    style = int(rng.integers(3))
    now = 0.5
    for tonic, mode, bars in sections:
        start = now
        pattern = _progression(rng, mode)
        for bar in range(bars):
            spans = [(0, 4)] if rng.random() < 0.75 else [(0, 2), (2, 4)]
            for first, last in spans:
                degree, kind = pattern[(bar + (first > 0)) % len(pattern)]
                if bar == bars - 1 and last == 4:
                    degree, kind = DEGREES[mode][0]
                if rng.random() < sevenths:
                    kind = {"maj": "7" if degree == 7 else "maj7", "min": "min7"}[kind]
                root = (tonic + degree) % 12
                _play(song, rng, root, kind, now + first * beat, last - first, beat, style)
                _add_chord(song, now + first * beat, now + last * beat, f"{TONICS[root]}:{kind}")
            _melody(song, rng, tonic, mode, now, beat)
            for i in range(4):
                song.beats.append((now + i * beat, i + 1))
                if drums:
                    song.notes += _drums(now + i * beat, i, beat)
            now += 4 * beat
        song.keys.append((start, now, KEYS[tonic + (12 if mode == "minor" else 0)]))
    return song


def _progression(rng: np.random.Generator, mode: str) -> list[tuple[int, str]]:
    degrees = DEGREES[mode]
    out = [degrees[0]]
    while len(out) < 4:
        likely = np.array([3.0, 3.0, 3.0, 2.5, 1.5, 1.0])
        pick = degrees[int(rng.choice(6, p=likely / likely.sum()))]
        if pick != out[-1]:
            out.append(pick)
    return out


def _add_chord(song: Song, start: float, end: float, label: str) -> None:
    if song.chords and song.chords[-1][2] == label:
        song.chords[-1] = (song.chords[-1][0], end, label)
    else:
        song.chords.append((start, end, label))


def _play(
    song: Song, rng: np.random.Generator, root: int, kind: str, at: float, n: int, beat: float, style: int
) -> None:
    """The chord and its bass for ``n`` beats: held, struck on every beat, or broken."""
    inversion = int(rng.integers(3))
    pitches = sorted(48 + (root + step - 48) % 12 + (12 if (i + inversion) % 3 == 0 else 0)
                     for i, step in enumerate(KINDS[kind]))  # fmt: skip
    low = 36 + (root - 36) % 12
    song.notes.append((at, at + n * beat * 0.95, 1, low - 12 if low > 43 else low, 100))
    if style == 0:
        song.notes += [(at, at + n * beat * 0.98, 0, p, 74) for p in pitches]
    elif style == 1:
        song.notes += [(at + i * beat, at + (i + 0.6) * beat, 0, p, 78) for i in range(n) for p in pitches]
    else:
        order = [pitches[i % len(pitches)] for i in range(2 * n)]
        song.notes += [(at + i * beat / 2, at + (i / 2 + 1.5) * beat, 0, p, 80) for i, p in enumerate(order)]


def _melody(song: Song, rng: np.random.Generator, tonic: int, mode: str, at: float, beat: float) -> None:
    """Half notes to eighths of the scale, on strong beats mostly notes of the chord."""
    i = 0.0
    while i < 4:
        length = float(rng.choice([0.5, 1.0, 2.0], p=[0.4, 0.45, 0.15]))
        time = at + i * beat
        root, kind = next((x[2].split(":") for x in song.chords if x[0] <= time + 1e-6 < x[1]), ("C", "maj"))
        if i.is_integer() and rng.random() < 0.75:
            note = TONICS.index(root) + int(rng.choice(KINDS[kind][:3]))
        else:
            note = tonic + int(rng.choice(SCALES[mode]))
        if rng.random() < 0.85:
            song.notes.append((time, time + length * beat * 0.9, 2, 67 + (note - 67) % 12, 90))
        i += length


def _drums(at: float, place: int, beat: float) -> list[tuple[float, float, int, int, int]]:
    strong = 36 if place % 2 == 0 else 38
    return [(at, at + 0.1, 9, strong, 105), *((at + x * beat, at + x * beat + 0.05, 9, 42, 70) for x in (0.0, 0.5))]


def render(song: Song, path: Path, font: Path) -> None:
    """Write the song as a 44.1 kHz wav, mono."""
    events: list[tuple[float, int, mido.Message]] = []
    for channel, program in song.programs.items():
        events.append((0.0, 0, mido.Message("program_change", channel=channel, program=program)))
    for start, end, channel, pitch, velocity in song.notes:
        events.append((start, 2, mido.Message("note_on", channel=channel, note=pitch, velocity=velocity)))
        events.append((end, 1, mido.Message("note_off", channel=channel, note=pitch)))
    file = mido.MidiFile(ticks_per_beat=960)
    track = mido.MidiTrack()
    file.tracks.append(track)
    last = 0
    for time, _, message in sorted(events, key=lambda e: (round(e[0] * 1920), e[1])):
        tick = round(time * 1920)
        track.append(message.copy(time=tick - last))
        last = tick
    midi, raw = path.with_suffix(".mid"), path.with_suffix(".raw")
    file.save(midi)
    subprocess.run(
        ["fluidsynth", "-ni", "-q", "-g", "0.4", "-r", str(RATE), "-O", "float", "-T", "raw", "-F", raw, font, midi],
        check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300,
    )  # fmt: skip
    samples = np.fromfile(raw, dtype="<f4").reshape(-1, 2).mean(axis=1)
    raw.unlink()
    end = round((song.beats[-1][0] + 2.0) * RATE)
    samples = samples[:end] / max(float(np.abs(samples).max()), 1e-9) * 0.7
    soundfile.write(path, samples, RATE, subtype="PCM_16")
