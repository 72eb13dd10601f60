"""Objects over a socket between the program and a worker process: length, then pickle.

`multiprocessing` is not used because its spawned children import the caller's main module again, which asks every
script that calls the service for an import guard and costs start-up time.
"""

from __future__ import annotations

import os
import pickle
import select
import socket
import struct
import subprocess
import sys
from typing import IO, Any

_HEAD = struct.Struct("!Q")


class Channel:
    """One end. Sending and receiving block; `has_input` does not."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        sock.setblocking(True)

    def fileno(self) -> int:
        """For selectors."""
        return self._sock.fileno()

    def send(self, obj: object) -> None:
        """Send one object; raises `OSError` when the other end is gone."""
        body = pickle.dumps(obj, protocol=pickle.HIGHEST_PROTOCOL)
        self._sock.sendall(_HEAD.pack(len(body)))
        self._sock.sendall(body)

    def recv(self) -> Any:
        """The next object; raises `EOFError` when the other end is gone."""
        (size,) = _HEAD.unpack(self._exactly(_HEAD.size))
        return pickle.loads(self._exactly(size))

    def has_input(self) -> bool:
        """Whether `recv` would find something (or the end) at once."""
        return bool(select.select([self._sock], [], [], 0)[0])

    def close(self) -> None:
        """Close this end."""
        self._sock.close()

    def _exactly(self, size: int) -> bytes:
        buffer = bytearray(size)
        view, got = memoryview(buffer), 0
        while got < size:
            try:
                n = self._sock.recv_into(view[got:])
            except OSError as error:
                raise EOFError(str(error)) from error
            if n == 0:
                raise EOFError("the other end closed the channel")
            got += n
        return bytes(buffer)


def start_process(command: list[str], env: dict[str, str], log: IO[bytes]) -> tuple[subprocess.Popen[bytes], Channel]:
    """Start a worker whose first line of standard input tells it how to reach its end of a new channel."""
    mine, theirs = socket.socketpair()
    with theirs:
        if os.name == "nt":
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=env,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
            told: bytes = theirs.share(process.pid).hex().encode()  # type: ignore[attr-defined,unused-ignore]
        else:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, env=env,
                pass_fds=(theirs.fileno(),), start_new_session=True,
            )  # fmt: skip
            told = str(theirs.fileno()).encode()
        assert process.stdin is not None
        try:
            process.stdin.write(told + b"\n")
            process.stdin.close()
        except OSError:  # it died at once; whoever reads the channel will see that
            pass
    return process, Channel(mine)


def channel_of_worker() -> Channel:
    """The worker's end, told by the first line of standard input."""
    told = sys.stdin.buffer.readline().strip()
    if os.name == "nt":
        return Channel(socket.fromshare(bytes.fromhex(told.decode())))  # type: ignore[attr-defined,unused-ignore]
    return Channel(socket.socket(fileno=int(told)))
