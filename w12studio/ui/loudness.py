"""Mean squares of the waveform for the body of its picture, gathered on a thread once the audio is decoded."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.peaks import BASE_BLOCK
from w12studio.service import SharedAudio

CHUNK_BLOCKS = 512


class MeanSquares:
    """Running sums of squares, so that the mean over any stretch costs two look-ups.

    Parameters
    ----------
    sums : ndarray of float64, shape (n + 1, channels)
        Sum of squares of the first i blocks.
    block : int
        Samples a block.
    first : int
        Sample at which block 0 begins.
    """

    def __init__(self, sums: NDArray[np.float64], block: int, first: int = 0) -> None:
        self._sums, self._block, self._first = sums, block, first

    @classmethod
    def of_samples(cls, samples: NDArray[np.floating], first: int) -> MeanSquares:
        """Over samples ``first .. first + n``, shape (n, channels), each a block of its own."""
        sums = np.zeros((samples.shape[0] + 1, samples.shape[1]))
        np.cumsum(np.square(samples, dtype=np.float64), axis=0, out=sums[1:])
        return cls(sums, 1, first)

    def rms(self, start: float, step: float, n_columns: int) -> NDArray[np.float32]:
        """Root mean square of columns of ``step`` samples from sample ``start`` on, shape (n_columns, channels).

        A column narrower than a block takes that block's. NaN outside.
        """
        n = self._sums.shape[0] - 1
        edges = np.floor((start - self._first + step * np.arange(n_columns + 1)) / self._block).astype(np.int64)
        left, right = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
        inside = (right > 0) & (left < n)
        left, right = np.clip(left, 0, n), np.clip(right, 0, n)
        count = np.maximum(right - left, 1)[:, None] * self._block
        mean = np.maximum(self._sums[right] - self._sums[left], 0) / count
        mean[~inside] = np.nan
        return np.sqrt(mean).astype(np.float32)


def mean_squares(audio: SharedAudio) -> Generator[None, None, MeanSquares]:
    """Those of a whole recording, step by step (`RecordingPass`)."""
    n = -(-audio.n_samples // BASE_BLOCK)
    squares = np.zeros((n + 1, audio.channels))
    for begin in range(0, n, CHUNK_BLOCKS):
        samples = audio.read(begin * BASE_BLOCK, (begin + CHUNK_BLOCKS) * BASE_BLOCK)
        np.multiply(samples, samples, out=samples)
        starts = np.arange(0, samples.shape[0], BASE_BLOCK)
        squares[1 + begin : 1 + begin + starts.size] = np.add.reduceat(samples, starts, axis=0)
        yield
    np.nan_to_num(squares, copy=False, posinf=0.0)
    return MeanSquares(np.cumsum(squares, axis=0), BASE_BLOCK)
