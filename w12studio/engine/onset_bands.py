"""Where sounds begin, in bands of frequency: what two recordings of the same music have in common.

Louder, softer, equalised, compressed or drowned in noise, the bands still rise at the same instants. Each band is
brought to a spread of 1, so that none outvoices the others, and strong rises are cut, so that no single bang decides.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 8000
HOP = 128
FRAME_RATE = SAMPLE_RATE / HOP
_WINDOW = 512
_N_BANDS = 16
_LOWEST_HZ, _HIGHEST_HZ = 60.0, 3800.0
_BLOCK = 4096
_GAIN = 300.0
_MOST = 4.0

Floats = NDArray[np.float32]


def onset_bands(samples: Floats) -> Floats:
    """Rise of the spectrum, shape (n_bands, n_frames), mean 0 and spread 1 a band.

    Parameters
    ----------
    samples : ndarray, shape (n,)
        Mono, at `SAMPLE_RATE`. Frame i is centred on sample ``i * HOP``.
    """
    half = _WINDOW // 2
    padded = np.pad(samples, (half, half + HOP))
    n_frames = samples.size // HOP + 1
    window = np.hanning(_WINDOW).astype(np.float32)
    matrix = _bands()
    level = np.empty((n_frames, _N_BANDS), dtype=np.float32)
    for first in range(0, n_frames, _BLOCK):
        last = min(first + _BLOCK, n_frames)
        rows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[first * HOP : (last - 1) * HOP + 1 : HOP]
        magnitude = np.abs(np.fft.rfft(rows * window, axis=1)).astype(np.float32)
        level[first:last] = np.log1p(_GAIN / _WINDOW * (magnitude @ matrix))
    rise = np.maximum(np.diff(level, axis=0, prepend=level[:1]), 0).T
    rise -= rise.mean(axis=1, keepdims=True)
    spread = rise.std(axis=1, keepdims=True)
    out = np.minimum(rise / np.maximum(spread, 1e-6), _MOST)
    return np.asarray(out - out.mean(axis=1, keepdims=True), dtype=np.float32)


def _bands() -> Floats:
    """Weights of the bins in each band, shape (n_bins, n_bands)."""
    edges = np.geomspace(_LOWEST_HZ, _HIGHEST_HZ, _N_BANDS + 1)
    bins = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    matrix = np.zeros((bins.size, _N_BANDS), dtype=np.float32)
    for band in range(_N_BANDS):
        inside = (bins >= edges[band]) & (bins < edges[band + 1])
        if not inside.any():  # narrower than a bin
            inside[np.argmin(np.abs(bins - (edges[band] + edges[band + 1]) / 2))] = True
        matrix[inside, band] = 1 / inside.sum()
    return matrix
