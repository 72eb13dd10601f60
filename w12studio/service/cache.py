"""Analyses remembered by the content of the file and the request.

One ``.npz`` file an entry: the Analysis as a project document, and level 0 of its peak pyramid. Written to a
temporary name and renamed, so that an entry is whole or not there. The least recently used go first when all
together pass the size limit.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from w12studio import __version__
from w12studio.domain.analysis import Analysis
from w12studio.domain.document import from_document, to_document
from w12studio.domain.errors import DocumentError, W12Error
from w12studio.engine import paths
from w12studio.engine.pipeline import Request
from w12studio.engine.registry import STAGES

log = logging.getLogger(__name__)

LIMIT_BYTES = 1 << 30
_SCHEMA = 5
_ABANDONED_S = 3600.0  # after which nobody still writes a temporary file


@dataclass(frozen=True, slots=True, eq=False)
class Remembered:
    """An entry: the analysis, and the waveform's peaks, shape (n_blocks, channels, 2)."""

    analysis: Analysis
    peaks: NDArray[np.float32]


def _folder() -> Path:
    folder = paths.cache_dir() / "analyses"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _entry(sha256: str, request: Request) -> Path:
    asked = {s.name: request.chain(s) for s in STAGES if s.name in request.layers}
    text = json.dumps([_SCHEMA, __version__, request.device, dict(request.options), asked], sort_keys=True)
    return _folder() / f"{sha256[:40]}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.npz"


def load(sha256: str, request: Request) -> Remembered | None:
    """What is remembered of a file's content for a request; None where nothing (readable) is."""
    try:
        path = _entry(sha256, request)
    except (OSError, W12Error) as error:
        log.warning("there is no folder for what is remembered: %s", error)
        return None
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as data:
            analysis = from_document(json.loads(data["document"].tobytes()))
            peaks = data["peaks"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile, DocumentError) as error:
        log.warning("dropped a broken cache entry %s: %s", path, error)
        with contextlib.suppress(OSError):
            path.unlink()
        return None
    if analysis.audio.sha256 != sha256 or peaks.ndim != 3:
        return None
    with contextlib.suppress(OSError):
        os.utime(path)
    return Remembered(analysis, peaks)


def store(analysis: Analysis, request: Request, peaks: NDArray[np.float32]) -> None:
    """Remember an analysis. A full disk or a read-only folder is logged, no more: the result is not lost by it."""
    document = json.dumps(to_document(analysis)).encode()
    buffer = io.BytesIO()
    np.savez(buffer, document=np.frombuffer(document, np.uint8), peaks=peaks)
    temporary: Path | None = None
    try:
        path = _entry(analysis.audio.sha256, request)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(buffer.getbuffer())
        temporary.replace(path)
        trim()
    except (OSError, W12Error) as error:
        log.warning("could not remember the analysis of %s: %s", analysis.audio.path, error)
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def trim(limit_bytes: int = LIMIT_BYTES) -> None:
    """Delete the least recently used entries until all together are within the limit, and what crashes left."""
    for path in _folder().glob("*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_S:
                path.unlink()
    entries = []
    for path in _folder().glob("*.npz"):
        with contextlib.suppress(OSError):
            stat = path.stat()
            entries.append((stat.st_mtime_ns, stat.st_size, path))
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= limit_bytes:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            total -= size
