"""The estimators that run models of a whole recording's sound; their weights are fetched when the user asks for it."""

from __future__ import annotations

from w12studio.domain.analysis import DANCEABILITY, TAGS
from w12studio.engine.estimator import Estimator

#: First in the chain of the stage "danceability".
DANCEABILITY_ESTIMATORS: tuple[Estimator, ...] = (
    Estimator(
        "vggish-danceability", "Danceability by VGGish (Essentia)", (DANCEABILITY,), "essentia",
        "w12studio.engine.essentia_models:estimate_vggish_danceability", cost=0.03, time_limit=1.0,
        needs=("essentia",), weights="vggish-danceability", optional=True,
    ),
)  # fmt: skip

TAG_ESTIMATORS: tuple[Estimator, ...] = (
    Estimator(
        "musicnn", "Tags by MusiCNN (ONNX)", (TAGS,), "onnx", "w12studio.engine.tags:estimate_musicnn",
        cost=0.008, needs=("onnxruntime", "onnx"), weights="musicnn", optional=True,
    ),
    Estimator(
        "no-tags", "no model", (TAGS,), "onnx", "w12studio.engine.tags:estimate_no_tags", cost=0.0001,
    ),
    Estimator(
        "musicnn-tensorflow", "Tags by MusiCNN (TensorFlow)", (TAGS,), "tensorflow",
        "w12studio.engine.tags:estimate_musicnn_tensorflow", cost=0.04, time_limit=2.0,
        needs=("tensorflow",), weights="musicnn", on_request=True, optional=True,
    ),
    Estimator(
        "vggish-tags", "Moods, genre and voice by VGGish (Essentia)", (TAGS,), "essentia",
        "w12studio.engine.essentia_models:estimate_vggish_tags", cost=0.03, time_limit=1.0,
        needs=("essentia",), weights="vggish", on_request=True, optional=True,
    ),
)  # fmt: skip

MODEL_ESTIMATORS = (*DANCEABILITY_ESTIMATORS, *TAG_ESTIMATORS)
TAG_CHAIN = tuple(e.name for e in TAG_ESTIMATORS)
