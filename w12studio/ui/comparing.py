"""What the open recording is compared with (one thing or several), and the differences, anew after every edit.

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
from w12studio.domain.comparing import DOWNBEATS, REGIONS, TOLERANCES_S, Difference, comparable
from w12studio.domain.edits import Edit
from w12studio.domain.events import Event
from w12studio.domain.matching import NOTE_TOLERANCE_S
from w12studio.domain.taking import take_border, take_events, take_span
from w12studio.service import layer_of
from w12studio.ui.comparison import RECORDING, Comparison, Place, places
from w12studio.ui.session import Session
from w12studio.ui.texts import tr

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
        self.comparisons: tuple[Comparison, ...] = ()
        self._active = 0
        self._last_id = 0
        self._tracks: dict[int, dict[str, Track]] = {}
        self._found: dict[str, Difference] = {}
        self._kinds: list[str] | None = None  # None: to be looked up anew
        self._dragged: Difference | None = None
        self._kept: dict[str, tuple[tuple[Comparison, ...], int]] = {}
        self._path = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(60)
        self._rest.timeout.connect(self.updated)
        session.analysis_changed.connect(self._analysis_changed)
        session.recording_changed.connect(self._recording_changed)

    # -- with what ---------------------------------------------------------------------------------------------

    @property
    def comparison(self) -> Comparison | None:
        """The one that figures, difference and commands are of; None where nothing is compared."""
        return self.of(self._active)

    def of(self, comparison_id: int) -> Comparison | None:
        """One of those that the recording is compared with."""
        return next((c for c in self.comparisons if c.id == comparison_id), None)

    def start(self, comparison: Comparison) -> int:
        """Compare with this, too, and look at it; in place of one with the same name and file. Gives its id."""
        same = (comparison.origin, comparison.name, comparison.path)
        there = next((c for c in self.comparisons if (c.origin, c.name, c.path) == same), None)
        self._last_id += there is None
        comparison = replace(comparison, id=self._last_id if there is None else there.id)
        others = [c for c in self.comparisons if c is not there]
        place = len(others) if there is None else self.comparisons.index(there)
        self.comparisons = (*others[:place], comparison, *others[place:])
        self._active = comparison.id
        self._tracks.pop(comparison.id, None)
        self._renew()
        for kind in (BEATS, TRANSIENTS, NOTES, SECTIONS):  # a layer of a name of its own may be any of ours
            if self.kinds:
                break
            self._put(replace(comparison, layer=kind))
        if not self.kinds:
            self._put(comparison)
        self.changed.emit()
        return comparison.id

    def look_at_comparison(self, comparison_id: int) -> None:
        """Show figures and difference of another one."""
        if comparison_id != self._active and self.of(comparison_id) is not None:
            layer = self.layer
            self._active = comparison_id
            self._renew()
            if layer in self.kinds and self.comparison is not None:
                self._put(replace(self.comparison, layer=layer))
            self.updated.emit()

    def stop(self) -> None:
        """Do not compare with the one that is looked at any more."""
        left = tuple(c for c in self.comparisons if c.id != self._active)
        if left != self.comparisons:
            self.comparisons = left
            self._active = left[-1].id if left else 0
            self._renew()
            self.changed.emit()

    def _renew(self) -> None:
        """Forget what was found of another one, or of another place of it."""
        self._dragged = None
        self._found.clear()
        self._kinds = None
        self._tracks = {k: t for k, t in self._tracks.items() if self.of(k) is not None}
        for comparison in self.comparisons:
            if comparison.id not in self._tracks:
                self._tracks[comparison.id] = comparison.aligned()
        self._rest.stop()

    def _put(self, comparison: Comparison) -> None:
        """The same one, changed."""
        self.comparisons = tuple(comparison if c.id == comparison.id else c for c in self.comparisons)
        self._tracks.pop(comparison.id, None)
        self._renew()

    def _replace(self, comparison: Comparison) -> None:
        self._put(comparison)
        self.updated.emit()

    def set_alignment(self, alignment: Alignment, comparison_id: int = 0) -> None:
        """Lay theirs (of the one looked at, by default) elsewhere on our time."""
        comparison = self.of(comparison_id or self._active)
        if comparison is not None and alignment != comparison.alignment:
            self._replace(replace(comparison, alignment=alignment))

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
            self._kinds = comparable(analysis, self._tracks[self._active]) if compared and analysis is not None else []
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
            self._found[kind] = self.comparison.difference(analysis, kind, self._tracks[self._active])
        return self._found[kind]

    @property
    def inside(self) -> tuple[float, float] | None:
        """The span of our time that is judged, in s; None: all of it."""
        analysis = self._session.analysis
        return None if analysis is None or self.comparison is None else self.comparison.inside(analysis)

    def theirs(self, comparison_id: int = 0) -> Track | None:
        """Their version (of the one looked at, by default) of the layer that is looked at, on our time."""
        return self._tracks.get(comparison_id or self._active, {}).get(layer_of(self.layer))

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
                self._dragged = self.comparison.difference(changed, shown, self._tracks[self._active])
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
                    analysis, tr("Take theirs"), found.kind, theirs, selection.start, selection.end
                )
            else:
                edit = self._edit_at(found, theirs, position)
        except KeyError:
            return tr("The layer has no curve that theirs could be put into.")
        if edit is None or edit.changes_nothing:
            return tr("There is nothing to take here: both agree, or differ elsewhere.")
        self._session.apply(edit)
        return tr("Took theirs. Undo brings yours back.")

    def _edit_at(self, found: Difference, theirs: Track, position: float) -> Edit | None:
        analysis = self._session.analysis
        assert analysis is not None
        reach = self.tolerance(found.kind) + _TAKE_S
        if found.kind == SECTIONS:
            return take_border(analysis, tr("Take theirs"), found, theirs, position, reach)
        if found.kind in REGIONS or found.kind == PITCH:
            index = found.spans.at_or_before(position + _TAKE_S)
            span = found.spans[index] if index >= 0 else None
            if span is None or span.end < position:
                return None
            return take_span(analysis, tr("Take theirs"), found.kind, theirs, span.time, span.end)
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
        if off > reach:
            return None
        name = tr("Take theirs")
        if found.kind == DOWNBEATS:  # where one of both has none, it may have another beat of the bar
            times = [e.time for e in (*gone, *new)]
            low, high = min(times) - self.tolerance(found.kind), max(times) + self.tolerance(found.kind)
            return take_span(analysis, name, found.kind, theirs, low, high)
        return take_events(analysis, name, found.kind, gone, new)

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
        self._kept[self._path] = (tuple(replace(c, audio=None) for c in self.comparisons), self._active)
        analysis = self._session.analysis
        self._path = "" if analysis is None else str(Path(analysis.audio.path).absolute())
        self.comparisons, self._active = self._kept.pop(self._path, ((), 0))
        self._tracks.clear()
        self._renew()
        self.changed.emit()

    @property
    def is_with_recording(self) -> bool:
        """Whether theirs is another recording."""
        return self.comparison is not None and self.comparison.origin == RECORDING

    def shutdown(self) -> None:
        """No timer outlives the window."""
        self._rest.stop()
