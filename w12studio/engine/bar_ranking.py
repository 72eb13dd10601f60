"""Candidates for the beats and bars of a recording, and which of them is the most likely to be meant.

The level of the beat (eighths, quarters or halves) and the meter are matters of hearing more than of likelihood: each
of several grids can explain the same activations well. So the beats are decoded in several ranges of tempo, steady and
free; bars of two to seven beats are fitted to each of these grids; and a weighted sum of what is known of each pair
ranks them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.bar_network import BarFeatures, downbeat_probabilities
from w12studio.engine.bar_pointer import BarModel, BeatPath, Evidence, decode_evidence
from w12studio.engine.meter import METERS, Bars, downbeat_evidence, downbeat_share, explained, fit_bars, highest_near

Floats = NDArray[np.float64]
Progress = Callable[[float], Any] | None

#: Tempo ranges in BPM: each reaches over 1.69, the next begins 1.3 times higher.
RANGES = tuple((39.0 * 1.3**i, 39.0 * 1.69 * 1.3**i) for i in range(7))
_STEADY, _FREE = 100.0, 10.0
#: Above this tempo every other beat is a candidate of its own: fast beats are found more surely than slow ones.
_HALVE_BPM = 135.0
_FEWEST = 12
#: Share of beats whose period differs from the one before, above which a free tempo is tried.
_UNSTEADY = 0.02
#: So many grids are judged by the networks over beats, the likeliest by what is known without them.
_JUDGED = 8
_QUIET = 0.01
#: What each fact is worth. Fitted by conditional logistic regression (likelihood of the candidates that are best in
#: 1.5 beat F + downbeat F + AMLt + 0.5 meter, kinds of music weighted alike, ridge 0.02) on 150 clips of expressive
#: piano, pop and odd meters, among them the 34 of the development set. In five folds, each ranked by weights from the
#: other four, the macro averages of beat F, AMLt, downbeat F and meter become .802, .809, .677, .768 from .804, .794,
#: .661, .747 on the 116 other clips, and .876, .841, .777, .725 from .853, .812, .745, .683 on the development set.
WEIGHTS = {
    "gain": 0.22,
    "beat": 0.51,
    "beat_half": 0.12,
    "beat_third": -0.25,
    "rise": 4.51,
    "rise_half": -0.87,
    "rise_third": 1.08,
    "rise_quarter": 1.10,
    "octaves": 0.66,
    "octaves_squared": -0.24,
    "contrast": 1.88,
    "bars": 1.48,
    "explained_beats": -0.20,
    "explained_frames": 4.05,
    "same_bars": 0.20,
    "meter_2": 0.54,
    "meter_3": 0.38,
    "meter_4": 1.10,
    "meter_5": -0.45,
    "meter_6": -1.06,
    "meter_7": -0.50,
}
#: By how much another grid than the first must win. The same clips; 0.3 to 1 do about as well.
GRID_MARGIN = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A grid with bars, and what is known of it.

    Attributes
    ----------
    path : BeatPath
    score : float
        Ranks the candidates of one recording: their differences are logarithms of odds.
    facts : dict of str to float
        By the names of `WEIGHTS`.
    """

    path: BeatPath
    score: float
    facts: dict[str, float]


def beat_evidence(activations: NDArray[np.float32], model: BarModel) -> Evidence:
    """Densities for bars of one beat: beats and downbeats alike."""
    beat = np.clip(activations.sum(axis=1).astype(np.float64), 1e-4, 0.999)
    silence = np.log((1.0 - beat) / (model.observation_lambda - 1))
    shown = np.stack([np.zeros_like(beat), beat], axis=1).astype(np.float32)
    return Evidence(shown, np.stack([silence, np.log(beat), np.log(beat)], axis=1), 0)


def _same(a: NDArray[np.int64], b: NDArray[np.int64]) -> bool:
    return a.size == b.size and float(np.mean(np.abs(a - b) <= 3)) > 0.97


def _every_other(path: BeatPath, first: int) -> BeatPath:
    return replace(
        path, frames=path.frames[first::2], positions=path.positions[first::2], entries=path.entries[first::2]
    )


def _bpm(path: BeatPath, frame_rate: float) -> float:
    return 60.0 * frame_rate / float(np.median(np.diff(path.frames)))


