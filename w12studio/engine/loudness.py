"""Loudness over time, and the facts about level and energy of a whole recording."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from w12studio.domain.analysis import LOUDNESS, Fact, Source, Track
from w12studio.domain.curves import Curve
from w12studio.engine import energy
from w12studio.engine.estimator import Job
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.loudness_meter import CURVE_RATE, Loudness, LoudnessMeter
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio

#: Names of the curve's columns.
MOMENTARY, SHORT_TERM = "momentary", "short-term"
_LEAST_S = 0.4
_TOO_SOFT = "It never gets louder than -70 LUFS for 0.4 s."
_TOO_SHORT = "The recording is too short for it."


def estimate_loudness(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Loudness by EBU R 128 of all channels, root mean square, dynamic range, and the energy score.

    Returns
    -------
    list of Track
        One LOUDNESS track without events. Curve: shape (n, 2), momentary and short-term loudness in LUFS, 10 frames a
        second, -70 where it is softer than that. Facts: integrated_loudness, loudness_range, true_peak, max_momentary,
        max_short_term, rms, dynamic_range, energy.
    """
    return _measured(audio, job, source_of("w12-loudness", params), LoudnessMeter)


def estimate_plain_loudness(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """The same as `estimate_loudness` with scipy's filters in place of compiled ones, in four times the time."""
    return _measured(
        audio, job, source_of("scipy-loudness", params), lambda rate, channels: LoudnessMeter(rate, channels, False)
    )


def _measured(
    audio: SharedAudio, job: Job, source: Source, meter_of: Callable[[int, int], LoudnessMeter]
) -> list[Track]:
    meter = meter_of(audio.sample_rate, audio.channels)
    for start in range(0, audio.n_samples, meter.block_length):
        job.progress(0.6 * start / audio.n_samples)
        meter.feed(audio.read(start, start + meter.block_length))
    found = meter.result()
    reason = ""
    if audio.duration < _LEAST_S:
        reason = f"The recording is too short: {audio.duration:.2f} s, and it takes {_LEAST_S:g} s."
    elif math.isnan(found.max_momentary):
        reason = "The recording is silent."
    if reason:
        return [Track(LOUDNESS, source=source, message=reason, facts=_facts(found, math.nan, reason))]
    mono = audio.mono(energy.SAMPLE_RATE)
    score, why = math.nan, nothing_to_hear(mono, energy.SAMPLE_RATE, _LEAST_S)
    if not why:
        score = energy.energy_score(mono, found.integrated, part_of(job, 0.7, 0.98))
        why = _TOO_SOFT if math.isnan(score) else ""
    curve = Curve(found.curve, CURVE_RATE, unit="LUFS", bins=(MOMENTARY, SHORT_TERM))
    return [Track(LOUDNESS, curve=curve, source=source, facts=_facts(found, score, why))]


def _facts(found: Loudness, score: float, why: str) -> tuple[Fact, ...]:
    short = why or _TOO_SHORT
    values = (
        ("integrated_loudness", found.integrated, why or _TOO_SOFT),
        ("loudness_range", found.loudness_range, short),
        ("true_peak", found.true_peak, why),
        ("max_momentary", found.max_momentary, why or _TOO_SOFT),
        ("max_short_term", found.max_short_term, why or _TOO_SOFT),
        ("rms", found.rms, why),
        ("dynamic_range", found.dynamic_range, why),
        ("energy", score, why),
    )
    return tuple(Fact(name, reason=reason) if math.isnan(x) else Fact(name, round(x, 3)) for name, x, reason in values)
