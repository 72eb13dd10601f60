"""Another recording as it sounds on the time of the first: shifted, and at the speed that makes both run together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.alignment import Alignment
from w12studio.engine.store import SharedAudio, new_store

_BLOCK = 1 << 17


def aligned_sound(theirs: SharedAudio, alignment: Alignment, like: SharedAudio) -> SharedAudio:
    """A copy of theirs that begins and ends with ours, sample by sample.

    Parameters
    ----------
    theirs : SharedAudio
    alignment : Alignment
        Of theirs on our time.
    like : SharedAudio
        Ours: its sample rate and length are the copy's.

    Returns
    -------
    SharedAudio
        In a store of its own, to be deleted by the caller; silent where theirs is not.

    Notes
    -----
    A different speed changes the pitch with it, as a record player's would. Exact to half a sample. Any thread.
    """
    store = new_store()
    begin = round(alignment.offset_s * like.sample_rate)
    written = 0
    try:
        with store.open("wb") as out:
            written += _silence(out, min(max(begin, 0), like.n_samples), theirs.channels)
            skip = max(-begin, 0)
            for block in _blocks(theirs, like.sample_rate * alignment.rate):
                part = block[skip:][: like.n_samples - written]
                skip = max(skip - block.shape[0], 0)
                part.astype(np.float32, copy=False).tofile(out)
                written += part.shape[0]
                if written >= like.n_samples:
                    break
            _silence(out, like.n_samples - written, theirs.channels)
    except BaseException:
        store.unlink(missing_ok=True)
        raise
    return replace(theirs, store=str(Path(store)), sample_rate=like.sample_rate, n_samples=like.n_samples)


def _silence(out: BinaryIO, n: int, channels: int) -> int:
    """Write so many samples of silence; gives how many."""
    left = n
    while left > 0:
        np.zeros((min(left, _BLOCK), channels), dtype=np.float32).tofile(out)
        left -= _BLOCK
    return max(n, 0)


def _blocks(audio: SharedAudio, rate: float) -> Iterator[NDArray[np.float32]]:
    """The recording at a rate in Hz, block by block."""
    if rate == audio.sample_rate:
        for first in range(0, audio.n_samples, _BLOCK):
            yield audio.read(first, first + _BLOCK)
        return
    import soxr

    stream = soxr.ResampleStream(audio.sample_rate, rate, audio.channels, dtype="float32", quality="HQ")
    for first in range(0, audio.n_samples, _BLOCK):
        last = first + _BLOCK >= audio.n_samples
        yield stream.resample_chunk(audio.read(first, first + _BLOCK), last=last)
