"""Which beats are downbeats, by madmom's networks over beats instead of frames.

Twelve small networks of gated recurrent units look at what happens within each beat: six at the rises of the spectrum
in its four quarters, six at the chroma of its two halves. They judge given beats, so they also tell good beats from
bad ones: on beats of the wrong level or phase they are unsure.

Krebs, Böck, Widmer: "Downbeat tracking using beat-synchronous features and recurrent networks", ISMIR 2016. Reference:
madmom's ``RNNBarProcessor``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.engine.features import FRAME_RATE
from w12studio.engine.madmom_adapter import BAR_MODELS, Record, parse_network, read_weights

Floats = NDArray[np.float32]

#: Columns of `RhythmFeatures.downbeats` with the rises of the 2048 sample spectrum.
_RISES = slice(87, 132)
_QUARTERS, _HALVES = 4, 2
#: A beat's features begin so long before it, in s.
_EARLY_S = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class BarFeatures:
    """What the bar networks look at, at `FRAME_RATE`.

    Attributes
    ----------
    rises : ndarray of float32, shape (n_frames, 45)
    chroma : ndarray of float32, shape (n_frames, 12)
    """

    rises: Floats
    chroma: Floats


def bar_features(downbeats: Floats, chroma: Floats) -> BarFeatures:
    """From `RhythmFeatures.downbeats` and `w12studio.engine.chroma.chroma` of a recording."""
    return BarFeatures(downbeats[:, _RISES], chroma)


def _mean_within(features: Floats, frames: NDArray[np.int64], parts: int) -> Floats:
    """Means of features over the parts of each beat, shape (n_beats - 1, parts * n_features)."""
    total = np.zeros((features.shape[0] + 1, features.shape[1]))
    np.cumsum(features, axis=0, out=total[1:])
    # Madmom's rounding: a part holds the frames whose share of the beat, rounded down, is its number.
    length = np.diff(frames)
    early = np.minimum(0.5 * length / parts, _EARLY_S * FRAME_RATE)
    ends = np.floor(frames[1:] - early + 1e-9).astype(np.int64)
    starts = np.concatenate([[max(0, int(frames[0]) - 2)], ends[:-1]])
    steps = np.arange(parts + 1)
    edges = starts[:, None] + np.ceil(steps * (ends - starts)[:, None] / parts - 1e-9).astype(np.int64)
    edges = np.clip(edges, 0, features.shape[0])
    count = np.maximum(np.diff(edges, axis=1), 1)
    means = (total[edges[:, 1:]] - total[edges[:, :-1]]) / count[..., None]
    return means.reshape(means.shape[0], -1).astype(np.float32)


@numba.njit(cache=True, nogil=True)
def _recur(inputs: Floats, weights: Floats, start: Floats, out: Floats) -> None:
    """Gated recurrent units: ``inputs`` (n, 3, h) for the reset and update gates and the cell, ``weights`` alike."""
    n, _, h = inputs.shape
    state = start.copy()
    sums = np.empty((3, h), dtype=np.float32)
    for t in range(n):
        sums[:] = 0.0
        for i in range(h):
            for g in range(3):
                for j in range(h):
                    sums[g, j] += state[i] * weights[g, i, j]
        for j in range(h):
            reset = 1.0 / (1.0 + np.exp(-(inputs[t, 0, j] + sums[0, j])))
            update = 1.0 / (1.0 + np.exp(-(inputs[t, 1, j] + sums[1, j])))
            cell = np.tanh(inputs[t, 2, j] + reset * sums[2, j])
            out[t, j] = update * cell + (1.0 - update) * state[j]
        state[:] = out[t]


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """One direction of a layer: weights (n_in, 3 h), biases (3 h,), recurrent weights (3, h, h), first state (h,)."""

    weights: Floats
    bias: Floats
    recurrent: Floats
    start: Floats

    def run(self, values: Floats) -> Floats:
        inputs = (values @ self.weights + self.bias).reshape(values.shape[0], 3, -1)
        out = np.empty((values.shape[0], inputs.shape[2]), dtype=np.float32)
        _recur(np.ascontiguousarray(inputs), self.recurrent, self.start, out)
        return out


def _way(layer: Record) -> _Way:
    gates = [layer.reset_gate, layer.update_gate, layer.cell]
    weights = np.concatenate([gate.weights for gate in gates], axis=1)
    bias = np.concatenate([gate.bias.ravel() for gate in gates])
    recurrent = np.stack([gate.recurrent_weights for gate in gates])
    return _Way(*(np.ascontiguousarray(a, dtype=np.float32) for a in (weights, bias, recurrent, layer.hid_init)))


@dataclass(frozen=True, slots=True, eq=False)
class _Network:
    layers: tuple[tuple[_Way, _Way], ...]
    weights: Floats
    bias: float

    def run(self, values: Floats) -> Floats:
        for forward, backward in self.layers:
            values = np.concatenate([forward.run(values), backward.run(values[::-1])[::-1]], axis=1)
        out: Floats = 1.0 / (1.0 + np.exp(-(values @ self.weights + self.bias)))
        return out


@cache
def _networks() -> tuple[tuple[_Network, ...], tuple[_Network, ...]]:
    """Those of the harmonic and of the rhythmic features."""
    out: list[tuple[_Network, ...]] = []
    for names in BAR_MODELS:
        group = []
        for name in names:
            network = parse_network(read_weights(name))
            layers = tuple((_way(layer.fwd_layer), _way(layer.bwd_layer)) for layer in network.layers[:-1])
            last = network.layers[-1]
            group.append(_Network(layers, last.weights.ravel().astype(np.float32), float(np.ravel(last.bias)[0])))
        out.append(tuple(group))
    return out[0], out[1]


def downbeat_probabilities(features: BarFeatures, frames: NDArray[np.int64]) -> Floats:
    """Probability of each beat but the last to be a downbeat.

    Parameters
    ----------
    frames : ndarray of int64, shape (n_beats,)
        Ascending.

    Returns
    -------
    ndarray of float32, shape (max(0, n_beats - 1),)
    """
    if frames.size < 2:
        return np.zeros(0, dtype=np.float32)
    harmonic, rhythmic = _networks()
    chroma = _mean_within(features.chroma, frames, _HALVES)
    rises = _mean_within(features.rises, frames, _QUARTERS)
    of_chroma = np.mean([network.run(chroma) for network in harmonic], axis=0)
    of_rises = np.mean([network.run(rises) for network in rhythmic], axis=0)
    out: Floats = 0.5 * (of_chroma + of_rises)
    return out
