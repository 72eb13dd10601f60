"""A recording in a few numbers, for machines: ``analyze --json`` and the HTTP interface."""

from __future__ import annotations

import math
from typing import Any

from w12studio.domain.analysis import BEATS, CHORDS, KEY, LOCAL_KEYS, METER, PITCH, TAGS, TEMPO, TRANSIENTS, Analysis
from w12studio.domain.chords import NO_CHORD
from w12studio.domain.keys import write_key
from w12studio.domain.tags import genre_of
from w12studio.domain.tempo import tempo_summary


def summary_of(analysis: Analysis) -> dict[str, Any]:
    """What ``analyze --json`` prints of a recording; what is unknown is None, and everything fits into JSON."""
    tempo, key, meter = (_first(analysis, k) for k in (TEMPO, KEY, METER))
    pitch, tuning = analysis.track(PITCH), analysis.fact("tuning")
    summary = tempo_summary(analysis.events(BEATS).times)
    known = bool(summary.steadiness.verdict)
    genre = genre_of(analysis)
    return {
        "duration": round(analysis.duration, 6),
        "sha256": analysis.audio.sha256,
        "tempo_bpm": None if tempo is None else _known(tempo.value),
        "tempo_median_bpm": None if tempo is None else _known(round(summary.median_bpm, 3)),
        "tempo_mode_bpm": None if tempo is None else _known(round(summary.mode_bpm, 3)),
        "tempo_verdict": summary.steadiness.verdict or None,
        "tempo_deviation_ms": round(1000 * summary.steadiness.deviation_s, 1) if known else None,
        "meter": None if meter is None else meter.label,
        "key": None if key is None else key.label,
        "key_open": None if key is None else write_key(key.label, "open"),
        "key_wheel": None if key is None else write_key(key.label, "wheel"),
        "key_changes": max(0, len(analysis.events(LOCAL_KEYS)) - 1),
        "chords": sum(label != NO_CHORD for label in analysis.events(CHORDS).labels),
        "tuning_hz": None if tuning is None or tuning.value is None else round(tuning.value, 2),
        "beats": len(analysis.events(BEATS)),
        "downbeats": int((analysis.events(BEATS).values == 1).sum()),
        "transients": len(analysis.events(TRANSIENTS)),
        "pitch_frames": 0 if pitch is None or pitch.curve is None else len(pitch.curve),
        "genre": None if genre is None else genre.label,
        "tags": {
            e.label: round(e.value or 0.0, 3) for e in sorted(analysis.events(TAGS), key=lambda e: -(e.value or 0))
        },
        "facts": {f.name: _known(f.value) for t in analysis.tracks.values() for f in t.facts},
        "estimators": {k: t.source.describe() for k, t in analysis.tracks.items()},
        "warnings": list(analysis.warnings),
    }


def _first(analysis: Analysis, kind: str) -> Any:
    events = analysis.events(kind)
    return events[0] if len(events) else None


def _known(value: float | None) -> float | None:
    """The number; None where it is none, which JSON can't say otherwise."""
    return value if value is not None and math.isfinite(value) else None
