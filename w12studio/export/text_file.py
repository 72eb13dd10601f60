"""Text that other programs wrote: encodings, numbers, clock times."""

from __future__ import annotations

import math
import re
from pathlib import Path

from w12studio.domain.errors import DocumentError
from w12studio.export.base import read_bytes

_CLOCK = re.compile(r"\s*(?:(\d{1,6}):)?(\d{1,6}):(\d{1,6}(?:[.,]\d*)?)\s*")
_NUMBER = re.compile(r"\s*[-+]?(\d+([.,]\d*)?|[.,]\d+)([eE][-+]?\d{1,3})?\s*")


def read_text(path: Path) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one, else Latin-1.

    Raises
    ------
    DocumentError
        When it can't be opened or is no text.
    """
    content = read_bytes(path)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DocumentError("it holds damaged UTF-16 text", path) from error
    if b"\x00\x00" in content[:4096]:
        raise DocumentError("it holds no text", path, "Is it another kind of file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def lines_of(text: str) -> list[str]:
    """Lines, whatever ends them; only CR and LF do, since labels may hold other separators."""
    return re.split("\r\n|\r|\n", text)


def seconds(text: str) -> float:
    """A time in s: seconds with a decimal point or comma, ``m:s`` or ``h:m:s``.

    Raises
    ------
    ValueError
        For anything else.
    """
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hours, minutes, rest = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(rest.replace(",", "."))
    if _NUMBER.fullmatch(text) is None:
        raise ValueError(f"{text[:40]!r} is not a time")
    value = float(text.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]!r} is not a time")
    return value


def clock(time: float, decimals: int = 6) -> str:
    """``h:mm:ss.ffffff``, rounded as a whole so that ``:60`` never appears."""
    units = round(time * 10**decimals)
    whole, fraction = divmod(units, 10**decimals)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}.{fraction:0{decimals}d}"
