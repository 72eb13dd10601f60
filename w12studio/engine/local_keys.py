"""Keys over time, from evidence for each key every 1.6 s.

A key holds until a change pays, and changes are dear: half a minute of a plain modulation pays for one, a borrowed
chord never does. A change to a related key (relative, parallel, a fifth away) has to be clearer still, since there
the evidence errs most. The key of the whole recording counts a little for every moment.

Where the key stays the same, the one region has the name of the KEY layer, which knows more.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, KEY, LOCAL_KEYS, Analysis, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.keys import KEYS, parse_key, pitch_class
from w12studio.engine.chords import log_evidence, runs, tonal_share
from w12studio.engine.key import key_correlations
from w12studio.engine.remembered import remembered

Floats = NDArray[np.float64]

#: Steps over which evidence is averaged (8 s).
_WINDOW = 5
#: What the correlation of the chords' notes with a key's profile weighs beside the network's log probability.
_CHORD_WEIGHT = 2.0
#: The notes of each major and minor chord, from C.
_NOTES = np.array(
    [np.roll(np.isin(np.arange(12), triad), root) for triad in ((0, 4, 7), (0, 3, 7)) for root in range(12)]
)
#: What a change costs, in log probabilities of a step.
_CHANGE = 60.0
#: How many times as much it costs between related keys; more would make two changes cheaper than one.
_RELATED = 2.0
#: What the key of the whole recording weighs in every step, and the least that its logarithm may be.
_WHOLE, _LEAST = 0.3, -3.0
#: Stretches without harmony up to this length in s stay in the key around them.
_BRIDGED_S = 12.0
#: Changes move to a downbeat (or beat) that is this near, in s.
_REACH_S = 3.0


@cache
def _prices() -> Floats:
    """Price of a change from each of `KEYS` to each other, shape (24, 24)."""
    prices = np.full((24, 24), _CHANGE)
    np.fill_diagonal(prices, 0.0)
    for tonic in range(12):
        minor = 12 + tonic
        # The parallel key, the relative, and the relatives of the keys a fifth away.
        related = [(tonic, 12 + (tonic + step) % 12) for step in (0, 9, 2, 4)]
        related += [(tonic, (tonic + 7) % 12), (minor, 12 + (tonic + 7) % 12)]
        for a, b in related:
            prices[a, b] = prices[b, a] = _RELATED * _CHANGE
    return prices


def evidence_of(of_keys: NDArray[np.floating], chords: Curve, step: int) -> tuple[Floats, Floats]:
    """Evidence for each key in windows of 8 s, and how much harmony there is around each step.

    Parameters
    ----------
    of_keys : ndarray, shape (n_steps, 24)
        What the key network says.
    chords : Curve
        Probabilities of chords; ``step`` frames of them make a step.
    step : int

    Returns
    -------
    evidence : ndarray, shape (n_steps, 24)
        The network's log probability, and twice the correlation of the notes of the chords with each key's profile.
    tonal : ndarray, shape (n_steps,)
        0..1, see `tonal_share`.
    """
    notes = _in_steps(chords.values[:, :24] @ _NOTES, of_keys.shape[0], step)
    windows = _averaged(of_keys.astype(np.float64))
    windows -= windows.max(axis=1, keepdims=True)
    windows -= np.log(np.exp(windows).sum(axis=1, keepdims=True))
    fits = key_correlations(_averaged(notes))
    return windows + _CHORD_WEIGHT * fits, _in_steps(tonal_share(chords)[:, None], of_keys.shape[0], step)[:, 0]


def _in_steps(frames: NDArray[np.floating], count: int, step: int) -> Floats:
    """Means over the frames of each step; the last frame is repeated where some are missing."""
    at = np.minimum(np.arange(count * step), frames.shape[0] - 1)
    return frames[at].astype(np.float64).reshape(count, step, -1).mean(axis=1)


def _averaged(rows: Floats) -> Floats:
    """Means over `_WINDOW` rows around each."""
    total = np.vstack([np.zeros(rows.shape[1]), np.cumsum(rows, axis=0)])
    at = np.arange(rows.shape[0])
    first, last = np.maximum(at - _WINDOW // 2, 0), np.minimum(at + _WINDOW // 2 + 1, rows.shape[0])
    return (total[last] - total[first]) / (last - first)[:, None]


def _whole_key(track: Track | None) -> tuple[Floats, int | None, float | None]:
    """Log probabilities of the key of the recording, which of `KEYS` it is, and how sure."""
    if track is None or not len(track.events):
        return np.zeros(24), None, None
    key = parse_key(track.events.labels[0])
    index = None if key is None else pitch_class(key.tonic) + (12 if key.mode == "minor" else 0)
    sure = track.events[0].confidence
    if not track.edited and track.curve is not None and track.curve.bins == KEYS and len(track.curve):
        return np.maximum(np.log(np.maximum(track.curve.values[0].astype(np.float64), 1e-9)), _LEAST), index, sure
    told = np.full(24, _LEAST)
    if index is not None:
        told[index] = 0.0
    return told, index, sure


def _best_path(evidence: Floats) -> NDArray[np.int64]:
    prices = _prices()
    score = evidence[0].copy()
    before = np.empty(evidence.shape, dtype=np.int64)
    for i in range(1, evidence.shape[0]):
        reached = score[:, None] - prices
        before[i] = reached.argmax(axis=0)
        score = reached.max(axis=0) + evidence[i]
    path = np.empty(evidence.shape[0], dtype=np.int64)
    path[-1] = score.argmax()
    for i in range(path.size - 1, 0, -1):
        path[i - 1] = before[i, path[i]]
    return path


def decode(curve: Curve, duration: float, beats: Events | None = None, key: Track | None = None) -> Events:
    """The keys over time; none where there is no harmony.

    Parameters
    ----------
    curve : Curve
        Probabilities of `KEYS`; its confidence is the share of frames with harmony around each step.
    duration : float
        s.
    beats : Events, optional
        On which changes lie.
    key : Track, optional
        The layer of the recording's key.
    """
    rows = _found(curve, key)
    return _regions(rows, curve, duration, Events() if beats is None else beats) if rows else Events()


@remembered
def _found(curve: Curve, key: Track | None) -> list[tuple[int, int, int, float | None]]:
    """First step, one past the last, which of `KEYS`, and how sure: of each key, before changes move to beats."""
    tonal = np.ones(len(curve)) if curve.confidence is None else curve.confidence.astype(np.float64)
    if not len(curve) or not (tonal >= 0.5).any():
        return []
    whole, index, sure = _whole_key(key)
    evidence = (log_evidence(curve) + _WHOLE * whole) * (tonal >= 0.5)[:, None]
    path = _best_path(evidence)
    if index is not None and (path == path[0]).all():
        path[:] = index
    alone = bool((path == path[0]).all())
    rows = []
    for first, last in _stretches(tonal >= 0.5, curve.frame_rate):
        starts, stops = runs(path[first:last])
        for a, b in zip(starts + first, stops + first, strict=True):
            mean = evidence[a:b].mean(axis=0)
            share = np.exp(mean - mean.max())
            certain = sure if alone and index is not None else float(share[path[a]] / share.sum())
            rows.append((int(a), int(b), int(path[a]), certain))
    return rows


def _stretches(tonal: NDArray[np.bool_], rate: float) -> list[tuple[int, int]]:
    """Runs of steps with harmony, those that lie near to each other as one."""
    first, last = runs(tonal.astype(np.int64))
    out: list[tuple[int, int]] = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        if not tonal[a]:
            continue
        if out and a - out[-1][1] <= _BRIDGED_S * rate:
            out[-1] = (out[-1][0], b)
        else:
            out.append((a, b))
    return out


def _regions(rows: list[tuple[int, int, int, float | None]], curve: Curve, duration: float, beats: Events) -> Events:
    """Regions from edge to edge of their steps; changes on downbeats, the last to the recording's end."""
    starts = np.array([a for a, *_ in rows]) / curve.frame_rate
    ends = np.array([b for _, b, *_ in rows]) / curve.frame_rate
    ends[-1] = duration if rows[-1][1] >= len(curve) else ends[-1]
    for i in range(1, len(rows)):
        if rows[i][0] == rows[i - 1][1]:
            starts[i] = ends[i - 1] = _on_a_beat(float(starts[i]), beats)
    starts, ends = np.minimum(starts, duration), np.minimum(ends, duration)
    kept = ends - starts > 0
    sure = np.array([np.nan if s is None else s for *_, s in rows])
    names = [KEYS[k] for (*_, k, _), keep in zip(rows, kept, strict=True) if keep]
    return Events.from_columns(starts[kept], (ends - starts)[kept], None, sure[kept], names)


def _on_a_beat(time: float, beats: Events) -> float:
    """The nearest downbeat within reach, else the nearest beat within reach, else the time itself."""
    for times in (beats.times[beats.values == 1], beats.times):
        if times.size:
            nearest = float(times[np.abs(times - time).argmin()])
            if abs(nearest - time) <= _REACH_S:
                return nearest
    return time


def following_local_keys(analysis: Analysis) -> Track | None:
    """The keys over time as the key of the recording and the beats (no quick grid) are now; None without evidence."""
    track = analysis.track(LOCAL_KEYS)
    if track is None or track.curve is None or track.curve.bins != KEYS:
        return None
    beats, key = analysis.settled().events(BEATS), analysis.track(KEY)
    return replace(track, events=decode(track.curve, analysis.duration, beats, key))
