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
from w12studio.engine.bar_pointer import BarModel, BeatPath
from w12studio.engine.beat_chain import decode_chain
from w12studio.engine.meter import METERS, downbeat_evidence, downbeat_share, explained, fit_bars, highest_near
from w12studio.engine.rhythm_network import Rhythm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Progress = Callable[[float], Any] | None

#: Tempo ranges in BPM, all of them first; then each of a factor of 1.75, the next begins 1.45 times higher.
RANGES = ((28.0, 330.0), *((30.0 * 1.45**i, 30.0 * 1.75 * 1.45**i) for i in range(6)))
#: Transition lambdas: of a steady tempo and of a free one.
STEADY, FREE = 100.0, 20.0
#: Above this tempo every other beat is a candidate of its own: fast beats are found more surely than slow ones.
_HALVE_BPM = 135.0
_FEWEST = 12
#: Share of beats whose period differs from the one before, above which a free tempo is tried.
_UNSTEADY = 0.02
#: So many grids are judged by the networks over beats, the likeliest by what is known without them.
_JUDGED = 6
_QUIET = 0.01
#: Share of madmom's networks in the evidence of beats; the rest is the rhythm network's.
_MADMOM = 0.3
#: What the log probability of a beat's tempo counts beside the evidence of its frames.
_TEMPO_WEIGHT = 0.5


#: What each fact is worth. Conditional logistic regression on 400 renderings of scores, songs and made-up pieces that
#: the rhythm network was not trained on, with a pull (ridge 0.05) to the weights of an earlier version without that
#: network, which were fitted to 150 clips of expressive piano, pop and odd meters, among them the 34 of the development
#: set (``scripts/rhythm_network/rank.py``). docs/benchmarks.md has the scores of both sets.
WEIGHTS = {
    "bars": 2.415,
    "explained_ours": 0.499,
    "explained_theirs": 2.923,
    "meter": 0.229,
    "meter_2": 0.337,
    "meter_3": 0.552,
    "meter_4": 0.558,
    "meter_5": -0.142,
    "meter_6": -1.231,
    "meter_7": -0.064,
    "octaves": 0.709,
    "octaves_squared": -0.103,
    "ours_beat": 0.160,
    "ours_gain": 0.067,
    "ours_half": -0.019,
    "ours_third": 0.085,
    "rise": 5.035,
    "rise_half": -0.767,
    "rise_quarter": 0.643,
    "rise_third": 0.975,
    "tempo": 0.286,
    "theirs_beat": 0.478,
    "theirs_gain": 0.205,
    "theirs_half": 0.141,
    "theirs_third": -0.054,
    "unsteady": -1.203,
}


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


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What is known of a recording.

    Attributes
    ----------
    activations : ndarray of float32, shape (n_frames, 2)
        Of madmom's networks: beat (no downbeat) and downbeat.
    rhythm : Rhythm
    features : BarFeatures or None
        None where too much of it would have to be kept: then the networks over beats are not asked.
    """

    activations: NDArray[np.float32]
    rhythm: Rhythm
    features: BarFeatures | None


def _log_odds(p: NDArray[np.floating]) -> Floats:
    inside = np.clip(np.asarray(p, np.float64), 1e-3, 1.0 - 1e-3)
    return np.log(inside / (1.0 - inside))


def blended(activations: NDArray[np.float32], beats: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities of any beat and of a downbeat: madmom's and the rhythm network's log odds, averaged."""
    theirs = np.stack([np.minimum(activations.sum(axis=1), 1.0), activations[:, 1]], axis=1)
    odds = _MADMOM * _log_odds(theirs) + (1.0 - _MADMOM) * _log_odds(beats)
    return (1.0 / (1.0 + np.exp(-odds))).astype(np.float32)


def _same(a: Ints, b: Ints) -> bool:
    return a.size == b.size and float(np.mean(np.abs(a - b) <= 3)) > 0.97


