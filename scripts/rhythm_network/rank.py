"""Fit what the ranking of grids rests on to clips that the rhythm network was not trained on.

    python scripts/rhythm_network/rank.py CLIPS [--jobs 2] [--ridge 0.05]

CLIPS is a folder that `dataset.py` made with a seed of its own. Prints the weights of the evidence for downbeats
(`w12studio.engine.meter`) and of the facts (`w12studio.engine.bar_ranking.WEIGHTS`), and the scores in five folds, each
ranked by weights from the other four.
"""

from __future__ import annotations

import argparse
import warnings
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from w12studio.engine import bar_ranking
from w12studio.engine.bar_network import BarFeatures, bar_features, downbeat_probabilities
from w12studio.engine.bar_pointer import BeatPath
from w12studio.engine.meter import _logit
from w12studio.engine.rhythm_network import rhythm

#: Weights of an earlier version that knew madmom's networks only, fitted to 150 other clips: what the fit starts from.
BEFORE = {
    "theirs_gain": 0.22, "theirs_beat": 0.51, "theirs_half": 0.12, "theirs_third": -0.25, "rise": 4.51,
    "rise_half": -0.87, "rise_third": 1.08, "rise_quarter": 1.10, "octaves": 0.66, "octaves_squared": -0.24,
    "bars": 1.48, "explained_theirs": 4.05, "meter_2": 0.54, "meter_3": 0.38, "meter_4": 1.10, "meter_5": -0.45,
    "meter_6": -1.06, "meter_7": -0.50,
}  # fmt: skip
GROUPS = {"pop": "pop", "made up": "odd"}  # the others are scores, played with expression
SCORES = ("beat F", "CMLt", "AMLt", "downbeat F", "meter")


def heard_of(clip: dict[str, np.ndarray]) -> bar_ranking.Heard:
    features, activations = (clip[name].astype(np.float32) for name in ("features", "activations"))
    chroma = clip["chroma"].astype(np.float32)[: features.shape[0]]
    own = rhythm(lambda a, b: features[a:b], activations)
    return bar_ranking.Heard(activations, own, bar_features(features, chroma))


def scores(path: BeatPath, truth: np.ndarray) -> list[float]:
    """By mir_eval, as in `SCORES`."""
    from mir_eval.beat import continuity, f_measure, trim_beats

    times, right = path.frames / 100.0, truth[:, 0]
    if times.size < 2:
        return [0.0] * len(SCORES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        down = f_measure(trim_beats(right[truth[:, 1] == 1]), trim_beats(times[path.positions == 1]))
        _, cmlt, _, amlt = continuity(trim_beats(right), trim_beats(times))
        beat = f_measure(trim_beats(right), trim_beats(times))
    meter = np.bincount(truth[:, 2].astype(int)).argmax()
    return [beat, cmlt, amlt, down, float(meter == path.beats_per_bar)]


def clip_of(file: Path) -> tuple[str, list[dict[str, float]], np.ndarray, np.ndarray] | None:
    """Kind; facts and scores of each candidate; logits at beats that are right, and whether they are downbeats."""
    clip = dict(np.load(file))
    truth = clip["beats"]
    if len(truth) < 8:
        return None
    heard = heard_of(clip)
    bar_ranking._JUDGED = 99
    candidates = bar_ranking.rank(bar_ranking.candidate_grids(heard), heard)
    if not candidates:
        return None
    reached = np.array([scores(c.path, truth) for c in candidates])
    path = candidates[int(reached[:, 0].argmax())].path
    assert isinstance(heard.features, BarFeatures)
    theirs = _logit(downbeat_probabilities(heard.features, path.frames), 0.02)
    rows = np.stack([theirs, _logit(bar_ranking._ours(path, heard)[:-1], 0.02)], axis=1)
    away = np.abs(path.frames[:-1, None] / 100.0 - truth[None, :, 0])
    good = (away.min(axis=1) < 0.07) & (reached[:, 0].max() > 0.85)
    rows = np.column_stack([rows, truth[away.argmin(axis=1), 1] == 1])[good]
    return str(clip["kind"]), [c.facts for c in candidates], reached, rows


def evidence(rows: np.ndarray, columns: list[int]) -> np.ndarray:
    """Weights of the logits and the constant of a log ratio of likelihoods, by logistic regression."""
    x, y = np.column_stack([rows[:, columns], np.ones(len(rows))]), rows[:, -1]

    def loss(w: np.ndarray) -> float:
        return float(np.logaddexp(0.0, -(2 * y - 1) * (x @ w)).mean())

    w = minimize(loss, np.zeros(x.shape[1])).x
    w[-1] -= np.log(y.mean() / (1 - y.mean()))
    return w


def fit(clips: list, names: list[str], ridge: float) -> np.ndarray:
    """Conditional logistic regression: the candidates that score best shall be the likeliest. Pulled to `BEFORE`."""
    before = np.array([BEFORE.get(name, 0.0) for name in names])
    matrices = [np.array([[f.get(n, 0.0) for n in names] for f in facts]) for _, facts, _, _ in clips]
    spread = np.concatenate(matrices).std(axis=0) + 1e-6
    groups = [GROUPS.get(kind, "played") for kind, *_ in clips]
    share = np.array([1.0 / groups.count(g) / len(set(groups)) for g in groups])
    wanted = []
    for _, _, reached, _ in clips:
        worth = reached @ np.array([1.5, 0.0, 1.0, 1.0, 0.5])
        best = np.exp(6.0 * (worth - worth.max()))
        wanted.append(best / best.sum())

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = ridge * float(w @ w), 2 * ridge * w
        for x, target, weight in zip(matrices, wanted, share, strict=True):
            z = x / spread
            score = z @ w + x @ before
            p = np.exp(score - score.max())
            value -= weight * float(target @ (score - score.max() - np.log(p.sum())))
            slope = slope - weight * (z.T @ (target - p / p.sum()))
        return value, slope

    return minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / spread + before


def best(clip: tuple, names: list[str], weights: np.ndarray) -> np.ndarray:
    _, facts, reached, _ = clip
    return reached[int(np.array([[f.get(n, 0.0) for n in names] for f in facts]).dot(weights).argmax())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--ridge", type=float, default=0.05)
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.jobs) as pool:
        clips = [c for c in pool.map(clip_of, sorted(arguments.clips.glob("*.npz"))) if c is not None]
    rows = np.concatenate([c[3] for c in clips])
    print(f"{len(clips)} clips, {len(rows)} beats")
    print("both:", evidence(rows, [0, 1]).round(2), "alone:", evidence(rows, [1]).round(2))
    names = sorted({name for c in clips for facts in c[1] for name in facts})
    reached: list[tuple[str, np.ndarray]] = []
    for fold in range(5):
        weights = fit([c for i, c in enumerate(clips) if i % 5 != fold], names, arguments.ridge)
        reached += [(c[0], best(c, names, weights)) for i, c in enumerate(clips) if i % 5 == fold]
    for kind in sorted({k for k, _ in reached}):
        mean = np.mean([s for k, s in reached if k == kind], axis=0)
        print(f"{kind:10s}", "  ".join(f"{n} {v:.3f}" for n, v in zip(SCORES, mean, strict=True)))
    weights = fit(clips, names, arguments.ridge)
    print("WEIGHTS = {")
    for name, value in zip(names, weights, strict=True):
        print(f'    "{name}": {value:.3f},')
    print("}")


if __name__ == "__main__":
    main()
