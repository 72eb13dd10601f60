"""The one list of what the window can do: it makes the menus, the shortcuts, the tooltips and the list of keys.

A spec says what an action is called and when it can be used; `MainWindow` says what it does (`Actions.bind`). A test
compares the two, so that nothing is listed that does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from w12studio.domain.meters import METERS, Meter
from w12studio.service import MOST_CANDIDATES
from w12studio.ui.icons import icon
from w12studio.ui.settings import Settings
from w12studio.ui.texts import translated

#: What must be there for an action to be usable.
(
    ALWAYS, RECORDING, BEATS_THERE, EVENTS_SELECTED, SPAN, UNDO, REDO, PINS_THERE, DELETABLE, READINGS_THERE,
    CANDIDATES_THERE,
) = range(11)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing the window can do.

    Attributes
    ----------
    name : str
        Key of the action in settings and in `Actions`.
    title : str
        As the menu shows it.
    menu : str
        Title of the menu.
    keys : tuple of str
        Keys by default, in Qt's portable notation.
    tip : str
        A sentence for tooltip and list of keys; the title says enough where it is "".
    icon : str
    checkable : bool
    needs : int
        `ALWAYS`, `RECORDING`, ...
    separated : bool
        Whether a line stands above it in the menu.
    submenu : str
        Title of the menu inside ``menu`` that it is in; "" where it is in none.
    """

    name: str
    title: str
    menu: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    icon: str = ""
    checkable: bool = False
    needs: int = RECORDING
    separated: bool = False
    submenu: str = ""

    @property
    def plain_title(self) -> str:
        """The title in the user's language, for a list: without the menu's key and dots."""
        return plain(translated(self.title)).rstrip("…")

    @property
    def place(self) -> str:
        """Where the menus have it, in the user's language, e.g. "Beats › Meter from here"."""
        return " › ".join(plain(translated(m)) for m in (self.menu, self.submenu) if m)

    @property
    def sentence(self) -> str:
        """What it does, in the user's language; the title where it says enough."""
        return translated(self.tip) if self.tip else f"{self.plain_title}."


def plain(title: str) -> str:
    """A menu's title without the mark of its key."""
    return title.replace("&&", "\0").replace("&", "").replace("\0", "&")


def meter_action(meter: Meter) -> str:
    """Name of the action that pins a meter."""
    return f"{'compound' if meter.compound else 'meter'}_{meter.beats_per_bar}"


#: Actions that a key held down does again and again.
REPEATING = frozenset(
    [
        "undo",
        "redo",
        "nudge_left",
        "nudge_right",
        "nudge_left_more",
        "nudge_right_more",
        "zoom_in",
        "zoom_out",
        "zoom_back",
        "pitch_zoom_in",
        "pitch_zoom_out",
        "previous_event",
        "next_event",
        "next_doubt",
        "previous_doubt",
    ]
)

