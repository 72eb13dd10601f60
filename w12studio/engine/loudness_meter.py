"""Loudness as EBU R 128 measures it, block by block, in memory that does not grow with the sound.

ITU-R BS.1770-4 (K-weighting, gated integrated loudness, true peak), EBU Tech 3341 (momentary and short-term loudness),
EBU Tech 3342 (loudness range). Squares are summed up over spans of 10 ms: half a megabyte a minute at most is kept.

The filters are the two of BS.1770, designed anew for each sample rate by the bilinear transform from the analogue
prototypes that give the recommendation's table at 48 kHz (De Man: Evaluation of implementations of the EBU R128
loudness measurement, AES 145, 2018).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Spans a second over which squares are summed up, and frames a second of the curves.
SPAN_RATE, CURVE_RATE = 100, 10
#: LUFS: what is below counts as silence (the absolute gate of BS.1770), and the curves go no deeper.
FLOOR = -70.0
_MOMENTARY, _SHORT_TERM = 40, 300  # spans
_OFFSET = -0.691
_RELATIVE_GATE, _RANGE_GATE = -10.0, -20.0
_RANGE_PERCENTILES = (0.10, 0.95)
#: Seconds fed at once: the blocks of the dynamic range.
BLOCK_S = 3
_LOUDEST_SHARE = 0.2
#: Of BS.1770's high shelf: Hz, dB, quality; and of its high pass: Hz, quality.
_SHELF_HZ, _SHELF_DB, _SHELF_Q = 1681.974450955533, 3.999843853973347, 0.7071752369554196
_PASS_HZ, _PASS_Q = 38.13547087602444, 0.5003270373238773
_TAPS = 16
_WINDOW_BETA = 6.0

#: By number of channels, the weight of each in the order of WAV files. Side and rear channels that stand 60 to 120
#: degrees off count 1.41, the low frequency channel does not count.
_SURROUND = 1.41
_WEIGHTS = {
    4: (1.0, 1.0, _SURROUND, _SURROUND),
    5: (1.0, 1.0, 1.0, _SURROUND, _SURROUND),
    6: (1.0, 1.0, 1.0, 0.0, _SURROUND, _SURROUND),
    7: (1.0, 1.0, 1.0, 0.0, 1.0, _SURROUND, _SURROUND),
    8: (1.0, 1.0, 1.0, 0.0, 1.0, 1.0, _SURROUND, _SURROUND),
}


def channel_weights(channels: int) -> Floats:
    """What each channel counts for by BS.1770-4, shape (channels,); all alike in layouts without a name."""
    return np.array(_WEIGHTS.get(channels, (1.0,) * channels))


@dataclass(frozen=True, slots=True, eq=False)
class Loudness:
    """Loudness of a recording; NaN where it is too short or too soft to have it.

    Attributes
    ----------
    integrated : float
        LUFS, gated; needs 0.4 s above -70 LUFS.
    loudness_range : float
        LU between the 10th and 95th percentile of the gated short-term loudness; needs 3 s.
    max_momentary, max_short_term : float
        LUFS, over windows of 0.4 and 3 s that start every 10 ms, silence before and after included.
    true_peak : float
        dBTP, the highest of all channels.
    rms : float
        dB below a full-scale square wave, mean power of all channels.
    dynamic_range : float
        dB, of the kind of DR14: the second highest peak of blocks of 3 s over the level (root mean square times the
        square root of 2) of the loudest fifth of the blocks, mean of the channels that sound.
    curve : ndarray of float32, shape (n, 2)
        Momentary and short-term loudness in LUFS, 10 frames a second, each over the window around its time, never
        below -70; frame 0 is at 0 s.
    """

    integrated: float
    loudness_range: float
    max_momentary: float
    max_short_term: float
    true_peak: float
    rms: float
    dynamic_range: float
    curve: NDArray[np.float32]


def k_weighting(sample_rate: int) -> Floats:
    """Coefficients b0, b1, b2, a1, a2 of BS.1770's two filters at a sample rate in Hz, shape (2, 5)."""
    # Below a rate of 3.4 kHz the shelf lies beyond what there is to hear: it moves to the edge.
    k = math.tan(math.pi * min(_SHELF_HZ / sample_rate, 0.49))
    high = 10 ** (_SHELF_DB / 20)
    band = high**0.4996667741545416
    a0 = 1 + k / _SHELF_Q + k * k
    shelf = [
        (high + band * k / _SHELF_Q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / _SHELF_Q + k * k) / a0,
        2 * (k * k - 1) / a0, (1 - k / _SHELF_Q + k * k) / a0,
    ]  # fmt: skip
    k = math.tan(math.pi * min(_PASS_HZ / sample_rate, 0.49))
    a0 = 1 + k / _PASS_Q + k * k
    return np.array([shelf, [1.0, -2.0, 1.0, 2 * (k * k - 1) / a0, (1 - k / _PASS_Q + k * k) / a0]])


