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
    CANDIDATES_THERE, OWN_LAYER,
) = range(12)  # fmt: skip


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


#: Something is compared with (`comparing.Comparing`).
COMPARING = 100

#: Actions that a key held down does again and again.
REPEATING = frozenset(
    [
        "undo",
        "redo",
        "nudge_left",
        "nudge_right",
        "nudge_left_more",
        "nudge_right_more",
        "slower",
        "faster",
        "longer",
        "shorter",
        "zoom_in",
        "zoom_out",
        "zoom_back",
        "pitch_zoom_in",
        "pitch_zoom_out",
        "previous_event",
        "next_event",
        "next_doubt",
        "previous_doubt",
        "next_difference",
        "previous_difference",
    ]
)

#: Readings of the beats that have a key.
MOST_READINGS = 5
METER_FROM_HERE, TAKE_READING, TAKE_CANDIDATE = "Met&er from here", "Take another &reading", "&Take a candidate"
SNAP_TO, LAYER_COLOUR = "Snap t&o", "Layer c&olour"
FILE, EDIT, BEATS, PITCH, LAYERS, VIEW, PLAYBACK, COMPARE, HELP = (
    "&File", "&Edit", "&Beats", "P&itch", "&Layers", "&View", "&Playback", "&Compare", "&Help",
)  # fmt: skip
#: Titles of the colours that a layer can have, by `layers.COLOURS`.
COLOURS = {
    "blue": "&Blue", "orange": "&Orange", "green": "&Green", "pink": "&Pink", "yellow": "&Yellow",
    "indigo": "&Indigo", "red": "&Red", "grey": "Gre&y",
}  # fmt: skip
_SAMPLE, _SAMPLES = "By a sample where samples can be seen.", "By ten samples where samples can be seen."
_MEANT = "Move the pitch of the selected span, or of the note that was clicked."
_A = ActionSpec

