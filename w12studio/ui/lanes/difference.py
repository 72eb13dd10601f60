"""Where ours and theirs differ: deviations as stems, what is missing and extra as shapes, regions as blocks.

A stem points up where ours is late and down where it is early, so that nothing hangs on a colour alone. Missing events
are hollow triangles in a row at the top, extra ones filled diamonds in a row at the bottom.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from w12studio.domain.comparing import CENTS, Difference
from w12studio.domain.curves import Curve
from w12studio.domain.timebase import format_clock
from w12studio.ui.comparing import Comparing
from w12studio.ui.comparison import headline
from w12studio.ui.curve_columns import CurveColumns, column_spans
from w12studio.ui.lanes.base import Lane, LaneContext, Tick
from w12studio.ui.lanes.compared import DIFFERENCE_LANE
from w12studio.ui.lanes.layer_box import LayerBox
from w12studio.ui.lanes.markers import strongest_per_column, widened
from w12studio.ui.raster import mixed, paint_columns, with_alpha
from w12studio.ui.texts import later, tr
from w12studio.ui.theme import Theme

ROW_PX = 13.0
#: Shapes are drawn where they are this far from each other, bare strokes where they are nearer.
SHAPE_PX = 9.0
#: Cents at the edge of the lane.
MOST_CENTS = 150.0
_ROOM = 0.8
#: Milliseconds that count as none: less than a sample of what was compressed.
_SAME_MS = 0.05
_HIT_PX = 8.0


class DifferenceLane(Lane):
    """See the module."""

    name = DIFFERENCE_LANE
    title = later("Difference")
    default_height = 104
    min_height = 54
    has_value_zoom = True

    def __init__(self, context: LaneContext, comparing: Comparing) -> None:
        super().__init__(context)
        self._comparing = comparing
        self._curve: CurveColumns | None = None
        self._of: Curve | None = None

    @property
    def found(self) -> Difference | None:
        """What is shown."""
        return self._comparing.difference()

    def make_control(self, parent: QWidget) -> QWidget:
        """A choice of the layer that is looked at."""
        return LayerBox(self._comparing, parent)

    @property
    def has_news(self) -> bool:
        """The figure is what the lane is for."""
        return self.found is not None

    def subtitle(self) -> str:
        """The running figures."""
        found = self.found
        text = headline(found)
        if found is None or found.matching is None:
            return text
        return f"{text}   −{found.matching.missing.size} +{found.matching.extra.size}"

    def refresh(self) -> None:
        """Something was edited, aligned or chosen."""
        found = self.found
        curve = None if found is None else found.curve
        if curve is None:
            self._curve, self._of = None, None
        elif curve is not self._of:
            self._of, self._curve = curve, CurveColumns(curve, max_step=60.0)
        super().refresh()
        self.axis_changed.emit()

    # -- values ------------------------------------------------------------------------------------------------

    @property
    def reach(self) -> float:
        """Deviation at the edge of the stems, in ms or cents."""
        most = MOST_CENTS if self._curve is not None else 1000 * self._comparing.tolerance(self._comparing.layer)
        return most / self.value_zoom

    def _band(self) -> tuple[float, float]:
        """Top and bottom of the stems, in logical pixels."""
        rows = 0.0 if self._curve is not None else ROW_PX
        return rows + 2, self.height - 3 - rows

    def y_of(self, deviation: float) -> float:
        """y of a deviation in ms (or cents), in logical pixels."""
        top, bottom = self._band()
        return (top + bottom) / 2 - deviation / self.reach * (bottom - top) / 2 * _ROOM

    def axis_ticks(self) -> list[Tick]:
        """Zero, and the tolerance both ways."""
        found = self.found
        if found is None or (found.matching is None and self._curve is None):
            return []
        edge = self.reach if self._curve is None else CENTS
        unit = " ct" if self._curve is not None else ""
        ticks = [Tick(self.y_of(v), f"{v:+.0f}{unit}" if v else "0", 0.9) for v in (edge, -edge)]
        ticks.append(Tick(self.y_of(0.0), "0 ms" if self._curve is None else "0"))
        if self._curve is None:
            ticks += [
                Tick(ROW_PX / 2, tr("miss.", "missing; little room")),
                Tick(self.height - 2 - ROW_PX / 2, tr("extra")),
            ]
        return ticks

    def layout(self) -> object:
        """See `Lane.layout`; labels of regions stick to the edge of the view."""
        found = self.found
        if found is None or (found.matching is None and self._curve is None):
            return None
        return self._has_room(found)

    def _has_room(self, found: Difference) -> bool:
        """Whether events in view are far enough from each other for shapes."""
        view = self.context.viewport
        spans = (events.span(view.start, view.end) for events in (found.ours, found.theirs))
        most = max(span.stop - span.start for span in spans)
        return most * SHAPE_PX < self.width

    def describe(self, time: float, y: float) -> str:
        """The difference nearest to the pointer."""
        found, view = self.found, self.context.viewport
        if found is None:
            return ""
        if self._curve is not None:
            cents = float(self._curve.curve.at(time))
            return "" if np.isnan(cents) else tr("{n} cents", n=f"{cents:+.0f}")
        if found.matching is None:
            index = found.spans.at_or_before(time)
            return found.spans[index].label if index >= 0 and found.spans[index].end > time else tr("both agree")
        near = _HIT_PX * view.seconds_per_px
        close = [p for p in self._places(time - near, time + near) if p[0] <= near]
        return min(close)[1] if close else ""

    def _places(self, start: float, end: float) -> list[tuple[float, str]]:
        """Distance from the middle and text of every event in a span."""
        found, middle = self.found, (start + end) / 2
        assert found is not None and found.matching is not None
        out = []
        for times, text in (
            (found.theirs.times[found.matching.missing], tr("missing: only theirs has it, at {}")),
            (found.ours.times[found.matching.extra], tr("extra: only ours has it, at {}")),
        ):
            here = times[slice(*np.searchsorted(times, [start, end]))].tolist()
            out += [(abs(t - middle), text.format(format_clock(t))) for t in here]
        times, off = found.ours.times[found.matching.ours], found.deviations()
        part = slice(*np.searchsorted(times, [start, end]))
        for t, d in zip(times[part].tolist(), off[part].tolist(), strict=True):
            out.append((abs(t - middle), _way_text(d)))
        return out

    # -- painting ----------------------------------------------------------------------------------------------

    def draw(self, painter: QPainter, theme: Theme, dpr: float) -> None:
        """See `Lane.draw`."""
        found = self.found
        if found is None or not found.figures:
            self.draw_hint(painter, theme, tr("Both have no layer in common."))
            return
        if self._curve is not None:
            self._draw_cents(painter, theme, dpr, found)
        elif found.matching is None:
            self._draw_spans(painter, theme, dpr, found)
        else:
            self._draw_points(painter, theme, dpr, found)
        self._draw_outside(painter, theme)

    def _draw_outside(self, painter: QPainter, theme: Theme) -> None:
        """Where only one of both recordings sounds nothing is judged."""
        inside, view = self._comparing.inside, self.frame.view
        if inside is not None:
            left, right = view.time_to_px(inside[0]), view.time_to_px(inside[1])
            veil = mixed(theme.background, theme.surface, 0.9)
            painter.fillRect(QRectF(0, 0, max(left, 0.0), self.height - 1), veil)
            painter.fillRect(QRectF(right, 0, max(self.frame.width - right, 0.0), self.height - 1), veil)

    def _draw_points(self, painter: QPainter, theme: Theme, dpr: float, found: Difference) -> None:
        m, view = found.matching, self.frame.view
        assert m is not None
        self._rows_and_zero(painter, theme)
        shapes = self._has_room(found)
        times, off = found.ours.times[m.ours], found.deviations() * 1000
        margin = SHAPE_PX * view.seconds_per_px
        part = slice(*np.searchsorted(times, [view.start - margin, view.end + margin]))
        self._draw_stems(painter, theme, dpr, times[part], off[part], shapes)
        for where, colour, top, draw in (
            (found.theirs.times[m.missing], theme.danger, 1.0, _triangle),
            (found.ours.times[m.extra], theme.warning, self.height - 2 - ROW_PX, _diamond),
        ):
            here = where[slice(*np.searchsorted(where, [view.start - margin, view.end + margin]))]
            x = np.asarray(view.time_to_px(here))  # type: ignore[arg-type]
            if shapes:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                for px in x.tolist():
                    painter.fillRect(
                        QRectF(round(px), ROW_PX, 1, self.height - 2 * ROW_PX - 2), with_alpha(colour, 0.4)
                    )
                    draw(painter, colour, QPointF(round(px) + 0.5, top + ROW_PX / 2))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            else:
                n = self.frame.n_columns
                columns = widened(strongest_per_column(x * dpr, np.ones(x.size), n), round(dpr))
                upper = np.where(np.isnan(columns), np.nan, round((top + 2) * dpr))
                paint_columns(self.frame.pixels, upper, np.full(n, (top + ROW_PX - 2) * dpr), colour)

    def _rows_and_zero(self, painter: QPainter, theme: Theme) -> None:
        ground = mixed(theme.background, theme.surface_raised, 0.6)
        painter.fillRect(QRectF(0, 0, self.frame.width, ROW_PX), ground)
        painter.fillRect(QRectF(0, self.height - 2 - ROW_PX, self.frame.width, ROW_PX + 1), ground)
        painter.fillRect(QRectF(0, round(self.y_of(0.0)), self.frame.width, 1), theme.border_strong)

    def _draw_stems(
        self, painter: QPainter, theme: Theme, dpr: float,
        times: NDArray[np.float64], off: NDArray[np.float64], shapes: bool,
    ) -> None:  # fmt: skip
        """Late ones up, early ones down; the farthest each way a column, with a head where there is room."""
        view, n = self.frame.view, self.frame.n_columns
        x = np.asarray(view.time_to_px(times))  # type: ignore[arg-type]
        zero, (top, bottom) = self.y_of(0.0), self._band()
        for sign, colour in ((1.0, theme.category(0)), (-1.0, theme.category(1))):
            mine = off * sign > _SAME_MS
            far = widened(strongest_per_column(x[mine] * dpr, np.abs(off[mine]), n), round(1.5 * dpr))
            reach = np.minimum(np.nan_to_num(far) / self.reach, 1 / _ROOM) * (bottom - top) / 2 * _ROOM
            ends = np.where(np.isnan(far), np.nan, zero - sign * np.maximum(reach, 0.5)) * dpr
            start = np.full(n, (zero + 0.5) * dpr)
            paint_columns(self.frame.pixels, np.fmin(ends, start + 0 * ends), np.fmax(ends, start + 0 * ends), colour)
            if shapes:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                for px, d in zip(x[mine].tolist(), off[mine].tolist(), strict=True):
                    y = min(max(self.y_of(d), top), bottom)
                    painter.drawEllipse(QPointF(round(px) + 0.75, y), 2.5, 2.5)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        same = x[np.abs(off) <= _SAME_MS]
        if shapes:
            for px in same.tolist():
                painter.fillRect(QRectF(round(px) - 1, round(zero) - 1, 3, 3), theme.text_muted)

    def _draw_cents(self, painter: QPainter, theme: Theme, dpr: float, found: Difference) -> None:
        """The distance in cents as a line, over a tint where both differ."""
        assert self._curve is not None
        self._tint(painter, theme, found)
        for cents in (CENTS, 0.0, -CENTS):
            painter.fillRect(QRectF(0, round(self.y_of(cents)), self.frame.width, 1), theme.grid)
        columns = self._curve.columns(self.frame.view, dpr, self.frame.n_columns)
        top, bottom = self._band()
        edge = self.reach / _ROOM
        low, high = np.clip(columns.low, -edge, edge), np.clip(columns.high, -edge, edge)
        shown = type(columns)(low, high, columns.confidence)
        upper, lower = column_spans(shown, -edge, edge, (bottom - top) * dpr, 1.8 * dpr)
        paint_columns(self.frame.pixels, upper + top * dpr, lower + top * dpr, theme.category(0))

    def _tint(self, painter: QPainter, theme: Theme, found: Difference) -> None:
        view = self.frame.view
        for span in found.spans.rows(found.spans.overlapping(view.start, view.end)):
            left, right = view.time_to_px(span.time), view.time_to_px(span.end)
            rect = QRectF(left, 0, max(right - left, 1.0), self.height - 1)
            painter.fillRect(rect, with_alpha(theme.danger, 0.22))

    def _draw_spans(self, painter: QPainter, theme: Theme, dpr: float, found: Difference) -> None:
        """Blocks where the labels differ, hatched, with both labels; a thin line where both agree."""
        view, metrics = self.frame.view, painter.fontMetrics()
        middle = (self.height - 1) / 2
        painter.fillRect(QRectF(0, round(middle), self.frame.width, 2), with_alpha(theme.ok, 0.7))
        for span in found.spans.rows(found.spans.overlapping(view.start, view.end)):
            left, right = max(view.time_to_px(span.time), 0.0), min(view.time_to_px(span.end), self.frame.width)
            rect = QRectF(left, 4, max(right - left, 1.5), self.height - 9)
            painter.fillRect(rect, mixed(theme.background, theme.danger, 0.22))
            painter.fillRect(rect, QColor(theme.danger) if rect.width() < 4 else QColor(Qt.GlobalColor.transparent))
            painter.setPen(QPen(theme.danger, 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            if rect.width() > 24:
                painter.setPen(theme.text)
                text = metrics.elidedText(span.label, Qt.TextElideMode.ElideRight, int(rect.width() - 8))
                painter.drawText(QPointF(left + 4, middle + metrics.capHeight() / 2 + 1), text)


def _triangle(painter: QPainter, colour: QColor, at: QPointF) -> None:
    """Something of theirs that ours lacks: hollow."""
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(QPolygonF([at + QPointF(-4, -3.5), at + QPointF(4, -3.5), at + QPointF(0, 4)]))


def _diamond(painter: QPainter, colour: QColor, at: QPointF) -> None:
    """Something of ours that theirs lacks: filled."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([at + QPointF(0, -5), at + QPointF(4.5, 0), at + QPointF(0, 5), at + QPointF(-4.5, 0)])
    )


def _way_text(off_s: float) -> str:
    """Who is late, and by how much; above 0 ours is."""
    ms = f"{abs(off_s) * 1000:.1f}"
    if off_s == 0:
        return tr("both at the same time")
    return tr("{n} ms: ours is late", n=ms) if off_s > 0 else tr("{n} ms: ours is early", n=ms)
