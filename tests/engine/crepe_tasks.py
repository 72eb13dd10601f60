"""Tasks that the tests of CREPE let a worker run: the tests themselves must not import TensorFlow."""

from w12studio.domain.analysis import PITCH
from w12studio.engine import crepe
from w12studio.engine.crepe_compiled import compiled
from w12studio.engine.crepe_model import build_model, normalized
from w12studio.engine.devices import CPU, Device
from w12studio.engine.frameworks import Framework

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
    real_place, real_framework = crepe._place, crepe.framework

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

    crepe._place, crepe.framework = place, lambda: Framework("tensorflow", (FAKE_GPU,))
    crepe._RESIDENT.clear()
    runs = []
    try:
        for _ in range(2):
            calls.clear()
            tracks = crepe.estimate_tiny(audio, job, params or {})
            runs.append((next(t for t in tracks if t.kind == PITCH), list(calls)))
    finally:
        crepe._place, crepe.framework = real_place, real_framework
        crepe._RESIDENT.clear()
    return runs


def on_a_full_card(job, audio, left):
    """CREPE on the real GPU of which about ``left`` bytes can be had, under JAX: tracks, and what the log said."""
    import logging

    import jax
    import numpy as np

    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())
    logging.getLogger("w12studio.engine.batches").addHandler(handler)
    (gpu,) = crepe.framework().gpus[:1]
    crepe.resident("tiny", "float32", gpu)
    (card,) = (d for d in jax.devices("gpu") if d.id == gpu.index)
    ballast = []
    try:
        while True:
            ballast.append(jax.device_put(np.zeros(8 << 20, np.float32), card).block_until_ready())
    except jax.errors.JaxRuntimeError:
        del ballast[10 : 10 + left // (32 << 20)]  # neighbours, so that what is free is in one piece
    try:
        return crepe.estimate_tiny(audio, job, {"device": "gpu"}), said
    finally:
        ballast.clear()
        logging.getLogger("w12studio.engine.batches").removeHandler(handler)


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
