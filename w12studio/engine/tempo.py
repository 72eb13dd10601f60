"""Tempo and meter from beats: plain arithmetic, fast enough to follow every edit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, TEMPO, TRANSIENTS, Analysis, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.pins import pins_of
from w12studio.domain.straighten import steadiness_of
from w12studio.domain.tempo import global_tempo, stretches
from w12studio.engine.signatures import meter_track

CURVE_RATE = 10.0
#: Beats over which the tempo curve is smoothed, where nobody says otherwise, and at most.
SMOOTHING, MOST_SMOOTHING = 7, 63
ESTIMATOR = "beats-to-tempo"
_VERSION = "2"
_SMOOTHING = "smoothing_beats"

Floats = NDArray[np.float64]


def derived_tracks(analysis: Analysis, smoothing: int | None = None, duration: float = 0.0) -> list[Track]:
    """The tempo and meter layers that follow from the beats of an analysis, its transients and its pins.

    Cheap enough to be called after every edit.

    Parameters
    ----------
    analysis : Analysis
    smoothing : int, optional
        Beats over which the tempo curve is smoothed; as in the tempo layer that is there by default.
    duration : float
        Length in s where the analysis does not know its own.

    Returns
    -------
    list of Track
        TEMPO: one region over the recording with the global tempo in BPM (`domain.tempo.global_tempo`), and a curve
        of BPM at 10 frames a second (`tempo_curve`); its message says how steady the tempo is. METER: see
        `w12studio.engine.signatures`. None where there is no BEATS layer.
    """
    track = analysis.track(BEATS)
    if track is None:
        return []
    beats, duration = track.events, analysis.duration or duration
    width = smoothing_of(analysis) if smoothing is None else smoothing
    found = [
        _tempo_track(beats.times, duration, width),
        meter_track(beats, duration, analysis.events(TRANSIENTS), pins_of(analysis)),
    ]
    return [replace(t, provisional=track.provisional) for t in found]


def smoothing_of(analysis: Analysis) -> int:
    """Beats over which the tempo curve of an analysis was smoothed; the usual number where it does not say."""
    track = analysis.track(TEMPO)
    said = dict(track.source.params).get(_SMOOTHING, "") if track is not None else ""
    return int(said) if said.isdecimal() and 1 <= int(said) <= MOST_SMOOTHING else SMOOTHING


def tempo_curve(times: Floats, duration: float, smoothing: int = SMOOTHING) -> Curve:
    """Tempo over time in BPM; NaN before the first beat, after the last, and in pauses.

    Parameters
    ----------
    times : ndarray, shape (n,)
        Beats in s, ascending.
    duration : float
        Of the recording in s.
    smoothing : int
        Beat intervals are cleaned by a median over three and smoothed by a Hann window over so many of them (the next
        odd number), both within stretches without a pause. 1: the intervals as they are.

    Returns
    -------
    Curve
        At 10 frames a second; values between the middles of intervals are interpolated.
    """
    values = np.full(max(1, int(np.floor(duration * CURVE_RATE)) + 1), np.nan)
    for part in stretches(times):
        _fill_stretch(values, part, smoothing)
    return Curve(values, CURVE_RATE, unit="BPM")


def _fill_stretch(values: Floats, times: Floats, smoothing: int) -> None:
    """Write the tempo between the first and last of beats that follow each other without a pause."""
    intervals = np.maximum(np.diff(times), 1e-3)
    half = smoothing // 2
    if half:
        padded = np.pad(intervals, 1, mode="edge")
        intervals = np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)
    kernel = np.hanning(2 * half + 3)[1:-1]
    inner = slice(half, half + intervals.size)
    weight = np.convolve(np.ones_like(intervals), kernel, "full")[inner]
    bpm = 60.0 * weight / np.convolve(intervals, kernel, "full")[inner]
    first = int(np.ceil(times[0] * CURVE_RATE - 1e-9))
    last = min(values.size - 1, int(np.floor(times[-1] * CURVE_RATE + 1e-9)))
    if last >= first:
        at = np.arange(first, last + 1) / CURVE_RATE
        values[first : last + 1] = np.interp(at, 0.5 * (times[:-1] + times[1:]), bpm)


def _tempo_track(times: Floats, duration: float, smoothing: int) -> Track:
    source = Source(ESTIMATOR, _VERSION, params=((_SMOOTHING, str(smoothing)),))
    bpm = global_tempo(times)
    if not np.isfinite(bpm):
        return Track(TEMPO, source=source, message="There is no tempo, for there are fewer than two beats.")
    events = Events.from_columns([0.0], [duration], [bpm], None, [f"{bpm:.1f} BPM"])
    return Track(TEMPO, events, tempo_curve(times, duration, smoothing), source, message=str(steadiness_of(times)))
