"""Min/max pyramid of a waveform, reduced to pixel columns.

Level 0 holds one (min, max) for each block of `BASE_BLOCK` samples; each further level joins `FACTOR` blocks of the
one below. Reducing to columns therefore touches at most about ``FACTOR * n_columns`` blocks at any zoom.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BASE_BLOCK = 256
FACTOR = 4


def block_peaks(samples: NDArray[np.floating], block: int = BASE_BLOCK) -> NDArray[np.float32]:
    """Min and max of whole blocks of samples; the last block may be shorter.

    Parameters
    ----------
    samples : ndarray, shape (n, channels)
    block : int
        Samples a block.

    Returns
    -------
    ndarray of float32, shape (ceil(n / block), channels, 2)
        NaN and infinity count as 0.
    """
    n, channels = samples.shape
    whole = n // block
    out = np.empty((-(-n // block), channels, 2), dtype=np.float32)
    if whole:
        # Channel by channel, so that each block lies together in memory: a tenth of the time.
        body = np.ascontiguousarray(samples[: whole * block].T).reshape(channels, whole, block)
        out[:whole, :, 0] = body.min(axis=2).T
        out[:whole, :, 1] = body.max(axis=2).T
    if n > whole * block:
        out[whole, :, 0] = samples[whole * block :].min(axis=0)
        out[whole, :, 1] = samples[whole * block :].max(axis=0)
    if not np.isfinite(out).all():
        return block_peaks(np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0), block)
    return out


class PeakPyramid:
    """Grows while a file is decoded; read at any time. Not locked: write and read it on one thread."""

    def __init__(self, channels: int, expected_samples: int = 0) -> None:
        self.channels = channels
        blocks = max(expected_samples // BASE_BLOCK + 2, 1024)
        self._levels: list[NDArray[np.float32]] = [np.zeros((blocks, channels, 2), dtype=np.float32)]
        self._filled: list[int] = [0]
        self._closed = False

    @property
    def n_blocks(self) -> int:
        """Blocks of level 0 filled so far."""
        return self._filled[0]

    def base(self) -> NDArray[np.float32]:
        """Level 0 so far, shape (n_blocks, channels, 2); for saving."""
        return self._levels[0][: self._filled[0]]

    @classmethod
    def from_base(cls, base: NDArray[np.float32]) -> PeakPyramid:
        """The pyramid over a saved level 0, shape (n_blocks, channels, 2)."""
        pyramid = cls(base.shape[1], base.shape[0] * BASE_BLOCK)
        pyramid.append(base)
        pyramid.close()
        return pyramid

    def append(self, peaks: NDArray[np.float32]) -> None:
        """Add blocks to level 0, shape (n, channels, 2), in order of time."""
        self._extend(0, peaks)
        self._raise_levels()

    def close(self) -> None:
        """No more blocks follow: complete the last, partial block of each level."""
        self._closed = True
        self._raise_levels()

    def _extend(self, level: int, peaks: NDArray[np.float32]) -> None:
        if level == len(self._levels):
            self._levels.append(np.zeros((1024, self.channels, 2), dtype=np.float32))
            self._filled.append(0)
        filled, room = self._filled[level], self._levels[level].shape[0]
        need = filled + peaks.shape[0]
        if need > room:
            grown = np.zeros((max(need, 2 * room), self.channels, 2), dtype=np.float32)
            grown[:filled] = self._levels[level][:filled]
            self._levels[level] = grown
        self._levels[level][filled:need] = peaks
        self._filled[level] = need

    def _raise_levels(self) -> None:
        level = 0
        while True:
            done = self._filled[level + 1] if level + 1 < len(self._filled) else 0
            available = self._filled[level] // FACTOR
            if self._closed:
                available = -(-self._filled[level] // FACTOR)
            if self._filled[level] <= FACTOR * 64:
                return
            if available > done:
                chunk = self._levels[level][done * FACTOR : min(available * FACTOR, self._filled[level])]
                starts = np.arange(0, chunk.shape[0], FACTOR)
                joined = np.empty((starts.size, self.channels, 2), dtype=np.float32)
                np.minimum.reduceat(chunk[:, :, 0], starts, axis=0, out=joined[:, :, 0])
                np.maximum.reduceat(chunk[:, :, 1], starts, axis=0, out=joined[:, :, 1])
                self._extend(level + 1, joined)
            if level + 1 >= len(self._levels):
                return
            level += 1

    def columns(self, start: float, samples_per_column: float, n_columns: int) -> NDArray[np.float32]:
        """Min and max of each pixel column.

        Parameters
        ----------
        start : float
            Sample at the left edge of column 0; may be negative.
        samples_per_column : float
            At least `BASE_BLOCK` for exact results; below, read the samples themselves (`sample_columns`).
        n_columns : int

        Returns
        -------
        ndarray of float32, shape (n_columns, channels, 2)
            NaN where nothing has been decoded (yet).
        """
        level = 0
        while level + 1 < len(self._levels) and BASE_BLOCK * FACTOR ** (level + 1) <= samples_per_column:
            level += 1
        block = BASE_BLOCK * FACTOR**level
        filled = self._filled[level]
        return _reduce(self._levels[level][:filled], start / block, samples_per_column / block, n_columns)


def sample_columns(
    samples: NDArray[np.floating], first: int, start: float, samples_per_column: float, n_columns: int
) -> NDArray[np.float32]:
    """Min and max of each pixel column from the samples themselves, for zooms below `BASE_BLOCK`.

    Parameters
    ----------
    samples : ndarray, shape (n, channels)
        Samples ``first .. first + n`` of the recording.
    first : int
    start, samples_per_column, n_columns
        As in `PeakPyramid.columns`.
    """
    both = np.stack([samples, samples], axis=2).astype(np.float32, copy=False)
    return _reduce(both, start - first, samples_per_column, n_columns)


def _reduce(peaks: NDArray[np.float32], start: float, step: float, n_columns: int) -> NDArray[np.float32]:
    """Columns ``start + i * step`` over rows of peaks; a column takes every row it touches by its left edge."""
    out = np.full((n_columns, peaks.shape[1], 2), np.nan, dtype=np.float32)
    edges = np.floor(start + step * np.arange(n_columns + 1)).astype(np.int64)
    left, right = edges[:-1], np.maximum(edges[1:], edges[:-1] + 1)
    some = (right > 0) & (left < peaks.shape[0])
    if not (peaks.shape[0] and some.any()):
        return out
    left = np.clip(left[some], 0, peaks.shape[0] - 1)
    last = int(min(right[some].max(), peaks.shape[0]))
    body = peaks[:last]
    out[some, :, 0] = np.minimum.reduceat(body[:, :, 0], left, axis=0)
    out[some, :, 1] = np.maximum.reduceat(body[:, :, 1], left, axis=0)
    return out
