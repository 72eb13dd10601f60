"""How exactly recordings are aligned, and how fast layers are compared.

    python bench/compare.py MUSIC... [--pairs 60]

MUSIC are files of a minute or more. Each is cut, encoded, drowned in noise, mixed with another piece, replaced by
another one for half of it, played at other speeds, and then aligned with itself; so the truth is known. Beside our
aligner: the full cross-correlation of the same samples, and that of librosa's onset strength. ``--pairs`` unrelated
pairs must not be aligned. Needs ffmpeg. Times are CPU time of one process.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray
from scipy import signal

from w12studio.domain.alignment import NONE, Alignment
from w12studio.domain.analysis import BEATS, Track
from w12studio.domain.comparing import compare
from w12studio.domain.continuity import continuity
from w12studio.domain.events import Events
from w12studio.domain.matching import match_notes, match_times
from w12studio.engine.alignment import align
from w12studio.engine.onset_bands import SAMPLE_RATE

RATE = 44_100
CUT_S, LENGTH_S = 7.12345, 60.0
Sound = NDArray[np.float32]


@dataclass
class Case:
    """Another version of a piece, and where it lies: ours = offset + rate * theirs."""

    name: str
    sound: Sound
    offset: float
    rate: float = 1.0


def load(path: Path) -> Sound:
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound.mean(axis=1), rate, RATE), dtype=np.float32)


def small(sound: Sound) -> Sound:
    return np.asarray(soxr.resample(sound, RATE, SAMPLE_RATE), dtype=np.float32)


def through(sound: Sound, ending: str, *options: str) -> Sound:
    """The sound after ffmpeg."""
    with tempfile.TemporaryDirectory() as folder:
        plain, other = Path(folder) / "a.wav", Path(folder) / f"b.{ending}"
        soundfile.write(plain, sound, RATE)
        subprocess.run(["ffmpeg", "-loglevel", "error", "-y", "-i", plain, *options, other], check=True)
        return load(other)


def cases(whole: Sound, other: Sound) -> Iterator[Case]:
    first = round(CUT_S * RATE)
    cut = whole[first : first + round(LENGTH_S * RATE)]
    at, n = first / RATE, cut.size
    mixed = np.resize(other, n) * (cut.std() / max(float(other.std()), 1e-9))
    noise = np.random.default_rng(0).normal(0, cut.std(), n)
    half = cut.copy()
    half[n // 4 : 3 * n // 4] = mixed[n // 4 : 3 * n // 4]
    semitone = 2 ** (1 / 12)
    dirt = "highpass=400,acompressor=threshold=0.05:ratio=10,aecho=0.8:0.7:40|70|110:0.5|0.4|0.3"
    yield Case("cut", cut, at)
    yield Case("MP3, 64 kbit/s", through(cut, "mp3", "-b:a", "64k"), at)
    yield Case("Ogg Vorbis, quality 0", through(cut, "ogg", "-q:a", "0"), at)
    yield Case("noise, 0 dB", cut + noise, at)
    yield Case("noise, 10 dB above the music", cut + 3.16 * noise, at)
    yield Case("other music on top, 0 dB", cut + mixed, at)
    yield Case("half of it replaced", half, at)
    yield Case("high-pass, compressor, echo", through(cut, "wav", "-af", dirt), at)
    yield Case("clock 100 ppm off", soxr.resample(cut, 10_001, 10_000), at, 1.0001)
    yield Case("44.1 kHz played as 48 kHz", soxr.resample(cut, 48_000, 44_100), at, 48_000 / 44_100)
    yield Case("3.3 % faster (turntable)", soxr.resample(cut, 1033, 1000), at, 1.033)
    yield Case("4 % faster, pitch kept", through(cut, "wav", "-af", "atempo=1.04"), at, 1.04)
    shifted = f"asetrate={RATE * semitone:.0f},aresample={RATE},atempo={1 / semitone:.6f}"
    yield Case("a semitone higher, tempo kept", through(cut, "wav", "-af", shifted), at)


def by_samples(ours: Sound, theirs: Sound) -> Alignment:
    """The highest peak of the full cross-correlation."""
    found = signal.correlate(ours, theirs, method="fft")
    return Alignment((int(np.argmax(found)) - theirs.size + 1) / SAMPLE_RATE)


def by_onset_strength(ours: Sound, theirs: Sound) -> Alignment:
    """The highest peak of the cross-correlation of librosa's onset strength."""
    import librosa

    hop = 128
    a, b = (librosa.onset.onset_strength(y=x, sr=SAMPLE_RATE, hop_length=hop) for x in (ours, theirs))
    found = signal.correlate(a - a.mean(), b - b.mean(), method="fft")
    return Alignment((int(np.argmax(found)) - b.size + 1) * hop / SAMPLE_RATE)


