"""CREPE on a real GPU; left out where the driver knows of none, or no framework can use it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from w12studio.engine.devices import seen_gpus, utilisation
from w12studio.engine.registry import ESTIMATORS
from w12studio.engine.store import SharedAudio
from w12studio.engine.workers import WorkerPool

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not seen_gpus(), reason="there is no GPU")]
RUN = "w12studio.engine.tasks:run_estimator"
TASKS = "tests.engine.crepe_tasks:"


@pytest.fixture(scope="module")
def pool(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("W12STUDIO_HOME", str(tmp_path_factory.mktemp("gpu-home")))
        pool = WorkerPool()
        try:
            found = ask(pool, "w12studio.engine.frameworks:survey_task")
            if not found.usable:
                pytest.skip("; ".join(found.reasons))
            yield pool
        finally:
            pool.shutdown()


def ask(pool: WorkerPool, function: str, *args: Any) -> Any:
    task = pool.submit("tensorflow", function, *args)
    end = time.monotonic() + 240
    while time.monotonic() < end:
        for event in pool.poll(0.05):
            if event.kind == "failed":
                raise AssertionError(event.payload)
            if event.kind in ("done", "died"):
                assert (event.task_id, event.kind) == (task, "done"), event
                return event.payload
    raise AssertionError("no answer")


@pytest.fixture(scope="module")
def audio(tmp_path_factory) -> SharedAudio:
    """A minute of a gliding tone with harmonics."""
    t = np.arange(60 * 44_100) / 44_100
    phase = 2 * np.pi * np.cumsum(220 * 2 ** np.sin(0.7 * t)) / 44_100
    x = sum(np.sin(k * phase) / k for k in range(1, 8)) * 0.2 + np.random.default_rng(0).normal(0, 0.01, len(t))
    path: Path = tmp_path_factory.mktemp("gpu") / "store.f32"
    x.astype(np.float32).tofile(path)
    return SharedAudio(str(path), 44_100, 1, len(x), "glide.wav")


def estimated(pool: WorkerPool, audio: SharedAudio, **params: str) -> Any:
    return ask(pool, RUN, ESTIMATORS["crepe-tiny"], audio, params)[0]


def cents_apart(a: Any, b: Any) -> np.ndarray:
    both = np.isfinite(a.curve.values) & np.isfinite(b.curve.values)
    assert both.mean() > 0.95
    return np.abs(1200 * np.log2(a.curve.values[both] / b.curve.values[both]))


def test_it_computes_what_the_processor_computes(pool: WorkerPool, audio: SharedAudio) -> None:
    expected = estimated(pool, audio, device="cpu")
    found = estimated(pool, audio, device="gpu")
    assert dict(found.source.params)["device"].startswith("gpu:0 ")
    assert cents_apart(found, expected).max() < 0.1
    mixed = estimated(pool, audio, device="gpu", precision="mixed")
    assert np.quantile(cents_apart(mixed, expected), 0.99) < 1.0


@pytest.mark.parametrize("left", [128 << 20, 0], ids=["room for less", "hardly any"])
def test_memory_that_really_runs_out(pool: WorkerPool, audio: SharedAudio, left: int) -> None:
    """The framework's own error on a card that is full: the same result, it is told, and the next file has room."""
    expected = estimated(pool, audio, device="cpu")
    if dict(expected.source.params)["framework"] != "JAX":
        pytest.skip("it fills a card through JAX")
    (found, _), said = ask(pool, TASKS + "on_a_full_card", audio, left)
    assert any("ran out; going on with 256 frames" in text for text in said)
    assert found.message == said[-1]
    assert cents_apart(found, expected).max() < 0.1
    again = estimated(pool, audio, device="gpu")
    assert dict(again.source.params)["device"].startswith("gpu:0 ") and not again.message


def test_it_leaves_the_card_to_others(pool: WorkerPool, audio: SharedAudio) -> None:
    before = utilisation()
    estimated(pool, audio, device="gpu")
    after = utilisation()
    if not before or not after:
        pytest.skip("the driver does not tell")
    assert after[0].memory_used < 6 << 30
