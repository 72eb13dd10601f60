"""Another speed at the same pitch, by the Signalsmith Stretch library (MIT; `python-stretch` on PyPI).

Its blocks are exact in time: what lies at sample i of the input comes out at i / speed, within 5 ms, where a longer
stretch by other libraries drifts by tens of milliseconds. It holds the GIL while it computes, so the program calls it
in a worker process (`stretch_server`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from w12studio.engine.sound.tape import Tape

SLOWEST, FASTEST = 0.25, 2.0
#: Below this speed a piece is stretched twice by the square root: at once it would smear attacks over 90 ms.
TWICE_BELOW = 0.45
#: s of the recording before and after a piece that the library looks at; with less its ends are wrong.
CONTEXT_S = 0.04


def stretched(samples: NDArray[np.float32], sample_rate: int, speed: float) -> NDArray[np.float32]:
    """Samples of shape (n, 2) at another speed, shape (about n / speed, 2), the pitch as it was.

    Parameters
    ----------
    samples : ndarray
    sample_rate : int
        Hz.
    speed : float
        > 1 is faster; `SLOWEST` to `FASTEST`.

    References
    ----------
    https://signalsmith-audio.co.uk/code/stretch/
    """
    passes = (speed**0.5, speed**0.5) if speed < TWICE_BELOW else (speed,)
    out = np.ascontiguousarray(samples.T)
    for factor in passes:
        out = _once(out, sample_rate, factor)
    return np.ascontiguousarray(out.T)


def _once(channels: NDArray[np.float32], sample_rate: int, speed: float) -> NDArray[np.float32]:
    from python_stretch import Signalsmith

    library = Signalsmith.Stretch()
    library.preset(channels.shape[0], float(sample_rate))
    library.timeFactor = speed
    return np.array(library.process(np.ascontiguousarray(channels)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stretched tape.

    Attributes
    ----------
    tape : Tape
    speed : float
    first, n : int
        Output samples (at the recording's rate) since the tape began: output sample i is tape sample i * speed.
    """

    tape: Tape
    speed: float
    first: int
    n: int


def render_piece(piece: Piece) -> NDArray[np.float32]:
    """The piece, shape (n, 2)."""
    context = round(CONTEXT_S * piece.tape.audio.sample_rate)
    begin = int(np.floor(piece.first * piece.speed)) - context
    end = int(np.ceil((piece.first + piece.n) * piece.speed)) + context
    out = stretched(piece.tape.read(begin, end - begin), piece.tape.audio.sample_rate, piece.speed)
    skipped = round(piece.first - begin / piece.speed)
    out = out[skipped : skipped + piece.n]
    return out if out.shape[0] == piece.n else np.pad(out, ((0, piece.n - out.shape[0]), (0, 0)))
