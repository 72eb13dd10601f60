"""Networks as ONNX graphs, madmom's among them, and how to run them.

A graph is built from the weights in the installed madmom package (`madmom_adapter`) the first time it is
needed and kept in a folder, under a name that says which weights and which version of this builder it comes
from. A graph whose bytes don't match the checksum beside it is built again. Results equal madmom's own
within single precision.

ONNX Runtime lets go of the GIL; every session has one thread, and the ensemble runs from two Python
threads, which takes half the time of one graph that holds all eight networks.

References
----------
Böck, Krebs, Widmer: Joint beat and downbeat tracking with recurrent neural networks, ISMIR 2016.
Schlüter, Böck: Improved musical onset detection with convolutional neural networks, ICASSP 2014.
Korzeniowski, Widmer: Genre-agnostic key classification with convolutional neural networks, ISMIR 2018.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.madmom_adapter import (
    DOWNBEAT_MODELS,
    KEY_MODELS,
    ONSET_MODELS,
    Record,
    parse_network,
    read_weights,
)
from w12studio.engine.paths import cache_dir

Floats = NDArray[np.float32]
Build = Callable[[bytes], bytes]
Read = Callable[[str], bytes]

#: Raise it with every change of a builder below, so that kept graphs are built again.
_BUILDER_VERSION = "1"
_OPSET = 17
_IR_VERSION = 8
#: Frames of the onset network's input on each side of the frame it speaks of.
ONSET_CONTEXT = 7
#: Downbeat networks see at most so many frames at once (10 minutes), and so many on each side that don't
#: count.
_SEGMENT = 60_000
_MARGIN = 3_000


def default_cache() -> Path:
    """Folder in which graphs are kept."""
    return cache_dir() / "graphs"


class OnnxGraph:
    """Collects the nodes and constants of an ONNX graph with one path through it."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self.at = "input"

    def constant(self, values: Any, dtype: Any = np.float32) -> str:
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        array = np.array(values, dtype=dtype, order="C")
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def add(self, op: str, *more: str, **attributes: Any) -> None:
        """A node from where the path has come to (and constants) to a new end of the path."""
        from onnx import helper

        end = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, [self.at, *more], [end], **attributes))
        self.at = end

    def activate(self, name: str) -> None:
        """An activation function by madmom's name for it."""
        if name == "softmax":
            self.add("Softmax", axis=-1)
        elif name != "linear":
            self.add({"tanh": "Tanh", "sigmoid": "Sigmoid", "elu": "Elu", "relu": "Relu"}[name])

    def save(self, input_shape: list[Any], output_shape: list[Any]) -> bytes:
        """The finished model."""
        from onnx import TensorProto, checker, helper

        source = helper.make_tensor_value_info("input", TensorProto.FLOAT, input_shape)
        target = helper.make_tensor_value_info(self.at, TensorProto.FLOAT, output_shape)
        graph = helper.make_graph(self.nodes, "w12studio", [source], [target], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)])
        model.ir_version = _IR_VERSION
        checker.check_model(model)
        return model.SerializeToString()


def _lstm_weights(layer: Record) -> tuple[Floats, Floats, Floats, Floats]:
    """W, R, B, P of one direction in ONNX's order of gates: input, output, forget, cell."""
    gates = [layer.input_gate, layer.output_gate, layer.forget_gate, layer.cell]
    w = np.concatenate([gate.weights.T for gate in gates])
    r = np.concatenate([gate.recurrent_weights.T for gate in gates])
    b = np.concatenate([gate.bias.ravel() for gate in gates])
    p = np.concatenate([gate.peephole_weights.ravel() for gate in gates[:3]])
    return w, r, np.concatenate([b, np.zeros_like(b)]), p


def build_downbeat_graph(weights: bytes) -> bytes:
    """(n_frames, 314) -> (n_frames, 3): probabilities of no beat, beat, downbeat."""
    network, graph = parse_network(weights), OnnxGraph()
    graph.add("Unsqueeze", graph.constant([1], np.int64))
    for layer in network.layers[:-1]:
        ways = [_lstm_weights(layer.fwd_layer), _lstm_weights(layer.bwd_layer)]
        w, r, b, p = (graph.constant(np.stack(parts)) for parts in zip(*ways, strict=True))
        size = layer.fwd_layer.cell.bias.size
        graph.add("LSTM", w, r, b, "", "", "", p, hidden_size=size, direction="bidirectional")
        # (time, direction, batch, hidden) -> (time, batch, direction * hidden)
        graph.add("Transpose", perm=[0, 2, 1, 3])
        graph.add("Reshape", graph.constant([0, 1, 2 * size], np.int64))
    last = network.layers[-1]
    graph.add("Squeeze", graph.constant([1], np.int64))
    graph.add("MatMul", graph.constant(last.weights))
    graph.add("Add", graph.constant(last.bias))
    graph.activate(last.activation_fn)
    return graph.save(["frames", 314], ["frames", 3])


