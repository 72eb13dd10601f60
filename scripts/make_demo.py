"""Renders the demo recording, a short piece of our own, with fluidsynth and the FluidR3 GM sound font (MIT licence).

    python scripts/make_demo.py resources/demo.ogg

Needs the Debian packages fluidsynth and fluid-soundfont-gm. A pickup, a groove that breathes between 106 and
111 BPM, a break without drums and a flute melody with vibrato: everything that the timeline can show.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import mido
import numpy as np
import soundfile

FONT = "/usr/share/sounds/sf2/FluidR3_GM.sf2"
PPQ = 480
PICKUP = 1  # beats before bar 1
LEAD_IN = 0.6  # s of room before the first note
FLUTE, PIANO, BASS, STRINGS, DRUMS = 0, 1, 2, 3, 9
PROGRAMS = {FLUTE: 73, PIANO: 4, BASS: 33, STRINGS: 48}
VOLUMES = {FLUTE: 112, PIANO: 92, BASS: 104, STRINGS: 66, DRUMS: 108}

# one chord a bar: root of the bass (MIDI), notes above it
AM, F, C, G, DM, E = (
    (45, (57, 60, 64, 69)), (41, (57, 60, 65, 69)), (48, (55, 60, 64, 67)),
    (43, (55, 59, 62, 67)), (50, (57, 62, 65, 69)), (40, (56, 59, 64, 68)),
)  # fmt: skip
BARS = [AM, F, C, G, AM, F, C, G, AM, F, C, G, DM, AM, E, E, AM, F, C, G, AM]
BREAK = range(12, 16)
# flute: (bar, beat from 0, length in beats, MIDI note)
MELODY = [
    (-1, 3, 0.5, 64), (-1, 3.5, 0.5, 69), (0, 0, 1.5, 72), (0, 1.5, 0.5, 71), (0, 2, 2, 69), (1, 0, 1.5, 69),
    (1, 1.5, 0.5, 67), (1, 2, 1.5, 65), (1, 3.5, 0.5, 67), (2, 0, 3, 64), (2, 3, 0.5, 67), (2, 3.5, 0.5, 69),
    (3, 0, 2, 71), (3, 2, 1, 74), (3, 3, 1, 71), (4, 0, 1.5, 72), (4, 1.5, 0.5, 74), (4, 2, 2, 76),
    (5, 0, 1.5, 77), (5, 1.5, 0.5, 76), (5, 2, 2, 72), (6, 0, 3, 79), (6, 3, 1, 76), (7, 0, 3.5, 74),
    (8, 2, 0.5, 76), (8, 2.5, 0.5, 74), (8, 3, 1, 72), (9, 0, 2, 69), (9, 2, 2, 72), (10, 0, 1.5, 67),
    (10, 1.5, 1.5, 64), (10, 3, 1, 67), (11, 0, 3.5, 71), (12, 0, 3, 74), (12, 3, 1, 77), (13, 0, 3, 76),
    (13, 3, 1, 72), (14, 0, 2, 71), (14, 2, 2, 68), (15, 0, 3, 76), (15, 3, 0.5, 64), (15, 3.5, 0.5, 69),
    (16, 0, 1.5, 72), (16, 1.5, 0.5, 71), (16, 2, 2, 69), (17, 0, 1.5, 69), (17, 1.5, 0.5, 72), (17, 2, 2, 77),
    (18, 0, 3, 76), (18, 3, 1, 74), (19, 0, 2, 74), (19, 2, 2, 71), (20, 0, 3.5, 69),
]  # fmt: skip


def bpm(beat: float) -> float:
    """The groove's own breath."""
    return 108.5 + 2.5 * np.sin(beat / 84 * 2 * np.pi * 1.5)


def time_of(beat: float) -> float:
    """s of a beat counted from the pickup, by summing tempo over sixteenths."""
    steps = np.arange(0, beat, 0.0625)
    widths = np.minimum(0.0625, beat - steps)
    return LEAD_IN + float(sum(60 / bpm(b) * w for b, w in zip(steps, widths, strict=True)))


