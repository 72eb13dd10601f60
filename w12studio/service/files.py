"""Which files the user means."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from w12studio.domain.errors import W12Error
from w12studio.engine.audio import SUPPORTED_SUFFIXES
from w12studio.engine.paths import shipped

PROJECT_SUFFIX = ".w12"
MOST_FILES = 5000


@dataclass(frozen=True, slots=True)
class Expanded:
    """What a drop comes to: the files to open in order, and how many others folders held."""

    files: tuple[Path, ...]
    skipped: int = 0


def expand_paths(given: Iterable[str | Path]) -> Expanded:
    """Files as they are; folders as the recordings and projects inside them, sorted, hidden files left out.

    Raises
    ------
    W12Error
        When folders hold more than `MOST_FILES` recordings.
    """
    files: dict[Path, None] = {}
    skipped = 0
    for item in given:
        path = own_path(item)
        if not os.path.isdir(path) or not os.access(path, os.R_OK | os.X_OK):  # noqa: PTH112 - raises nothing
            files[path] = None
            continue
        for folder, subfolders, names in os.walk(path):
            subfolders[:] = sorted(s for s in subfolders if not s.startswith("."))
            for name in sorted(names):
                if Path(name).suffix.lower() in SUPPORTED_SUFFIXES | {PROJECT_SUFFIX} and not name.startswith("."):
                    files[Path(folder, name)] = None
                else:
                    skipped += 1
            if len(files) > MOST_FILES:
                raise W12Error(
                    f"it holds more than {MOST_FILES} recordings",
                    path,
                    "Open smaller folders one after the other.",
                )
    return Expanded(tuple(files), skipped)


def own_path(given: str | Path) -> Path:
    """The path, with ``~`` at its start as the home folder; a file whose own name starts so stays what it is."""
    return Path(given) if os.path.lexists(given) else Path(os.path.expanduser(given))  # noqa: PTH111 - raises nothing


def demo_path() -> Path:
    """The demo recording that the program ships."""
    return shipped("resources", "demo.ogg")
