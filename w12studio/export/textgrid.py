"""Praat TextGrid, the long text form: a tier of points or of intervals for each layer.

Praat wants the intervals of a tier to touch and never to overlap, and the points of a tier to differ. So gaps
become empty intervals, and events that overlap go to another tier of the same name with a number. UTF-8, quotes
doubled. Source: the Praat manual, "TextGrid file formats".
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from w12studio.domain.analysis import BEATS, TITLES, Analysis, Source, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Event, Events
from w12studio.export.base import Format, Options, Rendered, counted, paired_error
from w12studio.export.losses import Losses
from w12studio.export.marks import grid_and_beats, one_line, text_of
from w12studio.export.named import with_values
from w12studio.export.text_file import read_text

TIMING_BOUND_S = 1e-9
#: Tiers of one layer; what overlaps more often is left out.
MOST_TIERS = 8
#: Nearer than this in s, Praat takes two points for one.
_APART = 1e-9


class Tier(NamedTuple):
    """A tier: its name, whether it holds intervals, and rows of start, end (s) and text."""

    name: str
    intervals: bool
    rows: list[tuple[float, float, str]]


def tiers_of(analysis: Analysis, losses: Losses) -> list[Tier]:
    """The tiers of all layers."""
    out: list[Tier] = []
    for kind, track in analysis.tracks.items():
        title = one_line(TITLES.get(kind, kind)) or "layer"
        texts = _texts(kind, track.events)
        rows = [(e.time, e.end, text) for e, text in zip(track.events, texts, strict=True)]
        regions = [r for r in rows if r[1] - r[0] > _APART]
        points = [r for r in rows if r[1] - r[0] <= _APART]
        both = bool(regions and points)
        left = 0
        for intervals, group in ((True, regions), (False, points)):
            name = f"{title} points" if both and not intervals else title
            split, rest = _split(group, intervals)
            left += rest
            out += [Tier(name if not i else f"{name} {i + 1}", intervals, tier) for i, tier in enumerate(split)]
        losses.missing(left, f"{counted(left, 'event')} of {title} that overlap more than {MOST_TIERS} times")
        changed = sum(one_line(x) != x for x in track.events.labels if x)
        losses.changed(changed, f"line breaks and runs of spaces in {counted(changed, 'label')} of {title}")
        valued = np.array(track.events.labels, dtype=object)[~np.isnan(track.events.values)]
        n = sum(bool(x) for x in valued)
        losses.missing(n, f"the values of {counted(n, 'labelled event')} of {title}")
    return out


def _texts(kind: str, events: Events) -> list[str]:
    if kind == BEATS:
        grid, index = grid_and_beats(events)
        places = grid.positions[index].tolist()
        return [one_line(label) or str(p) for label, p in zip(events.labels, places, strict=True)]
    return [one_line(text_of(kind, e)) for e in events]


def _split(rows: list[tuple[float, float, str]], intervals: bool) -> tuple[list[list[tuple[float, float, str]]], int]:
    """Rows in as many tiers as they overlap, and how many found no place."""
    tiers: list[list[tuple[float, float, str]]] = []
    left = 0
    for row in rows:
        for tier in tiers:
            if row[0] >= tier[-1][1] if intervals else row[0] - tier[-1][0] > _APART:
                tier.append(row)
                break
        else:
            if len(tiers) < MOST_TIERS:
                tiers.append([row])
            else:
                left += 1
    return tiers, left


def _filled(tier: Tier, start: float, end: float) -> Iterator[tuple[float, float, str]]:
    """The intervals of a tier, with empty ones in the gaps."""
    now = start
    for a, b, text in tier.rows:
        if a > now:
            yield now, a, ""
        yield a, b, text
        now = b
    if now < end:
        yield now, end, ""


def render(analysis: Analysis, options: Options) -> Rendered:
    """The file."""
    losses = Losses.of(analysis)
    tiers = tiers_of(analysis, losses)
    if not tiers:
        raise ExportError("there is nothing to write", advice="Choose a layer that has events.")
    start = min(0.0, *(r[0] for t in tiers for r in t.rows), 0.0)
    end = max(analysis.duration, start + 0.001, *(r[1] for t in tiers for r in t.rows))
    out = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", f"xmin = {start!r}", f"xmax = {end!r}"]
    out += ["tiers? <exists>", f"size = {len(tiers)}", "item []:"]
    for n, tier in enumerate(tiers, 1):
        out += _tier_lines(n, tier, start, end)
    content = ("\n".join(out) + "\n").encode("utf-8")
    return Rendered((("", content),), sum(len(t.rows) for t in tiers), losses.sentences())


def _tier_lines(n: int, tier: Tier, start: float, end: float) -> list[str]:
    rows = list(_filled(tier, start, end)) if tier.intervals else tier.rows
    word = "intervals" if tier.intervals else "points"
    head = "IntervalTier" if tier.intervals else "TextTier"
    out = [f"    item [{n}]:", f'        class = "{head}"', f"        name = {_quoted(tier.name)}"]
    out += [f"        xmin = {start!r}", f"        xmax = {end!r}", f"        {word}: size = {len(rows)}"]
    for i, (a, b, text) in enumerate(rows, 1):
        out.append(f"        {word} [{i}]:")
        if tier.intervals:
            out += [f"            xmin = {a!r}", f"            xmax = {b!r}", f"            text = {_quoted(text)}"]
        else:
            out += [f"            number = {a!r}", f"            mark = {_quoted(text)}"]
    return out


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file back and compare starts and ends.

    Raises
    ------
    ExportError
        When something is missing or a time is off by more than `TIMING_BOUND_S`.
    """
    worst = 0.0
    want = tiers_of(analysis, Losses())
    for tier, found in zip(want, parse(paths[0]), strict=True):
        rows = [r for r in found.rows if r[2] or not tier.intervals]
        meant = [r for r in tier.rows if r[2] or not tier.intervals]
        for column in (0, 1):
            a, b = (np.array([r[column] for r in rs], dtype=np.float64) for rs in (meant, rows))
            worst = max(worst, paired_error(a, b, "event"))
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.9f} s", advice="Please report this.")
    return worst