def _every_other(path: BeatPath, first: int) -> BeatPath:
    return replace(
        path, frames=path.frames[first::2], positions=path.positions[first::2], entries=path.entries[first::2]
    )


def _bpm(frames: Ints, frame_rate: float) -> float:
    return 60.0 * frame_rate / float(np.median(np.diff(frames)))


def candidate_grids(heard: Heard, progress: Progress = None) -> list[BeatPath]:
    """Beats in all tempi and in several ranges of them, without repetitions; the first is that of all tempi."""
    beat = blended(heard.activations, heard.rhythm.beats)[:, 0]

    def decode(tempi: tuple[float, float]) -> list[BeatPath]:
        count = 110 if tempi == RANGES[0] else 60
        model = BarModel((1,), tempi[0], tempi[1], count, STEADY)
        steady = decode_chain(beat, heard.rhythm.tempi, model, _TEMPO_WEIGHT, None)
        if steady.frames.size < _FEWEST or np.mean(np.diff(steady.entries, 2) != 0) <= _UNSTEADY:
            return [steady]
        free = decode_chain(beat, heard.rhythm.tempi, replace(model, transition_lambda=FREE), _TEMPO_WEIGHT, None)
        return [steady, free]

    grids: list[BeatPath] = []
    with ThreadPoolExecutor(2, thread_name_prefix="grids") as pool:
        for done, paths in enumerate(pool.map(decode, RANGES)):
            grids += [path for path in paths if path.frames.size >= _FEWEST]
            if progress is not None:
                progress((done + 1) / len(RANGES))
    fast = [grid for grid in grids if _bpm(grid.frames, 100.0) > _HALVE_BPM]
    grids += [_every_other(grid, i) for grid in fast for i in (0, 1) if grid.frames.size >= 2 * _FEWEST]
    kept: list[BeatPath] = []
    for grid in grids:
        if not any(_same(grid.frames, other.frames) for other in kept):
            kept.append(grid)
    return kept


def _log_mean(values: Floats) -> float:
    return float(np.log(np.maximum(values, _QUIET)).mean())


def _at(peaks: Floats, frames: NDArray[np.floating | np.integer]) -> Floats:
    return peaks[np.minimum(np.rint(frames).astype(np.int64), peaks.size - 1)]


@dataclass(frozen=True, slots=True, eq=False)
class _Curves:
    """Highest values within 30 ms of each frame: of madmom's and our probability of a beat, and of what rises."""

    theirs: Floats
    ours: Floats
    rises: Floats

    @classmethod
    def of(cls, heard: Heard) -> _Curves:
        curves = heard.activations.sum(axis=1), heard.rhythm.beats[:, 0], _strength(heard)
        return cls(*(highest_near(curve, np.arange(curve.size)) for curve in curves))


def _of_beats(name: str, peaks: Floats, frames: Ints) -> dict[str, float]:
    at = _at(peaks, frames)
    ratio = at * 15.0 / np.maximum(1.0 - at, 1e-3)
    periods = np.diff(frames)
    halves, *thirds = (_at(peaks, frames[:-1] + share * periods) for share in (1 / 2, 1 / 3, 2 / 3))
    return {
        f"{name}_gain": float(np.log(np.maximum(ratio, _QUIET)).sum()) / peaks.size * 100.0,
        f"{name}_beat": _log_mean(at),
        f"{name}_half": _log_mean(halves),
        f"{name}_third": _log_mean(np.maximum(*thirds)),
    }


