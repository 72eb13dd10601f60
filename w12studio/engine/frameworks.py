"""The framework that computes CREPE, and the GPUs it can use: TensorFlow, or JAX where only JAX can use one.

Keras computes on one framework a process, which is chosen before Keras is imported: `framework` does so. Set in the
environment, ``KERAS_BACKEND=jax`` or ``tensorflow`` insists. `framework` and `survey` import what they ask, and belong
into a worker.
"""

from __future__ import annotations

import importlib.metadata
import logging
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from w12studio.engine.devices import Device, SeenGpu, free_memory, seen_gpus
from w12studio.engine.paths import cache_dir

log = logging.getLogger(__name__)

TENSORFLOW, JAX = "tensorflow", "jax"
#: JAX may take this share of a card's memory, and this many bytes: twice what the widest network needs.
_USUAL_SHARE, _MOST_OF_A_CARD = 0.75, 4 << 30
TITLES = {TENSORFLOW: "TensorFlow", JAX: "JAX"}


@dataclass(frozen=True, slots=True)
class Framework:
    """What computes in this process: ``name`` as Keras calls it, and the GPUs it lists.

    ``instead_of`` is what TensorFlow said where it is installed, but does not load; "" otherwise.
    """

    name: str
    gpus: tuple[Device, ...] = ()
    instead_of: str = ""

    @property
    def title(self) -> str:
        """For people."""
        return TITLES[self.name]


@dataclass(frozen=True, slots=True)
class Build:
    """What the installed TensorFlow could use: its version, the CUDA version it was built for ("" without)."""

    version: str
    cuda_version: str = ""
    cudnn_version: str = ""
    system: str = platform.system()
    metal_plugin: bool = False


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything about GPUs: ``reasons`` names each GPU that is there and can't be used, and why.

    ``jax`` is the version of JAX, "" where it is not installed; ``chosen`` is None where there is neither.
    """

    build: Build | None
    jax: str
    chosen: Framework | None
    seen: tuple[SeenGpu, ...]
    reasons: tuple[str, ...]

    @property
    def usable(self) -> tuple[Device, ...]:
        """GPUs that the chosen framework lists."""
        return self.chosen.gpus if self.chosen else ()


@cache
def framework() -> Framework:
    """The framework of this process; Keras imported later computes on it.

    TensorFlow where it lists a GPU or nobody does, JAX where only JAX lists one or TensorFlow is not installed, or
    does not load. JAX is asked only where it may be needed, or the driver knows of a GPU: importing it costs a second.

    Raises
    ------
    ImportError
        When neither can be loaded, or the one insisted on can't.
    """
    wanted = os.environ.get("KERAS_BACKEND", "")
    found = _insisted(wanted) if wanted in TITLES else _best()
    os.environ["KERAS_BACKEND"] = found.name
    return found


def _insisted(name: str) -> Framework:
    return Framework(name, _gpus_of_jax() if name == JAX else _gpus_of_tensorflow())


def _best() -> Framework:
    with_jax = find_spec("jax") is not None
    if find_spec("tensorflow") is None and with_jax:
        return Framework(JAX, _gpus_of_jax())
    try:
        gpus = _gpus_of_tensorflow()
    except ImportError as error:  # installed, and of another version than a library it needs, or damaged
        if not with_jax:
            raise
        log.warning("TensorFlow does not load, JAX computes instead: %s", error)
        return Framework(JAX, _gpus_of_jax(), instead_of=str(error) or type(error).__name__)
    if not gpus and with_jax and seen_gpus() and (others := _gpus_of_jax()):
        return Framework(JAX, others)
    return Framework(TENSORFLOW, gpus)


def _gpus_of_tensorflow() -> tuple[Device, ...]:
    """GPUs that TensorFlow lists, with memory growth switched on and TensorFloat-32 off.

    Without growth TensorFlow takes the whole memory of the card at once, from every other program.
    """
    import tensorflow as tf

    out = []
    for i, physical in enumerate(tf.config.list_physical_devices("GPU")):
        details = tf.config.experimental.get_device_details(physical)
        out.append(_device(i, str(details.get("device_name", physical.name))))
        tf.config.experimental.set_memory_growth(physical, True)
        tf.config.experimental.enable_tensor_float_32_execution(False)
    return tuple(out)


def _gpus_of_jax() -> tuple[Device, ...]:
    """GPUs that JAX lists, set up to take a little of their memory, as it is needed, and to compile once.

    Left alone, JAX takes three quarters of a card at once; where it does not, its search for the fastest algorithm
    takes all that it can get (107 GB were seen, for a network that needs 0.3), and keeps it.
    """
    os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")
    if totals := [g.memory_bytes for g in seen_gpus() if g.memory_bytes]:
        share = min(_USUAL_SHARE, _MOST_OF_A_CARD / max(totals))
        os.environ.setdefault("XLA_PYTHON_CLIENT_MEM_FRACTION", f"{share:.4f}")
    import jax

    try:
        found = jax.devices("gpu")
    except RuntimeError as error:
        log.info("JAX lists no GPU: %s", error)
        return ()
    jax.config.update("jax_default_matmul_precision", "highest")  # float32 as it is written: no TensorFloat-32
    if "JAX_COMPILATION_CACHE_DIR" not in os.environ:
        jax.config.update("jax_compilation_cache_dir", str(cache_dir() / "jax"))
        jax.config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
    return tuple(_device(d.id, d.device_kind) for d in found)


def _device(index: int, name: str) -> Device:
    same = [g for g in seen_gpus() if g.name == name]
    return Device("gpu", index, name, same[0].memory_bytes if same else None)


def free_bytes(device: Device) -> int | None:
    """Bytes of a GPU that this process may still take; None where nobody tells."""
    told = [free_memory(device)]
    if framework().name == JAX:  # which takes what it was set up to take, and no more
        import jax

        (card,) = (d for d in jax.devices("gpu") if d.id == device.index)
        stats = card.memory_stats() or {}
        if "bytes_limit" in stats:
            told.append(int(stats["bytes_limit"] - stats.get("bytes_in_use", 0)))
    return min((n for n in told if n is not None), default=None)


# -- what is there, and why it is not used ---------------------------------------------------------------------


def build_of_tensorflow() -> Build | None:
    """What TensorFlow was built for; None where it is not installed, or does not load."""
    try:
        import tensorflow as tf
    except ImportError:
        return None
    info = tf.sysconfig.get_build_info()
    cuda = str(info.get("cuda_version", "")) if info.get("is_cuda_build") else ""
    metal = any("metal" in p.name.lower() for p in _plugins())
    return Build(tf.__version__, cuda, str(info.get("cudnn_version", "")), metal_plugin=metal)


def _plugins() -> list[Any]:
    return [d for d in importlib.metadata.distributions() if "tensorflow-metal" in (d.name or "").lower()]


def version_of_jax() -> str:
    """JAX's version; "" where it is not installed."""
    return importlib.metadata.version("jax") if find_spec("jax") is not None else ""