SPECS: tuple[ActionSpec, ...] = (
    _A("open", "&Open…", FILE, ("Ctrl+O",), "Open recordings or projects.", "open", needs=ALWAYS),
    _A("open_folder", "Open &folder…", FILE, ("Ctrl+Shift+O",), "Analyse every recording of a folder.", needs=ALWAYS),
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
    _A("cut", "Cu&t", EDIT, ("Ctrl+X",), "Put the selected markers on the clipboard and take them away here.",
       needs=EVENTS_SELECTED, separated=True),
    _A("copy", "&Copy", EDIT, ("Ctrl+C",), "Put the selected markers on the clipboard, also as lines of text "
       "and as a table for spreadsheets.",
       needs=EVENTS_SELECTED),
    _A("paste", "&Paste", EDIT, ("Ctrl+V",), "Markers on the clipboard go into the layer that was clicked last, the "
       "first at the playhead; files on it are opened.", needs=ALWAYS),
    _A("paste_in_place", "Paste &in place", EDIT, ("Ctrl+Shift+V",), "Markers on the clipboard go into the layer that "
       "was clicked last, at the times they come from."),
    _A("add_marker", "&Add marker", EDIT, ("M", ";"), "Add a marker at the playhead, in the layer that was clicked "
       "last: a beat, a transient, or one of your own.", "marker", separated=True),
    _A("delete", "&Delete", EDIT, ("Del", "Backspace"), "Delete the selected markers, or the pitch of a span that was "
       "selected in the pitch lane.", "delete", needs=DELETABLE),
    _A("edit_label", "Edit la&bel", EDIT, ("F2",), "Type the label of the selected marker; so does Return on the "
       "timeline.", needs=EVENTS_SELECTED),
    _A("nudge_left", "Nudge 1 ms &earlier", EDIT, (",",), _SAMPLE, needs=EVENTS_SELECTED),
    _A("nudge_right", "Nudge 1 ms &later", EDIT, (".",), _SAMPLE, needs=EVENTS_SELECTED),
    _A("nudge_left_more", "Nudge 10 ms earlier", EDIT, ("Shift+,",), _SAMPLES, needs=EVENTS_SELECTED),
    _A("nudge_right_more", "Nudge 10 ms later", EDIT, ("Shift+.",), _SAMPLES, needs=EVENTS_SELECTED),
    _A("longer", "Make longer", EDIT, ("Alt+.",), "The selected regions or notes of your own, by 10 ms.",
       needs=EVENTS_SELECTED),
    _A("shorter", "Make shorter", EDIT, ("Alt+,",), "The selected regions or notes of your own, by 10 ms.",
       needs=EVENTS_SELECTED),
    _A("quantise", "&Quantise…", EDIT, ("Q",), "Move the selected markers to the beats or parts of them.",
       needs=EVENTS_SELECTED),
    _A("shift_layers", "Shi&ft layers…", EDIT, (), "Move a layer, or all, earlier or later."),
    _A("select_all", "Select a&ll of the layer", EDIT, ("Ctrl+A",), "Every marker of the layer that was clicked last; "
       "those inside the selected span, where there is one.", separated=True),
    _A("select_none", "Select &nothing", EDIT, ("Esc",)),
    _A("select_inverse", "Select the &others", EDIT, ("Ctrl+Shift+I",), "Every marker of the layer that is not "
       "selected now."),
    _A("select_in_span", "Select all bet&ween", EDIT, ("Ctrl+Shift+A",), "Every marker of the layer in the selected "
       "span, or from the first to the last of the selected ones.", needs=SPAN),
    _A("select_here", "Select the marker &here", EDIT, ("E",), "Select the marker that is nearest to the playhead.",
       separated=True),
    _A("span_start", "Span be&gins here", EDIT, ("Ctrl+[",), "Select the time from the playhead on."),
    _A("span_end", "Span e&nds here", EDIT, ("Ctrl+]",), "Select the time up to the playhead."),
    _A("snap", "&Snap", EDIT, ("S",), "Dragging snaps to what is near; hold Alt to place freely.", "magnet",
       checkable=True, separated=True),
    _A("snap_grid", "&Beats and parts of them", EDIT, (), "Parts count where there is room for them on the screen.",
       checkable=True, needs=ALWAYS, submenu=SNAP_TO),
    _A("snap_transients", "&Transients", EDIT, (), checkable=True, needs=ALWAYS, submenu=SNAP_TO),
    _A("snap_zero", "&Zero crossings", EDIT, (), "Where the waveform rises through zero: cuts do not click there.",
       checkable=True, needs=ALWAYS, submenu=SNAP_TO),
    _A("snap_triplets", "Parts are t&riplets", EDIT, (), "Thirds and sixths of a beat.",
       checkable=True, needs=ALWAYS, submenu=SNAP_TO),
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
    _A("insert_bar", "&Insert a bar", BEATS, ("Ctrl+Shift+B",), "Beats of one bar at the playhead, where they are "
       "missing.", separated=True),
    _A("insert_beat", "Insert a b&eat", BEATS, ("Ctrl+B",), "One beat at the playhead, where it is missing."),
    _A("remove_bar", "Remove the &bar", BEATS, (), "Take the beats of the bar at the playhead away; nothing moves.",
       needs=BEATS_THERE),
    _A("count_here", "&Count from this beat…", BEATS, (), "Say which beat of its bar the selected one is.",
       needs=BEATS_THERE),
    _A("number_bars", "&Number the bars from here…", BEATS, (), "Say which number the bar at the playhead has, such as "
       "1 after a count-in.", needs=BEATS_THERE),
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
    _A("new_layer", "&New layer…", LAYERS, ("Ctrl+Shift+N",), "A layer of your own: points, regions or notes."),
    _A("comment", "&Comment here…", LAYERS, ("K",), "A comment at the playhead, or over what is selected."),
    _A("rename_layer", "&Rename layer…", LAYERS, (), "The layer of your own that was clicked last.", needs=OWN_LAYER,
       separated=True),
    *(_A(f"colour_{c}", COLOURS[c], LAYERS, (), "Colour of the layer of your own that was clicked last.",
         needs=OWN_LAYER, submenu=LAYER_COLOUR) for c in COLOURS),
    _A("duplicate_layer", "&Duplicate layer", LAYERS, (), "A copy of the layer that was clicked last, as one of your "
       "own; of transients, chords and others, too."),
    _A("delete_layer", "D&elete layer", LAYERS, (), "The layer of your own that was clicked last.", needs=OWN_LAYER),
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
    _A("slower", "Slo&wer", PLAYBACK, ("Ctrl+,",), "Play slower at the same pitch.", needs=ALWAYS, separated=True),
    _A("faster", "&Faster", PLAYBACK, ("Ctrl+.",), "Play faster at the same pitch.", needs=ALWAYS),
    _A("normal_speed", "Norma&l speed", PLAYBACK, ("Ctrl+/",), "Play as it was recorded.", needs=ALWAYS),
    _A("click", "&Click on the beats", PLAYBACK, ("C",), "Hear the beats; downbeats sound higher.", "metronome",
       checkable=True, needs=ALWAYS, separated=True),
    _A("hear_pitch", "Hear the &pitch", PLAYBACK, ("H",), "A soft sine follows the pitch curve.", checkable=True,
       needs=ALWAYS),
    _A("hear_notes", "Hear the &notes", PLAYBACK, ("Shift+H",), "Soft tones on the notes.", checkable=True,
       needs=ALWAYS),
    _A("hear_recording", "Hear the &recording", PLAYBACK, ("V",), "Off: only clicks and sung layers are heard.",
       checkable=True, needs=ALWAYS),
    _A("mixer", "Mi&xer…", PLAYBACK, ("Shift+C",), "How loud recording, clicks, pitch and notes are, each by itself.",
       "mixer", needs=ALWAYS),
    _A("solo_band", "Hear one &band", PLAYBACK, ("Shift+S",), "Drag over the spectrogram: only these frequencies are "
       "heard. Ctrl+Shift+drag does it, too.", checkable=True),
    _A("go_to", "&Go to…", PLAYBACK, ("Ctrl+G",), "Type a place: 1:23.456, 83.456 s, sample 3680410 or bar 33:2:480.",
       separated=True),
    _A("to_start", "Go to the s&tart", PLAYBACK, ("Home",), icon="to-start"),
    _A("to_end", "Go to the en&d", PLAYBACK, ("End",)),
    _A("previous_event", "P&revious event", PLAYBACK, ("Ctrl+Left",), "Jump to the event before the playhead."),
    _A("next_event", "&Next event", PLAYBACK, ("Ctrl+Right",), "Jump to the event after the playhead."),
    _A("next_doubt", "Next d&oubtful place", PLAYBACK, ("N",), "Jump to the next markers of low confidence."),
    _A("previous_doubt", "Previous doubt&ful place", PLAYBACK, ("Shift+N",), "Jump to the doubtful place before."),
    _A("compare_recording", "With another &recording…", COMPARE, (), "Lay another recording (a remix, a master, a live "
       "take) on the time of this one, and see where its layers differ."),
    _A("compare_markers", "With a file of &markers…", COMPARE, (), "See where your layers differ from a reference: "
       "a file of any format that can be read, or a project."),
    _A("compare_estimator", "With another &estimator…", COMPARE, (), "Compute a layer in another way, and see it "
       "beside yours, which stays."),
    _A("compare_computed", "With the layers as &computed", COMPARE, (), "See what you have changed."),
    _A("next_difference", "&Next difference", COMPARE, ("Y",), "Jump to the next place where both differ: missing, "
       "extra, or far apart.", needs=COMPARING, separated=True),
    _A("previous_difference", "&Previous difference", COMPARE, ("Shift+Y",), "Jump to the difference before.",
       needs=COMPARING),
    _A("take_theirs", "&Take theirs", COMPARE, ("U",), "Copy what theirs has at the playhead, or over the selected "
       "span, into your layer.", needs=COMPARING),
    _A("hear_other", "&Hear the other recording", COMPARE, ("O",), "Switch between this recording and the other one, "
       "at the same place of the music.", checkable=True, needs=COMPARING),
    _A("adjust_alignment", "&Adjust the alignment", COMPARE, (), "Drag the other's lanes left and right.",
       checkable=True, needs=COMPARING, separated=True),
    _A("align_again", "Find the alignment a&gain", COMPARE, (), "Look for the place where the other recording fits.",
       needs=COMPARING),
    _A("swap_compared", "S&wap", COMPARE, (), "Judge theirs by yours: open the other recording and compare it with "
       "this one, or exchange the layer that is shown.", needs=COMPARING),
    _A("stop_comparing", "&Stop comparing", COMPARE, (), "Take the lanes of the one that is looked at away.",
       needs=COMPARING, separated=True),
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
