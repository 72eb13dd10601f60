"""What the numbers about a whole recording mean (`w12studio.domain.analysis.Fact`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FactInfo:
    """What there is to know of a fact.

    Attributes
    ----------
    title, unit : str
    low, high : float
        Its range.
    meaning : str
        What much of it means.
    computed_from, validated, fails : str
        From what it is computed; how its direction was checked; where not to believe it.
    """

    title: str
    unit: str
    low: float
    high: float
    meaning: str
    computed_from: str
    validated: str
    fails: str


CARD_FACTS: Mapping[str, FactInfo] = MappingProxyType(
    {
        "happiness": FactInfo(
            "Happiness", "", 0.0, 100.0,
            "High: bright, cheerful; low: sad, dark. Also called valence.",
            "the mode of the key, the tempo, and MusiCNN's tags of mood and pace (happy, sad, fast, slow ...)",
            "major and fast against minor and slow renderings; with the tags alone too",
            "Music whose mood lies in words, harmony within the mode or irony; no listener was asked.",
        ),
        "acousticness": FactInfo(
            "Acousticness", "", 0.0, 100.0,
            "High: acoustic instruments; low: electronic or amplified ones.",
            "MusiCNN's tags: acoustic instruments against electronic and amplified ones",
            "rendered and recorded acoustic instruments against dance music, electronic music and metal",
            "Good samples of instruments count as acoustic; ambient pads and unplugged songs with drums are doubtful.",
        ),
        "instrumentalness": FactInfo(
            "Instrumentalness", "", 0.0, 100.0,
            "High: nobody sings or speaks; low: a voice is in front.",
            "MusiCNN's tags: no voice against voices",
            "instrumental renderings and recordings against synthesized singing and speech",
            "Voices used as instruments, choirs far back, and instruments that sound like a voice; no real singer was "
            "at hand.",
        ),
        "speechiness": FactInfo(
            "Speechiness", "", 0.0, 100.0,
            "High: spoken words; low: music, sung or not.",
            "MusiCNN's voices, and that neither the beat nor the key is clear",
            "actors and synthesized speech against music and synthesized singing",
            "Rap over a beat counts as music; unaccompanied free singing may count as speech.",
        ),
        "liveness": FactInfo(
            "Liveness", "", 0.0, 100.0,
            "High: an audience is heard.",
            "nothing: no model at hand knows an audience",
            "tags told music from the same with a synthesized crowd, but by others each time, none of which means it",
            "It is never given.",
        ),
    }
)  # fmt: skip

_LEVEL_FACTS = {
    "tuning": FactInfo(
        "Tuning", "Hz", 427.47, 452.9,
        "Frequency of the note A4.",
        "where the partials of the sound lie between the semitones of equal temperament",
        "synthesized chords tuned to 415, 432, 440 and 442 Hz",
        "It is known up to whole semitones only: 415 Hz looks like 440 Hz a semitone lower.",
    ),
}  # fmt: skip

#: Facts by name, as `Fact.name` has them.
FACTS: Mapping[str, FactInfo] = MappingProxyType({**CARD_FACTS, **_LEVEL_FACTS})
