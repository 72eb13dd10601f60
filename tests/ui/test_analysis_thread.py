import threading
from pathlib import Path

import pytest

from tests.ui.fakes import FakeEngine
from w12studio import service
from w12studio.domain.errors import W12Error
from w12studio.ui.analysis_thread import AnalysisThread, Job


class Log:
    """Everything a thread says, in order."""

    def __init__(self, thread):
        self.said = []
        thread.job_started.connect(lambda i: self.said.append(("started", i)))
        thread.job_finished.connect(lambda i, _: self.said.append(("finished", i)))
        thread.job_failed.connect(lambda i, e: self.said.append(("failed", i, e)))
        thread.job_cancelled.connect(lambda i: self.said.append(("cancelled", i)))
        thread.message.connect(lambda i, m: self.said.append((type(m).__name__, i)))

    def heads(self):
        return [s[:2] for s in self.said if s[0] in ("started", "finished", "failed", "cancelled")]


@pytest.fixture
def thread(qapp, engine):
    thread = AnalysisThread(engine)
    yield thread
    thread.stop()


@pytest.fixture
def log(thread):
    return Log(thread)


def job(number, path):
    return Job(number, Path(path), service.Request(keep_audio=True))


def test_jobs_run_in_order(thread, log, qtbot, recording):
    for i in range(3):
        thread.submit(job(i, recording(f"{i}.wav")))
    qtbot.waitUntil(lambda: ("finished", 2) in log.heads())
    assert log.heads() == [(s, i) for i in range(3) for s in ("started", "finished")]


def test_messages_come_with_their_job_between_start_and_end(thread, log, qtbot, recording):
    thread.submit(job(7, recording()))
    qtbot.waitUntil(lambda: ("finished", 7) in log.heads())
    names = [s[0] for s in log.said]
    assert names[0] == "started" and names[-1] == "finished"
    assert {"AudioFound", "PeaksGrown", "AudioReady", "TrackUpdated", "Progressed"} <= set(names)
    assert {s[1] for s in log.said} == {7}


def test_first_in_line(thread, log, qtbot, recording, engine):
    thread.submit(job(1, recording("slow.wav")))
    qtbot.waitUntil(lambda: ("started", 1) in log.heads())
    thread.submit(job(2, recording("b.wav")))
    thread.submit(job(3, recording("c.wav")), first=True)
    thread.submit(job(4, recording("d.wav")))
    thread.promote(4)
    thread.promote(99)
    engine.go.set()
    qtbot.waitUntil(lambda: ("finished", 2) in log.heads())
    assert [i for s, i in log.heads() if s == "started"] == [1, 4, 3, 2]


def test_cancel_running_and_waiting(thread, log, qtbot, recording):
    thread.submit(job(1, recording("slow.wav")))
    thread.submit(job(2, recording("b.wav")))
    thread.submit(job(3, recording("c.wav")))
    qtbot.waitUntil(lambda: ("started", 1) in log.heads())
    thread.cancel(2)
    thread.cancel(1)
    thread.cancel(1234)
    qtbot.waitUntil(lambda: ("finished", 3) in log.heads())
    assert {("cancelled", 1), ("cancelled", 2)} <= set(log.heads())
    assert ("started", 2) not in log.heads()


def test_errors_end_a_job_but_not_the_thread(thread, log, qtbot, recording):
    thread.submit(job(1, recording("bad.wav")))
    thread.submit(job(2, recording("bug.wav")))
    thread.submit(job(3, recording("good.wav")))
    qtbot.waitUntil(lambda: ("finished", 3) in log.heads())
    errors = {s[1]: s[2] for s in log.said if s[0] == "failed"}
    assert "holds no audio" in str(errors[1])
    assert isinstance(errors[2], W12Error)
    assert "RuntimeError" in str(errors[2]) and "log" in str(errors[2]) and "Traceback" not in str(errors[2])


def test_stop_ends_what_runs(qtbot, recording):
    engine = FakeEngine()
    thread = AnalysisThread(engine)
    log = Log(thread)
    thread.submit(job(1, recording("slow.wav")))
    thread.submit(job(2, recording("b.wav")))
    qtbot.waitUntil(lambda: ("started", 1) in log.heads())
    thread.stop()
    assert thread.isFinished()
    assert len(engine.requests) == 1


def test_stop_of_a_thread_that_never_ran(qapp):
    AnalysisThread(FakeEngine()).stop()


def test_engine_runs_off_the_gui_thread(qtbot, recording):
    seen = []

    def engine(path, request, on_message, cancel):
        seen.append(threading.get_ident())
        raise W12Error("enough")

    thread = AnalysisThread(engine)
    with qtbot.waitSignal(thread.job_failed):
        thread.submit(job(1, recording()))
    thread.stop()
    assert seen and seen[0] != threading.get_ident()
