"""MusiCNN: its checkpoint, its spectrogram, and its networks as ONNX graphs."""

import numpy as np
import pytest

from tests.engine.model_graphs import checkpoint_index
from tests.engine.rhythm_helpers import store
from w12studio.domain.errors import EstimatorError
from w12studio.engine import musicnn
from w12studio.engine.musicnn import MODELS, N_MELS, PATCH, TAGS, build_musicnn_graph, log_mel, patches_at
from w12studio.engine.registry import ESTIMATORS
from w12studio.engine.tf_checkpoint import read_checkpoint
from w12studio.engine.workers import WorkerPool

KERNELS = ((7, 38), (7, 67), (128, 1), (64, 1), (32, 1), (7, 561), (7, 64), (7, 64))
CHANNELS = (204, 204, 51, 51, 51, 64, 64, 64)


def variables(seed=0):
    """A checkpoint of the right shapes, of random numbers; some gains are negative, as in the published one."""
    rng = np.random.default_rng(seed)

    def numbers(*shape):
        return rng.normal(size=shape).astype(np.float32)

    out = {}
    for i, ((height, width), channels) in enumerate(zip(KERNELS, CHANNELS, strict=True)):
        name = f"conv2d_{i}" if i else "conv2d"
        out[f"{name}/kernel"] = numbers(height, width, 1, channels) / np.float32(np.sqrt(height * width))
        out[f"{name}/bias"] = numbers(channels)
    for i, size in enumerate((1, *CHANNELS, 1506, 200)):
        name = f"batch_normalization_{i}" if i else "batch_normalization"
        out |= {f"{name}/{part}": numbers(size) for part in ("gamma", "beta", "moving_mean")}
        out[f"{name}/moving_variance"] = np.abs(numbers(size)) + 0.5
    out |= {"dense/kernel": numbers(1506, 200) / 40, "dense/bias": numbers(200)}
    return out | {"dense_1/kernel": numbers(200, 50) / 15, "dense_1/bias": numbers(50)}


