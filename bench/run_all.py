"""Every benchmark, one after the other; the figures go to docs/benchmarks.md.

    python bench/run_all.py [--hour]

Needs a display for those of the window: xvfb-run is used where there is none.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hour", action="store_true", help="with an hour of music too (takes long)")
    args = parser.parse_args()
    hour = ["--hour"] if args.hour else []
    screen: list[str] = []
    if not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x900x24"]
    status = 0
    for command in (
        [*screen, sys.executable, str(HERE / "window.py"), *hour],
        [sys.executable, str(HERE / "analysis.py"), *hour],
        [sys.executable, str(HERE / "rhythm_speed.py")],
        [sys.executable, str(HERE / "spectrogram.py")],
        [*screen, sys.executable, str(HERE / "ui_frames.py")],
    ):
        print("$", " ".join(command), file=sys.stderr)
        status |= subprocess.run(command, check=False).returncode
    return status


if __name__ == "__main__":
    sys.exit(main())
