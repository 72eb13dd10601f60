"""Make the training set of the rhythm network: renderings with known beats, as features and truth.

    python scripts/rhythm_network/dataset.py MIRRORS OUT --count 900 [--jobs 2] [--seed 1]

MIRRORS holds git directories of the repositories in `SOURCES`. Left out are the works of which the development set
has performances (`LEFT_OUT`), so that it stays unseen.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from pathlib import Path

import mido
import numpy as np
from perform import Performance, play
from pieces import arranged, made_up
from render import RATE, part, synthesise
from scores import Score, read_kern, read_mxl

#: name: (git directory, suffix of its scores, licence of the encoding; the works are in the public domain)
SOURCES = {
    "chopin": ("pl-wnifc+humdrum-chopin-first-editions/repo", ".krn", "CC BY 4.0"),
    "mozart": ("craigsapp+mozart-piano-sonatas/repo", ".krn", "see repository"),
    "beethoven": ("craigsapp+beethoven-piano-sonatas/repo", ".krn", "see repository"),
    "bach": ("humdrum-tools+bach-wtc/repo", ".krn", "see repository"),
    "lieder": ("OpenScore+Lieder/repo", ".mxl", "CC0"),
    "quartets": ("OpenScore+StringQuartets/repo", ".mxl", "CC0"),
    "pop": ("music-x-lab+POP909-Dataset/repo/.git", ".mid", "MIT"),
}
LEFT_OUT = re.compile(
    r"wtc1[pf]01|wtc1[pf]15|wtc2[pf]15|beethoven.*sonata14-|025-.*-012|047-|mozart.*sonata12-|"
    r"sonata14-[123]\.krn$|/025-1[^/]*-(012|12)\.|/047-"
)
#: Shares of the kinds of music.
KINDS = {
    "chopin": 0.17, "mozart": 0.09, "beethoven": 0.14, "bach": 0.07, "lieder": 0.11, "quartets": 0.04,
    "pop": 0.2, "made up": 0.18,
}  # fmt: skip
SECONDS = 45.0


def git(mirrors: Path, name: str, *words: str) -> bytes:
    command = ["git", f"--git-dir={mirrors / SOURCES[name][0]}", *words]
    return subprocess.run(command, check=True, capture_output=True).stdout


@lru_cache
def files(mirrors: Path, name: str) -> list[str]:
    listed = git(mirrors, name, "ls-tree", "-r", "-z", "--name-only", "HEAD").decode().split("\0")
    suffix = SOURCES[name][1]
    found = [f for f in listed if f.endswith(suffix) and not LEFT_OUT.search(f"{name}/{f}")]
    if name == "pop":
        found = [f for f in found if re.search(r"POP909/(\d+)/\1\.mid$", f)]
    if name == "chopin":
        found = [f for f in found if not re.search(r"violin|cello|oboe|flauto|orch", f)]
    return found


def score_piece(mirrors: Path, name: str, rng: np.random.Generator) -> tuple[str, Performance] | None:
    path = files(mirrors, name)[int(rng.integers(len(files(mirrors, name))))]
    data = git(mirrors, name, "show", f"HEAD:{path}")
    score: Score = read_mxl(path, data) if path.endswith(".mxl") else read_kern(path, data.decode("utf8", "replace"))
    performance = play(score, SECONDS, rng)
    return None if performance is None else (path, performance)


POP_TEST = 8


def pop_piece(mirrors: Path, rng: np.random.Generator) -> tuple[str, Performance] | None:
    path = files(mirrors, "pop")[int(rng.integers(len(files(mirrors, "pop"))))]
    if int(Path(path).stem) % 10 == POP_TEST:
        return None
    file = mido.MidiFile(file=io.BytesIO(git(mirrors, "pop", "show", f"HEAD:{path}")), clip=True)
    rows = np.loadtxt(io.BytesIO(git(mirrors, "pop", "show", f"HEAD:{Path(path).parent}/beat_midi.txt")))
    three = _in_three(rows)
    down = rows[:, 1 if three else 2] > 0.5
    tracks = {}
    for track in file.tracks:
        notes, now, sounding = [], 0.0, {}
        for message in mido.MidiFile(type=0, ticks_per_beat=file.ticks_per_beat, tracks=[_merged(file, track)]):
            now += message.time
            if message.type == "note_on" and message.velocity:
                sounding[message.note] = (now, message.velocity)
            elif message.type in ("note_on", "note_off") and message.note in sounding:
                begin, velocity = sounding.pop(message.note)
                notes.append((begin, now, message.note, velocity, 0))
        tracks[track.name] = notes
    per_bar = 3 if three else 4
    first = int(down.argmax())
    places = [(k - first) % per_bar + 1 for k in range(first)]
    for is_down in down[first:]:
        places.append(1 if is_down else places[-1] + 1)
    start = float(rng.uniform(max(0.0, rows[0, 0] - 1), max(rows[0, 0], rows[-1, 0] - SECONDS - 5)))
    beats = [(t - start, p, per_bar) for t, p in zip(rows[:, 0], places, strict=True) if 0 <= t - start < SECONDS + 2]
    if len(beats) < 16 or max(b[1] for b in beats) > per_bar:
        return None
    moved = {k: [(a - start, b - start, p, v, 0) for a, b, p, v, _ in n if a >= start] for k, n in tracks.items()}
    performance = arranged(moved, beats, bool(rng.random() < 0.5), rng)
    if rng.random() < 0.3:
        stretch = float(np.exp(rng.uniform(-0.25, 0.25)))
        performance.notes = [(a * stretch, b * stretch, *rest) for a, b, *rest in performance.notes]
        performance.beats = [(t * stretch, *rest) for t, *rest in performance.beats]
    return path, performance


def _merged(file: mido.MidiFile, track: mido.MidiTrack) -> mido.MidiTrack:
    """A track with the tempi of the file."""
    return (
        mido.merge_tracks([mido.MidiTrack(m for m in _tempi(file.tracks[0])), track])
        if track is not file.tracks[0]
        else track
    )


def _tempi(track: mido.MidiTrack) -> list[mido.MetaMessage]:
    out, waited = [], 0
    for message in track:
        waited += message.time
        if message.type == "set_tempo":
            out.append(message.copy(time=waited))
            waited = 0
    return out


def _in_three(rows: np.ndarray) -> bool:
    """POP909 marks half bars and bars in 4/4, bars and pairs of bars in 3/4."""
    marks = np.flatnonzero(rows[:, 1] > 0.5)
    return marks.size > 4 and int(np.median(np.diff(marks))) == 3


PIANOS, STRINGS = (0, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6), (48, 49, 40, 41, 42, 44)
VOICES = (52, 53, 54, 40, 73, 71, 68, 65, 56, 0)
BASSES, PADS = (32, 33, 34, 38, 0, 43), (0, 4, 16, 24, 25, 48, 89, 27)
LEADS = (0, 4, 11, 24, 25, 26, 61, 65, 73, 80, 81, 40)


def messages(name: str, performance: Performance, rng: np.random.Generator) -> list:
    """Parts with programs that suit the kind of music."""
    numbers = sorted({note[4] for note in performance.notes})
    if name in ("chopin", "mozart", "beethoven", "bach"):
        program = int(rng.choice(PIANOS))
        out = part(performance.notes, 0, program)
        out += [(t, mido.Message("control_change", channel=0, control=64, value=v)) for t, v in performance.pedal]
        return out
    out = []
    for number in numbers:
        notes = [note for note in performance.notes if note[4] == number]
        if number == 9:
            out += part(notes, 9, 0, int(rng.integers(60, 110)))
            continue
        if name == "lieder":
            program = int(rng.choice(VOICES)) if number == numbers[0] and len(numbers) > 1 else 0
        elif name == "quartets":
            program = int(rng.choice(STRINGS))
        elif name == "pop":
            program = int(rng.choice((LEADS, LEADS, PADS)[number % 3]))
        else:
            program = int(rng.choice((BASSES, PADS, LEADS)[number % 3]))
        out += part(notes, number % 9, program, int(rng.integers(70, 115)), int(rng.integers(30, 98)))
    return out


def nothing(rng: np.random.Generator) -> np.ndarray:
    """Sound without a beat: noise, tones, swelling chords, drops at random, babble, hum; with near silence between."""
    n = int(SECONDS * RATE)
    t = np.arange(n) / RATE
    kind = int(rng.integers(6))
    slow = np.interp(t, np.linspace(0, SECONDS, 40), rng.uniform(0.05, 1, 40))
    noise = rng.normal(0, 1, n)
    if kind == 0:
        out = noise * (slow if rng.random() < 0.5 else 1)
    elif kind == 1:  # pink and darker
        spectrum = np.fft.rfft(noise) / np.maximum(np.fft.rfftfreq(n, 1 / RATE), 20) ** rng.uniform(0.4, 1.2)
        out = np.fft.irfft(spectrum, n)
    elif kind == 2:  # tones, alone or as a chord, coming and going
        levels = [np.interp(t, np.linspace(0, SECONDS, 12), rng.uniform(0, 1, 12)) for _ in range(rng.integers(1, 6))]
        out = sum(level * np.sin(2 * np.pi * rng.uniform(60, 2000) * t + rng.uniform(0, 6)) for level in levels)
    elif kind == 3:  # drops: exponential waits
        out = np.zeros(n)
        tone = np.exp(-t[:4000] * rng.uniform(40, 300)) * np.sin(2 * np.pi * rng.uniform(200, 3000) * t[:4000])
        for at in np.cumsum(rng.exponential(rng.uniform(0.15, 1.2), 400)):
            if int(at * RATE) + 4000 < n:
                out[int(at * RATE) : int(at * RATE) + 4000] += tone * rng.uniform(0.2, 1)
    elif kind == 4:  # syllables: bursts of formants of random lengths
        out, at = np.zeros(n), 0.0
        while at < SECONDS - 1:
            length = int(RATE * rng.uniform(0.06, 0.35))
            buzz = np.sign(np.sin(2 * np.pi * rng.uniform(90, 220) * t[:length])) + 0.4 * rng.normal(0, 1, length)
            spectrum = np.fft.rfft(buzz)
            hz = np.fft.rfftfreq(length, 1 / RATE)
            formants = sum(
                np.exp(-0.5 * ((hz - f) / 120) ** 2) for f in rng.uniform((300, 900, 2200), (800, 2000, 3500))
            )
            out[int(at * RATE) : int(at * RATE) + length] += np.fft.irfft(spectrum * formants, length) * np.hanning(
                length
            )
            at += length / RATE + (rng.uniform(0.2, 1.2) if rng.random() < 0.12 else rng.uniform(0, 0.12))
    else:
        out = np.sin(2 * np.pi * 50 * t) + 0.5 * np.sin(2 * np.pi * 150 * t) + noise * rng.uniform(0.001, 0.1)
    out = out + noise * 1e-4
    return (out / np.abs(out).max() * 10 ** (rng.uniform(-30, -1) / 20)).astype(np.float32)


def make(arguments: tuple[Path, Path, int, int, str]) -> str:
    """One clip; its features, madmom's activations and the truth go to a file of their own."""
    mirrors, out, index, seed, name = arguments
    target = out / f"{seed}-{index:05d}.npz"
    if target.exists():
        return ""
    rng = np.random.default_rng([seed, index])
    name = name or str(rng.choice(list(KINDS), p=np.array(list(KINDS.values())) / sum(KINDS.values())))
    if name == "nothing":
        _keep(target, nothing(rng), np.zeros((0, 3)), name)
        return ""
    try:
        found: tuple[str, Performance] | None = None
        for _ in range(6):  # some are too short, or have irregular bars
            if found is None and name == "made up":
                found = "", made_up(SECONDS + 3, rng, bool(rng.random() < 0.55))
            elif found is None:
                found = pop_piece(mirrors, rng) if name == "pop" else score_piece(mirrors, name, rng)
    except (ValueError, IndexError, KeyError, ZeroDivisionError, OSError, subprocess.CalledProcessError) as error:
        return f"{index} {name}: {error!r}"
    if found is None:
        return f"{index} {name}: too short"
    path, performance = found
    length = min(SECONDS, performance.beats[-1][0] + 0.3)
    if length < 15:
        return f"{index} {path}: {length} s"
    samples = synthesise(messages(name, performance, rng), length, rng)
    _keep(target, samples, np.array([b for b in performance.beats if 0 <= b[0] < length]), name)
    return ""


def _keep(target: Path, samples: np.ndarray, beats: np.ndarray, kind: str) -> None:
    from w12studio.engine.chroma import chroma
    from w12studio.engine.features import rhythm_features
    from w12studio.engine.networks import downbeat_activations

    features = rhythm_features(samples, threads=1).downbeats
    heard = downbeat_activations(lambda a, b: features[a:b], features.shape[0], threads=1)
    np.savez(
        target,
        features=features.astype(np.float16),
        activations=heard.astype(np.float16),
        chroma=chroma(samples, threads=1).astype(np.float16),
        beats=beats,
        kind=kind,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mirrors", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=900)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", default="", choices=["", "nothing", *KINDS], help="instead of the usual mixture")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    work = [(arguments.mirrors, arguments.out, i, arguments.seed, arguments.kind) for i in range(arguments.count)]
    with ProcessPoolExecutor(arguments.jobs) as pool:
        for said in pool.map(make, work):
            if said:
                print(said, flush=True)


if __name__ == "__main__":
    main()
