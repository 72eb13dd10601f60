"""Layers of the user's own in the window: their lanes come and go with them, and what the menu does to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from w12studio.domain import layers
from w12studio.domain.analysis import Analysis, Track
from w12studio.domain.edits import CompoundEdit, Edit, edit_events
from w12studio.domain.events import Event
from w12studio.domain.own_events import commented, labelled
from w12studio.ui.actions import COLOURS
from w12studio.ui.dialogs.layer import LayerDialog, swatch
from w12studio.ui.editing import Editor
from w12studio.ui.label_editor import LabelEditor
from w12studio.ui.lanes.markers import BeatsLane
from w12studio.ui.lanes.own import OwnLane, OwnNotesLane, lane_name, own_lane
from w12studio.ui.player import Player
from w12studio.ui.session import Selection, Session
from w12studio.ui.summary import title_of
from w12studio.ui.texts import error_text, tr
from w12studio.ui.timeline import Timeline

COMMENT_COLOUR = "yellow"


class OwnLayers(QObject):
    """See the module. GUI thread."""

    #: text, level (see `NoticeBar.show_notice`)
    notice = Signal(str, str)

    def __init__(self, session: Session, timeline: Timeline, editor: Editor, player: Player, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._timeline, self._editor, self._player = session, timeline, editor, player
        self._window = window
        self._lanes: dict[str, OwnLane] = {}
        self.dialog: LayerDialog | None = None
        self.editor: LabelEditor | None = None
        session.recording_changed.connect(self._follow)
        session.analysis_changed.connect(lambda _: self._follow(edited=True))
        timeline.context.themes.changed.connect(self._recolour)
        timeline.comment_requested.connect(lambda at: self.comment(at=at))
        self._follow()

    # -- lanes ---------------------------------------------------------------------------------------------------

    def _follow(self, edited: bool = False) -> None:
        """A lane for each layer, of the class that its shape asks for.

        Where an edit puts one layer in place of another, that has got another name, or its former one back.
        """
        analysis = self._session.analysis
        wanted = {} if analysis is None else {t.kind: t for t in layers.own_layers(analysis)}
        gone, come = self._lanes.keys() - wanted.keys(), wanted.keys() - self._lanes.keys()
        heir = lane_name(next(iter(come))) if edited and len(gone) == len(come) == 1 else ""
        for kind, lane in list(self._lanes.items()):
            if kind not in wanted or not _suits(lane, wanted[kind]):
                self._timeline.remove_lane(lane.name, heir if kind in gone else "")
                del self._lanes[kind]
        for kind, track in wanted.items():
            if kind not in self._lanes:
                lane = own_lane(self._timeline.context, track)
                lane.fill_menu = partial(self.fill_menu, kind)
                last = next(reversed(self._lanes.values()), None)
                self._lanes[kind] = lane
                self._timeline.add_lane(lane, after=BeatsLane.name if last is None else last.name)
        chosen = self._session.selection
        if layers.is_own(chosen.kind) and chosen.kind and chosen.kind not in wanted:
            self._session.select(Selection(chosen.start, chosen.end))

    def _recolour(self) -> None:
        for lane in self._lanes.values():
            lane.invalidate()

    @property
    def is_current(self) -> bool:
        """Whether the layer that was pointed at last is one of the user's own."""
        return self._editor.current in self._lanes

    # -- whole layers ----------------------------------------------------------------------------------------------

    def new(self) -> None:
        """Ask for name, shape and colour, and make the layer."""
        analysis = self._session.analysis
        if analysis is None:
            return
        self.dialog = dialog = LayerDialog(analysis, layers.free_name(analysis, tr("My markers")), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.make(dialog.name.text(), dialog.shape, dialog.colour))
        dialog.open()

    def make(self, name: str, shape: str, colour: str) -> None:
        """Make an empty layer; new markers go there."""
        self._apply(lambda a: layers.new_layer(a, name, shape, colour))
        self._show(" ".join(name.split()))

    def rename(self, kind: str = "") -> None:
        """Ask for another name of a layer, the current one by default."""
        kind = kind or self._editor.current
        if kind not in self._lanes:
            return
        name, given = QInputDialog.getText(self._window, tr("Rename layer"), tr("The layer is called:"), text=kind)
        if given and " ".join(name.split()) != kind:
            self._apply(lambda a: layers.renamed_layer(a, kind, name))
            self._show(" ".join(name.split()))

    def recolour(self, colour: str, kind: str = "") -> None:
        """Give a layer another colour."""
        kind = kind or self._editor.current
        if kind in self._lanes:
            self._apply(lambda a: layers.recoloured_layer(a, kind, colour))

    def delete(self, kind: str = "") -> None:
        """Delete a layer; undo brings it back."""
        kind = kind or self._editor.current
        if kind in self._lanes:
            self._apply(lambda a: layers.removed_layer(a, kind))

    def copy(self, kind: str = "") -> None:
        """Make a layer of the user's own from a copy of any layer."""
        kind, analysis = kind or self._editor.current, self._session.analysis
        if analysis is None or kind not in analysis.tracks:
            return
        free = [c for c in layers.COLOURS if c not in {layers.colour_of(t) for t in layers.own_layers(analysis)}]
        colour = "" if layers.is_own(kind) else (free or layers.COLOURS)[0]
        made = self._apply(lambda a: layers.copied_layer(a, kind, title_of(kind), colour))
        if made:
            self._show(made)

    def _apply(self, make: Callable[[Analysis], Edit | CompoundEdit]) -> str:
        """Do an edit of a layer; gives the layer's kind, "" where it can't be done, which is said."""
        analysis = self._session.analysis
        if analysis is None:
            return ""
        try:
            edit = make(analysis)
        except layers.LayerError as error:
            self.notice.emit(error_text(error), "warning")
            return ""
        self._session.apply(edit)
        return edit.kinds[-1]

    def _show(self, kind: str) -> None:
        """From now on the layer is the current one, and its lane can be seen."""
        if kind in self._lanes:
            self._timeline.layer_touched.emit(kind)
            self._timeline.set_lane_visible(self._lanes[kind].name, True)

    def fill_menu(self, kind: str, menu: QMenu) -> None:
        """What can be done to a layer of the user's own."""
        theme = self._timeline.context.theme
        menu.addAction(tr("Rename layer…")).triggered.connect(lambda: self.rename(kind))
        colours = menu.addMenu(tr("Layer colour"))
        for i, colour in enumerate(layers.COLOURS):
            action = colours.addAction(swatch(theme.category(i)), COLOURS[colour])
            action.setIconVisibleInMenu(True)
            action.triggered.connect(lambda _=False, c=colour: self.recolour(c, kind))
        menu.addAction(tr("Duplicate layer")).triggered.connect(lambda: self.copy(kind))
        menu.addAction(tr("Delete layer")).triggered.connect(lambda: self.delete(kind))

    # -- events ----------------------------------------------------------------------------------------------------

    def edit_label(self, kind: str, event: Event) -> bool:
        """Let the label of an event be typed where it stands; False where it is on no lane that is open."""
        lane = self._lanes.get(kind)
        if lane is None or lane.collapsed or not self._timeline.is_lane_visible(lane.name):
            return False
        self._timeline.reveal(event.time)
        self.editor = LabelEditor(self._timeline, lane, event, lambda label: self._label(kind, event, label))
        return True

    def _label(self, kind: str, event: Event, label: str) -> None:
        self.editor = None
        self._apply(lambda a: labelled(a, kind, event, label))
        self._timeline.setFocus()

    def comment(self, text: str | None = None, at: float | None = None) -> None:
        """Put a comment at a time in s (by default at the playhead), or over what is selected, where that is there;
        asks for its text by default."""
        chosen, analysis = self._session.selection, self._session.analysis
        if analysis is None:
            return
        start, end = self._player.position, self._player.position
        if chosen.has_span:
            start, end = chosen.start, chosen.end
        elif chosen.events:
            start, end = min(e.time for e in chosen.events), max(e.end for e in chosen.events)
        if at is not None and not start <= at <= end:
            start = end = at
        if text is None:
            over = tr("Comment on the selection:") if end > start else tr("Comment here:")
            dialog = QInputDialog(self._window)
            dialog.setWindowTitle(tr("Comment"))
            dialog.setLabelText(over)
            dialog.resize(QSize(420, dialog.sizeHint().height()))
            given = dialog.exec()
            text = dialog.textValue() if given else ""
            dialog.deleteLater()
        text = " ".join(text.split())
        if text:
            self._apply(lambda a: commented(a, start, end, text, COMMENT_COLOUR))
            self._show(layers.COMMENTS)

    def transpose(self, semitones: int) -> bool:
        """Move the selected notes of a layer of the user's own up or down; False where none are selected."""
        chosen, analysis = self._session.selection, self._session.analysis
        lane = self._lanes.get(chosen.kind)
        if analysis is None or not chosen.events or not isinstance(lane, OwnNotesLane):
            return False
        moved = [
            replace(e, value=min(max(e.value + semitones, 0.0), 127.0)) if e.value is not None else e
            for e in chosen.events
        ]
        self._session.apply(edit_events(analysis, tr("Transpose notes"), chosen.kind, chosen.events, moved))
        return True


def _suits(lane: OwnLane, track: Track) -> bool:
    return isinstance(lane, OwnNotesLane) == (layers.shape_of(track) == layers.NOTES)
