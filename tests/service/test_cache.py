"""The cache: what goes in comes out; broken entries, full disks and the size limit do no harm."""

import os
from pathlib import Path

import numpy as np
import pytest

from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Source, Track
from w12studio.domain.curves import Curve
from w12studio.domain.events import Event, Events
from w12studio.engine.pipeline import Request
from w12studio.service import cache

SHA = "ab" * 32


def analysis(sha=SHA):
    beats = Track(BEATS, Events([Event(0.5, value=1.0), Event(1.0, value=2.0)]), source=Source("x", "1"))
    curve = Curve(np.array([1.0, np.nan, 3.0], np.float32), 100.0, unit="Hz")
    return Analysis(
        AudioFacts("/music/song.wav", sha, 44_100, 2, 88_200),
        {BEATS: beats, "pitch": Track("pitch", curve=curve)},
    )


PEAKS = np.arange(24, dtype=np.float32).reshape(6, 2, 2)


def test_round_trip():
    assert cache.load(SHA, Request()) is None
    cache.store(analysis(), Request(), PEAKS)
    found = cache.load(SHA, Request())
    assert found.analysis == analysis()
    assert np.array_equal(found.peaks, PEAKS)


def test_another_request_or_file_is_another_entry():
    cache.store(analysis(), Request(), PEAKS)
    assert cache.load(SHA, Request(layers=("beats",))) is None
    assert cache.load(SHA, Request(estimators={"pitch": "pyin"})) is None
    assert cache.load("cd" * 32, Request()) is None


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a zip", None])
def test_a_broken_entry_is_dropped(damage):
    cache.store(analysis(), Request(), PEAKS)
    (entry,) = cache._folder().glob("*.npz")
    entry.write_bytes(entry.read_bytes()[:-40] if damage is None else damage)
    assert cache.load(SHA, Request()) is None
    assert not entry.exists()


def test_a_full_disk_loses_nothing_else(monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    cache.store(analysis(), Request(), PEAKS)
    assert list(cache._folder().iterdir()) == []


def test_the_least_recently_used_goes_first():
    shas = [str(i) * 64 for i in range(1, 4)]
    for age, sha in enumerate(shas):
        cache.store(analysis(sha), Request(), PEAKS)
        (entry,) = cache._folder().glob(f"{sha[:40]}*")
        os.utime(entry, (1000 + age, 1000 + age))
        size = entry.stat().st_size
    assert cache.load(shas[0], Request()) is not None  # used just now
    cache.trim(2 * size + 100)
    assert cache.load(shas[1], Request()) is None
    assert cache.load(shas[0], Request()) is not None
    assert cache.load(shas[2], Request()) is not None


def test_without_a_folder_nothing_is_remembered_and_nothing_lost(monkeypatch):
    def full():
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "_folder", full)
    cache.store(analysis(), Request(), PEAKS)
    assert cache.load(SHA, Request()) is None


def test_what_a_crash_left_is_deleted_after_a_while():
    old, new = cache._folder() / "a.1.tmp", cache._folder() / "b.2.tmp"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1000, 1000))
    cache.trim()
    assert not old.exists() and new.exists()
