"""Lanes of the user's own layers: points and regions with their labels, and notes over a piano's rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QMenu

from w12studio.domain import layers
from w12studio.domain.analysis import Track
from w12studio.domain.events import Event, Events
from w12studio.domain.timebase import format_clock
from w12studio.ui.lanes.base import LaneContext, Tick, small_font
from w12studio.ui.lanes.markers import END, HIT_PX, START, Grip, MarkerLane
from w12studio.ui.note_names import note_and_cents, note_name
from w12studio.ui.raster import mixed, with_alpha
from w12studio.ui.texts import later, plural, translated
from w12studio.ui.theme import Theme

#: Rows that regions which overlap are spread over, at most.
MOST_ROWS = 4
FILL = 0.30
#: More markers than this in view are drawn as plain columns.
MOST_DRAWN = 300
#: Room between two points in logical pixels below which there are no labels.
LABEL_PX = 18.0


class OwnLane(MarkerLane):
    """Points as flags and regions as blocks, both with their labels; what overlaps goes into rows.

    Attributes
    ----------
    fill_menu : callable
        Puts what can be done to the layer into a menu.
    """

    waiting = later("Double-click to add here, or press M to add at the playhead")
    default_height = 44
    min_height = 28

    def __init__(self, context: LaneContext, track: Track) -> None:
        super().__init__(context)
        self.name = lane_name(track.kind)
        self.title = track.kind
        self.kinds = (track.kind,)
        self.marker_kind = track.kind
        self.ghost: tuple[Event, ...] = ()
        self.fill_menu: Callable[[QMenu], None] = lambda _menu: None
        self._of: Events | None = None
        self._rows: NDArray[np.int64] = np.zeros(0, np.int64)
        self.n_rows = 1

    def refresh(self) -> None:
        """The events changed."""
        self.ghost = ()
        events = self.events
        if events is not self._of:
            self._of = events
            self._rows, self.n_rows = rows_of(events)
            self.has_rows = self.has_rows or self.n_rows > 1
        super().refresh()

    @property
    def colour(self) -> QColor:
        """Of the layer, in the theme of now."""
        track = self.track
        name = layers.COLOURS[0] if track is None else layers.colour_of(track)
        return self.context.theme.category(layers.COLOURS.index(name))

    def hide_while_dragged(self, events: tuple[Event, ...], ghost: tuple[Event, ...] = ()) -> None:
        """Draw ``ghost`` in place of events: they are on their way there."""
        if ghost != self.ghost:
            self.ghost = ghost
            self.invalidate()
        super().hide_while_dragged(events)

    def subtitle(self) -> str:
        """How much it holds."""
        n = len(self.events)
        return plural("{x} event", "{x} events", n, x=f"{n:,}")

    # -- what lies where ---------------------------------------------------------------------------------------

    def band(self, event: Event, row: int) -> tuple[float, float]:
        """Top and height of an event's block in logical pixels."""
        height = (self.height - 1) / self.n_rows
        return row * height, height

    def tops(self, index: NDArray[np.int64]) -> tuple[NDArray[np.float64], float]:
        """`band` of several events: the tops, and the height that they share."""
        height = (self.height - 1) / self.n_rows
        return self._rows[index] * height, height

    def row_of(self, event: Event) -> int:
        """The row of an event of the layer; 0 where it is gone."""
        span = self.events.span(event.time, float(np.nextafter(event.time, np.inf)))
        return next((int(self._rows[i]) for i in range(span.start, span.stop) if self.events[i] == event), 0)

    def grip(self, x: float, y: float) -> Grip | None:
        """What can be taken at a point: an edge, the event itself, or nothing; of several what was drawn last."""
        view, events = self.context.viewport, self.events
        time, reach = view.px_to_time(x), HIT_PX * view.seconds_per_px
        found: Grip | None = None
        best = np.inf
        for i in events.overlapping(time - reach, time + reach).tolist():
            event = events[i]
            top, height = self.band(event, int(self._rows[i]) if i < self._rows.size else 0)
            if not top - 1 <= y <= top + height + 1:
                continue
            left, right = view.time_to_px(event.time), view.time_to_px(event.end)
            near_left, near_right = abs(x - left), abs(x - right)
            inner = min(HIT_PX, (right - left) / 4)
            if event.duration == 0:
                part, distance = "", near_left
            elif near_right <= inner or (x > right and near_right <= HIT_PX):
                part, distance = END, near_right
            elif near_left <= inner or (x < left and near_left <= HIT_PX):
                part, distance = START, near_left
            else:
                part, distance = "", HIT_PX
            if distance <= min(best, HIT_PX):
                found, best = Grip(event, part), distance
        return found

    def inside(self, start: float, end: float, top: float, bottom: float) -> list[Event]:
        """See `MarkerLane.inside`."""
        events = self.events
        index = events.overlapping(start, np.nextafter(end, np.inf))
        rows = events.rows(index)
        bands = [self.band(e, int(r)) for e, r in zip(rows, self._rows[index].tolist(), strict=True)]
        return [e for e, (y, height) in zip(rows, bands, strict=True) if y <= bottom and y + height >= top]

    def steps_between(self, y: float, other: float, fine: bool) -> float:
        """How far a drag from one y to another changes values; only notes have a place up and down."""
        return 0.0

    def value_at(self, y: float) -> float | None:
        """Value of an event that is added at a y of the lane; only notes have one."""
        return None

    def drag_text(self, old: Event, new: Event) -> str:
        """What is said while ``old`` is dragged to where ``new`` is."""
        if new.time == old.time and new.duration != old.duration:
            return f"{format_clock(new.end)}  {new.duration:.3f} s"
        return f"{format_clock(new.time)}  {(new.time - old.time) * 1000:+.1f} ms"

    def describe(self, time: float, y: float) -> str:
        """Label, time and length of what is there."""
        grip = self.grip(self.context.viewport.time_to_px(time), y)
        if grip is None:
            return ""
        event = grip.event
        when = format_clock(event.time, 2)
        if event.duration > 0:
            when = f"{when}–{format_clock(event.end, 2)}"
        label = self.label_of(event)
        return f"{label}  {when}" if label else when

    def label_of(self, event: Event) -> str:
        """What stands on an event."""
        return event.label

    def layout(self) -> object:
        """See `Lane.layout`: labels reach over the edge of a strip, so that no picture can be scrolled."""
        return None

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        events, view = self.events, self.frame.view
        if not len(events) and not self.ghost:
            self.draw_hint(painter, theme, translated(self.waiting))
            return
        index = events.overlapping(view.start - 160 * view.seconds_per_px, view.end)
        if index.size > MOST_DRAWN:
            self._draw_columns(theme, dpr, index)
        else:
            self._draw_all(painter, theme, index)
        for event in self.ghost:
            self._draw_event(painter, theme, event, self.band(event, 0), 200.0, True)

    def _draw_columns(self, theme: Theme, dpr: float, index: NDArray[np.int64]) -> None:
        """Too many to be told apart: pixels of colour where there are any."""
        view, pixels, events = self.frame.view, self.frame.pixels, self.events
        ink = np.uint32(mixed(theme.background, self.colour, 0.8).rgb())
        left = np.floor((events.times[index] - view.start) / view.seconds_per_px * dpr).astype(np.int64)
        if not self.has_rows:
            pixels[:-1, np.unique(left[(left >= 0) & (left < pixels.shape[1])])] = ink
            return
        right = left + np.maximum(np.ceil(events.durations[index] / view.seconds_per_px * dpr), 1).astype(np.int64)
        tops, height = self.tops(index)
        edges = np.round(tops * dpr).astype(np.int64)
        n = pixels.shape[1]
        for top in np.unique(edges).tolist():
            mine = edges == top
            steps = np.bincount(np.clip(left[mine], 0, n), minlength=n + 1)
            steps = steps - np.bincount(np.clip(right[mine], 0, n), minlength=n + 1)
            covered = np.flatnonzero(np.cumsum(steps)[:n] > 0)
            pixels[max(top, 0) : min(top + round(height * dpr), pixels.shape[0] - 1), covered] = ink

    def _draw_all(self, painter: QPainter, theme: Theme, index: NDArray[np.int64]) -> None:
        view, selection = self.frame.view, self.context.session.selection
        chosen = set(selection.events) if selection.kind == self.marker_kind else set()
        rows = self.events.rows(index)
        room = np.minimum(self._room(index) / view.seconds_per_px, 2.0 * self.width)
        for i, event, free in zip(index.tolist(), rows, room.tolist(), strict=True):
            if event in self.hidden:
                continue
            self._draw_event(painter, theme, event, self.band(event, int(self._rows[i])), free, event in chosen)

    def _room(self, index: NDArray[np.int64]) -> NDArray[np.float64]:
        """s from the beginning of each event to the next in its row; far where there is none."""
        times, rows = self.events.times[index], self._rows[index]
        out = np.full(index.size, np.inf)
        for row in range(self.n_rows):
            mine = np.flatnonzero(rows == row)
            out[mine[:-1]] = np.diff(times[mine])
        return out

    def _draw_event(
        self, painter: QPainter, theme: Theme, event: Event, band: tuple[float, float], room: float, chosen: bool
    ) -> None:
        view, (top, height) = self.frame.view, band
        left, right = view.time_to_px(event.time), view.time_to_px(event.end)
        colour = theme.accent if chosen else self.colour
        if event.duration > 0:
            self._draw_block(painter, theme, QRectF(left, top, max(right - left, 1.5), height), colour, chosen)
            inner = right - max(left, 0.0) - 8
            self._draw_label(painter, theme.text, event, max(left, 0.0) + 5, top, height, inner)
            return
        painter.fillRect(QRectF(round(left), top, 2 if chosen else 1.5, height), colour)
        painter.fillRect(QRectF(round(left), top, 7, 5), colour)
        if room >= LABEL_PX:
            self._draw_label(painter, theme.text, event, left + 10, top, height, room - 14)

    def _draw_block(self, painter: QPainter, theme: Theme, rect: QRectF, colour: QColor, chosen: bool) -> None:
        inset = rect.adjusted(0.5, 1, -0.5, -1)
        painter.fillRect(inset, with_alpha(self.colour, FILL))
        painter.fillRect(QRectF(inset.left(), inset.top(), inset.width(), 2.5), colour)
        if chosen:
            painter.setPen(QPen(colour, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inset.adjusted(0.5, 1, -0.5, -0.5))
        else:
            painter.fillRect(QRectF(inset.left(), inset.top(), 1, inset.height()), colour)
            painter.fillRect(QRectF(inset.right() - 1, inset.top(), 1, inset.height()), colour)

    def _draw_label(
        self, painter: QPainter, ink: QColor, event: Event, x: float, top: float, height: float, room: float
    ) -> None:
        text = self.label_of(event).split("\n")[0]
        metrics = QFontMetricsF(painter.font())
        if not text or room < metrics.horizontalAdvance(text[:1]) or height < metrics.capHeight():
            return
        painter.setPen(ink)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(x, top + 2 + (height - 2 + metrics.capHeight()) / 2), shown)


