"""Where a recording changes: two kinds of novelty, and how unlike two stretches are.

*Contrast*, in the sense of Foote ("Automatic audio segmentation using a measure of audio novelty", ICME 2000): how much
less the sound before and after an instant are alike than each is in itself. Colour and level count in windows of 4 and
8 s, harmony in 16 s only, for in shorter ones every chord is new.

*Unfamiliarity*: how badly what follows an instant can be found again in what came before it, and the other way round,
within windows of 8 and 16 s. Where a loop of chords is played again everything is found, so it is small although the
chords change all the time; where another loop begins nothing is. It stands for the lag matrix of Serrà et al.
("Unsupervised music structure annotation by time series structure features and segment similarity", IEEE TMM 16(5),
2014), but needs only a band around the diagonal: the time grows with the length, not with its square.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.section_features import FRAME_RATE, HARMONY

Floats = NDArray[np.float64]

#: Frames a second in which stretches are compared, and how long the patterns are that are looked for, in s.
_PATTERN_RATE, _PATTERN_S = 2.0, 4.0
_CONTRAST_S = ((4.0, False), (8.0, False), (16.0, True))
_FAMILIAR_S = (8.0, 16.0)
#: What unfamiliarity weighs beside contrast.
_UNFAMILIAR_WEIGHT = 2.0
#: Share of the frames of a stretch that count when it is compared with another: the best ones.
_BEST_SHARE = 0.8
#: Mean square of the features, and of the half seconds of patterns, that music has at least; where there is less,
#: differences count less.
_LEAST_POWER, _LEAST_PATTERN_POWER = 1.0, 0.6


def novelty_curve(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Contrast, and unfamiliarity times 2, at `FRAME_RATE`, shape (n_frames,): about 0.5 in the middle of a part,
    1 to 3 between parts.

    Parameters
    ----------
    features : ndarray of float32, shape (n_frames, n_features)
        As `section_features` makes them.
    """
    contrast = np.mean([_contrast(features if all_ else features[:, HARMONY.stop :], s) for s, all_ in _CONTRAST_S], 0)
    found = patterns(features)
    unfamiliar = np.mean([_unfamiliarity(found, round(s * _PATTERN_RATE)) for s in _FAMILIAR_S], axis=0)
    at = np.arange(len(features)) * (_PATTERN_RATE / FRAME_RATE)
    return (contrast + _UNFAMILIAR_WEIGHT * np.interp(at, np.arange(unfamiliar.size), unfamiliar)).astype(np.float32)


def _contrast(features: NDArray[np.float32], seconds: float) -> Floats:
    """Squared distance between the means after and before each frame, over the mean spread within the two.

    A tenth of the spread of the recording is added to that of the windows; less where a window is cut off by an end.
    """
    n, width = len(features), round(seconds * FRAME_RATE)
    total = np.vstack([np.zeros((1, features.shape[1])), np.cumsum(features, axis=0, dtype=np.float64)])
    power = np.concatenate([[0.0], np.cumsum(np.square(features).sum(axis=1, dtype=np.float64))])
    at = np.arange(n)
    first, last = np.maximum(at - width, 0), np.minimum(at + width, n)

    def mean_and_spread(begin: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[Floats, Floats]:
        count = np.maximum(end - begin, 1)
        mean = (total[end] - total[begin]) / count[:, None]
        return mean, np.maximum((power[end] - power[begin]) / count - np.square(mean).sum(axis=1), 0.0)

    before, spread_before = mean_and_spread(first, at)
    after, spread_after = mean_and_spread(at, last)
    usual = max(power[-1] / max(n, 1), _LEAST_POWER)
    within = 0.5 * (spread_before + spread_after) + 0.1 * usual
    return np.minimum(at - first, last - at) / width * np.square(after - before).sum(axis=1) / within


def patterns(features: NDArray[np.float32]) -> Floats:
    """The 4 s around each half second as one vector, shape (n, m); mean squared distance of two of them = 1."""
    step = round(FRAME_RATE / _PATTERN_RATE)
    edges = np.arange(0, len(features), step)
    counts = np.diff(np.append(edges, len(features)))
    coarse = np.add.reduceat(features, edges, axis=0, dtype=np.float64) / counts[:, None]
    length = round(_PATTERN_S * _PATTERN_RATE)
    padded = np.pad(coarse, ((length // 2, length - length // 2 - 1), (0, 0)), mode="edge")
    found = np.hstack([padded[i : i + len(coarse)] for i in range(length)])
    found -= found.mean(axis=0)
    power = float(np.square(found).sum(axis=1).mean())
    return found / np.sqrt(2 * max(power, length * _LEAST_PATTERN_POWER))


def _unfamiliarity(found: Floats, width: int) -> Floats:
    """Mean of how far the patterns after an instant are from the nearest before it, and the other way round."""
    forwards = _one_way(found, width)
    backwards = np.zeros_like(forwards)
    backwards[1:] = _one_way(found[::-1], width)[::-1][:-1]
    return 0.5 * (forwards + backwards)


def _one_way(found: Floats, width: int) -> Floats:
    n = len(found)
    apart = np.full((n, 2 * width), np.inf)  # column i: from the pattern i + 1 frames earlier
    for lag in range(1, min(2 * width, n - 1) + 1):
        apart[lag:, lag - 1] = np.square(found[lag:] - found[:-lag]).sum(axis=1)
    nearest = np.lib.stride_tricks.sliding_window_view(apart, width, axis=1).min(axis=2)
    total, count = np.zeros(n), np.zeros(n)
    for ahead in range(min(width, n)):  # patterns so many frames after the instant, among the `width` before it
        distance = nearest[ahead:, ahead]
        known = np.isfinite(distance)
        total[: n - ahead][known] += distance[known]
        count[: n - ahead] += known
    at = np.arange(n)
    room = np.minimum(np.minimum(at, n - at), width) / width
    return room * total / np.maximum(count, 1)


def unlikeness(found: Floats, edges: NDArray[np.float64]) -> Floats:
    """How unlike the stretches between edges are, shape (n, n): 0 where all of one is found in the other, 1 where
    they have no more in common than any two instants have.

    Parameters
    ----------
    found : ndarray
        `patterns`.
    edges : ndarray, shape (n + 1,)
        In s, ascending, at least 2 s apart.
    """
    frames = np.rint(np.asarray(edges) * _PATTERN_RATE).astype(np.int64)
    frames[-1] = len(found)
    lengths = np.square(found).sum(axis=1)
    n = len(frames) - 1
    out = np.zeros((n, n))
    for i in range(n):
        mine = slice(frames[i], frames[i + 1])
        apart = lengths[mine, None] + lengths[None] - 2 * found[mine] @ found.T
        for j in range(n):
            if i != j:
                nearest = np.sort(apart[:, frames[j] : frames[j + 1]].min(axis=1))
                out[i, j] = max(0.0, float(nearest[: max(1, int(_BEST_SHARE * len(nearest)))].mean()))
    return 0.5 * (out + out.T)
