"""What holds the time of a drag: transients, the grid of beats and their parts, zero crossings of the waveform."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import BarGrid
from w12studio.service import SharedAudio
from w12studio.ui.viewport import Viewport

if TYPE_CHECKING:
    from w12studio.ui.session import Session

GRID, ONSETS, ZERO = "grid", "transients", "zero"
#: In the order of asking: the first that is near enough holds.
TARGETS = (GRID, ONSETS, ZERO)
SNAP_PX = 8.0
SNAP_S = 0.030
#: A zero crossing is looked for at most this far away, in s: a cycle of 50 Hz.
ZERO_S = 0.020
#: Parts of a beat count as places where there is this much room between them, in logical pixels.
PART_PX = 24.0
_PARTS, _TRIPLETS = (4, 2, 1), (6, 3, 1)


@dataclass(frozen=True, slots=True)
class Snap:
    """Where a time went, and whether something held it there."""

    time: float
    snapped: bool


class Snapping:
    """What is on, and where that takes a time. GUI thread.

    Attributes
    ----------
    targets : set of str
        Some of `TARGETS`.
    triplets : bool
        Whether parts of a beat are thirds and sixths.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.targets = {GRID, ONSETS}
        self.triplets = False

    def nearest(self, time: float, kind: str, view: Viewport, grid: BarGrid) -> Snap:
        """A time in s, or what is near it and on; markers of a layer never snap to their own.

        Parameters
        ----------
        time : float
        kind : str
            Layer of what is dragged; "" for the end of a span, which snaps at any zoom.
        view : Viewport
        grid : BarGrid
            The beats.
        """
        analysis = self._session.analysis
        if analysis is None:
            return Snap(time, False)
        reach = SNAP_PX * view.seconds_per_px
        reach = min(reach, SNAP_S) if kind else reach
        for target in TARGETS:
            if target not in self.targets:
                continue
            found = self._found(target, time, kind, view, grid, analysis, reach)
            if found is not None and abs(found - time) <= reach:
                return Snap(found, True)
        return Snap(time, False)

    def _found(
        self, target: str, time: float, kind: str, view: Viewport, grid: BarGrid, analysis: Analysis, reach: float
    ) -> float | None:
        if target == GRID:
            return None if kind in (BEATS, PINS) else nearest_part(grid, time, self._parts(grid, time, view))
        if target == ONSETS:
            events = analysis.events(TRANSIENTS)
            index = -1 if kind == TRANSIENTS else events.nearest(time)
            return float(events.times[index]) if index >= 0 else None
        audio = self._session.audio
        return None if audio is None else nearest_crossing(audio, time, min(reach, ZERO_S))

    def _parts(self, grid: BarGrid, time: float, view: Viewport) -> int:
        """Into how many parts the beat at a time is cut."""
        i = int(np.clip(np.searchsorted(grid.times, time) - 1, 0, max(grid.times.size - 2, 0)))
        beat_px = float(np.diff(grid.times[i : i + 2]).sum()) / view.seconds_per_px
        return next((n for n in (_TRIPLETS if self.triplets else _PARTS) if beat_px / n >= PART_PX), 1)

    def state(self) -> dict[str, object]:
        """What is to be remembered, as plain values."""
        return {"targets": sorted(self.targets), "triplets": self.triplets}

    def restore(self, state: Mapping[str, object]) -> None:
        """Take `state` back; what is missing or senseless stays as it is."""
        targets, triplets = state.get("targets"), state.get("triplets")
        if isinstance(targets, list):
            self.targets = {t for t in targets if t in TARGETS}
        if isinstance(triplets, bool):
            self.triplets = triplets


def nearest_part(grid: BarGrid, time: float, parts: int) -> float | None:
    """The beat, or part of one, that is nearest to a time in s: none before the first and after the last beat."""
    if not grid.times.size:
        return None
    if grid.times.size == 1 or not grid.times[0] <= time <= grid.times[-1]:
        return float(grid.times[int(np.argmin(np.abs(grid.times - time)))])
    where = grid.fractional_beats([time])
    return float(grid.times_of_beats(np.round(where * parts) / parts)[0])


def nearest_crossing(audio: SharedAudio, time: float, reach: float) -> float | None:
    """Time in s at which the mean of all channels rises through zero, the nearest within ``reach`` s; or None."""
    rate = audio.sample_rate
    first = max(int((time - reach) * rate) - 1, 0)
    block = audio.read(first, int((time + reach) * rate) + 2)
    mono: NDArray[np.float64] = block.mean(axis=1, dtype=np.float64) if block.size else np.zeros(0)
    rising = np.flatnonzero((mono[:-1] < 0) & (mono[1:] >= 0))
    if not rising.size:
        return None
    share = mono[rising] / (mono[rising] - mono[rising + 1])
    times = (first + rising + share) / rate
    nearest = float(times[np.argmin(np.abs(times - time))])
    return nearest if abs(nearest - time) <= reach else None
