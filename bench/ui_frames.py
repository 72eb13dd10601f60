"""Frame times of the timeline, and of the same scene made from one plot item a thing.

    python bench/ui_frames.py [--minutes 60] [--frames 120] [--no-plain]

A frame is one step of a scripted user and the repaint of everything that the step made dirty, on the GUI thread.
"cpu" is that thread's own time: what is left of the figure when other processes use the machine too. Run it under a
real or virtual X server; the platform is printed. Raster engine.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, sleep, thread_time

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.ui.scenes import Scene, synthetic_scene
from w12studio.ui.session import Session
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline

SIZE = (1600, 900)


def settle(seconds: float) -> None:
    """Let timers and other threads have their say."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        QApplication.processEvents()
        sleep(0.002)


def measure(name: str, step: Callable[[int], None], widget: QWidget, frames: int, gap_s: float = 0.0) -> None:
    """Do steps, paint after each, and print the median, 95th percentile and maximum."""
    times, cpu = [], []
    for i in range(frames):
        start, start_cpu = perf_counter(), thread_time()
        step(i)
        QApplication.processEvents()  # paints what is dirty
        times.append((perf_counter() - start) * 1000)
        cpu.append((thread_time() - start_cpu) * 1000)
        if gap_s:
            settle(gap_s)
    ms = np.array(times)
    print(
        f"  {name:<28} median {np.median(ms):7.2f}  p95 {np.percentile(ms, 95):7.2f}  max {ms.max():7.2f} ms"
        f"   (cpu median {np.median(cpu):6.2f})"
    )


def drive(timeline: Timeline, frames: int) -> None:
    """A scripted user."""
    whole = timeline.viewport.fitted()
    duration = whole.duration

    def span(seconds: float) -> None:
        timeline.set_viewport(whole.showing(duration / 2, duration / 2 + seconds))
        settle(1.0)

    timeline.set_viewport(whole)
    settle(3.0)
    measure("playhead, whole file", lambda i: timeline.set_playhead(i * duration / frames), timeline, frames)
    for seconds in (600.0, 30.0, 2.0):
        span(seconds)
        start = timeline.viewport.start
        measure(
            f"playhead, {seconds:g} s in view",
            lambda i, a=start, s=seconds: timeline.set_playhead(a + s * i / frames, True), timeline, frames,
        )  # fmt: skip
        measure(f"pan 7 px, {seconds:g} s in view", lambda i: timeline.pan(7), timeline, frames)
    timeline.set_viewport(whole)
    settle(1.0)
    measure("zoom in, whole file to 1 s", lambda i: timeline.zoom(1.07, 700), timeline, frames, 0.01)
    measure("zoom out again", lambda i: timeline.zoom(1 / 1.07, 700), timeline, frames, 0.01)
    span(30.0)
    measure("hover", lambda i: _hover(timeline, i), timeline, frames)


def _hover(timeline: Timeline, i: int) -> None:
    from PySide6.QtCore import QEvent, QPointF, Qt
    from PySide6.QtGui import QMouseEvent

    at = QPointF(100.0 + 5 * i, 120.0 + 3 * i)
    none = Qt.MouseButton.NoButton
    target = timeline.lane_view.viewport()
    event = QMouseEvent(QEvent.Type.MouseMove, at, target.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, event)


def plain(scene: Scene, frames: int) -> None:
    """The same content as PlotDataItem and InfiniteLine, with pyqtgraph's own downsampling."""
    layout = pg.GraphicsLayoutWidget(size=SIZE)
    waveform, pitch = layout.addPlot(row=0, col=0), layout.addPlot(row=1, col=0)
    pitch.setXLink(waveform)
    samples = scene.audio.samples()[:, 0]
    step = max(samples.size // 5_000_000, 1)
    rate = scene.audio.sample_rate / step
    shown = np.array(samples[::step])
    item = pg.PlotDataItem(np.arange(shown.size) / rate, shown)
    waveform.addItem(item)
    item.setDownsampling(auto=True, method="peak")
    item.setClipToView(True)
    curve = scene.analysis.tracks["pitch"].curve
    assert curve is not None
    line = pg.PlotDataItem(curve.times(), curve.values, connect="finite")
    pitch.addItem(line)
    line.setDownsampling(auto=True, method="peak")
    line.setClipToView(True)
    for kind in ("beats", "transients"):
        for time in scene.analysis.events(kind).times[:: max(len(scene.analysis.events(kind)) // 3000, 1)].tolist():
            waveform.addItem(pg.InfiniteLine(time))
    head = pg.InfiniteLine(0.0)
    waveform.addItem(head)
    layout.show()
    duration = scene.analysis.duration
    waveform.setXRange(0, duration, padding=0)
    settle(1.0)
    print("plain items (3,000 of the beats, 3,000 of the transients, waveform thinned to 5,000,000 samples):")
    few = max(frames // 10, 5)
    measure("playhead, whole file", lambda i: head.setValue(i * duration / few), layout, few)
    measure(
        "pan, 600 s in view",
        lambda i: waveform.setXRange(100 + 3 * i, 700 + 3 * i, padding=0), layout, few,
    )  # fmt: skip
    layout.close()


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--frames", type=int, default=120)
    parser.add_argument("--no-plain", action="store_true")
    args = parser.parse_args()
    app = QApplication(sys.argv[:1])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        seconds = args.minutes * 60
        scene = synthetic_scene(Path(folder), seconds, round(seconds * 20_000 / 3600), 44_100, round(seconds * 100))
        session = Session()
        timeline = Timeline(session, ThemeController("dark"))
        timeline.resize(*SIZE)
        timeline.show()
        scene.open_in(session)
        beats, onsets = (len(scene.analysis.events(k)) for k in ("beats", "transients"))
        print(
            f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, {QGuiApplication.platformName()},"
        )
        print(f"{args.minutes:g} min, {beats} beats, {onsets} transients, window {SIZE[0]} x {SIZE[1]}")
        print("timeline:")
        drive(timeline, args.frames)
        timeline.shutdown()
        timeline.close()
        if not args.no_plain:
            plain(scene, args.frames)


if __name__ == "__main__":
    main()
