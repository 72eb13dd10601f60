"""Recordings made up for tests and benchmarks of the timeline, with every layer filled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import (
    BEATS,
    CHORDS,
    LOCAL_KEYS,
    LOUDNESS,
    NOTES,
    PITCH,
    SECTIONS,
    TAGS,
    TEMPO,
    TRANSIENTS,
    Analysis,
    AudioFacts,
    Source,
    Track,
)
from w12studio.domain.curves import Curve
from w12studio.domain.events import Events
from w12studio.domain.peaks import block_peaks
from w12studio.service import SharedAudio
from w12studio.ui.session import Session


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a Session is filled with."""

    analysis: Analysis
    peaks: NDArray[np.float32]
    audio: SharedAudio

    def open_in(self, session: Session) -> None:
        """Put it into a session, as the engine's messages would."""
        session.open(self.analysis)
        session.add_peaks(self.peaks, last=True)
        session.set_audio(self.audio)


def store_audio(folder: Path, samples: NDArray[np.floating], sample_rate: int) -> SharedAudio:
    """Write samples, shape (n, channels), into a store."""
    path = folder / "scene.f32"
    with path.open("wb") as f:
        np.ascontiguousarray(samples, dtype=np.float32).tofile(f)
    return SharedAudio(str(path), sample_rate, samples.shape[1], samples.shape[0])


def synthetic_audio(seconds: float, sample_rate: int, beat_times: NDArray[np.floating]) -> NDArray[np.float32]:
    """A gliding tone with a decaying click at each beat, stereo; the second channel is softer."""
    n = round(seconds * sample_rate)
    out = np.empty((n, 2), dtype=np.float32)
    step = sample_rate * 60
    for begin in range(0, n, step):
        t = np.arange(begin, min(begin + step, n), dtype=np.float32) / sample_rate
        swell = 0.3 + 0.2 * np.sin(2 * np.pi * t / 17)
        tone = swell * np.sin(2 * np.pi * 220 * t + 40 * np.sin(2 * np.pi * t / 4))
        out[begin : begin + step, 0] = tone
        out[begin : begin + step, 1] = 0.6 * tone
    length = round(0.08 * sample_rate)
    rng = np.random.default_rng(1)
    click = (rng.normal(0, 0.25, length) * np.exp(-np.arange(length) / (0.012 * sample_rate))).astype(np.float32)
    for time in beat_times:
        at = round(time * sample_rate)
        part = out[at : at + length]
        part += click[: part.shape[0], None]
    return np.clip(out, -1, 1)


def layers(seconds: float, n_beats: int, n_pitch: int | None = None) -> list[Track]:
    """All layers: a tempo that drifts, four beats a bar, transients at and between the beats, pitch with gaps."""
    rng = np.random.default_rng(7)
    place = np.linspace(0, 1, n_beats, endpoint=False)
    beats = seconds * (place + 0.004 * np.sin(place * 40)) + 0.25
    beats = np.sort(beats[beats < seconds])
    sure = np.clip(0.85 + 0.15 * np.sin(np.arange(beats.size) / 9) - (rng.random(beats.size) < 0.05) * 0.6, 0, 1)
    offbeats = (beats[1:] + beats[:-1]) / 2
    onsets = np.sort(np.concatenate([beats + 0.004, offbeats[rng.random(offbeats.size) < 0.7]]))
    bpm = 60 / np.diff(beats)
    rate = 100.0 if n_pitch is None else n_pitch / seconds
    t = np.arange(round(seconds * rate)) / rate
    midi = 62 + 7 * np.sin(t / 3.1) + 3 * np.sin(t * 1.7) + 0.3 * np.sin(t * 35)
    voiced = np.sin(t * 1.3) + 0.4 * np.sin(t * 5.1) > -0.6
    f0 = np.where(voiced, 440 * 2 ** ((midi - 69) / 12), np.nan)
    note_times = np.arange(0.3, seconds - 1, 0.6)
    return [
        Track(
            BEATS,
            Events.from_columns(beats, values=np.arange(beats.size) % 4 + 1, confidences=sure),
            source=Source("madmom-downbeats", "0.17"),
        ),
        Track(
            TRANSIENTS,
            Events.from_columns(onsets, values=np.clip(rng.beta(2, 2, onsets.size), 0, 1)),
            source=Source("superflux", "1.0"),
        ),
        Track(
            TEMPO,
            curve=Curve(np.interp(t[::10], beats[:-1], bpm) if bpm.size else t[::10] * 0, rate / 10, unit="BPM"),
            source=Source("beats"),
        ),
        Track(
            PITCH,
            curve=Curve(f0, rate, unit="Hz", confidence=np.clip(0.6 + 0.4 * np.sin(t * 0.9), 0, 1)),
            source=Source("swift-f0", "0.3.0"),
        ),
        Track(
            NOTES,
            Events.from_columns(
                note_times, np.full(note_times.size, 0.45), np.round(62 + 7 * np.sin(note_times / 3.1))
            ),
        ),
        *harmony_and_sound(seconds, beats),
    ]


def harmony_and_sound(seconds: float, beats: NDArray[np.floating]) -> list[Track]:
    """Chords every other beat, four sections, a change of key, loudness, and scores of tags."""

    def regions(kind: str, edges: NDArray[np.floating], labels: tuple[str, ...], name: str) -> Track:
        edges = np.append(edges[edges < seconds], seconds)
        named = [labels[i % len(labels)] for i in range(edges.size - 1)]
        sure = np.full(edges.size - 1, 0.8)
        return Track(kind, Events.from_columns(edges[:-1], np.diff(edges), None, sure, named), source=Source(name))

    t = np.arange(round(seconds * 10)) / 10
    momentary = -18 + 6 * np.sin(t / 3) + np.sin(t * 7)
    loudness = np.stack([momentary, -18 + 5 * np.sin(t / 3)], axis=1)
    tags = ("guitar", "slow", "strings", "drums", "electronic", "fast", "piano", "ambient")
    place = np.arange(max(round(seconds / 3), 1))
    scores = np.clip(np.sin(place[:, None] / 4 + np.arange(8)) * np.linspace(0.9, 0.2, 8), 0, 1)
    quarters = seconds * np.arange(4) / 4
    return [
        regions(CHORDS, np.append(0.0, beats[::2]), ("Am", "F", "C", "G", "F#m", "Bb7"), "chords"),
        regions(LOCAL_KEYS, quarters[:3:2], ("A minor", "C major"), "keys"),
        regions(SECTIONS, quarters, ("A", "B", "A'", "intermezzo"), "sections"),
        Track(LOUDNESS, curve=Curve(loudness, 10.0, unit="LUFS", bins=("momentary", "short-term"))),
        Track(TAGS, curve=Curve(scores, 1 / 3, 1.5, "probability", bins=tags)),
    ]


def synthetic_scene(
    folder: Path, seconds: float = 20.0, n_beats: int = 40, sample_rate: int = 22_050, n_pitch: int | None = None
) -> Scene:
    """A made-up recording with every layer."""
    tracks = layers(seconds, n_beats, n_pitch)
    samples = synthetic_audio(seconds, sample_rate, tracks[0].events.times)
    audio = store_audio(folder, samples, sample_rate)
    facts = AudioFacts("scene.wav", "", sample_rate, 2, samples.shape[0], "WAV", "PCM_16")
    return Scene(Analysis(facts, {t.kind: t for t in tracks}), block_peaks(samples), audio)
