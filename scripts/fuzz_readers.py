"""A coverage-guided fuzzer (atheris) at every reader of `w12studio.export`.

Seeds are files that our own writers made of random analyses, so that the fuzzer begins deep inside each format. An
input may give layers with finite times, or a `W12Error`. Everything else is a finding and is kept as a file: another
exception, more than `CPU_S` of processor time, and more than `GROWTH` of memory.

    pip install --target /tmp/atheris atheris
    PYTHONPATH=/tmp/atheris:. python scripts/fuzz_readers.py --seconds 60 --out /tmp/fuzz            # every format
    PYTHONPATH=/tmp/atheris:. python scripts/fuzz_readers.py --seconds 60 --out /tmp/fuzz midi svl   # some
    PYTHONPATH=/tmp/atheris:. python scripts/fuzz_readers.py --replay /tmp/fuzz/midi/findings/... midi

Seconds are of processor time, for each format. What was found useful (`OUT/FORMAT/corpus`) is the start of the next
run. Each format runs in a process of its own; one that dies or stands still is a finding too, and is started again.
Exit status 1: something was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
import traceback
import wave
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from w12studio.domain.analysis import Analysis

#: Most processor time in s that one input may take.
CPU_S = 5.0
#: Most memory in bytes by which one input may raise the peak, and what the process may take at all.
GROWTH, CEILING = 256 << 20, 1 << 30
#: Longest input in bytes.
LONGEST = 16384
#: A process that reports nothing for so long (s) stands still.
STILL_S = 120.0
_SEEDS = 12
_INSTRUMENTED = ["w12studio.export", "w12studio.domain", "mido", "mutagen", "jams"]


class TooSlow(BaseException):
    """An input took more than `CPU_S`; no `except Exception` of a reader swallows it."""


# -- seeds -------------------------------------------------------------------------------------------------


def random_analysis(random: np.random.Generator, path: str) -> Analysis:
    """Beats that drift, and some of every other kind of layer, over a few seconds to many hours."""
    from w12studio.domain import analysis as kinds
    from w12studio.domain.curves import Curve
    from w12studio.domain.events import Events

    start = float(random.choice([0.0, 0.3, 5.0, 50_000.0]))

    def some(labels: list[str], values: bool = False) -> Events:
        n = int(random.integers(1, 6))
        times = start + np.sort(random.uniform(0, 10, n))
        spans = random.choice([0.0, 0.5, 3.0], n)
        numbers = random.uniform(40, 90, n) if values else None
        return Events.from_columns(times, spans, numbers, random.random(n), [str(random.choice(labels)) for _ in times])

    n = int(random.integers(2, 14))
    beats = start + np.cumsum(0.5 + 0.05 * random.standard_normal(n).clip(-2, 2))
    meter = int(random.choice([3, 4, 7]))
    layers = {
        kinds.BEATS: Events.from_columns(beats, values=np.arange(n) % meter + 1.0),
        kinds.TRANSIENTS: some([""], True),
        kinds.KEY: some(["A minor", "Bb major"]),
        kinds.LOCAL_KEYS: some(["A minor", "F# minor", "Eb major"]),
        kinds.CHORDS: some(["C", "Am", "F#m7", "N", "G/B"]),
        kinds.TEMPO: some([""], True),
        kinds.METER: some(["4/4", "6/8", "7/8"]),
        kinds.NOTES: some(["", "la"], True),
        kinds.SECTIONS: some(["A", "B", "Chorus"]),
        kinds.TAGS: some(["rock", "calm"], True),
        "mine": some(["Verse", "drop ♪", "=1+1", 'say "hi"', "a;b,c"]),
    }
    tracks = {k: kinds.Track(k, e) for k, e in layers.items() if k == kinds.BEATS or random.random() < 0.7}
    if random.random() < 0.5:
        f0 = random.uniform(100, 400, 20)
        f0[random.random(20) < 0.3] = np.nan
        tracks[kinds.PITCH] = kinds.Track(kinds.PITCH, curve=Curve(f0, 50.0, start, "Hz"))
    return kinds.Analysis(kinds.AudioFacts(path, "", 8000, 1, int((start + 20) * 8000)), tracks)


def recordings(folder: Path) -> list[Path]:
    """Short recordings of every kind that takes tags; their sound is silence."""
    import soundfile

    quiet = np.zeros(2000, np.float32)
    names = {"a.wav": "WAV", "a.mp3": "MP3", "a.flac": "FLAC", "a.ogg": "OGG", "a.aiff": "AIFF"}
    for name, form in names.items():
        soundfile.write(folder / name, quiet, 8000, format=form)
    with wave.open(str(folder / "tiny.wav"), "wb") as f:
        f.setparams((1, 1, 8000, 0, "NONE", ""))
        f.writeframes(b"\x80" * 64)
    import av

    with av.open(str(folder / "a.m4a"), "w") as out:
        stream = out.add_stream("aac", rate=44100, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44100
        for packet in (*stream.encode(frame), *stream.encode(None)):
            out.mux(packet)
    return [folder / "tiny.wav", *(folder / x for x in (*names, "a.m4a"))]


def write_seeds(name: str, folder: Path) -> int:
    """Files of a format from random analyses, with random options; how many were written."""
    from w12studio.domain.errors import ExportError
    from w12studio.export.registry import FORMATS, write

    random = np.random.default_rng(7)
    work = folder.parent / "seeds"
    work.mkdir(exist_ok=True)
    sounds = recordings(work) if name in ("wav", "tags") else [Path("song.wav")]
    count = 0
    for number in range(_SEEDS):
        sound = sounds[0] if name == "wav" else sounds[number % len(sounds)]
        options = {o.name: random.choice(o.choices) for o in FORMATS[name].options if o.choices}
        options |= {o.name: bool(random.integers(2)) for o in FORMATS[name].options if isinstance(o.default, bool)}
        try:
            report = write(random_analysis(random, str(sound)), work / f"{number}", name, options, overwrite=True)
        except ExportError as error:
            print(f"{name}: seed {number}: {error}", file=sys.stderr)
            continue
        for path in report.paths:
            content = path.read_bytes()
            if len(content) <= LONGEST:
                (folder / hashlib.sha1(content).hexdigest()).write_bytes(content)
                count += 1
    return count


_ODD = (
    b"0",
    b"-1",
    b"1e308",
    b"-1e308",
    b"1e-300",
    b"nan",
    b"inf",
    b"9" * 20,
    b"1,5",
    b"00:00:01",
    b"1" * 400,
    b"",
    b'"',
)


def odd_numbers(data: bytes, seed: int) -> bytes:
    """The text with one to three of its numbers replaced by odd ones, or a stretch of it said twice.

    Changes of bytes alone break a text long before they reach the arithmetic behind its parser.
    """
    random = np.random.default_rng(seed)
    for _ in range(int(random.integers(1, 4))):
        numbers = list(re.finditer(rb"-?\d[\d.]*", data))
        if not numbers:
            break
        here = numbers[int(random.integers(len(numbers)))]
        if random.random() < 0.8:
            data = data[: here.start()] + _ODD[int(random.integers(len(_ODD)))] + data[here.end() :]
        else:
            data = data[: here.end()] + data[max(0, here.start() - 200) :]
    return data


# -- one format, in its own process ------------------------------------------------------------------------


class Target:
    """What the fuzzer calls with every input; keeps findings, and counts."""

    def __init__(self, name: str, folder: Path, seconds: float) -> None:
        self.name = name
        self.folder = folder
        self.seconds = seconds
        self.runs = 0
        self.kept: set[str] = set()
        self._input = folder / "input"
        self._peak = _peak()
        self._said = 0.0

    def __call__(self, data: bytes) -> None:
        self._input.write_bytes(data)
        self.runs += 1
        trouble = self.trouble()
        if trouble:
            self._keep(trouble, data)
        if time.monotonic() - self._said > 1:
            self.say()
        if time.process_time() > self.seconds:
            self.say()
            os._exit(0)

    def trouble(self) -> str:
        """What is wrong with how the reader takes the input; "" where nothing is."""
        from w12studio.domain.errors import W12Error

        signal.setitimer(signal.ITIMER_VIRTUAL, CPU_S)
        try:
            self._read()
        except W12Error:
            pass
        except (Exception, TooSlow):
            return traceback.format_exc()
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        grown = _peak() - self._peak
        self._peak += max(grown, 0)
        return f"Memory: {grown >> 20} MB more\n" if grown > GROWTH else ""

    def _read(self) -> None:
        """Read, and use what was read: an analysis is made of it and written as JSON."""
        from w12studio.domain.analysis import AudioFacts, Track
        from w12studio.export.registry import FORMATS
        from w12studio.service.importing import analysis_of_layers, import_layers

        tracks = import_layers(self._input, 0.0, "song.wav", self.name)
        for track in tracks:
            if not isinstance(track, Track) or not np.isfinite(track.events.times).all():
                raise TypeError(f"{track!r} is no layer with finite times")
        json_format = FORMATS["json"]
        json_format.render(analysis_of_layers(tracks, AudioFacts("song.wav")), json_format.parse_options(None))

    def say(self) -> None:
        """Tell the parent how far it is."""
        self._said = time.monotonic()
        stats = {"runs": self.runs, "cpu": time.process_time()}
        (self.folder / "stats.new").write_text(json.dumps(stats))
        (self.folder / "stats.new").replace(self.folder / "stats.json")

    def _keep(self, trouble: str, data: bytes) -> None:
        where = [line.strip() for line in trouble.splitlines() if line.strip().startswith("File ")]
        key = hashlib.sha1("\n".join([*where[-2:], trouble.splitlines()[-1][:30]]).encode()).hexdigest()[:12]
        if key not in self.kept:
            self.kept.add(key)
            keep_finding(self.folder, key, data, trouble)


def keep_finding(folder: Path, key: str, data: bytes, trouble: str) -> None:
    """Save an input and what it did."""
    (folder / "findings").mkdir(exist_ok=True)
    (folder / "findings" / key).write_bytes(data)
    (folder / "findings" / f"{key}.txt").write_text(trouble, encoding="utf-8", errors="replace")


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _slow(*_: Any) -> None:
    raise TooSlow


def guard() -> None:
    """Limits of this process: an alarm of processor time, and memory."""
    signal.signal(signal.SIGVTALRM, _slow)
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + CEILING, held + CEILING))


def fuzz(name: str, folder: Path, seconds: float) -> None:
    """Fuzz one reader until the time is over; does not return."""
    import atheris

    with atheris.instrument_imports(include=_INSTRUMENTED):
        import jams  # noqa: F401
        import mido  # noqa: F401
        import mutagen  # noqa: F401

        import w12studio.export.registry
        import w12studio.service.importing  # noqa: F401
    write_seeds(name, folder / "corpus")
    target = Target(name, folder, time.process_time() + seconds)
    for seed in sorted((folder / "corpus").iterdir()):  # what is loaded at first use is not the input's fault
        target(seed.read_bytes())
    guard()
    limits = [f"-max_len={LONGEST}", "-timeout=3600", "-rss_limit_mb=0", "-len_control=20"]

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        return odd_numbers(data, seed)[:most] if seed % 3 == 0 else bytes(atheris.Mutate(data, len(data)))

    atheris.Setup([sys.argv[0], str(folder / "corpus"), *limits], target, custom_mutator=mutate)
    atheris.Fuzz()


# -- all formats -------------------------------------------------------------------------------------------


def watch(name: str, folder: Path, seconds: float) -> dict[str, Any]:
    """Fuzz one format in processes of its own, until the time is used up."""
    (folder / "corpus").mkdir(parents=True, exist_ok=True)
    runs, spent, deaths = 0, 0.0, 0
    stats = folder / "stats.json"
    while spent < seconds and deaths < 10:
        stats.unlink(missing_ok=True)
        command = [sys.executable, __file__, "--child", "--seconds", str(seconds - spent), "--out", str(folder), name]
        with (folder / "log.txt").open("w") as log:
            child = subprocess.Popen(command, stdout=log, stderr=log)
            begun = time.time()
            while child.poll() is None:
                time.sleep(0.2)
                if time.time() - (stats.stat().st_mtime if stats.exists() else begun) > STILL_S:
                    child.kill()
        said = json.loads(stats.read_text()) if stats.exists() else {"runs": 0, "cpu": 0.0}
        runs, spent = runs + said["runs"], spent + said["cpu"]
        if child.returncode:
            deaths += 1
            last = (folder / "input").read_bytes() if (folder / "input").exists() else b""
            tail = (folder / "log.txt").read_text(errors="replace")[-4000:]
            keep_finding(folder, f"death-{deaths}", last, f"The process ended with {child.returncode}.\n{tail}")
        else:
            break
    return {"format": name, "runs": runs, "cpu_s": round(spent, 1), "findings": _findings(folder)}


def _findings(folder: Path) -> list[str]:
    found = folder / "findings"
    return sorted(x.name for x in found.iterdir() if x.suffix != ".txt") if found.exists() else []


def replay(name: str, path: Path) -> int:
    """Show what one input does."""
    import w12studio.export.registry  # noqa: F401

    guard()
    target = Target(name, path.parent, 1e9)
    target._input = path
    trouble = target.trouble()
    print(trouble or "It is read, or refused in a sentence.")
    return 1 if trouble else 0


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Fuzz the readers of all formats.")
    parser.add_argument("formats", nargs="*", metavar="FORMAT", help="default: all")
    parser.add_argument("--seconds", type=float, default=60.0, help="processor time for each format; default 60")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"), help="corpora and findings; default build/fuzz")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="show what one file does")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:  # before anything is imported that the fuzzer has to instrument
        fuzz(options.formats[0], options.out, options.seconds)
    from w12studio.export.registry import FORMATS

    names = options.formats or [n for n, f in FORMATS.items() if f.read]
    if options.replay:
        return replay(names[0], options.replay)
    found = 0
    for name in names:
        result = watch(name, options.out / name, options.seconds)
        found += len(result["findings"])
        print(json.dumps(result), flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
