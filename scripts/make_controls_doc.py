"""Writes docs/controls.md from the window's own list of actions, and a hand-written table of gestures."""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "controls.md"

HEAD = """\
# Keys and gestures

Every key can be changed: Help > Keyboard shortcuts (?) lists, searches and prints them. What keys do while the timeline
or a lane's name has the focus is on the page [Keyboard and screen reader](accessibility.md). This page is made from the
window's own list.

## The mouse in the timeline

| gesture | what it does |
| --- | --- |
| wheel, Ctrl+wheel | zoom at the pointer |
| Shift+wheel, horizontal wheel, middle drag | pan |
| Alt+wheel, wheel over the lane's axis | zoom the values of the lane under the pointer |
| Alt+Shift+wheel, vertical middle drag | move the values of the lane under the pointer |
| double-click the lane's axis | show all values again |
| click | move the playhead there |
| drag | select a span; Shift+click extends it, Esc clears it |
| drag over empty ground of a lane of markers | select those in a rubber band; Shift adds, and may begin on a marker |
| click a marker in its lane (Ctrl+click elsewhere) | select it; Ctrl or Shift adds |
| drag a beat | pin it where it is dropped and solve the beats around it anew; snaps to transients (Alt: does not) |
| Ctrl+drag a beat | move only that one |
| drag a transient | move it; it snaps to beats |
| click or drag a pin (the blue glyphs over the beats) | select or move it; Delete takes it away |
| double-click an empty place of the beats or transients lane | add a marker |
| double-click a marker | edit its time, label and value |
| double-click a section, chord or key | rename it; a right click offers to split it, and to rename all |
| double-click an empty place of a lane of sections, chords or keys | add one, and say what it is called |
| drag rows of the markers panel, or the chip of the selection, into another program | they become text |
| drag the beginning of a section, chord or key | move the border to the one before; snaps (Alt: does not) |
| click a note in the pitch lane | select it: what corrects pitch then means this note |
| drag over the pitch lane | select a span of pitch; Delete takes its pitch away |
| double-click a note in the pitch lane | select its time |
| Ctrl+Shift+drag over the pitch lane, or drag with the pencil (B) | draw the pitch |
| Ctrl+Shift+drag over the spectrogram, or drag after Shift+S | hear one band of frequencies alone; a click ends it |
| drag the playhead in the ruler, Ctrl+drag in the ruler | scrub: hear what is under the pointer |
| double-click the speed | normal speed |
| click a ghost curve, or press its number | take this candidate |
| double-click the ruler | fit the whole recording |
| right click on the ruler or the position | choose the unit of time |
| right click | menu of what can be done there |
| drag in the overview | move the view; drag its edges to resize it |
| drag a lane's name, or its lower edge | reorder, resize |
| drop a file of layers (MIDI, CSV, labels, ...) | import it into the open recording, as one undo step |

While the beats are dashed they are a quick grid, and can't be edited yet; what you pin or tap meanwhile is done as soon
as the full beats are there. The view and the selection stay where they are.
"""


def text() -> str:
    """The whole page."""
    from PySide6.QtGui import QKeySequence

    from w12studio.ui.actions import SPECS

    lines = [HEAD]
    menu = ""
    for spec in SPECS:
        if spec.menu != menu:
            menu = spec.menu
            lines += [f"\n## {menu.replace('&', '')}\n", "| action | keys | |", "| --- | --- | --- |"]
        keys = " or ".join(f"`{QKeySequence(k).toString(QKeySequence.SequenceFormat.PortableText)}`" for k in spec.keys)
        lines.append(f"| {spec.title.replace('&', '')} | {keys} | {spec.tip} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
