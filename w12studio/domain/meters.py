"""How a meter is written: beats a bar, and whether a beat is divided in three."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: From this tempo on, in BPM, beats are written as eighths where bars have so many of them.
_EIGHTHS_BPM = {5: 200.0, 6: 0.0, 7: 160.0}


@dataclass(frozen=True, slots=True)
class Meter:
    """Beats a bar.

    Attributes
    ----------
    beats_per_bar : int
    compound : bool
        Beats are dotted quarters, each divided in three: 6/8, 9/8 and 12/8 have two, three and four.
    """

    beats_per_bar: int
    compound: bool = False

    def name(self, bpm: float = math.nan) -> str:
        """As a time signature, e.g. "3/4", "7/8" or "12/8".

        Six undivided beats are the eighths of 6/8, five or seven are eighths where they are fast, and all others are
        quarters; so they are mostly written.

        Parameters
        ----------
        bpm : float
            Tempo of the beats; NaN where unknown.
        """
        n = self.beats_per_bar
        if self.compound:
            return f"{3 * n}/8"
        return f"{n}/8" if n == 6 or bpm >= _EIGHTHS_BPM.get(n, math.inf) else f"{n}/4"

    def describe(self) -> str:
        """For people, e.g. "6/8: 2 beats a bar, each in three" or "4 beats a bar"."""
        beats = "1 beat a bar" if self.beats_per_bar == 1 else f"{self.beats_per_bar} beats a bar"
        return f"{self.name()}: {beats}, each in three" if self.compound else beats


#: Those that menus offer.
METERS_IN_THREE = tuple(Meter(n, compound=True) for n in (2, 3, 4))
METERS = (*(Meter(n) for n in range(2, 8)), *METERS_IN_THREE)
