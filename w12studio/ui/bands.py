"""The waveform in three bands of frequency, worked out on a thread: a peak pyramid with a channel for each band."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from w12studio.domain.peaks import BASE_BLOCK, PeakPyramid, block_peaks
from w12studio.service import SharedAudio
from w12studio.ui.recording_pass import RecordingPass

BANDS = ("low", "mid", "high")
CROSSOVERS_HZ = (200.0, 2000.0)
#: How much a band counts beside its amplitude, which is small where sounds are high.
_WEIGHTS = np.array([1.0, 1.3, 2.0], dtype=np.float32)
_MARGIN = 2048  # samples after which nothing is left of the filters' responses
_CHUNK = (1 << 16) - 2 * _MARGIN
assert _CHUNK % BASE_BLOCK == 0
_KEPT = 6

_known: OrderedDict[str, PeakPyramid] = OrderedDict()  # by the path of the store; GUI thread


def filtered(audio: SharedAudio) -> Iterator[NDArray[np.float32]]:
    """The mean of the channels, split at `CROSSOVERS_HZ`, a block of samples after the other, shape (n, 3).

    The slopes are those of Linkwitz-Riley filters of fourth order (Linkwitz, "Active crossover networks for
    noncoincident drivers", JAES 24, 1976), without their delay: the bands add up to the whole, sample by sample.
    """
    from scipy import fft  # here, so that the window opens without it

    n = _CHUNK + 2 * _MARGIN
    hz = np.arange(n // 2 + 1) * (audio.sample_rate / n)
    low, not_high = (1 / (1 + (hz / edge) ** 4) for edge in CROSSOVERS_HZ)
    masks = np.stack([low, not_high - low, 1 - not_high]).astype(np.float32)
    for begin in range(0, audio.n_samples, _CHUNK):
        first = max(begin - _MARGIN, 0)
        mono = audio.mix(audio.read(first, begin + _CHUNK + _MARGIN))
        padded = np.zeros(n, dtype=np.float32)
        padded[first - begin + _MARGIN :][: mono.size] = mono
        split = fft.irfft(fft.rfft(padded) * masks, n, axis=1)
        yield np.ascontiguousarray(split[:, _MARGIN : _MARGIN + min(_CHUNK, audio.n_samples - begin)].T)


def band_peaks(audio: SharedAudio) -> Generator[None, None, PeakPyramid]:
    """The pyramid whose channels are the bands, step by step (`RecordingPass`)."""
    pyramid = PeakPyramid(len(BANDS), audio.n_samples)
    for samples in filtered(audio):
        pyramid.append(block_peaks(samples))
        yield
    pyramid.close()
    return pyramid


class Bands(QObject):
    """The bands of the open recording, computed when they are first wanted. GUI thread."""

    #: `pyramid` is there
    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pyramid: PeakPyramid | None = None
        self._audio: SharedAudio | None = None
        self._thread: RecordingPass | None = None

    def want(self, audio: SharedAudio | None) -> None:
        """Have the bands of a recording; None: of none."""
        if audio is self._audio:
            return
        self.shutdown()
        self._audio = audio
        self.pyramid = None if audio is None else _known.get(audio.store)
        if audio is not None and self.pyramid is None:
            self._thread = RecordingPass(audio, band_peaks)
            self._thread.setObjectName("bands")
            self._thread.done.connect(self._take)
            self._thread.start(QThread.Priority.LowPriority)

    def _take(self, audio: SharedAudio, pyramid: PeakPyramid) -> None:
        if audio is not self._audio:  # it was on its way as another recording was opened
            return
        self.pyramid = _known[audio.store] = pyramid
        while len(_known) > _KEPT:
            _known.popitem(last=False)
        self.ready.emit()

    def shutdown(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.done.disconnect(self._take)
            self._thread.stop()
            self._thread = None


def levels(pyramid: PeakPyramid, start: float, step: float, n_columns: int) -> NDArray[np.float32]:
    """Greatest amplitude of each band a pixel column, shape (n_columns, 3); 0 where nothing is known."""
    columns = pyramid.columns(start, step, n_columns)
    return np.nan_to_num(np.maximum(columns[:, :, 1], -columns[:, :, 0]))


def shares(amplitudes: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of a column belongs to each band, shape (n_columns, 3), sums of 1."""
    weighted = amplitudes * _WEIGHTS + np.float32(1e-9)
    return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))


def blend(amplitudes: NDArray[np.float32], inks: NDArray[np.float32]) -> NDArray[np.uint32]:
    """One RGB32 colour a column, between those of the bands (shape (3, 3), 0..255), by how strong each is."""
    share = shares(amplitudes) ** 2
    share /= share.sum(axis=1, keepdims=True)
    red, green, blue = np.rint(share @ inks).astype(np.uint32).T
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, dtype=np.uint32)
