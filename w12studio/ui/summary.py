"""What is known of a recording, as short texts for people."""

from __future__ import annotations

import numpy as np

from w12studio import service
from w12studio.domain.analysis import BEATS, KEY, METER, NOTES, TEMPO, TITLES, Analysis, Track
from w12studio.domain.bar_edits import grid_of
from w12studio.domain.events import Events
from w12studio.domain.keys import write_key
from w12studio.domain.pins import PINS
from w12studio.domain.timebase import BarGrid, format_clock
from w12studio.ui.texts import inside, plural, tr, translated

_NAMES = ("C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")


def title_of(kind: str) -> str:
    """Name of a layer as the window shows it."""
    if kind == PINS:
        return tr("Pins")
    return translated(TITLES[kind]) if kind in TITLES else kind


def inside_title(kind: str) -> str:
    """Name of a layer inside a sentence, e.g. "beats"; the user's own names stay as they are."""
    title = title_of(kind)
    return title if title == kind else inside(title)


def note_name(pitch: float) -> str:
    """A fractional MIDI number as a note, e.g. "A4 +12 ct" (60 = C4)."""
    nearest = round(pitch)
    cents = round((pitch - nearest) * 100)
    name = f"{_NAMES[nearest % 12]}{nearest // 12 - 1}"
    return name if cents == 0 else f"{name} {cents:+d} ct"


def tempo_text(analysis: Analysis | None) -> str:
    """e.g. "120.0 BPM" or "118–124 BPM"; "≈ 120 BPM" of a quick grid; "" where unknown."""
    events = _events(analysis, TEMPO)
    known = ~np.isnan(events.values)
    if not known.any():
        return ""
    bpm, weight = events.values[known], np.maximum(events.durations[known], 1e-9)
    order = np.argsort(bpm)
    share = np.cumsum(weight[order]) / weight.sum()
    low, mid, high = (float(bpm[order][np.searchsorted(share, q)]) for q in (0.1, 0.5, 0.9))
    track = analysis.track(TEMPO) if analysis is not None else None
    if track is not None and track.provisional:
        return f"≈ {mid:.0f} BPM"
    return f"{mid:.1f} BPM" if high - low < 0.02 * mid else f"{low:.0f}–{high:.0f} BPM"


def tempo_lines(analysis: Analysis) -> list[tuple[str, str]]:
    """What else is known of the tempo: lines, and what they mean."""
    found = service.tempo_summary(analysis.events(BEATS).times)
    lines = []
    if np.isfinite(found.mode_bpm):
        lines.append(
            (
                tr("median; the mode is {bpm} BPM", bpm=f"{found.mode_bpm:.1f}"),
                tr("The mode is the tempo that most beats have"),
            )
        )
    steady = found.steadiness
    if steady.verdict:
        off = tr(
            "{verdict}: up to {n} ms off a straight grid",
            verdict=translated(steady.verdict),
            n=f"{1000 * steady.deviation_s:,.0f}",
        )
        lines.append((off, tr("How steady the tempo is, and how far a beat lies off at most")))
    return lines


def meter_text(analysis: Analysis | None) -> str:
    """e.g. "4/4"; "4/4, changing" where several hold; "" where unknown, or only assumed by a quick grid."""
    track = analysis.track(METER) if analysis is not None else None
    if track is not None and track.provisional:
        return ""
    return _changing(_events(analysis, METER))


def key_text(analysis: Analysis | None) -> str:
    """e.g. "A minor"; "" where unknown."""
    return _changing(_events(analysis, KEY))


def key_notations(analysis: Analysis | None) -> str:
    """The key for DJs, e.g. "8A, Open Key 1m"; "" where unknown."""
    label = _dominant(_events(analysis, KEY))[0]
    wheel, open_key = write_key(label, "wheel"), write_key(label, "open")
    return tr("{wheel}, Open Key {open_key}", wheel=wheel, open_key=open_key) if wheel != label else ""


