"""The menu of a place on the timeline: what can be said of the beats there, and done to the markers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from w12studio.domain import edits, pins
from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event, Events
from w12studio.domain.meters import METERS, METERS_IN_THREE
from w12studio.domain.pins import PINS
from w12studio.ui.pin_commands import PinCommands, tempo_near
from w12studio.ui.session import Session
from w12studio.ui.summary import inside_title
from w12studio.ui.texts import later, plural, tr, translated

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

_ONE = {BEATS: later("beat"), TRANSIENTS: later("transient")}


def present(events: Events, chosen: tuple[Event, ...]) -> tuple[Event, ...]:
    """Those of ``chosen`` that are among ``events``: a new analysis may have replaced some."""
    out = []
    for event in chosen:
        first, last = (
            np.searchsorted(events.times, event.time, "left"),
            np.searchsorted(events.times, event.time, "right"),
        )
        if any(events[i] == event for i in range(int(first), int(last))):
            out.append(event)
    return tuple(out)


def marker_menu(timeline: Timeline, time: float, kind: str, event: Event | None) -> QMenu:
    """A menu for a time in s.

    Parameters
    ----------
    timeline : Timeline
    time : float
        s, where the pointer is.
    kind : str
        The layer of ``event``, or else that of the lane under the pointer; "" over lanes without markers, which
        offer beats.
    event : Event or None
        The marker or pin under the pointer.
    """
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if timeline.session.analysis is not None:
        _Filler(menu, timeline, timeline.session.analysis, time, kind or BEATS, event).fill()
    return menu


def fill_marker_menu(menu: QMenu, timeline: Timeline, time: float) -> None:
    """Put what can be said of the beats at a time in s into another menu."""
    if timeline.session.analysis is not None:
        _Filler(menu, timeline, timeline.session.analysis, time, BEATS, None).fill()


def ask_tempo(parent: QWidget, session: Session, time: float) -> None:
    """Ask for the tempo at a time in s, and pin it."""
    if session.analysis is None:
        return
    now = round(tempo_near(session.analysis.events(BEATS), time), 1)
    bpm, given = QInputDialog.getDouble(
        parent, tr("Tempo here"), tr("About how many beats a minute?"), now, pins.LEAST_BPM, pins.MOST_BPM, 1
    )
    if given:
        PinCommands(session).tempo(time, bpm)


class _Filler:
    """Puts the entries into one menu."""

    def __init__(
        self, menu: QMenu, timeline: Timeline, analysis: Analysis, time: float, kind: str, event: Event | None
    ) -> None:
        self._menu, self._timeline, self._analysis = menu, timeline, analysis
        self._session = timeline.session
        self._kind, self._event = kind, event
        self._beats = analysis.events(BEATS)
        self._time = event.time if event is not None else time
        self._free = self._time if event is not None else timeline.snapped(time, BEATS).time

    def fill(self) -> None:
        """All entries."""
        if self._kind == TRANSIENTS:
            self._add_marker_entries()
            self._menu.addSeparator()
            self._add_pin_entries()
        else:
            self._add_pin_entries()
            self._menu.addSeparator()
            self._add_marker_entries()
        self._menu.addSeparator()
        several = len(self._beats) > 1
        self._edit(tr("Shift downbeats one beat later"), lambda a: edits.shift_downbeat(a, 1), several)
        self._edit(tr("Shift downbeats one beat earlier"), lambda a: edits.shift_downbeat(a, -1), several)
        self._edit(tr("Double the beats"), edits.double_beats, several)
        self._edit(tr("Halve the beats"), edits.halve_beats, several)
        self._menu.addSeparator()
        self._add(tr("Zoom to selection"), self._timeline.zoom_to_selection, self._session.selection.has_span)
        self._add(tr("Show everything"), self._timeline.fit)

    def _add(self, text: str, do: Callable[[], object], enabled: bool = True, menu: QMenu | None = None) -> None:
        action = (menu or self._menu).addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False: do())

    def _edit(self, text: str, make: Callable[[Analysis], Edit], enabled: bool = True) -> None:
        def do() -> None:
            if self._session.analysis is not None:  # which may have changed while the menu was open
                self._session.apply(make(self._session.analysis))

        self._add(text, do, enabled)

    def _add_pin_entries(self) -> None:
        pinning, span = self._session.pinning, self._session.selection
        if self._kind == PINS and self._event is not None:
            chosen = present(self._analysis.events(PINS), span.events)
            gone = chosen if self._event in chosen else (self._event,)
            self._add(plural("Remove pin", "Remove {n} pins", len(gone)), lambda: pinning.unpin(gone))
            self._menu.addSeparator()
        commands = PinCommands(self._session)
        self._add(tr("Pin beat here"), lambda: commands.beat(self._free))
        self._add(tr("No beat here"), lambda: commands.no_beat(self._time))
        self._add(tr("This is 1"), lambda: commands.downbeat(self._time), len(self._beats) > 0)
        meters = self._menu.addMenu(tr("Meter from here"))
        for meter in METERS:
            if meter == METERS_IN_THREE[0]:
                meters.addSeparator()
            self._add(meter.describe(), partial(commands.meter, self._time, meter), menu=meters)
        self._add(tr("Tempo here about…"), lambda: ask_tempo(self._timeline, self._session, self._time))
        self._add(tr("Straight grid over the selection"), commands.straighten, span.has_span)
        everything = tuple(self._analysis.events(PINS))
        if everything:
            self._add(tr("Remove all pins"), lambda: pinning.unpin(everything))

    def _add_marker_entries(self) -> None:
        kind, event, timeline = self._kind, self._event, self._timeline
        one = translated(_ONE.get(kind, later("pin")))
        if event is not None:
            self._add(tr("Edit {one}…", one=one), lambda: timeline.edit_requested.emit(kind, event))
        if kind == PINS:
            return
        if event is not None:
            chosen = present(self._analysis.events(kind), self._session.selection.events)
            gone = chosen if event in chosen else (event,)
            text = tr("Delete {one}", one=one)
            if len(gone) > 1:
                text = tr("Delete {n} {layer}", n=len(gone), layer=inside_title(kind))
            self._edit(text, lambda a: edits.delete_events(a, kind, present(a.events(kind), gone)))
        at = timeline.snapped(self._time, kind).time
        self._edit(tr("Add {one} here", one=one), lambda a: edits.add_event(a, kind, at))
