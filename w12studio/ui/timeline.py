"""The timeline: overview, ruler, lanes and their headers, kept to one view of the recording.

Everything here belongs to the GUI thread. x positions follow from one `Viewport`; whoever changes it goes through
`Timeline.set_viewport`.
"""

from __future__ import annotations

from dataclasses import replace
from time import monotonic
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QWidget

from w12studio.domain.analysis import BEATS, SECTIONS
from w12studio.domain.events import Events
from w12studio.ui.candidate_bar import CandidateBar
from w12studio.ui.focus_line import FocusLine
from w12studio.ui.gestures import Gestures
from w12studio.ui.lane_headers import LaneHeaders
from w12studio.ui.lane_memory import renamed, sane, with_absent
from w12studio.ui.lane_view import LaneView
from w12studio.ui.lanes.base import Lane, LaneContext
from w12studio.ui.lanes.loudness import LoudnessLane
from w12studio.ui.lanes.markers import BeatsLane, MarkerLane, TransientsLane
from w12studio.ui.lanes.pitch import PitchLane
from w12studio.ui.lanes.regions import ChordsLane, KeyLane, SectionsLane
from w12studio.ui.lanes.spectrogram import SpectrogramLane
from w12studio.ui.lanes.tags import TagsLane
from w12studio.ui.lanes.tempo import TempoLane
from w12studio.ui.lanes.waveform import WaveformLane
from w12studio.ui.overview import Overview
from w12studio.ui.ruler import Corner, Ruler
from w12studio.ui.session import Session
from w12studio.ui.snapping import Snap, Snapping
from w12studio.ui.texts import tr, translated
from w12studio.ui.theme import ThemeController
from w12studio.ui.time_display import TimeDisplay
from w12studio.ui.viewport import Viewport

LANES: tuple[type[Lane], ...] = (
    WaveformLane, SectionsLane, SpectrogramLane, TransientsLane, BeatsLane, ChordsLane, KeyLane, PitchLane, TempoLane,
    LoudnessLane, TagsLane,
)  # fmt: skip
#: Lanes that are not shown until they are asked for: a small window has no room for all.
HIDDEN_AT_FIRST = frozenset({LoudnessLane.name, TagsLane.name})
HISTORY = 60
SAME_STEP_S = 0.8  # zooming and panning without a longer pause is one step of the way back
FOLLOW_MARGIN = 0.1


