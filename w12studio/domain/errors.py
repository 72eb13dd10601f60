"""The root of every error that a user can meet."""

from __future__ import annotations

from pathlib import Path


class W12Error(Exception):
    """Something a user can understand and act on.

    Parameters
    ----------
    problem : str
        What is wrong, as a sentence without the file's name, e.g. ``"it holds no audio"``.
    path : str or Path, optional
        The file it is about.
    advice : str, optional
        What the user can do, as a sentence.

    Notes
    -----
    ``str(error)`` is one line: ``name: problem. Advice.``
    """

    def __init__(self, problem: str, path: str | Path | None = None, advice: str = "") -> None:
        self.problem = problem.strip().rstrip(".")
        self.path = None if path is None else Path(path)
        self.advice = advice.strip()
        super().__init__(self.problem, str(path) if path is not None else None, self.advice)

    def __reduce__(self) -> tuple[type, tuple[str, str | None, str]]:
        return type(self), (self.problem, None if self.path is None else str(self.path), self.advice)

    def __str__(self) -> str:
        head = f"{self.path.name or self.path}: " if self.path is not None else ""
        text = f"{head}{self.problem}."
        return f"{text} {self.advice}" if self.advice else text


class AudioError(W12Error):
    """A recording that can't be read."""


class EstimatorError(W12Error):
    """An estimator that failed or can't run on this machine; the next one in its list takes over."""


class DocumentError(W12Error):
    """A project, cache or imported file that can't be understood."""


class ExportError(W12Error):
    """A file that can't be written, or that did not read back as written."""


class Cancelled(Exception):
    """The user (or the program closing) stopped the work; never shown as an error."""
