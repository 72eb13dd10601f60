"""rekordbox XML: the grid as TEMPO anchors, the key, and cue points.

``TEMPO`` has Inizio (s, three decimals), Bpm (two decimals), Metro and Battito (place in the bar). A tempo of
two decimals drifts, so a new anchor is set before any beat is off by the error allowed (2 ms by default).
``POSITION_MARK`` Type 0 is a cue, 4 a loop; Num -1 a memory cue, 0.. a hot cue. Sources: pyrekordbox's description
of the format, dj-data-converter issue 45.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement

from w12studio import __version__
from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.keys import parse_key
from w12studio.export import anchors, dj, xml_text
from w12studio.export.base import Format, Options, Rendered, foreseen
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks
from w12studio.export.midi import meter_of

TIME_STEP, BPM_STEP = 0.001, 0.01
_HOT_CUES = 8
_KINDS = {".mp3": "MP3 File", ".wav": "WAV File", ".aif": "AIFF File", ".aiff": "AIFF File",
          ".flac": "FLAC File", ".m4a": "M4A File"}  # fmt: skip
LOCAL = "file://localhost"


def location(path: str) -> str:
    """The recording as rekordbox names it: ``file://localhost/`` and percent-encoding."""
    text = xml_text.xml_label(str(Path(path).absolute())).replace("\\", "/")
    return f"{LOCAL}/{quote(text.lstrip('/'), safe='/:')}"


def _grid(analysis: Analysis, options: Options) -> tuple[dj.Grid, list[anchors.Anchor]]:
    grid = dj.grid_of(analysis, options)
    return grid, anchors.anchors_of(grid.times, dj.bound_of(options), TIME_STEP, BPM_STEP, grid.breaks())


def foresee(analysis: Analysis, options: Options) -> str:
    """How many grid markers the file would have."""
    grid, found = _grid(analysis, options)
    return foreseen(len(found), "grid marker", grid.times.size, options["error_ms"])


def render(analysis: Analysis, options: Options) -> Rendered:
    """The file with one track; see the head of the module."""
    losses = Losses.of(analysis)
    grid, found = _grid(analysis, options)
    dj.grid_losses(analysis, grid, losses)
    cues = dj.cues_of(analysis, options, losses)
    key = dj.key_of(analysis, losses)
    root = Element("DJ_PLAYLISTS", Version="1.0.0")
    SubElement(root, "PRODUCT", Name="W12 Studio", Version=__version__, Company="")
    collection = SubElement(root, "COLLECTION", Entries="1")
    audio = analysis.audio
    name = xml_text.xml_label(Path(audio.path).stem) or "recording"
    facts = {
        "TrackID": "1",
        "Name": name,
        "Kind": _KINDS.get(Path(audio.path).suffix.lower(), "Unknown Format"),
        "TotalTime": str(math.ceil(grid.until(analysis))),
        "SampleRate": str(audio.sample_rate),
        "Location": location(audio.path),
    }
    if found:
        facts["AverageBpm"] = f"{average_bpm(grid):.2f}"
    if key is not None:
        facts["Tonality"] = key.short()
    track = SubElement(collection, "TRACK", facts)
    meter = meter_of(analysis)
    unit = meter.denominator if meter.pulses == 1 else 4
    for a in found:
        SubElement(track, "TEMPO", Inizio=f"{a.time:.3f}", Bpm=f"{a.bpm:.2f}",
                   Metro=f"{grid.per_bar[a.beat]}/{unit}", Battito=str(grid.places[a.beat]))  # fmt: skip
    for i, cue in enumerate(cues):
        hot = i if options["hot_cues"] and i < _HOT_CUES else -1
        _cue(track, cue, hot)
    playlists = SubElement(root, "PLAYLISTS")
    node = SubElement(playlists, "NODE", Type="0", Name="ROOT", Count="1")
    playlist = SubElement(node, "NODE", Name="W12 Studio", Type="1", KeyType="0", Entries="1")
    SubElement(playlist, "TRACK", Key="1")
    notes = dj.grid_notes(grid, found)
    return Rendered((("", xml_text.to_bytes(root)),), grid.times.size + len(cues), losses.sentences(), notes)


def average_bpm(grid: dj.Grid) -> float:
    span = float(grid.times[-1] - grid.times[0])
    return min(60 * (grid.times.size - 1) / span, anchors.FASTEST_BPM) if span > 0 else 120.0


