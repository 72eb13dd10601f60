"""Opens the window's dialogs. Each is imported when it is wanted: none of them is needed to show the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog

from w12studio import service
from w12studio.domain.analysis import BEATS
from w12studio.domain.errors import W12Error
from w12studio.ui.texts import error_text, later, tr, translated

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow


_PICTURES = later("PNG (*.png);;SVG drawing (*.svg);;PDF sheet of all of it (*.pdf)")


class WindowDialogs:
    """See the module."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._used_lately: list[str] = []

    def export(self) -> None:
        """Write the layers for other programs."""
        from w12studio.ui.dialogs.export import ExportDialog

        session = self._window.session
        if session.analysis is not None:
            if session.is_provisional:
                self._window.notices.show_notice(
                    tr("The quick grid can't be exported: its full beats are not here yet.")
                )
            self._show(ExportDialog(session.analysis.settled(), self._window.settings, self._window))

    def compute(self, kind: str = BEATS) -> None:
        """Compute a layer anew with an estimator of the user's choice."""
        from w12studio.ui.dialogs.compute import ComputeDialog

        window = self._window
        if window.session.analysis is not None:
            dialog = ComputeDialog(window.session.analysis, kind, window.queue.device, window)
            dialog.chosen.connect(window.queue.compute)
            self._show(dialog)

    def save_picture(self) -> None:
        """Write the timeline as it is shown to a file."""
        from w12studio.ui import picture

        window = self._window
        if window.session.analysis is None:
            return
        source = Path(window.session.analysis.audio.path)
        folder = window.settings.text("picture/folder")
        start = (Path(folder) if folder and Path(folder).is_dir() else source.parent) / f"{source.stem}.png"
        name, _ = QFileDialog.getSaveFileName(window, tr("Save picture"), str(start), translated(_PICTURES))
        if not name:
            return
        try:
            path = picture.save(window.timeline, Path(name))
        except W12Error as error:
            window.notices.show_notice(error_text(error), "danger")
            return
        window.settings.set("picture/folder", str(path.parent))
        window.notices.show_notice(tr("Saved {name}.", name=path.name), "ok")

    def copy_picture(self) -> None:
        """Put the timeline as it is shown on the clipboard."""
        from w12studio.ui import picture

        picture.copy(self._window.timeline)
        self._window.notices.show_notice(tr("The picture is on the clipboard."), "ok")

    def palette(self) -> None:
        """Find an action by a few letters, and do it."""
        from w12studio.ui.dialogs.palette import CommandPalette

        self._show(CommandPalette(self._window.actions_, self._used_lately, self._window))

    def go_to(self) -> None:
        """Type a place, and go there."""
        from w12studio.ui.dialogs.go_to import GoToField

        window = self._window
        dialog = GoToField(window.timeline.display, window.player.position, window)
        dialog.chosen.connect(window.navigator.go)
        self._show(dialog)

    def shortcuts(self) -> None:
        """Every key."""
        from w12studio.ui.dialogs.shortcuts import ShortcutsDialog

        self._show(ShortcutsDialog(self._window.actions_, self._window))

    def doctor(self) -> None:
        """What works on this computer."""
        from w12studio.ui.dialogs.about import DoctorDialog

        self._show(DoctorDialog(self._window))

    def models(self) -> None:
        """Which models are here, and fetching others."""
        from w12studio.ui.dialogs.models import ModelsDialog

        dialog = ModelsDialog(self._window)
        dialog.fetched.connect(self._models_fetched)
        self._show(dialog)

    def _models_fetched(self) -> None:
        """Offer to compute what the new models can, where a recording is open."""
        again = self._window.actions_["analyze_again"]
        offer = (tr("Analyse again"), again.trigger) if again.isEnabled() else None
        self._window.notices.show_notice(tr("The model is here: its layers can be computed now."), "ok", offer)

    def about(self) -> None:
        """Name, version, licence."""
        from w12studio.ui.dialogs.about import AboutDialog

        self._show(AboutDialog(self._window))

    def open_log(self) -> None:
        """Show the log file in the program for text, or say where it is."""
        file = service.log_file()
        target = file if file.exists() else file.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
            self._window.notices.show_notice(tr("The log is here: {target}", target=target), "info")

    @staticmethod
    def _show(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
