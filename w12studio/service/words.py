"""Lists and settings as people write them, on the command line and in forms."""

from __future__ import annotations

from collections.abc import Iterable

from w12studio.domain.errors import W12Error


def names_of(text: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(x.strip() for x in text.split(",") if x.strip())


def pairs_of(given: Iterable[str], what: str) -> dict[str, str]:
    """``name=value`` settings as a dict.

    Raises
    ------
    W12Error
        For one without the sign.
    """
    out = {}
    for item in given:
        name, sign, value = item.partition("=")
        if not sign:
            raise W12Error(f"{item!r} is not of the form {what}")
        out[name] = value
    return out
