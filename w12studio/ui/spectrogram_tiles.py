"""The spectrogram in tiles of a pyramid: what a tile is, and how one is computed; no Qt.

A tile holds `TILE_COLUMNS` columns of one level; each level's columns stand twice as far apart as those of the level
below. Up to level `GROUND` columns come from the audio, each with windows that overlap the next column's; above it
each column joins two of the level below, so that nothing between two columns is skipped, however far one zooms out.
A *sketch* stands in for such a tile until the tiles below it are there: it looks at a few windows only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from w12studio.service import SharedAudio
from w12studio.ui.frequency_scale import SCALES

TILE_COLUMNS = 128
N_ROWS = 384
BASE_HOP_S = 64 / 44_100
FLOOR_DB, CEILING_DB = -120.0, 0.0
GROUND = 4  # columns 23 ms apart under windows of 93 ms
SKETCHED = 7  # from this level on a tile is first sketched
SKETCH_WINDOWS = 2
#: FFT lengths at 44.1 kHz of each level up to the ground: short windows for what is high, long ones for what is low.
_WINDOWS = ((512, 2048), (1024, 4096), (1024, 4096), (2048, 4096), (4096, 4096))
#: Below the first frequency long windows count, above the second one the short ones, and both between.
_CROSSOVER_HZ = (350.0, 900.0)


@dataclass(frozen=True, slots=True)
class TileKey:
    """A tile: its level, and its number from the start of the recording.

    Attributes
    ----------
    level : int
        0 is the finest.
    index : int
    scale : str
        Name of a `FrequencyScale`.
    sketch : bool
    """

    level: int
    index: int
    scale: str = "mel"
    sketch: bool = False

    @property
    def children(self) -> tuple[TileKey, TileKey]:
        """The two tiles of the next finer level that cover the same time."""
        first = TileKey(self.level - 1, 2 * self.index, self.scale)
        return first, replace(first, index=first.index + 1)

    @property
    def sketched(self) -> TileKey:
        """The sketch of the same tile."""
        return replace(self, sketch=True)


def column_s(level: int) -> float:
    """Seconds from one column of a level to the next."""
    return BASE_HOP_S * 2**level


def tile_s(level: int) -> float:
    """Seconds that a tile of a level covers."""
    return column_s(level) * TILE_COLUMNS


def level_for(seconds_per_px: float) -> int:
    """The level whose columns are just finer than a pixel."""
    return max(int(np.floor(np.log2(max(seconds_per_px, 1e-9) / BASE_HOP_S) + 1e-9)), 0)


def row_frequencies(sample_rate: float, scale: str = "mel") -> NDArray[np.float64]:
    """Centre frequency of each row in Hz, lowest first, shape (N_ROWS,); evenly spaced on the scale."""
    return SCALES[scale].hz_of(np.linspace(0, 1, N_ROWS), sample_rate)


def window_lengths(level: int, sample_rate: float) -> tuple[int, int]:
    """FFT lengths of a level for high and for low frequencies, powers of two."""
    short, long = _WINDOWS[min(level, GROUND)]
    factor = 2.0 ** round(np.log2(sample_rate / 44_100))
    return max(int(short * factor), 64), max(int(long * factor), 64)


def level_db(levels: NDArray[np.uint8] | int) -> NDArray[np.float64]:
    """Levels 0..255 of a tile in dB; 0 dB is a full-scale sine."""
    return FLOOR_DB + np.asarray(levels, dtype=np.float64) * ((CEILING_DB - FLOOR_DB) / 255)


def compute_tile(audio: SharedAudio, key: TileKey) -> NDArray[np.uint8]:
    """Levels of a tile from the audio: one up to level `GROUND`, or a sketch of any.

    Safe on any thread. numpy and scipy let go of the interpreter inside their loops, so the window stays fluid.

    Returns
    -------
    ndarray of uint8, shape (N_ROWS, TILE_COLUMNS)
        Lowest frequency first, see `level_db`; columns past the end of the recording are 0.
    """
    rate = audio.sample_rate
    hop = column_s(key.level) * rate
    windows = SKETCH_WINDOWS if key.level > GROUND else 1
    places = np.arange(TILE_COLUMNS * windows) / windows + (0.5 / windows if windows > 1 else 0.0)
    places = (key.index * TILE_COLUMNS + places) * hop
    n = int(np.searchsorted(places, audio.n_samples))
    out = np.zeros((N_ROWS, TILE_COLUMNS * windows), dtype=np.uint8)
    short, long = window_lengths(key.level, rate)
    low = _share_of_long(float(rate), key.scale)
    if n:
        centres = np.rint(places[:n]).astype(np.int64)
        level = _levels(audio, centres, long, key.scale)
        if short != long:
            level += (1 - low) * (_levels(audio, centres, short, key.scale) - level)
        out[:, :n] = np.clip(np.rint((level - FLOOR_DB) * (255 / (CEILING_DB - FLOOR_DB))), 0, 255)
    return out if windows == 1 else out.reshape(N_ROWS, TILE_COLUMNS, windows).max(axis=2)


def joined(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The tile of the next coarser level over two neighbours: each pair of columns as one.

    The louder of the two counts three times: short sounds stay visible, and dense music does not become one block.
    """
    both = np.concatenate([left, right], axis=1)
    a, b = both[:, ::2], both[:, 1::2]
    high, low = np.maximum(a, b).astype(np.uint16), np.minimum(a, b).astype(np.uint16)
    return ((3 * high + low + 2) >> 2).astype(np.uint8)


