"""The stages of an analysis and, for each, the estimators to ask, best first."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from types import MappingProxyType

from w12studio.domain.analysis import BEATS, KEY, NOTES, PITCH, TRANSIENTS
from w12studio.engine.estimator import Estimator
from w12studio.engine.registry_rhythm import RHYTHM_ESTIMATORS

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
)  # fmt: skip

ESTIMATORS = MappingProxyType({e.name: e for e in (*RHYTHM_ESTIMATORS, *PITCH_ESTIMATORS)})


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
        Names, best first.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    estimators: tuple[str, ...]


BEAT_CHAIN = ("madmom-downbeats", "essentia-beats", "librosa-beats", "energy-beats")
STAGES = (
    Stage("beats", "Beats and downbeats", (BEATS,), BEAT_CHAIN),
    Stage("transients", "Transients", (TRANSIENTS,), ("madmom-onsets", "essentia-onsets", "energy-onsets")),
    Stage("pitch", "Pitch", (PITCH, NOTES), ("swift-f0", "essentia-pitch", "pyin")),
    Stage("key", "Key", (KEY,), ("madmom-key", "essentia-key", "chroma-key")),
)  # fmt: skip
STAGE_NAMES = tuple(s.name for s in STAGES)


def missing(estimator: Estimator) -> str:
    """Why an estimator can't run on this machine: "" where nothing is known to be missing."""
    absent = [m for m in estimator.needs if find_spec(m) is None]
    if not absent:
        return ""
    where = " on Windows" if sys.platform == "win32" and "essentia" in absent else ""
    return f"the Python package {' and '.join(absent)} is not installed{where}"