def add_convolution(graph: OnnxGraph, layer: Record, pad: int = 0) -> None:
    """A convolution of madmom's with its activation function, with ``pad`` zeros around its input."""
    # Madmom convolves and keeps (in, out, time, bin); ONNX correlates and keeps (out, in, time, bin).
    kernel = layer.weights.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1]
    bias = np.broadcast_to(layer.bias.ravel(), kernel.shape[:1])
    graph.add("Conv", graph.constant(kernel), graph.constant(bias), pads=[pad] * 4)
    graph.activate(layer.activation_fn)


def add_normalization(graph: OnnxGraph, layer: Record) -> None:
    """A batch normalisation."""
    gain = layer.gamma * layer.inv_std
    graph.add("Mul", graph.constant(gain[:, None, None]))
    graph.add("Add", graph.constant((layer.beta - layer.mean * gain)[:, None, None]))
    graph.activate(layer.activation_fn)


def add_max_pool(graph: OnnxGraph, layer: Record) -> None:
    """A pooling of maxima."""
    size = [int(n) for n in layer.size]
    graph.add("MaxPool", kernel_shape=size, strides=[int(n) for n in layer.stride])


def build_onset_graph(weights: bytes) -> bytes:
    """(n_frames + 14, 80, 3) -> (n_frames,): probability that a note starts in a frame."""
    network, graph = parse_network(weights), OnnxGraph()
    norm, conv1, pool1, conv2, pool2, stride, hidden, out = network.layers
    graph.add("Sub", graph.constant(norm.mean))
    graph.add("Mul", graph.constant(norm.gamma * norm.inv_std))
    graph.add("Transpose", perm=[2, 0, 1])
    graph.add("Unsqueeze", graph.constant([0], np.int64))
    add_convolution(graph, conv1)
    add_max_pool(graph, pool1)
    add_convolution(graph, conv2)
    add_max_pool(graph, pool2)
    # A dense layer over blocks of frames is a convolution over time.
    frames, maps = int(stride.block_size), int(conv2.weights.shape[1])
    dense = hidden.weights.reshape(frames, -1, maps, hidden.weights.shape[1])
    graph.add("Conv", graph.constant(dense.transpose(3, 2, 0, 1)), graph.constant(hidden.bias))
    graph.activate(hidden.activation_fn)
    graph.add("Conv", graph.constant(out.weights.T[:, :, None, None]), graph.constant(out.bias))
    graph.activate(out.activation_fn)
    graph.add("Reshape", graph.constant([-1], np.int64))
    return graph.save(["frames", 80, 3], ["outputs"])


def key_layers(weights: bytes) -> OnnxGraph:
    """The key network's layers, (n_frames, 105) -> (1, 24, n_frames / 8, n_bands): evidence before any mean."""
    network, graph = parse_network(weights), OnnxGraph()
    graph.add("Unsqueeze", graph.constant([0, 1], np.int64))
    pad = 0
    for layer in network.layers:
        if layer.kind == "PadLayer":
            pad = int(layer.width)
        elif layer.kind == "ConvolutionalLayer":
            add_convolution(graph, layer, pad)
            pad = 0
        elif layer.kind == "BatchNormLayer":
            add_normalization(graph, layer)
        elif layer.kind == "MaxPoolLayer":
            add_max_pool(graph, layer)
    return graph


def build_key_graph(weights: bytes) -> bytes:
    """(n_frames, 105) -> (24,): mean evidence for each key, before the softmax."""
    graph = key_layers(weights)
    graph.add("ReduceMean", axes=[0, 2, 3], keepdims=0)
    return graph.save(["frames", 105], [24])


def graph_bytes(model: str, build: Build, cache: Path | None = None, read: Read = read_weights) -> bytes:
    """The ONNX graph of a network, from the cache or built now.

    Parameters
    ----------
    model : str
        For madmom's as in `madmom_adapter.DOWNBEAT_MODELS`.
    build : callable
        Makes the graph of the bytes of the weights; one of the builders above, for example.
    cache : Path, optional
        `default_cache` by default. A folder that can't be written only costs the time to build again.
    read : callable
        Gives the weights of ``model``; madmom's by default.

    Raises
    ------
    EstimatorError
        When the weights are missing or broken.
    """
    weights = read(model)
    return kept_graph(Path(model).stem, build.__name__, weights, lambda: build(weights), cache)


def kept_graph(name: str, builder: str, weights: bytes, build: Callable[[], bytes], cache: Path | None = None) -> bytes:
    """A graph made from some weights, from the cache or built now; ``builder`` names the way it is built."""
    version = f"{_BUILDER_VERSION}:{builder}:".encode()
    name = f"{name}-{hashlib.sha256(version + weights).hexdigest()[:16]}.onnx"
    path = (default_cache() if cache is None else cache) / name
    try:
        kept = path.read_bytes()
        if len(kept) > 32 and hashlib.sha256(kept[32:]).digest() == kept[:32]:
            return kept[32:]
    except OSError:
        pass
    data = build()
    with contextlib.suppress(OSError):
        _write_whole(path, hashlib.sha256(data).digest() + data)
    return data


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file that other processes see either whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


