"""Beats that follow what a person has pinned, and other readings of them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from w12studio.domain.alternative import Alternative
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.curves import Curve
from w12studio.domain.edits import CompoundEdit, edit_events, replace_events
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Event
from w12studio.domain.meters import Meter
from w12studio.domain.pins import PINS, checked, contradicted, meter, pins_of, with_pins


def resolve(analysis: Analysis, pins: Iterable[Event] | None = None, *, changed: Event | None = None) -> Analysis:
    """Solve the beats again under pins; no audio is needed.

    Parameters
    ----------
    analysis : Analysis
        The activations are those of its BEATS track.
    pins : iterable of Event, optional
        Made by `w12studio.domain.pins`; they take the place of those that the analysis has in its layer `PINS`. Beats
        are solved around the pins that are new and those that are gone. By default the pins stay as they are.
    changed : Event, optional
        Without ``pins``: the one of the analysis' own that was set, moved or taken away. Only around it anything
        changes: nothing beyond the nearest pins, or beyond where the new beats are the old ones. Without it the beats
        around every pin are solved.

    Returns
    -------
    Analysis
        With these pins, and new beats, tempo and meter.

    Raises
    ------
    EstimatorError
        When the beats carry no activations, e.g. because they were imported.
    PinError
        For a pin that makes no sense.

    Notes
    -----
    May run on any thread. The first call in a process loads the solver, see `warm_resolve`.
    """
    from w12studio.engine.resolve import resolve_beats

    if pins is None:
        return resolve_beats(analysis, changed)
    new, old = [checked(pin) for pin in pins], list(pins_of(analysis))
    analysis = with_pins(analysis, new)
    for pin in [*(pin for pin in old if pin not in new), *(pin for pin in new if pin not in old)]:
        analysis = resolve_beats(analysis, pin)
    return analysis


def alternatives(analysis: Analysis) -> tuple[Alternative, ...]:
    """Other readings of the beats (half and double tempo, other meters), ranked, the present one among them.

    Raises
    ------
    EstimatorError
        When the beats carry no activations.
    """
    from w12studio.engine.alternatives import alternatives_of

    return alternatives_of(analysis)


def warm_resolve() -> threading.Thread:
    """Load what the first edit needs (the solver, notes) on a thread of its own, so that it is as fast as the next.

    Returns at once.
    """
    thread = threading.Thread(target=_warm, name="warm resolve", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    from w12studio.engine.notes import notes_from_f0
    from w12studio.engine.resolve import warm

    warm()
    notes_from_f0(Curve(np.full(20, 220.0), 100.0))


def carry_pins(old: Analysis, new: Analysis) -> Analysis:
    """A new analysis with the pins of the old one, and beats that follow them.

    Where the new beats can't be solved again (no network found them), the pins are kept all the same.
    """
    return with_resolved_pins(new, pins_of(old))


def with_resolved_pins(analysis: Analysis, pins: Iterable[Event]) -> Analysis:
    """An analysis with these pins, and beats that follow them as far as they can be solved again."""
    pinned = with_pins(analysis, pins)
    if not len(pinned.events(PINS)):
        return pinned
    try:
        return resolve(pinned)
    except EstimatorError as error:
        return pinned.with_warning(f"The pins could not be followed: {error.problem}.")


def first_meter(analysis: Analysis, wanted: Meter | None) -> tuple[Event, ...]:
    """The pin that gives the whole recording this meter; none for None, or where there are no beats.

    It lies on the first downbeat, as the activations see it in such bars.
    """
    from w12studio.engine.resolve import first_downbeat

    time = None if wanted is None else first_downbeat(analysis, wanted.beats_per_bar)
    return () if wanted is None or time is None else (meter(time, wanted.beats_per_bar, wanted.compound),)


def pins_edit(
    analysis: Analysis, name: str, removed: Iterable[Event] = (), added: Iterable[Event] = ()
) -> CompoundEdit:
    """One edit that changes pins and the beats that follow from them; takes as long as `resolve`.

    The beats don't count as edited by hand, for the pins are kept and will be followed again.

    Raises
    ------
    EstimatorError
        When the beats can't be solved again.
    KeyError
        When a pin of ``removed`` is not there.
    """
    gone, new = tuple(removed), tuple(added)
    left = [pin for pin in analysis.events(PINS) if pin not in gone]
    against = dict.fromkeys(old for pin in new for old in contradicted(left, pin))
    pin_edit = edit_events(analysis, name, PINS, (*gone, *against), new)
    solved = pin_edit.apply(analysis)
    for pin in (*gone, *new):
        solved = resolve(solved, changed=pin)
    beat_edit = replace_events(analysis, name, BEATS, solved.events(BEATS))
    before = beat_edit.edited[0]
    return CompoundEdit(name, (pin_edit, replace(beat_edit, edited=(before, before))))
