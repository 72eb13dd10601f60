"""Networks over beats."""

import numpy as np
import pytest

from w12studio.engine.bar_network import BarFeatures, bar_features, downbeat_probabilities


def features(count=3000, seed=0):
    rng = np.random.default_rng(seed)
    chroma = rng.random((count, 12)).astype(np.float32)
    chroma /= np.linalg.norm(chroma, axis=1, keepdims=True)
    return BarFeatures(0.2 * rng.random((count, 45)).astype(np.float32), chroma)


def test_one_probability_for_each_beat_but_the_last():
    out = downbeat_probabilities(features(), np.arange(20, 2980, 50))
    assert out.shape == (59,)
    assert ((out > 0) & (out < 1)).all()


@pytest.mark.parametrize("frames", [[], [40]])
def test_too_few_beats(frames):
    assert downbeat_probabilities(features(), np.array(frames, dtype=np.int64)).size == 0


def test_columns_of_the_shared_features():
    shared = np.arange(314, dtype=np.float32)[None].repeat(4, axis=0)
    assert bar_features(shared, np.ones((5, 12), np.float32)).rises[0, [0, -1]].tolist() == [87.0, 131.0]


@pytest.mark.slow
def test_they_equal_madmoms():
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.features.downbeats import SyncronizeFeaturesProcessor
    from madmom.ml.nn import NeuralNetworkEnsemble
    from madmom.models import DOWNBEATS_BGRU

    given = features(seed=2)
    frames = 30 + np.cumsum(np.random.default_rng(3).integers(35, 70, 50))
    parts = []
    with pytest.warns(RuntimeWarning, match="GRU"):
        for values, n, models in zip((given.rises, given.chroma), (4, 2), DOWNBEATS_BGRU, strict=True):
            synced = SyncronizeFeaturesProcessor(n, fps=100)((values, frames / 100))
            parts.append(NeuralNetworkEnsemble.load(models)(synced.reshape(len(synced), -1)))
    np.testing.assert_allclose(downbeat_probabilities(given, frames), np.mean(parts, axis=0), atol=0.02)
