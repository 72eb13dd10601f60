"""Forms as they come in: in any pieces, bounded, and never outside of their folder."""

from __future__ import annotations

import re
import socket
import time
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import running, uploads
from tests.api.test_analyses import fault
from w12studio.api.errors import ApiError
from w12studio.api.uploads import _Form, safe_name

quick = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def form(*parts, end=b"--b--\r\n"):
    """A form of (headers, content) with the boundary ``b``."""
    return b"".join(b"--b\r\n" + h + b"\r\n\r\n" + c + b"\r\n" for h, c in parts) + end


FILE = b'Content-Disposition: form-data; name="file"; filename="a.wav"'
FIELD = b'Content-Disposition: form-data; name="layers"'


def post(client, body, kind="multipart/form-data; boundary=b"):
    return client.post("/v1/analyses", content=body, headers={"Content-Type": kind})


@quick
@given(st.text(max_size=300))
def test_a_name_stays_a_name(given):
    name = safe_name(given)
    assert name and name not in (".", "..") and not name.startswith(".")
    assert not re.search(r'[/\\\x00-\x1f:*?"<>|]', name)
    assert len(name.encode()) <= 200
    assert safe_name(name) == name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\music\\song.mp3", "song.mp3"),
        (".hidden.wav", "hidden.wav"),
        ("", "recording"),
        ("a/", "recording"),
        ("two words.flac", "two words.flac"),
        ("日本.ogg", "日本.ogg"),
        ("x" * 500 + ".aiff", "x" * 120 + ".aiff"),
    ],
)
def test_names_that_are_known(given, name):
    assert safe_name(given) == name


@quick
@given(content=st.binary(max_size=400), cuts=st.lists(st.integers(0, 700), max_size=6))
def test_a_recording_is_the_same_in_whatever_pieces_it_comes(tmp_path, content, cuts):
    body = form((FIELD, b"beats"), (FILE, content.replace(b"--b", b"--c")), (FIELD, b"key"))
    read = _Form(b"b", tmp_path, 1000)
    places = sorted({0, len(body), *(c for c in cuts if c < len(body))})
    for start, end in pairwise(places):
        read.feed(body[start:end])
    read.close()
    fields, path = read.result()
    assert fields == {"layers": ["beats", "key"]} and path == tmp_path / "a.wav"
    assert path.read_bytes() == content.replace(b"--b", b"--c")


@quick
@given(st.binary(max_size=200))
def test_any_body_is_taken_or_refused_in_words(client, body):
    answer = post(client, body)
    fault(answer, 400 if answer.status_code == 400 else 422)


@quick
@given(st.integers(0, 160), st.integers(0, 255))
def test_a_damaged_form_is_taken_or_refused_in_words(client, place, byte):
    body = bytearray(form((FIELD, b"beats"), (FILE, b"sound")))
    body[min(place, len(body) - 1)] = byte
    answer = post(client, bytes(body))
    if answer.status_code == 202:
        client.delete(answer.json()["links"]["self"])
    else:
        fault(answer, answer.status_code)
        assert answer.status_code in (400, 422)


def test_forms_that_lack_something_leave_nothing(client, own_folders):
    assert "boundary" in fault(post(client, b"x", "multipart/form-data"), 400)["problem"]
    assert "no recording" in fault(post(client, form((FIELD, b"beats"))), 400)["problem"]
    assert "two recordings" in fault(post(client, form((FILE, b"x"), (FILE, b"y"))), 422)["problem"]
    assert "ended early" in fault(post(client, form((FILE, b"x"), end=b"")), 400)["problem"]
    other = FILE.replace(b'"file"', b'"sound"')
    assert "'sound' is no file" in fault(post(client, form((other, b"x"))), 422)["problem"]
    assert "fields" in fault(post(client, form(*[(FIELD, b"beats")] * 300)), 413)["problem"]
    assert "fields" in fault(post(client, form((FIELD, b"x" * 300_000))), 413)["problem"]
    assert uploads(own_folders) == []


def test_what_is_too_large_is_refused_before_and_while_it_comes(fake, own_folders):
    with running(most_upload_mb=1) as client:
        assert "larger than 2 MB" in fault(client.send_file(b"x" * (3 << 20)), 413)["problem"]
        pieces = [form((FILE, b"x" * (1 << 19)), end=b""), *[b"x" * (1 << 18)] * 8]  # its length is not announced
        answer = post(client, iter([pieces[0][:-2], *pieces[1:]]))
        assert "larger than 1 MB" in fault(answer, 413)["problem"]
        client.done(b"x" * (1 << 20))
        assert [p.stat().st_size for p in uploads(own_folders)] == [1 << 20]
        large = b'{"path": "' + b"x" * (2 << 20)
        fault(client.post("/v1/analyses", content=large, headers={"Content-Type": "application/json"}), 413)


def test_an_upload_that_breaks_off_leaves_nothing_and_gives_its_place_back(fake, own_folders):
    with running(most_waiting=1) as client:
        url = client.base_url
        with socket.create_connection((url.host, url.port)) as sock:
            head = f"POST /v1/analyses HTTP/1.1\r\nHost: {url.host}\r\nContent-Length: 5000\r\n"
            sock.sendall(head.encode() + b"Content-Type: multipart/form-data; boundary=b\r\n\r\n")
            sock.sendall(form((FILE, b"x" * 100), end=b""))
            while not uploads(own_folders):
                time.sleep(0.01)
            fault(client.send_file(), 429)
        while uploads(own_folders):
            time.sleep(0.01)
        client.done()


def test_a_full_disk_is_a_sentence(client, monkeypatch, own_folders):
    def full(self, data, start, end):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(_Form, "_grow_content", full)
    assert "No space left" in fault(client.send_file(), 507)["problem"]
    assert uploads(own_folders) == []


def test_a_form_refuses_to_be_read_before_its_end(tmp_path):
    read = _Form(b"b", tmp_path, 10)
    with pytest.raises(ApiError, match="ended early"):
        read.result()
