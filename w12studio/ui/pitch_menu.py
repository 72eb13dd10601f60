"""The menu of a place on the pitch lane: what can be corrected there, then what can be said of the beats."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from w12studio.domain.events import Event
from w12studio.ui.marker_menu import fill_marker_menu
from w12studio.ui.note_names import note_name
from w12studio.ui.texts import tr

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline


def pitch_menu(timeline: Timeline, time: float, note: Event | None) -> QMenu:
    """A menu for a time in s on the pitch lane, and the note under the pointer, if there is one.

    A note outside of the selected span is selected, so that one sees what the menu is about.
    """
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    session = timeline.session
    pitching, chosen = session.pitching, session.selection
    inside = chosen.has_span and chosen.start <= time <= chosen.end
    if note is not None and not inside and note not in chosen.events:
        pitching.select_note(note)
    there = pitching.target is not None

    def add(text: str, do: Callable[[], object], enabled: bool = there) -> None:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False: do())

    for choice in pitching.choices:
        add(
            tr("Take {number}: {text}", number=choice.number, text=choice.text),
            partial(pitching.take, choice.number),
            True,
        )
    if pitching.choosing:
        add(tr("Keep the pitch as it is"), pitching.leave, True)
        menu.addSeparator()
    named = there and note is not None and not inside and note.value is not None
    if there:
        heading = (
            tr("Note {name}", name=note_name(note.value))
            if named and note and note.value is not None
            else tr("Selected span")
        )
        menu.addAction(heading).setEnabled(False)
    add(tr("Octave up"), lambda: pitching.shift(12))
    add(tr("Octave down"), lambda: pitching.shift(-12))
    add(tr("Semitone up"), lambda: pitching.shift(1))
    add(tr("Semitone down"), lambda: pitching.shift(-1))
    if not pitching.choosing:
        add(tr("Choose among candidates…"), pitching.find)
    add(tr("Delete pitch"), pitching.delete)
    menu.addSeparator()
    pencil = menu.addAction(tr("Draw with the pencil"))
    pencil.setCheckable(True)
    pencil.setChecked(pitching.pencil)
    pencil.triggered.connect(pitching.set_pencil)
    if note is not None:
        add(tr("Select the time of this note"), lambda: pitching.select_span_of(note), True)
    add(tr("Fit the pitch range"), timeline.reset_pitch, True)
    menu.addSeparator()
    beats = menu.addMenu(tr("Beats here"))
    fill_marker_menu(beats, timeline, time)
    return menu
