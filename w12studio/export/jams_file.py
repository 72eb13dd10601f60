"""JAMS: annotations as JSON, for research in music information retrieval.

Layer -> namespace: beats -> ``beat`` (value = place in the bar) and, where downbeats are known,
``beat_position``; transients -> ``onset``; tempo -> ``tempo``; key -> ``key_mode``; notes -> ``note_midi``;
the pitch curve -> ``pitch_contour``; meter and layers of the user's own -> ``segment_open`` where they have
regions, else ``tag_open``; chords -> ``chord``; keys over time -> ``key_mode``; tags -> ``tag_open``, with the
score as confidence where that is not known. Each annotation names its layer in ``sandbox.layer``, so that reading it
back finds the place.

Reference: Humphrey et al., "JAMS: a JSON annotated music specification for reproducible MIR research", ISMIR
2014.
"""

from __future__ import annotations

import io
import json
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from w12studio import __version__
from w12studio.domain.analysis import (
    BEATS,
    CARD,
    CHORDS,
    DANCEABILITY,
    KEY,
    LOCAL_KEYS,
    LOUDNESS,
    METER,
    NOTES,
    PITCH,
    SECTIONS,
    TAGS,
    TEMPO,
    TITLES,
    TRANSIENTS,
    Analysis,
    Source,
    Track,
)
from w12studio.domain.chords import harte, parse_chord
from w12studio.domain.curves import Curve
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.domain.keys import parse_key
from w12studio.domain.timebase import BarGrid
from w12studio.export.base import (
    Format,
    Option,
    Options,
    Rendered,
    clean_label,
    counted,
    paired_error,
    read_bytes,
)
from w12studio.export.framed import on_frames
from w12studio.export.losses import Losses
from w12studio.export.midi import meter_of

TIMING_BOUND_S = 1e-6
#: Version of the JAMS schema that is written.
JAMS_VERSION = "0.3.5"
_CHECKED_FRAMES = 1000

#: Layers without events, and layers whose labels are written.
_EMPTY = (LOUDNESS, DANCEABILITY, CARD)
_LABELLED = (LOCAL_KEYS, CHORDS, SECTIONS, TAGS, *_EMPTY)

Observation = dict[str, Any]


# -- writing -----------------------------------------------------------------------------------------------


def render(analysis: Analysis, options: Options) -> Rendered:
    """The file; see the head of the module."""
    losses = Losses.of(analysis, curves=False, confidences=False)
    annotations: list[dict[str, Any]] = []
    for kind, track in analysis.tracks.items():
        for namespace, data in _layer(kind, track, analysis, options, losses):
            annotations.append(_annotation(namespace, data, kind, track, analysis))
    document = {
        "annotations": annotations,
        "file_metadata": {
            "title": clean_label(Path(analysis.audio.path).stem),
            "artist": "",
            "release": "",
            "duration": max(analysis.duration, 0.0),
            "identifiers": {"sha256": analysis.audio.sha256} if analysis.audio.sha256 else {},
            "jams_version": JAMS_VERSION,
        },
        "sandbox": {"time_zero": clean_label(analysis.audio.time_zero)},
    }
    content = json.dumps(document, allow_nan=False, indent=1).encode("utf-8")
    count = sum(len(_times(a["data"])) for a in annotations if a["namespace"] != "beat_position")
    return Rendered((("", content),), count, losses.sentences())


def _annotation(namespace: str, data: Any, kind: str, track: Track, analysis: Analysis) -> dict[str, Any]:
    source = track.source
    return {
        "namespace": namespace,
        "annotation_metadata": {
            "curator": {"name": "", "email": ""},
            "annotator": {"estimator": clean_label(source.estimator), "edited": track.edited},
            "version": clean_label(source.version),
            "corpus": "",
            "annotation_tools": f"W12 Studio {__version__}",
            "annotation_rules": "",
            "validation": "",
            "data_source": "program, corrected by a person" if track.edited else "program",
        },
        "data": data,
        "sandbox": {"layer": kind},
        "time": 0.0,
        "duration": max(analysis.duration, 0.0),
    }


def usable(events: Events) -> Events:
    """Events from 0 s on; JAMS has no negative times."""
    return events[events.span(0.0, math.inf)] if len(events) and events.times[0] < 0 else events


