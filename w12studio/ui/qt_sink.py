"""The computer's sound device, by QtMultimedia, fed on a thread of its own."""

from __future__ import annotations

import sys
import threading
import time

import numpy as np
from PySide6.QtCore import QIODevice, QObject, QThread, QTimer
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from w12studio.domain.errors import W12Error

#: What is rendered ahead: so much later is a seek or another speed heard. The window's work makes no gaps in it,
#: because the sound has a thread of its own.
BUFFER_S = 0.04
_COUNT_MS = 5
#: s after which a thread that computes lets another one have its turn, while there is sound; 0.005 otherwise.
_TURN_S = 0.001
_HARMLESS = ("NoError", "UnderrunError")


class QtSink:
    """The default output device, at the recording's rate where the device takes it.

    Raises
    ------
    W12Error
        When there is no device, or none that takes stereo.
    """

    def __init__(self, sample_rate: int) -> None:
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            raise W12Error(
                "There is no sound device", advice="Connect or switch on one and press Play again; all else works."
            )
        audio_format = _suitable(device, sample_rate)
        if audio_format is None:
            raise W12Error(
                f"The sound device “{device.description()}” takes no stereo sound",
                advice="Choose another one in the system's sound settings.",
            )
        self.sample_rate = audio_format.sampleRate()
        self._device, self._format = device, audio_format
        self._thread: _SoundThread | None = None
        self._turn_s = 0.005

    @property
    def frame_bytes(self) -> int:
        """Bytes of one frame."""
        return self._format.bytesPerFrame()

    def start(self, device: QIODevice) -> None:
        """Begin to pull, on a thread of its own; ``device`` must have no parent."""
        self._turn_s = sys.getswitchinterval()
        sys.setswitchinterval(min(_TURN_S, self._turn_s))  # the window may ask for less already
        self._thread = _SoundThread(self._device, self._format, device)
        self._thread.start(QThread.Priority.TimeCriticalPriority)

    def stop(self) -> None:
        """Stop at once."""
        if self._thread is not None:
            self._thread.end()
            self._thread = None
            sys.setswitchinterval(self._turn_s)

    def heard(self, delivered: int) -> float:
        """Frames heard by now, of those that were delivered: a device counts in steps, in between the clock goes on.

        Raises
        ------
        W12Error
            When the device could not be opened, or is gone.
        """
        if self._thread is None:
            return 0.0
        if self._thread.failed.is_set():
            raise W12Error(
                "The sound device can't be opened", advice="Does another program hold it? Then press Play again."
            )
        return min(self._thread.heard(), float(delivered))

    def encode(self, samples: object) -> bytes:
        """Float samples as the device's own kind of numbers."""
        values = np.asarray(samples, dtype=np.float32)
        if self._format.sampleFormat() == QAudioFormat.SampleFormat.Float:
            return values.tobytes()
        return np.rint(values * 32767.0).astype("<i2").tobytes()


class _SoundThread(QThread):
    """Owns the QAudioSink while it plays: everything it does, it does here."""

    def __init__(self, device: QAudioDevice, audio_format: QAudioFormat, source: QIODevice) -> None:
        super().__init__()
        self._device, self._format, self._source = device, audio_format, source
        self.failed = threading.Event()
        self._count: tuple[float, float] | None = None  # frames that the device has taken, and when it was so
        source.moveToThread(self)

    def heard(self) -> float:
        """Frames heard, see `QtSink.heard`."""
        count = self._count
        if count is None:
            return 0.0
        frames, at = count
        return frames + (time.monotonic() - at) * self._format.sampleRate()

    def end(self) -> None:
        """Stop the device and wait for it."""
        self.quit()
        self.wait()

    def run(self) -> None:
        """Body of the thread."""
        here = QObject()
        sink = QAudioSink(self._device, self._format)
        sink.setBufferSize(self._format.bytesForDuration(int(BUFFER_S * 1e6)))
        sink.start(self._source)
        counter = QTimer(here)
        counter.setInterval(_COUNT_MS)
        counter.timeout.connect(lambda: self._look(sink))
        counter.start()
        self._look(sink)
        self.exec()
        counter.stop()
        sink.reset()
        sink.stop()
        self._source.close()

    def _look(self, sink: QAudioSink) -> None:
        # by name: in PySide 6.11 the sink's errors are of another enumeration than QAudio.Error, and equal none of it
        if sink.error().name not in _HARMLESS:
            self.failed.set()
        frames = sink.processedUSecs() * self._format.sampleRate() / 1_000_000
        if frames > 0 and (self._count is None or frames != self._count[0]):
            self._count = (frames, time.monotonic())


def _suitable(device: QAudioDevice, sample_rate: int) -> QAudioFormat | None:
    for rate in dict.fromkeys((sample_rate, device.preferredFormat().sampleRate(), 48000, 44100)):
        for kind in (QAudioFormat.SampleFormat.Float, QAudioFormat.SampleFormat.Int16):
            candidate = QAudioFormat()
            candidate.setSampleRate(rate)
            candidate.setChannelCount(2)
            candidate.setSampleFormat(kind)
            if rate > 0 and device.isFormatSupported(candidate):
                return candidate
    return None
