"""The comparison of the open recording: what it is compared with, and the differences, anew after every edit.

The difference of the layer that is looked at is there at once (also while a marker is dragged); those of the others
follow as soon as nothing else is to do. Lives on the GUI thread.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from w12studio.domain.alignment import BY_HAND, Alignment
from w12studio.domain.analysis import BEATS, NOTES, PITCH, SECTIONS, TRANSIENTS, Track
from w12studio.domain.comparing import REGIONS, TOLERANCES_S, Difference, comparable
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event
from w12studio.domain.matching import NOTE_TOLERANCE_S
from w12studio.domain.taking import take_events, take_span
from w12studio.service import SharedAudio, layer_of
from w12studio.ui.comparison import RECORDING, Comparison, Place, places
from w12studio.ui.session import Session

#: A jump takes a place this near to the playhead, in s, for the one it stands on.
_HERE_S = 1e-3
#: Single events are taken within this of a place, in s; beyond the tolerance both ways.
_TAKE_S = 0.005


class Comparing(QObject):
    """See the module. One for the life of the window."""

    #: it began, ended, or is with something else now
    changed = Signal()
    #: figures, alignment, tolerance or the layer looked at changed
    updated = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.comparison: Comparison | None = None
        self._tracks: dict[str, Track] = {}
        self._found: dict[str, Difference] = {}
        self._kinds: list[str] | None = None  # None: to be looked up anew
        self._dragged: Difference | None = None
        self._kept: dict[str, Comparison] = {}
        self._path = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(60)
        self._rest.timeout.connect(self.updated)
        session.analysis_changed.connect(self._analysis_changed)
        session.recording_changed.connect(self._recording_changed)

    # -- with what ---------------------------------------------------------------------------------------------

    def start(self, comparison: Comparison) -> None:
        """Compare with this; in place of what there was."""
        self.comparison = comparison
        self._renew()
        if not self.kinds:  # a layer of a name of its own may be any of ours
            for kind in (BEATS, TRANSIENTS, NOTES, SECTIONS):
                self.comparison = replace(comparison, layer=kind)
                self._renew()
                if self.kinds:
                    break
        self.changed.emit()

    def stop(self) -> None:
        """Compare with nothing any more."""
        if self.comparison is not None:
            self.comparison = None
            self._renew()
            self.changed.emit()

    def _renew(self) -> None:
        self._dragged = None
        self._found.clear()
        self._kinds = None
        self._tracks = {} if self.comparison is None else self.comparison.aligned()
        self._rest.stop()

    def _replace(self, comparison: Comparison) -> None:
        """The same, looked at in another way."""
        self.comparison = comparison
        self._renew()
        self.updated.emit()

    def set_audio(self, audio: SharedAudio) -> None:
        """Their sound is there."""
        if self.comparison is not None:
            self.comparison = replace(self.comparison, audio=audio)
            self.updated.emit()

    def set_alignment(self, alignment: Alignment) -> None:
        """Lay theirs elsewhere on our time."""
        if self.comparison is not None and alignment != self.comparison.alignment:
            self._replace(replace(self.comparison, alignment=alignment))

    def shift(self, seconds: float) -> None:
        """Lay theirs so many s later."""
        if self.comparison is not None and seconds:
            self.set_alignment(self.comparison.alignment.shifted(seconds))

    def set_offset(self, seconds: float) -> None:
        """Let theirs begin there, in s of our time."""
        if self.comparison is not None and abs(seconds - self.comparison.alignment.offset_s) > 1e-7:
            self.set_alignment(replace(self.comparison.alignment, offset_s=seconds, method=BY_HAND))

    # -- differences -------------------------------------------------------------------------------------------

    @property
    def kinds(self) -> list[str]:
        """What both have."""
        analysis = self._session.analysis
        if self._kinds is None:
            compared = self.comparison is not None and analysis is not None
            self._kinds = comparable(analysis, self._tracks) if compared and analysis is not None else []
        return self._kinds

    @property
    def layer(self) -> str:
        """The kind that is looked at; "" where both have nothing in common."""
        wanted, kinds = self.comparison.layer if self.comparison else "", self.kinds
        return wanted if wanted in kinds else next(iter(kinds), "")

    def look_at(self, kind: str) -> None:
        """Show the difference of this layer."""
        if self.comparison is not None and kind and kind != self.layer:
            self._replace(replace(self.comparison, layer=kind))

    def tolerance(self, kind: str) -> float:
        """Largest deviation of a pair, in s."""
        own = None if self.comparison is None else self.comparison.tolerances_s.get(kind)
        return TOLERANCES_S.get(kind, NOTE_TOLERANCE_S) if own is None else own

    def set_tolerance(self, kind: str, seconds: float) -> None:
        """Change the largest deviation of a pair of this layer."""
        if self.comparison is not None and abs(seconds - self.tolerance(kind)) > 1e-9:
            self._replace(replace(self.comparison, tolerances_s={**self.comparison.tolerances_s, kind: seconds}))

    def difference(self, kind: str = "") -> Difference | None:
        """How a layer (the one looked at, by default) differs now; None where nothing is compared."""
        kind, analysis = kind or self.layer, self._session.analysis
        if self.comparison is None or analysis is None or not kind:
            return None
        if self._dragged is not None and self._dragged.kind == kind:
            return self._dragged
        if kind not in self._found:
            self._found[kind] = self.comparison.difference(analysis, kind, self._tracks)
        return self._found[kind]

    @property
    def inside(self) -> tuple[float, float] | None:
        """The span of our time that is judged, in s; None: all of it."""
        analysis = self._session.analysis
        return None if analysis is None or self.comparison is None else self.comparison.inside(analysis)

    def theirs(self, kind: str = "") -> Track | None:
        """Their layer (of the kind looked at, by default) on our time."""
        return self._tracks.get(layer_of(kind or self.layer))

    def drag(self, kind: str, events: Iterable[Event], seconds: float) -> None:
        """Markers are on their way: show what the figures would be; no kind: they have landed."""
        analysis, shown = self._session.analysis, self.layer
        was, self._dragged = self._dragged, None
        track = None if analysis is None else analysis.track(kind)
        if self.comparison is not None and analysis is not None and track is not None and layer_of(shown) == kind:
            moving = list(events)
            with contextlib.suppress(KeyError):  # what is dragged was replaced meanwhile
                moved = track.events.changed(moving, [replace(e, time=e.time + seconds) for e in moving])
                changed = analysis.with_track(replace(track, events=moved))
                self._dragged = self.comparison.difference(changed, shown, self._tracks)
        if was is not None or self._dragged is not None:
            self.updated.emit()

    # -- places ------------------------------------------------------------------------------------------------

    def step(self, position: float, direction: int) -> Place | None:
        """The next (1) or previous (-1) place where both differ, seen from a time in s; None where there is none."""
        found = self.difference()
        if found is None:
            return None
        spots = places(found, self.tolerance(found.kind))
        if direction > 0:
            return next((p for p in spots if p.start > position + _HERE_S), None)
        return next((p for p in reversed(spots) if p.start < position - _HERE_S), None)

    def take(self, position: float) -> str:
        """Take what theirs has, in the selected span or at the place nearest to a time in s, as one undo step.

        Returns
        -------
        str
            A sentence for people; "" where nothing is compared.
        """
        analysis, found = self._session.analysis, self.difference()
        if analysis is None or found is None or self._session.refuses([layer_of(found.kind)]):
            return ""
        selection = self._session.selection
        theirs = self.theirs()
        if theirs is None:
            return ""
        try:
            if selection.has_span:
                edit: Edit | None = take_span(
                    analysis, "Take theirs", found.kind, theirs, selection.start, selection.end
                )
            else:
                edit = self._edit_at(found, theirs, position)
        except KeyError:
            return "The layer has no curve that theirs could be put into."
        if edit is None or edit.changes_nothing:
            return "There is nothing to take here: both agree, or differ elsewhere."
        self._session.apply(edit)
        return "Took theirs. Undo brings yours back."

    def _edit_at(self, found: Difference, theirs: Track, position: float) -> Edit | None:
        analysis = self._session.analysis
        assert analysis is not None
        if found.kind in REGIONS or found.kind == PITCH:
            index = found.spans.at_or_before(position + _TAKE_S)
            span = found.spans[index] if index >= 0 else None
            if span is None or span.end < position:
                return None
            return take_span(analysis, "Take theirs", found.kind, theirs, span.time, span.end)
        reach = self.tolerance(found.kind) + _TAKE_S
        mine, other = found.ours.nearest(position), found.theirs.nearest(position)
        assert found.matching is not None
        near: list[tuple[float, tuple[Event, ...], tuple[Event, ...]]] = []
        m = found.matching
        for row in np.flatnonzero((m.ours == mine) | (m.theirs == other)).tolist():
            one, two = found.ours[int(m.ours[row])], found.theirs[int(m.theirs[row])]
            if one.time != two.time:
                near.append((min(abs(one.time - position), abs(two.time - position)), (one,), (two,)))
        if other in m.missing:
            near.append((abs(float(found.theirs.times[other]) - position), (), (found.theirs[other],)))
        if mine in m.extra:
            near.append((abs(float(found.ours.times[mine]) - position), (found.ours[mine],), ()))
        off, gone, new = min(near, key=lambda row: row[0], default=(reach + 1, (), ()))
        return take_events(analysis, "Take theirs", found.kind, gone, new) if off <= reach else None

    # -- what happens elsewhere --------------------------------------------------------------------------------

    def _analysis_changed(self, kinds: set[str]) -> None:
        if self.comparison is None:
            return
        self._dragged, self._kinds = None, None
        self._found = {k: d for k, d in self._found.items() if layer_of(k) not in kinds}
        if layer_of(self.layer) in kinds:
            self.updated.emit()
        else:
            self._rest.start()

    def _recording_changed(self) -> None:
        """Each recording keeps what it is compared with while the program runs."""
        if self.comparison is not None:
            self._kept[self._path] = replace(self.comparison, audio=None)
        else:
            self._kept.pop(self._path, None)
        analysis = self._session.analysis
        self._path = "" if analysis is None else str(Path(analysis.audio.path).absolute())
        self.comparison = self._kept.get(self._path)
        self._renew()
        self.changed.emit()

    @property
    def is_with_recording(self) -> bool:
        """Whether theirs is another recording."""
        return self.comparison is not None and self.comparison.origin == RECORDING

    def shutdown(self) -> None:
        """No timer outlives the window."""
        self._rest.stop()
