"""Chords of frame-wise evidence: on the beats where there are any, else frame by frame.

A chord holds until a change pays: at a downbeat it costs little, at another beat more, and between beats it is not to
be had, unless beats are far apart. Where there are no beats it can change at every frame. The best sequence is found
exactly (Viterbi).

The evidence stays in the layer's curve, so that chords follow when beats are corrected, without the audio.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, CHORDS, Analysis, Track
from w12studio.domain.chords import CHORDS as NAMES
from w12studio.domain.chords import NO_CHORD
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.remembered import remembered

Floats = NDArray[np.float64]

#: What a change costs, in log probabilities of frames of a tenth of a second; found on songs that no figure comes from.
_DOWNBEAT, _BEAT, _HALF, _FRAME = 2.0, 4.0, 8.0, 4.0
#: The unit of those prices.
_UNIT_RATE = 10.0
#: From this distance in s on, a chord may change half way between two beats, and from the second at every frame.
_SLOW_S, _GAP_S = 1.0, 2.0
#: Nearest to each other that changes can be, in s.
_APART_S = 0.02
#: Seconds around a frame in which chords have to outweigh "no chord" for there to be harmony.
_AROUND_S = 10.0
#: How much the mean evidence of a frame says about a whole chord.
_SHARPNESS = 1.5


def probabilities(evidence: NDArray[np.floating]) -> NDArray[np.float32]:
    """Rows of log evidence as probabilities; the logarithm gives the evidence back, but for a constant a row."""
    weights = np.exp(evidence - evidence.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def log_evidence(curve: Curve) -> Floats:
    """The evidence that a curve of probabilities holds, 0 for the best of each row."""
    logs = np.log(np.maximum(curve.values.astype(np.float64), 1e-30))
    return logs - logs.max(axis=1, keepdims=True)


def tonal_share(curve: Curve) -> Floats:
    """Share of the frames within 10 s in which some chord is likelier than none, for each frame; 0..1."""
    heard = (curve.values.argmax(axis=1) != NAMES.index(NO_CHORD)).astype(np.float64)
    half = max(1, round(_AROUND_S / 2 * curve.frame_rate))
    total = np.concatenate([[0.0], np.cumsum(heard)])
    at = np.arange(heard.size)
    first, last = np.maximum(at - half, 0), np.minimum(at + half + 1, heard.size)
    return (total[last] - total[first]) / (last - first)


def change_prices(beats: Events, duration: float, frame_rate: float) -> tuple[Floats, Floats]:
    """Where chords may change, and at what price.

    Parameters
    ----------
    beats : Events
    duration : float
        s.
    frame_rate : float
        Of the evidence.

    Returns
    -------
    edges : ndarray, shape (n + 1,)
        Times in s, from 0 to ``duration``.
    prices : ndarray, shape (n,)
        Of a change at the beginning of each span between them.
    """
    inside = (beats.times > _APART_S) & (beats.times < duration - _APART_S)
    times, first = np.unique(beats.times[inside], return_index=True)
    prices = np.where(beats.values[inside][first] == 1, _DOWNBEAT, _BEAT)
    marks = np.concatenate([[0.0], times, [duration]])
    gaps = np.diff(marks)
    slow = (gaps > _SLOW_S) & (gaps <= _GAP_S)
    middles = marks[:-1][slow] + gaps[slow] / 2
    more, cost = [times, middles], [prices, np.full(middles.size, _HALF)]
    for i in np.flatnonzero(gaps > _GAP_S):
        steps = np.arange(np.ceil(marks[i] * frame_rate + 0.5), marks[i + 1] * frame_rate)
        more.append((steps - 0.5) / frame_rate if steps.size else steps)
        cost.append(np.full(steps.size, _FRAME))
    edges, costs = np.concatenate(more), np.concatenate(cost)
    order = np.argsort(edges, kind="stable")
    edges, costs = edges[order], costs[order]
    apart = np.concatenate([[True], np.diff(edges) > 1e-6])[: edges.size] & (edges > 0) & (edges < duration)
    return np.concatenate([[0.0], edges[apart], [duration]]), np.concatenate([[0.0], costs[apart]])


def totals(evidence: Floats) -> Floats:
    """Evidence summed up from the beginning to each edge between frames, shape (n_frames + 1, n_columns)."""
    return np.vstack([np.zeros(evidence.shape[1]), np.cumsum(evidence, axis=0)])


@remembered
def _total_evidence(curve: Curve) -> Floats:
    """`totals` of a curve's evidence, where there is no chord but "none" in stretches without harmony."""
    evidence = log_evidence(curve)
    evidence[tonal_share(curve) < 0.5, : NAMES.index(NO_CHORD)] -= 100.0
    return totals(evidence)


