"""Seconds for each step of the rhythm and key estimators on one recording, beside madmom's own.

    OPENBLAS_NUM_THREADS=1 python bench/rhythm_speed.py AUDIO [AUDIO ...] [--seconds 250] [--madmom]

The files are joined and cut to ``--seconds``. Every step runs twice; the second, warm run counts. Wall time and CPU
time are both given, for a busy machine stretches only the first.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import soundfile
import soxr

from w12studio.engine import networks
from w12studio.engine.bar_choice import choose_beats
from w12studio.engine.bar_pointer import BarModel, decode_beats
from w12studio.engine.features import SAMPLE_RATE, key_features, rhythm_features
from w12studio.engine.transients import pick_onsets


def joined(paths: list[str], seconds: float) -> np.ndarray:
    """Mono samples at 44,100 Hz of files in a row."""
    parts = []
    for path in paths:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        parts.append(soxr.resample(samples.mean(axis=1), rate, SAMPLE_RATE))
    return np.concatenate(parts)[: int(seconds * SAMPLE_RATE)].astype(np.float32)


def timed(title: str, step: Callable[[], Any], runs: int = 2) -> Any:
    """Run a step and print what its last run took."""
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        result = step()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{title:34s} {wall:7.2f} s wall {cpu:7.2f} s CPU", flush=True)
    return result


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audio", nargs="+")
    parser.add_argument("--seconds", type=float, default=250.0)
    parser.add_argument("--madmom", action="store_true")
    arguments = parser.parse_args()
    samples = joined(arguments.audio, arguments.seconds)
    print(f"{samples.size / SAMPLE_RATE:.1f} s of audio")
    features = timed("features (downbeats and onsets)", lambda: rhythm_features(samples))
    rows = features.downbeats
    activations = timed("downbeat networks", lambda: networks.downbeat_activations(lambda i, j: rows[i:j], len(rows)))
    path = timed("bar pointer, 3/4 and 4/4", lambda: decode_beats(activations))
    timed("bar pointer, adaptive", lambda: choose_beats(activations, BarModel()))
    padded = np.pad(features.onsets, ((7, 7), (0, 0), (0, 0)), mode="edge")
    onsets = timed("onset network, one thread", lambda: networks.onset_activations(padded))
    timed("onset peaks", lambda: pick_onsets(onsets))
    spectra = timed("key features", lambda: key_features(samples))
    timed("key network", lambda: networks.key_evidence(spectra))
    if arguments.madmom:
        compare(samples, path)


def compare(samples: np.ndarray, path: Any) -> None:
    """The same by madmom, and whether its beats agree."""
    from w12studio.engine.madmom_adapter import import_madmom

    import_madmom()
    from madmom.audio.signal import Signal
    from madmom.features.downbeats import DBNDownBeatTrackingProcessor, RNNDownBeatProcessor
    from madmom.features.key import CNNKeyRecognitionProcessor
    from madmom.features.onsets import CNNOnsetProcessor

    integers = np.clip(np.rint(samples * 32768), -32768, 32767).astype(np.int16)
    signal = Signal(integers, sample_rate=SAMPLE_RATE, num_channels=1)
    features, ensemble, delete = RNNDownBeatProcessor().processors
    decoder = DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)
    rows = timed("madmom: downbeat features", lambda: features(signal), 1)
    activations = timed("madmom: downbeat networks", lambda: delete(ensemble(rows)), 1)
    beats = timed("madmom: DBN", lambda: decoder(activations), 1)
    timed("madmom: onsets", lambda: CNNOnsetProcessor()(signal), 1)
    timed("madmom: key", lambda: CNNKeyRecognitionProcessor()(signal), 1)
    same = np.array_equal(np.column_stack([path.frames / 100, path.positions]), beats)
    print(f"beats and places in the bar are {'identical' if same else 'different'} ({len(beats)})")


if __name__ == "__main__":
    main()
