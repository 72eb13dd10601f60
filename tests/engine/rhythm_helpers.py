"""Recordings made of arithmetic, and a job that notes what it is told."""

import numpy as np

from w12studio.domain.errors import Cancelled
from w12studio.engine.store import SharedAudio

RATE = 44100


class NotingJob:
    """Keeps what an estimator says; cancels when a share of the work is reached."""

    def __init__(self, cancel_at=None):
        self.fractions = []
        self.tracks = []
        self.cancel_at = cancel_at

    def progress(self, fraction):
        self.fractions.append(fraction)
        if self.cancel_at is not None and fraction >= self.cancel_at:
            raise Cancelled

    def emit(self, track):
        self.tracks.append(track)


def store(folder, samples, rate=RATE, name="audio"):
    """A store of samples, shape (n,) or (n, channels)."""
    samples = np.asarray(samples, dtype=np.float32)
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    path = folder / f"{name}.f32"
    samples.tofile(path)
    return SharedAudio(str(path), rate, channels, samples.shape[0])


def band(seconds=20.0, bpm=120.0, beats_per_bar=4, rate=RATE, seed=0):
    """A small band: kick on 1 and 3, snare on the others, hats between, a bass and a C major chord a bar.

    Returns
    -------
    samples : ndarray of float32
    beats : ndarray
        Times of the beats in s.
    """
    rng = np.random.default_rng(seed)
    n = int(seconds * rate)
    out = np.zeros(n + rate)
    beat_s = 60.0 / bpm
    beats = np.arange(0.5, seconds - 0.2, beat_s)

    def put(time, sound):
        i = int(time * rate)
        out[i : i + sound.size] += sound[: max(0, out.size - i)]

    def tone(hz, length, decay):
        t = np.arange(int(length * rate)) / rate
        return sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 2, 3)) * np.exp(-t / decay)

    t = np.arange(int(0.15 * rate)) / rate
    kick = np.sin(2 * np.pi * (50 + 80 * np.exp(-t / 0.02)) * t) * np.exp(-t / 0.05)
    roots = [130.81, 174.61, 196.0, 130.81]
    for i, time in enumerate(beats):
        place = i % beats_per_bar
        noise = rng.standard_normal(t.size) * np.exp(-t / 0.03)
        put(time, 0.9 * kick if place % 2 == 0 else 0.4 * noise)
        put(time + beat_s / 2, 0.1 * noise)
        root = roots[i // beats_per_bar % 4]
        put(time, 0.15 * tone(root / 2, min(0.9 * beat_s, 1.0), 0.2))
        if place == 0:
            put(time, 0.5 * kick)
            for third in (1.0, 1.2599, 1.4983):
                put(time, 0.08 * tone(root * 2 * third, 1.0, 0.6))
    out = out[:n]
    return (0.5 * out / np.abs(out).max()).astype(np.float32), beats


def sixteen_bit(samples):
    """Rounded to what a 16 bit file holds: the samples as floats, and as integers."""
    integers = np.clip(np.rint(samples * 32768.0), -32768, 32767).astype(np.int16)
    return (integers / np.float32(32768.0)).astype(np.float32), integers


def awkward_recordings():
    """Recordings that hold no music, by name: (samples, rate)."""
    rng = np.random.default_rng(1)
    click = np.zeros(3 * RATE)
    click[RATE] = 1.0
    sine = 0.5 * np.sin(2 * np.pi * 440 * np.arange(4 * RATE) / RATE)
    noise = 0.3 * rng.standard_normal(4 * RATE)
    return {
        "nothing": (np.zeros(0), RATE),
        "one sample": (np.ones(1), RATE),
        "silence": (np.zeros(3 * RATE), RATE),
        "one click": (click, RATE),
        "pure tone": (sine, RATE),
        "white noise": (noise, RATE),
        "0.3 s": (noise[: int(0.3 * RATE)], RATE),
        "0.05 s": (noise[: int(0.05 * RATE)], RATE),
        "offset": (np.ones(3 * RATE), RATE),
        "stereo at 8 kHz": (noise[: 6 * 8000].reshape(-1, 2), 8000),
    }
