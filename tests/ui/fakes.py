"""Stand-ins for the engine and the sound device."""

from __future__ import annotations

import hashlib
import threading
import uuid
from pathlib import Path

import numpy as np
from PySide6.QtCore import QIODevice

from w12studio import service
from w12studio.domain.analysis import BEATS, KEY, TRANSIENTS, Analysis, AudioFacts, Source, Track
from w12studio.domain.errors import AudioError, Cancelled, W12Error
from w12studio.domain.events import Events
from w12studio.domain.peaks import block_peaks

RATE = 8000
DURATION_S = 10.0
BEAT_TIMES = np.arange(0.5, 9.6, 0.5)


def facts_of(path: Path, sample_rate: int = RATE, channels: int = 1) -> AudioFacts:
    """Facts of a recording of `DURATION_S`."""
    sha = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    return AudioFacts(
        str(path), sha, sample_rate, channels, int(DURATION_S * sample_rate), "WAV", "PCM", 160044, "test decoder"
    )


def beats_track() -> Track:
    """A beat each half second, in 4/4, some of them doubtful."""
    n = BEAT_TIMES.size
    confidences = np.where(np.arange(n) % 7 == 5, 0.2, 0.9)
    return Track(
        BEATS,
        Events.from_columns(BEAT_TIMES, values=np.arange(n) % 4 + 1, confidences=confidences),
        source=Source("fake-beats", "1", fallback_from=("better: it is not installed",)),
    )


def quick_track() -> Track:
    """The quick grid: the first 7 s, a little late, a bar wrong."""
    times = BEAT_TIMES[BEAT_TIMES < 7.0] + 0.02
    positions = (np.arange(times.size) + 2) % 4 + 1
    events = Events.from_columns(times, values=positions)
    return Track(BEATS, events, source=Source("quick-fake"), complete=False, provisional=True)


def tracks() -> list[Track]:
    """The layers that the stand-in engine finds."""
    onsets = Events.from_columns(np.arange(0.25, 9.7, 0.25), values=np.full(38, 0.5))
    key = Events.from_columns([0.0], [DURATION_S], confidences=[0.8], labels=["A minor"])
    return [beats_track(), Track(TRANSIENTS, onsets, source=Source("fake-onsets")), Track(KEY, key)]


def audio_store(sample_rate: int = RATE, channels: int = 1, duration: float = DURATION_S) -> service.SharedAudio:
    """A decoded recording: sample i of every channel has the value i / n_samples."""
    n = int(duration * sample_rate)
    folder = service.cache_dir() / "audio"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"fake-{uuid.uuid4().hex}.f32"
    ramp = (np.arange(n) / n).astype(np.float32)
    np.repeat(ramp[:, None], channels, axis=1).tofile(path)
    return service.SharedAudio(str(path), sample_rate, channels, n)


class FakeEngine:
    """Has the signature of `service.analyze`. Files named ``bad*`` can't be read; ``slow*`` and ``quick*`` wait for
    `go`, the latter with a quick grid (where one is asked for)."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.requests: list[tuple[Path, service.Request]] = []
        self.warning = ""

    def __call__(self, path, request, on_message, cancel) -> Analysis:
        self.requests.append((path, request))
        if path.name.startswith("bad"):
            raise AudioError("it holds no audio", path, "Is it really a recording?")
        if path.name.startswith("bug"):
            raise RuntimeError("a fault in the engine")
        facts = facts_of(path)
        on_message(service.AudioFound(facts))
        on_message(service.Progressed(0.1, "Reading the file", 5.0))
        audio = audio_store()
        peaks = block_peaks(audio.samples())
        half = peaks.shape[0] // 2
        on_message(service.PeaksGrown(0, peaks[:half]))
        on_message(service.PeaksGrown(half, peaks[half:], last=True))
        if path.name.startswith("quick") and request.quick_grid:
            on_message(service.TrackUpdated(quick_track()))
        if path.name.startswith(("slow", "quick")):
            while not self.go.wait(0.01):
                if cancel.is_set():
                    service.release_audio(audio)
                    raise Cancelled
        on_message(service.AudioReady(facts, audio))
        analysis = Analysis(facts)
        if request.layers:
            for track in tracks():
                on_message(service.TrackUpdated(track))
                analysis = analysis.with_track(track)
            for track in service.derived_tracks(analysis):
                on_message(service.TrackUpdated(track))
                analysis = analysis.with_track(track)
            if self.warning:
                on_message(service.Warned(self.warning))
                analysis = analysis.with_warning(self.warning)
        on_message(service.Progressed(1.0, "Done"))
        return analysis


class FakeSink:
    """A sound device that plays as much as the test says."""

    def __init__(self, sample_rate: int) -> None:
        self.sample_rate = sample_rate
        self.frame_bytes = 8
        self.device: QIODevice | None = None
        self.played = np.zeros((0, 2), dtype=np.float32)
        self.heard_frames = 0

    def start(self, device: QIODevice) -> None:
        self.device = device

    def stop(self) -> None:
        self.device = None

    def heard(self, delivered: int) -> int:
        return min(self.heard_frames, delivered)

    def encode(self, samples) -> bytes:
        return np.asarray(samples, dtype=np.float32).tobytes()

    def pull(self, frames: int) -> np.ndarray:
        """The device takes some frames, and all of them are heard."""
        assert self.device is not None
        data = bytes(self.device.read(frames * self.frame_bytes))
        block = np.frombuffer(data, dtype=np.float32).reshape(-1, 2)
        self.played = np.concatenate([self.played, block])
        self.heard_frames += block.shape[0]
        return block


class SoundRoom:
    """Makes `FakeSink`s and remembers them; ``broken`` makes it refuse."""

    def __init__(self, rate: int | None = None) -> None:
        self.rate = rate
        self.sinks: list[FakeSink] = []
        self.broken = False

    def __call__(self, sample_rate: int) -> FakeSink:
        if self.broken:
            raise W12Error("There is no sound device", advice="Connect one.")
        self.sinks.append(FakeSink(self.rate or sample_rate))
        return self.sinks[-1]

    @property
    def sink(self) -> FakeSink:
        return self.sinks[-1]


def open_and_wait(window, qtbot, *paths):
    """Open files in a window and wait until nothing is under way."""
    window.files.open_paths(paths)
    qtbot.waitUntil(lambda: window.queue.items and not any(i.active for i in window.queue.items))


def beat_times(window):
    """Times of the beats of the open recording."""
    return window.session.analysis.events(BEATS).times
