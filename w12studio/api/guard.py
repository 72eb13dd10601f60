"""Who may ask: those with the token; without one, programs of this machine, but no page that a browser shows."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from w12studio.api.errors import Problem, answer
from w12studio.api.settings import Settings, is_loopback

#: Answered without a token: it tells nothing but that the server is there.
_OPEN = ("/health",)


class Guard:
    """ASGI middleware that answers 401 and 403 before anything else is looked at.

    A server without a token listens at this machine only, where a web page in a browser could still reach it: by a
    form that it sends, or under a name that it lets point here. So requests of other origins and for other hosts are
    refused.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._token = settings.token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "http" and scope["path"] not in _OPEN:
            headers = Headers(scope=scope)
            refused = self._without_token(headers) if not self._token else self._with_token(headers)
            if refused is not None:
                status, problem, extra = refused
                await answer(status, problem, extra)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _with_token(self, headers: Headers) -> tuple[int, Problem, dict[str, str]] | None:
        kind, _, given = headers.get("authorization", "").partition(" ")
        right = hmac.compare_digest(given.strip().encode("utf-8", "surrogateescape"), self._token)
        if right and kind.lower() == "bearer":
            return None
        problem = Problem(problem="the token is missing or wrong", advice="Send it as `Authorization: Bearer TOKEN`.")
        return 401, problem, {"WWW-Authenticate": "Bearer"}

    def _without_token(self, headers: Headers) -> tuple[int, Problem, dict[str, str]] | None:
        host, origin = headers.get("host", ""), headers.get("origin")
        advice = "Start the server with a token to be reached in other ways."
        if not self._is_own(host):
            return 403, Problem(problem="the request is for another host", advice=advice), {}
        foreign = origin is not None and urlsplit(origin).netloc != host
        if foreign or headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            return 403, Problem(problem="the request comes from a page of another site", advice=advice), {}
        return None

    def _is_own(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name == "localhost" or name == self._settings.host or (_is_address(name) and is_loopback(name))


def _is_address(name: str) -> bool:
    """Whether it is a number: names that others give to this machine are not looked up."""
    return ":" in name or name.replace(".", "").isdigit()
