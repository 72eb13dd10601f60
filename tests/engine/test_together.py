"""Rows that several processes compute together: each block once, and by another one where its process dies."""

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from w12studio.domain.errors import Cancelled
from w12studio.engine import together
from w12studio.engine.together import rows_together

SHAPES = ((3,), (2, 2))
N_ROWS = 5 * together._BLOCK + 7


def rows(start, stop):
    number = np.arange(start, stop, dtype=np.float32)
    return np.stack([number, 2 * number, -number], axis=1), np.broadcast_to(number[:, None, None], (stop - start, 2, 2))


def check(found):
    for mine, right in zip(found, rows(0, N_ROWS), strict=True):
        np.testing.assert_array_equal(mine, right)
        assert mine.flags.aligned and not mine.flags.writeable


def test_all_rows_are_there_and_every_block_is_computed_once(tmp_path):
    asked, told = [], []

    def compute(start, stop):
        asked.append((start, stop))
        return rows(start, stop)

    check(rows_together(tmp_path / "x.rows", N_ROWS, SHAPES, compute, told.append))
    assert sorted(asked) == [(i, min(N_ROWS, i + together._BLOCK)) for i in range(0, N_ROWS, together._BLOCK)]
    assert told[-1] == 1.0
    check(rows_together(tmp_path / "x.rows", N_ROWS, SHAPES, pytest.fail))  # nothing is left to do


def test_no_rows(tmp_path):
    assert [x.shape for x in rows_together(tmp_path / "x.rows", 0, SHAPES, rows)] == [(0, 3), (0, 2, 2)]


OTHER = """
import sys
from pathlib import Path
from tests.engine.test_together import N_ROWS, SHAPES, rows
from w12studio.engine.together import rows_together
def compute(start, stop):
    print(start, flush=True)
    sys.stdin.readline()
    return rows(start, stop)
rows_together(Path(sys.argv[1]), N_ROWS, SHAPES, compute, threads=1)
"""


@pytest.mark.skipif(os.name == "nt", reason="a process is killed by a signal")
@pytest.mark.parametrize("dies", [False, True])
def test_another_process_does_its_share_or_its_work_is_taken_over(tmp_path, dies):
    path, mine = tmp_path / "x.rows", []
    other = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None and other.stdout is not None
    with other, other.stdin, other.stdout:
        theirs = int(other.stdout.readline())  # it is at work on this one, and waits for a word

        def compute(start, stop):
            mine.append(start)
            return rows(start, stop)

        def progress(share):
            if len(mine) == 5 and other.poll() is None:  # all that is left is theirs
                other.kill() if dies else other.stdin.close()

        check(rows_together(path, N_ROWS, SHAPES, compute, progress))
    assert mine.count(theirs) == (1 if dies else 0)
    assert sorted({*mine, theirs}) == list(range(0, N_ROWS, together._BLOCK))


def test_stopping_and_failing_leave_no_thread(tmp_path):
    def stop(_):
        raise Cancelled

    with pytest.raises(Cancelled):
        rows_together(tmp_path / "a.rows", N_ROWS, SHAPES, rows, stop)
    with pytest.raises(ZeroDivisionError):
        rows_together(tmp_path / "b.rows", N_ROWS, SHAPES, lambda *_: 1 / 0)
    assert not [t for t in threading.enumerate() if t.name.startswith("rows")]
    check(rows_together(tmp_path / "a.rows", N_ROWS, SHAPES, rows))
