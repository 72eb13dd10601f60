"""Estimators of the quick grid: beats a fraction of a second after the audio, good enough to look at meanwhile.

All three hear the same: the spectral flux of the recording at 11,025 Hz, whose strongest period under a prior around
120 BPM is the tempo. They differ in who lays the beats: Essentia's tracker (the one inside its BeatTrackerDegara),
librosa's, or dynamic programming in plain numpy, which always answers. None knows how sure its beats are.

Essentia's BeatTrackerDegara as a whole, with its own onset detection at 44.1 kHz, takes four times as long and agreed
less with the full grid: F 0.56 against 0.72 of its tracker over the flux, and 0.73 of plain numpy, which takes four
times as long to track (30 orchestral pieces, a minute of each). So only its tracker is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, Track
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Events
from w12studio.engine.beats_fallback import (
    CHECK_BARS,
    LEAST_S,
    NO_BEAT,
    Floats,
    bar_positions,
    beat_period,
    local_strength,
    steady_beats,
)
from w12studio.engine.estimator import Job
from w12studio.engine.flux import FRAME_RATE, nothing_to_hear, spectral_flux
from w12studio.engine.sources import source_of
from w12studio.engine.store import SharedAudio

QUICK_RATE = 11_025
_BLOCK = 1 << 19
#: Octaves around 120 BPM: narrower than in the fallbacks, because half and double tempo are the usual mistakes.
_SPREAD = 0.6
#: How far Essentia's tracker may go from the tempo, and what it refuses: narrow ranges, and these ends of them.
_REACH, _LEAST_RANGE_BPM = 1.2, 25
_LOWEST_BPM, _MOST_BPM = (40, 180), 250

#: Strength of the onsets, 100 frames a second, and the period in frames -> times of the beats in s.
Tracker = Callable[[Floats, int], Floats]


def estimate_quick_essentia(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """The quick grid by Essentia's TempoTapDegara within 20 % of the tempo.

    Degara et al.: Reliability-informed beat tracking of musical signals, IEEE TASLP 20(1), 2012.

    Raises
    ------
    EstimatorError
        When Essentia gives up.
    """

    def track(strength: Floats, period: int) -> Floats:
        import essentia.standard

        lowest, highest = tempo_range(period)
        try:
            tracker = essentia.standard.TempoTapDegara(sampleRateODF=FRAME_RATE, minTempo=lowest, maxTempo=highest)
            return np.asarray(tracker(strength.astype(np.float32)), dtype=np.float64)
        except RuntimeError as error:
            raise EstimatorError(f"Essentia found no beats ({error})") from error

    return _quick_grid("quick-essentia", "essentia-tensorflow", audio, job, params, track)


def tempo_range(period: int) -> tuple[int, int]:
    """Lowest and highest tempo in BPM that Essentia's tracker is to look at around a period in frames."""
    bpm = 60.0 * FRAME_RATE / period
    lowest = int(np.clip(bpm / _REACH, *_LOWEST_BPM))
    return lowest, int(np.clip(np.ceil(bpm * _REACH), lowest + _LEAST_RANGE_BPM, _MOST_BPM))


def estimate_quick_librosa(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """The quick grid by librosa's dynamic programming (Ellis, JNMR 36(1), 2007)."""

    def track(strength: Floats, period: int) -> Floats:
        import librosa

        _, frames = librosa.beat.beat_track(
            onset_envelope=strength, sr=int(FRAME_RATE), hop_length=1, bpm=60.0 * FRAME_RATE / period
        )
        return np.asarray(frames, dtype=np.float64) / FRAME_RATE

    return _quick_grid("quick-librosa", "librosa", audio, job, params, track)


def estimate_quick_energy(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]:
    """The quick grid by dynamic programming in numpy: the last resort, which always answers."""
    return _quick_grid(
        "quick-energy", "", audio, job, params,
        lambda strength, period: steady_beats(strength, period, job) / FRAME_RATE,
    )  # fmt: skip


def _quick_grid(
    name: str, distribution: str, audio: SharedAudio, job: Job, params: Mapping[str, str], track: Tracker
) -> list[Track]:
    source = source_of(name, params, distribution)
    samples = _resampled(audio, job)
    reason = nothing_to_hear(samples, QUICK_RATE, LEAST_S)
    if reason:
        return [Track(BEATS, source=source, message=reason)]
    flux = spectral_flux(samples, QUICK_RATE)
    job.progress(0.5)
    strength = local_strength(flux.strength)
    period = beat_period(strength, _SPREAD)
    if period == 0:
        return [Track(BEATS, source=source, message=NO_BEAT)]
    times = track(strength, period)
    times = times[(times >= 0) & (times <= audio.duration)]
    if times.size < 2:
        return [Track(BEATS, source=source, message=NO_BEAT)]
    positions, _ = bar_positions(flux.low, times)
    return [Track(BEATS, Events.from_columns(times, None, positions), source=source, message=CHECK_BARS)]


def _resampled(audio: SharedAudio, job: Job) -> NDArray[np.float32]:
    """The recording as one channel at `QUICK_RATE`, block by block: nothing of its full size is kept."""
    import soxr

    stream = soxr.ResampleStream(audio.sample_rate, QUICK_RATE, 1, dtype="float32", quality="LQ")
    parts = []
    for i in range(0, audio.n_samples, _BLOCK):
        job.progress(0.4 * i / audio.n_samples)
        block = audio.mix(audio.read(i, i + _BLOCK))
        parts.append(stream.resample_chunk(block, last=i + _BLOCK >= audio.n_samples))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
