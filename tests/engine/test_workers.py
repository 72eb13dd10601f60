"""The worker pool: results, failures, crashes, cancel, and that nothing survives it."""

import os
import time

import pytest

from w12studio.domain.errors import AudioError
from w12studio.engine.workers import FAMILIES, WorkerPool

TASKS = "tests.engine.pool_tasks:"


@pytest.fixture
def pool():
    pool = WorkerPool()
    yield pool
    processes = [w.process for w in pool.workers]
    pool.shutdown()
    assert all(p.poll() is not None for p in processes)


def outcome(pool, task_id, timeout=30.0):
    """All events of a task up to its end."""
    end = time.monotonic() + timeout
    events = []
    while time.monotonic() < end:
        for event in pool.poll(0.05):
            if event.task_id == task_id:
                events.append(event)
                if event.kind in ("done", "failed", "died", "cancelled"):
                    return events
    raise AssertionError(f"no end within {timeout} s: {events}")


def test_result_message_and_progress(pool):
    events = outcome(pool, pool.submit("onnx", TASKS + "double", 21))
    assert [e.kind for e in events] == ["message", "progress", "done"]
    assert events[-1].payload == 42


def test_worker_is_used_again(pool):
    first = outcome(pool, pool.submit("onnx", TASKS + "environment"))[-1].payload
    second = outcome(pool, pool.submit("onnx", TASKS + "environment"))[-1].payload
    assert first[1] == second[1] != os.getpid()
    assert first[0] == "1"


def test_a_module_in_the_current_folder_is_not_imported(pool, tmp_path, monkeypatch):
    (tmp_path / "numpy.py").write_text("raise SystemExit('imported from the current folder')")
    monkeypatch.chdir(tmp_path)
    assert outcome(pool, pool.submit("onnx", TASKS + "double", 1))[-1].payload == 2


def test_failures_carry_their_reason(pool):
    kind, (text, trace) = (lambda e: (e.kind, e.payload))(outcome(pool, pool.submit("onnx", TASKS + "break_down"))[-1])
    assert kind == "failed"
    assert text == "ValueError: a bug"
    assert "break_down" in trace
    error, trace = outcome(pool, pool.submit("onnx", TASKS + "refuse", "song.wav"))[-1].payload
    assert isinstance(error, AudioError)
    assert str(error) == "song.wav: it is odd. Take another."
    assert trace == ""


def test_a_crash_is_an_event_and_the_next_task_gets_a_new_worker(pool):
    assert outcome(pool, pool.submit("onnx", TASKS + "crash"))[-1].kind == "died"
    assert outcome(pool, pool.submit("onnx", TASKS + "double", 4))[-1].payload == 8


def test_a_worker_that_died_while_idle_is_replaced(pool):
    outcome(pool, pool.submit("onnx", TASKS + "double", 1))
    pool.workers[0].process.kill()
    pool.workers[0].process.wait()
    assert outcome(pool, pool.submit("onnx", TASKS + "double", 5))[-1].payload == 10


@pytest.mark.parametrize("task", ["patient", "hang"])
def test_cancel_ends_willing_and_unwilling_tasks(pool, task):
    task_id = pool.submit("onnx", TASKS + task)
    while not any(e.kind == "progress" for e in pool.poll(0.05)):
        pass
    pool.cancel([task_id])
    assert all(w.task_id is None for w in pool.workers)
    assert len(pool.workers) == (1 if task == "patient" else 0)
    assert outcome(pool, pool.submit("onnx", TASKS + "double", 3))[-1].payload == 6


def test_cancel_of_what_has_ended_does_no_harm(pool):
    task_id = pool.submit("onnx", TASKS + "double", 3)
    outcome(pool, task_id)
    pool.cancel([task_id])
    assert outcome(pool, pool.submit("onnx", TASKS + "double", 3))[-1].payload == 6


def test_kill(pool):
    task_id = pool.submit("onnx", TASKS + "hang")
    pool.kill(task_id)
    assert pool.workers == []


def test_a_family_has_only_so_many_workers(pool):
    limit = FAMILIES["onnx"][0]
    ids = [pool.submit("onnx", TASKS + "hang") for _ in range(limit)]
    assert not pool.can_take("onnx")
    assert pool.can_take("essentia")
    with pytest.raises(RuntimeError, match="busy"):
        pool.submit("onnx", TASKS + "double", 1)
    pool.cancel(ids)


def test_large_results_arrive_whole(pool):
    assert len(outcome(pool, pool.submit("onnx", TASKS + "large", 30_000_000))[-1].payload) == 30_000_000


def test_warm_starts_no_more_than_asked(pool):
    pool.warm("onnx", 2)
    pool.warm("onnx", 2)
    assert len(pool.workers) == 2


def test_cancelling_one_loses_no_word_of_the_others(pool):
    pool.warm("onnx", 2)
    outcome(pool, pool.submit("onnx", TASKS + "double", 1))
    hanging, other = pool.submit("onnx", TASKS + "hang"), pool.submit("onnx", TASKS + "double", 21)
    pool.cancel([hanging])
    events = outcome(pool, other)
    assert [e.kind for e in events] == ["message", "progress", "done"]
    assert events[-1].payload == 42
