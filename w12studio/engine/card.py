"""The card: what a recording is like, in five numbers that follow from its other layers by arithmetic.

Happiness, acousticness, instrumentalness and speechiness, 0..100; `w12studio.domain.facts` says what each means and
docs/card.md how each was checked and where it fails. Energy and danceability are facts of layers of their own. A
value that can't be had is absent and says why.

The evidence of tags is the logarithm of how much more one group of them is heard than another; a logistic function
makes it 0..100. Where it is even, and how wide it is, comes from bench/card.py.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from w12studio.domain.analysis import BEATS, CARD, KEY, TAGS, TEMPO, Analysis, Fact, Source, Track
from w12studio.domain.tags import tag_scores

_VERSION = "1"
#: Added to both groups of tags: what is hardly heard at all says little.
_FLOOR = 0.01


@dataclass(frozen=True, slots=True)
class Scale:
    """How evidence of tags becomes a probability.

    Attributes
    ----------
    much, little : tuple of str
        Tags for and against.
    even, width : float
        Evidence at which it is one half, and the scale of the logistic function.
    """

    much: tuple[str, ...]
    little: tuple[str, ...]
    even: float
    width: float

    def evidence(self, scores: Mapping[str, float]) -> float:
        """Logarithm of the ratio of both groups."""
        much, little = (sum(scores.get(tag, 0.0) for tag in group) for group in (self.much, self.little))
        return math.log((much + _FLOOR) / (little + _FLOOR))

    def probability(self, scores: Mapping[str, float]) -> float:
        """0..1."""
        return _logistic((self.evidence(scores) - self.even) / self.width)


VOICE = Scale(
    (
        "vocal", "vocals", "voice", "singing", "male", "male vocal", "male voice", "man", "female", "female vocal",
        "female voice", "woman", "choir", "opera", "choral",
    ),
    ("no vocals", "no vocal", "no voice", "instrumental"), even=1.5, width=0.5,
)  # fmt: skip
ACOUSTIC = Scale(
    (
        "classical", "classic", "violin", "cello", "strings", "piano", "guitar", "acoustic", "harp", "harpsichord",
        "flute", "folk",
    ),
    (
        "techno", "electronic", "synth", "beat", "beats", "electro", "electronica", "house", "dance", "metal",
        "heavy metal", "hard rock", "rock",
    ),
    even=0.5, width=0.8,
)  # fmt: skip
MOOD = Scale(("happy",), ("sad",), even=-0.4, width=0.7)
PACE = Scale(("fast", "party", "catchy", "beat"), ("slow", "beautiful", "mellow"), even=-0.8, width=0.9)
#: BPM in the middle between slow and fast, and the part of an octave that makes a difference.
_MIDDLE_BPM, _OCTAVE = 95.0, 0.35
#: Weights of mode, tempo and tags in happiness.
_MODE, _TEMPO, _TAGS = 0.35, 0.30, 0.35
#: Confidence of the beats above which they are a beat, and of the key above which it is one; and their widths.
_STEADY, _STEADY_WIDTH, _TONAL, _TONAL_WIDTH = 0.66, 0.02, 0.55, 0.06
#: How far a value is to be believed, from 2 AUC - 1 on the hardest comparison of bench/card.py: at most 0.8, for
#: renderings and synthesized voices are no proof for all music, and less where the comparison is partly a circle
#: (happiness) or the hard cases are few (speech against unaccompanied song).
TRUST = {"happiness": 0.5, "acousticness": 0.7, "instrumentalness": 0.8, "speechiness": 0.7}
_WITHOUT_TAGS = 0.4  # of the trust in happiness, where only mode and tempo are known
SPEECH = "The recording is mostly speech."
NO_AUDIENCE = "No model at hand can tell whether an audience is heard."


def card_track(analysis: Analysis) -> Track | None:
    """The CARD layer of an analysis; None where nobody asked for tags.

    Cheap enough for every edit: some hundred microseconds.
    """
    tags = analysis.track(TAGS)
    if tags is None or tags.provisional:
        return None
    scores = tag_scores(tags)
    why = tags.message or "There are no tags to compute it from."
    speech = speechiness(analysis, scores, why)
    if (speech.value or 0.0) > 50.0:  # numbers of music would mean nothing
        music = (Fact("happiness", reason=SPEECH), Fact("acousticness", reason=SPEECH))
    else:
        music = (happiness(analysis, scores, why), _of_tags("acousticness", ACOUSTIC, scores, why))
    facts = (*music, _instrumentalness(scores, why), speech, Fact("liveness", reason=NO_AUDIENCE))
    message = "" if scores else why
    return Track(CARD, source=Source("w12-card", _VERSION), message=message, facts=facts)


def _known(scale: Scale, scores: Mapping[str, float]) -> bool:
    """Whether the tags are of the kind that the scale was made for: MusiCNN's."""
    return all(tag in scores for tag in (*scale.much, *scale.little))


