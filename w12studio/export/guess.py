"""Which format a file is in, by its name and, where names are shared, by its first bytes."""

from __future__ import annotations

import re
from pathlib import Path

_BY_SUFFIX = {
    ".tsv": "csv", ".mid": "midi", ".midi": "midi", ".smf": "midi", ".jams": "jams",
    ".nml": "traktor", ".svl": "svl", ".beats": "beats", ".lab": "lab", ".textgrid": "textgrid", ".srt": "srt",
    ".vtt": "vtt", ".cue": "cue", ".wav": "wav", ".wave": "wav", ".bwf": "wav", ".rf64": "wav",
    ".mp3": "tags", ".flac": "tags", ".ogg": "tags", ".oga": "tags", ".opus": "tags", ".m4a": "tags", ".mp4": "tags",
    ".aif": "tags", ".aiff": "tags", ".edl": "edl", ".fcpxml": "fcpxml",
}  # fmt: skip
#: Endings of files that may hold layers, recordings with marks in them included.
SUFFIXES = frozenset(_BY_SUFFIX) | {".csv", ".json", ".xml", ".txt"}
_HEAD = 4096


def guess(path: Path) -> str:
    """The name of the format that fits; "" where none does or the file can't be opened."""
    suffix = path.suffix.lower()
    if ".tagged." in path.name.lower():
        return "tags"
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    head = _head(path)
    if suffix == ".csv":
        return _table(path, head)
    if suffix == ".json":
        return "json" if b"w12studio-layers" in head else "jams"
    if suffix == ".xml":
        tags = ((b"<DJ_PLAYLISTS", "rekordbox"), (b"<NML", "traktor"), (b"<fcpxml", "fcpxml"), (b"<sv>", "svl"))
        return next((name for tag, name in tags if tag in head), "rekordbox")
    if suffix == ".txt":
        return _text(head)
    return ""


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as f:
            return f.read(_HEAD)
    except (OSError, ValueError):
        return b""


def _table(path: Path, head: bytes) -> str:
    if re.match(rb"(\xef\xbb\xbf)?\s*#,\s*name,\s*start", head, re.IGNORECASE):
        return "reaper"
    return "sonic-csv" if path.name.lower().endswith(".sv.csv") else "csv"


def _text(head: bytes) -> str:
    """A label track has two times a line, a list of times has one and perhaps a place in the bar."""
    if b"ooTextFile" in head:
        return "textgrid"
    if b"-->" in head:
        return "vtt" if b"WEBVTT" in head else "srt"
    lines = [x for x in re.split(rb"[\r\n]+", head) if x.strip() and not x.startswith((b"#", b"\\"))]
    cells = lines[0].split() if lines else []
    if len(cells) == 1 or (len(cells) == 2 and re.fullmatch(rb"[1-9]\d?(\.0*)?", cells[1])):
        return "mirex"
    return "audacity"
