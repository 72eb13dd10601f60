"""Candidates for the beats and bars of a recording, and which of them is the most likely to be meant.

The level of the beat (eighths, quarters or halves) and the meter are matters of hearing more than of likelihood: each
of several grids can explain the same activations well. So the beats are decoded in several ranges of tempo, steady and
free; bars of two to seven beats are fitted to each of these grids; and a weighted sum of what is known of each pair
ranks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
_QUIET = 0.01


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
    return replace(path, frames=path.frames[first::2], positions=path.positions[first::2], entries=path.entries[first::2])


def _bpm(path: BeatPath, frame_rate: float) -> float:
    return 60.0 * frame_rate / float(np.median(np.diff(path.frames)))


def candidate_grids(
    activations: NDArray[np.float32], first: BeatPath, model: BarModel, progress: Progress = None
) -> list[BeatPath]:
    """Beats in several ranges of tempo, without repetitions; ``first`` comes first."""
    evidence = beat_evidence(activations, model)
    models = [
        replace(model, beats_per_bar=(1,), min_bpm=low, max_bpm=high, transition_lambda=value)
        for low, high in RANGES
        for value in (_STEADY, _FREE)
    ]
    grids = [first]
    with ThreadPoolExecutor(2, thread_name_prefix="grids") as pool:
        for done, path in enumerate(pool.map(lambda m: decode_evidence(evidence, m), models)):
            grids.append(path)
            if progress is not None:
                progress((done + 1) / len(models))
    grids = [grid for grid in grids if grid.frames.size >= _FEWEST]
    fast = [grid for grid in grids if _bpm(grid, model.frame_rate) > _HALVE_BPM]
    grids += [_every_other(grid, i) for grid in fast for i in (0, 1) if grid.frames.size >= 2 * _FEWEST]
    kept: list[BeatPath] = []
    for grid in grids:
        if not any(_same(grid.frames, other.frames) for other in kept):
            kept.append(grid)
    return kept


def _log_mean(values: Floats) -> float:
    return float(np.log(np.maximum(values, _QUIET)).mean())


def _grid_facts(
    path: BeatPath, activations: NDArray[np.float32], rises: Floats, downbeats: Floats, frame_rate: float
) -> dict[str, float]:
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
        "contrast": float(downbeats.std()),
        "jitter": float(np.minimum(np.abs(np.diff(np.log(periods))), 0.5).mean()),
    }


def _strength(features: BarFeatures) -> Floats:
    """How much rises in each frame, relative to the loudest twentieth of the recording."""
    total = features.rises.sum(axis=1).astype(np.float64)
    return np.minimum(total / max(float(np.percentile(total, 95)), 1e-3), 1.5)


def candidates(
    grids: list[BeatPath],
    activations: NDArray[np.float32],
    features: BarFeatures,
    frame_rate: float,
    progress: Progress = None,
) -> Iterator[tuple[BeatPath, Bars, dict[str, float]]]:
    """Each grid with bars of each length, and what is known of the two."""
    rises = _strength(features)
    with ThreadPoolExecutor(2, thread_name_prefix="bars") as pool:
        judged = pool.map(lambda grid: downbeat_probabilities(features, grid.frames), grids)
        for done, (grid, of_beats) in enumerate(zip(grids, judged, strict=True)):
            of_frames = downbeat_share(activations, grid.frames)
            evidence = downbeat_evidence(of_beats, of_frames)
            facts = _grid_facts(grid, activations, rises, of_beats, frame_rate)
            facts["first"] = float(done == 0)
            for n in METERS:
                bars = fit_bars(evidence, n)
                own = {
                    "bars": bars.score,
                    "explained_beats": explained(of_beats, n),
                    "explained_frames": explained(of_frames[:-1], n),
                    "same_bars": float(done == 0 and grid.beats_per_bar == n),
                    f"meter_{n}": 1.0,
                }
                yield grid, bars, {**facts, **own}
            if progress is not None:
                progress((done + 1) / len(grids))
