"""How well the drawn playhead agrees with what is heard, and how soon a seek is: from the sound and from the pictures.

    xvfb-run -a python bench/latency.py [--speeds 1 0.5 1.5]

Runs the window with its real sound output into a virtual sound card of PulseAudio (a null sink, whose monitor gives
what a listener would hear), and compares two clocks: when a click of the program arrives from the monitor, and where
the playhead is in the picture that is on the screen at that moment. The picture of a moment is the last one that was
painted before it: it stands for a sixtieth of a second, so a spread of that size is the screen's. Needs `pulseaudio`
and `parec`. A real card and its converter add a delay of their own that no program sees.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

RATE = 48_000
CLICK_EVERY_S = 0.5
SECONDS = 24.0
PLAYED_S = 8.0
LOW_HZ, HIGH_HZ = 400.0, 3000.0
SEEKS = 8


class Room:
    """A sound server of its own with a null sink, and a listener at its monitor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        os.environ |= {"XDG_RUNTIME_DIR": str(folder), "PULSE_RUNTIME_PATH": str(folder)}
        folder.chmod(0o700)
        self.server = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error",
             "--load=module-native-protocol-unix",
             f"--load=module-null-sink sink_name=room rate={RATE} channels=2 format=float32le"]
        )  # fmt: skip
        self._wait()
        self.recorder = subprocess.Popen(
            ["parec", "--device=room.monitor", "--format=float32le", f"--rate={RATE}", "--channels=1",
             "--latency-msec=2", "--raw"],
            stdout=subprocess.PIPE,
        )  # fmt: skip
        self.blocks: list[tuple[float, np.ndarray]] = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _wait(self) -> None:
        for _ in range(100):
            if subprocess.run(["pactl", "info"], capture_output=True).returncode == 0:
                return
            time.sleep(0.05)
        raise SystemExit("the sound server did not start")

    def _listen(self) -> None:
        assert self.recorder.stdout is not None
        pipe = self.recorder.stdout.fileno()
        rest = b""
        while data := os.read(pipe, 1 << 16):
            now = time.monotonic()
            rest += data
            whole = len(rest) // 4 * 4
            self.blocks.append((now, np.frombuffer(rest[:whole], dtype=np.float32)))
            rest = rest[whole:]

    def since(self, begin: float) -> tuple[float, np.ndarray]:
        """What was heard after ``begin`` (monotonic, s): the time of the first sample, and all of them.

        The sample count runs evenly; blocks arrive when their last sample has been played or later, so the earliest
        arrivals tell the clock.
        """
        blocks = [b for b in self.blocks if b[0] >= begin]
        ends = np.cumsum([b[1].size for b in blocks])
        arrival = np.array([b[0] for b in blocks])
        zero = np.min(arrival - ends / RATE)
        self.jitter = float(np.percentile(arrival - ends / RATE - zero, 90))
        return zero, np.concatenate([b[1] for b in blocks])

    def clicks(self, begin: float) -> np.ndarray:
        """Times (monotonic) at which clicks were heard after ``begin``."""
        zero, heard = self.since(begin)
        loud = np.flatnonzero(np.abs(heard) > 0.2)
        if not loud.size:
            raise SystemExit("nothing was heard")
        return zero + loud[np.insert(np.diff(loud) > 0.1 * RATE, 0, True)] / RATE

    def close(self) -> None:
        for process in (self.recorder, self.server):
            process.terminate()
            process.wait()


class Painted:
    """Where the playhead was in each picture of the lanes: from an event filter on their paint events."""

    def __init__(self, window) -> None:
        from PySide6.QtCore import QEvent, QObject

        timeline, times, places = window.timeline, [], []
        view = timeline.lane_view

        class Filter(QObject):
            def eventFilter(self, watched, event):
                if event.type() == QEvent.Type.Paint and timeline.playhead is not None:
                    times.append(time.monotonic())
                    places.append(timeline.viewport.px_to_time(view.playhead.x()))
                return False

        self.times, self.places = times, places
        self._filter = Filter()
        view.viewport().installEventFilter(self._filter)


def recording(folder: Path):
    """A decoded recording, low before its middle and high after it, with a beat every half second, and their times."""
    from tests.ui.scenes import Scene, layers, store_audio
    from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
    from w12studio.domain.events import Events
    from w12studio.domain.peaks import block_peaks

    t = np.arange(round(SECONDS * RATE)) / RATE
    samples = (0.4 * np.sin(2 * np.pi * np.where(t < SECONDS / 2, LOW_HZ, HIGH_HZ) * t))[:, None]
    facts = AudioFacts("tones.wav", "", RATE, 1, samples.shape[0], "WAV", "PCM_16")
    at = np.arange(CLICK_EVERY_S, SECONDS - 1, CLICK_EVERY_S)
    beats = Track(BEATS, Events.from_columns(at, values=np.arange(at.size) % 4 + 1))
    tracks = {t.kind: t for t in layers(SECONDS, 40)} | {BEATS: beats}
    return Scene(Analysis(facts, tracks), block_peaks(samples), store_audio(folder, samples, RATE)), at


