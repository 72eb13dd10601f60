"""Windows of the tests: a stand-in engine, a stand-in sound device, and a guard against what outlives a test."""

import gc
import wave

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PySide6.QtWidgets import QApplication

from tests.ui.fakes import DURATION_S, FakeEngine, SoundRoom, open_and_wait
from tests.ui.solving import FakeSolver
from w12studio import service
from w12studio.ui import pinning
from w12studio.ui.actions import Actions
from w12studio.ui.analysis_thread import AnalysisThread
from w12studio.ui.main_window import MainWindow
from w12studio.ui.settings import Settings
from w12studio.ui.theme import ThemeController


@pytest.fixture(autouse=True)
def no_qt_leaks(own_folders, qapp):
    """Fails a test whose QThread or QTimer outlives it."""
    gc.freeze()  # what lives already is looked through neither here nor by the search for garbage
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = _running(qapp.thread())
    if left:
        gc.collect()
        left = _running(qapp.thread())
    gc.unfreeze()
    assert not left, f"still runs or ticks: {left}"


def _running(main):
    """Threads and timers, made since the last `gc.freeze`, that run."""
    found = []
    for thing in gc.get_objects():
        if not issubclass(type(thing), QThread | QTimer):
            continue
        try:
            if isinstance(thing, QThread) and thing is not main and thing.isRunning():
                found.append(thing)
            elif isinstance(thing, QTimer) and thing.isActive():
                found.append((thing, thing.parent(), thing.interval()))
        except RuntimeError:  # its C++ side is gone
            continue
    return found


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def sound():
    return SoundRoom()


@pytest.fixture
def solver(monkeypatch):
    """A beat solver that does as the test says, in place of the service's."""
    fake = FakeSolver(lambda s: monkeypatch.setattr(pinning, "PATIENCE_S", s))
    monkeypatch.setattr(service, "resolve", fake.resolve, raising=False)
    monkeypatch.setattr(service, "alternatives", fake.alternatives, raising=False)
    yield fake
    fake.may_go.set()


@pytest.fixture
def recording(tmp_path):
    """Makes a small WAV file of a name."""

    def make(name="song.wav"):
        path = tmp_path / name
        with wave.open(str(path), "wb") as f:
            f.setnchannels(1)
            f.setsampwidth(2)
            f.setframerate(8000)
            seed = sum(name.encode())
            noise = np.random.default_rng(seed).integers(-9000, 9000, int(DURATION_S * 8000))
            f.writeframes(noise.astype("<i2").tobytes())
        return path

    return make


@pytest.fixture
def themes(qapp):
    controller = ThemeController("dark")
    yield controller
    qapp.setStyleSheet("")


@pytest.fixture
def make_window(qtbot, qapp, themes, engine, sound, solver):
    """Makes windows as `app.run` does; each is shut down in the end, whatever is unsaved."""
    made = []

    def make(**kwargs):
        window = MainWindow(
            Settings(), themes, AnalysisThread(kwargs.pop("analyze", engine)), kwargs.pop("make_sink", sound)
        )
        made.append(window)
        window.resize(1280, 720)
        window.show()
        return window

    yield make
    for window in made:
        window.shutdown()
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window):
    return make_window()


@pytest.fixture
def actions(qtbot, qapp):
    from PySide6.QtWidgets import QMainWindow

    host = QMainWindow()
    qtbot.addWidget(host)
    return Actions(Settings(), host)


@pytest.fixture
def loaded(window, qtbot, recording):
    """A window with a recording, completely analysed."""
    open_and_wait(window, qtbot, recording())
    return window
