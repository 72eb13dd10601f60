"""The spectrogram: tiles of levels, coloured and put in place a pixel column at a time."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QPainter

from w12studio.ui import spectrogram_tiles as tiles
from w12studio.ui.lanes.base import Lane, LaneContext, Tick
from w12studio.ui.note_names import hz_to_midi, note_and_cents
from w12studio.ui.spectrogram_tiles import TileCache, TileKey
from w12studio.ui.theme import Theme

TICKS_HZ = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000)
ARRIVAL_MS = 40
REST_MS, PATIENCE_MS = 50, 300


def colour_table(theme: Theme) -> NDArray[np.uint32]:
    """Opaque RGB32 of the levels 0..255: from the timeline's background to bright (dark theme) or dark ink."""
    ground = theme.background.name()
    if theme.is_dark:
        stops = [ground, "#1b1f3f", "#3d2a70", "#8a3583", "#d9566b", "#f6a04f", "#fff3c4"]
    else:
        stops = [ground, "#eef0fa", "#c9cfee", "#9c95d6", "#8a4fa8", "#7d1f5f", "#3a0a2a"]
    table = pg.ColorMap(np.linspace(0, 1, len(stops)), stops).getLookupTable(nPts=256, alpha=False)
    red, green, blue = table.astype(np.uint32).T
    return 0xFF000000 | red << 16 | green << 8 | blue


