"""Tasks that the tests let worker processes run."""

import os
import time

from w12studio.domain.errors import AudioError


def double(job, number):
    job.message("working")
    job.progress(0.5)
    return number * 2


def break_down(job):
    raise ValueError("a bug")


def refuse(job, path):
    raise AudioError("it is odd", path, "Take another.")


def crash(job):
    os.abort()


def hang(job):
    job.progress(0.1)
    time.sleep(600)


def patient(job):
    while True:
        job.progress(0.2)
        time.sleep(0.005)


def environment(job):
    return os.environ["OPENBLAS_NUM_THREADS"], os.getpid()


def large(job, n):
    return bytes(n)
