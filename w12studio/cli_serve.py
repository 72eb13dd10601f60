"""``serve``: the HTTP interface."""

from __future__ import annotations

import argparse
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from w12studio.domain.errors import W12Error

_NEEDS = ("fastapi", "uvicorn", "python_multipart")


def add_parser(commands: Any) -> None:
    """Add the subcommand to the command line."""
    serve = commands.add_parser(
        "serve",
        help="analyse for other programs, over HTTP",
        description="Answer HTTP requests for analyses until Ctrl-C or SIGTERM. docs/http-api.md describes them.",
    )
    serve.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen; default 127.0.0.1, this machine only"
    )
    serve.add_argument("--port", type=int, default=8712, metavar="N", help="default 8712; 0 takes one that is free")
    serve.add_argument(
        "--token",
        metavar="TOKEN",
        help="what requests must bring; better in the variable W12STUDIO_TOKEN, since other users see arguments",
    )
    serve.add_argument(
        "--root", type=Path, metavar="DIR", help="folder whose recordings requests may name in place of an upload"
    )
    serve.add_argument("--most-upload-mb", type=int, default=512, metavar="N", help="largest recording; default 512")
    serve.add_argument("--keep", type=int, default=20, metavar="N", help="results kept in memory; default 20")
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    missing = [name for name in _NEEDS if find_spec(name) is None]
    if missing:
        raise W12Error(
            f"the HTTP server needs packages that are not installed ({', '.join(missing)})",
            advice="`pip install 'w12studio[serve]'` brings them.",
        )
    from w12studio.api.server import serve
    from w12studio.api.settings import TOKEN_VARIABLE, Settings

    serve(
        Settings(
            host=options.host,
            port=options.port,
            token=os.environ.get(TOKEN_VARIABLE, "") if options.token is None else options.token,
            root=options.root,
            most_upload_mb=options.most_upload_mb,
            keep=options.keep,
        )
    )
    return 0
