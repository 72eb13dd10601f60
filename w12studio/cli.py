"""The command line: ``w12studio [FILE...]`` opens the window, ``analyze`` works without one, ``doctor`` looks around.

Exit status: 0 when everything worked, 1 when some files failed (the others are done), 2 on wrong usage, 130 when
interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import logging
import logging.handlers
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from w12studio import __version__

COMMANDS = ("analyze", "export", "convert", "compare", "features", "models", "serve", "keys", "doctor")

_DESCRIPTION = """\
See, hear and correct the musical time of a recording.

  w12studio [FILE...]           open the window, with these recordings, folders or .w12 projects
  w12studio analyze FILE...     analyse without a window
  w12studio export PROJECT      write a project's layers to other formats
  w12studio convert FILE        turn markers of one format into another
  w12studio compare A B         how far two recordings or files of markers agree
  w12studio features FILE       spectral, harmonic and energy features of a recording
  w12studio models              list, fetch and verify the models' weights
  w12studio serve               analyse for other programs, over HTTP
  w12studio keys                list the window's keys, or write them as a page to print
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
    _open_streams()
    start_log()
    try:
        return _run(args)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _run(args: list[str]) -> int:
    if args == ["help"] and not Path("help").exists():
        args = ["--help"]
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
    meant = difflib.get_close_matches(args[0], COMMANDS, 1) if args else []
    if meant and not os.path.lexists(args[0]):
        parser.error(f"there is no file {args[0]!r}; did you mean `w12studio {meant[0]}`?")
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


def _open_streams() -> None:
    """Give the standard streams that are closed a place, and let every name be printed in every locale."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which nothing else must get
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


class _LogFile(logging.handlers.RotatingFileHandler):
    """A log that is small, and that nobody hears of when it can't be written."""

    def emit(self, record: logging.LogRecord) -> None:
        with contextlib.suppress(OSError):
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        pass


def start_log() -> None:
    """Send warnings and errors of the program to its log file; users get sentences instead."""
    from w12studio.engine.paths import log_file

    root = logging.getLogger("w12studio")
    if root.handlers:
        return
    try:
        handler: logging.Handler = _LogFile(
            log_file(), maxBytes=2 << 20, backupCount=1, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    root.propagate = False
