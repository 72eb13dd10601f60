"""How long the window stands still while an hour of music is analysed.

    xvfb-run -s "-screen 0 1600x900x24" python bench/ui_stalls.py [--minutes 60] [--hand] [--where]

A heartbeat of 5 ms ticks on the GUI thread while the window opens a FLAC file and analyses it, with all lanes shown.
What a beat comes late is a stall. Other processes use the machine too: so the time is told apart for which the thread
only waited for a core, and what CPU time it and the whole process (who holds Python's lock?) had in the same gap. With
``--hand`` a scripted hand zooms and pans all the while.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import traceback
from collections import Counter
from pathlib import Path
from time import perf_counter, process_time, sleep

import common
import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from ui_driver import EVENT_S, Clock, Hand, settle

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from w12studio import service
from w12studio.ui.app import make_application
from w12studio.ui.main_window import MainWindow
from w12studio.ui.responsive import set_aside
from w12studio.ui.settings import Settings
from w12studio.ui.theme import ThemeController

BEAT_MS = 5
SIZE = (1600, 900)
LONG_MS = 12.0


class Heartbeat:
    """Gaps between beats of the GUI thread, a row each: wall time, the thread's CPU time, time it waited for a core,
    and CPU time of the whole process, in ms; and where the thread was in those in which it worked long."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, ...]] = []
        self.places: list[tuple[float, float, str]] = []
        self._clock, self._last = Clock(), (0.0, 0.0, 0.0, 0.0)
        self._begun = self._beaten = perf_counter()
        self._done = False
        self._seen: list[str] = []
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._gui = threading.get_ident()

    def _beat(self) -> None:
        now = (*self._clock.now(), process_time() * 1000)
        if self._last[0]:
            gap = tuple(np.subtract(now, self._last).tolist())
            self.gaps.append(gap)
            seen, self._seen = self._seen, []
            if gap[1] > LONG_MS and seen:
                self.places.append((gap[1], perf_counter() - self._begun, Counter(seen).most_common(1)[0][0]))
        self._last, self._beaten = now, perf_counter()

    def watch(self) -> None:
        """On a thread of its own: note what the GUI thread does when its beat is late."""
        while not self._done:
            sleep(0.003)
            if (perf_counter() - self._beaten) * 1000 > BEAT_MS + 3:
                frames = traceback.extract_stack(sys._current_frames()[self._gui])
                ours = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames if "w12studio" in f.filename]
                self._seen.append(" > ".join(ours[-5:]))

    def stop(self) -> None:
        """No more beats."""
        self._done = True
        self._timer.stop()


def analyse(window: MainWindow, path: Path, hand: bool, where: bool) -> Heartbeat:
    """Open the file, and count until its analysis is done."""
    beat, loop, turns = Heartbeat(), QEventLoop(), QTimer(interval=round(EVENT_S * 1000))
    watcher = threading.Thread(target=beat.watch, daemon=True)
    if where:
        watcher.start()
    wheel = Hand(window.timeline.lane_view.viewport())
    count = 0

    def turn() -> None:
        nonlocal count
        count += 1
        if count % 200 < 60:
            wheel.wheel(700, 60, 0.5 if count % 200 < 30 else -0.5)
        else:
            wheel.wheel(700, 60, 0.25 if count % 100 < 50 else -0.25, Qt.KeyboardModifier.ShiftModifier)

    def look() -> None:
        if window.queue.items and not any(i.active for i in window.queue.items):
            loop.quit()

    looking = QTimer(interval=200)
    looking.timeout.connect(look)
    turns.timeout.connect(turn)
    window.files.open_paths([path])
    looking.start()
    if hand:
        turns.start()
    loop.exec()
    for timer in (looking, turns):
        timer.stop()
    beat.stop()
    return beat


def main() -> None:
    """One analysis."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--hand", action="store_true", help="zoom and pan all the while")
    parser.add_argument("--where", action="store_true", help="tell what the thread did when it worked long")
    parser.add_argument("--music", type=Path, help="folder that keeps the file for the next time")
    args = parser.parse_args()
    with common.fresh_home(), tempfile.TemporaryDirectory() as folder:
        path = common.music(args.minutes * 60, ".flac", args.music or Path(folder))
        make_application()
        window = MainWindow(Settings(), ThemeController("dark"))
        window.resize(*SIZE)
        for name in window.timeline.lane_names():
            window.timeline.set_lane_visible(name, True)
        window.show()
        service.warm_up()
        settle(3.0)
        set_aside()  # as `app.run` does
        start = perf_counter()
        beat = analyse(window, path, args.hand, args.where)
        took = perf_counter() - start
        gaps = np.array(beat.gaps) - [BEAT_MS, 0, 0, 0]
        columns = {
            "wall time": gaps[:, 0],
            "on a core of its own": gaps[:, 0] - gaps[:, 2],
            "CPU of the process": gaps[:, 3],
            "CPU of the thread": gaps[:, 1],
        }
        print(f"{common.machine()}; {args.minutes:g} min of FLAC, {took:.0f} s, hand: {args.hand}")
        print("| stalls | longest, ms | over 50 | over 30 | over 16 |\n| --- | --- | --- | --- | --- |")
        for name, values in columns.items():
            counts = " | ".join(str((values > ms).sum()) for ms in (50, 30, 16))
            print(f"| {name} | {values.max():.0f} | {counts} |")
        for took_ms, at, place in sorted(beat.places, reverse=True)[:40]:
            print(f"  {took_ms:6.1f} ms at {at:6.2f} s: {place}")
        window.shutdown()
        window.close()


if __name__ == "__main__":
    main()
