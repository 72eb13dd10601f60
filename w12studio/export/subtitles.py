"""Subtitles: SubRip (.srt) and WebVTT (.vtt), for markers on a video and for lyrics.

Times have milliseconds, so they are off by up to half of one. A point is shown for a while, but not beyond the
next mark. Blank lines inside a text would end it, and ``-->`` would start a new one, so neither is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.export.base import Format, Option, Options, Rendered
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, tracks_of_marks
from w12studio.export.text_file import lines_of, read_text, seconds

#: Half a millisecond, and what floating point adds to it.
TIMING_BOUND_S = 0.5e-3 + 1e-6
_TIMES = re.compile(r"\s*([\d:.,]{1,30})\s*-->\s*([\d:.,]{1,30})(?:\s.*)?")


def _stamp(time: float, mark: str) -> str:
    whole, ms = divmod(round(time * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}{mark}{ms:03d}"


def _shown(analysis: Analysis, options: Options, losses: Losses) -> list[Mark]:
    """The marks, each with the time until which it is seen."""
    marks = marks_of(analysis, options, losses)
    out = []
    for i, m in enumerate(marks):
        end = m.end
        if end <= m.time:
            later = next((x.time for x in marks[i + 1 :] if x.time > m.time), float("inf"))
            end = max(min(m.time + options["show_ms"] / 1000, later), m.time)
        out.append(replace(m, end=end))
    return out


def render_srt(analysis: Analysis, options: Options) -> Rendered:
    """Numbered texts with ``hh:mm:ss,mmm``."""
    losses = Losses.of(analysis)
    marks = _shown(analysis, options, losses)
    rows = [f"{i}\n{_stamp(m.time, ',')} --> {_stamp(m.end, ',')}\n{_plain(m.text)}\n" for i, m in enumerate(marks, 1)]
    return Rendered((("", "\n".join(rows).encode("utf-8")),), len(marks), losses.sentences())


def _plain(text: str) -> str:
    return text.replace("-->", "->") or "-"


def render_vtt(analysis: Analysis, options: Options) -> Rendered:
    """Texts with ``hh:mm:ss.mmm`` under the head WEBVTT; ``&``, ``<`` and ``>`` are escaped."""
    losses = Losses.of(analysis)
    marks = _shown(analysis, options, losses)
    rows = [
        f"{_stamp(m.time, '.')} --> {_stamp(m.end, '.')}\n{html.escape(m.text, quote=False) or '-'}\n" for m in marks
    ]
    return Rendered((("", "\n".join(["WEBVTT\n", *rows]).encode("utf-8")),), len(marks), losses.sentences())


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file back and compare starts and ends.

    Raises
    ------
    ExportError
        When texts are missing or a time is off by more than half a millisecond.
    """
    rows = _parse(paths[0])
    marks = _shown(analysis, options, Losses())
    return check_marks(marks, [m.time for m in rows], [m.end for m in rows], TIMING_BOUND_S)


def _parse(path: Path) -> list[Mark]:
    lines = lines_of(read_text(path))
    vtt = lines[0].startswith("WEBVTT") if lines else False
    out: list[Mark] = []
    i = 0
    while i < len(lines):
        found = _TIMES.fullmatch(lines[i])
        i += 1
        if found is None:
            continue
        try:
            start, end = seconds(found[1]), seconds(found[2])
        except ValueError as error:
            raise DocumentError(f"line {i}: {error}", path) from None
        text = []
        while i < len(lines) and lines[i].strip():
            text.append(lines[i].strip())
            i += 1
        said = re.sub(r"</?[a-zA-Z][^<>]{0,80}>", "", " ".join(text))
        out.append(Mark(start, end, html.unescape(said) if vtt else said))
    if not out and any(line.strip() and not line.startswith("WEBVTT") for line in lines):
        raise DocumentError("it holds no times of subtitles", path, "Is it another kind of file?")
    return out


def read_srt(path: Path) -> tuple[Track, ...]:
    """The texts as regions.

    Raises
    ------
    DocumentError
        When it holds no subtitles, or an end is before its start.
    """
    return tracks_of_marks(_parse(path), path, "srt")


def read_vtt(path: Path) -> tuple[Track, ...]:
    """The texts as regions.

    Raises
    ------
    DocumentError
        As `read_srt`.
    """
    return tracks_of_marks(_parse(path), path, "vtt")


_OPTIONS = (
    *mark_options(),
    Option("show_ms", "How long a point is shown, in milliseconds.", 500, (), 1, 60_000),
)
SRT_FORMAT = Format(
    name="srt",
    title="SubRip subtitles",
    suffix=".srt",
    description="Markers, regions and lyrics as subtitles; for video players and editors.",
    render=render_srt,
    verify=verify,
    read=read_srt,
    options=_OPTIONS,
)
VTT_FORMAT = Format(
    name="vtt",
    title="WebVTT subtitles",
    suffix=".vtt",
    description="Markers, regions and lyrics as subtitles; for video on the web.",
    render=render_vtt,
    verify=verify,
    read=read_vtt,
    options=_OPTIONS,
)
