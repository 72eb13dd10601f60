"""Pitch: accuracy on a set with known f0, and seconds for a length of music, the default beside CREPE.

    python bench/pitch.py [--set ~/.cache/w12bench/dev] [--estimators default,crepe-tiny] [--seconds 250] [--runs 3]
                          [--melody]

Accuracy at 50 cents as mir_eval counts it (unvoiced frames are wrong where the truth has a pitch). Estimators run in
the program's own workers, one after the other in the same run; times are with models loaded, median of the runs.
``--melody`` adds full mixes whose melody is known from their MIDI files (the suite "pop").
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import common
import mir_eval
import numpy as np
import soundfile

from w12studio.domain.analysis import PITCH, Track
from w12studio.domain.curves import Curve
from w12studio.engine.estimator import Unsuitable
from w12studio.engine.registry import ESTIMATORS, PITCH_CHAIN, missing
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerPool

DEFAULT = "default"
MEASURES = ("RPA", "RCA", "VR", "VFA")


@dataclass(frozen=True)
class Truth:
    """f0 of a clip in Hz (0 = unvoiced) at given times, and which of them count."""

    times: np.ndarray
    f0: np.ndarray
    keep: np.ndarray


def store_of(wav: Path, folder: Path) -> SharedAudio:
    """Decode a file into a store."""
    samples, rate = soundfile.read(wav, dtype="float32", always_2d=True)
    store = folder / f"{wav.stem}.f32"
    samples.tofile(store)
    return SharedAudio(str(store), rate, samples.shape[1], samples.shape[0], str(wav))


def run(pool: WorkerPool, name: str, audio: SharedAudio, params: Mapping[str, str]) -> tuple[list[Track], float]:
    """Tracks of an estimator and the seconds they took; "default" is the first, and whom it hands over to."""
    if name == DEFAULT:
        params = {**params, "hand_over": "essentia-melody"}
    estimator = ESTIMATORS[PITCH_CHAIN[0] if name == DEFAULT else name]
    began = time.perf_counter()
    task = pool.submit(estimator.family, "w12studio.engine.tasks:run_estimator", estimator, audio, dict(params))
    while True:
        for event in pool.poll(0.05):
            if event.task_id != task or event.kind in ("progress", "message"):
                continue
            took = time.perf_counter() - began
            if event.kind == "failed" and isinstance(event.payload[0], Unsuitable):
                tracks, more = run(pool, event.payload[0].instead, audio, {})
                return tracks, took + more
            if event.kind != "done":
                raise SystemExit(f"{name}: {event.kind}: {event.payload}")
            return event.payload, took


def curve_of(tracks: list[Track]) -> Curve:
    """The f0 curve among an estimator's tracks."""
    curve = next(t for t in tracks if t.kind == PITCH).curve
    assert curve is not None
    return curve


def solo_truth(stem: Path) -> Truth:
    """Exact f0 of a solo clip, less the stretches that don't count."""
    rows = np.loadtxt(f"{stem}.f0", ndmin=2)
    keep = np.ones(len(rows), bool)
    for start, stop in json.loads(Path(f"{stem}.json").read_text()).get("f0_ignore", []):
        keep &= ~((rows[:, 0] >= start) & (rows[:, 0] < stop))
    return Truth(rows[:, 0], rows[:, 1], keep)


def melody_truth(clip: Mapping[str, object], folder: Path, duration: float) -> Truth:
    """f0 of a mixture's melody from its MIDI file; its highest note where there are several."""
    import pretty_midi

    start = float(clip["window"][0])  # type: ignore[index]
    midi = pretty_midi.PrettyMIDI(str(folder / clip["files"]["midi"]["file"]))  # type: ignore[index]
    notes = next(i.notes for i in midi.instruments if i.name == "MELODY")
    times = np.arange(0.0, duration, 0.01)
    pitch = np.zeros(len(times))
    for note in notes:
        span = (times >= note.start - start) & (times < note.end - start)
        pitch[span] = np.maximum(pitch[span], note.pitch)
    return Truth(times, np.where(pitch > 0, 440 * 2 ** ((pitch - 69) / 12), 0.0), np.ones(len(times), bool))


