"""``analyze``, ``export``, ``convert`` and ``doctor``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from w12studio import cli_convert, service
from w12studio.cli_convert import add_export_options, make_folder, names_of, pairs_of, with_options, write_targets
from w12studio.domain.analysis import BEATS, KEY, METER, PITCH, TEMPO, TRANSIENTS, Analysis
from w12studio.domain.errors import Cancelled, W12Error
from w12studio.domain.timebase import format_clock

_INTERRUPTED = 130


def run(args: Sequence[str]) -> int:
    """Run a subcommand; ``args[0]`` is its name."""
    parser = _parser()
    options = parser.parse_args(args)
    try:
        return int(options.run(options))
    except W12Error as error:
        print(f"w12studio: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    finally:
        service.shutdown()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("w12studio")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    names = ", ".join(service.format_names())
    programs = ", ".join(k for k in service.presets() if k not in service.format_names())

    analyze = commands.add_parser(
        "analyze",
        help="analyse recordings without a window",
        description="Analyse recordings and write the results beside them, or into --out. "
        "Exit status: 0 all worked, 1 some failed, 2 wrong usage.",
    )
    analyze.add_argument("files", nargs="+", metavar="FILE", help="recordings, or folders of them")
    analyze.add_argument("--out", type=Path, metavar="DIR", help="where results go (default: beside each file)")
    analyze.add_argument(
        "--export",
        default="w12",
        metavar="LIST",
        help=f"formats, with commas: w12 (a project), {names}; or programs: {programs}; default w12",
    )
    analyze.add_argument(
        "--layers",
        default="",
        metavar="LIST",
        help=f"what to compute, with commas: {', '.join(service.LAYERS)}",
    )
    analyze.add_argument(
        "--device", type=_device, default="auto", help="where models run: auto, cpu, gpu, or one GPU as gpu:1"
    )
    analyze.add_argument(
        "--estimator",
        action="append",
        default=[],
        metavar="LAYER=NAME",
        help="ask this one first; see `doctor`",
    )
    analyze.add_argument("--no-cache", action="store_true", help="compute anew what an earlier run remembered")
    analyze.add_argument("--json", action="store_true", help="one line of JSON a file on standard output")
    add_export_options(analyze)
    analyze.set_defaults(run=_analyze)

    export = commands.add_parser("export", help="write a project's layers to other formats")
    export.add_argument("project", type=Path, metavar="PROJECT", help="a .w12 file")
    export.add_argument(
        "--to", required=True, metavar="LIST", help=f"formats, with commas: {names}; or programs: {programs}"
    )
    export.add_argument("--out", type=Path, metavar="DIR", help="where they go (default: beside the project)")
    export.add_argument("--layers", default="", metavar="LIST", help="kinds of layers, with commas (default: all)")
    add_export_options(export)
    export.set_defaults(run=_export)

    cli_convert.add_parser(commands, names)

    doctor = commands.add_parser("doctor", help="say what works on this machine, by trying it")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.set_defaults(run=_doctor)
    return parser


def _device(text: str) -> str:
    try:
        service.check_device(text)
    except W12Error as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return text


# -- analyze -----------------------------------------------------------------------------------------------------


class _ProgressLine:
    """A bar on a terminal, a line now and then in a pipe, on standard error; nothing for machines."""

    def __init__(self, name: str, stream: TextIO, quiet: bool) -> None:
        self._name = name
        self._stream = stream
        self._quiet = quiet
        self._terminal = stream.isatty()
        self._last_shown = 0.0
        self._last_quarter = 0

    def __call__(self, message: service.Message) -> None:
        if isinstance(message, service.Warned):
            self.line(f"{self._name}: {message.text}")
        if self._quiet or not isinstance(message, service.Progressed):
            return
        if self._terminal:
            now = time.monotonic()
            if now - self._last_shown > 0.05 and message.fraction < 1:
                self._last_shown = now
                self._stream.write(f"\r\x1b[K{self._bar(message)}")
                self._stream.flush()
        elif int(message.fraction * 4) > self._last_quarter:
            self._last_quarter = int(message.fraction * 4)
            print(f"{self._name}: {message.fraction:.0%} {message.stage}", file=self._stream, flush=True)

    def _bar(self, message: service.Progressed) -> str:
        filled = round(message.fraction * 24)
        left = "" if message.seconds_left is None else f", {format_clock(message.seconds_left, 0)} left"
        name = self._name if len(self._name) <= 32 else self._name[:15] + "…" + self._name[-16:]
        return f"{name:<32} [{'█' * filled}{'·' * (24 - filled)}] {message.fraction:4.0%} {message.stage}{left}"

    def line(self, text: str) -> None:
        """Print a line in place of the bar."""
        if self._terminal:
            self._stream.write("\r\x1b[K")
        print(text, file=self._stream, flush=True)


def _analyze(options: argparse.Namespace) -> int:
    targets = with_options(service.targets(names_of(options.export)), options.option)
    request = service.Request(
        layers=names_of(options.layers) or service.LAYERS,
        device=options.device,
        estimators=pairs_of(options.estimator, "LAYER=NAME"),
        use_cache=not options.no_cache,
    )
    expanded = service.expand_paths(options.files)
    if not expanded.files:
        raise W12Error("these folders hold no recordings", advice="Name a file or another folder.")
    cancel = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: cancel.set())
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, lambda *_: cancel.set())
    failed = 0
    for path in expanded.files:
        line = _ProgressLine(path.name, sys.stderr, options.json)
        began = time.monotonic()
        report: dict[str, Any] = {"file": str(path)}
        try:
            analysis = service.analyze(path, request, line, cancel)
            report |= {"ok": True, "seconds": round(time.monotonic() - began, 3), **_summary(analysis)}
            report["written"] = _write(analysis, path, targets, options, line)
            if not options.json:
                line.line(_sentence(path, analysis, time.monotonic() - began))
        except W12Error as error:
            failed += 1
            line.line(f"w12studio: {error}")
            report |= {"ok": False, "error": str(error)}
        except Cancelled:
            line.line("Stopped.")
            return _INTERRUPTED
        if options.json:
            print(json.dumps(report, ensure_ascii=False), flush=True)
    if not options.json and len(expanded.files) > 1:
        print(f"{len(expanded.files) - failed} of {len(expanded.files)} files analysed.", file=sys.stderr)
    return 1 if failed else 0


def _write(
    analysis: Analysis,
    path: Path,
    targets: Sequence[service.Target],
    options: argparse.Namespace,
    line: _ProgressLine,
) -> list[str]:
    """Write every format; says where, and how true each file is."""
    folder = options.out or path.parent
    if options.out:
        make_folder(folder)
    written = []
    for target in targets:
        file = folder / f"{path.stem}{service.format_suffix(target.format)}"
        report = service.export(analysis, file, target.format, target.options, overwrite=options.overwrite)
        written += [str(p) for p in report.paths]
        if not options.json:
            line.line(f"  {report.describe()}")
            if report.lost:
                line.line(f"  {' '.join(report.lost)}")
    return written


def _first(analysis: Analysis, kind: str) -> Any:
    events = analysis.events(kind)
    return events[0] if len(events) else None


def _summary(analysis: Analysis) -> dict[str, Any]:
    """The recording in a few numbers, for ``--json``."""
    tempo, key, meter = (_first(analysis, k) for k in (TEMPO, KEY, METER))
    pitch = analysis.track(PITCH)
    return {
        "duration": round(analysis.duration, 6),
        "sha256": analysis.audio.sha256,
        "tempo_bpm": None if tempo is None else tempo.value,
        "meter": None if meter is None else meter.label,
        "key": None if key is None else key.label,
        "beats": len(analysis.events(BEATS)),
        "downbeats": int((analysis.events(BEATS).values == 1).sum()),
        "transients": len(analysis.events(TRANSIENTS)),
        "pitch_frames": 0 if pitch is None or pitch.curve is None else len(pitch.curve),
        "estimators": {k: t.source.describe() for k, t in analysis.tracks.items()},
        "warnings": list(analysis.warnings),
    }


def _sentence(path: Path, analysis: Analysis, seconds: float) -> str:
    s = _summary(analysis)
    tempo = "no tempo" if s["tempo_bpm"] is None else f"{s['tempo_bpm']:.1f} BPM"
    parts = [tempo, s["meter"], s["key"], f"{s['beats']} beats", f"{s['transients']} transients"]
    what = ", ".join(p for p in parts if p)
    return f"{path.name}: {format_clock(analysis.duration, 1)} analysed in {seconds:.1f} s: {what}"


# -- export and doctor ---------------------------------------------------------------------------------------------


def _export(options: argparse.Namespace) -> int:
    targets = with_options(service.targets(names_of(options.to)), options.option)
    analysis = service.open_project(options.project).analysis
    folder = options.out or options.project.parent
    return write_targets(analysis, targets, folder, options.project.stem, options)


def _doctor(options: argparse.Namespace) -> int:
    from itertools import chain

    from w12studio.service import doctor
    from w12studio.ui.checks import examine_qt

    found = []
    group = ""
    for check in chain(doctor.examine(), examine_qt()):
        found.append(check)
        if options.json:
            continue
        if check.group != group:
            group = check.group
            print(f"\n{group}")
        print(f"  {doctor.SIGNS[check.status]} {check.name:<34} {check.detail}", flush=True)
    if options.json:
        print(json.dumps([{k: getattr(c, k) for k in ("group", "name", "status", "detail")} for c in found], indent=1))
    return 0 if all(c.status != doctor.MISSING for c in found) else 1
