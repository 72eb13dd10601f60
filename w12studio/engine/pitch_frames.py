"""What every pitch tracker shares: mono blocks of bounded size, repair of harmonic errors, voicing, frame rate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.curves import Curve
from w12studio.engine.store import SharedAudio

#: Hz; the range of SwiftF0, asked of the other trackers too: F#1 to C7.
FMIN_HZ, FMAX_HZ = 46.875, 2093.75
#: Frames per second of every f0 curve.
FRAME_RATE = 100.0
VOICED = 0.5

#: s; voiced runs under it are blips and dropped, unvoiced gaps under it are closed where the pitch goes on.
#: Two frames of SwiftF0's own 16 ms: a tracker whose windows last 64 ms and more can't resolve less.
_SHORTEST_S = 0.03
_BLOCK_S = 8.0

#: How much better the longer period must repeat, and how well. The normalized square difference lies in -1..1.
#: Read off synthetic singing, guitar, speech-like and wind sounds: right frames gain 0.07 at most, harmonic
#: errors 0.65 at least, so that the limit lies far from both.
_PERIOD_GAIN, _PERIOD_LEAST = 0.3, 0.9
#: Of the strongest partial's amplitude: -20 dB. The notes of a chord repeat together at a fundamental that nobody
#: plays: in four rendered mixtures most repairs had theirs under this limit, in solo sounds nearly none.
_FUNDAMENTAL_LEAST = 0.1
_MOST_HARMONIC = 6
_PERIOD_WINDOW = 1024


def mono_blocks(audio: SharedAudio, sample_rate: int) -> Iterator[tuple[NDArray[np.float32], float]]:
    """The mean of the channels at ``sample_rate``, in blocks of some 8 s, each with the fraction read so far.

    Resampled as one stream (soxr, HQ), so that blocks join without a seam and memory stays O(block).
    """
    import soxr

    step = max(1, round(_BLOCK_S * audio.sample_rate))
    same = audio.sample_rate == sample_rate
    stream = None if same else soxr.ResampleStream(audio.sample_rate, sample_rate, 1, dtype="float32", quality="HQ")
    for start in range(0, audio.n_samples, step):
        stop = min(start + step, audio.n_samples)
        mix = audio.mix(audio.read(start, stop))
        if stream is not None:
            mix = stream.resample_chunk(mix, last=stop == audio.n_samples)
        yield mix, stop / audio.n_samples


def normalized_square_difference(
    samples: NDArray[np.float32], centres: NDArray[np.int64], max_lag: int
) -> NDArray[np.float64]:
    """How well the sound around each centre repeats after each lag, shape (n_centres, max_lag), -1..1.

    McLeod and Wyvill, "A smarter way to find pitch", ICMC 2005, eq. 9; windows of 1024 samples.
    """
    windows = _windows(samples, centres)
    spectrum = np.fft.rfft(windows, 2 * _PERIOD_WINDOW)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2, 2 * _PERIOD_WINDOW)[:, :max_lag]
    energy = np.cumsum(windows**2, axis=1)
    lags = np.arange(1, max_lag)
    norm = np.empty_like(correlation)
    norm[:, 0] = 2 * energy[:, -1]
    norm[:, 1:] = energy[:, _PERIOD_WINDOW - 1 - lags] + energy[:, -1:] - energy[:, lags - 1]
    return 2 * correlation / np.maximum(norm, 1e-12)


def _peak_near(curves: NDArray[np.float64], lags: NDArray[np.float64]) -> NDArray[np.float64]:
    """Highest value within 2 % (at least a sample) of each row's lag, refined by a parabola; -1 out of range."""
    rows = np.arange(len(curves))
    radius = np.maximum(1, np.ceil(0.02 * lags)).astype(np.int64)
    centre = np.rint(lags).astype(np.int64)
    best = np.full(len(curves), -1.0)
    for offset in range(-int(radius.max(initial=0)), int(radius.max(initial=0)) + 1):
        i = np.clip(centre + offset, 1, curves.shape[1] - 2)
        before, here, after = curves[rows, i - 1], curves[rows, i], curves[rows, i + 1]
        bend = before - 2 * here + after
        peak = (here >= before) & (here >= after) & (bend < 0)
        value = np.where(peak, here - (before - after) ** 2 / np.where(peak, 8 * bend, 1), here)
        best = np.where((np.abs(offset) <= radius) & (value > best), value, best)
    return np.where(centre + radius < curves.shape[1] - 1, best, -1.0)


