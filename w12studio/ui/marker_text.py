"""Markers as text for other programs: lines for text editors, a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from PySide6.QtCore import QMimeData

from w12studio.domain.events import Event

CSV_TYPE = "text/csv"
_COLUMNS = ("time", "duration", "value", "confidence", "label")


def events_text(events: Iterable[Event]) -> str:
    """One event a line, in order of time: "seconds TAB label".

    An event without a label gives its value in place of it: a beat its place in the bar. Where any of the events lasts,
    every line is "start TAB end TAB label", as Audacity writes labels. Seconds have six decimals.

    Parameters
    ----------
    events : iterable of Event

    Returns
    -------
    str
        Each line ends in a line feed; "" where there are no events.
    """
    rows = sorted(events, key=lambda e: (e.time, e.duration))
    lasting = any(e.duration > 0 for e in rows)
    lines = []
    for event in rows:
        times = (event.time, event.end) if lasting else (event.time,)
        lines.append("\t".join([*(f"{t:.6f}" for t in times), _name(event)]) + "\n")
    return "".join(lines)


def events_csv(events: Iterable[Event]) -> str:
    """A table with a line of titles: time and duration in s, value, confidence 0..1, label; unknown is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for e in sorted(events, key=lambda e: (e.time, e.duration)):
        value = "" if e.value is None else f"{e.value:g}"
        confidence = "" if e.confidence is None else f"{e.confidence:.3f}"
        writer.writerow([f"{e.time:.6f}", f"{e.duration:.6f}", value, confidence, e.label])
    return out.getvalue()


def events_mime(events: Iterable[Event]) -> QMimeData:
    """The events as what other programs take from a drag or from the clipboard: plain text, and CSV."""
    rows = list(events)
    mime = QMimeData()
    mime.setText(events_text(rows))
    mime.setData(CSV_TYPE, events_csv(rows).encode("utf-8", "replace"))
    return mime


def _name(event: Event) -> str:
    label = " ".join(event.label.split())  # a tab or a line feed would make another column or line
    return label or ("" if event.value is None else f"{event.value:g}")
