"""Solving the beats again where a person has said something about them.

Only a window around the change is decoded (`w12studio.engine.stretch`). Its ends are tied to beats that were there
before, to pins, or to the ends of the recording; where the new path has not come back to the old one before a tie, the
window grows. So nothing changes beyond the nearest pins, or beyond where both paths meet.

Places in the bar follow in a second step, `w12studio.engine.bar_count`.
"""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain import pins as p
from w12studio.domain.analysis import BEATS, Analysis, Source
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Event
from w12studio.engine.bar_count import Count, best_phase, count_again, downbeat_gain
from w12studio.engine.bar_pointer import BarModel
from w12studio.engine.stretch import MOST_BPM, TEMPO_BEATS, Beats, Edge, Heard, Rules, heard_of, solve
from w12studio.engine.tempo import derived_tracks

Floats = NDArray[np.float64]

#: Beats on either side of a change that are solved again at first, and by how much more each time they don't do.
_WINDOW, _GROWTH = 20, 3
#: Beats that tie a window's end to the old path.
_TIES = 3
#: Two times this near, in s, are the same beat.
_SAME_S = 0.021
#: Transition lambda around pinned beats at most: who has to correct the beats has music that is not that steady.
#: Fitted on the development set (bench/pins.py): with 30 in place of 100 most clips need fewer pins.
_MOST_LAMBDA = 30.0
#: A stretch has one tempo as far as its beat intervals differ by no more than this.
_SAME_TEMPO = 0.2


def model_of(source: Source) -> BarModel:
    """The model that a BEATS track was decoded with, as far as its source's params say."""
    usual = BarModel()
    known = dict(source.params)

    def number(name: str, default: float) -> float:
        try:
            value = float(known[name])
        except (KeyError, ValueError):
            return default
        return value if np.isfinite(value) and value > 0 else default

    least, most = number("min_bpm", usual.min_bpm), number("max_bpm", usual.max_bpm)
    if least >= most:
        least, most = usual.min_bpm, usual.max_bpm
    steady = number("transition_lambda", usual.transition_lambda)
    return replace(usual, min_bpm=least, max_bpm=most, transition_lambda=steady)


def resolve_beats(analysis: Analysis, changed: Event | None = None) -> Analysis:
    """Solve the beats again under the pins of an analysis, from the activations in its BEATS track.

    Parameters
    ----------
    analysis : Analysis
    changed : Event, optional
        The pin that was set, moved or taken away; only around it anything changes. Without it, around each pin.

    Returns
    -------
    Analysis
        With new beats, tempo and meter. Pinned beats lie exactly at their pins, with confidence 1.

    Raises
    ------
    EstimatorError
        When the beats carry no activations.

    Notes
    -----
    May run on any thread.
    """
    track = analysis.track(BEATS)
    heard = heard_of(track)
    assert track is not None
    pins = list(p.pins_of(analysis))
    beats = Beats.of(track.events)
    model = model_of(track.source)
    for pin in pins if changed is None else [changed]:
        beats = _around(beats, pin, pins, heard, model)
    message = "" if beats.times.size >= 2 and len(track.events) < 2 else track.message
    analysis = analysis.with_track(replace(track, events=beats.events(), message=message))
    for derived in derived_tracks(analysis, duration=len(track.curve or ()) / 100.0):
        analysis = analysis.with_track(derived)
    return analysis


def _around(beats: Beats, changed: Event, pins: list[Event], heard: Heard, model: BarModel) -> Beats:
    """New beats around one pin."""
    known = known_beats(pins)
    solved = beats
    if not _only_counts(beats, changed, pins):
        solved = _solve_around(beats, changed, pins, known, heard, model)
    solved = _straightened(solved, changed, pins)
    count, said = Count(beats.times, beats.positions), [p.counted(pin) for pin in pins]
    positions = count_again(count, solved.times, said, p.counted(changed), heard.activations, heard.frame_rate)
    sure = np.isin(solved.times, known)
    return Beats(solved.times, positions, np.where(sure, 1.0, solved.confidences))


def known_beats(pins: list[Event]) -> Floats:
    """Times in s at which pins say that there is a beat, ascending."""
    times = [t.time for t in pins if p.is_beat(t)] + [t.end for t in pins if t.label == p.STRAIGHT]
    return np.unique(np.array(times, dtype=np.float64))


