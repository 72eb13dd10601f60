"""Places in a recording as people write them: by the clock, in seconds, in samples, in bars, beats and ticks."""

from __future__ import annotations

import re
from enum import StrEnum

import numpy as np

from w12studio.domain.errors import W12Error
from w12studio.domain.timebase import TICKS_PER_BEAT, BarGrid, MusicalTime, format_clock, seconds_to_samples

_NUMBER = r"\d+(?:\.\d*)?|\.\d+"
_SAMPLES = re.compile(r"(?:#|samples?\s*)(\d+)|(\d+)\s*(?:samples?|smp)")
_SECONDS = re.compile(rf"({_NUMBER})\s*(ms|s|sec|seconds?|min|minutes?|m|h|hours?)")
_MUSICAL = re.compile(r"(?:bars?|b)\s*(.+)|(.+?)\s*bars?")
_PARTS = re.compile(r"(-?\d+)(?:\s*[:.|/ ]\s*(\d+))?(?:\s*[:.|/ ]\s*(\d+))?")
_LENGTHS = {"ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_EXAMPLES = "Write 1:23.456, 83.456 s, sample 3680410, or bar 33:2:480 (bar, beat, tick)."


class Unit(StrEnum):
    """In what times are told."""

    CLOCK = "clock"
    SECONDS = "seconds"
    SAMPLES = "samples"
    BARS = "bars"


class PlaceError(W12Error):
    """A place that can't be understood, or that the recording does not have."""


def format_place(time: float, unit: Unit, sample_rate: float, grid: BarGrid) -> str:
    """A time in s as people read it: ``1:23.456``, ``83.456``, ``3,680,410`` or ``33:2:480``.

    Bars fall back to the clock where fewer than two beats are known.
    """
    if unit is Unit.SECONDS:
        return f"{time:.3f}"
    if unit is Unit.SAMPLES and sample_rate:
        return f"{int(seconds_to_samples(time, sample_rate)):,}"
    musical = grid.musical_time(time) if unit is Unit.BARS else None
    return format_clock(time) if musical is None else str(musical)


def time_of(place: MusicalTime, grid: BarGrid) -> float:
    """Time in s of a bar, beat and tick, the inverse of `BarGrid.musical_time`; goes on beyond the known beats.

    Raises
    ------
    PlaceError
        Where fewer than two beats are known, or the bar has no such beat.
    """
    n = grid.times.size
    if n < 2:
        raise PlaceError("No bars are known yet", advice="Give a time by the clock, in seconds or in samples.")
    usual, first, last = grid.usual_beats, int(grid.bars[0]), int(grid.bars[-1])
    if place.bar < first:
        beat = -((first - place.bar) * usual + int(grid.positions[0]) - place.beat)
        there = usual
    elif place.bar > last:
        usual_at_end = max(usual, int(grid.positions[-1]))
        beat = n - 1 + (place.bar - last) * usual_at_end + place.beat - int(grid.positions[-1])
        there = usual_at_end
    else:
        start = int(np.searchsorted(grid.bars, place.bar))
        end = int(np.searchsorted(grid.bars, place.bar, side="right"))
        if end == start:
            raise PlaceError(f"There is no bar {place.bar}")
        beat = start + place.beat - int(grid.positions[start])
        there = int(grid.positions[end - 1])
        if place.bar in (first, last):
            there = max(there, usual)
    if not 1 <= place.beat <= there:
        raise PlaceError(f"Bar {place.bar} has no beat {place.beat}", advice=f"It has {there} beats.")
    return grid.time_of_beat(beat + place.tick / TICKS_PER_BEAT)


def parse_place(text: str, unit: Unit, sample_rate: float, grid: BarGrid, duration: float) -> float:
    """Time in s of a place that someone wrote.

    Understands ``1:23.456`` and ``1:02:03``, ``83.4 s``, ``250 ms``, ``1.5 min``, ``sample 44100`` and ``#44100``,
    ``bar 33`` and ``33:2:480``. A number without a unit, and colons that could be either, are read in ``unit``.

    Raises
    ------
    PlaceError
        With a sentence that says why.
    """
    given = text.strip().lower().replace(" ", " ").replace("'", "").replace("−", "-")
    given = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", given).replace(",", ".")
    if not given:
        raise PlaceError("Nothing is written there", advice=_EXAMPLES)
    time = _time_of_text(given, unit, sample_rate, grid)
    if time is None:
        raise PlaceError(f"“{text.strip()}” is no place in a recording", advice=_EXAMPLES)
    if not -1e-9 <= time <= duration + 1e-9:
        raise PlaceError(
            f"{format_clock(time)} is outside of the recording", advice=f"It is {format_clock(duration)} long."
        )
    return min(max(time, 0.0), duration)


def _time_of_text(given: str, unit: Unit, sample_rate: float, grid: BarGrid) -> float | None:
    if found := _SAMPLES.fullmatch(given):
        return int(found[1] or found[2]) / sample_rate
    if found := _SECONDS.fullmatch(given):
        name = found[2]
        return float(found[1]) * _LENGTHS["ms" if name == "ms" else name[0]]
    if found := _MUSICAL.fullmatch(given):
        return _musical(found[1] or found[2], grid)
    if re.fullmatch(_NUMBER, given):
        if unit is Unit.SAMPLES:
            return float(given) / sample_rate
        return _musical(given, grid) if unit is Unit.BARS else float(given)
    if unit is Unit.BARS:
        return _musical(given, grid)
    by_clock = _clock(given)
    return by_clock if by_clock is not None else _musical(given, grid)


def _clock(given: str) -> float | None:
    """``h:mm:ss.f`` or ``m:ss.f`` in s; None for anything else."""
    found = re.fullmatch(rf"(?:(\d+):)?(\d+):({_NUMBER})", given)
    if found is None:
        return None
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), float(found[3])
    if seconds >= 60 or (found[1] and minutes >= 60):
        return None
    return hours * 3600 + minutes * 60 + seconds


def _musical(given: str, grid: BarGrid) -> float | None:
    """``bar``, ``bar:beat`` or ``bar:beat:tick`` in s; None for anything else."""
    found = _PARTS.fullmatch(given.strip())
    if found is None:
        return None
    bar, beat, tick = int(found[1]), int(found[2] or 1), int(found[3] or 0)
    if tick >= TICKS_PER_BEAT:
        raise PlaceError(f"A beat has {TICKS_PER_BEAT} ticks", advice=f"Write a tick from 0 to {TICKS_PER_BEAT - 1}.")
    return time_of(MusicalTime(bar, beat, tick), grid)
