"""Analyses: begun, watched, corrected, exported and forgotten."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from w12studio import service
from w12studio.api.answers import Status, StatusList, status_of
from w12studio.api.context import Context, ContextHere, JobsHere
from w12studio.api.downloads import export_answer, layers_answer
from w12studio.api.errors import ApiError, Fault
from w12studio.api.events import stream
from w12studio.api.jobs import Job
from w12studio.api.parameters import Parameters, PathParameters, PinList, of_form, of_json, understood
from w12studio.api.uploads import FILE_FIELD, kind_of, read_body, receive
from w12studio.domain.analysis import BEATS, METER, TEMPO, Analysis
from w12studio.domain.pins import parse_pin

routes = APIRouter(prefix="/v1/analyses", tags=["analyses"], responses={404: {"model": Fault}})

_JSON, _FORM = "application/json", "multipart/form-data"


def _form_schema() -> dict[str, Any]:
    schema = Parameters.model_json_schema()
    recording = {"type": "string", "format": "binary", "description": "The recording."}
    texts = {"type": "array", "items": {"type": "string"}, "default": []}
    fields = schema["properties"]
    pairs = {name: {**texts, "description": fields[name]["description"]} for name in ("estimators", "options")}
    schema["properties"] = {FILE_FIELD: recording, **fields, **pairs}
    return {**schema, "title": "Upload", "required": [FILE_FIELD]}


def _body(**content: Any) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": content}}


@routes.post(
    "",
    status_code=202,
    summary="Analyse a recording: upload it, or name one of the server's folder",
    responses={
        400: {"model": Fault, "description": "The body is damaged."},
        403: {"model": Fault, "description": "The path is not inside the folder of --root, or there is none."},
        413: {"model": Fault, "description": "The recording is too large."},
        415: {"model": Fault, "description": "The body is neither a form nor JSON."},
        422: {"model": Fault, "description": "A parameter is wrong."},
        429: {"model": Fault, "description": "Too many analyses wait."},
    },
    openapi_extra=_body(**{_FORM: {"schema": _form_schema()}, _JSON: {"schema": PathParameters.model_json_schema()}}),
)
async def analyze(request: Request, response: Response, context: ContextHere) -> Status:
    """One analysis runs at a time, the others wait.

    Send the recording as the file `file` of a form, parameters as its other fields (lists as a field given several
    times); or JSON with its `path` inside the folder that the server was started with as --root.
    """
    kind = kind_of(request)
    with context.jobs.place():
        if kind == _FORM:
            job = await _uploaded(request, context)
        elif kind == _JSON:
            given = understood(PathParameters, of_json(await read_body(request)))
            path = await run_in_threadpool(inside, context.settings.root, given.path)
            job = Job(path, path.name, given.request())
            context.jobs.add(job)
        else:
            raise ApiError(415, f"a body can't be {kind[:40]!r}", f"Send a recording as {_FORM}, a path as {_JSON}.")
    status = status_of(job)
    response.headers["Location"] = status.links.self
    return status


async def _uploaded(request: Request, context: Context) -> Job:
    folder = Path(await run_in_threadpool(tempfile.mkdtemp, prefix="upload-", dir=context.uploads))
    try:
        fields, path = await receive(request, folder, context.settings.most_bytes)
        job = Job(path, path.name, of_form(fields).request(), folder)
        context.jobs.add(job)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return job


def inside(root: Path | None, given: str) -> Path:
    """The path that a request names, links followed.

    Raises
    ------
    ApiError
        When it is not inside the folder, or there is none.
    """
    if root is None:
        raise ApiError(
            403, "the server has no folder of recordings", "Upload the file, or start the server with --root."
        )
    try:
        top = root.resolve()
        path = (top / given).resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise ApiError(422, "that is no path") from error
    if path != top and top not in path.parents:
        raise ApiError(403, "the path is not inside the server's folder", "Name it relative to the folder of --root.")
    return path


@routes.get("", summary="All analyses that are not forgotten")
def list_analyses(jobs: JobsHere) -> StatusList:
    """In order of their arrival."""
    return StatusList(analyses=[status_of(job) for job in jobs.all()])


@routes.get("/{id}", summary="How far an analysis is, and its summary")
def show(id: str, jobs: JobsHere) -> Status:
    """The summary is there once it is done."""
    return status_of(jobs.find(id))


@routes.delete("/{id}", status_code=204, summary="Cancel and forget an analysis", response_class=Response)
def forget(id: str, jobs: JobsHere) -> None:
    """What was uploaded is deleted. A running analysis stops within a moment."""
    jobs.forget(id)


@routes.get(
    "/{id}/events",
    summary="Follow an analysis as server-sent events",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {"example": 'event: progress\ndata: {"progress": 0.5}\n\n'}}},
        204: {"description": "The analysis has ended, and Last-Event-ID says that its end was heard."},
    },
)
async def events(id: str, request: Request, jobs: JobsHere) -> Response:
    """`state` first, then `layer`, `gone`, `warning` and `progress` as they come, `end` as the last.

    Who comes back after a break gets the state and all layers as they are then. Where the end was heard already
    (Last-Event-ID), the answer is 204, at which browsers stop to ask.
    """
    job = jobs.find(id)
    news = job.news
    if news.state.ended and request.headers.get("last-event-id") == str(news.revision):
        return Response(status_code=204)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(stream(job, lambda: jobs.stopping), media_type="text/event-stream", headers=headers)


@routes.get("/{id}/layers", summary="The layers, as far as they are known", response_class=FileResponse)
def layers(id: str, context: ContextHere, kinds: str = Query("", description="Some of them, with commas.")) -> Response:
    """In the JSON format of layers, whose schema is docs/layers.schema.json."""
    return layers_answer(context.jobs.find(id), service.names_of(kinds), context.uploads)


@routes.get(
    "/{id}/export/{format}",
    summary="The result as a file of any format",
    response_class=FileResponse,
    responses={409: {"model": Fault, "description": "It is not done."}, 422: {"model": Fault}},
)
def export(
    id: str,
    format: str,
    request: Request,
    context: ContextHere,
    kinds: str = Query("", description="Some of the layers, with commas."),
) -> Response:
    """All other parameters are options of the format (GET /v1/formats). Several files come as a ZIP archive.

    The headers W12-Report and W12-Lost say what was written, how exactly, and what the format can't hold.
    """
    job = context.jobs.find(id)
    options = {k: v for k, v in request.query_params.items() if k != "kinds"}
    return export_answer(job, _done(job), format, service.names_of(kinds), options, context.uploads)


@routes.post(
    "/{id}/pins",
    summary="Say what is known of the beats, and solve them again",
    responses={409: {"model": Fault, "description": "It is not done."}, 422: {"model": Fault}},
    openapi_extra=_body(**{_JSON: {"schema": PinList.model_json_schema()}}),
)
async def pin(id: str, request: Request, jobs: JobsHere) -> Status:
    """These pins take the place of those that it has. Takes a fraction of a second: no audio is needed."""
    job = jobs.find(id)
    pins = [parse_pin(text) for text in understood(PinList, of_json(await read_body(request))).pins]
    analysis = _done(job)
    solved = await run_in_threadpool(_solved, analysis, pins)
    job.show(solved)
    return status_of(job)


def _done(job: Job) -> Analysis:
    analysis = job.news.analysis
    if analysis is None:
        state = job.news.state
        raise ApiError(409, f"the analysis is {state}", "" if state.ended else "Wait until it is done.")
    return analysis


def _solved(analysis: Analysis, pins: list[Any]) -> Analysis:
    return service.followed(service.resolve(analysis, pins), {BEATS, METER, TEMPO})[0]
