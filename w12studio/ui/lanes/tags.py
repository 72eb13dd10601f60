"""What a recording sounds like over time: a row a tag, the stronger the brighter."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from w12studio.domain.analysis import TAGS
from w12studio.domain.curves import Curve
from w12studio.ui.lanes.base import Lane, LaneContext, small_font
from w12studio.ui.raster import shades, with_alpha
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import Theme

ROW_PX = 15
MOST_ROWS = 12
_SHADES = 64


class TagsLane(Lane):
    """See the module. As many of the strongest tags as there is room for."""

    name = TAGS
    title = later("Tags")
    kinds = (TAGS,)
    default_height = 90
    min_height = 2 * ROW_PX
    has_guides = False

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self._curve: Curve | None = None
        self._order: NDArray[np.int64] = np.zeros(0, np.int64)

    def refresh(self) -> None:
        """The tags changed."""
        track = self.track
        curve = track.curve if track else None
        self._curve = curve if curve is not None and curve.bins and len(curve) else None
        if self._curve is not None:
            values = np.nan_to_num(self._curve.values)
            self._order = np.argsort(-values.mean(axis=0), kind="stable")
        super().refresh()

    @property
    def shown_tags(self) -> list[str]:
        """Those that there is room for, the strongest at the top."""
        if self._curve is None:
            return []
        count = min(max(self.height // ROW_PX, 1), MOST_ROWS, len(self._order))
        return [self._curve.bins[i] for i in self._order[:count].tolist()]

    def describe(self, time: float, y: float) -> str:
        """Tag and score at a point."""
        rows = self.shown_tags
        row = int(y / max(self.height - 1, 1) * len(rows))
        if self._curve is None or not 0 <= row < len(rows):
            return ""
        frame = round((time - self._curve.start) * self._curve.frame_rate)
        if not 0 <= frame < len(self._curve):
            return rows[row]
        return f"{rows[row]}  {float(self._curve.values[frame, self._order[row]]):.0%}"

    def layout(self) -> object:
        """See `Lane.layout`."""
        return "scores" if self._curve is not None else None

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        curve = self._curve
        if curve is None:
            track = self.track
            waiting = track is None or not track.complete
            message = "" if track is None else track.message
            self.draw_hint(painter, theme, tr("Waiting for tags…") if waiting else translated(message) or tr("No tags"))
            return
        names, view = self.shown_tags, self.frame.view
        columns = view.start + (np.arange(self.frame.n_columns) + 0.5) * view.seconds_per_px / dpr
        frame = np.rint((columns - curve.start) * curve.frame_rate).astype(np.int64)
        inside = (columns >= 0) & (columns < view.duration)
        scores = np.nan_to_num(curve.values[np.clip(frame, 0, len(curve) - 1)][:, self._order[: len(names)]])
        inks = np.concatenate([[np.uint32(theme.background.rgb())], shades(theme.background, theme.accent, _SHADES)])
        level = (np.clip(scores, 0, 1) ** 0.6 * _SHADES).astype(np.int64)
        level[~inside] = 0
        edges = np.linspace(0, round((self.height - 1) * dpr), len(names) + 1).astype(int)
        for i in range(len(names)):
            self.frame.pixels[edges[i] : edges[i + 1]] = inks[level[:, i]]

    def draw_over(self, painter: QPainter, theme: Theme) -> None:
        """The names, at the left edge of the view."""
        names = self.shown_tags
        painter.setFont(small_font())
        painter.setPen(theme.text)
        metrics, veil = QFontMetricsF(painter.font()), with_alpha(theme.background, 0.72)
        edges = np.linspace(0, self.height - 1, len(names) + 1).tolist()
        for name, top, bottom in zip(names, edges[:-1], edges[1:], strict=True):
            width = metrics.horizontalAdvance(name) + 8
            painter.fillRect(QRectF(0, top, width, bottom - top), veil)
            row = QRectF(4, top, width, bottom - top)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