def _only_counts(beats: Beats, changed: Event, pins: list[Event]) -> bool:
    """Whether the beats stay where they are: the pin is about the count alone."""
    if not p.is_downbeat(changed):
        return False
    if changed not in pins:
        return True
    return bool(beats.times.size and np.abs(beats.times - changed.time).min() < 1e-6)


def _span(pin: Event, times: Floats, known: Floats) -> tuple[float, float]:
    """What a pin is about, in s: of a tempo, the stretch around it over which the tempo is now the same."""
    if pin.label != p.TEMPO or not pin.value:
        return pin.time, pin.end
    reach = TEMPO_BEATS * 60.0 / pin.value
    start, end = pin.time - reach, pin.time + reach
    intervals = np.diff(times)
    if intervals.size:
        here = int(np.clip(np.searchsorted(times, pin.time) - 1, 0, intervals.size - 1))
        usual = float(np.median(intervals[max(0, here - 2) : here + 3]))
        other = np.flatnonzero(np.abs(_smooth(intervals) / usual - 1.0) > _SAME_TEMPO)
        before, after = other[other < here], other[other > here]
        start = min(start, float(times[before[-1] + 1]) if before.size else 0.0)
        end = max(end, float(times[after[0]]) if after.size else float(times[-1]) + usual)
    left, right = known[known < pin.time], known[known > pin.time]
    return (
        max(start, float(left[-1]) + 1e-5) if left.size else start,
        min(end, float(right[0]) - 1e-5) if right.size else end,
    )


def _smooth(intervals: Floats) -> Floats:
    """Medians over five."""
    return np.median(np.lib.stride_tricks.sliding_window_view(np.pad(intervals, 2, mode="edge"), 5), axis=1)


def _solve_around(
    beats: Beats, changed: Event, pins: list[Event], known: Floats, heard: Heard, model: BarModel
) -> Beats:
    """New beats in a window around a pin that is large enough."""
    start, end = _span(changed, beats.times, known)
    rules = Rules(
        tuple(t.time for t in pins if t.label == p.NO_BEAT),
        tuple((t.time, t.value, *_span(t, beats.times, known)) for t in pins if t.label == p.TEMPO and t.value),
    )
    inside = known[(known > start - 1e-6) & (known < end + 1e-6)]
    model = _wide_enough(model, beats, pins)
    if changed.label != p.TEMPO:
        model = replace(model, transition_lambda=min(model.transition_lambda, _MOST_LAMBDA))
    reach = [_WINDOW, _WINDOW]
    while True:
        left = _left_edge(beats.times, known, start, reach[0])
        right = _right_edge(beats.times, known, end, reach[1])
        there = np.unique(np.concatenate([left.ties, inside, right.ties]))
        new, _ = solve(left, right, there, rules, heard, model)
        new, is_old = _old_where_same(beats, new, known)
        between = (new.times > left.bound) & (new.times < right.bound)
        # A window's end is far enough away where the path is the old one before it is tied to it.
        grow = [
            left.grows and not is_old[between][:2].all(),
            right.grows and not is_old[between][-2:].all(),
        ]
        if not any(grow):
            before, after = slice(0, left.kept), slice(right.kept, None)
            parts = [
                np.concatenate([column[before], fresh[between], column[after]])
                for column, fresh in zip(
                    (beats.times, beats.positions, beats.confidences),
                    (new.times, new.positions, new.confidences),
                    strict=True,
                )
            ]
            return Beats(*parts)
        reach = [r * _GROWTH if g else r for r, g in zip(reach, grow, strict=True)]


def _left_edge(times: Floats, known: Floats, start: float, reach: int) -> Edge:
    index = int(np.searchsorted(times, start - _SAME_S)) - reach
    pinned = known[known <= start - 1e-6]
    if pinned.size and (index < 0 or times[index] <= pinned[-1] + _SAME_S):
        at = float(pinned[-1])
        return Edge(pinned[-1:], at - 1e-6, int(np.searchsorted(times, at - _SAME_S)), False)
    if index <= 0:
        return Edge(np.zeros(0), -np.inf, 0, False)
    ties = times[index : index + _TIES]
    return Edge(ties, float(ties[-1]) + _SAME_S, index + ties.size, True)


