"""Frame times of the window, and of the same scene made from one plot item a thing.

    xvfb-run -s "-screen 0 1600x900x24" python bench/ui_frames.py [--minutes 60] [--frames 120] [--plain]

A frame is one event of a scripted hand (wheel, drag, pointer, or the player's tick), sent to the shown window 60 times
a second, until all that it made dirty is painted, on the GUI thread. Columns: CPU time of that thread; wall time less
the time that the thread waited for a core (other processes use the machine too); wall time; each median and 95th
percentile in ms. "Later" are the frames that refine the picture between two events. Raster engine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import common
import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from ui_driver import HEAD, Frames, Hand, settle

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.ui.fakes import SoundRoom
from tests.ui.scenes import Scene, synthetic_scene
from w12studio import service
from w12studio.domain.analysis import BEATS, NOTES, PITCH, TEMPO, TRANSIENTS, Analysis
from w12studio.ui.analysis_thread import AnalysisThread
from w12studio.ui.app import make_application
from w12studio.ui.main_window import MainWindow
from w12studio.ui.responsive import set_aside
from w12studio.ui.settings import Settings
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline

SIZE = (1600, 900)
LANES = ("waveform", "spectrogram", "transients", "beats", "pitch", "tempo")
SHIFT = Qt.KeyboardModifier.ShiftModifier


class ReadyMade:
    """Has the signature of `service.analyze`, and the results at hand."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def __call__(
        self, path: Path, request: service.Request, on_message: Callable[[service.Message], object], cancel: object
    ) -> Analysis:
        """Tell all of the scene."""
        analysis, facts = self.scene.analysis, replace(self.scene.analysis.audio, path=str(path))
        on_message(service.AudioFound(facts))
        on_message(service.PeaksGrown(0, self.scene.peaks, last=True))
        on_message(service.AudioReady(facts, self.scene.audio))
        for track in analysis.tracks.values():
            on_message(service.TrackUpdated(track))
        on_message(service.Progressed(1.0, "Done"))
        return replace(analysis, audio=facts)


def make_window(engine: ReadyMade, folder: Path) -> MainWindow:
    """The program's window with a recording open, its panels closed: the lanes have all the width there is."""
    window = MainWindow(Settings(), ThemeController("dark"), AnalysisThread(engine), SoundRoom())
    window.resize(*SIZE)
    set_aside()  # as `app.run` does
    window.show()
    open_scene(window, folder / "scene.wav")
    for dock in window.docks:
        dock.close()
    settle(1.0)
    return window


def open_scene(window: MainWindow, path: Path) -> None:
    """Put it into the queue, and wait."""
    path.write_bytes(path.name.encode())
    window.files.open_paths([path])
    settle(0.5)
    while any(item.active for item in window.queue.items):
        settle(0.1)
    settle(1.5)


def show_lanes(timeline: Timeline, names: tuple[str, ...]) -> None:
    """Exactly these."""
    for shown in (True, False):
        for name in timeline.lane_names():
            if (name in names) is shown:
                timeline.set_lane_visible(name, shown)
    settle(0.5)


def drive(window: MainWindow, frames: int) -> list[Frames]:
    """All gestures of a scripted user."""
    timeline = window.timeline
    hand = Hand(timeline.lane_view.viewport())
    whole = timeline.viewport.fitted()
    x, y = timeline.lane_view.width() * 0.6, 60.0
    middle = whole.duration / 2
    out = []

    def span(seconds: float) -> None:
        timeline.set_viewport(whole.showing(middle, middle + seconds))
        settle(1.5)

    def gesture(name: str, step: Callable[[int], object], count: int = frames) -> None:
        out.append(hand.measure(name, step, count))
        settle(0.3)

    timeline.set_viewport(whole)
    settle(3.0)
    tick = window.player.position_changed.emit
    gesture("play, whole file", lambda i: tick(i * 0.5))
    for seconds in (600.0, 30.0, 2.0):
        span(seconds)
        gesture(f"play, {seconds:g} s in view", lambda i, s=seconds: tick(middle + s * i / frames * 0.8))
        gesture(f"hover, {seconds:g} s", lambda i: hand.move(100.0 + 5 * i % 900, 20.0 + 7 * i % 600))
        gesture(f"wheel pan, {seconds:g} s", lambda i: hand.wheel(x, y, -0.25 if i % 40 < 30 else 0.5, SHIFT))
        hand.press(x, y)
        gesture(f"drag pan, {seconds:g} s", lambda i: hand.move(x - 11 * (i % 60), y + (i % 3)))
        hand.release(x, y)
    span(20.0)
    turn = timeline.set_playhead
    gesture("play and follow, 20 s", lambda i: turn(middle + i * 0.3, True))
    timeline.set_viewport(whole)
    settle(1.5)
    notches = round(np.log(whole.duration) / np.log(1.25))
    gesture("wheel zoom in to 1 s", lambda i: hand.wheel(x, y, 0.5), notches * 2)
    gesture("wheel zoom out again", lambda i: hand.wheel(x, y, -0.5), notches * 2)
    span(60.0)
    gesture("wheel zoom to and fro, 60 s", lambda i: hand.wheel(x, y, 1 if i % 8 < 4 else -1))
    return out