def _fact(name: str, share: float, certainty: float = 1.0, reason: str = "") -> Fact:
    return Fact(name, round(100.0 * share, 1), round(TRUST[name] * certainty, 3), reason)


def _of_tags(name: str, scale: Scale, scores: Mapping[str, float], why: str) -> Fact:
    if not _known(scale, scores):
        return Fact(name, reason=why if not scores else _OTHER_TAGS)
    return _fact(name, scale.probability(scores))


_OTHER_TAGS = "It is computed from MusiCNN's tags; these are others."


def _instrumentalness(scores: Mapping[str, float], why: str) -> Fact:
    voice = _of_tags("instrumentalness", VOICE, scores, why)
    return voice if voice.value is None else replace(voice, value=round(100.0 - voice.value, 1))


def happiness(analysis: Analysis, scores: Mapping[str, float], why: str = "") -> Fact:
    """Happiness from mode, tempo and tags: major and fast is happier than minor and slow.

    Of mode and tempo both matter to listeners: Dalla Bella, Peretz, Rousseau, Gosselin: A developmental study of the
    affective value of tempo and mode in music, Cognition 80(3), 2001.
    """
    parts: list[tuple[float, float]] = []  # weight, 0..1
    key = next(iter(analysis.events(KEY)), None)
    if key is not None and key.label.endswith((" major", " minor")):
        sure = 1.0 if key.confidence is None else max(0.0, min(1.0, key.confidence))
        parts.append((_MODE, 0.5 + (0.5 if key.label.endswith(" major") else -0.5) * sure))
    tempo = next(iter(analysis.events(TEMPO)), None)
    if tempo is not None and tempo.value:
        parts.append((_TEMPO, _logistic(math.log2(tempo.value / _MIDDLE_BPM) / _OCTAVE)))
    tagged = _known(MOOD, scores) and _known(PACE, scores)
    if tagged:
        parts.append((_TAGS, (MOOD.probability(scores) + PACE.probability(scores)) / 2))
    if len(parts) < 2:
        return Fact("happiness", reason=why or "Key, tempo and tags are not known.")
    weight = sum(w for w, _ in parts)
    reason = "" if tagged else "From the mode and the tempo alone, for there are no tags of mood."
    return _fact("happiness", sum(w * p for w, p in parts) / weight, weight if tagged else _WITHOUT_TAGS, reason)


def speechiness(analysis: Analysis, scores: Mapping[str, float], why: str = "") -> Fact:
    """Speechiness: a voice is heard, and neither a steady beat nor a key."""
    if not _known(VOICE, scores):
        return Fact("speechiness", reason=why if not scores else _OTHER_TAGS)
    share = VOICE.probability(scores)
    beats, keys = analysis.track(BEATS), analysis.events(KEY)
    if beats is None or not len(keys):
        return Fact("speechiness", reason="It takes beats and the key to tell speech from song.")
    sure = beats.events.confidences
    steady = float(np.nanmean(sure)) if np.isfinite(sure).any() else (1.0 if len(beats.events) else 0.0)
    tonal = 1.0 if keys[0].confidence is None else keys[0].confidence
    share *= _logistic((_STEADY - steady) / _STEADY_WIDTH) * _logistic((_TONAL - tonal) / _TONAL_WIDTH)
    return _fact("speechiness", share)


def _logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, x))))
