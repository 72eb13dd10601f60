"""How far two versions of a layer agree: figures, and where they differ.

*Ours* is judged, *theirs* is what it is compared with (a reference, another estimator, another recording). Figures are
those of `mir_eval` (Raffel et al., ISMIR 2014): layers of points by F-measure, pitch curves by raw pitch and chroma
accuracy, layers of regions by the time over which both say the same. Unlike `mir_eval.beat.evaluate` nothing at the
beginning is left out unless it is asked for (`inside`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    KEY,
    KINDS,
    LOCAL_KEYS,
    NOTES,
    PITCH,
    SECTIONS,
    TRANSIENTS,
    Analysis,
    Track,
)
from w12studio.domain.chords import parse_chord
from w12studio.domain.continuity import cemgil, continuity
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.keys import parse_key, pitch_class
from w12studio.domain.matching import (
    BEAT_TOLERANCE_S,
    NOTE_TOLERANCE_S,
    Matching,
    common,
    match_notes,
    match_times,
)
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import frames_to_seconds

#: Beats that begin a bar: no layer of its own, but compared like one.
DOWNBEATS = "downbeats"
#: What can be compared, as a reader expects it.
COMPARED = (BEATS, DOWNBEATS, TRANSIENTS, NOTES, PITCH, CHORDS, LOCAL_KEYS, KEY, SECTIONS)
REGIONS = frozenset([CHORDS, LOCAL_KEYS, KEY, SECTIONS])
#: Borders of sections within this are the same, as in `mir_eval.segment`; in s.
BORDER_TOLERANCE_S = 0.5
TOLERANCES_S: Mapping[str, float] = {
    BEATS: BEAT_TOLERANCE_S, DOWNBEATS: BEAT_TOLERANCE_S, TRANSIENTS: NOTE_TOLERANCE_S, NOTES: NOTE_TOLERANCE_S,
    SECTIONS: BORDER_TOLERANCE_S,
}  # fmt: skip
CENTS = 50.0
_OCTAVE = 1200.0
#: Regions that differ for less than this are rounding, in s.
_LEAST_S = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Two versions of a layer beside each other.

    Attributes
    ----------
    kind : str
        One of `COMPARED`, or another layer of points.
    ours, theirs : Events
        On one time.
    matching : Matching or None
        Of the points (of sections: of the borders); None for curves and other regions.
    figures : mapping of str to float
        The most telling one first; shares are 0..1, names that end in ``_ms`` are milliseconds, in ``_cents`` cents.
        Empty where nothing can be said.
    spans : Events
        Where regions differ, labelled "ours ≠ theirs".
    curve : Curve or None
        Ours minus theirs in cents, NaN where one of both is unvoiced.
    """

    kind: str
    ours: Events
    theirs: Events
    matching: Matching | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    spans: Events = field(default_factory=Events)
    curve: Curve | None = None

    @property
    def main(self) -> tuple[str, float] | None:
        """Name and value of the most telling figure; None where there is none."""
        return next(iter(self.figures.items()), None)

    def deviations(self) -> NDArray[np.float64]:
        """Ours minus theirs of each pair, in s, shape (n_pairs,)."""
        if self.matching is None:
            return np.zeros(0)
        return self.ours.times[self.matching.ours] - self.theirs.times[self.matching.theirs]


def comparable(ours: Analysis, theirs: Mapping[str, Track]) -> list[str]:
    """Kinds that both have, in the order of `COMPARED`; other layers of points follow."""
    mine = ours.tracks
    own = [k for k in mine if k not in KINDS and k != PINS]  # layers of a name of the user's
    return [k for k in (*COMPARED, *own) if _holds(mine, k) and _holds(theirs, k)]


def compare(
    kind: str,
    ours: Track | None,
    theirs: Track | None,
    tolerance_s: float | None = None,
    inside: tuple[float, float] | None = None,
) -> Difference:
    """Compare two versions of a layer.

    Parameters
    ----------
    kind : str
        `DOWNBEATS` takes the beats of value 1 of two layers of beats.
    ours, theirs : Track or None
        On one time; None counts as empty.
    tolerance_s : float, optional
        Of layers of points, in s; by default that of `TOLERANCES_S`, else 50 ms.
    inside : (float, float), optional
        Only what lies in ``[start, end)`` s is judged.
    """
    a, b = _events(kind, ours, inside), _events(kind, theirs, inside)
    tolerance = TOLERANCES_S.get(kind, NOTE_TOLERANCE_S) if tolerance_s is None else tolerance_s
    if kind == PITCH:
        mine, other = (None if t is None else t.curve for t in (ours, theirs))
        return Difference(kind, a, b) if mine is None or other is None else _pitch(kind, mine, other, inside)
    if kind in REGIONS:
        return _regions(kind, a, b, tolerance)
    return _points(kind, a, b, tolerance)