def total(frames: list[Frames]) -> str:
    """A row for all of them together."""
    every = Frames("**all of these**")
    for one in frames:
        every.wall += one.wall
        every.cpu += one.cpu
        every.waited += one.waited
        every.later += one.later
    return every.row()


def thinned(scene: Scene) -> tuple[np.ndarray, float]:
    """At most 5,000,000 samples of the first channel, and how many there are a second."""
    samples = scene.audio.samples()[:, 0]
    step = max(samples.size // 5_000_000, 1)
    return np.array(samples[::step]), scene.audio.sample_rate / step


def plain(scene: Scene, samples: np.ndarray, rate: float, frames: int) -> list[Frames]:
    """The same content as PlotDataItem and InfiniteLine, with pyqtgraph's own downsampling and mouse handling."""
    layout = pg.GraphicsLayoutWidget(size=SIZE)
    waveform, pitch, tempo = (layout.addPlot(row=i, col=0) for i in range(3))
    for plot in (pitch, tempo):
        plot.setXLink(waveform)
    lines = [(waveform, np.arange(samples.size) / rate, samples)]
    for plot, kind in ((pitch, PITCH), (tempo, TEMPO)):
        curve = scene.analysis.tracks[kind].curve
        assert curve is not None
        lines.append((plot, curve.times(), curve.values))
    for plot, x, y in lines:
        item = pg.PlotDataItem(x, y, connect="finite")
        plot.addItem(item)
        item.setDownsampling(auto=True, method="peak")
        item.setClipToView(True)
        plot.setMouseEnabled(y=False)
    for kind in (BEATS, TRANSIENTS):
        times = scene.analysis.events(kind).times
        for time in times[:: max(times.size // 3000, 1)].tolist():
            waveform.addItem(pg.InfiniteLine(time))
    head = pg.InfiniteLine(0.0)
    waveform.addItem(head)
    layout.show()
    duration = scene.analysis.duration
    waveform.setXRange(0, duration, padding=0)
    settle(1.0)
    hand, few = Hand(layout.viewport()), max(frames // 10, 8)
    out = [hand.measure("play, whole file", lambda i: head.setValue(i * duration / few), few)]
    waveform.setXRange(600, 1200, padding=0)
    settle(1.0)
    out.append(hand.measure("play, 600 s in view", lambda i: head.setValue(600 + i * 500 / few), few))
    hand.press(900, 200)
    out.append(hand.measure("drag pan, 600 s", lambda i: hand.move(900 - 11 * i, 200), few))
    hand.release(900, 200)
    waveform.setXRange(0, duration, padding=0)
    settle(1.0)
    out.append(hand.measure("wheel zoom in", lambda i: hand.wheel(900, 200, 1), few))
    layout.close()
    return out


def bare(scene: Scene) -> Scene:
    """Only the layers that the issue's scene has."""
    kinds = (BEATS, TRANSIENTS, PITCH, NOTES, TEMPO)
    return replace(scene, analysis=replace(scene.analysis, tracks={k: scene.analysis.tracks[k] for k in kinds}))


def section(title: str, rows: list[Frames]) -> str:
    """A heading, its table, and the total."""
    return "\n".join([f"{title}:", "", HEAD, *(r.row() for r in rows), total(rows), ""])


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--plain", action="store_true", help="one plot item a thing, too")
    parser.add_argument("--few", action="store_true", help="only the lanes of the smaller scene")
    args = parser.parse_args()
    with common.fresh_home(), tempfile.TemporaryDirectory() as folder:
        make_application()
        seconds = args.minutes * 60
        scene = synthetic_scene(Path(folder), seconds, round(seconds * 20_000 / 3600), 44_100, round(seconds * 100))
        few_samples = thinned(scene) if args.plain else None  # before the window lets go of the audio
        engine = ReadyMade(bare(scene))
        window = make_window(engine, Path(folder))
        beats, onsets = (len(scene.analysis.events(k)) for k in (BEATS, TRANSIENTS))
        said = [
            f"{common.machine()}, {QGuiApplication.platformName()}; {args.minutes:g} min, {beats} beats, {onsets} "
            f"transients, window {SIZE[0]} x {SIZE[1]}, lanes {window.timeline.lane_view.width()} x "
            f"{window.timeline.lane_view.height()}.\n"
        ]
        print(said[0], HEAD, sep="\n", flush=True)
        show_lanes(window.timeline, LANES)
        said.append(section("Waveform, spectrogram, transients, beats, pitch, tempo", drive(window, args.frames)))
        if not args.few:
            engine.scene = scene
            open_scene(window, Path(folder) / "all.wav")
            show_lanes(window.timeline, tuple(window.timeline.lane_names()))
            said.append(section("All lanes", drive(window, args.frames)))
        window.shutdown()
        window.close()
        if few_samples is not None:
            rows = plain(scene, *few_samples, args.frames)
            said.append(section("One plot item a thing (3,000 beats, 3,000 transients)", rows))
        print("\n" + "\n".join(said))


if __name__ == "__main__":
    main()
