"""Features of a recording by our analyser, and the same kinds of features by librosa, in one run.

python bench/essentia_analyzer.py [--seconds 250] [--runs 3]

Librosa is measured twice: as programs usually call it (every feature from the samples, its own hop of 512, chroma from
a constant-Q transform), and as our fallback does (one transform for all spectral features, a hop of 1,024). Both
start from decoded samples at 44.1 kHz; imports and compilation are not counted. CPU time is of one process.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import common
import numpy as np
import soundfile

RATE = 44_100


def as_usual(samples: np.ndarray) -> dict[str, Callable[[], object]]:
    """Calls of librosa, by feature."""
    import librosa

    f = librosa.feature
    return {
        "tempo and beats": lambda: librosa.beat.beat_track(y=samples, sr=RATE),
        "centroid": lambda: f.spectral_centroid(y=samples, sr=RATE),
        "bandwidth": lambda: f.spectral_bandwidth(y=samples, sr=RATE),
        "rolloff": lambda: f.spectral_rolloff(y=samples, sr=RATE),
        "flatness": lambda: f.spectral_flatness(y=samples),
        "flux (onset strength)": lambda: librosa.onset.onset_strength(y=samples, sr=RATE),
        "contrast": lambda: f.spectral_contrast(y=samples, sr=RATE),
        "mfcc": lambda: f.mfcc(y=samples, sr=RATE, n_mfcc=13),
        "zero crossings": lambda: f.zero_crossing_rate(samples),
        "rms": lambda: f.rms(y=samples),
        "chroma": lambda: f.chroma_cqt(y=samples, sr=RATE),
        "tuning": lambda: librosa.estimate_tuning(y=samples, sr=RATE),
    }


def by_fallback(samples: np.ndarray) -> dict[str, Callable[[], object]]:
    """Our fallback on librosa, by kind."""
    from w12studio.engine import librosa_features as fallback

    kinds = (fallback.tempo_and_beats, fallback.spectral, fallback.energy, fallback.harmonic)
    return {kind.__name__: lambda kind=kind: kind(samples, lambda _: None) for kind in kinds}


def by_essentia(samples: np.ndarray) -> dict[str, Callable[[], object]]:
    """Our analyser: all at once, and each kind alone (with a pass of framing of its own)."""
    from w12studio.engine.essentia_analyzer import EssentiaAudioAnalyzer

    names = ("full_analysis", "analyze_tempo_and_beats", "analyze_spectral_features")
    names += ("analyze_energy_features", "analyze_harmonic_features")
    return {name: lambda name=name: getattr(EssentiaAudioAnalyzer(samples), name)() for name in names}


def timed(calls: dict[str, Callable[[], object]], runs: int) -> dict[str, tuple[float, float]]:
    """Median CPU and wall seconds of each call; one run before is not counted."""
    out = {}
    for name, call in calls.items():
        cpu, wall = [], []
        for _ in range(runs + 1):
            began, worked = time.perf_counter(), time.process_time()
            call()
            cpu.append(time.process_time() - worked)
            wall.append(time.perf_counter() - began)
        out[name] = statistics.median(cpu[1:]), statistics.median(wall[1:])
        print(f"{name:<28} {out[name][0]:7.3f} s CPU {out[name][1]:7.3f} s wall", flush=True)
    return out


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=250.0)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = common.music(options.seconds, ".wav", Path(folder))
        samples = np.ascontiguousarray(soundfile.read(path, dtype="float32")[0].mean(axis=1))
    print(f"{options.seconds:g} s of music, {common.machine()}")
    ours = timed(by_essentia(samples), options.runs)["full_analysis"]
    usual = timed(as_usual(samples), options.runs)
    fallback = timed(by_fallback(samples), options.runs)
    for name, found in (("librosa as usually called", usual), ("librosa as our fallback calls it", fallback)):
        cpu, wall = (sum(x[i] for x in found.values()) for i in (0, 1))
        print(f"{name}: {cpu:.2f} s CPU, {wall:.2f} s wall: {cpu / ours[0]:.0f} and {wall / ours[1]:.0f} times as long")


if __name__ == "__main__":
    main()
