"""Lanes whose values have a range from bottom to top that can be zoomed, moved and shown whole again."""

from __future__ import annotations

from typing import ClassVar

from w12studio.ui.lanes.base import Lane, LaneContext


class RangedLane(Lane):
    """A lane with a value axis, highest value at the top.

    Subclasses say in `LOWEST` .. `HIGHEST` how far the axis can go and in `MIN_RANGE` how near, and keep in
    ``_fitted`` the range that shows all there is.
    """

    LOWEST: ClassVar[float] = 0.0
    HIGHEST: ClassVar[float] = 1.0
    MIN_RANGE: ClassVar[float] = 0.1
    has_value_zoom = True

    def __init__(self, context: LaneContext) -> None:
        super().__init__(context)
        self._range: tuple[float, float] | None = None
        self._fitted = (self.LOWEST, self.HIGHEST)

    @property
    def low(self) -> float:
        """Value at the bottom."""
        return (self._range or self._fitted)[0]

    @property
    def high(self) -> float:
        """Value at the top."""
        return (self._range or self._fitted)[1]

    def y_of(self, value: float) -> float:
        """y of a value in logical pixels from the lane's top; works on arrays too."""
        return (self.high - value) / (self.high - self.low) * (self.height - 1)

    def value_at(self, y: float) -> float:
        """Value at a y in logical pixels; works on arrays too."""
        return self.high - y / max(self.height - 1, 1) * (self.high - self.low)

    def zoom_values(self, factor: float, y: float) -> None:
        """See `Lane.zoom_values`; the value at ``y`` stays there unless an end of the axis is in the way."""
        anchor, old = self.value_at(y), self.high - self.low
        span = min(max(old / factor, self.MIN_RANGE), self.HIGHEST - self.LOWEST)
        self._show_range(anchor + (self.high - anchor) * span / old, span)

    def pan_values(self, pixels: float) -> None:
        """Move the range by logical pixels (> 0: what is higher comes into view)."""
        span = self.high - self.low
        self._show_range(self.high + pixels / max(self.height - 1, 1) * span, span)

    def _show_range(self, high: float, span: float) -> None:
        """Show ``span`` values below ``high``, moved so far that the axis is not left."""
        high = min(max(high, self.LOWEST + span), self.HIGHEST)
        self._set_range((high - span, high))

    def _set_range(self, chosen: tuple[float, float] | None) -> None:
        """Show a range; None: all there is."""
        self._range = chosen
        self.invalidate()
        self.axis_changed.emit()

    def reset_values(self) -> None:
        """See `Lane.reset_values`."""
        self._set_range(None)

    def state(self) -> dict[str, object]:
        """See `Lane.state`."""
        return {"range": list(self._range)} if self._range else {}

    def restore(self, state: dict[str, object]) -> None:
        """See `Lane.restore`."""
        given = state.get("range")
        if isinstance(given, (list, tuple)) and len(given) == 2 and all(isinstance(v, (int, float)) for v in given):
            low, high = float(given[0]), float(given[1])
            if self.LOWEST <= low < high <= self.HIGHEST and high - low >= self.MIN_RANGE * (1 - 1e-6):
                self._range = (low, high)
        self._set_range(self._range)
