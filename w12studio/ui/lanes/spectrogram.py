"""The spectrogram: tiles of a pyramid, put in place a pixel column at a time and coloured."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QMenu

from w12studio.ui import spectrogram_tiles as tiles
from w12studio.ui.frequency_scale import LOG, SCALES, hz_label, note_frequencies, round_frequencies, spaced
from w12studio.ui.lane_options import add_choices, add_slider
from w12studio.ui.lanes.base import LaneContext, Tick
from w12studio.ui.lanes.value_axis import RangedLane
from w12studio.ui.note_names import hz_to_midi, note_and_cents, note_name
from w12studio.ui.spectrogram_colours import MAPS, colour_table
from w12studio.ui.spectrogram_tiles import TileKey
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme
from w12studio.ui.tile_cache import TileCache
from w12studio.ui.tile_painter import Rows, TilePainter

AXES = {"hz": later("Hertz"), "notes": later("Notes")}
RANGE_DB, GAIN_DB = (20, 120), (-40, 60)
TICK_PX = 13.0
ARRIVAL_MS = 40
REST_MS, PATIENCE_MS = 50, 300


class SpectrogramLane(RangedLane):
    """Frequencies over time; a coarser, a finer or an older tile stands in while the right one is computed.

    The value axis is the share of the scale's height; `hz_at` and `y_at` speak of frequencies.
    """

    name = "spectrogram"
    title = later("Spectrogram")
    kinds = ("audio",)
    default_height = 130
    min_height = 56
    LOWEST, HIGHEST, MIN_RANGE = 0.0, 1.0, 1 / 32

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self.cache = TileCache()
        self.scale = self._scale_before = LOG
        self.colours, self.axis = "theme", "hz"
        self.range_db, self.gain_db = 80, 6
        self._painter = TilePainter(self.cache)
        self._table: tuple[object, NDArray[np.uint32]] | None = None
        self._late = QTimer(self, singleShot=True, interval=ARRIVAL_MS)
        self._late.timeout.connect(self.invalidate)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self._asked = QElapsedTimer()
        self._wanted: list[TileKey] = []
        self.cache.grown.connect(self._tile_arrived)

    def refresh(self) -> None:
        """The recording or its audio changed."""
        if self.cache.audio is not self.context.session.audio:
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

    # -- how it looks ------------------------------------------------------------------------------------------

    def set_scale(self, name: str) -> None:
        """Spread the frequencies in another way; the part of them in view stays as far as it can."""
        scale = SCALES.get(name, LOG)
        if scale is not self.scale:
            rate, ends = self._rate, (self.low, self.high)
            hz = self.scale.hz_of(np.array(ends), rate)
            self._scale_before, self.scale = self.scale, scale
            low, high = np.clip(scale.share_of(hz, rate), 0, 1).tolist() if self._range else (0.0, 1.0)
            self._wanted = []
            if high - low >= 1 - 1e-9:
                self._set_range(None)
            else:
                self._show_range(high, max(high - low, self.MIN_RANGE))

    def set_look(self, colours: str = "", range_db: int = 0, gain_db: int | None = None, axis: str = "") -> None:
        """Other colours, another range of levels in dB, how far below full scale it ends, another axis."""
        self.colours = colours if colours in MAPS else self.colours
        self.axis = axis if axis in AXES else self.axis
        if range_db:
            self.range_db = min(max(range_db, RANGE_DB[0]), RANGE_DB[1])
        if gain_db is not None:
            self.gain_db = min(max(gain_db, GAIN_DB[0]), GAIN_DB[1])
        self.invalidate()
        self.axis_changed.emit()

    def fill_menu(self, menu: QMenu) -> None:
        """See `Lane.fill_menu`."""
        scales = {name: translated(scale.title) for name, scale in SCALES.items()}
        add_choices(menu, tr("Frequency scale"), scales, self.scale.name, self.set_scale)
        add_choices(menu, tr("Axis"), AXES, self.axis, lambda axis: self.set_look(axis=axis))
        add_choices(menu, tr("Colours"), MAPS, self.colours, lambda colours: self.set_look(colours=colours))
        add_slider(menu, tr("Gain: {} dB"), GAIN_DB, self.gain_db, lambda db: self.set_look(gain_db=db))
        add_slider(menu, tr("Dynamic range: {} dB"), RANGE_DB, self.range_db, lambda db: self.set_look(range_db=db))

    def state(self) -> dict[str, object]:
        """See `Lane.state`."""
        return {
            **super().state(), "scale": self.scale.name, "axis": self.axis, "colours": self.colours,
            "range_db": self.range_db, "gain_db": self.gain_db,
        }  # fmt: skip

    def restore(self, state: dict[str, object]) -> None:
        """See `Lane.restore`."""
        known = {k: state.get(k) for k in ("range_db", "gain_db")}
        numbers = {k: int(v) for k, v in known.items() if isinstance(v, (int, float)) and abs(v) < 1e12}
        self.set_scale(str(state.get("scale", self.scale.name)))
        self.set_look(str(state.get("colours")), axis=str(state.get("axis")), **numbers)
        super().restore(state)

    # -- values ------------------------------------------------------------------------------------------------

    @property
    def _rate(self) -> float:
        audio = self.context.session.audio
        return float(audio.sample_rate) if audio else 44_100.0

    def hz_at(self, y: float) -> float:
        """Frequency at a y in logical pixels from the lane's top."""
        return float(self.scale.hz_of(self.value_at(y), self._rate))

    def y_at(self, hz: float) -> float:
        """y of a frequency in logical pixels from the lane's top; outside of the lane where it is out of view."""
        return float(self.y_of(float(self.scale.share_of(hz, self._rate))))

    def subtitle(self) -> str:
        """See `Lane.subtitle`."""
        if self.context.session.audio is None:
            return ""
        return tr(
            "{scale}, {low} to {high} dB",
            scale=translated(self.scale.title),
            low=-self.gain_db - self.range_db,
            high=-self.gain_db,
        )

    def axis_ticks(self) -> list[Tick]:
        """Round frequencies or notes, as many as there is room for."""
        if self.context.session.audio is None:
            return []
        ends = self.hz_at(self.height - 7), self.hz_at(6)
        notes = self.axis == "notes"
        values = spaced((note_frequencies if notes else round_frequencies)(*ends), self.y_at, TICK_PX)
        label = (lambda hz: note_name(float(hz_to_midi(hz)))) if notes else hz_label
        return [Tick(self.y_at(hz), label(hz)) for hz in values]

    def describe(self, time: float, y: float) -> str:
        """Frequency, its note, and the level there."""
        if self.context.session.audio is None:
            return ""
        hz = self.hz_at(y)
        note = note_and_cents(float(hz_to_midi(hz))) if hz >= 8 else tr("below C0")
        level = self._level_at(time, y)
        if level is None:
            return f"{hz:.1f} Hz · {note}"
        pattern = tr("{:.1f} Hz · {} · below {:.0f} dB") if level <= tiles.FLOOR_DB else "{:.1f} Hz · {} · {:.0f} dB"
        return pattern.format(hz, note, level)

    def _level_at(self, time: float, y: float) -> float | None:
        """dB under a point and a pixel above and below it, from the tiles that are there."""
        view = self.context.viewport
        rows = Rows(self.scale.name, self.low, self.high, max(self.height - 1, 1), self._rate)
        shown = view.start + np.floor(view.time_to_px(time)) * view.seconds_per_px
        level = tiles.level_for(view.seconds_per_px)
        times = np.maximum(shown, 0.0) + np.arange(2) * view.seconds_per_px
        found = TilePainter(self.cache).levels(rows, times, level, self.scale.name)
        row = min(max(int(y), 0), rows.n - 1)
        return float(tiles.level_db(found[max(row - 1, 0) : row + 2, 0].max())) if found.any() else None

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        session, view = self.context.session, self.frame.view
        if session.audio is None:
            if session.analysis is not None:
                self.draw_hint(painter, theme, tr("Waiting for the decoded audio…"))
            return
        pixels = self.frame.pixels
        n_rows = pixels.shape[0] - round(dpr)
        step = view.seconds_per_px / dpr
        times = view.start + np.arange(self.frame.n_columns) * step
        first, last = np.searchsorted(times, [0.0, session.audio.duration])
        level = tiles.level_for(step)
        rows = Rows(self.scale.name, self.low, self.high, n_rows, self._rate)
        look = (id(theme), self.colours, self.range_db, self.gain_db)
        if self._table is None or self._table[0] != look:
            self._table = (look, colour_table(self.colours, theme, self.range_db, self.gain_db))
        levels = self._painter.levels(rows, times[first:last], level, self._scale_before.name)
        np.take(self._table[1], levels, out=pixels[:n_rows, first:last], mode="clip")
        self._want(level)

    def layout(self) -> object:
        """See `Lane.layout`."""
        return "tiles" if self.context.session.audio is not None else None

    def _want(self, level: int) -> None:
        """Ask for the tiles of the view that are missing, from the middle outwards, and one beyond each edge."""
        view, length = self.context.viewport, tiles.tile_s(level)
        first = int(max(view.start, 0.0) / length)
        last = int(max(min(view.end, view.duration * (1 - 1e-12)), 0.0) / length)
        numbers = sorted(range(first, last + 1), key=lambda i: abs(i - (first + last) / 2))
        beyond = [i for i in (last + 1, first - 1) if 0 <= i * length < view.duration]
        wanted = [TileKey(level, i, self.scale.name) for i in numbers + beyond]
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
