"""Which events and curves of an analysis can be heard, and how loud each part of the mix is."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, LOUDNESS, NOTES, PITCH, TRANSIENTS, Analysis
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.pins import NO_BEAT, PINS, TEMPO

#: The clicks, each with a sound of its own.
CLICKS = ("beats", "downbeats", "transients", "pins")
#: All that a mix is made of.
PARTS = ("recording", *CLICKS, "pitch", "notes")


def _nothing() -> NDArray[np.float64]:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What can be heard besides the recording.

    Attributes
    ----------
    clicks : dict of str to ndarray
        Times in s, ascending, of each of `CLICKS`.
    pitch : Curve or None
        f0 in Hz, NaN where unvoiced.
    loudness : Curve or None
        LUFS; the sung pitch follows it.
    notes : Events or None
        With MIDI numbers as values.
    """

    clicks: dict[str, NDArray[np.float64]] = field(default_factory=dict)
    pitch: Curve | None = None
    loudness: Curve | None = None
    notes: Events | None = None

    @staticmethod
    def of(analysis: Analysis | None) -> Heard:
        """What an analysis has. A pin that says that there is no beat, or how fast it is, makes no sound."""
        if analysis is None:
            return Heard()
        beats = analysis.events(BEATS)
        first = beats.values == 1
        pins = [e.time for e in analysis.events(PINS) if e.label not in (NO_BEAT, TEMPO)]
        pitch, loudness = analysis.track(PITCH), analysis.track(LOUDNESS)
        return Heard(
            {
                "beats": beats.times[~first],
                "downbeats": beats.times[first],
                "transients": analysis.events(TRANSIENTS).times,
                "pins": np.array(sorted(pins), dtype=np.float64),
            },
            pitch.curve if pitch is not None else None,
            loudness.curve if loudness is not None else None,
            analysis.events(NOTES),
        )


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud each part is, 0 (not at all) to 1."""

    recording: float = 1.0
    beats: float = 0.0
    downbeats: float = 0.0
    transients: float = 0.0
    pins: float = 0.0
    pitch: float = 0.0
    notes: float = 0.0
