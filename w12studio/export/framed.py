"""Curves as points with a time each: which curves become files of their own, their names, and the way back."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from w12studio.domain.analysis import LOUDNESS, PITCH, TEMPO, TITLES, Track
from w12studio.domain.curves import Curve
from w12studio.export.losses import INTERNAL_CURVES, Losses

#: More frames than this are no curve of a recording: 27 h at 100 frames a second.
MAX_FRAMES = 10_000_000
#: Units of the curves that are written.
UNITS = {PITCH: "Hz", TEMPO: "BPM", LOUDNESS: "LUFS"}
_CURVES = tuple(UNITS)
_NAME = re.compile(r"(.+?)(?: (momentary|short-term))? curve", re.IGNORECASE)


class Points(NamedTuple):
    """A curve, or a column of one: its name ("loudness momentary curve"), and where it has a value."""

    name: str
    times: NDArray[np.float64]
    values: NDArray[np.float64]


def points_of(kind: str, track: Track, wanted: bool, losses: Losses) -> Iterator[Points]:
    """The curve of a layer, one a column; one that is not wanted or has too many columns is noted as lost."""
    curve = track.curve
    if curve is None or kind in INTERNAL_CURVES or not len(curve):
        return
    if kind not in _CURVES or not wanted or (curve.values.ndim == 2 and not curve.bins):
        losses.curve(track)
        return
    columns = curve.values.T if curve.values.ndim == 2 else curve.values[None]
    for column, title in zip(columns, curve.bins or ("",), strict=True):
        values = column.astype(np.float64)
        good = np.isfinite(values)
        if good.any():
            yield Points(" ".join(filter(None, (kind, title, "curve"))), curve.times()[good], values[good])


def kind_of_curve(name: str) -> tuple[str, str]:
    """Layer and column of a curve's name, e.g. ("loudness", "momentary"); ("", "") for any other name."""
    found = _NAME.fullmatch(name.strip())
    kinds = {k: k for k in _CURVES} | {TITLES[k].lower(): k for k in _CURVES}
    kind = kinds.get(found[1].lower(), "") if found else ""
    return (kind, (found[2] or "").lower()) if found and kind else ("", "")


def curve_of(kind: str, column: str, times: NDArray[np.float64], values: NDArray[np.float64]) -> Curve:
    """The curve with these values.

    Raises
    ------
    ValueError
        As for `on_frames`.
    """
    values, _, rate, start = on_frames(times, values)
    if column:
        return Curve(values[:, None], rate, start, UNITS.get(kind, ""), bins=(column,))
    return Curve(values, rate, start, UNITS.get(kind, ""))


def on_frames(
    times: NDArray[np.float64], values: NDArray[np.float64], confidences: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64] | None, float, float]:
    """Values on even frames; programs leave frames without a value out.

    Parameters
    ----------
    times : ndarray, shape (n,)
        s, in any order.
    values, confidences : ndarray, shape (n,)

    Returns
    -------
    values : ndarray, shape (n_frames,)
        NaN where there was none.
    confidences : ndarray, shape (n_frames,), or None
        0 where there was none.
    rate, start : float
        Frames per second, and s.

    Raises
    ------
    ValueError
        When there are fewer than two points, two at one time, more than `MAX_FRAMES`, or times that are off any
        even frames by more than a quarter of one.
    """
    order = np.argsort(times, kind="stable")
    times, values = times[order], values[order]
    steps = np.diff(times)
    if not steps.size or not np.isfinite(times).all() or steps.min() <= 0:
        raise ValueError("the frames of a curve have no distance")
    step = float(steps[steps < 1.5 * steps.min()].mean())
    if not math.isfinite((times[-1] - times[0]) / step) or (times[-1] - times[0]) / step > MAX_FRAMES:
        raise ValueError("a curve is too long")
    index = np.concatenate([[0], np.cumsum(np.rint(steps / step).clip(1))]).astype(np.int64)
    if index[-1] > MAX_FRAMES:
        raise ValueError("a curve is too long")
    step = float(times[-1] - times[0]) / int(index[-1])
    if np.abs(times[0] + index * step - times).max() > 0.25 * step:
        raise ValueError("the frames of a curve are not evenly spaced")
    out = np.full(int(index[-1]) + 1, np.nan)
    out[index] = values
    known = None
    if confidences is not None:
        known = np.zeros(out.size)
        known[index] = confidences[order]
    return out, known, 1.0 / step, float(times[0])
