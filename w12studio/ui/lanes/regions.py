"""Lanes of touching regions: sections, chords, keys. Each region is a coloured block with its label."""

from __future__ import annotations

import re
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from w12studio.domain.analysis import CHORDS, KEY, LOCAL_KEYS, SECTIONS, TITLES, Track
from w12studio.domain.chords import NO_CHORD
from w12studio.domain.events import Events
from w12studio.domain.keys import write_key
from w12studio.domain.timebase import format_clock
from w12studio.ui.lanes.base import LaneContext, small_font
from w12studio.ui.lanes.markers import MarkerLane, draw_handle
from w12studio.ui.raster import mixed
from w12studio.ui.texts import later, tr
from w12studio.ui.theme import Theme
from w12studio.ui.viewport import Viewport

#: Regions narrower than this are drawn as columns of colour, without border and label.
NARROW_PX = 5.0
LABEL_PAD_PX = 5.0
FILL = 0.34
STRIP_PX = 3.0
#: Steps along the circle of fifths from C, by the letter of a note.
_FIFTHS = {"C": 0, "G": 1, "D": 2, "A": 3, "E": 4, "B": 5, "F": -1}
_TONIC = re.compile(r"([A-G])([#♯b♭]?)(.*)")


class RegionLane(MarkerLane):
    """What they have in common. A region is taken at its beginning, which moves the border to the one before."""

    has_guides = True
    default_height = 30
    min_height = 22

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self._counted = Events()
        self._names: list[str] = []
        self._codes: NDArray[np.int64] = np.zeros(0, np.int64)
        self._font: QFont | None = None
        self._metrics = QFontMetricsF(QFont())
        self._advances: dict[str, list[float]] = {}

    def refresh(self) -> None:
        """The regions changed."""
        self._number(self.events)
        super().refresh()

    def _number(self, events: Events) -> None:
        """Number the labels, where these are other regions than before."""
        if events is not self._counted:
            self._counted = events
            self._names = list(dict.fromkeys(events.labels))
            numbers = {name: i for i, name in enumerate(self._names)}
            self._codes = np.array([numbers[x] for x in events.labels], dtype=np.int64)

    @property
    def events(self) -> Events:
        """The regions."""
        track = self.track
        return track.events if track is not None else Events()

    @property
    def shown_kind(self) -> str:
        """The layer that is shown, and edited."""
        return self.marker_kind

    def colour(self, label: str, theme: Theme) -> QColor:
        """Colour of the regions with a label; the same label has the same colour."""
        raise NotImplementedError

    def describe(self, time: float, y: float) -> str:
        """Label, length and confidence of the region there."""
        events = self.events
        index = events.at_or_before(time)
        if index < 0 or events[index].end <= time:
            return ""
        event = events[index]
        label = self.written(event.label) or "?"
        said = f"{label}  {format_clock(event.time, 2)}–{format_clock(event.end, 2)}"
        sure = event.confidence
        return said if sure is None else tr("{what}, {share} sure", what=said, share=f"{sure:.0%}")

    def written(self, label: str) -> str:
        """A label as the hover writes it."""
        return label

    def layout(self) -> object:
        """See `Lane.layout`; the one label that sticks to the left edge of the view is drawn over the picture."""
        return "regions" if len(self.events) else None

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        events, view = self.events, self.frame.view
        if not len(events):
            self._draw_empty(painter, theme)
            return
        self._number(events)
        self._fill(theme, dpr)
        index = events.overlapping(view.start, view.end)
        left = (events.times[index] - view.start) / view.seconds_per_px
        right = (events.times[index] + events.durations[index] - view.start) / view.seconds_per_px
        wide = right - left >= NARROW_PX
        self._draw_labels(painter, theme, dpr, index[wide], left[wide], right[wide])
        self._draw_chosen(painter, theme)

    def _fill(self, theme: Theme, dpr: float) -> None:
        """Colour each pixel column by the region in its middle: as cheap for 10,000 regions as for one."""
        events, view, pixels = self.events, self.frame.view, self.frame.pixels
        times = view.start + (np.arange(self.frame.n_columns) + 0.5) * view.seconds_per_px / dpr
        region = np.searchsorted(events.times, times, side="right") - 1
        inside = (region >= 0) & (times < (events.times + events.durations)[region])
        codes = self._codes[region[inside]]
        colours = [self.colour(name, theme) for name in self._names]
        fills = np.array([mixed(theme.background, c, FILL).rgb() for c in colours], dtype=np.uint32)
        strips = np.array([c.rgb() for c in colours], dtype=np.uint32)
        for rows, inks in ((slice(round(STRIP_PX * dpr), -1), fills), (slice(0, round(STRIP_PX * dpr)), strips)):
            row = pixels[0].copy()
            row[inside] = inks[codes]
            pixels[rows] = row

    def _draw_labels(
        self,
        painter: QPainter,
        theme: Theme,
        dpr: float,
        index: NDArray[np.int64],
        left: NDArray[np.float64],
        right: NDArray[np.float64],
    ) -> None:
        """Gaps between the regions that are wide enough to be seen as such, and their labels."""
        gaps = np.ceil(right * dpr - 1e-6).astype(np.int64) - 1
        gaps = gaps[(gaps >= 0) & (gaps < self.frame.n_columns)]
        self.frame.pixels[:-1, gaps] = np.uint32(theme.background.rgb())
        self._begin_labels(painter, theme)
        for code, a, b in zip(self._codes[index].tolist(), left.tolist(), right.tolist(), strict=True):
            self._draw_label(painter, self._names[code], a, b)

    def _begin_labels(self, painter: QPainter, theme: Theme) -> None:
        font = small_font() if self.height < 26 else QFont()
        if font != self._font:
            self._font, self._metrics, self._advances = font, QFontMetricsF(font), {}
        painter.setFont(font)
        painter.setPen(QPen(theme.text))

    def _draw_label(self, painter: QPainter, label: str, left: float, right: float) -> float:
        """Write as much of a label as there is room for; gives x of its end, ``left`` where there is room for none."""
        if label not in self._advances:
            self._advances[label] = [self._metrics.horizontalAdvance(text) for text in (label, label[:2])]
        advance, least = self._advances[label]
        pad = min(LABEL_PAD_PX, max((right - left - advance) / 2, 2.0))
        room = right - left - 2 * pad
        if not label or room < least:
            return left
        fits = advance <= room + 1
        text = label if fits else self._metrics.elidedText(label, Qt.TextElideMode.ElideRight, room + 1)
        x = np.floor(left + pad + 1e-3)  # whole pixels, the same wherever the strip begins
        painter.drawText(QPointF(x, 2 + (self.height - 3 + self._metrics.capHeight()) / 2), text)
        return left + pad + min(advance, room)

    def draw_over(self, painter: QPainter, theme: Theme) -> None:
        """The label of the region that reaches over the left edge, at the edge."""
        view, events = self.context.viewport, self.events
        index = events.at_or_before(view.start)
        if index < 0:
            return
        left, right = view.time_to_px(float(events.times[index])), view.time_to_px(events[index].end)
        if left >= 0 or right < NARROW_PX:
            return
        label = events[index].label
        self._begin_labels(painter, theme)
        painter.save()
        painter.setClipRect(QRectF(0, 0, min(right - 1, self.width), self.height - 1), Qt.ClipOperation.IntersectClip)
        reach = min(right - left, LABEL_PAD_PX + self._metrics.horizontalAdvance(label)) + LABEL_PAD_PX
        ground = QRectF(0, STRIP_PX, reach, self.height - 1 - STRIP_PX)  # what is left of it, and where it comes
        painter.fillRect(ground, mixed(theme.background, self.colour(label, theme), FILL))
        self._draw_label(painter, label, 0.0, right)
        self._draw_chosen(painter, theme, view)
        painter.restore()

    def _draw_chosen(self, painter: QPainter, theme: Theme, view: Viewport | None = None) -> None:
        """An outline around the selected regions, with the handle that moves them."""
        selection, view = self.context.session.selection, view or self.frame.view
        if selection.kind != self.marker_kind:
            return
        for event in selection.events:
            left, right = view.time_to_px(event.time), view.time_to_px(event.end)
            if right < 0 or left > view.width_px or event in self.hidden:
                continue
            painter.setPen(QPen(theme.accent, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(left, 1, right - left - 1, self.height - 3))
            draw_handle(painter, left, self.height - 1, theme.accent)


class SectionsLane(RegionLane):
    """Sections, those with the same letter in the same colour."""

    name = SECTIONS
    title = TITLES[SECTIONS]
    kinds = (SECTIONS,)
    marker_kind = SECTIONS
    waiting = later("Waiting for sections…")

    def colour(self, label: str, theme: Theme) -> QColor:
        """See `section_colour`."""
        return section_colour(label, theme)


class ChordsLane(RegionLane):
    """Chords by the circle of fifths: near chords have near colours, minor ones are darker."""

    name = CHORDS
    title = TITLES[CHORDS]
    kinds = (CHORDS,)
    marker_kind = CHORDS
    waiting = later("Waiting for chords…")

    def written(self, label: str) -> str:
        """ "N" is how chords are written where there is none."""
        return tr("no chord") if label == NO_CHORD else label

    def colour(self, label: str, theme: Theme) -> QColor:
        """See the class."""
        return tonal_colour(label, theme)


class KeyLane(RegionLane):
    """The key over time; where only the key of the whole is known, that one."""

    name = LOCAL_KEYS
    title: ClassVar[str] = later("Key")
    kinds = (LOCAL_KEYS, KEY)
    marker_kind = LOCAL_KEYS
    waiting = later("Waiting for the key…")

    @property
    def track(self) -> Track | None:
        """The keys over time, or the one key."""
        analysis = self.context.session.analysis
        if analysis is None:
            return None
        local = analysis.track(LOCAL_KEYS)
        return local if local is not None and len(local.events) else analysis.track(KEY) or local

    @property
    def shown_kind(self) -> str:
        """See `RegionLane.shown_kind`."""
        track = self.track
        return track.kind if track is not None and len(track.events) else self.marker_kind

    def hit(self, x: float) -> int:
        """See `MarkerLane.hit`; the one key of the whole has no border to move."""
        track = self.track
        return super().hit(x) if track is not None and track.kind == self.marker_kind else -1

    def colour(self, label: str, theme: Theme) -> QColor:
        """See `ChordsLane`."""
        return tonal_colour(label, theme)

    def written(self, label: str) -> str:
        """With its place on the wheel of DJ programs."""
        wheel = write_key(label, "wheel")
        return label if wheel == label else f"{label} ({wheel})"


def section_colour(label: str, theme: Theme) -> QColor:
    """Colour of a section by its letter, whatever primes or numbers follow it; other names have one by their text."""
    letter = label.strip("'′0123456789 ").upper()
    number = ord(letter) - 65 if len(letter) == 1 and "A" <= letter <= "Z" else sum(map(ord, label))
    return theme.category(number)


def tonal_colour(label: str, theme: Theme) -> QColor:
    """Colour of a key or a chord: its tonic's place on the circle of fifths is the hue, minor is less vivid."""
    found = _TONIC.match(label)
    if found is None:
        return theme.text_muted
    tonic, accidental, rest = found.groups()
    fifths = _FIFTHS[tonic] + {"#": 7, "♯": 7, "b": -7, "♭": -7}.get(accidental, 0)
    minor = "min" in rest or (rest.startswith("m") and not rest.startswith("maj"))
    hue = (fifths + (-3 if minor else 0)) % 12 / 12  # A minor stands where C major does
    return QColor.fromHsvF(hue, 0.45 if minor else 0.75, 0.85 if theme.is_dark else 0.7).toRgb()
