"""The spectrogram in tiles, computed on a thread of its own and kept while there is room.

A tile holds `TILE_COLUMNS` columns of one level; each level's columns stand twice as far apart as those of the level
below. However long the recording, a view needs about a dozen tiles, and a column of a coarse level reads only a few
windows of audio, spread over the time that it stands for.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QThread, Signal

from w12studio.service import SharedAudio

if TYPE_CHECKING:
    from scipy import sparse

TILE_COLUMNS = 128
N_ROWS = 288
BASE_HOP_S = 64 / 44_100
FLOOR_DB, CEILING_DB = -90.0, 0.0
LOWEST_HZ = 30.0
CORNER_HZ = 200.0
HIGHEST_HZ = 20_000.0
WINDOWS_A_COLUMN = 3


@dataclass(frozen=True, slots=True)
class TileKey:
    """A tile: its level, and its number from the start of the recording.

    Attributes
    ----------
    level : int
        0 is the finest.
    index : int
    """

    level: int
    index: int

    @property
    def parent(self) -> TileKey:
        """The tile of the next coarser level that covers the same time."""
        return TileKey(self.level + 1, self.index // 2)


def column_s(level: int) -> float:
    """Seconds from one column of a level to the next."""
    return BASE_HOP_S * 2**level


def tile_s(level: int) -> float:
    """Seconds that a tile of a level covers."""
    return column_s(level) * TILE_COLUMNS


def level_for(seconds_per_px: float) -> int:
    """The level whose columns are just finer than a pixel."""
    return max(int(np.floor(np.log2(max(seconds_per_px, 1e-9) / BASE_HOP_S) + 1e-9)), 0)


def hz_to_scale(hz: NDArray[np.floating] | float) -> NDArray[np.float64]:
    """The frequency axis: as the mel scale, linear below a corner and logarithmic above it, but with the corner at
    `CORNER_HZ` in place of 700, which gives melody and bass more room."""
    return np.log1p(np.asarray(hz, dtype=np.float64) / CORNER_HZ)


def scale_to_hz(scale: NDArray[np.floating] | float) -> NDArray[np.float64]:
    """Inverse of `hz_to_scale`."""
    return CORNER_HZ * np.expm1(np.asarray(scale, dtype=np.float64))


def row_frequencies(sample_rate: float) -> NDArray[np.float64]:
    """Centre frequency of each row in Hz, lowest first, shape (N_ROWS,); evenly spaced on the scale."""
    highest = min(sample_rate / 2, HIGHEST_HZ)
    return scale_to_hz(np.linspace(hz_to_scale(LOWEST_HZ), hz_to_scale(highest), N_ROWS))


def window_length(level: int, sample_rate: float) -> int:
    """FFT length: fine in time when zoomed in, fine in frequency when zoomed out."""
    wanted = {0: 1024, 1: 1024, 2: 2048}.get(level, 4096)
    return int(2 ** round(np.log2(wanted * sample_rate / 44_100)))


@lru_cache(maxsize=8)
def _rows_of_bins(sample_rate: float, n_fft: int) -> sparse.csr_matrix:
    """Weights that turn FFT bins into rows, shape (N_ROWS, n_fft // 2 + 1).

    A row that is narrower than a bin interpolates between two; a wider one averages those that it covers.
    """
    from scipy import sparse  # here, so that the window opens without it

    centres = row_frequencies(sample_rate) * n_fft / sample_rate
    edges = np.concatenate([[centres[0]], (centres[1:] + centres[:-1]) / 2, [centres[-1]]])
    bins = np.arange(n_fft // 2 + 1)
    weights = np.zeros((N_ROWS, bins.size), dtype=np.float32)
    for row, centre in enumerate(centres):
        half = max((edges[row + 1] - edges[row]) / 2, 1.0)
        weights[row] = np.maximum(1 - np.abs(bins - centre) / half, 0)
    weights /= weights.sum(axis=1, keepdims=True)
    return sparse.csr_matrix(weights)


def compute_tile(audio: SharedAudio, key: TileKey) -> NDArray[np.uint8]:
    """Levels of a tile, 0 = `FLOOR_DB` and below .. 255 = `CEILING_DB` (a full-scale sine).

    Safe on any thread. numpy and scipy let go of the interpreter inside the transforms, so the window stays fluid.

    Returns
    -------
    ndarray of uint8, shape (N_ROWS, TILE_COLUMNS)
        Lowest frequency first; columns past the end of the recording are 0.
    """
    from scipy import fft

    rate = audio.sample_rate
    n_fft = window_length(key.level, rate)
    hop = column_s(key.level) * rate
    n_windows = 1 if hop <= n_fft else WINDOWS_A_COLUMN
    first = key.index * TILE_COLUMNS
    out = np.zeros((TILE_COLUMNS, N_ROWS), dtype=np.float32)
    window = np.hanning(n_fft).astype(np.float32)
    weights = _rows_of_bins(float(rate), n_fft)
    piece = 16  # columns a step: short enough that other threads get their turn
    for begin in range(0, TILE_COLUMNS, piece):
        columns = first + np.arange(begin, begin + piece)
        if columns[0] * hop >= audio.n_samples:
            break
        places = (columns[:, None] + (np.arange(n_windows) + 0.5) / n_windows - 0.5 * (n_windows == 1)) * hop
        frames = _frames(audio, np.rint(places.ravel()).astype(np.int64) - n_fft // 2, n_fft)
        spectrum = fft.rfft(frames * window, axis=1)
        power = spectrum.real**2 + spectrum.imag**2
        rows = (weights @ power.T).T.reshape(piece, n_windows, N_ROWS)
        out[begin : begin + piece] = rows.max(axis=1)
    level = 10 * np.log10(out * (2 / window.sum()) ** 2 + 1e-12)
    scaled = (level - FLOOR_DB) * (255 / (CEILING_DB - FLOOR_DB))
    return np.ascontiguousarray(np.clip(scaled, 0, 255).astype(np.uint8).T)


def _frames(audio: SharedAudio, starts: NDArray[np.int64], n: int) -> NDArray[np.float32]:
    """Windows of the channels' mean, shape (len(starts), n); zeros outside of the recording."""
    out = np.zeros((starts.size, n), dtype=np.float32)
    span = int(starts[-1]) + n - int(starts[0])
    if span <= 4 * n * starts.size // 2:  # windows overlap or nearly so: read once
        origin = int(starts[0])
        low = max(origin, 0)
        mono = _mono(audio, low, origin + span)
        joined = np.zeros(span, dtype=np.float32)
        joined[low - origin : low - origin + mono.size] = mono
        return np.stack([joined[s - origin : s - origin + n] for s in starts.tolist()])
    for row, start in enumerate(starts.tolist()):
        low = max(start, 0)
        mono = _mono(audio, low, max(start + n, low))
        out[row, low - start : low - start + mono.size] = mono
    return out


def _mono(audio: SharedAudio, start: int, stop: int) -> NDArray[np.float32]:
    """The mean of the channels over samples ``start .. stop``, NaN and infinity as 0."""
    samples = audio.read(start, stop)
    mono = samples @ np.full(audio.channels, 1 / audio.channels, dtype=np.float32)
    return np.nan_to_num(mono, copy=False, posinf=0.0, neginf=0.0)


class TileThread(QThread):
    """Computes the tiles that were asked for last, in the order in which they were asked for."""

    #: (generation, TileKey, ndarray of uint8); arrives on the thread of whoever connects
    done = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._condition = threading.Condition()
        self._wanted: list[TileKey] = []
        self._audio: SharedAudio | None = None
        self._generation = 0
        self._stopped = False

    def set_audio(self, audio: SharedAudio | None) -> int:
        """Work on another recording; gives the generation that its tiles will carry. Any thread."""
        with self._condition:
            self._audio = audio
            self._generation += 1
            self._wanted = []
            return self._generation

    def want(self, keys: list[TileKey]) -> None:
        """Compute these, instead of whatever was waiting. Any thread."""
        with self._condition:
            self._wanted = list(keys)
            self._condition.notify()

    def stop(self) -> None:
        """End the thread and wait for it."""
        with self._condition:
            self._stopped = True
            self._condition.notify()
        self.wait()

    def run(self) -> None:
        """The thread's work; not to be called."""
        while True:
            with self._condition:
                while not self._stopped and not (self._wanted and self._audio):
                    self._condition.wait()
                if self._stopped:
                    return
                key, audio, generation = self._wanted.pop(0), self._audio, self._generation
            assert audio is not None
            try:
                tile = compute_tile(audio, key)
            except OSError:  # the recording was closed and its store deleted in the meantime
                continue
            self.done.emit(generation, key, tile)


class TileCache(QObject):
    """Tiles by key, the ones used last kept; asks the thread for what is missing. GUI thread."""

    #: one or more tiles arrived
    grown = Signal()

    def __init__(self, capacity: int = 512, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tiles: OrderedDict[TileKey, NDArray[np.uint8]] = OrderedDict()
        self._capacity = capacity
        self._missing: set[TileKey] = set()
        self._thread: TileThread | None = None
        self._generation = 0
        self._audio: SharedAudio | None = None

    def set_audio(self, audio: SharedAudio | None) -> None:
        """Show another recording."""
        if audio is self._audio:
            return
        self._audio = audio
        self._tiles.clear()
        self._missing = set()
        if self._thread is None and audio is not None:
            self._thread = TileThread()
            self._thread.setObjectName("spectrogram")
            self._thread.done.connect(self._take)
            self._thread.start(QThread.Priority.LowPriority)
        if self._thread is not None:
            self._generation = self._thread.set_audio(audio)

    def get(self, key: TileKey) -> NDArray[np.uint8] | None:
        """The tile, or None while it is not there."""
        tile = self._tiles.get(key)
        if tile is not None:
            self._tiles.move_to_end(key)
        return tile

    def want(self, keys: list[TileKey]) -> None:
        """Have these computed, and nothing else that was asked for before."""
        if self._thread is not None:
            self._missing = {k for k in keys if k not in self._tiles}
            self._thread.want([k for k in keys if k in self._missing])

    @property
    def busy(self) -> bool:
        """Whether tiles that were asked for are still missing."""
        return bool(self._missing)

    def shutdown(self) -> None:
        """End the thread."""
        if self._thread is not None:
            self._thread.done.disconnect(self._take)
            self._thread.stop()
            self._thread = None

    def _take(self, generation: int, key: TileKey, tile: NDArray[np.uint8]) -> None:
        if generation != self._generation:
            return
        self._tiles[key] = tile
        self._missing.discard(key)
        while len(self._tiles) > self._capacity:
            self._tiles.popitem(last=False)
        self.grown.emit()
