"""Bodies of requests, bounded: JSON in memory, recordings straight to disk."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from w12studio.api.errors import ApiError

MOST_JSON_BYTES = 1 << 20
_MOST_FIELDS, _MOST_FIELD_BYTES = 200, 256 << 10
_MOST_EXTRA_BYTES = 1 << 20  # of a form beside the recording in it
_LONGEST_NAME_BYTES = 120
FILE_FIELD = "file"


def kind_of(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def check_announced(request: Request, most: int) -> None:
    """Raise `ApiError` for a body that says itself that it is too large."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > most:
        raise too_large(most)


def too_large(most: int) -> ApiError:
    """The error for a body of more than so many bytes."""
    size = f"{most >> 20} MB" if most >= 1 << 20 else f"{most} bytes"
    return ApiError(413, f"the upload is larger than {size}", "The server's --most-upload-mb sets the limit.")


async def read_body(request: Request, most: int = MOST_JSON_BYTES) -> bytes:
    """A small body.

    Raises
    ------
    ApiError
        When it is larger than ``most`` bytes.
    """
    check_announced(request, most)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise ApiError(413, f"the body is larger than {most} bytes", "Recordings go into a form, as `file`.")
    except ClientDisconnect as error:
        raise ApiError(400, "the request ended early") from error
    return bytes(body)


async def receive(request: Request, folder: Path, most: int) -> tuple[dict[str, list[str]], Path]:
    """Write the recording of a form to a folder.

    Parameters
    ----------
    request : Request
        Its body is ``multipart/form-data``, with the recording as `FILE_FIELD`.
    folder : Path
        Exists, and is the upload's own.
    most : int
        Largest recording, in bytes.

    Returns
    -------
    tuple
        The form's other fields, and the file.

    Raises
    ------
    ApiError
        For a form that is damaged or too large, and one without exactly one recording.
    """
    check_announced(request, most + _MOST_EXTRA_BYTES)
    _, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if not boundary:
        raise ApiError(400, "the form has no boundary", "Let your HTTP library write the Content-Type.")
    form = _Form(boundary, folder, most)
    try:
        async for chunk in request.stream():
            await run_in_threadpool(form.feed, chunk)
    except (MultipartParseError, ValueError) as error:
        raise ApiError(400, "the form is damaged") from error
    except ClientDisconnect as error:
        raise ApiError(400, "the upload ended early") from error
    except OSError as error:
        reason = error.strerror or "the disk refuses it"
        raise ApiError(507, f"the upload can't be written ({reason})", "Make room on the server.") from error
    finally:
        form.close()
    return form.result()


def safe_name(given: str) -> str:
    """A file name without folders, control characters or a dot at the start; its ending stays."""
    name = given.replace("\\", "/").rpartition("/")[2]
    name = re.sub(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff\u2028-\u202e\u2066-\u2069]', "_", name).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = name, ""
    stem = stem.encode()[:_LONGEST_NAME_BYTES].decode("utf-8", "ignore").strip(" .") or "recording"
    return f"{stem}.{ending}" if ending else stem


class _Form:
    """A form as it comes in, part by part."""

    def __init__(self, boundary: bytes, folder: Path, most: int) -> None:
        self._folder = folder
        self._most = most
        self._fields: dict[str, list[str]] = {}
        self._path: Path | None = None
        self._out: BinaryIO | None = None
        self._n_bytes = 0  # of the recording
        self._n_field_bytes = 0
        self._n_parts = 0
        self._name = ""
        self._value = bytearray()
        self._header = bytearray()
        self._header_value = bytearray()
        self._disposition = ""
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin_part,
                "on_header_field": self._grow_header,
                "on_header_value": self._grow_header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._begin_content,
                "on_part_data": self._grow_content,
                "on_part_end": self._end_part,
                "on_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """Take more of the body."""
        self._parser.write(chunk)

    def close(self) -> None:
        """Close the file, if one is open."""
        if self._out is not None:
            self._out.close()
            self._out = None

    def result(self) -> tuple[dict[str, list[str]], Path]:
        """What came; raises `ApiError` for a form that is not whole."""
        if not self._ended:
            raise ApiError(400, "the upload ended early", "Send it again.")
        if self._path is None:
            raise ApiError(400, "the form holds no recording", f"Send it as the file {FILE_FIELD!r}.")
        return self._fields, self._path

    def _begin_part(self) -> None:
        self._n_parts += 1
        if self._n_parts > _MOST_FIELDS:
            raise ApiError(413, f"the form has more than {_MOST_FIELDS} fields")
        self._name, self._disposition = "", ""
        self._value.clear()

    def _grow_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _grow_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._header_value.decode("latin-1")
        self._header.clear()
        self._header_value.clear()

    def _begin_content(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        file_name = options.get(b"filename")
        if self._name != FILE_FIELD:
            if file_name is not None:
                raise ApiError(422, f"{self._name[:40]!r} is no file that is wanted", f"Send it as {FILE_FIELD!r}.")
            return
        if self._path is not None:
            raise ApiError(422, "the form holds two recordings", "Send one request for each.")
        self._path = self._folder / safe_name((file_name or b"").decode("utf-8", "replace"))
        self._out = self._path.open("wb")

    def _grow_content(self, data: bytes, start: int, end: int) -> None:
        if self._out is not None:
            self._n_bytes += end - start
            if self._n_bytes > self._most:
                raise too_large(self._most)
            self._out.write(data[start:end])
            return
        self._n_field_bytes += end - start
        if self._n_field_bytes > _MOST_FIELD_BYTES:
            raise ApiError(413, f"the fields of the form hold more than {_MOST_FIELD_BYTES} bytes")
        self._value += data[start:end]

    def _end_part(self) -> None:
        if self._out is not None:
            self.close()
            return
        self._fields.setdefault(self._name, []).append(self._value.decode("utf-8", "replace"))

    def _end(self) -> None:
        self._ended = True
