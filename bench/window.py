"""Time from start to a visible window, from drop to waveform and quick grid, and the window process's peak memory.

    xvfb-run -s "-screen 0 1600x900x24" python bench/window.py [--runs 5]

Each run is a process of its own with empty settings. "Visible" is the first paint of the main window, counted from
the start of the process; "first waveform" is the first paint of the waveform lane that has something to draw,
counted from the drop; "quick grid" is the first paint of the timeline with beats on it, "all of it" the first one
whose beats go to the end. The file is real music, a 4-minute MP3.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common
import psutil


def inside(path: str, until: str) -> None:
    """One run: opens the window, drops the file, prints what it measured as JSON, and closes."""
    import resource

    from w12studio.ui.app import make_application

    app = make_application()
    from PySide6.QtCore import QEvent, QObject, QTimer

    from w12studio.ui.main_window import MainWindow
    from w12studio.ui.settings import Settings
    from w12studio.ui.theme import ThemeController

    born = psutil.Process().create_time()
    found: dict[str, float] = {}
    window = MainWindow(Settings(), ThemeController("dark"))

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and "visible" not in found:
                found["visible"] = time.time() - born
                QTimer.singleShot(1500, drop)  # the workers are warm by then, as they are for a person
            return False

    def drop() -> None:
        found["dropped"] = time.time()
        window.files.open_paths([Path(path)])

    def peaks() -> None:
        if "waveform" not in found:
            window.timeline.grab()
            found["waveform"] = time.time() - found["dropped"]

    def beats(kinds: set[str]) -> None:
        track = window.session.analysis.track("beats") if window.session.analysis else None
        if "beats" not in kinds or track is None or not len(track.events):
            return
        window.timeline.grab()
        since = time.time() - found["dropped"]
        if track.events.times[-1] > 0.95 * window.session.duration:
            found.setdefault("whole_grid", since)
        found.setdefault("grid", since)
        if track.complete:
            found.setdefault("beats", since)

    def look() -> None:
        done = all(not i.active for i in window.queue.items) if until == "end" else "whole_grid" in found
        if done and "waveform" in found:
            found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            found["took"] = time.time() - found["dropped"]
            print(json.dumps(found), flush=True)
            window.close()
            app.quit()

    from w12studio import service

    watcher = FirstPaint()
    window.installEventFilter(watcher)
    window.session.peaks_changed.connect(peaks)
    window.session.analysis_changed.connect(beats)
    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(50)
    window.show()
    QTimer.singleShot(0, service.warm_up)
    app.exec()
    window.shutdown()


def run(path: Path, until: str) -> dict[str, float]:
    """One run in a process of its own."""
    with common.fresh_home() as home:
        env = {**os.environ, "XDG_CONFIG_HOME": str(home)}
        command = [sys.executable, __file__, "--inside", str(path), until]
        done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=900, check=True)
        return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hour", action="store_true", help="memory with an hour of FLAC too")
    parser.add_argument("--inside", nargs=2, metavar=("FILE", "UNTIL"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        inside(*args.inside)
        return
    with tempfile.TemporaryDirectory() as folder:
        mp3 = common.music(240, ".mp3", Path(folder))
        runs = [run(mp3, "grid") for _ in range(args.runs)]
        whole = run(mp3, "end")
        rows = [
            "| what | median (range) |",
            "| --- | --- |",
            f"| start of the process to a visible window, s | {common.of([r['visible'] for r in runs])} |",
            f"| drop of a 4-minute MP3 to its first waveform, s | {common.of([r['waveform'] for r in runs])} |",
            f"| ... to its quick grid, s | {common.of([r['grid'] for r in runs])} |",
            f"| ... to all of the quick grid, s | {common.of([r['whole_grid'] for r in runs])} |",
            f"| ... to its beats, in the first run after installing, s | {whole.get('beats', float('nan')):.1f} |",
            f"| peak memory of the window's process, 4 minutes analysed, MB | {whole['memory_mb']:.0f} |",
        ]
        if args.hour:
            long = run(common.music(3600, ".flac", Path(folder)), "end")
            rows.append(
                f"| ... 60 minutes of FLAC analysed ({long['took']:.0f} s), MB | {long['memory_mb']:.0f} |",
            )
        head = f"`xvfb-run python bench/window.py --runs {args.runs}` on {common.machine()}."
        common.record("window", head + "\n\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
