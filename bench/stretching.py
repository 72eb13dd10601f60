"""What other speeds cost, and how exact they are in time.

    python bench/stretching.py

CPU time a second of sound that comes out (stereo, 44.1 kHz): of the worker that stretches, and of the thread that mixes
with clicks of four kinds, pitch and notes. Attacks: where half of the energy of short bursts has come, against their
place divided by the speed, over a minute of output; how long they have become. With `pedalboard` installed its
Rubber Band (R3, the finer engine) is measured in the same way.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.ui.scenes import layers, store_audio
from w12studio.domain.analysis import Analysis, AudioFacts
from w12studio.engine.sound.layers import CLICKS, Heard, Levels
from w12studio.engine.sound.renderer import Renderer
from w12studio.engine.sound.stretch_server import Pieces, stretch_here
from w12studio.engine.sound.stretching import Piece, render_piece, stretched
from w12studio.engine.sound.tape import Tape
from w12studio.engine.store import SharedAudio

RATE = 44_100
SPEEDS = (0.25, 0.5, 0.75, 1.5, 2.0)
BLOCK = 256


def bursts(seconds: float) -> tuple[np.ndarray, np.ndarray]:
    """Decaying noise twice a second, about, on a faint noise: stereo samples, and the places."""
    rng = np.random.default_rng(0)
    n = round(seconds * RATE)
    places = np.arange(RATE // 2, n - RATE // 2, RATE // 2)
    places = places + rng.integers(-2000, 2000, places.size)
    samples = (0.002 * rng.normal(size=n)).astype(np.float32)
    burst = 0.3 * rng.normal(size=400) * np.exp(-np.arange(400) / 80)
    for place in places:
        samples[place : place + 400] += burst
    return np.repeat(samples[:, None], 2, axis=1).astype(np.float32), places


def attacks(out: np.ndarray, places: np.ndarray, speed: float) -> str:
    """How late attacks are, and how long."""
    late, length = [], []
    for place in places:
        at = int(place / speed)
        begin = max(at - 6000, 0)
        energy = np.cumsum(out[begin : at + 6000, 0].astype(np.float64) ** 2)
        if energy.size < 8000:
            continue
        first, half, last = np.searchsorted(energy / energy[-1], [0.1, 0.5, 0.9])
        late.append((begin + half - place / speed) * 1000 / RATE)
        length.append((last - first) * 1000 / RATE)
    return f"late by {np.median(late):6.1f} ms, worst {np.max(np.abs(late)):6.1f} ms, {np.median(length):5.1f} ms long"


def whole(audio: SharedAudio, speed: float) -> np.ndarray:
    """As the player hears it: piece by piece."""
    renderer = Renderer(audio, RATE)
    renderer.set_speed(speed)
    renderer.seek(0)
    n = round(audio.duration / speed * RATE)
    return np.concatenate([renderer.render(min(RATE, n - at)) for at in range(0, n, RATE)])


def rubber_band(samples: np.ndarray, speed: float) -> np.ndarray:
    """The same by pedalboard."""
    import pedalboard

    return pedalboard.time_stretch(samples.T, RATE, stretch_factor=speed, high_quality=True).T


def cpu_a_second(function: Callable[[], np.ndarray]) -> float:
    """CPU time a second of what comes out."""
    begin = process_time()
    out = function()
    return (process_time() - begin) / (len(out) / RATE)


def mixing_cpu(audio: SharedAudio, speed: float, seconds: float = 8.0) -> float:
    """CPU time of the mixing thread a second of sound, the stretched pieces being there already."""
    made: dict[tuple[int, int], Pieces] = {}

    def kept(piece: Piece) -> Pieces:
        key = (piece.first, piece.n)
        if key not in made:
            made[key] = stretch_here(piece)
        return made[key]

    facts = AudioFacts("bursts.wav", "", RATE, 2, audio.n_samples)
    heard = Heard.of(Analysis(facts, {t.kind: t for t in layers(audio.duration, 120)}))
    spent = 0.0
    for _ in range(2):  # the first time makes the pieces
        renderer = Renderer(audio, 48_000, kept)
        renderer.set_speed(speed)
        renderer.set_heard(heard)
        renderer.set_levels(Levels(pitch=1.0, notes=1.0, **dict.fromkeys(CLICKS, 1.0)))
        renderer.seek(0)
        begin = process_time()
        for _ in range(round(seconds * 48_000 / BLOCK)):
            renderer.render(BLOCK)
        spent = process_time() - begin
    return spent / seconds


def main() -> None:
    """Measure and print."""
    samples, places = bursts(60.0)
    with tempfile.TemporaryDirectory() as home:
        audio = store_audio(Path(home), samples, RATE)
        for speed in SPEEDS:
            first = Piece(Tape(audio, 0), speed, 0, round(0.19 * RATE))
            render_piece(first)
            begin = process_time()
            render_piece(first)
            first_ms = (process_time() - begin) * 1000
            cost = cpu_a_second(lambda s=speed: stretched(samples, RATE, s))
            mixing = mixing_cpu(audio, speed)
            print(
                f"speed {speed:4}: worker {cost:.3f} s a second, first piece {first_ms:4.1f} ms, mixing {mixing:.3f} s"
            )
            print(f"    attacks {attacks(whole(audio, speed), places, speed)}", flush=True)
        print(f"speed  1.0: mixing {mixing_cpu(audio, 1.0):.3f} s a second")
        for speed in SPEEDS if importlib.util.find_spec("pedalboard") else ():
            cost = cpu_a_second(lambda s=speed: rubber_band(samples, s))
            print(f"Rubber Band {speed:4}: {cost:.3f} s a second")
            print(f"    attacks {attacks(rubber_band(samples, speed), places, speed)}", flush=True)


if __name__ == "__main__":
    main()
