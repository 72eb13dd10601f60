"""Sizes that follow the system's font; Qt does the same for the screen's scale by itself."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

#: Pixels that a line takes in the fonts of most systems at most; up to it, sizes are as they were drawn.
_USUAL_PX, _DRAWN_PX = 20.0, 16.0


def font_factor() -> float:
    """How much larger than usual the application's font is; 1 for every usual font."""
    height = QFontMetricsF(QFont()).height()
    return max(height / _DRAWN_PX, 1.0) if height > _USUAL_PX else 1.0


def em(px: float, share: float = 1.0) -> int:
    """Logical pixels as large as the application's font asks for.

    Parameters
    ----------
    px : float
        In a usual font.
    share : float
        How much of the growth it takes part in, 0..1: panels leave room for the timeline.
    """
    return round(px * (1 + share * (font_factor() - 1)))


#: What panels and dialogs take of the font's growth, and what lies beside or over the lanes.
OF_PANELS, OF_HEADERS, OF_OVERVIEW = 0.6, 0.6, 0.25
