"""CPU time of Sonic Visualiser for a step of pan or zoom, with the scene of `ui_frames.py` as far as it can be had.

    python bench/sonic_visualiser.py make FOLDER      an hour of audio, beats, transients and pitch as its layers
    sonic-visualiser FOLDER/hour.wav                  in a window of 1600 x 900; File > Import Annotation Layer for the
                                                      three .svl files, Pane > Add Spectrogram, and about 30 s in view
    python bench/sonic_visualiser.py drive            with the same DISPLAY: wheel steps by xdotool, some to each side

Its frames can't be timed from outside, so a step is what its GUI thread has used for it: CPU time from /proc, less what
it uses when nothing happens.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import psutil
import soundfile

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests.ui.scenes import layers, synthetic_audio
from w12studio.domain.analysis import BEATS, PITCH, TRANSIENTS

RATE, SECONDS = 44_100, 3600.0
GAP_S = 0.15  # longer than a frame, so that each step is one


def write_layer(path: Path, times: Iterable[float], values: Iterable[float] | None = None) -> None:
    """A layer in Sonic Visualiser's format: instants, or values over time in Hz."""
    dimensions, kind, extra = 1, "timeinstants", ""
    points = [f'<point frame="{round(t * RATE)}" label="" />' for t in times]
    if values is not None:
        dimensions, kind, extra = 2, "timevalues", ' minimum="50" maximum="1000" units="Hz"'
        points = [p.replace(" label", f' value="{v:g}" label') for p, v in zip(points, values, strict=True)]
    model = (
        f'<model id="1" name="{path.stem}" sampleRate="{RATE}" start="0" end="{round(SECONDS * RATE)}" type="sparse" '
        f'dimensions="{dimensions}" resolution="1" notifyOnAdd="true" dataset="0"{extra} />'
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE sonic-visualiser>", "<sv>", "<data>", model]
    lines += [f'<dataset id="0" dimensions="{dimensions}">', *points, "</dataset>", "</data>", "<display>"]
    lines += [f'<layer id="2" type="{kind}" name="{path.stem}" model="1" />', "</display>", "</sv>", ""]
    path.write_text("\n".join(lines))


def make(folder: Path) -> None:
    """The audio and its layers."""
    tracks = {t.kind: t for t in layers(SECONDS, 20_000, 360_000)}
    beats, curve = tracks[BEATS].events.times, tracks[PITCH].curve
    assert curve is not None
    soundfile.write(folder / "hour.wav", synthetic_audio(SECONDS, RATE, beats), RATE, subtype="PCM_16")
    voiced = np.isfinite(curve.values)
    write_layer(folder / "beats.svl", beats)
    write_layer(folder / "transients.svl", tracks[TRANSIENTS].events.times)
    write_layer(folder / "pitch.svl", curve.times()[voiced], curve.values[voiced])


def gui_ms(pid: int) -> float:
    """CPU time of its GUI thread so far."""
    fields = Path(f"/proc/{pid}/task/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def drive(at: tuple[str, str], steps: int) -> None:
    """Pan and zoom, and print what each step took."""
    pid = next(p.pid for p in psutil.process_iter(["name"]) if str(p.info["name"]).startswith("sonic-visual"))

    def xdotool(*words: str) -> None:
        subprocess.run(["xdotool", *words], check=True)

    xdotool("mousemove", *at)
    for name, keys in (("pan", ["ctrl"]), ("zoom", [])):
        time.sleep(2.0)
        before = gui_ms(pid)
        time.sleep(3.0)
        idle = (gui_ms(pid) - before) / 3.0
        for key in keys:
            xdotool("keydown", key)
        start, before = time.monotonic(), gui_ms(pid)
        for i in range(steps):
            xdotool("click", "4" if i % 8 < 4 else "5")
            time.sleep(GAP_S)
        used = gui_ms(pid) - before - idle * (time.monotonic() - start)
        for key in keys:
            xdotool("keyup", key)
        print(f"{name}: {used / steps:.1f} ms of CPU time a step ({steps} steps; {idle:.0f} ms a second when idle)")


def main() -> None:
    """One of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("make", "drive"))
    parser.add_argument("folder", type=Path, nargs="?", default=Path())
    parser.add_argument("--steps", type=int, default=40)
    args = parser.parse_args()
    if args.what == "make":
        make(args.folder)
    else:
        drive(("900", "300"), args.steps)


if __name__ == "__main__":
    main()
