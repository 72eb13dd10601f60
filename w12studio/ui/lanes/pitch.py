"""Pitch over a piano's rows, coloured by confidence, with the notes that were found laid over it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from w12studio.domain.analysis import NOTES, PITCH
from w12studio.domain.events import Event, Events
from w12studio.ui.curve_columns import CurveColumns, column_spans
from w12studio.ui.lanes.base import LaneContext, Tick
from w12studio.ui.lanes.value_axis import RangedLane
from w12studio.ui.note_names import hz_to_midi, note_and_cents, note_name
from w12studio.ui.pitch_tools import PitchTools
from w12studio.ui.raster import blended, paint_columns, with_alpha
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme

BLACK = (1, 3, 6, 8, 10)
LOWEST, HIGHEST = 12.0, 127.0
SHADES = 16
NOTE_OPACITY = 0.28
MANY = 30_000  # values suffice to find the range of all


class PitchLane(RangedLane):
    """The f0 curve where it is voiced; notes as bars behind it."""

    name = "pitch"
    title = later("Pitch")
    kinds = (PITCH, NOTES)
    default_height = 140
    min_height = 56
    LOWEST, HIGHEST, MIN_RANGE = LOWEST, HIGHEST, 6.0

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self._curve: CurveColumns | None = None
        self._voiced = False
        self._fitted = (48.0, 84.0)
        self._room: tuple[float, float] | None = None
        self._chosen: tuple[Event, ...] = ()
        self._table: tuple[Theme, NDArray[np.uint32]] | None = None

    @property
    def low(self) -> float:
        """MIDI number at the bottom."""
        low = super().low
        return low if self._room is None else min(low, self._room[0])

    @property
    def high(self) -> float:
        """MIDI number at the top."""
        high = super().high
        return high if self._room is None else max(high, self._room[1])

    @property
    def notes(self) -> Events:
        """The notes."""
        analysis = self.context.session.analysis
        return analysis.events(NOTES) if analysis else Events()

    def refresh(self) -> None:
        """Pitch or notes changed."""
        track = self.track
        curve = track.curve if track else None
        if curve is None:
            self._curve = None
        elif self._curve is None or self._curve.curve is not curve:
            self._curve = CurveColumns(curve, hz_to_midi(curve.values), max_step=1.5)
        self._voiced = self._curve is not None and bool(np.isfinite(self._curve.values).any())
        self._fitted = self._fit()
        self._chosen = self._selected_notes()
        super().refresh()
        self.axis_changed.emit()

    def _selected_notes(self) -> tuple[Event, ...]:
        chosen = self.context.session.selection
        return chosen.events if chosen.kind == NOTES else ()

    def selection_changed(self) -> None:
        """Draw again where other notes are selected than before."""
        chosen = self._selected_notes()
        if chosen != self._chosen:
            self._chosen = chosen
            self.invalidate()

    def note_at(self, time: float, y: float | None = None) -> Event | None:
        """The note at a time in s, within a few pixels of its bar where a ``y`` is given; None where there is none."""
        notes = self.notes
        index = [i for i in notes.overlapping(time, np.nextafter(time, np.inf)) if np.isfinite(notes.values[i])]
        if not index:
            return None
        if y is None:
            return notes[int(index[-1])]
        nearest = min(index, key=lambda i: abs(self.y_of(float(notes.values[i])) - y))
        reach = self._thickness() / 2 + 3
        return notes[int(nearest)] if abs(self.y_of(float(notes.values[nearest])) - y) <= reach else None

    def _thickness(self) -> float:
        """Of a note's bar, in logical pixels."""
        return min(max((self.height - 1) / (self.high - self.low), 4.0), 18.0)

    def make_control(self, parent: QWidget) -> QWidget:
        """See `Lane.make_control`."""
        return PitchTools(self.context.session.pitching, parent)

    def _fit(self) -> tuple[float, float]:
        """A range that holds nearly all of the pitch, at least two octaves."""
        values = self._curve.values if self._curve is not None else self.notes.values
        values = values[np.isfinite(values)]
        if values.size == 0:
            return 48.0, 84.0
        low, high = (float(v) for v in np.percentile(values[:: max(values.size // MANY, 1)], [0.5, 99.5]))
        pad = max((24 - (high - low)) / 2, 2.0)
        return max(low - pad, LOWEST), min(high + pad, HIGHEST)

    # -- values ------------------------------------------------------------------------------------------------

    def midi_at(self, y: float) -> float:
        """MIDI number at a y in logical pixels."""
        return self.value_at(y)

    def _set_range(self, chosen: tuple[float, float] | None) -> None:
        self._room = None
        super()._set_range(chosen)

    def make_room(self, midi: tuple[float, float] | None) -> None:
        """Show at least these MIDI numbers, until None is given or the range is changed."""
        if midi is not None:
            midi = max(midi[0] - 1.5, LOWEST), min(midi[1] + 1.5, HIGHEST)
        if midi != self._room:
            self._room = midi
            self.invalidate()
            self.axis_changed.emit()

    def axis_ticks(self) -> list[Tick]:
        """C of each octave, and white keys between where there is room."""
        if self._curve is None and len(self.notes) == 0:
            return []
        row = (self.height - 1) / (self.high - self.low)
        wanted = (((0, 2, 4, 5, 7, 9, 11), 8.0), ((0, 5, 9), 4.0), ((0, 7), 2.4), ((0,), 0.0))
        shown = next(keys for keys, least in wanted if row >= least)
        numbers = range(int(np.ceil(self.low)), int(self.high) + 1)
        return [Tick(self.y_of(n), note_name(n), 1.0 if n % 12 == 0 else 0.6) for n in numbers if n % 12 in shown]

    def describe(self, time: float, y: float) -> str:
        """The pitch at a time, the note there, and the pitch under the pointer, a line each."""
        if self._curve is None and len(self.notes) == 0:
            return ""
        lines = []
        midi = float("nan")
        if self._curve is not None:
            curve = self._curve.curve
            hz = float(curve.at(time))
            frame = round((time - curve.start) * curve.frame_rate)
            inside = curve.confidence is not None and 0 <= frame < len(curve)
            sure = float(curve.confidence[frame]) if inside and curve.confidence is not None else float("nan")
            if np.isfinite(hz) and hz > 0:
                midi = float(hz_to_midi(hz))
                said = _pitch_text(midi, hz)
                sure_text = tr("{pitch} · {share} sure", pitch=said, share=f"{sure:.0%}")
                lines.append(sure_text if np.isfinite(sure) else said)
            else:
                lines.append(
                    tr("unvoiced (voicing {share})", share=f"{sure:.0%}") if np.isfinite(sure) else tr("unvoiced")
                )
        note = self.note_at(time)
        if note is not None and note.value is not None:
            said = tr("note {name} · MIDI {midi}", name=note_and_cents(note.value), midi=f"{note.value:.2f}")
            if np.isfinite(midi):
                cents = f"{round((midi - note.value) * 100):+d}"
                said = tr("{note} · curve {cents} ct from it", note=said, cents=cents)
            lines.append(said)
        under = self.midi_at(y)
        lines.append(tr("pointer {pitch}", pitch=_pitch_text(under, 440 * 2 ** ((under - 69) / 12))))
        return "\n".join(lines)

    def layout(self) -> object:
        """See `Lane.layout`."""
        return (self._few_notes(),) if self._voiced or len(self.notes) else None

    def _few_notes(self) -> bool:
        """Whether there is room to give each note an outline."""
        view = self.context.viewport
        span = self.notes.span(view.start, view.end)
        return span.stop - span.start <= 200

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        self._draw_keys(painter, theme)
        if not self._voiced and len(self.notes) == 0:
            track = self.track
            waiting = track is None or not track.complete
            message = "" if track is None else track.message
            self.draw_hint(
                painter,
                theme,
                tr("Waiting for pitch…") if waiting else translated(message) or tr("No pitch was found."),
            )
            return
        self._draw_notes(painter, theme, dpr)
        if self._curve is not None:
            frame, height = self.frame, round((self.height - 1) * dpr)
            columns = self._curve.columns(frame.view, dpr, frame.n_columns)
            top, bottom = column_spans(columns, self.low, self.high, height, 1.8 * dpr)
            index = np.clip(columns.confidence * SHADES, 0, SHADES - 1).astype(np.int64)
            paint_columns(frame.pixels[:height], top, bottom, self._inks(theme)[index])

    def _inks(self, theme: Theme) -> NDArray[np.uint32]:
        """RGB32 of each step of confidence."""
        if self._table is not None and self._table[0] is theme:
            return self._table[1]
        table = pg.ColorMap(None, [theme.pitch_low, theme.pitch_high]).getLookupTable(nPts=SHADES, alpha=False)
        red, green, blue = table.astype(np.uint32).T
        inks = np.asarray(0xFF000000 | red << 16 | green << 8 | blue, dtype=np.uint32)
        self._table = (theme, inks)
        return inks

    def _draw_keys(self, painter: QPainter, theme: Theme) -> None:
        row = (self.height - 1) / (self.high - self.low)
        white, black = (theme.surface, theme.background) if theme.is_dark else (theme.background, theme.surface)
        painter.fillRect(self.boundingRect(), white)
        for number in range(int(np.floor(self.low)), int(np.ceil(self.high)) + 1):
            y = self.y_of(number + 0.5)
            if number % 12 in BLACK and row >= 2.5:
                painter.fillRect(QRectF(0, y, self.frame.width, row), black)
            if number % 12 == 0:
                painter.fillRect(QRectF(0, round(y + row), self.frame.width, 1), theme.grid)

    def _draw_notes(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        notes, view = self.notes, self.frame.view
        index = notes.overlapping(view.start, view.end)
        index = index[np.isfinite(notes.values[index])]
        if index.size == 0:
            return
        row = (self.height - 1) / (self.high - self.low)
        thickness = self._thickness()
        left = view.time_to_px(notes.times[index])
        width = np.maximum(notes.durations[index] / view.seconds_per_px, 1.0)
        y = (self.high - notes.values[index]) * row - thickness / 2
        few = self._few_notes()
        if not few:
            self._paint_notes(left * dpr, width * dpr, y * dpr, round(thickness * dpr), theme)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = {(e.time, e.value) for e in self._chosen}
        for i, px, wide, py in zip(index.tolist(), left.tolist(), width.tolist(), y.tolist(), strict=True):
            picked = bool(chosen) and (float(notes.times[i]), float(notes.values[i])) in chosen
            if few or picked:
                _outline(painter, QRectF(px + 0.5, py + 0.5, max(wide - 1, 1), thickness - 1), theme, picked)
        painter.restore()

    def _paint_notes(
        self, left: NDArray[np.floating], width: NDArray[np.floating], top: NDArray[np.floating], thickness: int,
        theme: Theme,
    ) -> None:  # fmt: skip
        """Many notes, in device pixels: where at least one lies on a pixel, it is tinted once."""
        pixels = self.frame.pixels[: self.frame.pixels.shape[0] - 1]
        height, n_columns = pixels.shape
        first = np.clip(np.floor(left), 0, n_columns).astype(np.int64)
        last = np.clip(np.floor(left + np.maximum(width, 1)), 0, n_columns).astype(np.int64)
        rows = np.clip(np.floor(top), 0, height - 1).astype(np.int64)
        used, place = np.unique(rows, return_inverse=True)
        lengths = np.maximum(last - first, 0)
        begun = np.cumsum(lengths) - lengths
        covered = np.zeros((used.size, n_columns), dtype=bool)
        covered[np.repeat(place, lengths), np.arange(lengths.sum()) + np.repeat(first - begun, lengths)] = True
        mask = np.zeros((height, n_columns), dtype=bool)
        for row, columns in zip(used.tolist(), covered, strict=True):
            mask[row : row + thickness] |= columns
        pixels[mask] = blended(pixels[mask], np.uint32(theme.note.rgb()), NOTE_OPACITY)


def _outline(painter: QPainter, rect: QRectF, theme: Theme, picked: bool) -> None:
    """A note as a bar with an outline; a selected one in the accent's colour."""
    colour: QColor = theme.accent if picked else theme.note
    painter.setBrush(with_alpha(colour, 0.42 if picked else NOTE_OPACITY))
    painter.setPen(QPen(colour if picked else with_alpha(colour, 0.8), 2 if picked else 1))
    painter.drawRoundedRect(rect, min(3, rect.width() / 3), 3)


def _pitch_text(midi: float, hz: float) -> str:
    """e.g. "A4 +20 ct · MIDI 69.20 · 445.1 Hz"."""
    return f"{note_and_cents(midi)} · MIDI {midi:.2f} · {hz:.1f} Hz"
