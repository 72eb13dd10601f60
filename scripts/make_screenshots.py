"""Makes the pictures of the documentation from the real window and real music.

    xvfb-run -s "-screen 0 2600x1500x24" python scripts/make_screenshots.py RECORDING... [--out docs/images]

``window``, ``bars``, ``samples`` are 1600 x 900. Of every state of the window (first start, empty, loading, failed,
full) there is a picture for each theme and screen in ``states/``: 1280 x 720 and 2560 x 1440 at 100 %, and 2560 x 1440
at 200 %. Each theme and scale has a process of its own, since Qt takes the scale only once. Where ImageMagick is
installed, pictures are reduced to a palette: a quarter of the size, and no difference to the eye.

The pictures in docs/ show Debian's wesnoth-1.16-music.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

THEMES = ("dark", "light")
#: Scale in per cent, and sizes of the window in device pixels.
SCREENS = {100: ((1280, 720), (2560, 1440)), 200: ((2560, 1440),)}
COLOURS = 224


def settle(app: Any, until: Callable[[], bool], limit: float = 240.0) -> None:
    """Run the event loop until something holds, and a moment longer so that everything is painted."""
    end = time.monotonic() + limit
    while not until() and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)
    pause(app, 1.2)


def pause(app: Any, seconds: float) -> None:
    """Run the event loop for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


class Studio:
    """One process: a theme at a scale.

    Parameters
    ----------
    theme : str
    scale : int
        Per cent.
    recordings : list of Path
    out : Path
    """

    def __init__(self, theme: str, scale: int, recordings: list[Path], out: Path) -> None:
        from w12studio.ui.app import make_application

        self.theme, self.scale, self.recordings, self.out = theme, scale, recordings, out
        self.app = make_application()

    def shoot(self) -> None:
        """All pictures."""
        self._beginnings()
        self._failure()
        self._work()

    def _window(self) -> Any:
        from w12studio.ui.main_window import MainWindow
        from w12studio.ui.settings import Settings
        from w12studio.ui.theme import ThemeController

        window = MainWindow(Settings(), ThemeController(self.theme))
        window.show()
        return window

    def _close(self, window: Any) -> None:
        window.shutdown()
        window.deleteLater()
        pause(self.app, 0.3)

    def _state(self, window: Any, name: str, seconds: float = 0.7) -> None:
        """A picture of a state for every size."""
        for width, height in SCREENS[self.scale]:
            window.resize(width * 100 // self.scale, height * 100 // self.scale)
            pause(self.app, seconds)
            suffix = "" if self.scale == 100 else f"-{self.scale}"
            self._save(window, f"states/{name}-{self.theme}-{width}x{height}{suffix}")

    def _save(self, window: Any, name: str) -> None:
        path = self.out / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        window.grab().save(str(path))
        if shutil.which("convert"):
            small = path.with_suffix(".small.png")
            how = ["-strip", "-dither", "None", "-colors", str(COLOURS), "-define", "png:compression-level=9"]
            subprocess.run(["convert", str(path), *how, f"PNG8:{small}"], check=True)
            small.replace(path)

    def _beginnings(self) -> None:
        """Before anything is open: at the very first start, and later."""
        window = self._window()
        self._state(window, "first-start")
        self._close(window)
        window = self._window()
        for recording in reversed(self.recordings):
            window.settings.add_recent(recording)
        self._state(window, "empty")
        self._close(window)

    def _failure(self) -> None:
        """A file that is no recording."""
        with tempfile.TemporaryDirectory() as folder:
            broken = Path(folder) / "broken take.wav"
            broken.write_bytes(b"no sound at all" * 99)
            window = self._window()
            window.files.open_paths([broken])
            settle(self.app, lambda: bool(window.queue.items) and not any(i.active for i in window.queue.items))
            self._state(window, "failed")
            window.settings.clear_recent()
            self._close(window)

    def _work(self) -> None:
        """While it is analysed, and afterwards."""
        window, app = self._window(), self.app
        window.files.open_paths(self.recordings)
        settle(app, lambda: window.session.peaks is not None)
        self._state(window, "loading", 0.3)
        settle(app, lambda: bool(window.queue.items) and not any(i.active for i in window.queue.items))
        self._state(window, "full", 2.5)
        if self.scale == 100:
            window.resize(1600, 900)
            pause(app, 2.5)
            self._save(window, f"window-{self.theme}")
            self._close_up(window)
        window.session.mark_unsaved()
        self._close(window)

    def _close_up(self, window: Any) -> None:
        """A few bars with one selected, and single samples."""
        from w12studio.domain.analysis import BEATS
        from w12studio.ui.session import Selection

        timeline, session = window.timeline, window.session
        beats = session.analysis.events(BEATS)
        if len(beats) <= 60:
            return
        start, end = float(beats.times[40]), float(beats.times[57])
        timeline.set_viewport(timeline.viewport.showing(start - 0.2, end))
        session.select(Selection(float(beats.times[44]), float(beats.times[48])))
        window.player.seek(float(beats.times[46]))
        pause(self.app, 2.0)
        self._save(window, f"bars-{self.theme}")
        session.select(Selection())
        middle = float(beats.times[48])
        timeline.set_viewport(timeline.viewport.showing(middle - 0.0012, middle + 0.0012))
        pause(self.app, 2.0)
        self._save(window, f"samples-{self.theme}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--theme", choices=THEMES, help="only this one")
    parser.add_argument("--scale", type=int, choices=SCREENS, help="only this one, in per cent")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)  # a process of one theme and scale
    args = parser.parse_args()
    recordings = [r.resolve() for r in args.recordings]
    if args.here:
        Studio(args.theme, args.scale, recordings, args.out).shoot()
        return
    for theme in [args.theme] if args.theme else THEMES:
        for scale in [args.scale] if args.scale else SCREENS:
            with tempfile.TemporaryDirectory() as home:
                # a fresh home: nothing is remembered, so that loading can be seen
                own = {"W12STUDIO_HOME": home, "XDG_CONFIG_HOME": home, "QT_SCALE_FACTOR": f"{scale / 100:g}"}
                command = [sys.executable, __file__, *map(str, recordings), "--out", str(args.out)]
                command += ["--here", "--theme", theme, "--scale", str(scale)]
                subprocess.run(command, env={**os.environ, **own}, check=True)


if __name__ == "__main__":
    main()
