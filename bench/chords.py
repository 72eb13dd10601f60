"""How right chords and keys over time are, beside madmom's own decoder and a chroma template.

    python bench/chords.py [--songs 12] [--set ~/.cache/w12bench/dev] [--pop909 DIR --recipes FILE]

Chords: weighted overlap of major and minor triads (mir_eval's ``majmin``) on songs that are made up
(`harmony_music`), and, with a clone of POP909, on the pop clips of the benchmark set, whose chords it knows. Keys over
time: songs in one key, and songs that move up a tone, or to a related key.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import harmony_music as music
import mir_eval
import numpy as np
import soundfile
from common import record
from score_dev import QuietJob, store_of

from w12studio.domain.analysis import BEATS, CHORDS, KEY, LOCAL_KEYS, Analysis, AudioFacts, Track
from w12studio.domain.chords import harte
from w12studio.domain.events import Events
from w12studio.engine.derived import following_tracks
from w12studio.engine.registry import ESTIMATORS

Intervals = tuple[np.ndarray, list[str]]


def analysed(wav: Path, folder: Path, names: tuple[str, ...] = ("w12-downbeats", "w12-key", "w12-chords")) -> Analysis:
    """Beats, key and harmony as an analysis finds them, and what chords cost in s of CPU."""
    audio = store_of(wav, folder)
    found: list[Track] = []
    for name in names:
        found += ESTIMATORS[name].load()(audio, QuietJob(), {})
    Path(audio.store).unlink()
    facts = AudioFacts(str(wav), "", audio.sample_rate, 1, audio.n_samples)
    return Analysis(facts, {t.kind: t for t in found})


def with_beats(analysis: Analysis, beats: Events) -> Analysis:
    """The analysis with these beats, and what follows."""
    analysis = analysis.with_track(Track(BEATS, beats))
    for track in following_tracks(analysis, {BEATS, KEY}):
        analysis = analysis.with_track(track)
    return analysis


def intervals(events: Events) -> Intervals:
    """Chords as mir_eval takes them."""
    return np.stack([events.times, events.times + events.durations], axis=1), [harte(x) for x in events.labels]


def overlap(truth: Intervals, found: Intervals) -> np.ndarray:
    """Seconds that are right, and seconds that count."""
    if not len(found[0]):
        found = (np.array([[0.0, 0.01]]), ["N"])
    spans, labels = mir_eval.util.adjust_intervals(*found, truth[0].min(), truth[0].max(), "N", "N")
    spans, wanted, got = mir_eval.util.merge_labeled_intervals(*truth, spans, labels)
    right = mir_eval.chord.majmin(wanted, got)
    lengths = mir_eval.util.intervals_to_durations(spans)
    return np.array([(right * lengths)[right >= 0].sum(), lengths[right >= 0].sum()])


def by_madmom(wav: Path) -> Intervals:
    """Madmom's network and conditional random field."""
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.features.chords import CNNChordFeatureProcessor, CRFChordRecognitionProcessor

    rows = CRFChordRecognitionProcessor()(CNNChordFeatureProcessor()(str(wav)))
    return np.stack([rows["start"], rows["end"]], axis=1), list(rows["label"])


def by_template(wav: Path) -> Intervals:
    """Librosa's chroma against triads, smoothed by its Viterbi decoder."""
    import librosa

    samples, rate = librosa.load(wav, sr=22050)
    chroma = librosa.feature.chroma_cqt(y=samples, sr=rate, hop_length=2048)
    names = [f"{root}:{kind}" for kind in ("maj", "min") for root in music.TONICS]
    shapes = [[float((n - r) % 12 in music.KINDS[k]) for n in range(12)] for k in ("maj", "min") for r in range(12)]
    scores = np.array(shapes) @ chroma / np.maximum(chroma.sum(axis=0), 1e-9)
    odds = np.exp(12 * scores)
    path = librosa.sequence.viterbi_discriminative(odds / odds.sum(axis=0), librosa.sequence.transition_loop(24, 0.95))
    edges = np.arange(path.size + 1) * 2048 / rate
    return np.stack([edges[:-1], edges[1:]], axis=1), [names[i] for i in path]


