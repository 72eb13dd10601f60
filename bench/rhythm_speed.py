"""Where the time of an analysis goes: seconds of one core for each step, and what two cores could do at best.

    python bench/rhythm_speed.py [AUDIO ...] [--seconds 250] [--madmom]

Without files the music of the other benchmarks is taken; several files are joined and cut to ``--seconds``. Every step
runs in this process, three times; the least CPU time counts, which a busy machine hardly stretches. What a start of the
program adds is measured in processes of their own. ``--madmom`` runs madmom's own steps too, and compares the beats.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import common
import numpy as np
import soundfile
import soxr

from w12studio.engine import bar_network, bar_ranking, key, networks, tasks
from w12studio.engine.bar_pointer import decode_beats
from w12studio.engine.beats import beats_track
from w12studio.engine.chroma import chroma
from w12studio.engine.estimator import Unsuitable
from w12studio.engine.features import SAMPLE_RATE, key_features, rhythm_features
from w12studio.engine.rhythm_network import rhythm
from w12studio.engine.sources import source_of
from w12studio.engine.store import SharedAudio
from w12studio.engine.transients import pick_onsets

CORES = 2
#: What a start of the program runs before it works, by process.
STARTS = {
    "the command line": "import w12studio.cli_commands",
    "a worker: imports and compiled code (two of them)": (
        "from w12studio.engine import beats, key, pitch, tasks, transients; tasks.load_kernels()"
    ),
    "Essentia's core": "import essentia",
    "Python and numpy, in each of these": "import numpy",
}


class QuietJob:
    """A `TaskJob` that nobody listens to."""

    def progress(self, fraction: float) -> None:
        pass

    def emit(self, track: object) -> None:
        pass

    def message(self, payload: object) -> None:
        pass


class Steps:
    """Least CPU seconds of each step, in order."""

    def __init__(self, runs: int = 3) -> None:
        self.runs = runs
        self.seconds: dict[str, float] = {}

    def __call__(self, title: str, step: Callable[[], Any]) -> Any:
        least = np.inf
        for _ in range(self.runs):
            began = time.process_time()
            result = step()
            least = min(least, time.process_time() - began)
        self.seconds[title] = least
        print(f"{title:64s} {least:7.3f} s", file=sys.stderr, flush=True)
        return result


def joined(paths: list[str], seconds: float, folder: Path) -> Path:
    """Mono music at 44,100 Hz of files in a row."""
    parts = []
    for path in paths:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
        parts.append(soxr.resample(samples.mean(axis=1), rate, SAMPLE_RATE))
    soundfile.write(folder / "joined.wav", np.concatenate(parts)[: int(seconds * SAMPLE_RATE)], SAMPLE_RATE)
    return folder / "joined.wav"


def of_rhythm(steps: Steps, samples: np.ndarray, duration: float) -> np.ndarray:
    """Beats, transients and what they share; returns the activations."""
    features = steps("features for beats and transients", lambda: rhythm_features(samples, threads=1))
    rows = features.downbeats
    activations = steps(
        "eight downbeat networks", lambda: networks.downbeat_activations(lambda i, j: rows[i:j], len(rows), threads=1)
    )
    own = steps("rhythm network", lambda: rhythm(lambda i, j: rows[i:j], activations))
    heard = bar_network.bar_features(rows, steps("chroma of the bar networks", lambda: chroma(samples, threads=1)))
    known = bar_ranking.Heard(activations, own, heard)
    grids = steps("candidates for the grid", lambda: bar_ranking.candidate_grids(known))
    ranked = steps("ranking: bar networks over each grid", lambda: bar_ranking.rank(grids, known))
    source = source_of("w12-downbeats", {})
    steps("confidence of the beats", lambda: beats_track(ranked[0].path, activations, source, duration))
    padded = np.pad(features.onsets, ((7, 7), (0, 0), (0, 0)), mode="edge")
    pieces = [padded[i : i + 1514] for i in range(0, len(rows), 1500)]
    steps(
        "onset network and peaks",
        lambda: pick_onsets(np.concatenate([networks.onset_activations(piece) for piece in pieces])),
    )
    return activations


def of_key_and_pitch(steps: Steps, samples: np.ndarray, audio: SharedAudio) -> None:
    steps("key: network", lambda: networks.key_evidence(key_features(samples)))
    steps("key: chroma", lambda: key.mean_chroma(samples, SAMPLE_RATE, lambda _: None))
    from w12studio.engine.melody import estimate_melody
    from w12studio.engine.pitch import estimate_swift_f0

    def swift() -> bool:
        try:
            estimate_swift_f0(audio, QuietJob(), {"hand_over": "essentia-melody"})
        except Unsuitable:
            return True
        return False

    if steps("pitch: SwiftF0, until it is plain that this is a mixture", swift):
        steps("pitch: melody of a mixture, notes", lambda: estimate_melody(audio, QuietJob(), {}))


def starting() -> dict[str, float]:
    """CPU seconds of what a start of the program imports, the least of three processes each."""
    out = {}
    for title, code in STARTS.items():
        took = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, "-c", code], check=True, stderr=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        out[title] = min(took)
    return out


def table(seconds: dict[str, float], starts: dict[str, float], length: float) -> str:
    """The page's section."""
    total, alone = sum(seconds.values()), seconds["decode, levels, peaks"]
    rows = [f"| {title} | {value:.2f} | {value / total:.0%} |" for title, value in seconds.items()]
    floor = alone + (total - alone) / CORES
    return "\n".join(
        [
            f"`python bench/rhythm_speed.py --seconds {length:.0f}` on {common.machine()}: seconds of one core for "
            "each step of the default analysis, models loaded.",
            "",
            "| step | s of a core | share |",
            "| --- | --- | --- |",
            *rows,
            f"| all of it | {total:.2f} | |",
            "",
            f"The stages begin when the file is decoded, so that {CORES} cores can't do it in less than {floor:.1f} s. "
            "A start of the program adds, in seconds of a core: "
            + "; ".join(f"{title} {value:.2f}" for title, value in starts.items())
            + ".",
        ]
    )


