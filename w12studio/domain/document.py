"""The ``.w12`` project format: an Analysis as JSON and back (docs/project-format.md).

Every number round-trips exactly: times are written with all the digits they need, curves as their own bytes.
Fields that are not known are ignored, so that a file of a later version with the same schema number opens.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio import __version__
from w12studio.domain.analysis import Analysis, AudioFacts, Fact, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Events

FORMAT = "w12studio-project"
SCHEMA = 1
#: Most bytes of one curve; a file that claims more is refused before anything is unpacked.
MAX_CURVE_BYTES = 512 << 20

_DTYPES: Mapping[str, np.dtype[np.floating]] = {"<f4": np.dtype("<f4"), "<f8": np.dtype("<f8")}
_MAX_COUNT = 2**53


# -- writing ---------------------------------------------------------------------------------------------


def to_document(analysis: Analysis, view: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The project as a dict that `json.dumps` takes as it is.

    Parameters
    ----------
    analysis : Analysis
    view : mapping, optional
        JSON-ready; what the window wants to remember (zoom, lanes). Not looked into.

    Returns
    -------
    dict
    """
    audio = analysis.audio
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "generator": f"W12 Studio {__version__}",
        "audio": {
            "path": audio.path,
            "sha256": audio.sha256,
            "sample_rate": int(audio.sample_rate),
            "channels": int(audio.channels),
            "n_samples": int(audio.n_samples),
            "container": audio.container,
            "codec": audio.codec,
            "size_bytes": int(audio.size_bytes),
            "time_zero": audio.time_zero,
        },
        "tracks": [_track_out(t) for t in analysis.settled().tracks.values()],
        "warnings": list(analysis.warnings),
        "view": dict(view or {}),
    }


def to_bytes(analysis: Analysis, view: Mapping[str, Any] | None = None) -> bytes:
    """The content of a ``.w12`` file."""
    document = to_document(analysis, view)
    return json.dumps(document, allow_nan=False, separators=(",", ":")).encode("ascii")


def _track_out(track: Track) -> dict[str, Any]:
    out: dict[str, Any] = {
        "kind": track.kind,
        "source": {
            "estimator": track.source.estimator,
            "version": track.source.version,
            "weights_sha256": track.source.weights_sha256,
            "params": [list(pair) for pair in track.source.params],
            "fallback_from": list(track.source.fallback_from),
        },
        "edited": bool(track.edited),
        "message": track.message,
        "events": _events_out(track.events),
    }
    if not track.complete:
        out["complete"] = False
    if track.curve is not None:
        out["curve"] = _curve_out(track.curve)
    if track.facts:
        out["facts"] = [_fact_out(f) for f in track.facts]
    for name in ("shape", "colour"):
        if text := getattr(track, name):
            out[name] = text
    if track.first_bar != 1:
        out["first_bar"] = int(track.first_bar)
    return out


def _fact_out(fact: Fact) -> dict[str, Any]:
    out: dict[str, Any] = {"name": fact.name}
    for name, value in (("value", fact.value), ("confidence", fact.confidence)):
        if value is not None:
            out[name] = _number_out(float(value))
    return {**out, "reason": fact.reason} if fact.reason else out


def _events_out(events: Events) -> dict[str, list[Any]]:
    out: dict[str, list[Any]] = {"time": events.times.tolist()}
    if events.durations.any():
        out["duration"] = events.durations.tolist()
    for name, column in (("value", events.values), ("confidence", events.confidences)):
        if not np.isnan(column).all():
            out[name] = [_number_out(x) for x in column.tolist()]
    if any(events.labels):
        out["label"] = list(events.labels)
    return out


def _number_out(value: float) -> float | str | None:
    """JSON has no infinity and no NaN."""
    if math.isfinite(value):
        return value
    return None if math.isnan(value) else ("inf" if value > 0 else "-inf")


def _curve_out(curve: Curve) -> dict[str, Any]:
    out: dict[str, Any] = {
        "frame_rate": float(curve.frame_rate),
        "start": float(curve.start),
        "unit": curve.unit,
        **_array_out(curve.values),
    }
    if curve.confidence is not None:
        out["confidence"] = _array_out(curve.confidence)
    if curve.bins:
        out["bins"] = list(curve.bins)
    return out


def _array_out(array: NDArray[np.floating]) -> dict[str, Any]:
    name = "<f4" if array.dtype.itemsize == 4 else "<f8"
    raw = np.ascontiguousarray(array, dtype=_DTYPES[name]).tobytes()
    packed = base64.b64encode(zlib.compress(raw, 6)).decode("ascii")
    return {"dtype": name, "shape": list(array.shape), "data": packed}


