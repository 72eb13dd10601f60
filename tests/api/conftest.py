"""A server on a real socket, in a thread of the test, with a service that computes nothing."""

from __future__ import annotations

import contextlib
import os
import threading
import time
import wave
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import pytest

from tests.export.common import song
from w12studio import service
from w12studio.api.server import Server
from w12studio.api.settings import Settings
from w12studio.domain.analysis import BEATS, AudioFacts
from w12studio.domain.errors import AudioError, Cancelled

ENDED = ("done", "failed", "cancelled")


@dataclass
class Fake:
    """`service.analyze` that plays an analysis; while ``gate`` is closed it stays in the middle."""

    gate: threading.Event = field(default_factory=threading.Event)
    asked: list = field(default_factory=list)
    result: object = song

    def analyze(self, path, request, on_message, cancel):
        self.asked.append((Path(path), request))
        content = Path(path).read_bytes()
        if content == b"bad":
            raise AudioError("it is no recording", path, "Try another one.")
        if content == b"bug":
            raise RuntimeError("a secret screw is loose")
        whole = self.result(str(path))
        beats = whole.track(BEATS)
        half = type(beats)(BEATS, type(beats.events)(list(beats.events)[:4]), None, beats.source, complete=False)
        on_message(service.AudioFound(AudioFacts(str(path), "", 44100, 2, 44100 * 12)))
        on_message(service.TrackUpdated(half))
        on_message(service.Progressed(0.5, "Beats and downbeats", 1.25))
        while not self.gate.wait(0.01):
            if cancel.is_set():
                raise Cancelled
        on_message(service.Warned("something to know"))
        on_message(service.TrackUpdated(beats))
        on_message(service.Progressed(1.0, "Done", 0.0))
        return whole.with_warning("something to know")


@pytest.fixture
def fake(monkeypatch):
    fake = Fake()
    fake.gate.set()
    monkeypatch.setattr(service, "analyze", fake.analyze)
    return fake


@contextlib.contextmanager
def running(**settings):
    """A server while it answers, as a client that talks to it."""
    server = Server(Settings(port=0, **settings))
    thread = threading.Thread(target=server.serve_all)
    thread.start()
    try:
        with Client(base_url=server.url, timeout=120, trust_env=False) as client:
            client.server = server
            yield client
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


class Client(httpx.Client):
    """With words for what tests do all the time."""

    server: Server

    def send_file(self, content=b"sound", name="song.wav", **fields):
        """Ask for the analysis of a recording."""
        return self.post("/v1/analyses", files={"file": (name, content)}, data=fields)

    def begun(self, *args, **fields):
        """The path of an analysis that was taken."""
        answer = self.send_file(*args, **fields)
        assert answer.status_code == 202, answer.text
        return answer.json()["links"]["self"]

    def when(self, path, *states):
        """Its status once it is in one of the states."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            status = self.get(path).json()
            if status["state"] in (states or ENDED):
                return status
            time.sleep(0.01)
        raise AssertionError(f"{path} is still {status['state']}")

    def done(self, *args, **fields):
        """The path of an analysis that is done."""
        path = self.begun(*args, **fields)
        assert self.when(path)["state"] == "done"
        return path


@pytest.fixture
def client(fake):
    with running() as client:
        yield client


@pytest.fixture
def recording(tmp_path):
    """Twelve seconds of silence as a WAV file."""
    path = tmp_path / "take 1.wav"
    with wave.open(str(path), "wb") as f:
        f.setnchannels(1)
        f.setsampwidth(2)
        f.setframerate(44100)
        f.writeframes(np.zeros(44100 * 12, "<i2").tobytes())
    return path


def uploads(home) -> list[Path]:
    """Files that were uploaded and are still there."""
    above = home / "cache" / "uploads"
    return [Path(folder, name) for folder, _, names in os.walk(above) for name in names]  # bears what vanishes
