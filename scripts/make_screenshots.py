"""Makes the pictures of the documentation from the real window and real music.

    xvfb-run -s "-screen 0 1600x900x24" python scripts/make_screenshots.py RECORDING... [--out docs/images]

The pictures in docs/ show Debian's wesnoth-1.16-music.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def settle(app: Any, until: Callable[[], bool], limit: float = 120.0) -> None:
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


def shoot(theme: str, recordings: list[Path], out: Path) -> None:
    """All pictures of one theme."""
    from w12studio.domain.analysis import BEATS
    from w12studio.ui.app import make_application
    from w12studio.ui.main_window import MainWindow
    from w12studio.ui.session import Selection
    from w12studio.ui.settings import Settings
    from w12studio.ui.theme import ThemeController

    app = make_application()
    window = MainWindow(Settings(), ThemeController(theme))
    window.resize(1600, 900)
    window.show()
    settle(app, lambda: True)
    window.grab().save(str(out / f"empty-{theme}.png"))
    window.files.open_paths(recordings)
    settle(app, lambda: window.session.peaks is not None)
    window.grab().save(str(out / f"loading-{theme}.png"))
    settle(app, lambda: bool(window.queue.items) and not any(i.active for i in window.queue.items))
    window.grab().save(str(out / f"window-{theme}.png"))

    timeline, session = window.timeline, window.session
    beats = session.analysis.events(BEATS)
    if len(beats) > 60:
        start, end = float(beats.times[40]), float(beats.times[57])
        timeline.set_viewport(timeline.viewport.showing(start - 0.2, end))
        session.select(Selection(float(beats.times[44]), float(beats.times[48])))
        window.player.seek(float(beats.times[46]))
        pause(app, 2.0)
        window.grab().save(str(out / f"bars-{theme}.png"))
        session.select(Selection())
        middle = float(beats.times[48])
        timeline.set_viewport(timeline.viewport.showing(middle - 0.0012, middle + 0.0012))
        pause(app, 2.0)
        window.grab().save(str(out / f"samples-{theme}.png"))
    window.session.mark_unsaved()
    window.shutdown()
    window.deleteLater()
    pause(app, 0.3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recordings", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--theme", default="")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for theme in [args.theme] if args.theme else ["dark", "light"]:
        with tempfile.TemporaryDirectory() as home:
            os.environ["W12STUDIO_HOME"] = os.environ["XDG_CONFIG_HOME"] = home
            shoot(theme, args.recordings, args.out)


if __name__ == "__main__":
    main()