def _grid_facts(path: BeatPath, heard: Heard, curves: _Curves) -> dict[str, float]:
    """What is known of a grid whatever its bars."""
    frames, periods = path.frames, np.diff(path.frames)

    def between(share: float) -> float:
        return float(_at(curves.rises, frames[:-1] + share * periods).mean())

    octaves = float(np.log2(_bpm(frames, 100.0) / 100.0))
    tempi = heard.rhythm.tempi
    rows = np.minimum(frames[:-1] // tempi.step, tempi.log_probabilities.shape[0] - 1)
    smooth = np.convolve(np.pad(periods, 1, mode="edge"), np.ones(3) / 3, "valid")
    changes = np.abs(np.diff(np.log(np.maximum(periods, 1))))
    return {
        **_of_beats("theirs", curves.theirs, frames),
        **_of_beats("ours", curves.ours, frames),
        "rise": float(_at(curves.rises, frames).mean()),
        "rise_half": between(1 / 2),
        "rise_third": 0.5 * (between(1 / 3) + between(2 / 3)),
        "rise_quarter": 0.5 * (between(1 / 4) + between(3 / 4)),
        "octaves": octaves,
        "octaves_squared": octaves * octaves,
        "tempo": float(tempi.at(rows, np.maximum(smooth, 1.0), 100.0).mean()),
        "unsteady": float(np.minimum(changes, 0.5).mean()),
    }


def _strength(heard: Heard) -> Floats:
    """How much rises in each frame, relative to the loudest twentieth of the recording."""
    if heard.features is None:
        return np.zeros(heard.activations.shape[0])
    features = heard.features
    total = features.rises.sum(axis=1).astype(np.float64)
    return np.minimum(total / max(float(np.percentile(total, 95)), 1e-3), 1.5)


def rank(grids: list[BeatPath], heard: Heard, progress: Progress = None) -> list[Candidate]:
    """Each grid with bars of each length, the best first.

    Parameters
    ----------
    grids : list of BeatPath
        As `candidate_grids` returns them.
    heard : Heard
        Of the same recording.
    """
    curves = _Curves.of(heard)
    known = [_grid_facts(grid, heard, curves) for grid in grids]
    chosen = sorted(range(len(grids)), key=lambda i: -_score(known[i]))[:_JUDGED]
    out: list[Candidate] = []
    with ThreadPoolExecutor(2, thread_name_prefix="bars") as pool:
        judged = pool.map(lambda i: _with_bars(grids[i], known[i], heard), chosen)
        for done, candidates in enumerate(judged):
            out += candidates
            if progress is not None:
                progress((done + 1) / len(chosen))
    return sorted(out, key=lambda candidate: -candidate.score)


def _ours(path: BeatPath, heard: Heard) -> Floats:
    """What part of the rhythm network's activation at each beat speaks for a downbeat, 0..1."""
    any_beat, downbeat = highest_near(heard.rhythm.beats, path.frames).T
    return np.minimum(downbeat / np.maximum(any_beat, 0.02), 1.0)


def evidence_of(path: BeatPath, heard: Heard) -> Floats:
    """Log ratio of likelihoods, for each beat of a path, of a downbeat and of another beat."""
    of_beats = None if heard.features is None else downbeat_probabilities(heard.features, path.frames)
    return downbeat_evidence(of_beats, _ours(path, heard))


def _with_bars(grid: BeatPath, facts: dict[str, float], heard: Heard) -> list[Candidate]:
    ours, evidence = _ours(grid, heard), evidence_of(grid, heard)
    theirs = downbeat_share(heard.activations, grid.frames)
    rows = np.minimum(grid.frames // heard.rhythm.tempi.step, heard.rhythm.meters.shape[0] - 1)
    meters = heard.rhythm.meters[rows].mean(axis=0)
    out = []
    for n, likely in zip(METERS, meters, strict=True):
        bars = fit_bars(evidence, n)
        own = {
            "bars": bars.score,
            "explained_theirs": explained(theirs[:-1], n),
            "explained_ours": explained(ours[:-1], n),
            "meter": float(likely),
            f"meter_{n}": 1.0,
        }
        path = replace(grid, positions=bars.positions, beats_per_bar=n)
        out.append(Candidate(path, _score({**facts, **own}), {**facts, **own}))
    return out


def _score(facts: dict[str, float]) -> float:
    return sum(WEIGHTS.get(name, 0.0) * value for name, value in facts.items())