class OwnNotesLane(OwnLane):
    """Notes, as high as their pitch."""

    default_height = 90
    min_height = 48
    _lowest, _highest = 54.0, 66.0
    has_rows = True

    def refresh(self) -> None:
        """The notes changed: fit the range to them."""
        values = self.events.values
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if known.size else (60.0, 60.0)
        pad = max((12 - (high - low)) / 2, 1.5)
        self._lowest, self._highest = low - pad, high + pad
        super().refresh()
        self.axis_changed.emit()

    def axis_ticks(self) -> list[Tick]:
        """The Cs, else the middle."""
        cs = [m for m in range(0, 128, 12) if self._lowest <= m <= self._highest]
        marks = cs or [round((self._lowest + self._highest) / 2)]
        return [Tick(self._y_of(m), note_name(m)) for m in marks]

    def _y_of(self, pitch: float) -> float:
        return (self._highest - pitch) / (self._highest - self._lowest) * (self.height - 1)

    def value_at(self, y: float) -> float:
        """MIDI number at a y in logical pixels, whole."""
        pitch = self._highest - y / max(self.height - 1, 1) * (self._highest - self._lowest)
        return float(min(max(round(pitch), 0), 127))

    @property
    def _thickness(self) -> float:
        return min(max((self.height - 1) / (self._highest - self._lowest), 7.0), 20.0)

    def band(self, event: Event, row: int) -> tuple[float, float]:
        """See `OwnLane.band`; what has no pitch stands in the middle."""
        pitch = (self._lowest + self._highest) / 2 if event.value is None else event.value
        return self._y_of(pitch) - self._thickness / 2, self._thickness

    def tops(self, index: NDArray[np.int64]) -> tuple[NDArray[np.float64], float]:
        """See `OwnLane.tops`."""
        pitches = np.nan_to_num(self.events.values[index], nan=(self._lowest + self._highest) / 2)
        share = (self._highest - pitches) / (self._highest - self._lowest)
        return share * (self.height - 1) - self._thickness / 2, self._thickness

    def steps_between(self, y: float, other: float, fine: bool) -> float:
        """Semitones; with ``fine`` cents."""
        steps = (y - other) / max(self.height - 1, 1) * (self._highest - self._lowest)
        return round(steps, 2) if fine else float(round(steps))

    def drag_text(self, old: Event, new: Event) -> str:
        """With the pitch where it changes."""
        text = super().drag_text(old, new)
        return text if new.value == old.value or new.value is None else f"{note_and_cents(new.value)}  {text}"

    def label_of(self, event: Event) -> str:
        """The label, else the pitch."""
        return event.label or ("" if event.value is None else note_name(round(event.value)))

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        self.draw_row_lines(painter, theme.grid)
        painter.setFont(small_font())
        super().draw(painter, theme, dpr)


def rows_of(events: Events) -> tuple[NDArray[np.int64], int]:
    """The row of each event, shape (n,), so that those that last do not cover each other, and how many rows there are.

    Where more than `MOST_ROWS` overlap, the last row holds what is left.
    """
    out = np.zeros(len(events), dtype=np.int64)
    if not events.durations.any():
        return out, 1
    free = [-np.inf] * MOST_ROWS
    ends = (events.times + events.durations).tolist()
    for i, (start, end) in enumerate(zip(events.times.tolist(), ends, strict=True)):
        row = next((r for r in range(MOST_ROWS) if free[r] <= start + 1e-9), MOST_ROWS - 1)
        out[i], free[row] = row, max(end, free[row])
    return out, int(out.max()) + 1


def lane_name(kind: str) -> str:
    """Name of the lane that shows a layer of the user's own."""
    return f"own:{kind}"


def own_lane(context: LaneContext, track: Track) -> OwnLane:
    """The lane that a layer of the user's own is shown in."""
    which = OwnNotesLane if layers.shape_of(track) == layers.NOTES else OwnLane
    return which(context, track)
