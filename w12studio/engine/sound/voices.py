"""A voice turns a tape into frames for the device: as it is, or at another speed.

Frame i of a voice is tape sample i * `step`, exactly, whatever lies between.
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.sound.stretch_server import Pieces, Stretcher
from w12studio.engine.sound.stretching import Piece, render_piece
from w12studio.engine.sound.tape import Tape

_log = logging.getLogger(__name__)

_BLOCK = 4096
#: s of output in the pieces that are asked for one after the other: the first is heard soon, later ones have few seams.
PIECES_S = (0.16, 0.4, 0.8, 1.6, 3.2)
#: So many pieces are under way at a time.
_AHEAD = 2
#: s over which a piece passes into the next, and by how much the next may be moved so that their waves agree.
SEAM_S, SEAM_SHIFT_S = 0.024, 0.002


class Voice(Protocol):
    """See the module. One thread uses it."""

    tape: Tape
    #: tape samples a frame
    step: float

    @property
    def ended(self) -> bool:
        """Whether no frame is left, ever."""

    def ready(self, n: int) -> bool:
        """Whether `take` would give n frames (or all that are left) now."""

    def take(self, n: int) -> NDArray[np.float32]:
        """The next n frames, shape (n, 2); fewer where they are not ready, or at the end."""

    def skip(self, n: int) -> None:
        """Leave the next n frames out; they must be ready."""

    def close(self) -> None:
        """It is not needed any more."""


class _Resampler:
    """From the recording's rate to the device's, block by block; nothing where they are equal."""

    def __init__(self, in_rate: int, out_rate: int) -> None:
        self._stream: Any = None
        if in_rate != out_rate:
            import soxr

            self._stream = soxr.ResampleStream(in_rate, out_rate, 2, dtype="float32", quality="HQ")

    def __call__(self, block: NDArray[np.float32], last: bool) -> NDArray[np.float32]:
        if self._stream is None:
            return block
        return np.asarray(self._stream.resample_chunk(np.ascontiguousarray(block), last=last))


class _Buffered:
    """What both voices share: frames made in blocks, taken in any number."""

    def __init__(self, tape: Tape, step: float) -> None:
        self.tape, self.step = tape, step
        self._rest = np.zeros((0, 2), dtype=np.float32)
        self._finished = False

    @property
    def ended(self) -> bool:
        """See `Voice`."""
        return self._finished and not len(self._rest)

    def _more(self) -> NDArray[np.float32] | None:
        """The next frames, or None where they are not ready; sets ``_finished`` with the last."""
        raise NotImplementedError

    def ready(self, n: int) -> bool:
        """See `Voice`."""
        while len(self._rest) < n and not self._finished:
            more = self._more()
            if more is None:
                return False
            self._rest = np.concatenate([self._rest, more])
        return True

    def take(self, n: int) -> NDArray[np.float32]:
        """See `Voice`."""
        self.ready(n)
        out, self._rest = self._rest[:n], self._rest[n:]
        return out

    def skip(self, n: int) -> None:
        """See `Voice`."""
        self.take(n)

    def close(self) -> None:
        """See `Voice`."""


class PlainVoice(_Buffered):
    """The tape as it is, at the device's rate. Always ready."""

    def __init__(self, tape: Tape, out_rate: int) -> None:
        super().__init__(tape, tape.audio.sample_rate / out_rate)
        self._resample = _Resampler(tape.audio.sample_rate, out_rate)
        self._at = 0

    def _more(self) -> NDArray[np.float32]:
        n = int(min(_BLOCK, self.tape.length - self._at))
        block = self.tape.read(self._at, n)
        self._at += n
        self._finished = self._at >= self.tape.length
        return self._resample(block, self._finished)


