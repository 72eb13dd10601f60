"""Frames of a video: rates, and times rounded to them."""

from __future__ import annotations

from fractions import Fraction

from w12studio.export.base import Option

#: Frames a second by the name that editors show.
RATES = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
}
RATE_OPTION = Option("rate", "Frames a second of the video; times are rounded to its frames.", "25", tuple(RATES))


def frame_of(time: float, rate: Fraction) -> int:
    """The nearest frame to a time in s."""
    return round(Fraction(time) * rate)


def half_frame(rate: Fraction) -> float:
    """Half a frame in s, and what floating point adds to it: the largest error of rounding."""
    return float(1 / rate) / 2 + 1e-6


def timecode(frame: int, rate: Fraction) -> str:
    """``hh:mm:ss:ff``, not drop-frame, i.e. frames are counted without leaving numbers out."""
    base = round(rate)
    whole, frames = divmod(frame, base)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}:{frames:02d}"


def frame_of_timecode(text: str, rate: Fraction) -> int:
    """Inverse of `timecode`; a ``;`` before the frames (drop-frame) is understood at 29.97 and 59.94.

    Raises
    ------
    ValueError
        When it is not a timecode.
    """
    parts = text.replace(";", ":").split(":")
    if len(parts) != 4 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
        raise ValueError(f"{text[:40]!r} is not a timecode")
    hours, minutes, second, frames = map(int, parts)
    base = round(rate)
    count = ((hours * 60 + minutes) * 60 + second) * base + frames
    if ";" in text and rate.denominator == 1001 and base % 30 == 0:
        whole = hours * 60 + minutes
        count -= base // 15 * (whole - whole // 10)
    return count
