"""A server on a socket, from its first request to its clean end."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import sys

import uvicorn

from w12studio import service
from w12studio.api.app import create_app
from w12studio.api.context import Context
from w12studio.api.jobs import Jobs
from w12studio.api.settings import Settings
from w12studio.domain.errors import W12Error

_MOST_CONNECTIONS = 128
_GRACE_S = 3  # for answers on their way when the server stops


class Server(uvicorn.Server):
    """One server: listens once it is made, answers while `serve_all` runs.

    Raises
    ------
    W12Error
        When the address can't be listened at.
    """

    def __init__(self, settings: Settings) -> None:
        self.jobs = Jobs(settings.keep, settings.most_waiting)
        self._uploads = service.new_folder("uploads")
        try:
            self._socket = _bound(settings)
        except W12Error:
            self._uploads.rmdir()
            raise
        app = create_app(Context(settings, self.jobs, self._uploads))
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=_MOST_CONNECTIONS,
                timeout_graceful_shutdown=_GRACE_S,
            )
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def serve_all(self) -> None:
        """Answer until `should_exit` is set or, on the main thread, SIGINT or SIGTERM comes; blocks.

        Returns when nothing runs any more and everything that was uploaded is deleted.
        """
        self.jobs.start()
        try:
            self.run(sockets=[self._socket])
        finally:
            self.jobs.close()
            self._socket.close()
            shutil.rmtree(self._uploads, ignore_errors=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams and analyses first: uvicorn waits for every answer."""
        self.jobs.stop()
        await super().shutdown(sockets)


def serve(settings: Settings) -> None:
    """Run a server until the process is told to stop, by Ctrl-C or SIGTERM.

    Raises
    ------
    W12Error
        When the address can't be listened at.
    """
    server = Server(settings)
    # uvicorn raises the signal again when it has stopped: there is still something to clean up then.
    with contextlib.ExitStack() as stack:
        for number in (signal.SIGINT, signal.SIGTERM):
            stack.callback(signal.signal, number, signal.signal(number, lambda *_: None))
        guarded = "requests need the token" if settings.token else "for programs of this machine"
        print(f"W12 Studio listens at {server.url}, {guarded}. Ctrl-C stops it.", file=sys.stderr, flush=True)
        server.serve_all()
    print("Stopped.", file=sys.stderr, flush=True)


def _bound(settings: Settings) -> socket.socket:
    where = f"{settings.host}:{settings.port}"
    sock: socket.socket | None = None
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        sock = socket.socket(family, kind, protocol)
        if sys.platform != "win32":  # there it would let two programs listen at one port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(_MOST_CONNECTIONS)
    except (OSError, UnicodeError) as error:
        if sock is not None:
            sock.close()
        reason = getattr(error, "strerror", None) or error
        raise W12Error(f"it can't listen at {where} ({reason})", advice="Choose another --port or --host.") from error
    return sock
