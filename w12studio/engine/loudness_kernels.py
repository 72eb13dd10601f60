"""The compiled inner loops of `w12studio.engine.loudness_meter`: K-weighting and true peak, outside of the GIL."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Samples that are looked at, or left out, at once.
_CHUNK = 64


@numba.njit(cache=True, nogil=True)
def weigh(
    block: NDArray[np.float32],
    edges: NDArray[np.int64],
    coefficients: Floats,
    state: Floats,
    weighted: Floats,
    plain: Floats,
    peak: Floats,
) -> None:
    """Filter a block by K-weighting and sum up squares over spans of samples.

    Parameters
    ----------
    block : ndarray of float32, shape (channels, n)
    edges : ndarray of int, shape (m + 1,)
        First sample of each span, and the end of the last.
    coefficients : ndarray, shape (2, 5)
        b0, b1, b2, a1, a2 of two filters, one after the other.
    state : ndarray, shape (channels, 4)
        Of the filters (transposed direct form II); changed.
    weighted : ndarray, shape (m, channels)
        Written: sums of squares of the filtered samples.
    plain, peak : ndarray, shape (channels,)
        Written: sum of squares and largest magnitude of the samples as they are.
    """
    b0, b1, b2, a1, a2 = coefficients[0]
    c0, c1, c2, d1, d2 = coefficients[1]
    for channel in range(block.shape[0]):
        s1, s2, t1, t2 = state[channel]
        total, highest = 0.0, 0.0
        for span in range(edges.size - 1):
            filtered = 0.0
            for i in range(edges[span], edges[span + 1]):
                x = np.float64(block[channel, i])
                total += x * x
                highest = max(highest, abs(x))
                y = b0 * x + s1
                s1 = b1 * x - a1 * y + s2
                s2 = b2 * x - a2 * y
                z = c0 * y + t1
                t1 = c1 * y - d1 * z + t2
                t2 = c2 * y - d2 * z
                filtered += z * z
            weighted[span, channel] = filtered
        # What has died away must not become a denormal, on which every addition takes a hundred times as long.
        for k, value in enumerate((s1, s2, t1, t2)):
            state[channel, k] = value if abs(value) > 1e-30 else 0.0
        plain[channel], peak[channel] = total, highest


@numba.njit(cache=True, nogil=True, fastmath=True)
def interpolated_peak(samples: NDArray[np.float32], phases: NDArray[np.float32], least: float) -> float:
    """Largest magnitude between the samples of a channel, or ``least`` where that is larger.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        With as many samples of their neighbours at either end as the filter reaches.
    phases : ndarray of float32, shape (n_phases, n_taps)
        The interpolating filter of each place between two samples.
    least : float
    """
    taps = phases.shape[1]
    reach = np.float32(0.0)  # a place between two samples is at most so much higher than the samples around it
    for phase in range(phases.shape[0]):
        reach = max(reach, np.abs(phases[phase]).sum())
    out = np.empty(_CHUNK, np.float32)
    highest = np.float32(least)
    for begin in range(0, samples.size - taps + 1, _CHUNK):
        count = min(_CHUNK, samples.size - taps + 1 - begin)
        heard = samples[begin : begin + count + taps - 1]
        loudest = np.float32(0.0)
        for i in range(heard.size):
            loudest = max(loudest, abs(heard[i]))
        if loudest * reach <= highest:
            continue
        for phase in range(phases.shape[0]):
            out[:] = 0.0
            for k in range(taps):
                tap, shifted = phases[phase, k], heard[k : k + count]
                for i in range(count):
                    out[i] += tap * shifted[i]
            for i in range(count):
                highest = max(highest, abs(out[i]))
    return float(highest)