def timed(title: str, step: Callable[[], Any]) -> Any:
    """Run one of madmom's steps and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = step()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{title:34s} {wall:7.2f} s wall {cpu:7.2f} s CPU", flush=True)
    return result


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
    rows = timed("madmom: downbeat features", lambda: features(signal))
    activations = timed("madmom: downbeat networks", lambda: delete(ensemble(rows)))
    beats = timed("madmom: DBN", lambda: decoder(activations))
    timed("madmom: onsets", lambda: CNNOnsetProcessor()(signal))
    timed("madmom: key", lambda: CNNKeyRecognitionProcessor()(signal))
    same = np.array_equal(np.column_stack([path.frames / 100, path.positions]), beats)
    print(f"beats and places in the bar are {'identical' if same else 'different'} ({len(beats)})")


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("audio", nargs="*")
    parser.add_argument("--seconds", type=float, default=250.0)
    parser.add_argument("--madmom", action="store_true")
    arguments = parser.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":  # as in the workers; too late once numpy is there
        sys.exit(
            subprocess.run([sys.executable, *sys.argv], env={**os.environ, "OPENBLAS_NUM_THREADS": "1"}).returncode
        )
    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        if arguments.audio:
            file = joined(arguments.audio, arguments.seconds, here)
        else:
            file = common.music(arguments.seconds, ".mp3", here)
        steps("hash", lambda: tasks.hash_recording(QuietJob(), str(file)))
        store = str(here / "store.f32")
        decoded = steps("decode, levels, peaks", lambda: tasks.decode_recording(QuietJob(), str(file), store))
        audio: SharedAudio = decoded[1]
        samples = audio.mono(SAMPLE_RATE)
        activations = of_rhythm(steps, samples, audio.duration)
        of_key_and_pitch(steps, samples, audio)
        if arguments.madmom:
            compare(samples, decode_beats(activations))
        common.record("breakdown", table(steps.seconds, starting(), audio.duration))


if __name__ == "__main__":
    main()
