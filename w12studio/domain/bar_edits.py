"""Edits of the count of bars: beats and bars where they are missing, a bar less, other numbers from a place on.

None of them moves a beat: what is there stays where it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.edits import Edit, TrackEdit, edit_events, replace_events, replace_track
from w12studio.domain.events import Event, Events
from w12studio.domain.timebase import BarGrid

#: s between beats where there are too few to tell.
_USUAL_S = 0.5
_USUAL_BAR = 4
#: s; beats that are nearer to each other say nothing of the tempo.
_LEAST_S = 0.05
#: Gaps on either side that say how long a beat is at a place.
_NEAR = 4


def distinct(events: Events) -> NDArray[np.bool_]:
    """Which beats count, shape (n,): of those that coincide only the first."""
    return np.diff(events.times, prepend=-np.inf) > 0


def bar_grid(events: Events, first_bar: int = 1) -> BarGrid:
    """The grid of beats; of those that coincide only the first counts."""
    keep = distinct(events)
    return BarGrid(events.times[keep], events.values[keep], first_bar)


def grid_of(analysis: Analysis) -> BarGrid:
    """The beats of a recording, one a time, with the numbers of their bars."""
    track = analysis.track(BEATS)
    return BarGrid([], []) if track is None else bar_grid(track.events, track.first_bar)


def inserted_bar(analysis: Analysis, time: float) -> Edit:
    """The edit that adds the beats of one bar around a time in s, as far as beats are missing there.

    They stand at the tempo of the beats nearby; in a hole between two beats evenly. The count goes on from the beat
    before where the bar joins it, else it begins with 1.
    """
    return _inserted(analysis, "Insert bar", time, grid_of(analysis).beats_per_bar() or _USUAL_BAR)


def inserted_beat(analysis: Analysis, time: float) -> Edit:
    """The edit that adds one missing beat; see `inserted_bar`."""
    return _inserted(analysis, "Insert beat", time, 1)


def steady_beats(analysis: Analysis, name: str, first: float, last: float, bpm: float) -> Edit:
    """The edit that puts evenly spaced beats from a time in s to another in place of those there, the ends included.

    ``bpm`` says how many they are. The count goes on from the beat before where that is one beat away, else it begins
    with 1.
    """
    n = max(round((last - first) * bpm / 60), 1)
    times, step = np.linspace(first, last, n + 1), (last - first) / n
    grid = grid_of(analysis)
    per_bar = grid.beats_per_bar() or _USUAL_BAR
    removed = analysis.events(BEATS).between(first - step / 2, last + step / 2)
    before = int(np.searchsorted(grid.times, first - step / 2)) - 1
    place = 1.0
    if before >= 0 and first - grid.times[before] < 1.5 * step and np.isfinite(grid.positions[before]):
        place = float(grid.positions[before] % per_bar + 1)
    places = (place - 1 + np.arange(n + 1)) % per_bar + 1
    added = [Event(float(t), 0.0, float(p), 1.0) for t, p in zip(times.tolist(), places.tolist(), strict=True)]
    return edit_events(analysis, name, BEATS, removed, added)


def _inserted(analysis: Analysis, name: str, time: float, count: int) -> Edit:
    grid = grid_of(analysis)
    per_bar = grid.beats_per_bar() or _USUAL_BAR
    times = grid.times
    latest = analysis.duration or np.inf
    if not times.size:
        new, first = time + _USUAL_S * np.arange(count), 1.0
    else:
        new, first = _missing(grid, time, count, latest, per_bar)
    new = new[(new >= 0) & (new <= latest)]
    places = (first - 1 + np.arange(new.size)) % per_bar + 1
    added = [
        Event(float(t), 0.0, None if np.isnan(p) else float(p), 1.0)
        for t, p in zip(new.tolist(), places.tolist(), strict=True)
    ]
    return edit_events(analysis, name, BEATS, (), added)


def _missing(grid: BarGrid, time: float, count: int, latest: float, per_bar: int) -> tuple[NDArray[np.float64], float]:
    """Times in s of up to ``count`` missing beats about a time, and the place in the bar of the first."""
    times = grid.times
    before = int(np.searchsorted(times, time, side="right")) - 1
    gaps = np.diff(times)[max(before - _NEAR, 0) : max(before, 0) + _NEAR]
    gaps = gaps[gaps >= _LEAST_S]
    step = float(np.median(gaps)) if gaps.size else _USUAL_S
    if before < 0:  # back from the first beat
        back = max(round((times[0] - time) / step), 1)
        new = times[0] - step * np.arange(back, max(back - count, 0), -1)
        return new[new >= 0], float((grid.positions[0] - 1 - back) % per_bar + 1)
    start = float(times[before])
    if before + 1 < times.size:
        gap = float(times[before + 1]) - start
        room = round(gap / step) - 1
        step = gap / (room + 1) if room > 0 else step
        last_first = room - count + 1  # a hole is filled as far as the bar goes, wherever in it one stands
    else:
        room = int((latest - start) / step) if np.isfinite(latest) else count
        last_first = room
    first = min(max(round((time - start) / step), 1), max(last_first, 1))
    new = start + step * np.arange(first, min(first + count - 1, room) + 1)
    place = float(grid.positions[before] % per_bar + 1) if first == 1 else 1.0
    return np.asarray(new, dtype=np.float64), place


def removed_bar(analysis: Analysis, time: float) -> Edit:
    """The edit that takes the beats of the bar at a time in s away; the bars after it are counted on, but stay."""
    grid, events = grid_of(analysis), analysis.events(BEATS)
    if not grid.times.size:
        return edit_events(analysis, "Remove bar", BEATS)
    bar = bar_at(grid, time)
    mine = grid.times[grid.bars == bar]
    first, last = events.span(float(mine[0]), float(np.nextafter(mine[-1], np.inf))).indices(len(events))[:2]
    return edit_events(analysis, f"Remove bar {bar}", BEATS, events.rows(np.arange(first, last)))


def bar_at(grid: BarGrid, time: float) -> int:
    """Number of the bar of the last beat at or before a time in s, or of the first beat; 1 where there are none."""
    if not grid.times.size:
        return 1
    return int(grid.bars[max(int(np.searchsorted(grid.times, time, side="right")) - 1, 0)])


def counted_from(analysis: Analysis, index: int, place: int) -> Edit:
    """The edit that makes the beat at ``index`` the ``place``-th of its bar (from 1), and counts on from it.

    Raises
    ------
    IndexError
        When there is no such beat.
    ValueError
        For a place that no bar has.
    """
    events = analysis.events(BEATS)
    if not 0 <= index < len(events):
        raise IndexError(f"no beat {index}; there are {len(events)}")
    if place < 1:
        raise ValueError(f"places in a bar count from 1, not from {place}")
    per_bar = max(grid_of(analysis).beats_per_bar() or _USUAL_BAR, place)
    places = (np.arange(len(events)) - index + place - 1) % per_bar + 1.0
    places[:index] = events.values[:index]
    again = Events.from_columns(events.times, events.durations, places, events.confidences, events.labels)
    return replace_events(analysis, f"Count from beat {place}", BEATS, again)


def numbered_from(analysis: Analysis, time: float, number: int) -> TrackEdit:
    """The edit that gives the bar at a time in s a number; all others are counted on and back from it.

    Raises
    ------
    KeyError
        When there are no beats.
    """
    track = analysis.tracks[BEATS]
    first = track.first_bar + number - bar_at(grid_of(analysis), time)
    return replace_track(analysis, f"Number bar {number}", replace(track, first_bar=first))