def repair_harmonics(
    f0: NDArray[np.float64], samples: NDArray[np.float32], centres: NDArray[np.int64], sample_rate: int
) -> NDArray[np.float64]:
    """Divide f0 by k where the sound plainly repeats after k periods and not after one.

    A network that sees spectra takes a strong harmonic for the fundamental (reeds, soprano saxophone); the
    waveform then repeats at k / f0 and not at 1 / f0. Frames where one period repeats nearly as well are left
    alone, and so are mixtures of sounds, which repeat badly or at a fundamental that is not there.

    Parameters
    ----------
    f0 : ndarray, shape (n,)
        Hz, > 0.
    samples : ndarray of float32
    centres : ndarray of int, shape (n,)
        Sample in the middle of each frame.
    sample_rate : int
        Hz.

    Returns
    -------
    ndarray, shape (n,), Hz
    """
    if not len(f0):
        return f0
    max_lag = int(sample_rate / FMIN_HZ * 1.03) + 3
    curves = normalized_square_difference(samples, centres, max_lag)
    period = sample_rate / f0
    scores = np.stack([_peak_near(curves, k * period) for k in range(1, _MOST_HARMONIC + 1)])
    best = scores.max(axis=0)
    # The shortest of the periods that repeat about as well as the best: its multiples repeat too.
    factor = 1 + np.argmax(scores >= best - _PERIOD_GAIN / 2, axis=0)
    out = f0.copy()
    plain = np.flatnonzero((best >= _PERIOD_LEAST) & (best - scores[0] >= _PERIOD_GAIN))
    lower = f0[plain] / factor[plain]
    there = _relative_level(samples, centres[plain], lower, sample_rate) >= _FUNDAMENTAL_LEAST
    out[plain[there]] = lower[there]
    return out


def _windows(samples: NDArray[np.float32], centres: NDArray[np.int64]) -> NDArray[np.float64]:
    """The samples around each centre, less their mean, shape (n_centres, 1024)."""
    padded = np.pad(samples, (_PERIOD_WINDOW // 2, _PERIOD_WINDOW))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _PERIOD_WINDOW)[centres].astype(np.float64)
    return windows - windows.mean(axis=1, keepdims=True)


def _relative_level(
    samples: NDArray[np.float32], centres: NDArray[np.int64], frequency: NDArray[np.float64], sample_rate: int
) -> NDArray[np.float64]:
    """Amplitude at each frame's frequency (give or take 3 %) over that of its strongest partial, 0..1."""
    if not len(centres):
        return np.zeros(0)
    size = 4 * _PERIOD_WINDOW
    spectra = np.abs(np.fft.rfft(_windows(samples, centres) * np.hanning(_PERIOD_WINDOW), size))
    levels = [
        row[int(f * 0.97 * size / sample_rate) : int(f * 1.03 * size / sample_rate) + 2].max()
        for row, f in zip(spectra, frequency, strict=True)
    ]
    return np.array(levels) / np.maximum(spectra.max(axis=1), 1e-12)


def at_frame_rate(
    f0: NDArray[np.float64], voiced_prob: NDArray[np.float64], hop_s: float, n_frames: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """f0 and voicing of frames ``hop_s`` apart (the first at 0 s), at `FRAME_RATE`, each of shape (n_frames,).

    Pitch is interpolated on the log scale between frames less than two semitones apart, else the nearer one holds.
    """
    where = np.arange(n_frames) / FRAME_RATE / hop_s
    left = np.minimum(where.astype(np.int64), len(f0) - 1)
    right = np.minimum(left + 1, len(f0) - 1)
    w = np.clip(where - left, 0.0, 1.0)
    a, b = np.log2(f0[left]), np.log2(f0[right])
    log_f0 = np.where(np.abs(a - b) < 2 / 12, (1 - w) * a + w * b, np.where(w <= 0.5, a, b))
    return 2**log_f0, (1 - w) * voiced_prob[left] + w * voiced_prob[right]


def runs_of(mask: NDArray[np.bool_]) -> NDArray[np.int64]:
    """First and one past last index of each run of True, shape (n_runs, 2)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return edges.reshape(-1, 2)


def steady_voicing(
    f0: NDArray[np.float64], voiced: NDArray[np.bool_], frame_rate: float = FRAME_RATE
) -> NDArray[np.bool_]:
    """Voicing without gaps under 30 ms where the pitch goes on (within a semitone), then without blips under it.

    Parameters
    ----------
    f0 : ndarray, shape (n,)
        Hz, > 0 in every frame.
    voiced : ndarray of bool, shape (n,)
    frame_rate : float
        Frames per second.
    """
    out = voiced.copy()
    shortest = round(_SHORTEST_S * frame_rate)
    for start, stop in runs_of(~voiced):
        inner = start > 0 and stop < len(voiced)
        if inner and stop - start < shortest and abs(np.log2(f0[stop] / f0[start - 1])) <= 1 / 12:
            out[start:stop] = True
    for start, stop in runs_of(out):
        if stop - start < shortest:
            out[start:stop] = False
    return out


def f0_curve(f0: NDArray[np.float64], voiced_prob: NDArray[np.float64], frame_rate: float = FRAME_RATE) -> Curve:
    """The curve of a pitch track: f0 in Hz, NaN where unvoiced; ``f0`` must be > 0 in every frame."""
    voiced = steady_voicing(f0, voiced_prob >= VOICED, frame_rate)
    return Curve(
        np.where(voiced, f0, np.nan).astype(np.float32),
        frame_rate,
        unit="Hz",
        confidence=np.clip(voiced_prob, 0.0, 1.0).astype(np.float32),
    )
