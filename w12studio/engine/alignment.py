"""Where one recording lies on the time of another.

First by onsets: pieces of theirs are looked for in all of ours, and the line that most pieces lie on is the guess; so a
drift, a different tempo or a cut does no harm. Then on the samples: short windows along the guess are correlated with
their phases alone (Knapp, Carter, "The generalized correlation method for estimation of time delay", 1976), and the
line through those that agree is the answer, to a fraction of a millisecond. Where the samples do not agree but the
onsets do (another mix, a cover, a live take to the same click) the onsets' line is the answer. Where neither does, the
recordings do not belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.alignment import ONSETS, SOUND, Alignment
from w12studio.engine.onset_bands import FRAME_RATE, SAMPLE_RATE, onset_bands

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

#: s of a piece that is looked for, and the most of them: at the same speed, and where many are tried.
_PIECE_S, _MOST_PIECES, _MOST_OF_MANY = 14.0, 20, 12
_PEAKS = 4
#: Pieces this near to a line, in s, lie on it.
_ON_LINE_S = 0.045
#: Our seconds for one of theirs that are tried where theirs runs at another speed: clocks first, then tempi.
_CLOCKS = (44100 / 48000, 48000 / 44100)
_TEMPI = tuple(1 + step / 200 for step in range(-24, 25) if step)
#: Slopes beside those, which the pieces themselves tell.
_SLOPE = 0.004
#: Samples of a window on the samples, the most windows, and how far around the guess they look, in s.
_WINDOW, _MOST_WINDOWS = 1 << 15, 28
_LOOK_S = 0.08
#: Peaks of the correlation this many times its spread are clear; the second where few windows bear each other out
#: (the highest peaks of windows that do not belong together were near 9).
_CLEAR, _CLEAR_ALONE = 9.0, 20.0
_AGREE_S = 0.0015
#: Less than this over all that both have is no drift, in s.
_LEAST_DRIFT_S = 0.0003
#: Shares of windows and pieces that have to agree.
_SOUND_SHARE, _ONSET_SHARE = 0.25, 0.4
_FEWEST = 3
#: Pieces on a line that are no chance, at the same speed, and where many speeds were tried.
_PIECES, _PIECES_OF_MANY = 6, 8
#: Of short recordings at least so many, and this share of all.
_FEWEST_PIECES, _NEARLY_ALL = 4, 0.85


def _ignore(_: float) -> None:
    pass


def _report_share(report: Callable[[float], None], begun: float, share: float) -> None:
    report(begun + 0.18 * share)


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """``ours = offset + rate * theirs`` through places that were found, and how many of them it holds for."""

    offset: float
    rate: float
    share: float
    spread: float
    n: int


def align(ours: Floats, theirs: Floats, report: Callable[[float], None] = _ignore) -> Alignment:
    """Align two recordings.

    Parameters
    ----------
    ours, theirs : ndarray, shape (n,)
        Mono, at `SAMPLE_RATE`.
    report : callable, optional
        Told 0..1; may raise to stop.

    Returns
    -------
    Alignment
        Of method `NONE` where the recordings have nothing in common, or are too short to tell.
    """
    if min(ours.size, theirs.size) < 2 * _WINDOW or not (ours.any() and theirs.any()):
        return Alignment()
    bands = onset_bands(ours)
    report(0.25)
    other = onset_bands(theirs)
    report(0.45)
    best, best_onsets, spectra = Alignment(), Alignment(), _Spectra(bands)
    rates = [(1.0,), _CLOCKS, _TEMPI]
    for step, group in enumerate(rates):
        begun = 0.45 + 0.18 * step
        for guess in _guesses(spectra, other, group, partial(_report_share, report, begun)):
            line = _on_samples(ours, theirs, guess)
            if line is not None and line.share > best.confidence:
                best = Alignment(line.offset, line.rate, SOUND, line.share, line.spread)
            if guess.share > best_onsets.confidence and _is_no_chance(guess, at_once=step == 0):
                best_onsets = Alignment(guess.offset, guess.rate, ONSETS, guess.share, guess.spread)
        if best.method == SOUND or best_onsets.confidence > 0.7:
            break
    return best if best.method == SOUND else best_onsets


def _is_no_chance(line: _Line, at_once: bool) -> bool:
    """Whether so many pieces lie on a line that there is a reason for it; ``at_once``: at the same speed."""
    fewest = _FEWEST_PIECES if at_once else _PIECES
    if line.n >= fewest and line.share >= _NEARLY_ALL:
        return True
    return line.n >= (_PIECES if at_once else _PIECES_OF_MANY) and line.share >= _ONSET_SHARE


# -- onsets ----------------------------------------------------------------------------------------------------


def _guesses(
    spectra: _Spectra, theirs: Floats, rates: tuple[float, ...], report: Callable[[float], None]
) -> list[_Line]:
    """Lines that pieces lie on, the best two of all rates."""
    lines: list[_Line] = []
    for i, rate in enumerate(rates):
        report(i / len(rates))
        at, found = _places(spectra, theirs, rate)
        if at.size:
            lines += _lines(at, found, rate)
    return sorted(lines, key=lambda x: (-x.share, x.spread))[:2]


class _Spectra:
    """Spectra of all of our bands, block by block, to be correlated with many pieces that are much shorter."""

    def __init__(self, bands: Floats) -> None:
        from scipy import fft

        self.n = bands.shape[1]
        self.piece = int(_PIECE_S * FRAME_RATE)
        self._size = fft.next_fast_len(8 * self.piece, real=True)
        self._step = self._size - self.piece + 1
        n_blocks = -(-(self.n + self.piece) // self._step)
        padded = np.zeros((bands.shape[0], (n_blocks - 1) * self._step + self._size), dtype=np.float32)
        padded[:, self.piece : self.piece + self.n] = bands
        blocks = np.lib.stride_tricks.sliding_window_view(padded, self._size, axis=1)[:, :: self._step]
        self._spectra = fft.rfft(blocks, axis=2)
        self._energy = np.concatenate([[0.0], np.cumsum((bands.astype(np.float64) ** 2).sum(axis=0))])

    def correlate(self, piece: Floats) -> Doubles:
        """Cosine of the piece and ours where it begins at frame ``i - n`` of ours, shape (n_ours + n,); ``n`` is the
        piece's length.

        Where the piece reaches over an end of ours, what is missing counts as not alike.
        """
        from scipy import fft

        n = piece.shape[1]
        product = np.einsum("bkf,bf->kf", self._spectra, np.conj(fft.rfft(piece, self._size, axis=1)))
        raw = fft.irfft(product, self._size, axis=1)[:, : self._step].ravel().astype(np.float64)
        raw = raw[self.piece - n : self.piece + self.n]
        start = np.arange(-n, self.n)
        energy = self._energy[np.clip(start + n, 0, self.n)] - self._energy[np.clip(start, 0, self.n)]
        own = float((piece.astype(np.float64) ** 2).sum())
        usual = self._energy[-1] / max(self.n, 1) * n
        return np.asarray(raw / np.sqrt(np.maximum(energy, 0.3 * usual) * max(own, 1e-9)))


def _places(spectra: _Spectra, theirs: Floats, rate: float) -> tuple[Doubles, Doubles]:
    """Pieces of theirs: the middle of each in s, shape (n,), and places of ours, shape (n, `_PEAKS`), NaN for none."""
    stretched = _stretched(theirs, rate)
    piece = min(spectra.piece, stretched.shape[1])
    last = stretched.shape[1] - piece
    most = _MOST_PIECES if rate == 1.0 else _MOST_OF_MANY
    n = max(min(most, int(2 * last / piece) + 1), 1)
    at, found = [], []
    for first in np.linspace(0, last, n).round().astype(int).tolist():
        part = stretched[:, first : first + piece]
        if float(np.abs(part).sum()) == 0:
            continue
        cosine = spectra.correlate(part)
        at.append((first + piece / 2) / FRAME_RATE / rate)
        found.append([(p - piece + piece / 2) / FRAME_RATE for p in _peaks(cosine)])
    return np.array(at), np.array([row + [np.nan] * (_PEAKS - len(row)) for row in found]).reshape(-1, _PEAKS)


def _stretched(bands: Floats, rate: float) -> Floats:
    if rate == 1.0:
        return bands
    n = int(bands.shape[1] * rate)
    at = np.arange(n) / rate
    left = np.minimum(at.astype(np.int64), bands.shape[1] - 2)
    share = (at - left).astype(np.float32)
    return bands[:, left] * (1 - share) + bands[:, left + 1] * share


def _peaks(values: Doubles) -> list[float]:
    """Places of the highest peaks, between the frames."""
    inner = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])) + 1
    best = inner[np.argsort(-values[inner])][:_PEAKS].tolist()
    return [i + _vertex(values[i - 1], values[i], values[i + 1]) for i in best]


def _vertex(left: float, middle: float, right: float) -> float:
    """Where a parabola through three values has its peak, -0.5..0.5 from the middle one."""
    bend = left - 2 * middle + right
    return 0.0 if bend >= 0 else float(np.clip(0.5 * (left - right) / bend, -0.5, 0.5))


def _lines(at: Doubles, found: Doubles, rate: float) -> list[_Line]:
    """The line of one of these rates (or nearly) that most pieces lie on, and the next one.

    Every first or second peak of a piece, alone and with that of another piece, says where a line may be.
    """
    strong = [(t, p) for t, row in zip(at.tolist(), found.tolist(), strict=True) for p in row[:2] if p == p]
    wanted = [(p - rate * t, rate) for t, p in strong]
    for i, (t, p) in enumerate(strong):
        for u, q in strong[i + 1 :]:
            if u - t > 2 * _PIECE_S and abs((q - p) / (u - t) / rate - 1) < _SLOPE:
                slope = (q - p) / (u - t)
                wanted.append((p - slope * t, slope))
    if not wanted:
        return []
    offset, slope = np.array(wanted).T
    off = np.abs(found[None] - (offset[:, None] + slope[:, None] * at)[:, :, None])
    off = np.nanmin(np.where(np.isnan(off), np.inf, off), axis=2)
    count = (off < _ON_LINE_S).sum(axis=1)
    out: list[_Line] = []
    for i in np.lexsort((np.where(off < _ON_LINE_S, off, 0).sum(axis=1), -count)).tolist():
        if any(abs(line.offset - offset[i]) < 2 * _ON_LINE_S for line in out):
            continue
        out.append(_through(at, found, float(offset[i]), float(slope[i])))
        if len(out) == 2:
            break
    return out


def _through(at: Doubles, found: Doubles, offset: float, slope: float) -> _Line:
    """The line again, through all places that lie on it."""
    off = np.abs(found - (offset + slope * at)[:, None])
    nearest = np.argmin(np.where(np.isnan(off), np.inf, off), axis=1)
    place = found[np.arange(at.size), nearest]
    on = np.abs(place - offset - slope * at) < _ON_LINE_S
    if on.sum() >= 4 and np.ptp(at[on]) > 3 * _PIECE_S:
        slope, offset = np.polyfit(at[on], place[on], 1).tolist()
    else:
        offset = float(np.median(place[on] - slope * at[on]))
    spread = float(np.median(np.abs(place[on] - offset - slope * at[on])))
    return _Line(offset, slope, float(on.mean()), spread, int(on.sum()))


# -- samples ---------------------------------------------------------------------------------------------------


def _on_samples(ours: Floats, theirs: Floats, guess: _Line) -> _Line | None:
    """The guess made exact; None where the samples do not agree with it."""
    line: _Line | None = guess
    for look in (_LOOK_S, 0.01):  # the second time at the right rate: the windows do not smear then
        assert line is not None
        at, lag, clear = _lags(ours, theirs, line, look)
        line = _fitted(line, at, lag, clear)
        if line is None:
            return None
    return line


def _windows(ours: Floats, theirs: Floats, line: _Line) -> Iterator[tuple[int, int, int]]:
    """Windows that both recordings have: where it begins in ours and in theirs, and its length there, in samples."""
    length = int(np.ceil(_WINDOW / line.rate))
    low = max(0.0, -line.offset / line.rate)
    high = min(theirs.size / SAMPLE_RATE, (ours.size / SAMPLE_RATE - line.offset) / line.rate)
    first, last = int(low * SAMPLE_RATE), int(high * SAMPLE_RATE) - length
    if last < first:
        return
    n = min(max((last - first) // length + 1, 1), _MOST_WINDOWS)
    for begin in np.linspace(first, last, n).round().astype(int).tolist():
        begins = round((line.offset + line.rate * begin / SAMPLE_RATE) * SAMPLE_RATE)
        if 0 <= begins <= ours.size - _WINDOW:
            yield begins, begin, length


def _lags(ours: Floats, theirs: Floats, line: _Line, look_s: float) -> tuple[Doubles, Doubles, NDArray[np.bool_]]:
    """Windows along a line: middle in s of theirs, how much later ours is than the line says, whether that is clear."""
    at, lag, clear = [], [], []
    windows = list(_windows(ours, theirs, line))
    enough = _CLEAR if len(windows) >= _FEWEST else _CLEAR_ALONE
    for mine, other, length in windows:
        a = ours[mine : mine + _WINDOW]
        b = theirs[other : other + length]
        if line.rate != 1.0:
            b = np.interp(np.arange(_WINDOW) / line.rate, np.arange(length), b).astype(np.float32)
        found, height = _phase_lag(a, b, int(look_s * SAMPLE_RATE))
        rounding = mine / SAMPLE_RATE - (line.offset + line.rate * other / SAMPLE_RATE)
        at.append((other + length / 2) / SAMPLE_RATE)
        lag.append(found / SAMPLE_RATE + rounding)
        clear.append(height > enough)
    return np.array(at), np.array(lag), np.array(clear, dtype=bool)


def _phase_lag(a: Floats, b: Floats, reach: int) -> tuple[float, float]:
    """Samples by which ``a`` is later than ``b``, and how high the peak stands over the spread of the correlation."""
    from scipy import fft

    window = np.hanning(_WINDOW).astype(np.float32)
    cross = fft.rfft(a * window, 2 * _WINDOW) * np.conj(fft.rfft(b * window, 2 * _WINDOW))
    size = np.abs(cross)
    low, high = (int(f / SAMPLE_RATE * 2 * _WINDOW) for f in (60.0, 3600.0))
    floor = float(np.median(size[low:high])) * 1e-2 + 1e-12  # what is silent says nothing
    cross = cross / (size + floor)
    cross[:low] = 0
    cross[high:] = 0
    whole = fft.irfft(cross)
    around = np.concatenate([whole[-reach - 1 :], whole[: reach + 2]])
    i = int(np.argmax(around[1:-1])) + 1
    height = float(around[i] / max(float(whole.std()), 1e-12))
    return i - reach - 1 + _vertex(*around[i - 1 : i + 2].tolist()), height


def _fitted(line: _Line, at: Doubles, lag: Doubles, clear: NDArray[np.bool_]) -> _Line | None:
    """The line moved and tilted as the clear windows say; None where too few of them agree."""
    t, y = at[clear], lag[clear]
    if t.size < min(_FEWEST, at.size) or not t.size:
        return None
    slope, shift = 0.0, float(np.median(y))
    best = int((np.abs(y - shift) < _AGREE_S).sum())
    for i in range(t.size):
        far = np.flatnonzero(t - t[i] > 0.2 * (t[-1] - t[0]))
        tilt = (y[far] - y[i]) / (t[far] - t[i])
        on = np.abs(y[None] - (y[i] + tilt[:, None] * (t[None] - t[i]))) < _AGREE_S
        count = on.sum(axis=1)
        if count.size and count.max() > best + 1:
            best = int(count.max())
            slope = float(tilt[np.argmax(count)])
            shift = float(y[i] - slope * t[i])
    on = np.abs(y - shift - slope * t) < _AGREE_S
    share = float(on.sum() / at.size)
    if on.sum() < min(_FEWEST, at.size) or share < _SOUND_SHARE:
        return None
    places = line.offset + line.rate * t[on] + y[on]
    offset, rate = _straight(t[on], places, line.rate)
    spread = float(np.median(np.abs(places - offset - rate * t[on])))
    return _Line(offset, rate, share, spread, int(on.sum()))


def _straight(theirs: Doubles, ours: Doubles, guess: float) -> tuple[float, float]:
    """Offset and rate of places that agree: 1 where it can't be told from that, the guess where there are too few."""
    if theirs.size < 4:
        return float(np.median(ours - guess * theirs)), guess
    (rate, offset), covariance = np.polyfit(theirs, ours, 1, cov="unscaled")
    noise = max(float(np.std(ours - offset - rate * theirs)), 0.2 / SAMPLE_RATE)
    if abs(rate - 1) > max(4 * noise * np.sqrt(covariance[0, 0]), _LEAST_DRIFT_S / np.ptp(theirs)):
        return float(offset), float(rate)
    return float(np.median(ours - theirs)), 1.0
