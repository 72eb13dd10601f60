"""Sonic Visualiser layer (.svl): XML, one file a layer, times in audio frames.

A layer is a sparse model: one dimension for time instants, two for time values, three for regions and notes.
Times are whole audio frames, so they are off by up to half a frame (11 us at 44.1 kHz). Source: the program's own
export tests (``layers-expected/*.svl``).
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import BEATS, NOTES, TEMPO, TITLES, Analysis, Source, Track
from w12studio.domain.errors import DocumentError, ExportError
from w12studio.domain.events import Events
from w12studio.domain.timebase import seconds_to_samples
from w12studio.export import dj, xml_text
from w12studio.export.base import Content, Format, Option, Options, Rendered, distinct_names, paired_error
from w12studio.export.framed import UNITS, curve_of, kind_of_curve, points_of
from w12studio.export.losses import Losses
from w12studio.export.marks import grid_and_beats, one_line

_DEFAULT_RATE = 44100
_LAYERS = {"instants": "timeinstants", "values": "timevalues", "regions": "regions", "notes": "notes"}
_DIMENSIONS = {"instants": 1, "values": 2, "regions": 3, "notes": 3}


class _Part(NamedTuple):
    """One layer to write: name, type, and columns of equal length (times and durations in s)."""

    name: str
    title: str
    type: str
    unit: str
    times: NDArray[np.float64]
    durations: NDArray[np.float64]
    values: NDArray[np.float64]
    labels: Sequence[str]


def _parts(analysis: Analysis, options: Options, losses: Losses) -> Iterator[_Part]:
    for kind, track in analysis.tracks.items():
        events, title = track.events, TITLES.get(kind, xml_text.xml_label(kind))
        labels = [one_line(x) for x in events.labels]
        values = events.values
        if kind == BEATS and len(events):
            grid, index = grid_and_beats(events)
            labels = [x or str(p) for x, p in zip(labels, grid.positions[index].tolist(), strict=True)]
        shape = _shape(kind, events)
        if shape == "instants" and kind != BEATS:
            losses.missing(int(np.isinf(values).sum()), "infinite values")
        if len(events):
            unit = {NOTES: "MIDI Pitch", TEMPO: "bpm"}.get(kind, "")
            yield _Part(kind, title, shape, unit, events.times, events.durations, values, labels)
        for name, times, numbers in points_of(kind, track, options["curves"], losses):
            none = [""] * times.size
            yield _Part(name, name.capitalize(), "values", UNITS[kind], times, np.zeros(times.size), numbers, none)


def _shape(kind: str, events: Events) -> str:
    if kind == NOTES:
        return "notes"
    if (events.durations > 0).any():
        return "regions"
    return "values" if kind != BEATS and np.isfinite(events.values).any() else "instants"


def render(analysis: Analysis, options: Options) -> Rendered:
    """One file a layer, and one a curve."""
    losses = Losses.of(analysis, curves=False)
    parts = list(_parts(analysis, options, losses))
    if not parts:
        raise ExportError("there is nothing to write", advice="Choose a layer that has events.")
    names = distinct_names(p.name for p in parts)
    files: tuple[tuple[str, Content], ...] = tuple(
        (name, _file(part, analysis)) for name, part in zip(names, parts, strict=True)
    )
    return Rendered(files, sum(p.times.size for p in parts), losses.sentences())


def _file(part: _Part, analysis: Analysis) -> bytes:
    rate = analysis.sample_rate or _DEFAULT_RATE
    frames = seconds_to_samples(part.times, rate).tolist()
    lengths = seconds_to_samples(part.durations, rate).tolist()
    dimensions = _DIMENSIONS[part.type]
    root = Element("sv")
    data = SubElement(root, "data")
    facts = {
        "id": "1", "name": part.title, "sampleRate": str(rate), "start": str(min(frames)),
        "end": str(max(f + n for f, n in zip(frames, lengths, strict=True)) + 1), "type": "sparse",
        "dimensions": str(dimensions), "resolution": "1", "notifyOnAdd": "true", "dataset": "2",
    }  # fmt: skip
    values = np.where(np.isfinite(part.values), part.values, 0.0).tolist()
    if dimensions == 3:
        facts["subtype"] = "note" if part.type == "notes" else "region"
    if dimensions > 1:
        facts |= {"minimum": f"{min(values):.9g}", "maximum": f"{max(values):.9g}", "units": part.unit}
    SubElement(data, "model", facts)
    dataset = SubElement(data, "dataset", id="2", dimensions=str(dimensions))
    for frame, length, value, label in zip(frames, lengths, values, part.labels, strict=True):
        point = {"frame": str(frame)}
        if dimensions > 1:
            point["value"] = f"{value:.9g}"
        if dimensions == 3:
            point["duration"] = str(length)
        if part.type == "notes":
            point["level"] = "1"
        SubElement(dataset, "point", {**point, "label": label})
    display = SubElement(root, "display")
    SubElement(display, "layer", id="3", type=_LAYERS[part.type], name=part.title, model="1")
    return xml_text.to_bytes(root, "sonic-visualiser")


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Parse the files and compare starts and ends.

    Raises
    ------
    ExportError
        When points are missing or a time is off by more than half an audio frame (an end: by a whole one).
    """
    rate = analysis.sample_rate or _DEFAULT_RATE
    worst = 0.0
    for path, part in zip(paths, _parts(analysis, options, Losses()), strict=True):
        points = list(xml_text.parse(path).iter("point"))
        frames = np.array([int(p.attrib["frame"]) for p in points], dtype=np.float64)
        ends = frames + np.array([int(p.get("duration", "0")) for p in points], dtype=np.float64)
        start_error = paired_error(part.times, frames / rate, "point")
        end_error = (
            paired_error(part.times + part.durations, ends / rate, "point") if "duration" in _keys(points) else 0.0
        )
        if start_error > 0.5001 / rate or end_error > 1.0001 / rate:
            raise ExportError("a time in it is off by more than an audio frame", advice="Please report this.")
        worst = max(worst, start_error)
    return worst


