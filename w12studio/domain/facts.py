"""What the facts of layers (`w12studio.domain.analysis.Fact`) mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FactInfo:
    """A fact's title, unit and range, and what it means in a sentence."""

    title: str
    unit: str
    low: float
    high: float
    meaning: str


FACTS: Mapping[str, FactInfo] = MappingProxyType(
    {
        "tuning": FactInfo(
            "Tuning",
            "Hz",
            427.47,
            452.9,
            "Frequency of the note A4; known up to whole semitones, so 415 Hz looks like 440 Hz a semitone lower.",
        ),
    }
)