def _layer(kind: str, track: Track, analysis: Analysis, options: Options, losses: Losses) -> Iterator[tuple[str, Any]]:
    events = usable(track.events)
    before = len(track.events) - len(events)
    losses.missing(before, f"{counted(before, 'event')} of {kind} before 0 s")
    if kind == BEATS:
        yield "beat", _observations(events, _numbers(events.values))
        if np.any(events.values == 1):
            yield "beat_position", _observations(events, _positions(events, analysis))
    elif kind == TRANSIENTS:
        yield "onset", _observations(events, _numbers(events.values))
    elif kind in (TEMPO, NOTES):
        yield _measured(kind, events, losses)
    elif kind in (KEY, LOCAL_KEYS):
        yield "key_mode", _observations(events, _keys(events, losses))
    elif kind == CHORDS:
        yield "chord", _observations(events, _chords(events, losses))
    elif kind == TAGS:
        sure = np.where(np.isnan(events.confidences), events.values, events.confidences)
        scored = Events.from_columns(events.times, events.durations, None, sure, events.labels)
        yield "tag_open", _observations(scored, [clean_label(x) for x in scored.labels])
    elif len(events) or kind not in (PITCH, *_EMPTY):
        valued = int((~np.isnan(events.values)).sum()) if kind != METER else 0
        losses.missing(valued, f"the values of {counted(valued, 'event')} of {kind}")
        namespace = "segment_open" if np.any(events.durations > 0) else "tag_open"
        yield namespace, _observations(events, [clean_label(x) for x in events.labels])
    if kind not in (KEY, METER, PITCH, *_LABELLED) and kind in TITLES and any(events.labels):
        losses.missing(1, f"the labels of {kind}")
    yield from _curve(kind, track, options, losses)


def _numbers(values: NDArray[np.float64]) -> list[float | None]:
    return [v if math.isfinite(v) else None for v in values.tolist()]


def _observations(events: Events, values: Sequence[Any]) -> list[Observation]:
    columns = zip(events.times.tolist(), events.durations.tolist(), values, _numbers(events.confidences), strict=True)
    return [{"time": t, "duration": d, "value": v, "confidence": c} for t, d, v, c in columns]


def _measured(kind: str, events: Events, losses: Losses) -> tuple[str, list[Observation]]:
    """Tempi and notes, whose values JAMS requires to be numbers, and a tempo's confidence, too."""
    good = np.isfinite(events.values) & ((kind == NOTES) | (events.values >= 0))
    missing = int((~good).sum())
    losses.missing(missing, f"{counted(missing, 'event')} of {kind} without a value")
    confidences = events.confidences
    if kind == TEMPO:
        unknown = int((~np.isfinite(confidences[good])).sum())
        losses.changed(unknown, "the unknown confidence of every tempo became 0")
        confidences = np.clip(np.nan_to_num(confidences, nan=0.0), 0.0, 1.0)
    kept = Events.from_columns(events.times[good], events.durations[good], events.values[good], confidences[good])
    return ("tempo" if kind == TEMPO else "note_midi"), _observations(kept, kept.values.tolist())


def _keys(events: Events, losses: Losses) -> list[str]:
    keys = [parse_key(label) for label in events.labels]
    unknown = sum(k is None for k in keys)
    losses.changed(unknown, f"{counted(unknown, 'key')} that JAMS has no name for became N (none)")
    return ["N" if k is None else f"{k.tonic}:{k.mode}" for k in keys]


def _chords(events: Events, losses: Losses) -> list[str]:
    unknown = sum(parse_chord(label) is None for label in events.labels)
    losses.changed(unknown, f"{counted(unknown, 'chord')} without a name became X (unknown)")
    return [harte(label) for label in events.labels]


def _positions(events: Events, analysis: Analysis) -> list[dict[str, int]]:
    """Place in the score of each beat; beats at one time share it."""
    times, first, back = np.unique(events.times, return_index=True, return_inverse=True)
    grid = BarGrid(times, events.values[first])
    usual = grid.beats_per_bar() or 4
    lengths = np.concatenate([[usual], grid.bar_lengths(), [usual]]).astype(int)
    unit = meter_of(analysis).denominator
    beats = analysis.track(BEATS)
    first_bar = 1 if beats is None else beats.first_bar
    return [
        {
            "position": int(grid.positions[i]),
            "measure": max(bar + first_bar - 1, 0),
            "num_beats": max(int(lengths[bar]), int(grid.positions[i])),
            "beat_units": unit,
        }
        for i in back.reshape(-1).tolist()
        for bar in (max(int(grid.bars[i]), 0),)  # JAMS counts from 0
    ]


