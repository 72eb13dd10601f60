"""Onset strength in plain numpy, and answers to "is there anything to hear?"

The estimators that must work where nothing else does stand on this, so it needs no compiler and no model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 22050
FRAME_RATE = 100.0
_FRAME_S = 1024 / SAMPLE_RATE
_BLOCK = 2048
_N_BANDS = 40
_LOW_HZ = 180.0
#: Peak amplitude below which a recording counts as silent (-84 dB full scale).
SILENCE = 6e-5

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Flux:
    """How much louder the spectrum gets, 100 frames a second.

    Attributes
    ----------
    strength : ndarray of float32, shape (n_frames,)
        Mean rise of 40 logarithmic bands (natural logarithm of ``1 + 1000 * magnitude``).
    low : ndarray of float32, shape (n_frames,)
        The same of the bands below 180 Hz.
    """

    strength: Floats
    low: Floats


def nothing_to_hear(samples: Floats, sample_rate: int, least_s: float) -> str:
    """Why a recording can't be analysed, as a sentence; "" where it can.

    Parameters
    ----------
    samples : ndarray, shape (n,)
    sample_rate : int
    least_s : float
        Shortest recording in s that makes sense.
    """
    if samples.size < least_s * sample_rate:
        return f"The recording is too short: {samples.size / sample_rate:.2f} s, and it takes {least_s:g} s."
    low, high = np.inf, -np.inf  # their distance, so that a constant offset is silence too
    for i in range(0, samples.size, 1 << 20):
        part = samples[i : i + (1 << 20)]
        low, high = min(low, float(part.min())), max(high, float(part.max()))
        if high - low > 2 * SILENCE:
            return ""
    return "The recording is silent."


def spectral_flux(samples: Floats, sample_rate: int = SAMPLE_RATE) -> Flux:
    """Onset strength of a mono recording; any length, also none.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
    sample_rate : int
        Hz, 22,050 or 11,025; at the latter the bands end at 5.3 kHz.
    """
    hop_length, frame = sample_rate / FRAME_RATE, round(_FRAME_S * sample_rate)
    count = int(np.ceil(samples.size / hop_length))
    strength, low = np.zeros(count, np.float32), np.zeros(count, np.float32)
    hz = np.fft.rfftfreq(frame, 1.0 / sample_rate)
    highest = min(10_000.0, 0.48 * sample_rate)
    edges = np.unique(np.searchsorted(hz, np.geomspace(40.0, highest, _N_BANDS + 1)))
    n_low = max(1, int((hz[edges[1:]] <= _LOW_HZ).sum()))
    window = np.hanning(frame).astype(np.float32) / (frame / 4)
    before: Floats | None = None
    for i in range(0, count, _BLOCK):
        at = np.floor(np.arange(i, min(count, i + _BLOCK)) * hop_length).astype(np.int64)
        begin, end = int(at[0]) - frame // 2, int(at[-1]) + frame // 2
        piece = samples[max(0, begin) : end]
        left = max(0, -begin)
        piece = np.pad(piece, (left, end - begin - left - piece.size))
        frames = piece[(at - at[0])[:, None] + np.arange(frame)] * window
        magnitudes = np.abs(np.fft.rfft(frames, axis=1))
        bands = np.add.reduceat(magnitudes, edges[:-1], axis=1).astype(np.float32)
        bands = np.log1p(1000.0 * bands)
        earlier = np.vstack([bands[:1] if before is None else before, bands])
        before = bands[-1:]
        rise = np.maximum(np.diff(earlier, axis=0), 0.0)
        strength[i : i + at.size] = rise.mean(axis=1)
        low[i : i + at.size] = rise[:, :n_low].mean(axis=1)
    return Flux(strength, low)
