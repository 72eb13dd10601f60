"""An analysis as a stream of server-sent events.

A stream begins with the state and every layer as they are now, so that nothing is missed by who comes late or comes
back. Then it sends what changes: ``progress``, ``layer``, ``gone``, ``warning``, and ``end`` as the last. Changes
that follow each other faster than they are looked at are sent as one.

A layer's events grow: ``layer`` says how many of those sent before stay (``keep``) and which follow them.
"""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import anyio
from starlette.concurrency import run_in_threadpool

from w12studio.api.answers import layer_of, n_common, rounded, rows_of, status_of
from w12studio.api.jobs import Job, News
from w12studio.domain.analysis import Track

_LOOK_S = 0.1
_ALIVE_S = 15.0


async def stream(job: Job, stopping: Callable[[], bool]) -> AsyncIterator[str]:
    """The events of an analysis until it ends or the server stops."""
    watcher = _Watcher(job)
    spoke = time.monotonic()
    while True:
        news = job.news
        if watcher.has_news(news):
            yield await run_in_threadpool(watcher.tell, news)
            spoke = time.monotonic()
        if news.state.ended or stopping():
            return
        if time.monotonic() - spoke > _ALIVE_S:
            yield ": still here\n\n"
            spoke = time.monotonic()
        await anyio.sleep(_LOOK_S)


class _Watcher:
    """What one listener has been told."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._told: News | None = None

    def has_news(self, news: News) -> bool:
        """Whether there is something to tell."""
        return news is not self._told

    def tell(self, news: News) -> str:
        """The events that lead from what was told to the news."""
        old, self._told = self._told, news
        said = [("state", self._status())] if old is None else []
        said += _layers(News() if old is None else old, news)
        if old is not None:
            said += [("warning", {"text": text}) for text in news.warnings if text not in old.warnings]
            said += [("progress", _progress(news))] if _place(news) != _place(old) else []
        if news.state.ended:
            said.append(("end", self._status()))
        out = [f"event: {event}\ndata: {json.dumps(data, allow_nan=False)}\n\n" for event, data in said]
        if out:  # the number goes with the last: who comes back with it has heard all before
            out[-1] = f"id: {news.revision}\n{out[-1]}"
        return "".join(out)

    def _status(self) -> dict[str, Any]:
        return status_of(self._job).model_dump(mode="json")


def _layers(old: News, new: News) -> list[tuple[str, dict[str, Any]]]:
    gone = [("gone", {"kind": kind}) for kind in old.tracks if kind not in new.tracks]
    changed = [(old.tracks.get(k), track) for k, track in new.tracks.items() if old.tracks.get(k) is not track]
    return [*gone, *(("layer", _grown(before, now)) for before, now in changed)]


def _place(news: News) -> tuple[str, str, float]:
    """Where an analysis is, as far as a change is worth an event."""
    return news.state, news.stage, round(news.progress, 2)


def _progress(news: News) -> dict[str, Any]:
    left = rounded(news.seconds_left, 1)
    return {"state": news.state, "progress": round(news.progress, 3), "stage": news.stage, "seconds_left": left}


def _grown(old: Track | None, new: Track) -> dict[str, Any]:
    keep = 0 if old is None else n_common(old.events, new.events)
    return {**layer_of(new).model_dump(), "keep": keep, "added": rows_of(new.events[keep:])}
