"""What the sections are told apart by: harmony, colour and level of a recording, ten frames a second."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SAMPLE_RATE = 22_050
FRAME_RATE = 10.0
_HOP, _FRAME = 2205, 4096
_AT_ONCE = 128
_N_BANDS, _N_COLOURS = 28, 10
#: Columns of the pitch classes.
HARMONY = slice(0, 12)
_BANDS_HZ = (50.0, 10_000.0)
_CHROMA_HZ = (110.0, 2000.0)
#: dB below the loudest frame at which a frame counts as silent.
_DEPTH_DB = 60.0
#: Deviation of a coefficient of the colour, in dB, below which nothing changes: noise has 8, music 18 and more.
_LEAST_COLOUR = 15.0
#: Columns of each group, what they weigh in the end (mean square over the recording), and the mean square before that
#: below which nothing changes: noise has a fifth of it at most, music 1.5 times as much and more.
_GROUPS = ((12, 1.0, 0.02), (_N_COLOURS, 1.0, float(_N_COLOURS)), (1, 0.5, 4.0))


@cache
def _filters() -> tuple[NDArray[np.int64], Floats, Floats]:
    """First bins of the bands, the weights of bins in pitch classes (bins, 12), and the cosines (bands, colours)."""
    hz = np.fft.rfftfreq(_FRAME, 1.0 / SAMPLE_RATE)
    edges = np.unique(np.searchsorted(hz, np.geomspace(*_BANDS_HZ, _N_BANDS + 1)))
    inside = (hz >= _CHROMA_HZ[0]) & (hz <= _CHROMA_HZ[1])
    pitch = 69 + 12 * np.log2(np.where(inside, hz, 440.0) / 440.0)
    away = (pitch[:, None] - np.arange(12) + 6) % 12 - 6
    classes = np.where(inside[:, None], np.exp(-0.5 * (away / 0.3) ** 2), 0.0)
    n = edges.size - 1
    cosines = np.cos(np.pi * (np.arange(n)[:, None] + 0.5) * np.arange(1, _N_COLOURS + 1) / n)
    return edges, classes.astype(np.float32), cosines.astype(np.float32)


def section_features(samples: Floats, progress: Callable[[float], None]) -> Floats:
    """Features of a mono recording at `SAMPLE_RATE`.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
    progress : callable
        Told 0..1 every few hundredths of a second; may raise to stop the work.

    Returns
    -------
    ndarray of float32, shape (n_frames, 23)
        Frame i is centred at i / 10 s. Twelve pitch classes (compressed magnitudes from 110 to 2,000 Hz, length 1),
        ten cosine coefficients of the logarithmic spectrum in 28 bands, and the level. Each group has mean 0 and a
        mean square of 1 (the level 0.5) over the recording, less where hardly anything changes.
    """
    from scipy.fft import rfft

    count = max(1, samples.size // _HOP)
    padded = np.concatenate([np.zeros(_FRAME // 2, np.float32), samples, np.zeros(_FRAME, np.float32)])
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP][:count]
    window = np.hanning(_FRAME).astype(np.float32) / (_FRAME / 4)
    edges, classes, cosines = _filters()
    chroma, bands = np.zeros((count, 12), np.float32), np.zeros((count, edges.size - 1), np.float32)
    highest = int(np.flatnonzero(classes.any(axis=1))[-1]) + 1
    for i in range(0, count, _AT_ONCE):
        spectra = np.abs(rfft(frames[i : i + _AT_ONCE] * window, axis=1))
        chroma[i : i + _AT_ONCE] = np.sqrt(spectra[:, :highest]) @ classes[:highest]
        bands[i : i + _AT_ONCE] = np.add.reduceat(np.square(spectra), edges[:-1], axis=1)[:, : edges.size - 1]
        progress(min(1.0, (i + _AT_ONCE) / count))
    length = np.sqrt(np.square(chroma).sum(axis=1, keepdims=True))
    chroma /= np.maximum(length, 1e-3 * max(float(length.max()), 1e-9))
    floor = max(float(bands.max()), 1e-12) * 10 ** (-_DEPTH_DB / 10)
    loud = 10 * np.log10(bands + floor)
    level = 10 * np.log10(bands.sum(axis=1, keepdims=True) + floor)
    return _balanced(np.hstack([chroma, loud @ cosines, level]))


def _balanced(columns: Floats) -> Floats:
    """Groups of columns with the mean squares of `_GROUPS`, less where hardly anything changes.

    The coefficients of the colour count alike.
    """
    out = columns - columns.mean(axis=0)
    colours = slice(12, 12 + _N_COLOURS)
    out[:, colours] /= np.maximum(out[:, colours].std(axis=0), _LEAST_COLOUR)
    at = 0
    for width, power, least in _GROUPS:
        group = out[:, at : at + width]
        group *= np.sqrt(power / max(float(np.square(group).sum(axis=1).mean()), least))
        at += width
    return out.astype(np.float32)
