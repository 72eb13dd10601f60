"""How a server is set up, and what it refuses to be."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from pathlib import Path

from w12studio.domain.errors import W12Error

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8712
TOKEN_VARIABLE = "W12STUDIO_TOKEN"


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one server.

    Attributes
    ----------
    host : str
        Address or name to listen at.
    port : int
        0: one that is free.
    token : str
        What requests must bring; "": nothing, which is for this machine alone.
    root : Path or None
        Folder whose recordings may be named in place of an upload; None: none may.
    most_upload_mb : int
        Largest recording taken, in MB (2^20 bytes).
    keep : int
        Analyses that are remembered once they have ended.
    most_waiting : int
        Analyses that may wait, uploads on their way among them.

    Raises
    ------
    W12Error
        For settings that make no sense, and those that would open a machine to everybody.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    token: str = ""
    root: Path | None = None
    most_upload_mb: int = 512
    keep: int = 20
    most_waiting: int = 16

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise W12Error(f"there is no port {self.port}", advice="Choose one from 1024 to 65535.")
        if self.most_upload_mb < 1:
            raise W12Error("recordings need room", advice="Give --most-upload-mb 1 or more.")
        if self.keep < 1:
            raise W12Error("at least one result has to be kept", advice="Give --keep 1 or more.")
        if self.root is not None and not self.root.is_dir():
            raise W12Error("there is no such folder", self.root, "Name the folder of the recordings with --root.")
        if self.token and not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise W12Error("a token is made of letters, digits and signs, without blanks")
        if not self.token and not is_loopback(self.host):
            raise W12Error(
                f"{self.host} can be reached from other machines, so a token is needed",
                advice=f"Set {TOKEN_VARIABLE} (or --token) to a long random word, or listen at {DEFAULT_HOST}.",
            )

    @property
    def most_bytes(self) -> int:
        """Largest recording taken, in bytes."""
        return self.most_upload_mb << 20


def is_loopback(host: str) -> bool:
    """Whether a host can be reached from this machine only; False for names nobody knows."""
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host or "0.0.0.0", None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return False
    return bool(found) and all(ipaddress.ip_address(address.split("%")[0]).is_loopback for address in found)
