"""Fresh folders and settings for every test, and no thread, process or timer that survives one."""

import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import settings

from w12studio.engine.paths import data_dir

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("w12", deadline=None)  # a busy machine is no failure
settings.load_profile("w12")
#: Where the user's own fetched weights are: known before tests get folders of their own.
FETCHED = data_dir() / "models"


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory, monkeypatch):
    """The program's folders, away from the user's and from other tests'."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("W12STUDIO_HOME", str(home))
    return home


@pytest.fixture
def musicnn_weights(own_folders):
    """The weights of MusiCNN, for tests that need the real ones."""
    if not (FETCHED / "musicnn").is_dir():
        pytest.skip("the weights of MusiCNN are not there; `w12studio models fetch musicnn` brings them")
    folder = own_folders / "data" / "models"
    folder.mkdir(parents=True)
    (folder / "musicnn").symlink_to(FETCHED / "musicnn", target_is_directory=True)


def _children() -> set[int]:
    """Processes started by this one that still run."""
    found = set()
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            found |= {int(pid) for pid in task.read_text().split()}
        except OSError:
            continue
    return found


@pytest.fixture(autouse=True)
def no_leaks(own_folders):
    """Fails a test whose threads or processes outlive it."""
    threads, processes = set(threading.enumerate()), _children()
    yield
    end = time.monotonic() + 3.0
    while time.monotonic() < end:
        left = [t for t in threading.enumerate() if t not in threads and t.is_alive() and not t.daemon]
        running = _children() - processes
        if not left and not running:
            return
        time.sleep(0.02)
    named = [subprocess.run(["ps", "-o", "args=", str(p)], capture_output=True, text=True).stdout for p in running]
    pytest.fail(f"survived the test: threads {left}, processes {named}")
