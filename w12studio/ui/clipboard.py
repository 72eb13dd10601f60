"""Markers on the clipboard: copied, cut and pasted, between layers, windows and other programs.

They lie there three times: as they are, for this program; as text, a line each ("seconds TAB label"); and as CSV. What
is pasted may also be text of that shape from elsewhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from w12studio.domain import layers
from w12studio.domain.analysis import BEATS, TRANSIENTS, Analysis
from w12studio.domain.clips import Clip, ClipError, pasted
from w12studio.domain.edits import CompoundEdit
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS
from w12studio.ui.editing import Editor
from w12studio.ui.marker_text import events_mime
from w12studio.ui.player import Player
from w12studio.ui.project_files import dropped_paths
from w12studio.ui.session import Session
from w12studio.ui.summary import parse_clock, title_of
from w12studio.ui.texts import error_text, plural, tr

EVENTS_TYPE = "application/x-w12studio-events"
_VERSION = 1
#: Most characters of text from elsewhere that are looked at.
_MOST_TEXT = 20_000_000


def selected(session: Session) -> Clip:
    """The selected events, in order of time."""
    chosen = session.selection
    return Clip(chosen.kind, tuple(sorted(chosen.events, key=lambda e: (e.time, e.duration))))


def clip_mime(clip: Clip) -> QMimeData:
    """Copied events as clipboard and drags hold them."""
    mime = events_mime(clip.events)
    values = (e.value if e.value is None or math.isfinite(e.value) else None for e in clip.events)  # JSON has no others
    rows = [[e.time, e.duration, v, e.confidence, e.label] for e, v in zip(clip.events, values, strict=True)]
    content = {"version": _VERSION, "kind": clip.kind, "events": rows}
    mime.setData(EVENTS_TYPE, json.dumps(content, allow_nan=False).encode())
    return mime


def clip_of(mime: QMimeData) -> Clip | None:
    """The events that a clipboard holds; None where it holds none."""
    if mime.hasFormat(EVENTS_TYPE):
        try:
            content = json.loads(bytes(mime.data(EVENTS_TYPE).data()))
            events = sorted((Event(*row) for row in content["events"]), key=lambda e: (e.time, e.duration))
            return Clip(str(content["kind"]), tuple(events)) if content["version"] == _VERSION else None
        except (ValueError, TypeError, KeyError):
            return None
    events = events_of_text(mime.text()) if mime.hasText() else ()
    return Clip("", events) if events else None


def events_of_text(text: str) -> tuple[Event, ...]:
    """Events of lines "time", "time TAB label" or "start TAB end TAB label"; none where any line is something else.

    Times are in s or as a clock shows them.
    """
    out = []
    for line in text[:_MOST_TEXT].splitlines():
        if not line.strip():
            continue
        cells = [c.strip() for c in line.split("\t")]
        start = _seconds(cells[0])
        end = _seconds(cells[1]) if len(cells) > 2 else None
        if start is None or (len(cells) > 2 and (end is None or end < start)):
            return ()
        label = " ".join(c for c in (cells[1:] if end is None else cells[2:]) if c)
        out.append(Event(start, 0.0 if end is None else end - start, None, None, label))
    return tuple(sorted(out, key=lambda e: (e.time, e.duration)))


def _seconds(text: str) -> float | None:
    try:
        seconds = parse_clock(text)
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


class EventClipboard(QObject):
    """See the module. GUI thread.

    Parameters
    ----------
    open_files : callable
        What pasting means where the clipboard holds no events.
    """

    #: text, level (see `NoticeBar.show_notice`)
    notice = Signal(str, str)

    def __init__(
        self, session: Session, player: Player, editor: Editor, open_files: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._player, self._editor, self._open_files = session, player, editor, open_files

    def copy(self) -> bool:
        """Put the selected markers on the clipboard; tells whether there are any."""
        clip = selected(self._session)
        if clip.events:
            QGuiApplication.clipboard().setMimeData(clip_mime(clip))
        return bool(clip.events)

    def cut(self) -> None:
        """Put them there, and take them away here."""
        if self.copy():
            n = len(self._session.selection.events)
            if self._session.selection.kind == PINS:
                self._editor.delete()
                return
            self._editor.delete(plural("Cut event", "Cut {n} events", n))

    def paste(self) -> None:
        """Put events of the clipboard into the layer of now, the first at the playhead; else open the files there."""
        mime = QGuiApplication.clipboard().mimeData()
        clip = None
        if self._session.analysis is not None and (mime.hasFormat(EVENTS_TYPE) or not dropped_paths(mime)):
            clip = clip_of(mime)
        if clip is None:
            self._open_files()
        else:
            self._put_in(clip, self._player.position)

    def paste_in_place(self) -> None:
        """Put events of the clipboard into the layer of now, at the times they come from."""
        clip = clip_of(QGuiApplication.clipboard().mimeData())
        if clip is None:
            self.notice.emit(tr("The clipboard holds no markers."), "info")
        else:
            self._put_in(clip, None)

    def _put_in(self, clip: Clip, at: float | None) -> None:
        analysis = self._session.analysis
        if analysis is None:
            return
        kind = self._editor.current
        try:
            edit = (
                self._with_layer(analysis, clip, at) if _needs_layer(clip, kind) else pasted(analysis, clip, kind, at)
            )
        except (ClipError, layers.LayerError) as error:
            self.notice.emit(error_text(error), "warning")
            return
        n = sum(len(e.added) for e in (edit.edits if isinstance(edit, CompoundEdit) else (edit,)))
        kind = edit.kinds[-1]
        self._session.apply(edit)
        what = plural("{n} event", "{n} events", n)
        self.notice.emit(tr("Pasted {what} into {layer}.", what=what, layer=title_of(kind)), "ok" if n else "info")
        shift = 0.0 if at is None or not clip.events else at - clip.events[0].time
        outside = sum(not 0 <= e.time + shift <= analysis.duration for e in clip.events)
        if outside:
            left = tr(
                "{n} of {all} would lie beyond the end of the recording, and are left out.",
                n=outside,
                all=len(clip.events),
            )
            self.notice.emit(left, "warning")

    def _with_layer(self, analysis: Analysis, clip: Clip, at: float | None) -> CompoundEdit:
        """Into a new layer of the user's own."""
        lasting = any(e.duration > 0 for e in clip.events)
        shape = layers.REGIONS if lasting else layers.POINTS
        made = layers.new_layer(analysis, layers.free_name(analysis, tr("Pasted")), shape, layers.COLOURS[0])
        put = pasted(made.apply(analysis), clip, made.kind, at)
        return CompoundEdit(put.name, (made, put))


def _needs_layer(clip: Clip, kind: str) -> bool:
    """Whether the layer would lose what text from elsewhere says."""
    return not clip.kind and kind in (BEATS, TRANSIENTS) and any(e.label or e.duration for e in clip.events)
