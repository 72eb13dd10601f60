"""Standard MIDI file: the beats as a tempo map that never drifts, markers, clicks, transients and notes.

Format 1. The first track holds the tempo map and the time signatures (see `tempo_map`), markers (``FF 06``:
labels and layers of the user's own), key signatures, and chords as markers, lyrics (``FF 05``) or text (``FF 01``).
Keys over time stand in place of the key of the whole recording where they change. Then, where there is something to
write, a track each of clicks and of transients (channel 10) and of notes with pitch bend (channel 1, range set by
RPN 0). Text is UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    KEY,
    KINDS,
    LOCAL_KEYS,
    METER,
    NOTES,
    PITCH,
    SECTIONS,
    TEMPO,
    TITLES,
    TRANSIENTS,
    Analysis,
)
from w12studio.domain.errors import ExportError
from w12studio.domain.events import Events
from w12studio.domain.keys import parse_key
from w12studio.domain.straighten import straighten
from w12studio.domain.timebase import BarGrid
from w12studio.export import midi_read, smf, tempo_map
from w12studio.export.base import (
    Format,
    Option,
    Options,
    Rendered,
    clean_label,
    counted,
    foreseen,
    nearest_errors,
    paired_error,
)
from w12studio.export.losses import Losses
from w12studio.export.marks import spare_key
from w12studio.export.midi_notes import BEND_RANGE, Note, notes_of

#: Beats are nearer than this, in s, where the tempo follows each of them; so is all else, unless a tick of the tempo
#: at that place is longer.
TIMING_BOUND_S = 1e-3
#: Longest recording that is written, in s; ticks would overflow in other programs.
LONGEST_S = 100 * 3600.0
CLICK_DOWNBEAT, CLICK_BEAT, TRANSIENT_KEY = 76, 77, 37
_DRUMS, _MELODY = 9, 0
#: Types of meta events, and mido's names of them.
_TEXTS = {"text": 1, "lyrics": 5, "markers": 6}
_TYPES = {"text": "text", "lyrics": "lyrics", "markers": "marker"}
_CLICK_S, _HIT_S = 0.05, 0.03


def usable(events: Events) -> Events:
    """Events that a MIDI file can place: from 0 s to `LONGEST_S`."""
    return events if _all_usable(events) else events[events.span(0.0, LONGEST_S)]


def _all_usable(events: Events) -> bool:
    return not len(events) or bool(events.times[0] >= 0 and events.times[-1] < LONGEST_S)


def beat_grid(analysis: Analysis) -> BarGrid:
    """Usable beats, one a time."""
    beats = usable(analysis.events(BEATS))
    times, index = np.unique(beats.times, return_index=True)
    return BarGrid(times, beats.values[index])


def meter_of(analysis: Analysis) -> tempo_map.Meter:
    """How a beat is written, by the meter layer's first entry ("6/8" with 2 beats a bar: dotted quarters)."""
    meters = analysis.events(METER)
    for i, label in enumerate(meters.labels):
        match = re.fullmatch(r"\s*(\d{1,3})\s*/\s*(1|2|4|8|16|32)\s*", label)
        if match is None:
            continue
        numerator, denominator = int(match[1]), int(match[2])
        beats = meters.values[i]
        compound = np.isfinite(beats) and beats >= 1 and numerator == 3 * round(float(beats))
        return tempo_map.Meter(denominator, 3 if compound else 1)
    return tempo_map.Meter()


def _map_of(grid: BarGrid, analysis: Analysis, options: Options) -> tempo_map.TempoMap:
    ticks = options["ticks_per_quarter"]
    if not grid.times.size:
        return tempo_map.fixed(ticks)
    anchors = None
    if options["error_ms"] and grid.times.size > 1:
        room = options["error_ms"] / 1000 - 1.25e-6 * tempo_map.ANCHOR_RESIDUE_US
        anchors = [a.beat for a in straighten(grid.times, room)]
    return tempo_map.build(grid, meter_of(analysis), ticks, anchors)


