"""Lanes of markers: beats with their place in the bar, and transients with their strength."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPolygonF

from w12studio.domain.analysis import BEATS, SECTIONS, TRANSIENTS
from w12studio.domain.bar_edits import bar_grid, distinct
from w12studio.domain.events import Event, Events
from w12studio.domain.phrases import phrase_ranks
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import BarGrid
from w12studio.ui.doubt import doubt_columns
from w12studio.ui.guides import faded, guide_lines
from w12studio.ui.lanes import pins
from w12studio.ui.lanes.base import Lane, LaneContext, small_font
from w12studio.ui.raster import blended, mixed, paint_columns, shades, with_alpha
from w12studio.ui.ruler_ticks import LEFT_PX, bar_labels
from w12studio.ui.summary import inside_title, meter_text, tempo_text
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme

HIT_PX = 5.0
SHADES = 12  # steps of confidence that can be told apart
PROVISIONAL = 0.5  # how much of its colour a marker of the quick grid has; it is dashed as well
DASH_PX, GAP_PX = 5, 4  # logical pixels
NEWS_MS = 6000  # how long the header says that the full grid has replaced it
START, END = "start", "end"  # parts of what lasts that can be taken hold of
MANY = 400  # selected markers in view of which no handles are drawn
PALEST = 0.25  # how much of its colour a marker of confidence 0 has
CROWD_PX = 1.0, 4.0  # transients farther apart than the second are told apart, nearer than the first are not
BEAT_FADE_PX = 3.0, 10.0  # beats nearer than the first are not drawn, farther apart than the second they are whole
DOUBT_PX = 4  # height of the strip that shows doubt


@dataclass(frozen=True, slots=True)
class Grip:
    """What can be taken hold of at a point.

    Attributes
    ----------
    event : Event
    part : str
        `START` or `END` for an edge of what lasts; "" for the event itself.
    """

    event: Event
    part: str = ""


class MarkerLane(Lane):
    """What beats and transients have in common: picking, the selected ones, the one that is being dragged."""

    min_height = 36
    waiting = ""
    #: whether it matters how high up in the lane a marker stands
    has_rows = False

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self.hidden: tuple[Event, ...] = ()

    @property
    def events(self) -> Events:
        """The markers of the lane's layer."""
        analysis = self.context.session.analysis
        return analysis.events(self.marker_kind) if analysis else Events()

    def spacing_px(self) -> float:
        """Mean distance of the markers in view, in logical pixels; wide where there are fewer than two."""
        view, times = self.context.viewport, self.events.times
        span = self.events.span(view.start, view.end)
        if span.stop - span.start < 2:
            return float(self.width)
        width = (times[span.stop - 1] - times[span.start]) / view.seconds_per_px
        return float(width / (span.stop - span.start - 1))

    def hide_while_dragged(self, events: tuple[Event, ...]) -> None:
        """Draw these faintly: they are on their way elsewhere."""
        if events != self.hidden:
            self.hidden = events
            self.invalidate()

    def refresh(self) -> None:
        """The markers changed."""
        self.hidden = ()
        super().refresh()

    def hit(self, x: float) -> int:
        """Index of the marker within `HIT_PX` of an x in logical pixels, the nearest one; -1 where there is none."""
        view = self.context.viewport
        events = self.events
        index = events.nearest(view.px_to_time(x))
        if index < 0 or abs(view.time_to_px(float(events.times[index])) - x) > HIT_PX:
            return -1
        return index

    def grip(self, x: float, y: float) -> Grip | None:
        """What can be taken hold of at a point of the lane in logical pixels."""
        index = self.hit(x)
        return Grip(self.events[index]) if index >= 0 else None

    def inside(self, start: float, end: float, top: float, bottom: float) -> list[Event]:
        """The markers in a rectangle: from ``start`` to ``end`` in s, and from one y of the lane to another."""
        events, span = self.events, self.events.span(start, float(np.nextafter(end, np.inf)))
        return events.rows(np.arange(span.start, span.stop))

    def _draw_empty(self, painter: QPainter, theme: Theme) -> None:
        track = self.track
        if track is None or not track.complete:
            self.draw_hint(painter, theme, translated(self.waiting))
        else:
            self.draw_hint(
                painter,
                theme,
                translated(track.message) or tr("No {layer} found", layer=inside_title(self.marker_kind)),
            )

    def _draw_chosen(self, painter: QPainter, theme: Theme) -> None:
        """The selected markers, in the accent colour, with a handle at the top."""
        selection, view = self.context.session.selection, self.frame.view
        if selection.kind != self.marker_kind:
            return
        first, last = view.start - 8 * view.seconds_per_px, view.end + 8 * view.seconds_per_px
        shown = [e for e in selection.events if first <= e.time <= last]
        if len(shown) > MANY:
            self._draw_many([e.time for e in shown], theme)
            return
        for event in shown:
            if event not in self.hidden:
                draw_handle(painter, view.time_to_px(event.time), self.height - 1, theme.accent)

    def _draw_many(self, times: list[float], theme: Theme) -> None:
        """Selected markers as columns of pixels: too many for handles."""
        frame = self.frame
        scale = frame.n_columns / max(frame.width, 1.0)
        columns = np.floor(np.asarray(frame.view.time_to_px(np.array(times))) * scale).astype(np.int64)
        columns = np.unique(columns[(columns >= 0) & (columns < frame.n_columns)])
        frame.pixels[:-1, columns] = theme.accent.rgb()


