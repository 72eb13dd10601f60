"""Pins, and the beats that follow from them: each change of pins solves the beats around it anew, as one undo step.

The solver runs on a thread. Where it is quick, pin and beats change at once; where it is not, the pin is there at once
and the old beats stay until the new ones arrive. A result for a recording that has changed meanwhile is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from w12studio import service
from w12studio.domain.analysis import BEATS, Analysis
from w12studio.domain.edits import CompoundEdit, Edit, edit_events, replace_events
from w12studio.domain.errors import EstimatorError, W12Error
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS, PinError, contradicted, is_beat, pin_edit, pins_of, unpin_edit
from w12studio.ui.latest import LatestCall
from w12studio.ui.texts import error_text, tr, translated

if TYPE_CHECKING:
    from w12studio.ui.session import Session

AnyEdit = Edit | CompoundEdit

#: A solution that comes within this time is shown together with its pin, in s.
PATIENCE_S = 0.03
#: A beat this near to where it was asked for is the one that was meant, in s.
_SAME_BEAT_S = 0.03

#: What is done to the recording as it is where no beats can be solved (they were imported, or counted by hand).
Plain = Callable[[Analysis], AnyEdit]


@dataclass(slots=True)
class _Task:
    """A change of pins whose beats are to follow.

    Attributes
    ----------
    name : str
        For the undo menu.
    edit : AnyEdit or None
        The change of pins; None where the pins stay and only the beats are solved anew.
    around : tuple of Event or None
        Where to solve; None: everywhere.
    plain : Plain or None
    beat : float or None
        s, the beat that is to be selected in the end.
    revision : int
        Of the session with ``edit`` done; -1 before that.
    """

    name: str
    edit: AnyEdit | None
    around: tuple[Event, ...] | None
    plain: Plain | None = None
    beat: float | None = None
    revision: int = -1


class Pinning(QObject):
    """See the module. GUI thread; `shutdown` it before the window goes."""

    #: a sentence for people: why no beats could be solved
    refused = Signal(str)
    #: whether beats are being solved
    busy_changed = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._solver = LatestCall("beat solver", self)
        self._unsolved: tuple[Event, ...] = ()  # changes whose solution was overtaken by a later change
        self._all_unsolved = False  # the beats are new and follow none of the pins yet
        self._told: set[str] = set()
        session.recording_changed.connect(self._recording_changed)

    @property
    def busy(self) -> bool:
        """Whether beats are being solved."""
        return self._solver.busy

    # -- what is asked for ---------------------------------------------------------------------------------------

    def pin(self, pin: Event, plain: Plain | None = None) -> None:
        """Set a pin; those that it contradicts go.

        Parameters
        ----------
        pin : Event
            As in `domain.pins`.
        plain : callable, optional
            What to do instead where no beats can be solved.
        """
        self.pin_all([pin], tr("Pin {label}", label=translated(pin.label)), plain)

    def pin_all(self, pins: Iterable[Event], name: str, plain: Plain | None = None) -> None:
        """Set several pins as one step; see `pin`."""
        analysis = self._session.analysis
        pins = tuple(pins)
        if analysis is None or not pins:
            return
        edits: list[AnyEdit] = []
        try:
            for pin in pins:
                edits.append(pin_edit(analysis, pin))
                analysis = edits[-1].apply(analysis)
        except PinError as error:
            self.refused.emit(error_text(error))
            return
        edit = edits[0] if len(edits) == 1 else CompoundEdit(name, tuple(edits))
        beat = pins[0].time if len(pins) == 1 and is_beat(pins[0]) else None
        self._start(_Task(name, edit, pins, plain, beat))

    def drag_beat(self, beat: Event, time: float, plain: Plain) -> None:
        """A beat was dragged to a time in s: it is pinned there. A pin that held it goes along."""
        analysis = self._session.analysis
        if analysis is None:
            return
        held = [p for p in pins_of(analysis) if is_beat(p) and abs(p.time - beat.time) <= _SAME_BEAT_S]
        if held:
            self.move(held[-1], time)
        else:
            self.pin(Event(max(time, 0.0), label="beat"), plain)

    def move(self, pin: Event, time: float) -> None:
        """Move a pin to a time in s."""
        analysis = self._session.analysis
        if analysis is None or time == pin.time:
            return
        moved = replace(pin, time=min(max(time, 0.0), analysis.duration))
        self.change(tr("Move pin {label}", label=translated(pin.label)), (pin,), (moved,))

    def change(self, name: str, removed: Iterable[Event], added: Iterable[Event]) -> None:
        """Put pins in place of others as one step."""
        analysis = self._session.analysis
        if analysis is None:
            return
        removed, added = tuple(removed), tuple(added)
        kept = [p for p in analysis.events(PINS) if p not in removed]
        gone = tuple(dict.fromkeys(p for new in added for p in contradicted(kept, new)))
        edit = edit_events(analysis, name, PINS, (*removed, *gone), added)
        beat = added[0].time if len(added) == 1 and is_beat(added[0]) else None
        self._start(_Task(name, edit, (*removed, *added), beat=beat))

    def unpin(self, pins: Iterable[Event]) -> None:
        """Take pins away; what they held is solved anew."""
        analysis = self._session.analysis
        pins = tuple(pins)
        if analysis is not None and pins:
            self._start(_Task(tr("Remove pin"), unpin_edit(analysis, pins), pins, lambda a: unpin_edit(a, pins)))

    def solve_again(self) -> None:
        """Solve all beats under the pins that are there (the beats are new); no undo step."""
        analysis = self._session.analysis
        if analysis is None or not len(pins_of(analysis)):
            return
        self._all_unsolved = True
        self._start(_Task(tr("Solve beats"), None, None))

    def shutdown(self) -> None:
        """End the thread."""
        self._solver.shutdown()

    # -- the solver ------------------------------------------------------------------------------------------------

    def _recording_changed(self) -> None:
        self._solver.drop()
        self._unsolved, self._all_unsolved = (), False
        self._told.clear()
        self.busy_changed.emit(False)

    def _start(self, task: _Task) -> None:
        analysis = self._session.analysis
        assert analysis is not None
        if self._session.refuses((BEATS,)):
            return
        pinned = analysis if task.edit is None else task.edit.apply(analysis)
        around = None if task.around is None or self._all_unsolved else (*self._unsolved, *task.around)
        self._solver.ask(
            lambda: _solved(pinned, around),
            lambda solved: self._arrived(task, solved),
            lambda error: self._failed(task, error),
            PATIENCE_S,
        )
        if self._solver.busy:  # it takes a while: the pin need not wait
            if task.edit is not None:
                self._unsolved = around or ()
                self._session.apply(task.edit)
            task.revision = self._session.revision
            self.busy_changed.emit(True)

    def _arrived(self, task: _Task, solved: Analysis) -> None:
        session = self._session
        waited = task.revision >= 0
        if waited:
            self.busy_changed.emit(False)
            if session.revision != task.revision:
                self._overtaken(task)
                return
        self._unsolved, self._all_unsolved = (), False
        if session.analysis is None:
            return
        if task.edit is None:
            track = solved.track(BEATS)
            if track is not None:
                session.merge_track(track, solved=True)
            return
        pinned = session.analysis if waited else task.edit.apply(session.analysis)
        beats = _beats_edit(pinned, task.name, solved)
        if not waited:
            session.apply(CompoundEdit(task.edit.name, (task.edit, beats)))
        elif not session.amend(task.edit, beats):
            session.apply(beats)
        if task.beat is not None:
            self._select_beat(task.beat)

    def _overtaken(self, task: _Task) -> None:
        """The recording changed while its beats were solved: solve again, unless the pins were taken back."""
        analysis = self._session.analysis
        unsolved, self._unsolved = self._unsolved, ()
        if analysis is None:
            return
        if self._all_unsolved:
            self._all_unsolved = False
            self.solve_again()
            return
        pins = list(analysis.events(PINS))
        around = tuple(p for p in unsolved if p in pins)
        if around:
            self._start(_Task(task.name, edit_events(analysis, task.name, PINS), around))

    def _failed(self, task: _Task, error: W12Error) -> None:
        """Say why, once a recording, and do the plain edit instead."""
        session = self._session
        waited = task.revision >= 0
        self._unsolved, self._all_unsolved = (), False
        if waited:
            self.busy_changed.emit(False)
        text = str(error)
        if text not in self._told:
            self._told.add(text)
            self.refused.emit(text[:1].upper() + text[1:])
        if task.edit is None or session.analysis is None:
            return
        # a pin that can't be heeded would only pretend to be one
        if waited and not session.retract(task.edit):
            return
        if task.plain is not None and isinstance(error, EstimatorError):
            session.apply(task.plain(session.analysis))

    def _select_beat(self, time: float) -> None:
        session = self._session
        assert session.analysis is not None
        events = session.analysis.events(BEATS)
        index = events.nearest(time)
        if index >= 0 and abs(events.times[index] - time) <= _SAME_BEAT_S:
            session.select(replace(session.selection, kind=BEATS, events=(events[index],)))


def _solved(pinned: Analysis, around: tuple[Event, ...] | None) -> Analysis:
    """The beats under the pins; runs on the solver's thread."""
    if around is None:
        return service.resolve(pinned)
    for event in around:
        pinned = service.resolve(pinned, changed=event)
    return pinned


def _beats_edit(pinned: Analysis, name: str, solved: Analysis) -> Edit:
    """From the beats as they are to the solved ones. The layer does not count as edited by hand: a new analysis may
    replace it, for the pins are kept and will be heeded again."""
    edit = replace_events(pinned, name, BEATS, solved.events(BEATS))
    before = edit.edited[0]
    return replace(edit, edited=(before, before))
