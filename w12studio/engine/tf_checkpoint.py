"""Variables of a TensorFlow checkpoint, read without TensorFlow.

A checkpoint of version 2 is a table of records (``.index``) that says where each variable lies in the data file
beside it. The table has the format of LevelDB: blocks of keys that share their beginnings, a block that lists the
blocks, and a footer that finds it. TensorFlow writes it uncompressed. Nothing is checked here but what is needed to
read on; the manifest's hash vouches for the files.

References
----------
LevelDB, ``doc/table_format.md``. TensorFlow, ``core/protobuf/tensor_bundle.proto``.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError
from w12studio.engine.protobuf import fields_of, varint

_MAGIC = 0xDB4775248B80FB57
_FOOTER = 48
_FLOAT = 1  # TensorFlow's number for float32


def read_checkpoint(index: Path, data: Path) -> dict[str, NDArray[np.float32]]:
    """All float32 variables by name; those of the optimizer (Adam) are left out.

    Parameters
    ----------
    index, data : Path
        The ``.index`` file, and the one data file it speaks of.

    Raises
    ------
    EstimatorError
        When the files can't be read or are no such checkpoint.
    """
    try:
        table, values = index.read_bytes(), data.read_bytes()
        out = {}
        for name, record in _records(table):
            if not name or "/Adam" in name:
                continue
            dtype, shape, offset, size = _entry(record)
            if dtype == _FLOAT:
                if size != 4 * math.prod(shape) or offset + size > len(values):
                    raise ValueError(f"{name} does not fit")
                out[name] = np.frombuffer(values, "<f4", size // 4, offset).reshape(shape)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise EstimatorError(f"{index.parent.name} is no checkpoint that can be read ({error})") from error
    return out


def _records(table: bytes) -> Iterator[tuple[str, bytes]]:
    """Keys and values of the table."""
    footer = table[-_FOOTER:]
    if len(footer) < _FOOTER or struct.unpack("<Q", footer[-8:])[0] != _MAGIC:
        raise ValueError("it has another format")
    at = varint(footer, varint(footer, 0)[1])[1]  # past the block of meta information
    offset, at = varint(footer, at)
    size, _ = varint(footer, at)
    for _, handle in _block(table, offset, size):
        start, at = varint(handle, 0)
        length, _ = varint(handle, at)
        for key, value in _block(table, start, length):
            yield key.decode(), value


def _block(table: bytes, offset: int, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Keys and values of one block: each key says how much of the last one it begins with."""
    if table[offset + size] != 0:
        raise ValueError("it is compressed")
    block = table[offset : offset + size]
    end = size - 4 - 4 * struct.unpack("<I", block[-4:])[0]
    at, key = 0, b""
    while at < end:
        shared, at = varint(block, at)
        rest, at = varint(block, at)
        length, at = varint(block, at)
        key = key[:shared] + block[at : at + rest]
        at += rest
        yield key, block[at : at + length]
        at += length


def _entry(record: bytes) -> tuple[int, tuple[int, ...], int, int]:
    """Type, shape, offset and size of a variable."""
    dtype = offset = size = 0
    shape: tuple[int, ...] = ()
    for number, value in fields_of(record):
        if number == 1 and isinstance(value, int):
            dtype = value
        elif number == 2 and not isinstance(value, int):
            dims = [dict(fields_of(dim)) for n, dim in fields_of(value) if n == 2 and not isinstance(dim, int)]
            shape = tuple(d.get(1, 0) for d in dims)  # type: ignore[misc]
        elif number == 4 and isinstance(value, int):
            offset = value
        elif number == 5 and isinstance(value, int):
            size = value
    return dtype, shape, offset, size
