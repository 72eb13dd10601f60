"""The menu of a place on the timeline: what can be done to the markers there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from w12studio.domain import edits
from w12studio.domain.analysis import BEATS, TRANSIENTS
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event, Events

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

_ONE = {BEATS: "beat", TRANSIENTS: "transient"}


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
        The layer that the lane under the pointer holds; "" over other lanes, which offer beats.
    event : Event or None
        The marker under the pointer, of layer ``kind``.
    """
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    session = timeline.session
    analysis = session.analysis
    if analysis is None:
        return menu

    def add(text: str, do: Callable[[], object], enabled: bool = True) -> None:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False: do())

    def edit(text: str, make: Callable[[], Edit], enabled: bool = True) -> None:
        add(text, lambda: session.apply(make()), enabled)

    kind = kind or BEATS
    one = _ONE.get(kind, kind)
    beats = analysis.events(BEATS)
    if event is not None:
        add(f"Edit {one}…", lambda: timeline.edit_requested.emit(kind, event))
        chosen = present(analysis.events(kind), session.selection.events)
        gone = chosen if event in chosen else (event,)
        text = f"Delete {one}" if len(gone) == 1 else f"Delete {len(gone)} {kind}"
        edit(text, lambda: edits.delete_events(analysis, kind, gone))
    edit(f"Add {one} here", lambda: edits.add_event(analysis, kind, timeline.snapped(time, kind).time))
    if kind == TRANSIENTS:
        edit("Add beat here", lambda: edits.add_event(analysis, BEATS, timeline.snapped(time, BEATS).time))
    menu.addSeparator()
    nearest = beats.nearest(event.time if event is not None else time)
    edit("Make this beat 1", lambda: edits.set_downbeat(analysis, nearest), nearest >= 0)
    edit("Shift downbeats one beat later", lambda: edits.shift_downbeat(analysis, 1), len(beats) > 1)
    edit("Shift downbeats one beat earlier", lambda: edits.shift_downbeat(analysis, -1), len(beats) > 1)
    menu.addSeparator()
    edit("Double the beats", lambda: edits.double_beats(analysis), len(beats) > 1)
    edit("Halve the beats", lambda: edits.halve_beats(analysis), len(beats) > 1)
    menu.addSeparator()
    add("Zoom to selection", timeline.zoom_to_selection, session.selection.has_span)
    add("Show everything", timeline.fit)
    return menu
