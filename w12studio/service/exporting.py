"""Write an analysis to a file of any format, the project's own among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from w12studio.domain.analysis import Analysis
from w12studio.domain.errors import W12Error
from w12studio.service.files import PROJECT_SUFFIX

if TYPE_CHECKING:
    from w12studio.export.base import ExportReport, Format
    from w12studio.export.presets import Preset

PROJECT = "w12"


def formats() -> Mapping[str, Format]:
    """The formats, by name (imports the exporters)."""
    from w12studio.export.registry import FORMATS

    return FORMATS


def format_names() -> tuple[str, ...]:
    """Names of the formats, as on the command line; the project's own is "w12" and not among them."""
    return tuple(formats())


def check_format(name: str) -> None:
    """Raise `W12Error` for a format that does not exist."""
    if name != PROJECT and name not in formats():
        raise W12Error(f"there is no format {name!r}", advice=f"Choose among {PROJECT}, {', '.join(formats())}.")


@dataclass(frozen=True, slots=True)
class Target:
    """One file to write: a format, and options that differ from its defaults."""

    format: str
    options: Mapping[str, Any] = field(default_factory=dict)


def presets() -> Mapping[str, Preset]:
    """What each program needs, by key (imports the exporters)."""
    from w12studio.export.presets import PRESETS

    return PRESETS


def targets(names: Iterable[str]) -> tuple[Target, ...]:
    """Formats, and presets as the formats they stand for; where both have the name it is the format.

    Raises
    ------
    W12Error
        For a name that is neither.
    """
    out: dict[str, Target] = {}
    for name in names:
        if name != PROJECT and name not in formats() and name in presets():
            for part in presets()[name].parts:
                out[part.format] = Target(part.format, part.options)
        elif name == PROJECT or name in formats():
            out.setdefault(name, Target(name))
        else:
            both = ", ".join([PROJECT, *formats()])
            programs = ", ".join(k for k in presets() if k not in formats())
            raise W12Error(f"there is no format {name!r}", advice=f"Choose among {both}; or for a program: {programs}.")
    return tuple(out.values())


def file_stem(template: str, name: str, format_name: str) -> str:
    """A file's name without its ending, from a template such as ``{name} {date}``.

    Parameters
    ----------
    template : str
        ``{name}`` is the recording's or project's name, ``{format}`` the format's, ``{date}`` and ``{time}`` today's
        date and the time of day.
    name, format_name : str

    Raises
    ------
    W12Error
        For a field that does not exist, and where nothing is left of the name.
    """
    now = datetime.now()
    fields = {"name": name, "format": format_name, "date": f"{now:%Y-%m-%d}", "time": f"{now:%H.%M.%S}"}
    unknown = [x for x in re.findall(r"\{([^{}]*)\}", template) if x not in fields]
    if unknown:
        known = ", ".join(f"{{{x}}}" for x in fields)
        raise W12Error(f"the name can't hold {{{unknown[0][:40]}}}", advice=f"It can hold {known}.")
    text = re.sub(r"\{([a-z]+)\}", lambda match: fields[match[1]], template)
    text = re.sub(r'[/\\:*?"<>|\x00-\x1f]', "_", text).strip(" .")
    if not text:
        raise W12Error("the template leaves no name", advice="Use {name}.")
    return text


def format_suffix(name: str) -> str:
    """The ending of a format's files, with the dot."""
    return PROJECT_SUFFIX if name == PROJECT else formats()[name].suffix


def export(
    analysis: Analysis,
    path: str | Path,
    format_name: str,
    options: Mapping[str, Any] | None = None,
    layers: Iterable[str] | None = None,
    overwrite: bool = False,
) -> ExportReport:
    """Write layers of an analysis to a file, read it back, and report the largest timing error.

    Parameters
    ----------
    analysis : Analysis
        Its provisional layers are left out.
    path : str or Path
    format_name : str
        One of `format_names`, or "w12" for a project.
    options : mapping, optional
        The format's settings.
    layers : iterable of str, optional
        Kinds of layers; all by default.
    overwrite : bool
        Replace an existing file; otherwise a number is added to the new one's name.

    Raises
    ------
    ExportError
        When it can't be written or does not read back as it was written; nothing half-written is left.
    """
    from w12studio.export.base import ExportReport, numbered
    from w12studio.export.registry import write
    from w12studio.service.projects import open_project, save_project

    analysis = analysis.settled()
    if format_name != PROJECT:
        check_format(format_name)
        return write(analysis, path, format_name, options, layers=layers, overwrite=overwrite, number=True)
    target = Path(path) if overwrite else numbered(Path(path))
    save_project(analysis, target)
    back = open_project(target).analysis
    error = max(
        (
            float(abs(back.events(kind).times - track.events.times).max(initial=0.0))
            for kind, track in analysis.tracks.items()
        ),
        default=0.0,
    )
    return ExportReport((target,), PROJECT, sum(len(t.events) for t in analysis.tracks.values()), error)
