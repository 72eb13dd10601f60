"""``features``: what can be measured of a recording, for people who compute on with it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from w12studio import service
from w12studio.cli_cancel import INTERRUPTED, cancel_on_signals
from w12studio.domain.errors import Cancelled, W12Error


def add_parser(commands: Any) -> None:
    """Add the subcommand to the command line."""
    features = commands.add_parser(
        "features",
        help="spectral, harmonic and energy features of a recording",
        description="Measure a recording: spectrum, harmony, energy, tempo and beats. docs/analysis.md says what each "
        "number means.",
    )
    features.add_argument("file", type=Path, metavar="FILE", help="a recording")
    features.add_argument("--json", action="store_true", help="everything, beats included, as JSON")
    features.add_argument(
        "--time-limit", type=float, default=30.0, metavar="S", help="seconds for each kind of features; default 30"
    )
    features.set_defaults(run=_features)


def _features(options: argparse.Namespace) -> int:
    if not options.time_limit > 0:
        raise W12Error("the time limit must be above 0 s")
    cancel = cancel_on_signals()
    shown = sys.stderr.isatty() and not options.json

    def report(fraction: float) -> None:
        if shown:
            print(f"\r\x1b[K{fraction:4.0%}", end="", file=sys.stderr, flush=True)

    try:
        found = service.features(options.file, report, cancel, options.time_limit)
    except Cancelled:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps({"file": str(options.file), **found.as_dict()}))
    else:
        print("\n".join(_lines(found)))
    return 1 if found.failures else 0


def _lines(found: service.FullAnalysis) -> list[str]:
    """The features for people to read."""
    out: list[str] = []
    for title, group in (
        ("Tempo and beats", found.tempo_and_beats), ("Spectrum", found.spectral),
        ("Energy", found.energy), ("Harmony", found.harmonic),
    ):  # fmt: skip
        if group is None:
            continue
        fields = {name: getattr(group, name) for name in group.__dataclass_fields__}
        by = fields.pop("provenance")
        out.append(f"{title} ({by.library} {by.version}, {by.seconds:.2f} s)")
        if by.reason:
            out.append(f"  {by.reason}")
        out += [f"  {name:<22} {_text(name, value)}" for name, value in fields.items()]
    return out + list(found.failures)


def _text(name: str, value: Any) -> str:
    if value is None:
        return "unknown"
    if name == "beats":
        return f"{len(value)}"
    if isinstance(value, tuple):
        return ", ".join(_text("", v) for v in value)
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str):
        return value
    return f"{value.mean:.4g} (deviation {value.std:.4g})" if name else f"{value.mean:.4g}"
