"""Results as files."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest

from tests.api.test_analyses import fault
from w12studio import service
from w12studio.domain.document import from_document
from w12studio.export.registry import read


@pytest.fixture
def path(client, recording):
    return client.done(recording.read_bytes(), recording.name)


def nothing_left(home):
    """Whether the folders of exports go: they are deleted once the answer was sent."""
    end = time.monotonic() + 10
    while left := list((home / "cache" / "uploads").glob("*/export-*")):
        if time.monotonic() > end:
            return left
        time.sleep(0.01)
    return True


@pytest.mark.parametrize("name", ["w12", *service.format_names()])
def test_every_format_comes_with_a_name_and_reads_back(client, path, name, tmp_path, own_folders):
    answer = client.get(f"{path}/export/{name}")
    assert answer.status_code == 200, answer.text
    assert "largest timing error" in answer.headers["w12-report"]
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment") and "take" in disposition
    files = {service.format_suffix(name): answer.content}
    if answer.headers["content-type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
            assert pack.testzip() is None
            files = {n: pack.read(n) for n in pack.namelist()}
            assert len(files) > 1
    for end, content in files.items():
        assert content and b"upload-" not in content
        if name not in ("w12", "wav", "tags", "lab", "sonic-csv", "svl", "beats", "mirex", "textgrid"):
            file = tmp_path / f"x{end}"
            file.write_bytes(content)
            assert read(file, name)
    assert nothing_left(own_folders) is True


def test_a_project_opens_and_names_the_recording_only(client, path, tmp_path):
    document = client.get(f"{path}/export/w12").json()
    assert len(from_document(document).events("beats")) == 16
    assert document["audio"]["relative_path"].endswith("take 1.wav")
    assert "upload-" not in json.dumps(document)


def test_options_kinds_and_programs(client, path, own_folders):
    plain = client.get(f"{path}/export/json").json()
    assert len(plain["layers"]) == 6
    some = client.get(f"{path}/export/json", params={"kinds": "beats,key"}).json()
    assert [x["kind"] for x in some["layers"]] == ["beats", "key"]
    midi = client.get(f"{path}/export/midi").content
    assert client.get(f"{path}/export/midi", params={"span_note": "true"}).content != midi
    assert client.get(f"{path}/export/ableton").content != midi
    video = client.get(f"{path}/export/video")
    with zipfile.ZipFile(io.BytesIO(video.content)) as pack:
        assert sorted(n.rpartition(".")[2] for n in pack.namelist()) == ["edl", "fcpxml"]
    assert "take%201%20video.zip" in video.headers["content-disposition"]
    assert "span_note" in fault(client.get(f"{path}/export/midi?span_note=7"), 422)["problem"]
    assert "no option" in fault(client.get(f"{path}/export/midi?colour=7"), 422)["problem"]
    assert "no layer" in fault(client.get(f"{path}/export/midi?kinds=colour"), 422)["problem"]
    assert "no format" in fault(client.get(f"{path}/export/papyrus"), 422)["problem"]
    assert "no options together" in fault(client.get(f"{path}/export/video?x=1"), 422)["problem"]
    fault(client.get(f"{path}/layers?kinds=colour"), 422)
    assert nothing_left(own_folders) is True


@pytest.mark.parametrize("name", ["日本 ♪.wav", "a'b\".wav", "x" * 300 + ".wav", ".wav", "..", "c:\\music\\d.wav"])
def test_any_name_of_a_recording_can_be_exported(client, name):
    path = client.done(name=name)
    answer = client.get(f"{path}/export/csv")
    assert answer.status_code == 200, answer.text
    assert client.get(f"{path}/export/w12").status_code == 200


def test_what_a_format_cannot_hold_is_told(client, path):
    assert "Not held" in client.get(f"{path}/export/midi").headers["w12-lost"]
