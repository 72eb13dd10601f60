"""Evidence of chords and of keys over time, from madmom's convolutional networks.

The chord network speaks of every frame of a tenth of a second. Its last layer, two thirds of the work, is computed for
every second frame only, which changes no decoded chord worth speaking of (docs/harmony.md); what it says there is
madmom's to the last digits. The conditional random field that madmom decodes with gives the weight of what the network
has seen for each chord; its transitions are not used (`w12studio.engine.chords`).

The key network averages over a whole recording at its end. Here the average is left to the caller, so that one pass
tells keys over time.

References
----------
Korzeniowski, Widmer: A fully convolutional deep auditory model for musical chord recognition, MLSP 2016.
Korzeniowski, Widmer: Genre-agnostic key classification with convolutional neural networks, ISMIR 2018.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.features import CHORD_HOP_LENGTH, KEY_BANDS, SAMPLE_RATE, chord_features, n_frames
from w12studio.engine.madmom_adapter import CHORD_MODELS, KEY_MODELS, Record, parse_network, read_weights
from w12studio.engine.networks import OnnxGraph, add_max_pool, key_layers, session_of

Floats = NDArray[np.float32]

#: Frames of input between two frames of what `harmonic_evidence` gives, and how many of those come a second.
STEP = 2
EVIDENCE_RATE = SAMPLE_RATE / CHORD_HOP_LENGTH / STEP
#: Frames of evidence that the key network sums up in one.
KEY_STEP = 8
KEY_RATE = EVIDENCE_RATE / KEY_STEP
#: Frames of input that the chord network sees beyond those it speaks of, on either side.
_CONTEXT = 10
#: Of input, likewise for the key network, rounded up to whole frames of it.
_KEY_CONTEXT = 4 * KEY_STEP * STEP
#: Frames of input that are worked through at once (five minutes).
_PIECE = 3008
#: Where our chords, which are counted from C (major, minor, none), stand among madmom's, which are counted from A.
_FROM_A = np.concatenate([(np.arange(12) + 3) % 12, 12 + (np.arange(12) + 3) % 12, [24]])


def build_chord_graph(weights: bytes) -> bytes:
    """(2 n + 19, 113) -> (n, 128): what the chord network sees at every second frame, mean over its bands."""
    network, graph = parse_network(weights), OnnxGraph()
    graph.add("Unsqueeze", graph.constant([0, 1], np.int64))
    last = max(i for i, layer in enumerate(network.layers) if layer.kind == "ConvolutionalLayer")
    for i, layer in enumerate(network.layers):
        if layer.kind == "ConvolutionalLayer":
            _normalized_convolution(graph, layer, network.layers[i + 1], STEP if i == last else 1)
        elif layer.kind == "MaxPoolLayer":
            add_max_pool(graph, layer)
    graph.add("ReduceMean", axes=[0, 3], keepdims=0)
    graph.add("Transpose", perm=[1, 0])
    return graph.save(["frames", 113], ["outputs", 128])


def _normalized_convolution(graph: OnnxGraph, layer: Record, norm: Record, stride: int) -> None:
    """A convolution and the batch normalisation after it, which is a scaling of its weights."""
    gain = norm.gamma * norm.inv_std
    kernel = layer.weights.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1] * gain[:, None, None, None]
    bias = (np.broadcast_to(layer.bias.ravel(), gain.shape) - norm.mean) * gain + norm.beta
    graph.add("Conv", graph.constant(kernel), graph.constant(bias), strides=[stride, 1])
    graph.activate(norm.activation_fn)


def build_local_key_graph(weights: bytes) -> bytes:
    """(n_frames, 105) -> (n_frames / 8, 24): evidence for each key over time, before the mean and the softmax."""
    graph = key_layers(weights)
    graph.add("ReduceMean", axes=[0, 3], keepdims=0)
    graph.add("Transpose", perm=[1, 0])
    return graph.save(["frames", 105], ["outputs", 24])


@cache
def _field() -> tuple[Floats, Floats]:
    """Weights (128, 25) and bias (25,) of the conditional random field, chords counted from C."""
    field = parse_network(read_weights(CHORD_MODELS[1]), "ConditionalRandomField")
    return field.W[:, _FROM_A].astype(np.float32), field.c[_FROM_A].astype(np.float32)


def chord_network(features: Floats, cache: Path | None = None) -> Floats:
    """What the chord network sees, at every second frame of the input but ten at either end.

    Parameters
    ----------
    features : ndarray of float32, shape (2 n + 19, 113)
        `chord_features`; zeros beyond the ends of a recording.

    Returns
    -------
    ndarray of float32, shape (n, 128)
    """
    session = session_of(CHORD_MODELS[0], build_chord_graph, cache)
    return session.run(None, {"input": np.ascontiguousarray(features)})[0]


def _local_keys(features: Floats) -> Floats:
    session = session_of(KEY_MODELS[0], build_local_key_graph)
    return session.run(None, {"input": np.ascontiguousarray(features)})[0]


def harmonic_evidence(
    samples: Floats, tuning: float = 0.0, progress: Callable[[float], Any] | None = None
) -> tuple[Floats, Floats]:
    """Evidence (log probabilities up to a constant) for chords and for keys over time, from one pass over the spectra.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono at `SAMPLE_RATE`, full scale = 1; at least 2 s.
    tuning : float
        Semitones above A4 = 440 Hz, see `chord_features`.
    progress : callable, optional
        Told 0..1 at least twice a second or so; may raise to stop the work.

    Returns
    -------
    chords : ndarray of float32, shape (n_frames, 25)
        At `EVIDENCE_RATE`, frame 0 centred on 0 s; columns as `w12studio.domain.chords.CHORDS`.
    keys : ndarray of float32, shape (n_steps, 24)
        At `KEY_RATE`: step *i* sums up frames ``8 i .. 8 i + 7``; columns as `w12studio.domain.keys.KEYS`.
    """
    count = n_frames(samples.size, CHORD_HOP_LENGTH)
    weights, bias = _field()
    chords: list[Floats] = []
    keys: list[Floats] = []
    for start in range(0, count, _PIECE):
        stop = min(count, start + _PIECE)
        first, last = max(0, start - _KEY_CONTEXT), min(count, stop + _KEY_CONTEXT)
        spectra = chord_features(samples, first, last, tuning=tuning)
        seen = _with_context(spectra, start - first, stop - first)
        chords.append(chord_network(seen) @ weights + bias)
        steps = _local_keys(spectra[::STEP, KEY_BANDS])
        lead = (start - first) // (KEY_STEP * STEP)
        keys.append(steps[lead : lead + (stop - start) // (KEY_STEP * STEP)])
        if progress is not None:
            progress(stop / count)
    found = np.concatenate(keys)
    return np.concatenate(chords), np.concatenate([np.roll(found[:, :12], 9, 1), np.roll(found[:, 12:], 9, 1)], axis=1)


def _with_context(spectra: Floats, start: int, stop: int) -> Floats:
    """Frames ``start .. stop`` with `_CONTEXT` more on either side, zeros where there are none."""
    first, last = start - _CONTEXT, stop + _CONTEXT
    inside = spectra[max(0, first) : min(spectra.shape[0], last)]
    return np.pad(inside, ((max(0, -first), max(0, last - spectra.shape[0])), (0, 0)))
