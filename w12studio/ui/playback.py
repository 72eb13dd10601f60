"""What the sound card gets: the recording, looped where asked, with clicks, as stereo at the device's rate.

`Renderer` knows nothing of Qt or devices; it turns "the next n frames" into samples and remembers which place of the
recording each frame came from, so that the playhead can be told exactly even across loops and seeks.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.service import SharedAudio
from w12studio.ui.click_track import ClickTrack

_BLOCK = 4096
_KEPT_SEGMENTS = 4096


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


class Renderer:
    """Renders a recording from a place on, block by block.

    Parameters
    ----------
    audio : SharedAudio
    out_rate : int
        Hz, of the device.

    Notes
    -----
    Locked: the device may ask on a thread of its own while the window changes loop, clicks or volume.
    """

    def __init__(self, audio: SharedAudio, out_rate: int) -> None:
        self._audio = audio
        self._out_rate = out_rate
        self._lock = threading.Lock()
        self._clicks: ClickTrack | None = None
        self._loop: tuple[int, int] | None = None
        self.volume = 1.0
        self.click_volume = 0.7
        self._begin(0)

    def _begin(self, sample: int) -> None:
        self._next = self._since = sample
        self._fed = 0  # source samples rendered since `_begin`, loops unrolled
        self._delivered = 0  # frames given to the device since `_begin`
        self._segments: list[tuple[int, int]] = [(0, sample)]  # (unrolled sample, place in the recording)
        self._ended_at: int | None = None
        self._rest = np.zeros((0, 2), dtype=np.float32)
        self._resampler: Any = None
        if self._out_rate != self._audio.sample_rate:
            import soxr

            self._resampler = soxr.ResampleStream(
                self._audio.sample_rate, self._out_rate, 2, dtype="float32", quality="HQ"
            )

    def seek(self, sample: int) -> None:
        """Go on from a sample of the recording; the count of delivered frames starts anew."""
        with self._lock:
            self._begin(int(np.clip(sample, 0, self._audio.n_samples)))

    def set_loop(self, loop: tuple[int, int] | None) -> None:
        """Repeat samples ``loop[0] .. loop[1]`` once the end is reached; None plays on."""
        with self._lock:
            n = self._audio.n_samples
            self._loop = (loop[0], min(loop[1], n)) if loop and loop[0] < min(loop[1], n) else None

    def set_clicks(self, clicks: ClickTrack | None) -> None:
        """The clicks to mix in, at the recording's rate; None for none."""
        with self._lock:
            self._clicks = clicks

    @property
    def delivered(self) -> int:
        """Frames rendered since the last `seek`."""
        return self._delivered

    def render(self, n: int) -> NDArray[np.float32]:
        """The next n frames, shape (n, 2); silence after the end of the recording."""
        with self._lock:
            out = self._rest
            while out.shape[0] < n and self._ended_at is None:
                out = np.concatenate([out, self._convert(self._pull(_BLOCK))])
            self._rest = out[n:]
            out = out[:n]
            if out.shape[0] < n:
                out = np.concatenate([out, np.zeros((n - out.shape[0], 2), dtype=np.float32)])
            self._delivered += n
            return np.clip(out, -1.0, 1.0)

    def place_of(self, frame: float) -> tuple[int, bool]:
        """Sample of the recording that a delivered frame came from, and whether the end was reached there."""
        with self._lock:
            unrolled = frame * self._audio.sample_rate / self._out_rate
            if self._ended_at is not None and unrolled >= self._ended_at:
                return self._audio.n_samples, True
            i = max(bisect_right(self._segments, unrolled, key=lambda s: s[0]) - 1, 0)
            at, place = self._segments[i]
            return int(place + max(unrolled - at, 0)), False

    def _pull(self, n: int) -> NDArray[np.float32]:
        """The next n source samples (fewer at the end), stereo, with clicks, loops unrolled."""
        parts: list[NDArray[np.float32]] = []
        while n > 0:
            end = self._audio.n_samples
            if self._loop is not None and self._next < self._loop[1]:
                end = min(end, self._loop[1])
            count = min(n, end - self._next)
            if count > 0:
                parts.append(self._source(self._next, count))
                self._next += count
                self._fed += count
                n -= count
            if self._next >= end and n > 0:
                if self._loop is None or self._next > self._loop[1]:
                    self._ended_at = self._fed
                    break
                self._next = self._since = self._loop[0]
                self._segments.append((self._fed, self._next))
                del self._segments[:-_KEPT_SEGMENTS]
        return np.concatenate(parts) if parts else np.zeros((0, 2), dtype=np.float32)

    def _source(self, start: int, n: int) -> NDArray[np.float32]:
        samples = self._audio.read(start, start + n)
        block = np.nan_to_num(to_stereo(samples), nan=0.0, posinf=0.0, neginf=0.0) * np.float32(self.volume)
        if self._clicks is not None:
            block += np.float32(self.click_volume) * self._clicks.mix_block(start, n, self._since)[:, None]
        return block

    def _convert(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._resampler is None:
            return block
        return self._resampler.resample_chunk(np.ascontiguousarray(block), last=self._ended_at is not None)
