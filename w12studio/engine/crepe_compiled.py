"""CREPE's network made ready to run under TensorFlow or JAX, and what memory a batch of it takes."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from w12studio.engine.batches import Compiled, Frames, is_out_of_memory
from w12studio.engine.crepe_model import FRAME_SIZE

log = logging.getLogger(__name__)


def compiled(model: Any, address: str = "cpu:0") -> Compiled:
    """A model (n, 1024) -> (n, 360) as a function over numpy arrays, as fast as the framework in use makes it.

    Parameters
    ----------
    model : keras.Model
        Built on the device, within ``keras.device(address)``.
    address : str
        "cpu:0", "gpu:0" and the like.
    """
    import keras

    known: dict[str, Callable[[Any, str], Compiled]] = {"tensorflow": _UnderTensorFlow, "jax": _UnderJax}
    return known.get(keras.backend.backend(), _UnderAny)(model, address)


def _unmeasured(error: Exception, device: str) -> float | None:
    log.info("could not measure memory on %s: %s", device, str(error).partition("\n")[0])
    return math.inf if is_out_of_memory(error) else None


class _UnderTensorFlow:
    """One graph for every batch size: a trace costs more than the first batch."""

    def __init__(self, model: Any, address: str) -> None:
        import tensorflow as tf

        self._tf = tf
        self._device = address.upper()
        self._run = tf.function(
            lambda x: model(x, training=False), input_signature=[tf.TensorSpec((None, FRAME_SIZE), tf.float32)]
        )

    def __call__(self, frames: Frames) -> Frames:
        with self._tf.device(self._device):
            out: Frames = self._run(self._tf.constant(frames)).numpy()
        return out

    def bytes_for(self, count: int) -> float | None:
        experimental = self._tf.config.experimental
        try:
            self(np.zeros((count, FRAME_SIZE), np.float32))  # so that workspaces are there already
            experimental.reset_memory_stats(self._device)
            self(np.zeros((count, FRAME_SIZE), np.float32))
            return float(experimental.get_memory_info(self._device)["peak"])
        except (ValueError, self._tf.errors.OpError) as error:  # a full card, or a plug-in without statistics
            return _unmeasured(error, self._device)


class _UnderJax:
    """One program for each batch size, kept: XLA compiles for a size, and says then what memory it will take."""

    def __init__(self, model: Any, address: str) -> None:
        import jax

        kind, _, index = address.partition(":")
        self._jax = jax
        self._device = next(d for d in jax.devices(kind) if d.id == int(index))
        fixed = [[v.value for v in group] for group in (model.trainable_variables, model.non_trainable_variables)]
        self._weights = jax.device_put(fixed, self._device)
        self._run = jax.jit(lambda weights, x: model.stateless_call(*weights, x, training=False)[0])
        self._programs: dict[int, Any] = {}

    def __call__(self, frames: Frames) -> Frames:
        there = self._jax.device_put(frames, self._device)
        return np.asarray(self._program(len(frames))(self._weights, there))

    def _program(self, count: int) -> Any:
        if count not in self._programs:
            place = self._jax.sharding.SingleDeviceSharding(self._device)
            shape = self._jax.ShapeDtypeStruct((count, FRAME_SIZE), np.float32, sharding=place)
            self._programs[count] = self._run.lower(self._weights, shape).compile()
        return self._programs[count]

    def bytes_for(self, count: int) -> float | None:
        try:
            plan = self._program(count).memory_analysis()
        except self._jax.errors.JaxRuntimeError as error:
            return _unmeasured(error, str(self._device))
        return None if plan is None else float(plan.temp_size_in_bytes + plan.output_size_in_bytes)


class _UnderAny:
    """Any other framework that Keras knows, for comparison."""

    def __init__(self, model: Any, address: str) -> None:
        import keras

        self._keras = keras
        self._model, self._address = model, address

    def __call__(self, frames: Frames) -> Frames:
        with self._keras.device(self._address):
            out: Frames = self._keras.ops.convert_to_numpy(self._model.predict_on_batch(frames))
        return out

    def bytes_for(self, count: int) -> float | None:
        return None
