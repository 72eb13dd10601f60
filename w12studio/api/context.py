"""What the routes share: the queue, the settings and the folder for uploads of the server that they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from w12studio.api.jobs import Jobs
from w12studio.api.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """Of one server."""

    settings: Settings
    jobs: Jobs
    uploads: Path


def _context(request: Request) -> Context:
    context = request.app.state.context
    assert isinstance(context, Context)
    return context


def _jobs(request: Request) -> Jobs:
    return _context(request).jobs


ContextHere = Annotated[Context, Depends(_context)]
JobsHere = Annotated[Jobs, Depends(_jobs)]
