"""Beats where madmom's networks can't run: Essentia, librosa, and plain numpy.

None of the three knows about bars. All take bars of four beats, and count from the beat on which the bass
sets in most strongly; the confidence of their downbeats says how clear that was.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.engine.estimator import Job
from w12studio.engine.flux import FRAME_RATE, SAMPLE_RATE, Flux, nothing_to_hear, spectral_flux
from w12studio.engine.sources import source_of
from w12studio.engine.store import SharedAudio

_BEATS_PER_BAR = 4
#: Shortest recording that the fallbacks look at, in s.
LEAST_S = 2.0
NO_BEAT = "No regular beat was found."
CHECK_BARS = "Bars are taken to have four beats, counted from the strongest bass: check the downbeats."
_ESSENTIA_RATE = 44100

Floats = NDArray[np.float64]


def estimate_essentia_beats(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Beats by Essentia's BeatTrackerDegara, bars by the bass.

    Degara et al.: Reliability-informed beat tracking of musical signals, IEEE TASLP 20(1), 2012. Essentia's
    "multifeature" tracker takes 3.5 times as long and was no better on our recordings.

    Raises
    ------
    EstimatorError
        When Essentia gives up.
    """
    job.progress(0.0)
    samples = audio.mono(_ESSENTIA_RATE)
    import essentia.standard

    source = source_of("essentia-beats", params, "essentia-tensorflow")
    reason = nothing_to_hear(samples, _ESSENTIA_RATE, LEAST_S)
    if reason:
        return [Track(BEATS, source=source, message=reason)]
    try:
        ticks = essentia.standard.BeatTrackerDegara()(np.array(samples))
    except RuntimeError as error:
        raise EstimatorError(f"Essentia found no beats ({error})") from error
    job.progress(0.8)
    flux = spectral_flux(audio.mono(SAMPLE_RATE))
    times = np.asarray(ticks, dtype=np.float64)
    return [_track(times, _clarity(flux.strength, times), flux, source, audio.duration)]


