"""From tiles to the levels of a view's pixels: rows are fitted to the lane once a tile, columns in each frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.ui import spectrogram_tiles as tiles
from w12studio.ui.frequency_scale import SCALES
from w12studio.ui.spectrogram_tiles import TileKey
from w12studio.ui.tile_cache import Tile, TileCache

#: Levels that stand in where the right one is missing: some coarser ones, then finer ones.
_COARSER, _FINER = 8, 3
_MOST_FITTED = 512


@dataclass(frozen=True, slots=True)
class Rows:
    """Which frequencies the rows of pixels show.

    Attributes
    ----------
    scale : str
        Name of the `FrequencyScale` of the axis.
    low, high : float
        The part of the axis in view, shares of it.
    n : int
        Rows of device pixels.
    sample_rate : float
    """

    scale: str
    low: float
    high: float
    n: int
    sample_rate: float


class TilePainter:
    """Fills levels from a cache of tiles. GUI thread."""

    def __init__(self, cache: TileCache) -> None:
        self._cache = cache
        self._rows: Rows | None = None
        self._edges: dict[str, NDArray[np.float64]] = {}
        self._fitted: dict[TileKey, tuple[Tile, Tile]] = {}

    def levels(self, rows: Rows, times: NDArray[np.float64], level: int, stand_in: str) -> NDArray[np.uint8]:
        """Levels of each pixel, shape (rows.n, len(times)), highest frequency first; 0 where nothing is known.

        Parameters
        ----------
        rows : Rows
        times : ndarray
            s, evenly spaced: the left edges of the columns, none below 0.
        level : int
        stand_in : str
            Another scale, whose tiles may stand in.
        """
        if rows != self._rows or len(self._fitted) > _MOST_FITTED:
            self._rows, self._edges = rows, {}
            self._fitted.clear()
        out = np.zeros((rows.n, times.size), dtype=np.uint8)
        if not times.size:
            return out
        step = (times[-1] - times[0]) / max(times.size - 1, 1)
        index = (_places(times, level) // tiles.TILE_COLUMNS).astype(np.int64)
        for number in range(int(index[0]), int(index[-1]) + 1):
            span = slice(*np.searchsorted(index, [number, number + 1]))
            if not self._fill(out[:, span], times[span], step, level, rows.scale):
                self._stand_in(out[:, span], times[span], step, level, (rows.scale, stand_in))
        return out

    def _stand_in(
        self, out: NDArray[np.uint8], times: NDArray[np.float64], step: float, level: int, scales: tuple[str, str]
    ) -> None:
        """Fill a span from what happens to be there."""
        for scale in dict.fromkeys(scales):
            for other in (level, *range(level + 1, level + _COARSER), *range(level - 1, level - 1 - _FINER, -1)):
                if other >= 0 and self._fill(out, times, step, other, scale):
                    return

    def _fill(self, out: NDArray[np.uint8], times: NDArray[np.float64], step: float, level: int, scale: str) -> bool:
        """Fill what the tiles of a level have; whether they had anything."""
        if not times.size:
            return True
        place = _places(times, level)
        index = (place // tiles.TILE_COLUMNS).astype(np.int64)
        found = False
        for number in range(int(index[0]), int(index[-1]) + 1):
            tile = self._tile(TileKey(level, number, scale))
            if tile is not None:
                span = slice(*np.searchsorted(index, [number, number + 1]))
                inside = place[span] - number * tiles.TILE_COLUMNS
                out[:, span] = picked(tile, inside, step / tiles.column_s(level))
                found = True
        return found

    def _tile(self, key: TileKey) -> Tile | None:
        """A tile whose rows are those of the pixels."""
        tile = self._cache.get(key)
        if tile is None:
            return None
        have = self._fitted.get(key)
        if have is None or have[0] is not tile:
            have = self._fitted[key] = (tile, fitted(tile, self._edges_of(key.scale)))
        return have[1]

    def _edges_of(self, scale: str) -> NDArray[np.float64]:
        """Where the edges of the pixels' rows, from the lowest, lie among the rows of a scale's tiles."""
        if scale not in self._edges:
            rows = self._rows
            assert rows is not None
            share = np.linspace(rows.low, rows.high, rows.n + 1)
            if scale != rows.scale:
                hz = SCALES[rows.scale].hz_of(share, rows.sample_rate)
                share = SCALES[scale].share_of(hz, rows.sample_rate)
            self._edges[scale] = share * (tiles.N_ROWS - 1)
        return self._edges[scale]


def _places(times: NDArray[np.float64], level: int) -> NDArray[np.float64]:
    """Where times lie among the columns of a level: column i is what lies between i and i + 1."""
    half = tiles.column_s(min(level, tiles.GROUND)) / 2  # columns of the audio are centred on their times
    return (times + half) / tiles.column_s(level)


def fitted(tile: Tile, edges: NDArray[np.float64]) -> Tile:
    """A tile on other rows, the highest frequency first: the loudest of the rows that each covers, or a blend of two
    where it lies within one.

    Parameters
    ----------
    tile : ndarray of uint8, shape (n_rows, n_columns)
    edges : ndarray, shape (n + 1,)
        Ascending, in rows of the tile; row i is centred on i.
    """
    last = tile.shape[0] - 1
    centres = np.clip((edges[1:] + edges[:-1]) / 2, 0, last)
    if np.diff(edges).max(initial=0) < 1:
        left = np.minimum(centres.astype(np.intp), last - 1)
        share = ((centres - left) * 256).astype(np.uint16)[:, None]
        blend = (tile[left].astype(np.uint16) * (256 - share) + tile[left + 1].astype(np.uint16) * share) >> 8
        return np.ascontiguousarray(blend[::-1].astype(np.uint8))
    first = np.clip(np.rint(edges[:-1]), 0, last).astype(np.intp)
    end = int(np.clip(np.rint(edges[-1]), first[-1] + 1, last + 1))
    return np.ascontiguousarray(np.maximum.reduceat(tile[:end], first, axis=0)[::-1])


def picked(tile: Tile, place: NDArray[np.float64], step: float) -> NDArray[np.uint8]:
    """Columns of a tile for pixels that begin at ``place`` and are ``step`` columns wide, shape (n_rows, n)."""
    last = tile.shape[1] - 1
    left = np.clip(place.astype(np.intp), 0, last)
    if step < 0.5:
        middle = place + (step - 1) / 2
        left = np.clip(np.floor(middle), 0, last).astype(np.intp)
        right = np.minimum(left + 1, last)
        share = (np.clip(middle - left, 0, 1) * 256).astype(np.uint16)
        a, b = tile[:, left].astype(np.uint16), tile[:, right].astype(np.uint16)
        return ((a * (256 - share) + b * share) >> 8).astype(np.uint8)
    out = tile[:, left]
    for i in range(1, int(np.ceil(step - 1e-9))):  # a pixel shows all the columns that begin in it, none is skipped
        np.maximum(out, tile[:, np.clip((place + i).astype(np.intp), 0, last)], out=out)
    return out