def as_published(v, patch):
    """What the published graph computes for one patch, written out in numpy."""

    def norm(x, i):
        name = f"batch_normalization_{i}" if i else "batch_normalization"
        gain = v[f"{name}/gamma"] / np.sqrt(v[f"{name}/moving_variance"] + 1e-3)
        return (x - v[f"{name}/moving_mean"]) * gain + v[f"{name}/beta"]

    def conv(x, i, early, late):
        name = f"conv2d_{i}" if i else "conv2d"
        kernel = v[f"{name}/kernel"][:, :, 0]
        padded = np.pad(x, ((early, late), (0, 0)))
        windows = np.lib.stride_tricks.sliding_window_view(padded, kernel.shape[:2])
        return np.maximum(np.einsum("tfhw,hwc->tfc", windows, kernel, optimize=True) + v[f"{name}/bias"], 0)

    x = norm(patch[..., None], 0)[..., 0]
    front = []
    for i in range(5):
        height = KERNELS[i][0]
        front.append(norm(conv(x, i, (height - 1) // 2, height // 2), i + 1).max(axis=1))
    layers = [np.concatenate(front, axis=1)]
    for i in (5, 6, 7):
        new = norm(conv(layers[-1], i, 3, 3)[:, 0], i + 1)
        layers.append(new if i == 5 else new + layers[-1])
    whole = np.concatenate(layers, axis=1)
    flat = np.stack([whole.max(axis=0), whole.mean(axis=0)], axis=1).ravel()
    hidden = norm(np.maximum(norm(flat, 9) @ v["dense/kernel"] + v["dense/bias"], 0), 10)
    return 1 / (1 + np.exp(-(hidden @ v["dense_1/kernel"] + v["dense_1/bias"]))), hidden


def test_the_graph_computes_what_was_published():
    import onnxruntime

    values = variables()
    patches = np.random.default_rng(1).uniform(0, 4, (2, PATCH, N_MELS)).astype(np.float32)
    session = onnxruntime.InferenceSession(build_musicnn_graph(values), providers=["CPUExecutionProvider"])
    out = session.run(None, {"input": patches})[0]
    for row, patch in zip(out, patches, strict=True):
        tags, embedding = as_published(values, patch)
        assert row[:50] == pytest.approx(tags, abs=1e-4)
        assert row[50:] == pytest.approx(embedding, abs=float(1e-3 * np.abs(embedding).max()))


def test_a_checkpoint_that_lacks_a_layer_says_so():
    values = variables()
    del values["dense/bias"]
    with pytest.raises(EstimatorError, match="lacks dense/bias"):
        build_musicnn_graph(values)


def test_checkpoints_are_read(tmp_path):
    values = {"conv/kernel": np.arange(6.0).reshape(2, 3), "conv/bias": np.ones(3), "conv/bias/Adam": np.ones(3)}
    index, data = checkpoint_index(values)
    (tmp_path / ".index").write_bytes(index)
    (tmp_path / ".data").write_bytes(data)
    found = read_checkpoint(tmp_path / ".index", tmp_path / ".data")
    assert sorted(found) == ["conv/bias", "conv/kernel"]
    assert np.array_equal(found["conv/kernel"], values["conv/kernel"])


@pytest.mark.parametrize("spoil", [lambda i, d: (i[:40], d), lambda i, d: (i, d[:-4]), lambda i, d: (b"", d)])
def test_broken_checkpoints_are_one_sentence(tmp_path, spoil):
    index, data = spoil(*checkpoint_index({"a": np.ones(4), "b": np.ones(2)}))
    (tmp_path / ".index").write_bytes(index)
    (tmp_path / ".data").write_bytes(data)
    with pytest.raises(EstimatorError, match="is no checkpoint that can be read"):
        read_checkpoint(tmp_path / ".index", tmp_path / ".data")


def test_the_spectrogram_equals_librosas():
    import librosa

    samples = np.random.default_rng(0).normal(size=16_000).astype(np.float32) * 0.3
    power = librosa.feature.melspectrogram(y=samples, sr=16_000, n_fft=512, hop_length=256, n_mels=96, center=False)
    assert log_mel(samples) == pytest.approx(np.log10(1 + 10_000 * power).T, abs=1e-4)


def test_patches_are_cut_where_they_belong():
    samples = np.random.default_rng(0).normal(size=16_000 * 5).astype(np.float32)
    padded = log_mel(np.pad(samples, 256))
    starts = np.array([0, 7, len(padded) - PATCH, len(padded) - 100])
    found = patches_at(samples, starts)
    assert found.shape == (4, PATCH, N_MELS)
    for patch, start in zip(found, starts[:3], strict=False):
        assert patch == pytest.approx(padded[start : start + PATCH], abs=1e-5)
    assert found[3][:100] == pytest.approx(padded[-100:], abs=1e-5)
    assert np.all(found[3][101:] == 0)  # silence


def test_tags_are_named_once_in_each_network():
    assert all(len(set(TAGS[m])) == 50 for m in MODELS)


def test_the_published_weights_are_read(musicnn_weights):
    for model in MODELS:
        values = read_checkpoint(*musicnn.checkpoint_files(model))
        assert values["dense_1/kernel"].shape == (200, 50)
        assert build_musicnn_graph(values)


@pytest.mark.slow
def test_the_networks_equal_tensorflows_run_of_the_published_graph(musicnn_weights, tmp_path):
    rng = np.random.default_rng(0)
    t = np.arange(16_000 * 9) / 16_000
    audio = store(
        tmp_path, 0.3 * np.sin(2 * np.pi * 220 * t) * (t % 0.5 < 0.3) + 0.02 * rng.normal(size=t.size), 16_000
    )
    pool = WorkerPool()
    try:
        ours, theirs = (finished(pool, name, audio) for name in ("musicnn", "musicnn-tensorflow"))
    finally:
        pool.shutdown()
    assert ours.curve.values == pytest.approx(theirs.curve.values, abs=1e-5)
    assert ours.curve.values.max() > 0.1
    assert ours.curve.bins == theirs.curve.bins


def finished(pool, name, audio):
    estimator = ESTIMATORS[name]
    task = pool.submit(estimator.family, "w12studio.engine.tasks:run_estimator", estimator, audio, {})
    while True:
        for event in pool.poll(0.1):
            if event.task_id == task and event.kind not in ("progress", "message"):
                assert event.kind == "done", event.payload
                return event.payload[0]
