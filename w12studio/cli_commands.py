"""``analyze``, ``export`` and ``doctor``, and the parser of every subcommand."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import threading
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from w12studio import cli_compare, cli_convert, cli_features, cli_keys, cli_models, cli_serve, service
from w12studio.cli_cancel import INTERRUPTED, cancel_on_signals
from w12studio.cli_convert import add_export_options, make_folder, with_options, write_targets
from w12studio.domain.analysis import BEATS, CHORDS, NOTES, TRANSIENTS, Analysis
from w12studio.domain.errors import Cancelled, W12Error
from w12studio.domain.pins import parse_meter, parse_pin
from w12studio.domain.timebase import format_clock

log = logging.getLogger(__name__)

_BAR_WIDTH = 20
_TAIL_WIDTH = len(" 100% Beats and downbeats, 0:00 left")
_LEAST_NAME, _MOST_NAME = 12, 32
_BAR_INTERVAL_S = 0.05
_LINE_INTERVAL_S = 1.0


def run(args: Sequence[str]) -> int:
    """Run a subcommand; ``args[0]`` is its name."""
    parser = _parser()
    options = parser.parse_args(args)
    try:
        return int(options.run(options))
    except W12Error as error:
        print(f"w12studio: {printable(str(error))}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        print(f"w12studio: {_fault(error)}", file=sys.stderr)
        return 1
    finally:
        service.shutdown()


def printable(text: str) -> str:
    """The text as one line that can do nothing to a terminal, whatever a file is called."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _fault(error: Exception) -> str:
    """What to say of an error that nobody foresaw; the log gets the rest."""
    log.error("unforeseen: %s", error, exc_info=error)
    return (
        f"something went wrong inside the program ({printable(str(error)) or type(error).__name__}). "
        f"Please report it with the log {service.log_file()}."
    )


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
        help=f"formats, with commas: w12 (a project), {names}; or programs: {programs}; default w12; '' for none",
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
    analyze.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="for CREPE: hop_ms=5 to 20 (default 10), decoder=weighted or viterbi, precision=float32 or mixed",
    )
    analyze.add_argument(
        "--pin",
        action="append",
        default=[],
        metavar="TIME=WHAT",
        help="what is known of the beats: 12.31=downbeat, 12.8=beat, 13=no-beat, 40=tempo:174, 1:05=meter:3/4, "
        "10=straight:25.5 (evenly spaced until there)",
    )
    analyze.add_argument("--meter", metavar="METER", help="the meter of the whole recording, such as 3/4 or 6/8")
    analyze.add_argument(
        "--tempo-smoothing",
        type=int,
        default=service.SMOOTHING,
        metavar="BEATS",
        help=f"beats over which the tempo curve is smoothed, 1 (not at all) to {service.MOST_SMOOTHING}; "
        f"default {service.SMOOTHING}",
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

    cli_compare.add_parser(commands)
    cli_convert.add_parser(commands, names)
    cli_features.add_parser(commands)
    cli_models.add_parser(commands)
    cli_serve.add_parser(commands)
    cli_keys.add_parser(commands)

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
        self._name = printable(name)
        self._stream = stream
        self._quiet = quiet
        self._terminal = stream.isatty()
        self._last_shown = time.monotonic()
        self._last_quarter = 0
        self.remembered = False
        self._decoded = False

    def __call__(self, message: service.Message) -> None:
        if isinstance(message, service.Warned):
            named = message.text.startswith(f"{self._name}: ")
            self.line(message.text if named else f"{self._name}: {message.text}")
        self._decoded |= isinstance(message, service.AudioReady)
        self.remembered |= isinstance(message, service.TrackUpdated) and not self._decoded
        if self._quiet or not isinstance(message, service.Progressed) or message.fraction == 1:
            return
        since = time.monotonic() - self._last_shown
        if self._terminal:
            if since < _BAR_INTERVAL_S:
                return
            self._stream.write(f"\r\x1b[K{self._bar(message)}")
            self._stream.flush()
        elif since > _LINE_INTERVAL_S and int(message.fraction * 4) > self._last_quarter:
            self._last_quarter = int(message.fraction * 4)
            print(f"{self._name}: {message.fraction:.0%} {message.stage}", file=self._stream, flush=True)
        else:
            return
        self._last_shown = time.monotonic()

    def _bar(self, message: service.Progressed) -> str:
        """Name, bar, stage and time left, short enough for the terminal: a line that wraps can't be replaced."""
        try:
            width = os.get_terminal_size(self._stream.fileno()).columns or 80
        except OSError:
            width = 80
        left = "" if message.seconds_left is None else f", {format_clock(message.seconds_left, 0)} left"
        room = width - 1 - _TAIL_WIDTH - _BAR_WIDTH - 3
        bar = ""
        if room >= _LEAST_NAME:
            filled = round(message.fraction * _BAR_WIDTH)
            full, empty = "█·" if (self._stream.encoding or "").lower().startswith("utf") else "#."
            bar = f" [{full * filled}{empty * (_BAR_WIDTH - filled)}]"
        name = fitted(self._name, max(_LEAST_NAME, min(room, _MOST_NAME)))
        return f"{name}{bar} {message.fraction:4.0%} {message.stage}{left}"[: width - 1 - (_cells(name) - len(name))]

    def line(self, text: str) -> None:
        """Print a line in place of the bar."""
        if self._terminal:
            self._stream.write("\r\x1b[K")
        print(printable(text), file=self._stream, flush=True)


def fitted(name: str, cells: int) -> str:
    """The name in as many cells of a terminal: filled with blanks, or with its middle left out."""
    if _cells(name) <= cells:
        return name + " " * (cells - _cells(name))
    start, end = "", ""
    for first, last in zip(name, reversed(name), strict=True):
        if _cells(start + first + end) >= cells:
            break
        start += first
        if _cells(start + last + end) >= cells:
            break
        end = last + end
    text = f"{start}…{end}"
    return text + " " * (cells - _cells(text))


def _cells(text: str) -> int:
    """Cells of a terminal that a text takes: two for East Asian letters and most symbols."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _recordings(given: Sequence[str]) -> tuple[list[Path], int]:
    """The files to analyse, and how many others folders hold; projects only where they are named."""
    if "" in given:
        raise W12Error("one of the names is empty", advice="Is a variable of the shell not set?")
    expanded = service.expand_paths(given)
    named = {Path(g) for g in given}
    files = [f for f in expanded.files if f.suffix.lower() != service.PROJECT_SUFFIX or f in named]
    if not files:
        raise W12Error("these folders hold no recordings", advice="Name a file or another folder.")
    return files, expanded.skipped + len(expanded.files) - len(files)


def _analyze(options: argparse.Namespace) -> int:
    targets = with_options(service.targets(service.names_of(options.export)), options.option)
    request = service.Request(
        layers=service.names_of(options.layers) or service.LAYERS,
        device=options.device,
        estimators=service.pairs_of(options.estimator, "LAYER=NAME"),
        options=service.pairs_of(options.set, "NAME=VALUE"),
        pins=tuple(parse_pin(text) for text in options.pin),
        meter=parse_meter(options.meter) if options.meter else None,
        tempo_smoothing=options.tempo_smoothing,
        use_cache=not options.no_cache,
    )
    files, n_others = _recordings(options.files)
    if options.out and targets:
        make_folder(options.out)
    cancel = cancel_on_signals()
    failed = 0
    written: set[Path] = set()
    for number, path in enumerate(files, 1):
        count = f"{number}/{len(files)} " if len(files) > 1 and sys.stderr.isatty() else ""
        line = _ProgressLine(count + path.name, sys.stderr, options.json)
        report: dict[str, Any] = {"file": str(path)}
        try:
            report |= _analyze_one(path, request, targets, options, line, cancel, written)
        except Cancelled:
            line.line("Stopped.")
            return INTERRUPTED
        except BrokenPipeError:
            raise
        except Exception as error:
            text = str(error) if isinstance(error, W12Error) else f"{path.name}: {_fault(error)}"
            line.line(f"w12studio: {text}")
            report |= {"ok": False, "error": text}
        failed += not report["ok"]
        if options.json:
            utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
            print(json.dumps(report, ensure_ascii=not utf8), flush=True)
    if not options.json and len(files) > 1:
        others = f" {n_others} other files in the folders were left out." if n_others else ""
        print(f"{len(files) - failed} of {len(files)} files analysed.{others}", file=sys.stderr)
    return 1 if failed else 0


def _analyze_one(
    path: Path,
    request: service.Request,
    targets: Sequence[service.Target],
    options: argparse.Namespace,
    line: _ProgressLine,
    cancel: threading.Event,
    written: set[Path],
) -> dict[str, Any]:
    """Analyse a file and write its results; what to report of it. ``written``: what this run must not replace."""
    began = time.monotonic()
    analysis = service.analyze(path, request, line, cancel)
    seconds = time.monotonic() - began
    report = {"ok": True, "seconds": round(seconds, 3), "remembered": line.remembered, **service.summary_of(analysis)}
    if not options.json:
        line.line(_sentence(path, analysis, "known from before" if line.remembered else f"analysed in {seconds:.1f} s"))
    folder = options.out or path.parent
    report["written"] = []
    errors = []
    for target in targets:
        name = service.file_stem(options.name, path.stem, target.format)
        suffix = service.format_suffix(target.format)
        file, number = folder / f"{name}{suffix}", 2
        while options.overwrite and file in written:  # of another recording with the same name
            file, number = folder / f"{name} ({number}){suffix}", number + 1
        try:
            done = service.export(analysis, file, target.format, target.options, overwrite=options.overwrite)
        except W12Error as error:
            errors.append(str(error))
            line.line(f"w12studio: {error}")
            continue
        written |= {file, *done.paths}
        report["written"] += [str(p) for p in done.paths]
        if not options.json:
            line.line(f"  {done.describe()}")
            if done.lost:
                line.line(f"  {' '.join(done.lost)}")
    if errors:
        report |= {"ok": False, "error": " ".join(errors)}
    return report


def _sentence(path: Path, analysis: Analysis, how: str) -> str:
    """The recording in a line, of the layers that were computed."""
    s = service.summary_of(analysis)
    parts = []
    if analysis.track(BEATS) is not None:
        bpm = "no tempo" if s["tempo_bpm"] is None else f"{s['tempo_bpm']:.1f} BPM {s['tempo_verdict'] or ''}".strip()
        parts = [bpm, s["meter"]]
    parts.append(s["key"] and f"{s['key']} ({s['key_wheel']})")
    parts += [f"{s[kind]} {kind}" for kind in (BEATS, TRANSIENTS, CHORDS) if analysis.track(kind) is not None]
    if s["pitch_frames"]:
        parts.append(f"{len(analysis.events(NOTES))} notes")
    what = ", ".join(p for p in parts if p) or "no layers"
    length = f"{analysis.duration * 1000:.3g} ms" if analysis.duration < 1 else format_clock(analysis.duration, 1)
    return f"{path.name}: {length} {how}: {what}"


# -- export and doctor ---------------------------------------------------------------------------------------------


def _export(options: argparse.Namespace) -> int:
    targets = with_options(service.targets(service.names_of(options.to)), options.option)
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
    wrong = [c.name for c in found if c.status == doctor.MISSING]
    if not options.json:
        print(f"\nThese do not work: {', '.join(wrong)}." if wrong else "\nAll that is needed works here.")
    return 1 if wrong else 0
