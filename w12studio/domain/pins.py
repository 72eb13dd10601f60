"""Pins: what a person knows for sure about the beats of a recording, and what every solution must respect.

Pins are the events of the layer `PINS`. Their label says what they mean:

========== ======================= =====================================================
label      value / duration        meaning
========== ======================= =====================================================
beat                               a beat is here
no beat                            no beat within `REACH_S` of here
downbeat                           the first beat of a bar is here
meter      value: beats a bar      from this downbeat on, bars have so many beats
compound   value: beats a bar      the same, and beats are divided in three: 6/8 has two of them, 9/8 three
tempo      value: BPM              the tempo here is about this
straight   duration in s           beats are evenly spaced from here to its end, with one at either end
========== ======================= =====================================================
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.edits import Edit, edit_events
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Event, Events
from w12studio.domain.meters import Meter

PINS = "pins"

BEAT = "beat"
NO_BEAT = "no beat"
DOWNBEAT = "downbeat"
METER = "meter"
COMPOUND = "compound"
TEMPO = "tempo"
STRAIGHT = "straight"
LABELS = (BEAT, NO_BEAT, DOWNBEAT, METER, COMPOUND, TEMPO, STRAIGHT)

#: A beat at most this far from a place, in s, counts as being there.
REACH_S = 0.07
LEAST_BPM, MOST_BPM = 20.0, 400.0
MOST_BEATS_PER_BAR = 16
_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d*)?|\.\d+)")
_EXAMPLES = "Write it as 12.31=downbeat, 40=tempo:174, 1:05=meter:3/4 or 10=straight:25.5 (until 25.5 s)."


class PinError(W12Error):
    """A pin that makes no sense."""


def beat(time: float) -> Event:
    """A beat is at ``time`` s."""
    return checked(Event(time, label=BEAT))


def no_beat(time: float) -> Event:
    """There is no beat within `REACH_S` of ``time`` s."""
    return checked(Event(time, label=NO_BEAT))


def downbeat(time: float) -> Event:
    """A bar begins at ``time`` s."""
    return checked(Event(time, label=DOWNBEAT))


def meter(time: float, beats_per_bar: int, compound: bool = False) -> Event:
    """From the downbeat at ``time`` s on, bars have so many beats; ``compound``: each is divided in three."""
    return checked(Event(time, value=float(beats_per_bar), label=COMPOUND if compound else METER))


def tempo(time: float, bpm: float) -> Event:
    """The tempo around ``time`` s is about ``bpm``."""
    return checked(Event(time, value=float(bpm), label=TEMPO))


def straight(start: float, end: float) -> Event:
    """Beats are evenly spaced between the beats at ``start`` and ``end`` s."""
    if not end > start:
        raise PinError(f"a straight grid needs an end after its start, not {start:g} s to {end:g} s")
    return checked(Event(start, end - start, label=STRAIGHT))


def checked(pin: Event) -> Event:
    """The same pin.

    Raises
    ------
    PinError
        When it makes no sense.
    """
    why = _objection(pin)
    if why:
        raise PinError(why)
    return pin


def _objection(pin: Event) -> str:
    value = pin.value
    if pin.time < 0:
        return f"a pin at {pin.time:g} s lies before the recording"
    if pin.label not in LABELS:
        return f"there is no pin {pin.label!r}; there are {', '.join(LABELS)}"
    if is_meter(pin) and not (value is not None and value == int(value) and 1 <= value <= MOST_BEATS_PER_BAR):
        return f"a bar has 1 to {MOST_BEATS_PER_BAR} beats, not {value}"
    if pin.label == TEMPO and not (value is not None and LEAST_BPM <= value <= MOST_BPM):
        return f"a tempo lies between {LEAST_BPM:g} and {MOST_BPM:g} BPM, not at {value}"
    if pin.label == STRAIGHT and pin.duration < 60.0 / MOST_BPM:
        return f"a straight grid needs a length of at least {60.0 / MOST_BPM:g} s, a beat at {MOST_BPM:g} BPM"
    return ""


def pins_of(analysis: Analysis) -> Events:
    """The pins of an analysis that make sense (a file from elsewhere may hold others), in order of time."""
    return Events(p for p in analysis.events(PINS) if not _objection(p))


def is_beat(pin: Event) -> bool:
    """Whether there is a beat exactly at the pin's time."""
    return pin.label in (BEAT, DOWNBEAT, METER, COMPOUND, STRAIGHT)


def is_downbeat(pin: Event) -> bool:
    """Whether a bar begins at the pin's time."""
    return pin.label in (DOWNBEAT, METER, COMPOUND)


def is_meter(pin: Event) -> bool:
    """Whether the pin says how many beats bars have from its time on."""
    return pin.label in (METER, COMPOUND)


