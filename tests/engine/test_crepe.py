"""CREPE: decoding by itself; the network in a worker, because TensorFlow and Essentia can't share a process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from w12studio.domain.analysis import NOTES, PITCH, Track
from w12studio.domain.errors import EstimatorError
from w12studio.engine import crepe_onnx
from w12studio.engine.crepe import frame_blocks
from w12studio.engine.crepe_decode import BIN_CENTS, N_BINS, ViterbiDecoder, local_average
from w12studio.engine.crepe_model import normalized
from w12studio.engine.crepe_options import CrepeOptions
from w12studio.engine.registry import ESTIMATORS
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerPool

TASKS = "tests.engine.crepe_tasks:"
RUN = "w12studio.engine.tasks:run_estimator"


def shared(folder: Path, x: np.ndarray, rate: int = 16_000) -> SharedAudio:
    path = folder / "store.f32"
    x.astype(np.float32).tofile(path)
    return SharedAudio(str(path), rate, 1, len(x), "test.wav")


# -- decoding --------------------------------------------------------------------------------------------------


def activation_of(bins: list[int], seed: int = 0) -> np.ndarray:
    """Activations whose best bins are these, with a little noise."""
    out = np.random.default_rng(seed).uniform(0, 0.05, (len(bins), N_BINS)).astype(np.float32)
    for row, b in zip(out, bins, strict=True):
        row[b] = 0.9
    return out


def test_the_average_is_that_of_nine_bins() -> None:
    activation = np.random.default_rng(1).uniform(0, 1, (3, N_BINS)).astype(np.float32)
    got = local_average(activation, np.array([2, 100, 358]))
    for row, centre, hz in zip(activation.astype(float), (2, 100, 358), got, strict=True):
        near = slice(max(0, centre - 4), centre + 5)
        cents = np.sum(row[near] * BIN_CENTS[near]) / np.sum(row[near])
        assert hz == pytest.approx(10 * 2 ** (cents / 1200))


def test_no_activation_at_all_has_no_pitch() -> None:
    assert np.isnan(local_average(np.zeros((1, N_BINS), np.float32), np.array([50]))[0])


def plain_viterbi(best: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The published model, decoded with whole matrices: log transitions and log emissions of these observations."""
    i = np.arange(N_BINS)
    transition = np.maximum(12.0 - np.abs(i[:, None] - i), 0)
    transition /= transition.sum(axis=1, keepdims=True)
    emission = np.eye(N_BINS) * 0.1 + np.full((N_BINS, N_BINS), 0.9 / N_BINS)
    with np.errstate(divide="ignore"):
        return np.log(transition), np.log(emission[:, best].T)


@settings(max_examples=15)
@example(bins=[20, 20, 20, 32, 44, 56, 63, 71, 54, 91], cuts=set())  # likeliest at the end of the scale
@given(bins=st.lists(st.integers(0, N_BINS - 1), min_size=1, max_size=25), cuts=st.sets(st.integers(1, 24)))
def test_the_path_is_the_likeliest_however_it_is_fed(bins: list[int], cuts: set[int]) -> None:
    log_transition, log_emission = plain_viterbi(bins)
    score = log_emission[0].copy()
    for row in log_emission[1:]:
        score = (score[:, None] + log_transition).max(axis=0) + row

    activation = np.full((len(bins), N_BINS), 0.1, np.float32)  # so flat that the average tells the path's bin
    activation[np.arange(len(bins)), bins] += 1e-3
    edges = [0, *sorted(c for c in cuts if c < len(bins)), len(bins)]
    decoder = ViterbiDecoder()
    parts = [decoder.push(activation[a:b], last=b == len(bins)) for a, b in pairwise(edges)]
    flat = local_average(np.full((N_BINS, N_BINS), 0.1, np.float32), np.arange(N_BINS))  # fewer bins at the ends
    path = np.abs(np.log(np.concatenate(parts)[:, None] / flat)).argmin(axis=1)
    found = log_emission[np.arange(len(bins)), path].sum() + log_transition[path[:-1], path[1:]].sum()
    assert found == pytest.approx(score.max(), abs=1e-9)  # ties are common: several paths can be the likeliest


def test_a_leap_of_one_frame_is_passed_over_and_memory_stays_bounded() -> None:
    bins = [150] * 400
    bins[200] = 210
    activation = activation_of(bins)
    decoder = ViterbiDecoder()
    parts = [decoder.push(activation[i : i + 50], last=i == 350) for i in range(0, 400, 50)]
    f0 = np.concatenate(parts)
    assert len(f0) == 400
    assert np.abs(1200 * np.log2(f0 / f0[0])).max() < 100
    assert sum(len(p) for p in parts[:-1]) > 250  # settled long before the end


