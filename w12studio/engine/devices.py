"""GPUs: which are there, which one to take, and how busy they are.

What is there is asked of the driver (NVML, ``nvidia-smi``, the kernel); what can be used, of the framework that
computes (`w12studio.engine.frameworks`). No framework is imported here.
"""

from __future__ import annotations

import csv
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from w12studio.domain.errors import EstimatorError, W12Error

_WANTED = re.compile(r"auto|cpu|gpu(:\d+)?")
_PCI_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD"}


@dataclass(frozen=True, slots=True)
class SeenGpu:
    """A GPU that the machine says it has, usable or not.

    Attributes
    ----------
    name : str
    vendor : str
        "NVIDIA", "AMD" or "Apple".
    memory_bytes : int or None
        In all; None where nobody tells.
    driver : str
        Version of the driver; "" where unknown.
    trouble : str
        What the driver answered in place of an answer; "" where it works.
    """

    name: str
    vendor: str
    memory_bytes: int | None = None
    driver: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """Something a model can run on.

    Attributes
    ----------
    kind : str
        "cpu" or "gpu".
    index : int
        Among those of its kind that the framework lists.
    name : str
        For people.
    memory_bytes : int or None
        In all, of a GPU.
    """

    kind: str
    index: int = 0
    name: str = ""
    memory_bytes: int | None = None

    @property
    def address(self) -> str:
        """As Keras wants it, e.g. "gpu:0"."""
        return f"{self.kind}:{self.index}"

    def describe(self) -> str:
        """For `Source.params`, e.g. "gpu:0 NVIDIA H200" or "cpu"."""
        return self.kind if self.kind == "cpu" else f"{self.address} {self.name}".strip()


CPU = Device("cpu")


@dataclass(frozen=True, slots=True)
class Utilisation:
    """How busy a GPU is: ``load`` 0..1 of the last moment, memory in bytes; the driver keeps ``memory_reserved``."""

    name: str
    load: float
    memory_used: int
    memory_total: int
    memory_reserved: int = 0


def check_wanted(wanted: str) -> None:
    """Raise `W12Error` unless ``wanted`` is "auto", "cpu", "gpu" or "gpu:1" and the like."""
    if not _WANTED.fullmatch(wanted):
        raise W12Error(f"there is no device {wanted!r}", advice="Choose auto, cpu, gpu, or one GPU as gpu:1.")


# -- what is there ---------------------------------------------------------------------------------------------


def seen_gpus() -> list[SeenGpu]:
    """GPUs according to the driver and the kernel; never raises, imports no framework."""
    found = _by_nvml() or _by_nvidia_smi()
    if not any(g.vendor == "NVIDIA" for g in found):
        found = [*found, *_by_proc()]
    found += [g for g in _by_sysfs() if g.vendor not in {f.vendor for f in found}]
    if platform.system() == "Darwin" and platform.machine() == "arm64":
        found.append(SeenGpu("Apple GPU", "Apple"))
    return found


@cache
def _nvml() -> Any:
    """The module pynvml, ready for questions; None where it or the driver is missing."""
    try:
        import pynvml

        pynvml.nvmlInit()
    except Exception:  # NVMLError, or an OSError of the loader: either way there is nobody to ask
        return None
    return pynvml


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value  # older versions answer in bytes


def _by_nvml() -> list[SeenGpu]:
    nvml = _nvml()
    if nvml is None:
        return []
    try:
        driver = _text(nvml.nvmlSystemGetDriverVersion())
        handles = [nvml.nvmlDeviceGetHandleByIndex(i) for i in range(nvml.nvmlDeviceGetCount())]
        return [
            SeenGpu(_text(nvml.nvmlDeviceGetName(h)), "NVIDIA", int(nvml.nvmlDeviceGetMemoryInfo(h).total), driver)
            for h in handles
        ]
    except nvml.NVMLError:
        return []


