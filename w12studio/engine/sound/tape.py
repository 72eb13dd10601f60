"""The recording as the player runs over it: from a place on, loops unrolled, one band of it or all.

Places count samples of the recording; *tape samples* count what has run by since the tape began, loops unrolled.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.sound.band import Band, band_taps, filtered
from w12studio.engine.store import SharedAudio


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of tape without a seam: tape sample ``at`` is place ``place``, and ``n`` samples follow each other."""

    at: int
    place: int
    n: int


def to_stereo(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Samples of shape (n, channels) as shape (n, 2).

    Mono goes to both sides; 5.1 (L R C LFE Ls Rs) is mixed as in ITU-R BS.775 and scaled so that it can't clip; of any
    other number of channels, the even ones go left and the odd ones right.
    """
    channels = samples.shape[1]
    if channels == 2:
        return samples
    if channels == 1:
        return np.repeat(samples, 2, axis=1)
    if channels == 6:
        matrix = np.array([[1, 0], [0, 1], [0.7071, 0.7071], [0, 0], [0.7071, 0], [0, 0.7071]], dtype=np.float32)
        return samples @ (matrix / matrix.sum(axis=0))
    return np.stack([samples[:, 0::2].mean(axis=1), samples[:, 1::2].mean(axis=1)], axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Tape:
    """See the module. Small and picklable: a worker process reads the same tape.

    Attributes
    ----------
    audio : SharedAudio
    start : int
        Place of tape sample 0.
    loop : (int, int) or None
        Places between which it goes round once the end is reached; a tape that starts after it runs to the end.
    band : Band or None
        The frequencies that remain.
    """

    audio: SharedAudio
    start: int
    loop: tuple[int, int] | None = None
    band: Band | None = None

    @property
    def loops(self) -> bool:
        """Whether it goes round."""
        return self.loop is not None and self.start < self.loop[1]

    @property
    def length(self) -> float:
        """Tape samples until the end; infinite where it goes round."""
        return float("inf") if self.loops else float(max(self.audio.n_samples - self.start, 0))

    def place_of(self, at: float) -> float:
        """Place of a tape sample (fractional ones, too)."""
        place = self.start + at
        if self.loops and self.loop is not None and place >= self.loop[1]:
            return self.loop[0] + (place - self.loop[1]) % (self.loop[1] - self.loop[0])
        return min(place, float(self.audio.n_samples))

    def runs(self, at: int, n: int) -> list[Run]:
        """Tape samples ``at .. at + n`` in pieces without a seam; those after the end are left out.

        Samples before the tape's beginning are those before it in the recording.
        """
        out: list[Run] = []
        end = at + n
        while at < end:
            place = round(self.place_of(at)) if at >= 0 else self.start + at
            limit = self.audio.n_samples
            if self.loops and self.loop is not None:
                limit = self.loop[1]
            count = min(end - at, limit - place)
            if count <= 0:
                break
            out.append(Run(at, place, count))
            at += count
        return out

    def read(self, at: int, n: int) -> NDArray[np.float32]:
        """Tape samples ``at .. at + n``, shape (n, 2); silence after the end."""
        out = np.zeros((n, 2), dtype=np.float32)
        for run in self.runs(at, n):
            out[run.at - at : run.at - at + run.n] = self._recorded(run.place, run.n)
        return out

    def _recorded(self, place: int, n: int) -> NDArray[np.float32]:
        if self.band is None:
            return _stereo(self.audio, place, n)
        taps = band_taps(self.audio.sample_rate, self.band)
        half = (taps.size - 1) // 2
        return filtered(_stereo(self.audio, place - half, n + 2 * half), taps)


def _stereo(audio: SharedAudio, place: int, n: int) -> NDArray[np.float32]:
    """Samples of the recording, with silence around it, NaN and infinity as 0."""
    samples = to_stereo(audio.read(place, place + n))
    samples = np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0)
    before = min(max(-place, 0), n)
    after = n - before - samples.shape[0]
    return samples if not (before or after) else np.pad(samples, ((before, after), (0, 0)))