# -- reading -----------------------------------------------------------------------------------------------

#: Praat reads free-standing numbers, quoted texts and flags, and takes all else for comments.
_TOKEN = re.compile(r'"((?:[^"]|"")*)"|(?<!\S)([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?)(?!\S)|(<exists>)')


class _Tokens:
    def __init__(self, text: str, path: Path) -> None:
        self._found = _TOKEN.finditer(text)
        self._path = path

    def _next(self, what: str) -> re.Match[str]:
        found = next(self._found, None)
        if found is None:
            raise DocumentError(f"it ends where {what} should be", self._path, "The file may be damaged.")
        return found

    def text(self, what: str) -> str:
        found = self._next(what)
        if found[1] is None:
            raise DocumentError(f"{found[0][:40]!r} stands where {what} should be", self._path)
        return found[1].replace('""', '"')

    def number(self, what: str) -> float:
        found = self._next(what)
        value = float(found[2]) if found[2] is not None else math.nan
        if not math.isfinite(value):
            raise DocumentError(f"{found[0][:40]!r} stands where {what} should be", self._path)
        return value

    def flag(self) -> None:
        if self._next("the tiers")[3] is None:
            raise DocumentError("it holds no tiers", self._path)


def parse(path: Path) -> list[Tier]:
    """The tiers of a file, long or short form.

    Raises
    ------
    DocumentError
        When it is no TextGrid or is damaged.
    """
    text = read_text(path)
    head = re.match(r'\s*(?:File type\s*=\s*)?"ooTextFile(?: short)?"\s+(?:Object class\s*=\s*)?"TextGrid"', text)
    if head is None:
        raise DocumentError("it is not a TextGrid in text form", path, "Use Save as text file in Praat.")
    tokens = _Tokens(text[head.end() :], path)
    tokens.number("the start"), tokens.number("the end")
    tokens.flag()
    out = []
    for _ in range(int(min(tokens.number("the number of tiers"), 1e6))):
        word, name = tokens.text("the kind of a tier"), tokens.text("the name of a tier")
        if word not in ("IntervalTier", "TextTier"):
            raise DocumentError(f"it has a tier of the unknown kind {word[:40]!r}", path)
        tokens.number("a start"), tokens.number("an end")
        rows = []
        for _ in range(int(min(tokens.number("a count"), 1e9))):
            start = tokens.number("a time")
            end = tokens.number("a time") if word == "IntervalTier" else start
            rows.append((start, end, tokens.text("a label")))
        out.append(Tier(name, word == "IntervalTier", rows))
    return out


def read(path: Path) -> tuple[Track, ...]:
    """A layer of each tier; empty intervals are gaps. Tiers that our writer had to part are one layer again.

    Raises
    ------
    DocumentError
        When it is no TextGrid or is damaged.
    """
    source = Source("import", params=(("file", path.name), ("format", "textgrid")))
    kinds = {t.lower(): k for k, t in TITLES.items()}
    rows: dict[str, list[Event]] = {}
    tiers = parse(path)
    names = {t.name for t in tiers} | set(TITLES.values())
    for tier in tiers:
        name = re.sub(r"( points)?( [2-8])?$", "", tier.name)
        name = name if name in names else tier.name
        kind = kinds.get(name.lower(), name or "tier")
        for start, end, text in tier.rows:
            if tier.intervals and not text.strip():
                continue
            if end < start:
                raise DocumentError(f"the interval {text[:40]!r} ends before it starts", path)
            place = kind == BEATS and re.fullmatch("[0-9]{1,3}", text) is not None
            event = Event(start, end - start, float(text) if place else None, None, "" if place else text)
            rows.setdefault(kind, []).append(event)
    layers = {kind: Events(events) for kind, events in rows.items()}
    return tuple(Track(kind, _valued(kind, events), source=source) for kind, events in layers.items())


def _valued(kind: str, events: Events) -> Events:
    found = with_values(kind, events) if kind in TITLES and kind != BEATS else None
    return events if found is None else found


FORMAT = Format(
    name="textgrid",
    title="Praat TextGrid",
    suffix=".TextGrid",
    description="A tier for each layer; for Praat, ELAN and phonetics.",
    render=render,
    verify=verify,
    read=read,
)
