"""The bar pointer model, decoded exactly as a semi-Markov chain.

The model (Krebs, Böck, Widmer: "An efficient state space model for joint tempo and meter tracking", ISMIR
2015; and Böck, Krebs, Widmer: "Joint beat and downbeat tracking with recurrent neural networks", ISMIR
2016) moves a pointer through a bar. A beat lasts one of some 60 whole numbers of frames; inside a beat the
pointer moves one frame at a time, and only between beats may the tempo change, with probability
``exp(-transition_lambda * |ratio - 1|)``. The first sixteenth of a beat explains the network's beat or
downbeat activation, the rest its complement.

Madmom decodes this as a hidden Markov model with a state for each frame of each beat at each tempo (15,000
of them in 4/4). But inside a beat nothing branches, so here only the *entries* into beats have a score, and
a beat's share of the evidence is a difference of two sums of log densities. The best path is the same; time
and memory shrink to frames x beats x tempi: one byte each, 86 MB for an hour of 4/4.

`Evidence` is the one door through which knowledge reaches the decoder: whatever else is known about a
recording (pinned beats, say) can be written into its densities.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NO_BEAT, _BEAT = 0, 1
#: Lowest probability of anything: keeps sums of logarithms finite.
_FLOOR = 1e-30
#: A difference of scores that no rounding makes up for, not even after an hour.
_SURELY = 1e-6


@dataclass(frozen=True, slots=True)
class BarModel:
    """Parameters of the model; the defaults are madmom's.

    Attributes
    ----------
    beats_per_bar : tuple of int
        Bars to choose from, one for the whole recording.
    min_bpm, max_bpm : float
    num_tempi : int
        Beat periods to tell apart, spaced logarithmically where they are fewer than the frames between the
        longest and the shortest.
    transition_lambda : float
        The higher, the steadier the tempo.
    observation_lambda : int
        A beat's first ``1 / observation_lambda`` explains the beat activation.
    threshold : float
        Only what lies between the first and the last activation of at least this much is decoded.
    frame_rate : float
        Frames per second.
    """

    beats_per_bar: tuple[int, ...] = (3, 4)
    min_bpm: float = 55.0
    max_bpm: float = 215.0
    num_tempi: int = 60
    transition_lambda: float = 100.0
    observation_lambda: int = 16
    threshold: float = 0.05
    frame_rate: float = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Log densities of the part of a recording that is decoded.

    Attributes
    ----------
    activations : ndarray of float32, shape (n, 2)
        Beat (no downbeat) and downbeat.
    densities : ndarray of float64, shape (n, 3)
        Logarithms for no beat, beat, downbeat.
    first : int
        Frame of the recording at which it starts.
    """

    activations: NDArray[np.float32]
    densities: Floats
    first: int

    def __len__(self) -> int:
        return int(self.densities.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class BeatPath:
    """Beats of a recording.

    Attributes
    ----------
    frames : ndarray of int64, shape (n,)
        Where each beat's activation is highest, frames from the start of the recording.
    positions : ndarray of int64, shape (n,)
        Places in the bar, 1 = downbeat.
    beats_per_bar : int
        Of the bar chosen; 0 without beats.
    log_likelihood : float
        Of the best path, by which bars and tempo models are compared.
    entries : ndarray of int64, shape (n,)
        Frames at which the pointer enters the beats, from the start of the recording; the first can lie
        before 0.
    """

    frames: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    positions: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    beats_per_bar: int = 0
    log_likelihood: float = -np.inf
    entries: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))


def beat_intervals(model: BarModel) -> NDArray[np.int64]:
    """Beat periods in frames, ascending."""
    low = 60.0 * model.frame_rate / model.max_bpm
    high = 60.0 * model.frame_rate / model.min_bpm
    intervals = np.arange(np.round(low), np.round(high) + 1)
    if model.num_tempi < intervals.size:
        count = model.num_tempi
        while True:
            intervals = np.unique(np.round(np.logspace(np.log2(low), np.log2(high), count, base=2)))
            if intervals.size >= model.num_tempi:
                break
            count += 1
    return intervals.astype(np.int64)


