"""Says to screen readers what the timeline shows to eyes: the event one moved to, where the playhead is, messages.

The lanes are pictures, in which a screen reader finds nothing. So what happens there is announced, and the place of the
playhead stands in the description of the timeline, where it is read on request.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QWidget

from w12studio.domain.analysis import BEATS
from w12studio.ui.player import Player
from w12studio.ui.session import Session
from w12studio.ui.spoken import event_sentence, place_sentence
from w12studio.ui.summary import bars_beats_of
from w12studio.ui.texts import plural, tr
from w12studio.ui.timeline import Timeline

_PLACE_MS = 250


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say a sentence now; nothing where none is running."""
    if text and QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class Announcer(QObject):
    """See the module. GUI thread."""

    def __init__(self, session: Session, player: Player, timeline: Timeline) -> None:
        super().__init__(timeline)
        self._session, self._player, self._timeline = session, player, timeline
        self._grid = bars_beats_of(None)
        self._was_playing = False
        self._later = QTimer(self, singleShot=True, interval=_PLACE_MS)
        self._later.timeout.connect(self._describe_place)
        session.recording_changed.connect(self._beats_changed)
        session.analysis_changed.connect(lambda kinds: BEATS in kinds and self._beats_changed())
        session.selection_changed.connect(self._selection_changed)
        player.position_changed.connect(lambda _: self._moved())
        player.state_changed.connect(self._state_changed)

    def say_place(self) -> None:
        """Announce where the playhead is."""
        self.say(self._place())

    def say(self, text: str) -> None:
        """Announce a sentence on behalf of the timeline."""
        announce(self._timeline.lane_view, text)

    def _place(self) -> str:
        if self._session.analysis is None:
            return ""
        return place_sentence(self._player.position, self._session.duration, self._grid)

    def _beats_changed(self) -> None:
        self._grid = bars_beats_of(self._session.analysis)
        self._moved()

    def _moved(self) -> None:
        """The playhead is elsewhere: while it plays, the description waits until it stands still."""
        if not self._player.playing and not self._later.isActive():
            self._later.start()

    def _describe_place(self) -> None:
        place = self._place()
        self._timeline.lane_view.setAccessibleDescription(
            tr("Playhead at {place}.", place=place) if place else tr("No recording is open.")
        )

    def _selection_changed(self) -> None:
        chosen = self._session.selection
        focus = QApplication.focusWidget()
        if not chosen.events or (focus is not None and focus.window() is self._timeline.window() and _reads(focus)):
            return
        if len(chosen.events) == 1:
            self.say(event_sentence(chosen.kind, chosen.events[0], self._grid))
        else:
            self.say(plural("{n} marker selected", "{n} markers selected", len(chosen.events)))

    def _state_changed(self) -> None:
        playing, was = self._player.playing, self._was_playing
        self._was_playing = playing
        if was and not playing:
            self._moved()
            self.say(self._place())


def _reads(widget: QWidget) -> bool:
    """Whether the widget reads out the selection itself, as a table does."""
    return widget.inherits("QAbstractItemView")