def chord_scores(wav: Path, truth: Intervals, beats: Events, folder: Path) -> tuple[dict[str, np.ndarray], Analysis]:
    """Overlap of every method on one recording."""
    analysis = analysed(wav, folder)
    plain = analysis.tracks[CHORDS].events
    own = with_beats(analysis, analysis.events(BEATS))
    right = with_beats(analysis, beats)
    found: dict[str, Callable[[], Intervals]] = {
        "w12-chords on the beats found": lambda: intervals(own.events(CHORDS)),
        "w12-chords on the true beats": lambda: intervals(right.events(CHORDS)),
        "w12-chords without beats": lambda: intervals(plain),
        "madmom's network and decoder": lambda: by_madmom(wav),
        "chroma template (librosa)": lambda: by_template(wav),
    }
    return {name: overlap(truth, make()) for name, make in found.items()}, own


def calibration(pairs: list[tuple[float, float, float]]) -> str:
    """How often chords are right, by confidence; rows of confidence, share right, seconds."""
    rows = np.array(pairs)
    out = []
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        part = rows[(rows[:, 0] >= low) & (rows[:, 0] < high)]
        if len(part):
            mean, right = np.average(part[:, :2], axis=0, weights=part[:, 2])
            out.append(f"{mean:.2f} said, {right:.2f} right ({part[:, 2].sum() / rows[:, 2].sum():.0%} of the time)")
    return "; ".join(out)


def confidences(truth: Intervals, events: Events) -> list[tuple[float, float, float]]:
    """Confidence, share right and length in s of every chord found."""
    out = []
    for i, (span, label) in enumerate(zip(*intervals(events), strict=True)):
        inside = (truth[0][:, 1] > span[0]) & (truth[0][:, 0] < span[1])
        if not inside.any():
            continue
        clipped = np.clip(truth[0][inside], *span)
        part = (clipped, [x for x, keep in zip(truth[1], inside, strict=True) if keep])
        right, total = overlap(part, (span[None, :], [label]))
        if total > 0:
            out.append((float(events.confidences[i]), right / total, float(total)))
    return out


def table(title: str, scores: list[dict[str, np.ndarray]]) -> str:
    """A table of pooled overlaps."""
    lines = [f"| {title} ({len(scores)}) | majmin |", "|---|---|"]
    for name in scores[0]:
        right, total = np.sum([s[name] for s in scores], axis=0)
        lines.append(f"| {name} | {right / total:.3f} |")
    return "\n".join(lines)


def made_up(count: int, folder: Path) -> tuple[str, list[tuple[float, float, float]]]:
    """Chords of songs that are made up."""
    scores, sure = [], []
    for seed in range(count):
        rng = np.random.default_rng(1000 + seed)
        mode = "major" if rng.random() < 0.6 else "minor"
        song = music.make_song(2000 + seed, [(int(rng.integers(12)), mode, 24)])
        wav = folder / f"song{seed}.wav"
        music.render(song, wav, music.FONTS[seed % len(music.FONTS)])
        truth = (np.array([c[:2] for c in song.chords]), [c[2] for c in song.chords])
        beats = Events.from_columns([b for b, _ in song.beats], values=[float(p) for _, p in song.beats])
        score, own = chord_scores(wav, truth, beats, folder)
        scores.append(score)
        sure += confidences(truth, own.events(CHORDS))
    return table("made-up songs", scores), sure


