"""Folders of the program: what it ships, and what it writes on this machine."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import platformdirs

from w12studio.domain.errors import W12Error

_PACKAGE = Path(__file__).resolve().parent.parent


def _own(kind: str, default: str) -> Path:
    """``$W12STUDIO_HOME/kind`` where that variable is set, else the platform's folder; made when missing.

    Where neither can be written, as with a read-only home, a folder of this user's own among the temporary ones.
    """
    home = os.environ.get("W12STUDIO_HOME")
    path = Path(home) / kind if home else Path(default)
    with contextlib.suppress(OSError):
        path.mkdir(parents=True, exist_ok=True)
        if os.access(path, os.W_OK | os.X_OK):
            return path
    user = os.getuid() if hasattr(os, "getuid") else "user"
    base = Path(tempfile.gettempdir(), f"w12studio-{user}")
    base.mkdir(mode=0o700, exist_ok=True)
    if hasattr(os, "getuid") and base.stat().st_uid != os.getuid():
        raise W12Error(f"neither {path} nor {base} can be used", advice="Set W12STUDIO_HOME to a folder of yours.")
    (base / kind).mkdir(exist_ok=True)
    return base / kind


def cache_dir() -> Path:
    """What can be computed again: analyses, graphs, decoded audio."""
    return _own("cache", platformdirs.user_cache_dir("w12studio", appauthor=False))


def data_dir() -> Path:
    """What must not be lost: autosaved work, fetched weights."""
    return _own("data", platformdirs.user_data_dir("w12studio", appauthor=False))


def log_dir() -> Path:
    """Log files."""
    return _own("log", platformdirs.user_log_dir("w12studio", appauthor=False))


def log_file() -> Path:
    """The log that messages to the user point at."""
    return log_dir() / "w12studio.log"


def shipped(*parts: str) -> Path:
    """A file of ``resources/`` or ``models/``: inside the installed package, or beside it in a source tree."""
    inside = _PACKAGE.joinpath(*parts)
    return inside if inside.exists() else _PACKAGE.parent.joinpath(*parts)
