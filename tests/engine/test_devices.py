"""GPUs: what is found, why it can't be used, which is taken; batches and what happens when memory runs out."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from w12studio.domain.errors import Cancelled, EstimatorError, W12Error
from w12studio.engine import batches, devices, frameworks
from w12studio.engine.batches import LARGEST, SMALLEST, BatchRunner, batch_size, is_out_of_memory, measured_batch_size
from w12studio.engine.devices import CPU, Device, SeenGpu, check_wanted, choose, utilisation
from w12studio.engine.frameworks import Build, why_unusable
from w12studio.engine.pipeline import Request

GPUS = (Device("gpu", 0, "Small"), Device("gpu", 1, "Large"))


class NvmlError(Exception):
    pass


def fake_nvml(names: list[str], busy: int = 37, broken: bool = False) -> Any:
    def refuse(*_: object) -> None:
        raise NvmlError("GPU is lost")

    return SimpleNamespace(
        NVMLError=NvmlError,
        nvmlInit=lambda: None,
        nvmlSystemGetDriverVersion=lambda: b"560.35",
        nvmlDeviceGetCount=lambda: len(names),
        nvmlDeviceGetHandleByIndex=lambda i: i,
        nvmlDeviceGetName=lambda h: names[h],
        nvmlDeviceGetMemoryInfo=refuse if broken else lambda h: SimpleNamespace(total=8 << 30, used=3 << 30),
        nvmlDeviceGetUtilizationRates=lambda h: SimpleNamespace(gpu=busy),
    )


@pytest.fixture
def nvml(monkeypatch: pytest.MonkeyPatch):
    def install(module: Any) -> None:
        monkeypatch.setattr(devices, "_nvml", lambda: module)

    return install


# -- choosing --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["auto", "cpu", "gpu", "gpu:0", "gpu:12"])
def test_words_for_devices(wanted: str) -> None:
    check_wanted(wanted)
    assert Request(device=wanted).device == wanted


@pytest.mark.parametrize("wanted", ["", "abacus", "gpu:", "gpu:x", "gpu:-1", "GPU", "cpu:0"])
def test_other_words_are_refused_with_advice(wanted: str) -> None:
    with pytest.raises(W12Error, match="auto, cpu, gpu, or one GPU as gpu:1"):
        Request(device=wanted)


@pytest.mark.parametrize(
    ("wanted", "usable", "taken"),
    [
        ("auto", GPUS, GPUS[0]),
        ("auto", (), CPU),
        ("cpu", GPUS, CPU),
        ("gpu", GPUS, GPUS[0]),
        ("gpu:1", GPUS, GPUS[1]),
    ],
)
def test_choice(wanted: str, usable: tuple[Device, ...], taken: Device) -> None:
    assert choose(wanted, usable) == taken


def test_a_gpu_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(EstimatorError, match="no gpu:2 that can be used, only gpu:0 Small, gpu:1 Large"):
        choose("gpu:2", GPUS)
    with pytest.raises(EstimatorError, match=r"no GPU that can be used \(Card: no driver\)"):
        choose("gpu", (), ["Card: no driver"])


def test_how_devices_are_named() -> None:
    assert (CPU.describe(), CPU.address) == ("cpu", "cpu:0")
    assert (GPUS[1].describe(), GPUS[1].address) == ("gpu:1 Large", "gpu:1")


# -- finding ---------------------------------------------------------------------------------------------------


def test_nvml_is_asked_first(nvml: Any) -> None:
    nvml(fake_nvml(["NVIDIA A", "NVIDIA B"]))
    assert devices.seen_gpus()[:2] == [SeenGpu(f"NVIDIA {x}", "NVIDIA", 8 << 30, "560.35") for x in "AB"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for nvidia-smi")
@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo 'NVIDIA T4, 15360, 550.54'", SeenGpu("NVIDIA T4", "NVIDIA", 15360 << 20, "550.54")),
        ("echo 'NVIDIA X, [N/A], 1'", SeenGpu("NVIDIA X", "NVIDIA", None, "1")),
        (
            "echo 'Driver/library version mismatch'; exit 18",
            SeenGpu("NVIDIA GPU", "NVIDIA", trouble="nvidia-smi says: Driver/library version mismatch"),
        ),
    ],
)
def test_nvidia_smi_is_asked_next(
    nvml: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, expected: SeenGpu
) -> None:
    nvml(None)
    command = tmp_path / "nvidia-smi"
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert expected in devices.seen_gpus()


def test_the_kernel_knows_cards_whose_driver_does_not_answer(tmp_path: Path) -> None:
    card = tmp_path / "gpus" / "0000:01:00.0"
    card.mkdir(parents=True)
    (card / "information").write_text("Model: \t\t NVIDIA GeForce\nIRQ: 1\n")
    (found,) = devices._by_proc(tmp_path)
    assert (found.name, found.vendor) == ("NVIDIA GeForce", "NVIDIA") and "does not answer" in found.trouble


def test_the_bus_knows_cards_without_a_driver(tmp_path: Path) -> None:
    for name, vendor in (("card0", "0x10de"), ("card1", "0x1002"), ("card2", "0x8086"), ("card0-DP-1", "0x10de")):
        (tmp_path / name / "device").mkdir(parents=True)
        (tmp_path / name / "device" / "vendor").write_text(vendor + "\n")
    assert [(g.vendor, g.trouble) for g in devices._by_sysfs(tmp_path)] == [("NVIDIA", "it has no driver"), ("AMD", "")]


NVIDIA = SeenGpu("NVIDIA T4", "NVIDIA", 1, "550")
LINUX = Build("2.21", "12.5", "9", "Linux")


@pytest.mark.parametrize(
    ("gpu", "build", "environ", "words"),
    [
        (SeenGpu("X", "AMD"), LINUX, {"CUDA_VISIBLE_DEVICES": ""}, "tensorflow-rocm"),
        (NVIDIA, None, {}, "TensorFlow is not installed"),
        (NVIDIA, LINUX, {}, "no CUDA 12.5 and cuDNN 9 libraries that work with driver 550"),
        (NVIDIA, LINUX, {"CUDA_VISIBLE_DEVICES": "-1"}, "CUDA_VISIBLE_DEVICES='-1' hides it"),
        (NVIDIA, LINUX, {"CUDA_VISIBLE_DEVICES": ""}, "hides it"),
        (NVIDIA, LINUX, {"CUDA_VISIBLE_DEVICES": "0"}, "pip install w12studio"),
        (NVIDIA, Build("2.21", "", "", "Linux"), {}, "built without CUDA"),
        (NVIDIA, Build("2.21", "", "", "Windows"), {}, "WSL 2"),
        (SeenGpu("X", "NVIDIA", trouble="it has no driver"), LINUX, {}, "it has no driver; reinstall"),
        (SeenGpu("X", "AMD"), LINUX, {}, "tensorflow-rocm"),
        (SeenGpu("X", "Apple"), Build("2.21", system="Darwin"), {}, "tensorflow-metal is not installed"),
        (SeenGpu("X", "Apple"), Build("2.21", system="Darwin", metal_plugin=True), {}, "does not fit"),
    ],
)
def test_why_one_that_is_there_is_not_used(
    monkeypatch: pytest.MonkeyPatch, gpu: SeenGpu, build: Build | None, environ: dict[str, str], words: str
) -> None:
    monkeypatch.setattr(frameworks, "find_spec", lambda name: None)
    assert words in why_unusable(gpu, build, environ)


def test_why_jax_does_not_use_it_either(monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_unusable(NVIDIA, LINUX, {}, "0.11").startswith(
        "JAX 0.11 can't use it, and TensorFlow 2.21 found no CUDA"
    )
    monkeypatch.setattr(frameworks, "find_spec", lambda name: None)
    assert why_unusable(NVIDIA, None, {}, "0.11") == "JAX 0.11 can't use it, and TensorFlow is not installed"
    hidden = why_unusable(NVIDIA, None, {"CUDA_VISIBLE_DEVICES": ""}, "0.11")
    assert hidden == "the environment variable CUDA_VISIBLE_DEVICES='' hides it"


# -- the monitor -----------------------------------------------------------------------------------------------


def test_utilisation(nvml: Any) -> None:
    nvml(fake_nvml(["NVIDIA A"], busy=42))
    (now,) = utilisation() or []
    assert (now.name, now.load, now.memory_used, now.memory_total) == ("NVIDIA A", 0.42, 3 << 30, 8 << 30)
    assert devices.free_memory(Device("gpu", 0, "NVIDIA A")) == 5 << 30
    assert devices.free_memory(Device("gpu", 0, "another")) is None


def test_what_the_driver_keeps_is_neither_used_nor_free(nvml: Any) -> None:
    """As nvidia-smi counts, which calls a card empty of which the driver holds 615 MB."""
    module = fake_nvml(["NVIDIA A"])
    module.nvmlMemory_v2 = 2
    module.nvmlDeviceGetMemoryInfo = lambda h, version=1: SimpleNamespace(
        total=8 << 30, used=(2 if version == 2 else 3) << 30, reserved=1 << 30
    )
    nvml(module)
    (now,) = utilisation() or []
    assert (now.memory_used, now.memory_reserved) == (2 << 30, 1 << 30)
    assert devices.free_memory(Device("gpu", 0, "NVIDIA A")) == 5 << 30


@pytest.mark.parametrize("module", [None, fake_nvml([]), fake_nvml(["A"], broken=True)], ids=["none", "no GPU", "lost"])
def test_no_utilisation_is_no_error(nvml: Any, module: Any) -> None:
    nvml(module)
    assert utilisation() is None


def test_a_library_that_fails_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise NvmlError("driver not loaded")

    monkeypatch.setitem(sys.modules, "pynvml", SimpleNamespace(nvmlInit=fail))
    devices._nvml.cache_clear()
    try:
        assert utilisation() is None
    finally:
        devices._nvml.cache_clear()


def test_asking_imports_no_framework() -> None:
    script = (
        "import sys\nfrom w12studio.engine import devices\ndevices.utilisation(); devices.seen_gpus()\n"
        "print(sorted({'tensorflow', 'keras', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# -- batches ---------------------------------------------------------------------------------------------------


@given(free=st.integers(0, 1 << 40), need=st.floats(0, 1e9))
def test_a_batch_fits_half_of_the_free_memory(free: int, need: float) -> None:
    n = batch_size(free, need)
    assert SMALLEST <= n <= LARGEST and n & (n - 1) == 0
    assert n == SMALLEST or n * need <= free / 2


class ResourceExhaustedError(Exception):
    """Named as TensorFlow's own."""


