"""True progress: weighted by the measured cost of the parts."""

from __future__ import annotations

import time
from collections.abc import Callable

from w12studio.engine.messages import Message, Progressed

OnMessage = Callable[[Message], None]
_START_COST_S = 0.4  # a part's fixed cost, so that short files progress evenly


class ProgressMeter:
    """Progress weighted by cost, that never runs backwards."""

    def __init__(self, on_message: OnMessage) -> None:
        self._on_message = on_message
        self._weights: dict[str, float] = {}
        self._done: dict[str, float] = {}
        self._shown = 0.0
        self._began = time.monotonic()

    def expect(self, part: str, cost: float) -> None:
        """A part of the work and its cost in s; may be said again when more is known."""
        self._weights[part] = cost + _START_COST_S
        self._done.setdefault(part, 0.0)

    def update(self, part: str, fraction: float, title: str) -> None:
        """How far a part is, 0..1, and what to call it for people."""
        self._done[part] = max(self._done[part], min(max(fraction, 0.0), 1.0))
        total = sum(self._weights.values())
        raw = sum(self._done[p] * w for p, w in self._weights.items()) / total
        self._shown = max(self._shown, min(raw, 0.99))
        elapsed = time.monotonic() - self._began
        left = elapsed * (1 - self._shown) / self._shown if elapsed > 0.5 and self._shown > 0.05 else None
        self._on_message(Progressed(self._shown, title, left))

    def finish(self) -> None:
        """All is done."""
        self._on_message(Progressed(1.0, "Done", 0.0))
