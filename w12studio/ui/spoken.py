"""Events, times and places in sentences, for screen readers; no widgets."""

from __future__ import annotations

import numpy as np

from w12studio.domain.analysis import BEATS, CHORDS, KEY, LOCAL_KEYS, METER, NOTES, SECTIONS, TEMPO, TRANSIENTS
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import BarGrid
from w12studio.ui.summary import note_name, title_of, value_text
from w12studio.ui.texts import later, plural, tr, translated

_POINTS = {TRANSIENTS: later("Transient"), PINS: later("Pin {name}"), TEMPO: later("Tempo {name} beats per minute")}
_REGIONS = {
    CHORDS: later("Chord {name}"),
    KEY: later("Key {name}"),
    LOCAL_KEYS: later("Key {name}"),
    METER: later("Meter {name}"),
    NOTES: later("Note {name}"),
    SECTIONS: later("Section {name}"),
    TEMPO: later("Tempo {name} beats per minute"),
}


def spoken_time(seconds: float) -> str:
    """e.g. "0 minutes 23.456 seconds" or "1 hour 2 minutes 3.5 seconds"."""
    thousandths = round(max(seconds, 0.0) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    parts = [plural("{n} hour", "{n} hours", hours)] if hours else []
    parts.append(plural("{n} minute", "{n} minutes", minutes))
    parts.append(tr("{seconds} seconds", seconds=f"{rest / 1000:g}"))
    return " ".join(parts)


def event_sentence(kind: str, event: Event, grid: BarGrid) -> str:
    """An event of a layer, e.g. "Beat 3 of bar 12, at 0 minutes 23.456 seconds, confidence 0.9".

    Parameters
    ----------
    kind : str
        The layer.
    event : Event
    grid : BarGrid
        Of the recording's beats.
    """
    parts = [_name(kind, event, grid), tr("at {time}", time=spoken_time(event.time))]
    if event.duration > 0:
        parts.append(tr("lasting {time}", time=tr("{seconds} seconds", seconds=f"{round(event.duration, 3):g}")))
    if kind != BEATS and (place := grid.musical_time(event.time)) is not None:
        parts.append(tr("in bar {bar}, beat {beat}", bar=place.bar, beat=place.beat))
    if event.label and kind not in _REGIONS and kind != PINS:
        parts.append(tr("label {label}", label=event.label))
    if kind == TRANSIENTS and event.value is not None:
        parts.append(tr("strength {value}", value=f"{event.value:.2g}"))
    if event.confidence is not None:
        parts.append(tr("confidence {value}", value=f"{event.confidence:.2g}"))
    return ", ".join(parts)


def _name(kind: str, event: Event, grid: BarGrid) -> str:
    if kind == BEATS:
        index = int(np.searchsorted(grid.times, event.time))
        if index < grid.times.size and grid.times[index] == event.time:
            return tr("Beat {beat} of bar {bar}", beat=int(grid.positions[index]), bar=int(grid.bars[index]))
        return tr("Beat")
    name = event.label
    if kind == NOTES and event.value is not None:
        name = event.label or note_name(event.value)
    elif kind == TEMPO and event.value is not None:
        name = value_text(kind, event.value)
    pattern = (_REGIONS if event.duration > 0 else _POINTS).get(kind)
    if pattern is None:
        return title_of(kind)
    return translated(pattern).format(name=name)


def place_sentence(time: float, duration: float, grid: BarGrid) -> str:
    """A place in a recording, e.g. "0 minutes 23.456 seconds of 4 minutes 11 seconds, bar 12, beat 3"."""
    parts = [tr("{time} of {whole}", time=spoken_time(time), whole=spoken_time(duration))]
    if (place := grid.musical_time(time)) is not None:
        parts.append(tr("bar {bar}, beat {beat}", bar=place.bar, beat=place.beat))
    return ", ".join(parts)
