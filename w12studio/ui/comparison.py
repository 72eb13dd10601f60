"""What the open recording is compared with, and what a project remembers of it; no Qt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from w12studio.domain.alignment import BY_HAND, NONE, ONSETS, SOUND, Alignment
from w12studio.domain.analysis import Analysis, AudioFacts, Track
from w12studio.domain.comparing import CENTS, DOWNBEATS, PITCH, Difference, compare
from w12studio.domain.document import from_document, to_document
from w12studio.domain.errors import DocumentError
from w12studio.service import SharedAudio, layer_of, tracks_as
from w12studio.ui.summary import title_of
from w12studio.ui.texts import tr

#: Where theirs comes from.
RECORDING, MARKERS, ESTIMATOR, COMPUTED = "recording", "markers", "estimator", "computed"
_ORIGINS = (RECORDING, MARKERS, ESTIMATOR, COMPUTED)
#: Pairs farther apart than this share of the tolerance are worth a look.
LARGE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Theirs: the layers that ours are compared with.

    Attributes
    ----------
    name : str
        For people, e.g. a file's name or an estimator's title.
    origin : str
        `RECORDING`, `MARKERS`, `ESTIMATOR` or `COMPUTED`.
    analysis : Analysis
        Their layers, on their own time.
    alignment : Alignment
        Of their time on ours.
    path : str
        Of their file; "" where there is none.
    layer : str
        Kind whose difference is shown; "" for the first that both have.
    tolerances_s : mapping of str to float
        Those that a person changed.
    audio : SharedAudio or None
        Their sound, while it is decoded.
    id : int
        Tells it from others that the recording is compared with; `Comparing.start` gives it.
    """

    name: str
    origin: str
    analysis: Analysis
    alignment: Alignment = field(default_factory=Alignment)
    path: str = ""
    layer: str = ""
    tolerances_s: Mapping[str, float] = field(default_factory=dict)
    audio: SharedAudio | None = None
    id: int = 0

    def aligned(self) -> dict[str, Track]:
        """Their layers on our time."""
        tracks = {k: self.alignment.applied(t) for k, t in self.analysis.settled().tracks.items()}
        return tracks_as(tracks, self.layer) if self.layer else tracks

    def inside(self, ours: Analysis) -> tuple[float, float] | None:
        """The span of our time that is judged; None: all of it."""
        if self.origin != RECORDING or not self.analysis.duration:
            return None
        return self.alignment.overlap(ours.duration, self.analysis.duration)

    def difference(self, ours: Analysis, kind: str, tracks: Mapping[str, Track]) -> Difference:
        """Compare a layer with theirs, as `aligned` gave it."""
        layer = layer_of(kind)
        return compare(kind, ours.track(layer), tracks.get(layer), self.tolerances_s.get(kind), self.inside(ours))


@dataclass(frozen=True, slots=True)
class Place:
    """Where both differ.

    Attributes
    ----------
    start, end : float
        s, on our time.
    what : str
        For people.
    """

    start: float
    end: float
    what: str


def places(found: Difference, tolerance_s: float) -> list[Place]:
    """Missing and extra events, large deviations, and spans that differ, in order of time."""
    out = [Place(e.time, e.end, e.label or _pitch_text(found, e.time)) for e in found.spans]
    if found.matching is not None:
        m = found.matching
        out += [Place(t, t, "missing") for t in found.theirs.times[m.missing].tolist()]
        out += [Place(t, t, "extra") for t in found.ours.times[m.extra].tolist()]
        times, off = found.ours.times[m.ours], found.deviations()
        large = abs(off) > LARGE * tolerance_s
        out += [Place(t, t, _off_text(d)) for t, d in zip(times[large].tolist(), off[large].tolist(), strict=True)]
    return sorted(out, key=lambda p: p.start)


def _off_text(off_s: float) -> str:
    n = f"{1000 * abs(off_s):.0f}"
    return tr("{n} ms late", n=n) if off_s > 0 else tr("{n} ms early", n=n)


def _pitch_text(found: Difference, time: float) -> str:
    if found.kind != PITCH or found.curve is None:
        return tr("they differ")
    cents = float(found.curve.at(time))
    if math.isnan(cents):
        return tr("one of both is unvoiced")
    return tr("{n} cents", n=f"{cents:+.0f}") if abs(cents) >= CENTS else tr("they differ")


def layer_title(kind: str) -> str:
    """Name of what is compared, as the window shows it."""
    return tr("Downbeats") if kind == DOWNBEATS else title_of(kind)


def headline(found: Difference | None) -> str:
    """The most telling figures in a few words, e.g. "F 0.934"; "" where there are none."""
    if found is None or found.main is None:
        return ""
    name, value = found.main
    short = {"f_measure": "F", "raw_pitch_accuracy": "RPA", "overlap": tr("overlap")}.get(name, name)
    return f"{short} {value:.3f}"


# -- what a project remembers ----------------------------------------------------------------------------------


def to_state(comparison: Comparison) -> dict[str, Any]:
    """As plain values for a project."""
    a = comparison.alignment
    return {
        "name": comparison.name,
        "origin": comparison.origin,
        "path": comparison.path,
        "layer": comparison.layer,
        "tolerances_s": dict(comparison.tolerances_s),
        "alignment": {
            "offset_s": a.offset_s, "rate": a.rate, "method": a.method, "confidence": a.confidence,
            "spread_s": None if math.isnan(a.spread_s) else a.spread_s,
        },
        "document": to_document(_slim(comparison.analysis)),
    }  # fmt: skip


def _slim(analysis: Analysis) -> Analysis:
    """Without curves that nothing is compared with: they would double the project."""
    kept = {k: t if k == PITCH else replace(t, curve=None) for k, t in analysis.tracks.items()}
    return replace(analysis, tracks={k: t for k, t in kept.items() if len(t.events) or t.curve is not None})


def from_state(state: object) -> Comparison | None:
    """What `to_state` gave; None where it makes no sense, for a project may come from anywhere."""
    if not isinstance(state, dict) or state.get("origin") not in _ORIGINS:
        return None
    try:
        analysis = from_document(state.get("document"))
        rows = state.get("alignment")
        rows = rows if isinstance(rows, dict) else {}
        alignment = Alignment(
            float(rows.get("offset_s", 0.0)), float(rows.get("rate", 1.0)), str(rows.get("method", NONE)),
            float(rows.get("confidence", 0.0)), float(rows.get("spread_s") or math.nan),
        )  # fmt: skip
        given = state.get("tolerances_s")
        tolerances = {str(k): float(v) for k, v in given.items()} if isinstance(given, dict) else {}
    except (DocumentError, TypeError, ValueError):
        return None
    sane = math.isfinite(alignment.offset_s) and 0.1 < alignment.rate < 10
    if not sane or alignment.method not in (SOUND, ONSETS, BY_HAND, NONE):
        return None
    if not all(0 < v <= 10 for v in tolerances.values()):
        tolerances = {}
    return Comparison(
        str(state.get("name", "")), str(state["origin"]), analysis, alignment, str(state.get("path", "")),
        str(state.get("layer", "")), tolerances,
    )  # fmt: skip


def of_tracks(name: str, tracks: Mapping[str, Track], origin: str, path: Path | None = None) -> Comparison:
    """A comparison with layers alone."""
    facts = AudioFacts("" if path is None else str(path))
    return Comparison(name, origin, Analysis(facts, tracks), path="" if path is None else str(path))
