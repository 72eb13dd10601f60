"""What every format shares: options, the report, and safe writing.

A file is written beside its place under a temporary name, read back and compared with the analysis, and only
then moved into place in one step. A full disk, a crash or a failed check therefore leaves whatever was there
before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import CARD, TAGS, Analysis, Track
from w12studio.domain.errors import DocumentError, ExportError

#: Longest label that is written, in characters; longer ones are shortened, and the report says so.
LABEL_LIMIT = 10_000
#: Largest file that is read back, in bytes.
READ_LIMIT = 512 << 20

#: Layers that have no place in time.
_WHOLE = (TAGS, CARD)
#: How a `w12studio.domain.analysis.Fact` is called where it is lost.
FIGURES = "the figures of the card"

Options = Mapping[str, Any]
#: What a file is made of: its bytes, or a function that writes them (for copies of long recordings).
Content = bytes | Callable[[BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Option:
    """One setting of a format; feeds the command line, the window and the manual.

    Attributes
    ----------
    name : str
        As on the command line, e.g. "curves".
    description : str
        One sentence.
    default : bool, int or str
        Its type is the option's type.
    choices : tuple
        The values allowed; empty where every value of the type is.
    minimum, maximum : int or None
        For numbers.
    unit : str
        Of a number between ``minimum`` and ``maximum``, e.g. "ms".
    """

    name: str
    description: str
    default: bool | int | str
    choices: tuple[Any, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    unit: str = ""

    def parse(self, value: Any) -> bool | int | str:
        """The value, checked; text is understood as the command line gives it.

        Raises
        ------
        ExportError
            For a value of the wrong type or out of range.
        """
        parsed = self._convert(value)
        allowed = not self.choices or parsed in self.choices
        if allowed and isinstance(parsed, int) and not isinstance(parsed, bool):
            allowed = (self.minimum is None or parsed >= self.minimum) and (
                self.maximum is None or parsed <= self.maximum
            )
        if not allowed:
            raise ExportError(f"the option {self.name} can't be {value!r}", advice=self._allowed())
        return parsed

    def _convert(self, value: Any) -> bool | int | str:
        text = str(value).strip().lower()
        if isinstance(self.default, bool):
            if isinstance(value, bool):
                return value
            if text in ("1", "true", "yes", "on"):
                return True
            if text in ("0", "false", "no", "off"):
                return False
        elif isinstance(self.default, int):
            with contextlib.suppress(ValueError):
                return int(text)
        elif isinstance(value, str):
            return value
        raise ExportError(f"the option {self.name} can't be {value!r}", advice=self._allowed())

    def _allowed(self) -> str:
        if self.choices:
            return f"Use one of {', '.join(repr(c) for c in self.choices)}."
        if isinstance(self.default, bool):
            return "Use yes or no."
        if isinstance(self.default, int):
            return f"Use a whole number from {self.minimum} to {self.maximum}."
        return "Use text."


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a writer made, not yet on disk.

    Attributes
    ----------
    files : tuple of (str, Content)
        Name addition ("" for the file itself, "beats" for ``name.beats.csv``) and content. A function gets a
        new binary file, open for writing and reading.
    n_events : int
        Events (and frames of curves) that went in.
    lost : tuple of str
        Sentences for people: what the format could not hold.
    notes : tuple of str
        Sentences for people: how it was written, where that is not plain.
    """

    files: tuple[tuple[str, Content], ...]
    n_events: int
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written and how true it is.

    Attributes
    ----------
    paths : tuple of Path
    format : str
    n_events : int
    max_timing_error_s : float
        Largest distance in s between an event's time in the analysis and in the file, which was read back.
    lost, notes : tuple of str
        Sentences for people, see `Rendered`.
    """

    paths: tuple[Path, ...]
    format: str
    n_events: int
    max_timing_error_s: float
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def describe(self) -> str:
        """One line for people, e.g. "412 events in song.mid, largest timing error 0.26 ms"."""
        names = ", ".join(p.name for p in self.paths)
        error = self.max_timing_error_s * 1000
        return f"{counted(self.n_events, 'event')} in {names}, largest timing error {error:.3g} ms"


Writer = Callable[[Analysis, Options], Rendered]
#: Reads the files (in the order of `Rendered.files`) and gives the largest timing error in s.
Verifier = Callable[[Sequence[Path], Analysis, Options], float]
Reader = Callable[[Path], tuple[Track, ...]]


@dataclass(frozen=True, slots=True)
class Format:
    """One file format.

    Attributes
    ----------
    name : str
        As on the command line, e.g. "csv".
    title : str
        For people, e.g. "CSV table".
    suffix : str
        With the dot.
    description : str
        One or two sentences: what goes in and which programs take it.
    render : callable
    verify : callable
    read : callable or None
        Gives the layers of a file; raises `DocumentError` for one it can't understand.
    options : tuple of Option
    read_for : callable or None
        For files that describe many recordings: gives the layers of the one of this name and length in s.
    suffix_of : callable or None
        What is added to ``suffix`` for this recording: a copy of it keeps its kind of file.
    whole : bool
        Whether it holds what is said of a recording as a whole (tags), and not only what has a place in time.
    foresee : callable or None
        Says in a sentence for people what a file would hold, before it is written.
    """

    name: str
    title: str
    suffix: str
    description: str
    render: Writer
    verify: Verifier
    read: Reader | None = None
    options: tuple[Option, ...] = ()
    read_for: Callable[[Path, str, float], tuple[Track, ...]] | None = None
    suffix_of: Callable[[Analysis], str] | None = None
    foresee: Callable[[Analysis, Options], str] | None = None
    whole: bool = False

    def whole_suffix(self, analysis: Analysis) -> str:
        """The ending of a file that is written for this recording."""
        return self.suffix + (self.suffix_of(analysis) if self.suffix_of else "")

    def parse_options(self, given: Options | None) -> dict[str, Any]:
        """All options with their values; those not given have their default.

        Raises
        ------
        ExportError
            For an unknown option or a value out of range.
        """
        known = {o.name: o for o in self.options}
        for name in given or {}:
            if name not in known:
                names = ", ".join(known) or "none"
                raise ExportError(f"{self.title} has no option {name!r}", advice=f"Its options: {names}.")
        return {n: o.parse(given[n]) if given and n in given else o.default for n, o in known.items()}


def chosen(analysis: Analysis, layers: Iterable[str] | None) -> Analysis:
    """The analysis with the given layers only; all of them for None.

    Raises
    ------
    ExportError
        For a layer that is not there.
    """
    if layers is None:
        return analysis
    wanted = list(dict.fromkeys(layers))
    for kind in wanted:
        if kind not in analysis.tracks:
            there = ", ".join(analysis.tracks) or "none"
            raise ExportError(f"there is no layer {kind!r}", advice=f"Layers of this recording: {there}.")
    return replace(analysis, tracks={k: analysis.tracks[k] for k in wanted})


def placed(analysis: Analysis) -> tuple[Analysis, tuple[str, ...]]:
    """The analysis without what is said of the recording as a whole, and a sentence where something was left out.

    Raises
    ------
    ExportError
        When nothing else is there.
    """
    kept = {k: t for k, t in analysis.tracks.items() if k not in _WHOLE}
    if len(kept) == len(analysis.tracks):
        return analysis, ()
    if not kept:
        raise ExportError("tags have no place in time, which this format is about", advice="Use JSON, JAMS or CSV.")
    gone = [t for k, t in analysis.tracks.items() if k in _WHOLE]
    n = sum(len(t.events) for t in gone)
    known = any(f.value is not None for t in gone for f in t.facts)
    what = " and ".join([f"{counted(n, 'tag')} of the whole recording"] * (n > 0) + [FIGURES] * known)
    said = f"{what[:1].upper()}{what[1:]} stayed out: the format is about places in time."
    return replace(analysis, tracks=kept), (said,) if what else ()


def clean_label(text: str) -> str:
    """A label that UTF-8 can hold and that is no longer than `LABEL_LIMIT`."""
    return text[:LABEL_LIMIT].encode("utf-8", "replace").decode("utf-8")


def counted(n: int, noun: str) -> str:
    """``1 beat``, ``2 beats``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def foreseen(n: int, noun: str, n_beats: int, error_ms: int) -> str:
    """How many tempi a file would hold, for people."""
    if not n_beats:
        return "There are no beats to follow."
    within = f"within {error_ms} ms of their time" if error_ms else "exactly in time"
    return f"{counted(n, noun)} {'keeps' if n == 1 else 'keep'} {counted(n_beats, 'beat')} {within}."