def meter_of(pin: Event) -> Meter:
    """What a pin for which `is_meter` holds says."""
    return Meter(int(pin.value or 0), pin.label == COMPOUND)


def counted(pin: Event) -> Event:
    """The pin as far as the count of beats goes, for which it does not matter how they are divided."""
    return replace(pin, label=METER) if pin.label == COMPOUND else pin


def contradicted(pins: Iterable[Event], pin: Event) -> tuple[Event, ...]:
    """The pins that have to go when ``pin`` is set: what it says of the same place is said anew."""
    return tuple(p for p in pins if _contradicts(p, pin))


def _contradicts(old: Event, new: Event) -> bool:
    near = abs(old.time - new.time) <= REACH_S
    if STRAIGHT in (old.label, new.label):
        inside = old.time < new.end and new.time < old.end
        if old.label == new.label:
            return inside or near
        span, point = (old, new) if old.label == STRAIGHT else (new, old)
        if point.label == TEMPO:
            return False
        if is_downbeat(point):  # may be one of the grid's beats, but not a second one beside its ends
            return any(1e-6 < abs(point.time - end) <= REACH_S for end in (span.time, span.end))
        return span.time - REACH_S < point.time < span.end + REACH_S
    if old.label == TEMPO or new.label == TEMPO:
        return near and old.label == new.label
    return near


def pin_edit(analysis: Analysis, pin: Event) -> Edit:
    """An edit that sets a pin, and takes away those that it contradicts.

    Raises
    ------
    PinError
        When it makes no sense.
    """
    gone = contradicted(analysis.events(PINS), checked(pin))
    return edit_events(analysis, f"Pin {pin.label}", PINS, gone, [pin])


def unpin_edit(analysis: Analysis, pins: Iterable[Event]) -> Edit:
    """An edit that takes pins away."""
    gone = tuple(pins)
    return edit_events(analysis, "Remove pin" if len(gone) == 1 else f"Remove {len(gone)} pins", PINS, gone)


def with_pins(analysis: Analysis, pins: Iterable[Event]) -> Analysis:
    """A copy with these pins in place of its own; without the layer where there are none."""
    events = Events(pins)
    if not len(events):
        return analysis.without_track(PINS)
    return analysis.with_track(Track(PINS, events, edited=True))


def parse_pin(text: str) -> Event:
    """A pin as written on a command line: ``12.31=downbeat``, ``40=tempo:174``, ``1:05=meter:3/4``.

    Raises
    ------
    PinError
        When it can't be understood.
    """
    when, sign, what = text.partition("=")
    name, _, value = what.strip().partition(":")
    time = _seconds(when)
    label = name.strip().replace("-", " ").replace("_", " ").lower()
    if not sign or time is None or label not in LABELS:
        raise PinError(f"{text!r} is no pin", advice=_EXAMPLES)
    if label in (METER, COMPOUND):
        said = parse_meter(value)
        return meter(time, said.beats_per_bar, said.compound or label == COMPOUND)
    if label == STRAIGHT:
        end = _seconds(value)
        if end is None:
            raise PinError(f"{text!r} does not say until when", advice=_EXAMPLES)
        return straight(time, end)
    if label == TEMPO:
        return tempo(time, _number(value, text))
    if value:
        raise PinError(f"{text!r} says too much: a {label} has no value", advice=_EXAMPLES)
    return checked(Event(time, label=label))


def _number(value: str, text: str) -> float:
    try:
        return float(value)
    except ValueError:
        raise PinError(f"{text!r} does not say how many beats a minute", advice=_EXAMPLES) from None


def _seconds(text: str) -> float | None:
    """``12.5``, ``1:02.5`` or ``1:00:02.5`` in s; None where it is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    time = 3600.0 * int(hours or 0) + 60.0 * int(minutes or 0) + float(seconds)
    return time if math.isfinite(time) else None


def parse_meter(text: str) -> Meter:
    """A meter as written: ``3`` and ``3/4`` have 3 beats a bar, ``7/8`` has 7.

    6/8, 9/8 and 12/8 are counted in dotted quarters: 2, 3 and 4 beats, each divided in three.

    Raises
    ------
    PinError
        When it is no meter.
    """
    count, sign, unit = text.strip().partition("/")
    if not count.isdecimal() or (sign and unit not in ("1", "2", "4", "8", "16")):
        raise PinError(f"{text!r} is no meter", advice="Write it as 3/4, 6/8 or as a number of beats a bar.")
    n = int(count)
    compound = unit == "8" and n in (6, 9, 12)
    n = n // 3 if compound else n
    if not 1 <= n <= MOST_BEATS_PER_BAR:
        raise PinError(f"a bar has 1 to {MOST_BEATS_PER_BAR} beats, not {n}")
    return Meter(n, compound)
