"""The estimators of loudness, danceability and sections; their costs come from docs/analysis.md."""

from __future__ import annotations

from w12studio.domain.analysis import DANCEABILITY, LOUDNESS, SECTIONS
from w12studio.engine.estimator import Estimator

SOUND_ESTIMATORS: tuple[Estimator, ...] = (
    Estimator(
        "w12-loudness", "EBU R 128 loudness", (LOUDNESS,), "onnx", "w12studio.engine.loudness:estimate_loudness",
        cost=0.001, needs=("numba",),
    ),
    Estimator(
        "scipy-loudness", "EBU R 128 loudness (scipy)", (LOUDNESS,), "librosa",
        "w12studio.engine.loudness:estimate_plain_loudness", cost=0.008,
    ),
    Estimator(
        "essentia-danceability", "Danceability by detrended fluctuation (Essentia)", (DANCEABILITY,), "onnx",
        "w12studio.engine.danceability:estimate_essentia_danceability", cost=0.001, needs=("essentia",),
    ),
    Estimator(
        "energy-danceability", "Danceability by the pulse (numpy)", (DANCEABILITY,), "librosa",
        "w12studio.engine.danceability:estimate_energy_danceability", cost=0.002,
    ),
    Estimator(
        "w12-sections", "Sections by novelty and likeness", (SECTIONS,), "onnx",
        "w12studio.engine.sections:estimate_sections", cost=0.001,
    ),
)  # fmt: skip
