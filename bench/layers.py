"""Seconds of groups of layers alone, warm, decoding included and from decoded audio on.

    python bench/layers.py [--seconds 250] [--runs 3]

Tags count where MusiCNN is fetched (`w12studio models fetch musicnn`).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import common

from w12studio import service

_OF_THE_WHOLE = ("harmony", "sections", "loudness", "danceability")
GROUPS = {
    "all": service.LAYERS,
    "all but tags": tuple(x for x in service.LAYERS if x != "tags"),
    "beats, transients, pitch, key": ("beats", "transients", "pitch", "key"),
    "chords, keys, sections, loudness, danceability": _OF_THE_WHOLE,
    "... and tags": (*_OF_THE_WHOLE, "tags"),
}


def seconds(path: Path, layers: tuple[str, ...], runs: int) -> tuple[float, float]:
    """Median seconds of an analysis, and of its part after decoding; one run more is not counted."""
    whole, after = [], []
    for _ in range(runs + 1):
        decoded: list[float] = []

        def say(message: object, decoded: list[float] = decoded) -> None:
            if isinstance(message, service.AudioReady):
                decoded.append(time.perf_counter())

        began = time.perf_counter()
        service.analyze(path, service.Request(layers=layers, use_cache=False), say)
        ended = time.perf_counter()
        whole.append(ended - began)
        after.append(ended - decoded[0])
    return statistics.median(whole[1:]), statistics.median(after[1:])


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=250.0)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    rows = ["| layers | s | after decoding, s |", "| --- | --- | --- |"]
    with tempfile.TemporaryDirectory() as scratch:
        path = common.music(args.seconds, ".mp3", Path(scratch))
        for name, layers in GROUPS.items():
            whole, after = seconds(path, layers, args.runs)
            rows.append(f"| {name} | {whole:.2f} | {after:.2f} |")
    service.shutdown()
    head = (
        f"`python bench/layers.py --seconds {args.seconds:.0f} --runs {args.runs}` on {common.machine()}; MP3, stereo."
    )
    common.record("layers", head + "\n\n" + "\n".join(rows))


if __name__ == "__main__":
    main()