def foresee(analysis: Analysis, options: Options) -> str:
    """How many tempo changes the file would have."""
    grid = beat_grid(analysis)
    n = len(_map_of(grid, analysis, options).tempos)
    return foreseen(n, "tempo change", grid.times.size, options["error_ms"])


def render(analysis: Analysis, options: Options) -> Rendered:
    """The file; see the head of the module."""
    losses = _losses(analysis)
    if options["chords"] == "none":
        losses.left_out(len(analysis.events(CHORDS)), "chords", "chords")
    notes: list[str] = []
    grid = beat_grid(analysis)
    placed = _map_of(grid, analysis, options)
    if not grid.times.size:
        notes.append("There are no beats: the tempo map is a fixed 120 BPM, and times are right all the same.")
    elif not grid.is_downbeat.any():
        notes.append("No downbeat is known: bars of four beats are counted from the first beat.")
    if placed.split_bars:
        notes.append(f"{counted(placed.split_bars, 'very long bar')} became several bars.")

    conductor = [smf.text(0, 3, "Tempo map" if grid.times.size else midi_read.NO_BEATS)]
    conductor += [smf.tempo(*row) for row in placed.tempos]
    conductor += [smf.time_signature(*row) for row in placed.signatures]
    tracks = [conductor]
    count = grid.times.size
    if options["markers"] or options["chords"] != "none":
        marks = _markers(analysis, placed, options)
        conductor += marks
        count += len(marks)
    if options["click"] and grid.times.size:
        tracks.append(_clicks(grid, placed))
    transients = usable(analysis.events(TRANSIENTS))
    if options["transients"] and len(transients):
        tracks.append(_hits(transients, placed, losses))
        count += len(tracks[-1]) // 2
    if options["notes"]:
        melody, missing = _melody(analysis, options)
        losses.missing(missing, f"{counted(missing, 'note')} without a pitch that MIDI has")
        if melody:
            tracks.append(_note_track(melody, placed))
            count += len(melody)
    end = int(placed.to_ticks(max(0.0, min(analysis.duration, LONGEST_S))))
    end = max([end, *(m[0] for track in tracks for m in track)])
    if options["span_note"]:
        tracks.append([smf.text(0, 3, "Span"), *smf.note(0, max(end, 1), 15, 0, 1)])
    content = smf.assemble(tracks, options["ticks_per_quarter"], end)
    return Rendered((("", content),), int(count), losses.sentences(), tuple(notes))


def _losses(analysis: Analysis) -> Losses:
    losses = Losses.of(analysis, curves=False)
    for kind, track in analysis.tracks.items():
        events = track.events
        beyond = len(events) - len(usable(events))
        losses.missing(beyond, f"{counted(beyond, 'event')} of {kind} before 0 s or after 100 hours")
        if kind not in (PITCH, TEMPO):  # those are what the notes and the tempo map are made of
            losses.curve(track)
        if kind not in KINDS or kind == SECTIONS:
            spans = int((events.durations > 0).sum())
            losses.missing(spans, f"the ends of {counted(spans, 'region')} of {kind}")
        elif kind in (KEY, LOCAL_KEYS):
            unknown = sum(parse_key(x) is None for x in events.labels)
            losses.changed(unknown, f"{counted(unknown, 'key')} without a signature went in as a marker only")
    beats = usable(analysis.events(BEATS))
    same = len(beats) - np.unique(beats.times).size
    losses.missing(same, f"{counted(same, 'beat')} at the time of another one")
    return losses


def _markers(analysis: Analysis, placed: tempo_map.TempoMap, options: Options) -> list[smf.Message]:
    out: list[smf.Message] = []
    for kind, events in marked(analysis, options):
        ticks = placed.to_ticks(events.times).tolist()
        for tick, label in zip(ticks, events.labels, strict=True):
            key = parse_key(label) if kind in (KEY, LOCAL_KEYS) else None
            if key is not None:
                out.append(smf.key_signature(tick, key.signature(), key.mode == "minor"))
            text = clean_label(label or TITLES.get(kind, kind))
            out.append(smf.text(tick, _TEXTS[_text_of(kind, options)], text))
    return out


