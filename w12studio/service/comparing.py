"""Compare two versions of the same music: recordings, projects, files of markers, estimators."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from w12studio.domain.alignment import BY_HAND, NONE, SOUND, Alignment
from w12studio.domain.analysis import Analysis, AudioFacts, Track
from w12studio.domain.comparing import COMPARED, DOWNBEATS, REGIONS, Difference, comparable, compare
from w12studio.domain.errors import EstimatorError, W12Error
from w12studio.engine.aligned_sound import aligned_sound
from w12studio.engine.audio import SUPPORTED_SUFFIXES
from w12studio.engine.pipeline import Request
from w12studio.engine.progress import OnMessage
from w12studio.engine.store import SharedAudio, new_store
from w12studio.engine.workers import WorkerPool
from w12studio.service import analyzing
from w12studio.service.choices import stage_of
from w12studio.service.files import PROJECT_SUFFIX, own_path
from w12studio.service.importing import analysis_of_layers, import_layers
from w12studio.service.measuring import run_task, unreadable
from w12studio.service.projects import open_project

_STALL_S = 60.0
#: Seconds of sound that are resampled a second, at the very least.
_LEAST_SPEED = 100.0
_DECODE = "w12studio.engine.tasks:decode_recording"
_ALIGN = "w12studio.engine.tasks:align_recordings"
#: Where a smaller share of the places agrees, an alignment is said to hold for a part.
_MOST_AGREES = 0.8


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are compared.

    Attributes
    ----------
    path : Path
        As it was given.
    analysis : Analysis
        Its layers.
    recording : Path or None
        Its sound; None where there is none, or it was not found.
    """

    path: Path
    analysis: Analysis
    recording: Path | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it.

    Attributes
    ----------
    ours, theirs : Side
    alignment : Alignment
        Of theirs on our time.
    differences : tuple of Difference
        Of each layer that both have.
    """

    ours: Side
    theirs: Side
    alignment: Alignment = field(default_factory=Alignment)
    differences: tuple[Difference, ...] = ()


def _ignore(_: float) -> None:
    pass


def _ignore_message(_: object) -> None:
    pass


# -- alignment -------------------------------------------------------------------------------------------------


def align(
    ours: str | Path | SharedAudio,
    theirs: str | Path | SharedAudio,
    on_progress: Callable[[float], None] = _ignore,
    cancel: threading.Event | None = None,
) -> Alignment:
    """Find where one recording lies on the time of another.

    Parameters
    ----------
    ours, theirs : path or SharedAudio
        Files are decoded first.
    on_progress : callable, optional
        Told 0..1, on the thread that called.
    cancel : threading.Event, optional
        Set it to stop; `Cancelled` is then raised within 0.3 s.

    Returns
    -------
    Alignment
        Of method "none" where they have nothing in common; `alignment_text` says it for people.

    Raises
    ------
    AudioError
        When a file can't be read.
    Cancelled

    Notes
    -----
    Blocks, and waits for an analysis that runs; may be called on any thread but the window's.
    """
    cancel = cancel or threading.Event()
    for one in (ours, theirs):
        if not isinstance(one, SharedAudio):
            analyzing.check_readable(own_path(one))
    with (
        analyzing.exclusive_pool(cancel) as pool,
        _decoded(pool, ours, lambda f: on_progress(0.3 * f), cancel) as a,
        _decoded(pool, theirs, lambda f: on_progress(0.3 + 0.3 * f), cancel) as b,
    ):
        patience = _STALL_S + (a.duration + b.duration) / _LEAST_SPEED  # it says nothing while it resamples
        done = run_task(pool, "onnx", _ALIGN, (a, b), lambda f: on_progress(0.6 + 0.4 * f), cancel, patience)
    if done.kind == "done" and isinstance(done.payload, Alignment):
        return done.payload
    raise EstimatorError("the recordings could not be aligned", advice="Type the offset by hand; the log tells more.")


@contextlib.contextmanager
def _decoded(
    pool: WorkerPool, sound: str | Path | SharedAudio, report: Callable[[float], None], cancel: threading.Event
) -> Iterator[SharedAudio]:
    if isinstance(sound, SharedAudio):
        yield sound
        return
    store = new_store()
    try:
        done = run_task(pool, "onnx", _DECODE, (str(own_path(sound)), str(store)), report, cancel, _STALL_S)
        if done.kind != "done":
            raise unreadable(done, Path(sound))
        yield done.payload[1]
    finally:
        with contextlib.suppress(OSError):
            store.unlink()


def sound_on_our_time(
    ours: SharedAudio, theirs: SharedAudio | Path, alignment: Alignment, cancel: threading.Event | None = None
) -> SharedAudio:
    """A copy of their sound that runs beside ours, sample by sample, for listening to one and the other.

    Give it to `release_audio` in the end. Blocks; any thread but the window's.

    Parameters
    ----------
    ours : SharedAudio
    theirs : SharedAudio or path
        A file is decoded first.
    alignment : Alignment
    cancel : threading.Event, optional
        Set it to stop the decoding; `Cancelled` is then raised within 0.3 s.

    Raises
    ------
    AudioError
        When their file can't be read.
    Cancelled
    """
    if isinstance(theirs, SharedAudio):
        return aligned_sound(theirs, alignment, ours)
    cancel = cancel or threading.Event()
    with analyzing.exclusive_pool(cancel) as pool, _decoded(pool, theirs, _ignore, cancel) as decoded:
        return aligned_sound(decoded, alignment, ours)


def alignment_text(found: Alignment) -> str:
    """What was found, as a sentence for people."""
    if found.method == NONE:
        return "Nothing was found that both have in common: they are laid beginning to beginning."
    decimals = 4 if found.method == SOUND else 3
    where = f"theirs begins at {found.offset_s:+.{decimals}f} s"
    if abs(found.rate - 1) > 1e-7:
        where += f" and runs {100 * abs(found.rate - 1):.3f} % {'faster' if found.rate > 1 else 'slower'}"
    if found.method == BY_HAND:
        return f"Aligned by hand: {where}."
    if found.method == SOUND:
        sure = "" if found.confidence >= _MOST_AGREES else f" in {found.confidence:.0%} of the places looked at"
        return f"The same sound{sure}: {where}, to about {max(found.spread_s * 1000, 0.05):.2g} ms."
    how = f"{found.confidence:.0%} of the places looked at agree, to about 20 ms"
    return f"The same music, but not the same sound: {where}; {how}."


# -- comparing -------------------------------------------------------------------------------------------------


def load_side(
    path: str | Path,
    kinds: Sequence[str] = (),
    of: Side | None = None,
    on_message: OnMessage = _ignore_message,
    cancel: threading.Event | None = None,
) -> Side:
    """Read one of two things that are compared.

    Parameters
    ----------
    path : str or Path
        A recording (it is analysed, or remembered), a project, or a file of markers of any format that can be read.
    kinds : sequence of str
        Layers that are wanted; all by default.
    of : Side, optional
        What markers are for.

    Raises
    ------
    W12Error
        When it can't be read.
    """
    path = own_path(path)
    if path.suffix.lower() == PROJECT_SUFFIX:
        opened = open_project(path)
        return Side(path, opened.analysis, Path(opened.analysis.audio.path) if opened.audio_found else None)
    if path.suffix.lower() in SUPPORTED_SUFFIXES:
        stages = dict.fromkeys(stage_of("beats" if k == DOWNBEATS else k) for k in kinds)
        request = Request(tuple(s for s in stages if s)) if any(stages) else Request()
        return Side(path, analyzing.analyze(path, request, on_message, cancel), path)
    duration = of.analysis.duration if of is not None and of.recording is not None else 0.0
    tracks = import_layers(path, duration, of.recording if of is not None else None)
    return Side(path, analysis_of_layers(tracks, AudioFacts(str(path))))


def compare_sides(
    ours: Side,
    theirs: Side,
    kinds: Sequence[str] = (),
    tolerance_s: float | None = None,
    inside: tuple[float, float] | None = None,
    alignment: Alignment | None = None,
) -> Compared:
    """Compare layers that both sides have.

    Parameters
    ----------
    ours, theirs : Side
    kinds : sequence of str
        Layers; all that both have by default.
    tolerance_s : float, optional
        Of beats, transients, notes and other points; that of each layer by default
        (`w12studio.domain.comparing.TOLERANCES_S`).
    inside : (float, float), optional
        Only this span of our time is judged; of two recordings what both have is judged in any case.
    alignment : Alignment, optional
        Beginning to beginning by default.

    Raises
    ------
    W12Error
        When both have no layer in common.
    """
    found = alignment or Alignment()
    tracks = {kind: found.applied(track) for kind, track in theirs.analysis.tracks.items()}
    for kind in kinds:
        tracks = tracks_as(tracks, kind)
    both = comparable(ours.analysis, tracks)
    chosen = [k for k in both if not kinds or k in kinds]
    if not chosen:
        names = [", ".join(x.analysis.tracks) or "nothing" for x in (ours, theirs)]
        raise W12Error(
            "both have no layer in common that could be compared",
            advice=f"{ours.path.name} has {names[0]}; {theirs.path.name} has {names[1]}.",
        )
    if ours.recording is not None and theirs.recording is not None:
        start, end = found.overlap(ours.analysis.duration, theirs.analysis.duration)
        inside = (start, end) if inside is None else (max(start, inside[0]), min(end, inside[1]))
    differences = [
        compare(
            k, ours.analysis.track(layer_of(k)), tracks.get(layer_of(k)), None if k in REGIONS else tolerance_s, inside
        )
        for k in chosen
    ]  # fmt: skip
    return Compared(ours, theirs, found, tuple(differences))


def layer_of(kind: str) -> str:
    """The layer that holds what is compared as ``kind``."""
    return "beats" if kind == DOWNBEATS else kind


def tracks_as(tracks: Mapping[str, Track], kind: str) -> dict[str, Track]:
    """Layers in which the only one, of a name of its own, counts as ``kind``: other programs do not say what it is."""
    out = dict(tracks)
    wanted = layer_of(kind)
    odd = [k for k in out if k not in COMPARED and len(out[k].events)]
    if wanted not in out and len(odd) == 1:
        out[wanted] = replace(out.pop(odd[0]), kind=wanted)
    return out


def same_recording(ours: Side, theirs: Side) -> bool:
    """Whether both are of one and the same file, so that there is nothing to align."""
    a, b = ours.analysis.audio.sha256, theirs.analysis.audio.sha256
    if a and b:
        return a == b
    return ours.recording is not None and ours.recording == theirs.recording