class XlaRuntimeError(RuntimeError):
    """Named as JAX's own was."""


class JaxRuntimeError(RuntimeError):
    """Named as JAX's own is."""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ResourceExhaustedError(), True),
        (MemoryError(), True),
        (XlaRuntimeError("RESOURCE_EXHAUSTED: out of memory"), True),
        (XlaRuntimeError("INVALID_ARGUMENT"), False),
        (ValueError("out of memory"), False),
        (JaxRuntimeError("RESOURCE_EXHAUSTED: Out of memory while trying to allocate 4.00GiB."), True),
    ],
)
def test_which_errors_mean_memory(error: Exception, expected: bool) -> None:
    assert is_out_of_memory(error) is expected


class Model:
    """Doubles its frames; fails above a number of frames on the GPU, or everywhere."""

    def __init__(self, limits: dict[str, int], batch: int = 64) -> None:
        self.limits = limits
        self.batch = batch
        self.calls: list[tuple[str, int]] = []

    def load(self, device: Device) -> tuple[batches.Call, int]:
        def call(frames: np.ndarray) -> np.ndarray:
            self.calls.append((device.kind, len(frames)))
            if len(frames) > self.limits.get(device.kind, 10**9):
                raise ResourceExhaustedError
            return frames * 2

        return call, self.batch


