"""Analyses over HTTP: taken, refused, watched, cancelled, forgotten."""

from __future__ import annotations

import json
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import running, uploads
from tests.engine.test_bar_pointer import pulses
from tests.engine.test_resolve import analysis_of
from w12studio import service
from w12studio.domain.pins import parse_pin


def fault(answer, status):
    """The error of an answer that has this status."""
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(error) == {"problem", "advice"} and error["problem"]
    assert "Traceback" not in answer.text
    return error


def test_an_upload_becomes_a_result(client, fake):
    answer = client.send_file(b"sound", "My song.wav", layers="beats,key", device="cpu", tempo_smoothing="1")
    assert answer.status_code == 202
    assert answer.headers["location"] == answer.json()["links"]["self"]
    status = client.when(answer.headers["location"])
    assert status["state"] == "done" and status["progress"] == 1 and status["file"] == "My song.wav"
    assert status["summary"]["key"] == "A minor" and status["summary"]["beats"] == 16
    assert status["warnings"] == ["something to know"] and status["error"] is None
    assert {"beats", "key", "sections"} <= {layer["kind"] for layer in status["layers"]}
    ((path, request),) = fake.asked
    assert path.name == "My song.wav" and path.read_bytes() == b"sound"
    assert request.layers == ("beats", "key") and request.device == "cpu" and request.tempo_smoothing == 1
    assert [a["id"] for a in client.get("/v1/analyses").json()["analyses"]] == [status["id"]]


def test_form_and_json_say_the_same(fake, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"sound")
    words = {
        "layers": ["beats", "pitch"],
        "estimators": {"pitch": "crepe-tiny"},
        "options": {"hop_ms": 5},
        "pins": ["0.5=downbeat", "1:05=meter:3/4"],
        "meter": "6/8",
        "use_cache": False,
    }
    form = {**words, "estimators": "pitch=crepe-tiny", "options": ["hop_ms=5"], "use_cache": "false"}
    with running(root=tmp_path) as client:
        client.done(**form)
        answer = client.post("/v1/analyses", json={"path": "a.wav", **words})
        assert answer.status_code == 202, answer.text
        client.when(answer.json()["links"]["self"])
    (_, first), (path, second) = fake.asked
    assert first == second
    assert path == tmp_path / "a.wav" and first.options == {"hop_ms": "5"} and not first.use_cache
    assert first.pins == (parse_pin("0.5=downbeat"), parse_pin("65=meter:3/4")) and first.meter.compound


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"layers": "colour"}, "there is no layer 'colour'"),
        ({"device": "abacus"}, "there is no device 'abacus'"),
        ({"estimators": "beats"}, "'beats' is not of the form NAME=VALUE"),
        ({"estimators": "beats=magic"}, "'magic' is no estimator of 'beats'"),
        ({"options": "hop=5"}, "there is no option 'hop'"),
        ({"options": "hop_ms=50"}, "hop"),
        ({"pins": "soon"}, "'soon' is no pin"),
        ({"meter": "waltz"}, "'waltz' is no meter"),
        ({"tempo_smoothing": "64"}, "smoothed over 1 to 63 beats"),
        ({"tempo_smoothing": "much"}, "the parameter tempo_smoothing can't be 'much'"),
        ({"meter": "9" * 300}, "the parameter meter can't be"),
        ({"colour": "red"}, "there is no parameter 'colour'"),
    ],
)
def test_wrong_words_are_sentences_and_leave_nothing(client, own_folders, fields, text):
    assert text in fault(client.send_file(**fields), 422)["problem"]
    assert client.get("/v1/analyses").json() == {"analyses": []}
    assert uploads(own_folders) == []


def test_an_analysis_that_fails_says_why_and_the_next_goes_on(client, own_folders):
    bad = client.when(client.begun(b"bad"))
    assert bad["state"] == "failed" and bad["summary"] is None
    assert bad["error"] == {"problem": "it is no recording", "advice": "Try another one."}
    bug = client.when(client.begun(b"bug"))
    assert bug["state"] == "failed" and "secret" not in json.dumps(bug)
    fault(client.get(bug["links"]["export"].format(format="csv")), 409)
    client.done()


