"""What the pointer does over the pitch lane alone: it draws, picks notes, and takes candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt

from w12studio import service
from w12studio.domain.analysis import PITCH
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Event
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.pitch import HIGHEST, LOWEST, PitchLane
from w12studio.ui.note_names import note_and_cents
from w12studio.ui.pitch_editing import Choice

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

#: Held down, a drag over the pitch lane draws.
DRAWING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class PitchHand:
    """See the module; `gestures.Gestures` hands on to it."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._overlay = timeline.lane_view.pitch
        self._pitching = timeline.session.pitching
        self._stroke: dict[int, float] = {}  # MIDI number of each frame that was drawn
        self._last: tuple[int, float] | None = None

    def draws(self, lane: Lane | None, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a drag that begins in a lane would draw."""
        if not isinstance(lane, PitchLane) or lane.collapsed:
            return False
        return self._pitching.pencil or modifiers & DRAWING == DRAWING

    # -- drawing -------------------------------------------------------------------------------------------------

    def draw_to(self, lane: PitchLane, at: QPointF) -> str:
        """Go on with the stroke to a point of the view; gives the pitch there, for people, "" where there is no curve
        to draw into. Frames that the pointer jumped over are interpolated, those it comes back to are drawn anew."""
        analysis = self._timeline.session.analysis
        if analysis is None:
            return ""
        try:
            curve = service.pitch_curve(analysis)
        except W12Error:
            return ""
        view = self._timeline.viewport
        time = view.px_to_time(min(max(at.x(), 0.0), float(view.width_px)))
        frame = min(max(round((time - curve.start) * curve.frame_rate), 0), len(curve) - 1)
        midi = min(max(lane.midi_at(min(max(at.y() - lane.y(), 0.0), lane.height - 1.0)), LOWEST), HIGHEST)
        before, value = self._last or (frame, midi)
        step = 1 if frame >= before else -1
        for k in range(before, frame + step, step):
            share = (k - before) / (frame - before) if frame != before else 1.0
            self._stroke[k] = value + share * (midi - value)
        self._last = (frame, midi)
        times, drawn = self._drawn(curve.start, curve.frame_rate)
        self._overlay.show_stroke(times, drawn)
        return note_and_cents(midi)

    def finish(self) -> None:
        """Make the stroke an edit."""
        analysis, stroke = self._timeline.session.analysis, self._stroke
        track = analysis.track(PITCH) if analysis is not None else None
        if stroke and track is not None and track.curve is not None:
            times, drawn = self._drawn(track.curve.start, track.curve.frame_rate)
            self.clear()
            self._pitching.draw(times, drawn)
        self.clear()

    def clear(self) -> None:
        """Forget the stroke."""
        self._stroke, self._last = {}, None
        self._overlay.show_stroke(None)

    def _drawn(self, start: float, frame_rate: float) -> tuple[np.ndarray, np.ndarray]:
        frames = sorted(self._stroke)
        return start + np.array(frames) / frame_rate, np.array([self._stroke[k] for k in frames])

    # -- picking -------------------------------------------------------------------------------------------------

    def note_at(self, at: QPointF) -> Event | None:
        """The note under a point of the view."""
        lane = self._timeline.lane_view.lane_at(at.y())
        if not isinstance(lane, PitchLane) or lane.collapsed:
            return None
        return lane.note_at(self._timeline.viewport.px_to_time(at.x()), at.y() - lane.y())

    def choice_at(self, at: QPointF) -> int:
        """Number of the candidate under a point of the view; 0 where there is none."""
        lane = self._timeline.lane_view.lane_at(at.y())
        if not self._pitching.choices or not isinstance(lane, PitchLane) or lane.collapsed:
            return 0
        return self._overlay.choice_at(self._timeline.viewport.px_to_time(at.x()), at.y() - lane.y())

    def look(self, at: QPointF) -> Choice | None:
        """Bring the candidate under a point of the view forward; gives it, None where there is none."""
        number = self.choice_at(at)
        self._pitching.look_at(number)
        return next((c for c in self._pitching.choices if c.number == number), None)

    def click(self, at: QPointF) -> bool:
        """Take the candidate there; tells whether there is one."""
        number = self.choice_at(at)
        self._pitching.take(number)
        return number > 0

    def pick(self, at: QPointF) -> bool:
        """Select the note there; tells whether there is one."""
        note = self.note_at(at)
        if note is not None:
            self._pitching.select_note(note)
        return note is not None
