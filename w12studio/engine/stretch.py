"""The best beats of a stretch of a recording under pins, from activations alone.

The model is the bar pointer's (`w12studio.engine.bar_pointer`), decoded over beats of one kind: what pins say becomes
a limit on where beats may begin, and on what may lie between them (`w12studio.engine.posterior.Limits`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.domain import pins as p
from w12studio.domain.analysis import Track
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.engine.bar_pointer import BarModel
from w12studio.engine.confidence import confidence_of, tempered_posteriors
from w12studio.engine.posterior import Limits, Steps, log_gains, steps_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Fastest tempo that pins can ask for.
MOST_BPM = 600.0
#: A beat begins at most this many frames before its loudest frame.
_LEAD = 3
#: A pinned tempo holds for so many beats either way, and this exactly; less so over the rest of its span.
TEMPO_BEATS = 4.0
_NEAR_WIDTH, _FAR_WIDTH = 0.08, 0.2
#: So many beats around the ends of its span the tempo may change at will.
_JUMP_BEATS = 1.5
_NO_ACTIVATIONS = "the beats can't be solved again, for nothing is kept of what the networks heard"
_NOTHING_HEARD = "there is nothing to find beats by"
_ADVICE = "Analyse the recording again with the estimator w12-downbeats."


@numba.njit(cache=True, nogil=True)
def _best_path(  # noqa: C901
    gains: Floats,
    intervals: Ints,
    beat_frames: Ints,
    transitions: Floats,
    allowed: NDArray[np.bool_],
    earliest: Ints,
    shortest: Ints,
    longest: Ints,
    jump: NDArray[np.bool_],
    ending: Ints,
    came_from: NDArray[np.uint8],
) -> tuple[float, int, int]:
    """Viterbi over the entries into beats of one kind; score, entry and period of the best path's last beat.

    ``ending`` is `Limits.ending`.
    """
    n_frames, n_tempi = gains.size - 1, intervals.size
    size = intervals[-1] + 1
    ring = np.zeros((size, n_tempi))
    source = np.zeros(n_tempi, dtype=np.int64)
    anything = np.full(n_tempi, -np.log(n_tempi))
    for t in range(n_frames):
        entry = ring[t % size]
        if t > 0:
            entry[:] = -np.inf
            source[:] = 0
            some, sources = entry[shortest[t] : longest[t]], source[shortest[t] : longest[t]]
            for j in range(max(0, ending[0, t]), ending[1, t]):
                s = t - intervals[j]
                if s >= earliest[t]:
                    split = min(t, max(0, s + beat_frames[j]))
                    e = ring[s % size, j] + gains[split] - gains[max(0, s)]
                    if e > -np.inf:
                        row = (anything if jump[t] else transitions[j])[shortest[t] : longest[t]]
                        for k in range(some.size):
                            candidate = e + row[k]
                            better = candidate > some[k]
                            some[k] = candidate if better else some[k]
                            sources[k] = j if better else sources[k]
        if not allowed[t]:
            entry[:] = -np.inf
        entry[: shortest[t]] = -np.inf
        entry[longest[t] :] = -np.inf
        for k in range(n_tempi):
            came_from[t, k] = source[k]
    best, best_s, best_k = -np.inf, 0, 0
    for k in range(n_tempi):
        for i in range(intervals[k]):
            s = n_frames - 1 - i
            if s < earliest[n_frames]:
                break
            split = min(n_frames, max(0, s + beat_frames[k]))
            value = ring[s % size, k] + gains[split] - gains[max(0, s)]
            if value > best:
                best, best_s, best_k = value, s, k
    return best, best_s, best_k


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """Activations of a recording.

    Attributes
    ----------
    activations : ndarray, shape (n, 2)
        Probabilities of a beat that is no downbeat, and of a downbeat.
    frame_rate : float
    first, last : int
        Frames between which anything was heard.
    """

    activations: NDArray[np.floating]
    frame_rate: float
    first: int
    last: int

    def frame(self, time: float) -> int:
        """The frame at a time in s."""
        return min(max(0, round(time * self.frame_rate)), self.activations.shape[0] - 1)


def heard_of(track: Track | None) -> Heard:
    """The activations that a BEATS track carries.

    Raises
    ------
    EstimatorError
        When it carries none; it says why, where the estimator did.
    """
    curve = None if track is None else track.curve
    if curve is None or curve.values.ndim != 2 or curve.values.shape[1] != 2 or len(curve) < 2:
        if track is not None and track.message and not len(track.events):
            raise EstimatorError(_NOTHING_HEARD, advice=track.message)
        raise EstimatorError(_NO_ACTIVATIONS, advice=_ADVICE)
    values = np.nan_to_num(curve.values)
    activations = np.stack([np.maximum(values[:, 0] - values[:, 1], 0.0), values[:, 1]], axis=1)
    loud = np.flatnonzero(values[:, 0] >= BarModel().threshold)
    first, last = (int(loud[0]), int(loud[-1]) + 1) if loud.size else (0, len(curve))
    return Heard(activations, curve.frame_rate, first, last)


@dataclass(frozen=True, slots=True, eq=False)
class Beats:
    """Beats while they are worked on: times in s, places in the bar (NaN: unknown), confidences and labels."""

    times: Floats
    positions: Floats
    confidences: Floats

    @classmethod
    def of(cls, events: Events) -> Beats:
        """From a layer; of several beats at one time the first stays."""
        keep = np.append(True, np.diff(events.times) > 1e-6)[: len(events)]
        return cls(events.times[keep], events.values[keep], events.confidences[keep])

    def events(self) -> Events:
        """As a layer."""
        return Events.from_columns(self.times, None, self.positions, self.confidences)


@dataclass(frozen=True, slots=True)
class Rules:
    """What pins say, apart from where there are beats.

    Attributes
    ----------
    silent : tuple of float
        Times in s around which there is no beat.
    tempi : tuple of (float, float, float, float)
        Time, BPM, and the span over which it holds, in s.
    """

    silent: tuple[float, ...] = ()
    tempi: tuple[tuple[float, float, float, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """One end of a stretch.

    Attributes
    ----------
    ties : ndarray
        Times in s at which there is a beat; none at an end of the recording.
    bound : float
        s; beats beyond it stay as they are.
    kept : int
        How many old beats stay before (left), or the first that stays behind (right).
    grows : bool
        Tied to old beats, so that it may have to go farther out.
    """

    ties: Floats
    bound: float
    kept: int
    grows: bool


def _loose(model: BarModel) -> BarModel:
    """A model that follows nearly everything, for pins that no steady tempo explains."""
    return replace(model, min_bpm=p.LEAST_BPM, max_bpm=MOST_BPM, num_tempi=150, transition_lambda=3.0)


def solve(left: Edge, right: Edge, there: Floats, rules: Rules, heard: Heard, model: BarModel) -> tuple[Beats, float]:
    """The best beats of a stretch.

    Parameters
    ----------
    left, right : Edge
    there : ndarray
        Times in s at which there is a beat, ascending: the ties of both ends, and pins between them.
    rules : Rules
    heard : Heard
    model : BarModel
        Where it leaves no path, one that follows nearly any tempo is taken.

    Returns
    -------
    beats : Beats
        With the ties; places in the bar are not known yet.
    score : float
        Log likelihood of the path against no beats at all.
    """
    first, last = heard.first, heard.last
    if there.size:
        first = min(first, heard.frame(there[0]) - _LEAD) if not left.ties.size else heard.frame(there[0]) - _LEAD
        last = max(last, heard.frame(there[-1]) + 1) if not right.ties.size else heard.frame(there[-1]) + 1
    first = max(0, first)
    part = heard.activations[first:last]
    # One kind of beat, which either activation speaks for.
    both = part.sum(axis=1)
    gains = log_gains(np.zeros(both.size), both, model)
    for attempt in (model, _loose(model)):
        steps = steps_of(attempt)
        limits = _limits(first, last, there, rules, heard, steps)
        came_from = np.zeros((part.shape[0], steps.intervals.size), dtype=np.uint8)
        bounds = (*limits.columns(), limits.ending(int(steps.intervals[-1]) + 1))
        score, entry, period = _best_path(
            gains[:, 1].copy(), steps.intervals, steps.beat_frames, steps.log_transitions, *bounds, came_from
        )
        if np.isfinite(score):
            break
    else:  # no tempo at all explains these pins: take them alone
        return Beats(there, np.full(there.size, np.nan), np.ones(there.size)), -np.inf
    path = [(entry, period)]
    while entry > 0:
        period = int(came_from[entry, period])
        entry -= int(steps.intervals[period])
        path.append((entry, period))
    times, frames = _times_of(path[::-1], first, there, rules, heard, steps, bool(left.ties.size))
    posterior = tempered_posteriors(gains, 1, attempt, limits)
    confidences = confidence_of(posterior, part, frames - first, np.zeros(frames.size, dtype=np.bool_))
    return Beats(times, np.full(times.size, np.nan), confidences), score


def _limits(first: int, last: int, there: Floats, rules: Rules, heard: Heard, steps: Steps) -> Limits:
    """What pins and ties leave of a window of frames."""
    limits = Limits.none(last - first, steps.intervals.size)

    def part(start: float, end: float) -> slice:
        frames = np.clip(np.rint(np.array([start, end]) * heard.frame_rate) - first, 0, last - first)
        return slice(int(frames[0]), int(frames[1]))

    for time in rules.silent:
        limits.allowed[part(time - p.REACH_S - 0.01, time + p.REACH_S + 0.01)] = False
    for time, bpm, start, end in rules.tempi:
        beat_s = 60.0 / bpm
        reach = TEMPO_BEATS * beat_s
        near = part(max(start, time - reach), min(end, time + reach))
        off = np.abs(steps.intervals / (beat_s * heard.frame_rate) - 1.0)
        for around, width in ((part(start, end), _FAR_WIDTH), (near, _NEAR_WIDTH)):
            fits = np.flatnonzero(off <= max(width, float(off.min())))
            limits.shortest[around], limits.longest[around] = fits[0], fits[-1] + 1
        for at in (start, end):
            limits.jump[part(at - _JUMP_BEATS * beat_s, at + _JUMP_BEATS * beat_s)] = True
    for time in there:
        at = heard.frame(time) - first
        begin = max(0, at - _LEAD)
        limits.earliest[at + 1 :] = begin
        limits.allowed[at] = True
    return limits


def _times_of(
    path: list[tuple[int, int]], first: int, there: Floats, rules: Rules, heard: Heard, steps: Steps, tied: bool
) -> tuple[Floats, Ints]:
    """Times in s of the beats of a path, and their frames: the loudest of each beat's first frames."""
    loudness = heard.activations.sum(axis=1)
    silent = [t * heard.frame_rate for t in rules.silent]
    known = {heard.frame(t): float(t) for t in there}
    times, frames = [], []
    for entry, period in path:
        begin = entry + first
        pinned = next((f for f in range(begin, begin + _LEAD + 1) if f in known), None)
        if pinned is not None:
            times.append(known[pinned])
            frames.append(pinned)
            continue
        if entry < 0 and tied:
            continue
        stop = min(begin + int(steps.beat_frames[period]), heard.last)
        near = [
            f for f in range(max(begin, first), stop) if all(abs(f - s) > p.REACH_S * heard.frame_rate for s in silent)
        ]
        if near:
            frames.append(max(near, key=lambda f: loudness[f]))
            times.append(frames[-1] / heard.frame_rate)
    return np.array(times, dtype=np.float64), np.array(frames, dtype=np.int64)
