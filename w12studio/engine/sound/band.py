"""A band of frequencies alone: a linear-phase filter whose delay is made up for, applied by place.

The recording is at hand in both directions, so the filter reads half its length ahead and nothing comes out late; and
what comes out of a place depends on that place only, so a loop of it is as seamless as without.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

#: dB by which everything outside of the band (and its edges) is softer.
STOP_DB = 70.0
LEAST_EDGE_HZ, MOST_EDGE_HZ = 20.0, 400.0
#: An edge is as wide as this share of its frequency, within the two above.
EDGE_SHARE = 0.12
LEAST_BAND_HZ = 20.0
MOST_TAPS = 16_383


@dataclass(frozen=True, slots=True)
class Band:
    """Frequencies from ``low_hz`` to ``high_hz``."""

    low_hz: float
    high_hz: float

    @staticmethod
    def between(a_hz: float, b_hz: float) -> Band:
        """The band between two frequencies in any order, no narrower than `LEAST_BAND_HZ`."""
        low, high = sorted((max(a_hz, 0.0), max(b_hz, 0.0)))
        if high - low < LEAST_BAND_HZ:
            middle = max((low + high) / 2, LEAST_BAND_HZ / 2)
            low, high = middle - LEAST_BAND_HZ / 2, middle + LEAST_BAND_HZ / 2
        return Band(low, high)


def edge_hz(limit_hz: float) -> float:
    """Width in Hz over which the filter falls beyond a limit."""
    return min(max(limit_hz * EDGE_SHARE, LEAST_EDGE_HZ), MOST_EDGE_HZ)


@lru_cache(maxsize=16)
def band_taps(sample_rate: int, band: Band) -> NDArray[np.float64]:
    """The filter, shape (odd number,), symmetric: gain 1 within the band, `STOP_DB` down beyond its edges.

    Designed by the window method (Kaiser). Limits beyond the audible ends (0 Hz, half the sample rate) leave that
    side open.
    """
    from scipy.signal import firwin, kaiserord

    nyquist = sample_rate / 2
    low, high = band.low_hz, min(band.high_hz, nyquist)
    low_edge, high_edge = edge_hz(low), edge_hz(high)
    open_below, open_above = low <= low_edge, high + high_edge >= nyquist
    if open_below and open_above:
        return np.ones(1)
    width = min(([] if open_below else [low_edge]) + ([] if open_above else [high_edge]))
    n, beta = kaiserord(STOP_DB, width / nyquist)
    n = min(n | 1, MOST_TAPS)
    # the cut-off (-6 dB) lies half an edge outside: the band itself is whole
    cut_low, cut_high = low - low_edge / 2, high + high_edge / 2
    if open_below:
        return np.asarray(firwin(n, cut_high, window=("kaiser", beta), fs=sample_rate))
    if open_above:
        return np.asarray(firwin(n, cut_low, window=("kaiser", beta), fs=sample_rate, pass_zero=False))
    return np.asarray(firwin(n, [cut_low, cut_high], window=("kaiser", beta), fs=sample_rate, pass_zero=False))


def filtered(samples: NDArray[np.float32], taps: NDArray[np.float64]) -> NDArray[np.float32]:
    """Samples of shape (n + len(taps) - 1, channels) as shape (n, channels), without the half filter at either end."""
    from scipy.signal import oaconvolve

    return oaconvolve(samples, taps[:, None].astype(np.float32), mode="valid", axes=0).astype(np.float32, copy=False)