def candidate_grids(
    activations: NDArray[np.float32], first: BeatPath, model: BarModel, progress: Progress = None
) -> list[BeatPath]:
    """Beats in several ranges of tempo, without repetitions; ``first`` comes first."""
    evidence = beat_evidence(activations, model)

    def decode(tempi: tuple[float, float]) -> list[BeatPath]:
        one = replace(model, beats_per_bar=(1,), min_bpm=tempi[0], max_bpm=tempi[1], transition_lambda=_STEADY)
        steady = decode_evidence(evidence, one)
        if np.mean(np.diff(steady.entries, 2) != 0) <= _UNSTEADY:
            return [steady]
        return [steady, decode_evidence(evidence, replace(one, transition_lambda=_FREE))]

    grids = [first]
    with ThreadPoolExecutor(2, thread_name_prefix="grids") as pool:
        for done, paths in enumerate(pool.map(decode, RANGES)):
            grids += paths
            if progress is not None:
                progress((done + 1) / len(RANGES))
    grids = [first, *(grid for grid in grids[1:] if grid.frames.size >= _FEWEST)]
    fast = [grid for grid in grids if _bpm(grid, model.frame_rate) > _HALVE_BPM]
    grids += [_every_other(grid, i) for grid in fast for i in (0, 1) if grid.frames.size >= 2 * _FEWEST]
    kept: list[BeatPath] = []
    for grid in grids:
        if not any(_same(grid.frames, other.frames) for other in kept):
            kept.append(grid)
    return kept


def _log_mean(values: Floats) -> float:
    return float(np.log(np.maximum(values, _QUIET)).mean())


def _grid_facts(path: BeatPath, activations: NDArray[np.float32], rises: Floats, frame_rate: float) -> dict[str, float]:
    """What is known of a grid whatever its bars."""
    beat = activations.sum(axis=1)
    frames, periods = path.frames, np.diff(path.frames)
    at = highest_near(beat, frames)
    ratio = at * 15.0 / np.maximum(1.0 - at, 1e-3)

    def between(values: NDArray[np.floating], share: float) -> Floats:
        return highest_near(values, frames[:-1] + share * periods)

    thirds = np.maximum(between(beat, 1 / 3), between(beat, 2 / 3))
    octaves = float(np.log2(_bpm(path, frame_rate) / 100.0))
    return {
        "gain": float(np.log(np.maximum(ratio, _QUIET)).sum()) / beat.size * frame_rate,
        "beat": _log_mean(at),
        "beat_half": _log_mean(between(beat, 0.5)),
        "beat_third": _log_mean(thirds),
        "rise": float(highest_near(rises, frames).mean()),
        "rise_half": float(between(rises, 0.5).mean()),
        "rise_third": float(0.5 * (between(rises, 1 / 3) + between(rises, 2 / 3)).mean()),
        "rise_quarter": float(0.5 * (between(rises, 1 / 4) + between(rises, 3 / 4)).mean()),
        "octaves": octaves,
        "octaves_squared": octaves * octaves,
    }


def _strength(features: BarFeatures) -> Floats:
    """How much rises in each frame, relative to the loudest twentieth of the recording."""
    total = features.rises.sum(axis=1).astype(np.float64)
    return np.minimum(total / max(float(np.percentile(total, 95)), 1e-3), 1.5)


def rank(
    grids: list[BeatPath],
    activations: NDArray[np.float32],
    features: BarFeatures,
    frame_rate: float,
    progress: Progress = None,
) -> list[Candidate]:
    """Each grid with bars of each length, the best first.

    Parameters
    ----------
    grids : list of BeatPath
        As `candidate_grids` returns them.
    activations : ndarray of float32, shape (n_frames, 2)
        Beat (no downbeat) and downbeat.
    features : BarFeatures
        Of the same recording.
    """
    rises = _strength(features)
    known = [_grid_facts(grid, activations, rises, frame_rate) for grid in grids]
    promise = [_score(facts) for facts in known]
    chosen = [0, *sorted(range(1, len(grids)), key=lambda i: -promise[i])[: _JUDGED - 1]]
    grids, known = [grids[i] for i in chosen], [known[i] for i in chosen]
    out: list[Candidate] = []
    with ThreadPoolExecutor(2, thread_name_prefix="bars") as pool:
        judged = pool.map(lambda grid: downbeat_probabilities(features, grid.frames), grids)
        for done, (grid, of_beats) in enumerate(zip(grids, judged, strict=True)):
            of_frames = downbeat_share(activations, grid.frames)
            evidence = downbeat_evidence(of_beats, of_frames)
            facts = {**known[done], "contrast": float(of_beats.std())}
            for n in METERS:
                bars = fit_bars(evidence, n)
                own = {
                    "bars": bars.score,
                    "explained_beats": explained(of_beats, n),
                    "explained_frames": explained(of_frames[:-1], n),
                    "same_bars": float(done == 0 and grid.beats_per_bar == n),
                    f"meter_{n}": 1.0,
                }
                out.append(_candidate(grid, bars, {**facts, **own}, GRID_MARGIN if done == 0 else 0.0))
            if progress is not None:
                progress((done + 1) / len(grids))
    return sorted(out, key=lambda candidate: -candidate.score)


def _candidate(grid: BeatPath, bars: Bars, facts: dict[str, float], bonus: float) -> Candidate:
    path = replace(grid, positions=bars.positions, beats_per_bar=bars.beats_per_bar)
    return Candidate(path, _score(facts) + bonus, facts)


def _score(facts: dict[str, float]) -> float:
    return sum(WEIGHTS[name] * value for name, value in facts.items())