def measure(curve: Curve, truth: Truth) -> dict[str, float]:
    """RPA, RCA, voicing recall and false alarm."""
    near = np.clip(np.rint((truth.times - curve.start) * curve.frame_rate).astype(int), 0, len(curve) - 1)
    found = np.nan_to_num(curve.values[near].astype(float))[truth.keep]
    wanted = truth.f0[truth.keep]
    voiced, found_voiced = wanted > 0, found > 0
    cents, found_cents = mir_eval.melody.hz2cents(wanted), mir_eval.melody.hz2cents(found)
    recall, alarm = mir_eval.melody.voicing_measures(voiced, found_voiced)
    return {
        "RPA": mir_eval.melody.raw_pitch_accuracy(voiced, cents, found_voiced, found_cents),
        "RCA": mir_eval.melody.raw_chroma_accuracy(voiced, cents, found_voiced, found_cents),
        "VR": recall,
        "VFA": alarm,
    }


def clips(folder: Path, sources: Path | None) -> dict[Path, Truth]:
    """The clips with a truth: solos, or with ``sources`` (the folder of clips.json) mixtures with a known melody."""
    if sources is None:
        return {wav: solo_truth(wav.with_suffix("")) for wav in sorted(folder.glob("f0_*.wav"))}
    listed = {c["id"]: c for c in json.loads((sources / "clips.json").read_text())["clips"]}
    return {
        wav: melody_truth(listed[wav.stem], sources, soundfile.info(wav).duration)
        for wav in sorted(folder.glob("pop_*.wav"))
        if "MELODY" in listed[wav.stem]["parts"]
    }


def accuracy(pool: WorkerPool, name: str, params: Mapping[str, str], known: Mapping[Path, Truth]) -> dict[str, float]:
    """Means over the clips."""
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for wav, truth in known.items():
            audio = store_of(wav, Path(scratch))
            rows.append(measure(curve_of(run(pool, name, audio, params)[0]), truth))
            Path(audio.store).unlink()
    return {m: float(np.mean([r[m] for r in rows])) for m in MEASURES}


def seconds(
    pool: WorkerPool, names: list[str], params: Mapping[str, str], length: float, runs: int
) -> dict[str, float]:
    """Median seconds for ``length`` s of music, turn by turn, after one run each that is not counted."""
    taken: dict[str, list[float]] = {n: [] for n in names}
    with tempfile.TemporaryDirectory() as scratch:
        audio = store_of(common.music(length, ".wav", Path(scratch)), Path(scratch))
        for _ in range(runs + 1):
            for name in names:
                taken[name].append(run(pool, name, audio, params)[1])
    return {n: statistics.median(t[1:]) for n, t in taken.items()}


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=Path("~/.cache/w12bench/dev"))
    parser.add_argument("--melody", type=Path, metavar="FOLDER", help="mixtures too; the folder of clips.json")
    parser.add_argument("--estimators", default="default,swift-f0,essentia-melody,crepe-tiny")
    parser.add_argument("--seconds", type=float, default=250.0)
    parser.add_argument("--runs", type=int, default=3, help="0: no times")
    parser.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    args = parser.parse_args()
    params = {"device": "auto", **dict(p.split("=", 1) for p in args.param)}
    names = [n for n in args.estimators.split(",") if n == DEFAULT or n in PITCH_CHAIN]
    for name in [n for n in names if n != DEFAULT and missing(ESTIMATORS[n])]:
        print(f"{name} is left out: {missing(ESTIMATORS[name])}", file=sys.stderr)
        names.remove(name)
    pool = WorkerPool()
    try:
        timed = seconds(pool, names, params, args.seconds, args.runs) if args.runs else {}
        solo = clips(args.set.expanduser(), None)
        known = {"solo": solo}
        if args.melody:
            known["mixture"] = clips(args.set.expanduser(), args.melody)
        head = ["estimator", "clips", *MEASURES, f"s for {args.seconds:.0f} s"]
        table = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
        for kind, found in known.items():
            for name in names:
                scores = accuracy(pool, name, params, found)
                cells = [name, f"{kind}, {len(found)}", *(f"{scores[m]:.4f}" for m in MEASURES)]
                table.append(f"| {' | '.join([*cells, f'{timed[name]:.2f}' if name in timed else ''])} |")
    finally:
        pool.shutdown()
    melody = " --melody FOLDER" if args.melody else ""
    head = f"`python bench/pitch.py --runs {args.runs}{melody}` on {common.machine()}."
    common.record("pitch", head + "\n\n" + "\n".join(table))


if __name__ == "__main__":
    main()