@cache
def interpolation_phases(sample_rate: int) -> NDArray[np.float32]:
    """Filters for the places between two samples at which the true peak looks, shape (n, 16).

    Windowed sinc functions: three places below 96 kHz (oversampling by four, as BS.1770 asks for), one below 192 kHz,
    none above.
    """
    factor = 4 if sample_rate < 96_000 else 2 if sample_rate < 192_000 else 1
    at = np.arange(_TAPS) - (_TAPS // 2 - 1)
    rows = []
    for i in range(1, factor):
        distance = at - i / factor
        window = np.i0(_WINDOW_BETA * np.sqrt(np.maximum(0, 1 - (distance / (_TAPS / 2)) ** 2))) / np.i0(_WINDOW_BETA)
        taps = np.sinc(distance) * window
        rows.append(taps / taps.sum())
    return np.array(rows, dtype=np.float32).reshape(-1, _TAPS)


@dataclass(slots=True)
class LoudnessMeter:
    """Feed it the recording in blocks of `block_length` samples (the last may be shorter), then ask for `result`.

    Attributes
    ----------
    sample_rate : int
        Hz.
    channels : int
        In the order of WAV files.
    compiled : bool
        False: scipy's filters do the work of those that need numba, with the same result.
    """

    sample_rate: int
    channels: int
    compiled: bool = True
    _state: Floats = field(init=False)
    _before: NDArray[np.float32] = field(init=False)
    _weighted: list[Floats] = field(default_factory=list)
    _plain: list[Floats] = field(default_factory=list)
    _peaks: list[Floats] = field(default_factory=list)
    _highest: float = 0.0
    _n_samples: int = 0

    def __post_init__(self) -> None:
        self._state = np.zeros((self.channels, 4))
        self._before = np.zeros((self.channels, _TAPS), dtype=np.float32)

    @property
    def block_length(self) -> int:
        """Samples to feed at once."""
        return BLOCK_S * self.sample_rate

    def feed(self, block: NDArray[np.float32]) -> None:
        """Take in the next samples, shape (n, channels), full scale = 1; NaN and infinity count as 0."""
        if not len(block):
            return
        rows = np.array(block.T, np.float32, order="C")
        if not np.isfinite(np.vdot(rows, rows)):
            np.nan_to_num(rows, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        n_spans = math.ceil(rows.shape[1] * SPAN_RATE / self.sample_rate)
        edges = np.rint(np.arange(n_spans + 1) * (self.sample_rate / SPAN_RATE)).astype(np.int64)
        edges[-1] = rows.shape[1]
        weighted, plain, peak = np.zeros((n_spans, self.channels)), np.zeros(self.channels), np.zeros(self.channels)
        coefficients = k_weighting(self.sample_rate)
        if self.compiled:
            from w12studio.engine.loudness_kernels import weigh

            weigh(rows, edges, coefficients, self._state, weighted, plain, peak)
        else:
            _weigh(rows, edges, coefficients, self._state, weighted, plain, peak)
        self._weighted.append(weighted @ channel_weights(self.channels))
        self._plain.append(plain)
        self._peaks.append(peak)
        self._n_samples += rows.shape[1]
        self._look_between(rows, peak)

    def _look_between(self, rows: NDArray[np.float32], peak: Floats) -> None:
        """Look for higher peaks between the samples of all channels and those before them."""
        if self.compiled:
            from w12studio.engine.loudness_kernels import interpolated_peak
        else:
            interpolated_peak = _interpolated_peak
        phases = interpolation_phases(self.sample_rate)
        self._highest = max(self._highest, float(peak.max()))
        for channel, before in enumerate(self._before):
            row = np.concatenate([before, rows[channel]])
            self._before[channel] = row[-_TAPS:]
            self._highest = interpolated_peak(row, phases, self._highest)

    def result(self) -> Loudness:
        """What was measured, once all has been fed; takes as good as no time."""
        self._look_between(np.zeros((self.channels, _TAPS), np.float32), np.zeros(self.channels))
        spans = np.concatenate(self._weighted) if self._weighted else np.zeros(0)
        span_samples = self.sample_rate / SPAN_RATE
        total = np.concatenate([np.zeros(_SHORT_TERM + 1), np.cumsum(spans)])
        total = np.concatenate([total, np.full(_SHORT_TERM, total[-1])])
        momentary, short_term = (
            np.maximum(total[width:] - total[:-width], 0.0) / (width * span_samples)
            for width in (_MOMENTARY, _SHORT_TERM)
        )  # windows that begin at span i - _SHORT_TERM
        integrated = _integrated(_complete(momentary, _MOMENTARY, spans.size))
        step = SPAN_RATE // CURVE_RATE
        n_frames = math.ceil(spans.size / step) if spans.size else 0
        columns = [
            _lufs(power[_SHORT_TERM - width // 2 :: step][:n_frames])
            for power, width in ((momentary, _MOMENTARY), (short_term, _SHORT_TERM))
        ]
        sounds = spans.size > 0
        power = sum(float(p.sum()) for p in self._plain) / max(1, self._n_samples * self.channels)
        return Loudness(
            integrated,
            _range(_complete(short_term, _SHORT_TERM, spans.size)),
            _max_lufs(momentary) if sounds else math.nan,
            _max_lufs(short_term) if sounds else math.nan,
            _decibels(self._highest, 20.0),
            _decibels(power, 10.0),
            self._dynamic_range(),
            np.maximum(np.stack(columns, axis=1), FLOOR).astype(np.float32),
        )

    def _dynamic_range(self) -> float:
        if not self._plain:
            return math.nan
        plain, peaks = np.array(self._plain), np.array(self._peaks)
        lengths = np.full(len(plain), self.block_length)
        lengths[-1] = self._n_samples - self.block_length * (len(plain) - 1)
        if len(plain) > 1 and lengths[-1] < self.block_length:  # a rest says little about the level
            plain, peaks, lengths = plain[:-1], peaks[:-1], lengths[:-1]
        power = np.sort(2.0 * plain / lengths[:, None], axis=0)[::-1]
        loudest = power[: max(1, round(_LOUDEST_SHARE * len(power)))].mean(axis=0)
        second = np.sort(peaks, axis=0)[-min(2, len(peaks))]
        heard = (loudest > 0) & (second > 0)
        if not heard.any():
            return math.nan
        return float(np.mean(20 * np.log10(second[heard]) - 10 * np.log10(loudest[heard])))


def _weigh(
    block: NDArray[np.float32],
    edges: NDArray[np.int64],
    coefficients: Floats,
    state: Floats,
    weighted: Floats,
    plain: Floats,
    peak: Floats,
) -> None:
    """As `w12studio.engine.loudness_kernels.weigh`."""
    from scipy.signal import sosfilt

    sections = np.insert(coefficients, 3, 1.0, axis=1)
    for channel, row in enumerate(block):
        filtered, end = sosfilt(sections, row.astype(np.float64), zi=state[channel].reshape(2, 2))
        state[channel] = end.ravel()
        weighted[:, channel] = np.add.reduceat(np.square(filtered), edges[:-1])
        plain[channel], peak[channel] = np.square(row, dtype=np.float64).sum(), np.abs(row).max()


def _interpolated_peak(samples: NDArray[np.float32], phases: NDArray[np.float32], least: float) -> float:
    """As `w12studio.engine.loudness_kernels.interpolated_peak`."""
    found = (float(np.abs(np.correlate(samples, taps, "valid")).max(initial=0.0)) for taps in phases)
    return max(least, *found) if len(phases) else least


def _complete(power: Floats, width: int, n_spans: int) -> Floats:
    """Of the powers of all windows of a width, those inside of the recording, one every 0.1 s."""
    return power[_SHORT_TERM : _SHORT_TERM + max(0, n_spans - width + 1)][:: SPAN_RATE // CURVE_RATE]


def _lufs(power: Floats) -> Floats:
    return _OFFSET + 10 * np.log10(np.maximum(power, 1e-12))


def _max_lufs(power: Floats) -> float:
    loudest = float(_lufs(power.max(keepdims=True))[0])
    return loudest if loudest > FLOOR else math.nan


def _decibels(value: float, factor: float) -> float:
    return factor * math.log10(value) if value > 0 else math.nan


def _gated(power: Floats, relative: float) -> Floats:
    """Powers above the absolute gate, and above their own mean by ``relative`` dB."""
    kept = power[_lufs(power) > FLOOR]
    if not kept.size:
        return kept
    return kept[_lufs(kept) > float(_lufs(kept.mean(keepdims=True))[0]) + relative]


def _integrated(power: Floats) -> float:
    kept = _gated(power, _RELATIVE_GATE)
    return float(_lufs(kept.mean(keepdims=True))[0]) if kept.size else math.nan


def _range(power: Floats) -> float:
    kept = np.sort(_lufs(_gated(power, _RANGE_GATE)))
    if not kept.size:
        return math.nan
    low, high = (kept[round((kept.size - 1) * share)] for share in _RANGE_PERCENTILES)
    return float(high - low)
