"""VGGish and its heads under Essentia, on small graphs that have the names and shapes of the published ones."""

import json
from dataclasses import replace

import numpy as np
import pytest
import soundfile

from tests.engine.model_graphs import head_graph, vggish_graph
from tests.engine.rhythm_helpers import NotingJob, band, store
from w12studio import service
from w12studio.domain.analysis import DANCEABILITY, TAGS
from w12studio.domain.errors import Cancelled, EstimatorError
from w12studio.domain.tags import tag_scores
from w12studio.engine import essentia_models
from w12studio.engine.essentia_models import (
    HEADS,
    embeddings,
    estimate_vggish_danceability,
    estimate_vggish_tags,
    head_probabilities,
)
from w12studio.engine.fetching import fetch_weights
from w12studio.engine.registry import ESTIMATORS, missing
from w12studio.engine.weights import manifest

pytest.importorskip("essentia")


@pytest.fixture(autouse=True)
def nothing_embedded(monkeypatch):
    monkeypatch.setattr(essentia_models, "_EMBEDDED", {})


@pytest.fixture
def install(tmp_path):
    """Installs a graph as a fetched model: ``install("vggish", graph, classes)``."""

    def put(name, graph, classes=None):
        stem = manifest()[name].urls[0].rsplit("/", 1)[-1].removesuffix(".pb")
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{stem}.pb").write_bytes(graph)
        if classes is not None:
            (folder / f"{stem}.json").write_text(json.dumps({"classes": classes}))
        fetch_weights(replace(manifest()[name], size=len(graph)), folder)

    return put


def weights(shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32) * 0.05


def louder_is(column, n_classes=2):
    """A head that is the surer of a class the larger the sum of the embedding."""
    out = np.zeros((128, n_classes), np.float32)
    out[:, column] = 0.02
    return head_graph(out)


def test_danceability_is_the_mean_of_the_right_class(tmp_path, install):
    install("vggish", vggish_graph(np.full((64, 128), 0.01)))
    install("vggish-danceability", louder_is(0), ["danceable", "not_danceable"])
    assert missing(ESTIMATORS["vggish-danceability"]) == ""
    audio = store(tmp_path, band(20.0)[0])
    job = NotingJob()
    (track,) = estimate_vggish_danceability(audio, job, {})
    (fact,) = track.facts
    embedded = embeddings(audio, job.progress)
    expected = 1 / (1 + np.exp(-0.02 * embedded.sum(axis=1)))
    assert (track.kind, fact.name) == (DANCEABILITY, "danceability")
    assert fact.value == pytest.approx(100 * expected.mean(), abs=0.01)
    assert 0.5 <= fact.confidence <= 1.0
    assert len(track.source.weights_sha256) == 64
    assert job.fractions == sorted(job.fractions)


def test_pieces_give_what_the_whole_gives(tmp_path, install, monkeypatch):
    install("vggish", vggish_graph(weights((64, 128))))
    audio = store(tmp_path, band(24.0)[0])
    whole = embeddings(audio, lambda _: None)
    essentia_models._EMBEDDED.clear()
    monkeypatch.setattr(essentia_models, "_PIECE", 5)
    assert embeddings(audio, lambda _: None) == pytest.approx(whole, abs=1e-4)
    assert len(whole) == pytest.approx(24 / 0.93, abs=1)


def test_a_cancel_is_heard(tmp_path, install, monkeypatch):
    install("vggish", vggish_graph(weights((64, 128))))
    install("vggish-danceability", louder_is(0))
    monkeypatch.setattr(essentia_models, "_PIECE", 5)
    with pytest.raises(Cancelled):
        estimate_vggish_danceability(store(tmp_path, band(24.0)[0]), NotingJob(cancel_at=0.5), {})


def test_the_heads_that_are_installed_give_tags(tmp_path, install):
    install("vggish", vggish_graph(np.full((64, 128), 0.01)))
    audio = store(tmp_path, band(5.0)[0])
    with pytest.raises(EstimatorError, match="none of the heads"):
        estimate_vggish_tags(audio, NotingJob(), {})
    install("vggish-sad", louder_is(1), ["non_sad", "sad"])
    install("vggish-genre", louder_is(5, 9), list(HEADS["vggish-genre"]))
    (track,) = estimate_vggish_tags(audio, NotingJob(), {})
    names = track.curve.bins
    assert track.kind == TAGS and names[0] == "sad" and {"hip-hop", "soul", "folk"} < set(names)
    scores = tag_scores(track)
    sad = 1 / (1 + np.exp(-0.02 * embeddings(audio, lambda _: None).sum(axis=1)))
    assert scores["sad"] == pytest.approx(sad.mean(), abs=1e-3)
    assert (scores["jazz"] > scores["rock"]) == (sad.mean() > 0.5)
    assert track.curve.frame_rate == pytest.approx(1 / 0.93)


def test_silence_and_short_recordings_have_none(tmp_path, install):
    install("vggish", vggish_graph(weights((64, 128))))
    install("vggish-danceability", louder_is(0))
    (track,) = estimate_vggish_danceability(store(tmp_path, np.zeros(44_100 * 3)), NotingJob(), {})
    assert track.facts[0].value is None and track.facts[0].reason == "The recording is silent." == track.message


@pytest.mark.parametrize(
    ("graph", "says"),
    [
        (head_graph(weights((7, 2))), "Essentia could not run the model"),
        (head_graph(weights((128, 3))), "gave 3 numbers a window, not 2"),
        (head_graph(np.full((128, 2), np.nan)), "not 2 sound ones"),
    ],
)
def test_foreign_graphs_are_one_sentence(tmp_path, install, graph, says):
    install("vggish-danceability", graph)
    with pytest.raises(EstimatorError, match=says) as caught:
        head_probabilities(manifest()["vggish-danceability"], weights((4, 128)))
    assert "\n" not in str(caught.value)


def test_a_description_with_other_classes_is_not_believed(install):
    install("vggish-sad", louder_is(1), ["sad", "non_sad"])
    with pytest.raises(EstimatorError, match=r"names other classes .sad, non_sad."):
        head_probabilities(manifest()["vggish-sad"], weights((4, 128)))


def test_spoilt_files_are_not_given_to_essentia(install):
    install("vggish-danceability", louder_is(0))
    entry = manifest()["vggish-danceability"]
    graph = entry.paths()[0]
    graph.write_bytes(b"rubbish" * 100)
    with pytest.raises(EstimatorError, match="differ from those listed in the record of their first fetch"):
        head_probabilities(entry, weights((4, 128)))
    (entry.folder / "fetched.json").write_text(json.dumps({"sha256": _digest(entry)}))
    with pytest.raises(EstimatorError, match="is no TensorFlow graph"):
        head_probabilities(entry, weights((4, 128)))


def _digest(entry):
    from w12studio.engine.weights import digest

    return digest(entry.paths())


@pytest.fixture
def workers():
    yield
    service.shutdown()


@pytest.mark.slow
def test_a_graph_that_fails_costs_its_layer_only(tmp_path, install, workers):
    install("vggish", vggish_graph(weights((64, 100))))  # not the width that it should have
    install("vggish-happy", louder_is(0))
    song = tmp_path / "song.wav"
    soundfile.write(song, band(5.0)[0], 44_100)
    request = service.Request(layers=("tags", "key"), estimators={"tags": "vggish-tags"}, use_cache=False)
    analysis = service.analyze(song, request)
    assert analysis.track("key") is not None
    assert analysis.track(TAGS).source.estimator == "no-tags"
    assert any("gave 100 numbers a window, not 128" in text for text in analysis.warnings)
