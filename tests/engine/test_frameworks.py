"""Which framework computes CREPE; TensorFlow and JAX are stand-ins here, and nothing is computed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from w12studio.domain.errors import EstimatorError
from w12studio.engine import crepe, frameworks, registry
from w12studio.engine.devices import Device, SeenGpu
from w12studio.engine.frameworks import JAX, TENSORFLOW, Framework, framework, free_bytes, survey
from w12studio.engine.registry import ESTIMATORS, missing

CARD = SeenGpu("NVIDIA X", "NVIDIA", 16 << 30, "580")
GPU = Device("gpu", 0, "NVIDIA X", 16 << 30)


class FakeTensorFlow:
    """Lists cards; remembers what was switched."""

    __version__ = "2.21"

    def __init__(self, cards: list[str]) -> None:
        self.growth: list[str] = []
        self.exact = False
        self.config = SimpleNamespace(
            list_physical_devices=lambda kind: [SimpleNamespace(name=c) for c in cards],
            experimental=SimpleNamespace(
                get_device_details=lambda card: {"device_name": card.name},
                set_memory_growth=lambda card, on: self.growth.append(card.name),
                enable_tensor_float_32_execution=lambda on: setattr(self, "exact", not on),
            ),
        )
        self.sysconfig = SimpleNamespace(get_build_info=lambda: {"is_cuda_build": True, "cuda_version": "12.5"})


class FakeJax:
    """Lists cards; its memory is what the environment allowed when it was asked for them."""

    def __init__(self, cards: list[str]) -> None:
        self.cards = cards
        self.settings: dict[str, Any] = {}
        self.config = SimpleNamespace(update=self.settings.__setitem__)
        self.asked = 0

    def devices(self, kind: str) -> list[Any]:
        self.asked += 1
        if not self.cards:
            raise RuntimeError("Unknown backend: 'gpu' requested")
        limit = int(float(os.environ["XLA_PYTHON_CLIENT_MEM_FRACTION"]) * (16 << 30))
        stats = {"bytes_limit": limit, "bytes_in_use": 1 << 20}
        return [
            SimpleNamespace(id=i, device_kind=c, memory_stats=lambda: dict(stats)) for i, c in enumerate(self.cards)
        ]


Machine = Callable[..., None]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Sets up what is installed, and what the driver says; None is not installed."""
    monkeypatch.setenv("W12STUDIO_HOME", str(tmp_path))
    variables = ("KERAS_BACKEND", "JAX_COMPILATION_CACHE_DIR")
    for name in (*variables, "XLA_PYTHON_CLIENT_PREALLOCATE", "XLA_PYTHON_CLIENT_MEM_FRACTION"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)

    def set_up(tensorflow: FakeTensorFlow | None, jax: FakeJax | None, seen: tuple[SeenGpu, ...] = (CARD,)) -> None:
        there = {"tensorflow": tensorflow, "jax": jax, "keras": SimpleNamespace()}
        for name, module in there.items():
            monkeypatch.setitem(sys.modules, name, module)  # None makes its import fail
        for module in (frameworks, registry):
            monkeypatch.setattr(module, "find_spec", lambda name: there.get(name))
        monkeypatch.setattr(frameworks, "seen_gpus", lambda: list(seen))
        monkeypatch.setattr(frameworks, "free_memory", lambda device: 15 << 30)
        monkeypatch.setattr(frameworks, "version_of_jax", lambda: "0.11" if jax else "")

    framework.cache_clear()
    yield set_up
    framework.cache_clear()


def test_tensorflow_where_it_lists_a_gpu(machine: Machine) -> None:
    tensorflow, jax = FakeTensorFlow(["NVIDIA X"]), FakeJax(["NVIDIA X"])
    machine(tensorflow, jax)
    assert framework() == Framework(TENSORFLOW, (GPU,))
    assert tensorflow.growth == ["NVIDIA X"] and tensorflow.exact
    assert not jax.asked and os.environ["KERAS_BACKEND"] == "tensorflow"
    assert free_bytes(GPU) == 15 << 30


def test_jax_where_only_it_lists_a_gpu(machine: Machine) -> None:
    jax = FakeJax(["NVIDIA X"])
    machine(FakeTensorFlow([]), jax)
    assert framework() == Framework(JAX, (GPU,))
    assert os.environ["KERAS_BACKEND"] == "jax" and framework().title == "JAX"
    assert jax.settings["jax_default_matmul_precision"] == "highest"
    assert jax.settings["jax_compilation_cache_dir"].endswith("jax")


