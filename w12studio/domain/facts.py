"""What the facts about a recording mean: for a hover, a card and the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class FactInfo:
    """What a `w12studio.domain.analysis.Fact` of a name means, in short sentences.

    Attributes
    ----------
    title : str
    unit : str
        e.g. "LUFS"; "" for a score.
    low, high : float
        Ends of the scale on which it is shown; a score never leaves it, a level may.
    basis : str
        From what it is computed.
    validated : str
        How it was checked.
    fails : str
        Where it misleads.
    """

    title: str
    unit: str
    low: float
    high: float
    basis: str
    validated: str
    fails: str


_EBU = "The reference signals of EBU Tech 3341 and 3342 are met, and FFmpeg's meter agreed on a piece of music."

#: By name of the fact.
FACTS: Mapping[str, FactInfo] = MappingProxyType(
    {
        "integrated_loudness": FactInfo(
            "Loudness", "LUFS", -40.0, 0.0,
            "Gated loudness of all channels by ITU-R BS.1770-4 and EBU R 128.", _EBU,
            "One channel counts once: the same sound on two loudspeakers is 3 LU louder.",
        ),
        "loudness_range": FactInfo(
            "Loudness range", "LU", 0.0, 30.0,
            "From the 10th to the 95th percentile of the gated loudness of 3 s, by EBU Tech 3342.", _EBU,
            "Under a minute it says little.",
        ),
        "true_peak": FactInfo(
            "True peak", "dBTP", -20.0, 3.0,
            "Highest level between the samples too, by four-fold oversampling.", _EBU,
            "A little too low for tones next to half the sample rate.",
        ),
        "max_momentary": FactInfo(
            "Loudest moment", "LUFS", -40.0, 0.0, "Highest loudness of 0.4 s.", _EBU, "One bang makes it.",
        ),
        "max_short_term": FactInfo(
            "Loudest passage", "LUFS", -40.0, 0.0, "Highest loudness of 3 s.", _EBU,
            "In recordings under 3 s the rest counts as silence.",
        ),
        "rms": FactInfo(
            "RMS", "dBFS", -40.0, 0.0,
            "Root mean square of all samples and channels; a full-scale square wave has 0, a sine -3.",
            "Against sines of known level.", "It takes bass for louder than the ear does.",
        ),
        "dynamic_range": FactInfo(
            "Dynamic range", "dB", 0.0, 25.0,
            "As DR14 does: second highest peak of 3 s blocks over the level of the loudest fifth of them.",
            "Against signals whose value follows by arithmetic.",
            "Short recordings, and vinyl, whose ticks raise it.",
        ),
        "energy": FactInfo(
            "Energy", "", 0.0, 100.0,
            "Half how much the spectrum rises from frame to frame, the rest loudness (30 %) and treble (20 %).",
            "Battle and race music of games against sad, calm and night music, and against solo piano.",
            "Music that was turned down counts as calmer; fast soft playing as livelier than it feels.",
        ),
        "danceability": FactInfo(
            "Danceability", "", 0.0, 100.0,
            "How steady the level's ups and downs are over many seconds, or the pulse; the source tells which.",
            "On synthetic dance beats against beatless sound; weak on real music: docs/analysis.md.",
            "It knows no groove and no style, and figures of two sources must not be compared.",
        ),
    }
)  # fmt: skip
