"""The tuning of a recording: where its notes lie between the semitones of A4 = 440 Hz.

The deviations of spectral peaks from the nearest semitone are averaged on the circle, so the result is known up to
whole semitones: a recording at 415 Hz looks like one at 440 Hz a semitone lower.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import Fact
from w12studio.engine.key import spectral_peaks

#: Frames of a third of a second, evenly chosen: enough for any length.
_FRAME_SIZE = 16384
_MOST_FRAMES = 256
#: Lowest note (MIDI number) that a spectrum places well enough between two semitones: 147 Hz.
_LOWEST = 50.0
#: Confidence below which nothing is said: noise and drums stay below 0.05, speech below 0.1.
_LEAST = 0.1
_A4 = 440.0


@dataclass(frozen=True, slots=True)
class Tuning:
    """How far a recording is tuned above A4 = 440 Hz.

    Attributes
    ----------
    semitones : float
        -0.5..0.5.
    confidence : float
        0..1: how much the peaks agree, 1 if all of them deviate by the same; 0 where there are none.
    """

    semitones: float
    confidence: float

    @property
    def a4_hz(self) -> float:
        """Frequency of A4, 427.5 to 452.9 Hz."""
        return float(_A4 * 2.0 ** (self.semitones / 12.0))

    def fact(self) -> Fact:
        """The fact "tuning": A4 in Hz."""
        if self.confidence < _LEAST:
            return Fact("tuning", confidence=self.confidence, reason="No steady pitches were found to tell it from.")
        reason = ""
        if abs(self.semitones) > 0.4:
            reason = "It lies between two semitones; the notes may as well be a semitone off in the other direction."
        return Fact("tuning", self.a4_hz, self.confidence, reason)


def tuning_of(
    samples: NDArray[np.float32], sample_rate: int, progress: Callable[[float], None] = lambda _: None
) -> Tuning:
    """The tuning of a recording.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono.
    sample_rate : int
        Hz, about 44,100.
    progress : callable, optional
        Told 0..1; may raise to stop the work.
    """
    from scipy.fft import rfft

    count = int(min(_MOST_FRAMES, max(1, samples.size // (_FRAME_SIZE // 2))))
    starts = np.linspace(0, max(0, samples.size - _FRAME_SIZE), count).astype(np.int64)
    window = np.hanning(_FRAME_SIZE).astype(np.float32)
    highest = int(2100.0 * _FRAME_SIZE / sample_rate)
    total, weight_sum = 0j, 0.0
    for i in range(0, count, 32):
        frames = np.zeros((min(32, count - i), _FRAME_SIZE), dtype=np.float32)
        for row, start in zip(frames, starts[i : i + 32].tolist(), strict=True):
            piece = samples[start : start + _FRAME_SIZE]
            row[: piece.size] = piece
        spectra = np.abs(rfft(frames * window, axis=1, overwrite_x=True)[:, :highest])
        pitches, weights = spectral_peaks(spectra, sample_rate / _FRAME_SIZE)
        high = pitches > _LOWEST
        total += complex((weights[high] * np.exp(2j * np.pi * pitches[high])).sum())
        weight_sum += float(weights[high].sum())
        progress(min(1.0, (i + 32) / count))
    if weight_sum <= 0.0:
        return Tuning(0.0, 0.0)
    return Tuning(float(np.angle(total)) / (2.0 * np.pi), min(1.0, abs(total) / weight_sum))
