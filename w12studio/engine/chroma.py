"""Chroma from semitone band-pass filters, as the harmonic bar network was trained on.

Müller, Ewert: "Chroma Toolbox: MATLAB implementations for extracting variants of chroma-based audio features", ISMIR
2011; the details are madmom's (``CLPChroma`` with 100 frames a second): an elliptic filter of order 4 a semitone, run
forwards and backwards; energies summed over frames of two hops, compressed by log(100 e + 1), folded into twelve pitch
classes and scaled to length 1.

A filter run both ways multiplies the spectrum by its squared gain. So a long stretch is transformed once, and each
band goes back to the time domain at a rate that just holds it, which takes a twentieth of the time of filtering. Below
250 Hz that is the filtered wave itself; above, where a frame holds five periods and more, its envelope.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.features import FRAME_RATE, SAMPLE_RATE

Floats = NDArray[np.float32]

_LOWEST_MIDI, _HIGHEST_MIDI = 21, 108
_Q = 25.0
_COMPRESSION = 100.0
#: Below this length a frame's chroma is noise, and all pitch classes count alike.
_SILENCE = 0.001
#: Length of what is transformed at once, and of what the filters ring at either end of it, in s.
_STRETCH_S, _RING_S = 24, 4
#: The filters are designed at these rates, for pitches below these frequencies, in Hz.
_RATES = ((882, 250.0), (4410, 2000.0), (22050, 5000.0))
_ENVELOPE_RATE = 600
#: Twice what any band reaches up to, and no more.
_HEARD_RATE = 12_000
#: The elliptic low pass of order 4 with a ripple of 1 dB and 50 dB of attenuation.
_LOW_PASS_ZEROS = (4.6644397106227107, 2.0425534126689344)  # and their negatives, on the imaginary axis
_LOW_PASS_POLES = ((-0.35287156175571904, 0.44667600598797141), (-0.11948933236712771, 0.98976732727006245))
_LOW_PASS_GAIN = 10 ** (-50 / 20)
#: Gains below that of the stopband's edge are left out.
_LEAST_GAIN = 1e-5


@dataclass(frozen=True, slots=True, eq=False)
class _Band:
    """Squared gains of a semitone's filter from spectral bin ``first`` on, and the rate at which it is heard."""

    pitch_class: int
    rate: int
    wave: bool
    first: int
    gains: Floats


def _squared_gains(hz: NDArray[np.float64], low: float, high: float, rate: int) -> NDArray[np.float64]:
    """Squared gains at some frequencies of the elliptic band pass from ``low`` to ``high``, all in Hz.

    As ``scipy.signal.ellip(4, 1, 50, [low, high], "bandpass", fs=rate)``, whose import alone would take longer than
    all the rest: the low pass of the same order, at the frequencies that the bilinear transform maps to.
    """
    at, first, last = (np.tan(np.pi * f / rate) for f in (hz, low, high))
    x = (at * at - first * last) / ((last - first) * at)
    above = np.square(_LOW_PASS_GAIN * np.prod([x * x - zero * zero for zero in _LOW_PASS_ZEROS], axis=0))
    below = [np.square(x - sign * b) + a * a for a, b in _LOW_PASS_POLES for sign in (1, -1)]
    return above / np.prod(below, axis=0)