class Timeline(QWidget):
    """See the module.

    Parameters
    ----------
    session : Session
        What is shown and edited.
    themes : ThemeController
    """

    #: the new Viewport
    viewport_changed = Signal(object)
    #: s; a click on the timeline
    seek_requested = Signal(float)
    #: kind, Event; a double click on a marker
    edit_requested = Signal(str, object)
    #: kind, events, s by which they are dragged so far; kind "" when they have landed
    markers_dragged = Signal(str, object, float)
    #: kind: a lane of markers was pressed; what is added next goes there
    layer_touched = Signal(str)
    #: s: a comment is to be written there
    comment_requested = Signal(float)
    #: place and value under the pointer, for people; "" when it left
    hovered = Signal(str)
    #: `state` would differ now
    state_changed = Signal()

    def __init__(self, session: Session, themes: ThemeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.snapping = True
        self.snap_to = Snapping(session)
        self.playhead: float | None = None
        self._following = True
        self._wanted: dict[str, Any] = sane({})  # the last state taken over: lanes that come later follow it
        self._history: list[Viewport] = []
        self._last_step = 0.0
        self._selected = ""
        self.context = LaneContext(session, themes, Viewport(duration=1.0))
        self.lane_view = LaneView(self.context, [lane(self.context) for lane in LANES])
        self.lane_view.hidden = set(HIDDEN_AT_FIRST)
        self.overview = Overview(self.context)
        self.display = TimeDisplay(session, self)
        self.ruler = Ruler(self.context, self.display)
        self.headers = LaneHeaders(self.context, self.lane_view)
        self._corner = Corner(self.context, self.ruler, self.overview.height())
        self._scroll = QScrollBar(Qt.Orientation.Vertical)
        self.candidates = CandidateBar(session.pitching, self.lane_view, self.pitch_lane)
        self.gestures = Gestures(self)
        self.lane_view.handler = self.gestures
        self.setAccessibleName(tr("Timeline"))
        self._build()
        self._connect(themes)
        self._recolour()
        self._recording_changed()

    def setFocus(self, *reason: Qt.FocusReason) -> None:
        """Give it to the lanes; a focus proxy would make Tab pass over the lanes' names."""
        self.lane_view.setFocus(*reason)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._corner.setFixedWidth(self.headers.width())
        grid.addWidget(self._corner, 0, 0, 2, 1)
        grid.addWidget(self.overview, 0, 1, 1, 2)
        grid.addWidget(self.ruler, 1, 1)
        grid.addWidget(self.headers, 2, 0)
        grid.addWidget(self.lane_view, 2, 1)
        grid.addWidget(self._scroll, 1, 2, 2, 1)
        grid.setRowStretch(2, 1)
        grid.setColumnStretch(1, 1)
        FocusLine(self.context, self.lane_view, self.ruler)
        self._scroll.setAccessibleName(tr("Scroll lanes"))
        self._scroll.hide()
        self.setMinimumSize(self.headers.width() + 240, 220)

    def _connect(self, themes: ThemeController) -> None:
        session, view = self.session, self.lane_view
        session.recording_changed.connect(self._recording_changed)
        session.analysis_changed.connect(self._analysis_changed)
        session.peaks_changed.connect(self._peaks_changed)
        session.audio_ready.connect(self._audio_ready)
        session.selection_changed.connect(self._selection_changed)
        session.pitching.choices_changed.connect(self._show_choices)
        session.pitching.corrected.connect(lambda low, high: self.pitch_lane.make_room((low, high)))
        themes.changed.connect(self._recolour)
        view.width_changed.connect(lambda w: self._show(self.viewport.resized(w)))
        view.layout_changed.connect(self._layout_changed)
        self.headers.changed.connect(self.state_changed)
        session.tempo_smoothing_changed.connect(self.state_changed)
        self.display.changed.connect(self._corner.update)
        self._scroll.valueChanged.connect(view.scroll_to)
        self.ruler.seek_requested.connect(self.seek_requested)
        self.ruler.span_dragged.connect(self._select_span)
        self.ruler.fit_requested.connect(self.fit)
        self.ruler.wheel_turned.connect(self.gestures.wheel)
        self.overview.view_requested.connect(self._moved_by_user)
        self.overview.move_started.connect(lambda: self._remember(True))
        self.overview.wheel_turned.connect(self._overview_wheel)

    # -- the view ------------------------------------------------------------------------------------------------

    @property
    def viewport(self) -> Viewport:
        """The part of the recording that is in view."""
        return self.context.viewport

    def set_viewport(self, viewport: Viewport) -> None:
        """Show another part; width and duration stay the timeline's own."""
        self._show(replace(viewport, width_px=self.viewport.width_px, duration=self.viewport.duration))

    def _show(self, viewport: Viewport, by_hand: bool = False) -> None:
        if viewport == self.viewport:
            return
        self.context.viewport = viewport
        self.lane_view.view_moved(by_hand)
        self.candidates.place()
        self.ruler.update()
        self.overview.update()
        self._place_playhead()
        self.viewport_changed.emit(viewport)

    def _moved_by_user(self, viewport: Viewport) -> None:
        """A view that the user chose: a playhead that is out of it is not followed until it comes into view."""
        self._show(viewport, by_hand=True)
        if self.playhead is not None:
            self._following = viewport.start <= self.playhead <= viewport.end

    def _remember(self, always: bool = False) -> None:
        """Keep the view for `zoom_back`, unless this goes on with the step before."""
        now = monotonic()
        fresh = always or now - self._last_step > SAME_STEP_S
        self._last_step = now
        if fresh and (not self._history or self._history[-1] != self.viewport):
            self._history = [*self._history[-HISTORY:], self.viewport]

    def zoom(self, factor: float, anchor_px: float) -> None:
        """Zoom in (factor > 1) or out about an x in logical pixels."""
        self._remember()
        self._moved_by_user(self.viewport.zoomed(factor, anchor_px))

    def pan(self, pixels: float) -> None:
        """Move the view by logical pixels (> 0: later)."""
        self._remember()
        self._moved_by_user(self.viewport.panned(pixels))

    def zoom_in(self) -> None:
        """Twice as close, about the pointer, the playhead or the middle."""
        self.zoom(2.0, self._anchor())

    def zoom_out(self) -> None:
        """Half as close."""
        self.zoom(0.5, self._anchor())

    def _anchor(self) -> float:
        if self.lane_view.underMouse():
            return float(self.lane_view.mapFromGlobal(self.cursor().pos()).x())
        x = None if self.playhead is None else self.viewport.time_to_px(self.playhead)
        return x if x is not None and 0 <= x <= self.viewport.width_px else self.viewport.width_px / 2

    def fit(self) -> None:
        """Show the whole recording."""
        self._remember(True)
        self._moved_by_user(self.viewport.fitted())

    def zoom_to_selection(self) -> None:
        """Show the selected span, or the selected markers, with a little room around."""
        selection = self.session.selection
        if selection.has_span:
            self.show_span(selection.start, selection.end)
        elif selection.events:
            self.show_span(min(e.time for e in selection.events), max(e.end for e in selection.events))

    def show_span(self, start: float, end: float) -> None:
        """Show a span of time in s, with a little room around."""
        room = max((end - start) * 0.04, 0.02)
        self._remember(True)
        self._moved_by_user(self.viewport.showing(start - room, end + room))

    def zoom_back(self) -> None:
        """The view before the last change of it."""
        if self._history:
            previous = self._history.pop()
            self._last_step = 0.0
            self._moved_by_user(replace(previous, duration=self.viewport.duration).resized(self.viewport.width_px))

    # -- player --------------------------------------------------------------------------------------------------

    def set_playhead(self, time: float | None, follow: bool = False) -> None:
        """Put the playhead at a time in s; None hides it. With ``follow`` the view turns the page when it leaves."""
        self.playhead = time
        view = self.viewport
        if time is not None and follow and not self.gestures.dragging:
            inside = view.start <= time <= view.end
            self._following = self._following or inside
            beyond = time > view.end - FOLLOW_MARGIN * view.span or time < view.start
            if self._following and beyond and view.span < view.duration * 0.999:
                self._show(view.panned((time - view.start) / view.seconds_per_px - FOLLOW_MARGIN * view.width_px))
        self._place_playhead()

    def reveal(self, time: float) -> None:
        """Bring a time into view, if it is not."""
        if not self.viewport.start <= time <= self.viewport.end:
            self._remember(True)
            self._show(self.viewport.centred_on(time))
        self._following = True

    def _place_playhead(self) -> None:
        x = None if self.playhead is None else self.viewport.time_to_px(self.playhead)
        if x is not None and not -10 <= x <= self.viewport.width_px + 10:
            x = None
        self.lane_view.playhead.move_to(x)
        self.ruler.set_playhead(x)
        self.overview.set_playhead(self.playhead)

    def set_loop(self, loop: tuple[float, float] | None) -> None:
        """Show a loop from .. to s, or none."""
        self.lane_view.loop.set_span(*(loop or (0.0, 0.0)))
        self.ruler.set_loop(loop)

    def preview(self, beats: Events | None, name: str = "") -> None:
        """Show other beats as a ghost over the lanes, with a name; None takes them away."""
        self.lane_view.ghost.show_beats(beats, name)

    # -- snapping and hover --------------------------------------------------------------------------------------

    def snapped(self, time: float, kind: str) -> Snap:
        """A time in s, or what is near it and holds it (see `snapping.Snapping`); itself while `snapping` is off."""
        if not self.snapping:
            return Snap(time, False)
        return self.snap_to.nearest(time, kind, self.viewport, self._beats_lane.grid)

    def time_at(self, x: float) -> float:
        """s at an x of the lanes in logical pixels, inside the recording."""
        return min(max(self.viewport.px_to_time(x), 0.0), self.viewport.duration)

    def place_text(self, time: float, lane: str, value: str) -> str:
        """Clock, seconds, sample, bar, beat and tick, and the value of a lane, in one line."""
        analysis = self.session.analysis
        if analysis is None or not 0 <= time <= self.viewport.duration:
            return ""
        place = self.display.full_text(time)
        return f"{place}   {lane}: {value.replace(chr(10), ', ')}" if value else place

    def report_hover(self, text: str) -> None:
        """Say what is under the pointer."""
        self.hovered.emit(text)

    # -- lanes ---------------------------------------------------------------------------------------------------

    @property
    def _beats_lane(self) -> BeatsLane:
        lane = self.lane_view.lane(BeatsLane.name)
        assert isinstance(lane, BeatsLane)
        return lane

    @property
    def pitch_lane(self) -> PitchLane:
        """The lane of the pitch."""
        lane = self.lane_view.lane(PitchLane.name)
        assert isinstance(lane, PitchLane)
        return lane

    def zoom_pitch(self, factor: float) -> None:
        """Zoom the pitch lane's range about its middle (factor > 1: in)."""
        self.pitch_lane.zoom_values(factor, (self.pitch_lane.height - 1) / 2)

    def reset_pitch(self) -> None:
        """Fit the pitch lane's range to the pitch."""
        self.pitch_lane.reset_values()

    def _show_choices(self) -> None:
        pitching = self.session.pitching
        self.lane_view.pitch.show_choices(pitching.choices, pitching.looked_at)

    def add_lane(self, lane: Lane, after: str | None = "") -> None:
        """Show one more lane below the one named, or as the last state that had one of its name says.

        Raises ValueError where its name is taken.
        """
        order = self._wanted["order"]
        if lane.name in order and (after in order or after not in self.lane_view.order):  # else beside a new one
            above = [n for n in order[: order.index(lane.name)] if n in self.lane_view.order]
            after = above[-1] if above else None
        self.lane_view.add_lane(lane, after)
        lane.refresh()
        if lane.name in order:
            self._restore_lane(lane, self._wanted)
            if lane.name in self._wanted["hidden"]:
                self.lane_view.hidden.add(lane.name)
            self.lane_view.arrange()

    def remove_lane(self, name: str, heir: str = "") -> None:
        """Take a lane away; raises KeyError where there is none of that name. A lane added as ``heir`` takes its place,
        and all that was set of it."""
        state = with_absent(self.state(), self._wanted)
        self._wanted = renamed(state, name, heir) if heir else state
        self.lane_view.remove_lane(name)

    def lane_names(self) -> list[str]:
        """Names of all lanes, in the order shown."""
        return list(self.lane_view.order)

    def lane_title(self, name: str) -> str:
        """What people call the lane."""
        return translated(self.lane_view.lane(name).title)

    def is_lane_visible(self, name: str) -> bool:
        """Whether a lane is shown."""
        return name in self.lane_view.order and name not in self.lane_view.hidden

    def set_lane_visible(self, name: str, visible: bool) -> None:
        """Show or hide a lane; the last visible one stays."""
        self.headers.set_visible(name, visible)

    def state(self) -> dict[str, Any]:
        """Order, heights, visibility and options of the lanes, as plain values."""
        view = self.lane_view
        return {
            "order": list(view.order),
            "hidden": sorted(view.hidden),
            "collapsed": [lane.name for lane in view.lanes if lane.collapsed],
            "heights": {name: round(weight, 1) for name, weight in view.weights.items()},
            "lanes": {lane.name: lane.state() for lane in view.lanes},
            "snapping": self.snapping,
            "snap_to": self.snap_to.state(),
        }

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take `state` back; senseless values are left out, lanes it does not name stay.

        What it says of lanes that are not there yet holds when they are added.
        """
        self._wanted = state = sane(state)
        view = self.lane_view
        known = list(view.order)
        order = [n for n in dict.fromkeys(state["order"]) if n in known]
        view.order = order + [n for n in known if n not in order]
        hidden = {n for n in state["hidden"] if n in known} | (HIDDEN_AT_FIRST - set(order))
        view.hidden = hidden if len(hidden) < len(known) else set()
        for lane in view.lanes:
            self._restore_lane(lane, state)
        self.snapping = bool(state.get("snapping", self.snapping))
        self.snap_to.restore(state["snap_to"])
        view.arrange()

    def _restore_lane(self, lane: Lane, state: dict[str, Any]) -> None:
        """Height, folding and options of one lane."""
        view = self.lane_view
        height = state["heights"].get(lane.name)
        if isinstance(height, (int, float)) and 10 <= height <= 5000:
            view.weights[lane.name] = float(height)
        lane.collapsed = lane.name in state["collapsed"]
        lane.restore(state["lanes"].get(lane.name, {}))

    def shutdown(self) -> None:
        """End all threads; call before the window goes."""
        for lane in self.lane_view.lanes:
            lane.shutdown()

    # -- what changed --------------------------------------------------------------------------------------------

    def _recording_changed(self) -> None:
        self.gestures.cancel()
        self.preview(None)
        self.lane_view.hover_at(None, "")
        self._history.clear()
        self._following = True
        self.playhead = None
        view = self.viewport
        self.context.viewport = replace(view, duration=max(self.session.duration, 1e-3)).fitted()
        self.lane_view.loop.set_span(0.0, 0.0)
        self.ruler.set_loop(None)
        for lane in self.lane_view.lanes:
            lane.refresh()
        self._beats_changed()
        self.overview.refresh()
        self._corner.update()
        self.headers.refresh()
        self.lane_view.view_moved()
        self._place_playhead()
        self.viewport_changed.emit(self.viewport)

    def _analysis_changed(self, kinds: set[str]) -> None:
        self.gestures.layer_changed(kinds)
        if "audio" in kinds:
            self._facts_changed()
        for lane in self.lane_view.lanes:
            if kinds.intersection(lane.kinds):
                lane.refresh()
        if kinds & {BEATS, SECTIONS}:
            self._beats_changed()
        if BEATS in kinds:
            self.preview(None)
            self.overview.refresh()
        self.headers.refresh(None if "audio" in kinds else kinds)
        self.gestures.hover_again()

    def _facts_changed(self) -> None:
        """The length may have been an estimate."""
        duration = max(self.session.duration, 1e-3)
        if duration != self.viewport.duration:
            whole = self.viewport.span >= self.viewport.duration * 0.999
            view = replace(self.viewport, duration=duration)
            self._show(view.fitted() if whole else view)
            self.overview.refresh()

    def _beats_changed(self) -> None:
        beats = self._beats_lane
        self.context.guides.set_beats(beats.grid, beats.sure, beats.ranks)
        self.lane_view.guides.update()
        self.display.set_grid(beats.grid)

    def _peaks_changed(self) -> None:
        self.lane_view.lane(WaveformLane.name).invalidate()
        self.overview.refresh()

    def _audio_ready(self) -> None:
        for name in (WaveformLane.name, SpectrogramLane.name):
            self.lane_view.lane(name).refresh()

    def _selection_changed(self) -> None:
        selection = self.session.selection
        self.lane_view.selection.set_span(selection.start, selection.end)
        concerned, self._selected = {selection.kind, self._selected}, selection.kind
        for lane in self.lane_view.lanes:
            if isinstance(lane, MarkerLane) and not concerned.isdisjoint(lane.kinds):
                lane.invalidate()
        self.pitch_lane.selection_changed()
        self.overview.refresh()

    def _select_span(self, start: float, end: float) -> None:
        start, end = self.snapped(start, "").time, self.snapped(end, "").time
        self.session.select(replace(self.session.selection, start=start, end=end, lane=""))

    def _overview_wheel(self, event: QWheelEvent) -> None:
        share = event.position().x() / max(self.overview.width(), 1)
        anchor = self.viewport.time_to_px(share * self.viewport.duration)
        anchor = min(max(anchor, 0), self.viewport.width_px)
        self.zoom(1.25 ** (event.angleDelta().y() / 120), anchor)

    def _layout_changed(self) -> None:
        view = self.lane_view
        beyond = view.full_height - view.viewport().height()
        self._scroll.setVisible(beyond > 0)
        self._scroll.setRange(0, max(beyond, 0))
        self._scroll.setPageStep(max(view.viewport().height(), 1))
        self._scroll.setValue(view.offset)

    def _recolour(self) -> None:
        self.lane_view.viewport().update()
        for widget in (self.ruler, self.overview, self.headers, self._corner):
            widget.update()
        self.headers.refresh()
