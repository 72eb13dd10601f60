"""What an analysis tells whoever started it, in the order in which things become known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import AudioFacts, Track
from w12studio.engine.store import SharedAudio


@dataclass(frozen=True, slots=True)
class AudioFound:
    """The file could be opened; ``facts.n_samples`` may still be an estimate and ``sha256`` unknown."""

    facts: AudioFacts


@dataclass(frozen=True, slots=True, eq=False)
class PeaksGrown:
    """More of the waveform: level 0 of the peak pyramid from ``first_block`` on (`domain.peaks.BASE_BLOCK`).

    Blocks come in order and without gaps. ``last`` is True for the final ones.
    """

    first_block: int
    peaks: NDArray[np.float32]  # (n_blocks, channels, 2)
    last: bool = False


@dataclass(frozen=True, slots=True)
class AudioReady:
    """The whole recording is decoded; ``facts`` are exact now. The store lives until its owner deletes it."""

    facts: AudioFacts
    audio: SharedAudio


@dataclass(frozen=True, slots=True)
class TrackUpdated:
    """A layer, or (``track.complete`` False) as much of it as is known; replaces the one of its kind.

    ``track.provisional`` marks the quick grid: beats that are shown until those of the beats stage come.
    """

    track: Track


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the whole analysis is: never runs backwards; 1.0 is sent once, at the end.

    Attributes
    ----------
    fraction : float
        0..1, weighted by the measured cost of the stages.
    stage : str
        For people, e.g. "Beats and downbeats".
    seconds_left : float or None
        None until there is something to judge by.
    """

    fraction: float
    stage: str
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """A sentence for people: a fallback, or a layer that could not be computed; the rest goes on."""

    text: str


Message = AudioFound | PeaksGrown | AudioReady | TrackUpdated | Progressed | Warned
