"""What of Qt works on this machine: a window, sound."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

from w12studio.service.doctor import DOUBTFUL, MISSING, OK, Check

_TRY_WINDOW = """
from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication
app = QApplication([])
print(qVersion(), app.platformName())
"""
_TRY_SOUND = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtMultimedia import QMediaDevices
app = QCoreApplication([])
device = QMediaDevices.defaultAudioOutput()
print("" if device.isNull() else device.description())
"""


def examine_qt() -> Iterator[Check]:
    """Try Qt in a process of its own: where a library or the display is missing, Qt ends its process."""
    yield _window()
    yield _sound()


def _run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)


def _window() -> Check:
    try:
        done = _run(_TRY_WINDOW)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("Qt", "window", MISSING, str(error))
    if done.returncode == 0:
        version, platform = done.stdout.split()
        return Check("Qt", "window", OK, f"Qt {version} on {platform}")
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")) and sys.platform.startswith("linux"):
        return Check("Qt", "window", DOUBTFUL, "there is no display here; the command line works without one")
    reason = next((x for x in reversed(done.stderr.splitlines()) if x.strip()), "it ended without a word")
    return Check("Qt", "window", MISSING, reason)


def _sound() -> Check:
    try:
        done = _run(_TRY_SOUND)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("Qt", "sound", MISSING, str(error))
    device = done.stdout.strip()
    if done.returncode == 0 and device:
        return Check("Qt", "sound", OK, device)
    return Check("Qt", "sound", DOUBTFUL, "no output device; everything but listening works")
