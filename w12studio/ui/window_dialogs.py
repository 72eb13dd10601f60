"""Opens the window's dialogs. Each is imported when it is wanted: none of them is needed to show the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog

from w12studio import service

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow


class WindowDialogs:
    """See the module."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def export(self) -> None:
        """Write the layers for other programs."""
        from w12studio.ui.dialogs.export import ExportDialog

        if self._window.session.analysis is not None:
            self._show(ExportDialog(self._window.session.analysis, self._window.settings, self._window))

    def shortcuts(self) -> None:
        """Every key."""
        from w12studio.ui.dialogs.shortcuts import ShortcutsDialog

        self._show(ShortcutsDialog(self._window.actions_, self._window))

    def doctor(self) -> None:
        """What works on this computer."""
        from w12studio.ui.dialogs.about import DoctorDialog

        self._show(DoctorDialog(self._window))

    def about(self) -> None:
        """Name, version, licence."""
        from w12studio.ui.dialogs.about import AboutDialog

        self._show(AboutDialog(self._window))

    def open_log(self) -> None:
        """Show the log file in the program for text, or say where it is."""
        file = service.log_file()
        target = file if file.exists() else file.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
            self._window.notices.show_notice(f"The log is here: {target}", "info")

    @staticmethod
    def _show(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
