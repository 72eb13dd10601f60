"""The one list of formats: it feeds the command line, the window and the manual."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.export import (
    audacity,
    beats_text,
    csv_table,
    cue_sheet,
    edl,
    fcpxml,
    jams_file,
    json_file,
    lab,
    midi,
    reaper,
    rekordbox,
    sonic_csv,
    sonic_svl,
    subtitles,
    tags_file,
    textgrid,
    traktor,
    wav_marks,
)
from w12studio.export.base import ExportReport, Format, Options, chosen, numbered, path_of, placed, write_files
from w12studio.export.guess import SUFFIXES, guess
from w12studio.export.named import as_own

_ALL = (
    csv_table.FORMAT,
    midi.FORMAT,
    jams_file.FORMAT,
    json_file.FORMAT,
    audacity.FORMAT,
    reaper.FORMAT,
    rekordbox.FORMAT,
    traktor.FORMAT,
    sonic_csv.FORMAT,
    sonic_svl.FORMAT,
    beats_text.BEATS_FORMAT,
    beats_text.MIREX_FORMAT,
    lab.FORMAT,
    textgrid.FORMAT,
    subtitles.SRT_FORMAT,
    subtitles.VTT_FORMAT,
    cue_sheet.FORMAT,
    wav_marks.FORMAT,
    tags_file.FORMAT,
    fcpxml.FORMAT,
    edl.FORMAT,
)
#: By name, in the order in which they are offered.
FORMATS: Mapping[str, Format] = MappingProxyType({f.name: f for f in _ALL})


def find_format(name: str) -> Format:
    """The format of that name.

    Raises
    ------
    ExportError
        When there is none.
    """
    if name not in FORMATS:
        raise ExportError(f"there is no format {name!r}", advice=f"Formats: {', '.join(FORMATS)}.")
    return FORMATS[name]


def write(
    analysis: Analysis,
    path: str | Path,
    format_name: str,
    options: Options | None = None,
    *,
    layers: Iterable[str] | None = None,
    overwrite: bool = False,
    number: bool = False,
) -> ExportReport:
    """Write layers of an analysis, read the file back and report how true it is.

    Parameters
    ----------
    analysis : Analysis
    path : str or Path
        Without a suffix it gets the format's own. A format that writes several files adds to the name.
    format_name : str
        A key of `FORMATS`.
    options : mapping, optional
        Of the format; text as on the command line is understood.
    layers : iterable of str, optional
        Kinds; all by default.
    overwrite : bool
        Replace files that exist.
    number : bool
        Add a number to the new name instead where a file exists and ``overwrite`` is off.

    Returns
    -------
    ExportReport

    Raises
    ------
    ExportError
        For unknown formats, layers and options, every fault of the disk (nothing half-written is left), and a
        file that does not read back as written.
    """
    chosen_format = find_format(format_name)
    settings = chosen_format.parse_options(options)
    part = chosen(analysis, layers)
    part, notes = (part, ()) if chosen_format.whole else placed(part)
    target = Path(path)
    if not target.name:
        raise ExportError("the file needs a name", target)
    suffix = chosen_format.whole_suffix(analysis)
    if not target.suffix or (chosen_format.suffix_of and not target.name.lower().endswith(suffix.lower())):
        target = target.with_name(target.name.removesuffix(chosen_format.suffix) + suffix)
    rendered = chosen_format.render(part, settings)
    if number and not overwrite:
        target = numbered(target, [addition for addition, _ in rendered.files], suffix)
    files = [(path_of(target, addition, suffix), content) for addition, content in rendered.files]
    for file, _ in files:
        _keep_recording(file, analysis)

    def check(paths: Sequence[Path]) -> float:
        try:
            return chosen_format.verify(paths, part, settings)
        except DocumentError as fault:
            raise ExportError(f"it did not read back ({fault.problem})", target) from fault

    error = write_files(files, check, overwrite)
    return ExportReport(
        tuple(p for p, _ in files), format_name, rendered.n_events, error, rendered.lost, rendered.notes + notes
    )


def _keep_recording(path: Path, analysis: Analysis) -> None:
    try:
        same = path.exists() and path.samefile(analysis.audio.path)
    except (OSError, ValueError):
        same = False
    if same:
        raise ExportError("that is the recording itself", path, "Choose another name.")


def read(
    path: str | Path, format_name: str | None = None, recording: str | Path | None = None, duration: float = 0.0
) -> tuple[Track, ...]:
    """The layers of a file that was written by this or another program.

    Parameters
    ----------
    path : str or Path
    format_name : str, optional
        Guessed from the name and the first bytes by default.
    recording : str or Path, optional
        What the layers are for; finds its track in a collection of a DJ program.
    duration : float
        Length of the recording in s, for the same purpose; 0 = unknown.

    Raises
    ------
    DocumentError
        When no format fits or the file can't be understood.
    """
    file = Path(path)
    if format_name and format_name not in FORMATS:
        raise DocumentError(f"there is no format {format_name!r}", advice=f"Formats: {', '.join(FORMATS)}.")
    found = FORMATS.get(format_name or guess(file))
    if found is None or found.read is None:
        endings = ", ".join(sorted(SUFFIXES))
        raise DocumentError(
            "no format that can be read fits its name", file, f"Readable are files ending in {endings}."
        )
    if found.read_for is not None and (recording is not None or duration > 0):
        return found.read_for(file, Path(recording).name if recording is not None else "", duration)
    tracks = found.read(file)
    return tracks if recording is None else as_own(tracks, file, recording, found.suffix)
