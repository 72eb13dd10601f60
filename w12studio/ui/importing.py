"""Layers from files of other programs, taken into the open recording as one undo step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from w12studio import service
from w12studio.domain.analysis import BEATS, METER, TEMPO, Analysis, Track
from w12studio.domain.edits import CompoundEdit, replace_track
from w12studio.domain.errors import W12Error
from w12studio.ui.dialogs.import_layers import ImportDialog
from w12studio.ui.latest import LatestCall
from w12studio.ui.session import Selection, Session
from w12studio.ui.settings import Settings
from w12studio.ui.summary import count_text, inside_title, title_of
from w12studio.ui.texts import error_text, inside, plural, tr, translated

#: Layers that are computed from the beats after each change of them.
_FOLLOWING = (TEMPO, METER)

Found = tuple[list[Track], list[str], list[W12Error]]


class LayerImport(QObject):
    """See the module. GUI thread; `shutdown` it before the window goes."""

    #: text, level (see `NoticeBar.show_notice`)
    notice = Signal(str, str)
    #: name, list of Track: layers that are to be compared with
    reference_chosen = Signal(str, object)

    def __init__(self, window: QWidget, session: Session, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self._reader = LatestCall("layer import", self)
        self.dialog: ImportDialog | None = None
        session.recording_changed.connect(self._recording_changed)

    def ask(self) -> None:
        """The system's dialog for files, then `take`."""
        layers = " ".join(f"*{s}" for s in sorted(service.LAYER_SUFFIXES | {service.PROJECT_SUFFIX}))
        recordings = " ".join(f"*{s}" for s in sorted(service.SUPPORTED_SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Import layers"),
            self._settings.text("folder"),
            tr(
                "Layers and projects ({layers});;Recordings with markers in them ({recordings});;All files (*)",
                layers=layers,
                recordings=recordings,
            ),
        )
        if names:
            self.take([Path(n) for n in names])

    def take_dropped(self, paths: Iterable[Path]) -> list[Path]:
        """Take the files that hold layers; gives the others, which are to be opened."""
        given = list(paths)
        layers = [p for p in given if p.suffix.lower() in service.LAYER_SUFFIXES and p.is_file()]
        rest = [p for p in given if p not in layers]
        if layers and rest:
            self.notice.emit(tr("Open the recording first, then drop the files with its layers on it."), "warning")
        elif layers and self._session.analysis is None:
            self.notice.emit(tr("Open the recording first, then drop {name} on it.", name=layers[0].name), "warning")
        elif layers:
            self.take(layers)
        return rest

    def take(self, paths: Sequence[Path]) -> None:
        """Read files on a thread; asks where layers that are there would be replaced."""
        analysis = self._session.analysis
        if analysis is None:
            return
        self._close_dialog()
        name = paths[0].name if len(paths) == 1 else plural("{n} file", "{n} files", len(paths))
        self._reader.ask(
            reading(tuple(paths), analysis.duration, analysis.audio.path),
            lambda found: self._found(name, found),
            lambda error: self.notice.emit(error_text(error), "danger"),
        )

    def shutdown(self) -> None:
        """Wait for the file that is being read."""
        self._close_dialog()
        self._reader.shutdown()

    def _found(self, name: str, found: Found) -> None:
        tracks, remarks, errors = found
        for error in errors:
            self.notice.emit(error_text(error), "danger")
        analysis = self._session.analysis
        if analysis is None:
            return
        tracks, more = without_following(analysis, tracks)
        if not tracks:
            if not errors:
                self.notice.emit(
                    f"{tr('{name} holds nothing that can be taken.', name=name)} {more}".strip(), "warning"
                )
            return
        level = "warning" if remarks else "ok"
        remarks = [*remarks, *([more] if more else [])]
        if not any(_holds_something(analysis.track(t.kind)) for t in tracks):
            self._put_in(name, tracks, remarks, level)
            return
        dialog = ImportDialog(name, tracks, analysis, remarks, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._put_in(name, dialog.chosen(), remarks, level))
        dialog.compare_requested.connect(lambda: self.reference_chosen.emit(name, dialog.chosen()))
        dialog.destroyed.connect(lambda: self._forget(dialog))
        self.dialog = dialog
        dialog.show()

    def _put_in(self, name: str, tracks: Sequence[Track], remarks: Sequence[str], level: str) -> None:
        analysis = self._session.analysis
        if analysis is None or not tracks:
            return
        if any(t.kind == BEATS for t in tracks) and self._session.hold(
            lambda: self._put_in(name, tracks, remarks, level)
        ):
            return
        edits = tuple(replace_track(analysis, tr("Import {layer}", layer=inside_title(t.kind)), t) for t in tracks)
        self._session.apply(
            edits[0] if len(edits) == 1 else CompoundEdit(tr("Import {count} layers", count=len(edits)), edits)
        )
        chosen = self._session.selection  # the span stays; thousands of new events are no choice of the user's
        self._session.select(Selection(chosen.start, chosen.end))
        what = ", ".join(f"{inside_title(t.kind)} ({count_text(t)})" for t in tracks)
        self.notice.emit(" ".join([tr("Imported from {name}: {what}.", name=name, what=what), *remarks]), level)

    def _recording_changed(self) -> None:
        self._reader.drop()
        self._close_dialog()

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.close()
            self.dialog = None

    def _forget(self, dialog: ImportDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None


def reading(paths: Sequence[Path], duration: float, recording: str) -> Callable[[], Found]:
    """A call that reads layers of several files.

    Parameters
    ----------
    paths : sequence of Path
    duration : float
        Of the recording in s; 0 while it is not known.
    recording : str
        Path of the recording.

    Returns
    -------
    callable
        Gives the layers, each kind once; sentences for people on what was left out; and the errors.
    """

    def read() -> Found:
        tracks: dict[str, Track] = {}
        remarks: dict[str, None] = {}
        errors = []
        for path in paths:
            try:
                found = service.import_layers(path, duration, recording)
            except W12Error as error:
                errors.append(error)
                continue
            for track in found:
                both = service.joined(tracks[track.kind], track) if track.kind in tracks else track
                if both is None:
                    layer = inside_title(track.kind)
                    said = tr("{name} holds {layer} once more; only the first are used.", name=path.name, layer=layer)
                    remarks[said] = None
                    continue
                tracks[track.kind] = both
                if track.message:
                    remarks[f"{title_of(track.kind)}: {inside(translated(track.message))}"] = None
        return list(tracks.values()), list(remarks), errors

    return read


def without_following(analysis: Analysis, tracks: Sequence[Track]) -> tuple[list[Track], str]:
    """The layers without those that are computed from the beats, and a sentence where there were some.

    The tempo and the meter of a recording with beats are made anew after every change of the beats, so that an
    imported one would be gone with the next edit.
    """
    has_beats = analysis.track(BEATS) is not None or any(t.kind == BEATS for t in tracks)
    kept = [t for t in tracks if not (has_beats and t.kind in _FOLLOWING)]
    return kept, tr("Tempo and meter follow from the beats.") if len(kept) < len(tracks) else ""


def _holds_something(track: Track | None) -> bool:
    return track is not None and (len(track.events) > 0 or track.curve is not None)
