"""Beats, downbeats, tempo and meter by the program's own network, on top of madmom's.

A temporal convolutional network of 300,000 weights looks at the spectra that madmom's downbeat networks look at, and at
what these say, at 50 frames a second and with 80 s of music in view on either side. It was trained on renderings of
scores and of made-up pieces (``scripts/rhythm_network``), played with rubato, pauses and spread chords, in meters from
two to seven beats: what madmom's networks, trained on dance and pop music, don't know.

References
----------
Davies, Böck: Temporal convolutional networks for musical audio beat tracking, EUSIPCO 2019.
Böck, Davies, Knees: Multi-task learning of tempo and beat, ISMIR 2019.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.beat_chain import Tempi
from w12studio.engine.meter import METERS
from w12studio.engine.networks import OnnxGraph, session_of
from w12studio.engine.weights import manifest

Floats = NDArray[np.float32]

N_INPUTS, CHANNELS, KERNEL = 318, 64, 5
DILATIONS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
SLOWEST_BPM, FASTEST_BPM, TEMPI = 25.0, 340.0, 72
#: Frames of 10 ms that the network sees at once (10 minutes), and those on each side that don't count.
_SEGMENT, _MARGIN = 60_000, 8_200
#: Columns of `RhythmFeatures.downbeats` that are spectra; the others are their rises.
_SPECTRA = np.r_[0:21, 42:87, 132:223]
_SURE = 1e-3
#: Tempi and meters change slowly: one in so many rows is kept.
_THIN = 4


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """What the network says of a recording.

    Attributes
    ----------
    beats : ndarray of float32, shape (n_frames, 2)
        Probability of any beat, and of a downbeat, at 100 frames a second.
    tempi : Tempi
        Of the beats.
    meters : ndarray of float32, shape (n, 6)
        Log probabilities of bars of `METERS` beats, as often as the tempi.
    """

    beats: Floats
    tempi: Tempi
    meters: Floats


@cache
def tempo_bins() -> NDArray[np.float64]:
    """BPM of the network's tempi, shape (72,)."""
    return SLOWEST_BPM * (FASTEST_BPM / SLOWEST_BPM) ** (np.arange(TEMPI) / (TEMPI - 1))


def weights_file() -> Path:
    """Where the weights are."""
    (path,) = manifest()["w12-rhythm"].paths()
    return path


@cache
def weights_sha256() -> str:
    """Of the weights' file, for `Source`."""
    return hashlib.sha256(weights_file().read_bytes()).hexdigest()


def reduced(features: Floats, activations: Floats) -> Floats:
    """Inputs of the network, shape (ceil(n / 2), 318): spectra averaged and rises' maxima over two frames; logits.

    Parameters
    ----------
    features : ndarray of float32, shape (n, 314)
        `RhythmFeatures.downbeats`.
    activations : ndarray of float32, shape (n, 2)
        Of madmom's downbeat networks.
    """
    odd = features.shape[0] % 2
    if odd:
        features = np.concatenate([features, features[-1:]])
        activations = np.concatenate([activations, activations[-1:]])
    first, second = features[::2], features[1::2]
    out = np.empty((first.shape[0], N_INPUTS), dtype=np.float32)
    np.maximum(first, second, out=out[:, :-4])
    out[:, _SPECTRA] = 0.5 * (first[:, _SPECTRA] + second[:, _SPECTRA])
    p = np.clip(activations, _SURE, 1.0 - _SURE)
    out[:, -4:] = (np.log(p / (1.0 - p)) / 3.0).reshape(-1, 4)
    return out