def _cue(track: Element, cue: Mark, hot: int) -> None:
    facts = {"Name": cue.text, "Type": "0", "Start": f"{cue.time:.6f}", "Num": str(hot)}
    if cue.end > cue.time:
        facts |= {"Type": "4", "End": f"{cue.end:.6f}"}
    SubElement(track, "POSITION_MARK", facts)


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Parse the file, draw the grid as the program does, and compare every beat and cue.

    Raises
    ------
    ExportError
        When something is missing, a beat is off by more than the error allowed, or a cue by a microsecond.
    """
    track = next(xml_text.parse(paths[0]).iter("TRACK"))
    found = [(float(t.attrib["Inizio"]), float(t.attrib["Bpm"])) for t in track.iter("TEMPO")]
    worst = dj.check_grid(dj.grid_of(analysis, options), found, options["error_ms"] / 1000)
    marks = list(track.iter("POSITION_MARK"))
    starts = [float(m.attrib["Start"]) for m in marks]
    ends = [float(m.get("End", m.attrib["Start"])) for m in marks]
    return max(worst, check_marks(dj.cues_of(analysis, options, Losses()), starts, ends, 1e-6))


def read(path: Path) -> tuple[Track, ...]:
    """Beats, key and cue points of the track; of a collection, of the only track that has a grid.

    Raises
    ------
    DocumentError
        When it is another kind of XML, or several tracks have a grid.
    """
    return _layers(_track_of(path, _tracks(path)), path)


def read_for(path: Path, name: str, duration: float) -> tuple[Track, ...]:
    """As `read`, but of a collection, of the track whose file has this name, else of the one of this length in s."""
    tracks = _tracks(path)
    named = [t for t in tracks if _file_name(t).lower() == name.lower()]
    long = [t for t in tracks if abs(_seconds(t) - duration) <= 1.0]
    return _layers(_track_of(path, named or long or tracks), path)


def _file_name(track: Element) -> str:
    return unquote(track.get("Location", "")).rsplit("/", 1)[-1]


def _seconds(track: Element) -> float:
    text = track.get("TotalTime", "")
    return float(text) if re.fullmatch(r"\d{1,7}(\.\d*)?", text) else 0.0


def _tracks(path: Path) -> list[Element]:
    root = xml_text.parse(path)
    if root.tag != "DJ_PLAYLISTS":
        raise DocumentError("it is not a rekordbox collection", path, "Export the collection as XML there.")
    return [t for t in root.iter("TRACK") if t.get("Location")]


def _track_of(path: Path, tracks: list[Element]) -> Element:
    full = [t for t in tracks if t.find("TEMPO") is not None or t.find("POSITION_MARK") is not None]
    if len(tracks) == 1:
        return tracks[0]
    if len(full) != 1:
        said = "no track with a beat grid" if not full else f"{len(full)} tracks with a beat grid"
        raise DocumentError(f"it holds {said}", path, "Name the recording it is for.")
    return full[0]


def _layers(track: Element, path: Path) -> tuple[Track, ...]:
    grid = []
    for t in track.iter("TEMPO"):
        metro = re.fullmatch(r"\s*(\d{1,3})\s*/\s*\d{1,3}\s*", t.get("Metro", "4/4"))
        place = int(dj.number(t.get("Battito", "0"), path, "Battito"))
        start, bpm = dj.number(t.get("Inizio"), path, "Inizio"), dj.number(t.get("Bpm"), path, "Bpm")
        grid.append((start, bpm, max(place, 0), max(int(metro[1]), 1) if metro else 4))
    marks = []
    for m in track.iter("POSITION_MARK"):
        start = dj.number(m.get("Start"), path, "Start")
        marks.append(Mark(start, dj.number(m.get("End") or m.get("Start"), path, "End"), m.get("Name", "")))
    key = parse_key(track.get("Tonality", ""))
    last = max((g[0] for g in grid), default=0.0)
    until = max(_seconds(track), last)
    return dj.read_layers(path, "rekordbox", grid, until, marks, f"{key.tonic} {key.mode}" if key else "")


FORMAT = Format(
    name="rekordbox",
    title="rekordbox XML",
    suffix=".rekordbox.xml",
    description="A flexible beat grid that keeps every beat within a bound, the key, and cue points; for rekordbox "
    "and the DJ programs that read its collections.",
    render=render,
    verify=verify,
    read=read,
    read_for=read_for,
    options=dj.OPTIONS,
    foresee=foresee,
)
