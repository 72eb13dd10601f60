"""The computer's sound device, by QtMultimedia."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudio, QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices

from w12studio.domain.errors import W12Error

#: Long enough that a busy window does not make gaps, short enough that edits of the beats are soon heard.
BUFFER_S = 0.12


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
        self._format = audio_format
        self._sink = QAudioSink(device, audio_format)
        self._sink.setBufferSize(audio_format.bytesForDuration(int(BUFFER_S * 1e6)))

    @property
    def frame_bytes(self) -> int:
        """Bytes of one frame."""
        return self._format.bytesPerFrame()

    def start(self, device: QIODevice) -> None:
        """Begin to pull."""
        self._sink.start(device)
        if self._sink.error() not in (QAudio.Error.NoError, QAudio.Error.UnderrunError):
            raise W12Error(
                "The sound device can't be opened", advice="Does another program hold it? Then press Play again."
            )

    def stop(self) -> None:
        """Stop at once."""
        self._sink.reset()
        self._sink.stop()

    def heard(self, delivered: int) -> int:
        """Frames heard: what was processed, less what still lies in the buffer."""
        processed = int(self._sink.processedUSecs() * self.sample_rate // 1_000_000)
        waiting = max(self._sink.bufferSize() - self._sink.bytesFree(), 0) // self.frame_bytes
        return max(min(processed, delivered - waiting), 0)

    def encode(self, samples: object) -> bytes:
        """Float samples as the device's own kind of numbers."""
        values = np.asarray(samples, dtype=np.float32)
        if self._format.sampleFormat() == QAudioFormat.SampleFormat.Float:
            return values.tobytes()
        return np.rint(values * 32767.0).astype("<i2").tobytes()


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