def _holds(tracks: Mapping[str, Track], kind: str) -> bool:
    track = tracks.get(BEATS if kind == DOWNBEATS else kind)
    if track is None or track.provisional:
        return False
    return track.curve is not None if kind == PITCH else len(_events(kind, track, None)) > 0


def _events(kind: str, track: Track | None, inside: tuple[float, float] | None) -> Events:
    events = Events() if track is None else track.events
    if kind == DOWNBEATS:
        down = np.flatnonzero(events.values == 1)
        events = Events.from_columns(events.times[down], None, events.values[down], events.confidences[down])
    if inside is None:
        return events
    return _cut(events, *inside) if kind in REGIONS else events.between(*inside)


def _cut(events: Events, start: float, end: float) -> Events:
    """Regions, cut at the ends of a span."""
    rows = events.rows(events.overlapping(start, end))
    cut = [(max(e.time, start), min(e.end, end), e) for e in rows]
    return Events(replace(e, time=a, duration=b - a) for a, b, e in cut if b > a)


# -- points ----------------------------------------------------------------------------------------------------


def _points(kind: str, ours: Events, theirs: Events, tolerance: float) -> Difference:
    if kind == NOTES:
        matching = match_notes((ours.times, _known(ours)), (theirs.times, _known(theirs)), tolerance)
    else:
        matching = match_times(ours.times, theirs.times, tolerance)
    figures = _match_figures(matching, ours.times, theirs.times)
    if kind in (BEATS, DOWNBEATS):
        level = continuity(ours.times, theirs.times)
        figures |= {
            "cml_t": level.cml_t, "aml_t": level.aml_t, "cml_c": level.cml_c, "aml_c": level.aml_c,
            "cemgil": cemgil(ours.times, theirs.times),
        }  # fmt: skip
    return Difference(kind, ours, theirs, matching, figures)


def _known(notes: Events) -> NDArray[np.float64]:
    """Pitches; those that are not known are like each other, and like nothing else."""
    return np.nan_to_num(notes.values, nan=-1e3)


