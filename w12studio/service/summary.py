"""A recording in a few numbers, for machines: ``analyze --json`` and the HTTP interface."""

from __future__ import annotations

import math
from typing import Any

from w12studio.domain.analysis import BEATS, KEY, METER, PITCH, TEMPO, TRANSIENTS, Analysis
from w12studio.domain.tempo import tempo_summary


def summary_of(analysis: Analysis) -> dict[str, Any]:
    """What ``analyze --json`` prints of a recording; what is unknown is None, and everything fits into JSON."""
    tempo, key, meter = (_first(analysis, k) for k in (TEMPO, KEY, METER))
    pitch = analysis.track(PITCH)
    summary = tempo_summary(analysis.events(BEATS).times)
    known = bool(summary.steadiness.verdict)
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
        "beats": len(analysis.events(BEATS)),
        "downbeats": int((analysis.events(BEATS).values == 1).sum()),
        "transients": len(analysis.events(TRANSIENTS)),
        "pitch_frames": 0 if pitch is None or pitch.curve is None else len(pitch.curve),
        "estimators": {k: t.source.describe() for k, t in analysis.tracks.items()},
        "warnings": list(analysis.warnings),
    }


def _first(analysis: Analysis, kind: str) -> Any:
    events = analysis.events(kind)
    return events[0] if len(events) else None


def _known(value: float | None) -> float | None:
    """The number; None where it is none, which JSON can't say otherwise."""
    return value if value is not None and math.isfinite(value) else None
