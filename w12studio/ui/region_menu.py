"""What can be done to the regions of a lane: sections, chords, keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from w12studio.domain import edits
from w12studio.domain.analysis import CHORDS, KEY, LOCAL_KEYS, SECTIONS, Analysis
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event
from w12studio.domain.regions import split
from w12studio.ui.session import Selection

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

_ONE = {SECTIONS: "section", KEY: "key", LOCAL_KEYS: "key", CHORDS: "chord"}
#: Offered beside the names that the layer has already.
_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_KEYS = tuple(f"{tonic} {mode}" for mode in ("major", "minor") for tonic in _TONICS)
_NAMES = {
    KEY: _KEYS,
    SECTIONS: ("Intro", "Verse", "Pre-chorus", "Chorus", "Bridge", "Break", "Build", "Drop", "Solo", "Outro"),
    LOCAL_KEYS: _KEYS,
    CHORDS: tuple(tonic + quality for quality in ("", "m", "7") for tonic in _TONICS),
}


def region_at(analysis: Analysis, kind: str, time: float) -> Event | None:
    """The region of a layer at a time in s."""
    events = analysis.events(kind)
    index = events.at_or_before(time)
    return events[index] if index >= 0 and events[index].end > time else None


def rename(timeline: Timeline, kind: str, event: Event, all_of_them: bool = False) -> None:
    """Ask for another label of a region, or of all that have the same, and put it there."""
    analysis = timeline.session.analysis
    if analysis is None:
        return
    labels = list(dict.fromkeys([event.label, *analysis.events(kind).labels, *_NAMES[kind]]))
    one = _ONE[kind]
    which = f"Every {one} “{event.label}”" if all_of_them else f"This {one}"
    dialog = QInputDialog(timeline)
    dialog.setWindowTitle(f"Rename {one}")
    dialog.setLabelText(f"{which} is called:")
    dialog.setComboBoxEditable(True)
    dialog.setComboBoxItems(labels)
    dialog.setTextValue(event.label)
    dialog.resize(340, dialog.sizeHint().height())  # the title has room
    given = dialog.exec()
    label = dialog.textValue().strip()
    dialog.deleteLater()
    if given and timeline.session.analysis is not None:
        timeline.session.apply(renamed(timeline.session.analysis, kind, event, label, all_of_them))


def renamed(analysis: Analysis, kind: str, event: Event, label: str, all_of_them: bool) -> Edit:
    """The edit that gives a region, or all that have the same label, another one; nothing where it is gone."""
    old = [e for e in analysis.events(kind) if e == event or (all_of_them and e.label == event.label)]
    new = [replace(e, label=label, confidence=1.0) for e in old if e.label != label]
    old = [e for e in old if e.label != label]
    return edits.edit_events(analysis, f"Rename {_ONE[kind]}", kind, old, new)


def begun(analysis: Analysis, kind: str, time: float) -> Edit:
    """The edit that lets a region begin at a time in s; half of the one key of the whole begins a key over time."""
    if kind != KEY:
        return edits.add_event(analysis, kind, time)
    halves = split(analysis.events(KEY), time, analysis.duration)
    return edits.replace_events(analysis, "Split key", LOCAL_KEYS, halves)


def region_menu(timeline: Timeline, kind: str, time: float) -> QMenu:
    """The menu of a time in s over the lane of such a layer."""
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    session, one = timeline.session, _ONE[kind]
    event = region_at(session.analysis, kind, time) if session.analysis is not None else None

    def add(text: str, do: Callable[[], object], enabled: bool = True) -> None:
        action = menu.addAction(text)
        action.setEnabled(enabled)
        action.triggered.connect(lambda _=False: do())

    def edit(text: str, make: Callable[[Analysis], Edit], enabled: bool = True) -> None:
        add(text, lambda: session.analysis is None or session.apply(make(session.analysis)), enabled)

    if event is not None:
        found = event
        add(f"Rename “{found.label}”…", lambda: rename(timeline, kind, found))
        if session.analysis is not None and session.analysis.events(kind).labels.count(found.label) > 1:
            add(f"Rename every “{found.label}”…", lambda: rename(timeline, kind, found, all_of_them=True))
    at = timeline.snapped(time, LOCAL_KEYS if kind == KEY else kind).time
    edit(f"Split {one} here" if event is not None else f"Add {one} here", lambda a: begun(a, kind, at))
    if event is not None:
        if kind != KEY:
            edit(f"Delete {one} (its neighbour takes its place)", lambda a: edits.delete_events(a, kind, [found]))
        menu.addSeparator()
        add("Select its time", lambda: session.select(Selection(found.time, found.end)))
        add("Zoom to it", lambda: timeline.show_span(found.time, found.end))
    menu.addSeparator()
    add("Show everything", timeline.fit)
    return menu
