"""What the window remembers: its layout in the settings, the view of a recording in its project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

LAYOUT_VERSION = 1


def view_state(window: MainWindow) -> dict[str, Any]:
    """The view, as plain values for a project."""
    view = window.timeline.viewport
    return {
        "start": view.start,
        "end": view.end,
        "position": window.player.position,
        "timeline": window.timeline.state(),
        **window.compare.state(),
    }


def restore_view(window: MainWindow, view: Mapping[str, Any]) -> None:
    """Take over what a project remembers; a project may come from anywhere, so nonsense is left out."""
    timeline = window.timeline
    window.compare.restore(view)
    try:
        if isinstance(view.get("timeline"), dict):
            timeline.restore_state(view["timeline"])
            show_snapping(window)
        start, end = float(view["start"]), float(view["end"])
        if 0 <= start < end <= window.session.duration * 1.001:
            timeline.set_viewport(timeline.viewport.showing(start, end))
        window.player.seek(float(view.get("position", 0.0)))
    except (KeyError, TypeError, ValueError, AttributeError):
        return


def show_snapping(window: MainWindow) -> None:
    """Tick the actions of snapping as the timeline has it."""
    window.actions_["snap"].setChecked(window.timeline.snapping)
    window.correcting.show_snapping()


def restore_layout(window: MainWindow) -> None:
    """As it was when the window was closed."""
    s = window.settings
    if not s.blob("window/geometry").isEmpty():
        window.restoreGeometry(s.blob("window/geometry"))
        window.restoreState(s.blob("window/state"), LAYOUT_VERSION)
    try:
        window.timeline.restore_state(json.loads(s.text("timeline") or "{}"))
    except (ValueError, TypeError, AttributeError):
        s.remove("timeline")
    window.timeline.display.set_unit(s.text("unit"))
    window.actions_["follow"].setChecked(s.flag("follow", True))
    show_snapping(window)
    window.player.mixer.restore(s)


def remember_layout(window: MainWindow) -> None:
    """Write it to the settings."""
    s = window.settings
    s.set("window/geometry", window.saveGeometry())
    if window.queue.items:  # without any the panels are hidden, which is no choice of the user's
        s.set("window/state", window.saveState(LAYOUT_VERSION))
        for dock in window.docks:
            s.set(f"panels/{dock.objectName()}", dock.toggleViewAction().isChecked())
    s.set("timeline", json.dumps(window.timeline.state()))
    s.set("unit", str(window.timeline.display.unit))
    window.player.mixer.remember(s)
    s.sync()
