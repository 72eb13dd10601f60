"""Traktor NML: the grid as TYPE 4 cues, the key, and cue points; a collection of one track.

``CUE_V2`` has START and LEN in milliseconds; TYPE 0 is a cue, 5 a loop, 4 a grid marker with ``GRID BPM``. Several
grid markers make a flexible grid. There is no official description; this follows what collections hold.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.keys import Key
from w12studio.export import anchors, dj, xml_text
from w12studio.export.base import Format, Options, Rendered, foreseen
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks
from w12studio.export.rekordbox import average_bpm

TIME_STEP, BPM_STEP = 1e-9, 1e-6
_CUE, _GRID, _LOOP = "0", "4", "5"
_HOT_CUES = 8
_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_SAME = {"C#": "Db", "D#": "Eb", "Gb": "F#", "G#": "Ab", "A#": "Bb", "Cb": "B", "B#": "C", "E#": "F", "Fb": "E"}


def key_number(key: Key) -> int:
    """Traktor's number of a key: 0 = C major to 11 = B major, 12 = C minor to 23 = B minor."""
    return _TONICS.index(_SAME.get(key.tonic, key.tonic)) + (12 if key.mode == "minor" else 0)


def _grid(analysis: Analysis, options: Options) -> tuple[dj.Grid, list[anchors.Anchor]]:
    grid = dj.grid_of(analysis, options)
    return grid, anchors.anchors_of(grid.times, dj.bound_of(options), TIME_STEP, BPM_STEP)


def foresee(analysis: Analysis, options: Options) -> str:
    """How many grid markers the file would have."""
    grid, found = _grid(analysis, options)
    return foreseen(len(found), "grid marker", grid.times.size, options["error_ms"])


def render(analysis: Analysis, options: Options) -> Rendered:
    """The file with one track; see the head of the module."""
    losses = Losses.of(analysis)
    grid, found = _grid(analysis, options)
    dj.grid_losses(analysis, grid, losses)
    losses.missing(int(grid.known), "places in the bar")
    cues = dj.cues_of(analysis, options, losses)
    key = dj.key_of(analysis, losses)
    root = Element("NML", VERSION="19")
    SubElement(root, "HEAD", COMPANY="www.native-instruments.com", PROGRAM="Traktor")
    collection = SubElement(root, "COLLECTION", ENTRIES="1")
    recording = Path(analysis.audio.path).absolute()
    entry = SubElement(collection, "ENTRY", TITLE=xml_text.xml_label(recording.stem))
    folders = [xml_text.xml_label(p) for p in recording.parent.parts if p not in (recording.anchor, "/")]
    SubElement(entry, "LOCATION", DIR="/:" + "".join(f"{p}/:" for p in folders),
               FILE=xml_text.xml_label(recording.name), VOLUME=recording.drive)  # fmt: skip
    length = grid.until(analysis)
    SubElement(entry, "INFO", PLAYTIME=str(math.ceil(length)), PLAYTIME_FLOAT=f"{length:.6f}")
    if found:
        SubElement(entry, "TEMPO", BPM=f"{average_bpm(grid):.6f}", BPM_QUALITY="100.000000")
    if key is not None:
        SubElement(entry, "MUSICAL_KEY", VALUE=str(key_number(key)))
    for a in found:
        marker = _cue(entry, "AutoGrid", _GRID, a.time, 0.0, -1)
        SubElement(marker, "GRID", BPM=f"{a.bpm:.6f}")
    for i, cue in enumerate(cues):
        hot = i if options["hot_cues"] and i < _HOT_CUES else -1
        _cue(entry, cue.text, _LOOP if cue.end > cue.time else _CUE, cue.time, cue.end - cue.time, hot)
    notes = dj.grid_notes(grid, found)
    return Rendered((("", xml_text.to_bytes(root)),), grid.times.size + len(cues), losses.sentences(), notes)


