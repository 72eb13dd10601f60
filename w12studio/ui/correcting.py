"""The commands of correcting beyond single markers, as the window's menus call them: clipboard, quantising, bars,
snapping, and layers of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QInputDialog

from w12studio.domain import bar_edits, layers
from w12studio.domain.analysis import BEATS, CARD, KEY, TAGS, Analysis
from w12studio.domain.edits import CompoundEdit, Edit
from w12studio.domain.events import Event
from w12studio.domain.own_events import lengthened
from w12studio.domain.pins import PINS
from w12studio.domain.quantise import quantise
from w12studio.ui.clipboard import EventClipboard
from w12studio.ui.dialogs.quantise import QuantiseDialog
from w12studio.ui.dialogs.shift import ShiftDialog
from w12studio.ui.own_layers import OwnLayers
from w12studio.ui.session import Selection
from w12studio.ui.snapping import GRID, ONSETS, ZERO
from w12studio.ui.summary import title_of
from w12studio.ui.texts import tr

if TYPE_CHECKING:
    from w12studio.ui.main_window import MainWindow

NUDGE_S = 0.001
LENGTHEN_S = 0.010
#: A sample is nudged by where it is at least that wide, in logical pixels.
SAMPLE_PX = 4.0
_MOST_BAR = 99_999
SNAP_ACTIONS = {"snap_grid": GRID, "snap_transients": ONSETS, "snap_zero": ZERO}


class Correcting(QObject):
    """See the module. GUI thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session, self._timeline, self._editor = window.session, window.timeline, window.editor
        self.own = OwnLayers(self._session, self._timeline, self._editor, window.player, window)
        self.clipboard = EventClipboard(self._session, window.player, self._editor, window.files.paste, self)
        self.dialog: QDialog | None = None
        self._timeline.layer_touched.connect(self._editor.touch)
        self._timeline.headers.copy_requested.connect(self.own.copy)
        for part in (self.own, self.clipboard):
            part.notice.connect(window.notices.show_notice)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the actions do."""
        own, clipboard, editor = self.own, self.clipboard, self._editor
        return {
            "cut": clipboard.cut,
            "copy": clipboard.copy,
            "paste": clipboard.paste,
            "paste_in_place": clipboard.paste_in_place,
            "select_inverse": editor.select_inverse,
            "select_in_span": editor.select_in_span,
            "edit_label": self.edit_label,
            "nudge_left": lambda: self.nudge(-1),
            "nudge_right": lambda: self.nudge(1),
            "nudge_left_more": lambda: self.nudge(-10),
            "nudge_right_more": lambda: self.nudge(10),
            "longer": lambda: self.lengthen(LENGTHEN_S),
            "shorter": lambda: self.lengthen(-LENGTHEN_S),
            "quantise": self.quantise,
            "shift_layers": self.shift,
            **{name: partial(self._set_target, name) for name in SNAP_ACTIONS},
            "snap_triplets": self._set_triplets,
            "insert_bar": lambda: self._insert(bar_edits.inserted_bar),
            "insert_beat": lambda: self._insert(bar_edits.inserted_beat),
            "remove_bar": lambda: self._apply(lambda a: bar_edits.removed_bar(a, editor.place)),
            "count_here": self.count_here,
            "number_bars": self.number_bars,
            "new_layer": own.new,
            "rename_layer": own.rename,
            **{f"colour_{c}": partial(own.recolour, c) for c in layers.COLOURS},
            "duplicate_layer": own.copy,
            "delete_layer": own.delete,
            "comment": own.comment,
        }

    def show_snapping(self) -> None:
        """Tick the menu as things are."""
        actions, snap = self._window.actions_, self._timeline.snap_to
        for name, target in SNAP_ACTIONS.items():
            actions[name].setChecked(target in snap.targets)
        actions["snap_triplets"].setChecked(snap.triplets)

    def _set_target(self, name: str) -> None:
        on = self._window.actions_[name].isChecked()
        (self._timeline.snap_to.targets.add if on else self._timeline.snap_to.targets.discard)(SNAP_ACTIONS[name])
        if on and not self._timeline.snapping:  # whoever chooses what to snap to wants to
            self._timeline.snapping = True
            self._window.actions_["snap"].setChecked(True)

    def _set_triplets(self) -> None:
        self._timeline.snap_to.triplets = self._window.actions_["snap_triplets"].isChecked()

    def _apply(self, make: Callable[[Analysis], Edit | CompoundEdit]) -> None:
        if self._session.analysis is not None:
            self._session.apply(make(self._session.analysis))

    # -- single commands -------------------------------------------------------------------------------------------

    def nudge(self, steps: int) -> None:
        """Move what is selected by so many ms, or samples where those can be seen."""
        analysis = self._session.analysis
        if analysis is None:
            return
        sample = 1 / max(analysis.sample_rate, 1)
        near = self._timeline.viewport.seconds_per_px * SAMPLE_PX <= sample
        self._editor.nudge(steps * (sample if near else NUDGE_S))

    def lengthen(self, seconds: float) -> None:
        """Make the selected regions or notes of the user's own longer, or shorter, at their end."""
        chosen = self._session.selection
        if layers.is_own(chosen.kind):
            self._apply(lambda a: lengthened(a, chosen.kind, chosen.events, seconds))

    def edit_label(self) -> None:
        """Let the label of the first selected marker be typed."""
        chosen = self._session.selection
        if chosen.events:
            first: Event = min(chosen.events, key=lambda e: e.time)
            self._timeline.edit_requested.emit(chosen.kind, first)

    def quantise(self) -> None:
        """Ask how, then move the selected markers to the grid."""
        chosen, analysis, window = self._session.selection, self._session.analysis, self._window
        if analysis is None or not chosen.events:
            return
        if chosen.kind in (BEATS, PINS):
            window.notices.show_notice(tr("Beats are the grid: select transients, notes or markers of your own."))
            return
        if len(analysis.events(BEATS)) < 2:
            window.notices.show_notice(tr("There is no grid: the beats of this recording are not known."))
            return
        dialog = QuantiseDialog(analysis, chosen.events, window.settings, window)
        dialog.accepted.connect(
            lambda: self._apply(lambda a: quantise(a, chosen.kind, _there(a, chosen.kind, chosen.events), dialog.grid))
        )
        self._open(dialog)

    def shift(self) -> None:
        """Ask by how much, then shift a layer or all."""
        analysis, kind = self._session.analysis, self._editor.current
        if analysis is None:
            return
        kinds = _shiftable(analysis)
        if not kinds:
            self._window.notices.show_notice(tr("No layer of this recording can be shifted."))
            return
        dialog = ShiftDialog(title_of(kind) if kind in kinds else "", self._window)
        dialog.accepted.connect(lambda: self._shift(dialog, kind))
        self._open(dialog)

    def _shift(self, dialog: ShiftDialog, kind: str) -> None:
        analysis = self._session.analysis
        if analysis is None:
            return
        kinds = tuple(k for k in _shiftable(analysis) if dialog.everything.isChecked() or k == kind)
        span = self._session.selection
        self._session.apply(layers.moved_layers(analysis, kinds, dialog.offset.value() / 1000))
        self._session.select(Selection(span.start, span.end))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    # -- bars --------------------------------------------------------------------------------------------------------

    def _insert(self, make: Callable[[Analysis, float], Edit]) -> None:
        """Put beats in where some are missing, else say so."""
        if self._session.analysis is None:
            return
        edit = make(self._session.analysis, self._window.player.position)
        if edit.changes_nothing:
            self._window.notices.show_notice(tr("No beats are missing at the playhead."))
        else:
            self._session.apply(edit)

    def count_here(self) -> None:
        """Ask which beat of its bar the selected one is, or the one nearest to the playhead."""
        analysis = self._session.analysis
        if analysis is None:
            return
        index = analysis.events(BEATS).nearest(self._editor.place)
        if index < 0:
            return
        beat = analysis.events(BEATS)[index]
        place, given = QInputDialog.getInt(
            self._window, tr("Count from here"), tr("This beat is number:"), int(beat.value or 1), 1, 16
        )
        if given:
            self._apply(lambda a: bar_edits.counted_from(a, a.events(BEATS).nearest(beat.time), place))

    def number_bars(self) -> None:
        """Ask for the number of the bar at the selected beat, or at the playhead; the others are counted from it."""
        analysis, time = self._session.analysis, self._editor.place
        if analysis is None or not len(analysis.events(BEATS)):
            return
        now = bar_edits.bar_at(bar_edits.grid_of(analysis), time)
        number, given = QInputDialog.getInt(
            self._window, tr("Number the bars"), tr("Bar {now} is number:", now=now), 1, -_MOST_BAR, _MOST_BAR
        )
        if given:
            self._apply(lambda a: bar_edits.numbered_from(a, time, number))


def _shiftable(analysis: Analysis) -> list[str]:
    """Layers that have times of their own: what is said of the whole recording has none."""
    return [k for k in analysis.tracks if k not in (CARD, TAGS, KEY)]


def _there(analysis: Analysis, kind: str, events: tuple[Event, ...]) -> list[Event]:
    """Those of the events that the layer still has."""
    wanted = set(events)
    return [e for e in analysis.events(kind) if e in wanted]
