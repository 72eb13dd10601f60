"""Who can compute a layer, for faces that let people choose."""

from __future__ import annotations

from dataclasses import dataclass

from w12studio.domain.analysis import BEATS, METER, TEMPO
from w12studio.engine.registry import ESTIMATORS, STAGES, missing

#: Layers that follow from others by arithmetic, and the layer to compute in their place.
_FOLLOW = {TEMPO: BEATS, METER: BEATS}


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to compute the layers of a stage.

    Attributes
    ----------
    name, title : str
    absent : str
        Why it can't run on this machine, as a phrase; "" where it can.
    cost : float
        About how many seconds of one core a second of audio takes.
    options : tuple of str
        Names of `Request.options` that it knows; with "device" where it can run on a GPU.
    """

    name: str
    title: str
    absent: str
    cost: float
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """A stage by name and title, the layers it makes, and its estimators, best first."""

    stage: str
    title: str
    kinds: tuple[str, ...]
    choices: tuple[Choice, ...]


def all_choices() -> tuple[Choices, ...]:
    """Every stage of an analysis with its estimators; takes a few ms, imports none of them."""
    return tuple(Choices(s.name, s.title, s.kinds, tuple(_choice(name) for name in s.estimators)) for s in STAGES)


def _choice(name: str) -> Choice:
    e = ESTIMATORS[name]
    return Choice(e.name, e.title, missing(e), e.cost, e.options)


def stage_of(kind: str) -> str:
    """Name of the stage that computes a layer; "" for layers that no stage makes."""
    kind = _FOLLOW.get(kind, kind)
    return next((s.name for s in STAGES if kind in s.kinds), "")
