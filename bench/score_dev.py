"""Run the estimators over a benchmark set and write one JSON of predictions a clip, then call its scorer.

    python bench/score_dev.py --score PATH/score.py [--set ~/.cache/w12bench/dev] [--out DIR]
                              [--beats madmom-downbeats] [--onsets madmom-onsets] [--key madmom-key]
                              [--clips a,b]

The estimators run in this process, one at a time, so "seconds" is comparable with other one-core figures.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile

from w12studio.domain.analysis import BEATS, Track
from w12studio.engine.registry_rhythm import RHYTHM_ESTIMATORS
from w12studio.engine.store import SharedAudio
from w12studio.engine.tempo import global_tempo

ESTIMATORS = {e.name: e for e in RHYTHM_ESTIMATORS}


class QuietJob:
    """A job that nobody watches."""

    def progress(self, fraction: float) -> None:
        """Nothing to tell."""

    def emit(self, track: Track) -> None:
        """Nothing to tell."""


def store_of(wav: Path, folder: Path) -> SharedAudio:
    """Decode a wav into a store."""
    samples, rate = soundfile.read(wav, dtype="float32", always_2d=True)
    store = folder / f"{wav.stem}.f32"
    samples.tofile(store)
    return SharedAudio(str(store), rate, samples.shape[1], samples.shape[0], str(wav))


def predict(audio: SharedAudio, names: dict[str, str]) -> dict[str, object]:
    """The predictions of the named estimators, in the benchmark's form."""
    begin = time.perf_counter()
    out: dict[str, object] = {}
    for field, name in names.items():
        (track,) = ESTIMATORS[name].load()(audio, QuietJob(), {})
        events = track.events
        if field == "beats":
            assert track.kind == BEATS
            out["beats"] = [[t, int(p)] for t, p in zip(events.times, np.nan_to_num(events.values), strict=True)]
            out["tempo"] = None if len(events) < 2 else global_tempo(events.times)
        elif field == "onsets":
            out["onsets"] = events.times.tolist()
        else:
            out["key"] = events.labels[0] if len(events) else ""
    out["seconds"] = time.perf_counter() - begin
    return out


def main() -> None:
    """Command line; see the head of the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", type=Path, default=Path("~/.cache/w12bench/dev"))
    parser.add_argument("--score", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--beats", default="madmom-downbeats")
    parser.add_argument("--onsets", default="madmom-onsets")
    parser.add_argument("--key", default="madmom-key")
    parser.add_argument("--clips", default="", help="only these, separated by commas")
    arguments = parser.parse_args()
    names = {f: getattr(arguments, f) for f in ("beats", "onsets", "key") if getattr(arguments, f) != "none"}
    with tempfile.TemporaryDirectory() as scratch:
        out = arguments.out or Path(scratch) / "-".join(names.values())
        out.mkdir(parents=True, exist_ok=True)
        for wav in sorted(arguments.set.expanduser().glob("*.wav")):
            if arguments.clips and wav.stem not in arguments.clips.split(","):
                continue
            audio = store_of(wav, Path(scratch))
            (out / f"{wav.stem}.json").write_text(json.dumps(predict(audio, names)))
            Path(audio.store).unlink()
        command = [sys.executable, str(arguments.score), str(arguments.set.expanduser()), str(out)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
