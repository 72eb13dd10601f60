"""Whether the server is well, and its figures for Prometheus."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from w12studio import __version__, service
from w12studio.api.context import JobsHere
from w12studio.api.jobs import Jobs, State

open_routes = APIRouter(tags=["monitoring"])
routes = APIRouter(tags=["monitoring"])

Samples = Iterable[tuple[dict[str, str], float]]


class Health(BaseModel):
    """That the server answers."""

    status: Literal["ok", "stopping"]
    version: str


@open_routes.get("/health", summary="Whether the server answers (needs no token)")
def health(jobs: JobsHere) -> Health:
    """Answers at once, also while an analysis runs: for load balancers and containers."""
    return Health(status="stopping" if jobs.stopping else "ok", version=__version__)


@routes.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {"example": "w12studio_queue_length 0\n"}}}},
)
def metrics(jobs: JobsHere) -> PlainTextResponse:
    """Counters begin with the server. GPUs appear where NVIDIA's driver and nvidia-ml-py are there."""
    return PlainTextResponse("".join(_lines(jobs)), media_type="text/plain; version=0.0.4; charset=utf-8")


def _lines(jobs: Jobs) -> Iterator[str]:
    totals = jobs.totals
    counts = dict.fromkeys(State, 0)
    for job in jobs.all():
        counts[job.news.state] += 1
    yield from _family("info", "gauge", "The program.", [({"version": __version__}, 1)])
    yield from _family(
        "analyses_total", "counter", "Analyses that ended.", [({"state": s}, n) for s, n in totals.ended.items()]
    )
    yield from _family(
        "analyses", "gauge", "Analyses that are not forgotten.", [({"state": s}, n) for s, n in counts.items()]
    )
    yield from _family("queue_length", "gauge", "Analyses that wait.", [({}, jobs.n_waiting())])
    yield from _family("audio_seconds_total", "counter", "Length of the recordings analysed.", [({}, totals.audio_s)])
    yield from _family("analysis_seconds_total", "counter", "Time that analyses took.", [({}, totals.taken_s)])
    gpus = service.gpu_utilisation() or []
    labels = [{"gpu": str(i), "name": gpu.name} for i, gpu in enumerate(gpus)]
    yield from _family("gpu_load", "gauge", "Load of a GPU, 0 to 1.", _zip(labels, [g.load for g in gpus]))
    yield from _family(
        "gpu_memory_used_bytes", "gauge", "Memory in use on a GPU.", _zip(labels, [g.memory_used for g in gpus])
    )
    yield from _family("gpu_memory_bytes", "gauge", "Memory of a GPU.", _zip(labels, [g.memory_total for g in gpus]))
    if (memory := resident_bytes()) is not None:
        text = "Memory of the server's process, without its workers."
        yield from _family("memory_bytes", "gauge", text, [({}, memory)])


def _zip(labels: list[dict[str, str]], values: Iterable[float]) -> Samples:
    return list(zip(labels, values, strict=True))


def _family(name: str, kind: str, text: str, samples: Samples) -> Iterator[str]:
    samples = list(samples)
    if not samples:
        return
    yield f"# HELP w12studio_{name} {text}\n# TYPE w12studio_{name} {kind}\n"
    for labels, value in samples:
        inside = ",".join(f'{k}="{_escaped(v)}"' for k, v in labels.items())
        yield f"w12studio_{name}{{{inside}}} {value!r}\n" if inside else f"w12studio_{name} {value!r}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def resident_bytes() -> int | None:
    """Memory that this process holds now; None where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
