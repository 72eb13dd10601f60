"""CREPE tiny under ONNX Runtime, for the few frames where the fast tracker is unsure.

TensorFlow runs it twice as fast, but takes seconds and 600 MB to start: for one frame in twenty ONNX Runtime, which
runs already, is the cheaper one. The graph is built from the published weights once and kept.
"""

from __future__ import annotations

import logging
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError
from w12studio.engine.crepe_decode import local_average
from w12studio.engine.crepe_model import FRAME_SIZE, LAYERS, normalized, read_weights
from w12studio.engine.weights import manifest

log = logging.getLogger(__name__)

#: Voicing of SwiftF0 below which CREPE is asked, and the least confidence with which CREPE is believed. On six
#: solos of 40 s one frame in 27 was asked for, which took a quarter longer and put right two wrong frames in five
#: (raw pitch accuracy .9940 -> .9963); a limit of 0.9 asked for one in 10 and reached .9966.
UNSURE_BELOW, BELIEVED_FROM = 0.8, 0.5
_EPSILON = 1e-3  # of Keras' batch normalization


def build_graph(capacity: str = "tiny") -> bytes:
    """The network as an ONNX model: "input" (n, 1024) normalized samples -> (n, 360) activations."""
    from w12studio.engine.networks import OnnxGraph

    weights = read_weights(capacity)
    graph = OnnxGraph()
    graph.add("Unsqueeze", graph.constant([1], np.int64))
    length = FRAME_SIZE
    for i, (_, width, stride) in enumerate(LAYERS, start=1):
        length = -(-length // stride)
        padding = max(0, (length - 1) * stride + width - (FRAME_SIZE if i == 1 else length))
        kernel = weights[f"conv{i}"]["kernel"]
        graph.add(
            "Conv",
            graph.constant(kernel.reshape(width, -1, kernel.shape[-1]).transpose(2, 1, 0)),
            graph.constant(weights[f"conv{i}"]["bias"]),
            strides=[stride],
            pads=[padding // 2, padding - padding // 2],
        )
        graph.add("Relu")
        norm = weights[f"conv{i}-BN"]
        names = ("gamma", "beta", "moving_mean", "moving_variance")
        graph.add("BatchNormalization", *(graph.constant(norm[n]) for n in names), epsilon=_EPSILON)
        graph.add("MaxPool", kernel_shape=[2], strides=[2])
        length //= 2
    graph.add("Transpose", perm=[0, 2, 1])
    graph.add("Flatten")
    dense = weights["classifier"]
    graph.add("Gemm", graph.constant(dense["kernel"]), graph.constant(dense["bias"]))
    graph.add("Sigmoid")
    return graph.save(["n", FRAME_SIZE], ["n", dense["bias"].size])


@cache
def _session() -> Any:
    """None where the weights or the packages are missing: then nobody is asked."""
    if not can_help():
        return None
    try:
        import onnxruntime

        from w12studio.engine.networks import kept_graph

        weights = b"".join(path.read_bytes() for path in manifest()["crepe-tiny"].paths())
        graph = kept_graph("crepe-tiny", "build_graph", weights, build_graph)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except (ImportError, OSError, EstimatorError) as error:
        log.warning("CREPE can't help with unsure frames: %s", error)
        return None


def can_help() -> bool:
    """Whether there is a second opinion to be had here; loads nothing."""
    return manifest()["crepe-tiny"].installed and all(find_spec(m) for m in ("onnxruntime", "onnx", "h5py"))


def second_opinion(
    f0: NDArray[np.float64],
    voiced_prob: NDArray[np.float64],
    samples: NDArray[np.float32],
    centres: NDArray[np.int64],
) -> NDArray[np.float64]:
    """f0 with CREPE's in the voiced frames where the voicing is unsure and CREPE is not.

    Parameters
    ----------
    f0 : ndarray, shape (n,)
        Hz.
    voiced_prob : ndarray, shape (n,)
        0..1; stays as it is.
    samples : ndarray of float32
        At 16 kHz; zeros are assumed beyond its ends.
    centres : ndarray of int, shape (n,)
        Sample in the middle of each frame.

    Returns
    -------
    ndarray, shape (n,), Hz
    """
    unsure = np.flatnonzero((voiced_prob >= 0.5) & (voiced_prob < UNSURE_BELOW))
    session = _session() if len(unsure) else None
    if session is None:
        return f0
    half = FRAME_SIZE // 2
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(samples, (half, half)), FRAME_SIZE)
    (activation,) = session.run(None, {"input": normalized(windows[centres[unsure]])})
    believed = activation.max(axis=1) >= BELIEVED_FROM
    out = f0.copy()
    out[unsure[believed]] = local_average(activation, activation.argmax(axis=1))[believed]
    return out
