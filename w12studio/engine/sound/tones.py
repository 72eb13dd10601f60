"""The pitch curve and the notes as sound: a soft sine that glides, and soft tones with an envelope.

They are made for each frame anew from the place it shows, so they keep their pitch at every speed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.engine.sound.passages import Passage

PITCH_PEAK, NOTE_PEAK = 0.35, 0.3
#: s over which the pitch's loudness goes to another where the place jumps.
JUMP_S = 0.006
#: dB by which a place as much softer than the loudest is sung: half of it.
_QUIET_DB = 30.0
_SILENT_LUFS = -70.0
_CERTAIN = 0.15  # a voicing below it is silent
ATTACK_S, RELEASE_S, DECAY_S = 0.008, 0.05, 0.9
_HARMONICS = ((1, 1.0), (2, 0.32), (3, 0.1))
_MOST_NOTES = 24


@dataclass(frozen=True, slots=True, eq=False)
class Melody:
    """A pitch curve as it is sung.

    Attributes
    ----------
    times : ndarray
        s, ascending.
    octave : ndarray
        log2 of the frequency in Hz, across what is unvoiced too.
    levels : ndarray
        0..1.
    """

    times: NDArray[np.float64]
    octave: NDArray[np.float64]
    levels: NDArray[np.float64]


def melody_of(curve: Curve | None, loudness: Curve | None = None) -> Melody | None:
    """How a curve (f0 in Hz, NaN where unvoiced) is sung; None where there is nothing to sing.

    Takes tens of milliseconds for an hour of curve: not for the thread of the sound.
    """
    if curve is None or not len(curve):
        return None
    f0 = np.asarray(curve.values, dtype=np.float64)
    voiced = np.isfinite(f0) & (f0 > 0)
    if not voiced.any():
        return None
    times = curve.times()
    octave = np.interp(times, times[voiced], np.log2(f0[voiced]))
    sure = np.ones(f0.size) if curve.confidence is None else np.asarray(curve.confidence, dtype=np.float64)
    level = np.where(voiced, np.clip((np.nan_to_num(sure) - _CERTAIN) / (1 - _CERTAIN), 0, 1) ** 0.5, 0.0)
    level = np.convolve(np.pad(level, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return Melody(times, octave, level * _softness(loudness, times))


class PitchTone:
    """A sine that follows a pitch curve: its frequency glides, its loudness follows voicing and loudness."""

    def __init__(self, out_rate: int) -> None:
        self._rate = out_rate
        self._phase = 0.0
        self._level = 0.0  # of the last frame
        self._owed = 0.0  # by how much the level was off after a jump, and how many frames are left of making it up
        self._owed_for = 0
        self._melody: Melody | None = None

    def set_curve(self, curve: Curve | None, loudness: Curve | None = None) -> None:
        """f0 in Hz (NaN where unvoiced), and the loudness of the recording in LUFS where it is known."""
        self.sing(melody_of(curve, loudness))

    def sing(self, melody: Melody | None) -> None:
        """Follow what `melody_of` gave."""
        self._melody = melody

    def add(self, out: NDArray[np.float32], passage: Passage, sample_rate: int, gain: float) -> None:
        """Add the tone of a passage to its frames (changed in place), shape (n,); the recording's rate is in Hz."""
        n = out.size
        if gain <= 0 and self._level <= 1e-6:
            return
        octave, level = self._at((passage.place + passage.step * np.arange(n)) / sample_rate)
        level = level * gain
        expected = self._level
        if passage.jumped or abs(level[0] - expected) > 0.01:  # a seek, a seam, or a volume that was moved
            self._owed, self._owed_for = expected - float(level[0]), round(JUMP_S * self._rate)
        if self._owed_for > 0:
            frames = round(JUMP_S * self._rate)
            m = min(self._owed_for, n)
            left = np.arange(self._owed_for, self._owed_for - m, -1) / frames
            level[:m] = np.maximum(level[:m] + self._owed * left, 0.0)
            self._owed_for -= m
        phase = self._phase + np.cumsum(2.0**octave) / self._rate
        out += (PITCH_PEAK * level * np.sin(2 * np.pi * phase)).astype(np.float32)
        self._phase, self._level = float(phase[-1] % 1.0), float(level[-1])

    def _at(self, times: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """log2 of the frequency, and the level 0..1, at times in s."""
        melody = self._melody
        if melody is None:
            return np.full(times.size, np.log2(220.0)), np.zeros(times.size)
        a = max(int(np.searchsorted(melody.times, times[0])) - 2, 0)
        b = int(np.searchsorted(melody.times, times[-1])) + 2
        near = melody.times[a:b]
        octave = np.interp(times, near, melody.octave[a:b])
        return octave, np.interp(times, near, melody.levels[a:b], left=0.0 if a == 0 else None)


def _softness(loudness: Curve | None, times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gain 0..1 at times, from a loudness in LUFS."""
    if loudness is None or not len(loudness):
        return np.ones(times.size)
    values = np.nan_to_num(np.asarray(loudness.values, dtype=np.float64), nan=_SILENT_LUFS, neginf=_SILENT_LUFS)
    values = values[:, 0] if values.ndim == 2 else values
    loudest = float(np.percentile(values, 95))
    below = np.clip(loudest - np.interp(times, loudness.times(), values), 0.0, _QUIET_DB)
    return np.asarray(10 ** (-below / 40))


@dataclass(slots=True)
class _Note:
    hz: float
    gain: float
    end: float  # sample of the recording
    frame: int = 0  # frames since it began
    released: int = -1  # frames since its end; -1 before


class NoteTones:
    """Soft tones on the notes; each has an attack, a slow decay and a release."""

    def __init__(self, out_rate: int) -> None:
        self._rate = out_rate
        self._notes: list[_Note] = []
        self.set_notes(None, 1)

    def set_notes(self, notes: Events | None, sample_rate: int) -> None:
        """Notes (MIDI numbers as values), and the recording's rate in Hz."""
        events = notes if notes is not None else Events()
        known = np.isfinite(events.values) if len(events) else np.zeros(0, dtype=bool)
        self._starts = events.times[known] * sample_rate if len(events) else np.zeros(0)
        self._ends = self._starts + events.durations[known] * sample_rate if len(events) else np.zeros(0)
        self._hz = 440.0 * 2 ** ((events.values[known] - 69) / 12) if len(events) else np.zeros(0)

    def add(self, out: NDArray[np.float32], passage: Passage, gain: float) -> None:
        """Add the notes of a passage to its frames (changed in place), shape (n,)."""
        if passage.jumped:
            for note in self._notes:
                note.released = max(note.released, 0)
            self._begin_those_at(passage.low, gain)
        for note in self._notes:
            self._sound(out, note, 0, passage)
        if gain > 0:
            first, last = np.searchsorted(self._starts, [passage.low, passage.high])
            for i in range(first, last):
                note = _Note(float(self._hz[i]), gain, float(self._ends[i]))
                self._notes.append(note)
                begin = min(max(round((self._starts[i] - passage.place) / passage.step), 0), out.size - 1)
                self._sound(out, note, begin, passage)
        over = RELEASE_S * self._rate
        self._notes = [note for note in self._notes if note.released < over][-_MOST_NOTES:]

    def _begin_those_at(self, place: float, gain: float) -> None:
        """Notes that are under way at a place that was jumped to."""
        if gain > 0:
            last = int(np.searchsorted(self._starts, place, side="left"))
            for i in range(max(last - _MOST_NOTES, 0), last):
                if self._ends[i] > place:
                    self._notes.append(_Note(float(self._hz[i]), gain, float(self._ends[i])))

    def _sound(self, out: NDArray[np.float32], note: _Note, begin: int, passage: Passage) -> None:
        n = out.size - begin
        frames = note.frame + np.arange(n)
        t = frames / self._rate
        envelope = np.minimum((frames + 1) / (ATTACK_S * self._rate), 1.0) * np.exp(-t / DECAY_S)
        released = note.released
        if released < 0:
            end = int(np.clip(np.ceil((note.end - passage.place) / passage.step) - begin, 0, n))
            after = np.maximum(np.arange(n) - end, 0)
            note.released = n - end if end < n else -1
        else:
            after = released + np.arange(n)
            note.released += n
        envelope *= np.maximum(1 - after / (RELEASE_S * self._rate), 0.0) ** 2
        heard = [(k, level) for k, level in _HARMONICS if k * note.hz < self._rate / 2]
        wave = sum(level * np.sin(2 * np.pi * k * note.hz * t) for k, level in heard)
        out[begin:] += (NOTE_PEAK * note.gain * envelope * wave).astype(np.float32)
        note.frame += n
