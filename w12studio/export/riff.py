"""The chunks of a WAV file: found, copied and added without touching a sample.

Handles RIFF, and RF64 (EBU Tech 3306) whose sizes beyond 4 GB stand in a ``ds64`` chunk.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from w12studio.domain.errors import DocumentError, ExportError

_LARGEST = 0xFFFFFFFF
_BLOCK = 1 << 20
#: More chunks than this are a broken file.
_MOST_CHUNKS = 10_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk's name, and where its content begins and how long it is, in bytes."""

    name: bytes
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Wav:
    """What a WAV file is made of.

    Attributes
    ----------
    path : Path
    form : bytes
        ``RIFF`` or ``RF64``.
    chunks : tuple of Chunk
        In order.
    sample_rate : int
        Hz.
    """

    path: Path
    form: bytes
    chunks: tuple[Chunk, ...]
    sample_rate: int

    def content(self, name: bytes, limit: int = 64 << 20) -> list[bytes]:
        """The contents of all chunks of that name, each up to ``limit`` bytes."""
        with self.path.open("rb") as f:
            out = []
            for chunk in self.chunks:
                if chunk.name == name:
                    f.seek(chunk.start)
                    out.append(f.read(min(chunk.size, limit)))
        return out


def scan(path: Path) -> Wav:
    """Find the chunks of a file.

    Raises
    ------
    DocumentError
        When it can't be opened, is not WAV, or is damaged.
    """
    try:
        with path.open("rb") as f:
            return _scan(f, path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"it can't be opened ({reason})", path) from error


def _scan(f: BinaryIO, path: Path) -> Wav:
    form = f.read(12)
    if len(form) < 12 or form[:4] not in (b"RIFF", b"RF64") or form[8:] != b"WAVE":
        raise DocumentError("it is not a WAV file", path, "Save the recording as WAV first.")
    length = f.seek(0, 2)
    chunks: list[Chunk] = []
    data_size, rate, position = None, 0, 12
    while position + 8 <= length and len(chunks) < _MOST_CHUNKS:
        f.seek(position)
        name, size = struct.unpack("<4sI", f.read(8))
        start = position + 8
        head = f.read(24)
        if name == b"ds64" and len(head) == 24:
            data_size = struct.unpack("<QQQ", head)[1]
        elif name == b"fmt " and size >= 16 and len(head) >= 16:
            rate = struct.unpack("<I", head[4:8])[0]
        elif name == b"data" and size == _LARGEST and data_size is not None:
            size = data_size
        size = min(size, length - start)  # a recorder that was switched off leaves sizes that are too large
        chunks.append(Chunk(name, start, size))
        position = start + size + size % 2
    if not rate or not any(c.name == b"data" for c in chunks):
        raise DocumentError("it is a damaged WAV file", path)
    return Wav(path, form[:4], tuple(chunks), rate)


def write_copy(
    source: Wav,
    f: BinaryIO,
    *,
    before: Iterable[tuple[bytes, bytes]] = (),
    after: Iterable[tuple[bytes, bytes]] = (),
    without: Iterable[Chunk] = (),
) -> None:
    """Write a copy of a file with other chunks.

    Parameters
    ----------
    source : Wav
    f : binary file
        New and empty.
    before, after : iterable of (bytes, bytes)
        Names and contents of chunks to add before the samples and at the end.
    without : iterable of Chunk
        Chunks of ``source`` to leave out.

    Raises
    ------
    ExportError
        When the copy would be larger than the file's form can say.
    """
    gone = set(without)
    added_before = list(before)
    f.write(source.form + b"\0\0\0\0WAVE")
    with source.path.open("rb") as original:
        for chunk in source.chunks:
            if chunk.name == b"data":
                for name, content in added_before:
                    _put(f, name, content)
                added_before = []
            if chunk not in gone:
                _copy(original, f, chunk)
    for name, content in after:
        _put(f, name, content)
    size = f.tell() - 8
    if source.form == b"RF64":
        f.seek(4)
        f.write(struct.pack("<I", _LARGEST))
        ds64 = f.seek(20) if source.chunks[0].name == b"ds64" else 0
        if ds64:
            f.write(struct.pack("<Q", size))
    elif size > _LARGEST:
        raise ExportError("the copy would be larger than 4 GB, which WAV can't say", source.path)
    else:
        f.seek(4)
        f.write(struct.pack("<I", size))
    f.seek(0, 2)


def _put(f: BinaryIO, name: bytes, content: bytes) -> None:
    f.write(struct.pack("<4sI", name, len(content)) + content + b"\0" * (len(content) % 2))


def _copy(original: BinaryIO, f: BinaryIO, chunk: Chunk) -> None:
    f.write(struct.pack("<4sI", chunk.name, min(chunk.size, _LARGEST)))
    original.seek(chunk.start)
    left = chunk.size
    while left:
        block = original.read(min(left, _BLOCK))
        if not block:
            break
        f.write(block)
        left -= len(block)
    f.write(b"\0" * (chunk.size % 2))
