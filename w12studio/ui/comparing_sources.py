"""Gets what the open recording is compared with: another recording, a file of markers, an estimator, the first state.

Recordings go through the queue like any other; estimators run as jobs of their own, whose layers go nowhere else.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from w12studio import service
from w12studio.domain.alignment import NONE, Alignment
from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.errors import W12Error
from w12studio.domain.peaks import PeakPyramid
from w12studio.ui.analysis_queue import AnalysisQueue, Item
from w12studio.ui.analysis_thread import AnalysisThread, Job
from w12studio.ui.chosen import Chosen
from w12studio.ui.comparing import Comparing
from w12studio.ui.comparison import COMPUTED, ESTIMATOR, MARKERS, RECORDING, Comparison, layer_title, of_tracks
from w12studio.ui.importing import Found, reading
from w12studio.ui.latest import LatestCall
from w12studio.ui.project_files import openable_filter
from w12studio.ui.session import Session
from w12studio.ui.settings import Settings
from w12studio.ui.texts import error_text, inside, later, tr, translated

_DIFFERENT = later("They may not belong together; if they do, drag its lanes or type the offset.")


class ComparingSources(QObject):
    """See the module. GUI thread; `shutdown` it before the window goes."""

    #: text, level (see `NoticeBar.show_notice`)
    notice = Signal(str, str)

    def __init__(
        self, window: QWidget, session: Session, queue: AnalysisQueue, thread: AnalysisThread, settings: Settings,
        comparing: Comparing,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._window, self._session, self._queue, self._thread = window, session, queue, thread
        self._settings, self._comparing = settings, comparing
        self._reader, self._opener = LatestCall("reference", self), LatestCall("other project", self)
        self._aligners: dict[int, LatestCall] = {}  # one for each comparison, by its id
        self._stops: dict[int, threading.Event] = {}  # what ends the alignment that each of them looks for
        self._waiting: list[Item] = []  # recordings that are being analysed, to be compared with
        self._last_job = -2  # ids of our own jobs: those of the queue are above -2
        self._jobs: dict[int, Chosen | None] = {}  # those under way
        queue.finished.connect(self._item_finished)
        queue.failed.connect(self._item_failed)
        thread.message.connect(self._message)
        thread.job_finished.connect(self._finished)
        thread.job_failed.connect(self._failed)
        session.recording_changed.connect(self._drop)

    @property
    def busy(self) -> str:
        """What goes on, for people; "" where nothing does."""
        if self._waiting:
            return tr("Analysing {name}…", name=self._waiting[0].path.name)
        return tr("Looking for the alignment…") if any(a.busy for a in self._aligners.values()) else ""

    # -- another recording -------------------------------------------------------------------------------------

    def ask_recording(self) -> None:
        """The system's dialog for a recording or a project."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Compare with another recording"),
            self._settings.text("folder"),
            openable_filter(),
        )
        if name:
            self.take_recording(Path(name))

    def take_recording(self, path: Path) -> None:
        """Compare with a recording, once it is analysed, or with a project."""
        current = self._queue.current
        if current is None or self._session.analysis is None:
            return
        path = path.absolute()
        if path.suffix.lower() == service.PROJECT_SUFFIX:
            self._take_project(path)
            return
        if path == current.path.absolute():
            self.notice.emit(tr("That is the open recording itself. Choose another one."), "warning")
            return
        self.take_item(self._queue.add([path])[0])

    def take_item(self, item: Item) -> None:
        """Compare with a recording of the queue, once it is analysed."""
        if self._session.analysis is None or item is self._queue.current:
            return
        self._waiting.append(item)
        if not item.active:
            self._item_finished(item.id)
        else:
            self.notice.emit(tr("{name} is compared as soon as it is analysed.", name=item.path.name), "info")

    def _take_project(self, path: Path) -> None:
        self._opener.ask(
            lambda: service.open_project(path),
            lambda opened: self._project_read(path, opened),
            lambda error: self.notice.emit(error_text(error), "danger"),
        )

    def _project_read(self, path: Path, opened: service.Opened) -> None:
        analysis, ours = opened.analysis, self._session.analysis
        if ours is None:
            return
        if analysis.audio.sha256 and analysis.audio.sha256 == ours.audio.sha256:  # another view of the same recording
            self._comparing.start(replace(of_tracks(path.name, analysis.tracks, MARKERS, path), analysis=analysis))
            return
        sound = Path(analysis.audio.path) if opened.audio_found else None
        self._begin(Comparison(path.name, RECORDING, analysis, path=analysis.audio.path), sound)

    def _item_finished(self, item_id: int) -> None:
        item = next((i for i in self._waiting if i.id == item_id), None)
        if item is None or self._session.analysis is None:
            return
        self._waiting.remove(item)
        comparison = Comparison(item.path.name, RECORDING, item.analysis, path=str(item.path), audio=item.audio)
        self._begin(comparison, item.audio or item.path)

    def _item_failed(self, item_id: int, _error: W12Error) -> None:
        self._waiting = [i for i in self._waiting if i.id != item_id]  # the queue tells why

    def _begin(self, comparison: Comparison, sound: Path | service.SharedAudio | None) -> None:
        """Show theirs beginning to beginning, and look for where it belongs."""
        self._comparing.start(comparison)
        if sound is not None:
            self.align(sound)

    def align(self, theirs: Path | service.SharedAudio | None = None) -> None:
        """Look for the place where the other recording fits."""
        comparison, ours = self._comparing.comparison, self._session.audio
        analysis = self._session.analysis
        if comparison is None or analysis is None or not self._comparing.is_with_recording:
            self.notice.emit(tr("Both are of the same recording: there is nothing to align."), "info")
            return
        other = theirs or self.sound_of(comparison)
        mine = ours or Path(analysis.audio.path)
        if other is None or (isinstance(mine, Path) and not mine.exists()):
            self.notice.emit(tr("The sound of both recordings is needed to align them: type the offset."), "warning")
            return
        aligner = self._aligners.setdefault(comparison.id, LatestCall("alignment", self))
        self._stops.setdefault(comparison.id, threading.Event()).set()
        stop = self._stops[comparison.id] = threading.Event()
        aligner.ask(
            lambda: service.align(mine, other, cancel=stop),
            lambda found: self._aligned(comparison.id, found),
            self._not_aligned,
        )
        self._comparing.updated.emit()

    def _aligned(self, comparison_id: int, found: Alignment) -> None:
        self._comparing.set_alignment(found, comparison_id)
        self._comparing.updated.emit()
        text = translated(service.alignment_text(found))
        if found.method == NONE:
            self.notice.emit(f"{text} {translated(_DIFFERENT)}", "warning")
        else:
            self.notice.emit(text, "ok")

    def _not_aligned(self, error: W12Error) -> None:
        self.notice.emit(error_text(error), "danger")
        self._comparing.updated.emit()

    def item_of(self, comparison: Comparison) -> Item | None:
        """Their recording in the queue, if it is there."""
        if comparison.origin != RECORDING or not comparison.path:
            return None
        path = Path(comparison.path).absolute()
        return next((i for i in self._queue.items if i.path.absolute() == path), None)

    def sound_of(self, comparison: Comparison) -> Path | service.SharedAudio | None:
        """Their sound: decoded, or its file; None where it is gone."""
        item = self.item_of(comparison)
        if item is not None and item.audio is not None:
            return item.audio
        path = Path(comparison.path)
        return path if comparison.path and path.is_file() else None

    def peaks_of(self, comparison: Comparison) -> PeakPyramid | None:
        """Their waveform, where it was read."""
        item = self.item_of(comparison)
        if item is None or not item.peaks:
            return None
        return PeakPyramid.from_base(np.concatenate(item.peaks))

    # -- a file of markers -------------------------------------------------------------------------------------

    def ask_markers(self) -> None:
        """The system's dialog for a file of markers."""
        layers = " ".join(f"*{s}" for s in sorted(service.LAYER_SUFFIXES | {service.PROJECT_SUFFIX}))
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Compare with a file of markers"),
            self._settings.text("folder"),
            tr("Layers and projects ({layers});;All files (*)", layers=layers),
        )
        if name:
            self.take_markers(Path(name))

    def take_markers(self, path: Path) -> None:
        """Compare with what a file holds."""
        analysis = self._session.analysis
        if analysis is None:
            return
        self._reader.ask(
            reading((path,), analysis.duration, analysis.audio.path),
            lambda found: self._read(path, found),
            lambda error: self.notice.emit(error_text(error), "danger"),
        )

    def _read(self, path: Path, found: Found) -> None:
        tracks, remarks, errors = found
        for error in errors:
            self.notice.emit(error_text(error), "danger")
        if not tracks:
            return
        self.take_tracks(path.name, tracks, path)
        for remark in remarks:
            self.notice.emit(remark, "warning")

    def take_tracks(self, name: str, tracks: Sequence[Track], path: Path | None = None) -> None:
        """Compare with layers that were read."""
        self._begin_with(name, {t.kind: t for t in tracks}, MARKERS, path)

    def _begin_with(self, name: str, tracks: Mapping[str, Track], origin: str, path: Path | None = None) -> None:
        self._comparing.start(of_tracks(name, tracks, origin, path))
        if not self._comparing.kinds:
            names = ", ".join(inside(layer_title(k)) for k in tracks) or tr("nothing")
            self.notice.emit(
                tr("{name} has no layer that this recording has too: it holds {names}.", name=name, names=names),
                "warning",
            )

    # -- estimators --------------------------------------------------------------------------------------------

    def ask_estimator(self) -> None:
        """Choose an estimator, whose layer is shown beside ours."""
        from PySide6.QtCore import Qt

        from w12studio.ui.dialogs.compute import ComputeDialog

        analysis = self._session.analysis
        if analysis is not None:
            kind = service.layer_of(self._comparing.layer) or "beats"
            dialog = ComputeDialog(analysis, kind, self._queue.device, self._window, beside=True)
            dialog.chosen.connect(self.take_estimator)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def take_estimator(self, chosen: Chosen) -> None:
        """Compute layers with an estimator, and compare with them."""
        self._submit(replace(chosen.request(), keep_audio=False), chosen)
        self.notice.emit(
            tr("Computing with {title}: it is shown beside your layer when it is done.", title=chosen.title), "info"
        )

    def take_computed(self) -> None:
        """Compare with the layers as they were found, before anybody edited them."""
        if self._session.analysis is not None:
            self._submit(service.Request(device=self._queue.device), None)

    def _submit(self, request: service.Request, chosen: Chosen | None) -> None:
        analysis = self._session.analysis
        assert analysis is not None
        self._last_job -= 1
        self._jobs[self._last_job] = chosen
        self._thread.submit(Job(self._last_job, Path(analysis.audio.path), request), first=True)

    def _message(self, job_id: int, message: service.Message) -> None:
        chosen = self._jobs.get(job_id)
        if chosen is not None and isinstance(message, service.TrackUpdated):
            chosen.take(message.track)

    def _finished(self, job_id: int, analysis: Analysis) -> None:
        if job_id not in self._jobs:
            return
        chosen = self._jobs.pop(job_id)
        if chosen is None:
            self._begin_with(tr("As computed"), analysis.settled().tracks, COMPUTED)
        elif chosen.found:
            self._begin_with(chosen.title, chosen.found, ESTIMATOR)
        else:
            self.notice.emit(tr("{title} found nothing to compare with.", title=chosen.title), "warning")

    def _failed(self, job_id: int, error: W12Error) -> None:
        if job_id in self._jobs:
            del self._jobs[job_id]
            self.notice.emit(error_text(error), "danger")

    # -- the end -----------------------------------------------------------------------------------------------

    def _drop(self) -> None:
        """Another recording is open: what was asked for belongs to the one before."""
        for call in (self._reader, self._opener):
            call.drop()
        self._waiting.clear()
        for key, aligner in self._aligners.items():
            aligner.drop()
            self._stops[key].set()
        for job in self._jobs:
            self._thread.cancel(job)
        self._jobs.clear()

    def shutdown(self) -> None:
        """End what is under way, and wait for it."""
        for stop in self._stops.values():
            stop.set()
        for call in (self._reader, self._opener):
            call.shutdown()
        for aligner in self._aligners.values():
            aligner.shutdown()
