"""The open recording: its Analysis, waveform, selection and undo history.

Everything in the window reads from here and changes things through here. Lives on the GUI thread; results of the
engine reach it as queued signals, stamped with the job they belong to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from w12studio.domain.analysis import BEATS, TEMPO, Analysis, AudioFacts, Track
from w12studio.domain.curve_edits import CurveEdit
from w12studio.domain.edits import CompoundEdit, Edit, TrackEdit
from w12studio.domain.events import Event
from w12studio.domain.peaks import PeakPyramid
from w12studio.domain.pins import PINS
from w12studio.service import (
    MOST_SMOOTHING,
    SMOOTHING,
    SharedAudio,
    derived_tracks,
    followed,
    smoothing_of,
    with_tempo,
)
from w12studio.ui.pinning import AnyEdit, Pinning
from w12studio.ui.pitch_editing import PitchEditing
from w12studio.ui.texts import later, translated

#: Events of two versions of a layer that are this near to each other are one and the same, in s.
_SAME_S = 0.05
_REFUSED = later("This is the quick grid: the full beats will be here in a moment, and can then be corrected.")
_HELD = later("Noted: it will be done as soon as the full beats are here.")
_LOST = later("That can't be undone or done again: what it changed has been computed anew since.")
_FORGOTTEN = later(
    "What you noted for the full beats is gone, because another recording was opened before they were here."
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is selected: a span of time, events of one layer, or both.

    Attributes
    ----------
    start, end : float
        s; equal where no span is selected.
    kind : str
        Layer of the events; "" where none are selected.
    events : tuple of Event
    lane : str
        Name of the lane that the span was dragged in; "" for a span of everything, e.g. from the ruler.
    """

    start: float = 0.0
    end: float = 0.0
    kind: str = ""
    events: tuple[Event, ...] = ()
    lane: str = ""

    @property
    def has_span(self) -> bool:
        """Whether a span of time is selected."""
        return self.end > self.start