def tempo_transitions(intervals: NDArray[np.int64], transition_lambda: float) -> Floats:
    """Log probability of one beat period (row) being followed by another (column); -inf where it can't be."""
    ratio = intervals[None, :] / intervals[:, None].astype(np.float64)
    probability = np.exp(-transition_lambda * np.abs(ratio - 1.0))
    probability[probability <= np.spacing(1)] = 0.0
    probability /= probability.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return np.log(probability)


def gather_evidence(activations: NDArray[np.float32], model: BarModel) -> Evidence:
    """Cut activations to where there is something to hear, and take logarithms.

    Parameters
    ----------
    activations : ndarray of float32, shape (n_frames, 2)
        Probabilities of a beat that is no downbeat, and of a downbeat.
    """
    loud = np.flatnonzero(activations.max(axis=1, initial=0.0) >= model.threshold)
    # A single loud frame at the very start counts as silence, as in madmom.
    begin, end = (int(loud[0]), int(loud[-1]) + 1) if loud.any() else (0, 0)
    cut = activations[begin:end]
    densities = np.empty((cut.shape[0], 3))
    silence = (1.0 - cut.sum(axis=1)) / (model.observation_lambda - 1)
    densities[:, _NO_BEAT] = np.log(np.maximum(silence, _FLOOR))
    densities[:, _BEAT:] = np.log(np.maximum(cut, _FLOOR))
    return Evidence(cut, densities, begin)


@dataclass(frozen=True, slots=True, eq=False)
class _Tempi:
    """What the kernels need to know about beat periods.

    ``low[k] .. high[k]`` are the periods that may follow period k: a run of neighbours. ``lead[i, j]``: by how much at
    least period i does better than period j at going on to a period that may follow both (-inf: there is none).
    """

    intervals: NDArray[np.int64]
    beat_frames: NDArray[np.int64]
    transitions: Floats
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    lead: Floats


@cache
def _tempi(model: BarModel) -> _Tempi:
    intervals = beat_intervals(model)
    border = 1.0 / model.observation_lambda
    beat_frames = [int((np.linspace(0, 1, n, endpoint=False) < border).sum()) for n in intervals]
    transitions = tempo_transitions(intervals, model.transition_lambda)
    possible = np.isfinite(transitions)
    low = possible.argmax(axis=1)
    both = possible[:, None] & possible[None, :]
    log = np.where(possible, transitions, 0.0)
    lead = np.where(both, log[:, None] - log[None, :], np.inf).min(axis=2)
    lead[~both.any(axis=2)] = -np.inf
    return _Tempi(intervals, np.array(beat_frames), transitions, low, low + possible.sum(axis=1), lead)


@numba.njit(cache=True, nogil=True)
def _try_from(j: int, end: float, row: Floats, first: int, last: int, best: Floats, source: NDArray[np.int64]) -> None:
    """Enter beats of periods ``first .. last`` from one of period j."""
    # Views, so that no number of a loop could be negative: then the loop becomes vector instructions.
    row, best, source = row[first:last], best[first:last], source[first:last]
    for k in range(best.size):
        candidate = end + row[k]
        better = candidate > best[k]
        best[k] = candidate if better else best[k]
        source[k] = j if better else source[k]  # as wide as the scores


@numba.njit(cache=True, nogil=True)
def _best_entries(
    ends: Floats,
    transitions: Floats,
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    lead: Floats,
    best: Floats,
    source: NDArray[np.int64],
    beaten_by: NDArray[np.int64],
    left: NDArray[np.int64],
    came_from: NDArray[np.uint8],
) -> None:
    """Best score to enter a beat at each period, and the period it comes from."""
    n_tempi = ends.size
    best[:] = -np.inf
    beaten_by[:] = -1
    # Most periods are surely beaten by one near them, wherever both may lead: they need no trying there.
    n_left = top = 0
    for j in range(n_tempi):
        end = ends[j]
        while n_left > 0 and end + lead[j, top] > ends[top] + _SURELY:
            beaten_by[top] = j
            n_left -= 1
            if n_left > 0:
                top = left[n_left - 1]
        if n_left > 0 and ends[top] + lead[top, j] > end + _SURELY:
            beaten_by[j] = top
        else:
            left[n_left] = top = j
            n_left += 1
    for j in range(n_tempi):
        if ends[j] == -np.inf:
            continue
        i = beaten_by[j]
        if i < 0:
            _try_from(j, ends[j], transitions[j], low[j], high[j], best, source)
        elif i > j:  # it leads to longer ones as well, and not to the shortest
            _try_from(j, ends[j], transitions[j], low[j], min(low[i], high[j]), best, source)
        else:
            _try_from(j, ends[j], transitions[j], max(high[i], low[j]), high[j], best, source)
    for k in range(n_tempi):
        came_from[k] = np.uint8(source[k])


