"""Blocks of frames in parts without a seam: which places of the recording each part passes over."""

from __future__ import annotations

import math
from dataclasses import dataclass

from w12studio.engine.sound.tape import Tape

#: Samples; a frame so short before a seam is at it.
_EPSILON = 1e-4


@dataclass(frozen=True, slots=True)
class Passage:
    """Frames that pass over the recording without a seam.

    Attributes
    ----------
    frame : int
        First frame, counted in the block.
    n : int
        Frames, > 0.
    place : float
        Sample of the recording that the first frame shows.
    step : float
        Samples a frame.
    low, high : float
        The samples of the recording whose events belong here, ``low <= sample < high``; every sample that is passed
        belongs to one passage, however blocks are cut.
    jumped : bool
        Whether the frame before showed another place.
    """

    frame: int
    n: int
    place: float
    step: float
    low: float
    high: float
    jumped: bool


def passages(tape: Tape, at: float, step: float, n: int, jumped: bool) -> list[Passage]:
    """The passages of ``n`` frames from tape sample ``at`` on; frames after the end of the tape are in none.

    Parameters
    ----------
    tape : Tape
    at, step : float
        Tape sample of the first frame, and from frame to frame.
    n : int
    jumped : bool
        Whether the first frame begins something new.
    """
    out: list[Passage] = []
    frame = 0
    while frame < n:
        here = at + frame * step
        seam = _next_seam(tape, here + _EPSILON)
        place = tape.place_of(here + _EPSILON) - _EPSILON
        count = min(n - frame, math.ceil((seam - _EPSILON - here) / step))
        if count <= 0:
            break
        began = _last_seam(tape, here + _EPSILON)
        fresh = began is not None and here + _EPSILON - began < step
        if fresh and tape.loop is not None:
            low = float(tape.loop[0])
        else:
            low = place - _EPSILON if jumped and frame == 0 else place - step / 2
        closes = here + count * step + _EPSILON >= seam
        high = place + (count - 0.5) * step
        if closes:
            high = float(tape.loop[1]) if tape.loops and tape.loop is not None else float(tape.audio.n_samples)
        out.append(Passage(frame, count, place, step, low, high, fresh or (jumped and frame == 0)))
        frame += count
    return out


def _next_seam(tape: Tape, at: float) -> float:
    """The first tape sample after ``at`` that is another run's, or the end of the tape."""
    if not tape.loops or tape.loop is None:
        return tape.length
    first, round_ = tape.loop[1] - tape.start, tape.loop[1] - tape.loop[0]
    return first if at < first else first + (math.floor((at - first) / round_) + 1) * round_


def _last_seam(tape: Tape, at: float) -> float | None:
    if not tape.loops or tape.loop is None:
        return None
    first, round_ = tape.loop[1] - tape.start, tape.loop[1] - tape.loop[0]
    return None if at < first else first + math.floor((at - first) / round_) * round_
