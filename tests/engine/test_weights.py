"""The manifest of weights, and what is said when they are missing or others."""

from dataclasses import replace

import pytest

from w12studio.domain.errors import EstimatorError
from w12studio.engine.weights import digest, manifest


def test_every_entry_is_installed_and_verifies():
    for weights in manifest().values():
        if weights.installed or not weights.optional:
            weights.verify()
        assert weights.licence
        assert weights.citation


def test_non_commercial_weights_are_known_as_such():
    assert not manifest()["madmom-downbeats"].commercial_use
    assert manifest()["swift-f0"].commercial_use


def test_changed_weights_do_not_verify():
    with pytest.raises(EstimatorError, match="differ from those listed"):
        replace(manifest()["swift-f0"], sha256="0" * 64).verify()


def test_missing_weights_say_what_brings_them():
    with pytest.raises(EstimatorError, match="pip install swift-f0"):
        replace(manifest()["swift-f0"], package="no_such_package").verify()
    with pytest.raises(EstimatorError, match="not installed"):
        replace(manifest()["swift-f0"], files="other.onnx").paths()


def test_fetched_weights_say_which_command_brings_them():
    with pytest.raises(EstimatorError, match="w12studio models fetch musicnn` brings them"):
        manifest()["musicnn"].paths()
    assert "vggish" in manifest()["vggish-happy"].requires
    assert not manifest()["vggish-happy"].commercial_use


def test_every_entry_says_what_is_needed_to_judge_it():
    for weights in manifest().values():
        assert weights.size > 0
        assert weights.fetched == (weights.source in ("wheel", "publisher"))
        assert bool(weights.urls) == (weights.source == "publisher")
        assert weights.sha256 or weights.urls
        assert weights.requires in ("", *manifest())


def test_digest_depends_on_content_and_order(tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_bytes(b"1")
    b.write_bytes(b"2")
    assert digest([a, b]) != digest([b, a])
    before = digest([a])
    a.write_bytes(b"3")
    assert digest([a]) != before
