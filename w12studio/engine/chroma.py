"""Chroma from semitone band-pass filters, as the harmonic bar network was trained on.

Müller, Ewert: "Chroma Toolbox: MATLAB implementations for extracting variants of chroma-based audio features", ISMIR
2011; the details are madmom's (``CLPChroma`` with 100 frames a second): an elliptic filter of order 4 a semitone, run
forwards and backwards, at three sample rates; energies summed over frames of two hops, compressed by log(100 e + 1),
folded into twelve pitch classes and scaled to length 1.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.engine.features import FRAME_RATE, SAMPLE_RATE

Floats = NDArray[np.float64]

_LOWEST_MIDI, _HIGHEST_MIDI = 21, 108
_Q = 25.0
_COMPRESSION = 100.0
#: Below this length a frame's chroma is noise, and all pitch classes count alike.
_SILENCE = 0.001
#: Sample rates in Hz, the highest pitch (in Hz) that each serves, and what its filters ring, in s.
_RATES = ((882, 250.0, 4.0), (4410, 2000.0, 1.0), (22050, 5000.0, 0.5))
_PIECE_S = 20.0


@dataclass(frozen=True, slots=True, eq=False)
class _Bands:
    """Second-order sections of the filters at one sample rate, their settled state, and their pitch classes.

    ``sections`` has shape (n_sections, 5, n_bands): b0, b1, b2, a1, a2. ``settled`` has shape (n_sections, 2, n_bands).
    """

    rate: int
    ring_s: float
    sections: Floats
    settled: Floats
    classes: NDArray[np.int64]


@cache
def _bands() -> tuple[_Bands, ...]:
    from scipy.signal import ellip, sosfilt_zi

    midi = np.arange(_LOWEST_MIDI, _HIGHEST_MIDI + 1)
    hz = 440.0 * 2.0 ** ((midi - 69) / 12.0)
    out = []
    lowest = 0.0
    for rate, highest, ring_s in _RATES:
        mine = (hz >= lowest) & (hz < highest)
        half = hz[mine] / _Q / 2.0
        edges = zip(hz[mine] - half, hz[mine] + half, strict=True)
        sos = [ellip(4, 1.0, 50.0, [low, high], btype="bandpass", output="sos", fs=rate) for low, high in edges]
        settled = np.stack([sosfilt_zi(s) for s in sos], axis=-1)
        sections = np.stack(sos, axis=-1)[:, [0, 1, 2, 4, 5]]
        out.append(_Bands(rate, ring_s, np.ascontiguousarray(sections), settled, midi[mine] % 12))
        lowest = highest
    return tuple(out)


@numba.njit(cache=True, nogil=True, fastmath=True)
def _filter(signal: Floats, sections: Floats, settled: Floats, out: Floats) -> None:
    """All bands of a signal of shape (n, 1) or (n, n_bands), into ``out`` of shape (n, n_bands)."""
    n_sections, _, n_bands = sections.shape
    state = np.empty((n_sections, 2, n_bands))
    for s in range(n_sections):
        for i in range(2):
            for b in range(n_bands):
                state[s, i, b] = settled[s, i, b] * signal[0, b if signal.shape[1] > 1 else 0]
    row = np.empty(n_bands)
    for t in range(signal.shape[0]):
        if signal.shape[1] > 1:
            row[:] = signal[t]
        else:
            row[:] = signal[t, 0]
        for s in range(n_sections):
            for b in range(n_bands):
                x = row[b]
                y = sections[s, 0, b] * x + state[s, 0, b]
                state[s, 0, b] = sections[s, 1, b] * x - sections[s, 3, b] * y + state[s, 1, b]
                state[s, 1, b] = sections[s, 2, b] * x - sections[s, 4, b] * y
                row[b] = y
        out[t] = row


def _energies(signal: NDArray[np.float32], bands: _Bands, first: int, stop: int) -> Floats:
    """Energy of each band in frames ``first .. stop``, shape (stop - first, n_bands)."""
    ring = int(bands.ring_s * bands.rate)
    hop = bands.rate / FRAME_RATE
    size = round(2 * hop)
    starts = (np.arange(first, stop) * hop).astype(np.int64) - size // 2
    begin = max(0, int(starts[0]) - ring)
    end = min(signal.size, int(starts[-1]) + size + ring)
    piece = signal[begin:end].astype(np.float64)[:, None]
    if not piece.shape[0]:
        return np.zeros((stop - first, bands.classes.size))
    forward = np.empty((piece.shape[0], bands.classes.size))
    _filter(piece, bands.sections, bands.settled, forward)
    backward = np.empty_like(forward)
    _filter(forward[::-1], bands.sections, bands.settled, backward)
    total = np.zeros((piece.shape[0] + 1, bands.classes.size))
    np.cumsum(np.square(backward[::-1]), axis=0, out=total[1:])
    low = np.clip(starts - begin, 0, piece.shape[0])
    high = np.clip(starts + size - begin, 0, piece.shape[0])
    return (total[high] - total[low]) * (22050.0 / bands.rate)


def chroma(
    samples: NDArray[np.float32], progress: Callable[[float], Any] | None = None, threads: int = 2
) -> NDArray[np.float32]:
    """Chroma of a recording at `FRAME_RATE`.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono at `SAMPLE_RATE`, full scale = 1.
    progress : callable, optional
        Told 0..1 every few tenths of a second; may raise to stop the work.

    Returns
    -------
    ndarray of float32, shape (n_frames, 12)
        Rows of length 1, C first.
    """
    import soxr

    count = round(samples.size * FRAME_RATE / SAMPLE_RATE) + 1
    out = np.zeros((count, 12))
    step = int(_PIECE_S * FRAME_RATE)
    with ThreadPoolExecutor(threads, thread_name_prefix="chroma") as pool:
        resampled = list(pool.map(lambda bands: soxr.resample(samples, SAMPLE_RATE, bands.rate), _bands()))
        jobs = [
            (bands, i, min(count, i + step), pool.submit(_energies, signal, bands, i, min(count, i + step)))
            for bands, signal in zip(_bands(), resampled, strict=True)
            for i in range(0, count, step)
        ]
        try:
            for done, (bands, start, stop, job) in enumerate(jobs):
                compressed = np.log(_COMPRESSION * job.result() + 1.0)
                for band, pitch_class in enumerate(bands.classes):
                    out[start:stop, pitch_class] += compressed[:, band]
                if progress is not None:
                    progress((done + 1) / len(jobs))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    length = np.sqrt(np.square(out).sum(axis=1, keepdims=True))
    silent = length[:, 0] < _SILENCE
    out[silent] = 1.0 / np.sqrt(12.0)
    out[~silent] /= length[~silent]
    return out.astype(np.float32)