def pop(
    clips: Path, recipes: Path, dataset: Path, folder: Path, most: int
) -> tuple[str, list[tuple[float, float, float]]]:
    """Chords of the pop clips of the benchmark set."""
    scores, sure = [], []
    every = [c for c in json.loads(recipes.read_text())["clips"] if c["kind"] == "pop909"]
    for clip in every[:: max(1, len(every) // most)][:most]:
        number = Path(clip["files"]["midi"]["path"]).parts[1]
        start, end = clip["window"]
        rows = [x.split("\t") for x in (dataset / number / "chord_midi.txt").read_text().splitlines() if x.strip()]
        kept = [(max(float(a), start) - start, min(float(b), end) - start, c.strip()) for a, b, c in rows]
        kept = [row for row in kept if row[1] > row[0]]
        wav = clips / f"{clip['id']}.wav"
        truth = (np.array([k[:2] for k in kept]), [k[2] for k in kept])
        times, places = np.loadtxt(wav.with_suffix(".beats"), unpack=True)
        score, own = chord_scores(wav, truth, Events.from_columns(times, values=places), folder)
        scores.append(score)
        sure += confidences(truth, own.events(CHORDS))
    return table("pop clips of the benchmark set", scores), sure


#: Where songs move: semitones up, whether to the other mode.
MOVES = {
    "up a tone": (2, False),
    "up a semitone": (1, False),
    "to the dominant": (7, False),
    "to the relative": (-3, True),
}


def keys_over_time(count: int, folder: Path) -> str:
    """Songs in one key, and songs that move to another one half way."""
    one = 0
    for seed in range(count):
        rng = np.random.default_rng(5000 + seed)
        song = music.make_song(6000 + seed, [(int(rng.integers(12)), ("major", "minor")[seed % 2], 48)])
        one += len(_keys(song, folder, seed).events(LOCAL_KEYS)) == 1
    lines = ["| songs | found |", "|---|---|", f"| in one key: exactly one region | {one} of {count} |"]
    for name, (up, other) in MOVES.items():
        found, errors = 0, []
        for seed in range(count // 2):
            tonic = int(np.random.default_rng(7000 + seed).integers(12))
            there = ((tonic + up) % 12, "minor" if other else "major", 32)
            song = music.make_song(8000 + seed, [(tonic, "major", 32), there])
            events = _keys(song, folder, seed).events(LOCAL_KEYS)
            change = song.keys[1][0]
            if [e.label for e in events] == [k[2] for k in song.keys]:
                found += 1
                errors.append(abs(events[1].time - change))
        off = f", changes within {max(errors):.1f} s, median {np.median(errors):.2f} s" if errors else ""
        lines.append(f"| that move {name} | {found} of {count // 2}{off} |")
    return "\n".join(lines)


def _keys(song: music.Song, folder: Path, seed: int) -> Analysis:
    wav = folder / f"keys{len(list(folder.glob('keys*.wav')))}.wav"  # samples are remembered by their file's name
    music.render(song, wav, music.FONTS[seed % len(music.FONTS)])
    analysis = analysed(wav, folder, ("w12-key", "w12-chords"))
    beats = Events.from_columns([b for b, _ in song.beats], values=[float(p) for _, p in song.beats])
    return with_beats(analysis, beats)


def one_key(clips: Path, folder: Path) -> str:
    """Share of the clips of the benchmark set that get exactly one key."""
    counts = []
    for path in sorted(clips.glob("*.key")):
        analysis = analysed(path.with_suffix(".wav"), folder, ("w12-key", "w12-chords"))
        analysis = with_beats(analysis, Events())
        counts.append(len(analysis.events(LOCAL_KEYS)))
    return f"Of {len(counts)} clips of the benchmark set in one key {counts.count(1)} get one region, " \
           f"{counts.count(0)} none, {sum(c > 1 for c in counts)} more."  # fmt: skip


def speed(folder: Path) -> str:
    """CPU seconds of the estimator on 250 s of music."""
    song = music.make_song(1, [(0, "major", 120)])
    wav = folder / "speed.wav"
    music.render(song, wav, music.FONTS[0])
    samples, rate = soundfile.read(wav, dtype="float32")
    soundfile.write(wav, np.resize(samples, 250 * rate), rate)
    audio = store_of(wav, folder)
    run = ESTIMATORS["w12-chords"].load()
    run(audio, QuietJob(), {})
    took = []
    for _ in range(5):
        began = time.process_time()
        run(audio, QuietJob(), {})
        took.append(time.process_time() - began)
    return f"250 s of audio take {np.median(took):.2f} s of CPU ({min(took):.2f} to {max(took):.2f})."


def main() -> None:
    """Measure, and put the tables into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--songs", type=int, default=12)
    parser.add_argument("--parts", default="songs,pop,speed,keys", help="what to measure, with commas")
    parser.add_argument("--clips", type=int, default=16, help="pop clips, evenly chosen")
    parser.add_argument("--pop909", type=Path, help="the folder POP909 of a clone of POP909-Dataset")
    parser.add_argument("--recipes", type=Path, help="clips.json of the benchmark set, for --pop909")
    parser.add_argument("--set", type=Path, default=Path("~/.cache/w12bench/dev").expanduser())
    options: Any = parser.parse_args()
    warnings.filterwarnings("ignore")
    parts: list[str] = []

    def say(text: str) -> None:
        parts.append(text)
        print(text, flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sure: list[tuple[float, float, float]] = []
        if "songs" in options.parts:
            text, sure = made_up(options.songs, folder)
            say(text)
        if "pop" in options.parts and options.pop909 is not None and options.recipes is not None:
            text, more = pop(options.set, options.recipes, options.pop909, folder, options.clips)
            say(text)
            sure += more
        if sure:
            say(f"Confidence of a chord: {calibration(sure)}.")
        if "speed" in options.parts:
            say(speed(folder))
        if "keys" in options.parts:
            say(keys_over_time(options.songs, folder))
            say(one_key(options.set, folder))
    record("chords", "\n\n".join(parts))


if __name__ == "__main__":
    main()