class StretchedVoice(_Buffered):
    """The tape at another speed, the pitch as it was; pieces of it are made ahead by a stretcher.

    Two pieces overlap where they meet: the later one is moved by up to 2 ms to where its wave agrees, and they pass
    into each other without a change of loudness.
    """

    def __init__(self, tape: Tape, out_rate: int, speed: float, stretcher: Stretcher) -> None:
        super().__init__(tape, speed * tape.audio.sample_rate / out_rate)
        self._speed, self._stretcher = speed, stretcher
        rate = tape.audio.sample_rate
        self._seam, self._shift = round(SEAM_S * rate), round(SEAM_SHIFT_S * rate)
        self._resample = _Resampler(rate, out_rate)
        self._total = tape.length / speed
        self._count = 0
        self._asked = 0  # output sample up to which pieces were asked for
        self._length = 0  # of the piece that is joined now, without its seam
        self._tail: NDArray[np.float32] | None = None  # what the piece before has to say about the seam
        self._under_way: deque[tuple[Piece, int, Pieces]] = deque()  # with their lengths, without seam and shifts
        self._ask()

    def close(self) -> None:
        """See `Voice`."""
        for _, _, piece in self._under_way:
            piece.cancel()

    def _ask(self) -> None:
        """Have the next pieces made: each from where the one before ended to a seam more, on both sides a shift."""
        while len(self._under_way) < _AHEAD and (self._asked < self._total - 0.5 or self._count == 0):
            seconds = PIECES_S[min(self._count, len(PIECES_S) - 1)]
            length = round(min(seconds * self.tape.audio.sample_rate, self._total - self._asked))
            n = length + self._seam + 2 * self._shift
            piece = Piece(self.tape, self._speed, self._asked - self._shift, n)
            self._under_way.append((piece, length, self._stretcher(piece)))
            self._asked += length
            self._count += 1

    def _more(self) -> NDArray[np.float32] | None:
        if not self._under_way[0][2].done():
            return None
        piece, self._length, made = self._under_way.popleft()
        self._ask()
        joined = self._joined(self._result(piece, made))
        self._finished = not self._under_way
        out, self._tail = joined[: self._length], joined[self._length :]
        return self._resample(out, self._finished)

    def _result(self, piece: Piece, made: Pieces) -> NDArray[np.float32]:
        try:
            return made.result()
        except Exception:  # the worker died or hangs; the sound goes on
            _log.warning("a piece is stretched here", exc_info=True)
            return render_piece(piece)

    def _joined(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """The piece and its seam, begun in the seam of the one before; shape (length + seam, 2)."""
        wanted = self._length + self._seam
        if self._tail is None or not self._tail.size:
            return samples[self._shift : self._shift + wanted]
        n = min(self._tail.shape[0], wanted)
        tail = self._tail[:n]
        lag = best_lag(tail, samples[: n + 2 * self._shift])
        out = samples[lag : lag + wanted].copy()
        out[:n] = passed_into(tail, out[:n])
        return out


def best_lag(tail: NDArray[np.float32], samples: NDArray[np.float32]) -> int:
    """Where in ``samples`` (longer than ``tail``) the wave of ``tail`` fits best."""
    a, b = tail.mean(axis=1), samples.mean(axis=1)
    likeness = np.correlate(b, a, mode="valid")
    energy = np.convolve(b * b, np.ones(a.size), mode="valid")
    middle = likeness.size // 2
    if not np.any(energy > 1e-9):
        return middle
    score = likeness / np.sqrt(np.maximum(energy, 1e-9))
    best = int(np.argmax(score))
    return best if score[best] > 0 else middle


def passed_into(old: NDArray[np.float32], new: NDArray[np.float32]) -> NDArray[np.float32]:
    """A cross-fade of two waves of about the same loudness, as loud as they are however much they agree."""
    fade = np.linspace(0, 1, old.shape[0], dtype=np.float32)[:, None]
    power = float(np.sum(old * old) * np.sum(new * new)) ** 0.5
    agreement = float(np.sum(old * new)) / power if power > 1e-12 else 1.0
    gain = 1 / np.sqrt(np.maximum(fade**2 + (1 - fade) ** 2 + 2 * fade * (1 - fade) * max(agreement, 0.0), 0.25))
    return ((1 - fade) * old + fade * new) * gain.astype(np.float32)
