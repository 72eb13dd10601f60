"""Time <-> pixel; no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

MIN_SECONDS_PER_PX = 1 / 192_000 / 32  # 32 pixels a sample at 192 kHz


@dataclass(frozen=True, slots=True)
class Viewport:
    """The part of the recording that is in view.

    Attributes
    ----------
    start : float
        s at the left edge; may be below 0 so that the first sample can be put anywhere.
    seconds_per_px : float
        Zoom, s for one logical pixel.
    width_px : int
        Logical pixels.
    duration : float
        s of the whole recording.
    """

    start: float = 0.0
    seconds_per_px: float = 0.01
    width_px: int = 1000
    duration: float = 10.0

    @property
    def end(self) -> float:
        """s at the right edge."""
        return self.start + self.span

    @property
    def span(self) -> float:
        """s in view."""
        return self.width_px * self.seconds_per_px

    def time_to_px(self, time: float) -> float:
        """x of a time; works on arrays too."""
        return (time - self.start) / self.seconds_per_px

    def px_to_time(self, x: float) -> float:
        """Time of an x; works on arrays too."""
        return self.start + x * self.seconds_per_px

    def zoomed(self, factor: float, anchor_px: float) -> Viewport:
        """Zoom in (factor > 1) or out so that the time under ``anchor_px`` stays there."""
        anchor = self.px_to_time(anchor_px)
        scale = min(max(self.seconds_per_px / factor, MIN_SECONDS_PER_PX), self._max_scale())
        return replace(self, seconds_per_px=scale, start=anchor - anchor_px * scale)._clamped()

    def panned(self, pixels: float) -> Viewport:
        """Move the view by pixels (> 0: later)."""
        return replace(self, start=self.start + pixels * self.seconds_per_px)._clamped()

    def showing(self, start: float, end: float) -> Viewport:
        """Show exactly ``start .. end`` s."""
        span = max(end - start, MIN_SECONDS_PER_PX * self.width_px)
        return replace(self, start=start, seconds_per_px=span / max(self.width_px, 1))._clamped()

    def fitted(self) -> Viewport:
        """Show the whole recording."""
        return self.showing(0.0, max(self.duration, 1e-3))

    def resized(self, width_px: int) -> Viewport:
        """Another width, same zoom; a view that showed everything goes on showing everything."""
        new = replace(self, width_px=max(int(width_px), 1))
        return new.fitted() if self.span >= self.duration * 0.999 else new._clamped()

    def centred_on(self, time: float) -> Viewport:
        """Same zoom, with a time in the middle."""
        return replace(self, start=time - self.span / 2)._clamped()

    def _max_scale(self) -> float:
        return max(self.duration, 1e-3) / max(self.width_px, 1)

    def _clamped(self) -> Viewport:
        if self.span >= self.duration:
            return replace(self, start=0.0, seconds_per_px=min(self.seconds_per_px, self._max_scale()))
        return replace(self, start=min(max(self.start, 0.0), self.duration - self.span))