def _text_of(kind: str, options: Options) -> str:
    """What the labels of a layer become: "markers", "lyrics" or "text"."""
    return str(options["chords"]) if kind == CHORDS else "markers"


def marked(analysis: Analysis, options: Options) -> list[tuple[str, Events]]:
    """What becomes markers or text: keys, chords, layers of the user's own, and whatever else carries a label."""
    out = []
    spare = spare_key(analysis)
    for kind, track in analysis.tracks.items():
        if kind == spare:
            continue
        if (options["chords"] == "none") if kind == CHORDS else not options["markers"]:
            continue
        events = usable(track.events)
        if kind in KINDS and kind not in (KEY, LOCAL_KEYS, CHORDS):
            if kind == METER:
                continue
            rows = [i for i, label in enumerate(events.labels) if label]
            events = Events.from_columns(events.times[rows], labels=[events.labels[i] for i in rows])
        out.append((kind, events))
    return out


def _clicks(grid: BarGrid, placed: tempo_map.TempoMap) -> list[smf.Message]:
    ticks = placed.beat_ticks
    ends = np.maximum(ticks + 1, placed.to_ticks(grid.times + _CLICK_S))
    ends[:-1] = np.minimum(ends[:-1], ticks[1:])
    out = [smf.text(0, 3, TITLES[BEATS])]
    for start, end, down in zip(ticks.tolist(), ends.tolist(), grid.is_downbeat.tolist(), strict=True):
        key, velocity = (CLICK_DOWNBEAT, 120) if down else (CLICK_BEAT, 90)
        out += smf.note(start, end, _DRUMS, key, velocity)
    return out


def _hits(events: Events, placed: tempo_map.TempoMap, losses: Losses) -> list[smf.Message]:
    strength = np.nan_to_num(np.clip(events.values, 0, 1), nan=0.75)
    ticks, index = np.unique(placed.to_ticks(events.times), return_index=True)
    merged = len(events) - ticks.size
    losses.missing(merged, f"{counted(merged, 'transient')} nearer than a tick to another one")
    ends = np.maximum(ticks + 1, placed.to_ticks(events.times[index] + _HIT_S))
    ends[:-1] = np.minimum(ends[:-1], ticks[1:])
    out = [smf.text(0, 3, TITLES[TRANSIENTS])]
    velocities = np.rint(1 + 126 * strength[index]).astype(int)
    for start, end, velocity in zip(ticks.tolist(), ends.tolist(), velocities.tolist(), strict=True):
        out += smf.note(start, end, _DRUMS, TRANSIENT_KEY, velocity)
    return out


def _melody(analysis: Analysis, options: Options) -> tuple[list[Note], int]:
    notes, missing = notes_of(analysis, options["bend"])
    return [n for n in notes if 0 <= n.start < LONGEST_S], missing


def _note_track(notes: Sequence[Note], placed: tempo_map.TempoMap) -> list[smf.Message]:
    out = [smf.text(0, 3, TITLES[NOTES])]
    if any(n.bends for n in notes):
        out += [
            smf.control(0, _MELODY, number, value)
            for number, value in ((101, 0), (100, 0), (6, BEND_RANGE), (38, 0), (101, 127), (100, 127))
        ]
    starts = placed.to_ticks([n.start for n in notes])
    ends = np.maximum(starts + 1, placed.to_ticks([min(n.end, LONGEST_S) for n in notes]))
    next_of_key: dict[int, int] = {}
    for i in range(len(notes) - 1, -1, -1):  # a key can sound once: the next note of it ends the one before
        key = notes[i].key
        ends[i] = max(min(int(ends[i]), next_of_key.get(key, int(ends[i]))), int(starts[i]))
        next_of_key[key] = int(starts[i])
    for note, start, end in zip(notes, starts.tolist(), ends.tolist(), strict=True):
        if end <= start:
            end = start + 1
        out += smf.note(start, end, _MELODY, note.key, 100)
        if note.bends:
            ticks = placed.to_ticks([time for time, _ in note.bends]).tolist()
            out += [smf.bend(t, _MELODY, b) for t, (_, b) in zip(ticks, note.bends, strict=True)]
    return out


