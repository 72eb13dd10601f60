"""The stream of an analysis."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.api.conftest import running
from w12studio.api import events as module
from w12studio.api.answers import n_common, rows_of
from w12studio.domain.events import Event, Events


def heard(response):
    """(event, data, id) of a stream, as they come."""
    event = {}
    for line in response.iter_lines():
        if line.startswith(":"):
            yield "comment", None, None
        elif line:
            name, _, value = line.partition(": ")
            event[name] = value
        elif event:
            yield event["event"], json.loads(event["data"]), event.get("id")
            event = {}


def grown(layers, data):
    """What a listener knows of the layers after a ``layer`` event."""
    return {**layers, data["kind"]: layers.get(data["kind"], [])[: data["keep"]] + data["added"]}


def test_a_stream_tells_everything_from_the_middle_to_the_end(client, fake):
    fake.gate.clear()
    path = client.begun()
    client.when(path, "running")
    layers, names = {}, []
    with client.stream("GET", path + "/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        for name, data, number in heard(response):
            last = number
            names.append(name)
            if name == "layer":
                layers = grown(layers, data)
                assert len(layers[data["kind"]]) == data["events"]
                if not data["complete"]:
                    assert len(data["added"]) == 4
                    fake.gate.set()
                elif data["kind"] == "beats":
                    assert data["keep"] == 4
    assert names[0] == "state" and names[-1] == "end" and "warning" in names and "progress" in names
    assert data["state"] == "done" and last
    document = client.get(path + "/layers").json()
    assert layers == {x["kind"]: x["events"] for x in document["layers"]}
    assert client.get(path + "/events", headers={"Last-Event-ID": last}).status_code == 204


def test_who_comes_late_or_again_hears_all(client):
    path = client.done()
    for headers in ({}, {"Last-Event-ID": "1"}, {"Last-Event-ID": "nonsense"}):
        with client.stream("GET", path + "/events", headers=headers) as response:
            said = list(heard(response))
        assert [name for name, *_ in said] == ["state", *["layer"] * 6, "end"]


def test_two_listen_and_one_goes(client, fake):
    fake.gate.clear()
    path = client.begun()
    with client.stream("GET", path + "/events") as first:
        stays = heard(first)
        assert next(stays)[0] == "state"
        with client.stream("GET", path + "/events") as second:
            assert next(heard(second))[0] == "state"
        fake.gate.set()
        assert [name for name, *_ in stays][-1] == "end"


def test_a_stream_ends_when_the_analysis_is_forgotten(client, fake):
    fake.gate.clear()
    path = client.begun()
    with client.stream("GET", path + "/events") as response:
        stream = heard(response)
        next(stream)
        client.delete(path)
        *_, (name, data, _) = stream
    assert name == "end" and data["state"] == "cancelled"


def test_a_stream_ends_when_the_server_stops(fake):
    fake.gate.clear()
    with running() as client:
        path = client.begun()
        with client.stream("GET", path + "/events") as response:
            stream = heard(response)
            next(stream)
            client.server.should_exit = True
            *_, (name, _, _) = stream
    assert name in ("end", "progress", "layer", "state")


def test_a_silent_stream_shows_that_it_is_alive(client, fake, monkeypatch):
    monkeypatch.setattr(module, "_ALIVE_S", 0.2)
    fake.gate.clear()
    path = client.begun()
    with client.stream("GET", path + "/events") as response:
        assert "comment" in (name for name, *_ in heard(response))
    fake.gate.set()
    client.when(path)


rows = st.tuples(st.integers(0, 5), st.sampled_from([None, 0.5, 1.0]), st.sampled_from(["", "a"]))
some = st.lists(rows, max_size=8).map(lambda all: Events(Event(float(t), value=v, label=x) for t, v, x in all))


@given(some, some)
def test_what_is_kept_and_what_is_added_make_the_new_layer(old, new):
    keep = n_common(old, new)
    assert rows_of(old)[:keep] + rows_of(new[keep:]) == rows_of(new)
    assert keep == min(len(old), len(new)) or old[keep] != new[keep]


def test_numbers_that_json_does_not_know_are_unknown():
    rows = rows_of([Event(1.0, value=float("inf"), label="\ud800")])
    assert rows == [{"time": 1.0, "duration": 0.0, "value": None, "confidence": None, "label": "\\ud800"}]