def test_a_running_analysis_shows_what_is_known(client, fake):
    fake.gate.clear()
    path = client.begun()
    client.when(path, "running")
    while (status := client.get(path).json())["progress"] == 0:
        time.sleep(0.01)
    assert status["stage"] == "Beats and downbeats" and status["seconds_left"] == 1.2
    document = client.get(path + "/layers").json()
    assert document["format"] == "w12studio-layers"
    assert [(x["kind"], len(x["events"])) for x in document["layers"]] == [("beats", 4)]
    assert "running" in fault(client.get(path + "/export/csv"), 409)["problem"]
    fault(client.post(path + "/pins", json={"pins": []}), 409)
    second = client.begun()
    assert client.get(second).json()["state"] == "waiting"
    assert client.get(second + "/layers").json()["layers"] == []
    fake.gate.set()
    assert client.when(second)["state"] == "done"


def test_delete_cancels_what_waits_and_what_runs(client, fake, own_folders):
    fake.gate.clear()
    first, second = client.begun(), client.begun()
    client.when(first, "running")
    assert len(uploads(own_folders)) == 2
    gone = client.delete(second)
    assert gone.status_code == 204 and "content-type" not in gone.headers
    assert len(uploads(own_folders)) == 1
    assert client.delete(first).status_code == 204
    fault(client.get(first), 404)
    fault(client.delete(first), 404)
    while uploads(own_folders):
        time.sleep(0.01)
    assert len(fake.asked) == 1
    fake.gate.set()
    client.done()
    while 'state="cancelled"} 2' not in client.get("/metrics").text:
        time.sleep(0.01)


def test_a_full_queue_says_so(fake, own_folders):
    fake.gate.clear()
    with running(most_waiting=1) as client:
        client.when(client.begun(), "running")
        client.begun()
        answer = client.send_file()
        assert "waiting already" in fault(answer, 429)["problem"]
        assert answer.headers["retry-after"]
        assert len(uploads(own_folders)) == 2
    assert uploads(own_folders) == []


def test_only_the_last_results_are_kept(fake, own_folders):
    with running(keep=2) as client:
        paths = [client.done(name=f"{i}.wav") for i in range(4)]
        assert [client.get(p).status_code for p in paths] == [404, 404, 200, 200]
        assert sorted(p.name for p in uploads(own_folders)) == ["2.wav", "3.wav"]


def test_paths_stay_inside_the_root(fake, tmp_path):
    root = tmp_path / "music"
    (root / "sub").mkdir(parents=True)
    (root / "sub" / "a.wav").write_bytes(b"sound")
    (tmp_path / "secret.wav").write_bytes(b"sound")
    (tmp_path / "music2").mkdir()
    (root / "link.wav").symlink_to(tmp_path / "secret.wav")
    with running(root=root) as client:

        def ask(path):
            content = json.dumps({"path": path})
            return client.post("/v1/analyses", content=content, headers={"Content-Type": "application/json"})

        for good in ("sub/a.wav", "sub/../sub/a.wav", str(root / "sub" / "a.wav")):
            assert client.when(ask(good).json()["links"]["self"])["state"] == "done"
        outside = ("../secret.wav", str(tmp_path / "secret.wav"), "link.wav", "../music2", "/etc/passwd", "sub/../../x")
        for bad in outside:
            said = fault(ask(bad), 403)
            assert str(tmp_path) not in json.dumps(said)
        for odd in ("a\0b", "x" * 4097, "", "\ud800"):
            fault(ask(odd), 422)
        fault(ask(3), 422)
        (root / "sub" / "a.wav").rename(root / "b.wav")
    assert (root / "b.wav").exists()  # what was not uploaded is not deleted


def test_without_a_root_no_path_is_taken(client):
    fault(client.post("/v1/analyses", json={"path": "/etc/passwd"}), 403)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"3", b"null", b'{"path": 3}', b"[" * 100_000, b"\xff"])
