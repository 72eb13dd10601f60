"""What goes wrong, as answers: a status, the problem in a sentence, and advice. Never a stack trace."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from w12studio import service
from w12studio.domain.errors import W12Error

log = logging.getLogger(__name__)

_LONGEST_ECHO = 80


class Problem(BaseModel):
    """What went wrong."""

    problem: str = Field(description="What is wrong, as a sentence.", examples=["there is no layer 'colour'"])
    advice: str = Field("", description='What to do, as a sentence; "" where nobody knows.')


class Fault(BaseModel):
    """The body of every answer that is an error."""

    error: Problem


class ApiError(W12Error):
    """An error with the status of its answer."""

    def __init__(self, status: int, problem: str, advice: str = "") -> None:
        super().__init__(problem, advice=advice)
        self.status = int(status)


def problem_of(error: W12Error) -> Problem:
    """The error as part of an answer; without its path, which is the server's."""
    return Problem(problem=printable(error.problem), advice=printable(error.advice))


def unforeseen(error: Exception) -> Problem:
    """What to say of an error that nobody foresaw; the log gets the rest."""
    log.error("unforeseen: %s", error, exc_info=error)
    return Problem(
        problem="something went wrong inside the program", advice=f"Please report it with {service.log_file().name}."
    )


def printable(text: str) -> str:
    """The text as UTF-8 can hold it."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def sentence_of(faults: list[ErrorDetails]) -> Problem:
    """The first thing that is wrong with a body or a query, in a sentence."""
    fault = faults[0]
    name = ".".join(str(part) for part in fault["loc"] if part not in ("body", "query", "path", "header"))
    if fault["type"] == "extra_forbidden":
        problem = f"there is no parameter {name[:_LONGEST_ECHO]!r}"
        return Problem(problem=printable(problem), advice="/openapi.json lists them.")
    if fault["type"] == "missing":
        return Problem(problem=f"the parameter {name} is missing", advice="/openapi.json describes it.")
    given = repr(fault.get("input"))
    given = given if len(given) <= _LONGEST_ECHO else f"{given[:_LONGEST_ECHO]}…"
    reason = fault["msg"].rstrip(".").replace("Input should", "It should")
    what = f"the parameter {name[:_LONGEST_ECHO]}" if name else "the body"
    return Problem(problem=printable(f"{what} can't be {given}"), advice=printable(f"{reason}."))


def answer(status: int, problem: Problem, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer to a request that failed."""
    return JSONResponse(Fault(error=problem).model_dump(), status, headers)


def install(app: FastAPI) -> None:
    """Make every error of the app an answer of this form."""

    async def known(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, W12Error)
        status = error.status if isinstance(error, ApiError) else HTTPStatus.UNPROCESSABLE_ENTITY
        return answer(status, problem_of(error), {"Retry-After": "10"} if status == 429 else None)

    async def invalid(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        return answer(HTTPStatus.UNPROCESSABLE_ENTITY, sentence_of(list(error.errors())))

    async def http(_: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        advice = "GET / names what there is." if error.status_code == HTTPStatus.NOT_FOUND else ""
        said = HTTPStatus(error.status_code).description or HTTPStatus(error.status_code).phrase
        return answer(error.status_code, Problem(problem=said, advice=advice), dict(error.headers or {}))

    app.add_exception_handler(W12Error, known)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_middleware(_Unforeseen)


class _Unforeseen:
    """ASGI middleware that answers what no handler knows, and keeps the connection.

    A handler for `Exception` would not do: Starlette raises the error again behind it, for the server to print.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            problem = unforeseen(error)
            if begun:
                raise
            await answer(HTTPStatus.INTERNAL_SERVER_ERROR, problem)(scope, receive, send)
