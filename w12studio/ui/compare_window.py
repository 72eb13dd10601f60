"""Comparing in the window: its panel, its lanes while something is compared, and what its actions do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent

from w12studio.domain.alignment import Alignment
from w12studio.domain.edits import replace_track
from w12studio.service import SharedAudio, layer_of
from w12studio.ui import actions as act
from w12studio.ui.comparing import Comparing
from w12studio.ui.comparing_sources import ComparingSources
from w12studio.ui.comparison import RECORDING, Comparison, from_state, layer_title, to_state
from w12studio.ui.lanes.base import Lane
from w12studio.ui.lanes.compared import ComparedLane, ComparedLayerLane, ComparedSoundLane
from w12studio.ui.lanes.difference import DifferenceLane
from w12studio.ui.lanes.waveform import WaveformLane
from w12studio.ui.other_sound import OtherSound
from w12studio.ui.panels.comparison import ComparisonPanel
from w12studio.ui.texts import inside, tr

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow


class CompareWindow(QObject):
    """See the module. `shutdown` it before the window goes."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._timeline = window, window.timeline
        self.comparing = Comparing(window.session, self)
        self.sources = ComparingSources(
            window, window.session, window.queue, window.thread_, window.settings, self.comparing
        )
        self.sound = OtherSound(window.session, window.player, self.comparing, self._their_sound, self)
        self.panel = ComparisonPanel(self.comparing, window.actions_, lambda: self.sources.busy)
        self._lanes: list[Lane] = []
        self._restored: list[Mapping[str, Any]] = []
        self._grabbed: float | None = None
        self._timeline.lane_view.viewport().installEventFilter(self)
        self.comparing.changed.connect(self._changed)
        self.comparing.updated.connect(self._updated)
        self.sources.notice.connect(window.notices.show_notice)
        self.sound.notice.connect(window.notices.show_notice)
        self.sound.switched.connect(self._heard)
        self._timeline.markers_dragged.connect(self.comparing.drag)
        window.importer.reference_chosen.connect(self.sources.take_tracks)
        window.queue_panel.compare_requested.connect(self.sources.take_item)
        window.queue.finished.connect(lambda _: self._show_peaks())
        window.themes.changed.connect(self.panel.update)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions of comparing do."""
        return {
            "compare_recording": self.sources.ask_recording,
            "compare_markers": self.sources.ask_markers,
            "compare_estimator": self.sources.ask_estimator,
            "compare_computed": self.sources.take_computed,
            "next_difference": lambda: self._step(1),
            "previous_difference": lambda: self._step(-1),
            "take_theirs": self._take,
            "hear_other": lambda: self.sound.switch(self._window.actions_["hear_other"].isChecked()),
            "adjust_alignment": self._set_adjusting,
            "align_again": self.sources.align,
            "swap_compared": self._swap,
            "stop_comparing": self.comparing.stop,
        }

    # -- lanes -------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        """It began or ended: bring the lanes, or take them away."""
        wanted: list[Lane] = []
        context = self._timeline.context
        for lane in reversed(self._lanes):  # so that each finds its place below the one before again
            self._timeline.remove_lane(lane.name)
        for place, comparison in enumerate(self.comparing.comparisons):
            if comparison.origin == RECORDING:
                wanted.append(ComparedSoundLane(context, self.comparing, comparison.id, place))
            wanted.append(ComparedLayerLane(context, self.comparing, comparison.id, place))
        if wanted:
            wanted.append(DifferenceLane(context, self.comparing))
        self._lanes = wanted
        above: str = WaveformLane.name
        for lane in wanted:
            self._timeline.add_lane(lane, above)
            above = lane.name
        self._window.actions_["adjust_alignment"].setChecked(False)
        self._enable()
        self._show_peaks()
        if wanted:
            self._window.compare_dock.raise_()

    def _enable(self) -> None:
        self._window.actions_.enable({act.COMPARING: bool(self.comparing.comparisons)})
        for name in ("adjust_alignment", "align_again", "hear_other"):
            self._window.actions_[name].setEnabled(self.comparing.is_with_recording)

    def _show_peaks(self) -> None:
        for lane in self._lanes:
            if isinstance(lane, ComparedSoundLane) and lane.comparison is not None:
                lane.set_peaks(self.sources.peaks_of(lane.comparison))

    def _updated(self) -> None:
        self._enable()
        for lane in self._lanes:
            lane.refresh()
            self._timeline.headers.header(lane.name).update()

    # -- what the actions do -----------------------------------------------------------------------------------

    def _step(self, direction: int) -> None:
        window = self._window
        place = self.comparing.step(window.player.position, direction)
        if place is None:
            way = "after" if direction > 0 else "before"
            window.notices.show_notice(tr("There is no difference {way} the playhead.", way=way))
            return
        window.navigator.go(place.start)
        window.hover.setText(place.what)

    def _take(self) -> None:
        text = self.comparing.take(self._window.player.position)
        if text:
            self._window.hover.setText(text)

    def _their_sound(self) -> Path | SharedAudio | None:
        comparison = self.comparing.comparison
        return None if comparison is None else self.sources.sound_of(comparison)

    def _heard(self, other: bool) -> None:
        self._window.actions_["hear_other"].setChecked(other)
        comparison = self.comparing.comparison
        if comparison is not None:
            name = comparison.name if other else tr("this recording")
            self._window.hover.setText(tr("You hear {name}.", name=name))

    def _swap(self) -> None:
        """Judge theirs by ours: open the other recording, or exchange the layer that is looked at."""
        comparison, analysis = self.comparing.comparison, self._window.session.analysis
        if comparison is None or analysis is None:
            return
        if comparison.origin == RECORDING:
            self._swap_recordings(comparison)
            return
        layer = layer_of(self.comparing.layer)
        mine, theirs = analysis.track(layer), self.comparing.theirs()
        if mine is None or theirs is None or self._window.session.refuses([layer]):
            return
        self._window.session.apply(
            replace_track(
                analysis, tr("Swap {layer} with {name}", layer=inside(layer_title(layer)), name=comparison.name), theirs
            )
        )
        self.comparing.start(
            replace(comparison, analysis=comparison.analysis.with_track(mine), layer=self.comparing.layer)
        )

    def _swap_recordings(self, comparison: Comparison) -> None:
        window, a = self._window, comparison.alignment
        mine, item = window.queue.current, self.sources.item_of(comparison)
        if item is None and Path(comparison.path).is_file():
            item = window.queue.add([Path(comparison.path)])[0]
        analysis = window.session.analysis
        if item is None or mine is None or analysis is None:
            window.notices.show_notice(
                tr("{name} is not where it was: it can't be opened.", name=comparison.name), "warning"
            )
            return
        back = Alignment(-a.offset_s / a.rate, 1 / a.rate, a.method, a.confidence, a.spread_s)
        audio = window.session.audio
        if window.files.open_item(item):
            self.comparing.start(
                Comparison(
                    mine.path.name, RECORDING, analysis, back, str(mine.path), comparison.layer,
                    comparison.tolerances_s, audio,
                )
            )  # fmt: skip

    # -- adjusting by hand -------------------------------------------------------------------------------------

    @property
    def adjusting(self) -> bool:
        """Whether their lanes can be dragged."""
        return self._window.actions_["adjust_alignment"].isChecked() and self.comparing.is_with_recording

    def _set_adjusting(self) -> None:
        if self.adjusting:
            self._window.notices.show_notice(
                tr("Drag the lanes of the other recording left and right; zoom in for less than a millisecond.")
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Drags of their lanes, before anybody else gets them."""
        if not isinstance(event, QMouseEvent) or not self.adjusting:
            return False
        x, kind = event.position().x(), event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            lane = self._timeline.lane_view.lane_at(event.position().y())
            if not isinstance(lane, ComparedLane):
                return False
            self.comparing.look_at_comparison(lane.comparison_id)
            self._grabbed = x
            return True
        if self._grabbed is None:
            return False
        if kind == QEvent.Type.MouseMove:
            self.comparing.shift((x - self._grabbed) * self._timeline.viewport.seconds_per_px)
            self._grabbed = x
        elif kind == QEvent.Type.MouseButtonRelease:
            self._grabbed = None
        return True

    # -- what a project remembers ------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """The comparisons, and which of them is looked at, as plain values; {} where there are none."""
        looked_at = self.comparing.comparison
        if looked_at is None:
            return {}
        all_ = self.comparing.comparisons
        return {"comparisons": [to_state(c) for c in all_], "comparison": [c.id for c in all_].index(looked_at.id)}

    def restore(self, view: Mapping[str, Any]) -> None:
        """Take `state` back, the first time that a project is shown."""
        states = view.get("comparisons")
        if any(view is v for v in self._restored) or not isinstance(states, list):
            return
        self._restored.append(view)  # once: what was taken away since does not come back
        known = {place: c for place, c in enumerate(map(from_state, states)) if c is not None}
        for comparison in known.values():
            self.comparing.start(comparison)
            if comparison.origin == RECORDING and not Path(comparison.path).is_file():
                self._window.notices.show_notice(
                    tr(
                        "{name}, which this is compared with, is not where it was ({path}). Its markers are shown, "
                        "its sound can't be.",
                        name=comparison.name,
                        path=comparison.path,
                    ),
                    "warning",
                )
        looked_at = view.get("comparison")
        if isinstance(looked_at, int) and looked_at in known:
            self.comparing.start(known[looked_at])

    def shutdown(self) -> None:
        """End all that outlives a call."""
        self._timeline.lane_view.viewport().removeEventFilter(self)
        self.sources.shutdown()
        self.sound.shutdown()
        self.panel.shutdown()
        self.comparing.shutdown()
