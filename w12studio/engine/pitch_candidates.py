"""Several pitch curves that a span of audio may have, for a person to choose from.

The salience of a pitch is the weighted sum of the magnitudes at its harmonics in a whitened spectrum, after Klapuri,
"Multiple fundamental frequency estimation by summing harmonic amplitudes", ISMIR 2006 (whitening: section 2.1; weights
of harmonics: eq. 3, for windows of 93 ms). The best path through it is found exactly (Viterbi). The second is sought
where the harmonics of the first are taken away, as in the paper: it is the other of two voices. The next ones are
sought in the whole salience again, for another octave of the same voice must stay in sight, too; there the first path
is made level, so that to keep an interval to it costs nothing, whatever the melody does. Each keeps a semitone away
from those before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.curves import Curve
from w12studio.engine.pitch_frames import FMAX_HZ, FMIN_HZ, steady_voicing
from w12studio.engine.store import SharedAudio

MOST_CANDIDATES = 4

_RATE = 16_000
_WINDOW = 1488  # 93 ms
_FFT = 4096
_HARMONICS = 20
_HIGHEST_HZ = 7600.0
#: Hz; of the weights of harmonics, for this window.
_ALPHA_HZ, _BETA_HZ = 52.0, 320.0
#: Exponent that flattens the spectrum's envelope: 1 would leave it as it is.
_FLATTENING = 0.33
_BINS_AN_OCTAVE = 120
#: Bins a path can glide by in a frame of 10 ms, its price a bin, and the price of a jump anywhere. The best pitch of
#: a frame is worth 1. A vibrato of a semitone each way at 6 Hz glides by 4 bins.
_GLIDE, _GLIDE_PRICE, _JUMP_PRICE = 8, 0.02, 2.0
#: The price of a jump to another interval to the first path: a curve that is an octave off stays so.
_INTERVAL_PRICE = 50.0
#: Which of the candidates is sought without the harmonics of the first; bins of the spectrum on either side of one
#: that a window's main lobe takes, and how much of them is left. As the second it finds the voice that was meant in
#: 85 % of the spans of two mixed solos, as the third in 79 %, and in 77 % where there is no such candidate.
_OTHER_VOICE = 1
_LOBE, _LEFT = 6, 0.1
#: Bins about a path in which the next ones may not go: a little more than a semitone.
_APART = 12
#: A frame has a pitch where its level comes within 40 dB of the loudest one, and the path explains so much of what a
#: path explains in a good frame (its 90th percentile).
_LEVEL_LEAST, _CLEAR_LEAST = 0.01, 0.35


@dataclass(frozen=True, slots=True)
class PitchCandidate:
    """A pitch curve that a span may have.

    Attributes
    ----------
    curve : Curve
        f0 in Hz, NaN where there is no pitch; the span's frames alone, its start is the centre of the first.
    strength : float
        0..1: its salience beside that of the strongest candidate of the span.
    """

    curve: Curve
    strength: float


def candidates_of(audio: SharedAudio, times: NDArray[np.float64], frame_rate: float) -> tuple[PitchCandidate, ...]:
    """Up to four pitch curves, the most salient first.

    Parameters
    ----------
    audio : SharedAudio
    times : ndarray, shape (n,)
        s, the centres of evenly spaced frames.
    frame_rate : float
        Frames per second.

    Returns
    -------
    tuple of PitchCandidate
        At least a semitone apart in every frame; empty where the span is silent. Pitches lie between 46.875 and
        2093.75 Hz.
    """
    if not len(times):
        return ()
    frames = _frames(audio, times)
    level = np.sqrt(np.mean(frames**2, axis=1))
    if level.max() < 1e-5:
        return ()
    spectra = _spectra(frames)
    salience = _salience(spectra)
    shares = salience / np.maximum(salience.max(axis=1, keepdims=True), 1e-12)
    heard = level >= _LEVEL_LEAST * level.max()
    shares[~heard] = 0.0
    found: list[tuple[float, NDArray[np.float64], NDArray[np.bool_]]] = []
    rows, n_bins = np.arange(len(times)), shares.shape[1]
    level_path = np.zeros(len(times), dtype=np.int64)
    for k in range(MOST_CANDIDATES):
        if k == _OTHER_VOICE:
            rest = _salience(_cancelled(spectra, _refined(salience, level_path)))
            rest /= np.maximum(rest.max(axis=1, keepdims=True), 1e-12)
            path = _best_path(np.where(shares > 0, rest, shares), frame_rate, _JUMP_PRICE)
        else:
            turned = (np.arange(n_bins) + level_path[:, None]) % n_bins
            price = _INTERVAL_PRICE if k else _JUMP_PRICE
            path = (_best_path(shares[rows[:, None], turned], frame_rate, price) + level_path) % n_bins
        if k == 0:
            level_path = path
            shares[:, [0, -1]] = -1.0  # where the shifted salience is joined, no path must cross
        along = salience[rows, path]
        voiced = heard & (along >= _CLEAR_LEAST * np.percentile(along[heard], 90)) & (shares[rows, path] > 0)
        f0 = FMIN_HZ * 2 ** (_refined(salience, path) / _BINS_AN_OCTAVE)
        voiced = steady_voicing(f0, voiced, frame_rate)
        if voiced.any():
            found.append((float(along[voiced].sum() / heard.sum()), f0, voiced))
        shares = _without(shares, path)
    best = max((weight for weight, _, _ in found), default=1.0)
    found.sort(key=lambda c: -c[0])
    return tuple(
        PitchCandidate(
            Curve(np.where(voiced, f0, np.nan).astype(np.float32), frame_rate, float(times[0]), "Hz"), weight / best
        )
        for weight, f0, voiced in found
    )


def _frames(audio: SharedAudio, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sound around each time at `_RATE`, shape (n, _WINDOW); zeros beyond the recording's ends."""
    import soxr

    half = _WINDOW / 2 / _RATE + 0.02  # the resampler's own reach
    first = int(np.floor((times[0] - half) * audio.sample_rate))
    last = int(np.ceil((times[-1] + half) * audio.sample_rate))
    block = audio.mix(audio.read(first, last))
    read_from = max(first, 0) / audio.sample_rate
    mono = soxr.resample(block, audio.sample_rate, _RATE, quality="HQ").astype(np.float64)
    starts = np.rint((times - read_from) * _RATE).astype(np.int64) - _WINDOW // 2
    left = max(-int(starts[0]), 0)
    right = max(int(starts[-1]) + _WINDOW - len(mono), 0)
    padded = np.pad(mono, (left, right))
    return np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[starts + left]


