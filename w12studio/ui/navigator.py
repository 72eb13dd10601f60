"""Keeps playhead, view and loop together: what the actions and panels ask for that concerns player and timeline."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from w12studio.ui.editing import Editor
from w12studio.ui.player import Player
from w12studio.ui.session import Session
from w12studio.ui.summary import inside_title
from w12studio.ui.texts import tr
from w12studio.ui.timeline import Timeline


class Navigator(QObject):
    """See the module. GUI thread.

    Parameters
    ----------
    is_following : callable
        Whether the view scrolls along while playing.
    say : callable
        Shows a sentence to the user.
    """

    def __init__(
        self,
        session: Session,
        player: Player,
        editor: Editor,
        timeline: Timeline,
        is_following: Callable[[], bool],
        say: Callable[[str], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._player, self._editor, self._timeline = session, player, editor, timeline
        self._is_following, self._say = is_following, say
        player.position_changed.connect(self._playhead_moved)
        player.state_changed.connect(self._player_changed)

    def go(self, time: float | None) -> None:
        """Put the playhead there and bring it into view; None: nowhere."""
        if time is not None:
            self._player.seek(time)
            self._timeline.reveal(time)

    def reveal(self, time: float) -> None:
        """Bring a time into view; the playhead goes along unless it plays."""
        if self._player.playing:
            self._timeline.reveal(time)
        else:
            self.go(time)

    def to_start(self) -> None:
        """Playhead to the start."""
        self.go(0.0)

    def to_end(self) -> None:
        """Playhead to the end."""
        self.go(self._session.duration)

    def step(self, direction: int) -> None:
        """Playhead to the next (1) or previous (-1) event."""
        self.go(self._editor.step(direction))

    def step_doubt(self, direction: int) -> None:
        """Playhead to the next (1) or previous (-1) doubtful place."""
        time = self._editor.step_doubt(direction)
        if time is None:
            self._say(tr("None of the {layer} is doubtful.", layer=inside_title(self._editor.layer)))
        self.go(time)

    def set_looping(self, on: bool) -> None:
        """Switch the loop; where none is set, the selected span becomes it, else the whole recording."""
        span, chosen = self._player.loop, self._session.selection
        if on and span is None and chosen.has_span:
            span = (chosen.start, chosen.end)
        self._player.set_loop(span, on)

    def loop_selection(self) -> None:
        """Repeat the selected span, or what the selected markers cover."""
        chosen = self._session.selection
        span = (chosen.start, chosen.end)
        if not chosen.has_span and chosen.events:
            span = (min(e.time for e in chosen.events), max(e.end for e in chosen.events))
        self._player.set_loop(span, True)

    def _playhead_moved(self, position: float) -> None:
        there = self._session.analysis is not None
        follow = self._player.playing and not self._player.scrubbing and self._is_following()
        self._timeline.set_playhead(position if there else None, follow)

    def _player_changed(self) -> None:
        self._timeline.set_loop(self._player.loop if self._player.looping else None)
