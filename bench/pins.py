"""How many pins a person needs to put a recording right, against how many markers they would move.

    python bench/pins.py [--set ~/.cache/w12bench/dev] [--estimator w12-downbeats] [--record]

A simulated user looks for the first wrong beat from the left, puts one pin there and lets the program solve again,
until the beat F-measure (70 ms, all beats) is over 0.97. The pin is what a person would set: a tempo where the beats
around the place are at another level (their intervals differ from the annotated ones by a factor of 1.4 or more), "no
beat" where a beat has no annotated one near, and "a beat is here" where an annotated one was missed or lies off. By
hand, every beat that is missed, wrong or off counts as one marker.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.common import record
from bench.score_dev import ESTIMATORS, QuietJob, store_of
from w12studio import service
from w12studio.domain import pins
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts
from w12studio.domain.events import Event

REACH_S = 0.07
ENOUGH = 0.97
MOST_PINS = 60


def matched(times: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which estimated and which true beats have a partner within 70 ms, one for one from the left."""
    found, hit = np.zeros(times.size, dtype=bool), np.zeros(truth.size, dtype=bool)
    i = j = 0
    while i < times.size and j < truth.size:
        if abs(times[i] - truth[j]) <= REACH_S:
            found[i] = hit[j] = True
            i, j = i + 1, j + 1
        elif times[i] < truth[j]:
            i += 1
        else:
            j += 1
    return found, hit


def f_measure(found: np.ndarray, hit: np.ndarray) -> float:
    """Of beats, 0..1."""
    return 2.0 * float(found.sum()) / max(found.size + hit.size, 1)


def next_pin(times: np.ndarray, truth: np.ndarray, used: set[tuple[str, float]]) -> Event | None:
    """What a person would pin at the first wrong beat."""
    found, hit = matched(times, truth)
    wrong = sorted([(t, "estimated") for t in times[~found]] + [(t, "true") for t in truth[~hit]])
    for at, kind in wrong:
        near = truth[np.argsort(np.abs(truth - at))[:5]]
        own = times[np.argsort(np.abs(times - at))[:5]]
        if near.size > 2 and own.size > 2:
            ratio = np.median(np.diff(np.sort(own))) / np.median(np.diff(np.sort(near)))
            key = ("tempo", round(float(at) / 10.0))
            if not 1 / 1.4 < ratio < 1.4 and key not in used:
                used.add(key)
                return pins.tempo(float(at), float(60.0 / np.median(np.diff(np.sort(near)))))
        if kind == "estimated" and np.abs(truth - at).min() > 0.4 * np.median(np.diff(truth)):
            pin = pins.no_beat(float(at))
        else:
            pin = pins.beat(float(truth[np.abs(truth - at).argmin()]))
        key = (pin.label, pin.time)
        if key not in used:
            used.add(key)
            return pin
    return None


def correct(analysis: Analysis, truth: np.ndarray) -> tuple[int, list[float], float]:
    """Pins needed, ms for each, and the F-measure in the end."""
    used: set[tuple[str, float]] = set()
    spent: list[float] = []
    score = f_measure(*matched(analysis.events(BEATS).times, truth))
    while score <= ENOUGH and len(spent) < MOST_PINS:
        pin = next_pin(analysis.events(BEATS).times, truth, used)
        if pin is None:
            break
        analysis = pins.pin_edit(analysis, pin).apply(analysis)
        begin = time.perf_counter()
        analysis = service.resolve(analysis, changed=pin)
        spent.append(1000.0 * (time.perf_counter() - begin))
        score = f_measure(*matched(analysis.events(BEATS).times, truth))
    return len(spent), spent, score


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=Path("~/.cache/w12bench/dev"))
    parser.add_argument("--estimator", default="w12-downbeats")
    parser.add_argument("--record", action="store_true", help="write docs/benchmarks.md")
    arguments = parser.parse_args()
    service.warm_resolve().join()
    rows, everything = [], []
    with tempfile.TemporaryDirectory() as scratch:
        for wav in sorted(arguments.set.expanduser().glob("*.wav")):
            if not wav.with_suffix(".beats").exists():
                continue
            audio = store_of(wav, Path(scratch))
            (track,) = ESTIMATORS[arguments.estimator].load()(audio, QuietJob(), {})
            Path(audio.store).unlink()
            truth = np.loadtxt(wav.with_suffix(".beats"), ndmin=2)[:, 0]
            found, hit = matched(track.events.times, truth)
            if f_measure(found, hit) > ENOUGH:
                continue
            facts = AudioFacts(str(wav), sample_rate=audio.sample_rate, n_samples=audio.n_samples)
            count, spent, score = correct(Analysis(facts, {BEATS: track}), truth)
            markers = int(max((~found).sum(), (~hit).sum()))
            everything += spent
            rows.append((wav.stem, f_measure(found, hit), count, score, markers))
    counts = [r[2] if r[3] > ENOUGH else MOST_PINS for r in rows]
    lines = [
        "## Pins",
        "",
        f"`python bench/pins.py`, {arguments.estimator}: {len(rows)} clips of the development set have a beat "
        f"F-measure of {ENOUGH} or less. A simulated user fixes the first wrong beat with one pin until it is above.",
        "",
        "| clip | F before | pins | F after | markers by hand |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {n} | {before:.2f} | {k} | {after:.2f} | {m} |" for n, before, k, after, m in rows),
        "",
        f"Median {np.median(counts):.0f} pins against {np.median([r[4] for r in rows]):.0f} markers; "
        f"{sum(r[3] > ENOUGH for r in rows)} of {len(rows)} clips got there within {MOST_PINS} pins. A pin took "
        f"{np.median(everything):.0f} ms (median; {np.max(everything):.0f} ms at most).",
    ]
    if arguments.record:
        record("pins", "\n".join(lines))
    else:
        print("\n".join(lines), file=sys.stderr)


if __name__ == "__main__":
    main()