#: Readings of the beats that have a key.
MOST_READINGS = 5
METER_FROM_HERE, TAKE_READING, TAKE_CANDIDATE = "Met&er from here", "Take another &reading", "&Take a candidate"
FILE, EDIT, BEATS, PITCH, VIEW, PLAYBACK, HELP = (
    "&File", "&Edit", "&Beats", "P&itch", "&View", "&Playback", "&Help",
)  # fmt: skip
_MEANT = "Move the pitch of the selected span, or of the note that was clicked."
_A = ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    _A("open", "&Open…", FILE, ("Ctrl+O",), "Open recordings or projects.", "open", needs=ALWAYS),
    _A("open_folder", "Open &folder…", FILE, ("Ctrl+Shift+O",), "Analyse every recording of a folder.", needs=ALWAYS),
    _A("paste", "&Paste files", FILE, ("Ctrl+V",), "Open the files or paths on the clipboard.", needs=ALWAYS),
    _A("demo", "Open the &demo recording", FILE, (), "", needs=ALWAYS),
    _A("save", "&Save project", FILE, ("Ctrl+S",), "Save your corrections as a .w12 project.", "save", separated=True),
    _A("save_as", "Save project &as…", FILE, ("Ctrl+Shift+S",)),
    _A("export", "&Export…", FILE, ("Ctrl+E",), "Write the layers for other programs.", "export"),
    _A("import_layers", "&Import layers…", FILE, ("Ctrl+I",), "Take layers from a file of another program."),
    _A("save_picture", "Save p&icture…", FILE, (),
       "The timeline as it is shown, as PNG or SVG, or all of it as a PDF sheet.", separated=True),
    _A("copy_picture", "Copy pictur&e", FILE, ("Ctrl+Shift+C",), "Put the timeline as it is shown on the clipboard."),
    _A("analyze_again", "A&nalyse again", FILE, ("Ctrl+R",), "Compute all layers anew; those you edited stay.",
       "retry", separated=True),
    _A("compute_with", "Compute a layer &with…", FILE, ("Ctrl+Shift+R",),
       "Choose who computes a layer: another estimator, finer frames, a graphics card."),
    _A("next_recording", "Ne&xt recording", FILE, ("Ctrl+PgDown",), "Open the next one of the queue.", needs=ALWAYS,
       separated=True),
    _A("previous_recording", "Previous &recording", FILE, ("Ctrl+PgUp",), "Open the one before it in the queue.",
       needs=ALWAYS),
    _A("quit", "&Quit", FILE, ("Ctrl+Q",), needs=ALWAYS, separated=True),
    _A("undo", "&Undo", EDIT, ("Ctrl+Z",), "Take the last edit back.", "undo", needs=UNDO),
    _A("redo", "&Redo", EDIT, ("Ctrl+Shift+Z", "Ctrl+Y"), "Do it again.", "redo", needs=REDO),
    _A("add_marker", "&Add marker", EDIT, ("M", ";"),
       "Add a beat (a transient, if one was selected last) at the playhead.", "marker", separated=True),
    _A("delete", "&Delete", EDIT, ("Del", "Backspace"), "Delete the selected markers, or the pitch of a span that was "
       "selected in the pitch lane.", "delete", needs=DELETABLE),
    _A("nudge_left", "Nudge 1 ms &earlier", EDIT, (",",), needs=EVENTS_SELECTED),
    _A("nudge_right", "Nudge 1 ms &later", EDIT, (".",), needs=EVENTS_SELECTED),
    _A("nudge_left_more", "Nudge 10 ms earlier", EDIT, ("Shift+,",), needs=EVENTS_SELECTED),
    _A("nudge_right_more", "Nudge 10 ms later", EDIT, ("Shift+.",), needs=EVENTS_SELECTED),
    _A("select_all", "Select a&ll of the layer", EDIT, ("Ctrl+A",), separated=True),
    _A("select_none", "Select &nothing", EDIT, ("Esc",)),
    _A("copy_text", "&Copy as text", EDIT, ("Ctrl+Alt+C",),
       "Put the selected markers on the clipboard as lines of text, and as a table for spreadsheets.",
       needs=EVENTS_SELECTED),
    _A("select_here", "Select the marker &here", EDIT, ("E",), "Select the marker that is nearest to the playhead.",
       separated=True),
    _A("span_start", "Span be&gins here", EDIT, ("Ctrl+[",), "Select the time from the playhead on."),
    _A("span_end", "Span e&nds here", EDIT, ("Ctrl+]",), "Select the time up to the playhead."),
    _A("snap", "&Snap to events", EDIT, ("S",), "Dragging snaps to events; hold Alt for the opposite.", "magnet",
       checkable=True, separated=True),
    _A("downbeat", "Make beat &1", BEATS, ("D",), "Pin the selected beat, or the one at the playhead, as a downbeat.",
       "downbeat", needs=BEATS_THERE),
    _A("shift_left", "Shift downbeats &earlier", BEATS, ("Shift+Left",), "Move every “1” to the beat before it.",
       needs=BEATS_THERE),
    _A("shift_right", "Shift downbeats &later", BEATS, ("Shift+Right",), "Move every “1” to the next beat.",
       needs=BEATS_THERE),
    _A("halve", "&Halve the beats", BEATS, ("[",), "Keep every other beat: half the tempo.", "halve",
       needs=BEATS_THERE, separated=True),
    _A("double", "&Double the beats", BEATS, ("]",), "A beat between each two: twice the tempo.", "double",
       needs=BEATS_THERE),
    _A("tap", "&Tap along", BEATS, ("T",), "While playing: tap the beats; four taps or more say where they are and how "
       "fast.", separated=True),
    _A("pin_beat", "&Pin a beat at the playhead", BEATS, ("P",), "A beat is here; those around it follow.",
       separated=True),
    _A("no_beat", "&No beat here", BEATS, ("Shift+P",), "No beat near the selected one, or near the playhead."),
    _A("tempo_here", "Te&mpo here…", BEATS, ("Shift+T",), "Say about how fast it is here."),
    _A("straighten", "&Straight grid over the selection", BEATS, ("G",), "Evenly spaced beats over the selected span.",
       needs=SPAN),
    *(_A(meter_action(m), f"{m.describe()}", BEATS, (key,), "From the selected beat on, or the one at the playhead, "
         "which is 1.", needs=BEATS_THERE, submenu=METER_FROM_HERE)
      for m, key in zip(METERS, (*(f"Alt+{n}" for n in range(2, 8)), "Alt+8", "Alt+9", "Alt+0"), strict=True)),
    *(_A(f"reading_{n}", f"Reading &{n}", BEATS, (str(n),), "Take it from the list of other readings in the details.",
         needs=READINGS_THERE, submenu=TAKE_READING) for n in range(1, MOST_READINGS + 1)),
    _A("unpin_all", "&Remove all pins", BEATS, (), "The beats as they are found without your pins.", needs=PINS_THERE,
       separated=True),
    _A("octave_up", "Octave &up", PITCH, ("Ctrl+Up",), _MEANT),
    _A("octave_down", "Octave &down", PITCH, ("Ctrl+Down",), _MEANT),
    _A("semitone_up", "&Semitone up", PITCH, ("Ctrl+Shift+Up",), _MEANT),
    _A("semitone_down", "Se&mitone down", PITCH, ("Ctrl+Shift+Down",), _MEANT),
    _A("find_candidates", "Choose among &candidates", PITCH, ("A",), "Other pitches that the span may have, found in "
       "the sound; number keys or a click take one, Esc leaves them.", separated=True),
    *(_A(f"candidate_{n}", f"Candidate &{n}", PITCH, (), "The number alone takes it while candidates are shown.",
         needs=CANDIDATES_THERE, submenu=TAKE_CANDIDATE) for n in range(1, MOST_CANDIDATES + 1)),
    _A("pencil", "D&raw with the pencil", PITCH, ("B",), "Drag over the pitch lane to draw; Ctrl+Shift+drag draws "
       "without it.", checkable=True, separated=True),
    _A("delete_pitch", "De&lete pitch", PITCH, ("Shift+Del",), "Make the selected span unvoiced."),
    _A("pitch_zoom_in", "Zoom i&n", PITCH, ("Alt+=", "Alt++"), "Alt+wheel over the lane does it too.", separated=True),
    _A("pitch_zoom_out", "Zoom &out", PITCH, ("Alt+-",), "Alt+wheel over the lane does it too."),
    _A("pitch_fit", "&Fit the pitch range", PITCH, ("Shift+Z",), "Show all the pitch; so does a double click on the "
       "lane's axis."),
    _A("zoom_in", "Zoom &in", VIEW, ("+", "=", "Ctrl+=", "Ctrl++"), "Wheel over the timeline does it too.", "zoom-in"),
    _A("zoom_out", "Zoom &out", VIEW, ("-", "Ctrl+-"), "Wheel over the timeline does it too.", "zoom-out"),
    _A("fit", "&Fit all", VIEW, ("F",), "Show the whole recording.", "fit"),
    _A("zoom_selection", "Zoom to &selection", VIEW, ("Z",), "", "zoom-selection", needs=SPAN),
    _A("zoom_back", "Zoom &back", VIEW, ("X",), "Back to the view before."),
    _A("follow", "&Follow the playhead", VIEW, ("Shift+F",), "Scroll along while playing.", "follow", checkable=True,
       separated=True, needs=ALWAYS),
    _A("play", "&Play", PLAYBACK, ("Space",), "Play or pause.", "play"),
    _A("stop", "&Stop", PLAYBACK, ("Shift+Space",), "Stop and return to where playing began.", "stop"),
    _A("loop", "&Loop", PLAYBACK, ("L",), "Repeat the loop, or the whole recording where there is none.", "loop",
       checkable=True),
    _A("loop_selection", "Loop the s&election", PLAYBACK, ("Shift+L",), needs=SPAN),
    _A("click", "&Click on the beats", PLAYBACK, ("C",), "Hear the beats; downbeats sound higher.", "metronome",
       checkable=True, needs=ALWAYS),
    _A("to_start", "Go to the s&tart", PLAYBACK, ("Home",), icon="to-start", separated=True),
    _A("to_end", "Go to the en&d", PLAYBACK, ("End",)),
    _A("previous_event", "P&revious event", PLAYBACK, ("Ctrl+Left",), "Jump to the event before the playhead."),
    _A("next_event", "&Next event", PLAYBACK, ("Ctrl+Right",), "Jump to the event after the playhead."),
    _A("next_doubt", "Next d&oubtful place", PLAYBACK, ("N",), "Jump to the next markers of low confidence."),
    _A("previous_doubt", "Previous doubt&ful place", PLAYBACK, ("Shift+N",), "Jump to the doubtful place before."),
    _A("where", "Say &where I am", PLAYBACK, ("W",), "Let a screen reader say where the playhead is."),
    _A("manual", "&Manual", HELP, ("F1",), "Read about what the pointer or the keyboard is on.", needs=ALWAYS),
    _A("first_steps", "&First steps", HELP, (), "Three sentences on how to begin, and a recording to try.",
       needs=ALWAYS),
    _A("palette", "&Do something…", HELP, ("Ctrl+K", "Ctrl+Shift+P"), "Find what can be done by a few letters of it.",
       needs=ALWAYS),
    _A("shortcuts", "&Keyboard shortcuts…", HELP, ("?", "Ctrl+F1"), "Search and change every key.", "keyboard",
       needs=ALWAYS),
    _A("models", "&Models…", HELP, (), "See which models are installed, and fetch others.", needs=ALWAYS),
    _A("doctor", "&Check this computer…", HELP, (), "See which estimators work here, and why not.", needs=ALWAYS),
    _A("open_log", "Show the &log file", HELP, (), needs=ALWAYS),
    _A("about", "&About W12 Studio", HELP, (), needs=ALWAYS, separated=True),
)  # fmt: skip


