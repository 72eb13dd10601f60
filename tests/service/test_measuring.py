"""The features command: from the file to JSON, in worker processes, with progress and cancel."""

import json
import threading

import numpy as np
import pytest
import soundfile

from w12studio import cli, service
from w12studio.domain.errors import AudioError, Cancelled
from w12studio.engine.workers import WorkerPool
from w12studio.service import measuring as module


@pytest.fixture(autouse=True)
def no_workers_left():
    yield
    service.shutdown()


@pytest.fixture
def song(tmp_path):
    t = np.arange(22_050 * 5) / 22_050
    path = tmp_path / "song.wav"
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * 440 * t) * np.exp(-(t % 0.5) * 8), 22_050)
    return path


def test_features_of_a_file(song, capsys):
    said = []
    found = service.features(song, said.append)
    assert found.failures == () and found.spectral.provenance.library in ("essentia", "librosa")
    assert said and said == sorted(said)
    assert cli.main(["features", str(song), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["file"] == str(song) and printed["duration"] == pytest.approx(5)
    assert np.argmax(printed["harmonic"]["chroma"]) == 9
    assert cli.main(["features", str(song)]) == 0
    assert "Harmony (" in capsys.readouterr().out


def test_what_does_not_work_gets_a_sentence(tmp_path, capsys):
    with pytest.raises(AudioError, match="no such file"):
        service.features(tmp_path / "none.wav")
    letter = tmp_path / "letter.wav"
    letter.write_text("Dear Sir or Madam, " * 50)
    assert cli.main(["features", str(letter)]) == 2
    assert "letter.wav" in capsys.readouterr().err
    soundfile.write(tmp_path / "silence.wav", np.zeros(22_050), 22_050)
    assert cli.main(["features", str(tmp_path / "silence.wav")]) == 1
    assert "silent" in capsys.readouterr().out
    assert cli.main(["features", str(letter), "--time-limit", "0"]) == 2


def test_cancel(song):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        service.features(song, cancel=cancel)


@pytest.mark.slow
@pytest.mark.parametrize(("task", "why"), [("hanging", "did not return in time"), ("crashing", "process stopped")])
def test_librosa_stands_in_for_what_never_returns(song, monkeypatch, task, why):
    real = WorkerPool.submit

    def submit(self, family, function, *args):
        if family == "essentia":
            return real(self, family, f"tests.engine.fake_estimators:{task}", args[0], None)
        return real(self, family, function, *args)

    monkeypatch.setattr(WorkerPool, "submit", submit)
    if task == "hanging":
        monkeypatch.setattr(module, "_GRACE_S", -28.0)
    found = service.features(song)
    assert found.energy.provenance.library == "librosa" and why in found.energy.provenance.reason
