"""What Python itself does that could hold the window up: its lock, and its search for garbage."""

from __future__ import annotations

import gc
import sys

_SWITCH_S = 0.0005
_RARELY = 50


def share_the_lock() -> None:
    """Let the GUI thread have Python's lock soon after it asks for it, whatever other threads do.

    Painting gives the lock away and takes it back many times a frame, and each time a busy thread may keep it for the
    interval that is set here; Python's own 5 ms would add up to a frame that stutters.
    """
    sys.setswitchinterval(_SWITCH_S)


def set_aside() -> None:
    """Take all that lives now, which is the window, out of the search for garbage, and make whole searches rare.

    A search through the window's 120,000 things stops it for 60 to 130 ms.
    """
    gc.freeze()
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, _RARELY)
