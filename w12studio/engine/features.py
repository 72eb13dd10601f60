"""Spectra and filter banks shared by the rhythm and key networks, computed once a recording.

Frames follow madmom's conventions to the letter, for its networks were trained on them: frame *i* is
centred on sample ``i * hop``, missing samples are zeros, there are ``ceil(n_samples / hop)`` frames,
windows are symmetric Hann windows, the Nyquist bin is left out, and nothing is shifted or scaled
afterwards. Filter banks are madmom's triangles on bins (``madmom/audio/filters.py``), each of area 1.

Everything is single precision, works through the recording in blocks, and lets go of the GIL where it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from w12studio.engine.store import SharedAudio
from w12studio.engine.together import rows_together

SAMPLE_RATE = 44100
HOP_LENGTH = 441
FRAME_RATE = SAMPLE_RATE / HOP_LENGTH
KEY_HOP_LENGTH = 8820
CHORD_HOP_LENGTH = 4410

#: Madmom divides 16 bit samples by 32767, decoders by 32768.
_MADMOM_FULL_SCALE = 32768.0 / 32767.0
_A4 = 440.0
#: Frame of the key and chord networks.
_PITCH_FRAME = 8192
_BLOCK = 1024
#: Frames transformed at once: few enough to stay in the cache.
_BATCH = 64
_SHARED_FRAMES = 120_000
#: What madmom adds before the logarithm of the onset features.
_TINY = np.float32(np.spacing(1))

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Filterbank:
    """Bands that each weigh a run of neighbouring FFT bins.

    Attributes
    ----------
    first, offset : ndarray of int64, shape (n_bands,) and (n_bands + 1,)
        Band *b* covers bins ``first[b] ..`` with ``weights[offset[b]:offset[b + 1]]``.
    weights : ndarray of float32
    """

    first: NDArray[np.int64]
    offset: NDArray[np.int64]
    weights: Floats

    def __len__(self) -> int:
        return int(self.first.size)


def log_frequencies(bands_per_octave: int, fmin: float, fmax: float) -> NDArray[np.float64]:
    """Frequencies in Hz within ``[fmin, fmax]``, spaced evenly in pitch and aligned with A4 = 440 Hz."""
    left = np.floor(np.log2(fmin / _A4) * bands_per_octave)
    right = np.ceil(np.log2(fmax / _A4) * bands_per_octave)
    hz = _A4 * 2.0 ** (np.arange(left, right) / bands_per_octave)
    return hz[(hz >= fmin) & (hz <= fmax)]


def mel_frequencies(count: int, fmin: float, fmax: float) -> NDArray[np.float64]:
    """``count`` frequencies in Hz, spaced evenly on the mel scale (1127.01048 ln(1 + f / 700))."""
    low, high = 1127.01048 * np.log(np.array([fmin, fmax]) / 700.0 + 1.0)
    return 700.0 * (np.exp(np.linspace(low, high, count) / 1127.01048) - 1.0)


def triangular_filterbank(hz: NDArray[np.float64], frame_size: int, unique: bool) -> Filterbank:
    """Overlapping triangles of area 1 whose corners are the bins nearest to each three frequencies in a row.

    Parameters
    ----------
    hz : ndarray, shape (n_bands + 2,)
        Corner frequencies; fewer bands come out where ``unique`` merges corners that share a bin.
    frame_size : int
        Length of the FFT, at `SAMPLE_RATE`.
    unique : bool
    """
    bin_hz = np.fft.fftfreq(frame_size, 1.0 / SAMPLE_RATE)[: frame_size // 2]
    upper = np.clip(bin_hz.searchsorted(hz), 1, bin_hz.size - 1)
    bins = upper - (hz - bin_hz[upper - 1] < bin_hz[upper] - hz)
    if unique:
        bins = np.unique(bins)
    rows = []
    first = []
    for start, center, stop in zip(bins, bins[1:], bins[2:], strict=False):
        if stop - start < 2:
            center, stop = start, start + 1
        rising = np.linspace(0, 1, center - start, endpoint=False)
        falling = np.linspace(1, 0, stop - center, endpoint=False)
        row = np.concatenate([rising, falling]).astype(np.float32)
        rows.append(row / row.sum())
        first.append(start)
    offset = np.concatenate([[0], np.cumsum([row.size for row in rows])])
    return Filterbank(np.array(first, dtype=np.int64), offset.astype(np.int64), np.concatenate(rows))


@numba.njit(cache=True, nogil=True, fastmath=True)
def _magnitudes(spectra: NDArray[np.complex64], out: Floats) -> None:
    for t in range(out.shape[0]):
        for i in range(out.shape[1]):
            z = spectra[t, i]
            out[t, i] = np.sqrt(z.real * z.real + z.imag * z.imag)


@numba.njit(cache=True, nogil=True, fastmath=True)
def _apply_filterbank(
    magnitudes: Floats, first: NDArray[np.int64], offset: NDArray[np.int64], weights: Floats, out: Floats
) -> None:
    for t in range(magnitudes.shape[0]):
        for b in range(first.size):
            total = np.float32(0.0)
            shift = first[b] - offset[b]
            for w in range(offset[b], offset[b + 1]):
                total += magnitudes[t, w + shift] * weights[w]
            out[t, b] = total


def n_frames(n_samples: int, hop_length: int = HOP_LENGTH) -> int:
    """Number of frames of a recording: as long as a frame's centre lies in it."""
    return -(-n_samples // hop_length)


def frame_block(samples: Floats, start: int, stop: int, frame_size: int, hop_length: int) -> Floats:
    """Frames ``start .. stop`` of a signal, zeros beyond its ends; shape (stop - start, frame_size)."""
    begin = start * hop_length - frame_size // 2
    end = (stop - 1) * hop_length - frame_size // 2 + frame_size
    piece = samples[max(0, begin) : max(0, min(end, samples.size))]
    if begin < 0 or end > samples.size:
        left = max(0, -begin)
        piece = np.pad(piece, (left, end - begin - left - piece.size))
    windows = np.lib.stride_tricks.sliding_window_view(piece, frame_size)
    return windows[::hop_length]


@cache
def _window(frame_size: int) -> Floats:
    return (np.hanning(frame_size) * _MADMOM_FULL_SCALE).astype(np.float32)


def band_spectra(
    samples: Floats, start: int, stop: int, frame_size: int, hop_length: int, banks: Sequence[Filterbank]
) -> list[Floats]:
    """Magnitudes of frames ``start .. stop``, summed up by each filter bank.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        At `SAMPLE_RATE`, full scale = 1.
    start, stop : int
        Frames, ``0 <= start < stop``.

    Returns
    -------
    list of ndarray of float32, shape (stop - start, n_bands), one a bank
    """
    from scipy.fft import rfft

    out = [np.empty((stop - start, len(bank)), dtype=np.float32) for bank in banks]
    for i in range(start, stop, _BATCH):
        j = min(stop, i + _BATCH)
        windowed = frame_block(samples, i, j, frame_size, hop_length) * _window(frame_size)
        # Several times faster than np.abs, which guards against overflow.
        magnitudes = np.empty((j - i, frame_size // 2), dtype=np.float32)
        _magnitudes(rfft(windowed, axis=1, overwrite_x=True), magnitudes)
        for bank, rows in zip(banks, out, strict=True):
            _apply_filterbank(magnitudes, bank.first, bank.offset, bank.weights, rows[i - start : j - start])
    return out


@dataclass(frozen=True, slots=True, eq=False)
class RhythmFeatures:
    """Inputs of the downbeat and onset networks at `FRAME_RATE`.

    Attributes
    ----------
    downbeats : ndarray of float32, shape (n_frames, 314)
        Logarithmic spectra (3, 6 and 12 bands an octave from frames of 1024, 2048 and 4096 samples), each
        followed by its positive differences over 1, 1 and 2 frames.
    onsets : ndarray of float32, shape (n_frames, 80, 3)
        Natural logarithm of 80 mel bands from frames of 2048, 1024 and 4096 samples.
    """

    downbeats: Floats
    onsets: Floats

    def __len__(self) -> int:
        return int(self.downbeats.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Resolution:
    frame_size: int
    onset_channel: int
    lag: int
    log_bank: Filterbank
    mel_bank: Filterbank


@cache
def _resolutions() -> tuple[_Resolution, ...]:
    mel = mel_frequencies(82, 27.5, 16000.0)
    return tuple(
        _Resolution(
            size,
            channel,
            lag,
            triangular_filterbank(log_frequencies(bands, 30.0, 17000.0), size, unique=True),
            triangular_filterbank(mel, size, unique=False),
        )
        for size, bands, channel, lag in ((1024, 3, 1, 1), (2048, 6, 0, 1), (4096, 12, 2, 2))
    )


def _fill(samples: Floats, start: int, stop: int, first: int, out: RhythmFeatures) -> None:
    """Compute frames ``start .. stop`` into ``out``, whose row 0 is frame ``first``."""
    rows = slice(start - first, stop - first)
    column = 0
    for resolution in _resolutions():
        lead = max(0, start - resolution.lag)
        banks = (resolution.log_bank, resolution.mel_bank)
        log_bands, mel_bands = band_spectra(samples, lead, stop, resolution.frame_size, HOP_LENGTH, banks)
        np.log10(log_bands + np.float32(1.0), out=log_bands)
        n_bands = len(resolution.log_bank)
        out.downbeats[rows, column : column + n_bands] = log_bands[start - lead :]
        column += n_bands
        difference = out.downbeats[rows, column : column + n_bands]
        difference[:] = 0.0
        rise = np.maximum(log_bands[resolution.lag :] - log_bands[: -resolution.lag], np.float32(0.0))
        if rise.shape[0]:
            difference[-rise.shape[0] :] = rise[-difference.shape[0] :]
        column += n_bands
        out.onsets[rows, :, resolution.onset_channel] = np.log(mel_bands[start - lead :] + _TINY)


def rhythm_features(
    samples: Floats,
    start: int = 0,
    stop: int | None = None,
    progress: Callable[[float], Any] | None = None,
    threads: int = 2,
) -> RhythmFeatures:
    """Inputs of the downbeat and onset networks for frames ``start .. stop`` of a recording.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono at `SAMPLE_RATE`, full scale = 1.
    start, stop : int
        Frames; all of them by default.
    progress : callable, optional
        Told 0..1 every few tenths of a second at most; may raise to stop the work.
    threads : int
        FFTs and filter banks let go of the GIL, so two threads take half the time.
    """
    stop = n_frames(samples.size) if stop is None else stop
    count = max(0, stop - start)
    width = 2 * sum(len(r.log_bank) for r in _resolutions())
    out = RhythmFeatures(np.empty((count, width), np.float32), np.empty((count, 80, 3), np.float32))
    blocks = [(i, min(stop, i + _BLOCK)) for i in range(start, stop, _BLOCK)]
    with ThreadPoolExecutor(threads, thread_name_prefix="features") as pool:
        jobs = [pool.submit(_fill, samples, i, j, start, out) for i, j in blocks]
        try:
            for done, job in enumerate(jobs):
                job.result()
                if progress is not None:
                    progress((done + 1) / len(jobs))
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    return out


def shared_features(audio: SharedAudio, progress: Callable[[float], Any] | None = None) -> RhythmFeatures | None:
    """Features of a whole recording, computed once for all processes that ask, and kept for this one's next estimator.

    Only the last recording is kept, and nothing of those above 20 minutes (2.2 kB a frame would not bound the
    memory): None tells the caller to work through it piece by piece with `rhythm_features`.
    """
    samples = audio.mono(SAMPLE_RATE)
    if n_frames(samples.size) > _SHARED_FRAMES:
        return None
    key = (audio.store, samples.size)
    if key not in _SHARED:
        features = _features_together(audio, samples, progress)
        _SHARED.clear()
        _SHARED[key] = features
    elif progress is not None:
        progress(1.0)
    return _SHARED[key]


_SHARED: dict[tuple[str, int], RhythmFeatures] = {}


def _features_together(audio: SharedAudio, samples: Floats, progress: Callable[[float], Any] | None) -> RhythmFeatures:
    def compute(start: int, stop: int) -> tuple[Floats, Floats]:
        block = rhythm_features(samples, start, stop, threads=1)
        return block.downbeats, block.onsets

    width = 2 * sum(len(r.log_bank) for r in _resolutions())
    try:
        rows = rows_together(audio.beside("rows"), n_frames(samples.size), ((width,), (80, 3)), compute, progress)
    except OSError:  # no room on that disk: alone, in memory
        return rhythm_features(samples, progress=progress)
    return RhythmFeatures(*rows)


def key_features(
    samples: Floats, start: int = 0, stop: int | None = None, progress: Callable[[float], Any] | None = None
) -> Floats:
    """Input of the key network: log spectra with 24 bands an octave, 65-2100 Hz, 5 frames a second.

    Returns
    -------
    ndarray of float32, shape (n_frames, 105)
    """
    stop = n_frames(samples.size, KEY_HOP_LENGTH) if stop is None else stop
    bank = triangular_filterbank(log_frequencies(24, 65.0, 2100.0), _PITCH_FRAME, unique=True)
    return _log_bands(samples, start, stop, KEY_HOP_LENGTH, bank, _PITCH_FRAME, progress)


#: Where the bands of `key_features` stand among those of `chord_features`, at every second frame.
KEY_BANDS = slice(1, 106)


def chord_features(
    samples: Floats,
    start: int = 0,
    stop: int | None = None,
    progress: Callable[[float], Any] | None = None,
    tuning: float = 0.0,
) -> Floats:
    """Input of the chord network: log spectra with 24 bands an octave, 60-2600 Hz, 10 frames a second.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        Mono at `SAMPLE_RATE`, full scale = 1.
    start, stop : int
        Frames; all of them by default.
    progress : callable, optional
        Told 0..1; may raise to stop the work.
    tuning : float
        Semitones by which the recording is tuned above A4 = 440 Hz. The frames are shortened by as much, so that the
        same bins hold the same notes as in a recording that is in tune.

    Returns
    -------
    ndarray of float32, shape (n_frames, 113)
    """
    stop = n_frames(samples.size, CHORD_HOP_LENGTH) if stop is None else stop
    bank = triangular_filterbank(log_frequencies(24, 60.0, 2600.0), _PITCH_FRAME, unique=True)
    frame_size = 8 * round(_PITCH_FRAME / 8 / 2.0 ** (tuning / 12.0))
    return _log_bands(samples, start, stop, CHORD_HOP_LENGTH, bank, frame_size, progress)


def _log_bands(
    samples: Floats,
    start: int,
    stop: int,
    hop_length: int,
    bank: Filterbank,
    frame_size: int,
    progress: Callable[[float], Any] | None,
) -> Floats:
    out = np.empty((max(0, stop - start), len(bank)), dtype=np.float32)
    for i in range(start, stop, 128):
        j = min(stop, i + 128)
        (bands,) = band_spectra(samples, i, j, frame_size, hop_length, (bank,))
        out[i - start : j - start] = np.log10(bands + np.float32(1.0))
        if progress is not None:
            progress((j - start) / (stop - start))
    return out