def nearest_errors(times: NDArray[np.float64], found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distance in s of each of ``times`` to the nearest of ``found`` (ascending); inf if there are none."""
    if not times.size:
        return np.zeros(0)
    if not found.size:
        return np.full(times.shape, np.inf)
    i = np.clip(np.searchsorted(found, times), 1, max(found.size - 1, 1))
    right = found[np.minimum(i, found.size - 1)]
    return np.minimum(np.abs(times - found[i - 1]), np.abs(times - right))


def paired_error(written: NDArray[np.float64], found: NDArray[np.float64], what: str) -> float:
    """Largest distance in s between two equally long ascending columns.

    Raises
    ------
    ExportError
        When their lengths differ.
    """
    if written.shape != found.shape:
        raise ExportError(f"{found.size} of {counted(written.size, what)} read back from the file")
    return float(np.abs(np.sort(written) - np.sort(found)).max()) if written.size else 0.0


# -- files -------------------------------------------------------------------------------------------------

_RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(10))}


def safe_name(text: str) -> str:
    """A part of a file name made of a user's own word: no separators, dots at the ends or reserved names."""
    name = re.sub(r"[^\w\- ]+", "_", clean_label(text))[:40].strip(" _") or "layer"
    return f"{name}_" if name.lower() in _RESERVED else name


def distinct_names(names: Iterable[str]) -> list[str]:
    """Safe parts of file names, all different (as a file system that ignores case sees it); "" stays."""
    out: list[str] = []
    seen: set[str] = set()
    for name in names:
        stem = safe_name(name) if name else ""
        free, number = stem, 2
        while free.lower() in seen:
            free, number = f"{stem} {number}", number + 1
        seen.add(free.lower())
        out.append(free)
    return out


def split_name(path: Path, suffix: str) -> tuple[str, str]:
    """Stem and ending of a file's name; the ending is ``suffix`` where the name has it ("a" and ".sv.csv")."""
    if suffix and path.name.lower().endswith(suffix.lower()) and len(path.name) > len(suffix):
        return path.name[: -len(suffix)], path.name[-len(suffix) :]
    return path.stem, path.suffix


def path_of(path: Path, addition: str, suffix: str = "") -> Path:
    """``song.csv`` for "", ``song.beats.csv`` for "beats"."""
    stem, ending = split_name(path, suffix)
    return path.with_name(f"{stem}.{addition}{ending}") if addition else path


def numbered(path: Path, additions: Sequence[str] = ("",), suffix: str = "") -> Path:
    """The path, or the first of ``name (2).csv``, ``name (3).csv`` ... whose files all do not exist."""
    stem, ending = split_name(path, suffix)
    number, free = 2, path
    while any(os.path.lexists(path_of(free, x, suffix)) for x in additions):
        free = path.with_name(f"{stem} ({number}){ending}")
        number += 1
    return free


def _os_error(error: OSError | ValueError, path: Path) -> ExportError:
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return ExportError("the disk is full", path, "Free some space or choose another folder.")
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ExportError("writing is not permitted there", path, "Choose another folder.")
    if number in (errno.ENOENT, errno.ENOTDIR):
        return ExportError(f"there is no folder {path.parent}", path, "Create it or choose another one.")
    if number == errno.ENAMETOOLONG:
        return ExportError("the name is too long", path, "Choose a shorter one.")
    return ExportError(f"it can't be written ({error})", path, "Choose another name or folder.")


def _write_temporary(path: Path, content: Content) -> Path:
    """Write beside ``path`` under a name of its own, down to the disk; nothing is left behind on failure."""
    temporary = path.with_name(f".{path.name[:60]}.{secrets.token_hex(6)}.tmp")
    made = False
    try:
        with temporary.open("x+b") as f:
            made = True
            if isinstance(content, bytes):
                f.write(content)
            else:
                content(f)
            f.flush()
            os.fsync(f.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
    except BaseException as error:
        if made:
            temporary.unlink(missing_ok=True)
        if isinstance(error, (OSError, ValueError)):
            raise _os_error(error, path) from error
        raise
    return temporary


def write_files(
    files: Sequence[tuple[Path, Content]], check: Callable[[Sequence[Path]], float], overwrite: bool
) -> float:
    """Write all files or none, with a check of the written ones before they take their place.

    Parameters
    ----------
    files : sequence of (Path, Content)
    check : callable
        Gets the temporary paths, gives the largest timing error in s.
    overwrite : bool

    Raises
    ------
    ExportError
        When a file exists and ``overwrite`` is off, on every fault of the disk, and when ``check`` raises it.
    """
    temporaries: list[Path] = []
    try:
        for path, _ in files:
            _refuse(path, overwrite)
        for path, content in files:
            temporaries.append(_write_temporary(path, content))
        error = check(temporaries)
        for (path, _), temporary in zip(files, temporaries, strict=True):
            try:
                temporary.replace(path)
            except OSError as fault:
                raise _os_error(fault, path) from fault
        return error
    finally:
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)


def _refuse(path: Path, overwrite: bool) -> None:
    try:
        if path.is_dir():
            raise ExportError("a folder has that name", path, "Choose another name.")
        if os.path.lexists(path) and not overwrite:
            raise ExportError("it exists already", path, "Choose another name, or allow it to be replaced.")
    except (OSError, ValueError) as error:
        raise _os_error(error, path) from error


def read_bytes(path: Path) -> bytes:
    """The content of a file that is to be imported.

    Raises
    ------
    DocumentError
        When it can't be opened or is larger than `READ_LIMIT`.
    """
    try:
        with path.open("rb") as f:
            content = f.read(READ_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"it can't be opened ({reason})", path) from error
    if len(content) > READ_LIMIT:
        raise DocumentError("it is too large to hold markers", path, "Is it another kind of file?")
    return content