@numba.njit(cache=True, nogil=True)
def _forward(
    gains: Floats,
    first_frame: int,
    last_frame: int,
    start_score: Floats,
    intervals: NDArray[np.int64],
    beat_frames: NDArray[np.int64],
    transitions: Floats,
    low: NDArray[np.int64],
    high: NDArray[np.int64],
    lead: Floats,
    scores: Floats,
    ends: Floats,
    came_from: NDArray[np.uint8],
) -> None:
    """Viterbi over frames ``first_frame .. last_frame``.

    ``gains[t]`` is the evidence of all frames before t for (beat, downbeat) over that for no beat, so that frames
    without a beat cost nothing. ``scores[t % n]`` holds the scores of entries at frame t less ``gains[t]``, and
    ``ends`` those of beats whose last frame was t - 1.
    """
    n_beats, n_tempi = ends.shape
    ring = scores.shape[0]
    source = np.zeros(n_tempi, dtype=np.int64)
    beaten_by, left = np.empty_like(source), np.empty_like(source)
    for t in range(first_frame, last_frame):
        slot = t % ring
        for b in range(n_beats):
            entry = scores[slot, b]
            if t == 0:
                entry[:] = start_score
            else:
                before = ends[(b - 1) % n_beats]
                _best_entries(before, transitions, low, high, lead, entry, source, beaten_by, left, came_from[t, b])
            entry -= gains[t, 1 if b == 0 else 0]
        for k in range(n_tempi):
            # A beat that began before the recording keeps its slot's first score.
            s = t - intervals[k] + 1
            at = slot - intervals[k] + 1
            at = at + ring if at < 0 else at
            split = min(t + 1, max(0, s + beat_frames[k]))
            ends[0, k] = scores[at, 0, k] + gains[split, 1]
            for b in range(1, n_beats):
                ends[b, k] = scores[at, b, k] + gains[split, 0]


@numba.njit(cache=True, nogil=True)
def _best_last_state(
    gains: Floats, intervals: NDArray[np.int64], beat_frames: NDArray[np.int64], scores: Floats
) -> tuple[float, int, int, int]:
    """Score, beat, period and entry (below 0: before the recording) of the best path's last beat."""
    n_frames = gains.shape[0] - 1
    ring, n_beats, n_tempi = scores.shape
    best, best_b, best_k, best_s = -np.inf, 0, 0, 0
    for b in range(n_beats):
        for k in range(n_tempi):
            for i in range(intervals[k]):
                s = n_frames - 1 - i
                split = min(n_frames, max(0, s + beat_frames[k]))
                value = scores[s % ring, b, k] + gains[split, 1 if b == 0 else 0]
                if value > best:
                    best, best_b, best_k, best_s = value, b, k, s
    return best, best_b, best_k, best_s


_CHUNK = 1000


class _Stopped(Exception):
    """Someone else failed or was cancelled."""


