"""FCPXML: a project with the recording as one clip that carries the markers; for video editors.

Times are fractions of a second on frames of the video. Regions become markers with a duration. Version 1.9.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError
from w12studio.export import xml_text
from w12studio.export.base import Format, Options, Rendered
from w12studio.export.frames import RATE_OPTION, RATES, frame_of, half_frame
from w12studio.export.losses import Losses
from w12studio.export.marks import Mark, check_marks, mark_options, marks_of, one_line, tracks_of_marks

_RATES_OF_AUDIO = {32000: "32k", 44100: "44.1k", 48000: "48k", 88200: "88.2k", 96000: "96k", 176400: "176.4k",
                   192000: "192k"}  # fmt: skip
_TIME = re.compile(r"(-?\d{1,15})(?:/(\d{1,9}))?s|(-?\d{1,9}\.\d{1,9})s")


def _time(frames: int, rate: Fraction) -> str:
    value = frames / rate
    return f"{value.numerator}/{value.denominator}s" if value.denominator > 1 else f"{value.numerator}s"


def render(analysis: Analysis, options: Options) -> Rendered:
    """The project."""
    losses = Losses.of(analysis)
    marks = marks_of(analysis, options, losses)
    rate = RATES[options["rate"]]
    audio = analysis.audio
    recording = Path(audio.path).absolute()
    name = one_line(recording.stem) or "recording"
    last = max([analysis.duration, *(m.end for m in marks)])
    frames = max(math.ceil(Fraction(last) * rate), 1) + 1
    root = Element("fcpxml", version="1.9")
    resources = SubElement(root, "resources")
    step = 1 / rate
    SubElement(resources, "format", id="r1", name=f"W12 {options['rate']} fps",
               frameDuration=f"{step.numerator}/{step.denominator}s", width="1920", height="1080")  # fmt: skip
    asset = SubElement(resources, "asset", id="r2", name=name, start="0s", duration=_time(frames, rate), hasAudio="1",
                       audioSources="1", audioChannels=str(max(audio.channels, 1)),
                       audioRate=str(audio.sample_rate or 48000))  # fmt: skip
    SubElement(asset, "media-rep", kind="original-media", src=_url(recording))
    event = SubElement(SubElement(root, "library"), "event", name="W12 Studio")
    sequence = SubElement(SubElement(event, "project", name=name), "sequence", format="r1", tcStart="0s",
                          tcFormat="NDF", duration=_time(frames, rate), audioLayout="stereo",
                          audioRate=_RATES_OF_AUDIO.get(audio.sample_rate, "48k"))  # fmt: skip
    clip = SubElement(SubElement(sequence, "spine"), "asset-clip", ref="r2", name=name, offset="0s", start="0s",
                      duration=_time(frames, rate), audioRole="music")  # fmt: skip
    for m in marks:
        start = frame_of(m.time, rate)
        length = max(frame_of(m.end, rate) - start, 1)
        SubElement(clip, "marker", start=_time(start, rate), duration=_time(length, rate), value=m.text)
    return Rendered((("", xml_text.to_bytes(root, "fcpxml")),), len(marks), losses.sentences())


def _url(path: Path) -> str:
    text = xml_text.xml_label(path.as_posix())
    return f"file:///{quote(text.lstrip('/'), safe='/:')}"


def _seconds(text: str, path: Path) -> float:
    found = _TIME.fullmatch(text.strip())
    if found is None or found[2] == "0" or (found[2] and not int(found[2])):
        raise DocumentError(f"{text[:40]!r} is not a time", path)
    if found[3]:
        return float(found[3])
    return float(Fraction(int(found[1]), int(found[2] or 1)))


def _parse(path: Path) -> list[Mark]:
    root = xml_text.parse(path)
    if root.tag != "fcpxml":
        raise DocumentError("it is not FCPXML", path, "Use File, Export XML in the editor.")
    steps = [_seconds(f.get("frameDuration", "0s"), path) for f in root.iter("format") if f.get("frameDuration")]
    frame = min((s for s in steps if s > 0), default=1 / 60)
    out = []
    for clip in root.iter():
        # A marker counts from the clip's own start; the timeline places that start at the clip's offset.
        shift = (
            _seconds(clip.get("offset", "0s"), path) - _seconds(clip.get("start", "0s"), path)
            if (clip.tag in ("asset-clip", "clip", "gap", "sync-clip", "ref-clip", "video", "audio", "title"))
            else 0.0
        )
        for marker in [*clip.findall("marker"), *clip.findall("chapter-marker")]:
            start = _seconds(marker.get("start", ""), path) + shift
            length = _seconds(marker.get("duration", "0s"), path)
            end = start + length if length > 1.5 * frame else start
            out.append(Mark(start, end, marker.get("value", "")))
    return out


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file back and compare the starts.

    Raises
    ------
    ExportError
        When one is missing or off by more than half a frame.
    """
    found = [m.time for m in _parse(paths[0])]
    marks = [Mark(m.time, m.time, m.text) for m in marks_of(analysis, options, Losses())]
    return check_marks(marks, found, found, half_frame(RATES[options["rate"]]))


def read(path: Path) -> tuple[Track, ...]:
    """The markers of all clips of the timeline; those of a clip inside another are placed by that clip alone.

    Raises
    ------
    DocumentError
        When it is another kind of XML, or a time is damaged.
    """
    return tracks_of_marks(_parse(path), path, "fcpxml")


FORMAT = Format(
    name="fcpxml",
    title="FCPXML markers",
    suffix=".fcpxml",
    description="A timeline with the recording and its markers; for Final Cut Pro and DaVinci Resolve.",
    render=render,
    verify=verify,
    read=read,
    options=(*mark_options(), RATE_OPTION),
)
