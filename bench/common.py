"""What the benchmarks share: music to measure on, the machine's description, and the page that holds the figures."""

from __future__ import annotations

import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import psutil
import soundfile

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
#: Debian's wesnoth-1.16-music; without it the demo recording is repeated.
MUSIC = Path("/usr/share/games/wesnoth/1.16/data/core/music")
RATE = 44_100


def _pieces() -> Iterator[np.ndarray]:
    files = sorted(MUSIC.glob("*.ogg")) or [ROOT / "resources" / "demo.ogg"]
    while True:
        for path in files:
            samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
            if rate == RATE:
                yield np.repeat(samples, 2, axis=1)[:, :2] if samples.shape[1] == 1 else samples[:, :2]


def music(seconds: float, suffix: str, folder: Path) -> Path:
    """Real music of that length, 44.1 kHz stereo, as ``.wav``, ``.flac`` or ``.mp3``."""
    path = folder / f"music{seconds:.0f}{suffix}"
    left = int(seconds * RATE)
    if path.exists():
        return path
    with soundfile.SoundFile(path, "w", RATE, 2, format=suffix[1:].upper()) as f:
        for piece in _pieces():
            for start in range(0, min(left, len(piece)), RATE):  # libsndfile's encoders want small bites
                f.write(piece[start : min(start + RATE, left)])
            left -= len(piece)
            if left <= 0:
                break
    return path


def machine() -> str:
    """One line about this machine."""
    model = platform.processor() or "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*:\s*(.+)", info.read_text())
        model = found.group(1) if found else model
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"
    )


def of(values: list[float]) -> str:
    """Median with the range, for a table."""
    return f"{statistics.median(values):.2f} ({min(values):.2f} to {max(values):.2f})"


@contextmanager
def fresh_home() -> Iterator[Path]:
    """Empty folders of the program, for a cold start."""
    before = os.environ.get("W12STUDIO_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["W12STUDIO_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["W12STUDIO_HOME"]
            else:
                os.environ["W12STUDIO_HOME"] = before


def peak_memory(process: subprocess.Popen[bytes], interval: Callable[[], None]) -> tuple[float, float]:
    """Largest resident memory in MB of a process, and of it with all its children, until it ends."""
    own = whole = 0.0
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            mine = watched.memory_info().rss
            total = mine + sum(c.memory_info().rss for c in watched.children(recursive=True))
        except psutil.Error:
            continue
        own, whole = max(own, mine / 1e6), max(whole, total / 1e6)
        interval()
    return own, whole


def record(section: str, text: str) -> None:
    """Put text into a section of the page of figures, in place of what was there."""
    page = PAGE.read_text() if PAGE.exists() else "# Benchmarks\n"
    begin, end = f"<!-- {section} -->", f"<!-- /{section} -->"
    block = f"{begin}\n{text.strip()}\n{end}"
    if begin in page:
        page = page[: page.index(begin)] + block + page[page.index(end) + len(end) :]
    else:
        page = f"{page.rstrip()}\n\n{block}\n"
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page)
    print(text, file=sys.stderr)