def survey() -> Survey:
    """All there is to know."""
    build, jax, seen = build_of_tensorflow(), version_of_jax(), tuple(seen_gpus())
    chosen = framework() if build is not None or jax else None
    reasons = () if chosen and chosen.gpus else _reasons(build, jax, seen)
    return Survey(build, jax, chosen, seen, reasons)


def survey_task(job: object) -> Survey:
    """`survey` as a task of a worker."""
    return survey()


def reasons() -> tuple[str, ...]:
    """Each GPU that is there though none can be used, and why, as "name: why"."""
    return _reasons(build_of_tensorflow(), version_of_jax(), tuple(seen_gpus()))


def _reasons(build: Build | None, jax: str, seen: tuple[SeenGpu, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{gpu.name}: {why_unusable(gpu, build, os.environ, jax)}" for gpu in seen))


def why_unusable(gpu: SeenGpu, build: Build | None, environ: Mapping[str, str], jax: str = "") -> str:
    """Why neither TensorFlow nor JAX lists a GPU that is there, and what to do, as a phrase.

    Parameters
    ----------
    build : Build or None
        Of TensorFlow.
    jax : str
        Its version; "" where it is not installed.
    """
    if gpu.trouble:
        return f"{gpu.trouble}; reinstall the driver or restart, and give a container access (docker run --gpus all)"
    hidden = environ.get("CUDA_VISIBLE_DEVICES")
    if gpu.vendor == "NVIDIA" and hidden is not None and (not hidden.strip() or hidden.strip().startswith("-1")):
        return f"the environment variable CUDA_VISIBLE_DEVICES={hidden!r} hides it"
    why = _why_not_by_tensorflow(gpu, build)
    return f"JAX {jax} can't use it, and {why}" if jax else why


def _why_not_by_tensorflow(gpu: SeenGpu, build: Build | None) -> str:
    if build is None:
        return "TensorFlow is not installed" if find_spec("tensorflow") is None else "TensorFlow does not load"
    if gpu.vendor == "Apple":
        return (
            "the plug-in tensorflow-metal is installed but does not fit this version of TensorFlow"
            if build.metal_plugin
            else "the plug-in tensorflow-metal is not installed"
        )
    if gpu.vendor == "AMD":
        return "this TensorFlow is not built for it; AMD's own package tensorflow-rocm is"
    if build.system == "Windows":
        return "TensorFlow uses no GPU on Windows itself; inside WSL 2 it does"
    if not build.cuda_version:
        return f"TensorFlow {build.version} was built without CUDA"
    return (
        f"TensorFlow {build.version} found no CUDA {build.cuda_version} and cuDNN {build.cudnn_version} libraries "
        f"that work with driver {gpu.driver or 'of unknown version'}; `pip install w12studio[gpu]` brings them"
    )