def span_sums(total: Floats, frame_rate: float, edges: Floats) -> Floats:
    """Evidence (by its `totals`) of the spans between ``edges``, frames shared out by how much of them lies in each."""
    count = total.shape[0] - 1
    at = np.clip(edges * frame_rate + 0.5, 0.0, count)
    whole = np.minimum(at.astype(np.int64), count - 1)
    rest = (at - whole)[:, None]
    return np.diff(total[whole] * (1.0 - rest) + total[whole + 1] * rest, axis=0)


def best_path(evidence: Floats, prices: Floats) -> NDArray[np.int64]:
    """The sequence of columns whose evidence less the price of its changes is largest (Viterbi).

    Parameters
    ----------
    evidence : ndarray, shape (n_spans, n_columns)
    prices : ndarray, shape (n_spans,)
        Of a change into each span from the one before; the first counts for nothing.
    """
    count = evidence.shape[0]
    score = evidence[0].copy()
    bests = np.zeros(count, dtype=np.int64)
    moved = np.zeros(evidence.shape, dtype=bool)
    for i in range(1, count):
        bests[i] = best = score.argmax()
        changed = score[best] - prices[i]
        np.less(score, changed, out=moved[i])
        np.maximum(score, changed, out=score)
        score += evidence[i]
    path = np.empty(count, dtype=np.int64)
    column = int(score.argmax())
    for i in range(count - 1, -1, -1):
        path[i] = column
        if moved[i, column]:
            column = int(bests[i])
    return path


def runs(path: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal numbers begins and ends."""
    changes = np.flatnonzero(np.diff(path)) + 1
    return np.concatenate([[0], changes]), np.concatenate([changes, [path.size]])


def decode(curve: Curve, beats: Events, duration: float) -> Events:
    """The chords, from 0 s to the end; none where there is no harmony.

    Parameters
    ----------
    curve : Curve
        Probabilities of `w12studio.domain.chords.CHORDS`.
    beats : Events
        May be empty.
    duration : float
        s.
    """
    if not len(curve) or duration <= 0:
        return Events()
    none = NAMES.index(NO_CHORD)
    edges, prices = change_prices(beats, duration, curve.frame_rate)
    sums = span_sums(_total_evidence(curve), curve.frame_rate, edges)
    path = best_path(sums * (_UNIT_RATE / curve.frame_rate), prices)
    first, last = runs(path)
    labels = path[first]
    if not (labels != none).any():
        return Events()
    times, ends = edges[first], edges[last]
    means = np.add.reduceat(sums, first, axis=0) / ((ends - times) * curve.frame_rate)[:, None]
    sure = probabilities(_SHARPNESS * means)[np.arange(labels.size), labels]
    return Events.from_columns(times, ends - times, None, sure, [NAMES[i] for i in labels])


def following_chords(analysis: Analysis) -> Track | None:
    """The chords on the beats as they are now, a quick grid left out; None where the layer holds no evidence."""
    track = analysis.track(CHORDS)
    if track is None or track.curve is None or track.curve.bins != NAMES:
        return None
    return replace(track, events=decode(track.curve, analysis.settled().events(BEATS), analysis.duration))
