"""Correcting pitch: what the commands of the pitch lane do, and the candidates that a span can be given instead.

Every correction is one undo step. Candidates are computed on a thread; those of a span or a curve that has changed
meanwhile are dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtCore import QObject, Signal

from w12studio import service
from w12studio.domain.analysis import NOTES, PITCH, Analysis
from w12studio.domain.curve_edits import CurveEdit
from w12studio.domain.curves import Curve
from w12studio.domain.edits import CompoundEdit
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Event
from w12studio.ui.latest import LatestCall
from w12studio.ui.note_names import hz_to_midi, interval_name, note_name
from w12studio.ui.texts import error_text, later, tr, translated

if TYPE_CHECKING:
    from w12studio.ui.session import Session

#: Candidates that come within this time are shown at once, in s.
PATIENCE_S = 0.03
#: Semitones within which two curves are the same for people.
_SAME = 0.5
#: Semitones that one note may sway.
_VIBRATO = 2.0

LANE = "pitch"
_T = TypeVar("_T")
_NOTHING = later("Drag over the pitch lane, or click a note there, to say which pitch is meant.")
_NO_AUDIO = later("Candidates are found in the sound, which is not there yet. Wait until the file has been read.")
_PENCIL = later("Drag over the pitch lane to draw the pitch. B or Esc puts the pencil away.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A candidate as people see it.

    Attributes
    ----------
    number : int
        1, 2, ...: its key.
    candidate : service.PitchCandidate
    note : str
        e.g. "A3", or "A3–E4" where it moves.
    relation : str
        To the curve as it is, e.g. "an octave down" or "as it is now"; "" where there is nothing to compare it with.
    present : bool
        Whether it is the curve as it is.
    """

    number: int
    candidate: service.PitchCandidate
    note: str
    relation: str
    present: bool

    @property
    def text(self) -> str:
        """Note and relation in one line."""
        return f"{self.note}, {self.relation}" if self.relation else self.note


