"""The command line: ``w12studio [FILE...]`` opens the window, ``analyze`` works without one, ``doctor`` looks around.

Exit status: 0 when everything worked, 1 when some files failed (the others are done), 2 on wrong usage, 130 when
interrupted.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from w12studio import __version__

COMMANDS = ("analyze", "export", "convert", "doctor")

_DESCRIPTION = """\
See, hear and correct the musical time of a recording.

  w12studio [FILE...]           open the window, with these recordings, folders or .w12 projects
  w12studio analyze FILE...     analyse without a window
  w12studio export PROJECT      write a project's layers to other formats
  w12studio convert FILE        turn markers of one format into another
  w12studio doctor              say what works on this machine
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with the arguments given (those of the process by default); returns the exit status."""
    args = list(sys.argv[1:] if argv is None else argv)
    if args[:1] == ["--w12-worker"]:  # a packaged program starts itself as its own worker
        from w12studio.engine.worker import main as work

        sys.argv = args
        work()
        return 0
    start_log()
    if args and args[0] in COMMANDS:
        from w12studio import cli_commands

        return cli_commands.run(args)
    parser = argparse.ArgumentParser(
        "w12studio", description=_DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="recordings, folders or .w12 projects to open")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="colours of the window")
    parser.add_argument("--version", action="version", version=f"W12 Studio {__version__}")
    options = parser.parse_args(args)
    return _open_window(options)


def has_display() -> bool:
    """Whether a window could be shown."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_window(options: argparse.Namespace) -> int:
    if not has_display():
        if options.files:
            print("There is no display: analysing without a window.", file=sys.stderr)
            return main(["analyze", *options.files])
        print(
            "There is no display, so the window can't open. Use `w12studio analyze FILE...`, "
            "or set DISPLAY and try again.",
            file=sys.stderr,
        )
        return 2
    from w12studio.ui.app import run

    return run(options.files, theme=options.theme)


def start_log() -> None:
    """Send warnings and errors of the program to its log file; users get sentences instead."""
    from w12studio.engine.paths import log_file

    try:
        handler: logging.Handler = logging.FileHandler(log_file(), encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("w12studio")
    if not root.handlers:
        root.addHandler(handler)
        root.setLevel(logging.INFO)
        root.propagate = False
