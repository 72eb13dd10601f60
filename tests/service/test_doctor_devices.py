"""What the examination says of devices; the worker's answer is a stand-in."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from w12studio.engine.devices import Device, SeenGpu
from w12studio.engine.frameworks import JAX, TENSORFLOW, Build, Framework, Survey
from w12studio.engine.workers import WorkerEvent
from w12studio.service import doctor

CARD = SeenGpu("NVIDIA X", "NVIDIA", 16 << 30, "580")
GPU = Device("gpu", 0, "NVIDIA X", 16 << 30)
BUILD = Build("2.21", "12.5", "9", "Linux")


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (
            Survey(BUILD, "0.11", Framework(JAX, (GPU,)), (CARD,), ()),
            {
                "TensorFlow": "2.21, built for CUDA 12.5",
                "JAX": "0.11",
                "CREPE": "computed by JAX, the only one that lists a GPU",
                "gpu:0": "NVIDIA X, 16 GB, driver 580",
            },
        ),
        (
            Survey(None, "0.11", Framework(JAX), (), ()),
            {"JAX": "0.11", "CREPE": "computed by JAX", "GPU": "none found; models run on the processor"},
        ),
        (
            Survey(BUILD, "", Framework(TENSORFLOW), (CARD,), ("NVIDIA X: it is hidden",)),
            {
                "TensorFlow": "2.21, built for CUDA 12.5",
                "CREPE": "computed by TensorFlow",
                "NVIDIA X": "it is hidden",
            },
        ),
        (
            Survey(None, "0.11", Framework(JAX, (), "no libcudart"), (), ()),
            {
                "TensorFlow": "it is installed, but does not load: no libcudart",
                "JAX": "0.11",
                "CREPE": "computed by JAX",
                "GPU": "none found; models run on the processor",
            },
        ),
    ],
    ids=["JAX alone uses it", "no GPU", "nobody uses it", "TensorFlow does not load"],
)
def test_who_computes_and_where_is_said(monkeypatch: pytest.MonkeyPatch, found: Survey, lines: dict[str, str]) -> None:
    monkeypatch.setattr(doctor, "_answer", lambda pool, task: WorkerEvent(1, "done", found))
    monkeypatch.setattr(doctor, "utilisation", lambda: None)
    checks = list(doctor._devices(SimpleNamespace(submit=lambda *a: 1)))
    assert {c.name: c.detail for c in checks} == lines