def _right_edge(times: Floats, known: Floats, end: float, reach: int) -> Edge:
    index = int(np.searchsorted(times, end + _SAME_S, side="right")) - 1 + reach
    pinned = known[known >= end + 1e-6]
    if pinned.size and (index >= times.size or times[index] >= pinned[0] - _SAME_S):
        at = float(pinned[0])
        return Edge(pinned[:1], at + 1e-6, int(np.searchsorted(times, at + _SAME_S, side="right")), False)
    if index >= times.size - 1:
        return Edge(np.zeros(0), np.inf, times.size, False)
    ties = times[index + 1 - _TIES : index + 1]
    return Edge(ties, float(ties[0]) - _SAME_S, index + 1 - ties.size, True)


def _wide_enough(model: BarModel, beats: Beats, pins: list[Event]) -> BarModel:
    """The model with room for the tempi that are there, and those that are pinned."""
    tempi = [t.value for t in pins if t.label == p.TEMPO and t.value]
    intervals = np.diff(beats.times)
    if intervals.size:
        tempi += (60.0 / np.maximum(np.percentile(intervals, [2, 98]), 0.1)).tolist()
    least = min([model.min_bpm, *(0.9 * bpm for bpm in tempi)])
    most = max([model.max_bpm, *(1.1 * bpm for bpm in tempi)])
    # In round numbers, so that few sets of periods are ever made.
    if least < model.min_bpm:
        least = max(10.0 * np.floor(least / 10.0), p.LEAST_BPM)
    if most > model.max_bpm:
        most = min(20.0 * np.ceil(most / 20.0), MOST_BPM)
    room = np.log(most / least) / np.log(model.max_bpm / model.min_bpm)
    return replace(model, min_bpm=float(least), max_bpm=float(most), num_tempi=_more(model, room))


def _more(model: BarModel, room: float) -> int:
    return int(min(200, np.ceil(model.num_tempi * room)))


def _old_where_same(beats: Beats, new: Beats, known: Floats) -> tuple[Beats, NDArray[np.bool_]]:
    """New beats with time and confidence of the old ones that they are equal to, and which those are."""
    if not beats.times.size or not new.times.size:
        return new, np.zeros(new.times.size, dtype=np.bool_)
    at = np.searchsorted(0.5 * (beats.times[1:] + beats.times[:-1]), new.times)
    same = np.abs(beats.times[at] - new.times) <= _SAME_S
    take = same & ~np.isin(new.times, known)
    times = np.where(take, beats.times[at], new.times)
    return replace(new, times=times, confidences=np.where(take, beats.confidences[at], new.confidences)), same


def _straightened(beats: Beats, changed: Event, pins: list[Event]) -> Beats:
    """The beats inside a straight grid that was pinned or is near, evenly spaced between what is pinned."""
    times = beats.times.copy()
    for pin in pins:
        if pin.label == p.STRAIGHT and pin.time <= changed.end and changed.time <= pin.end:
            known = known_beats(pins)
            known = known[(known >= pin.time) & (known <= pin.end)]
            for start, end in itertools.pairwise(known):
                inside = np.flatnonzero((times >= start) & (times <= end))
                times[inside] = np.linspace(start, end, inside.size)
    return replace(beats, times=times)


def first_downbeat(analysis: Analysis, beats_per_bar: int) -> float | None:
    """Time in s of the first downbeat in bars of so many beats; None where there are no beats or no activations."""
    events = analysis.events(BEATS)
    try:
        heard = heard_of(analysis.track(BEATS))
    except EstimatorError:
        return None
    if len(events) < beats_per_bar:
        return None
    gain = downbeat_gain(heard.activations, np.rint(events.times * heard.frame_rate).astype(np.int64))
    return float(events.times[best_phase(gain, beats_per_bar)[0]])


def warm() -> None:
    """Compile what `resolve_beats` needs, or load it from where it was kept."""
    activations = np.full((400, 2), 0.01, dtype=np.float32)
    activations[::50, 0] = 0.9
    heard = Heard(activations, 100.0, 0, 400)
    ends = Edge(np.zeros(0), -np.inf, 0, False), Edge(np.zeros(0), np.inf, 0, False)
    solve(*ends, np.zeros(0), Rules(), heard, BarModel())
