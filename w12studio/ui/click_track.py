"""Clicks on the beats, placed on exact samples. Pure numpy: tested without a sound device."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.timebase import seconds_to_samples

CLICK_S = 0.045
BEAT_HZ = 1000.0
DOWNBEAT_HZ = 1600.0
BEAT_PEAK = 0.55
DOWNBEAT_PEAK = 0.9


def click_sound(sample_rate: int, frequency_hz: float, peak: float) -> NDArray[np.float32]:
    """A short decaying sine that starts at once (its first sample is not silent), shape (n,), largest value ``peak``.

    It starts with a cosine, so that its onset lies on the very sample of the beat, and fades to 0 at its end.
    """
    n = max(round(CLICK_S * sample_rate), 2)
    t = np.arange(n) / sample_rate
    sound = np.cos(2 * np.pi * frequency_hz * t) * np.exp(-t * 90.0) * (1 - np.arange(n) / (n - 1))
    return (peak * sound).astype(np.float32)


class ClickTrack:
    """Clicks at beat times, as a signal of any length that is computed block by block.

    Parameters
    ----------
    times : array_like, shape (n,)
        Beat times in s, ascending.
    positions : array_like, shape (n,)
        Place in the bar; 1 sounds higher and louder.
    sample_rate : int
        Hz
    """

    def __init__(self, times: ArrayLike, positions: ArrayLike, sample_rate: int) -> None:
        self.starts = seconds_to_samples(times, sample_rate).reshape(-1)
        self._is_downbeat = np.asarray(positions, dtype=np.float64).reshape(-1) == 1
        self._beat = click_sound(sample_rate, BEAT_HZ, BEAT_PEAK)
        self._downbeat = click_sound(sample_rate, DOWNBEAT_HZ, DOWNBEAT_PEAK)

    def mix_block(self, start: int, n: int, since: int = 0) -> NDArray[np.float32]:
        """The clicks within samples ``start .. start + n``, shape (n,).

        Parameters
        ----------
        start : int
            First sample, counted from the start of the recording.
        n : int
        since : int
            Clicks that begin before this sample stay silent: the tail of one cut in two at the start of a loop would
            sound like another click.
        """
        out = np.zeros(n, dtype=np.float32)
        longest = self._beat.size
        first = int(np.searchsorted(self.starts, max(start - longest + 1, since), side="left"))
        last = int(np.searchsorted(self.starts, start + n, side="left"))
        for i in range(first, last):
            sound = self._downbeat if self._is_downbeat[i] else self._beat
            offset = int(self.starts[i]) - start
            a, b = max(offset, 0), min(offset + longest, n)
            out[a:b] += sound[a - offset : b - offset]
        return out