def _cue(entry: Element, name: str, kind: str, start: float, length: float, hot: int) -> Element:
    return SubElement(entry, "CUE_V2", NAME=name, DISPL_ORDER="0", TYPE=kind, START=f"{start * 1000:.6f}",
                      LEN=f"{length * 1000:.6f}", REPEATS="-1", HOTCUE=str(hot))  # fmt: skip


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Parse the file, draw the grid as the program does, and compare every beat and cue.

    Raises
    ------
    ExportError
        When something is missing, a beat is off by more than the error allowed, or a cue by a microsecond.
    """
    found, starts, ends = [], [], []
    for cue in xml_text.parse(paths[0]).iter("CUE_V2"):
        start = float(cue.attrib["START"]) / 1000
        grid = cue.find("GRID")
        if grid is not None:
            found.append((start, float(grid.attrib["BPM"])))
        else:
            starts.append(start)
            ends.append(start + float(cue.attrib["LEN"]) / 1000)
    worst = dj.check_grid(dj.grid_of(analysis, options), found, options["error_ms"] / 1000)
    return max(worst, check_marks(dj.cues_of(analysis, options, Losses()), starts, ends, 1e-6))


def read(path: Path) -> tuple[Track, ...]:
    """Beats, key and cue points of the only track with cues.

    Raises
    ------
    DocumentError
        When it is another kind of XML, or several tracks have cues.
    """
    return _layers(_entry_of(path, _entries(path)), path)


def read_for(path: Path, name: str, duration: float) -> tuple[Track, ...]:
    """As `read`, but of a collection, of the track whose file has this name, else of the one of this length in s."""
    entries = _entries(path)
    named = [e for e in entries if _attribute(e, "LOCATION", "FILE").lower() == name.lower()]
    long = [e for e in entries if abs(_seconds(e, path) - duration) <= 1.0]
    return _layers(_entry_of(path, named or long or entries), path)


def _attribute(entry: Element, tag: str, name: str) -> str:
    found = entry.find(tag)
    return "" if found is None else found.get(name, "")


def _seconds(entry: Element, path: Path) -> float:
    text = _attribute(entry, "INFO", "PLAYTIME_FLOAT") or _attribute(entry, "INFO", "PLAYTIME")
    return dj.number(text or "0", path, "PLAYTIME")


def _entries(path: Path) -> list[Element]:
    root = xml_text.parse(path)
    if root.tag != "NML":
        raise DocumentError("it is not a Traktor collection", path, "Export the track as NML there.")
    return [e for e in root.iter("ENTRY") if e.find("LOCATION") is not None]


def _entry_of(path: Path, entries: list[Element]) -> Element:
    full = [e for e in entries if e.find("CUE_V2") is not None]
    if len(entries) == 1:
        return entries[0]
    if len(full) != 1:
        said = "no track with a beat grid" if not full else f"{len(full)} tracks with a beat grid"
        raise DocumentError(f"it holds {said}", path, "Name the recording it is for.")
    return full[0]


def _layers(entry: Element, path: Path) -> tuple[Track, ...]:
    grid, marks = [], []
    average = _attribute(entry, "TEMPO", "BPM")
    for cue in entry.iter("CUE_V2"):
        start = dj.number(cue.get("START"), path, "START") / 1000
        length = dj.number(cue.get("LEN", "0"), path, "LEN") / 1000
        if cue.get("TYPE") == _GRID:
            bpm = _attribute(cue, "GRID", "BPM") or average
            grid.append((start, dj.number(bpm, path, "BPM"), 0, 4))
        else:
            marks.append(Mark(start, start + max(length, 0.0), cue.get("NAME", "")))
    until = max(_seconds(entry, path), max((g[0] for g in grid), default=0.0))
    return dj.read_layers(path, "traktor", grid, until, marks, _key(_attribute(entry, "MUSICAL_KEY", "VALUE")))


def _key(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) < 24):
        return ""
    return f"{_TONICS[int(text) % 12]} {'minor' if int(text) >= 12 else 'major'}"


FORMAT = Format(
    name="traktor",
    title="Traktor NML",
    suffix=".nml",
    description="A flexible beat grid that keeps every beat within a bound, the key, and cue points; for Traktor.",
    render=render,
    verify=verify,
    read=read,
    read_for=read_for,
    options=dj.OPTIONS,
    foresee=foresee,
)
