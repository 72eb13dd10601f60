"""The program's own network."""

import hashlib
import io

import numpy as np
import pytest

from tests.engine.rhythm_helpers import band
from w12studio.domain.errors import Cancelled
from w12studio.engine import rhythm_network as network
from w12studio.engine.features import rhythm_features
from w12studio.engine.networks import downbeat_activations
from w12studio.engine.weights import manifest


def by_hand(inputs):
    """The network in numpy, from the file of its weights."""
    w = {k: v.astype(np.float64) for k, v in np.load(io.BytesIO(network.weights_file().read_bytes())).items()}

    def normal(x, name):
        x = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
        return x * w[f"{name}.weight"] + w[f"{name}.bias"]

    def linear(x, name):
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    def elu(x):
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    x = elu(linear((inputs - w["mean"]) * w["scale"], "start"))
    for i, dilation in enumerate(network.DILATIONS):
        y = np.pad(normal(x, f"blocks.{i}.norm"), ((2 * dilation, 2 * dilation), (0, 0)))
        around = [y[k * dilation : k * dilation + len(x)] for k in range(network.KERNEL)]
        x = x + linear(elu(linear(np.concatenate(around, axis=1), f"blocks.{i}.wide")), f"blocks.{i}.mix")
    x = elu(normal(x, "end"))
    return 1 / (1 + np.exp(-linear(x, "beats"))), linear(x, "rest")


@pytest.fixture(scope="module")
def music():
    samples, beats = band(20.03, 120.0)
    features = rhythm_features(samples).downbeats
    heard = downbeat_activations(lambda i, j: features[i:j], len(features))
    return features, heard, beats


def test_graph_equals_the_network_written_out(music):
    features, heard, _ = music
    found = network.rhythm(lambda i, j: features[i:j], heard)
    beats, rest = by_hand(network.reduced(features, heard).astype(np.float64))
    assert found.beats.shape == heard.shape
    np.testing.assert_allclose(found.beats, beats.reshape(-1, 2)[: len(heard)], atol=2e-4)
    tempi = rest[:, : network.TEMPI]
    tempi = tempi - np.log(np.exp(tempi).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(found.tempi.log_probabilities, tempi[2::4], atol=5e-3)
    np.testing.assert_allclose(np.exp(found.meters).sum(axis=1), 1.0, atol=1e-4)


def test_it_hears_the_beats_of_a_band(music):
    features, heard, beats = music
    found = network.rhythm(lambda i, j: features[i:j], heard)
    at = np.rint(beats[2:-2] * 100).astype(int)
    near = np.array([found.beats[i - 3 : i + 4, 0].max() for i in at])
    assert near.mean() > 0.5 > 10 * np.median(found.beats[:, 0])
    assert network.tempo_bins()[0] == 25.0 and network.tempo_bins()[-1] == pytest.approx(340.0)


def test_pieces_of_long_recordings_agree_with_the_whole(music, monkeypatch):
    features, heard, _ = music
    features, heard = np.tile(features, (4, 1)), np.tile(heard, (4, 1))
    whole = network.rhythm(lambda i, j: features[i:j], heard)
    monkeypatch.setattr(network, "_SEGMENT", 3000)
    told = []
    pieces = network.rhythm(lambda i, j: features[i:j], heard, told.append)
    np.testing.assert_allclose(pieces.beats, whole.beats, atol=1e-3)
    assert pieces.meters.shape == whole.meters.shape and told == sorted(told) and told[-1] == 1.0

    def stop(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        network.rhythm(lambda i, j: features[i:j], heard, stop)


@pytest.mark.parametrize("n_frames", [1, 2, 7])
def test_the_shortest_recordings(n_frames):
    found = network.rhythm(lambda i, j: np.zeros((j - i, 314), np.float32), np.zeros((n_frames, 2), np.float32))
    assert found.beats.shape == (n_frames, 2) and found.meters.shape == (1, 6)


def test_the_weights_are_those_of_the_manifest():
    listed = manifest()["w12-rhythm"]
    listed.verify()
    assert network.weights_sha256() == hashlib.sha256(network.weights_file().read_bytes()).hexdigest()
    assert not listed.commercial_use  # some of the scores it was trained on forbid it