def _pitches() -> NDArray[np.float64]:
    """Hz of every bin of salience."""
    n = int(np.floor(_BINS_AN_OCTAVE * np.log2(FMAX_HZ / FMIN_HZ))) + 1
    return np.asarray(FMIN_HZ * 2 ** (np.arange(n) / _BINS_AN_OCTAVE), dtype=np.float64)


def _spectra(frames: NDArray[np.float64]) -> NDArray[np.float32]:
    """Flattened magnitudes, shape (n, _FFT // 2 + 1)."""
    window = np.hanning(_WINDOW)
    out = np.empty((len(frames), _FFT // 2 + 1), dtype=np.float32)
    for begin in range(0, len(frames), 256):  # bounds the memory
        block = slice(begin, begin + 256)
        out[block] = _flattened(np.abs(np.fft.rfft(frames[block] * window, _FFT)))
    return out


def _salience(spectra: NDArray[np.float32]) -> NDArray[np.float32]:
    """Salience of every pitch, shape (n, n_bins), >= 0."""
    pitches = _pitches()
    out = np.zeros((len(spectra), len(pitches)), dtype=np.float32)
    for h in range(1, _HARMONICS + 1):
        inside = h * pitches <= _HIGHEST_HZ
        f = pitches[inside]
        weight = ((f + _ALPHA_HZ) / (h * f + _BETA_HZ)).astype(np.float32)
        bins = np.rint(h * f * _FFT / _RATE).astype(np.int64)
        out[:, inside] += weight * spectra[:, bins]
    return out


def _cancelled(spectra: NDArray[np.float32], path: NDArray[np.float64]) -> NDArray[np.float32]:
    """Spectra in which the harmonics of a path (in bins of salience) are faint."""
    out = spectra.copy()
    f0 = FMIN_HZ * 2 ** (path / _BINS_AN_OCTAVE)
    rows = np.arange(len(f0))[:, None]
    for h in range(1, _HARMONICS + 1):
        centre = np.rint(h * f0 * _FFT / _RATE).astype(np.int64)[:, None]
        near = np.clip(centre + np.arange(-_LOBE, _LOBE + 1), 0, out.shape[1] - 1)
        out[rows, near] = spectra[rows, near] * _LEFT
    return out


def _flattened(spectrum: NDArray[np.float64]) -> NDArray[np.float64]:
    """Magnitudes divided by a power of their envelope in critical bands, so that timbre counts for less."""
    centres = 229.0 * (10.0 ** ((np.arange(32) + 1) / 21.4) - 1.0)
    edges = np.rint(centres * _FFT / _RATE).astype(np.int64)
    edges = edges[edges < spectrum.shape[1]]
    bands = np.zeros((spectrum.shape[1], len(edges) - 2))
    for b, (low, mid, high) in enumerate(zip(edges[:-2], edges[1:-1], edges[2:], strict=True)):
        bands[low:mid, b] = np.arange(mid - low) / max(mid - low, 1)
        bands[mid:high, b] = 1 - np.arange(high - mid) / max(high - mid, 1)
    power = np.sqrt(spectrum**2 @ (bands / np.maximum(bands.sum(axis=0), 1e-12)))
    loudest = np.maximum(power.max(axis=1, keepdims=True), 1e-12)
    gains = np.maximum(power, 1e-3 * loudest) ** (_FLATTENING - 1)
    at = np.arange(spectrum.shape[1])
    return spectrum * np.stack([np.interp(at, edges[1:-1], row) for row in gains])


def _best_path(shares: NDArray[np.floating], frame_rate: float, jump_price: float) -> NDArray[np.int64]:
    """The bins of the path with the greatest sum of shares, less what its glides and jumps cost."""
    n, n_bins = shares.shape
    per_frame = frame_rate / 100.0
    reach = max(1, round(_GLIDE / per_frame))
    moves = np.arange(-reach, reach + 1)
    prices = _GLIDE_PRICE * per_frame * np.abs(moves)
    jump = jump_price * per_frame
    came_from = np.zeros((n, n_bins), dtype=np.int32)
    total = shares[0].astype(np.float64)
    bins = np.arange(n_bins)
    for t in range(1, n):
        padded = np.pad(total, reach, constant_values=-np.inf)
        options = np.lib.stride_tricks.sliding_window_view(padded, len(moves)) - prices
        pick = np.argmax(options, axis=1)
        best = options[bins, pick]
        top = int(np.argmax(total))
        jumped = total[top] - jump > best
        came_from[t] = np.where(jumped, top, bins + moves[pick])
        total = np.where(jumped, total[top] - jump, best) + shares[t]
    path = np.zeros(n, dtype=np.int64)
    path[-1] = int(np.argmax(total))
    for t in range(n - 1, 0, -1):
        path[t - 1] = came_from[t, path[t]]
    return path


def _refined(salience: NDArray[np.floating], path: NDArray[np.int64]) -> NDArray[np.float64]:
    """The path at the tops of the salience near it, between bins (a parabola through three)."""
    n_bins = salience.shape[1]
    rows = np.arange(len(path))
    near = np.clip(path[:, None] + np.arange(-2, 3), 1, n_bins - 2)
    top = near[rows, np.argmax(salience[rows[:, None], near], axis=1)]
    before, here, after = (salience[rows, top + d].astype(np.float64) for d in (-1, 0, 1))
    bend = before - 2 * here + after
    peak = (bend < 0) & (here >= before) & (here >= after)
    return np.asarray(top + np.where(peak, (before - after) / np.where(peak, 2 * bend, 1.0), 0.0))


def _without(shares: NDArray[np.floating], path: NDArray[np.int64]) -> NDArray[np.floating]:
    """Shares with nothing near a path left to win."""
    out = shares.copy()
    near = path[:, None] + np.arange(-_APART, _APART + 1)
    rows = np.broadcast_to(np.arange(len(path))[:, None], near.shape)
    inside = (near >= 0) & (near < shares.shape[1])
    out[rows[inside], near[inside]] = -1.0
    return out
