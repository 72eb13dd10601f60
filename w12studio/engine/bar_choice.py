"""Which bar pointer model suits a recording: steadiness of the tempo, beats per bar, and the level of the beat.

Madmom's parameters suit dance and pop music with three or four beats per bar. Here the same networks' activations
are decoded with other models as well where there is reason to, and what explains them better is taken:

* **Expressive timing.** Where the first path changes its tempo, smaller transition lambdas are tried. All are
  normalised models of the same data, so their likelihoods compare directly.
* **Odd meters.** Five and seven beats per bar are tried where the downbeat activations at the beats recur at that
  distance. A longer bar fits a little better by chance, for fewer of its beats must look like downbeats, so it has to
  win clearly.
* **Ranking.** Where more than the activations is known, the result competes with beats in other ranges of tempo and
  with bars of two to seven beats (see `w12studio.engine.bar_ranking`).
* **Level.** Where every other beat of 4/4 is clearly weaker, and the tempo is fast, the beats are twice too fast:
  in music with a real beat at that level, beats 2 and 4 are as strong as 1 and 3.

The margins below are round numbers in the middle of wide ranges that gave equal results on the development set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.bar_network import BarFeatures
from w12studio.engine.bar_pointer import BarModel, BeatPath, Evidence, decode_evidence, gather_evidence
from w12studio.engine.bar_ranking import Candidate, candidate_grids, rank

Floats = NDArray[np.floating]

LAMBDAS = (30.0, 10.0)
#: By how much log likelihood a beat a less steady model must be better.
LAMBDA_MARGIN = 0.5
#: Share of beats whose period differs from the one before, above which less steady models are tried.
_UNSTEADY = 0.05
ODD_METERS = (5, 7)
#: By how much log likelihood a beat a longer bar must be better.
METER_MARGIN = 1.2
#: By how much it must be better at the first path's beats to be worth decoding.
_METER_HINT = 0.2
#: Strength of beats 2 and 4 over that of 1 and 3 below which the tempo is halved, when it is fast.
LEVEL_RATIO = 0.85
FAST_BPM = 118.0
#: A tempo found at double level is at least this many times too fast.
_LEVEL_STEP = 1.45
_REACH = 3
#: Mean activation at the beats below which there is none. White and pink noise, tones and swelling chords reach 0.07,
#: each of 147 clips of music 0.16.
LEAST_BEAT = 0.1

Progress = Callable[[float], Any] | None


def ranked_beats(
    activations: NDArray[np.float32], features: BarFeatures, model: BarModel, progress: Progress = None
) -> list[Candidate]:
    """Beats and bars that a recording may be heard in, the most likely first; none where there is no beat.

    Parameters
    ----------
    activations : ndarray of float32, shape (n_frames, 2)
        As for `choose_beats`.
    features : BarFeatures
        `w12studio.engine.bar_network.bar_features` of the same recording.
    """
    path = choose_beats(activations, model, _part(progress, 0.0, 0.4))
    if path.frames.size < 2 * max(ODD_METERS):
        return [Candidate(path, 0.0, {})] if path.frames.size else []
    if activations[path.frames].sum(axis=1).mean() < LEAST_BEAT:
        return []
    grids = candidate_grids(activations, path, model, _part(progress, 0.4, 0.7))
    return rank(grids, activations, features, model.frame_rate, _part(progress, 0.7, 1.0))


def choose_beats(activations: NDArray[np.float32], model: BarModel, progress: Progress = None) -> BeatPath:
    """Beats by the model that suits a recording best, starting from ``model``.

    Parameters
    ----------
    activations : ndarray of float32, shape (n_frames, 2)
        As for `w12studio.engine.bar_pointer.decode_beats`.
    model : BarModel
    progress : callable, optional
        Told 0..1 several times a second; may raise to stop the work.
    """
    evidence = gather_evidence(activations, model)
    path = decode_evidence(evidence, model, _part(progress, 0.0, 0.4))
    if path.frames.size < 2 * max(ODD_METERS):
        return path
    path, model = _choose_steadiness(evidence, path, model, _part(progress, 0.4, 0.6))
    path = _choose_meter(evidence, path, model, _part(progress, 0.6, 0.8))
    return _choose_level(evidence, path, model, _part(progress, 0.8, 1.0))


def _part(progress: Progress, start: float, stop: float) -> Progress:
    if progress is None:
        return None
    return lambda fraction: progress(start + (stop - start) * fraction)


def _choose_steadiness(
    evidence: Evidence, path: BeatPath, model: BarModel, progress: Progress
) -> tuple[BeatPath, BarModel]:
    periods = np.diff(path.entries)
    if np.mean(np.diff(periods) != 0) <= _UNSTEADY:
        return path, model
    best, best_model = path, model
    least = path.log_likelihood + LAMBDA_MARGIN * path.frames.size
    for value in LAMBDAS:
        other_model = replace(model, transition_lambda=value)
        other = decode_evidence(evidence, other_model, progress)
        if other.log_likelihood <= least:
            break
        best, best_model = other, other_model
        least = other.log_likelihood + LAMBDA_MARGIN * path.frames.size
    return best, best_model


def _near_beats(evidence: Evidence, path: BeatPath) -> Floats:
    """Highest activations within 30 ms of each beat, shape (n_beats, 2)."""
    around = (path.frames - evidence.first)[:, None] + np.arange(-_REACH, _REACH + 1)
    return evidence.activations[np.clip(around, 0, len(evidence) - 1)].max(axis=1)


def meter_evidence(beat: Floats, downbeat: Floats, beats_per_bar: int) -> float:
    """Mean log probability a beat of the best phase of bars of a given length.

    Parameters
    ----------
    beat, downbeat : ndarray, shape (n_beats,)
        Activations at the beats.
    """
    total = np.maximum(beat + downbeat, 1e-6)
    is_downbeat = np.log(np.maximum(downbeat, 1e-6) / total)
    is_other = np.log(np.maximum(beat, 1e-6) / total)
    gain = is_downbeat - is_other
    phases = [gain[phase::beats_per_bar].sum() for phase in range(beats_per_bar)]
    return float((is_other.sum() + max(phases)) / total.size)


def _choose_meter(evidence: Evidence, path: BeatPath, model: BarModel, progress: Progress) -> BeatPath:
    beat, downbeat = _near_beats(evidence, path).T
    usual = max(meter_evidence(beat, downbeat, n) for n in model.beats_per_bar)
    best = path
    for n_beats in ODD_METERS:
        if meter_evidence(beat, downbeat, n_beats) < usual + _METER_HINT:
            continue
        other = decode_evidence(evidence, replace(model, beats_per_bar=(n_beats,)), progress)
        wins = other.log_likelihood > path.log_likelihood + METER_MARGIN * path.frames.size
        if wins and other.log_likelihood > best.log_likelihood:
            best = other
    return best


def _choose_level(evidence: Evidence, path: BeatPath, model: BarModel, progress: Progress) -> BeatPath:
    if path.beats_per_bar != 4:
        return path
    bpm = 60.0 * model.frame_rate / float(np.median(np.diff(path.frames)))
    strength = _near_beats(evidence, path).sum(axis=1)
    strong, weak = strength[path.positions % 2 == 1].mean(), strength[path.positions % 2 == 0].mean()
    if bpm < FAST_BPM or weak >= LEVEL_RATIO * strong or bpm / _LEVEL_STEP <= model.min_bpm:
        return path
    other = decode_evidence(evidence, replace(model, max_bpm=bpm / _LEVEL_STEP), progress)
    return other if other.frames.size else path
