"""Estimators that pass a recording on, for the tests; they run in real worker processes."""

import os

from w12studio.domain.analysis import KEY, Source, Track
from w12studio.domain.errors import EstimatorError
from w12studio.domain.events import Event, Events
from w12studio.engine.estimator import Unsuitable


def key_of(label, estimator):
    return [Track(KEY, Events([Event(0.0, 1.0, label=label)]), source=Source(estimator))]


def picky(audio, job, params):
    if "hop_ms" in params:
        return key_of(params["hop_ms"], "picky")
    if "expert" not in params.get("hand_over", ""):
        return key_of("C major", "picky")
    raise Unsuitable("It is hard.", "expert", key_of("C major", "picky"))


def hasty(audio, job, params):
    if "expert" not in params.get("hand_over", ""):
        return key_of("C major", "hasty")
    raise Unsuitable("It is hard.", "expert")


def expert(audio, job, params):
    assert "hand_over" not in params
    return key_of("A minor", "expert")


def unable(audio, job, params):
    raise EstimatorError("it has no weights")


def crashing(audio, job, params):
    os.abort()


def last_resort(audio, job, params):
    return key_of("F major", "last_resort")