@dataclass(slots=True)
class _Meter:
    """One bar length being decoded, on a thread of its own; ``done`` frames so far, 0..1 of them."""

    gains: Floats
    base: float
    n_beats: int
    tempi: _Tempi
    done: float = 0.0
    stop: bool = False

    def decode(self) -> tuple[float, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Log likelihood of the best path; entries, places in the bar (from 0) and periods of its beats."""
        tempi = self.tempi
        n_frames, n_tempi = self.gains.shape[0] - 1, tempi.intervals.size
        log_start = -float(np.log(self.n_beats * tempi.intervals.sum()))
        start_score = log_start + tempi.transitions.max(axis=0)
        came_from = np.zeros((n_frames, self.n_beats, n_tempi), dtype=np.uint8)
        scores = np.full((int(tempi.intervals[-1]), self.n_beats, n_tempi), log_start)
        ends = np.full((self.n_beats, n_tempi), -np.inf)
        for start in range(0, n_frames, _CHUNK):
            if self.stop:
                raise _Stopped
            stop = min(n_frames, start + _CHUNK)
            _forward(
                self.gains, start, stop, start_score,
                tempi.intervals, tempi.beat_frames, tempi.transitions, tempi.low, tempi.high, tempi.lead,
                scores, ends, came_from,
            )  # fmt: skip
            self.done = stop / n_frames
        score, b, k, entry = _best_last_state(self.gains, tempi.intervals, tempi.beat_frames, scores)
        path = [(entry, b, k)]
        while entry > 0:
            k = int(came_from[entry, b, k])
            b = (b - 1) % self.n_beats
            entry -= int(tempi.intervals[k])
            path.append((entry, b, k))
        entries, beats, periods = np.array(path[::-1], dtype=np.int64).T
        return score + self.base, entries, beats, periods


def _peaks(
    activations: NDArray[np.float32], entries: NDArray[np.int64], beat_frames: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The loudest frame among each beat's first frames, and for which beats there is any."""
    loudest = activations.max(axis=1)
    stops = np.minimum(entries + beat_frames, loudest.size)
    starts = np.maximum(entries, 0)
    there = stops > starts
    peaks = [int(loudest[i:j].argmax()) + int(i) for i, j in zip(starts[there], stops[there], strict=True)]
    return np.array(peaks, dtype=np.int64), there


def decode_evidence(evidence: Evidence, model: BarModel, progress: Callable[[float], Any] | None = None) -> BeatPath:
    """The most likely beats and places in the bar, over all bars of the model.

    Parameters
    ----------
    evidence : Evidence
    progress : callable, optional
        Told 0..1 several times a second; may raise to stop the work.
    """
    if not len(evidence):
        return BeatPath()
    gains = np.zeros((len(evidence) + 1, 2))
    np.cumsum(evidence.densities[:, _BEAT:] - evidence.densities[:, :_BEAT], axis=0, out=gains[1:])
    base = float(evidence.densities[:, _NO_BEAT].sum())
    tempi = _tempi(model)
    meters = [_Meter(gains, base, n, tempi) for n in model.beats_per_bar]
    best = BeatPath()
    for meter, (score, entries, beats, periods) in zip(meters, _decode_all(meters, progress), strict=True):
        if score > best.log_likelihood:
            peaks, there = _peaks(evidence.activations, entries, tempi.beat_frames[periods])
            first = evidence.first
            best = BeatPath(peaks + first, beats[there] + 1, meter.n_beats, score, entries[there] + first)
    return best


def _decode_all(
    meters: list[_Meter], progress: Callable[[float], Any] | None
) -> list[tuple[float, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """Decode on two threads (the kernels let go of the GIL), reporting from this one."""
    weight = sum(meter.n_beats for meter in meters)
    with ThreadPoolExecutor(min(2, len(meters)), thread_name_prefix="bars") as pool:
        # The longest bars first, so that both threads end at about the same time.
        order = sorted(meters, key=lambda meter: -meter.n_beats)
        jobs = {id(meter): pool.submit(meter.decode) for meter in order}
        pending = set(jobs.values())
        try:
            while pending:
                _, pending = wait(pending, timeout=0.05, return_when=FIRST_EXCEPTION)
                if progress is not None:
                    progress(sum(meter.done * meter.n_beats for meter in meters) / weight)
        finally:
            for meter in meters:
                meter.stop = True
        return [jobs[id(meter)].result() for meter in meters]


def decode_beats(
    activations: NDArray[np.float32],
    model: BarModel | None = None,
    progress: Callable[[float], Any] | None = None,
) -> BeatPath:
    """Beats from activations: `gather_evidence`, then `decode_evidence`.

    Same beats and places as madmom's ``DBNDownBeatTrackingProcessor(correct=True)`` with the same parameters.

    Parameters
    ----------
    activations : ndarray of float32, shape (n_frames, 2)
        As `w12studio.engine.networks.downbeat_activations` returns them.
    model : BarModel, optional
    """
    model = model or BarModel()
    return decode_evidence(gather_evidence(activations, model), model, progress)
