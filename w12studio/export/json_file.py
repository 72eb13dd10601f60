"""JSON of every layer, lossless; the schema is published as ``docs/layers.schema.json``.

Numbers are written so that they read back as the very same; what is unknown (a value, a confidence, an unvoiced
frame) is null. Infinite numbers are null, too, since JSON has none.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio import __version__
from w12studio.domain.analysis import BEATS, TEMPO, Analysis, Fact, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.domain.layers import COLOURS, SHAPES
from w12studio.domain.tempo import tempo_summary
from w12studio.export.base import Format, Option, Options, Rendered, clean_label, paired_error, read_bytes
from w12studio.export.losses import Losses

FORMAT_NAME = "w12studio-layers"
VERSION = 1
#: What a layer of the user's own may say of itself, and how; anything else is left out.
_OF_OWN = {"shape": SHAPES, "colour": COLOURS}


def render(analysis: Analysis, options: Options) -> Rendered:
    """The document."""
    losses = Losses.of(analysis, curves=False, confidences=False, figures=False)
    audio = analysis.audio
    layers = []
    count = 0
    for track in analysis.tracks.values():
        layer = _layer(track)
        if track.kind == TEMPO and (found := _tempo_summary(analysis)):
            layer["summary"] = found
        count += len(track.events)
        if track.curve is not None:
            option = "curves" if track.curve.values.ndim == 1 else "columns"
            if options[option]:
                layer["curve"] = _curve(track.curve)
                count += len(track.curve)
            else:
                losses.left_out(len(track.curve), f"the curve of {track.kind}", option)
        layers.append(layer)
    infinite = sum(int(np.isinf(t.events.values).sum()) for t in analysis.tracks.values())
    losses.changed(infinite, "infinite values became unknown")
    document = {
        "format": FORMAT_NAME,
        "version": VERSION,
        "generator": f"W12 Studio {__version__}",
        "audio": {
            "name": clean_label(Path(audio.path).name),
            "sha256": audio.sha256,
            "sample_rate": audio.sample_rate,
            "duration": max(audio.duration, 0.0),
            "time_zero": clean_label(audio.time_zero),
        },
        "layers": layers,
    }
    content = json.dumps(document, allow_nan=False, indent=1, ensure_ascii=False).encode("utf-8")
    return Rendered((("", content),), count, losses.sentences())


def _tempo_summary(analysis: Analysis) -> dict[str, Any]:
    """The tempo of the beats in a few numbers; nothing where they have none."""
    found = tempo_summary(analysis.events(BEATS).times)
    if not np.isfinite(found.median_bpm):
        return {}
    steady = found.steadiness
    return {
        "median_bpm": found.median_bpm,
        "mode_bpm": found.mode_bpm,
        "verdict": steady.verdict,
        "deviation": steady.deviation_s if steady.verdict else None,
    }


def _layer(track: Track) -> dict[str, Any]:
    events = track.events
    columns = zip(
        events.times.tolist(),
        events.durations.tolist(),
        _numbers(events.values),
        _numbers(events.confidences),
        map(clean_label, events.labels),
        strict=True,
    )
    out = {
        "kind": clean_label(track.kind),
        "source": clean_label(track.source.describe()),
        "edited": track.edited,
        "events": [
            {"time": t, "duration": d, "value": v, "confidence": c, "label": label} for t, d, v, c, label in columns
        ],
    }
    if track.facts:
        out["facts"] = [_fact(f) for f in track.facts]
    out |= {name: text for name, known in _OF_OWN.items() if (text := getattr(track, name)) in known}
    return out if track.first_bar == 1 else {**out, "first_bar": int(track.first_bar)}


def _numbers(values: NDArray[np.floating]) -> list[float | None]:
    return [v if math.isfinite(v) else None for v in values.astype(np.float64).tolist()]


def _curve(curve: Curve) -> dict[str, Any]:
    wide = curve.values.ndim == 2
    out = {
        "frame_rate": float(curve.frame_rate),
        "start": float(curve.start),
        "unit": clean_label(curve.unit),
        "values": [_numbers(row) for row in curve.values] if wide else _numbers(curve.values),
        "confidence": None if curve.confidence is None else _numbers(curve.confidence),
    }
    return {**out, "bins": [clean_label(x) for x in curve.bins]} if curve.bins else out


def _fact(fact: Fact) -> dict[str, Any]:
    value, confidence = (None if x is None or not math.isfinite(x) else float(x) for x in (fact.value, fact.confidence))
    return {
        "name": clean_label(fact.name),
        "value": value,
        "confidence": confidence,
        "reason": clean_label(fact.reason),
    }


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file with the json module and compare every time; they have to be the very same.

    Raises
    ------
    ExportError
        When events are missing or a time differs.
    """
    layers = json.loads(paths[0].read_bytes())["layers"]
    worst = 0.0
    for layer, track in zip(layers, analysis.tracks.values(), strict=True):
        found = np.array([e["time"] for e in layer["events"]], dtype=np.float64)
        worst = max(worst, paired_error(track.events.times, found, "event"))
    if worst > 0:
        raise ExportError(f"a time in it is off by {worst:.9f} s", advice="Please report this.")
    return worst