def key_text(sequences: list[QKeySequence]) -> str:
    """Keys for people, e.g. "Ctrl+Z, Ctrl+Y"."""
    return ", ".join(s.toString(QKeySequence.SequenceFormat.NativeText) for s in sequences)


def chosen_keys(spec: ActionSpec, settings: Settings) -> list[QKeySequence]:
    """The keys of an action, as the user chose them or as they come."""
    if settings.has(f"keys/{spec.name}"):
        return [QKeySequence(k) for k in settings.text(f"keys/{spec.name}").split("\n") if k]
    return [QKeySequence(k) for k in spec.keys]


class Actions(QObject):
    """The QActions of `SPECS`, with the keys the user chose. Lives on the GUI thread."""

    #: keys were changed
    keys_changed = Signal()

    def __init__(self, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._settings = settings
        self.specs: dict[str, ActionSpec] = {s.name: s for s in SPECS}
        self._actions: dict[str, QAction] = {}
        for spec in SPECS:
            action = QAction(translated(spec.title), window)
            action.setObjectName(spec.name)
            action.setCheckable(spec.checkable)
            if spec.icon:
                action.setIcon(icon(spec.icon))
            action.setIconVisibleInMenu(False)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(spec.name in REPEATING)  # a key held down must not play and pause all the time
            window.addAction(action)
            self._actions[spec.name] = action
            self._set_keys(spec.name, chosen_keys(spec, settings))

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def bind(self, handlers: Mapping[str, Callable[[], object]]) -> None:
        """Say what the actions do; a checkable one calls its handler after the switch."""
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(lambda _checked=False, h=handler: h())

    def enable(self, state: Mapping[int, bool]) -> None:
        """Enable what can be used, by `ActionSpec.needs`; what is not mentioned stays as it is."""
        for name, action in self._actions.items():
            needs = self.specs[name].needs
            if needs in state:
                action.setEnabled(state[needs])

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Make the menus; gives them, and those inside them, by their English title."""
        menus: dict[str, QMenu] = {}
        for spec in SPECS:
            if spec.menu not in menus:
                menus[spec.menu] = bar.addMenu(translated(spec.menu))
            if spec.separated:
                menus[spec.menu].addSeparator()
            if spec.submenu and spec.submenu not in menus:
                menus[spec.submenu] = menus[spec.menu].addMenu(translated(spec.submenu))
            menus[spec.submenu or spec.menu].addAction(self._actions[spec.name])
        return menus

    # -- keys --------------------------------------------------------------------------------------------------

    def keys(self, name: str) -> list[QKeySequence]:
        """The keys of an action now."""
        return self._actions[name].shortcuts()

    def default_keys(self, name: str) -> list[QKeySequence]:
        """The keys an action has where the user changed nothing."""
        return [QKeySequence(k) for k in self.specs[name].keys]

    def set_keys(self, name: str, keys: list[QKeySequence]) -> None:
        """Change the keys of an action and remember them."""
        wanted = [k for k in keys if not k.isEmpty()]
        portable = [k.toString(QKeySequence.SequenceFormat.PortableText) for k in wanted]
        if wanted == self.default_keys(name):
            self._settings.remove(f"keys/{name}")
        else:
            self._settings.set(f"keys/{name}", "\n".join(portable))
        self._set_keys(name, wanted)
        self.keys_changed.emit()

    def reset_keys(self) -> None:
        """All keys as they come."""
        self._settings.remove("keys")
        for name in self._actions:
            self._set_keys(name, self.default_keys(name))
        self.keys_changed.emit()

    def conflicts(self, key: QKeySequence, besides: str = "") -> list[str]:
        """Names of the actions that a key calls, besides the one named."""
        return [n for n, a in self._actions.items() if n != besides and key in a.shortcuts()]

    def _set_keys(self, name: str, keys: list[QKeySequence]) -> None:
        action, spec = self._actions[name], self.specs[name]
        action.setShortcuts(keys)
        tip = spec.sentence
        action.setToolTip(f"{tip}  ({key_text(keys)})" if keys else tip)
        action.setStatusTip("")
