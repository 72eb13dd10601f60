"""What is remembered of lanes, those included that are not there now; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_NAMES, _VALUES = ("order", "hidden", "collapsed"), ("heights", "lanes", "snap_to")


def sane(state: Mapping[str, Any]) -> dict[str, Any]:
    """A state as `Timeline.state` gives it, without what is of another kind: it may come from anywhere."""
    out = dict(state)
    for key in _NAMES:
        given = state.get(key)
        out[key] = [n for n in given if isinstance(n, str)] if isinstance(given, (list, tuple)) else []
    for key in _VALUES:
        given = state.get(key)
        out[key] = dict(given) if isinstance(given, dict) else {}
    out["lanes"] = {name: dict(own) for name, own in out["lanes"].items() if isinstance(own, dict)}
    return out


def renamed(state: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The state with all that it says of one lane said of another name instead."""
    out = sane(state)
    for key in _NAMES:
        if old in out[key]:
            out[key] = [new if n == old else n for n in out[key] if n != new]
    for key in ("heights", "lanes"):
        if old in out[key]:
            out[key][new] = out[key].pop(old)
    return out


def with_absent(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The state of now, and of lanes that are not there what was known before: they may come back.

    Each of those keeps its place below the lane that was above it.
    """
    out = sane(now)
    before = sane(before)
    present = set(out["order"])
    for place, name in enumerate(before["order"]):
        if name not in present:
            above = next((n for n in reversed(before["order"][:place]) if n in out["order"]), None)
            out["order"].insert(0 if above is None else out["order"].index(above) + 1, name)
    for key in ("hidden", "collapsed"):
        out[key] += [n for n in before[key] if n not in present and n in out["order"]]
    for key in ("heights", "lanes"):
        out[key] = {**{n: v for n, v in before[key].items() if n in out["order"]}, **out[key]}
    return out
