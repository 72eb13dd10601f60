"""How energetic a recording is, 0 to 100: how much happens in its spectrum, how loud it is, how much of it is treble.

Activity is the mean rise of 28 logarithmic bands from 40 Hz to 10 kHz from frame to frame (43 a second): the mean
spectral flux, as large as attacks are many and strong. The three shares are mapped linearly between the ends of
`_SCALES` and weighed by hand, not fitted: activity told energetic pieces from calm ones best (docs/analysis.md).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 22_050
_FRAME, _HOP, _AT_ONCE = 1024, 512, 256
_BANDS_HZ, _N_BANDS, _TREBLE_HZ = (40.0, 10_000.0), 28, 2000.0
#: dB below the loudest frame from which on a frame says nothing of the balance.
_DEPTH_DB = 50.0
#: Value that counts 0, value that counts 1, and weight: of the activity, the integrated loudness in LUFS, and the share
#: of the power above 2 kHz in dB.
_SCALES = ((0.05, 0.25, 0.5), (-30.0, -8.0, 0.3), (-35.0, -10.0, 0.2))


def energy_score(samples: NDArray[np.float32], loudness: float, progress: Callable[[float], None]) -> float:
    """Energy of a mono recording at `SAMPLE_RATE`, 0..100; NaN where it is shorter than a frame or has no loudness.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
    loudness : float
        Integrated, in LUFS.
    progress : callable
        Told 0..1 now and then; may raise to stop the work.
    """
    if samples.size < 2 * _FRAME or math.isnan(loudness):
        return math.nan
    activity, treble = _activity_and_treble(samples, progress)
    score = 0.0
    for value, (low, high, weight) in zip((activity, loudness, treble), _SCALES, strict=True):
        score += weight * min(max((value - low) / (high - low), 0.0), 1.0)
    return 100.0 * score


def _activity_and_treble(samples: NDArray[np.float32], progress: Callable[[float], None]) -> tuple[float, float]:
    """Mean rise of the bands, and mean share of the power above 2 kHz in dB in the frames that are loud enough."""
    from scipy.fft import rfft

    frames = np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[::_HOP]
    window = np.hanning(_FRAME).astype(np.float32) / (_FRAME / 4)
    hz = np.fft.rfftfreq(_FRAME, 1.0 / SAMPLE_RATE)
    edges = np.unique(np.searchsorted(hz, np.geomspace(*_BANDS_HZ, _N_BANDS + 1)))
    treble = hz[edges[:-1]] >= _TREBLE_HZ
    power = np.empty((len(frames), edges.size - 1), np.float32)
    for i in range(0, len(frames), _AT_ONCE):
        spectra = np.abs(rfft(frames[i : i + _AT_ONCE] * window, axis=1))
        power[i : i + _AT_ONCE] = np.add.reduceat(np.square(spectra), edges, axis=1)[:, : edges.size - 1]
        progress(min(1.0, (i + _AT_ONCE) / len(frames)))
    compressed = 0.5 * np.log1p(1e6 * power)
    activity = float(np.maximum(np.diff(compressed, axis=0), 0.0).mean())
    total = power.sum(axis=1)
    loud = power[total > total.max() * 10 ** (-_DEPTH_DB / 10)]
    if not len(loud):
        return activity, -math.inf
    share = (loud[:, treble].sum(axis=1) + 1e-12) / (loud.sum(axis=1) + 1e-12)
    return activity, float(np.mean(10 * np.log10(np.maximum(share, 1e-6))))
