"""Keeps unsaved corrections safe: a copy some seconds after each edit, offered again after a crash.

Each running window has a folder of its own in the data folder, named after its process. A folder whose process is gone
was left by a crash: a window that closes takes its folder away.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from w12studio import service
from w12studio.domain.errors import W12Error
from w12studio.ui.session import Session
from w12studio.ui.texts import error_text, tr

_log = logging.getLogger(__name__)
AFTER_EDIT_MS = 3000
EVERY_MS = 60_000
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Recovered:
    """Work that a crash left behind.

    Attributes
    ----------
    path : Path
        The autosaved project.
    name : str
        Of the recording.
    saved_at : float
        s since the epoch.
    """

    path: Path
    name: str
    saved_at: float


def _root() -> Path:
    return service.data_dir() / "autosave"


def left_behind() -> list[Recovered]:
    """Autosaved work of windows that are gone, the newest first; empty folders of theirs are removed."""
    found: list[Recovered] = []
    root = _root()
    for folder in root.iterdir() if root.is_dir() else ():
        if not folder.is_dir() or _in_use(folder):
            continue
        projects = sorted(folder.glob("*.w12"))
        if not projects:
            shutil.rmtree(folder, ignore_errors=True)
        for path in projects:
            with contextlib.suppress(OSError):
                name = path.name.removesuffix(".w12").split("~", 1)[-1]
                found.append(Recovered(path, name, path.stat().st_mtime))
    return sorted(found, key=lambda r: r.saved_at, reverse=True)


def _in_use(folder: Path) -> bool:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)
    if lock.tryLock(0):
        lock.unlock()
        return False
    return True


def discard(recovered: Recovered) -> None:
    """Delete autosaved work that is not wanted any more."""
    with contextlib.suppress(OSError):
        recovered.path.unlink()
    with contextlib.suppress(OSError):
        folder = recovered.path.parent
        if not any(folder.glob("*.w12")):
            shutil.rmtree(folder)


class Autosave(QObject):
    """Writes the open recording into this window's folder while it has unsaved edits.

    ``view_state`` gives what else a project remembers: the view, and what the recording is compared with.
    """

    #: a sentence: the copy could not be written
    failed = Signal(str)

    def __init__(
        self, session: Session, parent: QObject | None = None, view_state: Callable[[], Mapping[str, Any]] = dict
    ) -> None:
        super().__init__(parent)
        self._session, self._view_state = session, view_state
        self._folder = _root() / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(self._folder / _LOCK))
        self._lock.setStaleLockTime(0)
        self._lock.tryLock(0)
        self._written: Path | None = None
        self._revision = -1
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AFTER_EDIT_MS)
        self._soon.timeout.connect(self.save_now)
        self._regular = QTimer(self)
        self._regular.setInterval(EVERY_MS)
        self._regular.timeout.connect(self.save_now)
        self._regular.start()
        session.history_changed.connect(self._edited)
        session.recording_changed.connect(self._another)

    @property
    def path(self) -> Path | None:
        """The copy of the open recording, where there is one."""
        return self._written

    def save_now(self) -> None:
        """Write the copy, unless nothing changed since the last one."""
        analysis, session = self._session.analysis, self._session
        self._soon.stop()
        if analysis is None or not session.dirty or session.revision == self._revision:
            return
        name = Path(analysis.audio.path).name[:120] or "recording"
        target = self._folder / f"{analysis.audio.sha256[:12] or int(time.time())}~{name}.w12"
        try:
            service.save_project(analysis, target, self._view_state())
        except W12Error as error:
            _log.warning("autosave: %s", error)
            self.failed.emit(tr("Your corrections could not be autosaved. {why}", why=error_text(error)))
            return
        if self._written is not None and self._written != target:
            self._written.unlink(missing_ok=True)
        self._written, self._revision = target, session.revision

    def forget(self) -> None:
        """The work was saved or given up: take the copy away."""
        self._soon.stop()
        if self._written is not None:
            self._written.unlink(missing_ok=True)
        self._written, self._revision = None, -1

    def shutdown(self) -> None:
        """The window closes. What is still unsaved then (the system ended the program) is offered at next start."""
        self.save_now()
        self._soon.stop()
        self._regular.stop()
        self._lock.unlock()
        if self._written is None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _edited(self) -> None:
        if self._session.dirty:
            self._soon.start()
        else:
            self.forget()

    def _another(self) -> None:
        self.forget()
