"""Rows of numbers that several workers compute together, each block once, by whoever comes first.

Beats and transients need the same spectra at the same time in different processes. A file holds the rows of both and
a mark for each block that is there; a lock on a byte of it says who is at work on a block. The system lets go of the
locks of a process that dies, so that another one takes over its blocks.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Compute = Callable[[int, int], Sequence[Floats]]

_BLOCK = 1024
#: Where the bytes to lock are: beyond the end of any such file, and below what 32 bits can count.
_LOCKS_AT = (1 << 31) - (1 << 20)
_LOOK_AGAIN_S = 0.005
_REPORT_S = 0.05


def rows_together(
    path: Path,
    n_rows: int,
    shapes: Sequence[tuple[int, ...]],
    compute: Compute,
    progress: Callable[[float], Any] | None = None,
    threads: int = 2,
) -> list[Floats]:
    """Arrays whose rows are computed here and, at the same time, by other processes that ask for the same path.

    Parameters
    ----------
    path : Path
        File to share; made when it is not there, and deleted by whoever knows that nobody will ask again.
    n_rows : int
    shapes : sequence of tuple of int
        Of a row of each array.
    compute : callable
        ``compute(start, stop)`` -> rows ``start .. stop`` of each array, float32; runs on several threads.
    progress : callable, optional
        Told 0..1 at least ten times a second, on the caller's thread; may raise to stop the work.
    threads : int

    Returns
    -------
    list of ndarray of float32, shape (n_rows, *shape), read-only and memory-mapped

    Raises
    ------
    OSError
        When the file can't be written.
    """
    n_blocks = -(-n_rows // _BLOCK)
    sizes = [4 * int(np.prod(shape)) for shape in shapes]
    head = -(-n_blocks // 64) * 64  # the marks; numbers follow where they are read fastest
    starts = [head + n_rows * sum(sizes[:i]) for i in range(len(sizes))]
    path.touch()
    with path.open("r+b", buffering=0) as file:
        work = _Work(file.fileno(), n_rows, starts, sizes, compute)
        with ThreadPoolExecutor(threads, thread_name_prefix="rows") as pool:
            jobs = [pool.submit(work.run) for _ in range(threads)]
            try:
                while True:
                    done, pending = wait(jobs, timeout=_REPORT_S, return_when=FIRST_EXCEPTION)
                    for job in done:
                        job.result()
                    if progress is not None:
                        progress(work.share)
                    if not pending:
                        break
            finally:
                work.stop = True
    if not n_rows:
        return [np.zeros((0, *shape), dtype=np.float32) for shape in shapes]
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    return [
        np.asarray(whole[start : start + n_rows * size]).view(np.float32).reshape(n_rows, *shape)
        for start, size, shape in zip(starts, sizes, shapes, strict=True)
    ]


class _Work:
    """The blocks of a file that are still to be computed, for the threads of this process."""

    def __init__(self, fd: int, n_rows: int, starts: list[int], sizes: list[int], compute: Compute) -> None:
        self._fd, self._n_rows, self._starts, self._sizes, self._compute = fd, n_rows, starts, sizes, compute
        self._mutex = threading.Lock()  # locks are the process's, not the thread's, and so is the place in the file
        self._n_blocks = -(-n_rows // _BLOCK)
        self._left = list(range(self._n_blocks))
        self.stop = False

    @property
    def share(self) -> float:
        """How much is no longer to be begun, 0..1."""
        return 1.0 - len(self._left) / max(1, self._n_blocks)

    def run(self) -> None:
        """Compute blocks until none is left that another process is not done with."""
        while self._left and not self.stop:
            with self._claimed() as block:
                if block is None:
                    time.sleep(_LOOK_AGAIN_S)
                    continue
                first, last = block * _BLOCK, min(self._n_rows, (block + 1) * _BLOCK)
                parts = self._compute(first, last)
                with self._mutex:
                    for start, size, rows in zip(self._starts, self._sizes, parts, strict=True):
                        self._write(start + first * size, np.ascontiguousarray(rows, dtype=np.float32).data.cast("B"))
                    self._write(block, memoryview(b"\1"))

    @contextlib.contextmanager
    def _claimed(self) -> Iterator[int | None]:
        """A block that is nobody else's while the context lasts; None while others are at work on all that is left."""
        block = None
        with self._mutex:
            marks = self._marks()
            self._left = [b for b in self._left if not marks[b]]
            for i, candidate in enumerate(self._left):
                if _lock(self._fd, candidate):
                    block = self._left.pop(i)
                    break
            if block is not None and self._marks()[block]:  # it was finished in between
                _unlock(self._fd, block)
                block = None
        try:
            yield block
        finally:
            if block is not None:
                with self._mutex:
                    _unlock(self._fd, block)

    def _marks(self) -> bytes:
        os.lseek(self._fd, 0, os.SEEK_SET)
        return os.read(self._fd, self._n_blocks).ljust(self._n_blocks, b"\0")

    def _write(self, at: int, data: memoryview) -> None:
        os.lseek(self._fd, at, os.SEEK_SET)
        while data:
            data = data[os.write(self._fd, data) :]


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int, block: int) -> bool:
        os.lseek(fd, _LOCKS_AT + block, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(fd: int, block: int) -> None:
        os.lseek(fd, _LOCKS_AT + block, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(fd: int, block: int) -> bool:
        try:
            fcntl.lockf(fd, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _LOCKS_AT + block)
        except (BlockingIOError, PermissionError):
            return False
        return True

    def _unlock(fd: int, block: int) -> None:
        fcntl.lockf(fd, fcntl.LOCK_UN, 1, _LOCKS_AT + block)
