"""Painting columns of pixels from arrays: a lane's content is computed once a device pixel, never once a point.

Rows and columns are device pixels; y grows downwards. No function here keeps state, and all may run on any thread.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage


def column_coverage(top: NDArray[np.floating], bottom: NDArray[np.floating], height: int) -> NDArray[np.uint8]:
    """How much of each pixel the span ``top .. bottom`` of its column covers.

    Parameters
    ----------
    top, bottom : ndarray, shape (n_columns,)
        Device pixels, fractions allowed, ``top <= bottom``; NaN leaves the column empty.
    height : int
        Rows of the result.

    Returns
    -------
    ndarray of uint8, shape (height, n_columns)
        0 = untouched, 255 = covered: the ends of a span are as smooth as an antialiased line, at a fraction of
        its cost.
    """
    upper = np.clip(np.nan_to_num(top, nan=height + 1.0), 0, height).astype(np.float32)
    lower = np.clip(np.nan_to_num(bottom, nan=-1.0), 0, height).astype(np.float32)
    out = np.zeros((height, upper.size), dtype=np.uint8)
    filled = lower > upper
    if not filled.any():
        return out
    first, last = int(upper[filled].min()), min(int(np.ceil(lower[filled].max())), height)
    lower = np.maximum(lower, upper)
    rows = np.arange(first, last, dtype=np.float32)[:, None]
    cover = lower - rows
    np.clip(cover, 0, 1, out=cover)
    cover -= np.clip(upper - rows, 0, 1)
    cover *= 255
    out[first:last] = cover
    return out


@lru_cache(maxsize=64)
def _ramp(rgba: int) -> NDArray[np.uint32]:
    """Premultiplied ARGB of a colour at each coverage 0..255."""
    alpha = (rgba >> 24 & 0xFF) * np.arange(256, dtype=np.uint32) // 255
    red, green, blue = ((rgba >> shift & 0xFF) * alpha // 255 for shift in (16, 8, 0))
    ramp = alpha << 24 | red << 16 | green << 8 | blue
    ramp.setflags(write=False)
    return ramp


def tinted(coverage: NDArray[np.uint8], colour: QColor) -> NDArray[np.uint32]:
    """Premultiplied ARGB pixels of one colour, as dense as ``coverage`` says; same shape."""
    return _ramp(colour.rgba())[coverage]


@lru_cache(maxsize=32)
def _ramps(colours: tuple[int, ...]) -> NDArray[np.uint32]:
    return np.concatenate([_ramp(c) for c in colours])


def tinted_columns(
    coverage: NDArray[np.uint8], colours: tuple[int, ...], index: NDArray[np.integer]
) -> NDArray[np.uint32]:
    """As `tinted`, with a colour a column: column i takes ``colours[index[i]]`` (ARGB numbers)."""
    return _ramps(colours)[index.astype(np.uint16)[None, :] * np.uint16(256) + coverage]


def as_image(pixels: NDArray[np.uint32], dpr: float = 1.0) -> QImage:
    """An image over premultiplied ARGB pixels, shape (height, width); it keeps the array alive."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(dpr)
    image.pixels = pixels  # type: ignore[attr-defined]  # the image does not own its memory
    return image


def image_pixels(image: QImage) -> NDArray[np.uint32]:
    """The pixels of a 32-bit image, to be written in place, shape (height, width)."""
    rows = np.frombuffer(image.bits(), dtype=np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return rows[:, : image.width()]


def mixed(a: QColor, b: QColor, share: float) -> QColor:
    """The colour ``share`` (0..1) of the way from ``a`` to ``b``, alpha included."""
    parts = (round(x + (y - x) * share) for x, y in zip(a.getRgb(), b.getRgb(), strict=True))
    return QColor(*parts)


def with_alpha(colour: QColor, alpha: float) -> QColor:
    """The same colour at another opacity, 0..1."""
    out = QColor(colour)
    out.setAlphaF(min(max(alpha, 0.0), 1.0))
    return out
