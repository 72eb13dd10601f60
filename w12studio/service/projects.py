"""Projects: ``.w12`` files (docs/project-format.md), written atomically; the audio is found again by its content."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from w12studio.domain.analysis import Analysis
from w12studio.domain.document import from_document, to_document
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.engine.audio import SUPPORTED_SUFFIXES, content_sha256

_LARGEST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Opened:
    """A project as it was read.

    Attributes
    ----------
    analysis : Analysis
        ``audio.path`` points to where the recording is now, where it was found.
    view : mapping
        What the window remembered of its look; {} where it did not.
    audio_found : bool
    """

    analysis: Analysis
    view: Mapping[str, Any] = field(default_factory=dict)
    audio_found: bool = False


def save_project(analysis: Analysis, path: str | Path, view: Mapping[str, Any] | None = None) -> None:
    """Write a project; an existing one is replaced only once the new one is whole.

    Raises
    ------
    ExportError
        When it can't be written; what was there before is untouched.
    """
    path = Path(path)
    document = to_document(analysis, view)
    with contextlib.suppress(ValueError):  # on another drive there is no relative path
        document["audio"]["relative_path"] = os.path.relpath(analysis.audio.path, path.parent)
    temporary = path.with_name(f".{path.name[:60]}.{os.getpid()}.tmp")
    try:
        # A name that is not Unicode has lone surrogates: what backslashreplace makes of them is JSON's own escape.
        with temporary.open("w", encoding="utf-8", errors="backslashreplace") as f:
            json.dump(document, f, ensure_ascii=False, indent=None, separators=(",", ":"))
            f.flush()
            os.fsync(f.fileno())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise ExportError(
            f"the project can't be written ({error.strerror or error})",
            path,
            "Choose another folder or make room.",
        ) from error


def open_project(path: str | Path) -> Opened:
    """Read a project and look for its recording: where it was, beside the project, under a new name there.

    Raises
    ------
    DocumentError
        When the file is missing, broken, or of a newer version of the program.
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise DocumentError("it is too large for a project", path, "Is it really a .w12 file?")
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DocumentError(f"it can't be opened ({error.strerror or error})", path) from error
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            "it is not a W12 Studio project, or it is damaged",
            path,
            "An autosaved copy may be offered at next start.",
        ) from error
    try:
        analysis = from_document(document)
    except DocumentError as error:
        raise DocumentError(error.problem, path, error.advice) from error
    view = document.get("view")
    found = find_audio(analysis, path.parent, document.get("audio", {}).get("relative_path"))
    if found is not None:
        analysis = replace(analysis, audio=replace(analysis.audio, path=str(found)))
    return Opened(analysis, view if isinstance(view, dict) else {}, found is not None)


def find_audio(analysis: Analysis, folder: Path, relative: object = None) -> Path | None:
    """The recording an analysis was made from: by its path, relative to ``folder``, else by content inside it."""
    audio = analysis.audio
    candidates = [Path(audio.path)]
    if isinstance(relative, str):
        candidates.append(folder / relative)
    candidates.append(folder / Path(audio.path).name)
    for candidate in candidates:
        with contextlib.suppress(OSError, ValueError):
            if candidate.is_file() and _same(candidate, analysis):
                return candidate.resolve()
    with contextlib.suppress(OSError):
        for candidate in sorted(folder.iterdir()):
            if (
                candidate.suffix.lower() in SUPPORTED_SUFFIXES
                and candidate.is_file()
                and candidate.stat().st_size == audio.size_bytes
                and _same(candidate, analysis)
            ):
                return candidate.resolve()
    return None


def _same(path: Path, analysis: Analysis) -> bool:
    audio = analysis.audio
    if audio.size_bytes and path.stat().st_size != audio.size_bytes:
        return False
    if not audio.sha256:
        return True
    return content_sha256(path) == audio.sha256
