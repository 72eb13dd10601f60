"""When each lane draws itself: at once, or, while a hand moves the view, a few in each frame.

A wheel or a drag brings a new view every few milliseconds, and nobody sees whether a curve follows one or two frames
later; everybody sees a view that stutters. So a frame has a budget. Lanes that it does not suffice for show what they
have, stretched to its new place, and are drawn in the next frames, those first that have waited longest. When the
hand rests, everything is drawn exactly, and then some more beside the view, so that the next pan finds it there.
"""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtGui import QRegion

from w12studio.ui.lanes.base import Lane, Need

if TYPE_CHECKING:
    from w12studio.ui.lane_view import LaneView

BUDGET_S = 0.003
HURRY_S = 0.15
REST_MS = 40
A_FRAME = 3  # lanes that are tried in a frame which only refines


class Refiner(QObject):
    """See the module. GUI thread; belongs to a LaneView."""

    def __init__(self, view: LaneView) -> None:
        super().__init__(view)
        self._view = view
        self._until = 0.0
        self._asked = False
        self._frame = 0
        self._drawn: dict[str, int] = {}  # by lane: the frame that drew it
        self._costs: dict[str, float] = {}  # s that drawing it took lately
        self._last = view.context.viewport
        self._direction = 0  # of a pan
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    def hurry(self) -> None:
        """The view moves under someone's hand: the next frame has a budget."""
        self._until = perf_counter() + HURRY_S
        self._asked = True
        view = self._view.context.viewport
        moved = view.start - self._last.start if view.seconds_per_px == self._last.seconds_per_px else 0.0
        self._direction = (moved > 0) - (moved < 0)
        self._last = view

    def stop(self) -> None:
        """Leave everything as it is."""
        self._timer.stop()

    def before_paint(self, dpr: float, region: QRegion) -> None:
        """Bring lanes up to date, as many as the budget allows, or all.

        Parameters
        ----------
        dpr : float
            Device pixels to a logical one.
        region : QRegion
            What is painted. All of the view where nobody asked for it is for a file, or a new window, and gets no
            budget. Lanes that are drawn but lie outside of it are painted in the next frame.
        """
        asked, self._asked = self._asked, False
        whole = _covers(region, self._view.viewport().rect())
        now = perf_counter()
        hurried = asked or (not whole and now < self._until)
        self._frame += 1
        waiting = self._waiting(dpr)
        for i, lane in enumerate(waiting):
            spent = perf_counter() - now
            if hurried and i and spent + self._costs.get(lane.name, 0.0) > BUDGET_S:
                continue
            self._draw(lane, dpr)
            if not whole and not _covers(region, self._place(lane)):
                lane.update()
        if asked and self._direction:
            self._draw_ahead(now, [self._direction])
        if hurried and any(lane.need(dpr) for lane in waiting):
            self._timer.start(0)
        elif waiting or asked:
            self._timer.start(REST_MS)

    def _lanes(self) -> list[Lane]:
        """Those that can be seen."""
        bottom = self._view.viewport().height()
        return [lane for lane in self._view.shown if lane.y() < bottom and lane.y() + lane.height > 0]

    def _place(self, lane: Lane) -> QRect:
        """The part of the view that a lane takes."""
        return QRect(0, round(lane.y()), lane.width, lane.height) & self._view.viewport().rect()

    def _waiting(self, dpr: float) -> list[Lane]:
        """Lanes that are not up to date: markers first, then what is missing, then those that waited longest."""
        needs = [(lane, lane.need(dpr)) for lane in self._lanes()]
        late = [(lane, need) for lane, need in needs if need]
        late.sort(key=lambda x: (not x[0].marker_kind, x[1] < Need.MISSING, self._drawn.get(x[0].name, 0)))
        return [lane for lane, _ in late]

    def _draw(self, lane: Lane, dpr: float) -> None:
        start = perf_counter()
        lane.bring_up_to_date(dpr)
        took = perf_counter() - start
        self._costs[lane.name] = 0.7 * self._costs.get(lane.name, took) + 0.3 * took
        self._drawn[lane.name] = self._frame

    def _draw_ahead(self, since: float, sides: list[int]) -> bool:
        """Draw beyond the edges of the view while there is time; tells whether there may be more to do."""
        for side in sides:
            for lane in sorted(self._lanes(), key=lambda x: self._drawn.get(x.name, 0)):
                if perf_counter() - since > BUDGET_S / 2:
                    return True
                if lane.draw_ahead(side):
                    self._drawn[lane.name] = self._frame
        return False

    def _go_on(self) -> None:
        """What was left: lanes that are not exact yet, or else what lies beyond the edges."""
        viewport = self._view.viewport()
        dpr = viewport.devicePixelRatioF()
        late = self._waiting(dpr)
        if late:
            self._until = perf_counter() + HURRY_S
            for lane in late[:A_FRAME]:
                lane.update()
        elif self._draw_ahead(perf_counter(), [1, -1]):
            self._timer.start(8)


def _covers(region: QRegion, rect: QRect) -> bool:
    return QRegion(rect).subtracted(region).isEmpty()
