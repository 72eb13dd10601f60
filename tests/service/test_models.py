"""Models as the faces see them: listed, fetched, verified, found."""

import pytest

from tests.engine.model_graphs import head_graph
from w12studio.domain.errors import W12Error
from w12studio.engine.weights import manifest
from w12studio.service import doctor, models


def test_all_models_are_listed_with_what_there_is_to_know():
    found = {m.name: m for m in models.models()}
    assert list(found) == list(manifest())
    assert found["swift-f0"].status == models.INSTALLED
    assert (found["musicnn"].status, found["musicnn"].optional) == (models.ABSENT, True)
    assert found["musicnn"].source == "w12studio models fetch musicnn"
    assert not found["vggish"].commercial_use
    assert all(m.licence and m.citation and m.task and m.size for m in found.values())


def test_what_is_not_needed_is_optional_to_the_doctor():
    checks = {c.name: c for c in doctor._weights()}
    assert checks["musicnn"].status == checks["vggish-happy"].status == doctor.OPTIONAL
    assert "w12studio models fetch musicnn" in checks["musicnn"].detail
    assert checks["swift-f0"].status == doctor.OK


def test_models_are_fetched_by_pattern_with_what_they_require(monkeypatch):
    asked = []
    monkeypatch.setattr(models, "fetch_weights", lambda w, origin, progress: asked.append(w.name) or f"{w.name}.")
    said = list(models.fetch(["vggish-*"]))
    assert asked[0] == "vggish"
    assert asked[1:] == [n for n in manifest() if n.startswith("vggish-")]
    assert "vggish." in said


def test_a_head_alone_is_said_to_be_of_no_use(tmp_path, monkeypatch):
    monkeypatch.setattr(models, "fetch_weights", lambda w, origin, progress: f"{w.name}.")
    file = tmp_path / "head.pb"
    file.write_bytes(head_graph([[0.0]]))
    said = list(models.fetch(["vggish-happy"], file))
    assert said == ["vggish-happy.", "vggish-happy is of no use before `w12studio models fetch vggish`."]


def test_what_can_not_be_fetched_says_why(tmp_path):
    with pytest.raises(W12Error, match="there is no model 'tags'"):
        list(models.fetch(["tags"]))
    with pytest.raises(W12Error, match="no such file or folder"):
        list(models.fetch(["vggish"], tmp_path / "absent"))
    file = tmp_path / "a.pb"
    file.write_bytes(b"")
    with pytest.raises(W12Error, match="one file can't be several models"):
        list(models.fetch(["vggish-*"], file))
    with pytest.raises(W12Error, match=r"there is no audioset-vggish-3\.pb"):
        list(models.fetch(["vggish"], tmp_path))


def test_installed_models_verify_and_absent_ones_asked_for_do_not():
    found = dict(models.verify())
    assert found["swift-f0"] == "" and "musicnn" not in found
    ((name, fault),) = models.verify(["musicnn"])
    assert name == "musicnn" and "not installed" in fault


def test_paths():
    assert [p.name for p in models.model_paths("swift-f0")] == ["model.onnx"]
    with pytest.raises(W12Error, match="brings them"):
        models.model_paths("vggish")