# -- a second opinion ------------------------------------------------------------------------------------------


def test_only_unsure_frames_get_a_second_opinion() -> None:
    t = np.arange(16_000) / 16_000
    x = (0.3 * np.sin(2 * np.pi * 220 * t)).astype(np.float32)
    x[8000:] = np.random.default_rng(0).normal(0, 0.1, 8000)
    centres = np.array([2000, 3000, 4000, 5000, 12_000])
    prob = np.array([0.95, 0.6, 0.3, 0.79, 0.6])
    out = crepe_onnx.second_opinion(np.full(5, 440.0), prob, x, centres)
    assert out[[0, 2, 4]].tolist() == [440.0] * 3  # sure, unvoiced, and noise that CREPE is not sure of either
    assert np.abs(1200 * np.log2(out[[1, 3]] / 220)).max() < 15


def test_without_weights_there_is_no_second_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = {"crepe-tiny": replace(crepe_onnx.manifest()["crepe-tiny"], package="no_such_package")}
    monkeypatch.setattr(crepe_onnx, "manifest", lambda: absent)
    crepe_onnx._session.cache_clear()
    try:
        assert not crepe_onnx.can_help()
        out = crepe_onnx.second_opinion(np.full(1, 440.0), np.array([0.6]), np.zeros(4000, np.float32), np.array([9]))
        assert out.tolist() == [440.0]
    finally:
        crepe_onnx._session.cache_clear()


# -- frames and options ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("hop", [80, 160, 320])
@pytest.mark.parametrize("n", [1000, 16_000 * 9 + 77])
def test_frames_are_centred_on_their_times(tmp_path: Path, hop: int, n: int) -> None:
    x = np.random.default_rng(0).uniform(-0.5, 0.5, n).astype(np.float32)
    total = -(-n // hop)
    blocks = [f.copy() for f, _ in frame_blocks(shared(tmp_path, x), hop, total, 64)]
    padded = np.pad(x, (512, 1024))
    expected = np.stack([padded[i * hop : i * hop + 1024] for i in range(total)])
    np.testing.assert_array_equal(np.concatenate(blocks), expected)
    assert not any(len(b) % 64 for b in blocks[:-1])


def test_frames_are_normalized_and_silence_stays_silent() -> None:
    frames = np.stack([np.random.default_rng(0).normal(0.2, 0.01, 1024), np.full(1024, 0.3)]).astype(np.float32)
    out = normalized(frames)
    assert out[0].mean() == pytest.approx(0, abs=1e-5) and out[0].std() == pytest.approx(1, abs=1e-4)
    assert np.abs(out[1]).max() < 1e3


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"hop_ms": "4"}, "hop of 4 ms"),
        ({"hop_ms": "21"}, "5 to 20"),
        ({"hop_ms": "wide"}, "hop of wide ms"),
        ({"decoder": "guess"}, "decoder 'guess'"),
        ({"precision": "int4"}, "precision 'int4'"),
    ],
)
def test_senseless_options_are_refused(params: dict[str, str], words: str) -> None:
    with pytest.raises(EstimatorError, match=words):
        CrepeOptions.of(params)


def test_importing_it_loads_no_framework() -> None:
    script = "import sys, w12studio.engine.crepe\nprint(sorted({'tensorflow', 'keras', 'essentia'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- the network, in one worker --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("W12STUDIO_HOME", str(tmp_path_factory.mktemp("crepe-home")))
        pool = WorkerPool()
        pool.warm("tensorflow")
        yield pool
        pool.shutdown()


def ask(pool: WorkerPool, function: str, *args: Any) -> tuple[Any, list[Track], list[float]]:
    """Run a task; returns its result, what it emitted, and its progress."""
    task = pool.submit("tensorflow", function, *args)
    emitted: list[Track] = []
    fractions: list[float] = []
    end = time.monotonic() + 120
    while time.monotonic() < end:
        for event in pool.poll(0.05):
            if event.kind == "progress":
                fractions.append(event.payload)
            elif event.kind == "message":
                emitted.append(event.payload)
            elif event.kind == "failed":
                error, trace = event.payload
                raise error if isinstance(error, Exception) else AssertionError(f"{error}\n{trace}")
            else:
                assert event.task_id == task and event.kind == "done", event
                return event.payload, emitted, fractions
    raise AssertionError("no answer")


