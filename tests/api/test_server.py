"""`w12studio serve` as a process."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import running
from tests.test_cli import clicks
from w12studio import cli_serve
from w12studio.cli import main
from w12studio.service import folders, new_folder

ROOT = Path(__file__).resolve().parent.parent.parent


def test_wrong_settings_are_a_sentence(capsys, monkeypatch, own_folders):
    monkeypatch.delenv("W12STUDIO_TOKEN", raising=False)
    assert main(["serve", "--host", "0.0.0.0"]) == 2
    assert "a token is needed. Set W12STUDIO_TOKEN" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2
    assert "can't listen at 127.0.0.1" in capsys.readouterr().err
    assert not any((own_folders / "cache" / "uploads").iterdir())


def test_missing_packages_are_a_sentence(capsys, monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(cli_serve, "find_spec", lambda name: None if name == "fastapi" else real(name))
    assert main(["serve"]) == 2
    assert "not installed (fastapi). `pip install 'w12studio[serve]'`" in capsys.readouterr().err


def test_help_names_the_defaults_that_hold():
    from w12studio.api import settings

    options = cli_commands_parser().parse_args(["serve"])
    known = settings.Settings()
    assert (options.host, options.port, options.keep) == (known.host, known.port, known.keep)
    assert options.most_upload_mb == known.most_upload_mb and options.root is known.root and options.token is None


def cli_commands_parser():
    from w12studio import cli_commands

    return cli_commands._parser()


def test_folders_of_processes_that_are_gone_are_deleted(own_folders, monkeypatch):
    mine = new_folder("uploads")
    above = mine.parent
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    for name in (f"{gone.pid}-x", f"{os.getpid()}-earlier", f"{os.getppid()}-alive", "odd-name"):
        (above / name).mkdir()
    other = new_folder("uploads")
    assert set(above.iterdir()) == {mine, other, above / f"{os.getppid()}-alive"}
    assert {mine, other} <= folders._own


def test_the_interface_is_light_to_ask_for():
    script = (
        "import sys\nimport w12studio.api.server\n"
        "heavy = {'scipy', 'librosa', 'tensorflow', 'onnxruntime', 'PySide6', 'av', 'numba', 'essentia'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def workers_of(pid: int) -> set[int]:
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found |= {int(x) for x in task.read_text().split()}
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="POSIX signals, /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_from_a_recording_to_a_result_and_a_clean_end(tmp_path, own_folders, number):
    command = [sys.executable, "-m", "w12studio", "serve", "--port", "0"]
    env = {**os.environ, "W12STUDIO_TOKEN": "word"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        said = process.stderr.readline()
        url = said.split()[4].rstrip(",")
        assert "need the token" in said
        headers = {"Authorization": "Bearer word"}
        with httpx.Client(base_url=url, timeout=60, trust_env=False, headers=headers) as client:
            content = clicks(tmp_path / "clicks.wav").read_bytes()
            form = {"files": {"file": ("clicks.wav", content)}, "data": {"layers": "beats"}}
            links = client.post("/v1/analyses", **form).json()["links"]
            names = []
            with client.stream("GET", links["events"], timeout=300) as stream:
                names = [line[7:] for line in stream.iter_lines() if line.startswith("event: ")]
            assert names[0] == "state" and names[-1] == "end" and "layer" in names
            summary = client.get(links["self"]).json()["summary"]
            assert summary["tempo_bpm"] == pytest.approx(120, abs=1) and summary["beats"] > 8
            assert client.get(links["export"].format(format="midi")).content.startswith(b"MThd")
            pinned = client.post(links["pins"], json={"pins": ["0.5=downbeat"]})
            assert pinned.status_code == 200, pinned.text
            # and in the middle of a long one the server is told to stop
            long = clicks(tmp_path / "long.wav", 900.0).read_bytes()
            form = {"files": {"file": ("long.wav", long)}, "data": {"use_cache": "false"}}
            links = client.post("/v1/analyses", **form).json()["links"]
            while client.get(links["self"]).json()["progress"] == 0:
                time.sleep(0.05)
            workers = workers_of(process.pid)
            assert workers
        process.send_signal(number)
        rest = process.stderr.read()
        assert process.wait(30) == 0
    assert rest == "Stopped.\n"
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
    assert not any((own_folders / "cache" / "uploads").iterdir())
    assert not any((own_folders / "cache" / "audio").iterdir())


def in_dockerfile(name):
    """The words of an instruction in the form of a list, the last of its kind."""
    text = (ROOT / "docker" / "Dockerfile.gpu").read_text(encoding="utf-8")
    return json.loads(re.findall(rf"^{name}\b[^\[]*(\[.*\])$", text, re.MULTILINE)[-1])


def test_the_image_starts_a_server_and_asks_for_its_health(fake):
    start = in_dockerfile("CMD")
    options = cli_commands_parser().parse_args(start)
    assert options.host == "0.0.0.0" and options.token is None
    compose = (ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8")
    assert f"command: {json.dumps(start)}" in compose and "${W12STUDIO_TOKEN:?" in compose
    _, flag, code = in_dockerfile("HEALTHCHECK")
    assert flag == "-c" and f":{options.port}/health" in code

    def healthy(port):
        ask = code.replace(f":{options.port}/", f":{port}/")
        env = {**os.environ, "http_proxy": "http://127.0.0.1:9"}  # a proxy must not be asked
        return subprocess.run([sys.executable, "-c", ask], capture_output=True, env=env).returncode == 0

    with running(token="word") as client:
        port = client.base_url.port
        assert healthy(port)
    assert not healthy(port)