_SESSIONS: dict[tuple[object, ...], Any] = {}


_SHARING = threading.Lock()


@functools.cache
def _share_memory() -> None:
    """One pool of memory for all sessions of the process: of its own, each would keep what it ever needed."""
    import onnxruntime

    device = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    # No limit (0), growing by what is asked (1) instead of by powers of two, defaults otherwise (-1).
    onnxruntime.create_and_register_allocator(device, onnxruntime.OrtArenaCfg(0, 1, -1, -1))


def session_of(model: str, build: Build, cache: Path | None = None, read: Read = read_weights) -> Any:
    """A one-thread ONNX Runtime session of a network, kept for the life of the process."""
    key = (model, build.__name__, cache)
    return one_thread_session(key, lambda: graph_bytes(model, build, cache, read))


def one_thread_session(key: tuple[object, ...], graph: Callable[[], bytes]) -> Any:
    """A one-thread ONNX Runtime session of a graph, made when it is first asked for by its key, and kept."""
    if key not in _SESSIONS:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with _SHARING:
            _share_memory()
        options.add_session_config_entry("session.use_env_allocators", "1")
        _SESSIONS[key] = onnxruntime.InferenceSession(graph(), options, providers=["CPUExecutionProvider"])
    return _SESSIONS[key]


def _run(model: str, build: Build, cache: Path | None, values: Floats) -> Floats:
    return session_of(model, build, cache).run(None, {"input": values})[0]


def _segments(count: int) -> list[tuple[int, int]]:
    """Cut ``count`` frames into pieces of at most 15 minutes (whole files) or 10 (the longer ones)."""
    if count <= _SEGMENT * 3 // 2:
        return [(0, count)] if count else []
    return [(i, min(count, i + _SEGMENT)) for i in range(0, count, _SEGMENT)]


def downbeat_activations(
    features: Callable[[int, int], Floats],
    count: int,
    progress: Callable[[float], Any] | None = None,
    cache: Path | None = None,
    threads: int = 2,
) -> Floats:
    """Probability of a beat that is no downbeat, and of a downbeat, in each frame: mean of eight networks.

    Files up to 15 minutes are seen whole by the networks, as by madmom. Longer ones are cut into pieces of 10
    minutes with 30 s more on each side, which bounds the memory.

    Parameters
    ----------
    features : callable
        ``features(start, stop)`` -> `RhythmFeatures.downbeats` of those frames.
    count : int
        Number of frames.
    progress : callable, optional
        Told 0..1 at least every tenth of a second; may raise to stop the work.

    Returns
    -------
    ndarray of float32, shape (count, 2)
    """
    out = np.zeros((count, 2), dtype=np.float32)
    segments = _segments(count)
    steps = len(segments) * len(DOWNBEAT_MODELS)
    done = 0
    with ThreadPoolExecutor(threads, thread_name_prefix="downbeats") as pool:
        for start, stop in segments:
            lead, tail = max(0, start - _MARGIN), min(count, stop + _MARGIN)
            values = np.ascontiguousarray(features(lead, tail))
            jobs = [pool.submit(_run, m, build_downbeat_graph, cache, values) for m in DOWNBEAT_MODELS]
            _wait_for(jobs, pool, progress, done, steps)
            done += len(jobs)
            mean = np.sum([job.result() for job in jobs], axis=0) / np.float32(len(jobs))
            out[start:stop] = mean[start - lead : stop - lead, 1:]
    return out


def _wait_for(
    jobs: list[Future[Floats]],
    pool: ThreadPoolExecutor,
    progress: Callable[[float], Any] | None,
    done: int,
    steps: int,
) -> None:
    pending = set(jobs)
    try:
        while pending:
            _, pending = wait(pending, timeout=0.05, return_when=FIRST_COMPLETED)
            if progress is not None:
                progress((done + len(jobs) - len(pending)) / steps)
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise


def onset_activations(features: Floats, cache: Path | None = None) -> Floats:
    """Probability that a note starts, for each frame but the first and last `ONSET_CONTEXT` of the input.

    Parameters
    ----------
    features : ndarray of float32, shape (n + 14, 80, 3)
        `RhythmFeatures.onsets`; at the ends of a recording its first or last frame is repeated seven times.

    Returns
    -------
    ndarray of float32, shape (n,)
    """
    return _run(ONSET_MODELS[0], build_onset_graph, cache, np.ascontiguousarray(features))


def key_evidence(features: Floats, cache: Path | None = None) -> Floats:
    """Evidence for each of madmom's 24 keys (log probabilities up to a constant), mean over at least 8
    frames.

    Parameters
    ----------
    features : ndarray of float32, shape (n_frames, 105)

    Returns
    -------
    ndarray of float32, shape (24,)
    """
    return _run(KEY_MODELS[0], build_key_graph, cache, np.ascontiguousarray(features))