def numbered(n: int) -> np.ndarray:
    return np.arange(n, dtype=np.float32)[:, None]


@given(
    n=st.integers(0, 300),
    limit=st.integers(0, 200),
    batch=st.sampled_from([32, 64, 256]),
)
def test_whatever_the_memory_every_frame_is_computed_once(n: int, limit: int, batch: int) -> None:
    model = Model({"gpu": limit}, batch)
    runner = BatchRunner(model.load, GPUS[0])
    shares: list[float] = []
    out = runner.run(numbered(n), shares.append)
    assert out.ravel().tolist() == [2.0 * i for i in range(n)]
    assert shares == sorted(shares) and (not n or shares[-1] == 1.0)
    if limit < SMALLEST and n >= SMALLEST:
        assert runner.device == CPU and "the CPU computed the rest" in runner.events[-1]
    assert runner.began_on == GPUS[0]


def test_it_goes_on_from_the_frame_reached() -> None:
    model = Model({}, 512)
    runner = BatchRunner(model.load, GPUS[0])
    runner.run(numbered(1024), lambda _: None)
    model.limits["gpu"] = 127
    model.calls.clear()
    runner.run(numbered(96), lambda _: None)
    assert [n for _, n in model.calls] == [512, 128, 32, 32, 32]
    assert runner.device == GPUS[0] and len(runner.events) == 2