class Session(QObject):
    """See the module. One Session for the life of the window; `open` puts another recording into it."""

    #: another recording was opened (or none): everything is new
    recording_changed = Signal()
    #: the analysis changed; the set of kinds that did
    analysis_changed = Signal(object)
    #: more of the waveform is known
    peaks_changed = Signal()
    #: the decoded audio is there: player and sample-level zoom can work
    audio_ready = Signal()
    selection_changed = Signal()
    tempo_smoothing_changed = Signal()
    #: undo or redo became possible or impossible, or the unsaved-changes flag changed
    history_changed = Signal()
    #: a sentence for people: what was asked for waits, or has to
    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.analysis: Analysis | None = None
        self.peaks: PeakPyramid | None = None
        self.audio: SharedAudio | None = None
        self.project_path: Path | None = None
        self.selection = Selection()
        self.revision = 0
        self._tempo_smoothing = SMOOTHING
        self._undo: list[AnyEdit] = []
        self._redo: list[AnyEdit] = []
        self._clean_depth: int | None = 0
        self._held: list[Callable[[], object]] = []  # what waits for the full beats
        self.pinning = Pinning(self, self)
        self.pitching = PitchEditing(self, self)

    # -- the recording -----------------------------------------------------------------------------------------

    def open(self, analysis: Analysis | None, project_path: Path | None = None) -> None:
        """Show another recording (None: show none); forgets the history of the one before."""
        if self._held:
            self._held = []
            self.told.emit(translated(_FORGOTTEN))
        self.analysis = None if analysis is None else self._smoothed(analysis)
        self.peaks = None
        self.audio = None
        self.project_path = project_path
        self.selection = Selection()
        self.revision += 1
        self._undo, self._redo, self._clean_depth = [], [], 0
        self.recording_changed.emit()
        self.selection_changed.emit()
        self.history_changed.emit()

    @property
    def duration(self) -> float:
        """Length of the recording in s; 0 where none is open."""
        return self.analysis.duration if self.analysis else 0.0

    def set_facts(self, facts: AudioFacts) -> None:
        """Take over what became known of the file."""
        if self.analysis is not None and self.analysis.audio != facts:
            self.analysis = replace(self.analysis, audio=facts)
            self.analysis_changed.emit({"audio"})

    def add_peaks(self, peaks: object, last: bool) -> None:
        """Take over more blocks of the waveform, shape (n, channels, 2), in order."""
        if self.analysis is None:
            return
        if self.peaks is None:
            self.peaks = PeakPyramid(peaks.shape[1], self.analysis.audio.n_samples)  # type: ignore[attr-defined]
        self.peaks.append(peaks)  # type: ignore[arg-type]
        if last:
            self.peaks.close()
        self.peaks_changed.emit()

    def set_audio(self, audio: SharedAudio) -> None:
        """The decoded audio is there."""
        self.audio = audio
        self.audio_ready.emit()

    def merge_track(self, track: Track, solved: bool = False) -> bool:
        """Take over a layer from the engine, unless a person has edited that layer; tells whether it was taken.

        A provisional one only replaces its like. Undo steps of a layer that is replaced are dropped: they could no
        longer be applied; selected events stay selected where the new layer has them too. New beats are solved again
        under the pins that are there, unless they come from that (``solved``).
        """
        if self.analysis is None:
            return False
        old = self.analysis.track(track.kind)
        if old is not None and (old.edited or (track.provisional and not old.provisional)):
            return False
        self.analysis = self._smoothed(self.analysis.with_track(track))
        self._drop_steps(track.kind)
        # The engine sends what follows from its own layers, but does not know what a person changed.
        self._changed({track.kind}, solved or any(t.edited for t in self.analysis.tracks.values()))
        self._follow(track)
        self.history_changed.emit()
        if track.kind == BEATS and track.complete and not solved:
            self.pinning.solve_again()
            self._do_held()
        return True

    def _drop_steps(self, kind: str) -> None:
        """Forget the steps that touch a layer, and the saved state where some of them led to it."""
        depth = self._clean_depth
        if depth is not None and any(kind in e.kinds for e in [*self._undo, *reversed(self._redo)][:depth]):
            self._clean_depth = None
        self._undo = [e for e in self._undo if kind not in e.kinds]
        self._redo = [e for e in self._redo if kind not in e.kinds]

    def _follow(self, track: Track) -> None:
        """Select what the new layer has of the selected events of the old one."""
        chosen, events = self.selection, track.events
        if chosen.kind != track.kind or not chosen.events:
            return
        rows = {events.nearest(e.time): e.time for e in chosen.events} if len(events) else {}
        kept = tuple(events[i] for i, time in sorted(rows.items()) if abs(events.times[i] - time) <= _SAME_S)
        self.select(replace(chosen, kind=track.kind if kept else "", events=kept))

    # -- the quick grid ----------------------------------------------------------------------------------------

    @property
    def is_provisional(self) -> bool:
        """Whether the beats are a quick grid that the full one will replace."""
        beats = self.analysis.track(BEATS) if self.analysis else None
        return beats is not None and beats.provisional

    def hold(self, call: Callable[[], object]) -> bool:
        """Keep a call until the full beats are here and say so; False (and nothing is kept) where they are."""
        if not self.is_provisional:
            return False
        self._held.append(call)
        self.told.emit(translated(_HELD))
        return True

    def refuses(self, kinds: Iterable[str]) -> bool:
        """Whether layers can't be edited yet, because a quick grid is to be replaced; says so where that is so."""
        refused = self.is_provisional and not {BEATS, PINS}.isdisjoint(kinds)
        if refused:
            self.told.emit(translated(_REFUSED))
        return refused

    def accept_provisional(self) -> None:
        """No full beats will come: a quick grid is what there is, and can be edited."""
        if self.analysis is not None and self.is_provisional:
            self.analysis = self.analysis.accepted()
            self._changed({BEATS})
            self._do_held()

    def _do_held(self) -> None:
        held, self._held = self._held, []
        for call in held:
            call()

    def add_warning(self, text: str) -> None:
        """Add a sentence to the recording's warnings."""
        if self.analysis is not None:
            self.analysis = self.analysis.with_warning(text)
            self.analysis_changed.emit({"warnings"})

    # -- editing -----------------------------------------------------------------------------------------------

    def apply(self, edit: AnyEdit) -> None:
        """Do an edit and remember it; the added events become the selection."""
        if self.analysis is None or all(e.changes_nothing for e in _parts(edit)) or self.refuses(edit.kinds):
            return
        self._do(edit)
        if self._clean_depth is not None and self._clean_depth > len(self._undo):
            self._clean_depth = None  # the saved state was among the redo steps that are lost now
        self._undo.append(edit)
        self._redo.clear()
        self.history_changed.emit()

    def pin(self, pin: Event) -> None:
        """Set a pin and solve the beats around it; one undo step (see `pinning.Pinning`)."""
        self.pinning.pin(pin)

    def unpin(self, pin: Event) -> None:
        """Take a pin away and solve the beats that it held; one undo step."""
        self.pinning.unpin([pin])

    def amend(self, last: AnyEdit, rest: AnyEdit) -> bool:
        """Do ``rest`` as a part of the last edit, so that both are taken back at once; False (and nothing is done)
        where ``last`` is not the last edit any more."""
        if not self._undo or self._undo[-1] is not last:
            return False
        if not all(e.changes_nothing for e in _parts(rest)):
            self._do(rest)
            self._undo[-1] = CompoundEdit(last.name, (last, rest))
            self._redo.clear()
            if self._clean_depth == len(self._undo):
                self._clean_depth = None  # what was saved lacks the rest
            self.history_changed.emit()
        return True

    def retract(self, last: AnyEdit) -> bool:
        """Take the last edit back as if it had never been; False where ``last`` is not the last edit any more."""
        if not self._undo or self._undo[-1] is not last:
            return False
        self._undo.pop()
        if self._clean_depth is not None and self._clean_depth > len(self._undo):
            self._clean_depth = None
        self._do(last.inverse())
        self.history_changed.emit()
        return True

    def undo(self) -> None:
        """Take the last edit back."""
        if self._undo:
            self._step(self._undo[-1].inverse(), self._undo, self._redo)

    def redo(self) -> None:
        """Do the last undone edit again."""
        if self._redo:
            self._step(self._redo[-1], self._redo, self._undo)

    def _step(self, edit: AnyEdit, taken: list[AnyEdit], given: list[AnyEdit]) -> None:
        """Do an edit of the history. Where what it changes is not there any more (a layer that it had made a person's
        own went back to following others, and those have changed), it and what lies under it are forgotten."""
        assert self.analysis is not None
        try:
            done = edit.apply(self.analysis)
        except KeyError:
            taken.clear()
            if taken is self._undo or (self._clean_depth or 0) > len(self._undo):
                self._clean_depth = None  # what was saved can't be reached any more
            self.told.emit(translated(_LOST))
        else:
            given.append(taken.pop())
            self._show(edit, done)
        self.history_changed.emit()

    def history(self) -> tuple[list[str], list[str]]:
        """Names of the edits that are done, and of those that were taken back, each in the order of doing them."""
        return [e.name for e in self._undo], [e.name for e in reversed(self._redo)]

    @property
    def undo_name(self) -> str:
        """Name of the edit that `undo` would take back; "" where there is none."""
        return self._undo[-1].name if self._undo else ""

    @property
    def redo_name(self) -> str:
        """Name of the edit that `redo` would do again; "" where there is none."""
        return self._redo[-1].name if self._redo else ""

    @property
    def dirty(self) -> bool:
        """Whether there are edits that have not been saved."""
        return self.analysis is not None and self._clean_depth != len(self._undo)

    def mark_saved(self, path: Path) -> None:
        """The project has just been written to ``path``."""
        self.project_path = path
        self._clean_depth = len(self._undo)
        self.history_changed.emit()

    def mark_unsaved(self) -> None:
        """What is shown differs from every file (a recovered session)."""
        self._clean_depth = None
        self.history_changed.emit()

    def _do(self, edit: AnyEdit) -> None:
        assert self.analysis is not None
        self._show(edit, edit.apply(self.analysis))

    def _show(self, edit: AnyEdit, done: Analysis) -> None:
        """Take over what an edit has done."""
        self.analysis = done
        parts = list(_parts(edit))
        chosen = self.selection
        follows = parts[0] if len(parts) == 1 else next((e for e in parts if e.kind == chosen.kind), None)
        if follows is not None and not isinstance(follows, CurveEdit):
            events = self._selected_after(follows, also_added=len(parts) == 1)
            chosen = replace(chosen, kind=follows.kind if events else "", events=events)
        self._changed(set(edit.kinds))
        self.select(chosen)

    def _selected_after(self, edit: Edit, also_added: bool) -> tuple[Event, ...]:
        """What was added or moved; an edit of more than that (a new count of all beats) keeps the selection.

        A whole layer that comes, or comes back, may hold thousands: nobody has chosen those.
        """
        if isinstance(edit, TrackEdit) and edit.before is None:
            return ()
        chosen = self.selection.events if self.selection.kind == edit.kind else ()
        removed = set(edit.removed)
        if also_added and (not removed or len(edit.added) == 1 or removed <= set(chosen)):
            return edit.added
        times = {e.time for e in chosen}
        stayed = [e for e in chosen if e not in removed] + [e for e in edit.added if e.time in times]
        return tuple(sorted(stayed, key=lambda e: e.time))

    def _changed(self, kinds: set[str], following: bool = True) -> None:
        """Tell of changed layers, and change what follows from them; tempo and meter always do."""
        assert self.analysis is not None
        follow = followed if following else with_tempo
        self.analysis, more = follow(self.analysis, kinds, self._tempo_smoothing)
        self.revision += 1
        self.analysis_changed.emit(kinds | more)

    # -- the tempo curve ---------------------------------------------------------------------------------------

    @property
    def tempo_smoothing(self) -> int:
        """Beats over which the tempo curve is smoothed."""
        return self._tempo_smoothing

    def set_tempo_smoothing(self, beats: int) -> None:
        """Smooth the tempo curve of this and every other recording over so many beats; no edit, and not undone."""
        beats = min(max(beats, 1), MOST_SMOOTHING)
        if beats == self._tempo_smoothing:
            return
        self._tempo_smoothing = beats
        if self.analysis is not None:
            self.analysis = self._smoothed(self.analysis)
            self.analysis_changed.emit({TEMPO})
        self.tempo_smoothing_changed.emit()

    def _smoothed(self, analysis: Analysis) -> Analysis:
        """With the tempo curve as it is wanted here, where it comes from the beats."""
        track = analysis.track(TEMPO)
        if track is None or track.edited or smoothing_of(analysis) == self._tempo_smoothing:
            return analysis
        for new in derived_tracks(analysis, self._tempo_smoothing):
            analysis = analysis.with_track(new) if new.kind == TEMPO else analysis
        return analysis

    # -- selection ---------------------------------------------------------------------------------------------

    def select(self, selection: Selection) -> None:
        """Change the selection."""
        if selection != self.selection:
            self.selection = selection
            self.selection_changed.emit()


def _parts(edit: AnyEdit) -> Iterator[Edit]:
    """The edits of single layers that it consists of."""
    if isinstance(edit, Edit):
        yield edit
    else:
        for part in edit.edits:
            yield from _parts(part)