def draw_handle(painter: QPainter, x: float, height: float, colour: QColor) -> None:
    """A marker that can be grabbed: a line of 2 px with a small flag at its head."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(round(x) - 0.5, 0, 2, height), colour)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    middle = round(x) + 0.5
    painter.drawPolygon(
        QPolygonF(
            [QPointF(middle - 5, 0), QPointF(middle + 5, 0), QPointF(middle + 5, 5), QPointF(middle, 10),
             QPointF(middle - 5, 5)]
        )
    )  # fmt: skip
    painter.restore()


def pin_font() -> QFont:
    """Font of the inscriptions of pins."""
    font = small_font()
    font.setBold(True)
    return font


def strongest_per_column(
    x: NDArray[np.floating], strength: NDArray[np.floating], n_columns: int
) -> NDArray[np.float64]:
    """The greatest strength that falls on each column, NaN where none does; ``x`` in columns, ascending."""
    out = np.full(n_columns, np.nan)
    column = np.floor(x).astype(np.int64)
    first, last = np.searchsorted(column, [0, n_columns])
    column, strength = column[first:last], strength[first:last]
    if column.size:
        starts = np.flatnonzero(np.diff(column, prepend=-1))
        out[column[starts]] = np.maximum.reduceat(strength, starts)
    return out


def mean_per_column(x: NDArray[np.floating], strength: NDArray[np.floating], n_columns: int) -> NDArray[np.float64]:
    """The mean strength on each column, NaN where there is none; as `strongest_per_column`."""
    column = np.floor(x).astype(np.int64)
    inside = (column >= 0) & (column < n_columns)
    count = np.bincount(column[inside], minlength=n_columns)
    total = np.bincount(column[inside], strength[inside], n_columns)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def widened(columns: NDArray[np.floating], width: int) -> NDArray[np.floating]:
    """Columns that each spread to the right, to a width; of two values the greater stays."""
    out = columns.copy()
    for i in range(1, width):
        out[i:] = np.fmax(out[i:], columns[:-i])
    return out


class BeatsLane(MarkerLane):
    """Each beat with its place in the bar; sure beats are bright, doubtful ones pale. Bars are numbered.

    Pins stand in a row of their own over the beats; a strip at the bottom glows where the beats are doubtful.
    """

    name = "beats"
    title = later("Beats")
    kinds = (BEATS, PINS, SECTIONS)
    marker_kind = BEATS
    waiting = later("Waiting for beats…")
    has_guides = False
    default_height = 68

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self.grid = BarGrid([], [])
        self.sure: NDArray[np.float64] = np.zeros(0)
        self.ranks: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._was_provisional = False
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self.axis_changed)
        context.session.recording_changed.connect(self._forget_news)

    @property
    def is_provisional(self) -> bool:
        """Whether the beats are a quick grid."""
        return self.context.session.is_provisional

    def _forget_news(self) -> None:
        self._was_provisional = False
        self._news.stop()

    @property
    def has_news(self) -> bool:
        """See `Lane.has_news`."""
        return self.is_provisional or self._news.isActive()

    def subtitle(self) -> str:
        """The estimator; while the grid is quick, and for a while after it was replaced, that instead."""
        if self.is_provisional:
            return tr("Quick grid, being refined…")
        if self._news.isActive():
            analysis = self.context.session.analysis
            found = ", ".join(x for x in (tempo_text(analysis), meter_text(analysis)) if x)
            return tr("Refined: {what}", what=found) if found else tr("Refined")
        return super().subtitle()

    def shutdown(self) -> None:
        """See `Lane.shutdown`."""
        self._news.stop()

    @property
    def pins(self) -> Events:
        """The pins of the recording."""
        analysis = self.context.session.analysis
        return analysis.events(PINS) if analysis else Events()

    def refresh(self) -> None:
        """The beats changed: count them anew."""
        events = self.events
        track = self.track
        self.grid = bar_grid(events, 1 if track is None else track.first_bar)
        self.sure = np.nan_to_num(events.confidences[distinct(events)], nan=1.0)
        analysis = self.context.session.analysis
        self.ranks = phrase_ranks(self.grid, analysis.events(SECTIONS).times if analysis else ())
        provisional = self.is_provisional
        if provisional:
            self.sure = np.zeros_like(self.sure)
        elif self._was_provisional:
            self._news.start()
        self._was_provisional = provisional
        super().refresh()

    def pin_at(self, x: float, y: float) -> Event | None:
        """The pin whose glyph is at a point of the lane in logical pixels; of several, the one drawn on top."""
        if self.collapsed:
            return None
        view, font, found = self.context.viewport, pin_font(), None
        events, time, reach = self.pins, view.px_to_time(x), pins.REACH_PX * view.seconds_per_px
        for pin in events.rows(events.overlapping(time - reach, time + reach)):
            if pins.is_hit(pin, x, y, view, font):
                found = pin
        return found

    def describe(self, time: float, y: float) -> str:
        """The pin under the pointer, or the beat nearest to it."""
        events, view = self.events, self.context.viewport
        pin = self.pin_at(view.time_to_px(time), y)
        if pin is not None:
            return pins.pin_text(pin)
        index = events.nearest(time)
        if index < 0 or abs(events.times[index] - time) > max(20 * view.seconds_per_px, 0.02):
            return ""
        where = self.grid.musical_time(float(events.times[index]))
        confidence = events.confidences[index]
        said = tr("beat {place}", place=f"{where.bar}:{where.beat}") if where else tr("beat")
        if self.is_provisional:
            return tr("{beat} of the quick grid", beat=said)
        return said if np.isnan(confidence) else tr("{what}, {share} sure", what=said, share=f"{confidence:.0%}")

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        events, view = self.events, self.frame.view
        if len(events) == 0:
            self._draw_empty(painter, theme)
        margin = 40 * view.seconds_per_px
        span = events.span(view.start - margin, view.end + margin)
        if span.stop > span.start:
            self._draw_lines(painter, theme, dpr, span)
            self._draw_numbers(painter, theme)
        if len(events) and not self.is_provisional:
            self._draw_doubt(theme, dpr)
        self._draw_chosen(painter, theme)
        self._draw_pins(painter, theme)

    def _draw_doubt(self, theme: Theme, dpr: float) -> None:
        """A strip along the bottom that glows with doubt."""
        pixels = self.frame.pixels
        bottom = round((self.height - 1) * dpr)
        doubt = doubt_columns(self.events, self.frame.view, self.frame.n_columns)
        rows = pixels[bottom - round(DOUBT_PX * dpr) : bottom]
        rows[:] = blended(rows, np.uint32(theme.warning.rgb()), doubt)

    def _draw_pins(self, painter: QPainter, theme: Theme) -> None:
        view, selection = self.frame.view, self.context.session.selection
        margin = pins.REACH_PX * view.seconds_per_px
        events = self.pins
        found = events.overlapping(view.start - margin, view.end + margin)
        if not found.size:
            return
        font = pin_font()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pin in sorted(events.rows(found), key=lambda e: -e.duration):
            if pin not in self.hidden:
                chosen = selection.kind == PINS and pin in selection.events
                pins.draw_pin(painter, theme, pin, view, font, self.height - 1, chosen)
        painter.restore()

    def layout(self) -> object:
        """See `Lane.layout`; numbers reach over the edge of what scrolling uncovers."""
        beat_px = self.spacing_px()
        if not len(self.events):
            return None
        guides = self.context.guides.layout(self.context.viewport)
        return guides, faded(beat_px, *BEAT_FADE_PX), beat_px >= 6, beat_px >= 22

    def _draw_lines(self, painter: QPainter, theme: Theme, dpr: float, span: slice) -> None:
        events, view = self.events, self.frame.view
        x = view.time_to_px(events.times[span]) * dpr
        sure = np.nan_to_num(events.confidences[span], nan=1.0)
        down = events.values[span] == 1
        shown = self._visible(events.times[span])
        n_columns = self.frame.n_columns
        height = round((self.height - 1) * dpr)
        beat_px = self.spacing_px()
        label_room = 17 * dpr
        for is_down, colour in ((False, theme.beat), (True, theme.downbeat)):
            mine = (down if is_down else ~down) & (shown > 0)
            strength = PALEST + (1 - PALEST) * sure[mine]
            if self.is_provisional:
                strength = np.full(strength.size, PROVISIONAL)
            strength *= shown[mine]
            columns = strongest_per_column(x[mine], strength, n_columns)
            inks = shades(theme.background, colour, SHADES)
            wide = widened(columns, round(dpr) * (2 if is_down and beat_px >= 6 else 1))
            index = np.clip(np.nan_to_num(wide) * SHADES, 0, SHADES - 1).astype(np.int64)
            top = np.where(np.isnan(wide), np.nan, 0 if is_down else round(label_room))
            for upper, lower in self._strokes(height, dpr):
                paint_columns(self.frame.pixels, np.maximum(top, upper), np.full(n_columns, lower), inks[index])

    def _visible(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """How visible markers of some times are at this zoom, 0..1: as the guides, beats fade, then bars."""
        lines = guide_lines(self.grid, self.context.viewport, self.ranks)
        if not lines.rank_strength:
            return np.ones(times.size)
        ranks = self.ranks[np.clip(np.searchsorted(self.grid.times, times), 0, self.ranks.size - 1)]
        return np.array([*lines.rank_strength, faded(self.spacing_px(), *BEAT_FADE_PX)])[ranks]

    def _strokes(self, height: int, dpr: float) -> list[tuple[int, int]]:
        """Device rows that a marker consists of: dashes for those of the quick grid."""
        if not self.is_provisional:
            return [(0, height)]
        dash, gap = round(DASH_PX * dpr), round(GAP_PX * dpr)
        return [(y, min(y + dash, height)) for y in range(0, height, dash + gap)]

    def _draw_numbers(self, painter: QPainter, theme: Theme) -> None:
        """Bar numbers at the downbeats, thinned out; places in the bar where there is room for them."""
        view, grid = self.frame.view, self.grid
        bold, plain = QFont(painter.font()), painter.font()
        bold.setBold(True)
        measure = QFontMetricsF(bold).horizontalAdvance
        baseline = QFontMetricsF(plain).ascent() + 3
        painter.setFont(bold)
        painter.setPen(theme.downbeat)
        plate = with_alpha(theme.background, 0.85)
        taken: list[tuple[float, float]] = []
        for label in bar_labels(grid, self.ranks, view, measure, bars_only=True, whole=self.context.viewport):
            x, width = label.x, measure(label.text)
            left = round(x) + LEFT_PX
            painter.fillRect(QRectF(left - 1, 2, width + 2, baseline), plate)  # a bar's line may run through there
            painter.drawText(QPointF(left, baseline), label.text)
            taken.append((x, x + LEFT_PX + width + 2))
        if self.spacing_px() >= 22:
            painter.setFont(plain)
            painter.setPen(theme.text_muted)
            rows = np.arange(*np.searchsorted(grid.times, view.px_to_time(np.array([-20, self.frame.width + 20]))))
            rows = rows[self.ranks[rows] < 0]
            metrics = QFontMetricsF(plain)
            for px, place in zip(
                view.time_to_px(grid.times[rows]).tolist(), grid.positions[rows].tolist(), strict=True
            ):
                text = str(int(place))
                half = metrics.horizontalAdvance(text) / 2
                if not any(a < px + half and px - half < b for a, b in taken):
                    painter.drawText(QPointF(round(px) - half + 0.5, baseline), text)


class TransientsLane(MarkerLane):
    """A stem for each transient, as tall as it is strong."""

    name = "transients"
    title = later("Transients")
    kinds = (TRANSIENTS,)
    marker_kind = TRANSIENTS
    waiting = later("Waiting for transients…")
    default_height = 56

    def layout(self) -> object:
        """See `Lane.layout`."""
        return (self.spacing_px() > 12, self._crowding()) if len(self.events) else None

    def _crowding(self) -> float:
        """How far transients are too near to each other to tell single ones, 0..1 in steps."""
        return 1.0 - faded(self.spacing_px(), *CROWD_PX)

    def describe(self, time: float, y: float) -> str:
        """The transient nearest to the pointer."""
        events, view = self.events, self.context.viewport
        index = events.nearest(time)
        if index < 0 or abs(events.times[index] - time) > max(20 * view.seconds_per_px, 0.02):
            return ""
        strength = events.values[index]
        return tr("transient") if np.isnan(strength) else tr("transient, strength {n}", n=f"{strength:.2f}")

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        events, view = self.events, self.frame.view
        if len(events) == 0:
            self._draw_empty(painter, theme)
            return
        margin = 4 * view.seconds_per_px
        span = events.span(view.start - margin, view.end + margin)
        x = view.time_to_px(events.times[span]) * dpr
        strength = np.clip(np.nan_to_num(events.values[span], nan=1.0), 0.0, 1.0)
        height = round((self.height - 1) * dpr)
        n_columns = self.frame.n_columns
        stems = 0.12 + 0.88 * strength
        columns = strongest_per_column(x, stems, n_columns)
        if crowding := self._crowding():  # of many one is always strong: show how strong they are on the whole
            columns += crowding * (mean_per_column(x, stems, n_columns) - columns)
        top = height - columns * (height - 6 * dpr)
        spacing = self.spacing_px()
        if spacing > 12:  # room for stems of two device pixels
            top = -widened(-top, round(2 * dpr))
        ink = mixed(theme.background, theme.transient, 0.85)
        paint_columns(self.frame.pixels, top, np.full(n_columns, height), ink)
        if spacing > 12:
            self._draw_heads(painter, theme, x / dpr, self.height - 1 - (0.12 + 0.88 * strength) * (self.height - 7))
        self._draw_chosen(painter, theme)

    def _draw_heads(self, painter: QPainter, theme: Theme, x: NDArray[np.floating], y: NDArray[np.floating]) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.transient)
        for px, py in zip(x.tolist(), y.tolist(), strict=True):
            painter.drawEllipse(QPointF(np.floor(px) + 1, py), 2.5, 2.5)
        painter.restore()