@lru_cache(maxsize=16)
def _share_of_long(sample_rate: float, scale: str) -> NDArray[np.float32]:
    """How much the long windows count in each row, shape (N_ROWS, 1)."""
    low, high = np.log(_CROSSOVER_HZ)
    hz = np.log(np.maximum(row_frequencies(sample_rate, scale), 1.0))
    return np.clip((high - hz) / (high - low), 0, 1)[:, None].astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """How the bins of an FFT become rows, so that a pure tone keeps its level: the first rows are narrower than a
    bin and lie between two of them, unless they hold one (`within`, the bin `nearest`) that is stronger; each of the
    others takes the strongest of the bins that it covers."""

    n_narrow: int
    left: NDArray[np.intp]
    share: NDArray[np.float32]
    nearest: NDArray[np.intp]
    within: NDArray[np.bool_]
    first: NDArray[np.intp]


@lru_cache(maxsize=32)
def _rows_of_bins(sample_rate: float, n_fft: int, scale: str) -> _Rows:
    centres = row_frequencies(sample_rate, scale) * n_fft / sample_rate
    edges = np.concatenate([centres[:1], (centres[1:] + centres[:-1]) / 2, centres[-1:]])
    wide = np.diff(edges) >= 1.0  # a narrower one holds at most one bin
    wide[[0, -1]] = wide[[1, -2]]  # those at the ends are halves
    n_narrow = int(np.argmax(wide)) if wide.any() else N_ROWS
    top = n_fft // 2
    left = np.clip(np.floor(centres[:n_narrow]), 0, top - 1).astype(np.intp)
    share = np.clip(centres[:n_narrow] - left, 0, 1).astype(np.float32)[:, None]
    nearest = np.clip(np.rint(centres[:n_narrow]), 0, top).astype(np.intp)
    within = (nearest >= edges[:n_narrow]) & (nearest < edges[1 : n_narrow + 1])
    first = np.clip(np.rint(edges[n_narrow:-1]), 0, top).astype(np.intp)
    return _Rows(n_narrow, left, share, nearest[within], within, first)


def _levels(audio: SharedAudio, centres: NDArray[np.int64], n_fft: int, scale: str) -> NDArray[np.float32]:
    """dB of each row around some samples, shape (N_ROWS, len(centres))."""
    from scipy import fft  # here, so that the window opens without it

    window = _window(n_fft)
    spectrum = fft.rfft(_frames(audio, centres - n_fft // 2, n_fft) * window, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).T * np.float32((2 / window.sum()) ** 2)
    rows = _rows_of_bins(float(audio.sample_rate), n_fft, scale)
    out = np.empty((N_ROWS, centres.size), dtype=np.float32)
    if rows.n_narrow:  # in dB, where the peaks of tones keep their shape
        bins = _db(power[: int(rows.left[-1]) + 2])
        below = bins[rows.left]
        narrow = below + rows.share * (bins[rows.left + 1] - below)
        narrow[rows.within] = np.maximum(narrow[rows.within], bins[rows.nearest])
        out[: rows.n_narrow] = narrow
    if rows.n_narrow < N_ROWS:
        out[rows.n_narrow :] = _db(np.maximum.reduceat(power, rows.first, axis=0))
    return out


def _db(power: NDArray[np.float32]) -> NDArray[np.float32]:
    return 10 * np.log10(power + np.float32(1e-13))


@lru_cache(maxsize=8)
def _window(n: int) -> NDArray[np.float32]:
    return np.hanning(n + 1)[:n].astype(np.float32)


def _frames(audio: SharedAudio, starts: NDArray[np.int64], n: int) -> NDArray[np.float32]:
    """Windows of the channels' mean, shape (len(starts), n); zeros outside of the recording."""
    origin, span = int(starts[0]), int(starts[-1] - starts[0]) + n
    if span <= 2 * n * starts.size:  # windows overlap or nearly so: read once
        padded = np.zeros(span, dtype=np.float32)
        _put(padded, audio, origin)
        return np.lib.stride_tricks.sliding_window_view(padded, n)[starts - origin]
    out = np.zeros((starts.size, n), dtype=np.float32)
    for row, start in zip(out, starts.tolist(), strict=True):
        _put(row, audio, start)
    return out


def _put(out: NDArray[np.float32], audio: SharedAudio, start: int) -> None:
    """Fill with the recording from a sample on, which may lie before its start."""
    low = max(start, 0)
    block = audio.read(low, max(start + out.size, low))
    if block.shape[0]:
        out[low - start : low - start + block.shape[0]] = audio.mix(block)