class SpectrogramLane(Lane):
    """Frequencies on a nearly logarithmic axis; a coarser or finer tile stands in while the right one is computed."""

    name = "spectrogram"
    title = "Spectrogram"
    kinds = ("audio",)
    default_height = 130
    min_height = 56
    has_value_zoom = True

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self.cache = TileCache()
        self._low, self._high = 0.0, 1.0  # the part of the rows in view, from the bottom
        self._table: tuple[Theme, NDArray[np.uint32]] | None = None
        self._late = QTimer(self, singleShot=True, interval=ARRIVAL_MS)
        self._late.timeout.connect(self.invalidate)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self._asked = QElapsedTimer()
        self._wanted: list[TileKey] = []
        self.cache.grown.connect(self._tile_arrived)

    def refresh(self) -> None:
        """The recording or its audio changed."""
        self.cache.set_audio(self.context.session.audio)
        self._wanted = []
        super().refresh()
        self.axis_changed.emit()

    def shutdown(self) -> None:
        """See `Lane.shutdown`."""
        self._late.stop()
        self._rest.stop()
        self.cache.shutdown()

    def _tile_arrived(self) -> None:
        if not self._late.isActive():
            self._late.start()

    # -- values ------------------------------------------------------------------------------------------------

    def _share_at(self, y: float) -> float:
        """Place among all rows, 0 = lowest .. 1 = highest, at a y in logical pixels."""
        return self._high - y / max(self.height - 1, 1) * (self._high - self._low)

    def hz_at(self, y: float) -> float:
        """Frequency at a y in logical pixels."""
        low, high = tiles.hz_to_scale(tiles.LOWEST_HZ), tiles.hz_to_scale(self._top_hz())
        return float(tiles.scale_to_hz(low + (high - low) * self._share_at(y)))

    def y_at(self, hz: float) -> float:
        """y of a frequency in logical pixels."""
        low, high = tiles.hz_to_scale(tiles.LOWEST_HZ), tiles.hz_to_scale(self._top_hz())
        share = float((tiles.hz_to_scale(hz) - low) / (high - low))
        return (self._high - share) / (self._high - self._low) * (self.height - 1)

    def _top_hz(self) -> float:
        audio = self.context.session.audio
        return min((audio.sample_rate if audio else 44_100) / 2, tiles.HIGHEST_HZ)

    def zoom_values(self, factor: float, y: float) -> None:
        """See `Lane.zoom_values`."""
        anchor = self._share_at(y)
        span = min(max((self._high - self._low) / factor, 1 / 16), 1.0)
        low = anchor - (anchor - self._low) * span / (self._high - self._low)
        self._low = min(max(low, 0.0), 1.0 - span)
        self._high = self._low + span
        self.invalidate()
        self.axis_changed.emit()

    def reset_values(self) -> None:
        """See `Lane.reset_values`."""
        self._low, self._high = 0.0, 1.0
        super().reset_values()

    def state(self) -> dict[str, object]:
        """See `Lane.state`."""
        return {"low": self._low, "high": self._high}

    def restore(self, state: dict[str, object]) -> None:
        """See `Lane.restore`."""
        low, high = state.get("low"), state.get("high")
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and 0 <= low < high <= 1:
            self._low, self._high = float(low), float(high)
        self.invalidate()
        self.axis_changed.emit()

    def subtitle(self) -> str:
        """See `Lane.subtitle`."""
        return f"{tiles.FLOOR_DB:.0f} to {tiles.CEILING_DB:.0f} dB" if self.context.session.audio else ""

    def axis_ticks(self) -> list[Tick]:
        """Round frequencies, no two closer than their labels are tall."""
        if self.context.session.audio is None:
            return []
        out: list[Tick] = []
        for hz in TICKS_HZ:
            y = self.y_at(hz)
            if 6 <= y <= self.height - 7 and (not out or out[-1].y - y >= 15):
                out.append(Tick(y, f"{hz // 1000}k" if hz >= 1000 else str(hz)))
        return out

    def describe(self, time: float, y: float) -> str:
        """Frequency, its note, and the level there."""
        audio = self.context.session.audio
        if audio is None:
            return ""
        hz = self.hz_at(y)
        text = f"{hz:.0f} Hz, {note_and_cents(float(hz_to_midi(hz)))}"
        found = self._nearest_tile(time)
        if found is None:
            return text
        tile, column = found
        row = min(max(round(self._share_at(y) * (tiles.N_ROWS - 1)), 0), tiles.N_ROWS - 1)
        level = tiles.FLOOR_DB + float(tile[row, column]) / 255 * (tiles.CEILING_DB - tiles.FLOOR_DB)
        return f"{text}, {level:.0f} dB"

    def _nearest_tile(self, time: float) -> tuple[NDArray[np.uint8], int] | None:
        level = tiles.level_for(self.context.viewport.seconds_per_px)
        for candidate in range(level, level + 4):
            column = int(max(time, 0.0) / tiles.column_s(candidate))
            tile = self.cache.get(TileKey(candidate, column // tiles.TILE_COLUMNS))
            if tile is not None:
                return tile, column % tiles.TILE_COLUMNS
        return None

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        session, view = self.context.session, self.frame.view
        if session.audio is None:
            if session.analysis is not None:
                self.draw_hint(painter, theme, "Waiting for the decoded audio…")
            return
        pixels, n_columns = self.frame.pixels, self.frame.n_columns
        n_rows = pixels.shape[0] - round(dpr)
        times = view.px_to_time((np.arange(n_columns) + 0.5) / dpr)
        rows = np.clip(
            np.rint(self._share_at((np.arange(n_rows) + 0.5) / dpr) * (tiles.N_ROWS - 1)), 0, tiles.N_ROWS - 1
        ).astype(np.intp)
        level = tiles.level_for(view.seconds_per_px / dpr)
        known = (times >= 0) & (times < session.audio.duration)
        levels = self._levels(rows, np.maximum(times, 0.0), level, known)
        if self._table is None or self._table[0] is not theme:
            self._table = (theme, colour_table(theme))
        np.take(self._table[1], levels, out=pixels[:n_rows], mode="clip")
        self._want(level)

    def layout(self) -> object:
        """See `Lane.layout`."""
        return "tiles" if self.context.session.audio is not None else None

    def _levels(
        self, rows: NDArray[np.intp], times: NDArray[np.float64], level: int, known: NDArray[np.bool_]
    ) -> NDArray[np.uint8]:
        """Levels of each pixel, shape (len(rows), len(times)): row i shows the tiles' row ``rows[i]``."""
        out = np.zeros((rows.size, times.size), dtype=np.uint8)
        if not known.any():
            return out
        place = times / tiles.column_s(level)
        index = (place // tiles.TILE_COLUMNS).astype(np.int64)
        first, last = int(index[known][0]), int(index[known][-1])
        keys = [TileKey(level, i) for i in range(first, last + 1)]
        for key in keys:
            span = slice(*np.searchsorted(index, [key.index, key.index + 1]))
            tile = self.cache.get(key)
            if tile is not None:
                out[:, span] = _picked(tile, rows, place[span] - key.index * tiles.TILE_COLUMNS)
                continue
            self._stand_in(out, span, rows, times[span], level)
        out[:, ~known] = 0
        return out

    def _want(self, level: int) -> None:
        """Ask for the tiles of the view that are missing, from the middle outwards, and one beyond each edge."""
        view, length = self.context.viewport, tiles.tile_s(level)
        first = int(max(view.start, 0.0) / length)
        last = int(max(min(view.end, view.duration * (1 - 1e-12)), 0.0) / length)
        numbers = sorted(range(first, last + 1), key=lambda i: abs(i - (first + last) / 2))
        beyond = [i for i in (last + 1, first - 1) if 0 <= i * length < view.duration]
        wanted = [TileKey(level, i) for i in numbers + beyond]
        if wanted == self._wanted:
            return
        if not self._rest.isActive():
            self._asked.start()
        self._wanted = wanted
        if self._asked.elapsed() < PATIENCE_MS:  # while the view moves, its pictures come first
            self._rest.start()

    def _ask(self) -> None:
        """The view rests: compute what it lacks."""
        self.cache.want(self._wanted)

    def _stand_in(
        self, out: NDArray[np.uint8], span: slice, rows: NDArray[np.intp], times: NDArray[np.float64], level: int
    ) -> None:
        """Fill a span from the coarser tiles, or the next finer ones, that happen to be there."""
        for other in (*range(level + 1, level + 7), level - 1, level - 2):
            place = times / tiles.column_s(other)
            index = (place // tiles.TILE_COLUMNS).astype(np.int64)
            found = False
            for i in np.unique(index).tolist() if index.size else []:
                tile = self.cache.get(TileKey(other, i))
                if tile is not None:
                    mine = index == i
                    out[:, span][:, mine] = _picked(tile, rows, place[mine] - i * tiles.TILE_COLUMNS)
                    found = True
            if found:
                return


def _picked(tile: NDArray[np.uint8], rows: NDArray[np.intp], place: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Rows of a tile at fractional columns, shape (len(rows), len(place)); blended where pixels are finer."""
    tile = tile[rows]
    left = np.clip(place.astype(np.intp), 0, tiles.TILE_COLUMNS - 1)
    if place.size < 2 or place[1] - place[0] >= 0.5:
        return tile[:, left]
    right = np.minimum(left + 1, tiles.TILE_COLUMNS - 1)
    share = (np.clip(place - left, 0, 1) * 256).astype(np.uint16)
    a, b = tile[:, left].astype(np.uint16), tile[:, right].astype(np.uint16)
    return ((a * (256 - share) + b * share) >> 8).astype(np.uint8)
