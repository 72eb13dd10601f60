"""Tempo and meter from beats: plain arithmetic, fast enough to follow every edit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import METER, TEMPO, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.straighten import steadiness_of

CURVE_RATE = 10.0
_VERSION = "1"
#: An interval this many times the usual one near it is a pause, not a slow beat.
_PAUSE = 1.75
_NEAR = 8
#: Intervals within this ratio of the median count as the same tempo.
_SAME = 0.12

Floats = NDArray[np.float64]


def tempo_tracks(beats: Events, duration: float) -> list[Track]:
    """The tempo and meter layers that follow from beats.

    Parameters
    ----------
    beats : Events
        Value = place in the bar, 1 = downbeat; 0 or NaN where unknown.
    duration : float
        Length of the recording in s.

    Returns
    -------
    list of Track
        TEMPO: one region over the recording with the global tempo in BPM (`global_tempo`), and a curve of
        BPM at 10 frames a second (`tempo_curve`); its message says how steady the tempo is. METER: regions
        over which bars have equally many beats.
    """
    return [_tempo_track(beats.times, duration), _meter_track(beats, duration)]


def global_tempo(times: Floats) -> float:
    """Tempo of most of a recording in BPM: NaN for fewer than two beats.

    60 s over the mean of the beat intervals within 12 % of their median. The median ignores pauses and missed
    beats; the mean undoes the rounding of times to frames, which a median keeps.
    """
    intervals = np.diff(times)
    intervals = intervals[intervals > 1e-6]
    if not intervals.size:
        return float("nan")
    middle = (intervals.size - 1) // 2
    median = np.partition(intervals, middle)[middle]
    return float(60.0 / intervals[np.abs(intervals / median - 1.0) <= _SAME].mean())


def tempo_curve(times: Floats, duration: float) -> Curve:
    """Tempo over time in BPM; NaN before the first beat, after the last, and in pauses.

    Beat intervals are cleaned by a median over three and smoothed by a Hann window over seven, both within
    stretches without a pause; values in between are interpolated.
    """
    values = np.full(max(1, int(np.floor(duration * CURVE_RATE)) + 1), np.nan)
    intervals = np.diff(times)
    if intervals.size:
        pauses = np.flatnonzero(_is_pause(intervals))
        starts = np.concatenate([[0], pauses + 1])
        stops = np.concatenate([pauses, [intervals.size]])
        for i, j in zip(starts[stops > starts], stops[stops > starts], strict=True):
            _fill_stretch(values, times[i : j + 1])
    return Curve(values, CURVE_RATE, unit="BPM")


def _is_pause(intervals: Floats) -> NDArray[np.bool_]:
    """Intervals much longer than the median of the sixteen or so around each."""
    padded = np.pad(intervals, _NEAR, mode="edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _NEAR + 1), axis=1)
    return intervals > _PAUSE * usual


def _fill_stretch(values: Floats, times: Floats) -> None:
    """Write the tempo between the first and last of beats that follow each other without a pause."""
    intervals = np.maximum(np.diff(times), 1e-3)
    padded = np.pad(intervals, 1, mode="edge")
    intervals = np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)
    kernel = np.hanning(9)[1:-1]
    weight = np.convolve(np.ones_like(intervals), kernel, "full")[3:-3]
    bpm = 60.0 * weight / np.convolve(intervals, kernel, "full")[3:-3]
    first = int(np.ceil(times[0] * CURVE_RATE - 1e-9))
    last = min(values.size - 1, int(np.floor(times[-1] * CURVE_RATE + 1e-9)))
    if last >= first:
        at = np.arange(first, last + 1) / CURVE_RATE
        values[first : last + 1] = np.interp(at, 0.5 * (times[:-1] + times[1:]), bpm)


def _tempo_track(times: Floats, duration: float) -> Track:
    source = Source("beats-to-tempo", _VERSION)
    bpm = global_tempo(times)
    if not np.isfinite(bpm):
        return Track(TEMPO, source=source, message="There is no tempo, for there are fewer than two beats.")
    events = Events.from_columns([0.0], [duration], [bpm], None, [f"{bpm:.1f} BPM"])
    return Track(TEMPO, events, tempo_curve(times, duration), source, message=str(steadiness_of(times)))


def _meter_track(beats: Events, duration: float) -> Track:
    source = Source("beats-to-meter", _VERSION)
    downbeats = np.flatnonzero(beats.values == 1)
    if downbeats.size < 2:
        return Track(METER, source=source, message="There is no meter, for there are fewer than two downbeats.")
    lengths = np.diff(downbeats)
    changes = np.concatenate([[0], np.flatnonzero(np.diff(lengths)) + 1])
    counts = lengths[changes]
    starts = beats.times[downbeats[changes]]
    ends = np.append(starts[1:], beats.times[downbeats[-1]])
    # A shorter bar at either end is a pickup or was cut off; a longer one tells nothing.
    if downbeats[0] <= counts[0]:
        starts[0] = beats.times[0]
    if len(beats) - downbeats[-1] <= counts[-1]:
        last = beats.times[-1]
        ends[-1] = max(ends[-1], min(duration, last + (last - beats.times[-2])))
    labels = [f"{n}/4" for n in counts]
    return Track(METER, Events.from_columns(starts, np.maximum(ends - starts, 0.0), counts, None, labels), None, source)
