"""The estimators of beats, transients, key and harmony; their costs come from docs/benchmarks.md."""

from __future__ import annotations

from w12studio.domain.analysis import BEATS, CHORDS, KEY, LOCAL_KEYS, TRANSIENTS
from w12studio.engine.estimator import Estimator

#: Of a stage of their own (`w12studio.engine.quick`), which no request names.
QUICK_ESTIMATORS: tuple[Estimator, ...] = (
    Estimator(
        "quick-essentia", "Quick grid (Essentia)", (BEATS,), "essentia",
        "w12studio.engine.quick_beats:estimate_quick_essentia", cost=0.001, needs=("essentia",),
    ),
    Estimator(
        "quick-librosa", "Quick grid (librosa)", (BEATS,), "librosa",
        "w12studio.engine.quick_beats:estimate_quick_librosa", cost=0.001, needs=("librosa",),
    ),
    Estimator(
        "quick-energy", "Quick grid (numpy)", (BEATS,), "librosa",
        "w12studio.engine.quick_beats:estimate_quick_energy", cost=0.002,
    ),
)  # fmt: skip

_ONNX = ("onnxruntime", "onnx", "numba", "madmom")

RHYTHM_ESTIMATORS: tuple[Estimator, ...] = (
    Estimator(
        "madmom-downbeats", "Madmom RNN downbeats (ONNX)", (BEATS,), "onnx",
        "w12studio.engine.beats:estimate_madmom_downbeats", cost=0.008, needs=_ONNX,
    ),
    Estimator(
        "w12-downbeats", "W12 adaptive downbeats (ONNX)", (BEATS,), "onnx",
        "w12studio.engine.beats:estimate_w12_downbeats", cost=0.016, needs=_ONNX,
    ),
    Estimator(
        "essentia-beats", "Essentia beats", (BEATS,), "essentia",
        "w12studio.engine.beats_fallback:estimate_essentia_beats", cost=0.006, needs=("essentia",),
    ),
    Estimator(
        "librosa-beats", "librosa beats", (BEATS,), "librosa",
        "w12studio.engine.beats_fallback:estimate_librosa_beats", cost=0.01, needs=("librosa",),
    ),
    Estimator(
        "energy-beats", "Energy beats (numpy)", (BEATS,), "librosa",
        "w12studio.engine.beats_fallback:estimate_energy_beats", cost=0.004,
    ),
    Estimator(
        "madmom-onsets", "Madmom CNN onsets (ONNX)", (TRANSIENTS,), "onnx",
        "w12studio.engine.transients:estimate_madmom_onsets", cost=0.003, needs=_ONNX,
    ),
    Estimator(
        "essentia-onsets", "Essentia onsets", (TRANSIENTS,), "essentia",
        "w12studio.engine.transients:estimate_essentia_onsets", cost=0.005, needs=("essentia",),
    ),
    Estimator(
        "energy-onsets", "Spectral flux onsets (numpy)", (TRANSIENTS,), "librosa",
        "w12studio.engine.transients:estimate_energy_onsets", cost=0.003,
    ),
    Estimator(
        "madmom-key", "Madmom CNN key (ONNX)", (KEY,), "onnx",
        "w12studio.engine.key:estimate_madmom_key", cost=0.001, needs=_ONNX,
    ),
    Estimator(
        "w12-key", "W12 key: network and chroma", (KEY,), "onnx",
        "w12studio.engine.key:estimate_w12_key", cost=0.002, needs=_ONNX,
    ),
    Estimator(
        "essentia-key", "Essentia key", (KEY,), "essentia",
        "w12studio.engine.key:estimate_essentia_key", cost=0.001, needs=("essentia",),
    ),
    Estimator(
        "w12-chords", "W12 chords and keys over time (ONNX)", (CHORDS, LOCAL_KEYS), "onnx",
        "w12studio.engine.harmony:estimate_w12_harmony", cost=0.004, needs=_ONNX,
    ),
    Estimator(
        "chroma-key", "Chroma key (numpy)", (KEY,), "librosa",
        "w12studio.engine.key:estimate_chroma_key", cost=0.001,
    ),
)  # fmt: skip