def sweep(seconds: float, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """A sine whose frequency rises linearly, at 16 kHz, and its frequency every 10 ms."""
    t = np.arange(int(seconds * 16_000)) / 16_000
    phase = 2 * np.pi * (low * t + (high - low) * t**2 / (2 * seconds))
    at = np.arange(round(seconds * 100)) / 100
    return 0.5 * np.sin(phase), low + (high - low) * at / seconds


@pytest.mark.parametrize("decoder", ["viterbi", "weighted"])
def test_a_sweep_is_followed_as_the_reference_demands(pool: WorkerPool, tmp_path: Path, decoder: str) -> None:
    """The published package's own test: confident in nearly every frame, and linear in time."""
    x, truth = sweep(4.0, 100.0, 1000.0)
    params = {"device": "cpu", "decoder": decoder}
    (pitch, notes), _, fractions = ask(pool, RUN, ESTIMATORS["crepe-tiny"], shared(tmp_path, x), params)
    assert (pitch.kind, notes.kind) == (PITCH, NOTES)
    assert np.mean(pitch.curve.confidence > 0.5) > 0.98
    found = pitch.curve.values
    there = np.isfinite(found)
    assert np.corrcoef(np.arange(len(found))[there], found[there])[0, 1] > 0.99
    assert np.quantile(np.abs(1200 * np.log2(found[there] / truth[there])), 0.95) < 25
    assert fractions == sorted(fractions)
    assert dict(pitch.source.params)["decoder"] == decoder and dict(pitch.source.params)["device"] == "cpu"
    assert pitch.source.weights_sha256 and pitch.source.version


@pytest.mark.parametrize("hop_ms", [5, 20])
def test_the_hop_sets_the_frame_rate(pool: WorkerPool, tmp_path: Path, hop_ms: int) -> None:
    t = np.arange(44_100 * 2) / 44_100
    x = 0.3 * np.sin(2 * np.pi * 330 * t) * (t < 1.0)
    params = {"device": "cpu", "hop_ms": str(hop_ms)}
    (pitch, notes), _, _ = ask(pool, RUN, ESTIMATORS["crepe-tiny"], shared(tmp_path, x, 44_100), params)
    assert pitch.curve.frame_rate == 1000 / hop_ms
    assert len(pitch.curve) == 2000 // hop_ms
    held = pitch.curve.values[pitch.curve.span(0.1, 0.9)]
    assert np.abs(1200 * np.log2(held / 330)).max() < 15
    assert np.isnan(pitch.curve.values[pitch.curve.span(1.1, 1.9)]).all()
    assert [round(v) for v in notes.events.values] == [64]


@pytest.mark.parametrize(
    ("x", "words"),
    [(np.zeros(16_000), "silent"), (np.zeros(100), "too short"), (np.full(16_000, np.nan), "silent")],
    ids=["silence", "100 samples", "NaN"],
)
def test_nothing_to_find_is_said_and_not_raised(pool: WorkerPool, tmp_path: Path, x: np.ndarray, words: str) -> None:
    (pitch, _), _, _ = ask(pool, RUN, ESTIMATORS["crepe-tiny"], shared(tmp_path, x), {"device": "cpu"})
    assert words in pitch.message and np.isnan(pitch.curve.values).all()


def test_a_gpu_that_is_not_there_is_refused(pool: WorkerPool, tmp_path: Path) -> None:
    audio = shared(tmp_path, np.zeros(16_000))
    with pytest.raises(EstimatorError, match=r"no gpu:7|no GPU"):
        ask(pool, RUN, ESTIMATORS["crepe-tiny"], audio, {"device": "gpu:7"})


def test_results_stream_in_and_stay(pool: WorkerPool, tmp_path: Path) -> None:
    x = np.tile(sweep(4.0, 150.0, 600.0)[0], 6)
    (pitch, _), emitted, _ = ask(pool, RUN, ESTIMATORS["crepe-tiny"], shared(tmp_path, x), {"device": "cpu"})
    assert emitted and not any(t.complete for t in emitted)
    assert [len(t.curve) for t in emitted][:2] == [192, 768]  # after the first block, then after four seconds more
    for track in emitted:
        n = len(track.curve) - 5  # voicing near the end may change with what follows
        np.testing.assert_array_equal(track.curve.values[:n], pitch.curve.values[:n])


def test_the_model_stays_for_the_next_file(pool: WorkerPool, tmp_path: Path) -> None:
    built, _, _ = ask(pool, TASKS + "resident_calls", shared(tmp_path, sweep(0.5, 200, 300)[0]))
    assert len(built) == 1


@pytest.mark.parametrize("limit", [100, 0], ids=["smaller batches", "the CPU takes over"])
def test_out_of_memory(pool: WorkerPool, tmp_path: Path, limit: int) -> None:
    """TensorFlow's own error at the model call: the same result, told where it was computed, and the GPU again."""
    audio = shared(tmp_path, np.tile(sweep(4.0, 150.0, 600.0)[0], 3))
    (expected, _), _, _ = ask(pool, RUN, ESTIMATORS["crepe-tiny"], audio, {"device": "cpu"})
    runs, _, _ = ask(pool, TASKS + "short_of_memory", audio, limit)
    for track, calls in runs:
        np.testing.assert_allclose(track.curve.values, expected.curve.values, rtol=1e-3)
        assert calls[0][0] == "gpu"  # each file begins there
        device = dict(track.source.params)["device"]
        if limit:
            assert {kind for kind, _ in calls} == {"gpu"}
            assert device == "gpu:0 Imaginary GPU"
            assert "32 frames at a time" in track.message
        else:
            assert [n for kind, n in calls if kind == "gpu"][-1] == 32  # the smallest batch failed before
            assert device == "gpu:0 Imaginary GPU, then cpu"
            assert "too little free memory: the CPU computed the rest" in track.message


def test_half_precision_stays_within_a_cent(pool: WorkerPool) -> None:
    x, _ = sweep(6.0, 80.0, 1200.0)
    frames = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), 1024)[::640]
    exact, _, _ = ask(pool, TASKS + "activations", frames)
    mixed, _, _ = ask(pool, TASKS + "activations", frames, "mixed_bfloat16")
    sure = exact.max(axis=1) > 0.5
    centre = exact.argmax(axis=1)
    cents = 1200 * np.log2(local_average(mixed, centre) / local_average(exact, centre))
    assert sure.mean() > 0.9
    assert np.quantile(np.abs(cents[sure]), 0.99) < 1.0


