"""Networks as ONNX graphs: the cache, pieces, and equality with madmom."""

import pickle
from itertools import pairwise

import numpy as np
import pytest

from tests.engine.rhythm_helpers import RATE, band, sixteen_bit
from w12studio.domain.errors import Cancelled, EstimatorError
from w12studio.engine import madmom_adapter, networks
from w12studio.engine.features import key_features, rhythm_features


def test_a_pickle_may_not_name_anything_else():
    with pytest.raises(EstimatorError, match=r"posix\.getcwd|os\.getcwd|nt\.getcwd"):
        madmom_adapter.parse_network(b"cposix\ngetcwd\n.")
    with pytest.raises(EstimatorError, match="can't be understood"):
        madmom_adapter.parse_network(b"no pickle")
    with pytest.raises(EstimatorError, match="no network"):
        madmom_adapter.parse_network(pickle.dumps(5))


def test_a_network_is_read_without_importing_madmom():
    network = madmom_adapter.parse_network(madmom_adapter.read_weights(madmom_adapter.ONSET_MODELS[0]))
    assert [layer.kind for layer in network.layers].count("ConvolutionalLayer") == 2
    assert network.layers[-1].weights.shape == (256, 1)


def test_missing_weights_are_named(monkeypatch):
    with pytest.raises(EstimatorError, match=r"none\.pkl"):
        madmom_adapter.read_weights("key/2018/none.pkl")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EstimatorError, match="not installed"):
        madmom_adapter.models_folder()


def test_graphs_are_kept_and_built_again_when_broken(tmp_path, monkeypatch):
    model, build = madmom_adapter.ONSET_MODELS[0], networks.build_onset_graph
    built = []

    def counting(network):
        built.append(network)
        return build(network)

    counting.__name__ = build.__name__
    first = networks.graph_bytes(model, counting, tmp_path)
    assert networks.graph_bytes(model, counting, tmp_path) == first and len(built) == 1
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert networks.graph_bytes(model, counting, tmp_path) == first and len(built) == 2
    path.write_bytes(b"")
    assert networks.graph_bytes(model, counting, tmp_path) == first and len(built) == 3
    monkeypatch.setattr(networks, "_BUILDER_VERSION", "next")
    assert networks.graph_bytes(model, counting, tmp_path) and len(built) == 4
    assert len(list(tmp_path.iterdir())) == 2


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    data = networks.graph_bytes(madmom_adapter.KEY_MODELS[0], networks.build_key_graph, blocked)
    assert len(data) > 100_000 and blocked.read_text() == "in the way"


@pytest.mark.parametrize("count", [0, 1, 60_000, 90_000, 90_001, 200_000])
def test_segments_cover_every_frame_once(count):
    segments = networks._segments(count)
    assert sum(stop - start for start, stop in segments) == count
    assert all(a[1] == b[0] for a, b in pairwise(segments))
    assert all(stop - start <= 90_000 for start, stop in segments)


def test_onsets_in_pieces_equal_the_whole():
    features = rhythm_features(band(6.0)[0]).onsets
    whole = networks.onset_activations(features)
    assert whole.shape == (len(features) - 14,)
    pieces = [networks.onset_activations(features[i : min(i + 114, 600)]) for i in range(0, 586, 100)]
    np.testing.assert_allclose(np.concatenate(pieces), whole, atol=1e-5)


def test_long_files_are_cut_with_margins_that_hide_the_cuts(monkeypatch):
    features = rhythm_features(band(24.0)[0]).downbeats
    whole = networks.downbeat_activations(lambda i, j: features[i:j], len(features))
    monkeypatch.setattr(networks, "_SEGMENT", 800)
    monkeypatch.setattr(networks, "_MARGIN", 600)
    pieces = networks.downbeat_activations(lambda i, j: features[i:j], len(features))
    assert np.corrcoef(whole.ravel(), pieces.ravel())[0, 1] > 0.99


def test_downbeats_can_be_cancelled():
    def cancel(fraction):
        raise Cancelled

    with pytest.raises(Cancelled):
        networks.downbeat_activations(lambda i, j: np.zeros((j - i, 314), np.float32), 3000, cancel)


@pytest.mark.slow
def test_equal_to_madmom():
    madmom_adapter.import_madmom()
    from madmom.audio.signal import Signal
    from madmom.features.downbeats import RNNDownBeatProcessor
    from madmom.features.key import CNNKeyRecognitionProcessor
    from madmom.features.onsets import CNNOnsetProcessor

    samples, integers = sixteen_bit(band(20.0)[0])
    signal = Signal(integers, sample_rate=RATE, num_channels=1)
    features = rhythm_features(samples)
    ours = networks.downbeat_activations(lambda i, j: features.downbeats[i:j], len(features))
    np.testing.assert_allclose(ours, RNNDownBeatProcessor()(signal), atol=1e-4)

    onsets = networks.onset_activations(np.pad(features.onsets, ((7, 7), (0, 0), (0, 0)), mode="edge"))
    difference = np.abs(onsets - CNNOnsetProcessor()(signal))
    # Where nothing sounds, the logarithm of the features shows the rounding of single precision.
    assert np.quantile(difference, 0.99) < 1e-4 and difference.max() < 2e-3

    evidence = networks.key_evidence(key_features(samples))
    probabilities = np.exp(evidence - evidence.max())
    reference = CNNKeyRecognitionProcessor()(signal)[0]
    np.testing.assert_allclose(probabilities / probabilities.sum(), reference, atol=1e-4)
