"""What a program needs, in one name: formats with their options, and how to import them there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from w12studio.export.base import Options


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a preset: a format's name and the options that differ from its defaults."""

    format: str
    options: Options = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Preset:
    """What one click writes for a program.

    Attributes
    ----------
    key : str
        As on the command line, e.g. "ableton".
    name : str
        Of the program, e.g. "Ableton Live".
    parts : tuple of Part
        Each of another format.
    how : str
        How to import it there, in a sentence or two.
    """

    key: str
    name: str
    parts: tuple[Part, ...]
    how: str


def _part(name: str, **options: Any) -> Part:
    return Part(name, MappingProxyType(options))


_ALL = (
    Preset(
        "ableton",
        "Ableton Live",
        (_part("midi", span_note=True),),
        "Drag the MIDI file to the start of an empty arrangement and let Live import its tempo; a silent note over "
        "the whole length carries the tempo map. Turn Warp off in the recording's clip and put it at the same start.",
    ),
    Preset(
        "logic",
        "Logic Pro",
        (_part("midi"),),
        "Open the MIDI file, or import it at the start with its tempo information; its markers come along. Put the "
        "recording at the same start.",
    ),
    Preset(
        "cubase",
        "Cubase",
        (_part("midi"),),
        "Import the MIDI file at the start of the project; its markers become markers. Put the recording at the same "
        "start.",
    ),
    Preset(
        "reaper-daw",
        "REAPER",
        (_part("midi", click=False, transients=False), _part("reaper")),
        "Import the list in the Region/Marker Manager. For the tempo map insert the MIDI file at the start and let "
        "REAPER import its tempo.",
    ),
    Preset(
        "protools",
        "Pro Tools",
        (_part("midi"),),
        "Import the MIDI file at the session's start with its tempo map. Put the recording at the same start.",
    ),
    Preset(
        "rekordbox",
        "rekordbox",
        (_part("rekordbox"),),
        "Choose the file as the imported library in rekordbox's preferences, then import the track from the XML tree. "
        "The recording has to be where it was when it was exported.",
    ),
    Preset(
        "traktor",
        "Traktor",
        (_part("traktor"),),
        "Import the file as a collection. The recording has to be where it was when it was exported.",
    ),
    Preset(
        "video",
        "DaVinci Resolve and Final Cut Pro",
        (_part("edl"), _part("fcpxml")),
        "In Resolve, import timeline markers from the EDL, at the frame rate of the timeline. Final Cut Pro takes "
        "the FCPXML as a new timeline.",
    ),
    Preset(
        "audacity",
        "Audacity",
        (_part("audacity"),),
        "Open the recording, then use File, Import, Labels for each file.",
    ),
    Preset(
        "sonicvisualiser",
        "Sonic Visualiser",
        (_part("svl"),),
        "Open the recording, then use File, Import Annotation Layer for each file.",
    ),
    Preset(
        "excel",
        "Excel",
        (_part("csv", bom=True),),
        "Open the file. Where your country writes decimals with a comma, set the separator to semicolon and the "
        "decimal to comma before exporting.",
    ),
    Preset(
        "python",
        "Python",
        (_part("jams"), _part("json")),
        "jams.load reads the JAMS file with every layer and its confidence. The JSON file has its schema in the docs.",
    ),
)
#: By key, in the order in which they are offered.
PRESETS: Mapping[str, Preset] = MappingProxyType({p.key: p for p in _ALL})