# -- checking ----------------------------------------------------------------------------------------------


def verify(paths: Sequence[Path], analysis: Analysis, options: Options) -> float:
    """Read the file with mido, recompute every time from the tempo map in it, and compare.

    Beats have to lie on the lattice that the file's time signatures span, downbeats on its bar lines.

    Raises
    ------
    ExportError
        When something is missing or off by more than `TIMING_BOUND_S`; of beats, by more than ``error_ms``.
    """
    score = midi_read.load(paths[0])
    grid = beat_grid(analysis)
    worst = 0.0
    if grid.times.size:
        beats, bars = score.lattice(float(grid.times[-1]) + 1.0)
        errors = [nearest_errors(grid.times, beats), nearest_errors(grid.times[grid.is_downbeat], bars)]
        worst = max(float(e.max()) for e in errors if e.size)
        if options["click"]:
            clicks = score.notes(TITLES[BEATS], _DRUMS)
            worst = max(worst, paired_error(grid.times, clicks.times, "beat"))
    if worst > max(TIMING_BOUND_S, options["error_ms"] / 1000):
        raise ExportError(f"a beat in it is off by {worst * 1000:.2f} ms", advice="Please report this.")
    for times, found in _others(analysis, options, score):
        errors_s = nearest_errors(times, np.sort(found))
        if np.any(errors_s > np.maximum(TIMING_BOUND_S, score.half_tick(times) + 2e-6)):
            late = float(errors_s.max()) * 1000
            raise ExportError(f"an event in it is off by {late:.2f} ms", advice="Please report this.")
        worst = max(worst, float(errors_s.max(initial=0.0)))
    return worst


def _others(
    analysis: Analysis, options: Options, score: midi_read.Score
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    out = []
    kinds = {"markers", *({options["chords"]} - {"none"})}
    for text in kinds:
        among = [e.times for k, e in marked(analysis, options) if text == _text_of(k, options)]
        out.append((np.concatenate([np.zeros(0), *among]), score.text_times(_TYPES[text])))
    if options["transients"]:
        out.append((usable(analysis.events(TRANSIENTS)).times, score.notes(TITLES[TRANSIENTS], _DRUMS).times))
    if options["notes"]:
        melody, _ = _melody(analysis, {**options, "bend": False})
        starts = np.array([n.start for n in melody], dtype=np.float64)
        out.append((starts, score.notes(TITLES[NOTES], _MELODY).times))
    return out


FORMAT = Format(
    name="midi",
    title="MIDI file",
    suffix=".mid",
    description="Tempo map and time signatures that follow every beat, with markers, clicks, transients "
    "and notes; for sequencers and notation programs.",
    render=render,
    verify=verify,
    read=midi_read.read,
    foresee=foresee,
    options=(
        Option(
            "error_ms",
            "Largest distance of a beat from the tempo map; 0 follows every beat, more needs fewer tempo changes.",
            0,
            (),
            0,
            50,
            unit="ms",
        ),
        Option("click", "A track of clicks, the downbeat different.", True),
        Option("transients", "A track of hits at the transients, as loud as they are strong.", True),
        Option("notes", "A track of the notes, or of what the pitch curve sings.", True),
        Option("bend", "Pitch bend along the notes.", True),
        Option("markers", "Labels as markers and keys as key signatures.", True),
        Option("chords", "How chords are written.", "markers", ("markers", "lyrics", "text", "none")),
        Option("span_note", "A silent note over the whole length: Live takes a tempo map only then.", False),
        Option("ticks_per_quarter", "Ticks a quarter note.", 960, (480, 960, 1920, 3840)),
    ),
)
