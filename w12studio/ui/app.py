"""Builds the application, shows the window, runs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from w12studio import __version__
from w12studio.ui.responsive import set_aside, share_the_lock

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

#: After the window is shown: when the code that edits need is loaded.
_WARM_UP_MS = 2500


def make_application() -> QApplication:
    """The QApplication, in our style."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QCoreApplication.setApplicationName("W12 Studio")
    QCoreApplication.setApplicationVersion(__version__)
    app.setDesktopFileName("w12studio")
    app.setStyle("Fusion")
    share_the_lock()
    _choose_font(app)
    from w12studio.ui.icons import app_icon

    app.setWindowIcon(app_icon())
    return app


def _choose_font(app: QApplication) -> None:
    """The system's font, unless the system has no opinion: then the first good one that is there."""
    from PySide6.QtGui import QFontDatabase

    font = app.font()
    if font.family() in ("Sans Serif", "Sans", "DejaVu Sans", "") or not QFontDatabase.hasFamily(font.family()):
        there = set(QFontDatabase.families())
        good = ("Inter", "Segoe UI", "Roboto", "Noto Sans", "Open Sans", "Liberation Sans", "DejaVu Sans")
        family = next((g for g in good if g in there), "")
        if family:
            font.setFamily(family)
    if 0 < font.pointSizeF() < 9:
        font.setPointSizeF(9)
    app.setFont(font)


def run(paths: Sequence[str] = (), theme: str | None = None) -> int:
    """Open the window with these files and stay until it is closed; gives the exit status.

    Parameters
    ----------
    paths : sequence of str
        Recordings, folders or projects.
    theme : str, optional
        "system", "light" or "dark" for this run; what the user chose before by default.
    """
    app = make_application()
    from w12studio.ui import texts
    from w12studio.ui.crash import FaultReporter
    from w12studio.ui.main_window import MainWindow
    from w12studio.ui.settings import Settings
    from w12studio.ui.signals import EndOnSignal
    from w12studio.ui.theme import ThemeController

    reporter = FaultReporter()
    settings = Settings()
    texts.install(settings.text("language", texts.SYSTEM))
    window = MainWindow(settings, ThemeController(theme or settings.text("theme", "system")))
    reporter.fault.connect(lambda text: window.notices.show_notice(text, "danger"))
    app.aboutToQuit.connect(window.shutdown)
    signals = EndOnSignal(app.quit)
    set_aside()
    window.show()
    QTimer.singleShot(0, window, lambda: _after_show(window, paths))
    try:
        return app.exec()
    finally:
        window.shutdown()
        signals.uninstall()
        reporter.uninstall()


def _after_show(window: MainWindow, paths: Sequence[str]) -> None:
    """What may come a moment later, so that the window is there at once."""
    from pathlib import Path

    from w12studio import service

    service.warm_up()  # before the first analysis begins: it would wait for the end of it
    window.files.open_paths([Path(p) for p in paths])
    QTimer.singleShot(_WARM_UP_MS, window, service.warm_resolve)
    QTimer.singleShot(2 * _WARM_UP_MS, window, set_aside)  # with what was loaded meanwhile
    window.files.offer_recovery()
