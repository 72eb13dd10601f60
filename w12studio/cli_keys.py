"""``keys``: the keys of the window, as text or as a page to print."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_parser(commands: Any) -> None:
    """Add the subcommand to the command line."""
    keys = commands.add_parser(
        "keys",
        help="list the window's keys and gestures",
        description="Every key of the window, with those that you changed, by menu.",
    )
    keys.add_argument("--pdf", type=Path, metavar="FILE", help="write them as a page to print")
    keys.set_defaults(run=_keys)


def _keys(options: argparse.Namespace) -> int:
    import os

    if options.pdf:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a page needs fonts, and no window
    from w12studio.ui.actions import SPECS, chosen_keys
    from w12studio.ui.app import make_application
    from w12studio.ui.key_sheet import key_groups, keys_text, save_pdf
    from w12studio.ui.settings import Settings

    settings = Settings()
    by_name = {spec.name: spec for spec in SPECS}
    groups = key_groups(SPECS, lambda name: chosen_keys(by_name[name], settings))
    if options.pdf:
        make_application()
        print(f"{save_pdf(groups, options.pdf)}")
    else:
        print(keys_text(groups), end="")
    return 0
