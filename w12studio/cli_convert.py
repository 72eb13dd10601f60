"""``convert``, and what the commands that write files share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from w12studio import service
from w12studio.domain.analysis import Analysis, AudioFacts
from w12studio.domain.errors import W12Error


def add_parser(commands: Any, names: str) -> None:
    """Add the subcommand to the command line."""
    convert = commands.add_parser(
        "convert",
        help="turn markers of one format into another",
        description="Read the layers of a file that this or another program wrote, and write them in other formats.",
    )
    convert.add_argument("file", type=Path, metavar="IN", help="a file of any format that can be read, or a project")
    convert.add_argument("--to", required=True, metavar="LIST", help=f"formats or programs, with commas: {names}")
    convert.add_argument("--from", dest="source", metavar="FORMAT", help="format of IN (default: guessed)")
    convert.add_argument("--audio", type=Path, metavar="FILE", help="the recording that the markers are for")
    convert.add_argument("--out", type=Path, metavar="DIR", help="where files go (default: beside IN)")
    convert.add_argument("--layers", default="", metavar="LIST", help="kinds of layers, with commas (default: all)")
    add_export_options(convert)
    convert.set_defaults(run=_convert)


def add_export_options(parser: argparse.ArgumentParser) -> None:
    """Options of every command that writes files."""
    parser.add_argument(
        "--option",
        action="append",
        default=[],
        metavar="FORMAT.NAME=VALUE",
        help="a format's setting: docs/formats.md",
    )
    parser.add_argument(
        "--name",
        default="{name}",
        metavar="TEMPLATE",
        help="file names, of {name}, {format}, {date} and {time}; default {name}",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace files instead of numbering new ones")


def with_options(targets: Sequence[service.Target], given: Sequence[str]) -> tuple[service.Target, ...]:
    """The targets with what ``--option`` says about their formats.

    Raises
    ------
    W12Error
        For a format that does not exist, and one that is not among the targets.
    """
    options: dict[str, dict[str, str]] = {}
    for name, value in service.pairs_of(given, "FORMAT.NAME=VALUE").items():
        form, _, option = name.partition(".")
        service.check_format(form)
        if form not in [t.format for t in targets]:
            raise W12Error(f"the option {name} is for a format that is not written", advice=f"Add {form} to the list.")
        options.setdefault(form, {})[option] = value
    return tuple(replace(t, options={**t.options, **options.get(t.format, {})}) for t in targets)


def make_folder(folder: Path) -> None:
    """Make a folder for results, and those above it.

    Raises
    ------
    W12Error
        When that is not possible.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise W12Error(
            f"the folder can't be made ({error.strerror or error})", folder, "Choose another one."
        ) from error


def write_targets(
    analysis: Analysis, targets: Sequence[service.Target], folder: Path, stem: str, options: argparse.Namespace
) -> int:
    """Write every format, say how true each file is; 1 where one failed."""
    if not targets:
        raise W12Error("no format is named", advice=f"Choose among {', '.join(service.format_names())}.")
    if options.out:
        make_folder(folder)
    failed = False
    layers = service.names_of(options.layers) or None
    for target in targets:
        name = service.file_stem(options.name, stem, target.format)
        file = folder / f"{name}{service.format_suffix(target.format)}"
        try:
            report = service.export(analysis, file, target.format, target.options, layers, options.overwrite)
        except W12Error as error:
            failed = True
            print(f"w12studio: {error}", file=sys.stderr)
            continue
        print(report.describe())
        if report.lost:
            print(f"  {' '.join(report.lost)}")
        for text in report.notes:
            print(f"  {text}")
    return 1 if failed else 0


def _convert(options: argparse.Namespace) -> int:
    targets = with_options(service.targets(service.names_of(options.to)), options.option)
    audio = AudioFacts(str(options.file))
    if options.audio is not None:
        audio = service.recording_facts(options.audio)
    tracks = service.import_layers(options.file, audio.duration, options.audio, options.source)
    analysis = service.analysis_of_layers(tracks, audio)
    for message in dict.fromkeys(track.message for track in tracks if track.message):
        print(f"  {message}")
    stem = (options.audio or options.file).stem
    return write_targets(analysis, targets, options.out or options.file.parent, stem, options)
