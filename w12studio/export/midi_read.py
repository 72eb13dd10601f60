"""Reading MIDI files with mido; times are recomputed from the tempo map that the file holds.

Knows nothing of the writer, so that it can check it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from w12studio.domain.analysis import BEATS, NOTES, TITLES, TRANSIENTS, Source, Track
from w12studio.domain.errors import DocumentError
from w12studio.domain.events import Events
from w12studio.export.base import read_bytes

#: More beats than this in one file are a broken tempo map.
MAX_BEATS = 2_000_000
#: Name of the first track of a file whose tempo map says nothing about the music.
NO_BEATS = "Fixed tempo"
_DRUMS = 9


@dataclass(frozen=True, slots=True)
class Score:
    """What a MIDI file says.

    Attributes
    ----------
    ticks_per_quarter : int
    tempo_ticks, tempo_times, tempos : ndarray, shape (n,)
        Tick, time in s and microseconds a quarter note of each tempo; the first at tick 0.
    signatures : tuple of (int, int, int)
        Tick, numerator, denominator; the first at tick 0.
    tracks : tuple of (str, tuple of (int, message))
        Name, and messages with their absolute tick.
    end : int
        Last tick.
    """

    ticks_per_quarter: int
    tempo_ticks: NDArray[np.float64]
    tempo_times: NDArray[np.float64]
    tempos: NDArray[np.float64]
    signatures: tuple[tuple[int, int, int], ...]
    tracks: tuple[tuple[str, tuple[tuple[int, Any], ...]], ...]
    end: int

    def seconds(self, ticks: ArrayLike) -> NDArray[np.float64]:
        """Time in s of ticks."""
        at = np.asarray(ticks, dtype=np.float64)
        i = np.searchsorted(self.tempo_ticks, at, side="right") - 1
        per_tick = self.tempos[i] * 1e-6 / self.ticks_per_quarter
        return self.tempo_times[i] + (at - self.tempo_ticks[i]) * per_tick

    def half_tick(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Half the length in s of a tick at each time: what rounding to ticks costs."""
        i = np.clip(np.searchsorted(self.tempo_times, times, side="right") - 1, 0, None)
        before = np.clip(i - 1, 0, None)
        return np.maximum(self.tempos[i], self.tempos[before]) * 0.5e-6 / self.ticks_per_quarter

    def lattice(self, until: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Times in s of all beats (denominator notes) and of all bar lines, up to a time in s.

        Raises
        ------
        DocumentError
            When there are more than `MAX_BEATS`.
        """
        last = self.tempo_ticks[-1]
        rest = (until - self.tempo_times[-1]) * 1e6 / self.tempos[-1] * self.ticks_per_quarter
        stop = int(last + max(rest, 0)) + self.ticks_per_quarter
        beats, bars, count = [np.zeros(0)], [np.zeros(0)], 0.0
        ends = [tick for tick, _, _ in self.signatures[1:]] + [stop]
        for (start, numerator, denominator), end in zip(self.signatures, ends, strict=True):
            step = self.ticks_per_quarter * 4 / denominator
            count += max(0, (end - start) / step)
            if count > MAX_BEATS:
                raise DocumentError("its tempo map holds far too many beats")
            points = np.arange(start, max(start, min(end, stop)), step)
            beats.append(points)
            bars.append(points[:: max(numerator, 1)])
        return self.seconds(np.concatenate(beats)), self.seconds(np.concatenate(bars))

    def notes(self, track: str, channel: int) -> Events:
        """Notes of the tracks of that name, value = MIDI number with the bend at its start."""
        rows: list[tuple[int, int, float]] = []
        for name, messages in self.tracks:
            if name == track:
                rows += _notes(messages, channel)
        if not rows:
            return Events()
        starts = self.seconds([r[0] for r in rows])
        ends = self.seconds([r[1] for r in rows])
        return Events.from_columns(starts, np.maximum(ends - starts, 0), [r[2] for r in rows])

    def text_times(self, kind: str = "marker") -> NDArray[np.float64]:
        """Times in s of all markers, or of all "lyrics" or "text"."""
        return self.seconds([tick for tick, _ in self._texts(kind)])

    def markers(self) -> Events:
        """All markers with their text."""
        rows = self._texts("marker")
        return Events.from_columns(self.seconds([t for t, _ in rows]), labels=[x for _, x in rows])

    def _texts(self, kind: str) -> list[tuple[int, str]]:
        every = ((tick, m) for _, messages in self.tracks for tick, m in messages)
        return [(tick, m.text) for tick, m in every if m.type == kind]


def _notes(messages: tuple[tuple[int, Any], ...], channel: int | None) -> list[tuple[int, int, float]]:
    """Start and end tick and MIDI number of each note; one that is never ended has no length."""
    out: list[tuple[int, int, float]] = []
    open_notes: dict[tuple[int, int], list[int]] = {}
    bends: dict[int, float] = {}
    ranges: dict[int, float] = {}
    rpn: dict[int, tuple[int, int]] = {}
    for tick, m in messages:
        if m.type == "control_change":
            high, low = rpn.get(m.channel, (127, 127))
            if m.control == 101:
                rpn[m.channel] = (m.value, low)
            elif m.control == 100:
                rpn[m.channel] = (high, m.value)
            elif m.control == 6 and (high, low) == (0, 0):
                ranges[m.channel] = float(m.value)
        elif m.type == "pitchwheel":
            bends[m.channel] = m.pitch / 8192
        elif m.type in ("note_on", "note_off") and channel in (None, m.channel):
            waiting = open_notes.setdefault((m.channel, m.note), [])
            if m.type == "note_on" and m.velocity:
                waiting.append(len(out))
                number = m.note + bends.get(m.channel, 0.0) * ranges.get(m.channel, 2.0)
                out.append((tick, tick, number))
            elif waiting:
                i = waiting.pop(0)
                out[i] = (out[i][0], tick, out[i][2])
    return out


def load(path: Path) -> Score:
    """Parse a file.

    Raises
    ------
    DocumentError
        When it is not a MIDI file, is broken, or counts time in frames (SMPTE) instead of beats.
    """
    import mido

    content = read_bytes(path)
    try:
        song = mido.MidiFile(file=io.BytesIO(content), charset="utf-8")
    except UnicodeDecodeError:
        song = _second_try(path, content)
    except Exception as error:  # mido lets whatever its parts raise through: EOFError, KeyError, IndexError ...
        raise DocumentError("it is not a MIDI file, or it is damaged", path) from error
    if song.ticks_per_beat <= 0:
        raise DocumentError("it counts time in frames (SMPTE), not in beats", path)
    return _score(song)


def _second_try(path: Path, content: bytes) -> Any:
    """Older programs write text in Latin-1."""
    import mido

    try:
        return mido.MidiFile(file=io.BytesIO(content), charset="latin1")
    except Exception as error:  # as above
        raise DocumentError("it is not a MIDI file, or it is damaged", path) from error


def _score(song: Any) -> Score:
    tempos: dict[int, int] = {0: 500_000}
    signatures: dict[int, tuple[int, int]] = {0: (4, 4)}
    tracks = []
    end = 0
    for track in song.tracks:
        now = 0
        messages = []
        for m in track:
            now += m.time
            if m.type == "set_tempo":
                tempos[now] = max(m.tempo, 1)
            elif m.type == "time_signature":
                signatures[now] = (m.numerator, m.denominator)
            messages.append((now, m))
        end = max(end, now)
        name = next((m.name for _, m in messages if m.type == "track_name"), "")
        tracks.append((name, tuple(messages)))
    ticks = np.array(sorted(tempos), dtype=np.float64)
    us = np.array([tempos[int(t)] for t in ticks], dtype=np.float64)
    spans = np.diff(ticks) * us[:-1]  # whole numbers below 2**53, so that the sum is exact
    times = np.concatenate([[0.0], np.cumsum(spans)]) * 1e-6 / song.ticks_per_beat
    ordered = tuple((t, *signatures[t]) for t in sorted(signatures))
    return Score(int(song.ticks_per_beat), ticks, times, us, ordered, tuple(tracks), end)


def read(path: Path) -> tuple[Track, ...]:
    """Beats, transients, notes and markers of a MIDI file.

    Beats come from a track of clicks where this program wrote one, else from the tempo map and the time
    signatures, up to the last event.

    Raises
    ------
    DocumentError
        As `load`.
    """
    score = load(path)
    source = Source("import", params=(("file", path.name), ("format", "midi")))
    ours = {TITLES[BEATS], TITLES[TRANSIENTS]}
    others = [row for name, messages in score.tracks if name not in ours for row in _notes(messages, None)]
    starts, ends = score.seconds([r[0] for r in others]), score.seconds([r[1] for r in others])
    melody = Events.from_columns(starts, np.maximum(ends - starts, 0), [r[2] for r in others])
    layers = {
        BEATS: _beats(score),
        TRANSIENTS: score.notes(TITLES[TRANSIENTS], _DRUMS),
        NOTES: melody,
        "markers": score.markers(),
    }
    hits = layers[TRANSIENTS]
    layers[TRANSIENTS] = Events.from_columns(hits.times)
    return tuple(Track(kind, events, source=source) for kind, events in layers.items() if len(events))


def _beats(score: Score) -> Events:
    until = float(score.seconds(score.end))
    beats, bars = score.lattice(until)
    if score.tracks and score.tracks[0][0] == NO_BEATS:
        return Events()
    clicks = score.notes(TITLES[BEATS], _DRUMS)
    times = clicks.times if len(clicks) else beats[beats <= until]
    if not times.size:
        return Events()
    times = np.unique(times)
    nearest = np.clip(np.searchsorted(bars, times + 1e-6) - 1, 0, max(bars.size - 1, 0))
    on_bar = np.abs(bars[nearest] - times) < 1e-6
    since = np.arange(times.size) - np.maximum.accumulate(np.where(on_bar, np.arange(times.size), -1))
    positions = np.where(np.maximum.accumulate(on_bar), since + 1, 0).astype(np.float64)
    return Events.from_columns(times, values=np.where(positions > 0, positions, np.nan))
