"""MusiCNN: what a recording sounds like, in tags; the published networks as ONNX graphs built from their checkpoints.

Two networks of the same shape, one trained on MagnaTagATune (MTT: instruments, voices, dynamics), one on the
Million Song Dataset (MSD: genres, moods, decades). Each looks at three seconds of a mel spectrogram and gives a
probability for each of 50 tags, and before that an embedding of 200 numbers. Results equal TensorFlow's run of the
published graph within single precision (tests compare them).

References
----------
Pons, Serra: musicnn: pre-trained convolutional neural networks for music audio tagging, ISMIR 2019, late-breaking.
Pons, Nieto, Prockup, Schmidt, Ehmann, Serra: End-to-end learning for music audio tagging at scale, ISMIR 2018.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError
from w12studio.engine.networks import OnnxGraph, kept_graph, one_thread_session
from w12studio.engine.tf_checkpoint import read_checkpoint
from w12studio.engine.weights import manifest

Floats = NDArray[np.float32]

SAMPLE_RATE = 16_000
HOP_LENGTH = 256
FFT_SIZE = 512
N_MELS = 96
#: Frames of a patch: 3 s.
PATCH = 187
PATCH_S = PATCH * HOP_LENGTH / SAMPLE_RATE
EMBEDDING_SIZE = 200

MTT_TAGS = (
    "guitar", "classical", "slow", "techno", "strings", "drums", "electronic", "rock", "fast", "piano", "ambient",
    "beat", "violin", "vocal", "synth", "female", "indian", "opera", "male", "singing", "vocals", "no vocals",
    "harpsichord", "loud", "quiet", "flute", "woman", "male vocal", "no vocal", "pop", "soft", "sitar", "solo", "man",
    "classic", "choir", "voice", "new age", "dance", "male voice", "female vocal", "beats", "harp", "cello",
    "no voice", "weird", "country", "metal", "female voice", "choral",
)  # fmt: skip
MSD_TAGS = (
    "rock", "pop", "alternative", "indie", "electronic", "female vocalists", "dance", "00s", "alternative rock",
    "jazz", "beautiful", "metal", "chillout", "male vocalists", "classic rock", "soul", "indie rock", "mellow",
    "electronica", "80s", "folk", "90s", "chill", "instrumental", "punk", "oldies", "blues", "hard rock", "ambient",
    "acoustic", "experimental", "female vocalist", "guitar", "hip-hop", "70s", "party", "country", "easy listening",
    "sexy", "catchy", "funk", "electro", "heavy metal", "progressive rock", "60s", "r&b", "indie pop", "sad", "house",
    "happy",
)  # fmt: skip
#: Tags by network, in the order of its outputs.
TAGS = MappingProxyType({"MTT_musicnn": MTT_TAGS, "MSD_musicnn": MSD_TAGS})
MODELS = tuple(TAGS)

_EPSILON = 1e-3  # of TensorFlow's batch normalization
#: Patches that a network sees at once: more take more memory and no less time.
_BATCH = 4


def log_mel(samples: Floats) -> Floats:
    """The networks' input: log10(1 + 10,000 S) of a power mel spectrogram (Slaney's scale and norm, Hann window).

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        At 16 kHz, n >= 512.

    Returns
    -------
    ndarray of float32, shape (1 + (n - 512) // 256, 96)
        Frame ``i`` begins at sample ``256 i``.
    """
    from scipy.fft import rfft

    window = np.hanning(FFT_SIZE + 1)[:-1].astype(np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FFT_SIZE)[::HOP_LENGTH]
    spectra = rfft(frames * window, axis=1)
    return np.log10(1.0 + 10_000.0 * ((spectra.real**2 + spectra.imag**2) @ _filterbank()))


def patches_at(samples: Floats, starts: NDArray[np.int64]) -> Floats:
    """Patches of the spectrogram of a recording at 16 kHz, shape (n, 187, 96).

    ``starts`` are frames; frame ``i`` of the recording is centred on sample ``256 i``, and silence is around it.
    """
    out = np.empty((len(starts), PATCH, N_MELS), np.float32)
    for patch, start in zip(out, starts, strict=True):
        first = int(start) * HOP_LENGTH - FFT_SIZE // 2
        last = first + (PATCH - 1) * HOP_LENGTH + FFT_SIZE
        lead = max(0, -first)
        piece = samples[first + lead : last]
        patch[:] = log_mel(np.pad(piece, (lead, last - first - lead - piece.size)))
    return out


@functools.cache
def _filterbank() -> Floats:
    """Triangles on Slaney's mel scale from 0 to 8 kHz, each of area 1, shape (257, 96)."""
    step, knee, log_step = 200.0 / 3, 1000.0, np.log(6.4) / 27
    top = knee / step + np.log(SAMPLE_RATE / 2 / knee) / log_step
    mels = np.linspace(0.0, top, N_MELS + 2)
    hz = np.where(mels < knee / step, mels * step, knee * np.exp(log_step * (mels - knee / step)))
    bins = np.fft.rfftfreq(FFT_SIZE, 1 / SAMPLE_RATE)[:, None]
    rising = (bins - hz[:-2]) / np.diff(hz)[:-1]
    falling = (hz[2:] - bins) / np.diff(hz)[1:]
    return (np.clip(np.minimum(rising, falling), 0.0, None) * 2.0 / (hz[2:] - hz[:-2])).astype(np.float32)


class _Variables:
    """The variables of a checkpoint, as its layers need them."""

    def __init__(self, values: dict[str, Floats]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        try:
            return self._values[name].astype(np.float64)
        except KeyError as error:
            raise EstimatorError(f"the checkpoint of MusiCNN lacks {name}") from error

    def norm(self, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Gain and offset of a batch normalization."""
        name = f"batch_normalization_{number}" if number else "batch_normalization"
        gain = self[f"{name}/gamma"] / np.sqrt(self[f"{name}/moving_variance"] + _EPSILON)
        return gain, self[f"{name}/beta"] - gain * self[f"{name}/moving_mean"]

    def layer(self, kind: str, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Kernel and bias of a layer of that kind ("conv2d", "dense")."""
        name = f"{kind}_{number}" if number else kind
        return self[f"{name}/kernel"], self[f"{name}/bias"]


def build_musicnn_graph(values: dict[str, Floats]) -> bytes:
    """(n, 187, 96) -> (n, 50 + 200): probabilities of the tags, then the embedding.

    Parameters
    ----------
    values : dict of str to ndarray
        Variables of the checkpoint (`read_checkpoint`).
    """
    variables, graph = _Variables(values), OnnxGraph()
    gain, offset = variables.norm(0)
    graph.add("Mul", graph.constant(gain))
    graph.add("Add", graph.constant(offset))
    graph.add("Unsqueeze", graph.constant([1], np.int64))
    start, ends = graph.at, []
    for number in range(5):
        graph.at = start
        _front(graph, variables, number)
        ends.append(graph.at)
    graph.at = ends[0]
    graph.add("Concat", *ends[1:], axis=1)
    features = [graph.at]
    for number in (5, 6, 7):
        _middle(graph, variables, number)
        if number > 5:
            graph.add("Add", features[-1])
        features.append(graph.at)
    graph.at = features[0]
    graph.add("Concat", *features[1:], axis=1)
    whole = graph.at
    graph.add("ReduceMean", axes=[2], keepdims=1)
    mean, graph.at = graph.at, whole
    graph.add("ReduceMax", axes=[2], keepdims=1)
    graph.add("Concat", mean, axis=2)
    graph.add("Flatten", axis=1)
    _normalized(graph, variables, 9)
    _dense(graph, variables, 0)
    graph.add("Relu")
    _normalized(graph, variables, 10)
    embedding = graph.at
    _dense(graph, variables, 1)
    graph.add("Sigmoid")
    graph.add("Concat", embedding, axis=1)
    return graph.save(["patches", PATCH, N_MELS], ["patches", len(MTT_TAGS) + EMBEDDING_SIZE])


def _front(graph: OnnxGraph, variables: _Variables, number: int) -> None:
    """A musically motivated filter: the most it finds over frequency, (n, 1, 187, 96) -> (n, channels, 187).

    The published graph takes the maximum after ReLU and batch normalization. Where the gain is positive the maximum
    may come first, where it is negative the minimum, which is the maximum of the negated filter.
    """
    kernel, bias = variables.layer("conv2d", number)
    gain, offset = variables.norm(number + 1)
    sign = np.where(gain < 0, -1.0, 1.0)
    frames, bins = kernel.shape[:2]
    early, late = (frames - 1) // 2, frames // 2
    weights = graph.constant(kernel.transpose(3, 2, 0, 1) * sign[:, None, None, None])
    graph.add("Conv", weights, graph.constant(bias * sign), pads=[early, 0, late, 0])
    graph.add("MaxPool", kernel_shape=[1, N_MELS - bins + 1], strides=[1, N_MELS - bins + 1])
    graph.add("Squeeze", graph.constant([3], np.int64))
    graph.add("Mul", graph.constant(sign[:, None]))
    graph.add("Relu")
    graph.add("Mul", graph.constant(gain[:, None]))
    graph.add("Add", graph.constant(offset[:, None]))


def _middle(graph: OnnxGraph, variables: _Variables, number: int) -> None:
    """A layer over time, (n, channels, 187) -> (n, 64, 187)."""
    kernel, bias = variables.layer("conv2d", number)
    gain, offset = variables.norm(number + 1)
    graph.add("Conv", graph.constant(kernel[:, :, 0].transpose(2, 1, 0)), graph.constant(bias), pads=[3, 3])
    graph.add("Relu")
    graph.add("Mul", graph.constant(gain[:, None]))
    graph.add("Add", graph.constant(offset[:, None]))


def _normalized(graph: OnnxGraph, variables: _Variables, number: int) -> None:
    gain, offset = variables.norm(number)
    graph.add("Mul", graph.constant(gain))
    graph.add("Add", graph.constant(offset))


def _dense(graph: OnnxGraph, variables: _Variables, number: int) -> None:
    kernel, bias = variables.layer("dense", number)
    graph.add("MatMul", graph.constant(kernel))
    graph.add("Add", graph.constant(bias))


def checkpoint_files(model: str) -> tuple[Path, Path]:
    """The fetched checkpoint of a network (a name of `MODELS`): index and data.

    Raises
    ------
    EstimatorError
        When it has not been fetched.
    """
    files = {p.name: p for p in manifest()["musicnn"].paths() if p.parent.name == model}
    try:
        return files[".index"], files[".data-00000-of-00001"]
    except KeyError as error:
        raise EstimatorError(
            f"the checkpoint {model} is not complete", advice="`w12studio models fetch musicnn` brings it."
        ) from error


def _graph(model: str) -> bytes:
    index, data = checkpoint_files(model)
    content = index.read_bytes() + data.read_bytes()
    return kept_graph(
        model, build_musicnn_graph.__name__, content, lambda: build_musicnn_graph(read_checkpoint(index, data))
    )


def run_musicnn(patches: Floats, progress: Callable[[float], object] | None = None) -> dict[str, tuple[Floats, Floats]]:
    """Both networks over patches, one on a thread each.

    Parameters
    ----------
    patches : ndarray of float32, shape (n, 187, 96)
    progress : callable, optional
        Told 0..1 after every few patches; may raise to stop the work.

    Returns
    -------
    dict of str to (ndarray, ndarray)
        By name of the network: probabilities of its `TAGS`, shape (n, 50), and embeddings, shape (n, 200).
    """
    pieces = {m: [np.zeros((0, len(TAGS[m]) + EMBEDDING_SIZE), np.float32)] for m in MODELS}
    with ThreadPoolExecutor(len(MODELS), thread_name_prefix="musicnn") as pool:
        sessions = {m: one_thread_session(("musicnn", m), functools.partial(_graph, m)) for m in MODELS}
        for i in range(0, len(patches), _BATCH):
            feed = {"input": np.ascontiguousarray(patches[i : i + _BATCH])}
            jobs = {m: pool.submit(s.run, None, feed) for m, s in sessions.items()}
            for model, job in jobs.items():
                pieces[model].append(job.result()[0])
            if progress is not None:
                progress(min(1.0, (i + _BATCH) / len(patches)))
    whole = {m: np.concatenate(p) for m, p in pieces.items()}
    return {m: (w[:, : len(TAGS[m])], w[:, len(TAGS[m]) :]) for m, w in whole.items()}
