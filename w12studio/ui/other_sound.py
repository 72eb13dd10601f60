"""Hearing the other recording of a comparison in place of the open one, at the same place of the music."""

from __future__ import annotations

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
        self._copy: service.SharedAudio | None = None
        self._of: tuple[str, Alignment] | None = None
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
        self._maker.drop()
        self._player.hear(None)
        self.switched.emit(False)

    def _follow(self) -> None:
        """Another alignment sounds different."""
        comparison = self._comparing.comparison
        if self._wanted and comparison is not None and self._of != (comparison.path, comparison.alignment):
            self._hear()

    def _hear(self) -> None:
        comparison, ours, theirs = self._comparing.comparison, self._session.audio, self._sound()
        if comparison is None or ours is None or theirs is None:
            self.notice.emit(tr("The sound of the other recording is not here."), "warning")
            self.switch(False)
            return
        wanted = (comparison.path, comparison.alignment)
        if self._copy is not None and self._of == wanted:
            self._heard()
            return
        self._of = wanted
        alignment = comparison.alignment
        self._maker.ask(lambda: service.sound_on_our_time(ours, theirs, alignment), self._made, self._failed, 0.1)

    def _made(self, copy: service.SharedAudio) -> None:
        before, self._copy = self._copy, copy
        self._heard()
        if before is not None:
            service.release_audio(before)

    def _heard(self) -> None:
        self._player.hear(self._copy)
        self.switched.emit(True)

    def _failed(self, error: W12Error) -> None:
        self.notice.emit(error_text(error), "danger")
        self._of = None
        self.switch(False)

    def shutdown(self) -> None:
        """Delete the copy."""
        self._maker.shutdown()
        if self._copy is not None:
            service.release_audio(self._copy)
            self._copy = None
