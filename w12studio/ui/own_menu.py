"""The menu of a place on the lane of a layer of the user's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from w12studio.domain import edits
from w12studio.domain.events import Event
from w12studio.domain.own_events import added_event, noun_of
from w12studio.ui.lanes.own import OwnLane
from w12studio.ui.marker_menu import present
from w12studio.ui.menu_entries import MenuEntries
from w12studio.ui.session import Selection
from w12studio.ui.texts import later, tr, translated

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline


class _Words(NamedTuple):
    """What the menu says of an event; "" for what is not offered."""

    delete: str
    add_here: str
    add_over: str = ""


_WORDS = {
    "point": _Words(later("Delete point"), later("Add point here")),
    "region": _Words(later("Delete region"), later("Add region here"), later("Add region over the selected span")),
    "note": _Words(later("Delete note"), later("Add note here"), later("Add note over the selected span")),
    "comment": _Words(later("Delete comment"), later("Add comment here")),
}


def own_menu(timeline: Timeline, lane: OwnLane, time: float, y: float, event: Event | None) -> QMenu:
    """A menu for a place.

    Parameters
    ----------
    timeline : Timeline
    lane : OwnLane
    time : float
        s, where the pointer is.
    y : float
        Of the pointer, in logical pixels of the view.
    event : Event or None
        What is there.
    """
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    session, kind = timeline.session, lane.marker_kind
    if session.analysis is None or session.analysis.track(kind) is None:
        return menu
    words = _WORDS[noun_of(session.analysis, kind)]

    entries = MenuEntries(menu, session)
    add, edit = entries.add, entries.edit
    if event is not None:
        chosen = present(session.analysis.events(kind), session.selection.events)
        gone = chosen if event in chosen else (event,)
        add(tr("Edit label"), lambda: timeline.edit_requested.emit(kind, event))
        text = translated(words.delete) if len(gone) == 1 else tr("Delete {n} events", n=len(gone))
        edit(text, lambda a: edits.delete_events(a, kind, present(a.events(kind), gone)))
        menu.addSeparator()
        add(tr("Select its time"), lambda: session.select(Selection(event.time, event.end)), event.duration > 0)
        add(tr("Zoom to it"), lambda: timeline.show_span(event.time, event.end))
    span = session.selection
    at, pitch = timeline.snapped(time, kind).time, lane.value_at(y - lane.y())
    edit(translated(words.add_here), lambda a: added_event(a, kind, at, pitch))
    if words.add_over:
        edit(translated(words.add_over), lambda a: added_event(a, kind, span.start, pitch, span.end), span.has_span)
    menu.addSeparator()
    lane.fill_menu(menu)
    menu.addSeparator()
    add(tr("Show everything"), timeline.fit)
    return menu