class PitchEditing(QObject):
    """See the module. GUI thread; `shutdown` it before the window goes."""

    #: candidates are being sought, are there, another is looked at, or they are gone
    choices_changed = Signal()
    #: the pencil was taken or put away
    pencil_changed = Signal(bool)
    #: fractional MIDI numbers: the lowest and the highest of what was just given to frames
    corrected = Signal(float, float)
    #: a sentence for the status bar
    hinted = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search = LatestCall("pitch candidates", self)
        self._curve: Curve | None = None  # the one that the choices are beside
        self.choices: tuple[Choice, ...] = ()
        self.span = (0.0, 0.0)
        self.looked_at = 0
        self.pencil = False
        session.recording_changed.connect(self._recording_changed)
        session.analysis_changed.connect(self._analysis_changed)
        session.selection_changed.connect(self._selection_changed)

    # -- what is meant -------------------------------------------------------------------------------------------

    @property
    def targets(self) -> list[tuple[float, float]]:
        """s, start and end of each span that is to be corrected: the selected notes, else the selected span."""
        chosen = self._session.selection
        if chosen.kind == NOTES and chosen.events:
            return [(e.time, e.end) for e in chosen.events]
        return [(chosen.start, chosen.end)] if chosen.has_span else []

    @property
    def target(self) -> tuple[float, float] | None:
        """All targets as one span; None where there are none."""
        spans = self.targets
        return (min(s for s, _ in spans), max(e for _, e in spans)) if spans else None

    @property
    def is_selected(self) -> bool:
        """Whether pitch is what is selected: a span that was dragged in the pitch lane, or notes that have some."""
        chosen, analysis = self._session.selection, self._session.analysis
        if not chosen.events:
            return chosen.has_span and chosen.lane == LANE
        track = analysis.track(PITCH) if analysis is not None else None
        if chosen.kind != NOTES or track is None or track.curve is None:
            return False
        curve = track.curve
        return any(bool(np.isfinite(curve.values[curve.span(start, end)]).any()) for start, end in self.targets)

    def select_note(self, note: Event) -> None:
        """Select a note; a span in the pitch lane goes, for the note is meant now."""
        chosen = self._session.selection
        if chosen.lane == LANE:
            chosen = replace(chosen, start=0.0, end=0.0, lane="")
        self._session.select(replace(chosen, kind=NOTES, events=(note,)))

    def select_span_of(self, note: Event) -> None:
        """Select the time that a note takes."""
        chosen = self._session.selection
        self._session.select(replace(chosen, start=note.time, end=note.end, kind="", events=(), lane=LANE))

    # -- corrections ---------------------------------------------------------------------------------------------

    def shift(self, semitones: int) -> None:
        """Move the pitch that is meant by semitones."""
        self._correct(lambda a, spans: service.shift_pitch(a, spans, semitones))

    def delete(self) -> None:
        """Make what is meant unvoiced."""
        self._correct(service.delete_pitch)

    def draw(self, times: ArrayLike, midi: ArrayLike) -> None:
        """Draw pitch through points: s, rising, and fractional MIDI numbers."""
        self._apply(lambda a: service.draw_pitch(a, times, midi))

    def may_draw(self) -> bool:
        """Whether there is a curve to draw into; says why where there is none."""
        return self._checked(service.pitch_curve) is not None

    def set_pencil(self, taken: bool) -> None:
        """Take the pencil, or put it away."""
        if taken and not self.may_draw():
            taken = False
        if taken != self.pencil or not taken:
            self.pencil = taken
            self.pencil_changed.emit(taken)
            if taken:
                self.hinted.emit(translated(_PENCIL))

    def _correct(self, make: Callable[[Analysis, list[tuple[float, float]]], CompoundEdit]) -> None:
        spans = self.targets
        if self._checked(service.pitch_curve) is None:
            return
        if not spans:
            self._session.told.emit(translated(_NOTHING))
            return
        self._apply(lambda a: make(a, spans))

    def _apply(self, make: Callable[[Analysis], CompoundEdit]) -> None:
        edit = self._checked(make)
        if edit is None:
            return
        self._session.apply(edit)
        frames = edit.edits[0]
        given = hz_to_midi(frames.after.values) if isinstance(frames, CurveEdit) else np.zeros(0)
        if np.isfinite(given).any():
            self.corrected.emit(float(np.nanmin(given)), float(np.nanmax(given)))

    def _checked(self, make: Callable[[Analysis], _T]) -> _T | None:
        """What a call makes of the analysis; None, and the reason is told, where it can't."""
        if self._session.analysis is None:
            return None
        try:
            return make(self._session.analysis)
        except W12Error as error:
            self._session.told.emit(error_text(error))
            return None

    # -- candidates ------------------------------------------------------------------------------------------------

    @property
    def searching(self) -> bool:
        """Whether candidates are on their way."""
        return self._search.busy

    @property
    def choosing(self) -> bool:
        """Whether candidates are shown, or on their way."""
        return bool(self.choices) or self.searching

    def find(self) -> None:
        """Look for candidates of what is meant; again: leave them."""
        if self.choosing:
            self.leave()
            return
        session, target = self._session, self.target
        curve = self._checked(service.pitch_curve)
        analysis, audio = session.analysis, session.audio
        if curve is None or analysis is None:
            return
        if target is None or audio is None:
            session.told.emit(translated(_NOTHING if target is None else _NO_AUDIO))
            return
        self.span, self._curve = target, curve
        self._search.ask(
            lambda: service.pitch_candidates(analysis, audio, *target),
            lambda found: self._found(curve, found),
            self._not_found,
            PATIENCE_S,
        )
        self.choices_changed.emit()

    def look_at(self, number: int) -> None:
        """Bring a candidate forward; 0: none."""
        if number != self.looked_at:
            self.looked_at = number
            self.choices_changed.emit()

    def take(self, number: int) -> None:
        """Take the candidate of that number; nothing where there is none."""
        choice = next((c for c in self.choices if c.number == number), None)
        if choice is None:
            return
        self.leave()
        self._apply(lambda a: service.take_pitch(a, choice.candidate))

    def leave(self) -> bool:
        """Keep the pitch as it is; tells whether there was something to leave."""
        was = self.choosing
        self._search.drop()
        self.choices, self.looked_at, self._curve = (), 0, None
        if was:
            self.choices_changed.emit()
        return was

    def escape(self) -> bool:
        """Leave the candidates, else put the pencil away; tells whether there was either."""
        if self.leave():
            return True
        if self.pencil:
            self.set_pencil(False)
            return True
        return False

    def shutdown(self) -> None:
        """End the thread."""
        self._search.shutdown()

    def _found(self, curve: Curve, found: tuple[service.PitchCandidate, ...]) -> None:
        if curve is not self._curve:
            return
        self.choices = tuple(_choice(n, c, curve) for n, c in enumerate(found, 1))
        self.choices_changed.emit()

    def _not_found(self, error: W12Error) -> None:
        self.leave()
        self.choices_changed.emit()
        self._session.told.emit(error_text(error))

    def _recording_changed(self) -> None:
        self.leave()
        self.set_pencil(False)

    def _analysis_changed(self, kinds: set[str]) -> None:
        if PITCH in kinds:
            self.leave()

    def _selection_changed(self) -> None:
        if self.choosing and self.target != self.span:
            self.leave()


def _choice(number: int, candidate: service.PitchCandidate, now: Curve) -> Choice:
    """A candidate, described."""
    midi = hz_to_midi(candidate.curve.values)
    first = round((candidate.curve.start - now.start) * now.frame_rate)
    old = hz_to_midi(now.values[first : first + len(midi)])
    least, middle, most = (float(m) for m in np.nanpercentile(midi, [20, 50, 80]))
    still = most - least < _VIBRATO
    note = note_name(middle) if still else f"{note_name(least)}–{note_name(most)}"
    both = np.isfinite(midi) & np.isfinite(old)
    if 2 * both.sum() < np.isfinite(midi).sum():
        relation, present = "", False  # it was mostly unvoiced
    else:
        off = midi[both] - old[both]
        present = bool(np.mean(np.abs(off) < _SAME) > 0.8)
        relation = tr("as it is now") if present else interval_name(float(np.median(off)))
    return Choice(number, candidate, note, relation, present)
