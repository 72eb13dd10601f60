"""Where a second recording lies on the time of the first: an offset, and a rate where the clocks or tempi differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.analysis import Track
from w12studio.domain.events import Events

#: How an alignment was found.
SOUND, ONSETS, BY_HAND, NONE = "sound", "onsets", "by hand", "none"


@dataclass(frozen=True, slots=True)
class Alignment:
    """``our time = offset_s + rate * their time``.

    Attributes
    ----------
    offset_s : float
        Our time in s at which theirs begins; below 0 where theirs begins earlier.
    rate : float
        Our seconds for one of theirs; > 1 where theirs is faster.
    method : str
        `SOUND`: the same sound, to a millisecond or better. `ONSETS`: the same music, to about 20 ms. `BY_HAND`,
        and `NONE`: nothing was found, and both are laid beginning to beginning.
    confidence : float
        0..1: the share of places looked at that agree.
    spread_s : float
        s, median distance of those places from what is said here; NaN where there are none.
    """

    offset_s: float = 0.0
    rate: float = 1.0
    method: str = NONE
    confidence: float = 0.0
    spread_s: float = float("nan")

    def to_ours(self, times: ArrayLike) -> NDArray[np.float64]:
        """Our time of times of theirs, both in s."""
        return self.offset_s + self.rate * np.asarray(times, dtype=np.float64)

    def to_theirs(self, times: ArrayLike) -> NDArray[np.float64]:
        """Their time of times of ours, both in s."""
        return (np.asarray(times, dtype=np.float64) - self.offset_s) / self.rate

    @property
    def is_identity(self) -> bool:
        """Whether both times are one and the same."""
        return self.offset_s == 0 and self.rate == 1

    def overlap(self, ours_s: float, theirs_s: float) -> tuple[float, float]:
        """The span of our time that recordings of such lengths in s have in common; empty where there is none."""
        start = max(0.0, self.offset_s)
        return start, max(min(ours_s, self.offset_s + self.rate * theirs_s), start)

    def shifted(self, seconds: float) -> Alignment:
        """The same, with theirs so many s later, as a person said."""
        return replace(self, offset_s=self.offset_s + seconds, method=BY_HAND)

    def applied(self, track: Track) -> Track:
        """A layer of theirs on our time."""
        if self.is_identity:
            return track
        events, curve = track.events, track.curve
        moved = Events.from_columns(
            self.to_ours(events.times), events.durations * self.rate, events.values, events.confidences, events.labels
        )
        if curve is not None:
            curve = replace(curve, start=float(self.to_ours(curve.start)), frame_rate=curve.frame_rate / self.rate)
        return replace(track, events=moved, curve=curve)
