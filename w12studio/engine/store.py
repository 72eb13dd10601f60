"""Decoded audio on disk, shared by every process: float32 samples, interleaved, memory-mapped.

The window and the workers map the same file, so one decode serves the picture, the player and every estimator, and
no process holds the recording in memory of its own.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.engine import paths


@dataclass(frozen=True, slots=True)
class SharedAudio:
    """A decoded recording, complete.

    Attributes
    ----------
    store : str
        Path of the raw float32 file, interleaved.
    sample_rate : int
        Hz.
    channels : int
    n_samples : int
        A channel.
    source : str
        The user's file, for messages.
    only_channel : int or None
        The one to analyse where the mean of all cancels out.
    """

    store: str
    sample_rate: int
    channels: int
    n_samples: int
    source: str = ""
    only_channel: int | None = None

    @property
    def duration(self) -> float:
        """Length in s."""
        return self.n_samples / self.sample_rate

    def beside(self, kind: str) -> Path:
        """A file for what workers compute of it together; deleted by `forget_computed`."""
        return Path(self.store).with_suffix(f".{kind}")

    def forget_computed(self) -> None:
        """Delete what workers left beside it; the samples stay."""
        store = Path(self.store)
        for path in store.parent.glob(f"{store.stem}.*"):
            if path != store:
                with contextlib.suppress(OSError):
                    path.unlink()

    def samples(self) -> NDArray[np.float32]:
        """All samples, read-only and memory-mapped, shape (n_samples, channels)."""
        if self.n_samples == 0:
            return np.zeros((0, self.channels), dtype=np.float32)
        return np.memmap(self.store, dtype=np.float32, mode="r", shape=(self.n_samples, self.channels))

    def read(self, start: int, stop: int) -> NDArray[np.float32]:
        """A copy of samples ``start .. stop`` (clipped to the recording), shape (n, channels).

        Reads the file without mapping it, so that a long session does not grow the process.
        """
        start, stop = max(0, start), min(stop, self.n_samples)
        count = max(0, stop - start)
        with Path(self.store).open("rb") as f:
            f.seek(start * self.channels * 4)
            flat = np.fromfile(f, dtype=np.float32, count=count * self.channels)
        return flat.reshape(-1, self.channels)

    def mix(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """The mean of the channels of some samples (or `only_channel`), shape (n,), NaN and infinity as 0."""
        if self.only_channel is not None:
            one = np.array(block[:, self.only_channel], dtype=np.float32)
        else:  # one addition a channel: numpy's mean over so short an axis takes ten times as long
            one = np.array(block[:, 0], dtype=np.float32)
            for channel in range(1, block.shape[1]):
                one += block[:, channel]
            one /= np.float32(block.shape[1])
        return np.nan_to_num(one, copy=False, nan=0.0, posinf=0.0, neginf=0.0)

    def mono(self, sample_rate: int | None = None) -> NDArray[np.float32]:
        """The channels as one (`mix`), resampled (soxr, HQ) where asked; the last few are kept in this process.

        Parameters
        ----------
        sample_rate : int, optional
            Hz; the file's own by default.

        Returns
        -------
        ndarray of float32, shape (n,), read-only, full scale = 1, NaN and infinity as 0.
        """
        key = (self.store, sample_rate or self.sample_rate)
        if key not in _MONO:
            while len(_MONO) >= 3:
                _MONO.pop(next(iter(_MONO)))
            _MONO[key] = self._mono(sample_rate)
        return _MONO[key]

    def _mono(self, sample_rate: int | None) -> NDArray[np.float32]:
        samples = self.samples()
        mix = np.empty(self.n_samples, dtype=np.float32)
        step = 1 << 16  # stays in the processor's cache
        for i in range(0, self.n_samples, step):
            mix[i : i + step] = self.mix(samples[i : i + step])
        if sample_rate not in (None, self.sample_rate):
            import soxr

            mix = soxr.resample(mix, self.sample_rate, sample_rate, quality="HQ").astype(np.float32, copy=False)
        mix.setflags(write=False)
        return mix


_MONO: dict[tuple[str, int], NDArray[np.float32]] = {}


def new_store() -> Path:
    """A path for decoded audio that names this process, so that the next start can tell what was left behind."""
    folder = paths.cache_dir() / "audio"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{os.getpid()}-{uuid.uuid4().hex}.f32"


def remove_abandoned_stores() -> None:
    """Delete decoded audio of processes that are gone."""
    for path in (paths.cache_dir() / "audio").glob("*-*.*"):
        pid = path.name.split("-")[0]
        if not (pid.isdigit() and alive(int(pid))):
            with contextlib.suppress(OSError):
                path.unlink()


def alive(pid: int) -> bool:
    """Whether a process of this number runs; on Windows always True."""
    if os.name == "nt":
        return True  # an open file can't be deleted there anyway
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
