"""The recordings that were dropped: what waits, what is being analysed, what is done, and which one is open.

Messages of the engine arrive here with their job id. Those of the open recording go on to the `Session`; those of the
others are kept, so that opening them later shows at once what is known. Lives on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from w12studio import service
from w12studio.domain.analysis import BEATS, Analysis, AudioFacts, Track
from w12studio.domain.errors import W12Error
from w12studio.domain.pins import PINS
from w12studio.ui.analysis_thread import AnalysisThread, Job
from w12studio.ui.chosen import Chosen
from w12studio.ui.session import Session
from w12studio.ui.texts import later, tr

#: Decoded audio of recordings that are not open is kept up to this size; the oldest goes first.
KEPT_AUDIO_BYTES = 2 << 30


class State(Enum):
    """Where a recording of the queue is."""

    WAITING = later("Waiting")
    RUNNING = later("Analysing")
    DONE = later("Done")
    FAILED = later("Failed")
    CANCELLED = later("Cancelled")


@dataclass(eq=False, slots=True)
class Item:
    """One recording of the queue.

    Attributes
    ----------
    id : int
    path : Path
        Of the recording.
    job : int
        Id of the job whose messages count; those of earlier jobs are stale.
    state : State
    fraction : float
        0..1
    stage : str
    seconds_left : float or None
    error : W12Error or None
    analysis : Analysis
    peaks : list of ndarray
        Blocks of the waveform so far; ``peaks_whole`` once all are there.
    audio : SharedAudio or None
    project_path : Path or None
    view : mapping
        What the window remembered of its look.
    keep_layers : bool
        Whether the job only decodes: the layers come from a project.
    unsaved : bool
        Whether the layers differ from every file (edits of a recovered session).
    pins_waiting : bool
        Whether its beats are new and have yet to be solved under its pins; done when it is opened.
    chosen : Chosen or None
        The layers that the job computes anew, with an estimator of the user's choice.
    wanted : list of Chosen
        What is to be computed once the job has ended.
    spare : SharedAudio or None
        Decoded a second time for the job, and deleted when that ends.
    """

    id: int
    path: Path
    job: int = -1
    state: State = State.WAITING
    fraction: float = 0.0
    stage: str = ""
    seconds_left: float | None = None
    error: W12Error | None = None
    analysis: Analysis = field(default_factory=lambda: Analysis(AudioFacts("")))
    peaks: list[np.ndarray] = field(default_factory=list)
    peaks_whole: bool = False
    audio: service.SharedAudio | None = None
    project_path: Path | None = None
    view: Mapping[str, Any] = field(default_factory=dict)
    keep_layers: bool = False
    unsaved: bool = False
    pins_waiting: bool = False
    chosen: Chosen | None = None
    wanted: list[Chosen] = field(default_factory=list)
    spare: service.SharedAudio | None = None

    @property
    def active(self) -> bool:
        """Whether work on it goes on or is to come."""
        return self.state in (State.WAITING, State.RUNNING)


class AnalysisQueue(QObject):
    """See the module.

    Parameters
    ----------
    session : Session
    thread : AnalysisThread
        Started when the first job comes; `shutdown` stops it.
    """

    #: items were added or taken away
    items_changed = Signal()
    #: item id: its state, progress or error changed
    item_changed = Signal(int)
    #: another item is open (or none)
    opened = Signal()
    #: item id, W12Error: a recording that could not be read
    failed = Signal(int, object)
    #: item id: a fallback or a layer that could not be computed, as a sentence
    warned = Signal(int, str)
    #: item id: its analysis is complete
    finished = Signal(int)

    def __init__(self, session: Session, thread: AnalysisThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.items: list[Item] = []
        self.current: Item | None = None
        #: where models run: "auto", "cpu", "gpu" or "gpu:1"
        self.device = "auto"
        self._thread = thread
        self._last_id = 0
        session.analysis_changed.connect(self._session_changed)
        thread.job_started.connect(self._started)
        thread.message.connect(self._message)
        thread.job_finished.connect(self._finished)
        thread.job_failed.connect(self._failed)
        thread.job_cancelled.connect(self._cancelled)

    # -- what is asked for -------------------------------------------------------------------------------------

    def add(self, paths: Iterable[Path]) -> list[Item]:
        """Queue recordings for analysis; one that is there already is not added again. Gives their items."""
        items = []
        there = {i.path.absolute(): i for i in self.items if i.project_path is None}
        for path in paths:
            item = there.get(Path(path).absolute())
            if item is None:
                item = Item(self._new_id(), Path(path), analysis=Analysis(AudioFacts(str(path))))
                there[item.path.absolute()] = item
                self.items.append(item)
                # those behind the first get a quick grid where somebody opens them before their turn comes
                self._submit(item, self._request(quick_grid=not items))
            elif item.state in (State.FAILED, State.CANCELLED):
                self.retry(item)
            items.append(item)
        self.items_changed.emit()
        return items

    def add_project(self, path: Path, opened: service.Opened) -> Item:
        """Put a project into the queue; only its recording is decoded, its layers stay as they are."""
        audio_path = Path(opened.analysis.audio.path)
        item = next((i for i in self.items if i.project_path == path), None)
        if item is not None and item is not self.current:
            self.remove(item)
            item = None
        if item is None:
            item = Item(self._new_id(), audio_path)
            self.items.append(item)
        item.analysis, item.view, item.project_path = opened.analysis, opened.view, path
        item.keep_layers = True
        if opened.audio_found:
            self._submit(item, service.Request(layers=(), use_cache=False, keep_audio=True), first=True)
        else:
            item.state, item.fraction = State.DONE, 1.0
        self.items_changed.emit()
        return item

    def item(self, item_id: int) -> Item | None:
        """The item of that id, or None."""
        return next((i for i in self.items if i.id == item_id), None)

    def retry(self, item: Item) -> None:
        """Analyse an item that failed or was cancelled again."""
        item.error, item.fraction, item.stage, item.seconds_left = None, 0.0, "", None
        quick = item.analysis.track(BEATS) is None
        request = self._request(quick_grid=quick)
        if item.keep_layers:
            request = service.Request((), keep_audio=True)
        self._submit(item, request)
        self.item_changed.emit(item.id)

    def analyze_again(self) -> None:
        """Compute the layers of the open recording anew, past the cache; those a person edited stay."""
        if self.current is not None:
            self.current.keep_layers = False
            self.current.error = None
            self._submit(self.current, self._request(use_cache=False), first=True)
            self.item_changed.emit(self.current.id)

    def compute(self, chosen: Chosen) -> None:
        """Compute layers of the open recording with an estimator of the user's choice; one undo step when it is done.

        Unlike `analyze_again` it replaces layers that a person edited, for that is what was asked for. It waits until
        what is being computed of the recording has ended.
        """
        item = self.current
        if item is not None and item.active and not (item.keep_layers and item.chosen is None):
            item.wanted.append(chosen)
        elif item is not None:
            self._compute(item, chosen)

    def _compute(self, item: Item, chosen: Chosen) -> None:
        item.error = None
        self._submit(item, chosen.request(), first=True)
        item.chosen = chosen
        self.item_changed.emit(item.id)

    def cancel(self, item: Item) -> None:
        """Stop the work on an item."""
        if item.active:
            self._thread.cancel(item.job)

    def cancel_all(self) -> None:
        """Stop all work: what waits first, so that nothing starts in between."""
        waiting = self._thread.clear()
        for item in self.items:
            if item.job in waiting:
                item.state, item.seconds_left = State.CANCELLED, None
                item.wanted.clear()
            else:
                self.cancel(item)
        self.items_changed.emit()

    def remove(self, item: Item) -> None:
        """Take an item out of the queue; the open one is closed."""
        self.cancel(item)
        item.job = -1  # what is still under way is stale now
        self.items.remove(item)
        if item is self.current:
            self.current = None
            self.session.open(None)
            self.opened.emit()
        self._release(item)
        self.items_changed.emit()

    def open(self, item: Item) -> None:
        """Show an item in the window, with what is known of it so far."""
        if item is self.current:
            return
        self._stash()
        self.current = item
        self.session.open(item.analysis, item.project_path)
        if item.unsaved:
            self.session.mark_unsaved()
        if item.pins_waiting:
            item.pins_waiting = False
            self.session.pinning.solve_again()
        if item.peaks:
            self.session.add_peaks(np.concatenate(item.peaks), item.peaks_whole)
        if item.audio is not None:
            self.session.set_audio(item.audio)
        elif item.state is State.WAITING:
            self._thread.promote(item.job)
        elif self._was_read(item) and Path(item.analysis.audio.path).exists():
            self._decode(item)
        self._keep_audio_small()
        self.opened.emit()

    def neighbour(self, step: int) -> Item | None:
        """The item ``step`` places after the open one (negative: before), or None."""
        if self.current is None:
            return self.items[0] if self.items else None
        i = self.items.index(self.current) + step
        return self.items[i] if 0 <= i < len(self.items) else None

    def located(self, item: Item, path: Path) -> None:
        """The user showed where the recording of a project is now."""
        item.path = path
        item.analysis = replace(item.analysis, audio=replace(item.analysis.audio, path=str(path)))
        if item is self.current:
            self.session.set_facts(item.analysis.audio)
        self._decode(item)
        self.items_changed.emit()

    def shutdown(self) -> None:
        """Stop the thread and delete the decoded audio."""
        self._thread.stop()
        for item in self.items:
            self._release(item)

    # -- what arrives ------------------------------------------------------------------------------------------

    def _of_job(self, job_id: int) -> Item | None:
        return next((i for i in self.items if i.job == job_id), None)

    def _started(self, job_id: int) -> None:
        item = self._of_job(job_id)
        if item is not None:
            item.state, item.stage = State.RUNNING, tr("Reading the file")
            self.item_changed.emit(item.id)

    def _message(self, job_id: int, message: service.Message) -> None:
        item = self._of_job(job_id)
        if item is None:
            if job_id >= 0 and isinstance(message, service.AudioReady):  # jobs below are of others, as is their sound
                service.release_audio(message.audio)  # of a recording that was taken away meanwhile
            return
        match message:
            case service.Progressed(fraction, stage, seconds_left):
                item.fraction, item.stage, item.seconds_left = fraction, stage, seconds_left
                self.item_changed.emit(item.id)
            case service.AudioFound(facts):
                self._set_facts(item, facts)
            case service.PeaksGrown():
                self._add_peaks(item, message)
            case service.AudioReady(facts, audio):
                self._set_facts(item, facts)
                self._set_audio(item, audio)
            case service.TrackUpdated(track):
                if item.chosen is not None:
                    item.chosen.take(track)
                elif item is self.current:
                    self.session.merge_track(track)
                else:
                    self._keep_track(item, track)
            case service.Warned(text):
                if item is self.current:
                    self.session.add_warning(text)
                else:
                    item.analysis = item.analysis.with_warning(text)
                self.warned.emit(item.id, text)

    def _keep_track(self, item: Item, track: Track) -> None:
        """Take over a layer of a recording that is not open, unless a person has edited it."""
        old = item.analysis.track(track.kind)
        if old is None or not (old.edited or (track.provisional and not old.provisional)):
            item.analysis = item.analysis.with_track(track)
            if any(t.edited for t in item.analysis.tracks.values()):  # the engine does not know those
                item.analysis, _ = service.followed(item.analysis, {track.kind})
            item.pins_waiting |= track.kind == BEATS and len(item.analysis.events(PINS)) > 0

    def _set_facts(self, item: Item, facts: AudioFacts) -> None:
        item.analysis = replace(item.analysis, audio=facts)
        if item is self.current:
            self.session.set_facts(facts)
        self.item_changed.emit(item.id)

    def _add_peaks(self, item: Item, message: service.PeaksGrown) -> None:
        have = sum(p.shape[0] for p in item.peaks)
        fresh = message.peaks[max(have - message.first_block, 0) :]  # a second run sends the first ones again
        if item.peaks_whole or message.first_block > have or not (fresh.shape[0] or message.last):
            return
        item.peaks.append(fresh)
        item.peaks_whole = message.last
        if item is self.current:
            self.session.add_peaks(fresh, message.last)

    def _set_audio(self, item: Item, audio: service.SharedAudio) -> None:
        if item.audio is not None:
            item.spare = audio  # it was decoded before, and the player may be reading that one; the job reads this one
            return
        item.audio = audio
        if item is self.current:
            self.session.set_audio(audio)
        else:
            self._keep_audio_small()

    def _finished(self, job_id: int, analysis: Analysis) -> None:
        item = self._of_job(job_id)
        if item is None:
            return
        item.state, item.fraction, item.seconds_left, item.stage = State.DONE, 1.0, None, ""
        self._release_spare(item)
        if item.chosen is not None:
            self._replace_layers(item, item.chosen)
        elif item is self.current and self.session.analysis is not None:
            self.session.set_facts(analysis.audio)
            self.session.accept_provisional()
        elif not item.keep_layers:
            kept = [t for t in item.analysis.tracks.values() if t.edited]
            for track in kept:
                analysis = analysis.with_track(track)
            item.analysis, _ = service.followed(analysis, {t.kind for t in kept})
        self.item_changed.emit(item.id)
        self.finished.emit(item.id)
        if item.wanted and not item.active:
            self._compute(item, item.wanted.pop(0))

    def _failed(self, job_id: int, error: W12Error) -> None:
        item = self._of_job(job_id)
        if item is not None:
            item.state, item.error, item.seconds_left = State.FAILED, error, None
            item.wanted.clear()
            self._release_spare(item)
            self._accept_provisional(item)
            self.item_changed.emit(item.id)
            self.failed.emit(item.id, error)

    def _cancelled(self, job_id: int) -> None:
        item = self._of_job(job_id)
        if item is not None:
            item.state, item.seconds_left = State.CANCELLED, None
            item.wanted.clear()
            self._release_spare(item)
            self._accept_provisional(item)
            self.item_changed.emit(item.id)

    # -- inside ------------------------------------------------------------------------------------------------

    def _request(self, **wanted: Any) -> service.Request:
        return service.Request(keep_audio=True, device=self.device, **wanted)

    def _replace_layers(self, item: Item, chosen: Chosen) -> None:
        """Put what an estimator of the user's choice found in place of what was there."""
        analysis = self.session.analysis if item is self.current else item.analysis
        if analysis is None:
            return
        edit = chosen.edit(analysis)
        if item is self.current:
            self.session.apply(edit)
            if BEATS in edit.kinds:
                self.session.pinning.solve_again()
        else:
            item.analysis, _ = service.followed(edit.apply(analysis), edit.kinds)
            item.unsaved |= bool(edit.edits)
            item.pins_waiting |= BEATS in edit.kinds and len(analysis.events(PINS)) > 0

    def _accept_provisional(self, item: Item) -> None:
        """Its analysis has ended early: where it has only a quick grid, that is all there will be."""
        if item is self.current:
            self.session.accept_provisional()
            return
        accepted = item.analysis.accepted()
        if accepted is not item.analysis:
            item.analysis, _ = service.followed(accepted, {BEATS})

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _submit(self, item: Item, request: service.Request, first: bool = False) -> None:
        self._thread.cancel(item.job)
        self._release_spare(item)
        item.job, item.state, item.chosen = self._new_id(), State.WAITING, None
        self._thread.submit(Job(item.job, item.path, request), first)

    def _decode(self, item: Item) -> None:
        """Decode the audio of an item whose layers are known."""
        self._submit(item, service.Request(layers=(), use_cache=False, keep_audio=True), first=True)
        item.keep_layers = True
        self.item_changed.emit(item.id)

    def _session_changed(self, _kinds: object) -> None:
        if self.current is not None and self.session.analysis is not None:
            self.current.analysis = self.session.analysis
            self.item_changed.emit(self.current.id)

    def _stash(self) -> None:
        """Keep what the session knows of the open recording."""
        if self.current is not None and self.session.analysis is not None:
            self.current.analysis = self.session.analysis
            self.current.project_path = self.session.project_path
            self.current.unsaved = self.session.dirty

    @staticmethod
    def _was_read(item: Item) -> bool:
        """Whether there was audio that may have been released since; a later job may have been cancelled."""
        return item.state is State.DONE or (item.state is State.CANCELLED and item.peaks_whole)

    def _keep_audio_small(self) -> None:
        others = [i for i in self.items if i.audio is not None and i is not self.current and not i.active]
        sizes = [i.audio.n_samples * i.audio.channels * 4 for i in others if i.audio is not None]
        excess = sum(sizes) - KEPT_AUDIO_BYTES
        for item, size in zip(others, sizes, strict=True):
            if excess <= 0:
                break
            self._release(item)
            excess -= size

    def _release_spare(self, item: Item) -> None:
        if item.spare is not None:
            service.release_audio(item.spare)
            item.spare = None

    def _release(self, item: Item) -> None:
        self._release_spare(item)
        if item.audio is not None:
            service.release_audio(item.audio)
            item.audio = None