def read(path: Path) -> tuple[Track, ...]:
    """The layers of such a file.

    Raises
    ------
    DocumentError
        When it is another kind of JSON, was written by a later version, or is damaged.
    """
    try:
        document = json.loads(read_bytes(path))
    except (ValueError, RecursionError) as error:
        raise DocumentError("it is not JSON, or it is damaged", path) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT_NAME:
        raise DocumentError(f"it is not a file of {FORMAT_NAME}", path, "JAMS files end with .jams.")
    if document.get("version") != VERSION:
        raise DocumentError("it was written by a later version of W12 Studio", path, "Update to read it.")
    source = Source("import", params=(("file", path.name), ("format", "json")))
    tracks: dict[str, Track] = {}
    try:
        for layer in document["layers"]:
            track = _track(layer, source)
            if track.kind in tracks:
                raise ValueError(f"the layer {track.kind[:40]!r} is there twice")
            tracks[track.kind] = track
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise DocumentError(f"a layer in it can't be understood ({error})", path) from error
    return tuple(tracks.values())


def _track(layer: dict[str, Any], source: Source) -> Track:
    kind = layer["kind"]
    if not isinstance(kind, str) or not kind:
        raise ValueError("a layer has no kind")
    rows = layer["events"]
    events = Events.from_columns(
        [_real(e["time"]) for e in rows],
        [_real(e.get("duration", 0.0)) for e in rows],
        [_real(e.get("value"), True) for e in rows],
        [_real(e.get("confidence"), True) for e in rows],
        [_text(e.get("label", "")) for e in rows],
    )
    found = layer.get("curve")
    curve = None
    if found is not None:
        known = found.get("confidence")
        curve = Curve(
            _values(found["values"]),
            _real(found["frame_rate"]),
            _real(found.get("start", 0.0)),
            _text(found.get("unit", "")),
            None if known is None else np.array([_real(v, True) for v in known], dtype=np.float64),
            tuple(_text(x) for x in found.get("bins", ())),
        )
    facts = tuple(_read_fact(f) for f in layer.get("facts", ()))
    first_bar = layer.get("first_bar", 1)
    if type(first_bar) is not int or abs(first_bar) > 2**53:
        raise ValueError(f"{str(first_bar)[:40]!r} is not the number of a bar")
    shape, colour = (x if (x := layer.get(name, "")) in known else "" for name, known in _OF_OWN.items())
    return Track(kind, events, curve, source, facts=facts, shape=shape, colour=colour, first_bar=first_bar)


def _values(rows: list[Any]) -> NDArray[np.float64]:
    """Of a curve: a number or, where it has several columns, a list of numbers a frame."""
    if not any(isinstance(row, list) for row in rows):
        return np.array([_real(v, True) for v in rows], dtype=np.float64)
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        raise ValueError("the frames of a curve differ in their columns")
    return np.array([[_real(v, True) for v in row] for row in rows], dtype=np.float64)


def _read_fact(row: dict[str, Any]) -> Fact:
    value, confidence = (None if row.get(name) is None else _real(row[name]) for name in ("value", "confidence"))
    return Fact(_text(row["name"]), value, confidence, _text(row.get("reason", "")))


def _real(value: Any, optional: bool = False) -> float:
    if value is None and optional:
        return math.nan
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{str(value)[:40]!r} is not a number")
    return float(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{str(value)[:40]!r} is not a text")
    return value


FORMAT = Format(
    name="json",
    title="JSON",
    suffix=".json",
    description="Every layer, curve, fact and confidence without any loss, with a published JSON Schema; for programs.",
    render=render,
    verify=verify,
    read=read,
    whole=True,
    options=(
        Option("curves", "Write the curves, too.", True),
        Option("columns", "Write curves with several columns, too: the evidence of keys, chords and tags.", False),
    ),
)
