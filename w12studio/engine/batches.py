"""Running a model over many frames: batches as large as the device's memory takes, and what to do when it does not.

Out of memory, the batch is quartered and the work goes on from the frame reached: frameworks wait ten seconds for
memory before they give up, so that few steps are better than small ones. At the smallest batch the CPU takes over for
the rest of the file; the next file begins on the GPU again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError
from w12studio.engine.devices import CPU, Device

log = logging.getLogger(__name__)

#: Frames: below, a GPU is no faster than a processor; above, whole files are computed no faster.
SMALLEST, LARGEST = 32, 1024
#: Of the free memory; the rest is for other programs, and for what the measurement can't foresee.
_SHARE = 0.5

Frames = NDArray[np.float32]
Call = Callable[[Frames], Frames]


class Compiled(Protocol):
    """A network ready to run on a device."""

    def __call__(self, frames: Frames) -> Frames:
        """The outputs for frames."""

    def bytes_for(self, count: int) -> float | None:
        """Working memory that ``count`` frames at a time take: infinite beyond what is free, None if nobody tells."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of TensorFlow, PyTorch, JAX or Python says that memory ran out; imports none of them."""
    names = {c.__name__ for c in type(error).__mro__}
    if names & {"ResourceExhaustedError", "OutOfMemoryError", "MemoryError"}:
        return True
    return bool(names & {"JaxRuntimeError", "XlaRuntimeError"}) and "RESOURCE_EXHAUSTED" in str(error)


def batch_size(free_bytes: int, bytes_a_frame: float) -> int:
    """Largest power of two of frames within half of the free memory, `SMALLEST` to `LARGEST`."""
    fits = max(SMALLEST, int(_SHARE * free_bytes / max(bytes_a_frame, 1.0)))
    return int(min(LARGEST, 2 ** (fits.bit_length() - 1)))


def measured_batch_size(network: Compiled, device: Device, free_bytes: int, least_bytes_a_frame: int) -> int:
    """Batch size for a GPU: the largest of which the network says that it takes half of the free memory at most.

    Parameters
    ----------
    network : Compiled
        On ``device``.
    free_bytes : int
        Of the device, before anything ran.
    least_bytes_a_frame : int
        What a frame takes at the very least (its two largest layers): what to try first, and to go by where nobody
        tells.
    """
    size = batch_size(free_bytes, least_bytes_a_frame)
    while size > SMALLEST and (network.bytes_for(size) or 0.0) > _SHARE * free_bytes:
        size //= 2
    log.info("%s: %d frames at a time, %.1f GB free", device.describe(), size, free_bytes / 2**30)
    return size


class BatchRunner:
    """Runs a model over the frames of one file.

    Parameters
    ----------
    load : callable
        Device -> (call, batch size) of the model on that device.
    device : Device
        Where to begin.

    Attributes
    ----------
    device : Device
        Where it runs now.
    batch : int
        Frames at a time now.
    events : list of str
        What happened, as sentences for people.
    """

    def __init__(self, load: Callable[[Device], tuple[Call, int]], device: Device) -> None:
        self._load = load
        self.began_on = self.device = device
        self.events: list[str] = []
        self._call, self.batch = self._place(device)

    def _place(self, device: Device) -> tuple[Call, int]:
        try:
            return self._load(device)
        except Exception as error:
            if device.kind == "cpu" or not is_out_of_memory(error):
                raise
            self._leave(device)
            return self._load(CPU)

    def run(self, frames: Frames, progress: Callable[[float], Any]) -> Frames:
        """The model's outputs for all frames.

        Parameters
        ----------
        frames : ndarray, shape (n, size)
        progress : callable
            Told the share done after each batch; may raise to stop the work.

        Raises
        ------
        EstimatorError
            When memory runs out at the smallest batch on the CPU.
        """
        parts: list[Frames] = []
        done = 0
        while done < len(frames):
            piece = frames[done : done + self.batch]
            whole = self._padded(piece)
            try:
                out = self._call(whole)[: len(piece)]
            except Exception as error:
                if not is_out_of_memory(error):
                    raise
                self._step_down(len(whole))
                continue
            parts.append(out)
            done += len(piece)
            progress(done / len(frames))
        return np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)

    def _padded(self, piece: Frames) -> Frames:
        if self.device.kind == "cpu" or len(piece) == self.batch:
            return piece
        # For each shape a GPU's program is compiled anew, or its fastest algorithm is sought: let there be one.
        return np.pad(piece, ((0, self.batch - len(piece)), (0, 0)))

    def _step_down(self, tried: int) -> None:
        if tried > SMALLEST:
            self.batch = max(SMALLEST, tried // 4)
            text = f"Memory of {self.device.describe()} ran out; going on with {self.batch} frames at a time."
            log.warning(text)
            self.events.append(text)
        elif self.device.kind == "cpu":
            raise EstimatorError("there is not enough memory for it", advice="Close other programs and try again.")
        else:
            self._leave(self.device)
            self._call, self.batch = self._load(CPU)

    def _leave(self, device: Device) -> None:
        self.device = CPU
        text = f"{device.describe()} has too little free memory: the CPU computed the rest."
        log.warning(text)
        self.events.append(text)