def test_a_gpu_is_given_whole_batches_and_a_processor_is_not() -> None:
    for device, sizes in ((GPUS[0], [64, 64]), (CPU, [64, 6])):
        model = Model({}, 64)
        out = BatchRunner(model.load, device).run(numbered(70), lambda _: None)
        assert [n for _, n in model.calls] == sizes and len(out) == 70


class Measured:
    """A network that tells its memory: so much a frame up to a size, all that there is beyond."""

    def __init__(self, bytes_a_frame: float | None, most: int = 10**9) -> None:
        self.bytes_a_frame, self.most = bytes_a_frame, most
        self.asked: list[int] = []

    def __call__(self, frames: np.ndarray) -> np.ndarray:
        raise AssertionError("measuring is the network's own business")

    def bytes_for(self, count: int) -> float | None:
        self.asked.append(count)
        if count > self.most:
            return math.inf
        return None if self.bytes_a_frame is None else count * self.bytes_a_frame


@pytest.mark.parametrize(
    ("network", "free", "size", "asked"),
    [
        (Measured(200.0), 1 << 20, 1024, [1024]),
        (Measured(1000.0), 1 << 20, 512, [1024, 512]),
        (Measured(200.0, most=300), 1 << 20, 256, [1024, 512, 256]),
        (Measured(None), 100_000, 256, [256]),
        (Measured(1e9), 1 << 20, SMALLEST, [1024, 512, 256, 128, 64]),
    ],
    ids=["it fits", "more than was thought", "none left", "nobody tells", "never fits"],
)
def test_a_batch_is_measured(network: Measured, free: int, size: int, asked: list[int]) -> None:
    assert measured_batch_size(network, GPUS[0], free, least_bytes_a_frame=150) == size
    assert network.asked == asked


def test_memory_that_runs_out_on_the_cpu_too_is_said() -> None:
    runner = BatchRunner(Model({"gpu": 0, "cpu": 0}).load, GPUS[0])
    with pytest.raises(EstimatorError, match="not enough memory"):
        runner.run(numbered(64), lambda _: None)


def test_a_model_that_does_not_fit_goes_to_the_cpu() -> None:
    def load(device: Device) -> tuple[batches.Call, int]:
        if device.kind == "gpu":
            raise ResourceExhaustedError
        return (lambda frames: frames), 8

    runner = BatchRunner(load, GPUS[0])
    assert runner.device == CPU and runner.batch == 8 and len(runner.events) == 1


def test_other_errors_and_a_cancel_pass_through() -> None:
    def stop(_: float) -> None:
        raise Cancelled

    def load(_: Device) -> tuple[batches.Call, int]:
        def call(frames: np.ndarray) -> np.ndarray:
            raise ValueError("a bug")

        return call, 8

    with pytest.raises(Cancelled):
        BatchRunner(Model({}).load, CPU).run(numbered(10), stop)
    with pytest.raises(ValueError, match="a bug"):
        BatchRunner(load, CPU).run(numbered(10), lambda _: None)
