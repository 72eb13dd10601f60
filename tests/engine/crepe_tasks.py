"""Tasks that the tests of CREPE let a worker run: the tests themselves must not import TensorFlow."""

from w12studio.domain.analysis import PITCH
from w12studio.engine import crepe
from w12studio.engine.crepe_model import build_model, compiled, normalized
from w12studio.engine.devices import CPU, Device

FAKE_GPU = Device("gpu", 0, "Imaginary GPU")


def activations(job, frames, dtype="float32"):
    call = compiled(build_model("tiny", dtype))
    return call(normalized(frames))


def short_of_memory(job, audio, limit, params=None):
    """CREPE on a "GPU" whose memory takes ``limit`` frames at a time, twice: tracks, calls made, each run.

    TensorFlow's own error is raised where the model is called, and nothing else is changed: the GPU's place is taken
    by the processor.
    """
    import tensorflow as tf

    calls = []
    real_place, real_gpus = crepe._place, crepe.usable_gpus

    def place(capacity, precision, device):
        inner, _ = real_place(capacity, precision, CPU)

        def call(frames):
            calls.append((device.kind, len(frames)))
            if device.kind == "gpu" and len(frames) > limit:
                raise tf.errors.ResourceExhaustedError(
                    None, None, "OOM when allocating tensor with shape[512,64,1,128]"
                )
            return inner(frames)

        return call, 512 if device.kind == "gpu" else 64

    crepe._place, crepe.usable_gpus = place, lambda: (FAKE_GPU,)
    crepe._RESIDENT.clear()
    runs = []
    try:
        for _ in range(2):
            calls.clear()
            tracks = crepe.estimate_tiny(audio, job, params or {})
            runs.append((next(t for t in tracks if t.kind == PITCH), list(calls)))
    finally:
        crepe._place, crepe.usable_gpus = real_place, real_gpus
        crepe._RESIDENT.clear()
    return runs


def resident_calls(job, audio):
    """How often the model is built for two files in a row."""
    built = []
    real = crepe.build_model
    crepe._RESIDENT.clear()
    crepe.build_model = lambda *a: built.append(a) or real(*a)
    try:
        for _ in range(2):
            crepe.estimate_tiny(audio, job, {"device": "cpu"})
    finally:
        crepe.build_model = real
    return built


def torchcrepe_difference(job, frames, capacity):
    """Largest difference of activations from torchcrepe's, over frames; None without it."""
    import numpy as np

    try:
        import torch
        import torchcrepe
    except ImportError:
        return None
    ours = compiled(build_model(capacity))(normalized(frames))
    with torch.no_grad():
        theirs = torchcrepe.infer(torch.tensor(normalized(frames)), capacity, "cpu").numpy()
    return float(np.abs(ours - theirs).max())
