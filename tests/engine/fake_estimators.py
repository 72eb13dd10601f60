"""Estimators that the pipeline's tests put in place of the real ones; they run in real worker processes."""

import os
import time
from pathlib import Path

import numpy as np

from w12studio.domain.analysis import BEATS, KEY, Source, Track
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Event, Events


def beats(audio, job, params):
    times = np.arange(0.0, audio.duration, 0.5)
    half = Events.from_columns(times[: len(times) // 2])
    job.progress(0.5)
    job.emit(Track(BEATS, half, source=Source("fake-beats")))
    everything = Events.from_columns(times, values=np.arange(times.size) % 4 + 1)
    return [Track(BEATS, everything, source=Source("fake-beats", "1"))]


def awaited(audio, job, params):
    """`beats`, once the test lets it: a file beside the audio."""
    while not Path(f"{audio.store}.go").exists():
        job.progress(0.1)
        time.sleep(0.01)
    return beats(audio, job, params)


def quick(audio, job, params):
    return [Track(BEATS, Events.from_columns(np.arange(0.1, audio.duration, 0.4)), source=Source("quick"))]


def silent(audio, job, params):
    return [Track(BEATS, source=Source("silent"), message="The recording is silent.")]


def key(audio, job, params):
    return [Track(KEY, Events([Event(0.0, audio.duration, label="A minor")]), source=Source("fake-key"))]


def unable(audio, job, params):
    raise EstimatorError("it has no weights")


def buggy(audio, job, params):
    raise ZeroDivisionError("division by zero")


def crashing(audio, job, params):
    os.abort()


def hanging(audio, job, params):
    time.sleep(600)


def endless(audio, job, params):
    while True:
        job.progress(0.3)
        time.sleep(0.005)