def estimate_librosa_beats(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Beats by librosa's dynamic programming (Ellis, JNMR 2007), bars by the bass."""
    import librosa

    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    source = source_of("librosa-beats", params, "librosa")
    reason = nothing_to_hear(samples, SAMPLE_RATE, LEAST_S)
    if reason:
        return [Track(BEATS, source=source, message=reason)]
    hop_length = 256
    strength = librosa.onset.onset_strength(y=samples, sr=SAMPLE_RATE, hop_length=hop_length)
    job.progress(0.5)
    _, frames = librosa.beat.beat_track(onset_envelope=strength, sr=SAMPLE_RATE, hop_length=hop_length)
    job.progress(0.8)
    flux = spectral_flux(samples)
    times = np.asarray(frames, dtype=np.float64) * hop_length / SAMPLE_RATE
    return [_track(times, _clarity(flux.strength, times), flux, source, audio.duration)]


def estimate_energy_beats(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """Beats by dynamic programming over the spectral flux, in numpy alone: the last resort, which always
    answers.

    The period with the strongest autocorrelation under a log-normal prior around 120 BPM is found, then the
    beats that best agree with flux and period (Ellis: Beat tracking by dynamic programming, JNMR 36(1),
    2007).
    """
    job.progress(0.0)
    samples = audio.mono(SAMPLE_RATE)
    source = source_of("energy-beats", params)
    reason = nothing_to_hear(samples, SAMPLE_RATE, LEAST_S)
    if reason:
        return [Track(BEATS, source=source, message=reason)]
    flux = spectral_flux(samples)
    job.progress(0.5)
    strength = local_strength(flux.strength)
    period = beat_period(strength)
    if period == 0:
        return [Track(BEATS, source=source, message=NO_BEAT)]
    times = steady_beats(strength, period, job) / FRAME_RATE
    return [_track(times, _clarity(flux.strength, times), flux, source, audio.duration)]


def local_strength(strength: NDArray[np.float32]) -> Floats:
    """Flux above its mean over a second, by its deviation, smoothed over 5 frames; shape (n_frames,)."""
    window = int(FRAME_RATE)
    mean = np.convolve(strength, np.ones(window) / window, "same")
    above = np.maximum(strength - mean, 0.0)
    deviation = above.std()
    if deviation <= 1e-9:
        return np.zeros(strength.size)
    return np.convolve(above / deviation, np.hanning(7)[1:-1] / 3.0, "same")


def beat_period(strength: Floats, spread: float = 0.9) -> int:
    """Beat period in frames of `FRAME_RATE`; 0 where there is none.

    Parameters
    ----------
    strength : ndarray, shape (n_frames,)
        As from `local_strength`.
    spread : float
        Octaves: standard deviation of the log-normal prior around 120 BPM.
    """
    if not strength.any():
        return 0
    size = 1 << int(2 * strength.size - 1).bit_length()
    spectrum = np.fft.rfft(strength - strength.mean(), size)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2, size)
    lags = np.arange(int(0.25 * FRAME_RATE), int(1.2 * FRAME_RATE) + 1)
    lags = lags[lags < strength.size // 2]
    if not lags.size or correlation[0] <= 0:
        return 0
    prior = np.exp(-0.5 * (np.log2(lags / (0.5 * FRAME_RATE)) / spread) ** 2)
    return int(lags[(correlation[lags] * prior).argmax()])


def steady_beats(strength: Floats, period: int, job: Job, tightness: float = 100.0) -> Floats:
    """Frames of the beats that collect the most strength at a steady period in frames, shape (n_beats,)."""
    lags = np.arange(-2 * period, -period // 2 + 1)
    penalty = -tightness * np.log(-lags / period) ** 2
    total = np.zeros(strength.size)
    previous = np.full(strength.size, -1, dtype=np.int64)
    for t in range(strength.size):
        if t % 20_000 == 0:
            job.progress(0.5 + 0.4 * t / strength.size)
        reach = t + lags
        seen = reach >= 0
        if seen.any():
            candidates = total[reach[seen]] + penalty[seen]
            best = int(candidates.argmax())
            if candidates[best] > 0:
                previous[t] = reach[seen][best]
                total[t] = candidates[best]
        total[t] += strength[t]
    tail = total[-period:]
    at = int(strength.size - tail.size + tail.argmax())
    beats = []
    while at >= 0:
        beats.append(at)
        at = int(previous[at])
    return np.array(beats[::-1], dtype=np.float64)


def _at_beats(curve: NDArray[np.float32], times: Floats) -> Floats:
    """The highest value of a flux within 30 ms of each time."""
    frames = np.rint(times * FRAME_RATE).astype(np.int64)
    around = np.clip(frames[:, None] + np.arange(-3, 4), 0, max(0, curve.size - 1))
    return curve[around].max(axis=1).astype(np.float64)


def _clarity(strength: NDArray[np.float32], times: Floats) -> Floats:
    """How far the flux at each beat stands out from the recording's own, 0..1."""
    if not times.size or not strength.size:
        return np.zeros(times.size)
    usual, high = np.percentile(strength, [50, 98])
    return np.clip((_at_beats(strength, times) - usual) / max(high - usual, 1e-6), 0.0, 1.0)


def bar_positions(low: NDArray[np.float32], times: Floats) -> tuple[NDArray[np.int64], float]:
    """Places in bars of four beats, by the phase on which the bass sets in most strongly.

    Parameters
    ----------
    low : ndarray of float32, shape (n_frames,)
        `Flux.low`.
    times : ndarray, shape (n_beats,)
        s.

    Returns
    -------
    positions : ndarray of int64, shape (n_beats,)
        1..4.
    confidence : float
        0 where no phase is better than another, 1 where the best has all of the bass.
    """
    index = np.arange(times.size)
    if times.size < 2 * _BEATS_PER_BAR or not low.size:
        return index % _BEATS_PER_BAR + 1, 0.0
    bass = _at_beats(low, times)
    sums = np.array([bass[phase::_BEATS_PER_BAR].mean() for phase in range(_BEATS_PER_BAR)])
    best = int(sums.argmax())
    others = np.delete(sums, best).max()
    confidence = float((sums[best] - others) / sums[best]) if sums[best] > 0 else 0.0
    return (index - best) % _BEATS_PER_BAR + 1, confidence


def _track(times: Floats, confidence: Floats, flux: Flux, source: Source, duration: float) -> Track:
    peak = float(flux.strength.max(initial=0.0))
    curve = Curve(flux.strength / peak if peak > 0 else flux.strength, FRAME_RATE, unit="relative flux")
    keep = (times >= 0) & (times <= duration)
    times, confidence = times[keep], confidence[keep]
    if times.size < 2:
        return Track(BEATS, curve=curve, source=source, message=NO_BEAT)
    positions, clarity = bar_positions(flux.low, times)
    confidence = np.where(positions == 1, confidence * clarity, confidence)
    return Track(BEATS, Events.from_columns(times, None, positions, confidence), curve, source, message=CHECK_BARS)