@cache
def _bands() -> tuple[_Band, ...]:
    out = []
    for midi in range(_LOWEST_MIDI, _HIGHEST_MIDI + 1):
        hz = 440.0 * 2.0 ** ((midi - 69) / 12.0)
        rate = next(rate for rate, highest in _RATES if hz < highest)
        half = hz / _Q / 2.0
        wave = rate == _RATES[0][0]
        reach = (rate if wave else _ENVELOPE_RATE) * _STRETCH_S // 2 - 1
        center = round(hz * _STRETCH_S)
        bins = np.arange(max(1, center - reach), min(center + reach, rate * _STRETCH_S // 2))
        gains = _squared_gains(bins / _STRETCH_S, hz - half, hz + half, rate)
        kept = np.flatnonzero(gains > _LEAST_GAIN)
        first = int(bins[kept[0]])
        kept_gains = gains[kept[0] : kept[-1] + 1].astype(np.float32)
        out.append(_Band(midi % 12, rate if wave else _ENVELOPE_RATE, wave, first, kept_gains))
    return tuple(out)


def _stretch(samples: Floats, start: int, stop: int) -> Floats:
    """Compressed energies, folded into pitch classes, of frames ``start .. stop``; shape (stop - start, 12).

    ``samples`` are at `_HEARD_RATE`.
    """
    from scipy.fft import ifft, irfft, rfft

    begin = round(start * _HEARD_RATE / FRAME_RATE) - _RING_S * _HEARD_RATE
    piece = np.zeros(_STRETCH_S * _HEARD_RATE, dtype=np.float32)
    inside = samples[max(0, begin) : begin + piece.size]
    piece[max(0, -begin) : max(0, -begin) + inside.size] = inside
    spectrum = rfft(piece, overwrite_x=True)
    out = np.zeros((stop - start, 12), dtype=np.float32)
    for band in _bands():
        bins = spectrum[band.first : band.first + band.gains.size] * band.gains
        length = band.rate * _STRETCH_S
        if band.wave:
            padded = np.zeros(length // 2 + 1, dtype=np.complex64)
            padded[band.first : band.first + bins.size] = bins
            power = np.square(irfft(padded, length))
        else:
            padded = np.zeros(length, dtype=np.complex64)
            padded[: bins.size] = bins
            heard = ifft(padded, overwrite_x=True)
            power = np.square(heard.real) + np.square(heard.imag)
        # The inverse transform divides by its own length, the energy of an envelope is half its square's, and the
        # filter is compared with one that runs at 22,050 Hz.
        scale = (length / piece.size) ** 2 * (1.0 if band.wave else 2.0) * (22050.0 / band.rate)
        energy = _frame_sums(power, stop - start, band.rate)
        out[:, band.pitch_class] += np.log(np.float32(_COMPRESSION * scale) * energy + np.float32(1.0))
    return out


def _frame_sums(power: Floats, count: int, rate: int) -> Floats:
    """Sums of values at a rate over frames of two hops, the first centred at the end of what rings before."""
    hop = rate / FRAME_RATE
    size = round(2 * hop)
    first = _RING_S * rate - size // 2
    if hop.is_integer():
        step = int(hop)
        hops = power[first : first + (count + 1) * step].reshape(-1, step)
        sums = sum(hops[:, i] for i in range(1, step)) + hops[:, 0]
        return sums[:-1] + sums[1:]
    at = (np.arange(count) * hop).astype(np.int64)
    total = np.zeros(at[-1] + size + 1)
    np.cumsum(power[first : first + total.size - 1], out=total[1:])
    return (total[at + size] - total[at]).astype(np.float32)


def chroma(samples: Floats, progress: Callable[[float], Any] | None = None, threads: int = 2) -> Floats:
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
    samples = soxr.resample(samples, SAMPLE_RATE, _HEARD_RATE, quality="HQ")
    out = np.zeros((count, 12), dtype=np.float32)
    step = int((_STRETCH_S - 2 * _RING_S) * FRAME_RATE)
    with ThreadPoolExecutor(threads, thread_name_prefix="chroma") as pool:
        starts = range(0, count, step)
        jobs = [pool.submit(_stretch, samples, i, min(count, i + step)) for i in starts]
        try:
            for done, (start, job) in enumerate(zip(starts, jobs, strict=True)):
                out[start : start + step] = job.result()
                if progress is not None:
                    progress((done + 1) / len(jobs))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    length = np.sqrt(np.square(out).sum(axis=1, keepdims=True))
    silent = length[:, 0] < _SILENCE
    out[silent] = 1.0 / np.sqrt(12.0)
    out[~silent] /= length[~silent]
    return out