def runner_up(analysis: Analysis) -> str:
    """The second likeliest key with its probability, e.g. "C major 30%"; "" where unknown."""
    track = analysis.track(KEY)
    curve = track.curve if track is not None and not track.edited else None
    if curve is None or len(curve) != 1 or len(curve.bins) < 2:
        return ""
    *_, second, best = (int(i) for i in np.argsort(np.nan_to_num(curve.values[0])))
    if track is not None and track.events.labels != (curve.bins[best],):  # it follows from corrected keys over time
        return ""
    return f"{curve.bins[second]} {curve.values[0, second]:.0%}"


def key_confidence(analysis: Analysis | None) -> float | None:
    """Of the key that holds longest, 0..1; None where unknown."""
    return _dominant(_events(analysis, KEY))[1]


def mean_confidence(events: Events) -> float | None:
    """Mean of the confidences that are known, 0..1; None where none is."""
    known = events.confidences[~np.isnan(events.confidences)]
    return float(known.mean()) if known.size else None


def bars_beats(grid: BarGrid, time: float) -> str:
    """Bar and beat at a time, e.g. "12:3"; dashes where no beats are known."""
    musical = grid.musical_time(time)
    return "–:–" if musical is None else f"{musical.bar}:{musical.beat}"


def bars_beats_of(analysis: Analysis | None) -> BarGrid:
    """The grid of a recording's beats; empty where there are none. Beats at one and the same time count once."""
    return BarGrid([], []) if analysis is None else grid_of(analysis)


def value_text(kind: str, value: float) -> str:
    """The value of an event as its layer means it; "" where there is none."""
    if np.isnan(value):
        return ""
    if kind in (BEATS, METER):
        return f"{value:.0f}"
    if kind == NOTES:
        return note_name(value)
    if kind == TEMPO:
        return f"{value:.2f}"
    return f"{value:.3g}"


def count_text(track: Track) -> str:
    """How much a layer holds, e.g. "412 events", or "7 values" of the whole recording."""
    n = len(track.events)
    if n == 0 and track.curve is not None:
        return tr("a curve")
    if n == 0 and (known := sum(f.value is not None for f in track.facts)):
        return plural("{n} value", "{n} values", known)
    return plural("{x} event", "{x} events", n, x=f"{n:,}")


def channels_text(n: int) -> str:
    """e.g. "stereo" or "6 channels"."""
    if n in (1, 2):
        return tr("mono") if n == 1 else tr("stereo")
    return tr("{n} channels", n=n)


def size_text(n_bytes: int) -> str:
    """e.g. "4.2 MB"."""
    size = float(n_bytes)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return tr("{n} bytes", n=f"{size:.0f}") if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def time_left_text(seconds: float | None) -> str:
    """e.g. "12 s left"; "" where nothing can be said."""
    if seconds is None:
        return ""
    if seconds < 90:
        return tr("{n} s left", n=max(round(seconds), 1))
    return tr("{time} left", time=format_clock(seconds, 0))


def parse_clock(text: str) -> float:
    """Seconds of "83.5", "1:23.5" or "1:01:23.5".

    Raises
    ------
    ValueError
        For anything else, and for negative times.
    """
    parts = text.strip().replace(",", ".").split(":")
    numbers = [float(p) for p in parts]
    if len(numbers) > 3 or any(not np.isfinite(n) or n < 0 for n in numbers):
        raise ValueError(f"not a time: {text!r}")
    seconds = 0.0
    for n in numbers:
        seconds = seconds * 60 + n
    return seconds


def _events(analysis: Analysis | None, kind: str) -> Events:
    return Events() if analysis is None else analysis.events(kind)


def _changing(events: Events) -> str:
    """Label that holds longest, with a remark where others hold for more than a tenth."""
    label, _, several = _dominant(events)
    return tr("{label}, changing", label=label) if several else label


def _dominant(events: Events) -> tuple[str, float | None, bool]:
    """Label that holds longest, its confidence, and whether others hold for more than a tenth."""
    held: dict[str, float] = {}
    for i, label in enumerate(events.labels):
        held[label] = held.get(label, 0.0) + max(float(events.durations[i]), 1e-9)
    if not held:
        return "", None, False
    label = max(held, key=lambda x: held[x])
    several = held[label] < 0.9 * sum(held.values())
    own = np.array([x == label for x in events.labels])
    known = events.confidences[own & ~np.isnan(events.confidences)]
    confidence = float(known.mean()) if known.size else None
    return label, confidence, several
