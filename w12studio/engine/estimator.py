"""What an estimator is: a function of a request that mutates nothing and returns Tracks.

Every estimator is described by an `Estimator` in the registry (`w12studio.engine.registry`) and is a function

    estimate(audio: SharedAudio, job: Job, params: Mapping[str, str]) -> list[Track]

that runs in a worker process. It calls ``job.progress(fraction)`` at least every 0.1 s or so of its own work
(which also notices a cancel by raising `Cancelled`), may ``job.emit(track)`` what it has so far (with
``complete=False``), and raises `EstimatorError` when it can't do its work; the next estimator of its stage is then
asked. Model runtimes are imported inside the function.

``params["hand_over"]`` names the estimators (with commas) that may take over: one that finds that the recording is
not its kind raises `Unsuitable` with the name of one of them. That is no failure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from w12studio.domain.analysis import Track
from w12studio.domain.errors import EstimatorError
from w12studio.engine.store import SharedAudio


class Job(Protocol):
    """The estimator's line to whoever asked; used on the thread that runs the estimator."""

    def progress(self, fraction: float) -> None:
        """Report progress, 0..1; raises `w12studio.domain.errors.Cancelled` when the work is to stop."""

    def emit(self, track: Track) -> None:
        """Send what is known so far; replaces what was sent before for the same kind."""


class Unsuitable(EstimatorError):
    """The recording is not the kind that an estimator is made for, and another is.

    Parameters
    ----------
    reason : str
        Why, as a sentence for people; it becomes the message of the other's tracks.
    instead : str
        Name of the estimator to ask.
    tracks : sequence of Track
        What was found all the same, taken if the other can't do its work; without it this one is asked again,
        with nobody to hand over to.
    """

    def __init__(self, reason: str, instead: str, tracks: Sequence[Track] = ()) -> None:
        super().__init__(reason)
        self.instead = instead
        self.tracks = tuple(tracks)

    def __reduce__(self) -> tuple[type, tuple[str, str, tuple[Track, ...]]]:  # type: ignore[override]
        return type(self), (self.problem, self.instead, self.tracks)


EstimateFunction = Callable[[SharedAudio, Job, Mapping[str, str]], list[Track]]


@dataclass(frozen=True, slots=True)
class Estimator:
    """One way to compute one or more layers.

    Attributes
    ----------
    name : str
        As in `Source.estimator`.
    title : str
        For people.
    kinds : tuple of str
        The layers it makes.
    family : str
        The worker process it runs in: "onnx", "essentia", "librosa" or "tensorflow" (they can't all share one).
    function : str
        ``"package.module:function"``, imported in the worker.
    cost : float
        Seconds of one core per second of audio, measured; weights the progress.
    time_limit : float
        Seconds per second of audio after which it is stopped and the next one asked (never under 20 s in all).
    needs : tuple of str
        Importable modules without which it can't run; "tensorflow|jax" where either will do.
    weights : str
        Entry of models/manifest.toml without which it can't run.
    on_request : bool
        Runs only when asked for by name, or when another hands over to it (`Unsuitable`).
    options : tuple of str
        Names of the params that a person may set, e.g. "hop_ms"; "device" where it can run on a GPU.
    optional : bool
        Its weights or packages need not be there: then nobody but who asks for it by name hears that it was left out.
    """

    name: str
    title: str
    kinds: tuple[str, ...]
    family: str
    function: str
    cost: float
    time_limit: float = 0.5
    needs: tuple[str, ...] = ()
    weights: str = ""
    on_request: bool = False
    options: tuple[str, ...] = ()
    optional: bool = False

    def load(self) -> EstimateFunction:
        """Import the function; slow the first time, and only to be called in a worker."""
        module, _, name = self.function.partition(":")
        return getattr(import_module(module), name)
