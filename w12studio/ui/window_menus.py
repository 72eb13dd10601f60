"""The menus of the window: those of the actions, and those whose content changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from w12studio import service
from w12studio.domain.errors import W12Error
from w12studio.ui import actions as act
from w12studio.ui import texts
from w12studio.ui.texts import later, tr, translated
from w12studio.ui.theme import MODES
from w12studio.ui.time_display import add_units

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

_THEMES = {"system": later("&System"), "light": later("&Light"), "dark": later("&Dark")}


class WindowMenus(QObject):
    """Fills the window's menu bar."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        menus = window.actions_.fill_menus(window.menuBar())
        self.recent = QMenu(tr("Open &recent"), window)
        entries = menus[act.FILE].actions()
        menus[act.FILE].insertMenu(entries[entries.index(window.actions_["save"]) - 1], self.recent)  # over the line
        self.recent.aboutToShow.connect(self.fill_recent)
        self.devices = QMenu(tr("Run &models on"), window)
        entries = menus[act.FILE].actions()
        below = entries[entries.index(window.actions_["next_recording"]) - 1]  # the line under what analyses
        menus[act.FILE].insertMenu(below, self.devices)
        self.devices.aboutToShow.connect(self.fill_devices)
        self.choose_device(window.settings.text("device", "auto"))
        self.view = view = menus[act.VIEW]
        view.addSeparator()
        self.lanes = view.addMenu(tr("&Lanes"))
        self.lanes.aboutToShow.connect(self.fill_lanes)
        panels = view.addMenu(tr("&Panels"))
        for dock in window.docks:
            panels.addAction(dock.toggleViewAction())
        self._add_themes(view.addMenu(tr("&Theme")))
        add_units(view.addMenu(tr("Time &unit")), window.timeline.display)
        spoken = texts.languages()
        if len(spoken) > 1:
            self._add_languages(view.addMenu(tr("L&anguage")), spoken)

    def _add_themes(self, menu: QMenu) -> None:
        group = QActionGroup(self)
        for mode in MODES:
            action = QAction(translated(_THEMES[mode]), group)
            action.setCheckable(True)
            action.setChecked(mode == self._window.themes.mode)
            action.triggered.connect(lambda _=False, m=mode: self.choose_theme(m))
            menu.addAction(action)

    def _add_languages(self, menu: QMenu, spoken: dict[str, str]) -> None:
        group = QActionGroup(self)
        chosen = self._window.settings.text("language", texts.SYSTEM)
        for code, name in ({texts.SYSTEM: tr("&As the system")} | spoken).items():
            action = menu.addAction(name)
            group.addAction(action)
            action.setCheckable(True)
            action.setChecked(code == chosen)
            action.triggered.connect(lambda _=False, c=code: self.choose_language(c))

    def choose_language(self, code: str) -> None:
        """Speak a language from the next start on."""
        self._window.settings.set("language", code)
        self._window.notices.show_notice(tr("The language changes when you start the program again."), "info")

    def fill_devices(self) -> None:
        """List where models can run; single cards where there are several."""
        self.devices.clear()
        names = {"auto": tr("&Automatic"), "cpu": tr("&Processor"), "gpu": tr("&Graphics card")}
        cards = service.gpu_utilisation() or []
        if len(cards) > 1:
            names |= {f"gpu:{i}": tr("Graphics card &{i}: {name}", i=i, name=card.name) for i, card in enumerate(cards)}
        group = QActionGroup(self.devices)
        for device, title in names.items():
            action = self.devices.addAction(title)
            group.addAction(action)
            action.setCheckable(True)
            action.setChecked(device == self._window.queue.device)
            action.triggered.connect(lambda _=False, d=device: self.choose_device(d))

    def choose_device(self, device: str) -> None:
        """Run models there from the next analysis on, and remember it; what makes no sense counts as "auto"."""
        try:
            service.check_device(device)
        except W12Error:
            device = "auto"
        self._window.settings.set("device", device)
        self._window.queue.device = device

    def choose_theme(self, mode: str) -> None:
        """Change the colours, and remember it."""
        self._window.settings.set("theme", mode)
        self._window.themes.set_mode(mode)

    def fill_recent(self) -> None:
        """List the recent files."""
        settings, files = self._window.settings, self._window.files
        self.recent.clear()
        for path in settings.recent:
            action = self.recent.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, p=path: files.open_paths([p]))
        if self.recent.isEmpty():
            self.recent.addAction(tr("Nothing yet")).setEnabled(False)
        else:
            self.recent.addSeparator()
            self.recent.addAction(tr("Clear list"), settings.clear_recent)

    def fill_lanes(self) -> None:
        """List the lanes, each with a tick where it is shown."""
        timeline = self._window.timeline
        self.lanes.clear()
        for name in timeline.lane_names():
            action = self.lanes.addAction(timeline.lane_title(name))
            action.setCheckable(True)
            action.setChecked(timeline.is_lane_visible(name))
            action.triggered.connect(lambda on, n=name: timeline.set_lane_visible(n, on))