def measure(window, app, room: Room, painted: Painted, clicks: np.ndarray, speed: float) -> dict[str, float]:
    """Plays a while, and compares each click that was heard with the playhead in the picture of that moment."""
    player = window.player
    player.mixer.set_volume("recording", 0.0)
    player.mixer.set_clicking(True)
    player.set_speed(speed)
    player.seek(0.2)
    begin = time.monotonic()
    player.play()
    _spin(app, 3.0)  # the device has begun
    mid = time.monotonic()
    _spin(app, PLAYED_S)
    player.pause()
    heard = room.clicks(begin)
    heard = heard[heard > mid]
    times, places = np.array(painted.times), np.array(painted.places)
    shown = places[np.searchsorted(times, heard) - 1]
    nearest = clicks[np.argmin(np.abs(clicks[:, None] - shown), axis=0)]
    off = (shown - nearest) / speed * 1000
    frames = np.diff(times[(times > mid)]) * 1000
    return {
        "speed": speed, "clicks": int(off.size), "playhead_ahead_ms": round(float(np.median(off)), 1),
        "p10_ms": round(float(np.percentile(off, 10)), 1), "p90_ms": round(float(np.percentile(off, 90)), 1),
        "longest_picture_ms": round(float(frames.max()), 1),
        "picture_every_ms": round(float(np.median(frames)), 1), "monitor_blocks_ms": round(room.jitter * 1000, 1),
    }  # fmt: skip


def measure_seeks(window, app, room: Room, speed: float) -> dict[str, float]:
    """Seeks from low to high while playing: ms until the high tone is heard, and the device's frames that came late."""
    player = window.player
    player.mixer.set_volume("recording", 1.0)
    player.mixer.set_clicking(False)
    player.set_speed(speed)
    player.seek(0.2)
    player.play()
    _spin(app, 3.0)
    waits, gaps = [], 0
    for i in range(SEEKS):
        player.seek(1.0 + 0.3 * i)
        _spin(app, 0.8 + 0.013 * i)
        begin = time.monotonic()
        player.seek(SECONDS / 2 + 1 + 0.1 * i)
        _spin(app, 0.7)
        zero, heard = room.since(begin - 0.2)
        sign = np.signbit(heard)
        crossings = np.convolve(sign[1:] != sign[:-1], np.ones(96), mode="valid")  # in 2 ms
        high = np.flatnonzero(crossings >= 9)
        audible = np.abs(heard) > 1e-4
        gaps += _gaps(audible)
        if high.size:
            waits.append((zero + (high[0] + 72) / RATE - begin) * 1000)
    late = player._renderer.late if player._renderer else -1
    player.pause()
    return {
        "seeks_at_speed": speed, "heard_after_ms": round(float(np.median(waits)), 1),
        "most_ms": round(float(max(waits)), 1), "late_frames": late, "gaps": gaps,
    }  # fmt: skip


def _gaps(audible: np.ndarray) -> int:
    """How often a tone was silent for 2 ms and more."""
    edges = np.flatnonzero(np.diff(np.concatenate([[1], audible, [1]]).astype(int)))
    return int(np.sum(np.diff(edges)[::2] > 0.002 * RATE))


def _spin(app, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.001)


def main() -> None:
    """Measure and print one line of JSON a speed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--speeds", type=float, nargs="+", default=[1.0, 0.5, 1.5])
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        os.environ["W12STUDIO_HOME"] = home
        room = Room(folder)
        try:
            _run(folder, room, wanted.speeds)
        finally:
            room.close()


def _run(folder: Path, room: Room, speeds: list[float]) -> None:
    from w12studio.ui.app import make_application
    from w12studio.ui.main_window import MainWindow
    from w12studio.ui.settings import Settings
    from w12studio.ui.theme import ThemeController

    app = make_application()
    window = MainWindow(Settings(), ThemeController("dark"))
    window.resize(1600, 900)
    window.show()
    scene, clicks = recording(folder)
    scene.open_in(window.session)
    window.pages.setCurrentIndex(1)
    _spin(app, 1.0)
    painted = Painted(window)
    for speed in speeds:
        print(json.dumps(measure(window, app, room, painted, clicks, speed)), flush=True)
        _spin(app, 0.5)
    for speed in speeds:
        print(json.dumps(measure_seeks(window, app, room, speed)), flush=True)
        _spin(app, 0.5)
    window.shutdown()


if __name__ == "__main__":
    sys.exit(main())