def build_rhythm_graph(data: bytes) -> bytes:
    """(n, 318) -> (n, 82): logits of beats and downbeats in two frames; log probabilities of 72 tempi, 6 meters."""
    import io

    w = {name: array.astype(np.float32) for name, array in np.load(io.BytesIO(data)).items()}
    graph = OnnxGraph()

    def linear(name: str) -> None:
        graph.add("MatMul", graph.constant(w[f"{name}.weight"].T))
        graph.add("Add", graph.constant(w[f"{name}.bias"]))

    def normalise(name: str) -> None:
        scale, bias = graph.constant(w[f"{name}.weight"]), graph.constant(w[f"{name}.bias"])
        graph.add("LayerNormalization", scale, bias, axis=-1)

    graph.add("Sub", graph.constant(w["mean"]))
    graph.add("Mul", graph.constant(w["scale"]))
    linear("start")
    graph.add("Elu")
    for i, dilation in enumerate(DILATIONS):
        before = graph.at
        normalise(f"blocks.{i}.norm")
        # (n, c) -> (1, c, n, 1) for a dilated convolution over time.
        graph.add("Transpose", perm=[1, 0])
        graph.add("Unsqueeze", graph.constant([0], np.int64))
        kernel = w[f"blocks.{i}.wide.weight"].reshape(CHANNELS, KERNEL, CHANNELS).transpose(0, 2, 1)
        reach = dilation * (KERNEL // 2)
        bias = graph.constant(w[f"blocks.{i}.wide.bias"])
        graph.add("Conv", graph.constant(kernel), bias, dilations=[dilation], pads=[reach, reach])
        graph.add("Squeeze", graph.constant([0], np.int64))
        graph.add("Transpose", perm=[1, 0])
        graph.add("Elu")
        linear(f"blocks.{i}.mix")
        graph.add("Add", before)
    normalise("end")
    graph.add("Elu")
    end = graph.at
    linear("beats")
    beats, graph.at = graph.at, end
    linear("rest")
    rest = graph.at
    parts = []
    for start, stop in ((0, TEMPI), (TEMPI, TEMPI + len(METERS))):
        graph.at = rest
        graph.add("Slice", *(graph.constant([k], np.int64) for k in (start, stop, 1)))
        graph.add("LogSoftmax", axis=-1)
        parts.append(graph.at)
    graph.at = beats
    graph.add("Concat", *parts, axis=1)
    return graph.save(["frames", N_INPUTS], ["frames", 4 + TEMPI + len(METERS)])


def _whole(features: Floats, activations: Floats) -> Floats:
    session = session_of("rhythm", build_rhythm_graph, read=lambda _: weights_file().read_bytes())
    return session.run(None, {"input": reduced(features, activations)})[0]


def rhythm(
    features: Callable[[int, int], Floats], activations: Floats, progress: Callable[[float], Any] | None = None
) -> Rhythm:
    """What the network says of a whole recording; above 15 minutes in pieces of 10 that overlap.

    Parameters
    ----------
    features : callable
        ``features(start, stop)`` -> `RhythmFeatures.downbeats` of those frames.
    activations : ndarray of float32, shape (n_frames, 2)
        `w12studio.engine.networks.downbeat_activations`.
    progress : callable, optional
        Told 0..1 at least after every piece; may raise to stop the work.
    """
    count = activations.shape[0]
    pieces = [(0, count)] if count <= _SEGMENT * 3 // 2 else [(i, i + _SEGMENT) for i in range(0, count, _SEGMENT)]
    rows = []
    for start, stop in pieces:
        lead, tail = max(0, start - _MARGIN), min(count, stop + _MARGIN)
        out = _whole(features(lead, tail), activations[lead:tail])
        rows.append(out[(start - lead) // 2 : (min(stop, count) - lead + 1) // 2])
        if progress is not None:
            progress(min(1.0, stop / max(count, 1)))
    whole = np.concatenate(rows)
    beats = (1.0 / (1.0 + np.exp(-whole[:, :4].reshape(-1, 2)[:count]))).astype(np.float32)
    thin = whole[_THIN // 2 :: _THIN, 4:] if whole.shape[0] > _THIN // 2 else whole[:1, 4:]
    return Rhythm(beats, Tempi(thin[:, :TEMPI].copy(), tempo_bins(), 2 * _THIN), thin[:, TEMPI:].copy())