ALIGNERS: dict[str, Callable[[Sound, Sound], Alignment]] = {
    "ours": align, "samples": by_samples, "onset strength": by_onset_strength,
}  # fmt: skip


def worst(found: Alignment, case: Case) -> float:
    """Largest error in ms at the beginning, the middle and the end of theirs."""
    at = np.array([0.0, 0.5, 1.0]) * case.sound.size / RATE
    return float(np.abs(found.to_ours(at) - case.offset - case.rate * at).max() * 1000)


def alignments(pieces: list[Path]) -> None:
    errors: dict[str, dict[str, list[float]]] = {}
    spent = dict.fromkeys(ALIGNERS, 0.0)
    n = 0
    for i, path in enumerate(pieces):
        whole, other = load(path), load(pieces[i - 1])
        ours = small(whole)
        for case in cases(whole, other):
            theirs = small(np.asarray(case.sound, dtype=np.float32))
            n += 1
            for name, aligner in ALIGNERS.items():
                begun = time.process_time()
                found = aligner(ours, theirs)
                spent[name] += time.process_time() - begun
                errors.setdefault(case.name, {}).setdefault(name, []).append(worst(found, case))
    print(f"\n{len(pieces)} pieces; median and greatest error in ms, anywhere in the cut:\n")
    print("| | " + " | ".join(ALIGNERS) + " |\n|---" + "|---" * len(ALIGNERS) + "|")
    for name, row in errors.items():
        print(f"| {name} | " + " | ".join(f"{np.median(e):.3g} ({max(e):.3g})" for e in row.values()) + " |")
    print("| CPU time a pair | " + " | ".join(f"{s / n:.2f} s" for s in spent.values()) + " |")


def unrelated(pieces: list[Path], pairs: int) -> None:
    rng = np.random.default_rng(1)
    sounds = [small(load(p)) for p in pieces]
    false = 0
    for _ in range(pairs):
        a, b = rng.choice(len(sounds), 2, replace=False)
        found = align(sounds[a], sounds[b])
        if found.method != NONE:
            false += 1
            print(f"aligned though unrelated: {pieces[a].name} and {pieces[b].name}, {found}")
    print(f"\n{false} of {pairs} unrelated pairs were aligned.")


def matching(n: int = 20_000) -> None:
    rng = np.random.default_rng(0)
    ours = np.sort(rng.uniform(0, 10_000, n))
    theirs = np.sort(ours + rng.normal(0, 0.03, n))
    pitch = np.round(ours * 7 % 30)
    whole = [Track(BEATS, Events.from_columns(t, None, np.arange(n) % 4 + 1)) for t in (ours, theirs)]
    print(f"\nms of CPU time, {n:,} events beside {n:,}:\n")
    for name, call in {
        "F-measure": lambda: match_times(ours, theirs),
        "continuity": lambda: continuity(ours, theirs),
        "notes, with their pitch": lambda: match_notes((ours, pitch), (theirs, pitch)),
        "all figures of beats": lambda: compare(BEATS, *whole),
    }.items():
        call()
        begun = time.process_time()
        for _ in range(10):
            call()
        print(f"| {name} | {(time.process_time() - begun) * 100:.1f} |")
    try:
        import mir_eval
    except ImportError:
        return
    begun = time.process_time()
    mir_eval.beat.f_measure(theirs, ours)
    print(f"| F-measure of mir_eval | {(time.process_time() - begun) * 1000:.1f} |")
    begun = time.process_time()
    mir_eval.beat.continuity(theirs, ours)
    print(f"| continuity of mir_eval | {(time.process_time() - begun) * 1000:.0f} |")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("music", nargs="*", type=Path, metavar="MUSIC")
    parser.add_argument("--pairs", type=int, default=60)
    args = parser.parse_args()
    matching()
    long = [p for p in args.music if soundfile.info(p).duration > CUT_S + LENGTH_S + 1]
    if long:
        alignments(long)
    if len(args.music) > 1:
        unrelated(args.music, args.pairs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
