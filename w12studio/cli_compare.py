"""``compare``: how far two recordings, projects or files of markers agree."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np

from w12studio import service
from w12studio.cli_cancel import INTERRUPTED, cancel_on_signals
from w12studio.domain.alignment import BY_HAND, Alignment
from w12studio.domain.analysis import TITLES
from w12studio.domain.comparing import COMPARED, DOWNBEATS, Difference
from w12studio.domain.errors import Cancelled, W12Error
from w12studio.domain.timebase import format_clock

_NAMES = {
    "f_measure": "F", "precision": "P", "recall": "R", "cml_t": "CMLt", "aml_t": "AMLt", "cml_c": "CMLc",
    "aml_c": "AMLc", "cemgil": "Cemgil", "raw_pitch_accuracy": "RPA", "raw_chroma_accuracy": "RCA",
    "voicing_recall": "VR", "voicing_false_alarm": "VFA", "overall_accuracy": "OA", "overlap": "overlap",
    "root_overlap": "roots", "pairwise_f": "pairwise F",
}  # fmt: skip


def add_parser(commands: Any) -> None:
    """Add the subcommand to the command line."""
    compare = commands.add_parser(
        "compare",
        help="say how far two recordings, projects or files of markers agree",
        description="Compare the layers of A with those of B, the reference: F-measure, deviations, continuity of "
        "beats, accuracy of pitch, overlap of chords and keys. Two recordings are aligned first. docs/comparing.md "
        "explains the figures. Exit status: 0 done, 1 the recordings do not belong together, 2 wrong usage.",
    )
    compare.add_argument("ours", type=Path, metavar="A", help="a recording, a project, or a file of markers")
    compare.add_argument("theirs", type=Path, metavar="B", help="what it is compared with: one of those, too")
    compare.add_argument(
        "--layer", default="", metavar="LIST", help=f"layers, with commas: {', '.join(COMPARED)} (default: all)"
    )
    compare.add_argument(
        "--tolerance", type=float, metavar="MS", help="of beats, transients and notes; default 70 ms, 50 ms, 50 ms"
    )
    compare.add_argument(
        "--skip", type=float, default=0.0, metavar="S", help="leave the first seconds out (MIREX: 5 for beats)"
    )
    compare.add_argument(
        "--offset", type=float, metavar="S", help="where B begins on A's time, in place of looking for it; 0: together"
    )
    compare.add_argument("--json", action="store_true", help="everything as JSON, with the time of each difference")
    compare.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> int:
    if options.tolerance is not None and not 0 < options.tolerance <= 10_000:
        raise W12Error("the tolerance must be above 0 ms, and at most 10,000 ms")
    kinds = service.names_of(options.layer)
    cancel = cancel_on_signals()
    shown = sys.stderr.isatty() and not options.json

    def say(text: str) -> None:
        if shown:
            print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)

    def heard(message: service.Message) -> None:
        if isinstance(message, service.Progressed):
            say(f"{message.fraction:4.0%} {message.stage}")

    try:
        ours = service.load_side(options.ours, kinds, None, heard, cancel)
        theirs = service.load_side(options.theirs, kinds, ours, heard, cancel)
        found = _alignment(ours, theirs, options.offset, lambda f: say(f"{f:4.0%} Aligning"), cancel)
    except Cancelled:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    finally:
        say("")
    inside = (options.skip, np.inf) if options.skip > 0 else None
    tolerance = None if options.tolerance is None else options.tolerance / 1000
    done = service.compare_sides(ours, theirs, kinds, tolerance, inside, found)
    if options.json:
        print(json.dumps(_document(done, found)))
    else:
        print("\n".join(_lines(done, found)))
    return 1 if found is not None and found.method == "none" else 0


def _alignment(
    ours: service.Side, theirs: service.Side, offset: float | None, report: Any, cancel: threading.Event
) -> Alignment | None:
    """None: there is nothing to align."""
    if offset is not None:
        return Alignment(offset, method=BY_HAND)
    if ours.recording is None or theirs.recording is None or service.same_recording(ours, theirs):
        return None
    return service.align(ours.recording, theirs.recording, report, cancel)


def _document(done: service.Compared, found: Alignment | None) -> dict[str, Any]:
    out: dict[str, Any] = {"ours": str(done.ours.path), "theirs": str(done.theirs.path)}
    if found is not None:
        spread = None if np.isnan(found.spread_s) else found.spread_s
        out["alignment"] = {
            "offset_s": found.offset_s, "rate": found.rate, "method": found.method, "confidence": found.confidence,
            "spread_s": spread,
        }  # fmt: skip
    out["layers"] = {d.kind: _layer(d) for d in done.differences}
    return out


def _layer(found: Difference) -> dict[str, Any]:
    out: dict[str, Any] = {"figures": dict(found.figures)}
    if found.matching is not None:
        pairs = zip(found.ours.times[found.matching.ours], found.theirs.times[found.matching.theirs], strict=True)
        out["matched"] = [[round(float(a), 6), round(float(b), 6)] for a, b in pairs]
        out["missing"] = found.theirs.times[found.matching.missing].round(6).tolist()
        out["extra"] = found.ours.times[found.matching.extra].round(6).tolist()
    if len(found.spans):
        out["differing"] = [[round(e.time, 6), round(e.end, 6), e.label] for e in found.spans]
    return out


def _lines(done: service.Compared, found: Alignment | None) -> list[str]:
    """The figures for people to read."""
    out = [] if found is None else [service.alignment_text(found), ""]
    for d in done.differences:
        title = "Downbeats" if d.kind == DOWNBEATS else TITLES.get(d.kind, d.kind)
        shares = [f"{_NAMES[name]} {value:.3f}" for name, value in d.figures.items() if name in _NAMES]
        out.append(f"{title:<15} {'  '.join(shares) or 'nothing to compare'}")
        if d.matching is None:
            differing = float(d.spans.durations.sum())
            if differing:
                places = "1 place" if len(d.spans) == 1 else f"{len(d.spans)} places"
                out.append(f"{'':<15} they differ for {format_clock(differing, 1)} in {places}")
            continue
        counts = f"{d.matching.ours.size} matched, {d.matching.missing.size} missing, {d.matching.extra.size} extra"
        off = ""
        if "median_ms" in d.figures:
            off = f"; median {d.figures['median_ms']:+.1f} ms, 95 % within {d.figures['absolute_95_ms']:.1f} ms"
        out.append(f"{'':<15} {counts}{off}")
    return out
