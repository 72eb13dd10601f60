"""``models``: list, fetch and verify the weights of the models, and say where they are."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from w12studio.domain.errors import W12Error
from w12studio.service import models as service

_SIGNS = {service.INSTALLED: "✓", service.PINNED: "✓", service.ABSENT: "–"}


def add_parser(commands: Any) -> None:
    """Add the subcommand to the command line."""
    models = commands.add_parser(
        "models",
        help="list, fetch and verify the models' weights",
        description="The models that analyses run. Most come with the program; some are fetched only when you say so, "
        "under their own licences. docs/models.md says what each gives.",
    )
    models.set_defaults(run=_list, json=False)
    actions = models.add_subparsers(metavar="ACTION")

    listing = actions.add_parser("list", help="all models: installed or not, size, licence (the default)")
    listing.add_argument("--json", action="store_true", help="as JSON, with tasks, hashes and citations")
    listing.set_defaults(run=_list)

    fetch = actions.add_parser(
        "fetch",
        help="download models from where they are published",
        description="Download models, or take files that you have downloaded. They are checked against the manifest; "
        "where their publisher states no hash, the first fetch is trusted and its hash recorded.",
    )
    fetch.add_argument("names", nargs="+", metavar="NAME", help="names of `models list`, or patterns: 'vggish-*'")
    fetch.add_argument(
        "--from", dest="origin", type=Path, metavar="PATH", help="a file, or a folder of files, that you have already"
    )
    fetch.set_defaults(run=_fetch)

    verify = actions.add_parser("verify", help="compare installed models with what they should be")
    verify.add_argument("names", nargs="*", metavar="NAME", help="default: all that are installed")
    verify.set_defaults(run=_verify)

    path = actions.add_parser("path", help="say where a model's files are")
    path.add_argument("name", metavar="NAME")
    path.set_defaults(run=_path)

    embed = actions.add_parser(
        "embed",
        help="write MusiCNN's embedding of a recording",
        description="Write a .npz file with the times of windows of 3 s, and 200 numbers a window of each of the two "
        "networks of MusiCNN: for programs that compare or classify music.",
    )
    embed.add_argument("file", type=Path, metavar="FILE", help="a recording")
    embed.add_argument("--out", type=Path, metavar="NPZ", help="default: beside FILE")
    embed.add_argument("--overwrite", action="store_true", help="replace the file that is there")
    embed.set_defaults(run=_embed)


def _list(options: argparse.Namespace) -> int:
    found = service.models()
    if options.json:
        print(json.dumps([asdict(m) for m in found], indent=1))
        return 0
    for model in found:
        use = "" if model.commercial_use else ", no commercial use"
        print(f"{_SIGNS[model.status]} {model.name:<20} {_megabytes(model.size):>9}  {model.licence}{use}")
        print(f"    {model.task}")
        if model.status == service.ABSENT:
            print(f"    {model.status}: `{model.source}`")
    return 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size < 10_000_000 else f"{size / 1e6:.0f} MB"


def _fetch(options: argparse.Namespace) -> int:
    terminal = sys.stderr.isatty()

    def show(name: str, fraction: float) -> None:
        if terminal:
            sys.stderr.write(f"\r\x1b[K{name} {fraction:.0%}")
            sys.stderr.flush()

    try:
        for sentence in service.fetch(options.names, options.origin, show):
            if terminal:
                sys.stderr.write("\r\x1b[K")
            print(sentence, flush=True)
    finally:
        if terminal:
            sys.stderr.write("\r\x1b[K")
    return 0


def _verify(options: argparse.Namespace) -> int:
    wrong = 0
    for name, fault in service.verify(options.names):
        wrong += bool(fault)
        print(f"{'✗' if fault else '✓'} {name}{': ' if fault else ''}{fault}")
    return 1 if wrong else 0


def _path(options: argparse.Namespace) -> int:
    for path in service.model_paths(options.name):
        print(path)
    return 0


def _embed(options: argparse.Namespace) -> int:
    target = options.out or options.file.with_suffix(".musicnn.npz")
    if target.exists() and not options.overwrite:
        raise W12Error("there is such a file already", target, "Use --overwrite, or another name with --out.")
    found = service.embed(options.file)
    try:
        with target.open("wb") as f:
            np.savez(f, **found)
    except OSError as error:
        raise W12Error(f"it can't be written ({error.strerror or error})", target) from error
    print(f"{target}: {len(found['times'])} windows.")
    return 0