def test_jax_takes_a_little_of_a_card(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(None, FakeJax(["NVIDIA X"]))
    framework()
    assert os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] == "false"
    assert free_bytes(GPU) == pytest.approx((4 << 30) - (1 << 20), rel=0.001)
    monkeypatch.setattr(frameworks, "free_memory", lambda device: 1 << 30)  # others have the rest
    assert free_bytes(GPU) == 1 << 30
    small = SeenGpu("NVIDIA X", "NVIDIA", 2 << 30)
    os.environ.pop("XLA_PYTHON_CLIENT_MEM_FRACTION")
    framework.cache_clear()
    machine(None, FakeJax(["NVIDIA X"]), (small,))
    framework()
    assert os.environ["XLA_PYTHON_CLIENT_MEM_FRACTION"] == "0.7500"


def test_what_the_environment_says_of_jax_stays(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    jax = FakeJax(["NVIDIA X"])
    monkeypatch.setenv("JAX_COMPILATION_CACHE_DIR", "/elsewhere")
    monkeypatch.setenv("XLA_PYTHON_CLIENT_MEM_FRACTION", "0.5")
    machine(None, jax)
    framework()
    assert os.environ["XLA_PYTHON_CLIENT_MEM_FRACTION"] == "0.5"
    assert "jax_compilation_cache_dir" not in jax.settings  # JAX reads its own variable


@pytest.mark.parametrize(
    ("tensorflow", "jax", "seen", "chosen", "asked"),
    [
        (True, True, (), TENSORFLOW, 0),
        (True, True, (CARD,), TENSORFLOW, 1),
        (True, False, (CARD,), TENSORFLOW, 0),
        (False, True, (), JAX, 1),
    ],
    ids=["no card, no question", "nobody can use it", "no JAX", "JAX alone"],
)
def test_without_a_usable_gpu(
    machine: Machine, tensorflow: bool, jax: bool, seen: tuple[SeenGpu, ...], chosen: str, asked: int
) -> None:
    other = FakeJax([])
    machine(FakeTensorFlow([]) if tensorflow else None, other if jax else None, seen)
    assert framework() == Framework(chosen)
    assert other.asked == asked


def test_the_environment_insists(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    machine(FakeTensorFlow(["NVIDIA X"]), FakeJax([]))
    assert framework() == Framework(JAX)
    framework.cache_clear()
    monkeypatch.setenv("KERAS_BACKEND", "abacus")
    assert framework() == Framework(TENSORFLOW, (GPU,))


def test_a_gpu_that_nobody_can_use_is_refused_with_reasons(machine: Machine) -> None:
    machine(FakeTensorFlow([]), FakeJax([]))
    with pytest.raises(EstimatorError, match=r"NVIDIA X: JAX 0\.11 can't use it, and TensorFlow 2\.21 found no CUDA"):
        crepe._device("gpu")
    assert crepe._device("auto").kind == "cpu"
    found = survey()
    assert found.usable == () and found.reasons[0].startswith("NVIDIA X: JAX 0.11")


def test_neither_is_installed(machine: Machine) -> None:
    machine(None, None)
    assert survey().chosen is None
    assert survey().reasons == ("NVIDIA X: TensorFlow is not installed",)
    assert missing(ESTIMATORS["crepe-tiny"]) == "the Python package tensorflow or jax is not installed"
    with pytest.raises(ImportError):
        framework()


@pytest.mark.parametrize("jax", [True, False])
def test_a_tensorflow_that_does_not_load(machine: Machine, monkeypatch: pytest.MonkeyPatch, jax: bool) -> None:
    machine(None, FakeJax([]) if jax else None)
    there = frameworks.find_spec
    monkeypatch.setattr(frameworks, "find_spec", lambda name: name == "tensorflow" or there(name) or None)
    if not jax:
        with pytest.raises(ImportError):
            framework()
        assert survey().reasons == ("NVIDIA X: TensorFlow does not load",)
        return
    chosen = framework()
    assert chosen.name == JAX and os.environ["KERAS_BACKEND"] == "jax"
    assert chosen.instead_of.startswith("import of tensorflow")
    assert survey().reasons == ("NVIDIA X: JAX 0.11 can't use it, and TensorFlow does not load",)


@pytest.mark.parametrize("tensorflow", [True, False])
def test_one_of_them_is_enough(machine: Machine, tensorflow: bool) -> None:
    machine(FakeTensorFlow([]) if tensorflow else None, None if tensorflow else FakeJax([]))
    assert "not installed" not in missing(ESTIMATORS["crepe-tiny"])
