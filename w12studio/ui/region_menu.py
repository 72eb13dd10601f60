"""What can be done to the regions of a lane: sections, chords, keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QInputDialog, QMenu

from w12studio.domain import edits
from w12studio.domain.analysis import CHORDS, KEY, LOCAL_KEYS, SECTIONS, Analysis
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event
from w12studio.domain.regions import UNKNOWN, split
from w12studio.ui.menu_entries import MenuEntries
from w12studio.ui.session import Selection
from w12studio.ui.texts import later, tr, translated

if TYPE_CHECKING:
    from w12studio.ui.timeline import Timeline

_ONE = {SECTIONS: later("section"), KEY: later("key"), LOCAL_KEYS: later("key"), CHORDS: later("chord")}
#: Offered beside the names that the layer has already.
_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_KEYS = tuple(f"{tonic} {mode}" for mode in ("major", "minor") for tonic in _TONICS)
_NAMES = {
    KEY: _KEYS,
    SECTIONS: ("Intro", "Verse", "Pre-chorus", "Chorus", "Bridge", "Break", "Build", "Drop", "Solo", "Outro"),
    LOCAL_KEYS: _KEYS,
    CHORDS: tuple(tonic + quality for quality in ("", "m", "7") for tonic in _TONICS),
}


@dataclass(frozen=True, slots=True)
class _Words:
    """What menu and questions say of a region."""

    rename: str
    this: str
    every: str
    add: str
    add_here: str
    split_here: str
    delete: str


_KEY_WORDS = _Words(
    later("Rename key"), later("This key is called:"), later("Every key “{label}” is called:"),
    later("Add key"), later("Add key here…"), later("Split key here"),
    later("Delete key (its neighbour takes its place)"),
)  # fmt: skip
_WORDS = {
    SECTIONS: _Words(
        later("Rename section"), later("This section is called:"), later("Every section “{label}” is called:"),
        later("Add section"), later("Add section here…"), later("Split section here"),
        later("Delete section (its neighbour takes its place)"),
    ),
    CHORDS: _Words(
        later("Rename chord"), later("This chord is called:"), later("Every chord “{label}” is called:"),
        later("Add chord"), later("Add chord here…"), later("Split chord here"),
        later("Delete chord (its neighbour takes its place)"),
    ),
    KEY: _KEY_WORDS,
    LOCAL_KEYS: _KEY_WORDS,
}  # fmt: skip


def region_at(analysis: Analysis, kind: str, time: float) -> Event | None:
    """The region of a layer at a time in s."""
    events = analysis.events(kind)
    index = events.at_or_before(time)
    return events[index] if index >= 0 and events[index].end > time else None


def rename(timeline: Timeline, kind: str, event: Event, all_of_them: bool = False) -> None:
    """Ask for another label of a region, or of all that have the same, and put it there."""
    words = _WORDS[kind]
    text = translated(words.every).format(label=event.label) if all_of_them else translated(words.this)
    label = _ask_label(timeline, kind, translated(words.rename), text, event.label)
    if label is not None and timeline.session.analysis is not None:
        timeline.session.apply(renamed(timeline.session.analysis, kind, event, label, all_of_them))


def name_new(timeline: Timeline, kind: str, time: float) -> None:
    """Ask what a new region is called that begins at a time in s, where the layer has none, and put it there."""
    label = _ask_label(timeline, kind, translated(_WORDS[kind].add), translated(_WORDS[kind].this), "")
    analysis = timeline.session.analysis
    if label and analysis is not None:
        fresh = split(analysis.events(kind), time, analysis.duration)
        new = [replace(e, label=label) for e in fresh if e.time == time]
        name = tr("Add {one}", one=translated(_ONE[kind]))
        timeline.session.apply(edits.edit_events(analysis, name, kind, [], new))


def _ask_label(timeline: Timeline, kind: str, title: str, text: str, label: str) -> str | None:
    """A label that the user gives or chooses; None where the question was left."""
    analysis = timeline.session.analysis
    if analysis is None:
        return None
    known = dict.fromkeys([label, *analysis.events(kind).labels, *_NAMES[kind]])
    dialog = QInputDialog(timeline)
    dialog.setWindowTitle(title)
    dialog.setLabelText(text)
    dialog.setComboBoxEditable(True)
    dialog.setComboBoxItems([x for x in known if x != UNKNOWN])
    dialog.setTextValue(label)
    dialog.resize(340, dialog.sizeHint().height())  # the title has room
    for field in dialog.findChildren(QComboBox):
        field.setAccessibleName(text)
    given = dialog.exec()
    label = dialog.textValue().strip()
    dialog.deleteLater()
    return label if given else None


def renamed(analysis: Analysis, kind: str, event: Event, label: str, all_of_them: bool) -> Edit:
    """The edit that gives a region, or all that have the same label, another one; nothing where it is gone."""
    old = [e for e in analysis.events(kind) if e == event or (all_of_them and e.label == event.label)]
    new = [replace(e, label=label, confidence=1.0) for e in old if e.label != label]
    old = [e for e in old if e.label != label]
    return edits.edit_events(analysis, tr("Rename {one}", one=translated(_ONE[kind])), kind, old, new)


def begun(analysis: Analysis, kind: str, time: float) -> Edit:
    """The edit that lets a region begin at a time in s; half of the one key of the whole begins a key over time."""
    if kind != KEY:
        return edits.add_event(analysis, kind, time)
    halves = split(analysis.events(KEY), time, analysis.duration)
    return edits.replace_events(analysis, tr("Split key"), LOCAL_KEYS, halves)


def region_menu(timeline: Timeline, kind: str, time: float) -> QMenu:
    """The menu of a time in s over the lane of such a layer."""
    menu = QMenu(timeline)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    session, words = timeline.session, _WORDS[kind]
    event = region_at(session.analysis, kind, time) if session.analysis is not None else None

    entries = MenuEntries(menu, session)
    add, edit = entries.add, entries.edit
    if event is not None:
        found = event
        add(tr("Rename “{label}”…", label=found.label), lambda: rename(timeline, kind, found))
        if session.analysis is not None and session.analysis.events(kind).labels.count(found.label) > 1:
            every = tr("Rename every “{label}”…", label=found.label)
            add(every, lambda: rename(timeline, kind, found, all_of_them=True))
    at = timeline.snapped(time, LOCAL_KEYS if kind == KEY else kind).time
    if event is None:
        add(translated(words.add_here), lambda: name_new(timeline, kind, at))
    else:
        edit(translated(words.split_here), lambda a: begun(a, kind, at))
        if kind != KEY:
            edit(translated(words.delete), lambda a: edits.delete_events(a, kind, [found]))
        menu.addSeparator()
        add(tr("Select its time"), lambda: session.select(Selection(found.time, found.end)))
        add(tr("Zoom to it"), lambda: timeline.show_span(found.time, found.end))
    menu.addSeparator()
    add(tr("Show everything"), timeline.fit)
    return menu
