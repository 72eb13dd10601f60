"""Reading a file: one worker decodes it into a store while another hashes it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from w12studio.domain.analysis import AudioFacts
from w12studio.domain.errors import AudioError, W12Error
from w12studio.engine import paths
from w12studio.engine.messages import AudioFound, Message, Progressed
from w12studio.engine.store import SharedAudio, new_store
from w12studio.engine.workers import WorkerEvent, WorkerPool

log = logging.getLogger(__name__)

_STALL_S = 60.0  # a decoder that says nothing for so long hangs


class Reading:
    """Feed it the events of its ``tasks`` with `advance` until it has ``ended``, then `close` it, whatever happened.

    Attributes
    ----------
    tasks : set of int
        Tasks under way.
    facts, audio, warnings, sha256
        The result; ``audio`` is None when ``known(sha256)`` said that decoding is not needed.
    """

    def __init__(self, pool: WorkerPool, path: Path, known: Callable[[str], bool]) -> None:
        self._pool = pool
        self._path = path
        self._known = known
        self._store = new_store()
        self._heard = time.monotonic()
        # The one that hashes is done first, and gets ready for the stage that takes longest.
        self._hash = pool.submit("onnx", "w12studio.engine.tasks:hash_recording", str(path))
        self._decode = pool.submit("onnx", "w12studio.engine.tasks:decode_recording", str(path), str(self._store))
        self.tasks = {self._decode, self._hash}
        self.ended = False
        self.facts: AudioFacts | None = None
        self.audio: SharedAudio | None = None
        self.warnings: tuple[str, ...] = ()
        self.sha256 = ""
        self._found: AudioFacts | None = None

    def part(self) -> SharedAudio | None:
        """What is decoded so far, as a recording of its own; None before the first of it."""
        if self.audio is not None or self._found is None:
            return self.audio
        try:
            size = self._store.stat().st_size
        except OSError:
            return None
        facts = self._found
        return SharedAudio(str(self._store), facts.sample_rate, facts.channels, size // (4 * facts.channels))

    def advance(self, events: Iterable[WorkerEvent]) -> list[Message]:
        """Take in what the tasks said; returns what is to be passed on.

        Raises
        ------
        AudioError
            When the file can't be read.
        """
        messages: list[Message] = []
        for event in events:
            self._heard = time.monotonic()
            if event.kind == "progress" and event.task_id == self._decode:
                messages.append(Progressed(event.payload, "Reading the file"))
            elif event.kind == "message":
                messages.append(event.payload)
                if isinstance(event.payload, AudioFound):
                    self._found = event.payload.facts
            elif event.kind == "done":
                self._done(event)
            elif event.kind in ("failed", "died"):
                self.tasks.discard(event.task_id)
                raise self._error(event)
        if time.monotonic() - self._heard > _STALL_S:
            raise AudioError("its decoder hangs", self._path, "Convert the file to WAV or FLAC and try again.")
        self.ended = self.ended or not self.tasks
        return messages

    def close(self) -> None:
        """Stop what still runs; a store that nobody gets is deleted."""
        self._pool.cancel(self.tasks)
        if self.audio is None:
            self._store.unlink(missing_ok=True)

    def _done(self, event: WorkerEvent) -> None:
        self.tasks.discard(event.task_id)
        if event.task_id == self._decode:
            self.facts, self.audio, self.warnings = event.payload
            return
        self.sha256 = event.payload
        if self._known(self.sha256) and self.audio is None:
            self.ended = True

    def _error(self, event: WorkerEvent) -> W12Error:
        if event.kind == "died":
            log.error("decoder of %s died with exit code %s", self._path, event.payload)
            return AudioError(
                "its decoder crashed", self._path, "The file is probably damaged; convert it to WAV or FLAC."
            )
        error, trace = event.payload
        if isinstance(error, W12Error):
            return error
        log.error("reading %s failed: %s\n%s", self._path, error, trace)
        return AudioError("it can't be read", self._path, f"The log tells more: {paths.log_file()}")
