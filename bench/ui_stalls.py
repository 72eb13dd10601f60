"""How long the window stands still while an hour of music is analysed.

    xvfb-run -s "-screen 0 1600x900x24" python bench/ui_stalls.py [--minutes 60] [--hand] [--where]

A heartbeat of 5 ms ticks on the GUI thread while the window opens a FLAC file and analyses it, with all lanes shown.
What a beat comes late is a stall; the time for which the thread only waited for a core is told apart, and the CPU time
that it used itself. With ``--hand`` a scripted hand zooms and pans all the while.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep

import common
import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from ui_driver import EVENT_S, Clock, Hand, settle

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from w12studio import service
from w12studio.ui.app import make_application
from w12studio.ui.main_window import MainWindow
from w12studio.ui.settings import Settings
from w12studio.ui.theme import ThemeController

BEAT_MS = 5
SIZE = (1600, 900)
LATE_MS = 25.0


@dataclass
class Heartbeat:
    """Gaps between beats of the GUI thread, ms: wall, CPU, waited for a core; and where it was when one came late."""

    gaps: list[tuple[float, float, float]] = field(default_factory=list)
    places: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._clock, self._last = Clock(), None
        self._beaten, self._done = perf_counter(), False
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._gui = threading.get_ident()

    def _beat(self) -> None:
        now = self._clock.now()
        if self._last is not None:
            self.gaps.append(tuple(np.subtract(now, self._last).tolist()))
        self._last, self._beaten = now, perf_counter()

    def watch(self) -> None:
        """On a thread of its own: note what the GUI thread does when its beat is late."""
        while not self._done:
            sleep(0.004)
            late = (perf_counter() - self._beaten) * 1000
            if late > LATE_MS:
                frames = traceback.extract_stack(sys._current_frames()[self._gui])
                ours = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames[-4:]]
                self.places.append((late, " > ".join(ours)))

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
    parser.add_argument("--where", action="store_true", help="tell what the thread did when a beat was late")
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
        start = perf_counter()
        beat = analyse(window, path, args.hand, args.where)
        took = perf_counter() - start
        gaps = np.array(beat.gaps) - [BEAT_MS, 0, 0]
        own = gaps[:, 0] - gaps[:, 2]
        print(
            f"{common.machine()}; {args.minutes:g} min of FLAC, {took:.0f} s{', a hand at work' if args.hand else ''}"
        )
        for name, values in (("wall", gaps[:, 0]), ("on a core of its own", own), ("CPU of the thread", gaps[:, 1])):
            print(
                f"  {name:<22} longest {values.max():6.1f} ms; over 50 ms: {(values > 50).sum()}, over 30: "
                f"{(values > 30).sum()}, over 16: {(values > 16).sum()} of {len(values)}"
            )
        for late, place in sorted(beat.places, reverse=True)[:60]:
            print(f"  {late:6.0f}  {place}")
        window.shutdown()
        window.close()


if __name__ == "__main__":
    main()
