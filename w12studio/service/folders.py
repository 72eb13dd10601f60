"""Folders of one process among what can be deleted, which no crash leaves behind for good."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from w12studio.domain.errors import W12Error
from w12studio.engine.paths import cache_dir
from w12studio.engine.store import alive

_own: set[Path] = set()


def new_folder(kind: str) -> Path:
    """A new, empty folder ``kind/PID-random`` in the cache; deletes those there whose process is gone.

    Raises
    ------
    W12Error
        When it can't be made.
    """
    above = cache_dir() / kind
    try:
        above.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(above)
        folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=above))
    except OSError as error:
        reason = error.strerror or error
        raise W12Error(
            f"there is no folder for {kind} ({reason})", above, "Make room, or set W12STUDIO_HOME."
        ) from error
    _own.add(folder)
    return folder


def _remove_abandoned(above: Path) -> None:
    for path in above.glob("*-*"):
        pid = path.name.split("-")[0]
        # In a container every run has the same number: a folder of "this" process may be an earlier one's.
        other = pid.isdigit() and int(pid) != os.getpid() and alive(int(pid))
        if not other and path not in _own:
            with contextlib.suppress(OSError):
                shutil.rmtree(path)