def _keys(points: list[Element]) -> set[str]:
    return set(points[0].attrib) if points else set()


def read(path: Path) -> tuple[Track, ...]:
    """The layer; its kind comes from the layer's or model's name where that is one of ours.

    Raises
    ------
    DocumentError
        When it is another kind of XML, or a layer that is not made of points.
    """
    root = xml_text.parse(path)
    if root.tag != "sv":
        raise DocumentError("it is not a layer of Sonic Visualiser", path, "Use File, Export Annotation Layer there.")
    layer = root.find("display/layer")
    title = "" if layer is None else layer.get("name", "")
    source = Source("import", params=(("file", path.name), ("format", "svl")))
    datasets = {d.get("id"): d for d in root.iter("dataset")}
    tracks: dict[str, Track] = {}
    for model in root.iter("model"):
        dataset = datasets.get(model.get("dataset"))
        if dataset is None:
            continue
        name = title or model.get("name", "")
        track = _as_curve(name, _points(path, model, dataset, _kind_of(name)), source)
        kind, number = track.kind, 2
        while kind in tracks:
            kind, number = f"{track.kind} {number}", number + 1
        tracks[kind] = replace(track, kind=kind)
    if not tracks:
        raise DocumentError("it holds no layer of points", path)
    return tuple(tracks.values())


def _as_curve(name: str, events: Events, source: Source) -> Track:
    """The layer; a curve where it is called one and its points are evenly spaced."""
    kind, column = kind_of_curve(name)
    if kind and not np.isnan(events.values).any():
        with contextlib.suppress(ValueError):
            return Track(kind, curve=curve_of(kind, column, events.times, events.values), source=source)
    return Track(_kind_of(name), events, source=source)


def _kind_of(title: str) -> str:
    kinds = {t.lower(): k for k, t in TITLES.items()}
    return kinds.get(title.lower(), title or "markers")


def _points(path: Path, model: Element, dataset: Element, kind: str) -> Events:
    rate = dj.number(model.get("sampleRate"), path, "sampleRate")
    if not 1 <= rate <= 1e7:
        raise DocumentError(f"its sample rate can't be {rate:g} Hz", path)
    rows = []
    for p in dataset.iter("point"):
        value = dj.number(p.get("value"), path, "value") if p.get("value") else math.nan
        label = p.get("label", "")
        if kind == BEATS and math.isnan(value) and re.fullmatch("[0-9]{1,3}", label):
            value, label = float(label), ""
        length = max(dj.number(p.get("duration", "0"), path, "duration"), 0.0)
        rows.append((dj.number(p.get("frame"), path, "frame") / rate, length / rate, value, label))
    if not rows:
        return Events()
    times, durations, values, labels = zip(*rows, strict=True)
    if any(durations) and not any(values):  # what has no value is written with 0
        values = (math.nan,) * len(values)
    return Events.from_columns(times, durations, values, labels=labels)


FORMAT = Format(
    name="svl",
    title="Sonic Visualiser layer",
    suffix=".svl",
    description="One layer a file with its kind (instants, values, regions, notes), exact to the sample.",
    render=render,
    verify=verify,
    read=read,
    options=(Option("curves", "Write the curves of pitch, tempo and loudness, too.", True),),
)
