"""The models: what there is, what is installed, and how to fetch what isn't."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.errors import EstimatorError, W12Error
from w12studio.engine.fetching import fetch_weights
from w12studio.engine.store import new_store
from w12studio.engine.weights import Weights, manifest
from w12studio.engine.workers import WorkerPool
from w12studio.service.files import own_path

INSTALLED, ABSENT, PINNED = "installed", "not installed", "installed, as first fetched"


@dataclass(frozen=True, slots=True)
class Model:
    """A model's weights, as the manifest lists them and as they are here.

    Attributes
    ----------
    name, task, licence, citation : str
    commercial_use : bool
    size : int
        Bytes, about.
    source : str
        What brings them, as a command.
    sha256 : str
        What their files must have; "" where it is not known yet.
    status : str
        "installed", "installed, as first fetched" (its publisher states no hash) or "not installed".
    optional : bool
        Whether the program does its work without them.
    """

    name: str
    task: str
    licence: str
    citation: str
    commercial_use: bool
    size: int
    source: str
    sha256: str
    status: str
    optional: bool


def models() -> list[Model]:
    """Every model of the manifest, unverified."""
    return [_model(w) for w in manifest().values()]


def _model(weights: Weights) -> Model:
    try:
        weights.paths()
        status = INSTALLED if weights.sha256 else PINNED
    except W12Error:
        status = ABSENT
    return Model(
        weights.name, weights.task, weights.licence, weights.citation, weights.commercial_use, weights.size,
        weights.command, weights.expected_sha256, status, weights.optional,
    )  # fmt: skip


def _chosen(patterns: Sequence[str]) -> list[Weights]:
    """Entries by name or pattern ("vggish-*"), in the order of the manifest."""
    for pattern in patterns:
        if not any(fnmatchcase(name, pattern) for name in manifest()):
            raise W12Error(f"there is no model {pattern!r}", advice="`w12studio models list` lists them.")
    return [w for w in manifest().values() if any(fnmatchcase(w.name, p) for p in patterns)]


def fetch(
    patterns: Sequence[str],
    origin: Path | None = None,
    on_progress: Callable[[str, float], object] = lambda name, fraction: None,
) -> Iterator[str]:
    """Fetch models (and those they require) and put them in place, one after the other.

    Parameters
    ----------
    patterns : sequence of str
        Names, or patterns such as "vggish-*".
    origin : Path, optional
        A file or a folder of files that the user has downloaded already; the network is not used then.
    on_progress : callable, optional
        Told the name of a model and 0..1.

    Yields
    ------
    str
        A sentence for each model that is in place.

    Raises
    ------
    W12Error
        When one can't be had, or is not what the manifest lists.
    """
    wanted = _chosen(patterns)
    if origin is not None and not origin.exists():
        raise W12Error("there is no such file or folder", origin)
    if origin is not None and origin.is_file() and len(wanted) > 1:
        raise W12Error("one file can't be several models", advice="Name one model, or the folder of their files.")
    for name in dict.fromkeys(w.requires for w in wanted if w.requires):
        required = manifest()[name]
        if required not in wanted and not required.installed and (origin is None or origin.is_dir()):
            wanted.insert(0, required)
    for weights in wanted:
        yield fetch_weights(weights, origin, partial(on_progress, weights.name))
        if weights.requires and not manifest()[weights.requires].installed:
            yield f"{weights.name} is of no use before `{manifest()[weights.requires].command}`."


def verify(patterns: Sequence[str] = ()) -> Iterator[tuple[str, str]]:
    """Compare installed models with the manifest or with their first fetch; all installed ones by default.

    Yields
    ------
    (name, fault)
        ``fault`` is "" where all is well.
    """
    for weights in _chosen(patterns) if patterns else manifest().values():
        if not patterns and weights.optional and _model(weights).status == ABSENT:
            continue
        try:
            weights.verify()
        except W12Error as error:
            yield weights.name, str(error)
        else:
            yield weights.name, ""


def embed(path: str | Path) -> dict[str, NDArray[np.floating]]:
    """MusiCNN's embedding of a recording, for programs that compare or classify music.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    dict of str to ndarray
        "times": centres of windows of 3 s, in s, shape (n,). "MTT_musicnn" and "MSD_musicnn": what the last hidden
        layer of each network says of them, shape (n, 200).

    Raises
    ------
    W12Error
        When the file can't be read, or MusiCNN has not been fetched.
    """
    store, pool = new_store(), WorkerPool()
    try:
        task = pool.submit("onnx", "w12studio.engine.tags:embed_recording", str(own_path(path)), str(store))
        while True:
            for event in pool.poll(0.1):
                if event.task_id != task or event.kind in ("progress", "message"):
                    continue
                if event.kind == "done":
                    return dict(event.payload)
                error = event.payload[0] if event.kind == "failed" else "its process stopped"
                raise error if isinstance(error, W12Error) else EstimatorError(f"it could not be embedded ({error})")
    finally:
        pool.shutdown()
        store.unlink(missing_ok=True)


def model_paths(name: str) -> list[Path]:
    """The files of a model.

    Raises
    ------
    W12Error
        When there is no such model, or it is not installed.
    """
    return [path for weights in _chosen([name]) for path in weights.paths()]
