"""Frequency axes of the spectrogram: mel, logarithmic, linear; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from w12studio.ui.texts import later

LOWEST_HZ, HIGHEST_HZ = 30.0, 20_000.0
_STEPS_HZ = (10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)
#: Notes of an octave worth a mark beside C, the weightiest first: G, the other white keys, the black ones.
_NOTES = ((7,), (2, 4, 5, 9, 11), (1, 3, 6, 8, 10))


@dataclass(frozen=True, slots=True)
class FrequencyScale:
    """How frequencies are spread over the height of the lane.

    Attributes
    ----------
    name, title : str
        In settings; for people.
    lowest_hz, highest_hz : float
        Ends of the axis; the top is the recording's highest frequency where that is lower.
    forward, inverse : callable
        Hz to the scale's unit, and back; both take arrays.
    """

    name: str
    title: str
    lowest_hz: float
    highest_hz: float
    forward: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    inverse: Callable[[NDArray[np.float64]], NDArray[np.float64]]

    def top_hz(self, sample_rate: float) -> float:
        """Frequency at the top for a recording."""
        return min(sample_rate / 2, self.highest_hz)

    def share_of(self, hz: NDArray[np.floating] | float, sample_rate: float) -> NDArray[np.float64]:
        """Place of frequencies on the axis, 0 = lowest .. 1 = highest."""
        low, high = self._ends(sample_rate)
        return (self.forward(np.maximum(np.asarray(hz, dtype=np.float64), 1e-3)) - low) / (high - low)

    def hz_of(self, share: NDArray[np.floating] | float, sample_rate: float) -> NDArray[np.float64]:
        """Inverse of `share_of`."""
        low, high = self._ends(sample_rate)
        return self.inverse(low + (high - low) * np.asarray(share, dtype=np.float64))

    def _ends(self, sample_rate: float) -> tuple[float, float]:
        low, high = self.forward(np.array([self.lowest_hz, self.top_hz(sample_rate)]))
        return float(low), float(high)


def _to_mel(hz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mel after O'Shaughnessy, "Speech communication" (1987): 2595 log10(1 + f / 700)."""
    return 2595.0 * np.log10(1.0 + hz / 700.0)


def _from_mel(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return 700.0 * (10.0 ** (mel / 2595.0) - 1.0)


MEL = FrequencyScale("mel", later("Mel"), LOWEST_HZ, HIGHEST_HZ, _to_mel, _from_mel)
LOG = FrequencyScale("log", later("Log"), LOWEST_HZ, HIGHEST_HZ, np.log2, np.exp2)
LINEAR = FrequencyScale("linear", later("Linear"), 0.0, 96_000.0, np.array, np.array)
SCALES = {scale.name: scale for scale in (MEL, LOG, LINEAR)}


def spaced(candidates: list[list[float]], place: Callable[[float], float], least: float) -> list[float]:
    """Values from lists of candidates, the weightiest list first, whose places are at least ``least`` apart.

    A list is taken as a whole, or where its values crowd at one end of the axis, up to there.
    """
    chosen: list[float] = []
    places: list[float] = []
    for group in candidates:
        known = [(value, place(value)) for value in sorted(group)]
        fitting = [(v, p) for v, p in known if all(abs(p - q) >= least for q in places)]
        run = max(_run(fitting, least), _run(fitting[::-1], least), key=len)
        if len(run) > 1 or len(group) == 1:
            chosen += [v for v, _p in run]
            places += [p for _v, p in run]
    return chosen


def _run(fitting: list[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """The first of some values and places, up to where two are too near to each other."""
    gaps = [abs(b - a) < least for (_v, a), (_w, b) in pairwise(fitting)]
    return fitting[: gaps.index(True)] if True in gaps else fitting


def round_frequencies(low_hz: float, high_hz: float) -> list[list[float]]:
    """Round frequencies of a range, by kinds: 100, 1000 ... first, then 20, 50, 200 ..., then ever finer steps."""
    out = [
        [
            float(digit * 10**power)
            for power in range(1, 5)
            for digit in digits
            if low_hz <= digit * 10**power <= high_hz
        ]
        for digits in ((1,), (2, 5))
    ]
    for step in _STEPS_HZ:
        first, last = max(int(np.ceil(low_hz / step)), 1), int(np.floor(high_hz / step))
        out.append([float(n * step) for n in range(first, min(last, first + 64) + 1)])
    return out


def note_frequencies(low_hz: float, high_hz: float) -> list[list[float]]:
    """Frequencies of notes (A4 = 440 Hz) of a range, by kinds: C4 and those octaves away first, black keys last."""
    low, high = (69 + 12 * np.log2(max(hz, 8.0) / 440) for hz in (low_hz, high_hz))
    numbers = range(int(np.ceil(low)), int(np.floor(high)) + 1)
    octaves = [[n for n in numbers if n % every == 12] for every in (48, 24)] + [[n for n in numbers if n % 12 == 0]]
    groups = octaves + [[n for n in numbers if n % 12 in kind] for kind in _NOTES]
    return [[440 * 2 ** ((n - 69) / 12) for n in group] for group in groups]


def hz_label(hz: float) -> str:
    """e.g. "200", "1k", "2.5k"."""
    return f"{hz / 1000:g}k" if hz >= 1000 else f"{hz:g}"
