"""What the server says of itself: parity with the command line, figures, descriptions."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from w12studio import __version__, cli_commands, service
from w12studio.api.parameters import Parameters, PathParameters, of_form
from w12studio.engine.devices import Utilisation

ROOT = Path(__file__).resolve().parent.parent.parent
#: Fields of a request that no face but the window needs: they are about audio and pictures while it waits.
OF_THE_WINDOW = {"keep_audio", "quick_grid"}


def of_command_line(monkeypatch, tmp_path, *args):
    """The request that the command line makes of its arguments."""
    asked = []

    def analyze(path, request, *rest):
        asked.append(request)
        raise KeyboardInterrupt

    monkeypatch.setattr(service, "analyze", analyze)
    file = tmp_path / "a.wav"
    file.write_bytes(b"x")
    with pytest.raises(KeyboardInterrupt):
        cli_commands.run(["analyze", str(file), *args])
    return asked[0]


def test_every_field_of_a_request_is_offered():
    fields = {f.name for f in dataclasses.fields(service.Request)} - OF_THE_WINDOW
    assert set(Parameters.model_fields) == fields
    assert set(PathParameters.model_fields) == fields | {"path"}


def test_defaults_are_those_of_the_command_line_and_the_service(monkeypatch, tmp_path):
    assert Parameters().request() == of_form({}).request() == service.Request()
    assert Parameters().request() == of_command_line(monkeypatch, tmp_path)


def test_words_mean_the_same_as_on_the_command_line(monkeypatch, tmp_path):
    args = "--layers beats,pitch --device gpu:1 --estimator pitch=pyin --set hop_ms=5 --pin 12=beat --pin 40=tempo:90"
    line = of_command_line(
        monkeypatch, tmp_path, *args.split(), "--meter", "9/8", "--tempo-smoothing", "3", "--no-cache"
    )
    fields = {
        "layers": ["beats,pitch"], "device": ["gpu:1"], "estimators": ["pitch=pyin"], "options": ["hop_ms=5"],
        "pins": ["12=beat", "40=tempo:90"], "meter": ["9/8"], "tempo_smoothing": ["3"], "use_cache": ["0"],
    }  # fmt: skip
    assert of_form(fields).request() == line


@pytest.mark.parametrize("device", ["auto", "cpu", "gpu", "gpu:1"])
def test_devices_are_named_as_everywhere(device):
    assert of_form({"device": [device]}).request().device == device


def test_every_stage_estimator_and_format_is_listed(client):
    stages = client.get("/v1/estimators").json()["stages"]
    choices = service.all_choices()
    assert [s["name"] for s in stages] == [c.stage for c in choices] == list(service.LAYERS)
    for stage, known in zip(stages, choices, strict=True):
        assert [e["name"] for e in stage["estimators"]] == [c.name for c in known.choices]
        for estimator in stage["estimators"]:
            assert of_form({"estimators": [f"{stage['name']}={estimator['name']}"]}).request()
    listed = client.get("/v1/formats").json()
    assert [f["name"] for f in listed["formats"]] == ["w12", *service.format_names()]
    assert [p["name"] for p in listed["programs"]] == list(service.presets())
    for known in listed["formats"][1:]:
        options = service.formats()[known["name"]].options
        assert [(o["name"], o["default"]) for o in known["options"]] == [(o.name, o.default) for o in options]


def samples(text):
    """Figures of /metrics by name and labels; every line has to be one, or a comment."""
    found = {}
    for line in text.splitlines():
        if not line.startswith(("# HELP w12studio_", "# TYPE w12studio_")):
            name, value = re.fullmatch(r'(w12studio_\w+(?:\{(?:\w+="(?:[^"\\]|\\.)*",?)+\})?) (\S+)', line).groups()
            assert name not in found
            found[name] = float(value)
    return found


def test_figures(client, monkeypatch):
    monkeypatch.setattr(service, "gpu_utilisation", lambda: None)
    client.done()
    client.when(client.begun(b"bad"))
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found = samples(answer.text)
    assert found['w12studio_analyses_total{state="done"}'] == 1 == found['w12studio_analyses_total{state="failed"}']
    assert found['w12studio_analyses{state="done"}'] == 1 and found["w12studio_queue_length"] == 0
    assert found["w12studio_audio_seconds_total"] == 12
    assert 0 < found["w12studio_analysis_seconds_total"] < 20
    assert found["w12studio_memory_bytes"] > 1e6
    assert not [name for name in found if "gpu" in name]


def test_figures_of_cards(client, monkeypatch):
    cards = [Utilisation('The "big" one\\', 0.5, 3, 4), Utilisation("other", 0.0, 1, 2)]
    monkeypatch.setattr(service, "gpu_utilisation", lambda: cards)
    found = samples(client.get("/metrics").text)
    assert found['w12studio_gpu_load{gpu="0",name="The \\"big\\" one\\\\"}'] == 0.5
    assert found['w12studio_gpu_memory_used_bytes{gpu="1",name="other"}'] == 1
    assert found['w12studio_gpu_memory_bytes{gpu="1",name="other"}'] == 2


def test_the_first_page_leads_everywhere(client):
    about = client.get("/").json()
    assert about["version"] == __version__
    for path in about["links"].values():
        assert client.get(path).status_code == 200
    assert client.get(about["documentation"]).text == (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8")


def test_every_path_is_described_and_in_the_manual(client):
    schema = client.get("/openapi.json").json()
    manual = (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8")
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            assert said["summary"] and said["description"], (method, path)
            assert f"`{method.upper()} {path}" in manual, (method, path)
    body = schema["paths"]["/v1/analyses"]["post"]["requestBody"]["content"]
    form, document = (body[kind]["schema"]["properties"] for kind in ("multipart/form-data", "application/json"))
    assert set(form) - {"file"} == set(document) - {"path"} == set(Parameters.model_fields)
    for name in Parameters.model_fields:
        assert f"`{name}`" in manual and document[name]["description"]
