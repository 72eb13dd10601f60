"""Something that is worked out on a thread by going once through a recording."""

from __future__ import annotations

from collections.abc import Callable, Generator

from PySide6.QtCore import QObject, QThread, Signal

from w12studio.service import SharedAudio


class RecordingPass(QThread):
    """Goes through a recording step by step, and can be ended after each.

    Parameters
    ----------
    audio : SharedAudio
    work : callable
        Makes a generator of the audio that pauses after each step, and returns what was found.
    """

    #: SharedAudio, and what was found; arrives on the thread of whoever connects
    done = Signal(object, object)

    def __init__(
        self,
        audio: SharedAudio,
        work: Callable[[SharedAudio], Generator[None, None, object]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._audio, self._work = audio, work
        self._stopped = False

    def stop(self) -> None:
        """End the thread and wait for it."""
        self._stopped = True
        self.wait()

    def run(self) -> None:
        """The thread's work; not to be called."""
        steps = self._work(self._audio)
        try:
            while not self._stopped:
                next(steps)
        except StopIteration as end:
            self.done.emit(self._audio, end.value)
        except OSError:  # the recording was closed and its store deleted in the meantime
            pass