def _curve(kind: str, track: Track, options: Options, losses: Losses) -> Iterator[tuple[str, Any]]:
    curve = track.curve
    if curve is None or not len(curve):
        return
    if kind != PITCH or curve.values.ndim != 1:
        losses.curve(track)
    elif not options["curves"]:
        losses.left_out(1, f"the curve of {kind}", "curves")
    else:
        yield "pitch_contour", _contour(curve, losses)


def _contour(curve: Curve, losses: Losses) -> dict[str, list[Any]]:
    times = curve.times()
    late = times >= 0
    losses.missing(int((~late).sum()), "frames of the pitch curve before 0 s")
    f0 = curve.values.astype(np.float64)[late]
    voiced = np.isfinite(f0) & (f0 > 0)
    known = curve.confidence
    confidences = [None] * int(late.sum()) if known is None else _numbers(known.astype(np.float64)[late])
    frequencies = np.where(voiced, f0, 0.0).tolist()
    values = [{"index": 0, "frequency": f, "voiced": v} for f, v in zip(frequencies, voiced.tolist(), strict=True)]
    return {
        "time": times[late].tolist(),
        "duration": [1.0 / curve.frame_rate] * len(values),
        "value": values,
        "confidence": confidences,
    }


def _times(data: Any) -> list[float]:
    return data["time"] if isinstance(data, dict) else [row["time"] for row in data]


