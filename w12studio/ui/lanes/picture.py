"""What a lane has drawn: a strip of device pixels, wider than the view, that panning only shows another part of."""

from __future__ import annotations

from collections.abc import Callable
from math import floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from w12studio.ui.raster import draw_part, image_pixels
from w12studio.ui.viewport import Viewport

MARGIN_PX = 256  # drawn ahead on either side of the view
SEAM_PX = 56  # drawn again beside a new strip, for labels that reach over its edge
_JOIN_PX = 2  # at a strip's edge these lack the neighbour they join


class Picture:
    """Device pixels, RGB32, of a lane at one zoom; those of columns ``left .. right`` are drawn, none are at first.

    A column is found by its time, whatever the view: ``place`` tells where the view's left edge is. All lengths are
    device pixels unless they are said to be logical.
    """

    def __init__(self) -> None:
        self.image = QImage()
        self.pixels: NDArray[np.uint32] = np.zeros((1, 1), np.uint32)
        self.left = self.right = 0
        self.dpr = 1.0
        self.seconds_per_px = 1.0  # of a logical pixel
        self._start = 0.0  # s at column 0
        self._width = 1

    # -- where what is -------------------------------------------------------------------------------------------

    def place(self, view: Viewport) -> float:
        """Column of the view's left edge; whole where the picture can be shown pixel by pixel."""
        return self._column(view.start)

    def time(self, column: float) -> float:
        """s at a column."""
        return self._start + column / self.dpr * self.seconds_per_px

    def shows(self, view: Viewport) -> bool:
        """Whether it lies on the view's pixels: at its zoom, and moved by a whole number of them."""
        place = self.place(view)
        return self.seconds_per_px == view.seconds_per_px and abs(place - round(place)) < 0.02

    def lacks(self, view: Viewport) -> float:
        """Columns of a view of this zoom or another that are not drawn; 0: it is covered (but for one at an edge)."""
        first = self.place(view)
        last = first + self._width * view.seconds_per_px / self.seconds_per_px
        missing = max(self.left - first, 0) + max(last - self.right, 0)
        return 0.0 if missing <= 1 else min(missing, last - first)

    def ahead(self, view: Viewport) -> tuple[float, float]:
        """Columns that are drawn beyond the left edge of a view and beyond its right edge, below 0: so many lack."""
        first = self.place(view)
        return first - self.left, self.right - first - self._width

    # -- drawing -------------------------------------------------------------------------------------------------

    def renew(self, view: Viewport, height: int, dpr: float, draw: Callable[[int, int], None]) -> None:
        """Begin anew with what is in view, and ``height`` logical pixels.

        Parameters
        ----------
        view : Viewport
        height : int
        dpr : float
            Device pixels to a logical one.
        draw : callable
            Draws columns ``left .. right`` of `pixels`, given as two numbers.
        """
        self._width = round(view.width_px * dpr)
        margin = self._unit(dpr) * round(MARGIN_PX * dpr / self._unit(dpr))
        size = self._width + 2 * margin, round(height * dpr)
        if (self.image.width(), self.image.height()) != size:
            self.image = QImage(*size, QImage.Format.Format_RGB32)
            self.pixels = image_pixels(self.image)
        self.image.setDevicePixelRatio(dpr)
        self.dpr, self.seconds_per_px = dpr, view.seconds_per_px
        self._start = view.start - margin / dpr * view.seconds_per_px
        self.left, self.right = margin, margin + self._width
        draw(self.left, self.right)

    def follow(self, view: Viewport, draw: Callable[[int, int], None]) -> bool:
        """Draw what the view lacks of a picture that `shows` it; False where too little of it would remain."""
        before, after = self.ahead(view)
        seam = SEAM_PX * self.dpr
        if min(before, after) < -(self._width - 2 * seam) or (before < 0 and after < 0):
            return False
        if before < 0:
            self._extend(-1, -before, draw)
        elif after < 0:
            self._extend(1, -after, draw)
        return True

    def extend_ahead(self, view: Viewport, side: int, draw: Callable[[int, int], None]) -> bool:
        """Draw more of a picture that `shows` the view, beyond its left (-1) or right (1) edge, where less than half
        of the margin is left there; False where there is enough, or the recording ends."""
        margin = (self.pixels.shape[1] - self._width) // 2
        ahead = self.ahead(view)[side > 0]
        rest = self.left - self._column(0.0) if side < 0 else self._column(view.duration) - self.right
        wanted = min(margin - ahead, rest)
        if ahead > margin / 2 or wanted < 1:
            return False
        self._extend(side, wanted, draw)
        return True

    def _column(self, time: float) -> float:
        return (time - self._start) / self.seconds_per_px * self.dpr

    def _extend(self, side: int, columns: float, draw: Callable[[int, int], None]) -> None:
        """Draw at least so many more columns at the left (-1) or right (1), and move all where there is no room."""
        unit, total = self._unit(self.dpr), self.pixels.shape[1]
        seam, join = unit * round(SEAM_PX * self.dpr / unit), round(_JOIN_PX * self.dpr)
        wanted = unit * -(-round(columns) // unit)
        if side > 0:
            self._shift(min(total - self.right - wanted, 0))
            begin, end = self.right - seam, min(self.right + wanted, total)
            kept = slice(begin, begin + join)
        else:
            self._shift(max(wanted - self.left, 0))
            begin, end = max(self.left - wanted, 0), self.left + seam
            kept = slice(end - join, end)
        before = self.pixels[:, kept].copy()
        draw(begin, end)
        self.pixels[:, kept] = before
        self.left, self.right = min(self.left, begin), max(self.right, end)

    def _shift(self, columns: int) -> None:
        """Move what is drawn to the right (> 0) or left; what goes over the edge is lost."""
        if columns > 0:
            self.pixels[:, columns:] = self.pixels[:, :-columns]
        elif columns < 0:
            self.pixels[:, :columns] = self.pixels[:, -columns:]
        self._start -= columns / self.dpr * self.seconds_per_px
        total = self.pixels.shape[1]
        self.left, self.right = max(self.left + columns, 0), min(self.right + columns, total)

    @staticmethod
    def _unit(dpr: float) -> int:
        """Columns of the fewest whole logical pixels that are whole device pixels: strips meet on these, so that what
        is rounded to logical pixels is rounded alike on both sides."""
        logical = next((n for n in (1, 2, 4) if abs(n * dpr - round(n * dpr)) < 1e-6), 1)
        return max(round(logical * dpr), 1)

    # -- showing -------------------------------------------------------------------------------------------------

    def visible(self, view: Viewport) -> NDArray[np.uint32]:
        """The pixels in view, shape (height, n_columns), of a picture that `shows` it."""
        first = min(max(round(self.place(view)), 0), self.pixels.shape[1] - self._width)
        return self.pixels[:, first : first + self._width]

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Copy it to where it belongs; at another zoom it is stretched. What it lacks stays as it is."""
        height = self.pixels.shape[0]
        first = self.place(view)
        scale = self.seconds_per_px / view.seconds_per_px
        if scale == 1.0:
            first = round(first)
        left = max(self.left, floor(first))
        right = min(self.right, floor(first + self._width / scale) + 1)
        if right <= left:
            return
        painter.save()
        painter.scale(1 / self.dpr, 1 / self.dpr)  # no stretching between device pixels
        target = QRectF((left - first) * scale, 0, (right - left) * scale, height)
        draw_part(painter, target, self.image, QRectF(left, 0, right - left, height))
        painter.restore()