def test_the_onnx_graph_computes_the_same(pool: WorkerPool) -> None:
    import onnxruntime

    x, _ = sweep(3.0, 80.0, 1200.0)
    frames = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), 1024)[::640]
    session = onnxruntime.InferenceSession(crepe_onnx.build_graph(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"input": normalized(frames)})
    expected, _, _ = ask(pool, TASKS + "activations", frames)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_a_cancel_is_noticed_between_batches(pool: WorkerPool, tmp_path: Path) -> None:
    audio = shared(tmp_path, np.tile(sweep(4.0, 150.0, 600.0)[0], 30))
    task = pool.submit("tensorflow", RUN, ESTIMATORS["crepe-tiny"], audio, {"device": "cpu"})
    told = False
    end = time.monotonic() + 60
    outcome = ""
    while not outcome and time.monotonic() < end:
        for event in pool.poll(0.05):
            if event.kind == "progress" and event.payload > 0 and not told:
                pool.workers[0].channel.send(None)
                told = True
            elif event.kind in ("done", "cancelled", "failed", "died"):
                outcome = event.kind
    assert (told, outcome) == (True, "cancelled")
    assert task


@pytest.mark.slow
def test_activations_agree_with_another_implementation(pool: WorkerPool) -> None:
    """torchcrepe: the same weights, carried to PyTorch by another author."""
    x, _ = sweep(2.0, 100.0, 900.0)
    frames = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), 1024)[::160]
    difference, _, _ = ask(pool, TASKS + "torchcrepe_difference", frames, "tiny")
    if difference is None:
        pytest.skip("torchcrepe is not installed")
    assert difference < 2e-3


@pytest.mark.slow
@pytest.mark.skipif(find_spec("jax") is None, reason="JAX is not installed")
def test_another_backend_computes_the_same(pool: WorkerPool, tmp_path: Path) -> None:
    frames = np.random.default_rng(3).normal(0, 0.1, (24, 1024)).astype(np.float32)
    frames[:12] += np.sin(2 * np.pi * np.outer(np.geomspace(60, 1000, 12), np.arange(1024) / 16_000))
    np.save(tmp_path / "frames.npy", frames)
    script = (
        "import sys, numpy as np\n"
        "from w12studio.engine.crepe_compiled import compiled\n"
        "from w12studio.engine.crepe_model import build_model, normalized\n"
        "frames = np.load(sys.argv[1])\n"
        "import keras\n"
        "assert keras.backend.backend() == 'jax' and 'tensorflow' not in sys.modules\n"
        "np.save(sys.argv[2], compiled(build_model('tiny'))(normalized(frames)))\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "frames.npy"), str(tmp_path / "out.npy")]
    environment = {**os.environ, "KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}
    subprocess.run(command, check=True, env=environment, timeout=300)
    ours, _, _ = ask(pool, TASKS + "activations", frames)
    np.testing.assert_allclose(np.load(tmp_path / "out.npy"), ours, atol=1e-5)