class Score:
    """Collects (beat, length in beats, channel, MIDI note, velocity)."""

    def __init__(self) -> None:
        self.rng = random.Random(12)
        self.notes: list[tuple[float, float, int, int, int]] = []

    def add(self, bar: int, beat: float, length: float, channel: int, note: int, velocity: int) -> None:
        place = PICKUP + 4 * bar + beat
        self.notes.append((place, length, channel, note, max(1, velocity + self.rng.randint(-6, 6))))

    def calm(self, bar: int, root: int, chord: tuple[int, ...], step: float) -> None:
        for i, note in enumerate(chord):
            self.add(bar, i * step, 3.5, PIANO, note, 76)
        self.add(bar, 0, 3.8, BASS, root, 80)

    def groove(self, bar: int, root: int, chord: tuple[int, ...]) -> None:
        for beat in (0, 1.5, 2.5):
            for note in chord:
                self.add(bar, beat, 0.4, PIANO, note, 70)
        for beat, up in ((0, 0), (0.75, 0), (1.5, 12), (2, 0), (3, 7), (3.5, 12)):
            self.add(bar, beat, 0.4, BASS, root + up - (12 if root > 47 else 0), 92)

    def drums(self, bar: int) -> None:
        if bar >= 4:
            for beat in (0, 2, 2.5) if bar % 2 else (0, 1.5, 2):
                self.add(bar, beat, 0.2, DRUMS, 36, 104)
            for beat in (1, 3):
                self.add(bar, beat, 0.2, DRUMS, 38, 98)
        for eighth in range(8):
            hat = 42 if eighth != 7 or bar % 4 != 3 else 46
            self.add(bar, eighth / 2, 0.1, DRUMS, hat, 64 if eighth % 2 else 82)
        if bar in (4, 8, 16):
            self.add(bar, 0, 1, DRUMS, 49, 92)


def notes() -> list[tuple[float, float, int, int, int]]:
    """The whole piece, see `Score`."""
    score = Score()
    for bar, beat, length, note in MELODY:
        score.add(bar, beat, length * 0.95, FLUTE, note, 98)
    for bar, (root, chord) in enumerate(BARS):
        for note in chord:
            score.add(bar, 0, 3.9, STRINGS, note, 62)
        if bar in BREAK:
            score.calm(bar, root, chord, 0.5)
        elif bar == len(BARS) - 1:
            score.calm(bar, root, chord, 0)
        else:
            score.groove(bar, root, chord)
            score.drums(bar)
    return score.notes


def midi(path: Path) -> float:
    """Write the piece as MIDI at 1000 ticks a second; returns its length in s."""
    file = mido.MidiFile(ticks_per_beat=500)  # at 120 BPM: 1000 ticks a second
    track = mido.MidiTrack()
    file.tracks.append(track)
    events: list[tuple[float, mido.Message]] = []
    for channel, volume in VOLUMES.items():
        if channel in PROGRAMS:
            events.append((0, mido.Message("program_change", channel=channel, program=PROGRAMS[channel])))
        events.append((0, mido.Message("control_change", channel=channel, control=7, value=volume)))
    end = 0.0
    for beat, length, channel, note, velocity in notes():
        on, off = time_of(beat), time_of(beat + length)
        events.append((on, mido.Message("note_on", channel=channel, note=note, velocity=velocity)))
        events.append((off, mido.Message("note_off", channel=channel, note=note)))
        if channel == FLUTE:
            events.append((on, mido.Message("control_change", channel=channel, control=1, value=0)))
            if length > 1:
                events.append((on + 0.35, mido.Message("control_change", channel=channel, control=1, value=70)))
        end = max(end, off)
    last = 0
    for at, message in sorted(events, key=lambda e: (e[0], e[1].type != "note_off")):
        tick = round(at * 1000)
        track.append(message.copy(time=tick - last))
        last = tick
    file.save(path)
    return end + 2.0


def main(out: str) -> None:
    """Render to ``out`` (Ogg Vorbis, 44.1 kHz, stereo)."""
    with tempfile.TemporaryDirectory() as folder:
        score, raw = Path(folder, "demo.mid"), Path(folder, "demo.raw")
        length = midi(score)
        subprocess.run(
            [
                "fluidsynth",
                "-ni",
                "-q",
                "-g",
                "0.6",
                "-r",
                "44100",
                "-O",
                "float",
                "-T",
                "raw",
                "-F",
                raw,
                FONT,
                score,
            ],
            check=True,
        )
        audio = np.fromfile(raw, dtype="<f4").reshape(-1, 2)[: int(length * 44100)]
    fade = np.ones(len(audio))
    fade[-44100:] = np.linspace(1, 0, 44100) ** 2
    audio = audio * fade[:, None] * (0.89 / np.abs(audio).max())
    with soundfile.SoundFile(out, "w", 44100, 2, format="OGG", subtype="VORBIS", compression_level=0.5) as f:
        for i in range(0, len(audio), 44100):  # libsndfile's Vorbis writer overflows its stack on very long writes
            f.write(audio[i : i + 44100])
    print(f"{out}: {len(audio) / 44100:.1f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