def _match_figures(matching: Matching, ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> dict[str, float]:
    figures = {"f_measure": matching.f_measure, "precision": matching.precision, "recall": matching.recall}
    off = (ours[matching.ours] - theirs[matching.theirs]) * 1000
    if off.size:
        figures |= {
            "mean_ms": float(off.mean()), "median_ms": float(np.median(off)),
            "absolute_median_ms": float(np.median(np.abs(off))),
            "absolute_95_ms": float(np.quantile(np.abs(off), 0.95)),
        }  # fmt: skip
    counts = {"matched": matching.ours, "missing": matching.missing, "extra": matching.extra}
    return figures | {name: float(index.size) for name, index in counts.items()}


# -- pitch -----------------------------------------------------------------------------------------------------


def _pitch(kind: str, ours: Curve, theirs: Curve, inside: tuple[float, float] | None) -> Difference:
    """At the frames of theirs, each beside our nearest frame; NaN and 0 Hz are unvoiced."""
    times = theirs.times()
    kept = np.ones(times.size, dtype=bool) if inside is None else (times >= inside[0]) & (times < inside[1])
    last = float(ours.times()[-1]) if len(ours) else -np.inf
    kept &= (times >= ours.start - 0.5 / ours.frame_rate) & (times <= last + 0.5 / ours.frame_rate)
    wanted, found = _voiced(theirs.values), _voiced(ours.at(times))
    with np.errstate(divide="ignore", invalid="ignore"):
        cents = _OCTAVE * np.log2(found / wanted)
    voiced, sung = ~np.isnan(wanted) & kept, ~np.isnan(found) & kept
    known = voiced & sung
    off = np.abs(cents[known])
    right = off < CENTS
    folded = np.abs(off - _OCTAVE * np.floor(off / _OCTAVE + 0.5)) < CENTS
    n, n_voiced, n_unvoiced = int(kept.sum()), int(voiced.sum()), int((kept & ~voiced).sum())
    figures: dict[str, float] = {}
    if n:
        figures = {
            "raw_pitch_accuracy": _ratio(right.sum(), n_voiced), "raw_chroma_accuracy": _ratio(folded.sum(), n_voiced),
            "voicing_recall": _ratio(known.sum(), n_voiced),
            "voicing_false_alarm": _ratio((sung & ~voiced).sum(), n_unvoiced),
            "overall_accuracy": _ratio(right.sum() + (kept & ~voiced & ~sung).sum(), n),
        }  # fmt: skip
        if right.any():
            figures["absolute_median_cents"] = float(np.median(off[right]))
    curve = Curve(np.where(known, cents, np.nan), theirs.frame_rate, theirs.start, "cents")
    wrong = _runs(kept & ((known & ~(np.abs(np.nan_to_num(cents)) < CENTS)) | (voiced != sung)), theirs)
    return Difference(kind, Events(), Events(), None, figures, wrong, curve)


def _voiced(values: NDArray[np.floating]) -> NDArray[np.float64]:
    out = np.asarray(values, dtype=np.float64)
    return np.where(out > 0, out, np.nan)


def _runs(flags: NDArray[np.bool_], curve: Curve) -> Events:
    """Stretches of frames as regions."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    borders = frames_to_seconds(edges - 0.5, curve.frame_rate, curve.start)
    return Events.from_columns(borders[::2], borders[1::2] - borders[::2])


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0


# -- regions ---------------------------------------------------------------------------------------------------


def _regions(kind: str, ours: Events, theirs: Events, tolerance: float) -> Difference:
    """By the time over which both say the same, as a share of the time that theirs covers."""
    edges = np.unique(np.concatenate([_borders(ours), _borders(theirs)]))
    if not len(theirs) or not len(ours):
        return Difference(kind, ours, theirs)
    middle, length = (edges[:-1] + edges[1:]) / 2, np.diff(edges)
    mine, other = _labels_at(ours, middle), _labels_at(theirs, middle)
    covered = np.array([x is not None for x in other], dtype=bool)
    total = float(length[covered].sum())
    if kind == SECTIONS:
        matching = match_times(_borders(ours), _borders(theirs), tolerance)
        figures = _match_figures(matching, _borders(ours), _borders(theirs))
        figures["pairwise_f"] = _pairwise(mine, other, length)
        points = (Events.from_columns(_borders(ours)), Events.from_columns(_borders(theirs)))
        return Difference(kind, *points, matching, figures)
    meant = [(_meaning(kind, a), _meaning(kind, b)) for a, b in zip(mine, other, strict=True)]
    same = np.array([a == b for a, b in meant], dtype=bool)
    figures = {"overlap": _ratio(float(length[covered & same].sum()), total)}
    if kind == CHORDS:
        roots = np.array([a[:1] == b[:1] for a, b in meant], dtype=bool)
        figures["root_overlap"] = _ratio(float(length[covered & roots].sum()), total)
    texts = [f"{a or '–'} ≠ {b or '–'}" for a, b in zip(mine, other, strict=True)]
    wrong = np.flatnonzero(~same & (length > _LEAST_S))
    spans = _joined(edges[wrong], edges[wrong + 1], [texts[i] for i in wrong.tolist()])
    return Difference(kind, ours, theirs, None, figures, spans)


def _borders(regions: Events) -> NDArray[np.float64]:
    """Where regions begin and end, each time once."""
    times = np.unique(np.concatenate([regions.times, regions.times + regions.durations]))
    return times[np.concatenate([[True], np.diff(times) > _LEAST_S])] if times.size else times


def _labels_at(regions: Events, times: NDArray[np.float64]) -> list[str | None]:
    """Label of the region that covers each time, None where none does."""
    index = np.searchsorted(regions.times, times, side="right") - 1
    safe = np.maximum(index, 0)
    inside = (index >= 0) & (times < (regions.times + regions.durations)[safe])
    return [regions.labels[i] if yes else None for i, yes in zip(safe.tolist(), inside.tolist(), strict=True)]


@lru_cache(maxsize=4096)
def _meaning(kind: str, label: str | None) -> tuple[object, ...]:
    """What a label says, whichever way it is spelt: C# and Db are one; the first part is the tonic or root."""
    if label is None:
        return ()
    if kind == CHORDS and (chord := parse_chord(label)) is not None:
        root = pitch_class(chord.root) if chord.root else None
        return root, chord.kind, chord.added, chord.bass
    if kind in (KEY, LOCAL_KEYS) and (key := parse_key(label)) is not None:
        return pitch_class(key.tonic), key.mode
    return label, ""


def _pairwise(ours: list[str | None], theirs: list[str | None], length: NDArray[np.float64]) -> float:
    """F-measure of pairs of instants with one and the same label, whatever it is called (Levy, Sandler 2008)."""
    both = np.array([a is not None and b is not None for a, b in zip(ours, theirs, strict=True)], dtype=bool)
    a, b, weight = common([str(x) for x in ours])[both], common([str(x) for x in theirs])[both], length[both]
    if not weight.size:
        return 0.0
    table = np.zeros((int(a.max()) + 1, int(b.max()) + 1))
    np.add.at(table, (a, b), weight)
    together = (table**2).sum()
    alone = (table.sum(axis=1) ** 2).sum() + (table.sum(axis=0) ** 2).sum()
    return _ratio(2 * together, alone)


def _joined(starts: NDArray[np.float64], ends: NDArray[np.float64], labels: list[str]) -> Events:
    """Touching spans of one label as one."""
    rows: list[tuple[float, float, str]] = []
    for start, end, label in zip(starts.tolist(), ends.tolist(), labels, strict=True):
        if rows and rows[-1][2] == label and start - rows[-1][1] <= _LEAST_S:
            rows[-1] = (rows[-1][0], end, label)
        else:
            rows.append((start, end, label))
    return Events.from_columns([r[0] for r in rows], [r[1] - r[0] for r in rows], labels=[r[2] for r in rows])
