"""The beat grid of a recording, from what the networks say of it: candidates, the best of them, and where its meter
changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.bar_pointer import BeatPath
from w12studio.engine.bar_ranking import Candidate, Heard, blended, candidate_grids, evidence_of, rank
from w12studio.engine.bars import count_bars
from w12studio.engine.meter import highest_near

#: Mean probability at the beats below which there is none.
LEAST_BEAT = 0.1
#: 70 ms in frames.
_WITHIN = 7

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[float], Any] | None


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The likeliest beats and bars, without any where no beat is heard.

    Attributes
    ----------
    path : BeatPath
    agreement : ndarray, shape (n_beats,)
        `agreement` of the path.
    """

    path: BeatPath
    agreement: Floats


def fit_grid(heard: Heard, progress: Progress = None) -> Grid:
    """The likeliest beats and bars.

    Parameters
    ----------
    heard : Heard
    progress : callable, optional
        Told 0..1 several times a second; may raise to stop the work.
    """
    ranked = ranked_grids(heard, progress)
    if not ranked:
        return Grid(BeatPath(), np.zeros(0))
    path = with_changes(ranked[0].path, heard)
    return Grid(path, agreement(path, ranked))


def agreement(path: BeatPath, ranked: list[Candidate]) -> Floats:
    """The probability, over all candidates, that a beat (or downbeat, if it is one) of a path is one within 70 ms."""
    scores = np.array([candidate.score for candidate in ranked])
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    down = path.positions == 1
    total = np.zeros(path.frames.size)
    for candidate, weight in zip(ranked, weights, strict=True):
        other = candidate.path
        total[~down] += weight * _near(path.frames[~down], other.frames)
        total[down] += weight * _near(path.frames[down], other.frames[other.positions == 1])
    return total


def _near(frames: Ints, others: Ints) -> NDArray[np.bool_]:
    """Which frames have one of the others within 70 ms; both ascending."""
    if not others.size:
        return np.zeros(frames.size, dtype=np.bool_)
    at = np.searchsorted(others, frames)
    before, after = others[np.maximum(at - 1, 0)], others[np.minimum(at, others.size - 1)]
    return np.minimum(np.abs(frames - before), np.abs(frames - after)) <= _WITHIN


def ranked_grids(heard: Heard, progress: Progress = None) -> list[Candidate]:
    """Beats and bars that a recording may be heard in, the most likely first; none where there is no beat."""
    grids = candidate_grids(heard, _part(progress, 0.0, 0.6))
    beat = blended(heard.activations, heard.rhythm.beats)[:, 0]
    if not grids or highest_near(beat, grids[0].frames).mean() < LEAST_BEAT:
        return []
    return rank(grids, heard, _part(progress, 0.6, 1.0))


def with_changes(path: BeatPath, heard: Heard) -> BeatPath:
    """The path with its beats counted anew, in a meter that may change where much speaks for it."""
    rows = np.minimum(path.frames // heard.rhythm.tempi.step, heard.rhythm.meters.shape[0] - 1)
    meters = heard.rhythm.meters[rows].astype(np.float64)
    positions, beats_per_bar = count_bars(evidence_of(path, heard), meters, path.beats_per_bar)
    return replace(path, positions=positions, beats_per_bar=int(np.bincount(beats_per_bar).argmax()))


def _part(progress: Progress, start: float, stop: float) -> Progress:
    if progress is None:
        return None
    return lambda fraction: progress(start + (stop - start) * fraction)
