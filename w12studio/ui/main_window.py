"""The window: puts the parts side by side and connects them; what they do is theirs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction, QActionGroup, QCloseEvent, QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent,
)  # fmt: skip
from PySide6.QtWidgets import (
    QAbstractButton, QDialog, QDockWidget, QLabel, QMainWindow, QMenu, QStackedWidget, QTabWidget, QToolBar,
    QVBoxLayout, QWidget,
)  # fmt: skip

from w12studio import service
from w12studio.domain.analysis import BEATS
from w12studio.domain.errors import W12Error
from w12studio.ui import actions as act
from w12studio.ui.actions import Actions
from w12studio.ui.analysis_queue import AnalysisQueue
from w12studio.ui.analysis_thread import AnalysisThread
from w12studio.ui.autosave import Autosave
from w12studio.ui.background import wait_for_abandoned
from w12studio.ui.editing import Editor
from w12studio.ui.empty_state import EmptyState
from w12studio.ui.notices import NoticeBar
from w12studio.ui.panels.elided import ElidedLabel
from w12studio.ui.panels.inspector import Inspector
from w12studio.ui.panels.markers import MarkerPanel
from w12studio.ui.panels.queue import QueuePanel
from w12studio.ui.panels.transport import TransportBar, tool_button
from w12studio.ui.player import Player, SinkFactory, qt_sink
from w12studio.ui.project_files import ProjectFiles, dropped_paths
from w12studio.ui.session import Session
from w12studio.ui.settings import Settings
from w12studio.ui.theme import MODES, ThemeController
from w12studio.ui.timeline import Timeline

LAYOUT_VERSION = 1
NUDGE_S = 0.001
#: Actions of the bar at the top; "" is a line between groups.
TOOLS = (
    "open", "save", "export", "", "undo", "redo", "", "add_marker", "delete", "downbeat", "halve", "double", "",
    "zoom_out", "zoom_in", "fit", "zoom_selection",
)  # fmt: skip


class MainWindow(QMainWindow):
    """See the module.

    Parameters
    ----------
    settings : Settings
    themes : ThemeController
    thread : AnalysisThread, optional
        Tests give one with an analysis of their own.
    make_sink : callable, optional
        Sound device, see `player.SinkFactory`.
    """

    def __init__(
        self,
        settings: Settings,
        themes: ThemeController,
        thread: AnalysisThread | None = None,
        make_sink: SinkFactory = qt_sink,
    ) -> None:
        super().__init__()
        self.settings, self.themes = settings, themes
        self.session = Session(self)
        self.thread_ = thread or AnalysisThread()
        self.queue = AnalysisQueue(self.session, self.thread_, self)
        self.player = Player(self.session, make_sink, parent=self)
        self.editor = Editor(self.session, self.player)
        self.autosave = Autosave(self.session, self)
        self.actions_ = Actions(settings, self)
        self.files = ProjectFiles(self, self.session, self.queue, settings, self.autosave, self._view_state)
        self.notices = NoticeBar()
        self.empty = EmptyState(settings)
        self.timeline = Timeline(self.session, themes)
        self.transport = TransportBar(self.session, self.player, self.actions_)
        self.inspector = Inspector(self.session)
        self.markers = MarkerPanel(self.session)
        self.queue_panel = QueuePanel(self.queue)
        self.hover, self.progress = QLabel(), ElidedLabel()
        self.pages = QStackedWidget()
        self._closed = False
        self._build()
        self._menus()
        self._bind()
        self._connect()
        self._restore()
        self._show_open()

    # -- building ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        self.resize(1280, 780)
        self.setMinimumSize(760, 480)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.transport)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(work)
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notices)
        outer.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.queue_dock = self._dock("Recordings", self.queue_panel, left)
        self.inspector_dock = self._dock("Details", self.inspector, right)
        self.marker_dock = self._dock("Markers", self.markers, right)
        self.tabifyDockWidget(self.inspector_dock, self.marker_dock)
        self.inspector_dock.raise_()
        self.resizeDocks([self.queue_dock, self.inspector_dock], [220, 300], Qt.Orientation.Horizontal)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for dock in (self.inspector_dock, self.marker_dock):
            dock.setTitleBarWidget(QWidget())  # the tab says it already
        self._tool_bar()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.addWidget(self.progress, 1)
        bar.addPermanentWidget(self.hover)

    def _dock(self, title: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"dock_{title.lower()}")
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        )
        self.addDockWidget(area, dock)
        return dock

    def _tool_bar(self) -> None:
        bar = QToolBar("Tools", self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(18, 18))
        for name in TOOLS:
            if name:
                bar.addWidget(tool_button(self.actions_, name))
            else:
                bar.addSeparator()
        bar.toggleViewAction().setEnabled(False)
        self.addToolBar(bar)
        self.tools = bar

    def _menus(self) -> None:
        menus = self.actions_.fill_menus(self.menuBar())
        self._recent_menu = QMenu("Open &recent", self)
        menus[act.FILE].insertMenu(self.actions_["save"], self._recent_menu)
        self._recent_menu.aboutToShow.connect(self._fill_recent)
        view = menus[act.VIEW]
        view.addSeparator()
        self._lane_menu = view.addMenu("&Lanes")
        self._lane_menu.aboutToShow.connect(self._fill_lanes)
        panels = view.addMenu("&Panels")
        for dock in (self.queue_dock, self.inspector_dock, self.marker_dock):
            panels.addAction(dock.toggleViewAction())
        colours = view.addMenu("&Theme")
        group = QActionGroup(self)
        for mode in MODES:
            action = QAction(mode.capitalize(), group, checkable=True)
            action.setChecked(mode == self.themes.mode)
            action.triggered.connect(lambda _=False, m=mode: self._set_theme(m))
            colours.addAction(action)

    def _bind(self) -> None:
        t, p, e, f = self.timeline, self.player, self.editor, self.files
        self.handlers: Mapping[str, Callable[[], object]] = {
            "open": f.ask_open,
            "open_folder": f.ask_open_folder,
            "paste": f.paste,
            "demo": lambda: f.open_paths([service.demo_path()]),
            "save": f.save,
            "save_as": f.save_as,
            "export": self._export,
            "analyze_again": self.queue.analyze_again,
            "next_recording": lambda: self._neighbour(1),
            "previous_recording": lambda: self._neighbour(-1),
            "quit": self.close,
            "undo": self.session.undo,
            "redo": self.session.redo,
            "add_marker": e.add_marker,
            "delete": e.delete,
            "nudge_left": lambda: e.nudge(-NUDGE_S),
            "nudge_right": lambda: e.nudge(NUDGE_S),
            "nudge_left_more": lambda: e.nudge(-10 * NUDGE_S),
            "nudge_right_more": lambda: e.nudge(10 * NUDGE_S),
            "select_all": e.select_all,
            "select_none": self._escape,
            "snap": self._set_snap,
            "downbeat": e.set_downbeat,
            "shift_left": lambda: e.shift_downbeat(-1),
            "shift_right": lambda: e.shift_downbeat(1),
            "halve": e.halve,
            "double": e.double,
            "zoom_in": t.zoom_in,
            "zoom_out": t.zoom_out,
            "fit": t.fit,
            "zoom_selection": t.zoom_to_selection,
            "zoom_back": t.zoom_back,
            "follow": lambda: self.settings.set("follow", self.actions_["follow"].isChecked()),
            "play": p.toggle,
            "stop": p.stop,
            "loop": lambda: self._set_loop(p.loop, self.actions_["loop"].isChecked()),
            "loop_selection": self._loop_selection,
            "click": lambda: p.set_click(self.actions_["click"].isChecked()),
            "to_start": lambda: self._go(0.0),
            "to_end": lambda: self._go(self.session.duration),
            "previous_event": lambda: self._go(e.step(-1)),
            "next_event": lambda: self._go(e.step(1)),
            "next_doubt": self._next_doubt,
            "shortcuts": self._shortcuts,
            "doctor": self._doctor,
            "open_log": self._open_log,
            "about": self._about,
        }
        self.actions_.bind(self.handlers)

    def _connect(self) -> None:
        session, timeline = self.session, self.timeline
        self.themes.changed.connect(self._recoloured)
        session.recording_changed.connect(self._show_open)
        session.analysis_changed.connect(lambda _: self._enable())
        session.selection_changed.connect(self._enable)
        session.history_changed.connect(self._history_changed)
        self.queue.items_changed.connect(self._show_open)
        self.queue.item_changed.connect(lambda _: self._show_progress())
        self.queue.opened.connect(self._opened)
        self.queue.failed.connect(self._failed)
        self.queue.warned.connect(self._warned)
        self.queue_panel.open_requested.connect(self.files.open_item)
        timeline.seek_requested.connect(self.player.seek)
        timeline.edit_requested.connect(self._edit_marker)
        timeline.hovered.connect(self.hover.setText)
        self.markers.reveal_requested.connect(self._reveal)
        self.markers.seek_requested.connect(self._go)
        self.player.position_changed.connect(self._playhead_moved)
        self.player.state_changed.connect(self._player_changed)
        self.empty.open_requested.connect(self.files.ask_open)
        self.empty.demo_requested.connect(lambda: self.actions_["demo"].trigger())
        self.empty.recent_requested.connect(lambda path: self.files.open_paths([path]))
        self.files.notice.connect(self.notices.show_notice)
        self.autosave.failed.connect(lambda text: self.notices.show_notice(text, "warning"))

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show_open(self) -> None:
        there = self.session.analysis is not None
        self.pages.setCurrentIndex(1 if there or self.queue.items else 0)
        any_items = bool(self.queue.items)
        for dock in (self.queue_dock, self.inspector_dock, self.marker_dock):
            shown = self.settings.flag(f"panels/{dock.objectName()}", True)
            dock.setVisible(any_items and shown)
        self.tools.setVisible(any_items)
        self.statusBar().setVisible(any_items)
        self._history_changed()
        self._show_progress()

    def _enable(self) -> None:
        session = self.session
        analysis, chosen = session.analysis, session.selection
        self.actions_.enable(
            {
                act.RECORDING: analysis is not None,
                act.BEATS_THERE: analysis is not None and len(analysis.events(BEATS)) > 0,
                act.EVENTS_SELECTED: bool(chosen.events),
                act.SPAN: chosen.has_span or bool(chosen.events),
                act.UNDO: bool(session.undo_name),
                act.REDO: bool(session.redo_name),
            }
        )

    def _history_changed(self) -> None:
        for name, verb, what in (
            ("undo", "&Undo", self.session.undo_name),
            ("redo", "&Redo", self.session.redo_name),
        ):
            self.actions_[name].setText(f"{verb} {what[:1].lower()}{what[1:]}" if what else verb)
        analysis = self.session.analysis
        path = self.session.project_path or (Path(analysis.audio.path) if analysis is not None else None)
        self.setWindowTitle(f"{path.name}[*] – W12 Studio" if path is not None else "W12 Studio")
        self.setWindowModified(self.session.dirty)
        self._enable()

    def _show_progress(self) -> None:
        from w12studio.ui.panels.queue import status_text

        item = self.queue.current
        active = item if item is not None and item.active else next((i for i in self.queue.items if i.active), None)
        if active is None:
            self.progress.set_text("")
            return
        self.progress.set_text(f"{active.path.name}: {status_text(active)}")

    def _opened(self) -> None:
        item = self.queue.current
        if item is not None and item.view:
            self._restore_view(item.view)
        if item is not None and item.error is not None:
            self._failed(item.id, item.error)
        self.timeline.setFocus()

    def _failed(self, item_id: int, error: W12Error) -> None:
        item = self.queue.item(item_id)
        if item is not None:
            self.notices.show_notice(str(error), "danger", ("Try again", lambda: self.queue.retry(item)))

    def _warned(self, item_id: int, text: str) -> None:
        if self.queue.current is not None and item_id == self.queue.current.id:
            self.notices.show_notice(text, "warning")

    def _recoloured(self) -> None:
        for part in (self.transport, self.notices, self.empty):
            part.recoloured()
        self.queue_panel.list.viewport().update()

    def _set_theme(self, mode: str) -> None:
        self.settings.set("theme", mode)
        self.themes.set_mode(mode)

    # -- moving about ------------------------------------------------------------------------------------------

    def _playhead_moved(self, position: float) -> None:
        follow = self.player.playing and self.actions_["follow"].isChecked()
        self.timeline.set_playhead(position if self.session.analysis is not None else None, follow)

    def _player_changed(self) -> None:
        self.timeline.set_loop(self.player.loop if self.player.looping else None)

    def _go(self, time: float | None) -> None:
        if time is not None:
            self.player.seek(time)
            self.timeline.reveal(time)

    def _reveal(self, time: float) -> None:
        if self.player.playing:
            self.timeline.reveal(time)
        else:
            self._go(time)

    def _next_doubt(self) -> None:
        time = self.editor.next_doubt()
        if time is None:
            self.notices.show_notice("No marker of this layer is doubtful.", "info")
        self._go(time)

    def _neighbour(self, step: int) -> None:
        item = self.queue.neighbour(step)
        if item is not None:
            self.files.open_item(item)

    def _set_loop(self, span: tuple[float, float] | None, on: bool) -> None:
        if on and span is None and self.session.selection.has_span:
            span = (self.session.selection.start, self.session.selection.end)
        self.player.set_loop(span, on)

    def _loop_selection(self) -> None:
        chosen = self.session.selection
        span = (chosen.start, chosen.end)
        if not chosen.has_span and chosen.events:
            span = (min(e.time for e in chosen.events), max(e.end for e in chosen.events))
        self.player.set_loop(span, True)

    def _escape(self) -> None:
        if self.session.selection.has_span or self.session.selection.events:
            self.editor.select_none()
        else:
            self.notices.clear()

    def _set_snap(self) -> None:
        self.timeline.snapping = self.actions_["snap"].isChecked()

    def _edit_marker(self, kind: str, event: object) -> None:
        self.marker_dock.show()
        self.marker_dock.raise_()
        self.markers.edit(kind, event)  # type: ignore[arg-type]

    # -- dialogs -----------------------------------------------------------------------------------------------

    def _export(self) -> None:
        from w12studio.ui.dialogs.export import ExportDialog

        if self.session.analysis is not None:
            self._show_dialog(ExportDialog(self.session.analysis, self.settings, self))

    def _shortcuts(self) -> None:
        from w12studio.ui.dialogs.shortcuts import ShortcutsDialog

        self._show_dialog(ShortcutsDialog(self.actions_, self))

    def _doctor(self) -> None:
        from w12studio.ui.dialogs.about import DoctorDialog

        self._show_dialog(DoctorDialog(self))

    def _about(self) -> None:
        from w12studio.ui.dialogs.about import AboutDialog

        self._show_dialog(AboutDialog(self))

    @staticmethod
    def _show_dialog(dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_log(self) -> None:
        file = service.log_file()
        target = file if file.exists() else file.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
            self.notices.show_notice(f"The log is here: {target}", "info")

    def _fill_recent(self) -> None:
        self._recent_menu.clear()
        for path in self.settings.recent:
            action = self._recent_menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _=False, p=path: self.files.open_paths([p]))
        if self._recent_menu.isEmpty():
            self._recent_menu.addAction("Nothing yet").setEnabled(False)
        else:
            self._recent_menu.addSeparator()
            self._recent_menu.addAction("Clear list", self.settings.clear_recent)

    def _fill_lanes(self) -> None:
        self._lane_menu.clear()
        for name in self.timeline.lane_names():
            action = self._lane_menu.addAction(self.timeline.lane_title(name))
            action.setCheckable(True)
            action.setChecked(self.timeline.is_lane_visible(name))
            action.triggered.connect(lambda on, n=name: self.timeline.set_lane_visible(n, on))

    # -- what is remembered ------------------------------------------------------------------------------------

    def _view_state(self) -> dict[str, Any]:
        view = self.timeline.viewport
        return {
            "start": view.start,
            "end": view.end,
            "position": self.player.position,
            "timeline": self.timeline.state(),
        }

    def _restore_view(self, view: Mapping[str, Any]) -> None:
        """Take over what a project remembers; a project may come from anywhere, so nonsense is left out."""
        try:
            if isinstance(view.get("timeline"), dict):
                self.timeline.restore_state(view["timeline"])
            start, end = float(view["start"]), float(view["end"])
            if 0 <= start < end <= self.session.duration * 1.001:
                self.timeline.set_viewport(self.timeline.viewport.showing(start, end))
            self.player.seek(float(view.get("position", 0.0)))
        except (KeyError, TypeError, ValueError, AttributeError):
            return

    def _restore(self) -> None:
        s = self.settings
        if not s.blob("window/geometry").isEmpty():
            self.restoreGeometry(s.blob("window/geometry"))
            self.restoreState(s.blob("window/state"), LAYOUT_VERSION)
        try:
            state = json.loads(s.text("timeline") or "{}")
            self.timeline.restore_state(state)
        except (ValueError, TypeError, AttributeError):
            s.remove("timeline")
        self.actions_["follow"].setChecked(s.flag("follow", True))
        self.actions_["snap"].setChecked(self.timeline.snapping)
        self.transport.volume.setValue(round(s.number("volume", 1.0) * 100))
        self.transport.click_volume.setValue(round(s.number("click_volume", 0.7) * 100))
        self.player.set_click(s.flag("click", False))

    def _remember(self) -> None:
        s = self.settings
        s.set("window/geometry", self.saveGeometry())
        if self.queue.items:
            s.set("window/state", self.saveState(LAYOUT_VERSION))
            for dock in (self.queue_dock, self.inspector_dock, self.marker_dock):
                s.set(f"panels/{dock.objectName()}", dock.toggleViewAction().isChecked())
        s.set("timeline", json.dumps(self.timeline.state()))
        s.set("volume", self.player.volume)
        s.set("click_volume", self.player.click_volume)
        s.set("click", self.player.click)
        s.sync()

    # -- Qt's events -------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.empty.set_drop_active(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.set_drop_active(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.empty.set_drop_active(False)
        paths = dropped_paths(event.mimeData())
        event.acceptProposedAction()
        # the program that drags waits for the answer: dialogs must not hold it up
        QTimer.singleShot(0, self, lambda: self.files.open_paths(paths))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter presses the focused button: Space, which does so elsewhere, is Play here."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(watched, QAbstractButton)
            and watched.window() is self
        ):
            watched.click()
            return True
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._closed and not self.files.may_leave():
            event.ignore()
            return
        self.shutdown()
        event.accept()

    def shutdown(self) -> None:
        """Remember the layout, end all threads and processes; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._remember()
        self.player.shutdown()
        self.queue.shutdown()
        self.timeline.shutdown()
        self.autosave.shutdown()
        service.shutdown()
        wait_for_abandoned()
