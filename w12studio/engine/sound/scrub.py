"""Scrubbing: the sound under the pointer while it moves, at its own pitch, and silence while it rests."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.sound.tape import Tape

GRAIN_S, HOP_S = 0.06, 0.02
#: s without a movement after which the pointer rests, in frames that were played.
REST_S = 0.09
#: s; a movement shorter than this is none.
LEAST_S = 2e-4


class Scrubber:
    """Grains of the recording around a place that follows the pointer.

    Parameters
    ----------
    tape : Tape
        From the recording's first sample on; a band of it is scrubbed as well.
    out_rate : int
        Hz, of the frames.
    """

    def __init__(self, tape: Tape, out_rate: int, place: float) -> None:
        self._tape, self._out_rate = tape, out_rate
        self._target = self._moved_from = self._here = place
        self._hop = round(HOP_S * out_rate)
        self._grain = round(GRAIN_S * out_rate)
        self._rested = round(REST_S * out_rate)  # frames since the pointer moved
        self._pending = np.zeros((self._grain, 2), dtype=np.float32)
        self._rest = np.zeros((0, 2), dtype=np.float32)

    @property
    def place(self) -> float:
        """Sample of the recording under the pointer."""
        return self._target

    def move(self, place: float) -> None:
        """The pointer is at that sample."""
        self._target = place

    def take(self, n: int) -> NDArray[np.float32]:
        """The next n frames, shape (n, 2)."""
        while len(self._rest) < n:
            self._rest = np.concatenate([self._rest, self._next_hop()])
        out, self._rest = self._rest[:n], self._rest[n:]
        return out

    def _next_hop(self) -> NDArray[np.float32]:
        if abs(self._target - self._moved_from) > LEAST_S * self._tape.audio.sample_rate:
            self._moved_from, self._rested = self._target, 0
        else:
            self._rested += self._hop
        self._here += 0.6 * (self._target - self._here)
        if self._rested < REST_S * self._out_rate:
            self._pending += self._grain_at(self._here)
        out = self._pending[: self._hop].copy()
        self._pending = np.concatenate([self._pending[self._hop :], np.zeros((self._hop, 2), dtype=np.float32)])
        return out

    def _grain_at(self, place: float) -> NDArray[np.float32]:
        ratio = self._tape.audio.sample_rate / self._out_rate
        n = int(np.ceil(self._grain * ratio)) + 2
        samples = self._tape.read(round(place - n / 2) - self._tape.start, n)
        if ratio != 1.0:
            at = np.arange(self._grain) * ratio
            samples = np.stack([np.interp(at, np.arange(n), samples[:, c]) for c in range(2)], axis=1)
        window = np.hanning(self._grain + 2)[1:-1, None] / (GRAIN_S / HOP_S / 2)
        return (samples[: self._grain] * window).astype(np.float32)
