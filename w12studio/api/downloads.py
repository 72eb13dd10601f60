"""Results as files: written to a folder of their own, sent, and deleted."""

from __future__ import annotations

import contextlib
import mimetypes
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from w12studio import service
from w12studio.api.errors import ApiError
from w12studio.api.jobs import Job
from w12studio.domain.analysis import Analysis

_MEDIA_TYPES = {".mid": "audio/midi", ".zip": "application/zip", ".jams": "application/json", ".csv": "text/csv"}
_LONGEST_HEADER = 2000


def layers_answer(job: Job, kinds: Sequence[str], above: Path) -> FileResponse:
    """The layers as JSON; ``kinds``: some of them, all where it is empty."""
    with _own_folder(above) as folder:
        analysis = job.known()
        file = folder / "layers.json"
        service.export(analysis, file, "json", layers=kinds or None)
        return _sent(file, folder, {"Cache-Control": "no-store"}, inline=True)


def export_answer(
    job: Job, analysis: Analysis, name: str, kinds: Sequence[str], options: Mapping[str, str], above: Path
) -> FileResponse:
    """A format's or program's files; a ZIP archive where there are several.

    Parameters
    ----------
    job : Job
    analysis : Analysis
    name : str
        Of the format or program.
    kinds : sequence of str
        Some of the layers; all where it is empty.
    options : mapping
        Of the format.
    above : Path
        Where the folder for the files is made.

    Raises
    ------
    W12Error
        For wrong names and options, and what the format can't do.
    """
    targets = service.targets([name])
    if options and len(targets) > 1:
        raise ApiError(
            422, f"{name} stands for several formats, which have no options together", "Export each by name."
        )
    stem = Path(job.name).stem or "recording"
    with _own_folder(above) as folder:
        analysis = _under_its_name(analysis, job, folder)
        out = folder / "out"
        out.mkdir()
        reports = []
        for target in targets:
            file = out / f"{service.file_stem('{name}', stem, target.format)}{service.format_suffix(target.format)}"
            chosen: dict[str, Any] = {**target.options, **options}
            reports.append(service.export(analysis, file, target.format, chosen, kinds or None))
        files = [path for report in reports for path in report.paths]
        headers = {
            "Cache-Control": "no-store",
            "W12-Report": _header("; ".join(report.describe() for report in reports)),
            "W12-Lost": _header(" ".join(text for report in reports for text in report.lost)),
        }
        if len(files) == 1:
            return _sent(files[0], folder, headers)
        archive = folder / f"{service.file_stem('{name} {format}', stem, name)}.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as pack:
            for file in files:
                pack.write(file, file.name)
        return _sent(archive, folder, headers)


@contextlib.contextmanager
def _own_folder(above: Path) -> Iterator[Path]:
    """A new folder, deleted where what happens in it fails; otherwise the answer deletes it when it was sent."""
    folder = Path(tempfile.mkdtemp(prefix="export-", dir=above))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _under_its_name(analysis: Analysis, job: Job, folder: Path) -> Analysis:
    """The analysis with a path that says nothing of the server's folders, where links can be made.

    Formats that copy the recording find it there; a project finds it beside itself, wherever both are put.
    """
    link = folder / job.path.name
    try:
        link.symlink_to(analysis.audio.path)
    except OSError:
        return analysis
    return replace(analysis, audio=replace(analysis.audio, path=str(link)))


def _sent(file: Path, folder: Path, headers: dict[str, str], inline: bool = False) -> FileResponse:
    kind = _MEDIA_TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(
        file,
        media_type=kind,
        headers={k: v for k, v in headers.items() if v},
        filename=None if inline else file.name,
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )


def _header(text: str) -> str:
    """The text as a header can hold it."""
    plain = text.encode("ascii", "backslashreplace").decode()
    return "".join(c if c.isprintable() else " " for c in plain)[:_LONGEST_HEADER]
