"""Opening and saving: recordings, folders, projects, recovered work; asks before anything unsaved is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QObject, QStandardPaths, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from w12studio import service
from w12studio.domain.errors import W12Error
from w12studio.ui import autosave
from w12studio.ui.analysis_queue import AnalysisQueue, Item
from w12studio.ui.autosave import Autosave, Recovered
from w12studio.ui.session import Session
from w12studio.ui.settings import Settings
from w12studio.ui.texts import error_text, tr

SAVE, DISCARD, CANCEL = "save", "discard", "cancel"


def openable_filter() -> str:
    """What a dialog for files offers: recordings and projects."""
    endings = " ".join(f"*{s}" for s in sorted(service.SUPPORTED_SUFFIXES | {service.PROJECT_SUFFIX}))
    return tr("Recordings and projects ({endings});;All files (*)", endings=endings)


def _beside(recording: Path) -> Path:
    """Where a project of a recording is proposed: beside it, or, for the demo, in the folder of documents."""
    if recording.parent == service.demo_path().parent:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        recording = Path(documents) / recording.name
    return recording.with_suffix(service.PROJECT_SUFFIX)


def dropped_paths(mime: QMimeData) -> list[Path]:
    """Local files and folders of a drop or the clipboard; text counts where each line is a path that exists."""
    paths = [Path(u.toLocalFile()) for u in mime.urls() if u.isLocalFile()]
    if not paths and mime.hasText():
        lines = (x.strip().strip("'\"").removeprefix("file://") for x in mime.text().splitlines())
        for line in lines:
            try:
                if line and Path(line).expanduser().exists():
                    paths.append(Path(line).expanduser())
            except (OSError, ValueError):  # far too long for a path, or with a null in it
                continue
    return paths


class ProjectFiles(QObject):
    """See the module. GUI thread.

    Parameters
    ----------
    view_state : callable
        What a project remembers of the window's look.
    """

    #: text, level (see `NoticeBar.show_notice`)
    notice = Signal(str, str)
    #: what is open already was to be opened
    open_already = Signal()

    def __init__(
        self,
        window: QWidget,
        session: Session,
        queue: AnalysisQueue,
        settings: Settings,
        autosaver: Autosave,
        view_state: Callable[[], Mapping[str, Any]],
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._queue = window, session, queue
        self._settings, self._autosave, self._view_state = settings, autosaver, view_state

    # -- opening -----------------------------------------------------------------------------------------------

    def ask_open(self) -> None:
        """The system's dialog for files."""
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Open recordings or projects"),
            self._settings.text("folder"),
            openable_filter(),
        )
        self.open_paths([Path(n) for n in names])

    def ask_open_folder(self) -> None:
        """The system's dialog for a folder."""
        name = QFileDialog.getExistingDirectory(
            self._window, tr("Analyse every recording of a folder"), self._settings.text("folder")
        )
        if name:
            self.open_paths([Path(name)])

    def paste(self) -> None:
        """Open what the clipboard names."""
        paths = dropped_paths(QGuiApplication.clipboard().mimeData())
        if paths:
            self.open_paths(paths)
        else:
            self.notice.emit(tr("The clipboard holds no files and no paths of files."), "info")

    def open_paths(self, paths: Iterable[Path]) -> None:
        """Queue files, folders and projects; the first is shown."""
        given = [Path(p).expanduser().absolute() for p in paths]
        if not given:
            return
        try:
            expanded = service.expand_paths(given)
        except W12Error as error:
            self.notice.emit(error_text(error), "danger")
            return
        if not expanded.files:
            self.notice.emit(tr("There are no recordings in there."), "warning")
            return
        self._settings.set("folder", str(given[0] if given[0].is_dir() else given[0].parent))
        projects = [f for f in expanded.files if f.suffix.lower() == service.PROJECT_SUFFIX]
        recordings = [f for f in expanded.files if f not in projects]
        items = self._queue.add(recordings)
        items += [i for i in map(self._read_project, projects) if i is not None]
        if items:
            self.open_item(items[0])
        for path in expanded.files[:5]:
            if path.exists():
                self._settings.add_recent(path)

    def _read_project(self, path: Path) -> Item | None:
        current = self._queue.current
        if current is not None and current.project_path == path:
            if not self.may_leave():
                return None
            self._queue.remove(current)
        try:
            opened = service.open_project(path)
        except W12Error as error:
            self.notice.emit(error_text(error), "danger")
            return None
        return self._queue.add_project(path, opened)

    def open_item(self, item: Item) -> bool:
        """Show an item of the queue, after asking about unsaved work; tells whether it is shown."""
        if item is self._queue.current:
            self.open_already.emit()
            return True
        if not self.may_leave():
            return False
        self._queue.open(item)
        if not Path(item.path).exists() and item.analysis.tracks:
            self._locate(item)
        return True

    def _locate(self, item: Item) -> None:
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Recording not found"))
        box.setText(tr("The recording “{name}” is not where it was.", name=item.path.name))
        box.setInformativeText(
            tr("The markers can be seen and exported without it, but not the waveform or the sound.")
        )
        locate = box.addButton(tr("Locate…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(tr("Open without sound"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        if box.clickedButton() is not locate:
            return
        name, _ = QFileDialog.getOpenFileName(
            self._window, tr("Where is {name}?", name=item.path.name), self._settings.text("folder")
        )
        if name:
            self._queue.located(item, Path(name))

    # -- saving ------------------------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save to the project's file, or ask for one; tells whether it was saved."""
        path = self._session.project_path
        return self.save_as() if path is None else self._write(path)

    def save_as(self) -> bool:
        """Ask for a file and save to it."""
        analysis = self._session.analysis
        if analysis is None:
            return False
        start = self._session.project_path or _beside(Path(analysis.audio.path))
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Save project"),
            str(start),
            tr("W12 Studio project (*{suffix})", suffix=service.PROJECT_SUFFIX),
        )
        if not name:
            return False
        path = Path(name)
        return self._write(path if path.suffix else path.with_suffix(service.PROJECT_SUFFIX))

    def _write(self, path: Path) -> bool:
        analysis = self._session.analysis
        assert analysis is not None
        try:
            service.save_project(analysis, path, self._view_state())
        except W12Error as error:
            self.notice.emit(error_text(error), "danger")
            return False
        self._session.mark_saved(path)
        self._settings.add_recent(path)
        self._autosave.forget()
        self.notice.emit(tr("Saved {name}.", name=path.name), "ok")
        return True

    def may_leave(self) -> bool:
        """Ask about unsaved edits of the open recording; False where the user wants to stay."""
        if not self._session.dirty:
            return True
        answer = self.ask_unsaved()
        if answer == SAVE:
            return self.save()
        if answer == CANCEL:
            return False
        while self._session.dirty and self._session.undo_name:
            self._session.undo()
        if self._session.dirty and self._queue.current is not None:  # recovered work: nothing to go back to
            self._queue.remove(self._queue.current)
        self._autosave.forget()
        return True

    def ask_unsaved(self) -> str:
        """The question itself: "save", "discard" or "cancel"."""
        analysis = self._session.analysis
        name = Path(analysis.audio.path).name if analysis is not None else ""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Unsaved corrections"))
        box.setText(tr("Save your corrections of “{name}”?", name=name))
        box.setInformativeText(tr("They are lost otherwise."))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Don't save"), QMessageBox.ButtonRole.DestructiveRole)
        cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)
        box.exec()
        clicked = box.clickedButton()
        return SAVE if clicked is save else DISCARD if clicked is discard else CANCEL

    # -- recovery ----------------------------------------------------------------------------------------------

    def offer_recovery(self) -> None:
        """After a crash: offer what was autosaved."""
        found = autosave.left_behind()
        if not found:
            return
        from w12studio.ui.dialogs.recovery import RecoveryDialog

        dialog = RecoveryDialog(found, self._window)
        if dialog.exec() == RecoveryDialog.DialogCode.Accepted:
            self.recover(dialog.chosen)
        elif dialog.discarded:
            for one in found:
                autosave.discard(one)
        dialog.deleteLater()

    def recover(self, chosen: Iterable[Recovered]) -> None:
        """Open autosaved work as unsaved recordings; the first is shown."""
        items = []
        for one in chosen:
            try:
                opened = service.open_project(one.path)
            except W12Error as error:
                self.notice.emit(error_text(error), "danger")
                continue
            item = self._queue.add_project(one.path, opened)
            item.project_path, item.unsaved = None, True
            items.append(item)
            autosave.discard(one)
        if items:
            self.open_item(items[0])
            self._autosave.save_now()
