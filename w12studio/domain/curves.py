"""Curve: a sampled function of time (f0, activation, loudness, tempo)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.timebase import frames_to_seconds, seconds_to_frames


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Values at evenly spaced frames.

    Attributes
    ----------
    values : ndarray of float32 or float64, shape (n_frames,) or (n_frames, n_bins)
        Read-only. f0 is in Hz and NaN where unvoiced.
    frame_rate : float
        Frames per second, > 0.
    start : float
        s, the centre of frame 0.
    unit : str
        "Hz", "probability", "BPM", "LUFS" ...
    confidence : ndarray, shape (n_frames,), or None
        0..1 a frame; for f0 the probability that the frame is voiced.
    bins : tuple of str
        Names of the columns of a two-dimensional curve, e.g. chords or tags; empty where they have none.
    """

    values: NDArray[np.floating]
    frame_rate: float
    start: float = 0.0
    unit: str = ""
    confidence: NDArray[np.floating] | None = None
    bins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (math.isfinite(self.frame_rate) and self.frame_rate > 0):
            raise ValueError(f"a curve's frame rate must be above 0 frames per second, not {self.frame_rate}")
        values = _frozen(self.values)
        if values.ndim not in (1, 2):
            raise ValueError(f"a curve has one or two dimensions, not {values.ndim}")
        object.__setattr__(self, "values", values)
        if self.bins and (values.ndim != 2 or len(self.bins) != values.shape[1]):
            raise ValueError("a curve's columns need a name each")
        if self.confidence is not None:
            confidence = _frozen(self.confidence)
            if confidence.shape != values.shape[:1]:
                raise ValueError("a curve's confidence needs one number a frame")
            object.__setattr__(self, "confidence", confidence)

    def __len__(self) -> int:
        return int(self.values.shape[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Curve):
            return NotImplemented
        mine, theirs = self.confidence, other.confidence
        same = mine is theirs or (
            mine is not None and theirs is not None and np.array_equal(mine, theirs, equal_nan=True)
        )
        return (
            same
            and (self.frame_rate, self.start, self.unit) == (other.frame_rate, other.start, other.unit)
            and self.bins == other.bins
            and np.array_equal(self.values, other.values, equal_nan=True)
        )

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return _restored, (self.values, self.frame_rate, self.start, self.unit, self.confidence, self.bins)

    def times(self) -> NDArray[np.float64]:
        """Centres of the frames in s, shape (n_frames,)."""
        return frames_to_seconds(np.arange(len(self)), self.frame_rate, self.start)

    def span(self, start: float, end: float) -> slice:
        """Frames whose centre lies in ``[start, end)`` s, as a slice."""
        edges = np.ceil((np.array([start, end]) - self.start) * self.frame_rate - 1e-9)
        first, last = np.clip(edges, 0, len(self)).astype(int)
        return slice(int(first), int(max(first, last)))

    def at(self, time: ArrayLike) -> NDArray[np.floating]:
        """Value of the frame nearest to each time in s; NaN outside of the curve (1-D curves only)."""
        frame = seconds_to_frames(time, self.frame_rate, self.start)
        inside = (frame >= 0) & (frame < len(self))
        if len(self) == 0:
            return np.full(np.shape(frame), np.nan)
        picked = self.values[np.clip(frame, 0, len(self) - 1)]
        return np.where(inside, picked, np.nan)


def _restored(
    values: NDArray[np.floating],
    frame_rate: float,
    start: float,
    unit: str,
    confidence: NDArray[np.floating] | None,
    bins: tuple[str, ...],
) -> Curve:
    """A curve from a pickle, whose arrays come out writeable though nobody else holds them."""
    for array in (values, confidence):
        if array is not None:
            array.setflags(write=False)
    return Curve(values, frame_rate, start, unit, confidence, bins)


def _frozen(array: ArrayLike) -> NDArray[np.floating]:
    values = np.asarray(array)
    if values.dtype not in (np.float32, np.float64):
        values = values.astype(np.float64)
    if values.flags.writeable:
        values = values.copy()
        values.setflags(write=False)
    return values
