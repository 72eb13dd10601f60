"""A worker process: takes tasks from its channel, runs them, sends what they say.

Started by `w12studio.engine.workers` as ``python -m w12studio.engine.worker FAMILY``; never imported by the window.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import time
import traceback
from importlib import import_module
from typing import Any

from w12studio.domain.analysis import Track
from w12studio.domain.errors import Cancelled, EstimatorError, W12Error
from w12studio.engine.channel import Channel, channel_of_worker

_PROGRESS_INTERVAL_S = 0.03
#: What a worker of a family imports or calls while it has nothing to do after a task, one by one.
_WHEN_IDLE = {
    "onnx": (
        *("numba", "scipy.fft", "soxr", "w12studio.engine.beats", "w12studio.engine.transients"),
        *("w12studio.engine.pitch", "w12studio.engine.key", "w12studio.engine.tasks:load_kernels"),
        *("w12studio.engine.sections", "w12studio.engine.loudness_kernels"),
    )
}


class ChannelJob:
    """The `Job` that a task gets: see `w12studio.engine.estimator.Job`."""

    def __init__(self, channel: Channel, task_id: int) -> None:
        self._channel = channel
        self._task_id = task_id
        self._last = 0.0

    def progress(self, fraction: float) -> None:
        """Report progress 0..1 (sent at most every 30 ms); raises `Cancelled` once the program asks to stop."""
        now = time.monotonic()
        if now - self._last < _PROGRESS_INTERVAL_S:
            return
        self._last = now
        if self._channel.has_input():
            self._channel.recv()  # the only thing sent to a busy worker is the word to stop
            raise Cancelled
        self._channel.send(("progress", self._task_id, float(fraction)))

    def emit(self, track: Track) -> None:
        """Send a layer as far as it is known."""
        self.message(track)

    def message(self, payload: object) -> None:
        """Send anything that pickles."""
        self._channel.send(("message", self._task_id, payload))


def run_task(channel: Channel, task_id: int, function: str, args: tuple[Any, ...]) -> None:
    """Run ``module:function`` as ``f(job, *args)`` and send its outcome."""
    job = ChannelJob(channel, task_id)
    try:
        module, _, name = function.partition(":")
        result = getattr(import_module(module), name)(job, *args)
        channel.send(("done", task_id, result))
    except Cancelled:
        channel.send(("cancelled", task_id, None))
    except W12Error as error:
        channel.send(("failed", task_id, (error, "")))
    except MemoryError as error:
        no_room = EstimatorError("there is not enough memory for it", advice="Close other programs and try again.")
        channel.send(("failed", task_id, (no_room, repr(error))))
    except Exception as error:
        channel.send(("failed", task_id, (f"{type(error).__name__}: {error}", traceback.format_exc())))


def get_ready(function: str) -> None:
    """Import ``module``, or run ``module:function``; what goes wrong only costs time later."""
    module, _, name = function.partition(":")
    try:
        found = import_module(module)
        if name:
            getattr(found, name)()
    except Exception:
        logging.getLogger(__name__).info("%s failed", function, exc_info=True)


def main() -> None:
    """Serve tasks until the program closes the channel."""
    faulthandler.enable()
    channel = channel_of_worker()
    for function in sys.argv[2:]:  # what its tasks will need, while there is nothing else to do
        get_ready(function)
    when_idle = list(_WHEN_IDLE.get(sys.argv[1], ()))
    try:
        while True:
            request = channel.recv()
            if request is None:  # a word to stop that came after the task had ended
                continue
            run_task(channel, *request)
            while when_idle and not channel.has_input():
                get_ready(when_idle.pop(0))
    except (EOFError, OSError):
        pass  # the program is gone, or has no more use for this worker
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
