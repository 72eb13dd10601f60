"""The stages of an analysis and, for each, the estimators to ask, best first."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType

from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    DANCEABILITY,
    KEY,
    LOCAL_KEYS,
    LOUDNESS,
    NOTES,
    PITCH,
    SECTIONS,
    TAGS,
    TRANSIENTS,
)  # fmt: skip
from w12studio.engine.estimator import Estimator
from w12studio.engine.registry_models import MODEL_ESTIMATORS, TAG_CHAIN
from w12studio.engine.registry_rhythm import QUICK_ESTIMATORS, RHYTHM_ESTIMATORS
from w12studio.engine.registry_sound import SOUND_ESTIMATORS
from w12studio.engine.weights import manifest

#: Seconds of one core per second of audio at a hop of 10 ms, on the CPU.
CREPE_COSTS = {"tiny": 0.08, "small": 0.2, "medium": 0.7, "large": 1.5, "full": 2.6}

PITCH_ESTIMATORS = (
    Estimator(
        "swift-f0", "SwiftF0 (ONNX)", (PITCH, NOTES), "onnx", "w12studio.engine.pitch:estimate_swift_f0",
        cost=0.012, needs=("onnxruntime", "swift_f0"),
    ),
    Estimator(
        "essentia-pitch", "Essentia PitchYin", (PITCH, NOTES), "essentia",
        "w12studio.engine.pitch:estimate_essentia_pitch", cost=0.01, needs=("essentia",),
    ),
    Estimator(
        "pyin", "pYIN (librosa)", (PITCH, NOTES), "librosa", "w12studio.engine.pitch:estimate_pyin",
        cost=0.10, time_limit=1.5, needs=("librosa",),
    ),
    Estimator(
        "essentia-melody", "Melody of a mixture (Essentia)", (PITCH, NOTES), "onnx",
        "w12studio.engine.melody:estimate_melody", cost=0.02, needs=("essentia",), on_request=True,
    ),
    *(
        Estimator(
            f"crepe-{capacity}", f"CREPE {capacity} (Keras)", (PITCH, NOTES), "tensorflow",
            f"w12studio.engine.crepe:estimate_{capacity}", cost=cost, time_limit=max(1.0, 10 * cost),
            needs=("keras", "tensorflow|jax"), weights=f"crepe-{capacity}", on_request=True,
            options=("hop_ms", "decoder", "precision", "device"),
        )
        for capacity, cost in CREPE_COSTS.items()
    ),
)  # fmt: skip

_ALL = (*RHYTHM_ESTIMATORS, *QUICK_ESTIMATORS, *PITCH_ESTIMATORS, *SOUND_ESTIMATORS, *MODEL_ESTIMATORS)
ESTIMATORS = MappingProxyType({e.name: e for e in _ALL})


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of an analysis: the layers it makes, and who can make them.

    Attributes
    ----------
    name : str
        Also the name by which a request asks for it.
    title : str
        For people.
    kinds : tuple of str
    estimators : tuple of str
        Names, best first; those that run on request only come last.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    estimators: tuple[str, ...]

    @property
    def chain(self) -> tuple[str, ...]:
        """Those to ask one after the other where nobody chooses: optional ones where they can run."""
        asked = (ESTIMATORS[e] for e in self.estimators)
        return tuple(e.name for e in asked if not (e.on_request or (e.optional and missing(e))))


BEAT_CHAIN = ("w12-downbeats", "madmom-downbeats", "essentia-beats", "librosa-beats", "energy-beats")
PITCH_CHAIN = tuple(e.name for e in PITCH_ESTIMATORS)
STAGES = (
    Stage("beats", "Beats and downbeats", (BEATS,), BEAT_CHAIN),
    Stage("transients", "Transients", (TRANSIENTS,), ("madmom-onsets", "essentia-onsets", "energy-onsets")),
    Stage("pitch", "Pitch", (PITCH, NOTES), PITCH_CHAIN),
    Stage("key", "Key", (KEY,), ("w12-key", "madmom-key", "essentia-key", "chroma-key")),
    Stage("harmony", "Chords and keys over time", (CHORDS, LOCAL_KEYS), ("w12-chords",)),
    Stage("sections", "Sections", (SECTIONS,), ("w12-sections",)),
    Stage("loudness", "Loudness", (LOUDNESS,), ("w12-loudness", "scipy-loudness")),
    Stage(
        "danceability", "Danceability", (DANCEABILITY,),
        ("vggish-danceability", "essentia-danceability", "energy-danceability"),
    ),
    Stage("tags", "Tags", (TAGS,), TAG_CHAIN),
)  # fmt: skip
#: Shown until the beats are there; no request names it.
QUICK = Stage("quick", "Quick grid", (BEATS,), tuple(e.name for e in QUICK_ESTIMATORS))
STAGE_NAMES = tuple(s.name for s in STAGES)


def essentia_installed() -> bool:
    """Whether Essentia can be imported, as far as can be told without doing it."""
    return find_spec("essentia") is not None


def missing(estimator: Estimator) -> str:
    """Why an estimator can't run on this machine: "" where nothing is known to be missing."""
    absent = [name.replace("|", " or ") for name in estimator.needs if not any(find_spec(m) for m in name.split("|"))]
    if not absent:
        weights = manifest()[estimator.weights] if estimator.weights else None
        if weights is None or weights.installed:
            return ""
        return f"its weights are not installed; {weights.brought_by}"
    where = " on Windows" if sys.platform == "win32" and "essentia" in absent else ""
    return f"the Python package {' and '.join(absent)} is not installed{where}"