def _by_nvidia_smi() -> list[SeenGpu]:
    command = shutil.which("nvidia-smi")
    if command is None:
        return []
    query = [command, "--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(query, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return [SeenGpu("NVIDIA GPU", "NVIDIA", trouble=f"nvidia-smi gives no answer ({error})")]
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines() or [f"exit code {done.returncode}"]
        return [SeenGpu("NVIDIA GPU", "NVIDIA", trouble=f"nvidia-smi says: {said[0]}")]
    rows = [[cell.strip() for cell in row] for row in csv.reader(done.stdout.splitlines()) if len(row) == 3]
    return [
        SeenGpu(name, "NVIDIA", int(memory) * 2**20 if memory.isdigit() else None, driver)
        for name, memory, driver in rows
    ]


def _by_proc(root: Path = Path("/proc/driver/nvidia")) -> list[SeenGpu]:
    """Where NVML does not answer, the kernel module still names its cards."""
    found = []
    for info in sorted(root.glob("gpus/*/information")):
        try:
            model = re.search(r"Model:\s*(.+)", info.read_text())
        except OSError:
            continue
        name = model.group(1).strip() if model else "NVIDIA GPU"
        found.append(SeenGpu(name, "NVIDIA", trouble="its driver is loaded but does not answer"))
    return found


def _by_sysfs(root: Path = Path("/sys/class/drm")) -> list[SeenGpu]:
    found = []
    for vendor in sorted(root.glob("card[0-9]*/device/vendor")):
        if "-" in vendor.parent.parent.name:  # a connector of a card
            continue
        try:
            maker = _PCI_VENDORS.get(vendor.read_text().strip())
        except OSError:
            continue
        if maker:
            found.append(SeenGpu(f"{maker} GPU", maker, trouble="" if maker == "AMD" else "it has no driver"))
    return found


def choose(wanted: str, usable: Sequence[Device], reasons: Sequence[str] = ()) -> Device:
    """The device for "auto", "cpu", "gpu" or "gpu:N".

    Raises
    ------
    EstimatorError
        When a GPU is asked for that can't be used.
    """
    check_wanted(wanted)
    if wanted == "cpu" or (wanted == "auto" and not usable):
        return CPU
    index = int(wanted.partition(":")[2] or 0)
    if index < len(usable):
        return usable[index]
    advice = "Choose auto or cpu, or see `w12studio doctor`."
    if usable:
        there = ", ".join(d.describe() for d in usable)
        raise EstimatorError(f"there is no {wanted} that can be used, only {there}", advice=advice)
    why = f" ({'; '.join(reasons)})" if reasons else ""
    raise EstimatorError(f"there is no GPU that can be used{why}", advice=advice)


# -- how busy they are -----------------------------------------------------------------------------------------


def utilisation() -> list[Utilisation] | None:
    """How busy each NVIDIA GPU is; None without one, or without nvidia-ml-py. Never raises; takes below 1 ms."""
    nvml = _nvml()
    if nvml is None:
        return None
    out = []
    try:
        for i in range(nvml.nvmlDeviceGetCount()):
            handle = nvml.nvmlDeviceGetHandleByIndex(i)
            memory = _memory(nvml, handle)
            load = nvml.nvmlDeviceGetUtilizationRates(handle).gpu / 100
            out.append(Utilisation(_text(nvml.nvmlDeviceGetName(handle)), load, *memory))
    except nvml.NVMLError:
        return None
    return out or None


def _memory(nvml: Any, handle: Any) -> tuple[int, int, int]:
    """Bytes used by programs (as nvidia-smi counts), in all, and reserved; older drivers count reserved as used."""
    try:
        memory = nvml.nvmlDeviceGetMemoryInfo(handle, version=nvml.nvmlMemory_v2)
    except (AttributeError, TypeError, nvml.NVMLError):
        memory = nvml.nvmlDeviceGetMemoryInfo(handle)
        return int(memory.used), int(memory.total), 0
    return int(memory.used), int(memory.total), int(memory.reserved)


def free_memory(device: Device) -> int | None:
    """Bytes that nobody uses on a GPU; None where nobody tells."""
    matching = [u for u in utilisation() or [] if u.name == device.name]
    if not matching:
        return None
    one = matching[min(device.index, len(matching) - 1)]
    return one.memory_total - one.memory_used - one.memory_reserved
