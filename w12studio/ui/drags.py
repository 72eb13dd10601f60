"""Gestures of the pointer over the lanes, a class each: what a drag shows, what a drop does, what a mere click means.

Nothing is changed in the recording before the button goes up, so that Esc can take every drag back. `gestures` chooses
which one a press begins; those of markers are in `marker_gestures`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from w12studio.domain.analysis import PITCH
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.pitch_gestures import PitchHand
from w12studio.ui.texts import translated

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

ALT = Qt.KeyboardModifier.AltModifier


class Drag:
    """A button that is down.

    Attributes
    ----------
    at : QPointF
        Where it went down, in pixels of the view.
    time : float
        s there.
    lane : Lane or None
        The lane there.
    at_once : bool
        Whether it begins with the press, and not only when the pointer has moved far enough.
    both_ways : bool
        Whether moving up or down begins it, too.
    scrolls : bool
        Whether the view follows while it is held beyond the edge.
    """

    at_once = both_ways = scrolls = False

    def __init__(self, timeline: Timeline, at: QPointF, lane: Lane | None) -> None:
        self.timeline, self.at, self.lane = timeline, at, lane
        self.time = timeline.time_at(at.x())
        self._before = timeline.session.selection

    @property
    def kinds(self) -> frozenset[str]:
        """Layers that it holds something of: where one of them is replaced it can't go on."""
        return frozenset()

    def begin(self) -> bool:
        """The pointer has moved far enough; False where the drag can't be."""
        return True

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Go on to a point of the view."""

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """The button went up after a drag."""

    def click(self, modifiers: Qt.KeyboardModifier) -> None:
        """It went up where it had gone down: by default the playhead goes there, and no marker stays selected."""
        session = self.timeline.session
        if session.selection.events:
            session.select(replace(session.selection, kind="", events=()))
        self.timeline.seek_requested.emit(self.time)

    def clear(self) -> None:
        """Show nothing of it any more."""

    def take_back(self) -> None:
        """As it was before the press."""
        self.timeline.session.select(self._before)


class PanDrag(Drag):
    """The view goes along with the pointer, and so do the values of the lane."""

    at_once = both_ways = True

    def __init__(self, timeline: Timeline, at: QPointF, lane: Lane | None) -> None:
        super().__init__(timeline, at, lane)
        self._last = at
        timeline.lane_view.set_pointer(Qt.CursorShape.ClosedHandCursor)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.move`."""
        self.timeline.pan(self._last.x() - at.x())
        if self.lane is not None:
            self.lane.pan_values(at.y() - self._last.y())
        self._last = at


class SpanDrag(Drag):
    """Selects a span of time from ``anchor`` (s) on; with ``extends`` it is that of a span that is there."""

    scrolls = True

    def __init__(
        self,
        timeline: Timeline,
        pitch: PitchHand,
        at: QPointF,
        lane: Lane | None,
        anchor: float | None = None,
        extends: bool = False,
    ) -> None:
        super().__init__(timeline, at, lane)
        self._pitch = pitch
        self._anchor = self.time if anchor is None else anchor
        self.at_once = extends
        if extends:
            self.move(at, Qt.KeyboardModifier.NoModifier)

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.move`."""
        end, anchor = self.timeline.time_at(at.x()), self._anchor
        if not modifiers & ALT:
            end = self.timeline.snapped(end, "").time
            anchor = self.timeline.snapped(anchor, "").time
        low, high = sorted((anchor, end))
        session = self.timeline.session
        chosen = replace(session.selection, start=low, end=high, lane=self.lane.name if self.lane else "")
        if isinstance(self.lane, PitchLane):  # the pitch is meant, and no marker that was selected before
            chosen = replace(chosen, kind="", events=())
        session.select(chosen)

    def click(self, modifiers: Qt.KeyboardModifier) -> None:
        """Take the candidate there, else pick the note there and seek."""
        if self._pitch.click(self.at):
            return
        if self._pitch.pick(self.at):
            self.timeline.seek_requested.emit(self.time)
        else:
            super().click(modifiers)


class PencilDrag(SpanDrag):
    """Draws pitch."""

    @property
    def kinds(self) -> frozenset[str]:
        """See `Drag.kinds`."""
        return frozenset((PITCH,))

    scrolls = False

    def begin(self) -> bool:
        """See `Drag.begin`; where the pitch can't be drawn, that is said."""
        return self.timeline.session.pitching.may_draw()

    def move(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """See `Drag.move`."""
        assert isinstance(self.lane, PitchLane)
        view = self.timeline.lane_view
        if not view.pitch.is_drawing:
            self._pitch.draw_to(self.lane, self.at)
        note = self._pitch.draw_to(self.lane, at)
        view.hover_at(at, note)
        place = self.timeline.place_text(self.timeline.time_at(at.x()), translated(self.lane.title), note)
        self.timeline.report_hover(place)

    def drop(self, modifiers: Qt.KeyboardModifier) -> None:
        """Make the stroke an edit."""
        self._pitch.finish()

    def clear(self) -> None:
        """See `Drag.clear`."""
        self._pitch.clear()
