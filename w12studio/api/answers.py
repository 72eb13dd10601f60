"""What the server answers about analyses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from pydantic import BaseModel, Field

from w12studio import service
from w12studio.api.errors import Problem, printable
from w12studio.api.jobs import Job, State
from w12studio.domain.analysis import Track
from w12studio.domain.events import Events


class Links(BaseModel):
    """Where the rest of an analysis is."""

    self: str
    events: str
    layers: str
    export: str = Field(description="With the name of a format in place of {format}: GET /v1/formats.")
    pins: str


class Layer(BaseModel):
    """A layer as far as it is known."""

    kind: str = Field(examples=["beats"])
    source: str = Field(description="Who computed it.", examples=["w12-downbeats 1"])
    complete: bool = Field(description="False while more of it comes.")
    events: int = Field(description="How many events it has.")
    curve_frames: int = Field(description="How many values its curve has; 0 without one.")
    message: str = Field("", description="Why it is empty or doubtful.")


class Status(BaseModel):
    """An analysis."""

    id: str
    file: str = Field(description="The recording's name.")
    state: State
    progress: float = Field(ge=0, le=1)
    stage: str = Field(description="What is being done, for people.", examples=["Beats and downbeats"])
    seconds_left: float | None = Field(description="None until there is something to judge by.")
    seconds: float | None = Field(description="How long it has taken so far; None while it waits.")
    created: datetime
    layers: list[Layer]
    warnings: list[str]
    error: Problem | None = Field(description="Why it failed.")
    summary: dict[str, Any] | None = Field(
        description="When done: duration, tempo_bpm, meter, key, beats ..., as `w12studio analyze --json` prints them."
    )
    links: Links


class StatusList(BaseModel):
    """Those analyses that are not forgotten."""

    analyses: list[Status]


def status_of(job: Job) -> Status:
    """An analysis as it is now."""
    news = job.news
    here = f"/v1/analyses/{job.id}"
    return Status(
        id=job.id,
        file=job.name,
        state=news.state,
        progress=round(news.progress, 3),
        stage=news.stage,
        seconds_left=rounded(news.seconds_left, 1),
        seconds=rounded(news.seconds, 3),
        created=job.created,
        layers=[layer_of(track) for track in news.tracks.values()],
        warnings=list(news.warnings),
        error=news.error,
        summary=service.summary_of(news.analysis) if news.analysis is not None else None,
        links=Links(
            self=here,
            events=f"{here}/events",
            layers=f"{here}/layers",
            export=f"{here}/export/{{format}}",
            pins=f"{here}/pins",
        ),
    )


def rounded(seconds: float | None, digits: int) -> float | None:
    """A time in so many digits; None stays."""
    return None if seconds is None else round(seconds, digits)


def layer_of(track: Track) -> Layer:
    """A layer without what is in it."""
    return Layer(
        kind=printable(track.kind),
        source=printable(track.source.describe()),
        complete=track.complete,
        events=len(track.events),
        curve_frames=0 if track.curve is None else len(track.curve),
        message=printable(track.message),
    )


def n_common(old: Events, new: Events) -> int:
    """How many events at the start of two layers are the same."""
    n = min(len(old), len(new))
    same = np.fromiter((a == b for a, b in zip(old.labels, new.labels, strict=False)), bool, n)
    for name in ("times", "durations", "values", "confidences"):
        a, b = getattr(old, name)[:n], getattr(new, name)[:n]
        same &= (a == b) | (np.isnan(a) & np.isnan(b))
    return n if same.all() else int(same.argmin())


def rows_of(events: Sequence[Any]) -> list[dict[str, Any]]:
    """Events as the JSON layers format writes them."""
    return [
        {
            "time": e.time,
            "duration": e.duration,
            "value": _known(e.value),
            "confidence": _known(e.confidence),
            "label": printable(e.label),
        }
        for e in events
    ]


def _known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