def test_json_that_is_none_is_refused(client, body):
    answer = client.post("/v1/analyses", content=body, headers={"Content-Type": "application/json"})
    fault(answer, 400 if answer.status_code == 400 else 422)


def test_other_bodies_methods_and_paths_are_refused(client):
    fault(client.post("/v1/analyses", content=b"x", headers={"Content-Type": "audio/wav"}), 415)
    fault(client.post("/v1/analyses"), 415)
    fault(client.put("/v1/analyses"), 405)
    fault(client.get("/v1/nonsense"), 404)
    fault(client.get("/v1/analyses/..%2f..%2fetc"), 404)
    for path in ("", "/events", "/layers", "/export/csv"):
        assert "no such analysis" in fault(client.get(f"/v1/analyses/0123{path}"), 404)["problem"]
    fault(client.post("/v1/analyses/0123/pins", json={"pins": []}), 404)
    assert client.get("/redoc").status_code == 404


def test_a_fault_of_the_program_is_a_sentence(client, monkeypatch):
    def broken():
        raise RuntimeError("a secret screw is loose")

    monkeypatch.setattr(service, "all_choices", broken)
    answer = client.get("/v1/estimators")
    assert "inside the program" in fault(answer, 500)["problem"] and "secret" not in answer.text
    assert client.get("/health").status_code == 200


def test_beats_are_solved_again_under_pins(fake, client):
    fake.result = lambda path: analysis_of(pulses(60, 50, 4, noise=0.02)[0])
    path = client.done()
    layers = client.get(path + "/layers").json()["layers"]
    times = [e["time"] for e in layers[0]["events"]]
    at = round(times[17] + 0.11, 3)
    answer = client.post(path + "/pins", json={"pins": [f"{at}=beat"]})
    assert answer.status_code == 200, answer.text
    after = client.get(path + "/layers", params={"kinds": "beats,pins"}).json()["layers"]
    assert at in [e["time"] for e in after[0]["events"]]
    assert [e["label"] for e in after[1]["events"]] == ["beat"]
    assert client.post(path + "/pins", json={"pins": []}).status_code == 200
    assert np.allclose([e["time"] for e in client.get(path + "/layers").json()["layers"][0]["events"]], times)
    fault(client.post(path + "/pins", json={"pins": ["soon"]}), 422)
    fault(client.post(path + "/pins", json={}), 422)


def test_beats_without_activations_cannot_be_solved_again(client):
    fault(client.post(client.done() + "/pins", json={"pins": ["1=beat"]}), 422)


words = st.text(max_size=30) | st.sampled_from(["beats", "1=beat", "pitch=pyin", "hop_ms=5", "3/4", "gpu:1", "7", ""])
names = st.sampled_from(
    ["layers", "device", "estimators", "options", "pins", "meter", "tempo_smoothing", "use_cache", "file", "x"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=st.dictionaries(names, st.lists(words, min_size=1, max_size=3), max_size=4))
def test_any_form_is_taken_or_refused_in_words(client, fields):
    fields.pop("file", None)
    answer = client.send_file(**fields)
    if answer.status_code == 202:
        client.delete(answer.json()["links"]["self"])
    else:
        fault(answer, 429 if answer.status_code == 429 else 422)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(names, anything, max_size=4) | anything)
def test_any_json_is_taken_or_refused_in_words(client, body):
    content = json.dumps({**body, "path": "a.wav"} if isinstance(body, dict) else body)
    answer = client.post("/v1/analyses", content=content, headers={"Content-Type": "application/json"})
    fault(answer, 403 if answer.status_code == 403 else 422)


def test_a_server_that_stops_cancels_and_deletes(fake, own_folders):
    fake.gate.clear()
    with running() as client:
        first = client.begun()
        client.begun()
        client.when(first, "running")
        jobs = client.server.jobs
        assert len(uploads(own_folders)) == 2
    assert [job.news.state for job in jobs.all()] == ["cancelled", "cancelled"]
    assert not any((own_folders / "cache" / "uploads").iterdir())
