"""Other readings of a recording's beats, ranked: other levels of tempo, other bars."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.alternative import Alternative
from w12studio.domain.analysis import BEATS, METER, Analysis
from w12studio.domain.events import Events
from w12studio.domain.meters import Meter
from w12studio.domain.tempo import global_tempo
from w12studio.engine.bar_count import best_phase, downbeat_gain, usual_bar
from w12studio.engine.bar_pointer import BarModel
from w12studio.engine.resolve import model_of
from w12studio.engine.stretch import Beats, Edge, Heard, Rules, heard_of, solve

Floats = NDArray[np.float64]

_LEVELS = (("Half tempo", 0.5), ("2/3 of the tempo", 2 / 3), ("3/2 of the tempo", 1.5), ("Double tempo", 2.0))
#: How common bars of so many beats are, roughly; what is not here has the share of the rarest.
_METERS = {2: 0.15, 3: 0.2, 4: 0.5, 5: 0.04, 6: 0.08, 7: 0.03}
#: How near a tempo must come to what its level asks for, and how far beats may be off it.
_LEVEL_WIDTH, _ROOM = 0.15, 1.12
_SLOWEST, _FASTEST = 20.0, 400.0


def alternatives_of(analysis: Analysis) -> tuple[Alternative, ...]:
    """Readings of the beats, the likeliest first.

    The first is the present one, which was found by all that is known of the recording (or is what a person made of
    it). Scores of the others compare how well each explains the activations: for levels of tempo the odds of their
    beats, a beat of the present ones; for meters those of their downbeats, times how common such bars are. They rank;
    they are no probabilities.

    Raises
    ------
    EstimatorError
        When the beats carry no activations.
    """
    track = analysis.track(BEATS)
    heard = heard_of(track)
    assert track is not None
    beats = Beats.of(track.events)
    if beats.times.size < 4:
        return ()
    bpm, n = global_tempo(beats.times), usual_bar(beats.positions)
    compound = _in_three(analysis)
    present = Alternative(Meter(n, compound).name(bpm), bpm, n, 1.0, track.events, present=True)
    found = [present, *_meters(present, beats, heard, compound)]
    found += _levels(present, beats, heard, model_of(track.source))
    total = sum(a.score for a in found)
    return tuple(sorted((replace(a, score=a.score / total) for a in found), key=lambda a: (-a.score, not a.present)))


def _in_three(analysis: Analysis) -> bool:
    """Whether beats are divided in three, as the meter that holds longest says."""
    meters = analysis.events(METER)
    if not len(meters):
        return False
    longest = int(meters.durations.argmax())
    n = meters.values[longest]
    return bool(n >= 1) and meters.labels[longest] == Meter(int(n), compound=True).name()


def _frames(times: Floats, heard: Heard) -> NDArray[np.int64]:
    return np.clip(np.rint(times * heard.frame_rate).astype(np.int64), 0, heard.activations.shape[0] - 1)


def _meters(present: Alternative, beats: Beats, heard: Heard, compound: bool) -> list[Alternative]:
    gain = downbeat_gain(heard.activations, _frames(beats.times, heard))

    def support(n: int) -> float:
        return best_phase(gain, n)[1] / gain.size + float(np.log(_METERS.get(n, min(_METERS.values()))))

    usual = support(present.beats_per_bar)

    def reading(n: int) -> Alternative:
        name, odds = Meter(n, compound).name(present.bpm), float(np.exp(min(support(n) - usual, 0.0)))
        return Alternative(name, present.bpm, n, odds, _counted(beats, gain, n))

    return [reading(n) for n in _METERS if n != present.beats_per_bar and gain.size >= 2 * n]


def _counted(beats: Beats, gain: Floats, n: int) -> Events:
    """The beats in bars of n, from the phase that the activations support best."""
    phase, _ = best_phase(gain, n)
    places = ((np.arange(beats.times.size) - phase) % n + 1).astype(np.float64)
    return replace(beats, positions=places).events()


def _levels(present: Alternative, beats: Beats, heard: Heard, model: BarModel) -> list[Alternative]:
    intervals = np.diff(beats.times)
    slow, fast = 60.0 / np.percentile(intervals, [95, 5])
    usual = _support(beats.times, heard)
    out = []
    for name, ratio in _LEVELS:
        found = _decoded(heard, ratio * slow, ratio * fast, model)
        if found is None or found.times.size < 4:
            continue
        bpm = global_tempo(found.times)
        if not abs(bpm / (ratio * present.bpm) - 1.0) <= _LEVEL_WIDTH:
            continue
        gain = downbeat_gain(heard.activations, _frames(found.times, heard))
        better = min((_support(found.times, heard) - usual) / beats.times.size, 0.0)
        events = _counted(found, gain, present.beats_per_bar)
        out.append(Alternative(name, bpm, present.beats_per_bar, float(np.exp(better)), events))
    return out


def _support(times: Floats, heard: Heard) -> float:
    """Log odds of all beats together, from the highest activations within 30 ms."""
    near = np.clip(_frames(times, heard)[:, None] + np.arange(-3, 4), 0, heard.activations.shape[0] - 1)
    p = np.clip(heard.activations.sum(axis=1)[near].max(axis=1).astype(np.float64), 0.01, 0.99)
    return float(np.log(p / (1.0 - p)).sum())


def _decoded(heard: Heard, slow: float, fast: float, model: BarModel) -> Beats | None:
    """The best beats between two tempi; None where no such tempo can be told."""
    least, most = max(slow / _ROOM, _SLOWEST), min(fast * _ROOM, _FASTEST)
    if most < 1.1 * least:
        return None
    whole = (Edge(np.zeros(0), -np.inf, 0, False), Edge(np.zeros(0), np.inf, 0, False))
    held = replace(model, min_bpm=float(least), max_bpm=float(most), num_tempi=60)
    return solve(*whole, np.zeros(0), Rules(), heard, held)[0]
