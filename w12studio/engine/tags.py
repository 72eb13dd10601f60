"""Tags: what a recording sounds like, by name, over time and as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import TAGS, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.domain.tags import GENRES
from w12studio.engine.estimator import Job
from w12studio.engine.flux import nothing_to_hear
from w12studio.engine.musicnn import HOP_LENGTH, PATCH, PATCH_S, SAMPLE_RATE, patches_at, run_musicnn
from w12studio.engine.musicnn import TAGS as TAGS_OF
from w12studio.engine.sources import part_of, source_of
from w12studio.engine.store import SharedAudio
from w12studio.engine.tasks import TaskJob, decode_recording
from w12studio.engine.weights import manifest

Floats = NDArray[np.float32]
Run = Callable[[Floats, Callable[[float], object]], dict[str, tuple[Floats, Floats]]]

#: Windows of 3 s, evenly spread. Of 14 pieces the means over 20 windows correlate 0.998 (0.991 at least) with those
#: over windows that overlap by half (167 of them in 250 s), no tag moves by more than 0.057 (0.02 as a rule) and 7.5
#: of the 8 best stay; 12 windows: 0.995 (0.987), 0.077, 7.3; 32: 0.999 (0.995), 0.033, 7.6; all of them without overlap
#: 0.9998. The time grows with their number: 20 take 1.7 s of one core, both networks, and all without overlap 7 s.
_WINDOWS = 20
#: s; the longest a window may be from the next, in recordings of more than 7 minutes.
_FARTHEST_S = 20.0
#: Score below which a tag says nothing, and the most that are listed as events.
_LEAST_SCORE, _MOST_TAGS = 0.1, 8


def estimate_musicnn(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Tags by the two MusiCNN networks under ONNX Runtime; the scores are their probabilities, which are no
    calibrated ones: rare tags such as "happy" stay small.

    Raises
    ------
    EstimatorError
        When the weights have not been fetched.
    """
    return _estimate("musicnn", run_musicnn, audio, job, params)


def estimate_musicnn_tensorflow(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """The same by TensorFlow's run of the published graphs, which may use a GPU."""
    from w12studio.engine.musicnn_tf import run_musicnn_tf

    return _estimate("musicnn-tensorflow", run_musicnn_tf, audio, job, params)


def estimate_no_tags(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """An empty layer that says how to have tags; nothing needs to be installed for it."""
    job.progress(0.0)
    weights = manifest()["musicnn"]
    message = "No model could tell the tags."
    if not weights.installed:
        size = f"{weights.size / 1e6:.0f} MB, licence {weights.licence}"
        message = f"Tags need the model {weights.name} ({size}): Help > Models… or `{weights.command}` brings it."
    return [Track(TAGS, source=source_of("no-tags", params), message=message)]


def embed_recording(job: TaskJob, path: str, store: str) -> dict[str, NDArray[np.floating]]:
    """A task: decode a file into ``store`` and embed its windows.

    Returns
    -------
    dict of str to ndarray
        "times": centres of the windows in s, shape (n,). By network: its embeddings, shape (n, 200).

    Raises
    ------
    EstimatorError
        When the weights have not been fetched or are others, or there is nothing to embed.
    """
    manifest()["musicnn"].verify()
    _, audio, _ = decode_recording(job, path, store)
    samples = audio.mono(SAMPLE_RATE)
    if reason := nothing_to_hear(samples, SAMPLE_RATE, PATCH_S):
        raise EstimatorError(reason)
    starts, _ = windows(1 + samples.size // HOP_LENGTH)
    out = run_musicnn(patches_at(samples, starts))
    times = starts * HOP_LENGTH / SAMPLE_RATE + PATCH_S / 2
    return {"times": times, **{model: embedding for model, (_, embedding) in out.items()}}


def _estimate(name: str, run: Run, audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    job.progress(0.0)
    weights = manifest()["musicnn"]
    source = source_of(name, params, weights_sha256=weights.sha256)
    samples = audio.mono(SAMPLE_RATE)
    reason = nothing_to_hear(samples, SAMPLE_RATE, PATCH_S)
    if reason:
        return [Track(TAGS, source=source, message=reason)]
    weights.verify()
    starts, hop = windows(1 + samples.size // HOP_LENGTH)
    job.progress(0.05)
    out = run(patches_at(samples, starts), part_of(job, 0.1, 0.95))
    names, scores = merged({model: tags for model, (tags, _) in out.items()})
    rate = SAMPLE_RATE / HOP_LENGTH / hop
    curve = Curve(scores, rate, start=PATCH_S / 2, unit="probability", bins=names)
    return [tag_track(curve, audio.duration, source)]


def windows(n_frames: int) -> tuple[NDArray[np.int64], float]:
    """First frames of the windows of a recording of at least 3 s, and how many frames they are apart."""
    room = max(0, n_frames - PATCH)
    farthest = _FARTHEST_S * SAMPLE_RATE / HOP_LENGTH
    count = min(1 + room // (PATCH // 2), max(_WINDOWS, 1 + int(room / farthest)))
    hop = room / (count - 1) if count > 1 else float(PATCH)
    return np.rint(np.arange(count) * hop).astype(np.int64), hop


def merged(scores: Mapping[str, Floats]) -> tuple[tuple[str, ...], Floats]:
    """The tags of all networks, each once: the mean where several know it."""
    names = tuple(dict.fromkeys(tag for model in scores for tag in TAGS_OF[model]))
    columns = [
        np.mean([s[:, TAGS_OF[m].index(tag)] for m, s in scores.items() if tag in TAGS_OF[m]], axis=0) for tag in names
    ]
    return names, np.stack(columns, axis=1).astype(np.float32)


def tag_track(curve: Curve, duration: float, source: Source) -> Track:
    """A TAGS track: its events are the best tags of the whole recording, and the best genre."""
    mean = np.mean(curve.values, axis=0)
    order = [int(i) for i in np.argsort(-mean, kind="stable")]
    best = [i for i in order[:_MOST_TAGS] if mean[i] >= _LEAST_SCORE]
    genre = next((i for i in order if curve.bins[i] in GENRES), None)
    if genre is not None and genre not in best:
        best.append(genre)
    n = len(best)
    events = Events.from_columns(
        [0.0] * n, [duration] * n, [float(mean[i]) for i in best], None, [curve.bins[i] for i in best]
    )
    return Track(TAGS, events, curve, source)
