"""How well the confidence of beats agrees with how often they are right.

    python bench/calibration.py [--set ~/.cache/w12bench/dev] [--estimator w12-downbeats] [--fit] [--record]

A beat is right when an annotated one is within 70 ms, a downbeat when an annotated downbeat is. ``--fit`` prints the
weights of `w12studio.engine.confidence` that suit the set best. Two figures are given: with the weights that are in the
program, and with weights fitted to all other clips (left out one by one), which is what new recordings can expect if
they are like these.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.common import record
from bench.score_dev import ESTIMATORS, QuietJob, store_of
from w12studio.engine.beats import hear_grid
from w12studio.engine.confidence import calibrated, features_of, tempered_posteriors
from w12studio.engine.features import SAMPLE_RATE
from w12studio.engine.posterior import log_gains
from w12studio.engine.resolve import model_of
from w12studio.engine.stretch import heard_of

REACH_S = 0.07
EDGES = np.linspace(0.0, 1.0, 11)


def within(times: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Which times have a true one within 70 ms."""
    if not truth.size:
        return np.zeros(times.size, dtype=bool)
    return np.abs(times[:, None] - truth[None, :]).min(axis=1) <= REACH_S


def clip_data(wav: Path, estimator: str, scratch: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Features, which beats are downbeats, and which are right."""
    audio = store_of(wav, scratch)
    (track,) = ESTIMATORS[estimator].load()(audio, QuietJob(), {})
    agreement = None
    if estimator == "w12-downbeats":
        agreement = hear_grid(audio, audio.mono(SAMPLE_RATE), QuietJob())[0].agreement
    Path(audio.store).unlink()
    if len(track.events) < 2:
        return None
    heard, model = heard_of(track), model_of(track.source)
    frames = np.rint(track.events.times * heard.frame_rate).astype(np.int64)
    down = track.events.values == 1
    n = int(np.nanmax(track.events.values))
    n = int(dict(track.source.params).get("beats_per_bar", n)) or n
    gains = log_gains(heard.activations[:, 0], heard.activations[:, 1], model)
    features = features_of(tempered_posteriors(gains, n, model), heard.activations, frames, down, agreement)
    truth = np.loadtxt(wav.with_suffix(".beats"), ndmin=2)
    times, places = truth[:, 0], truth[:, 1]
    right = np.where(down, within(track.events.times, times[places == 1]), within(track.events.times, times))
    return features, down, right


def fit(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method, with a light pull to 0."""
    weights = np.zeros(features.shape[1])
    for _ in range(50):
        p = 1.0 / (1.0 + np.exp(-(features @ weights)))
        gradient = features.T @ (right - p) - 0.1 * weights
        hessian = (features * (p * (1 - p))[:, None]).T @ features + 0.1 * np.eye(weights.size)
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def expected_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al., AAAI 2015)."""
    bins = np.clip(np.digitize(confidence, EDGES[1:-1]), 0, 9)
    shares = [(bins == i).mean() * abs(confidence[bins == i].mean() - right[bins == i].mean())
              for i in range(10) if (bins == i).any()]  # fmt: skip
    return float(sum(shares))


def left_out(clips: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> np.ndarray:
    """Confidences of each clip's beats by weights fitted to the other clips."""
    out = []
    for i, (features, down, _) in enumerate(clips):
        others = [np.concatenate(x) for x in zip(*(c for j, c in enumerate(clips) if j != i), strict=True)]
        p = np.zeros(down.size)
        for kind in (False, True):
            weights = fit(others[0][others[1] == kind], others[2][others[1] == kind])
            p[down == kind] = 1.0 / (1.0 + np.exp(-(features[down == kind] @ weights)))
        out.append(p)
    return np.concatenate(out)


def table(confidence: np.ndarray, right: np.ndarray, down: np.ndarray) -> str:
    """The reliability table."""
    rows = ["| confidence | beats | of them right | downbeats | of them right |", "| --- | --- | --- | --- | --- |"]
    bins = np.clip(np.digitize(confidence, EDGES[1:-1]), 0, 9)
    for i in range(10):
        cells = []
        for kind in (False, True):
            some = (bins == i) & (down == kind)
            cells += [str(int(some.sum())), f"{right[some].mean():.2f}" if some.any() else ""]
        rows.append(f"| {EDGES[i]:.1f} to {EDGES[i + 1]:.1f} | {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=Path("~/.cache/w12bench/dev"))
    parser.add_argument("--estimator", default="w12-downbeats")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--record", action="store_true", help="write docs/benchmarks.md")
    arguments = parser.parse_args()
    clips = []
    with tempfile.TemporaryDirectory() as scratch:
        for wav in sorted(arguments.set.expanduser().glob("*.wav")):
            if wav.with_suffix(".beats").exists():
                found = clip_data(wav, arguments.estimator, Path(scratch))
                clips += [] if found is None else [found]
    features, down, right = (np.concatenate(x) for x in zip(*clips, strict=True))
    if arguments.fit:
        for kind, name in ((False, "BEAT_WEIGHTS"), (True, "DOWNBEAT_WEIGHTS")):
            weights = ", ".join(f"{w:.3f}" for w in fit(features[down == kind], right[down == kind]))
            print(f"{name} = ({weights})")
    fair, own = left_out(clips), calibrated(features, down)
    lines = [
        f"`python bench/calibration.py`, {arguments.estimator} on {len(clips)} development clips with beats: "
        f"{(~down).sum()} beats and {down.sum()} downbeats. Confidences by weights fitted to all other clips:",
        "",
        table(fair, right, down),
        "",
        f"Expected calibration error {expected_error(fair, right):.3f} "
        f"(beats {expected_error(fair[~down], right[~down]):.3f}, "
        f"downbeats {expected_error(fair[down], right[down]):.3f}); with the program's weights, which were fitted to "
        f"these clips, {expected_error(own, right):.3f}.",
    ]
    if arguments.record:
        record("calibration", "## Calibration of confidence\n\n" + "\n".join(lines))
    else:
        print("\n".join(lines), file=sys.stderr)


if __name__ == "__main__":
    main()
