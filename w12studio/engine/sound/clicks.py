"""Clicks on events, each kind with a sound of its own, placed on exact frames whatever the speed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.sound.passages import Passage

CLICK_S = 0.045
DECAY = 90.0  # 1/s


@dataclass(frozen=True, slots=True)
class ClickSound:
    """A short decaying sine; ``hiss`` of it is noise."""

    hz: float
    peak: float
    hiss: float = 0.0
    seconds: float = CLICK_S


#: What each kind of event sounds like. Downbeats are higher and louder than beats, transients tick, pins ring.
SOUNDS: Mapping[str, ClickSound] = {
    "beats": ClickSound(1000.0, 0.55),
    "downbeats": ClickSound(1600.0, 0.9),
    "transients": ClickSound(4200.0, 0.4, hiss=0.7, seconds=0.018),
    "pins": ClickSound(660.0, 0.7, seconds=0.12),
}


@lru_cache(maxsize=64)
def click_wave(sample_rate: int, sound: ClickSound) -> NDArray[np.float32]:
    """A click that starts at once (its first sample is its largest), shape (n,), read-only.

    It starts with a cosine, so that its onset lies on the very sample of the event, and fades to 0 at its end.
    """
    n = max(round(sound.seconds * sample_rate), 2)
    t = np.arange(n) / sample_rate
    wave = np.cos(2 * np.pi * sound.hz * t)
    if sound.hiss:
        noise = np.random.default_rng(1).uniform(-1, 1, n)
        noise[0] = 1.0
        wave = (1 - sound.hiss) * wave + sound.hiss * noise
    fall = np.exp(-t * DECAY * CLICK_S / sound.seconds) * (1 - np.arange(n) / (n - 1))
    out = (sound.peak * wave * fall).astype(np.float32)
    out.setflags(write=False)
    return out


class Clicks:
    """Adds clicks to blocks of frames. Those that have begun ring on, through seams and seeks.

    Parameters
    ----------
    out_rate : int
        Hz, of the frames.
    """

    def __init__(self, out_rate: int) -> None:
        self._out_rate = out_rate
        self._places: dict[str, NDArray[np.float64]] = {}
        self._ringing: list[tuple[NDArray[np.float32], float, int]] = []  # (wave, gain, frame of it that comes next)

    def set_places(self, places: Mapping[str, NDArray[np.float64]]) -> None:
        """Samples of the recording at which each kind clicks, ascending."""
        self._places = dict(places)

    def add(self, out: NDArray[np.float32], passage: Passage, gains: Mapping[str, float]) -> None:
        """Add the clicks of a passage to its frames (changed in place), shape (n,), each at the nearest frame."""
        self.ring_on(out)
        for kind, gain in gains.items():
            places = self._places.get(kind)
            if places is None or gain <= 0:
                continue
            wave = click_wave(self._out_rate, SOUNDS[kind])
            first, last = np.searchsorted(places, [passage.low, passage.high])
            for at in places[first:last]:
                frame = min(max(round((at - passage.place) / passage.step), 0), out.size - 1)
                self._start(out, wave, gain, frame)

    def _start(self, out: NDArray[np.float32], wave: NDArray[np.float32], gain: float, frame: int) -> None:
        m = min(wave.size, out.size - frame)
        out[frame : frame + m] += np.float32(gain) * wave[:m]
        if m < wave.size:
            self._ringing.append((wave, gain, m))

    def ring_on(self, out: NDArray[np.float32]) -> None:
        """Add the rest of clicks that have begun; `add` does it, too."""
        left = []
        for wave, gain, at in self._ringing:
            m = min(wave.size - at, out.size)
            out[:m] += np.float32(gain) * wave[at : at + m]
            if at + m < wave.size:
                left.append((wave, gain, at + m))
        self._ringing = left
