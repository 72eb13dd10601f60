"""What the window offers every day beside the timeline: text out of it, a keyboard's way to places, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from w12studio.ui.announcing import Announcer, announce
from w12studio.ui.selection_chip import SelectionChip
from w12studio.ui.texts import plural, tr

if TYPE_CHECKING:
    from w12studio.ui.dialogs.manual import ManualWindow
    from w12studio.ui.main_window import MainWindow


class Everyday(QObject):
    """See the module. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._manual: ManualWindow | None = None
        #: whether they are shown in place of a recording that is open
        self.shows_first_steps = False
        self.announcer = Announcer(window.session, window.player, window.timeline)
        self.chip = SelectionChip(window.session)
        self.chip.clicked.connect(self._copy)
        window.statusBar().insertPermanentWidget(1, self.chip)
        copy = window.actions_["copy"]
        self.chip.follow(copy)
        window.markers.offer(copy, window.actions_["delete"])
        window.empty.follow(window.actions_["open"])
        window.empty.back_requested.connect(self.leave_first_steps)
        window.session.recording_changed.connect(self._opened)
        window.files.open_already.connect(self._opened)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        window.notices.shown.connect(lambda text: announce(window.notices, text))

    def _focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Tab leads into panels that lie behind others, too: bring them to the front."""
        for dock in self._window.docks:
            if now is not None and dock.isAncestorOf(now):
                dock.raise_()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What its actions do."""
        return {
            "select_here": self.select_here,
            "span_start": lambda: self.set_edge(start=True),
            "span_end": lambda: self.set_edge(start=False),
            "where": self.announcer.say_place,
            "first_steps": self.first_steps,
            "manual": self.manual,
        }

    def _copy(self) -> None:
        """Put the selected markers on the clipboard, and say so."""
        if self._window.correcting.clipboard.copy():
            n = len(self._window.session.selection.events)
            text = plural("{n} marker is on the clipboard.", "{n} markers are on the clipboard.", n)
            self._window.notices.show_notice(text, "ok")

    def select_here(self) -> None:
        """Select the event of the layer that is nearest to the playhead."""
        session, kind = self._window.session, self._window.editor.layer
        events = session.analysis.events(kind) if session.analysis is not None else ()
        if len(events):
            nearest = events[events.nearest(self._window.player.position)]
            session.select(replace(session.selection, kind=kind, events=(nearest,)))

    def set_edge(self, start: bool) -> None:
        """Let the selected span begin, or end, at the playhead; without one it reaches from or to the nearest end."""
        session, here = self._window.session, self._window.player.position
        chosen = session.selection
        low, high = (chosen.start, chosen.end) if chosen.has_span else (0.0, session.duration)
        low, high = (here, max(high, here)) if start else (min(low, here), here)
        if start and high <= low:
            high = session.duration
        elif not start and high <= low:
            low = 0.0
        session.select(replace(chosen, start=low, end=high, lane=""))
        self.announcer.say(tr("Selected from {start} to {end} seconds", start=f"{low:.3f}", end=f"{high:.3f}"))

    def first_steps(self) -> None:
        """Show how to begin, whatever is open."""
        self._window.pages.setCurrentWidget(self._window.empty)
        self.shows_first_steps = bool(self._window.queue.items)
        self._window.empty.show_first_steps(back=self.shows_first_steps)

    def leave_first_steps(self) -> None:
        """Back to what was open before `first_steps`."""
        self._opened()
        self._window.timeline.setFocus()

    def _opened(self) -> None:
        """Show what is open."""
        self.shows_first_steps = False
        self._window.show_page()

    def manual(self) -> None:
        """Open the manual, at what the keyboard's focus or the pointer is on."""
        from w12studio.ui.dialogs.manual import ManualWindow, topic_at

        if self._manual is None:
            self._manual = ManualWindow(self._window)
        self._manual.show_topic(*topic_at(self._window))
