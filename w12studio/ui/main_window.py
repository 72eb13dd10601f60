"""The window: puts the parts side by side and connects them; what they do is theirs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)  # fmt: skip
from PySide6.QtWidgets import (
    QDockWidget,
    QGraphicsView,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QTabWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from w12studio import service
from w12studio.domain.analysis import BEATS
from w12studio.domain.errors import W12Error
from w12studio.domain.events import Event
from w12studio.domain.pins import PINS
from w12studio.ui import actions as act
from w12studio.ui import window_actions, window_memory
from w12studio.ui.actions import Actions
from w12studio.ui.analysis_queue import AnalysisQueue, State
from w12studio.ui.analysis_thread import AnalysisThread
from w12studio.ui.autosave import Autosave
from w12studio.ui.background import wait_for_abandoned
from w12studio.ui.compare_window import CompareWindow
from w12studio.ui.correcting import Correcting
from w12studio.ui.editing import Editor
from w12studio.ui.empty_state import EmptyState, FailedState
from w12studio.ui.enter_key import press_buttons_on_enter
from w12studio.ui.everyday import Everyday
from w12studio.ui.gpu_monitor import GpuMonitor
from w12studio.ui.importing import LayerImport
from w12studio.ui.listening import Listening
from w12studio.ui.navigator import Navigator
from w12studio.ui.notices import NoticeBar
from w12studio.ui.panels.elided import ElidedLabel
from w12studio.ui.panels.history import HistoryPanel
from w12studio.ui.panels.inspector import Inspector
from w12studio.ui.panels.markers import MarkerPanel
from w12studio.ui.panels.queue import QueuePanel
from w12studio.ui.panels.transport import TransportBar, tool_button
from w12studio.ui.player import Player, SinkFactory, qt_sink
from w12studio.ui.project_files import ProjectFiles, dropped_paths
from w12studio.ui.session import Session
from w12studio.ui.settings import Settings
from w12studio.ui.sizes import OF_PANELS, em
from w12studio.ui.tapping import TapAlong
from w12studio.ui.texts import error_text, inside, tr, translated
from w12studio.ui.theme import ThemeController
from w12studio.ui.timeline import Timeline
from w12studio.ui.window_dialogs import WindowDialogs
from w12studio.ui.window_menus import WindowMenus

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
        self._closed = False
        self._had_items: bool | None = None
        self.settings, self.themes = settings, themes
        self.session = Session(self)
        self.thread_ = thread or AnalysisThread()
        self.queue = AnalysisQueue(self.session, self.thread_, self)
        self.player = Player(self.session, make_sink, parent=self)
        self.editor = Editor(self.session, self.player)
        self.tap_along = TapAlong(self.session, self.player, self)
        self.autosave = Autosave(self.session, self, lambda: window_memory.view_state(self))
        self.actions_ = Actions(settings, self)
        self.files = ProjectFiles(
            self, self.session, self.queue, settings, self.autosave, lambda: window_memory.view_state(self)
        )
        self.importer = LayerImport(self, self.session, settings)
        self.pages = QStackedWidget()
        self.notices = NoticeBar(self.pages, lambda: self.transport.height() if self.transport.isVisible() else 0)
        self.empty = EmptyState(settings)
        self.failed_page = FailedState()
        self.timeline = Timeline(self.session, themes)
        self.transport = TransportBar(self.session, self.player, self.actions_, self.timeline.display)
        self.inspector = Inspector(self.session)
        self.markers = MarkerPanel(self.session)
        self.history = HistoryPanel(self.session)
        self.queue_panel = QueuePanel(self.queue)
        self.hover, self.progress, self.gpu = QLabel(), ElidedLabel(), GpuMonitor()
        self.compare = CompareWindow(self)
        self._build()
        self.menus, self.dialogs = WindowMenus(self), WindowDialogs(self)
        self.navigator = Navigator(
            self.session, self.player, self.editor, self.timeline,
            self.actions_["follow"].isChecked, self.notices.show_notice, self,
        )  # fmt: skip
        self.correcting = Correcting(self)
        self.listening = Listening(self)
        self.everyday = Everyday(self)
        self.handlers = window_actions.handlers(self)
        self.actions_.bind(self.handlers)
        self._connect()
        window_memory.restore_layout(self)
        self._show_open()
        press_buttons_on_enter(self)
        for view in self.findChildren(QGraphicsView):
            view.setAcceptDrops(False)  # a scene takes every drop and does nothing with it; the window is to get it
            view.viewport().setAcceptDrops(False)

    # -- building ----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        self.resize(1280, 780)
        self.setMinimumSize(860, 520)
        for panel, width in ((self.queue_panel, 160), (self.inspector, 230), (self.markers, 230), (self.history, 230)):
            panel.setMinimumWidth(em(width, OF_PANELS))
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.timeline, 1)
        column.addWidget(self.transport)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(work)
        self.pages.addWidget(self.failed_page)
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.notices)
        outer.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.queue_dock = self._dock(tr("Recordings"), self.queue_panel, left)
        self.inspector_dock = self._dock(tr("Details"), self.inspector, right)
        self.marker_dock = self._dock(tr("Markers"), self.markers, right)
        self.history_dock = self._dock(tr("History"), self.history, right)
        self.compare_dock = self._dock(tr("Compare"), self.compare.panel, right)
        self.docks = (self.queue_dock, self.inspector_dock, self.marker_dock, self.history_dock, self.compare_dock)
        self.tabifyDockWidget(self.inspector_dock, self.marker_dock)
        self.tabifyDockWidget(self.marker_dock, self.history_dock)
        self.tabifyDockWidget(self.history_dock, self.compare_dock)
        self.inspector_dock.raise_()
        self.resizeDocks(
            [self.queue_dock, self.inspector_dock], [em(220, OF_PANELS), em(300, OF_PANELS)], Qt.Orientation.Horizontal
        )
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for dock in self.docks[1:]:
            dock.setTitleBarWidget(QWidget())  # the tab says it already
        self._tool_bar()
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self.progress.setContentsMargins(10, 0, 0, 0)
        self.hover.setContentsMargins(0, 0, 10, 0)
        for label in (self.progress, self.hover):
            label.setProperty("muted", True)
        bar.addWidget(self.progress, 1)
        bar.addPermanentWidget(self.hover)
        bar.addPermanentWidget(self.gpu)

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
        bar = QToolBar(tr("Tools"), self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(em(18), em(18)))
        for name in TOOLS:
            if name:
                bar.addWidget(tool_button(self.actions_, name))
            else:
                bar.addSeparator()
        bar.toggleViewAction().setEnabled(False)
        self.addToolBar(bar)
        self.tools = bar

    def _connect(self) -> None:
        session, timeline = self.session, self.timeline
        self.themes.changed.connect(self._recoloured)
        session.recording_changed.connect(self._show_open)
        session.analysis_changed.connect(lambda _: self._enable())
        session.selection_changed.connect(self._enable)
        session.history_changed.connect(self._history_changed)
        self.queue.items_changed.connect(self._show_open)
        self.queue.item_changed.connect(self._item_changed)
        self.queue.opened.connect(self._opened)
        self.queue.failed.connect(self._failed)
        self.queue.warned.connect(self._warned)
        self.queue_panel.open_requested.connect(self.files.open_item)
        timeline.seek_requested.connect(self.player.seek)
        timeline.edit_requested.connect(self._edit_marker)
        timeline.layer_touched.connect(lambda _: self._enable())
        timeline.hovered.connect(self.hover.setText)
        timeline.headers.compute_requested.connect(self.dialogs.compute)
        self.markers.reveal_requested.connect(self.navigator.reveal)
        self.markers.seek_requested.connect(self.navigator.go)
        self.empty.open_requested.connect(self.files.ask_open)
        self.empty.demo_requested.connect(lambda: self.actions_["demo"].trigger())
        self.empty.recent_requested.connect(lambda path: self.files.open_paths([path]))
        self.failed_page.open_requested.connect(self.files.ask_open)
        self.failed_page.retry_requested.connect(self._retry)
        session.pinning.refused.connect(lambda text: self.notices.show_notice(text, "warning"))
        session.told.connect(self.notices.show_notice)
        session.pitching.choices_changed.connect(self._enable)
        session.pitching.pencil_changed.connect(self.actions_["pencil"].setChecked)
        session.pitching.hinted.connect(self.hover.setText)
        self.tap_along.told.connect(self.hover.setText)
        self.inspector.alternatives.previewed.connect(timeline.preview)
        self.inspector_dock.visibilityChanged.connect(self.inspector.alternatives.catch_up)
        self.files.notice.connect(self.notices.show_notice)
        self.importer.notice.connect(self.notices.show_notice)
        self.autosave.failed.connect(lambda text: self.notices.show_notice(text, "warning"))

    # -- what is shown -----------------------------------------------------------------------------------------

    def _show_open(self) -> None:
        self.show_page()
        any_items = bool(self.queue.items)
        if any_items != self._had_items:
            self._had_items = any_items
            self._show_panels(any_items)
        self._history_changed()
        self._show_progress()

    def _show_panels(self, shown: bool) -> None:
        """Everything around the timeline; panels that the user closed stay closed."""
        for dock in self.docks:
            dock.setVisible(shown and self.settings.flag(f"panels/{dock.objectName()}", True))
        self.tools.setVisible(shown)
        self.statusBar().setVisible(shown)

    def show_page(self) -> None:
        """Timeline, invitation, or the reason why there is nothing to see; the first steps stay until they are left."""
        if self.everyday.shows_first_steps:
            return
        item = self.queue.current
        hopeless = item is not None and item.state in (State.FAILED, State.CANCELLED) and not self.session.duration
        if item is not None and hopeless:
            cancelled = item.state is State.CANCELLED
            problem = translated(item.error.problem) if item.error else tr("the analysis was cancelled")
            advice = translated(item.error.advice) if item.error else ""
            self.failed_page.show_problem(item.path.name, problem, advice, failed=not cancelled)
        self.pages.setCurrentIndex(2 if hopeless else 1 if item is not None else 0)

    def _enable(self) -> None:
        session = self.session
        analysis, chosen, pitching = session.analysis, session.selection, session.pitching
        beats = analysis is not None and len(analysis.events(BEATS)) > 0
        self.actions_.enable(
            {
                act.RECORDING: analysis is not None,
                act.BEATS_THERE: beats,
                act.READINGS_THERE: beats or bool(pitching.choices),
                act.CANDIDATES_THERE: bool(pitching.choices),
                act.DELETABLE: bool(chosen.events) or pitching.is_selected,
                act.OWN_LAYER: self.correcting.own.is_current,
                act.PINS_THERE: analysis is not None and len(analysis.events(PINS)) > 0,
                act.EVENTS_SELECTED: bool(chosen.events),
                act.SPAN: chosen.has_span or bool(chosen.events),
                act.UNDO: bool(session.undo_name),
                act.REDO: bool(session.redo_name),
            }
        )

    def _history_changed(self) -> None:
        undo, redo = (inside(translated(name)) for name in (self.session.undo_name, self.session.redo_name))
        self.actions_["undo"].setText(tr("&Undo {what}", what=undo) if undo else tr("&Undo"))
        self.actions_["redo"].setText(tr("&Redo {what}", what=redo) if redo else tr("&Redo"))
        analysis = self.session.analysis
        path = self.session.project_path or (Path(analysis.audio.path) if analysis is not None else None)
        self.setWindowTitle(tr("{name}[*] – W12 Studio", name=path.name) if path is not None else "W12 Studio")
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

    def _item_changed(self, item_id: int) -> None:
        self._show_progress()
        if self.queue.current is not None and item_id == self.queue.current.id:
            self.show_page()

    def _opened(self) -> None:
        item = self.queue.current
        self.show_page()
        if item is not None and item.view:
            window_memory.restore_view(self, item.view)
        self.timeline.setFocus()

    def _failed(self, item_id: int, error: W12Error) -> None:
        item = self.queue.item(item_id)
        if item is not None and (item is not self.queue.current or self.session.duration):
            self.notices.show_notice(error_text(error), "danger", (tr("Try again"), lambda: self.queue.retry(item)))

    def _retry(self) -> None:
        if self.queue.current is not None:
            self.queue.retry(self.queue.current)

    def _warned(self, item_id: int, text: str) -> None:
        if self.queue.current is not None and item_id == self.queue.current.id:
            self.notices.show_notice(translated(text), "warning")

    def _recoloured(self) -> None:
        for part in (self.transport, self.notices, self.empty, self.failed_page):
            part.recoloured()
        self.queue_panel.list.viewport().update()
        self.history.refresh()

    # -- small things the actions do -----------------------------------------------------------------------------

    def open_neighbour(self, step: int) -> None:
        """Open the recording so many places further in the list, where there is one."""
        item = self.queue.neighbour(step)
        if item is not None:
            self.files.open_item(item)

    def take_number(self, number: int) -> None:
        """A number takes a candidate of the pitch where they are shown, else a reading of the beats."""
        if self.session.pitching.choices:
            self.session.pitching.take(number)
        else:
            self.inspector.alternatives.take_number(number)

    def escape(self) -> None:
        """Leave what is under way, the innermost first; then select nothing."""
        if self.everyday.shows_first_steps:
            self.everyday.leave_first_steps()
            return
        if self.session.pitching.escape() or self.timeline.gestures.band.escape():
            return
        if self.session.selection.has_span or self.session.selection.events:
            self.editor.select_none()
        else:
            self.notices.clear()

    def set_snap(self) -> None:
        """Snap or not, as the action says."""
        self.timeline.snapping = self.actions_["snap"].isChecked()

    def _edit_marker(self, kind: str, event: Event) -> None:
        if self.correcting.own.edit_label(kind, event):
            return
        self.marker_dock.show()
        self.marker_dock.raise_()
        self.markers.edit(kind, event)

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
        QTimer.singleShot(0, self, lambda: self.files.open_paths(self.importer.take_dropped(paths)))

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
        window_memory.remember_layout(self)
        self.player.shutdown()
        self.gpu.shutdown()
        self.queue.shutdown()
        self.session.pinning.shutdown()
        self.session.pitching.shutdown()
        self.inspector.shutdown()
        self.importer.shutdown()
        self.compare.shutdown()
        self.timeline.shutdown()
        self.autosave.shutdown()
        service.shutdown()
        wait_for_abandoned()
