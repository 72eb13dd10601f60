"""The application: routes, who may use them, and how errors look."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import PlainTextResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel

from w12studio import __version__, service
from w12studio.api import analyses, catalogue, errors, monitoring
from w12studio.api.context import Context
from w12studio.api.errors import Fault
from w12studio.api.guard import Guard

_DESCRIPTION = """\
Beats, downbeats, transients, pitch, key and tempo of recordings. Times are in seconds from the first sample.

Send a recording to `POST /v1/analyses`, follow it at its `events`, take the result from `layers` or `export`. Every
error is `{"error": {"problem": ..., "advice": ...}}`.
"""

_first = APIRouter(tags=["about"])


class About(BaseModel):
    """Where everything is."""

    name: str
    version: str
    documentation: str
    links: dict[str, str]


@_first.get("/", summary="What there is")
def about() -> About:
    """Begin here."""
    return About(
        name="W12 Studio",
        version=__version__,
        documentation="/docs",
        links={
            "openapi": "/openapi.json",
            "health": "/health",
            "metrics": "/metrics",
            "estimators": "/v1/estimators",
            "formats": "/v1/formats",
            "analyses": "/v1/analyses",
        },
    )


@_first.get("/docs", summary="The manual of this interface", response_class=PlainTextResponse)
def manual() -> PlainTextResponse:
    """As Markdown, with an example of every request."""
    text = service.shipped("docs", "http-api.md").read_text(encoding="utf-8")
    return PlainTextResponse(text, media_type="text/markdown; charset=utf-8")


def create_app(context: Context) -> FastAPI:
    """The application of one server.

    FastAPI's own pages of documentation are off: they load scripts from elsewhere.
    """
    app = FastAPI(title="W12 Studio", version=__version__, description=_DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.context = context
    errors.install(app)
    app.add_middleware(Guard, settings=context.settings)
    token = Depends(HTTPBearer(auto_error=False, description="The server's token, where it has one."))
    failures: dict[int | str, dict[str, Any]] = {
        401: {"model": Fault, "description": "The token is missing or wrong."},
        403: {"model": Fault, "description": "Without a token: the request comes from another site."},
        422: {"model": Fault, "description": "Something in the request is wrong."},
    }
    app.include_router(monitoring.open_routes)
    for routes in (_first, monitoring.routes, catalogue.routes, analyses.routes):
        app.include_router(routes, dependencies=[token], responses=failures)
    return app
