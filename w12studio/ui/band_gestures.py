"""What the pointer does over the spectrogram to hear one band of it alone: drag one, move it, drag its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from w12studio.service.listening import Band
from w12studio.ui.drags import Drag
from w12studio.ui.lanes.band import limit_text
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.spectrogram import SpectrogramLane
from w12studio.ui.texts import tr

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

#: Held down, a drag over the spectrogram chooses a band.
CHOOSING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
EDGE_PX = 5.0
DRAG_PX = 3.0


class BandHand(QObject):
    """See the module; `gestures.Gestures` hands on to it. GUI thread."""

    #: Band, or None: what is to be heard
    wanted = Signal(object)
    #: whether bands are chosen without keys held down
    choosing_changed = Signal(bool)

    def __init__(self, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._timeline = timeline
        self._item = timeline.lane_view.band
        self.choosing = False
        self._lane: SpectrogramLane | None = None
        self._from = QPointF()
        self._before: Band | None = None
        self._part = ""
        self._moved = False

    def set_choosing(self, on: bool) -> None:
        """Choose bands by plain drags; off: hear all again, too."""
        if on != self.choosing:
            self.choosing = on
            self.choosing_changed.emit(on)
        if on:
            self._timeline.report_hover(tr("Drag over the spectrogram: only that band is heard. Esc ends it."))
        else:
            self.wanted.emit(None)

    def escape(self) -> bool:
        """Hear all again; tells whether there was anything to end."""
        there = self.choosing or self._item.band is not None
        if there:
            self.set_choosing(False)
        return there

    def part_at(self, lane: Lane | None, at: QPointF, modifiers: Qt.KeyboardModifier) -> str:
        """What a drag from a point of the view would do: "top", "bottom", "move", "new", or "" where it is no matter
        of bands."""
        if not isinstance(lane, SpectrogramLane) or lane.collapsed or self._timeline.session.audio is None:
            return ""
        meant = self.choosing or modifiers & CHOOSING == CHOOSING
        edges = self._item.edges()
        if edges is not None:
            y = at.y() - lane.y()
            near = min(edges, key=lambda edge: abs(edge - y))
            if abs(near - y) <= EDGE_PX:
                return "top" if near == edges[0] else "bottom"
            if meant and edges[0] < y < edges[1]:
                return "move"
        return "new" if meant else ""

    def cursor(self, part: str) -> Qt.CursorShape:
        """The pointer's shape over such a part."""
        if part == "move":
            return Qt.CursorShape.SizeAllCursor
        return Qt.CursorShape.CrossCursor if part == "new" else Qt.CursorShape.SizeVerCursor

    def begin(self, lane: Lane | None, at: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Take hold of what is there; tells whether there is anything."""
        self._part = self.part_at(lane, at, modifiers)
        if not self._part or not isinstance(lane, SpectrogramLane):
            return False
        self._lane, self._from, self._before, self._moved = lane, at, self._item.band, False
        return True

    def drag_to(self, at: QPointF) -> None:
        """Go on to a point of the view; it is heard at once."""
        lane, before = self._lane, self._before
        if lane is None or (not self._moved and abs(at.y() - self._from.y()) < DRAG_PX):
            return
        self._moved = True
        here, there = (min(max(p.y() - lane.y(), 0.0), lane.height - 1.0) for p in (at, self._from))
        if self._part == "new" or before is None:
            band = Band.between(lane.hz_at(here), lane.hz_at(there))
        elif self._part == "move":
            shift = here - there
            band = Band.between(*(lane.hz_at(lane.y_at(hz) + shift) for hz in (before.low_hz, before.high_hz)))
        else:
            kept = before.low_hz if self._part == "top" else before.high_hz
            band = Band.between(lane.hz_at(here), kept)
        self._timeline.report_hover(
            tr(
                "Only {low} to {high} is heard.",
                low=limit_text(band.low_hz),
                high=limit_text(band.high_hz),
            )
        )
        self.wanted.emit(band)

    def finish(self) -> None:
        """The button went up; a click ends the band."""
        lane, self._lane = self._lane, None
        if lane is not None and not self._moved:
            self.set_choosing(False)

    def cancel(self) -> None:
        """The drag is taken back."""
        if self._lane is not None and self._moved:
            self.wanted.emit(self._before)
        self._lane = None


class BandDrag(Drag):
    """A drag that `BandHand.begin` has taken hold of; the hand itself tells it from a click."""

    at_once = True

    def __init__(self, timeline: Timeline, hand: BandHand, at: QPointF, lane: Lane | None) -> None:
        super().__init__(timeline, at, lane)
        self._hand = hand

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.move`."""
        self._hand.drag_to(at)

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.drop`."""
        self._hand.finish()

    def take_back(self) -> None:
        """See `Drag.take_back`."""
        self._hand.cancel()