# -- checking ----------------------------------------------------------------------------------------------


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the deprecation warning that jams 0.3.5 itself causes by how it calls jsonschema."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Passing a schema to Validator", DeprecationWarning)
        yield


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file as JSON, compare every time, and have the jams package validate it.

    Raises
    ------
    ExportError
        When it is not valid, something is missing, or a time is off by more than `TIMING_BOUND_S`.
    """
    document = json.loads(paths[0].read_bytes())
    found = {
        (a["sandbox"]["layer"], a["namespace"]): np.array(_times(a["data"]), dtype=np.float64)
        for a in document["annotations"]
    }
    _validate(document)
    worst = 0.0
    for kind, track in analysis.tracks.items():
        for namespace, data in _layer(kind, track, analysis, options, Losses()):
            want = track.curve.times() if namespace == "pitch_contour" and track.curve else None
            times = np.array(_times(data)) if want is None else want[want >= 0]
            worst = max(worst, paired_error(times, found.get((kind, namespace), np.zeros(0)), "observation"))
    if worst > TIMING_BOUND_S:
        raise ExportError(f"a time in it is off by {worst:.6f} s", advice="Please report this.")
    return worst


def _validate(document: dict[str, Any]) -> None:
    """Let the jams package load and check the document.

    It needs half a minute for the pitch contour of an hour, so of dense annotations it gets evenly chosen
    observations; their form is the same for all.
    """
    import jams

    for annotation in document["annotations"]:
        data = annotation["data"]
        if isinstance(data, dict):
            step = max(1, len(data["time"]) // _CHECKED_FRAMES)
            annotation["data"] = {name: column[::step] for name, column in data.items()}
    try:
        with _quiet():
            jams.load(io.StringIO(json.dumps(document)), validate=True, strict=True, fmt="json")
    except jams.JamsError as error:
        raise ExportError("it is not valid JAMS", advice="Please report this.") from error


# -- reading -----------------------------------------------------------------------------------------------

_KINDS = {
    "beat": BEATS,
    "onset": TRANSIENTS,
    "tempo": TEMPO,
    "key_mode": KEY,
    "note_midi": NOTES,
    "pitch_contour": PITCH,
    "chord": CHORDS,
    "chord_harte": CHORDS,
    "segment_open": "segments",
    "tag_open": TAGS,
}


def read(path: Path) -> tuple[Track, ...]:
    """The layers of a JAMS file; annotations of other namespaces are left out.

    Raises
    ------
    DocumentError
        When it is not JAMS, or an observation has no time or a value of the wrong type.
    """
    content = read_bytes(path)
    try:
        document = json.loads(content)
        annotations = document["annotations"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DocumentError("it is not a JAMS file, or it is damaged", path) from error
    tracks: dict[str, Track] = {}
    try:
        for annotation in annotations:
            track = _track(annotation, path)
            if track is not None:
                _merge(tracks, track)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, IndexError) as error:
        raise DocumentError(f"an annotation in it can't be understood ({error})", path) from error
    return tuple(tracks.values())


def _merge(tracks: dict[str, Track], track: Track) -> None:
    """Events and curve of one layer come together; a second set of events gets a name of its own."""
    old = tracks.get(track.kind)
    if old is not None and (len(old.events) == 0 or len(track.events) == 0):
        events = old.events if len(old.events) else track.events
        tracks[track.kind] = Track(track.kind, events, track.curve or old.curve, old.source)
        return
    kind, number = track.kind, 2
    while kind in tracks:
        kind, number = f"{track.kind} {number}", number + 1
    tracks[kind] = Track(kind, track.events, track.curve, track.source)


def _track(annotation: Any, path: Path) -> Track | None:
    namespace = annotation["namespace"]
    if namespace not in _KINDS:
        return None
    layer = (annotation.get("sandbox") or {}).get("layer")
    kind = layer if isinstance(layer, str) and layer else _KINDS[namespace]
    estimator = (annotation.get("annotation_metadata") or {}).get("annotator") or {}
    name = estimator.get("estimator", "") if isinstance(estimator, dict) else ""
    source = Source("import", params=(("file", path.name), ("format", "jams"), ("estimator", str(name))))
    data = annotation["data"]
    rows = data if isinstance(data, list) else _sparse(data)
    if namespace == "pitch_contour":
        return Track(kind, curve=_curve_of(rows), source=source)
    values, labels = [], []
    for row in rows:
        value = row["value"]
        text = isinstance(value, str)
        labels.append(_LABELS.get(namespace, str)(value) if text else "")
        values.append(math.nan if text or value is None else _real(value))
    events = Events.from_columns(
        [_real(r["time"]) for r in rows],
        [_real(r["duration"]) for r in rows],
        values,
        [math.nan if r["confidence"] is None else _real(r["confidence"]) for r in rows],
        labels,
    )
    return Track(kind, events, source=source)


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{str(value)[:40]!r} is not a number")
    return float(value)


def _key_label(text: str) -> str:
    key = parse_key(text)
    return text if key is None else key.name()


def _chord_label(text: str) -> str:
    chord = parse_chord(text)
    return text if chord is None else chord.short()


_LABELS = {"key_mode": _key_label, "chord": _chord_label, "chord_harte": _chord_label}


def _sparse(data: Any) -> list[Observation]:
    names = ("time", "duration", "value", "confidence")
    return [dict(zip(names, row, strict=True)) for row in zip(*(data[n] for n in names), strict=True)]


def _curve_of(rows: list[Observation]) -> Curve | None:
    if not rows:
        return None
    rows = sorted(rows, key=lambda r: _real(r["time"]))
    times = np.array([_real(r["time"]) for r in rows])
    voiced = [bool(r["value"]["voiced"]) for r in rows]
    f0 = np.array([_real(r["value"]["frequency"]) for r in rows])
    f0 = np.where(voiced, f0, np.nan)
    confidences = [r["confidence"] for r in rows]
    known = None if any(c is None for c in confidences) else np.array([_real(c) for c in confidences])
    if times.size == 1:
        step = _real(rows[0]["duration"])
        if not step > 0:
            raise ValueError("the frames of a pitch contour have no distance")
        return Curve(f0, 1.0 / step, float(times[0]), "Hz", known)
    f0, known, rate, start = on_frames(times, f0, known)
    return Curve(f0, rate, start, "Hz", known)


FORMAT = Format(
    name="jams",
    title="JAMS",
    suffix=".jams",
    description="Every layer with its confidence and origin as JSON; for research and for mir_eval.",
    render=render,
    verify=verify,
    read=read,
    whole=True,
    options=(Option("curves", "Write the pitch curve as pitch_contour.", True),),
)
