"""Hearing the other recording of a comparison in place of the open one, at the same place of the music."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from w12studio import service
from w12studio.domain.alignment import Alignment
from w12studio.domain.errors import W12Error
from w12studio.ui.comparing import Comparing
from w12studio.ui.latest import LatestCall
from w12studio.ui.player import Player
from w12studio.ui.session import Session
from w12studio.ui.texts import error_text, tr

Sound = service.SharedAudio | Path
_Key = tuple[str, str, Alignment]  # our store, their path, and how they are aligned


class OtherSound(QObject):
    """See the module. Keeps one aligned copy, and makes it anew when the alignment changed. GUI thread.

    Parameters
    ----------
    sound : callable
        Gives their sound, or None where it is gone.
    """

    #: whether the other one is heard
    switched = Signal(bool)
    #: text, level (see `NoticeBar.show_notice`)
    notice = Signal(str, str)

    def __init__(
        self, session: Session, player: Player, comparing: Comparing, sound: Callable[[], Sound | None],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._player, self._comparing, self._sound = session, player, comparing, sound
        self._maker = LatestCall("aligned sound", self)
        self._stop = threading.Event()  # ends the making of the copy that is under way
        self._copy: service.SharedAudio | None = None
        self._of: _Key | None = None  # what it is, or is to be, a copy of
        self._copied: list[service.SharedAudio] = []  # all that were made, wanted or not, and are still on disk
        self._wanted = False
        comparing.changed.connect(lambda: self.switch(False))
        comparing.updated.connect(self._follow)

    def switch(self, on: bool) -> None:
        """Hear the other recording, or this one."""
        if not on and not self._wanted:
            return
        self._wanted = on
        if on:
            self._hear()
            return
        if self._maker.busy:  # what is here is another alignment's
            self._maker.drop()
            self._stop.set()
            self._of = None
        self._player.hear(None)
        self._release_others()
        self.switched.emit(False)

    def _follow(self) -> None:
        """Another alignment sounds different."""
        if self._wanted and self._key() != self._of:
            self._hear()

    def _key(self) -> _Key | None:
        """What the copy would be of; None where nothing is compared, or ours is not decoded."""
        comparison, ours = self._comparing.comparison, self._session.audio
        return None if comparison is None or ours is None else (ours.store, comparison.path, comparison.alignment)

    def _hear(self) -> None:
        wanted, ours, theirs = self._key(), self._session.audio, self._sound()
        if wanted is None or ours is None or theirs is None:
            self.notice.emit(tr("The sound of the other recording is not here."), "warning")
            self.switch(False)
            return
        if self._copy is not None and self._of == wanted:
            self._heard()
            return
        self._of = wanted
        alignment = wanted[-1]
        self._stop.set()  # the copy before is wanted no more
        stop = self._stop = threading.Event()
        self._maker.ask(lambda: self._copy_of(ours, theirs, alignment, stop), self._made, self._failed, 0.1)

    def _copy_of(
        self, ours: service.SharedAudio, theirs: Sound, alignment: Alignment, stop: threading.Event
    ) -> service.SharedAudio:
        """Make a copy, and remember that it is there even where nobody waits for it any more. Any thread."""
        copy = service.sound_on_our_time(ours, theirs, alignment, stop)
        self._copied.append(copy)
        return copy

    def _made(self, copy: service.SharedAudio) -> None:
        self._copy = copy
        self._heard()
        self._release_others()

    def _release_others(self) -> None:
        """Delete the copies that can't be heard."""
        for copy in [c for c in self._copied if c is not self._copy]:
            self._copied.remove(copy)
            service.release_audio(copy)

    def _heard(self) -> None:
        self._player.hear(self._copy)
        self.switched.emit(True)

    def _failed(self, error: W12Error) -> None:
        self.notice.emit(error_text(error), "danger")
        self._of = None
        self.switch(False)

    def shutdown(self) -> None:
        """End the making of a copy, and delete the one there is."""
        self._stop.set()
        self._maker.shutdown()
        self._copy = None
        self._release_others()
