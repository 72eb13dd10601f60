"""What the facts about a recording (`w12studio.domain.analysis.Fact`) mean: for a hover, a card, the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FactInfo:
    """What there is to know of a fact, in short sentences.

    Attributes
    ----------
    title : str
    unit : str
        e.g. "LUFS"; "" for a score.
    low, high : float
        Ends of the scale on which it is shown; a score never leaves it, a level may.
    meaning : str
        What much and little of it mean; "" where the title says enough.
    computed_from, validated, fails : str
        From what it is computed; how it was checked; where not to believe it.
    """

    title: str
    unit: str
    low: float
    high: float
    meaning: str
    computed_from: str
    validated: str
    fails: str


_EBU = "the reference signals of EBU Tech 3341 and 3342 are met, and FFmpeg's meter agreed on a piece of music"
_SCORES = {
    "energy": FactInfo(
        "Energy", "", 0.0, 100.0,
        "High: loud, bright, always something new; low: soft and calm.",
        "half of it how much the spectrum rises from frame to frame, the rest loudness (30 %) and treble (20 %)",
        "battle and race music of games against sad, calm and night music, and against solo piano",
        "Music that was turned down counts as calmer; fast soft playing as livelier than it feels.",
    ),
    "danceability": FactInfo(
        "Danceability", "", 0.0, 100.0,
        "High: an even pulse that goes on; low: none, or a free one.",
        "how steady the level's ups and downs are over many seconds, the pulse, or a model: the source tells which",
        "synthetic dance beats against beatless sound; weak on real music: docs/analysis.md",
        "It knows no groove and no style, and figures of two sources must not be compared.",
    ),
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
    "liveness": FactInfo(
        "Liveness", "", 0.0, 100.0,
        "High: an audience is heard.",
        "nothing: no model at hand knows an audience",
        "tags told music from the same with a synthesized crowd, but by others each time, none of which means it",
        "It is never given.",
    ),
    "speechiness": FactInfo(
        "Speechiness", "", 0.0, 100.0,
        "High: spoken words; low: music, sung or not.",
        "MusiCNN's voices, and that neither the beat nor the key is clear",
        "actors and synthesized speech against music and synthesized singing",
        "Rap over a beat counts as music; unaccompanied free singing may count as speech.",
    ),
}  # fmt: skip
_LEVELS = {
    "integrated_loudness": FactInfo(
        "Loudness", "LUFS", -40.0, 0.0, "",
        "gated loudness of all channels by ITU-R BS.1770-4 and EBU R 128", _EBU,
        "One channel counts once: the same sound on two loudspeakers is 3 LU louder.",
    ),
    "loudness_range": FactInfo(
        "Loudness range", "LU", 0.0, 30.0, "High: soft and loud passages; low: always about as loud.",
        "from the 10th to the 95th percentile of the gated loudness of 3 s, by EBU Tech 3342", _EBU,
        "Under a minute it says little.",
    ),
    "true_peak": FactInfo(
        "True peak", "dBTP", -20.0, 3.0, "Above 0 a converter or an encoder may distort.",
        "highest level between the samples too, by four-fold oversampling", _EBU,
        "A little too low for tones next to half the sample rate.",
    ),
    "max_momentary": FactInfo(
        "Loudest moment", "LUFS", -40.0, 0.0, "", "highest loudness of 0.4 s", _EBU, "One bang makes it.",
    ),
    "max_short_term": FactInfo(
        "Loudest passage", "LUFS", -40.0, 0.0, "", "highest loudness of 3 s", _EBU,
        "In recordings under 3 s the rest counts as silence.",
    ),
    "rms": FactInfo(
        "RMS", "dBFS", -40.0, 0.0, "",
        "root mean square of all samples and channels; a full-scale square wave has 0, a sine -3",
        "sines of known level", "It takes bass for louder than the ear does.",
    ),
    "dynamic_range": FactInfo(
        "Dynamic range", "dB", 0.0, 25.0, "High: peaks stand out; low: compressed.",
        "as DR14 does: second highest peak of 3 s blocks over the level of the loudest fifth of them",
        "signals whose value follows by arithmetic", "Short recordings, and vinyl, whose ticks raise it.",
    ),
    "tuning": FactInfo(
        "Tuning", "Hz", 427.47, 452.9, "Frequency of the note A4.",
        "where the partials of the sound lie between the semitones of equal temperament",
        "synthesized chords tuned to 415, 432, 440 and 442 Hz",
        "It is known up to whole semitones only: 415 Hz looks like 440 Hz a semitone lower.",
    ),
}  # fmt: skip

#: By name of the fact, scores first, in the order in which a reader expects them.
FACTS: Mapping[str, FactInfo] = MappingProxyType({**_SCORES, **_LEVELS})
