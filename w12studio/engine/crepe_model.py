"""CREPE's network in Keras 3, from the published weights; indifferent to the backend that computes it.

Only Keras' own API is used, and h5py for the weights; `w12studio.engine.crepe_compiled` makes it fast.
TensorFlow must not be imported before Essentia in one process, so that all of this runs in a worker of its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError
from w12studio.engine.crepe_decode import N_BINS
from w12studio.engine.weights import manifest

SAMPLE_RATE = 16_000
FRAME_SIZE = 1024
#: Filters of a layer are these multiples of 32, 4, 4, 4, 8 and 16.
CAPACITIES = {"tiny": 4, "small": 8, "medium": 16, "large": 24, "full": 32}
#: Filters (times the capacity), width and stride of each convolution.
LAYERS = ((32, 512, 4), (4, 64, 1), (4, 64, 1), (4, 64, 1), (8, 64, 1), (16, 64, 1))
_BATCH_NORM = ("gamma", "beta", "moving_mean", "moving_variance")

Weights = dict[str, dict[str, NDArray[np.float32]]]


def build_model(capacity: str, dtype: str = "float32") -> Any:
    """The network with the published weights.

    Parameters
    ----------
    capacity : str
        One of `CAPACITIES`.
    dtype : str
        "float32", or a Keras policy such as "mixed_bfloat16"; what comes out is float32 always.

    Returns
    -------
    keras.Model
        (n, 1024) normalized samples -> (n, 360) activations 0..1.

    Raises
    ------
    EstimatorError
        When the weights are missing, or are not those of the manifest.
    """
    import keras

    weights = read_weights(capacity)
    y = frames = keras.Input((FRAME_SIZE,), dtype="float32", name="frames")
    y = keras.layers.Reshape((FRAME_SIZE, 1), dtype=dtype)(y)
    for i, (multiple, width, stride) in enumerate(LAYERS, start=1):
        filters = multiple * CAPACITIES[capacity]
        y = keras.layers.Conv1D(
            filters, width, stride, padding="same", activation="relu", dtype=dtype, name=f"conv{i}"
        )(y)
        y = keras.layers.BatchNormalization(dtype=dtype, name=f"conv{i}-BN")(y)
        y = keras.layers.MaxPooling1D(2, dtype=dtype)(y)
    y = keras.layers.Flatten(dtype=dtype)(y)
    activation = keras.layers.Dense(N_BINS, activation="sigmoid", dtype="float32", name="classifier")(y)
    model = keras.Model(frames, activation, name=f"crepe-{capacity}")
    _load(model, weights)
    return model


def read_weights(capacity: str) -> Weights:
    """The published weights by layer and name ("kernel", "gamma" ...), as they lie in the Keras 2 file.

    Raises
    ------
    EstimatorError
        When they are missing, or are not those of the manifest.
    """
    import h5py

    listed = manifest()[f"crepe-{capacity}"]
    listed.verify()
    (path,) = listed.paths()
    out: Weights = {}
    with h5py.File(path, "r") as file:
        for layer in file:
            _collect(file[layer], out.setdefault(layer, {}))
    return out


def _collect(group: Any, found: dict[str, NDArray[np.float32]]) -> None:
    for name, item in group.items():
        if hasattr(item, "shape"):
            found[name.split(":")[0]] = np.asarray(item)
        else:
            _collect(item, found)


def _load(model: Any, weights: Weights) -> None:
    """Give a model's layers the weights of the same names."""
    for layer in model.layers:
        if not layer.weights:
            continue
        names = _BATCH_NORM if layer.name.endswith("-BN") else ("kernel", "bias")
        try:
            found = [weights[layer.name][n].reshape(w.shape) for n, w in zip(names, layer.weights, strict=True)]
        except (KeyError, ValueError) as error:
            raise EstimatorError(f"the weights of {model.name} don't fit its layer {layer.name}") from error
        layer.set_weights(found)


def normalized(frames: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each frame less its mean, over its standard deviation (at least 1e-8), shape (n, 1024)."""
    out = frames - frames.mean(axis=1, keepdims=True)
    out /= np.maximum(out.std(axis=1, keepdims=True), 1e-8)
    return out
