"""What lies over the pitch lane while it is corrected: the candidates as ghost curves, and the stroke being drawn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from w12studio.ui.lanes.base import LaneContext, small_font
from w12studio.ui.lanes.overlay import SPAN_Z, Overlay
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.note_names import hz_to_midi
from w12studio.ui.pitch_editing import Choice
from w12studio.ui.raster import with_alpha

#: Logical pixels within which a click means a ghost curve.
REACH_PX = 12.0
_BADGE_PX = 16
#: Semitones between frames from which on a curve is drawn as two.
_JUMP = 2.0


class PitchOverlay(Overlay):
    """See the module; as tall as all lanes, but it paints only over the pitch lane."""

    def __init__(self, context: LaneContext, lane: PitchLane) -> None:
        super().__init__(context, SPAN_Z + 0.5)
        self._lane = lane
        self._choices: tuple[Choice, ...] = ()
        self._looked_at = 0
        self._midi: list[NDArray[np.float64]] = []
        self._paths: list[QPainterPath] = []
        self._key: object = None
        self._stroke: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
        self.setVisible(False)

    def show_choices(self, choices: tuple[Choice, ...], looked_at: int) -> None:
        """Show candidates, one of them brought forward (0: none); none hide them."""
        if choices is not self._choices:
            self._choices, self._key = choices, None
            self._midi = [hz_to_midi(c.candidate.curve.values) for c in choices]
            self._lane.make_room(self._reach() if choices else None)
        self._looked_at = looked_at
        self._show()

    def show_stroke(self, times: NDArray[np.float64] | None, midi: NDArray[np.float64] | None = None) -> None:
        """Show what is drawn: s and fractional MIDI numbers; None: nothing."""
        self._stroke = None if times is None or midi is None else (times, midi)
        self._show()

    @property
    def is_drawing(self) -> bool:
        """Whether a stroke is shown."""
        return self._stroke is not None

    def _show(self) -> None:
        self.setVisible(bool(self._choices) or self._stroke is not None)
        self.update()

    def _reach(self) -> tuple[float, float]:
        every = np.concatenate(self._midi)
        return float(np.nanmin(every)), float(np.nanmax(every))

    def choice_at(self, time: float, y: float) -> int:
        """Number of the candidate whose curve is nearest to a point of the lane; 0 where none is near."""
        best, number = REACH_PX, 0
        for choice, midi in zip(self._choices, self._midi, strict=True):
            curve = choice.candidate.curve
            frame = round((time - curve.start) * curve.frame_rate)
            if 0 <= frame < len(curve) and np.isfinite(midi[frame]):
                distance = abs(self._lane.y_of(float(midi[frame])) - y)
                if distance <= best:
                    best, number = distance, choice.number
        return number

    # -- painting ------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Ghost curves with their numbers, and the stroke."""
        lane, theme = self._lane, self.context.theme
        if not lane.isVisible() or lane.collapsed:
            return
        painter.save()
        painter.translate(0, lane.y())
        painter.setClipRect(QRectF(0, 0, lane.width, lane.height - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._remember_paths()
        for choice, path in zip(self._choices, self._paths, strict=True):
            lit = choice.number == self._looked_at
            painter.setPen(QPen(with_alpha(theme.background, 0.85), 5 if lit else 4))
            painter.drawPath(path)
            pen = QPen(theme.accent, 3 if lit else 1.6)
            if not lit:
                pen.setDashPattern([4, 2.5])
            painter.setPen(pen)
            painter.drawPath(path)
        if self._stroke is not None:
            painter.setPen(QPen(theme.accent, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPath(self._path(*self._stroke))
        self._draw_numbers(painter)
        painter.restore()

    def _remember_paths(self) -> None:
        """The playhead uncovers a strip at every frame: the paths are made once for a view."""
        lane = self._lane
        key = (self.context.viewport, lane.low, lane.high, lane.height)
        if key != self._key:
            self._key = key
            curves = [c.candidate.curve for c in self._choices]
            self._paths = [self._path(c.times(), m) for c, m in zip(curves, self._midi, strict=True)]

    def _path(self, times: NDArray[np.float64], midi: NDArray[np.float64]) -> QPainterPath:
        """A line through what is voiced and in view, broken where it jumps to another note."""
        view, path = self.context.viewport, QPainterPath()
        first, last = np.searchsorted(times, [view.start, view.end])
        part = slice(max(int(first) - 1, 0), int(last) + 1)
        x = np.asarray(view.time_to_px(times[part]))
        pen_down, last = False, 0.0
        for px, value in zip(x.tolist(), midi[part].tolist(), strict=True):
            if value != value:  # unvoiced
                pen_down = False
                continue
            at = QPointF(px, self._lane.y_of(value))
            joined = pen_down and abs(value - last) < _JUMP
            (path.lineTo if joined else path.moveTo)(at)
            pen_down, last = True, value
        return path

    def _draw_numbers(self, painter: QPainter) -> None:
        """The key of each candidate, left of where its curve begins, none over another."""
        theme, view, lane = self.context.theme, self.context.viewport, self._lane
        places = []
        for choice, midi in zip(self._choices, self._midi, strict=True):
            voiced = np.flatnonzero(np.isfinite(midi))
            start = choice.candidate.curve.start
            x = max(float(view.time_to_px(start)) - _BADGE_PX - 6, 4.0)
            places.append((lane.y_of(float(midi[voiced[0]])), x, choice.number))
        edge = 1.0
        left = len(places)
        for y, x, number in sorted(places):
            room = lane.height - 2 - left * (_BADGE_PX + 1)  # those below need their place, too
            top = max(min(y - _BADGE_PX / 2, room), edge)
            edge, left = top + _BADGE_PX + 1, left - 1
            rect = QRectF(x, top, _BADGE_PX, _BADGE_PX)
            lit = number == self._looked_at
            painter.setPen(QPen(theme.accent, 1))
            painter.setBrush(theme.accent if lit else theme.surface_raised)
            painter.drawRoundedRect(rect, 4, 4)
            painter.setFont(small_font())
            painter.setPen(theme.accent_text if lit else theme.text)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(number))
