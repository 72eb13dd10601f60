"""What `make run` does once everything is installed: the window, or without a display a headless analysis."""

import sys
import tempfile
from pathlib import Path

from w12studio.cli import has_display, main


def run(files: list[str]) -> int:
    """Open the window on the files; without a display analyse them and say where the result is."""
    if has_display():
        return main(files)
    out = Path(tempfile.gettempdir()) / "w12studio-demo"
    print("There is no display: analysing without a window.", file=sys.stderr)
    status = main(["analyze", *files, "--out", str(out), "--export", "w12,csv,midi", "--overwrite"])
    print(f"The results are in {out}")
    return status


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
