"""What was made of the very same objects a moment ago need not be made again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """A function that keeps its last result, and gives it again for arguments that are the same objects.

    For what follows from the evidence of the open recording, edit after edit. Neither the arguments (given by place,
    frozen objects or read-only arrays) nor the result may ever be changed. May be called on any thread.
    """
    last: list[tuple[tuple[object, ...], R]] = []

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        for known, result in last[:]:
            if not kwargs and len(known) == len(args) and all(a is b for a, b in zip(known, args, strict=True)):
                return result
        result = function(*args, **kwargs)
        if not kwargs:
            last[:] = [(args, result)]
        return result

    return call