# -- reading ---------------------------------------------------------------------------------------------


def from_document(document: object, path: str | Path | None = None) -> Analysis:
    """The Analysis that a project holds.

    Parameters
    ----------
    document : object
        As `json.loads` gives it.
    path : str or Path, optional
        For messages.

    Raises
    ------
    DocumentError
        When it is no project, is damaged, or was written by a later version.
    """
    return _Reader(path).analysis(document)


def from_bytes(content: bytes, path: str | Path | None = None) -> tuple[Analysis, dict[str, Any]]:
    """The Analysis and the ``view`` of a ``.w12`` file.

    Raises
    ------
    DocumentError
        As `from_document`.
    """
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DocumentError("it is not a W12 Studio project, or it is damaged", path) from error
    analysis = from_document(document, path)
    view = document.get("view")
    return analysis, view if isinstance(view, dict) else {}


class _Reader:
    """Checks every type on the way; the sentences name the place, e.g. ``tracks[2].curve.data``."""

    def __init__(self, path: str | Path | None) -> None:
        self.path = path

    def fail(self, where: str, what: str) -> DocumentError:
        advice = "The file may be damaged; an older copy may open."
        return DocumentError(f"the project is damaged: {where} {what}", self.path, advice)

    def analysis(self, document: object) -> Analysis:
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise DocumentError("it is not a W12 Studio project", self.path)
        schema = document.get("schema")
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            raise self.fail("schema", "is not a number from 1")
        if schema > SCHEMA:
            made = document.get("generator")
            by = f" ({made[:60]})" if isinstance(made, str) and made else ""
            raise DocumentError(f"it was saved by a later version of W12 Studio{by}", self.path, "Update to open it.")
        tracks: dict[str, Track] = {}
        for i, row in enumerate(self.array(document, "tracks", "tracks")):
            track = self.track(row, f"tracks[{i}]")
            if track.kind in tracks:
                raise self.fail(f"tracks[{i}].kind", f"{track.kind[:40]!r} is there twice")
            tracks[track.kind] = track
        warnings = self.texts(document.get("warnings", []), "warnings")
        return Analysis(self.audio(document.get("audio")), tracks, warnings)

    def audio(self, row: object) -> AudioFacts:
        facts = self.table(row, "audio")
        return AudioFacts(
            path=self.text(facts, "path", "audio", required=True),
            sha256=self.text(facts, "sha256", "audio"),
            sample_rate=self.count(facts, "sample_rate"),
            channels=self.count(facts, "channels"),
            n_samples=self.count(facts, "n_samples"),
            container=self.text(facts, "container", "audio"),
            codec=self.text(facts, "codec", "audio"),
            size_bytes=self.count(facts, "size_bytes"),
            time_zero=self.text(facts, "time_zero", "audio"),
        )

    def track(self, row: object, where: str) -> Track:
        facts = self.table(row, where)
        curve = facts.get("curve")
        return Track(
            kind=self.text(facts, "kind", where, required=True),
            events=self.events(facts.get("events", {}), f"{where}.events"),
            curve=None if curve is None else self.curve(curve, f"{where}.curve"),
            source=self.source(facts.get("source", {}), f"{where}.source"),
            edited=self.flag(facts, "edited", where, False),
            complete=self.flag(facts, "complete", where, True),
            message=self.text(facts, "message", where),
            facts=tuple(
                self.fact(row, f"{where}.facts[{i}]") for i, row in enumerate(self.array(facts, "facts", where))
            ),
            shape=self.text(facts, "shape", where),
            colour=self.text(facts, "colour", where),
            first_bar=self.whole(facts, "first_bar", where, 1),
        )

    def fact(self, row: object, where: str) -> Fact:
        facts = self.table(row, where)
        value, confidence = (
            self.number(facts[name], f"{where}.{name}") if name in facts else None for name in ("value", "confidence")
        )
        return Fact(
            self.text(facts, "name", where, required=True), value, confidence, self.text(facts, "reason", where)
        )

    def source(self, row: object, where: str) -> Source:
        facts = self.table(row, where)
        pairs = [self.texts(p, f"{where}.params") for p in self.array(facts, "params", where)]
        if any(len(p) != 2 for p in pairs):
            raise self.fail(f"{where}.params", "holds something else than pairs")
        return Source(
            self.text(facts, "estimator", where),
            self.text(facts, "version", where),
            self.text(facts, "weights_sha256", where),
            tuple((p[0], p[1]) for p in pairs),
            self.texts(facts.get("fallback_from", []), f"{where}.fallback_from"),
        )

    def events(self, row: object, where: str) -> Events:
        facts = self.table(row, where)
        times = self.numbers(facts.get("time", []), f"{where}.time")

        def column(name: str) -> list[float] | None:
            return self.numbers(facts[name], f"{where}.{name}") if name in facts else None

        labels = self.texts(facts["label"], f"{where}.label") if "label" in facts else None
        try:
            return Events.from_columns(times, column("duration"), column("value"), column("confidence"), labels)
        except ValueError as error:
            raise self.fail(where, f"is wrong: {error}") from error

    def curve(self, row: object, where: str) -> Curve:
        facts = self.table(row, where)
        rate, start = self.number(facts.get("frame_rate"), where), self.number(facts.get("start", 0.0), where)
        if not math.isfinite(start):
            raise self.fail(f"{where}.start", "is not a finite number")
        confidence = facts.get("confidence")
        known = None if confidence is None else self.values(confidence, f"{where}.confidence")
        try:
            bins = self.texts(facts.get("bins", []), f"{where}.bins")
            return Curve(self.values(row, where), rate, start, self.text(facts, "unit", where), known, bins)
        except ValueError as error:
            raise self.fail(where, f"is wrong: {error}") from error

    def values(self, row: object, where: str) -> NDArray[np.floating]:
        facts = self.table(row, where)
        dtype = _DTYPES.get(self.text(facts, "dtype", where))
        if dtype is None:
            raise self.fail(f"{where}.dtype", f"is none of {', '.join(_DTYPES)}")
        shape = self.array(facts, "shape", where)
        if len(shape) not in (1, 2) or not all(type(n) is int and 0 <= n <= _MAX_COUNT for n in shape):
            raise self.fail(f"{where}.shape", "is not one or two whole numbers")
        size = math.prod(shape) * dtype.itemsize
        if size > MAX_CURVE_BYTES:
            raise self.fail(f"{where}.shape", "is larger than any recording needs")
        raw = self.unpacked(self.text(facts, "data", where), size, where)
        native = np.frombuffer(raw, dtype).reshape(shape)
        return native.astype(dtype.newbyteorder("="), copy=False)

    def unpacked(self, packed: str, size: int, where: str) -> bytes:
        """Never more than ``size`` + 1 bytes are unpacked, whatever the stream holds."""
        try:
            stream = zlib.decompressobj()
            raw = stream.decompress(base64.b64decode(packed, validate=True), size + 1)
        except (binascii.Error, ValueError, zlib.error) as error:
            raise self.fail(f"{where}.data", "can't be unpacked") from error
        if len(raw) != size:
            raise self.fail(f"{where}.data", "does not have the size that its shape says")
        return raw

    # -- types -------------------------------------------------------------------------------------------

    def table(self, value: object, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.fail(where, "is not an object")
        return value

    def array(self, facts: dict[str, Any], name: str, where: str) -> list[Any]:
        value = facts.get(name, [])
        if not isinstance(value, list):
            raise self.fail(f"{where}.{name}", "is not a list")
        return value

    def text(self, facts: dict[str, Any], name: str, where: str, required: bool = False) -> str:
        value = facts.get(name, "")
        if not isinstance(value, str) or (required and name not in facts):
            raise self.fail(f"{where}.{name}", "is not a text")
        return value

    def texts(self, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise self.fail(where, "is not a list of texts")
        return tuple(value)

    def flag(self, facts: dict[str, Any], name: str, where: str, default: bool) -> bool:
        value = facts.get(name, default)
        if not isinstance(value, bool):
            raise self.fail(f"{where}.{name}", "is neither true nor false")
        return value

    def count(self, facts: dict[str, Any], name: str) -> int:
        value = facts.get(name, 0)
        if type(value) is not int or not 0 <= value <= _MAX_COUNT:
            raise self.fail(f"audio.{name}", "is not a whole number from 0")
        return value

    def whole(self, facts: dict[str, Any], name: str, where: str, default: int) -> int:
        value = facts.get(name, default)
        if type(value) is not int or abs(value) > _MAX_COUNT:
            raise self.fail(f"{where}.{name}", "is not a whole number")
        return value

    def number(self, value: object, where: str) -> float:
        if value is None:
            return math.nan
        if value in ("inf", "-inf"):
            return float(str(value))
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.fail(where, "holds something else than numbers")
        try:
            return float(value)
        except OverflowError as error:
            raise self.fail(where, "holds a number that is too large") from error

    def numbers(self, value: object, where: str) -> list[float]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise self.fail(where, "is not a list of numbers")
        return [self.number(x, where) for x in value]
